/** Nodes of a view by their ids. */

import type { ViewModel, ViewNode } from '../../src/view/model';

const indexes = new WeakMap<ViewModel, ReadonlyMap<string, ViewNode>>();

/** Kept per view, which never changes. */
export function nodesById(view: ViewModel): ReadonlyMap<string, ViewNode> {
  let index = indexes.get(view);
  if (index === undefined) {
    index = new Map(view.nodes.map((node) => [node.id, node]));
    indexes.set(view, index);
  }
  return index;
}

export function findNode(view: ViewModel | null, id: string | null): ViewNode | undefined {
  return view === null || id === null ? undefined : nodesById(view).get(id);
}

const lines = new WeakMap<ViewModel, ReadonlyMap<string, number>>();

/** Line of a node's text, from 1. */
export function lineOf(view: ViewModel, { id }: ViewNode): number {
  let byId = lines.get(view);
  if (byId === undefined) {
    byId = new Map(view.nodes.map((node, index) => [node.id, view.lines[index] ?? 1]));
    lines.set(view, byId);
  }
  return byId.get(id) ?? 1;
}
