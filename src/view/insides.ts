/**
 * What is inside of closed modules is left out of the view of a large network until it is wanted: a picture of a thousand
 * modules needs none of what is in them. A body then has the ids of its children and none of the nodes.
 */

import type { FileView, ViewModel } from './model';

/** Bodies whose nodes are wanted, by id. */
export type Insides = readonly string[] | 'all';

/** Views of as many nodes are always whole. */
export const wholeUpTo = 3000;

/** The view with the nodes, edges and places of the network's own body and of wanted bodies that stand in such. */
export function withInsides(file: FileView, insides: Insides): FileView {
  const { view, places } = file;
  if (view === null || insides === 'all' || view.nodes.length <= wholeUpTo) return file;
  const wanted = new Set(insides);
  // Bodies of which all is there; parents come before their children.
  const there = new Set(['']);
  const kept = new Set<string>();
  for (const { id, parent } of view.nodes) {
    if (!there.has(parent)) continue;
    kept.add(id);
    if (wanted.has(id)) there.add(id);
  }
  return {
    ...file,
    view: {
      ...view,
      nodes: view.nodes.filter(({ id }) => kept.has(id)),
      lines: view.lines.filter((_, index) => kept.has(view.nodes[index]?.id ?? '')),
      edges: view.edges.filter(({ body }) => there.has(body)),
    },
    places: { ...places, nodes: places.nodes.filter(({ id }) => kept.has(id)) },
  };
}

const withNodes = new WeakMap<ViewModel, ReadonlySet<string>>();

/** Bodies whose nodes the view has. */
export function bodiesThere(view: ViewModel): ReadonlySet<string> {
  const known = withNodes.get(view) ?? new Set(view.nodes.map(({ parent }) => parent));
  withNodes.set(view, known);
  return known;
}

const wholeness = new WeakMap<ViewModel, boolean>();

/** Nothing is left out of it. */
export function isWhole(view: ViewModel): boolean {
  const there = bodiesThere(view);
  const known = wholeness.get(view) ?? view.nodes.every(({ id, children }) => children.length === 0 || there.has(id));
  wholeness.set(view, known);
  return known;
}

/** Bodies that are to be opened so that a node with this path can be seen. */
export function bodiesOfPath(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
