/** Convolutions and products with matrices of weights. */

import { phrase } from '../../base/diagnostic';
import { bilinearTaps } from '../../base/places';
import { elementCount, type Sides } from '../../base/tensor';
import { type ForeignWeight, Inexpressible } from '../import/foreign-network';
import { type Pair, paddingFor, samePads } from '../import/windows';
import { denseFromChannelsFirst, filtersLast, filtersLastOfTransposed, rowsFromChannelsFirst } from '../weight-order';
import { numbersOf, scalarOf } from './constants';
import { constantAt, listAt, type NodeRequest, neededConstant, tensorAt } from './node-request';
import type { Constant } from './read-model';
import { standing } from './read-movement';
import { checkAxes, padsOf, pairOf, sidesOf } from './read-pooling';
import { type SourceValue, Tensor } from './source-values';
import { adaptiveWindow } from './tensors';
import { channelsAxis, isSameAxis } from './views';

/** With its values in our order when they are asked for. */
function arranged(
  constant: Constant,
  shape: readonly number[],
  arrange: (values: Float32Array) => Float32Array,
): ForeignWeight {
  return { shape, values: () => (constant.fill === undefined ? arrange(floatsOf(constant)) : floatsOf(constant)) };
}

function floatsOf(constant: Constant): Float32Array {
  const values = constant.read();
  return values instanceof Float32Array ? values : Float32Array.from(values);
}

/** Filters, depth, height and width, which for rows is the one side of a window. */
function imageWeights(request: NodeRequest): {
  readonly constant: Constant;
  readonly dims: readonly [number, number, number, number];
} {
  const constant = neededConstant(request, 1);
  const [filters = 0, depth = 0, ...window] = constant.dims;
  checkAxes(tensorAt(request), window.length);
  const [height, width] = pairOf(window, 1);
  return { constant, dims: [filters, depth, height, width] };
}

function windowOf({ node: { attributes } }: NodeRequest, kernel: Pair) {
  return { kernel, stride: pairOf(attributes.ints('strides'), 1), dilation: pairOf(attributes.ints('dilations'), 1) };
}

export function convolution(request: NodeRequest): readonly SourceValue[] {
  const { values, node } = request;
  const { constant, dims } = imageWeights(request);
  const [filters, depth, height, width] = dims;
  const tensor = tensorAt(request);
  const layer = values.imageOf(tensor, node);
  const [rows, columns, channels] = values.builder.shapeOf(layer);
  const groups = node.attributes.int('group', 1);
  const window = windowOf(request, [height, width]);
  const pads = padsOf(node, window, [rows, columns]);
  const hasBias = constantAt(request, 2) !== undefined;
  const shape = [height, width, depth, filters] as const;
  const given = {
    ...window,
    padding: pads === 'same' ? pads : readable(window, pads, [rows, columns]),
    bias: hasBias ? 'auto' : false,
    activation: null,
  };
  const weights = {
    weight: arranged(constant, shape, (read) => filtersLast(read, shape)),
    ...(hasBias ? { bias: listAt(request, 2, filters) } : {}),
  };
  const isDepthwise = groups > 1 && groups === channels && depth === 1 && filters % channels === 0;
  const result = isDepthwise
    ? values.layer(node, 'depthwise', [layer], { ...given, multiplier: filters / channels }, weights)
    : values.layer(node, 'conv', [layer], { ...given, filters, groups }, weights);
  return [standing(request, tensor, result)];
}

/** Uneven zeros are those of `same` written out. */
function readable(window: ReturnType<typeof windowOf>, pads: Sides, size: Pair) {
  const isUneven = pads[0] !== pads[1] || pads[2] !== pads[3];
  const same = samePads(window, size);
  return isUneven && pads.every((side, i) => side === same[i]) ? 'same' : paddingFor(window, pads);
}

export function transposedConvolution(request: NodeRequest): readonly SourceValue[] {
  const { values, node } = request;
  const { attributes } = node;
  const { constant, dims } = imageWeights(request);
  const [depth, perGroup, height, width] = dims;
  const tensor = tensorAt(request);
  const layer = values.imageOf(tensor, node);
  const groups = attributes.int('group', 1);
  const filters = perGroup * groups;
  const window = windowOf(request, [height, width]);
  const [rows, columns] = values.builder.shapeOf(layer);
  const hasBias = constantAt(request, 2) !== undefined;
  const shape = [height, width, depth / groups, filters] as const;
  const given = {
    filters,
    ...window,
    groups,
    ...transposedPadding(request, window, [rows, columns]),
    bias: hasBias ? 'auto' : false,
    activation: null,
  };
  const weights = {
    weight: arranged(constant, shape, (read) => filtersLastOfTransposed(read, shape, groups)),
    ...(hasBias ? { bias: listAt(request, 2, filters) } : {}),
  };
  return [standing(request, tensor, values.layer(node, 'convtranspose', [layer], given, weights))];
}

