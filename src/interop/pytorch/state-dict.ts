/** The network's weights as PyTorch's state dict: its names, and values in its order. */

import type { NetworkAnalysis } from '../../analysis/analysis';
import { present } from '../../base/assert';
import type { NamedTensor } from '../../base/tensor';
import { channelsFirst } from '../channels-first';
import { listOrder } from '../list-order';
import { networkWeights } from '../network-weights';
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
    state.push({ name: key, ...channelsFirst(layer, weight.role, tensor, order) });
    if (weight.role === 'variance') {
      const counter = key.replace(/running_var$/, 'num_batches_tracked');
      state.push({ name: counter, type: 'I64', shape: [], values: new BigInt64Array(1) });
    }
  }
  return state;
}
