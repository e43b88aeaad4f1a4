/**
 * Where the arrow keys lead in a picture: up and down along the flow, left and right between neighbouring branches,
 * into and out of bodies. Pure, so that it is tested without a page.
 */

import { ENTRY, EXIT, type ViewEdge, type ViewModel, type ViewNode } from './model';

export type ArrowKey = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

export type Move =
  | { readonly kind: 'go'; readonly to: string }
  | { readonly kind: 'expand' | 'collapse'; readonly id: string }
  | undefined;

export class Navigator {
  private readonly nodes: ReadonlyMap<string, ViewNode>;
  private readonly into = new Map<string, ViewEdge[]>();
  private readonly outOf = new Map<string, ViewEdge[]>();

  constructor(readonly model: ViewModel) {
    this.nodes = new Map(model.nodes.map((node) => [node.id, node]));
    for (const edge of model.edges) {
      if (edge.from !== ENTRY) list(this.outOf, edge.from).push(edge);
      if (edge.to !== EXIT) list(this.into, edge.to).push(edge);
    }
  }

  move(id: string, key: ArrowKey, open: ReadonlySet<string>): Move {
    const node = this.nodes.get(id);
    if (node === undefined) return undefined;
    const isOpen = node.children.length > 0 && open.has(id);
    switch (key) {
      case 'ArrowDown':
        return go(this.below(node));
      case 'ArrowUp':
        return go(this.above(node));
      case 'ArrowRight':
        if (node.children.length > 0 && !isOpen) return { kind: 'expand', id };
        if (isOpen) return go(node.children[0]);
        return go(this.neighbour(node, 1) ?? this.sideHead(node));
      case 'ArrowLeft':
        if (isOpen) return { kind: 'collapse', id };
        return go(this.neighbour(node, -1) ?? this.headSource(node) ?? (node.parent === '' ? undefined : node.parent));
    }
  }

  private below(node: ViewNode): string | undefined {
    const next = this.outOf.get(node.id)?.find((edge) => edge.to !== EXIT && !edge.isSide);
    if (next !== undefined) return next.to;
    const parent = this.nodes.get(node.parent);
    if (parent !== undefined && parent.kind !== 'head') return this.below(parent);
    return undefined;
  }

  private above(node: ViewNode): string | undefined {
    const before = this.into.get(node.id)?.find((edge) => edge.from !== ENTRY);
    if (before !== undefined) return before.from;
    return node.parent === '' ? undefined : node.parent;
  }

  /** In the nearest branch on that side that is not an identity, the node at the same depth, or its last one. */
  private neighbour(node: ViewNode, step: 1 | -1): string | undefined {
    const own = node.branches.at(-1);
    if (own === undefined) return undefined;
    const siblings = this.siblings(node);
    const inBranch = (index: number) =>
      siblings.filter((id) => {
        const last = this.nodes.get(id)?.branches.at(-1);
        return last?.join === own.join && last.index === index;
      });
    const depth = inBranch(own.index).indexOf(node.id);
    const count = this.nodes.get(own.join)?.joinChannels.length ?? 0;
    for (let index = own.index + step; index >= 0 && index < count; index += step) {
      const found = inBranch(index);
      if (found.length > 0) return found[Math.min(depth, found.length - 1)];
    }
    return undefined;
  }

  private siblings(node: ViewNode): readonly string[] {
    return this.nodes.get(node.parent)?.children ?? this.model.children;
  }

  private sideHead(node: ViewNode): string | undefined {
    return this.outOf.get(node.id)?.find((edge) => edge.isSide)?.to;
  }

  private headSource(node: ViewNode): string | undefined {
    return node.kind === 'head' ? this.into.get(node.id)?.[0]?.from : undefined;
  }
}

function go(to: string | undefined): Move {
  return to === undefined ? undefined : { kind: 'go', to };
}

function list<K, V>(map: Map<K, V[]>, key: K): V[] {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made: V[] = [];
  map.set(key, made);
  return made;
}
