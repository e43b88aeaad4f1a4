/**
 * Which layer of one network is which of another: by what it is (its kind and call, what comes out, what it costs) and
 * where it stands (its path, its body, its place in the order). First an alignment that keeps the order and has the most
 * in common; then what has moved against the order, by its path, else by what it is. A name that a person gave goes
 * before everything: while both networks have it, it is not taken for another.
 */

import type { NetworkAnalysis } from '../analysis/analysis';
import type { LayerId } from '../graph/graph';
import { formatCall } from '../ops/format-value';

/** For each layer of the new network its counterpart in the old one; undefined where it was added. */
export type LayerMatch = readonly (LayerId | undefined)[];

/** What two layers may have in common, by number: equal numbers are equal things. */
interface Traits {
  readonly op: number;
  readonly call: number;
  readonly shape: number;
  readonly cost: number;
  readonly path: number;
  readonly block: number;
  /** Named by a person, and of the same kind under that name in the other network. */
  readonly isKept: boolean;
  readonly isNamed: boolean;
}

/** Pairs of layers that are weighed against each other; beyond them order is not looked at. */
const mostPairs = 2 ** 24;

export function matchLayers(before: NetworkAnalysis, after: NetworkAnalysis): LayerMatch {
  const { old, fresh } = traitsOf(before, after);
  const found = new Array<LayerId | undefined>(fresh.length).fill(undefined);
  const taken = new Set<LayerId>();
  const pair = (oldId: LayerId, id: LayerId): void => {
    found[id] = oldId;
    taken.add(oldId);
  };
  const isEqual = (a: Traits | undefined, b: Traits | undefined): boolean =>
    a !== undefined && b !== undefined && a.path === b.path && isSameThing(a, b);
  let start = 0;
  for (; start < old.length && isEqual(old[start], fresh[start]); start++) pair(start, start);
  let end = 0;
  const shorter = Math.min(old.length, fresh.length) - start;
  for (; end < shorter && isEqual(old.at(-1 - end), fresh.at(-1 - end)); end++) {
    pair(old.length - 1 - end, fresh.length - 1 - end);
  }
  const [oldEnd, freshEnd] = [old.length - end, fresh.length - end];
  if ((oldEnd - start) * (freshEnd - start) <= mostPairs) align(old, fresh, start, oldEnd, freshEnd, pair);
  for (const key of [pathKey, thingKey]) {
    const waiting = new Map<string, LayerId[]>();
    for (let id = start; id < oldEnd; id++) {
      if (taken.has(id)) continue;
      const of = key(old[id] as Traits);
      const list = waiting.get(of);
      if (list === undefined) waiting.set(of, [id]);
      else list.push(id);
    }
    for (let id = start; id < freshEnd; id++) {
      if (found[id] !== undefined) continue;
      const oldId = waiting.get(key(fresh[id] as Traits))?.shift();
      if (oldId !== undefined) pair(oldId, id);
    }
  }
  return found;
}

function pathKey({ op, path }: Traits): string {
  return `${op} ${path}`;
}

function thingKey({ op, call, shape, cost }: Traits): string {
  return `${op} ${call} ${shape} ${cost}`;
}

function isSameThing(a: Traits, b: Traits): boolean {
  return a.op === b.op && a.call === b.call && a.shape === b.shape && a.cost === b.cost;
}

/** What two layers have in common; 0 where they are not the same one. */
function likeness(a: Traits, b: Traits): number {
  const isOneName = a.path === b.path;
  if (a.op !== b.op || ((a.isKept || b.isKept) && !isOneName)) return 0;
  if (!isOneName && (a.isNamed || b.isNamed) && a.call !== b.call) return 0;
  const isOneCall = a.call === b.call;
  const isOneShape = a.shape === b.shape;
  return (
    1 +
    (isOneName ? 2 : 0) +
    (a.block === b.block ? 1 : 0) +
    (isOneCall ? 2 : 0) +
    (isOneShape ? 1 : 0) +
    (isOneCall && isOneShape && a.cost === b.cost ? 5 : 0)
  );
}

/** The pairs in order that have the most in common together (Needleman and Wunsch, without a price for gaps). */
function align(
  old: readonly Traits[],
  fresh: readonly Traits[],
  start: number,
  oldEnd: number,
  freshEnd: number,
  pair: (oldId: LayerId, id: LayerId) => void,
): void {
  const [rows, columns] = [oldEnd - start, freshEnd - start];
  if (rows === 0 || columns === 0) return;
  // From the end, so that the first of equal ways is read from the front.
  const ways = new Uint8Array(rows * columns);
  let below = new Float64Array(columns + 1);
  for (let row = rows - 1; row >= 0; row--) {
    const best = new Float64Array(columns + 1);
    for (let column = columns - 1; column >= 0; column--) {
      const alike = likeness(old[start + row] as Traits, fresh[start + column] as Traits);
      const together = alike === 0 ? -1 : alike + (below[column + 1] as number);
      const withoutOld = below[column] as number;
      const withoutNew = best[column + 1] as number;
      const most = Math.max(together, withoutOld, withoutNew);
      best[column] = most;
      ways[row * columns + column] = together === most ? 0 : withoutOld === most ? 1 : 2;
    }
    below = best;
  }
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    const way = ways[row * columns + column];
    if (way === 0) pair(start + row, start + column);
    if (way !== 2) row++;
    if (way !== 1) column++;
  }
}

function traitsOf(
  before: NetworkAnalysis,
  after: NetworkAnalysis,
): { readonly old: readonly Traits[]; readonly fresh: readonly Traits[] } {
  const numbers = new Map<string, number>();
  const number = (text: string): number => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  };
  const namesIn = ({ graph }: NetworkAnalysis): ReadonlySet<string> =>
    new Set(graph.layers.map(({ op, path }) => `${op.name} ${path}`));
  const traits = (network: NetworkAnalysis, others: ReadonlySet<string>): readonly Traits[] =>
    network.graph.layers.map(({ id, op, path, attributes, block }) => {
      const cost = network.costs[id];
      const isNamed = !/_\d+$/.test(path);
      return {
        op: number(op.name),
        call: number(formatCall(op, attributes)),
        shape: number(String(network.shapes[id]?.map((side) => side ?? '?'))),
        cost: number(`${cost?.multiplies} ${cost?.params}`),
        path: number(path),
        block: number(network.graph.blocks[block]?.path ?? ''),
        isKept: isNamed && others.has(`${op.name} ${path}`),
        isNamed,
      };
    });
  return { old: traits(before, namesIn(after)), fresh: traits(after, namesIn(before)) };
}
