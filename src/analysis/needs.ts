/** What each output needs, and from it which part of a network a layer belongs to. Sums are in layer-sums.ts. */

import type { Graph, LayerId } from '../graph/graph';
import type { LayerPart } from './analysis';

/** Marks what the outputs need. Inputs have smaller ids than their readers: one pass from the end is enough. */
export function neededBy(graph: Graph, outputs: readonly { readonly layer: LayerId }[]): Uint8Array {
  const needed = new Uint8Array(graph.layers.length);
  for (const output of outputs) if (output.layer >= 0) needed[output.layer] = 1;
  for (let id = graph.layers.length - 1; id >= 0; id--) {
    if (needed[id] === 0) continue;
    for (const input of graph.layers[id]?.inputs ?? []) if (input >= 0) needed[input] = 1;
  }
  return needed;
}

/** Marked layers in written order, but for the network's input, which costs nothing, and those that `except` marks. */
export function listed(needed: Uint8Array, input: LayerId, except?: Uint8Array): LayerId[] {
  const ids: LayerId[] = [];
  for (let id = 0; id < needed.length; id++) {
    if (needed[id] === 1 && id !== input && except?.[id] !== 1) ids.push(id);
  }
  return ids;
}

export function layerParts(mainNeeds: Uint8Array, allNeeds: Uint8Array): LayerPart[] {
  return Array.from(allNeeds, (isNeeded, id) => (mainNeeds[id] === 1 ? 'main' : isNeeded === 1 ? 'head' : 'dead'));
}

/** The first main output each layer is needed for, else the first head. */
export function servedOutputs(graph: Graph): (string | undefined)[] {
  const served = new Array<string | undefined>(graph.layers.length).fill(undefined);
  for (const kind of ['output', 'head'] as const) {
    for (const output of graph.outputs) {
      if (output.kind !== kind) continue;
      // What a layer that is served already needs is served, too.
      const pending = [output.layer];
      for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
        if (id < 0 || served[id] !== undefined) continue;
        served[id] = output.name;
        pending.push(...(graph.layers[id]?.inputs ?? []));
      }
    }
  }
  return served;
}

/**
 * Those of some layers that a sum over them counts: what outputs or heads need. Where all of them lead nowhere that
 * is what there is to count.
 */
export function countedLayers(parts: readonly LayerPart[], layers: readonly LayerId[]): readonly LayerId[] {
  const needed = layers.filter((id) => parts[id] !== 'dead');
  return needed.length === 0 ? layers : needed;
}
