/**
 * In which order a list has the values of an image. Ours go by height, width, channel; `torch.flatten` gives channel,
 * height, width, which is kept wherever only dense layers read it: their weights are put in that order.
 */

import type { NetworkAnalysis } from '../analysis/analysis';
import { present } from '../base/assert';
import type { Layer, LayerId } from '../graph/graph';

export interface ListOrder {
  /** A `flatten` whose list goes by channel. */
  readonly isByChannel: (flatten: LayerId) => boolean;
  /** Height times width, and channels of the image in whose order a dense layer reads; undefined where it is ours. */
  readonly imageOf: (dense: LayerId) => { readonly pixels: number; readonly channels: number } | undefined;
}

export function listOrder(network: NetworkAnalysis): ListOrder {
  const { graph, shapes } = network;
  const readers = new Map<LayerId, LayerId[]>();
  for (const id of network.all.layers) {
    for (const input of graph.layers[id]?.inputs ?? []) readers.set(input, [...(readers.get(input) ?? []), id]);
  }
  const ends = new Set(graph.outputs.map(({ layer }) => layer));
  const layerOf = (id: LayerId) => present(graph.layers[id], 'layer');

  const known = new Map<LayerId, boolean>();
  /** Only dense layers come to see the order of the values. */
  const isHidden = (id: LayerId): boolean => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const own =
      !ends.has(id) &&
      (readers.get(id) ?? []).every((reader) => {
        const layer = layerOf(reader);
        return layer.op.name === 'dense' || (keepsOrder(layer) && isHidden(reader));
      });
    known.set(id, own);
    return own;
  };

  return {
    isByChannel: isHidden,
    imageOf(dense) {
      let at = present(layerOf(dense).inputs[0], 'input');
      for (;;) {
        const [height = 0, width = 0, channels = 0] = shapes[at] ?? [];
        const pixels = present(height, 'height') * present(width, 'width');
        if (pixels > 1) return { pixels, channels: present(channels, 'channels') };
        const layer = layerOf(at);
        const isPassed = keepsOrder(layer) || (layer.op.name === 'flatten' && isHidden(at));
        const [before] = layer.inputs;
        if (!isPassed || before === undefined) return undefined;
        at = before;
      }
    },
  };
}

/** Changes values one by one, all in the same way. */
function keepsOrder({ op }: Layer): boolean {
  if (op.name === 'softmax' || op.weights !== undefined) return false;
  return op.group === 'activation' || op.name === 'dropout' || op.name === 'identity' || op.name === 'scale';
}
