/** What differs between a network and another one, row by row: of its own body, or of all layers. */

import { isEnd, type ViewCount, type ViewMetric, type ViewModel, type ViewNode } from './model';
import type { UnionMark } from './union';

export interface CompareRow {
  /** Id in the union. */
  readonly node: string;
  readonly level: number;
  readonly name: string;
  readonly path: string;
  readonly branchLabel: string;
  /** null for what is the same. */
  readonly mark: UnionMark | null;
  /** As it is called; empty where it is not there, and where both are called the same. */
  readonly was: string;
  readonly now: string;
  /** `now` less `was` in a metric; null where one of them is unknown. */
  readonly change: Readonly<Record<ViewMetric, number | null>>;
  /** It counts for the main outputs: neither for heads alone nor for nothing. */
  readonly isCounted: boolean;
}

export interface CompareViews {
  readonly union: ViewModel;
  /** With ids of the union. */
  readonly before: ViewModel;
  readonly marks: readonly { readonly node: string; readonly mark: UnionMark }[];
}

export interface CompareRowOptions {
  /** All layers below each other, in place of the network's own body. */
  readonly isEveryLayer: boolean;
  /** What is the same too. */
  readonly hasSame: boolean;
}

export function compareRows({ union, before, marks }: CompareViews, options: CompareRowOptions): readonly CompareRow[] {
  const markOf = new Map(marks.map(({ node, mark }) => [node, mark]));
  const oldNodes = new Map(before.nodes.map((node) => [node.id, node]));
  const shown = options.isEveryLayer
    ? union.nodes.filter((node) => node.children.length === 0 && !isEnd(node))
    : union.nodes.filter((node) => node.level === 1 && !isEnd(node));
  return shown.flatMap((node): CompareRow[] => {
    const mark = markOf.get(node.id) ?? null;
    if (mark === null && !options.hasSame) return [];
    const old = oldNodes.get(node.id);
    const now = mark === 'removed' ? undefined : node;
    const [was, is] = [old?.call ?? '', now?.call ?? ''];
    const isSame = was === is;
    return [
      {
        node: node.id,
        level: node.level,
        name: options.isEveryLayer ? node.path : node.name,
        path: node.path,
        branchLabel: node.branchLabel,
        mark,
        was: isSame ? shapeBeside(old, now) : was,
        now: isSame ? shapeBeside(now, old) : is,
        change: byMetric((metric) => difference(old?.counts[metric], now?.counts[metric])),
        isCounted: [old, now].some((one) => one?.part === 'main'),
      },
    ];
  });
}

/** The shape of what is called the same, where that differs. */
function shapeBeside(node: ViewNode | undefined, other: ViewNode | undefined): string {
  const text = (of: ViewNode | undefined): string => (of?.shape ?? []).map((side) => side ?? '?').join('\u00d7');
  return text(node) === text(other) ? '' : text(node);
}

function difference(was: ViewCount | undefined, now: ViewCount | undefined): number | null {
  const [old, fresh] = [was ?? { value: 0, isPartial: false }, now ?? { value: 0, isPartial: false }];
  if (old.isPartial || fresh.isPartial || old.value === null || fresh.value === null) return null;
  return fresh.value - old.value;
}

function byMetric<T>(of: (metric: ViewMetric) => T): Readonly<Record<ViewMetric, T>> {
  return {
    multiplies: of('multiplies'),
    macs: of('macs'),
    flops: of('flops'),
    params: of('params'),
    activationBytes: of('activationBytes'),
  };
}

export interface CompareCounts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly same: number;
}

/** Of the network's own body. */
export function compareCounts(views: CompareViews): CompareCounts {
  const rows = compareRows(views, { isEveryLayer: false, hasSame: true });
  const count = (mark: UnionMark | null): number => rows.filter((row) => row.mark === mark).length;
  return { added: count('added'), removed: count('removed'), changed: count('changed'), same: count(null) };
}

export const compareTotals = [
  'multiplies',
  'effectiveMultiplies',
  'params',
  'peakBytes',
  'activationBytes',
  'weightBytes',
] as const;
export type CompareTotal = (typeof compareTotals)[number];

export interface TotalRow {
  readonly name: CompareTotal;
  readonly was: ViewCount;
  readonly now: ViewCount;
  /** null where one of them is not known whole. */
  readonly change: number | null;
}

export function totalRows({ union, before }: CompareViews): readonly TotalRow[] {
  const of = ({ totals, peak }: ViewModel, name: CompareTotal): ViewCount => {
    if (name !== 'peakBytes') return totals[name];
    return peak === null ? { value: null, isPartial: true } : { value: peak.bytes, isPartial: peak.isPartial };
  };
  return compareTotals.map((name) => {
    const [was, now] = [of(before, name), of(union, name)];
    return { name, was, now, change: difference(was, now) };
  });
}
