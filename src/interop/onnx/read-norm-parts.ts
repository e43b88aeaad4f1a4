/**
 * Norms over the channels of each position that are written in parts: the length of what is there (`l2norm`), and mean and
 * variance (`layernorm`). Which it is, is seen at the division, from what the parts compute.
 */

import { phrase } from '../../base/diagnostic';
import { axesOf, filledConstant, scalarOf } from './constants';
import { constantAt, type NodeRequest, tensorAt } from './node-request';
import type { ScalarFunction } from './scalar-functions';
import {
  Centered,
  ChannelSum,
  labelOf,
  NodeProblem,
  PendingValue,
  type SourceValue,
  type SourceValues,
  Tensor,
} from './source-values';
import { channelsAxis, isSame, isSameAxis } from './views';

const itself: ScalarFunction = (x) => x;

/** Whether a node takes the channels together, and nothing else. */
export function isOverChannels({ inputs, values }: NodeRequest, axes: readonly number[]): boolean {
  const [input] = inputs;
  const tensor = input instanceof PendingValue ? input.of : input;
  const [axis = -1, ...others] = axes;
  if (!(tensor instanceof Tensor) || others.length > 0) return false;
  return isSameAxis(tensor.axes[axis] ?? [], channelsAxis(values.shapeOf(tensor)[2]));
}

/** All where none is named, unless the node says that it then does nothing. */
export function reducedAxes(request: NodeRequest): readonly number[] {
  const { node, inputs } = request;
  const [input] = inputs;
  const { axes } = input instanceof PendingValue ? input.of : tensorAt(request);
  const named = axesOf(node, constantAt(request, 1), axes.length) ?? [];
  if (named.length > 0 || node.attributes.int('noop_with_empty_axes', 0) === 1) return named;
  return axes.map((_, axis) => axis);
}

/** A sum of some function over the channels, or their mean. */
export function channelSum(
  request: NodeRequest,
  kind: 'sum' | 'mean',
  each: ScalarFunction = itself,
  then: ScalarFunction = itself,
): readonly SourceValue[] {
  const { values, node } = request;
  const [input] = request.inputs;
  const part = input instanceof Centered ? input : undefined;
  const tensor = part?.of ?? tensorAt(request);
  const { source, f } = tensor.cell;
  const [, , channels] = values.shapeOf(tensor);
  const own = part === undefined ? values.of(source, tensor.axes) : tensor;
  const inner = part === undefined ? f : part.each;
  const divisor = kind === 'mean' ? channels : 1;
  const result = (sum: number) => then(sum / divisor);
  const found = new ChannelSum(node, own, (x) => each(inner(x)), result, part !== undefined, divisor);
  if (node.attributes.int('keepdims', 1) === 1) return [found];
  const [axis] = reducedAxes(request);
  const { cell, axes, mover } = summed(values, found);
  return [
    new Tensor(
      cell,
      axes.filter((_, at) => at !== axis),
      mover,
    ),
  ];
}

/** As a layer: a convolution of single pixels that has the same number for each channel. Throws a `NodeProblem`. */
export function summed(values: SourceValues, { node, of, each, then, isCentered, divisor }: ChannelSum): Tensor {
  // The root of a length is a layer as a part of a norm alone.
  if (isCentered || node.type === 'ReduceL2')
    throw new NodeProblem(node, phrase('foreign.no-function'), values.settle(of));
  const input = values.settle(values.applied(of, node, each));
  const [, , channels] = values.builder.shapeOf(input);
  const shape = [1, 1, channels, 1];
  const { read } = filledConstant(shape, 1 / divisor, false);
  const weight = { shape, values: () => Float32Array.from(read()) };
  const given = { filters: 1, kernel: 1, bias: false, activation: null };
  const layer = values.layer(node, 'conv', [input], given, { weight });
  values.notes.push(phrase('foreign.constant-trained', { node: labelOf(node), op: node.type }));
  const axes = of.axes.map((axis) => (isSameAxis(axis, channelsAxis(channels)) ? [] : axis));
  const sum = new Tensor(values.of(layer, axes).cell, axes, of.mover);
  return values.applied(sum, node, (x) => then(x * divisor));
}

/** What becomes of a part of a norm, or the norm itself; undefined where it is neither. */
export function ofNorm(
  { values, node }: NodeRequest,
  operation: string,
  f: (a: number, b: number) => number,
  a: SourceValue,
  b: SourceValue,
): SourceValue | undefined {
  if (!(a instanceof Tensor) && !(b instanceof Tensor) && !(b instanceof PendingValue)) {
    const number = scalarOf(b);
    if (number !== undefined && a instanceof ChannelSum) return a.followedBy((sum) => f(sum, number));
    if (number !== undefined && a instanceof Centered)
      return new Centered(a.of, (x) => f(a.each(x), number), a.steps + 1);
  }
  if (a instanceof Centered && b instanceof Centered && a.of === b.of) {
    return new Centered(a.of, (x) => f(a.each(x), b.each(x)), a.steps + b.steps + 1);
  }
  if (operation === 'Sub' && a instanceof Tensor && b instanceof ChannelSum && !b.isCentered) {
    const [, , channels] = values.shapeOf(a);
    const isMean = [-3, 1, 40].every((sum) => isNear(b.then(sum), sum / channels));
    if (isMean && isFunctionOf(a, b, itself)) return new Centered(values.like(a, values.settle(a)), itself);
  }
  if (operation === 'Div' && b instanceof ChannelSum) {
    const [, , channels] = values.shapeOf(b.of);
    const count = b.isCentered ? channels : 1;
    const epsilon = Number((b.then(0) ** 2).toPrecision(6));
    const sums = [1e-3, 0.5, 1, 7, 1000].map((sum) => sum * count);
    const isLength =
      Number.isFinite(epsilon) && sums.every((sum) => isNear(b.then(sum), Math.sqrt(sum / count + epsilon)));
    const given = { epsilon, scale: false };
    if (isLength && a instanceof Tensor && !b.isCentered && isFunctionOf(a, b, (x) => x * x)) {
      return values.like(a, values.layer(node, 'l2norm', [values.settle(a)], given));
    }
    const isPlain = a instanceof Centered && a.of === b.of && places.every((x) => isNear(a.each(x), x));
    if (isLength && isPlain && b.isCentered && places.every((x) => isNear(b.each(x), x * x))) {
      return values.like(a.of, values.layer(node, 'layernorm', [values.settle(a.of)], { ...given, center: false }));
    }
  }
  return undefined;
}

const places = [-3, -0.5, 0, 0.25, 1, 20];

/** Whether what is taken together is this function of the values of the tensor. */
export function isFunctionOf(tensor: Tensor, sum: PendingValue, f: ScalarFunction): boolean {
  const { cell } = tensor;
  const isSettled = sum.of.cell.source === cell.settled;
  if (!isSettled && sum.of.cell.source !== cell.source) return false;
  const own = isSettled ? itself : cell.f;
  return isSame(tensor.axes, sum.of.axes) && places.every((x) => isNear(sum.each(x), f(own(x))));
}

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-5 * Math.max(1e-3, Math.abs(b));
}
