/** Sums, products and the like: with numbers, with a number for each channel, and of several tensors. */

import { phrase } from '../../base/diagnostic';
import { elementCount } from '../../base/tensor';
import { extremeOf } from '../import/extreme';
import { Inexpressible } from '../import/foreign-network';
import { scalarOf } from './constants';
import type { NodeRequest } from './node-request';
import { dividedBy, followed } from './read-lrn-parts';
import type { Constant } from './read-model';
import { ofNorm, summed } from './read-norm-parts';
import {
  ChannelSum,
  ChannelWindow,
  NodeProblem,
  PendingValue,
  type SourceValue,
  Tensor,
  weightOf,
} from './source-values';
import { axesOfRank, imageAxes, isSame, isSameAxis } from './views';

const operations = {
  Add: (a: number, b: number) => a + b,
  Sub: (a: number, b: number) => a - b,
  Mul: (a: number, b: number) => a * b,
  Div: (a: number, b: number) => a / b,
  Pow: (a: number, b: number) => a ** b,
  Min: Math.min,
  Max: Math.max,
};

type Operation = keyof typeof operations;

export function combine(request: NodeRequest, operation: Operation): readonly SourceValue[] {
  const { inputs, node, values } = request;
  const [a, b] = inputs;
  if (a === undefined || b === undefined || inputs.length > 2) throw new Inexpressible(phrase('foreign.inputs'));
  // Before opset 7 an attribute said where a constant lies.
  if (node.attributes.has('axis')) throw new Inexpressible(phrase('foreign.inputs'));
  const f = operations[operation];
  for (const [window, other, isFirst] of [
    [a, b, false],
    [b, a, true],
  ] as const) {
    if (!(window instanceof ChannelWindow)) continue;
    const isPart = other instanceof Tensor || other instanceof PendingValue;
    const number = isPart ? undefined : scalarOf(other);
    const isDivisor = isFirst && operation === 'Div';
    const result =
      number !== undefined
        ? followed(window, operation, number, isFirst)
        : isDivisor
          ? dividedBy(request, other, window)
          : undefined;
    if (result === undefined) throw new Inexpressible(phrase('foreign.no-function'));
    return [result];
  }
  if (a instanceof PendingValue || b instanceof PendingValue) {
    const norm = ofNorm(request, operation, f, a, b);
    if (norm !== undefined) return [norm];
    const sums = [a, b].map((value) => (value instanceof ChannelSum ? summed(values, value) : value));
    if (sums.some((value) => value instanceof PendingValue)) throw new Inexpressible(phrase('foreign.no-function'));
    return combine({ ...request, inputs: sums }, operation);
  }
  if (a instanceof Tensor && b instanceof Tensor) return [ofTensors(request, operation, a, b)];
  if (a instanceof Tensor && !(b instanceof Tensor)) {
    const number = scalarOf(b);
    if (number !== undefined && b.dims.length <= a.axes.length) return [values.applied(a, node, (x) => f(x, number))];
    return [perChannel(request, operation, a, b, false)];
  }
  if (b instanceof Tensor && !(a instanceof Tensor)) {
    const number = scalarOf(a);
    if (number !== undefined && a.dims.length <= b.axes.length) return [values.applied(b, node, (x) => f(number, x))];
    return [perChannel(request, operation, b, a, true)];
  }
  throw new Inexpressible(phrase('foreign.inputs'));
}

/** Their sum by how many they are. */
export function meanOfAll(request: NodeRequest): readonly SourceValue[] {
  const { inputs, node, values } = request;
  const [sum] = combineAll(request, 'Add');
  if (!(sum instanceof Tensor)) throw new Inexpressible(phrase('foreign.inputs'));
  return [values.applied(sum, node, (x) => x / inputs.length)];
}

/** Of any number of values, one after the other. */
export function combineAll(request: NodeRequest, operation: Operation): readonly SourceValue[] {
  const [first, ...others] = request.inputs;
  const all = others.reduce((value, input) => combine({ ...request, inputs: [value, input] }, operation)[0], first);
  return all === undefined ? [] : [all];
}

