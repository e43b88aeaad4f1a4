/** The cost table as text: its rows as they are listed, then its totals, with exact counts; as CSV and as Markdown. */

import { type Column, csvTable, markdownTable } from '../../src/base/text-table';
import type { ViewCount, ViewMetric, ViewModel } from '../../src/view/model';
import { shape } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { otherMetric, type TreeRow } from './cost-rows';
import type { OptionalColumn } from './state';

export const copyFormats = ['markdown', 'csv'] as const;
export type CopyFormat = (typeof copyFormats)[number];

export interface CopiedTable {
  readonly view: ViewModel;
  readonly rows: readonly TreeRow[];
  readonly metric: ViewMetric;
  readonly hidden: readonly OptionalColumn[];
}

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
  const right = (title: string): Column => ({ title, align: 'right' });
  const columns = pick<Column>(
    { title: say('column.name'), align: 'left' },
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
