/** Nodes that move values: other shapes, other orders of axes, parts of tensors and tensors joined. */

import { phrase } from '../../base/diagnostic';
import { bilinearTaps, nearestTaps } from '../../base/places';
import { elementCount, type Sides } from '../../base/tensor';
import { Inexpressible } from '../import/foreign-network';
import {
  axesOf,
  integersOf,
  listConstant,
  numbersOf,
  orderOf,
  placesOf,
  reshapeTarget,
  scalarOf,
  shapeConstant,
  sizesOf,
  sliceOf,
  withAxes,
  withoutAxes,
} from './constants';
import { constantAt, type NodeRequest, neededConstant, type TurnNode, tensorAt } from './node-request';
import { padded } from './read-lrn-parts';
import type { Constant } from './read-model';
import { LeastPadded, type SourceValue, Tensor } from './source-values';
import { type Axes, axesOfRank, channelsLastAxes, dimsOf, reshaped, sizeOf } from './views';

export const movements: Readonly<Record<string, TurnNode>> = {
  Reshape: (request) => {
    const { attributes } = request.node;
    const { axes } = tensorAt(request);
    const target = attributes.ints('shape') ?? integersOf(neededConstant(request, 1));
    return moved(request, reshaped(axes, reshapeTarget(dimsOf(axes), target, attributes.int('allowzero', 0) === 1)));
  },
  Flatten: (request) => {
    const dims = dimsOf(tensorAt(request).axes);
    const axis = request.node.attributes.int('axis', 1);
    const at = axis < 0 ? axis + dims.length : axis;
    return moved(
      request,
      reshaped(tensorAt(request).axes, [elementCount(dims.slice(0, at)), elementCount(dims.slice(at))]),
    );
  },
  Squeeze: (request) => {
    const { axes } = tensorAt(request);
    return moved(request, withoutAxes(axes, axesOf(request.node, constantAt(request, 1), axes.length), sizeOf));
  },
  Unsqueeze: (request) => {
    const given = request.node.attributes.ints('axes') ?? integersOf(neededConstant(request, 1));
    return moved(
      request,
      withAxes(tensorAt(request).axes, given, () => []),
    );
  },
  Transpose: (request) => {
    const { axes } = tensorAt(request);
    return moved(
      request,
      orderOf(request.node.attributes.ints('perm'), axes.length).map((axis) => axes[axis] ?? []),
    );
  },
  Expand: (request) => {
    const { axes } = tensorAt(request);
    const target = sizesOf(neededConstant(request, 1));
    const sizes = dimsOf(axes).slice(-target.length || undefined);
    const isSame = target.length <= axes.length && target.every((size, at) => size === 1 || size === sizes[at]);
    return isSame ? [tensorAt(request)] : expanded(request, target);
  },
  Shape: (request) => [shapeConstant(request.node, dimsOf(tensorAt(request).axes))],
  Size: (request) => [listConstant([elementCount(dimsOf(tensorAt(request).axes))], [])],
  Concat: concat,
  Split: split,
  Slice: slice,
  Gather: gather,
  Pad: (request) => padded(request) ?? pad(request),
  Resize: resize,
  Upsample: resize,
  DepthToSpace: (request) => {
    const { attributes } = request.node;
    const order = attributes.text('mode', 'DCR').toLowerCase();
    return blocks(request, 'depthtospace', order);
  },
  SpaceToDepth: (request) => blocks(request, 'spacetodepth', 'dcr'),
};

function moved(request: NodeRequest, axes: Axes): readonly SourceValue[] {
  return [request.values.moved(tensorAt(request), axes, request.node)];
}

/** A row, a column or a pixel again and again, as the nearest of a smaller image is. */
function expanded(request: NodeRequest, target: readonly number[]): readonly SourceValue[] {
  const { values, node } = request;
  const tensor = tensorAt(request);
  const layer = values.imageOf(tensor, node);
  const [height, width, channels] = values.builder.shapeOf(layer);
  const [batch, depth, rows = 1, columns = 1] = target;
  const isImage = target.length === 4 && tensor.axes.length === 4;
  const isSpread = [batch === 1 || batch === values.batch, depth === 1 || depth === channels];
  const isFrom = [rows === 1 || height === 1 || height === rows, columns === 1 || width === 1 || width === columns];
  if (!isImage || ![...isSpread, ...isFrom].every(Boolean)) throw new Inexpressible(phrase('foreign.no-layer'));
  const size = [Math.max(rows, height), Math.max(columns, width)];
  return [standing(request, tensor, values.layer(node, 'resize', [layer], { size, mode: 'nearest' }))];
}

