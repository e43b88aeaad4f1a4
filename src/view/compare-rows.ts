/** What differs between a network and another one, row by row: of its own body, or of all layers. */

import type { Convention } from '../base/metrics';
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
  /** As it is called, of many arguments those that differ; empty where it is not there, and where both are called the same. */
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

/**
 * Of the network's own body, and below a body that has changed what came into it or went from it; or of all layers. What is
 * the same as before and only stands elsewhere changes nothing: the rows at the top add up to the change of the totals.
 */
export function compareRows({ union, before, marks }: CompareViews, options: CompareRowOptions): readonly CompareRow[] {
  const markOf = new Map(marks.map(({ node, mark }) => [node, mark]));
  const [oldNodes, nodes] = [byId(before), byId(union)];
  const sides = (id: string): Sides => {
    const node = nodes.get(id);
    return { old: oldNodes.get(id), now: markOf.get(id) === 'removed' ? undefined : node };
  };
  const layersIn = (node: ViewNode): readonly string[] =>
    isBody(node) ? node.children.flatMap((id) => layersIn(nodes.get(id) ?? node)) : [node.id];
  const rowOf = (node: ViewNode, level: number, name: string): CompareRow => {
    const { old, now } = sides(node.id);
    const isCounted = [old, now].some((one) => one?.part === 'main');
    const layers = layersIn(node).map(sides);
    const [was, is] = differing(calledAs(old, now), calledAs(now, old));
    const isSame = was === is;
    return {
      node: node.id,
      level,
      name,
      path: node.path === '' ? node.name : node.path,
      branchLabel: node.branchLabel,
      mark: markOf.get(node.id) ?? null,
      was: isSame ? shapeBeside(old, now) : was,
      now: isSame ? shapeBeside(now, old) : is,
      change: byMetric((metric) => changeOver(layers, metric, isCounted)),
      isCounted,
    };
  };
  // Where the flow begins and ends is a row only where one of the two does not have it.
  const isListed = (node: ViewNode): boolean => markOf.has(node.id) || (options.hasSame && !isEnd(node));
  if (options.isEveryLayer) {
    return union.nodes
      .filter((node) => !isBody(node) && isListed(node))
      .map((node) => rowOf(node, 1, node.path === '' ? node.name : node.path));
  }
  /** What came and went below a body that is in both; what is below that came or went with it. */
  const within = (body: ViewNode, top: string): readonly CompareRow[] =>
    body.children.flatMap((id) => {
      const node = nodes.get(id);
      const mark = markOf.get(id);
      if (node === undefined || mark === undefined) return [];
      return mark === 'changed' ? within(node, top) : [rowOf(node, 2, nameBelow(node, top))];
    });
  return union.nodes
    .filter((node) => node.level === 1 && isListed(node))
    .flatMap((node) => {
      const inside = markOf.get(node.id) === 'changed' ? within(node, node.path) : [];
      return [rowOf(node, 1, node.name), ...inside];
    });
}

interface Sides {
  readonly old: ViewNode | undefined;
  readonly now: ViewNode | undefined;
}

function byId({ nodes }: ViewModel): ReadonlyMap<string, ViewNode> {
  return new Map(nodes.map((node) => [node.id, node]));
}

/** A box around layers, even where all of them have moved out of it. */
function isBody({ kind }: ViewNode): boolean {
  return kind !== 'layer' && kind !== 'join' && kind !== 'input' && kind !== 'result';
}

/** By its way from the body that it is listed below. What is gone may be of a body that had another name: then by all of it. */
function nameBelow({ kind, path, title }: ViewNode, body: string): string {
  if (kind === 'turn') return title;
  return path.startsWith(`${body}/`) ? path.slice(body.length + 1) : path;
}

/** A body that the other network does not have by its result, as its call is long. */
function calledAs(node: ViewNode | undefined, other: ViewNode | undefined): string {
  if (node === undefined || node.kind === 'turn') return '';
  if (node.kind === 'result' || node.kind === 'head') return node.op;
  return other === undefined && isBody(node) ? shapeText(node) : node.call;
}

/** Of two calls of the same thing with many arguments those that differ: `128 * width`, `stride = 2`. */
function differing(was: string, now: string): readonly [string, string] {
  const [old, fresh] = [callParts(was), callParts(now)];
  const { length } = old.arguments;
  if (was === now || old.name !== fresh.name || length !== fresh.arguments.length || length < 3) return [was, now];
  const brief = (of: typeof old): string =>
    of.arguments.filter((_, index) => old.arguments[index] !== fresh.arguments[index]).join(', ');
  return [brief(old), brief(fresh)];
}

