/**
 * Places storages in one arena so that those alive at the same time never overlap: largest first, each at the
 * lowest gap that holds it (greedy by size, Pisarchyk and Lee 2020). Knows nothing of tensors or layers.
 */

export interface Storage {
  readonly floats: number;
  /** First and last step at which it must keep its values, inclusive. */
  readonly first: number;
  readonly last: number;
}

export interface ArenaLayout {
  /** By the position of the storage. */
  readonly offsets: readonly number[];
  readonly floats: number;
  /** The most floats alive at one step. */
  readonly peakFloats: number;
}

/** Storages start at multiples of 16 floats: a cache line, and whole SIMD vectors. */
const alignment = 16;

export function alignFloats(floats: number): number {
  return Math.ceil(floats / alignment) * alignment;
}

/** Beyond this many, looking for gaps takes longer than the run is worth; storages then simply follow one another. */
const mostPlaced = 20_000;

export function layOutArena(storages: readonly Storage[]): ArenaLayout {
  if (storages.length > mostPlaced) return inARow(storages);
  const offsets = new Array<number>(storages.length).fill(0);
  const bySize = storages.map((_, index) => index);
  bySize.sort((a, b) => (storages[b] as Storage).floats - (storages[a] as Storage).floats || a - b);
  // Placed storages by offset, so that one pass finds the gaps.
  const placed: { readonly storage: Storage; readonly start: number; readonly end: number }[] = [];
  let floats = 0;
  for (const index of bySize) {
    const storage = storages[index] as Storage;
    const size = alignFloats(storage.floats);
    let start = 0;
    for (const other of placed) {
      if (other.storage.last < storage.first || storage.last < other.storage.first) continue;
      if (start + size <= other.start) break;
      start = Math.max(start, other.end);
    }
    offsets[index] = start;
    const at = placed.findIndex((other) => other.start > start);
    placed.splice(at < 0 ? placed.length : at, 0, { storage, start, end: start + size });
    floats = Math.max(floats, start + size);
  }
  return { offsets, floats, peakFloats: peakFloats(storages) };
}

function inARow(storages: readonly Storage[]): ArenaLayout {
  const offsets: number[] = [];
  let floats = 0;
  for (const storage of storages) {
    offsets.push(floats);
    floats += alignFloats(storage.floats);
  }
  return { offsets, floats, peakFloats: peakFloats(storages) };
}

function peakFloats(storages: readonly Storage[]): number {
  const changes = storages.flatMap(({ first, last, floats }) => [
    { step: first, floats },
    { step: last + 1, floats: -floats },
  ]);
  // At one step what ends is taken away before what begins is added.
  changes.sort((a, b) => a.step - b.step || a.floats - b.floats);
  let alive = 0;
  let peak = 0;
  for (const change of changes) {
    alive += change.floats;
    peak = Math.max(peak, alive);
  }
  return peak;
}