/** What is cut off; `same` where the result is as many times larger as the stride says. */
function transposedPadding(request: NodeRequest, window: ReturnType<typeof windowOf>, size: Pair) {
  const { attributes } = request.node;
  const auto = attributes.text('auto_pad', 'NOTSET');
  const wanted = attributes.ints('output_shape')?.slice(2 - tensorAt(request).axes.length);
  if (auto === 'SAME_UPPER' && wanted === undefined) return { padding: 'same' };
  const said = pairOf(attributes.ints('output_padding'), 0);
  const given = auto === 'VALID' ? ([0, 0, 0, 0] as const) : sidesOf(attributes.ints('pads'));
  const along = (axis: 0 | 1) => {
    const step = window.stride[axis];
    const reach = (window.kernel[axis] - 1) * window.dilation[axis] + 1;
    const target =
      wanted !== undefined ? pairOf(wanted, 1)[axis] : auto === 'SAME_LOWER' ? size[axis] * step : undefined;
    // What is wanted beyond what comes out is further rows at the end.
    const surplus = target === undefined ? 0 : (size[axis] - 1) * step + reach + said[axis] - target;
    const extra = said[axis] + Math.max(0, -surplus);
    const all = Math.max(0, surplus);
    const [less, more] = [Math.floor(all / 2), Math.ceil(all / 2)];
    const halves = auto === 'SAME_UPPER' ? ([less, more] as const) : ([more, less] as const);
    const [before, after] = target === undefined ? ([given[2 * axis] ?? 0, given[2 * axis + 1] ?? 0] as const) : halves;
    const whole = Math.max(reach - step, 0);
    const isSame =
      extra === Math.max(step - reach, 0) && before === Math.floor(whole / 2) && after === Math.ceil(whole / 2);
    return { extra, before, after, isSame };
  };
  const [rows, columns] = [along(0), along(1)];
  if (rows.isSame && columns.isSame) return { padding: 'same' };
  const pads = [rows.before, rows.after, columns.before, columns.after];
  return { padding: pads.every((side) => side === 0) ? 'valid' : pads, output_padding: [rows.extra, columns.extra] };
}

/** Alpha times a list, which may stand as a column, times a matrix, plus beta times a list: weights are multiplied by them. */
export function dense(request: NodeRequest): readonly SourceValue[] {
  const { attributes } = request.node;
  const alpha = attributes.float('alpha', 1);
  const beta = attributes.float('beta', 1);
  const { inputs, node } = request;
  const [list, ...others] = inputs;
  const isListTurned = attributes.int('transA', 0) !== 0 && list instanceof Tensor;
  const turned = isListTurned ? new Tensor(list.cell, [...list.axes].reverse(), node) : list;
  return listProduct(
    { ...request, inputs: [turned, ...others] },
    attributes.int('transB', 0) === 1,
    scaled(neededConstant(request, 1), alpha),
    scaled(constantAt(request, 2), beta),
  );
}

function scaled<T extends Constant | undefined>(constant: T, factor: number): T {
  if (constant === undefined || factor === 1) return constant;
  const { fill, read } = constant;
  const filled = fill === undefined ? {} : { fill: factor * fill };
  return { ...constant, ...filled, read: () => read().map((value) => factor * value) };
}

/** A list times a matrix; an image times a matrix that its channels meet is a convolution of single pixels. */
export function matrixProduct(request: NodeRequest): readonly SourceValue[] {
  const { values, node, inputs } = request;
  if (inputs[1] instanceof Tensor) return alongImage(request, inputs[1], constantAt(request, 0), true);
  const tensor = tensorAt(request);
  if (tensor.axes.length < 3) return listProduct(request, false, neededConstant(request, 1), undefined);
  if (values.arrangement(tensor)?.kind === 'image') return alongImage(request, tensor, constantAt(request, 1), false);
  const constant = neededConstant(request, 1);
  const [channels = 0, filters = 0] = constant.dims;
  const [, , depth] = values.shapeOf(tensor);
  const last = tensor.axes.at(-1) ?? [];
  if (constant.dims.length !== 2 || channels !== depth || !isSameAxis(last, channelsAxis(depth))) {
    throw new Inexpressible(phrase('foreign.matrix'));
  }
  const given = { filters, kernel: 1, bias: false, activation: null };
  const weight = { shape: [1, 1, channels, filters], values: () => floatsOf(constant) };
  const layer = values.layer(node, 'conv', [values.settle(tensor)], given, { weight });
  const turned = values.of(layer, [...tensor.axes.slice(0, -1), channelsAxis(filters)]);
  return [values.moved(turned, turned.axes, node)];
}

