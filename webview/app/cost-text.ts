/** The rows of the cost table as text that leaves the page: with exact counts and totals, as they stand, or with all there is. */

import { type Column, csvTable, markdownTable } from '../../src/base/text-table';
import { otherMetric } from '../../src/view/metric-words';
import { isEnd, type ViewCount, type ViewMetric, type ViewModel } from '../../src/view/model';
import { amountText } from '../../src/view/node-words';
import { shape } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import type { TreeRow } from './cost-rows';
import type { OptionalColumn } from './state';

export const copyFormats = ['markdown', 'csv'] as const;
export type CopyFormat = (typeof copyFormats)[number];

const left = (title: string): Column => ({ title, align: 'left' });
const right = (title: string): Column => ({ title, align: 'right' });

export interface CopiedTable {
  readonly view: ViewModel;
  readonly rows: readonly TreeRow[];
  readonly metric: ViewMetric;
  readonly hidden: readonly OptionalColumn[];
}

/** The rows as they are listed, then the totals, with exact counts. */
export function costText(format: CopyFormat, { view, rows, metric, hidden }: CopiedTable, words: PreviewWords): string {
  const say = words.panel;
  const isShown = (column: OptionalColumn): boolean => !hidden.includes(column);
  const other = otherMetric(metric);
  const pick = <T>(name: T, output: T, count: T, share: T, more: T): T[] => [
    name,
    ...(isShown('output') ? [output] : []),
    count,
    ...(isShown('share') ? [share] : []),
    ...(isShown('other') ? [more] : []),
  ];
  const columns = pick<Column>(
    left(say('column.name')),
    right(say('column.output')),
    right(say(`column.${metric}`)),
    right(say('column.share')),
    right(say(`column.${other}`)),
  );
  const body = rows.map(({ node, share }) =>
    pick(node.path, shape(node.shape), plain(node.counts[metric]), share, plain(node.counts[other])),
  );
  const total = (name: string, counts: Readonly<Record<ViewMetric, ViewCount>>, share = ''): string[] =>
    pick(name, '', plain(counts[metric]), share, plain(counts[other]));
  const { totals, headTotals, everything, outputs } = view;
  const heads = outputs.filter(({ kind }) => kind === 'head').length;
  const ends = [
    total(say('cost.total'), totals, totals[metric].isPartial ? '' : '100%'),
    ...(headTotals === null ? [] : [total(say('total.heads', { count: heads }), headTotals)]),
    ...(everything === null ? [] : [total(words.totals('everything'), everything)]),
  ];
  return (format === 'csv' ? csvTable : markdownTable)(columns, [...body, ...ends]);
}

/** Without separators, so that a spreadsheet reads a number. */
function plain({ value, isPartial }: ViewCount): string {
  return value === null ? '?' : `${isPartial ? '>= ' : ''}${value}`;
}

/** As they stand in the table: rounded, those inside others indented. */
export function costMarkdown(rows: readonly TreeRow[], metric: ViewMetric, words: PreviewWords): string {
  const say = words.panel;
  const other = otherMetric(metric);
  const columns = [
    left(say('column.name')),
    right(say('column.output')),
    right(say(`metric.${metric}`)),
    right(say('column.share')),
    right(say(`metric.${other}`)),
  ];
  const body = layersOf(rows).map(({ node, level, share }) => {
    const name = [node.branchLabel, node.title, node.suffix].filter((part) => part !== '').join(' ');
    return [
      '\u2003'.repeat(level - 1) + name,
      shape(node.shape),
      amountText(node, metric, words),
      share,
      amountText(node, other, words),
    ];
  });
  return markdownTable(columns, body);
}

/** Without what only says where the network ends. */
function layersOf(rows: readonly TreeRow[]): readonly TreeRow[] {
  return rows.filter(({ node }) => !isEnd(node));
}

/** Counts to the last digit, by path; empty where they are not all known. */
export function costCsv(rows: readonly TreeRow[], metric: ViewMetric): string {
  const other = otherMetric(metric);
  const columns = ['path', 'call', 'height', 'width', 'channels', metric, other, 'part'].map(left);
  const body = layersOf(rows).map(({ node }) => [
    node.path,
    node.call,
    ...[0, 1, 2].map((side) => String(node.shape?.[side] ?? '')),
    known(node.counts[metric]),
    known(node.counts[other]),
    node.part,
  ]);
  return csvTable(columns, body);
}

function known({ value, isPartial }: ViewCount): string {
  return value === null || isPartial ? '' : String(value);
}
