/** Which columns of the cost table have room. What has none opens below the row that is selected. Pure. */

import type { MeasureText } from '../../src/view/draw/text-fit';
import type { PreviewWords } from '../../src/words/preview';
import {
  type ColumnScope,
  type CostColumn,
  columnKinds,
  columnLabel,
  costColumns,
  firstColumns,
  type OptionalColumn,
} from './cost-columns';
import type { TreeRow } from './cost-rows';
import { totalTexts } from './cost-totals';

export interface ColumnFit {
  /** In the order in which they stand. */
  readonly columns: readonly CostColumn[];
  /** Length of the bar beside the share; 0 without one. */
  readonly bar: 0 | 32 | 64;
}

/** Names give way to that where somebody asks for a column. */
const smallestName = 120;
/** So much they have beside what stands there by itself, and where there is room for a long bar. */
const [usualName, largeName] = [142, 152];
const edge = 10;
const [shortBar, longBar] = [32, 64] as const;

/** `widthOf` are widths of columns with what is around their text; the share's is without the bar. */
export function fitColumns(
  width: number,
  chosen: readonly OptionalColumn[],
  widthOf: (column: CostColumn) => number,
): ColumnFit {
  const taken = new Set<CostColumn>(['metric']);
  let room = width - edge - smallestName - widthOf('metric');
  const take = (column: CostColumn, name: number): void => {
    if (widthOf(column) + name - smallestName > room) return;
    taken.add(column);
    room -= widthOf(column);
  };
  if (chosen.includes('share')) take('share', smallestName);
  // What was asked for goes before what stands there by itself.
  for (const column of costColumns) {
    if (column !== 'metric' && chosen.includes(column) && !firstColumns.includes(column)) take(column, smallestName);
  }
  if (chosen.includes('other')) take('other', usualName);
  // A bar says nothing that the share does not: it comes after them.
  const hasAll = taken.size === chosen.filter((column) => column !== 'output').length + 1;
  let bar: ColumnFit['bar'] =
    hasAll && taken.has('share') && room >= shortBar + usualName - smallestName ? shortBar : 0;
  room -= bar;
  if (chosen.includes('output')) take('output', usualName);
  const isWhole = taken.has('output') || !chosen.includes('output');
  if (bar > 0 && isWhole && room >= longBar - shortBar + largeName - smallestName) bar = longBar;
  return { columns: costColumns.filter((column) => taken.has(column)), bar };
}

/** As they are wherever numbers are short, so that columns stay where they are. */
const leastWidth: Readonly<Partial<Record<CostColumn, number>>> = { output: 92, metric: 72, share: 60, other: 76 };
const padding = 8;
/** Of the arrow in the head of the column by which the table is sorted. */
const arrow = 13;

/** Of the widest text of each column, its head among them. */
export function columnWidths(
  columns: readonly CostColumn[],
  rows: readonly TreeRow[],
  scope: ColumnScope,
  measure: MeasureText,
  words: PreviewWords,
): ReadonlyMap<CostColumn, number> {
  return new Map(
    columns.map((column) => {
      const { text } = columnKinds[column];
      const body = longest(rows.map((row) => text(row, scope, words))).map((one) => measure(one, 12, 400, false));
      const foot = longest(totalTexts(column, scope, words)).map((one) => measure(one, 12, 600, false));
      const head = measure(columnLabel(column, scope, words), 11, 400, false) + arrow;
      return [column, Math.max(leastWidth[column] ?? 48, Math.ceil(Math.max(head, ...body, ...foot)) + padding)];
    }),
  );
}

/** Those of most letters and of a few less: digits are of one width, and others differ by little. */
function longest(texts: readonly string[]): readonly string[] {
  const most = texts.reduce((length, text) => Math.max(length, text.length), 0);
  return [...new Set(texts.filter(({ length }) => length > 0 && length >= 0.8 * most))];
}