/** What stands between commas that are in no brackets of their own. */
function callParts(call: string): { readonly name: string; readonly arguments: readonly string[] } {
  const [, name = call, inside = ''] = /^([^()]*)\((.*)\)$/.exec(call) ?? [];
  const parts = [''];
  let depth = 0;
  for (const sign of inside) {
    if ('([{'.includes(sign)) depth++;
    if (')]}'.includes(sign)) depth--;
    if (sign === ',' && depth === 0) parts.push('');
    else parts.push((parts.pop() ?? '') + sign);
  }
  return { name, arguments: inside === '' ? [] : parts.map((part) => part.trim()) };
}

/** Of layers together; of what counts for the main outputs, or of all where nothing does. */
function changeOver(layers: readonly Sides[], metric: ViewMetric, isCounted: boolean): number | null {
  const countOf = (node: ViewNode | undefined): ViewCount | undefined =>
    isCounted && node?.part !== 'main' ? undefined : node?.counts[metric];
  return layers.reduce<number | null>((sum, { old, now }) => {
    const change = difference(countOf(old), countOf(now));
    return sum === null || change === null ? null : sum + change;
  }, 0);
}

/** The shape of what is called the same, where that differs. */
function shapeBeside(node: ViewNode | undefined, other: ViewNode | undefined): string {
  const text = shapeText(node);
  return text === shapeText(other) ? '' : text;
}

function shapeText(node: ViewNode | undefined): string {
  return (node?.shape ?? []).map((side) => side ?? '?').join('\u00d7');
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

/** Of the rows at the top, those below a body among them. */
export function compareCounts(views: CompareViews): CompareCounts {
  const rows = compareRows(views, { isEveryLayer: false, hasSame: true });
  const count = (mark: UnionMark | null): number => rows.filter((row) => row.mark === mark).length;
  return { added: count('added'), removed: count('removed'), changed: count('changed'), same: count(null) };
}

export interface MarkSum {
  readonly mark: UnionMark;
  readonly count: number;
  readonly change: CompareRow['change'];
}

/** What was added and what was removed, and what the rest makes of it: together the change of the totals. */
export function markSums(rows: readonly CompareRow[]): readonly MarkSum[] {
  const of = (some: readonly CompareRow[]): CompareRow['change'] =>
    byMetric((metric) =>
      some.reduce<number | null>((sum, row) => plus(sum, row.isCounted ? row.change[metric] : 0, 1), 0),
    );
  const [added, removed, changed] = (['added', 'removed', 'changed'] as const).map((mark) =>
    rows.filter((row) => row.mark === mark),
  ) as [CompareRow[], CompareRow[], CompareRow[]];
  // What came and went below a body is in the body's own change too.
  const [all, inside] = [of(changed), of(rows.filter(({ level, mark }) => level > 1 && mark !== null))];
  const rest = byMetric((metric) => plus(all[metric], inside[metric], -1));
  const sums: readonly MarkSum[] = [
    { mark: 'added', count: added.length, change: of(added) },
    { mark: 'removed', count: removed.length, change: of(removed) },
    { mark: 'changed', count: changed.length, change: rest },
  ];
  return sums.filter(({ count }) => count > 0);
}

function plus(a: number | null, b: number | null, sign: 1 | -1): number | null {
  return a === null || b === null ? null : a + sign * b;
}

/** Of a row of totals: work as it is counted, what side heads add to that and to the parameters, and the rest. */
export type CompareTotal =
  | Convention
  | 'effectiveMultiplies'
  | 'params'
  | 'headWork'
  | 'headParams'
  | 'peakBytes'
  | 'activationBytes'
  | 'weightBytes';

export interface TotalRow {
  readonly name: CompareTotal;
  readonly was: ViewCount;
  readonly now: ViewCount;
  /** null where one of them is not known whole. */
  readonly change: number | null;
}

/**
 * What side heads add is told where one of the two has any.
 * @param work How it is counted. What falls on padding is known of products, not of FLOPs.
 */
export function totalRows({ union, before }: CompareViews, work: Convention): readonly TotalRow[] {
  const none: ViewCount = { value: 0, isPartial: false };
  const of = ({ totals, headTotals, peak }: ViewModel, name: CompareTotal): ViewCount => {
    switch (name) {
      case 'headWork':
        return headTotals?.[work] ?? none;
      case 'headParams':
        return headTotals?.params ?? none;
      case 'peakBytes':
        return peak === null ? { value: null, isPartial: true } : { value: peak.bytes, isPartial: peak.isPartial };
      default:
        return totals[name];
    }
  };
  const hasHeads = union.headTotals !== null || before.headTotals !== null;
  const names: readonly CompareTotal[] = [
    work,
    ...(work === 'flops' ? [] : (['effectiveMultiplies'] as const)),
    'params',
    ...(hasHeads ? (['headWork', 'headParams'] as const) : []),
    'peakBytes',
    'activationBytes',
    'weightBytes',
  ];
  return names.map((name) => {
    const [was, now] = [of(before, name), of(union, name)];
    return { name, was, now, change: difference(was, now) };
  });
}
