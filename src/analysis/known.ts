/**
 * Whether everything is known of the layers that a run or an export needs. What is unknown was reported where it arose;
 * here it gets one sentence for those who cannot go on without it.
 */

import type { Layer, LayerId } from '../graph/graph';
import type { Attributes } from '../ops/value';
import type { NetworkAnalysis } from './analysis';

/** The first of these layers that is not known whole, with the reason; undefined where all are. */
export function firstUnknownLayer(
  network: NetworkAnalysis,
  ids: readonly LayerId[],
): { readonly layer: Layer; readonly reason: string } | undefined {
  for (const id of ids) {
    const layer = network.graph.layers[id];
    if (layer === undefined) continue;
    const unknown = whatIsUnknown(network, layer);
    if (unknown !== undefined) return { layer, reason: network.errors.get(id)?.message ?? unknown };
  }
  return undefined;
}

function whatIsUnknown({ shapes, costs }: NetworkAnalysis, layer: Layer): string | undefined {
  if (layer.inputs.includes(-1)) return 'an input of it is unknown';
  if (!isKnown(layer.attributes)) return 'an argument of it is unknown';
  const shape = shapes[layer.id];
  if (shape === undefined || shape.includes(undefined)) return 'its shape is unknown';
  const cost = costs[layer.id];
  if (cost?.multiplies === undefined || cost.effectiveMultiplies === undefined || cost.paramsTotal === undefined) {
    return 'its cost is unknown';
  }
  return undefined;
}

/** Whether no argument, and none of a layer given as an argument, is unknown. */
function isKnown(attributes: Attributes): boolean {
  return Object.values(attributes).every((attribute) => {
    if (attribute === undefined) return false;
    if (attribute === null || typeof attribute !== 'object') return true;
    return 'kind' in attribute ? isKnown(attribute.attributes) : !attribute.includes(undefined as never);
  });
}
