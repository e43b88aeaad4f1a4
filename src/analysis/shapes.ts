/**
 * Shapes of all layers of a graph, and the notes that need a shape. A rule's problem is reported at the argument it
 * names; a size above 2^53 is reported at its layer. What is wrong is unknown from there on, and silent.
 */

import { type Diagnostic, type MessageValue, note, phrase } from '../base/diagnostic';
import { formatLarge, formatShape, largestExact } from '../base/number-format';
import { argumentSpan, isArgumentGiven } from '../graph/call-binding';
import type { Expansion } from '../graph/expansion';
import type { Graph, Layer, LayerId } from '../graph/graph';
import type { Reporter } from '../graph/report';
import type { Pair, Shape } from '../ops/dim';
import type { Problem } from '../ops/op';
import { smallestImage } from './smallest-image';

const unknownShape: Shape = [undefined, undefined, undefined];

/** Mistakes found are added to `errors` by layer. */
export function inferShapes(expansion: Expansion, reporter: Reporter, errors: Map<LayerId, Diagnostic>): Shape[] {
  const { graph, calls } = expansion;
  const shapes: Shape[] = [];
  // Sought at the first window that does not fit.
  let image: { readonly size: Pair | undefined } | undefined;
  for (const layer of graph.layers) {
    const inputs = layer.inputs.map((input) => shapes[input] ?? unknownShape);
    const shape = layer.op.shape(inputs, layer.attributes, (problem) => {
      if (isWindow(problem)) image ??= { size: smallestImage(graph, shapes[graph.input] ?? unknownShape) };
      const told = isWindow(problem) ? withImage(problem, image?.size) : problem;
      const diagnostic = reportProblem(told, layer, expansion, reporter);
      if (!errors.has(layer.id)) errors.set(layer.id, diagnostic);
    });
    const checked = checkSize(shape, layer, reporter, errors);
    shapes.push(checked);
    if (calls[layer.id] !== undefined && layer.op.group === 'pooling')
      notePool(layer, inputs[0] ?? unknownShape, checked, expansion, reporter);
  }
  return shapes;
}

type WindowProblem = Extract<Problem, { readonly text: 'shape.window' | 'shape.window/padded' }>;

function isWindow(problem: Problem): problem is WindowProblem {
  return problem.text === 'shape.window' || problem.text === 'shape.window/padded';
}

/** A rule knows its own input only; who writes a network chooses the image. */
function withImage(problem: WindowProblem, image: Pair | undefined): Problem {
  if (image === undefined || formatShape(image) === problem.values.smallest) return problem;
  const shown = formatShape(image);
  return problem.text === 'shape.window'
    ? { ...problem, text: 'shape.window/image', values: { ...problem.values, image: shown } }
    : { ...problem, text: 'shape.window/padded-image', values: { ...problem.values, image: shown } };
}

function reportProblem(problem: Problem, layer: Layer, { graph, calls }: Expansion, reporter: Reporter): Diagnostic {
  const { file, nameSpan } = layer.origin;
  const call = calls[layer.id];
  const span = call === undefined ? nameSpan : argumentSpan(call, layer.op, problem.at);
  if (problem.text !== 'shape.concat-size' && problem.text !== 'shape.add-shape') {
    return reporter.reportMessage(problem, file, span);
  }
  // A join's rule lists the sizes of its inputs; here they have names, and places in the text.
  const { operands } = problem.values;
  const sizes = typeof operands === 'object' && 'all' in operands ? operands.all.slice(0, mostOperands) : [];
  const named = sizes.map((size, i) => phrase('operand', { name: inputName(graph, layer, i), size }));
  const related = sizes.flatMap((size, i) => {
    const input = graph.layers[layer.inputs[i] ?? -1];
    if (input === undefined) return [];
    const { start, end } = input.origin.nameSpan;
    return [note('size', { file: input.origin.file, span: { start, end } }, { path: input.path, size })];
  });
  return reporter.report(problem.text, file, span, { operands: { all: named } }, { related });
}

/** So many inputs of a join are listed in a message. */
const mostOperands = 12;

/** The branch that gives an input of a join, by its name or its number in the block; else the layer that does. */
function inputName(graph: Graph, join: Layer, index: number): MessageValue {
  const block = graph.blocks[join.block];
  if (block?.kind === 'join' && block.result === join.id) {
    const branches = block.children.flatMap((child) => ('block' in child ? [graph.blocks[child.block]] : []));
    const branch = branches[index];
    if (branch !== undefined) {
      // What stands for a branch without a name is its keyword, with which it begins.
      const isNamed = branch.origin.nameSpan.start !== branch.origin.span.start;
      return isNamed ? branch.name : phrase('branch-number', { number: index + 1 });
    }
  }
  const path = graph.layers[join.inputs[index] ?? -1]?.path ?? '?';
  return path.slice(path.lastIndexOf('/') + 1);
}

function checkSize(shape: Shape, layer: Layer, reporter: Reporter, errors: Map<LayerId, Diagnostic>): Shape {
  const [height, width, channels] = shape;
  const count = (height ?? 1) * (width ?? 1) * (channels ?? 1);
  if (count <= largestExact) return shape;
  const { file, nameSpan } = layer.origin;
  const isDimension = shape.some((dimension) => dimension !== undefined && dimension > largestExact);
  const what = phrase(isDimension ? 'dimension' : 'count-of-values');
  const error = reporter.report('shape.too-large', file, nameSpan, { what, value: formatLarge(count) });
  if (!errors.has(layer.id)) errors.set(layer.id, error);
  return unknownShape;
}

function notePool(layer: Layer, input: Shape, [height, width]: Shape, { calls }: Expansion, reporter: Reporter): void {
  const call = calls[layer.id];
  if (call === undefined) return;
  const { file, nameSpan } = layer.origin;
  const { kernel, rounding, padding } = layer.attributes;
  const says = (parameter: string) => isArgumentGiven(call, layer.op, parameter);
  if (rounding === 'ceil' && padding === 'same' && says('rounding') && says('padding')) {
    reporter.report('lint.rounding-same', file, argumentSpan(call, layer.op, 'rounding'), {});
  }
  if (!isPair(kernel) || says('stride') || layer.op.parameters.every((parameter) => parameter.name !== 'stride'))
    return;
  const [vertical, horizontal] = kernel;
  const [stepY, stepX] = isPair(layer.attributes.stride) ? layer.attributes.stride : [1, 1];
  // Odd windows with stride 1 are common inside modules; even ones are nearly always meant to halve the size.
  const isEven = vertical !== undefined && horizontal !== undefined && vertical % 2 === 0 && horizontal % 2 === 0;
  const isWhole = height === 1 && width === 1;
  if (isEven && !isWhole && stepY === 1 && stepX === 1) {
    const stride = vertical === horizontal ? String(vertical) : `${vertical}x${horizontal}`;
    const strided = layer.op.shape([input], { ...layer.attributes, stride: kernel }, () => undefined);
    const size = formatShape([strided[0], strided[1]]);
    reporter.report('lint.pool-stride', file, nameSpan, { stride, size });
  }
}

function isPair(value: unknown): value is Pair {
  return Array.isArray(value) && value.length === 2;
}
