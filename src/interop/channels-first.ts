/** Weights in the order of frameworks whose channels come first, PyTorch and Caffe. */

import type { NamedTensor } from '../base/tensor';
import type { Layer } from '../graph/graph';
import { numberOf } from '../ops/attributes';
import type { WeightRole } from '../ops/op';
import type { ListOrder } from './list-order';
import { denseToChannelsFirst, filtersFirst, filtersFirstOfTransposed, imageShape } from './weight-order';

/** A tensor of a layer in their order, with its shape there. */
export function channelsFirst(
  layer: Layer,
  role: WeightRole,
  { shape, values }: NamedTensor,
  order: ListOrder,
): Pick<NamedTensor, 'shape' | 'values'> {
  if (role !== 'weight') return { shape, values };
  if (layer.op.name === 'dense') {
    const [inputs = 0, units = 0] = shape;
    const channels = order.imageOf(layer.id)?.channels ?? inputs;
    return { shape: [units, inputs], values: denseToChannelsFirst(values, inputs, units, channels) };
  }
  const own = imageShape(shape);
  const [height, width, depth, filters] = own;
  if (layer.op.name !== 'convtranspose') {
    return { shape: [filters, depth, height, width], values: filtersFirst(values, own) };
  }
  const groups = numberOf(layer.attributes, 'groups') ?? 1;
  const turned = filtersFirstOfTransposed(values, own, groups);
  return { shape: [depth * groups, filters / groups, height, width], values: turned };
}
