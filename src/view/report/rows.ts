/** The rows of the table in print: what stands in the network's own body, in written order, then what they come to. */

import type { PreviewWords } from '../../words/preview';
import { isEnd, type ViewCount, type ViewModel, type ViewNode } from '../model';
import { amountText, nodeShareText, withSign } from '../node-words';
import { count, shape, short, shortTotal } from '../number-text';

export interface ReportRow {
  readonly layer: string;
  readonly result: string;
  readonly multiplies: string;
  readonly share: string;
  readonly params: string;
  readonly isBlock: boolean;
}

export function reportRows(view: ViewModel, words: PreviewWords): ReportRow[] {
  const nodes = new Map(view.nodes.map((node) => [node.id, node]));
  const own = view.children.flatMap((id) => nodes.get(id) ?? []).filter((node) => !isEnd(node));
  const { totals, everything } = view;
  const isWhole = totals.multiplies.value !== null && totals.multiplies.value > 0 && !totals.multiplies.isPartial;
  return [
    ...own.map((node) => rowOf(node, view, words)),
    sumRow(words.report('main'), totals, isWhole ? '100%' : '', words),
    ...(everything === null ? [] : [sumRow(words.totals('everything'), everything, '', words)]),
  ];
}

function sumRow(
  layer: string,
  { multiplies, params }: ViewModel['totals'] | NonNullable<ViewModel['everything']>,
  share: string,
  words: PreviewWords,
): ReportRow {
  const total = (of: ViewCount): string => count(words, of, (value) => shortTotal(value));
  return { layer, result: '', multiplies: total(multiplies), share, params: total(params), isBlock: true };
}

function rowOf(node: ViewNode, view: ViewModel, words: PreviewWords): ReportRow {
  const title = [node.title, node.suffix].filter((part) => part !== '').join(' ');
  const params = count(words, node.counts.params, (value) => short(value));
  return {
    layer: node.kind === 'head' ? words.report('side', { name: title }) : title,
    result: shape(node.shape),
    multiplies: amountText(node, 'multiplies', words),
    share: nodeShareText(node, view, 'multiplies'),
    params: withSign(node, node.counts.params, params),
    isBlock: node.children.length > 0 && node.kind !== 'head',
  };
}
