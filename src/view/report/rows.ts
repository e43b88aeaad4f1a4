/** The rows of the table in print: what stands in the network's own body, in written order, then what they come to. */

import type { PreviewWords } from '../../words/preview';
import { isEnd, type ViewCount, type ViewMetric, type ViewModel, type ViewNode } from '../model';
import { amountText, nodeShareText } from '../node-words';
import { count, shape, shortTotal } from '../number-text';

export interface ReportRow {
  readonly layer: string;
  readonly result: string;
  readonly metric: string;
  readonly share: string;
  readonly other: string;
  readonly isBlock: boolean;
}

/** `other` is counted beside the metric, in print as on the page. */
export function reportRows(view: ViewModel, metric: ViewMetric, other: ViewMetric, words: PreviewWords): ReportRow[] {
  const nodes = new Map(view.nodes.map((node) => [node.id, node]));
  const own = view.children.flatMap((id) => nodes.get(id) ?? []).filter((node) => !isEnd(node));
  const { totals, everything } = view;
  const { value, isPartial } = totals[metric];
  const isWhole = value !== null && value > 0 && !isPartial;
  return [
    ...own.map((node) => rowOf(node, view, metric, other, words)),
    sumRow(words.report('main'), totals, metric, other, isWhole ? '100%' : '', words),
    ...(everything === null ? [] : [sumRow(words.totals('everything'), everything, metric, other, '', words)]),
  ];
}

function sumRow(
  layer: string,
  totals: Readonly<Record<ViewMetric, ViewCount>>,
  metric: ViewMetric,
  other: ViewMetric,
  share: string,
  words: PreviewWords,
): ReportRow {
  const total = (of: ViewMetric): string => count(words, totals[of], (value) => shortTotal(value, of));
  return { layer, result: '', metric: total(metric), share, other: total(other), isBlock: true };
}

function rowOf(node: ViewNode, view: ViewModel, metric: ViewMetric, other: ViewMetric, words: PreviewWords): ReportRow {
  const title = [node.title, node.suffix].filter((part) => part !== '').join(' ');
  return {
    layer: node.kind === 'head' ? words.report('side', { name: title }) : title,
    result: shape(node.shape),
    metric: amountText(node, metric, words),
    share: nodeShareText(node, view, metric),
    other: amountText(node, other, words),
    isBlock: node.children.length > 0 && node.kind !== 'head',
  };
}
