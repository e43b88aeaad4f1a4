/**
 * Whether everything is known of the layers that a run or an export needs. What is unknown was reported where it arose;
 * those who cannot go on without it say so with the text of that diagnostic, or of what is unknown.
 */

import { type MessageValue, phrase } from '../base/diagnostic';
import type { Layer, LayerId } from '../graph/graph';
import type { Attributes } from '../ops/op';
import type { NetworkAnalysis } from './analysis';

/** What of a layer is unknown, where no diagnostic is about the layer itself. */
type UnknownPart = 'unknown-argument' | 'unknown-cost' | 'unknown-input' | 'unknown-shape';

/** The first of these layers that is not known whole, with the reason; undefined where all are. */
export function firstUnknownLayer(
  network: NetworkAnalysis,
  ids: readonly LayerId[],
): { readonly layer: Layer; readonly reason: MessageValue } | undefined {
  for (const id of ids) {
    const layer = network.graph.layers[id];
    if (layer === undefined) continue;
    const unknown = unknownPart(network, layer);
    if (unknown === undefined) continue;
    const message = network.errors.get(id);
    return { layer, reason: message === undefined ? phrase(unknown) : { message } };
  }
  return undefined;
}

function unknownPart({ shapes, costs }: NetworkAnalysis, layer: Layer): UnknownPart | undefined {
  if (layer.inputs.includes(-1)) return 'unknown-input';
  if (!isKnown(layer.attributes)) return 'unknown-argument';
  const shape = shapes[layer.id];
  if (shape === undefined || shape.includes(undefined)) return 'unknown-shape';
  const cost = costs[layer.id];
  if (cost?.multiplies === undefined || cost.effectiveMultiplies === undefined || cost.paramsTotal === undefined) {
    return 'unknown-cost';
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
