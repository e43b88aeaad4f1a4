/**
 * What is inside of the bodies of a large network, which a view has only where it was asked for: what the panel wants to show
 * of it, and what a person wanted to do that needs it. Below the size of src/view/insides.ts all views are whole.
 */

import { bodiesOfPath, bodiesThere, isWhole } from '../../src/view/insides';
import type { ViewModel } from '../../src/view/model';
import { alike } from '../../src/view/open-nodes';
import { findNode } from './nodes';

/** What of the panel's state it depends on. */
interface Showing {
  readonly view: ViewModel | null;
  readonly openNodes: { readonly ids: readonly string[] };
  readonly openRows: readonly string[];
  readonly waiting: NodeEvent | null;
  readonly find: string;
  readonly costFilter: string;
  readonly costView: string;
  readonly tab: string;
  readonly selection: string | null;
}

/** An event of the panel, as far as it speaks of nodes. */
interface NodeEvent {
  readonly type: string;
  readonly node?: string | null | undefined;
  readonly nodes?: readonly string[];
  readonly isOpen?: boolean;
}

/** Ids of bodies; null for all of them. */
export function wantedInsides(state: Showing): readonly string[] | null {
  const { view, openNodes, openRows, waiting } = state;
  if (view === null || isWhole(view)) return [];
  if (showsAll(state) || (waiting !== null && nodeOf(waiting) === undefined)) return null;
  const there = bodiesThere(view);
  const around = waiting === null ? [] : bodiesOfPath(nodeOf(waiting) ?? '');
  return [...new Set([...openNodes.ids, ...openRows, ...around])].filter((id) => !there.has(id));
}

/** A search, a chart or a list goes through all layers. */
function showsAll({ find, costFilter, costView, tab, selection }: Showing): boolean {
  return (
    find.trim() !== '' ||
    costFilter.trim() !== '' ||
    (tab === 'cost' && costView === 'charts') ||
    (tab === 'layer' && selection !== null) ||
    ['memory', 'run', 'compare'].includes(tab)
  );
}

/** It speaks of nodes that the view does not have, or of all of some kind. */
export function needsInsides(view: ViewModel | null, event: NodeEvent): boolean {
  if (view === null || isWhole(view)) return false;
  if (event.type === 'allToggled') return event.isOpen === true;
  if (event.type === 'bodiesToggled') return event.isOpen === true && (event.nodes ?? []).length > 1;
  const node = nodeOf(event);
  return node !== undefined && findNode(view, node) === undefined;
}

/** The same event, now that all that it waited for is there. */
export function resumed<E extends NodeEvent>(event: E, view: ViewModel): E {
  if (event.type !== 'bodiesToggled') return event;
  const [node] = (event.nodes ?? []).flatMap((id) => findNode(view, id) ?? []);
  return node === undefined ? event : { ...event, nodes: alike(view, node) };
}

/** The one that it selects. */
function nodeOf({ type, node }: NodeEvent): string | undefined {
  return type === 'nodeSelected' || type === 'show' ? (node ?? undefined) : undefined;
}
