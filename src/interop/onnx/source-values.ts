/**
 * Values of an ONNX graph while it is read: constants, and tensors that hold what a layer gives. A function of single values is not
 * yet a layer: what follows may make another of it (`x * sigmoid(x)`). It is settled when something else reads it.
 */

import { phrase } from '../../base/diagnostic';
import type { Sides } from '../../base/tensor';
import type { OpName } from '../../ops/registry';
import { Inexpressible, type KnownShape } from '../import/foreign-network';
import type { Given, GivenWeights, NetworkBuilder } from '../import/network-builder';
import { filledConstant } from './constants';
import type { Constant, SourceNode } from './read-model';
import {
  isIdentity,
  knownFunction,
  knownSteps,
  type ScalarFunction,
  type StraightLine,
  straightLine,
  wholePower,
} from './scalar-functions';
import { type Arrangement, type Axes, arrangementOf, imageAxes, listAxes } from './views';

/** A function of single values of a layer's result, or the result itself. */
interface Cell {
  readonly source: number;
  readonly f: ScalarFunction;
  /** How many nodes' functions that is, each counted as often as it is computed for one value. */
  readonly steps: number;
  /** What made it last. */
  readonly node: SourceNode | undefined;
  /** The last node as a layer of its own, where the function as a whole is none. */
  readonly single: (() => number) | undefined;
  settled: number | undefined;
}

const itself: ScalarFunction = (x) => x;

/** An activation is written in ten or so; what a file has beyond them is taken in parts, as each use doubles what is computed. */
const mostSteps = 32;

export class Tensor {
  constructor(
    readonly cell: Cell,
    readonly axes: Axes,
    /** The first node that moved values since they stood as an image or a list of one pixel. */
    readonly mover: SourceNode | undefined,
  ) {}
}

/** What is no layer yet, and nothing but the next nodes reads: some function of the values. Most are parts of a norm over channels. */
export abstract class PendingValue {
  constructor(
    readonly of: Tensor,
    readonly each: ScalarFunction,
    /** Nodes that it is made of. Throws `Inexpressible` where they are more than those of a norm. */
    readonly steps = 1,
  ) {
    if (steps > mostSteps) throw new Inexpressible(phrase('foreign.no-function'));
  }
}

/** The values without their mean. */
export class Centered extends PendingValue {}

/** A sum of them over the channels, and a function of it. */
export class ChannelSum extends PendingValue {
  constructor(
    /** What takes them together. */
    readonly node: SourceNode,
    of: Tensor,
    each: ScalarFunction,
    readonly then: ScalarFunction,
    /** Of the values without their mean. */
    readonly isCentered: boolean,
    /** What the sum is divided by in `then`: for a mean the number of channels. */
    readonly divisor: number,
    steps = 1,
  ) {
    super(of, each, steps);
  }

  followedBy(f: ScalarFunction): ChannelSum {
    const { node, of, each, isCentered, divisor, steps } = this;
    return new ChannelSum(node, of, each, (sum) => f(this.then(sum)), isCentered, divisor, steps + 1);
  }
}

/** Functions of the values, with zeros around the channels, which are the given axis. */
export class PaddedChannels extends PendingValue {
  constructor(
    of: Tensor,
    each: ScalarFunction,
    readonly axis: number,
    readonly before: number,
    readonly after: number,
  ) {
    super(of, each);
  }
}

/** An image with numbers around it that are never the largest: what a max pool puts there itself. */
export class LeastPadded extends PendingValue {
  constructor(
    of: Tensor,
    readonly amount: Sides,
  ) {
    super(of, itself);
  }
}

/** `(offset + factor * mean) ^ power`, of the mean in a window over channels that begins so many places before. */
export interface WindowForm {
  readonly size: number;
  readonly before: number;
  readonly factor: number;
  readonly offset: number;
  readonly power: number;
}

export class ChannelWindow extends PendingValue {
  constructor(
    of: Tensor,
    each: ScalarFunction,
    readonly form: WindowForm,
  ) {
    super(of, each);
  }

  as(form: Partial<WindowForm>): ChannelWindow {
    return new ChannelWindow(this.of, this.each, { ...this.form, ...form });
  }

  /** The same values on other axes. */
  on(of: Tensor): ChannelWindow {
    return new ChannelWindow(of, this.each, this.form);
  }
}