function blocks(request: NodeRequest, op: 'depthtospace' | 'spacetodepth', order: string): readonly SourceValue[] {
  const { values, node } = request;
  const input = values.imageOf(tensorAt(request), node);
  return [values.image(values.layer(node, op, [input], { block: node.attributes.int('blocksize', 0), order }))];
}

/** The axes of a result that stands as the input does. */
export function standing(request: NodeRequest, tensor: Tensor, layer: number): Tensor {
  const { values } = request;
  const shape = values.builder.shapeOf(layer);
  const axes = axesOfRank(shape, values.batch, tensor.axes.length);
  if (tensor.axes.length < 4 && axes !== undefined) return values.of(layer, axes);
  return values.arrangement(tensor)?.kind === 'channels-last'
    ? new Tensor(values.of(layer, []).cell, channelsLastAxes(shape, values.batch), tensor.mover)
    : values.image(layer);
}

/** The layer where channels are an axis of their own, and which axis that is. */
function withChannels(request: NodeRequest, tensor: Tensor): { readonly layer: number; readonly axis: number } {
  const { values, node } = request;
  if (values.arrangement(tensor)?.kind === 'channels-last') return { layer: values.settle(tensor), axis: 3 };
  return { layer: values.pixelsOf(tensor, node), axis: tensor.axes.length === 1 ? 0 : 1 };
}

function concat(request: NodeRequest): readonly SourceValue[] {
  const { inputs, node, values } = request;
  if (inputs.some((input) => !(input instanceof Tensor))) throw new Inexpressible(phrase('foreign.constant-part'));
  const tensors = inputs.filter((input): input is Tensor => input instanceof Tensor);
  const [first] = tensors;
  if (first === undefined) throw new Inexpressible(phrase('foreign.inputs'));
  const rank = first.axes.length;
  const given = node.attributes.int('axis', 1);
  const axis = given < 0 ? given + rank : given;
  const parts = tensors.map((tensor) => withChannels(request, tensor));
  if (parts.some((part) => part.axis !== axis) || tensors.some(({ axes }) => axes.length !== rank)) {
    throw new Inexpressible(phrase('foreign.axis', { axis: given }));
  }
  if (tensors.length === 1) return [first];
  return [
    standing(
      request,
      first,
      values.layer(
        node,
        'concat',
        parts.map(({ layer }) => layer),
      ),
    ),
  ];
}

function split(request: NodeRequest): readonly SourceValue[] {
  const { node, values } = request;
  const tensor = tensorAt(request);
  const given = node.attributes.int('axis', 0);
  const axis = given < 0 ? given + tensor.axes.length : given;
  const { layer, axis: own } = withChannels(request, tensor);
  if (axis !== own) throw new Inexpressible(phrase('foreign.axis', { axis: given }));
  const [, , channels] = values.builder.shapeOf(layer);
  const count = node.outputs.length;
  const input = constantAt(request, 1);
  const even = Array.from({ length: count }, (_, i) =>
    Math.min(Math.ceil(channels / count), channels - i * Math.ceil(channels / count)),
  );
  const sizes = node.attributes.ints('split') ?? (input === undefined ? even : integersOf(input));
  let start = 0;
  return sizes.slice(0, count).map((size) => {
    const part = values.layer(node, 'slice', [layer], { start, channels: size });
    start += size;
    return standing(request, tensor, part);
  });
}

function slice(request: NodeRequest): readonly SourceValue[] {
  const { node, inputs } = request;
  const tensor = tensorAt(request);
  const constants = inputs.map((_, at) => (at === 0 ? undefined : constantAt(request, at)));
  const { starts = [], ends = [], axes, steps } = sliceOf(node, constants);
  const rank = tensor.axes.length;
  if (steps?.some((step) => step < 1) === true) return [backwards(request, tensor, starts, ends, axes ?? [], steps)];
  const cuts = new Map<number, Cut>();
  for (const [i, from] of starts.entries()) {
    const given = axes?.[i] ?? i;
    const axis = given < 0 ? given + rank : given;
    const size = sizeOf(tensor.axes[axis] ?? []);
    const clamp = (place: number) => Math.min(size, Math.max(0, place < 0 ? place + size : place));
    const [before, end] = [clamp(from), clamp(ends[i] ?? size)];
    const step = steps?.[i] ?? 1;
    if (before > 0 || end < size || step > 1) cuts.set(axis, { before, count: end - before, after: size - end, step });
  }
  return cuts.size === 0 ? [tensor] : [part(request, tensor, cuts)];
}

