/**
 * What fits where something is being written: the shape that flows there, the shapes of results that could be joined, and
 * usual values of an argument, those first that keep the shape.
 */

import type { Shape } from '../ops/dim';
import type { OpParameter } from '../ops/op';
import type { SourceFile, Statement } from '../syntax/tree';
import { nodesAt } from '../syntax/tree-walk';
import { shapeMade } from './flow';
import type { Scene } from './scene';

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
  /** The channels or the step of what comes out. */
  readonly keepsShape: boolean;
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
