/**
 * How what a body with branches costs is spread over them: the share of each, what channels it gives for that, and how far
 * the dearest one is from the mean. Of a repeat one turn stands for all. Reads the view model, whose counts it is made of.
 */

import { nodeKernel } from './icicle';
import type { ViewMetric, ViewModel, ViewNode } from './model';

export interface BalanceBranch {
  /** From 0, in written order. */
  readonly index: number;
  /** What it is told by: the kernel of its dearest layer, `3×3`, else that layer's title. */
  readonly label: string;
  readonly value: number;
  /** Of the body's branches together; 0 where they cost nothing. */
  readonly share: number;
  /** Channels that it brings to a concat; null for a join of another kind, and where unknown. */
  readonly channels: number | null;
}

export interface BalanceRow {
  /** Id of the node that has the branches in it; that of the join for branches of the network's own body. */
  readonly node: string;
  readonly name: string;
  readonly path: string;
  /** Turns that it stands for. */
  readonly turns: number;
  readonly branches: readonly BalanceBranch[];
  /** Of the branches together, in one turn. */
  readonly value: number;
  /** The dearest branch over the mean of all; null where they cost nothing, or a cost is unknown. */
  readonly balance: number | null;
}

/** Rows in which one branch costs more than all the others together. */
export interface BalanceFinding {
  readonly rows: number;
  /** Of so many. */
  readonly of: number;
  /** Least and largest share of that branch in cost, and in channels where all have them. */
  readonly cost: readonly [number, number];
  readonly channels: readonly [number, number] | null;
}

export function balanceRows(view: ViewModel, metric: ViewMetric): readonly BalanceRow[] {
  const byId = new Map(view.nodes.map((node) => [node.id, node]));
  const inJoin = new Map<string, ViewNode[]>();
  for (const node of view.nodes) {
    const join = node.branches[0]?.join;
    if (join !== undefined) inJoin.set(join, [...(inJoin.get(join) ?? []), node]);
  }
  const joinsIn = new Map<string, number>();
  const outer = view.nodes.filter(
    ({ id, kind, branches }) => kind === 'join' && branches.length === 0 && inJoin.has(id),
  );
  for (const { parent } of outer) joinsIn.set(parent, (joinsIn.get(parent) ?? 0) + 1);
  return outer.flatMap((join) => {
    const body = byId.get(join.parent);
    const repeat = body?.kind === 'turn' ? byId.get(body.parent) : undefined;
    if (repeat !== undefined && repeat.children[0] !== body?.id) return [];
    const isWhole = body !== undefined && joinsIn.get(join.parent) === 1;
    const named = isWhole ? (repeat ?? body) : join;
    return [balanceRow(join, inJoin.get(join.id) ?? [], named, repeat?.turns ?? 1, metric)];
  });
}

function balanceRow(
  join: ViewNode,
  inside: readonly ViewNode[],
  { id, name, path }: ViewNode,
  turns: number,
  metric: ViewMetric,
): BalanceRow {
  const count = Math.max(join.joinChannels.length, ...inside.map(({ branches }) => (branches[0]?.index ?? 0) + 1));
  const costOf = (node: ViewNode): number => node.counts[metric].value ?? 0;
  const groups = Array.from({ length: count }, (_, index) =>
    inside.filter(({ branches }) => branches[0]?.index === index),
  );
  const values = groups.map((group) => group.reduce((sum, node) => sum + costOf(node), 0));
  const value = values.reduce((sum, one) => sum + one, 0);
  const isKnown = inside.every((node) => node.counts[metric].value !== null && !node.counts[metric].isPartial);
  const branches = groups.map((group, index): BalanceBranch => {
    const [dearest] = group.toSorted((a, b) => costOf(b) - costOf(a));
    return {
      index,
      label: dearest === undefined ? '' : nodeKernel(dearest),
      value: values[index] ?? 0,
      share: value === 0 ? 0 : (values[index] ?? 0) / value,
      channels: join.op === 'concat' ? (join.joinChannels[index] ?? null) : null,
    };
  });
  const balance = value === 0 || !isKnown ? null : (Math.max(...values) * count) / value;
  return { node: id, name, path, turns, branches, value, balance };
}

/** Undefined where no row is of that kind. */
export function balanceFinding(rows: readonly BalanceRow[]): BalanceFinding | undefined {
  const found = rows.flatMap(({ branches, balance }) => {
    const [dearest] = branches.toSorted((a, b) => b.share - a.share);
    if (balance === null || dearest === undefined || dearest.share <= 0.5) return [];
    const channels = branches.reduce<number | null>(
      (sum, one) => (sum === null || one.channels === null ? null : sum + one.channels),
      0,
    );
    return [{ cost: dearest.share, channels: channels === null ? null : (dearest.channels ?? 0) / channels }];
  });
  if (found.length === 0) return undefined;
  const range = (values: readonly number[]): readonly [number, number] => [Math.min(...values), Math.max(...values)];
  const channels = found.flatMap((one) => (one.channels === null ? [] : [one.channels]));
  return {
    rows: found.length,
    of: rows.length,
    cost: range(found.map(({ cost }) => cost)),
    channels: channels.length === found.length ? range(channels) : null,
  };
}
