/**
 * What fits where something is being written: the shape that flows there, the shapes of results that could be joined, and
 * usual values of an argument, those first that keep the shape.
 */

import { type Shape, UNKNOWN_SHAPE } from '../ops/dim';
import type { Attribute, OpParameter } from '../ops/op';
import type { SourceFile, Statement } from '../syntax/tree';
import { nodesAt } from '../syntax/tree-walk';
import { shapeMade } from './flow';
import { type LayerInstance, layersFrom, type Scene } from './scene';

/** The shape of the result whose name is given at an offset; undefined where it is unknown, or differs between instances. */
export function shapeOfResult(scene: Scene, file: SourceFile, start: number): Shape | undefined {
  const statement = nodesAt(file, start).findLast(
    (node) =>
      ('label' in node && node.label?.start === start) ||
      (node.kind === 'input' && (node.name ?? node).start === start),
  );
  return statement === undefined ? undefined : shapeMade(scene, file, statement as Statement);
}

/** What flows into a statement that is written at an offset. */
export function flowAt(scene: Scene, file: SourceFile, offset: number): Shape | undefined {
  for (const node of [...nodesAt(file, offset)].reverse()) {
    // What a branch reads that begins elsewhere is not looked for.
    if (node.kind === 'branch' && node.source !== undefined) return undefined;
    if (node.kind === 'head' || node.kind === 'output' || node.kind === 'module') return undefined;
    if (node.kind !== 'body') continue;
    const before = node.statements.filter(({ end }) => end < offset);
    const last = before.findLast(({ kind }) => kind !== 'const' && kind !== 'defaults' && kind !== 'expect');
    if (last !== undefined) return shapeMade(scene, file, last);
  }
  return undefined;
}

/** Shapes of the results that stand in the join already which is written at an offset. */
export function joinedAt(
  scene: Scene,
  file: SourceFile,
  offset: number,
  results: readonly { readonly name: string; readonly start: number }[],
): { readonly isConcat: boolean; readonly shapes: readonly Shape[] } | undefined {
  const join = nodesAt(file, offset).findLast((node) => node.kind === 'join-call');
  if (join?.kind !== 'join-call') return undefined;
  const shapes = join.operands.flatMap(({ text, start, end }) => {
    const operand = start <= offset && offset <= end ? undefined : results.find(({ name }) => name === text);
    const shape = operand && shapeOfResult(scene, file, operand.start);
    return shape === undefined ? [] : [shape];
  });
  return shapes.length === 0 ? undefined : { isConcat: join.join === 'concat', shapes };
}

/** Whether a result can be joined with others: of one height and width, and channels where they are not put side by side. */
export function canJoin(shape: Shape, { isConcat, shapes }: NonNullable<ReturnType<typeof joinedAt>>): boolean {
  return shapes.every((other) => other.every((side, axis) => (isConcat && axis === 2) || side === shape[axis]));
}

export interface FittingValue {
  readonly text: string;
  /** A word of the language, as `same`. */
  readonly isWord?: boolean;
  /** The height and width of what comes out, or its channels, are those of what flows in. */
  readonly keepsShape: boolean;
  /** What comes out is of the height and width of the other branches. */
  readonly fitsJoin?: boolean;
  /** What comes out. */
  readonly shape?: Shape;
}

/** Ways to lay a window, the usual ones first. */
const windowValues: Readonly<Record<string, readonly (readonly [text: string, value: Attribute])[]>> = {
  padding: [
    ['same', 'same'],
    ...[0, 1, 2, 3].map((side) => [side === 0 ? 'valid' : `${side}`, [side, side, side, side]] as const),
  ],
  stride: [1, 2, 3, 4].map((step) => [`${step}`, [step, step]] as const),
};

/**
 * Paddings or strides of the layer that is written at `callee`, with what they make of its input: those first that make the
 * join around it fit, then those that keep height and width. Of an input that is not known those are told that keep every
 * size. Undefined for other parameters, and where nothing is known of the layer.
 */
