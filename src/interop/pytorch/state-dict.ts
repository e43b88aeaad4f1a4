/** The network's weights as PyTorch's state dict: its names, and values in its order. */

import type { NetworkAnalysis } from '../../analysis/analysis';
import { present } from '../../base/assert';
import type { NamedTensor } from '../../base/tensor';
import type { Layer } from '../../graph/graph';
import { numberOf } from '../../ops/attributes';
import { type ListOrder, listOrder } from '../list-order';
import { type NetworkWeight, networkWeights } from '../network-weights';
import type { StoredTensor } from '../safetensors';
import { denseToChannelsFirst, filtersFirst, filtersFirstOfTransposed, imageShape } from '../weight-order';
import { standInFor, stateKey } from './names';

/** `weights` by our names. In the order of the layers. */
export function stateDict(network: NetworkAnalysis, weights: ReadonlyMap<string, NamedTensor>): StoredTensor[] {
  const order = listOrder(network);
  const state: StoredTensor[] = [];
  for (const weight of networkWeights(network, network.all.layers)) {
    const layer = present(network.graph.layers[weight.layer], 'layer');
    const name = weight.name.slice(layer.path.length + 1);
    const key = stateKey(layer, name);
    const tensor = present(weights.get(weight.name), weight.name);
    const standIn = weight.role === 'mean' ? standInFor(layer, name) : undefined;
    if (standIn !== undefined) {
      const values = new Float32Array(tensor.values.length).fill(standIn.value);
      state.push({ name: standIn.key, shape: weight.shape, values });
    }
    state.push({ name: key, ...arranged(layer, weight, tensor, order) });
    if (weight.role === 'variance') {
      const counter = key.replace(/running_var$/, 'num_batches_tracked');
      state.push({ name: counter, type: 'I64', shape: [], values: new BigInt64Array(1) });
    }
  }
  return state;
}

/** A tensor in PyTorch's order, with its shape there. */
function arranged(layer: Layer, weight: NetworkWeight, { shape, values }: NamedTensor, order: ListOrder) {
  if (weight.role !== 'weight') return { shape, values };
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
