/** The rows of the cost table as text that leaves the page: with exact counts and totals, as they stand, or with all there is. */

import { type Column, csvTable, markdownTable } from '../../src/base/text-table';
import { isEnd, type ViewCount } from '../../src/view/model';
import { amountText } from '../../src/view/node-words';
import { shape } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import {
  type ColumnScope,
  columnKinds,
  columnLabel,
  costColumns,
  type OptionalColumn,
  offeredColumns,
  plainCount,
} from './cost-columns';
import type { TreeRow } from './cost-rows';
import { totalCount, totalsOf } from './cost-totals';

export const copyFormats = ['markdown', 'csv'] as const;
export type CopyFormat = (typeof copyFormats)[number];

const left = (title: string): Column => ({ title, align: 'left' });
const right = (title: string): Column => ({ title, align: 'right' });

export interface CopiedTable {
  readonly scope: ColumnScope;
  readonly rows: readonly TreeRow[];
  /** Those that are wanted, whether they have room or not. */
  readonly columns: readonly OptionalColumn[];
}

/** The rows as they are listed, then the totals, with exact counts. */
export function costText(format: CopyFormat, { scope, rows, columns }: CopiedTable, words: PreviewWords): string {
  const say = words.panel;
  const offered = offeredColumns(scope);
  const copied = costColumns.filter(
    (column) => column === 'metric' || (columns.includes(column) && offered.includes(column)),
  );
  const heads = copied.map((column) => (columnKinds[column].isText ? left : right)(columnLabel(column, scope, words)));
  const body = rows.map((row) => [
    row.node.path,
    ...copied.map((column) => {
      const { plain, text } = columnKinds[column];
      return plain === undefined ? text(row, scope, words) : plain(row, scope);
    }),
  ]);
  const ends = totalsOf(scope.view, words).map((row) => [
    row.name,
    ...copied.map((column) => {
      // A share of what is known is none of the whole.
      if (column === 'share') return row.isWhole === true && !row.counts[scope.metric].isPartial ? '100%' : '';
      const value = totalCount(row, column, scope);
      return value === undefined ? '' : plainCount(value);
    }),
  ]);
  return (format === 'csv' ? csvTable : markdownTable)([left(say('column.name')), ...heads], [...body, ...ends]);
}

/** As they stand in the table: rounded, those inside others indented. */
export function costMarkdown(rows: readonly TreeRow[], { metric, other }: ColumnScope, words: PreviewWords): string {
  const say = words.panel;
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
export function costCsv(rows: readonly TreeRow[], { metric, other }: ColumnScope): string {
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