/** Channels from the last to the first, as blue, green and red for the other order. */
function backwards(
  request: NodeRequest,
  tensor: Tensor,
  starts: readonly number[],
  ends: readonly number[],
  axes: readonly number[],
  steps: readonly number[],
): Tensor {
  const { layer, axis: channels } = withChannels(request, tensor);
  const [, , depth] = request.values.builder.shapeOf(layer);
  const rank = tensor.axes.length;
  const axis = axes[0] ?? 0;
  const isChannels = starts.length === 1 && (axis < 0 ? axis + rank : axis) === channels;
  if (!isChannels) throw new Inexpressible(phrase('foreign.slice-step'));
  const places = placesOf(depth, starts[0] ?? 0, ends[0] ?? 0, steps[0] ?? 1);
  if (places.length === 0) throw new Inexpressible(phrase('foreign.slice-step'));
  return standing(request, tensor, inRuns(request, layer, places));
}

/** Some places along channels, height or width; channels in a row, of rows and columns every second or third as well. */
function part(request: NodeRequest, tensor: Tensor, cuts: ReadonlyMap<number, Cut>): Tensor {
  const { node, values } = request;
  let { layer, axis: channels } = withChannels(request, tensor);
  const rank = tensor.axes.length;
  const columns = channels === 3 ? 2 : rank - 1;
  const image = rank === 4 ? [columns - 1, columns] : rank === 3 ? [-1, columns] : [];
  const wrong = [...cuts.keys()].find((axis) => axis !== channels && !image.includes(axis));
  if (wrong !== undefined) throw new Inexpressible(phrase('foreign.axis', { axis: wrong }));
  const ofChannels = cuts.get(channels);
  if (ofChannels !== undefined) {
    if (ofChannels.step > 1) throw new Inexpressible(phrase('foreign.slice-step'));
    layer = values.layer(node, 'slice', [layer], { start: ofChannels.before, channels: ofChannels.count });
  }
  const amount = image.flatMap((axis) => [cuts.get(axis)?.before ?? 0, cuts.get(axis)?.after ?? 0]);
  if (amount.some((side) => side > 0)) layer = values.layer(node, 'crop', [layer], { amount });
  const stride = image.map((axis) => cuts.get(axis)?.step ?? 1);
  // A window of one pixel has nothing to choose from.
  if (stride.some((step) => step > 1))
    layer = values.layer(node, 'maxpool', [layer], { kernel: 1, stride, padding: 'valid' });
  return standing(request, tensor, layer);
}

/** What of an axis is left. */
interface Cut {
  readonly before: number;
  readonly count: number;
  readonly after: number;
  readonly step: number;
}

/** Channels in another order or some of them, rows and columns again and again. */
function gather(request: NodeRequest): readonly SourceValue[] {
  const { node, values } = request;
  const tensor = tensorAt(request);
  const places = neededConstant(request, 1);
  const given = node.attributes.int('axis', 0);
  const axis = given < 0 ? given + tensor.axes.length : given;
  const { layer, axis: channels } = withChannels(request, tensor);
  const [height, width, depth] = values.builder.shapeOf(layer);
  const size = sizeOf(tensor.axes[axis] ?? []);
  const list = integersOf(places).map((place) => (place < 0 ? place + size : place));
  const [first = 0] = list;
  const refuse = new Inexpressible(phrase('foreign.gather'));
  if (places.dims.length === 0 && axis === channels) {
    const one = standing(request, tensor, values.layer(node, 'slice', [layer], { start: first, channels: 1 }));
    return [
      values.moved(
        one,
        one.axes.filter((_, at) => at !== axis),
        node,
      ),
    ];
  }
  if (places.dims.length !== 1) throw refuse;
  if (axis === channels) {
    if (list.every((place, i) => place === first + i)) {
      return [standing(request, tensor, values.layer(node, 'slice', [layer], { start: first, channels: list.length }))];
    }
    const groups = depth / (list[1] ?? 1);
    const step = depth / groups;
    const isDealt =
      list.length === depth && list.every((place, i) => place === (i % groups) * step + Math.floor(i / groups));
    if (Number.isInteger(groups) && isDealt)
      return [standing(request, tensor, values.layer(node, 'shuffle', [layer], { groups }))];
    return [standing(request, tensor, inRuns(request, layer, list))];
  }
  const rows = channels === 1 ? 2 : 1;
  if (tensor.axes.length !== 4 || (axis !== rows && axis !== rows + 1)) throw refuse;
  const isRows = axis === rows;
  const taps = nearestTaps(isRows ? height : width, list.length);
  if (!taps.every((tap, i) => tap.first === list[i])) throw refuse;
  const target = isRows ? [list.length, width] : [height, list.length];
  return [standing(request, tensor, values.layer(node, 'resize', [layer], { size: target }))];
}

