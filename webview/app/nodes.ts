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

/** Line of a node's text, from 1. */
export function lineOf(view: ViewModel, node: ViewNode): number {
  return view.lines[view.nodes.indexOf(node)] ?? 1;
}
