/** The network's weights as PyTorch's state dict: its names, and values in its order. */

import type { NetworkAnalysis } from '../../analysis/analysis';
import { present } from '../../base/assert';
import type { NamedTensor } from '../../base/tensor';
import type { Layer } from '../../graph/graph';
import { numberOf } from '../../ops/attributes';
import { type ListOrder, listOrder } from '../list-order';
import { type NetworkWeight, networkWeights } from '../network-weights';
import { channelsFirst, filtersFirst } from '../onnx/tensors';
import type { StoredTensor } from '../safetensors';
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

function arranged(layer: Layer, weight: NetworkWeight, { shape, values }: NamedTensor, order: ListOrder) {
  if (weight.role !== 'weight') return { shape, values };
  if (layer.op.name === 'dense') return unitsFirst(shape, values, order.imageOf(layer.id));
  const groups = numberOf(layer.attributes, 'groups') ?? 1;
  const fill = layer.op.name === 'convtranspose' ? channelsFirst(shape, groups, values) : filtersFirst(shape, values);
  const turned = new Float32Array(values.length);
  fill.write(new DataView(turned.buffer), 0);
  return { shape: fill.dims, values: turned };
}

/** From [inputs, units] to [units, inputs]; inputs by height, width, channel of an image become channel, height, width. */
function unitsFirst(
  shape: readonly number[],
  values: Float32Array,
  image: { readonly pixels: number; readonly channels: number } | undefined,
) {
  const [inputs = 0, units = 0] = shape;
  const { pixels, channels } = image ?? { pixels: 1, channels: inputs };
  const turned = new Float32Array(values.length);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      const from = (pixel * channels + channel) * units;
      const to = channel * pixels + pixel;
      for (let unit = 0; unit < units; unit++) turned[unit * inputs + to] = values[from + unit] as number;
    }
  }
  return { shape: [units, inputs], values: turned };
}
