/**
 * How many bytes are alive while a set of layers is computed one by one in written order. A tensor lives from its
 * layer to its last reader in the set. The branches of a concat are slices of its result: while that lives
 * they take no room of their own. Tensors that come from outside of the set (its input) count while they live.
 */

import type { Graph, LayerId } from '../graph/graph';
import type { Dim } from '../ops/dim';
import { ops } from '../ops/registry';

export interface LiveBytes {
  /** Bytes alive at each step, by index into the set. */
  readonly steps: readonly number[];
  /** A tensor of unknown size, or an unknown one, was alive at some step. */
  readonly isPartial: boolean;
  /** The first step at which the most bytes are alive. */
  readonly peakStep: number;
  /** Tensors that take room of their own at a step, the input among them. */
  readonly heldAt: (step: number) => readonly LayerId[];
}

/** Steps, both included. */
type Interval = readonly [from: number, to: number];

/** `layers` are ids in written order. */
export function liveBytes(graph: Graph, bytes: readonly Dim[], layers: readonly LayerId[]): LiveBytes {
  const count = graph.layers.length;
  const birth = new Int32Array(count).fill(-1);
  const death = new Int32Array(count).fill(-1);
  const tensors: LayerId[] = [];
  let isPartial = false;
  layers.forEach((id, step) => {
    for (const input of graph.layers[id]?.inputs ?? []) {
      if (input < 0) {
        isPartial = true;
        continue;
      }
      if (birth[input] === -1) {
        birth[input] = 0;
        tensors.push(input);
      }
      death[input] = step;
    }
    birth[id] = step;
    death[id] = step;
    tensors.push(id);
  });
  const covers = coversOf(graph, layers, birth, death);

  const change = new Float64Array(layers.length + 1);
  const live = (size: number, from: number, to: number): void => {
    change[from] = (change[from] as number) + size;
    change[to + 1] = (change[to + 1] as number) - size;
  };
  for (const tensor of tensors) {
    const size = bytes[tensor];
    const covering = covers.get(tensor);
    if (size === undefined) isPartial = true;
    else if (covering === undefined) live(size, birth[tensor] as number, death[tensor] as number);
    else for (const [from, to] of ownIntervals(tensor, birth, death, covering)) live(size, from, to);
  }
  const steps: number[] = [];
  let alive = 0;
  let peakStep = 0;
  for (let step = 0; step < layers.length; step++) {
    alive += change[step] as number;
    steps.push(alive);
    if (alive > (steps[peakStep] as number)) peakStep = step;
  }
  const heldAt = (step: number): readonly LayerId[] =>
    tensors.filter((tensor) =>
      ownIntervals(tensor, birth, death, covers.get(tensor) ?? []).some(([from, to]) => from <= step && step <= to),
    );
  return { steps, isPartial, peakStep, heldAt };
}

/** For each tensor that is a slice of concat results: when these are there. A slice of a slice belongs to the outermost. */
function coversOf(
  graph: Graph,
  layers: readonly LayerId[],
  birth: Int32Array,
  death: Int32Array,
): ReadonlyMap<LayerId, readonly Interval[]> {
  const covers = new Map<LayerId, Interval[]>();
  for (let i = layers.length - 1; i >= 0; i--) {
    const layer = graph.layers[layers[i] as LayerId];
    if (layer?.op !== ops.concat) continue;
    let end = death[layer.id] as number;
    for (const [, to] of covers.get(layer.id) ?? []) end = Math.max(end, to);
    const cover: Interval = [birth[layer.id] as number, end];
    for (const input of new Set(layer.inputs)) {
      const list = covers.get(input);
      if (list) list.push(cover);
      else covers.set(input, [cover]);
    }
  }
  return covers;
}

/** Steps at which a tensor takes room of its own: its lifetime less those of the results that cover it. */
function ownIntervals(
  tensor: LayerId,
  birth: Int32Array,
  death: Int32Array,
  covering: readonly Interval[],
): Interval[] {
  let intervals: Interval[] = [[birth[tensor] as number, death[tensor] as number]];
  for (const [from, to] of covering) {
    intervals = intervals.flatMap(([start, end]): Interval[] => {
      if (to < start || end < from) return [[start, end]];
      const before: Interval[] = start < from ? [[start, from - 1]] : [];
      const after: Interval[] = to < end ? [[to + 1, end]] : [];
      return [...before, ...after];
    });
  }
  return intervals;
}
