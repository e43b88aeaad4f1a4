/**
 * Between places in the text and nodes of a view model: which nodes the cursor stands in, and which text a target in
 * the preview means. Pure, so that it is tested without VS Code.
 */

import type { RevealTarget } from '../../protocol/messages';
import type { ViewPlaces } from '../../view/model';

/** Offsets are UTF-16 units of the file's text. */
export interface TextPlace {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Ids of the nodes whose text holds the offset, the smallest text first. One text stands for several nodes where a
 * module is called often: first the selected node itself, then those in the same call as it, then in written order.
 */
export function nodesAt(places: ViewPlaces, file: string, offset: number, selected: string | null): readonly string[] {
  const found = places.nodes.filter((place) => place.file === file && place.start <= offset && offset <= place.end);
  const call = selected?.split('/')[0];
  const distance = (id: string): number => (id === selected ? 0 : id.split('/')[0] === call ? 1 : 2);
  return found
    .sort((a, b) => a.end - a.start - (b.end - b.start) || distance(a.id) - distance(b.id))
    .map(({ id }) => id);
}

/** The text that a target means, or undefined for one that is not in this view. */
export function placeOf({ kind, id }: RevealTarget, places: ViewPlaces): TextPlace | undefined {
  if (kind === 'node') {
    const node = places.nodes.find((place) => place.id === id);
    return node && { file: node.file, start: node.nameStart, end: node.nameEnd };
  }
  const found = places[kind === 'error' ? 'errors' : 'budgets'].find((place) => place.id === id);
  return found && { file: found.file, start: found.start, end: found.end };
}