/** Slices one behind the other; more of them are written as nobody would read them. */
const mostRuns = 16;

/** Channels in any order, as slices of what stands in a row. */
function inRuns({ values, node }: NodeRequest, layer: number, places: readonly number[]): number {
  const runs: { start: number; channels: number }[] = [];
  for (const place of places) {
    const last = runs.at(-1);
    if (last !== undefined && place === last.start + last.channels) last.channels++;
    else runs.push({ start: place, channels: 1 });
    if (runs.length > mostRuns) throw new Inexpressible(phrase('foreign.gather'));
  }
  const slices = runs.map((run) => values.layer(node, 'slice', [layer], run));
  return values.layer(node, 'concat', slices);
}

function pad(request: NodeRequest): readonly SourceValue[] {
  const { node, values } = request;
  const { attributes } = node;
  const tensor = tensorAt(request);
  const rank = tensor.axes.length;
  const amounts = attributes.ints('pads') ?? attributes.ints('paddings') ?? integersOf(neededConstant(request, 1));
  const axes = constantAt(request, 3);
  const places =
    axes === undefined
      ? Array.from({ length: rank }, (_, axis) => axis)
      : integersOf(axes).map((axis) => (axis < 0 ? axis + rank : axis));
  const along = (axis: number): readonly [number, number] => {
    const at = places.indexOf(axis);
    return at < 0 ? [0, 0] : [amounts[at] ?? 0, amounts[at + places.length] ?? 0];
  };
  if (amounts.every((amount) => amount === 0)) return [tensor];
  const kinds: Readonly<Record<string, string>> = { constant: 'zeros', reflect: 'reflect', edge: 'edge' };
  const mode = kinds[attributes.text('mode', 'constant')];
  const fill = constantAt(request, 2);
  const value = fill === undefined ? attributes.float('value', 0) : (scalarOf(fill) ?? 0);
  const isLeast = mode === 'zeros' && value < -1e30;
  if (mode === undefined || !(Number.isFinite(value) || isLeast)) throw new Inexpressible(phrase('foreign.pad-kind'));
  const { layer, axis } = withChannels(request, tensor);
  const rows = axis === 1 ? 2 : 1;
  const isSpatial = [...Array(rank).keys()].every(
    (at) => at === rows || at === rows + 1 || along(at).every((size) => size === 0),
  );
  if (rank !== 4 || !isSpatial) throw new Inexpressible(phrase('foreign.pad-kind'));
  const amount: Sides = [...along(rows), ...along(rows + 1)];
  if (amount.every((size) => size <= 0)) {
    return [standing(request, tensor, values.layer(node, 'crop', [layer], { amount: amount.map((size) => -size) }))];
  }
  if (isLeast && amount.every((size) => size >= 0)) return [new LeastPadded(values.like(tensor, layer), amount)];
  if (isLeast) throw new Inexpressible(phrase('foreign.pad-kind'));
  if (mode !== 'zeros' || value === 0)
    return [standing(request, tensor, values.layer(node, 'pad', [layer], { amount, mode }))];
  // Zeros around what is less by the number, to which it is added again.
  const less = values.applied(values.like(tensor, layer), node, (x) => x - value);
  const padded = values.layer(node, 'pad', [values.settle(less)], { amount, mode });
  return [values.applied(standing(request, tensor, padded), node, (x) => x + value)];
}