export type SourceValue = Constant | Tensor | PendingValue;

/** A node before the one that is read is what cannot be expressed. */
export class NodeProblem extends Inexpressible {
  constructor(
    readonly node: SourceNode,
    reason: Inexpressible['reason'],
    /** What goes into it. */
    readonly layer: number,
  ) {
    super(reason);
  }
}

export class SourceValues {
  /** What a layer's last node is called, for outputs that end there. */
  readonly labels = new Map<number, string>();
  readonly notes: Inexpressible['reason'][] = [];
  /** How many results the source makes integers of. */
  rounded = 0;
  private readonly images = new Map<Tensor, number>();

  constructor(
    readonly builder: NetworkBuilder,
    /** Images at once. */
    readonly batch: number,
    private readonly nameOf: (node: SourceNode) => string,
  ) {}

  /** A layer made of a node. */
  layer(
    node: SourceNode,
    op: OpName,
    inputs: readonly number[],
    given: Given = {},
    weights: GivenWeights = {},
  ): number {
    const id = this.builder.add(this.nameOf(node), op, inputs, given, weights);
    this.labels.set(id, labelOf(node));
    return id;
  }

  of(layer: number, axes: Axes): Tensor {
    return new Tensor(
      { source: layer, f: itself, steps: 0, node: undefined, single: undefined, settled: layer },
      axes,
      undefined,
    );
  }

  image(layer: number): Tensor {
    return this.of(layer, imageAxes(this.builder.shapeOf(layer), this.batch));
  }

  /** Of a single pixel. */
  list(layer: number): Tensor {
    return this.of(layer, listAxes(this.builder.shapeOf(layer)[2], this.batch));
  }

  /** What stood in a tensor after a layer that keeps all shapes. */
  like(tensor: Tensor, layer: number): Tensor {
    return new Tensor(
      { source: layer, f: itself, steps: 0, node: undefined, single: undefined, settled: layer },
      tensor.axes,
      tensor.mover,
    );
  }

  /** The same values moved by a node. */
  moved(tensor: Tensor, axes: Axes, node: SourceNode): Tensor {
    const arrangement = arrangementOf(axes, this.shapeOf(tensor), this.batch);
    const isPlain = arrangement?.kind === 'image' || (arrangement?.kind === 'list' && arrangement.order === 'hwc');
    return new Tensor(tensor.cell, axes, isPlain ? undefined : (tensor.mover ?? node));
  }

  shapeOf({ cell }: Tensor): KnownShape {
    return this.builder.shapeOf(cell.source);
  }

  /** Another function of the same values. */
  applied(tensor: Tensor, node: SourceNode, f: ScalarFunction): Tensor {
    const { cell } = tensor;
    if (cell.steps >= mostSteps) return this.applied(this.like(tensor, this.settle(tensor)), node, f);
    const single = () => this.expressed(node, f, this.settle(tensor));
    return new Tensor(
      { source: cell.source, f: (x) => f(cell.f(x)), steps: cell.steps + 1, node, single, settled: undefined },
      tensor.axes,
      tensor.mover,
    );
  }

  /** A function of two that are functions of the same; undefined where they are not, or it would be too long. */
  combined(
    a: Tensor,
    b: Tensor,
    node: SourceNode,
    f: (a: number, b: number) => number,
    single: () => number,
  ): Tensor | undefined {
    for (const [source, one, other] of [
      [a.cell.source, a.cell.f, b.cell.source === a.cell.source ? b.cell.f : undefined],
      [a.cell.settled, itself, b.cell.source === a.cell.settled ? b.cell.f : undefined],
      [b.cell.settled, a.cell.source === b.cell.settled ? a.cell.f : undefined, itself],
    ] as const) {
      if (source === undefined || one === undefined || other === undefined) continue;
      const steps = 1 + (one === itself ? 0 : a.cell.steps) + (other === itself ? 0 : b.cell.steps);
      if (steps > mostSteps) continue;
      const cell = { source, f: (x: number) => f(one(x), other(x)), steps, node, single, settled: undefined };
      return new Tensor(cell, a.axes, a.mover);
    }
    return undefined;
  }

