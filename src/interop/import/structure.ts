/**
 * Finds in a graph of layers what a person would write: chains, and joins whose branches all start at one place. A join
 * becomes a block when nothing else reads what is inside of its branches; any other joins results by their names.
 */

import { invariant, present } from '../../base/assert';
import type { ForeignNetwork } from './foreign-network';

/** Something that takes the flow and gives one result, `id`: the place of its last layer. */
export type Item =
  | { readonly kind: 'layer'; readonly id: number }
  | { readonly kind: 'join'; readonly id: number; readonly branches: readonly (readonly Item[])[] };

export interface Step {
  readonly item: Item;
  /** What it reads: one result, or all that a join by name joins. */
  readonly inputs: readonly number[];
}

/** Blocks inside one another, well below what the language takes. */
const mostNested = 20;

interface Node extends Step {
  readonly id: number;
}

/** All layers but the input in an order of execution, each step after what it reads. */
export function stepsOf({ layers, outputs }: ForeignNetwork): readonly Step[] {
  const nodes = new Map<number, Node>();
  const readers = new Map<number, number>();
  const isOutput = new Set(outputs.map(({ layer }) => layer));
  for (const [id, { inputs }] of layers.entries()) {
    if (id === 0) continue;
    nodes.set(id, { id, item: { kind: 'layer', id }, inputs });
    for (const input of inputs) readers.set(input, (readers.get(input) ?? 0) + 1);
  }

  /** Back from a result along what only the next one reads, to where the branch starts. */
  const branchBefore = (end: number) => {
    const inside: Node[] = [];
    let at = end;
    for (;;) {
      const node = nodes.get(at);
      const [before] = node?.inputs ?? [];
      if (node === undefined || before === undefined || node.inputs.length !== 1) break;
      if (readers.get(at) !== 1 || isOutput.has(at)) break;
      inside.push(node);
      at = before;
    }
    return { inside: inside.reverse(), start: at };
  };

  const depths = new Map<number, number>();
  for (const [id, { op, inputs }] of layers.entries()) {
    if (op.group !== 'join' || inputs.length < 2) continue;
    const branches = inputs.map(branchBefore);
    const start = present(branches[0], 'branch').start;
    if (branches.some((branch) => branch.start !== start)) continue;
    const inner = branches.flatMap(({ inside }) => inside.map((node) => depths.get(node.id) ?? 0));
    const depth = 1 + inner.reduce((most, one) => Math.max(most, one), 0);
    if (depth > mostNested) continue;
    depths.set(id, depth);
    for (const { inside } of branches) for (const node of inside) nodes.delete(node.id);
    const item: Item = { kind: 'join', id, branches: branches.map(({ inside }) => inside.map((node) => node.item)) };
    nodes.set(id, { id, item, inputs: [start] });
    readers.set(start, (readers.get(start) ?? 0) - branches.length + 1);
  }
  return inOrder([...nodes.values()]);
}

/**
 * Goes on with what reads the last result as long as there is such a step, the one with the fewest steps behind it first: so
 * a side head stands where it leaves the flow.
 */
function inOrder(nodes: readonly Node[]): readonly Step[] {
  const following = new Map<number, Node[]>();
  const waiting = new Map<Node, number>();
  for (const node of nodes) {
    const inputs = new Set(node.inputs);
    waiting.set(node, inputs.size);
    for (const input of inputs) {
      const others = following.get(input);
      if (others === undefined) following.set(input, [node]);
      else others.push(node);
    }
  }
  // Steps to the end of the longest way; a step's place is above those of what it reads.
  const length = new Map<number, number>();
  for (const { id } of [...nodes].sort((a, b) => b.id - a.id)) {
    const behind = (following.get(id) ?? []).map((next) => length.get(next.id) ?? 0);
    length.set(id, 1 + behind.reduce((most, one) => Math.max(most, one), 0));
  }
  const rank = (a: Node, b: Node) => (length.get(a.id) ?? 0) - (length.get(b.id) ?? 0) || a.id - b.id;
  const steps: Node[] = [];
  // The last of the list is next.
  const ready: Node[] = [];
  const finish = (id: number) => {
    const next = (following.get(id) ?? []).filter((node) => {
      const left = (waiting.get(node) ?? 0) - 1;
      waiting.set(node, left);
      return left === 0;
    });
    ready.push(...next.sort(rank).reverse());
  };
  finish(0);
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    steps.push(node);
    finish(node.id);
  }
  invariant(steps.length === nodes.length, 'every layer comes after what it reads');
  return steps;
}

/** The layers of items, as they are executed when written so. */
export function layersOf(items: readonly Item[]): number[] {
  return items.flatMap((item) => (item.kind === 'layer' ? [item.id] : [...item.branches.flatMap(layersOf), item.id]));
}
