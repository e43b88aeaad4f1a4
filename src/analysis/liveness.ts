/**
 * How many bytes are alive while a set of layers is computed one by one in written order. A tensor lives from its
 * layer to its last reader in the set. The branches of a concat are slices of its result: while that lives
 * they take no room of their own. Tensors that come from outside of the set (its input) count while they live.
 */

import type { Graph, LayerId } from '../graph/graph';
import { ops } from '../ops/registry';
import type { Dim } from '../ops/value';

export interface LiveBytes {
  /** Bytes alive at each step, by index into the set. */
  readonly steps: readonly number[];
  /** A tensor of unknown size was alive at some step. */
  readonly isPartial: boolean;
}

interface Lifetime {
  readonly layer: LayerId;
  /** Steps, both included. */
  readonly birth: number;
  readonly death: number;
}

/** `layers` are ids in written order. */
export function liveBytes(graph: Graph, bytes: readonly Dim[], layers: readonly LayerId[]): LiveBytes {
  const lifetimes = lifetimesOf(graph, layers);
  const change = new Array<number>(layers.length + 1).fill(0);
  let isPartial = false;
  for (const { layer, spans } of ownSpans(graph, lifetimes)) {
    const size = bytes[layer];
    if (size === undefined) {
      isPartial = true;
      continue;
    }
    for (const [from, to] of spans) {
      change[from] = (change[from] as number) + size;
      change[to + 1] = (change[to + 1] as number) - size;
    }
  }
  const steps: number[] = [];
  let alive = 0;
  for (let step = 0; step < layers.length; step++) {
    alive += change[step] as number;
    steps.push(alive);
  }
  return { steps, isPartial };
}

/** The tensors that take room of their own at one step, the input among them. */
export function heldAt(graph: Graph, layers: readonly LayerId[], step: number): LayerId[] {
  return ownSpans(graph, lifetimesOf(graph, layers))
    .filter(({ spans }) => spans.some(([from, to]) => from <= step && step <= to))
    .map(({ layer }) => layer);
}

function lifetimesOf(graph: Graph, layers: readonly LayerId[]): Map<LayerId, Lifetime> {
  const lifetimes = new Map<LayerId, Lifetime>();
  layers.forEach((id, step) => {
    for (const input of graph.layers[id]?.inputs ?? []) {
      if (input < 0) continue;
      const birth = lifetimes.get(input)?.birth ?? 0;
      lifetimes.set(input, { layer: input, birth, death: step });
    }
    lifetimes.set(id, { layer: id, birth: step, death: step });
  });
  return lifetimes;
}

/** Steps at which each tensor takes room of its own: its lifetime less those of concat results it is a slice of. */
function ownSpans(
  graph: Graph,
  lifetimes: ReadonlyMap<LayerId, Lifetime>,
): { layer: LayerId; spans: [number, number][] }[] {
  // Until when a concat's storage is there: a slice of a concat of concats is a slice of the outer one.
  const covers = new Map<LayerId, [number, number][]>();
  const concats = [...lifetimes.values()].filter(({ layer }) => graph.layers[layer]?.op === ops.concat);
  for (let i = concats.length - 1; i >= 0; i--) {
    const { layer, birth, death } = concats[i] as Lifetime;
    const end = Math.max(death, ...(covers.get(layer) ?? []).map(([, to]) => to));
    for (const input of new Set(graph.layers[layer]?.inputs ?? [])) {
      if (input < 0) continue;
      const list = covers.get(input) ?? [];
      list.push([birth, end]);
      covers.set(input, list);
    }
  }
  return [...lifetimes.values()].map(({ layer, birth, death }) => ({
    layer,
    spans: subtract([birth, death], covers.get(layer) ?? []),
  }));
}

function subtract(whole: [number, number], holes: readonly [number, number][]): [number, number][] {
  let spans = [whole];
  for (const [from, to] of holes) {
    spans = spans.flatMap(([start, end]): [number, number][] => {
      if (to < start || end < from) return [[start, end]];
      const left: [number, number][] = start < from ? [[start, from - 1]] : [];
      const right: [number, number][] = to < end ? [[to + 1, end]] : [];
      return [...left, ...right];
    });
  }
  return spans;
}
