/**
 * The part of the panel's state that the picture shows: what is open in it, selected, hovered and searched for. Which
 * bodies a network opens with and what hides a node are rules of src/view/open-nodes.ts.
 */

import type { CompareReport } from '../../src/protocol/compare';
import type { ViewMetric, ViewModel } from '../../src/view/model';
import { bodiesAround, findNodes, firstOpen, pictureKey } from '../../src/view/open-nodes';
import type { UnionMark } from '../../src/view/union';
import type { GraphContent } from '../graph/api';
import { nodesById } from './nodes';

/** Bodies that are open in the picture, by id. Those that an edit has taken away stay, so that undoing it opens them again. */
export interface OpenNodes {
  /** Key of the picture that they belong to. */
  readonly of: string;
  readonly ids: readonly string[];
}

export interface PictureState {
  readonly view: ViewModel | null;
  readonly metric: ViewMetric;
  readonly openNodes: OpenNodes;
  /** Id of the selected node. */
  readonly selection: string | null;
  readonly hover: string | null;
  /** What is searched for; empty for no search. */
  readonly find: string;
}

/** What stays open when this view comes; another network opens as it does at first. */
export function openIn(view: ViewModel, before: OpenNodes): OpenNodes {
  const of = pictureKey(view);
  return before.of === of ? before : { of, ids: firstOpen(view) };
}

export function withToggled({ of, ids }: OpenNodes, nodes: readonly string[], isOpen: boolean): OpenNodes {
  const toggled = new Set(nodes);
  const others = ids.filter((id) => !toggled.has(id));
  return { of, ids: isOpen ? [...others, ...nodes] : others };
}

export function withAllToggled(view: ViewModel, { of }: OpenNodes, isOpen: boolean): OpenNodes {
  return { of, ids: isOpen ? view.nodes.filter(({ children }) => children.length > 0).map(({ id }) => id) : [] };
}

/** With all open that hides a node. */
export function withShown(view: ViewModel, open: OpenNodes, node: string): OpenNodes {
  const closed = bodiesAround(nodesById(view), node).filter((id) => !open.ids.includes(id));
  return closed.length === 0 ? open : { of: open.of, ids: [...open.ids, ...closed] };
}

const searches = new WeakMap<ViewModel, { readonly text: string; readonly ids: readonly string[] }>();

/** Nodes that the search finds, in written order. The same list for the same view and text. */
export function foundNodes({ view, find }: Pick<PictureState, 'view' | 'find'>): readonly string[] {
  if (view === null) return [];
  let search = searches.get(view);
  if (search?.text !== find) {
    search = { text: find, ids: findNodes(view, find) };
    searches.set(view, search);
  }
  return search.ids;
}

/** The match after the selected node, or before it; undefined where there is none. */
export function nextFound(state: PictureState, step: 1 | -1): string | undefined {
  const found = foundNodes(state);
  const at = state.selection === null ? -1 : found.indexOf(state.selection);
  const from = at < 0 && step < 0 ? 0 : at;
  return found[(from + step + found.length) % found.length];
}

/** With a comparison what is gone has its place in the picture. */
export function graphContent(
  view: ViewModel,
  state: PictureState,
  before: ViewModel | null,
  comparison: CompareReport | undefined,
  notes: GraphContent['notes'],
): GraphContent {
  return {
    view: comparison?.union ?? view,
    before,
    marks: comparison === undefined ? null : marksOf(comparison),
    notes,
    metric: state.metric,
    open: state.openNodes.ids,
    selected: state.selection,
    hovered: state.hover,
    found: state.find.trim() === '' ? null : foundNodes(state),
  };
}

const marks = new WeakMap<CompareReport, ReadonlyMap<string, UnionMark>>();

/** The same map for the same comparison. */
function marksOf(report: CompareReport): ReadonlyMap<string, UnionMark> {
  const known = marks.get(report) ?? new Map(report.marks.map(({ node, mark }) => [node, mark]));
  marks.set(report, known);
  return known;
}
