/**
 * What a preview shows while the text has a syntax error: the last good picture, with the errors of now. One text gives
 * one view (build.ts); whoever shows several in a row keeps the one before and asks here.
 */

import type { FileView, ViewModel, ViewNode, ViewPlaces } from './model';

/** `before` is what is shown of the same file and network, if anything is. */
export function withLastGood(before: FileView | undefined, now: FileView): FileView {
  if (!now.isBroken || before === undefined || before.view === null) return now;
  // The nodes are those of another text, so none is said to be at fault.
  const errors = now.errors.map((error) => ({ ...error, node: null }));
  return {
    view: { ...before.view, status: 'broken', errors },
    modules: now.modules,
    errors,
    places: { ...now.places, nodes: nodePlaces(before.view, now) },
    isBroken: true,
  };
}

/**
 * Where the nodes of the picture are in the text of now: those before the first one that differs and those after the last, which an
 * edit between has only moved. Of the others nothing is known, and no text is marked for them.
 */
function nodePlaces(shown: ViewModel, { view, places }: FileView): ViewPlaces['nodes'] {
  if (view?.network !== shown.network) return [];
  const was = shown.nodes;
  const is = view.nodes;
  const most = Math.min(was.length, is.length);
  let first = 0;
  while (first < most && isAlike(was[first], is[first])) first++;
  let last = 0;
  while (last < most - first && isAlike(was.at(-1 - last), is.at(-1 - last))) last++;
  const shownAs = new Map<string, string>();
  for (let at = 0; at < first; at++) shownAs.set(is[at]?.id ?? '', was[at]?.id ?? '');
  for (let at = 1; at <= last; at++) shownAs.set(is.at(-at)?.id ?? '', was.at(-at)?.id ?? '');
  return places.nodes.flatMap((place) => {
    const id = shownAs.get(place.id);
    return id === undefined ? [] : [{ ...place, id }];
  });
}

/** By all that is drawn of what is written of a node; its number is not, which moves with the layers before it. */
function isAlike(one: ViewNode | undefined, other: ViewNode | undefined): boolean {
  return one !== undefined && other !== undefined && written(one) === written(other);
}

function written(node: ViewNode): string {
  const { kind, op, level, title, suffix, filters, subtitle, argumentText, branchLabel, shape, inputShape } = node;
  return JSON.stringify([
    kind,
    op,
    level,
    title,
    suffix,
    filters,
    subtitle,
    argumentText,
    branchLabel,
    shape,
    inputShape,
  ]);
}
