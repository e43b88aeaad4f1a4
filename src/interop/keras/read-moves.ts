/**
 * Values that layers of Keras move and compute none of: an image that is parted and turned until it is one again, whose channels are then
 * shuffled, moved to pixels or from them, or that has lost some of its channels while these were its rows.
 */

import { phrase } from '../../base/diagnostic';
import { Inexpressible } from '../import/foreign-network';
import type { Given } from '../import/network-builder';
import { isList, valueIn } from './json';
import type { KerasValue, LayerRequest, Moved } from './layer-request';

/** Layers that may read values that are moved. */
export const movers: ReadonlySet<string> = new Set(['Reshape', 'Permute', 'Cropping2D']);

export function noImage({ sizes, order }: Moved): Inexpressible {
  return new Inexpressible(phrase('foreign.no-image', { shape: order.map((axis) => sizes[axis - 1] ?? 0).join(', ') }));
}

/** Axes in another order; an image again where that is the first one. */
export function permuted(request: LayerRequest, input: KerasValue): KerasValue {
  const said = valueIn(request.config, 'dims');
  const dims = (isList(said) ? said : []).map(Number);
  const moved = movedOf(request, input);
  const order = dims.map((axis) => moved.order[axis - 1] ?? 0);
  const isWhole = order.length === moved.order.length && new Set(order).size === order.length && !order.includes(0);
  if (!isWhole || input.isList) throw new Inexpressible(phrase('foreign.no-layer'));
  const isPlain = order.length === 3 && order.every((axis, at) => axis === at + 1);
  if (!isPlain) return { ...input, moved: { ...moved, order, node: request.name, type: request.type } };
  const { layer, isList: isOfList } = input;
  const { cut } = moved;
  if (cut === undefined) return { layer, isList: isOfList };
  const [start, channels] = cut;
  return { layer: request.builder.add(request.name, 'slice', [layer], { start, channels }), isList: isOfList };
}

/** Channels that stand as rows lose the first and the last of them; `sides` are top, bottom, left and right. */
export function cropped(input: KerasValue, [top = 0, bottom = 0, left = 0, right = 0]: readonly number[]): KerasValue {
  const { moved } = input;
  if (moved === undefined) return input;
  const [, , channels = 0] = moved.sizes;
  const count = channels - top - bottom;
  const isOfChannels = moved.sizes.length === 3 && moved.order[0] === 3 && left === 0 && right === 0 && count > 0;
  if (!isOfChannels || moved.cut !== undefined || top < 0 || bottom < 0) throw noImage(moved);
  return { ...input, moved: { ...moved, cut: [top, count] } };
}

/** An image in more axes than it has, or one of three of what was moved in these. Undefined where it is neither. */
export function parted(request: LayerRequest, input: KerasValue): KerasValue | undefined {
  const { builder, name, config, type } = request;
  const shape = builder.shapeOf(input.layer);
  const all = shape.reduce((product, size) => product * size, 1);
  const said = valueIn(config, 'target_shape');
  const target = (isList(said) ? said : []).map(Number);
  const known = target.filter((size) => size > 0).reduce((product, size) => product * size, 1);
  const sizes = target.map((size) => (size === -1 ? all / known : size));
  if (sizes.reduce((product, size) => product * size, 1) !== all || input.isList) return undefined;
  const { moved } = input;
  if (moved === undefined) {
    const isOfImage = sizes.length > 3 && sizes.length < 6 && sizes.every((size) => Number.isInteger(size) && size > 0);
    if (!isOfImage) return undefined;
    return { ...input, moved: { sizes, order: sizes.map((_, at) => at + 1), node: name, type } };
  }
  const found = moved.cut === undefined && sizes.length === 3 ? wholeMove(moved, shape, sizes) : undefined;
  if (found === undefined) throw noImage(moved);
  return { layer: builder.add(name, found.op, [input.layer], found.given), isList: false };
}

function movedOf({ builder, name, type }: LayerRequest, { layer, moved }: KerasValue): Moved {
  return moved ?? { sizes: [...builder.shapeOf(layer)], order: [1, 2, 3], node: name, type };
}

interface WholeMove {
  readonly op: 'shuffle' | 'spacetodepth' | 'depthtospace';
  readonly given: Given;
}

/** The layer that moves values of an image so. */
function wholeMove(
  { sizes, order }: Moved,
  shape: readonly number[],
  target: readonly number[],
): WholeMove | undefined {
  const [height = 0, width = 0, channels = 0] = shape;
  const is = (parts: readonly number[], axes: readonly number[], result: readonly number[]) =>
    sizes.join() === parts.join() && order.join() === axes.join() && target.join() === result.join();
  const groups = sizes[2] ?? 0;
  if (is([height, width, groups, channels / groups], [1, 2, 4, 3], shape)) return { op: 'shuffle', given: { groups } };
  const b = sizes[1] ?? 0;
  const deep = [height / b, width / b, channels * b * b];
  for (const [order_, axes] of [
    ['dcr', [1, 3, 2, 4, 5]],
    ['crd', [1, 3, 5, 2, 4]],
  ] as const) {
    if (is([height / b, b, width / b, b, channels], axes, deep)) {
      return { op: 'spacetodepth', given: { block: b, order: order_ } };
    }
  }
  const block = sizes[3] ?? 0;
  const depth = channels / (block * block);
  const wide = [height * block, width * block, depth];
  if (is([height, width, block, block, depth], [1, 3, 2, 4, 5], wide)) {
    return { op: 'depthtospace', given: { block, order: 'dcr' } };
  }
  if (is([height, width, depth, block, block], [1, 4, 2, 5, 3], wide)) {
    return { op: 'depthtospace', given: { block, order: 'crd' } };
  }
  return undefined;
}
