/**
 * What another order of computing the branches of joins would save of peak memory. A join's value does not depend on that
 * order, only what is kept meanwhile does: a branch that needs much and leaves little goes first.
 *
 * What is alive while a branch is computed depends on which branches are done, not on the order they were done in. So the
 * best order is found exactly over sets of branches (Held and Karp 1962), each weighed by the liveness that counts the
 * peak. Joins are taken from the innermost outwards, an outer one with the inner ones in their best order.
 */

import type { Block, BlockId, Graph, LayerId } from '../graph/graph';
import type { Dim } from '../ops/dim';
import { ops } from '../ops/registry';
import type { NetworkAnalysis } from './analysis';
import { type Dataflow, type LiveTensor, liveBytes } from './liveness';

export interface BranchOrder {
  /** The block of the join. */
  readonly join: BlockId;
  /** The most bytes alive while it is computed, in written order and in the best one. */
  readonly written: number;
  readonly best: number;
  /** Branches that compute something, by their places in the text from 0; as written where nothing is better. */
  readonly order: readonly number[];
}

export interface BranchOrders {
  /** Of the joins with several branches that compute something, in written order. */
  readonly joins: readonly BranchOrder[];
  /** Joins with more branches than are tried. */
  readonly untried: number;
  /** The network's peak with each join in its best order. */
  readonly peakBytes: number;
}

/** Sets of branches double with each: 256 of them are weighed. */
const mostBranches = 8;

/** Of what the main outputs need; undefined where a size is unknown. */
export function branchOrders(network: NetworkAnalysis): BranchOrders | undefined {
  const { graph, main } = network;
  if (main.sums.peakBytes.isPartial) return undefined;
  const written = main.layers;
  const meter = new Meter(network);
  const order = [...written];
  const known = new Map<string, Found>();
  const joins: BranchOrder[] = [];
  let untried = 0;
  for (const place of joinPlaces(network)) {
    const { from, to, branches } = place;
    if (branches.length > mostBranches) {
      untried++;
      continue;
    }
    const live = main.live.steps.slice(from, to + 1);
    const alone = meter.steps(written.slice(from, to + 1), from);
    // What is kept all the while for others: where it is not the same at each step, the join does not stand for itself.
    const others = (live[0] ?? 0) - (alone[0] ?? 0);
    if (live.some((bytes, step) => bytes !== (alone[step] ?? 0) + others)) continue;
    const pieces = branches.map((branch) => order.slice(branch.from, branch.to + 1));
    const end = order.slice(to, to + 1);
    if (readsAcross(graph, pieces)) continue;
    // Modules that are alike have like answers.
    const { flow, bytes } = meter.flowOf([...pieces.flat(), ...end], from);
    const shape = flow.layers.map(({ op, inputs }) => [op.name, ...inputs]);
    const key = JSON.stringify([pieces.map(({ length }) => length), bytes, shape]);
    const found = known.get(key) ?? bestOrder(pieces, end, (layers) => meter.steps(layers, from));
    known.set(key, found);
    joins.unshift({
      join: place.join,
      written: Math.max(...live),
      best: found.peak + others,
      order: found.order.map((branch) => branches[branch]?.index ?? branch),
    });
    order.splice(from, to - from, ...found.order.flatMap((branch) => pieces[branch] ?? []));
  }
  return { joins, untried, peakBytes: meter.steps(order, 0).reduce((most, bytes) => Math.max(most, bytes), 0) };
}

/** Steps of the main outputs, both ends included. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** The last step is that of the join's own layer. */
interface JoinPlace extends Range {
  readonly join: BlockId;
  readonly branches: readonly (Range & { readonly index: number })[];
}

/** Joins of branches that are computed one after the other and then joined; inner ones before those around them. */
function joinPlaces({ graph, main }: NetworkAnalysis): readonly JoinPlace[] {
  const stepOf = new Map(main.layers.map((layer, step) => [layer, step]));
  const ranges = blockRanges(graph, stepOf);
  const places: JoinPlace[] = [];
  // A block's id is above its parent's.
  for (const block of graph.blocks.toReversed()) {
    if (block.kind !== 'join') continue;
    const to = stepOf.get(joinLayer(block));
    const branches = block.children
      .flatMap((child, index) => ('block' in child ? [{ index, range: ranges[child.block] }] : []))
      .flatMap(({ index, range }) => (range === undefined ? [] : [{ index, ...range }]));
    const from = branches[0]?.from;
    if (to === undefined || from === undefined || branches.length < 2) continue;
    const isWhole = branches.every((branch, at) => (branches[at + 1]?.from ?? to) === branch.to + 1);
    if (isWhole) places.push({ join: block.id, from, to, branches });
  }
  return places;
}

function joinLayer({ children }: Block): LayerId {
  const last = children.at(-1);
  return last !== undefined && 'layer' in last ? last.layer : -1;
}

/** The steps that each block takes; undefined for one that computes nothing. */
function blockRanges({ blocks, layers }: Graph, stepOf: ReadonlyMap<LayerId, number>): readonly (Range | undefined)[] {
  const ranges = new Array<Range | undefined>(blocks.length).fill(undefined);
  const widen = (block: BlockId, { from, to }: Range): void => {
    const range = ranges[block];
    ranges[block] =
      range === undefined ? { from, to } : { from: Math.min(range.from, from), to: Math.max(range.to, to) };
  };
  for (const [layer, step] of stepOf) widen(layers[layer]?.block ?? 0, { from: step, to: step });
  for (let id = blocks.length - 1; id > 0; id--) {
    const range = ranges[id];
    if (range !== undefined) widen(blocks[id]?.parent ?? 0, range);
  }
  return ranges;
}

