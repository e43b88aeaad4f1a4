/** Pools of ONNX. Their zeros are said in the shortest form that means the same. */

import { phrase } from '../../base/diagnostic';
import type { Sides } from '../../base/tensor';
import { Inexpressible } from '../import/foreign-network';
import { type Pair, poolPadding, samePads, type WindowNumbers } from '../import/windows';
import { type NodeRequest, type TurnNode, tensorAt } from './node-request';
import { windowMean } from './read-lrn-parts';
import type { SourceNode } from './read-model';
import { standing } from './read-movement';
import { LeastPadded, PaddedChannels, type Tensor } from './source-values';

export const pooling: Readonly<Record<string, TurnNode>> = {
  MaxPool: (request) => windowPool(request, true),
  AveragePool: (request) =>
    request.inputs[0] instanceof PaddedChannels ? windowMean(request) : windowPool(request, false),
  GlobalAveragePool: (request) => globalPool(request, 'globalavgpool'),
  GlobalMaxPool: (request) => globalPool(request, 'globalmaxpool'),
};

function globalPool(request: NodeRequest, op: 'globalavgpool' | 'globalmaxpool') {
  const { values, node } = request;
  const tensor = tensorAt(request);
  return [standing(request, tensor, values.layer(node, op, [values.imageOf(tensor, node)]))];
}

/** A pair of numbers for height and width; windows with more axes are none of the language, and those of rows have one, the width. */
export function pairOf(given: readonly number[] | undefined, otherwise: number): Pair {
  if (given?.length === 1) return [otherwise, given[0] ?? otherwise];
  const [vertical = otherwise, horizontal = otherwise, ...others] = given ?? [];
  if (others.length > 0) throw new Inexpressible(phrase('foreign.not-two'));
  return [vertical, horizontal];
}

/** Numbers before height and width, then those behind them, in the order of a layer's sides. */
export function sidesOf(pads: readonly number[] = []): Sides {
  if (pads.length === 2) return [0, 0, pads[0] ?? 0, pads[1] ?? 0];
  const [top = 0, left = 0, bottom = 0, right = 0] = pads;
  return [top, bottom, left, right];
}

/** Windows have as many axes as what they slide over. */
export function checkAxes(tensor: Tensor, count: number): void {
  if (tensor.axes.length !== count + 2) throw new Inexpressible(phrase('foreign.not-two'));
}

/** Zeros as the node says them: given, or computed for the size. `same` where they are so for every size. */
export function padsOf({ attributes }: SourceNode, window: WindowNumbers, size: Pair): 'same' | Sides {
  const auto = attributes.text('auto_pad', 'NOTSET');
  if (auto === 'SAME_UPPER') return 'same';
  if (auto === 'SAME_LOWER') return samePads(window, size, false);
  if (auto === 'VALID') return [0, 0, 0, 0];
  return sidesOf(attributes.ints('pads'));
}

function windowPool(request: NodeRequest, isMax: boolean) {
  const { values, node } = request;
  const { attributes } = node;
  const [input] = request.inputs;
  const around = isMax && input instanceof LeastPadded ? input.amount : undefined;
  const tensor = isMax && input instanceof LeastPadded ? input.of : tensorAt(request);
  checkAxes(tensor, attributes.ints('kernel_shape')?.length ?? 0);
  const layer = values.imageOf(tensor, node);
  const [height, width] = values.builder.shapeOf(layer);
  const kernel = pairOf(attributes.ints('kernel_shape'), 1);
  const stride = pairOf(attributes.ints('strides'), 1);
  const dilation = pairOf(attributes.ints('dilations'), 1);
  const hasGaps = dilation.some((step, axis) => step !== 1 && kernel[axis] !== 1);
  if (isMax && node.outputs.length > 1 && node.outputs[1] !== '')
    throw new Inexpressible(phrase('foreign.pool-places'));
  const window = hasGaps ? { kernel, stride, dilation } : { kernel, stride };
  const counts = !isMax && attributes.int('count_include_pad', 0) === 1;
  const pads =
    around === undefined ? padsOf(node, window, [height, width]) : wider(node, window, [height, width], around);
  const isCeil = attributes.int('ceil_mode', 0) === 1;
  if (hasGaps) {
    const zeros = pads === 'same' ? samePads(window, [height, width]) : pads;
    return [
      standing(request, tensor, poolWithGaps(request, layer, { kernel, stride, dilation }, zeros, isMax, isCeil)),
    ];
  }
  const given = { kernel, stride, ...paddingOf(window, pads, isCeil, counts, [height, width]) };
  const result = isMax
    ? values.layer(node, 'maxpool', [layer], given)
    : values.layer(node, 'avgpool', [layer], {
        ...given,
        count_padding: counts && pads !== 'same' && pads.some((side) => side > 0),
      });
  return [standing(request, tensor, result)];
}

/**
 * A max pool that looks at every second pixel, or at every third: the pixels of each kind are an image of their own, as channels, so
 * that the same pool without gaps takes their largest, and what it gives goes back to its places. Of all kinds only the first is left
 * where the stride passes over the others. Throws `Inexpressible` where the image or its padding cannot be parted so.
 */
function poolWithGaps(
  { values, node }: NodeRequest,
  layer: number,
  { kernel, stride, dilation }: Required<WindowNumbers>,
  pads: Sides,
  isMax: boolean,
  isCeil: boolean,
): number {
  const [height, width, channels] = values.builder.shapeOf(layer);
  const block = Math.max(...dilation);
  const isEven = dilation.every((step, axis) => step === block || kernel[axis] === 1);
  const isParted = [height, width, ...pads].every((size) => size % block === 0);
  const isWhole = stride.every((step) => step === 1);
  const isFirst = stride.every((step) => step % block === 0);
  if (!isMax || isCeil || !isEven || !isParted || !(isWhole || isFirst))
    throw new Inexpressible(phrase('foreign.dilated-pool'));
  const parts = values.layer(node, 'spacetodepth', [layer], { block });
  const input = isWhole ? parts : values.layer(node, 'slice', [parts], { start: 0, channels });
  const pool = values.layer(node, 'maxpool', [input], {
    kernel,
    stride: isWhole ? 1 : stride.map((step) => step / block),
    padding: pads.map((side) => side / block),
  });
  return isWhole ? values.layer(node, 'depthtospace', [pool], { block }) : pool;
}

/** The pads of a pool and those of a node in front of it. */
function wider(node: SourceNode, window: WindowNumbers, [height, width]: Pair, around: Sides): Sides {
  const [top, bottom, left, right] = around;
  const size: Pair = [height + top + bottom, width + left + right];
  const pads = padsOf(node, window, size);
  const own = pads === 'same' ? samePads(window, size) : pads;
  return [top + own[0], bottom + own[1], left + own[2], right + own[3]];
}

function paddingOf(window: WindowNumbers, pads: 'same' | Sides, isCeil: boolean, counts: boolean, size: Pair) {
  if (pads === 'same') return { padding: sameUnlessHinted(window, size) };
  return poolPadding(window, pads, size, { isCeil, counts });
}

/** A pool that cuts its image in pieces, with one left over, is taken for a mistake where it says `same`. */
function sameUnlessHinted(window: WindowNumbers, size: Pair) {
  const { kernel, stride } = window;
  const isCutting = kernel.every((side, axis) => side === stride[axis]);
  const isUneven = size.some((side, axis) => side % (stride[axis] ?? 1) !== 0);
  return isCutting && isUneven ? samePads(window, size) : 'same';
}
