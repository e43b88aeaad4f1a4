/**
 * Shapes of the layers of a graph while it grows, and the notes that need a shape. A rule's problem is reported at the
 * argument it names; a size above 2^53 is reported at its layer. What is wrong is unknown from there on, and silent.
 */

import { type Diagnostic, type MessageValue, note, phrase } from '../base/diagnostic';
import { formatLarge, formatShape, largestExact } from '../base/number-format';
import { layerOf } from '../ops/attributes';
import { type Pair, type Shape, UNKNOWN_SHAPE } from '../ops/dim';
import { type FusedPart, fusedParts } from '../ops/fused';
import type { Problem } from '../ops/op';
import type { CallStatement } from '../syntax/tree';
import { Alike } from './alike';
import { argumentSpan, isArgumentGiven, valueArgumentSpan } from './call-binding';
import type { Block, Layer, LayerId } from './graph';
import type { GraphBuilder } from './graph-builder';
import { instanceNotes, type Reporter } from './report';
import { smallestImage } from './smallest-image';

/**
 * Each shape is found out once, by the layer's own rule: all of them at the end of the expansion, or earlier up to a
 * layer that an expression asks about (`channels`, `like`).
 */
export class ShapeInference {
  private readonly shapes: Shape[] = [];
  /** Shapes of layers that nothing was reported of. */
  private readonly alike = new Alike<Shape>();
  private hasReported = false;
  /** Sought at the first window that does not fit. */
  private image: { readonly size: Pair | undefined } | undefined;

  /** Mistakes found are added to the builder's, by layer. */
  constructor(
    private readonly graph: GraphBuilder,
    private readonly reporter: Reporter,
  ) {}

  /** Height x width x channels of a layer's result; unknown for -1. */
  of(layer: LayerId): Shape {
    return layer < 0 ? UNKNOWN_SHAPE : (this.upTo(layer + 1)[layer] ?? UNKNOWN_SHAPE);
  }

  /** Of all layers there are. */
  all(): readonly Shape[] {
    return this.upTo(this.graph.layers.length);
  }

  /** What stands for layers that are taken back goes with them. */
  forget(from: LayerId): void {
    this.shapes.length = Math.min(this.shapes.length, from);
  }

  private upTo(end: number): readonly Shape[] {
    const { shapes, graph, reporter } = this;
    while (shapes.length < end) {
      const layer = graph.layers[shapes.length] as Layer;
      const inputs = layer.inputs.map((input) => shapes[input] ?? UNKNOWN_SHAPE);
      const shape = this.alike.find(layer, inputs) ?? this.infer(layer, inputs);
      shapes.push(shape);
      const call = graph.calls[layer.id];
      if (call !== undefined && layer.op.group === 'pooling')
        notePool(layer, inputs[0] ?? UNKNOWN_SHAPE, shape, call, reporter);
      if (call !== undefined && layer.op.name === 'convtranspose') noteOutputPadding(layer, call, reporter);
    }
    return shapes;
  }

  private infer(layer: Layer, inputs: readonly Shape[]): Shape {
    this.hasReported = false;
    const shape = layer.op.shape(inputs, layer.attributes, this.reportOfLayer);
    // What is fused changes no shape, and may not fit the one there is.
    for (const part of fusedParts) {
      const fused = layerOf(layer.attributes, part);
      fused?.op.shape([shape], fused.attributes, (problem) => this.report(problem, layer, part));
    }
    const checked = checkSize(shape, layer, this.reporter, this.graph.errors);
    if (checked === shape && !this.hasReported) this.alike.keep(layer, inputs, shape);
    return checked;
  }

  /** Of the layer whose shape is being found out. */
  private readonly reportOfLayer = (problem: Problem) =>
    this.report(problem, this.graph.layers[this.shapes.length] as Layer);

  private report(problem: Problem, layer: Layer, part?: FusedPart): void {
    const { graph, reporter } = this;
    this.hasReported = true;
    const diagnostic = reportProblem(this.withImage(problem), layer, part, graph, reporter);
    if (diagnostic.severity === 'error' && !graph.errors.has(layer.id)) graph.errors.set(layer.id, diagnostic);
  }

  /** A rule knows its own input only; who writes a network chooses the image. */
  private withImage(problem: Problem): Problem {
    if (!isWindow(problem)) return problem;
    const { graph, shapes } = this;
    this.image ??= { size: smallestImage(graph, shapes[graph.input] ?? UNKNOWN_SHAPE) };
    const { size } = this.image;
    if (size === undefined || formatShape(size) === problem.values.smallest) return problem;
    const image = formatShape(size);
    return problem.text === 'shape.window'
      ? { ...problem, text: 'shape.window/image', values: { ...problem.values, image } }
      : { ...problem, text: 'shape.window/padded-image', values: { ...problem.values, image } };
  }
}

type WindowProblem = Extract<Problem, { readonly text: 'shape.window' | 'shape.window/padded' }>;

function isWindow(problem: Problem): problem is WindowProblem {
  return problem.text === 'shape.window' || problem.text === 'shape.window/padded';
}

/** `part`: what of the layer has the problem, where it is not the layer itself. */
function reportProblem(
  problem: Problem,
  layer: Layer,
  part: FusedPart | undefined,
  graph: GraphBuilder,
  reporter: Reporter,
): Diagnostic {
  const { file, nameSpan } = layer.origin;
  const call = graph.calls[layer.id];
  const fused = part && layerOf(layer.attributes, part);
  const instances = instanceNotes(graph.blocks, layer.block);
  const span =
    call === undefined
      ? nameSpan
      : part && fused
        ? valueArgumentSpan(call, layer.op, part, fused.op, problem.at)
        : argumentSpan(call, layer.op, problem.at);
  if (
    problem.text !== 'shape.concat-size' &&
    problem.text !== 'shape.add-shape' &&
    problem.text !== 'shape.multiply-shape'
  ) {
    return reporter.reportMessage(problem, file, span, instances);
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
  return reporter.report(
    problem.text,
    file,
    span,
    { operands: { all: named } },
    { related: [...related, ...instances] },
  );
}

/** So many inputs of a join are listed in a message. */
const mostOperands = 12;

/** The branch that gives an input of a join, by its name or its number in the block; else the layer that does. */
function inputName(graph: GraphBuilder, join: Layer, index: number): MessageValue {
  const written = graph.operands.get(join.id)?.[index];
  if (written !== undefined) return written;
  const block = graph.blocks[join.block] as Block;
  if (block.kind === 'join' && block.result === join.id) {
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
  const isDimension = shape.some((dimension = 0) => dimension > largestExact);
  const what = phrase(isDimension ? 'dimension' : 'count-of-values');
  const error = reporter.report('shape.too-large', file, nameSpan, { what, value: formatLarge(count) });
  if (!errors.has(layer.id)) errors.set(layer.id, error);
  return UNKNOWN_SHAPE;
}

function noteOutputPadding(layer: Layer, call: CallStatement, reporter: Reporter): void {
  const isGiven = isArgumentGiven(call, layer.op, 'output_padding') && isArgumentGiven(call, layer.op, 'padding');
  if (layer.attributes.padding !== 'same' || !isGiven) return;
  const span = argumentSpan(call, layer.op, 'output_padding');
  reporter.report('lint.output-padding-same', layer.origin.file, span, {});
}

function notePool(layer: Layer, input: Shape, [height, width]: Shape, call: CallStatement, reporter: Reporter): void {
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