  /** The layer that gives the values. Throws a `NodeProblem`. */
  settle({ cell }: Tensor): number {
    if (cell.settled !== undefined) return cell.settled;
    const { node } = cell;
    if (node === undefined) return cell.source;
    cell.settled = this.wholeFunction(node, cell) ?? cell.single?.() ?? this.expressed(node, cell.f, cell.source);
    return cell.settled;
  }

  private wholeFunction(node: SourceNode, { source, f }: Pick<Cell, 'source' | 'f'>): number | undefined {
    if (isIdentity(f)) return source;
    const known = knownFunction(f);
    return known === undefined ? undefined : this.layer(node, known.op, [source], known.given);
  }

  private expressed(node: SourceNode, f: ScalarFunction, source: number): number {
    const known = this.wholeFunction(node, { source, f });
    if (known !== undefined) return known;
    const power = wholePower(f);
    if (power !== undefined) {
      return Array.from({ length: power - 1 }).reduce<number>(
        (product) => this.layer(node, 'multiply', [product, source]),
        source,
      );
    }
    const line = straightLine(f);
    const steps = line === undefined ? knownSteps(f) : [line];
    if (steps === undefined) throw new NodeProblem(node, phrase('foreign.no-function'), source);
    return steps.reduce(
      (input, step) => ('op' in step ? this.layer(node, step.op, [input], step.given) : this.line(node, step, input)),
      source,
    );
  }

  private line(node: SourceNode, { factor, summand }: StraightLine, source: number): number {
    const [, , channels] = this.builder.shapeOf(source);
    const weight = (value: number) => weightOf(filledConstant([channels], value, false));
    this.notes.push(phrase('foreign.constant-trained', { node: labelOf(node), op: node.type }));
    return this.layer(
      node,
      'affine',
      [source],
      { scale: factor !== 1 },
      factor === 1 ? { beta: weight(summand) } : { gamma: weight(factor), beta: weight(summand) },
    );
  }

  arrangement(tensor: Tensor): Arrangement | undefined {
    return arrangementOf(tensor.axes, this.shapeOf(tensor), this.batch);
  }

  /** The layer whose result the tensor is, by channel, height, width. Throws a `NodeProblem` where it is none. */
  imageOf(tensor: Tensor, node: SourceNode): number {
    const known = this.images.get(tensor) ?? this.newImage(tensor, tensor.mover ?? node);
    this.images.set(tensor, known);
    return known;
  }

  private newImage(tensor: Tensor, mover: SourceNode): number {
    const layer = this.settle(tensor);
    const arrangement = this.arrangement(tensor);
    switch (arrangement?.kind) {
      case 'image':
        return layer;
      case 'shuffle':
        return this.layer(mover, 'shuffle', [layer], { groups: arrangement.groups });
      case 'depth-to-space':
        return this.layer(mover, 'depthtospace', [layer], { block: arrangement.block, order: arrangement.order });
      case 'space-to-depth':
        return this.layer(mover, 'spacetodepth', [layer], { block: arrangement.block, order: arrangement.order });
      default:
        throw this.noImage(tensor, mover, layer);
    }
  }

  /** An image, or a list of one pixel, for layers that read channels. */
  pixelsOf(tensor: Tensor, node: SourceNode): number {
    const arrangement = this.arrangement(tensor);
    const [height, width] = this.shapeOf(tensor);
    if (arrangement?.kind === 'list' && height * width === 1) return this.settle(tensor);
    return this.imageOf(tensor, node);
  }

  noImage({ axes }: Tensor, node: SourceNode, layer: number): NodeProblem {
    const dims = axes.map((axis) => axis.reduce((product, { size }) => product * size, 1));
    return new NodeProblem(node, phrase('foreign.no-image', { shape: dims.join(', ') }), layer);
  }
}

/** As people name a node: by its own name, else by its first result. */
export function labelOf({ name, outputs }: SourceNode): string {
  return name === '' ? (outputs.find((output) => output !== '') ?? '') : name;
}

/** A list of numbers as a weight. */
export function weightOf(constant: Constant, map?: (value: number) => number) {
  const shape = [constant.dims.reduce((product, size) => product * size, 1)];
  return {
    shape,
    values: () => {
      const values = Float32Array.from(constant.read());
      return map === undefined ? values : values.map(map);
    },
  };
}
