/**
 * How many bytes are alive while a set of layers is computed one by one in written order. A tensor lives from its
 * layer to its last reader in the set. The branches of a concat are slices of its result: while that lives
 * they take no room of their own. Tensors that come from outside of the set (its input) count while they live.
 */

import type { Layer, LayerId } from '../graph/graph';
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
  /** All tensors of the set, each when it is first there, with the steps at which it takes room of its own. */
  readonly tensors: () => readonly LiveTensor[];
}

export interface LiveTensor {
  readonly layer: LayerId;
  readonly alive: readonly Interval[];
}

/** Steps, both included. */
export type Interval = readonly [from: number, to: number];

/** What lifetimes depend on. */
export interface Dataflow {
  readonly layers: readonly Pick<Layer, 'id' | 'op' | 'inputs'>[];
}

/** When each tensor lives. In arrays over the layers from the first to the last of the set: sets are many, graphs are large. */
class Lifetimes {
  private readonly births: Int32Array;
  private readonly deaths: Int32Array;
  /** Of tensors from before the first layer, which live from the start. */
  private readonly outside = new Map<LayerId, number>();
  private readonly base: LayerId;

  constructor(layers: readonly LayerId[]) {
    this.base = layers[0] ?? 0;
    const count = (layers.at(-1) ?? -1) - this.base + 1;
    this.births = new Int32Array(count).fill(-1);
    this.deaths = new Int32Array(count).fill(-1);
  }

  isKnown(id: LayerId): boolean {
    return id < this.base ? this.outside.has(id) : this.births[id - this.base] !== -1;
  }

  birth(id: LayerId): number {
    return id < this.base ? 0 : (this.births[id - this.base] as number);
  }

  death(id: LayerId): number {
    return id < this.base ? (this.outside.get(id) ?? -1) : (this.deaths[id - this.base] as number);
  }

  bear(id: LayerId, step: number): void {
    if (id >= this.base) this.births[id - this.base] = step;
  }

  use(id: LayerId, step: number): void {
    if (id < this.base) this.outside.set(id, step);
    else this.deaths[id - this.base] = step;
  }
}

/** `layers` are ids in written order. */
export function liveBytes(graph: Dataflow, bytes: readonly Dim[], layers: readonly LayerId[]): LiveBytes {
  const lives = new Lifetimes(layers);
  const tensors: LayerId[] = [];
  let isPartial = false;
  layers.forEach((id, step) => {
    for (const input of graph.layers[id]?.inputs ?? []) {
      if (input < 0) {
        isPartial = true;
        continue;
      }
      if (!lives.isKnown(input)) {
        lives.bear(input, 0);
        tensors.push(input);
      }
      lives.use(input, step);
    }
    lives.bear(id, step);
    lives.use(id, step);
    tensors.push(id);
  });
  const covers = coversOf(graph, layers, lives);

  const change = new Float64Array(layers.length + 1);
  const live = (size: number, from: number, to: number): void => {
    change[from] = (change[from] as number) + size;
    change[to + 1] = (change[to + 1] as number) - size;
  };
  for (const tensor of tensors) {
    const size = bytes[tensor];
    const covering = covers.get(tensor);
    if (size === undefined) isPartial = true;
    else if (covering === undefined) live(size, lives.birth(tensor), lives.death(tensor));
    else for (const [from, to] of ownIntervals(tensor, lives, covering)) live(size, from, to);
  }
  const steps: number[] = [];
  let alive = 0;
  let peakStep = 0;
  for (let step = 0; step < layers.length; step++) {
    alive += change[step] as number;
    steps.push(alive);
    if (alive > (steps[peakStep] as number)) peakStep = step;
  }
  const aliveOf = (tensor: LayerId): readonly Interval[] => ownIntervals(tensor, lives, covers.get(tensor) ?? []);
  const heldAt = (step: number): readonly LayerId[] =>
    tensors.filter((tensor) => aliveOf(tensor).some(([from, to]) => from <= step && step <= to));
  return {
    steps,
    isPartial,
    peakStep,
    heldAt,
    tensors: () => tensors.map((layer) => ({ layer, alive: aliveOf(layer) })),
  };
}

/** For each tensor that is a slice of concat results: when these are there. A slice of a slice belongs to the outermost. */
function coversOf(
  graph: Dataflow,
  layers: readonly LayerId[],
  lives: Lifetimes,
): ReadonlyMap<LayerId, readonly Interval[]> {
  const covers = new Map<LayerId, Interval[]>();
  for (let i = layers.length - 1; i >= 0; i--) {
    const layer = graph.layers[layers[i] as LayerId];
    if (layer?.op !== ops.concat) continue;
    let end = lives.death(layer.id);
    for (const [, to] of covers.get(layer.id) ?? []) end = Math.max(end, to);
    const cover: Interval = [lives.birth(layer.id), end];
    for (const input of new Set(layer.inputs)) {
      const list = covers.get(input);
      if (list) list.push(cover);
      else covers.set(input, [cover]);
    }
  }
  return covers;
}

/** Steps at which a tensor takes room of its own: its lifetime less those of the results that cover it. */
function ownIntervals(tensor: LayerId, lives: Lifetimes, covering: readonly Interval[]): Interval[] {
  // Covers are in falling order of their steps.
  const intervals: Interval[] = [];
  let start = lives.birth(tensor);
  const end = lives.death(tensor);
  for (let i = covering.length - 1; i >= 0 && start <= end; i--) {
    const [from, to] = covering[i] as Interval;
    if (start < from) intervals.push([start, Math.min(from - 1, end)]);
    start = Math.max(start, to + 1);
  }
  if (start <= end) intervals.push([start, end]);
  return intervals;
}
