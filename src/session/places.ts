/** Between paths and texts on one side and nodes of a view model on the other: what a preview selects, and where it leads. */

import type { RevealTarget } from '../protocol/messages';
import type { ViewModel, ViewPlaces } from '../view/model';
import type { TextPlace } from './preview-ports';

/**
 * Ids of the nodes of these paths. One text stands for several where a module is called often: first the selected node
 * itself, then those in the same call as it, then the others in the order of the view.
 */
export function nodesOf(view: ViewModel, paths: readonly string[], selected: string | null): readonly string[] {
  const wanted = new Set(paths);
  const call = selected?.split('/')[0];
  const distance = (id: string): number => (id === selected ? 0 : id.split('/')[0] === call ? 1 : 2);
  return view.nodes
    .filter(({ path }) => wanted.has(path))
    .map(({ id }) => id)
    .sort((a, b) => distance(a) - distance(b));
}

/** The text that a target means, or undefined for one that is not in this view. */
export function placeOf({ kind, id }: RevealTarget, places: ViewPlaces): TextPlace | undefined {
  if (kind === 'node') {
    const node = places.nodes.find((place) => place.id === id);
    return node && { file: node.file, start: node.start, end: node.end, caret: node.nameStart };
  }
  const found = places[kind === 'error' ? 'errors' : 'budgets'].find((place) => place.id === id);
  return found && { file: found.file, start: found.start, end: found.end, caret: found.start };
}