function readsAcross({ layers }: Graph, pieces: readonly (readonly LayerId[])[]): boolean {
  const pieceOf = new Map(pieces.flatMap((piece, index) => piece.map((layer) => [layer, index])));
  return pieces.some((piece, index) =>
    piece.some((layer) => layers[layer]?.inputs.some((input) => (pieceOf.get(input) ?? index) !== index)),
  );
}

/** Counts what some layers of a network keep alive when they are computed in any order. */
class Meter {
  /** The last step of the written order that reads each layer. */
  private readonly lastReads: Int32Array;
  private readonly tensors: ReadonlyMap<LayerId, LiveTensor>;

  constructor(private readonly network: NetworkAnalysis) {
    const { graph, main } = network;
    this.lastReads = new Int32Array(graph.layers.length).fill(-1);
    main.layers.forEach((layer, step) => {
      for (const input of graph.layers[layer]?.inputs ?? []) if (input >= 0) this.lastReads[input] = step;
    });
    this.tensors = new Map(main.live.tensors().map((tensor) => [tensor.layer, tensor]));
  }

  /** Bytes at each step. `layers` are all of the written order from step `from` on until an end of theirs. */
  steps(layers: readonly LayerId[], from: number): readonly number[] {
    const { flow, bytes, steps } = this.flowOf(layers, from);
    return liveBytes(flow, bytes, steps).steps.slice(0, layers.length);
  }

  /**
   * The layers with ids in the order in which they are computed: what they read of others first, then they themselves,
   * then a reader of all that is still to be read.
   */
  flowOf(
    layers: readonly LayerId[],
    from: number,
  ): { readonly flow: Dataflow; readonly bytes: readonly Dim[]; readonly steps: readonly number[] } {
    const { graph, activationBytes } = this.network;
    const inside = new Set(layers);
    const end = from + layers.length - 1;
    const inputsOf = (layer: LayerId): readonly LayerId[] => graph.layers[layer]?.inputs ?? [];
    const outside = [...new Set(layers.flatMap(inputsOf))].filter((input) => !inside.has(input));
    const all = [...outside, ...layers];
    const ids = new Map(all.map((layer, id) => [layer, id]));
    const lasting = all.filter((layer) => (this.lastReads[layer] ?? -1) > end);
    const isConcat = (layer: LayerId): boolean => inside.has(layer) && graph.layers[layer]?.op === ops.concat;
    const flow = [...all, undefined].map((layer, id) => {
      const read = layer === undefined ? lasting : inside.has(layer) ? inputsOf(layer) : [];
      const op = layer !== undefined && isConcat(layer) ? ops.concat : ops.identity;
      return { id, op, inputs: read.map((input) => ids.get(input) ?? -1) };
    });
    const bytes = all.map((layer) => (inside.has(layer) || this.isHeld(layer, from) ? activationBytes[layer] : 0));
    return { flow: { layers: flow }, bytes: [...bytes, 0], steps: flow.map(({ id }) => id).slice(outside.length) };
  }

  private isHeld(layer: LayerId, step: number): boolean {
    return this.tensors.get(layer)?.alive.some(([from, to]) => from <= step && step <= to) === true;
  }
}

interface Found {
  readonly peak: number;
  /** Indexes into the pieces: of the best orders the first in lexical order, which is the written one if it is among them. */
  readonly order: readonly number[];
}

/** `stepsOf` gives the bytes at each step of an order of all layers. */
function bestOrder(
  pieces: readonly (readonly LayerId[])[],
  end: readonly LayerId[],
  stepsOf: (layers: readonly LayerId[]) => readonly number[],
): Found {
  const all = pieces.map((_, index) => index);
  const isDone = (done: number, piece: number): boolean => (done & (1 << piece)) !== 0;
  /** The most bytes while a piece is computed after some others. */
  const peakOf = (done: number, piece: number): number => {
    const before = all.filter((other) => isDone(done, other));
    const after = all.filter((other) => other !== piece && !isDone(done, other));
    const layers = [...before, piece, ...after].flatMap((index) => pieces[index] ?? []);
    const start = before.reduce((sum, index) => sum + (pieces[index]?.length ?? 0), 0);
    return Math.max(...stepsOf([...layers, ...end]).slice(start, start + (pieces[piece]?.length ?? 0)));
  };
  const whole = 2 ** pieces.length - 1;
  const peaks: number[][] = [];
  /** The least peak of what is left, by the set of what is done. */
  const least = new Array<number>(whole + 1).fill(Math.max(...stepsOf([...pieces.flat(), ...end]).slice(-end.length)));
  for (let done = whole - 1; done >= 0; done--) {
    const row = all.map((piece) =>
      isDone(done, piece) ? Infinity : Math.max(peakOf(done, piece), least[done | (1 << piece)] ?? Infinity),
    );
    peaks[done] = row;
    least[done] = Math.min(...row);
  }
  const peak = least[0] ?? 0;
  const order: number[] = [];
  for (let done = 0; done !== whole; ) {
    const next = (peaks[done] ?? []).findIndex((bytes) => bytes <= peak);
    order.push(next);
    done |= 1 << next;
  }
  return { peak, order };
}