/** Rows or columns mixed by shares that are those of an adaptive pool or of an interpolation. */
function alongImage(
  request: NodeRequest,
  tensor: Tensor,
  constant: Constant | undefined,
  isRows: boolean,
): readonly SourceValue[] {
  const { values, node } = request;
  const layer = values.imageOf(tensor, node);
  const [height, width] = values.builder.shapeOf(layer);
  const size = isRows ? height : width;
  const [rows = 0, columns = 0] = constant?.dims ?? [];
  const count = isRows ? rows : columns;
  if (constant?.dims.length !== 2 || (isRows ? columns : rows) !== size)
    throw new Inexpressible(phrase('foreign.matrix'));
  const shares = numbersOf(constant);
  const isSame = (shareOf: (i: number, place: number) => number) =>
    shares.every((share, at) => {
      const [row, column] = [Math.floor(at / columns), at % columns];
      return Math.abs(share - (isRows ? shareOf(row, column) : shareOf(column, row))) < 1e-5;
    });
  const isMean = isSame((i, place) => {
    const [start, end] = adaptiveWindow(i, size, count);
    return place >= start && place < end ? 1 / (end - start) : 0;
  });
  const target = isRows ? [count, width] : [height, count];
  if (isMean) return [values.image(values.layer(node, 'adaptiveavgpool', [layer], { size: target }))];
  const taps = bilinearTaps(size, count);
  const isBetween = isSame((i, place) => {
    const { first, second, share } = taps[i] ?? { first: 0, second: 0, share: 0 };
    return (place === first ? 1 - share : 0) + (place === second ? share : 0);
  });
  if (!isBetween) throw new Inexpressible(phrase('foreign.matrix'));
  return [values.image(values.layer(node, 'resize', [layer], { size: target, mode: 'bilinear' }))];
}

function listProduct(
  request: NodeRequest,
  isTurned: boolean,
  constant: Constant,
  bias: Constant | undefined,
): readonly SourceValue[] {
  const { values, node } = request;
  const tensor = tensorAt(request);
  const arrangement = values.arrangement(tensor);
  const layer = values.settle(tensor);
  if (arrangement?.kind !== 'list') throw values.noImage(tensor, tensor.mover ?? node, layer);
  const [height, width, channels] = values.builder.shapeOf(layer);
  const inputs = height * width * channels;
  const units = constant.dims[isTurned ? 0 : 1] ?? 0;
  if (constant.dims.length !== 2 || constant.dims[isTurned ? 1 : 0] !== inputs) {
    const sizes = {
      name: constant.name,
      found: constant.dims.join(', '),
      expected: (isTurned ? [units, inputs] : [inputs, units]).join(', '),
    };
    throw new Inexpressible(phrase('foreign.weight-shape', sizes));
  }
  // Of single pixels, and in our order, all channels are one after the other.
  const depth = arrangement.order === 'hwc' || height * width === 1 ? inputs : channels;
  const weights = {
    weight: arranged(constant, [inputs, units], (read) =>
      isTurned ? denseFromChannelsFirst(read, inputs, units, depth) : rowsFromChannelsFirst(read, inputs, units, depth),
    ),
    ...(bias === undefined ? {} : { bias: biasOf(bias, units) }),
  };
  const given = { units, bias: bias === undefined ? false : 'auto' };
  const result = values.layer(node, 'dense', [layer], given, weights);
  return [standing(request, tensor, result)];
}

/** One number for each unit, or the same for all. */
function biasOf(constant: Constant, units: number): ForeignWeight {
  const count = elementCount(constant.dims);
  if (count !== units && count !== 1) {
    const values = { name: constant.name, found: constant.dims.join(', '), expected: String(units) };
    throw new Inexpressible(phrase('foreign.weight-shape', values));
  }
  return {
    shape: [units],
    values: () => (count === units ? floatsOf(constant) : new Float32Array(units).fill(scalarOf(constant) ?? 0)),
  };
}
