/**
 * Nodes that take values together: rows, columns or all pixels, which pools do, and the channels of a pixel, which is a part of a norm
 * or a convolution with the same number for each channel.
 */

import { phrase } from '../../base/diagnostic';
import { elementCount } from '../../base/tensor';
import { Inexpressible } from '../import/foreign-network';
import { type NodeRequest, type TurnNode, tensorAt } from './node-request';
import { channelSum, isOverChannels, reducedAxes } from './read-norm-parts';
import type { ScalarFunction } from './scalar-functions';
import { type SourceValue, Tensor } from './source-values';
import { channelsAxis, isSameAxis } from './views';

export const reductions: Readonly<Record<string, TurnNode>> = {
  ReduceMean: (request) => reduced(request, 'mean'),
  ReduceSum: (request) => reduced(request, 'sum'),
  ReduceL1: (request) => reduced(request, 'sum', Math.abs),
  ReduceL2: (request) => {
    if (!isOverChannels(request, reducedAxes(request))) refuse(reducedAxes(request));
    return channelSum(request, 'sum', (x) => x * x, Math.sqrt);
  },
  ReduceSumSquare: (request) => reduced(request, 'sum', (x) => x * x),
  ReduceMax: (request) => [overPixels(request, tensorAt(request), 'max').result],
  ReduceMin: (request) => {
    const { values, node } = request;
    const { result } = overPixels(
      request,
      values.applied(tensorAt(request), node, (x) => -x),
      'max',
    );
    return [values.applied(result, node, (x) => -x)];
  },
};

/** The mean or the sum of the values, or of a function of them. */
function reduced(request: NodeRequest, kind: 'mean' | 'sum', each?: ScalarFunction): readonly SourceValue[] {
  const { values, node } = request;
  const axes = reducedAxes(request);
  if (isOverChannels(request, axes) && !isSingle(request)) return channelSum(request, kind, each);
  const tensor = tensorAt(request);
  if (axes.length === 0) return each === undefined ? [tensor] : refuse(axes);
  const { result, count } = overPixels(
    request,
    each === undefined ? tensor : values.applied(tensor, node, each),
    'mean',
  );
  return [kind === 'mean' ? result : values.applied(result, node, (x) => count * x)];
}

/** Of single channels nothing is left to take together. */
function isSingle({ inputs: [input], values }: NodeRequest): boolean {
  return input instanceof Tensor && values.shapeOf(input)[2] === 1;
}

/** Whole rows, whole columns, or both; and how many values of each channel are taken together. */
function overPixels(
  request: NodeRequest,
  tensor: Tensor,
  kind: 'mean' | 'max',
): { readonly result: Tensor; readonly count: number } {
  const { node, values } = request;
  const [height, width, channels] = values.shapeOf(tensor);
  const axes = reducedAxes(request);
  const parts = axes.flatMap((axis) => tensor.axes[axis] ?? []);
  const along = (of: 'h' | 'w') => elementCount(parts.flatMap((part) => (part.of === of ? [part.size] : [])));
  const window = [along('h'), along('w')] as const;
  const count = window[0] * window[1];
  const rest = tensor.axes.filter((_, axis) => !axes.includes(axis));
  const isWhole =
    parts.every(({ of }) => of === 'h' || of === 'w') &&
    (window[0] === height || window[0] === 1) &&
    (window[1] === width || window[1] === 1);
  if (axes.length === 0 || !isWhole || !rest.some((axis) => isSameAxis(axis, channelsAxis(channels)))) refuse(axes);
  const input = values.settle(tensor);
  const layer =
    count === height * width
      ? values.layer(node, kind === 'mean' ? 'globalavgpool' : 'globalmaxpool', [input])
      : values.layer(node, kind === 'mean' ? 'avgpool' : 'maxpool', [input], { kernel: window, padding: 'valid' });
  const left =
    node.attributes.int('keepdims', 1) === 1 ? tensor.axes.map((axis, at) => (axes.includes(at) ? [] : axis)) : rest;
  return { result: values.of(layer, left), count };
}

function refuse(axes: readonly number[]): never {
  throw new Inexpressible(phrase('foreign.reduce', { axes: axes.join(', ') }));
}
