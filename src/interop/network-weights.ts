/** The tensors of parameters that a network has, by the names files use: the layer's path, `/`, the name in the layer. */

import type { NetworkAnalysis } from '../analysis/analysis';
import { present } from '../base/assert';
import type { LayerId } from '../graph/graph';
import type { WeightRole } from '../ops/op';

export interface NetworkWeight {
  /** `inception_3a/branch_2/conv_1/weight`. */
  readonly name: string;
  readonly layer: LayerId;
  readonly role: WeightRole;
  readonly shape: readonly number[];
  /** Inputs that one output sums over. */
  readonly fanIn: number;
}

/** In order of the layers, which must be known whole (`firstUnknownLayer`). */
export function networkWeights(network: NetworkAnalysis, layers: readonly LayerId[]): NetworkWeight[] {
  return layers.flatMap((id) => {
    const layer = present(network.graph.layers[id], 'layer');
    const input = network.shapes[layer.inputs[0] ?? -1];
    if (input === undefined) return [];
    return (layer.op.weights?.(input, layer.attributes) ?? []).map(({ name, role, shape, fanIn }) => ({
      name: `${layer.path}/${name}`,
      layer: id,
      role,
      shape: shape.map((dimension) => present(dimension, `shape of ${name}`)),
      fanIn: present(fanIn, `fan-in of ${name}`),
    }));
  });
}
