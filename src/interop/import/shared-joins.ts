/**
 * Joins by channel that begin with all that an earlier one has joined read its result instead: so the layers of a DenseNet, each of
 * which reads a list of all before it, are blocks that each add to the flow.
 */

import type { ForeignLayer, ForeignNetwork } from './foreign-network';

/** Longer lists are no network's. */
const mostJoined = 200;

export function withSharedJoins(network: ForeignNetwork): ForeignNetwork {
  // What was exported from here says which joins there are.
  if (network.isByName) return network;
  const joins = new Map<string, number>();
  const layers = network.layers.map((layer, id): ForeignLayer => {
    if (layer.op.name !== 'concat' || layer.inputs.length > mostJoined) return layer;
    const { inputs } = layer;
    const known = joins.get(inputs.join());
    if (known === undefined) joins.set(inputs.join(), id);
    for (let count = inputs.length - 1; count > 1; count--) {
      const earlier = joins.get(inputs.slice(0, count).join());
      if (earlier === undefined) continue;
      return { ...layer, inputs: [earlier, ...inputs.slice(count)] };
    }
    return layer;
  });
  return { ...network, layers };
}
