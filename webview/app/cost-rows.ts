/**
 * The rows of the cost table: which nodes are in sight, in which order, with what they show. Pure; the table only
 * draws the rows that are on screen, so there may be many.
 */

import { type NumberChange, numberChange } from '../../src/view/change';
import { type HeatStep, heatScale, heatStep } from '../../src/view/heat';
import type { ViewMetric, ViewModel, ViewNode } from '../../src/view/model';
import { nodeShareText } from '../../src/view/node-words';
import { bodiesAround, findNodes } from '../../src/view/open-nodes';
import { type ColumnScope, columnKinds } from './cost-columns';
import { nodesById } from './nodes';
import type { Sort } from './state';

export interface TreeRow {
  readonly node: ViewNode;
  /** 1 at the top. */
  readonly level: number;
  readonly isParent: boolean;
  readonly isOpen: boolean;
  /** Its place among its siblings in sight, from 1, and how many there are. */
  readonly place: number;
  readonly siblings: number;
  /** Its own name, where another row beside it says the same; else empty. */
  readonly name: string;
  /** Of the main total; empty for what is not in it. */
  readonly share: string;
  readonly heat: HeatStep;
  /** Length of the bar from 0 to 1; full is the costliest single layer. */
  readonly bar: number;
  /** What the text says, while something else is tried out: the change, and the length that the bar had. */
  readonly before: { readonly change: NumberChange | undefined; readonly bar: number } | null;
}

export function treeRows(
  scope: ColumnScope,
  openRows: readonly string[],
  sort: Sort | null,
  before: ViewModel | null = null,
  filter = '',
): readonly TreeRow[] {
  const { view, metric } = scope;
  const byId = nodesById(view);
  const oldById = before === null ? undefined : nodesById(before);
  const found = filter.trim() === '' ? undefined : withBodiesAround(findNodes(view, filter), byId);
  // What is found is in sight.
  const open = found ?? new Set(openRows);
  // What is tried out is measured by what the text says, so that a colour means what it meant.
  const scale = heatScale(before ?? view, metric);
  const costliest = (before ?? view).costliest[metric];
  const rows: TreeRow[] = [];

  const add = (ids: readonly string[], level: number): void => {
    const nodes = ids
      .map((id) => byId.get(id))
      .filter((node) => node !== undefined && isListed(node, metric) && found?.has(node.id) !== false);
    const sorted = sort === null ? nodes : [...nodes].sort((a, b) => compare(a!, b!, sort, scope));
    const labels = new Map<string, number>();
    const labelled = sorted.map((node) => ({ node: node as ViewNode, label: labelOf(node as ViewNode) }));
    for (const { label } of labelled) labels.set(label, (labels.get(label) ?? 0) + 1);
    labelled.forEach(({ node, label }, index) => {
      const isParent = node.children.length > 0;
      const isOpen = isParent && open.has(node.id);
      const { value, isPartial } = node.counts[metric];
      const isKnown = value !== null && !isPartial;
      rows.push({
        node,
        level,
        isParent,
        isOpen,
        place: index + 1,
        siblings: sorted.length,
        name: (labels.get(label) ?? 0) > 1 ? node.name : '',
        share: nodeShareText(node, view, metric),
        heat: !isKnown ? 'unknown' : node.part === 'dead' ? 'none' : heatStep(scale, value),
        bar: isKnown && costliest > 0 ? Math.min(1, value / costliest) : 0,
        before: oldById === undefined ? null : beforeOf(oldById.get(node.id), node, metric, costliest),
      });
      if (isOpen) add(node.children, level + 1);
    });
  };
  add(view.children, 1);
  return rows;
}

function withBodiesAround(ids: readonly string[], byId: ReadonlyMap<string, ViewNode>): ReadonlySet<string> {
  return new Set(ids.flatMap((id) => [id, ...bodiesAround(byId, id)]));
}

function beforeOf(old: ViewNode | undefined, node: ViewNode, metric: ViewMetric, costliest: number): TreeRow['before'] {
  const [was, now] = [old?.counts[metric], node.counts[metric]];
  if (was === undefined || was.value === null || was.isPartial || now.isPartial) return null;
  const bar = costliest > 0 ? Math.min(1, was.value / costliest) : 0;
  return { change: numberChange(was.value, now.value), bar };
}

/** What a row says of its layer. */
function labelOf({ branchLabel, title, suffix, filters }: ViewNode): string {
  return JSON.stringify([branchLabel, title, suffix, filters]);
}

/** The input costs nothing anywhere; a join is listed where it has a cost (memory) or a mistake. */
function isListed(node: ViewNode, metric: ViewMetric): boolean {
  if (node.kind === 'input') return false;
  return node.kind !== 'join' || node.error !== null || node.counts[metric].value !== 0;
}

/** Unknown values come last in either direction. */
function compare(a: ViewNode, b: ViewNode, { column, isDescending }: Sort, scope: ColumnScope): number {
  const sorted = (node: ViewNode) => (column === 'name' ? node.title : columnKinds[column].sortValue(node, scope));
  const [first, second] = [sorted(a), sorted(b)];
  if (first === null || second === null) return first === second ? 0 : first === null ? 1 : -1;
  const order =
    typeof first === 'number' && typeof second === 'number'
      ? first - second
      : String(first).localeCompare(String(second), 'en', { numeric: true });
  return isDescending ? -order : order;
}