/** The constant lies along the channels and nothing else. */
function perChannel(
  { values, node }: NodeRequest,
  operation: Operation,
  tensor: Tensor,
  constant: Constant,
  isFirst: boolean,
): Tensor {
  const [, , channels] = values.shapeOf(tensor);
  const { dims } = constant;
  const offset = tensor.axes.length - dims.length;
  const isAlong = dims.every((size, axis) => {
    const own = tensor.axes[offset + axis] ?? [];
    return size === 1 || (size === channels && isSameAxis(own, [{ of: 'c', size: channels, step: 1 }]));
  });
  if (offset < 0 || !isAlong || elementCount(dims) !== channels) {
    throw new Inexpressible(phrase('foreign.constant-shape', { shape: dims.join(', ') }));
  }
  const affine = (input: number, part: 'gamma' | 'beta', map?: (value: number) => number) =>
    values.layer(
      node,
      'affine',
      [input],
      { scale: part === 'gamma', center: part === 'beta' },
      { [part]: weightOf(constant, map) },
    );
  const input = values.settle(tensor);
  switch (operation) {
    case 'Add':
      return values.like(tensor, affine(input, 'beta'));
    case 'Sub':
      if (!isFirst)
        return values.like(
          tensor,
          affine(input, 'beta', (value) => -value),
        );
      return values.like(tensor, affine(values.layer(node, 'scale', [input], { factor: -1 }), 'beta'));
    case 'Mul':
      return values.like(tensor, affine(input, 'gamma'));
    case 'Div':
      if (!isFirst)
        return values.like(
          tensor,
          affine(input, 'gamma', (value) => 1 / value),
        );
      break;
    // What is above the constant, or below it, beside the constant.
    case 'Max': {
      const above = values.layer(node, 'relu', [affine(input, 'beta', (value) => -value)]);
      return values.like(tensor, affine(above, 'beta'));
    }
    case 'Min': {
      const below = values.layer(node, 'relu', [affine(values.layer(node, 'scale', [input], { factor: -1 }), 'beta')]);
      return values.like(tensor, affine(values.layer(node, 'scale', [below], { factor: -1 }), 'beta'));
    }
  }
  throw new Inexpressible(phrase('foreign.no-function'));
}

function ofTensors(request: NodeRequest, operation: Operation, a: Tensor, b: Tensor): Tensor {
  const { values, node } = request;
  const isAlike = isSame(a.axes, b.axes);
  if (isAlike) {
    const single = () => joined(request, operation, values.settle(a), values.settle(b));
    const combined = values.combined(a, b, node, operations[operation], single);
    if (combined !== undefined) return combined;
    const isSameShape = values.shapeOf(a).every((size, axis) => size === values.shapeOf(b)[axis]);
    if (isSameShape) return values.like(a, joined(request, operation, values.settle(a), values.settle(b)));
  }
  // Axes are counted from the last one: a list beside an image would be spread along its width.
  if (a.axes.length !== b.axes.length) throw new Inexpressible(phrase('foreign.inputs'));
  const result = joined(request, operation, values.pixelsOf(a, node), values.pixelsOf(b, node));
  const shape = values.builder.shapeOf(result);
  return values.of(result, axesOfRank(shape, values.batch, a.axes.length) ?? imageAxes(shape, values.batch));
}

/** Throws a `NodeProblem`: it may be asked for when a later node reads the values. */
function joined({ values, node }: NodeRequest, operation: Operation, a: number, b: number): number {
  switch (operation) {
    case 'Add':
      return values.layer(node, 'add', [a, b]);
    case 'Sub':
      return values.layer(node, 'add', [a, values.layer(node, 'scale', [b], { factor: -1 })]);
    case 'Mul':
      return values.layer(node, 'multiply', [a, b]);
    case 'Max':
    case 'Min':
      return extremeOf(operation === 'Max' ? 'greatest' : 'least', [a, b], (...layer) => values.layer(node, ...layer));
    default:
      throw new NodeProblem(node, phrase('foreign.no-function'), a);
  }
}