function resize(request: NodeRequest): readonly SourceValue[] {
  const { node, values, opset } = request;
  const { attributes } = node;
  const layer = values.imageOf(tensorAt(request), node);
  const [height, width, channels] = values.builder.shapeOf(layer);
  const isOld = node.type === 'Upsample' || opset < 11;
  const places = (attributes.ints('axes') ?? [0, 1, 2, 3]).map((axis) => (axis < 0 ? axis + 4 : axis));
  /** By the axis that each is of. */
  const byAxis = (list: readonly number[] | undefined) =>
    list === undefined || list.length === 0 ? undefined : new Map(places.map((axis, i) => [axis, list[i] ?? 1]));
  const listOf = (constant: Constant | undefined) => (constant === undefined ? undefined : numbersOf(constant));
  const scales = byAxis(attributes.floats('scales') ?? listOf(constantAt(request, isOld ? 1 : 2)));
  const given = isOld ? undefined : constantAt(request, 3);
  const sizes = byAxis(given === undefined ? undefined : sizesOf(given));
  const rows = sizes?.get(2) ?? (sizes === undefined ? Math.floor(height * (scales?.get(2) ?? 1) + 1e-6) : height);
  const columns = sizes?.get(3) ?? (sizes === undefined ? Math.floor(width * (scales?.get(3) ?? 1) + 1e-6) : width);
  const isOfImage =
    (scales?.get(0) ?? 1) === 1 &&
    (scales?.get(1) ?? 1) === 1 &&
    (sizes?.get(0) ?? values.batch) === values.batch &&
    (sizes?.get(1) ?? channels) === channels &&
    attributes.text('keep_aspect_ratio_policy', 'stretch') === 'stretch';
  const isNearest = attributes.text('mode', 'nearest') === 'nearest';
  const transform = isOld ? 'asymmetric' : attributes.text('coordinate_transformation_mode', 'half_pixel');
  const rounding = isOld ? 'floor' : attributes.text('nearest_mode', 'round_prefer_floor');
  const factor = [rows / height, columns / width];
  const isWhole = factor.every(Number.isInteger);
  if (rows > mostPlaces || columns > mostPlaces) throw new Inexpressible(phrase('foreign.size'));
  const isSamePlace = (
    [
      [height, rows, scales?.get(2)],
      [width, columns, scales?.get(3)],
    ] as const
  ).every(([size, count, scale]) => {
    const places = placesIn(transform, size, count, sizes === undefined ? (scale ?? 1) : count / size);
    if (places === undefined) return false;
    if (isNearest)
      return nearestTaps(size, count).every((tap, i) => tap.first === rounded(places[i] ?? 0, rounding, size));
    return bilinearTaps(size, count).every(({ first, share }, i) => {
      const place = Math.min(size - 1, Math.max(0, places[i] ?? 0));
      return Math.abs(place - first - share) < 1e-5;
    });
  });
  if (
    !isOfImage ||
    !isSamePlace ||
    // What is enlarged is read between pixels in any case.
    (attributes.int('antialias', 0) === 1 && (rows < height || columns < width)) ||
    attributes.text('mode', 'nearest') === 'cubic'
  ) {
    throw new Inexpressible(phrase('foreign.resize', { mode: attributes.text('mode', 'nearest'), transform }));
  }
  const mode = isNearest ? 'nearest' : 'bilinear';
  const result = isWhole
    ? values.layer(node, 'upsample', [layer], { factor, mode })
    : values.layer(node, 'resize', [layer], { size: [rows, columns], mode });
  return [values.image(result)];
}

/** Along one side of an image. */
const mostPlaces = 100_000;

/** Where each row of a result looks along the rows of the input; undefined for a rule that is not known. */
function placesIn(transform: string, size: number, count: number, scale: number): readonly number[] | undefined {
  const rule = {
    asymmetric: (i: number) => i / scale,
    half_pixel: (i: number) => (i + 0.5) / scale - 0.5,
    pytorch_half_pixel: (i: number) => (count > 1 ? (i + 0.5) / scale - 0.5 : 0),
    tf_half_pixel_for_nn: (i: number) => (i + 0.5) / scale,
    align_corners: (i: number) => (count > 1 ? (i * (size - 1)) / (count - 1) : 0),
  }[transform];
  return rule && Array.from({ length: count }, (_, i) => rule(i));
}

function rounded(place: number, rule: string, size: number): number {
  const down = Math.floor(place);
  const isHalf = place - down === 0.5;
  const near =
    rule === 'floor'
      ? down
      : rule === 'ceil'
        ? Math.ceil(place)
        : isHalf
          ? down + (rule === 'round_prefer_ceil' ? 1 : 0)
          : Math.round(place);
  return Math.min(size - 1, Math.max(0, near));
}