export function fittingWindows(
  scene: Scene,
  file: SourceFile,
  callee: number,
  { name }: OpParameter,
): readonly FittingValue[] | undefined {
  const values = windowValues[name];
  if (values === undefined) return undefined;
  const [instance] = layersFrom(scene, file.file, callee).shown;
  if (instance === undefined) return name === 'padding' ? paddingsUnread(file, callee) : undefined;
  const { network, layer } = instance;
  const made = (input: Shape, value: Attribute): Shape =>
    layer.op.shape([input], { ...layer.attributes, [name]: value }, () => {});
  const input = network.shapes[layer.inputs[0] ?? -1];
  const wanted = besides(instance);
  const found = values.flatMap(([text, value]): FittingValue[] => {
    const isWord = /^[a-z]/.test(text);
    const shape = input === undefined ? UNKNOWN_SHAPE : made(input, value);
    if (input === undefined || shape[0] === undefined || shape[1] === undefined) {
      return anySizes.every((size) => isAsLarge(made(size, value), size)) ? [{ text, isWord, keepsShape: true }] : [];
    }
    const fitsJoin = wanted !== undefined && isAsLarge(shape, wanted);
    return [{ text, isWord, keepsShape: isAsLarge(shape, input), fitsJoin, shape }];
  });
  const rank = ({ keepsShape, fitsJoin = false }: FittingValue): number => (fitsJoin ? 0 : keepsShape ? 1 : 2);
  return found.length === 0 ? undefined : found.sort((a, b) => rank(a) - rank(b));
}

/** Even and odd, and larger than windows are. */
const anySizes: readonly Shape[] = [
  [256, 256, 64],
  [257, 257, 64],
];

/** In a module that nothing calls: without a stride the padding that is called so keeps every size. */
function paddingsUnread(file: SourceFile, callee: number): readonly FittingValue[] | undefined {
  const call = nodesAt(file, callee).findLast((node) => node.kind === 'call' && node.callee.start === callee);
  const isStrided = call?.kind !== 'call' || call.arguments.some((argument) => argument.name?.text === 'stride');
  return isStrided ? undefined : [{ text: 'same', isWord: true, keepsShape: true }];
}

function isAsLarge([height, width]: Shape, [otherHeight, otherWidth]: Shape): boolean {
  return height === otherHeight && width === otherWidth;
}

/** What another branch of the join gives in which the layer is the last of its branch. */
function besides({ network: { graph, shapes }, layer }: LayerInstance): Shape | undefined {
  const branch = graph.blocks[layer.block];
  if (branch?.kind !== 'branch' || branch.result !== layer.id) return undefined;
  for (const child of graph.blocks[branch.parent ?? -1]?.children ?? []) {
    const other = 'block' in child ? graph.blocks[child.block] : undefined;
    const shape = other === undefined || other === branch ? undefined : shapes[other.result];
    if (shape?.[0] !== undefined && shape[1] !== undefined) return shape;
  }
  return undefined;
}

/** Usual values of a layer's parameter for what flows in, those first that keep its shape. */
export function fittingValues({ name, type }: OpParameter, [, , channels]: Shape): readonly FittingValue[] {
  const kept = (...texts: (string | number)[]) => texts.map((text) => ({ text: `${text}`, keepsShape: true }));
  const other = (...texts: (string | number)[]) => texts.map((text) => ({ text: `${text}`, keepsShape: false }));
  switch (name) {
    case 'filters':
      if (channels === undefined) return [];
      return [...kept(channels), ...other(...[channels / 2, channels / 4, channels * 2].filter(Number.isInteger))];
    case 'kernel':
      return type.kind === 'pair' ? kept('3x3', '1x1', '5x5', '7x7') : [];
    case 'stride':
      return [...kept(1), ...other(2)];
    case 'groups':
      // Numbers that divide the channels; as many as there are make a layer depthwise.
      return channels === undefined
        ? []
        : kept(...[channels, 32, 16, 8, 4, 2].filter((n, i, all) => channels % n === 0 && all.indexOf(n) === i));
    default:
      return [];
  }
}
