/** The totals below the rows of the cost table: what the main outputs need, and what side heads add to that. Pure. */

import type { ViewCount, ViewMetric, ViewModel } from '../../src/view/model';
import { bytes, count, shape, shortTotal, withPlus } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { type ColumnScope, type CostColumn, columnKinds } from './cost-columns';

export interface CostTotal {
  readonly name: string;
  readonly counts: Readonly<Record<ViewMetric, ViewCount>> & { readonly weightBytes?: ViewCount };
  /** Shape of the result. */
  readonly output?: string;
  /** It is the whole that shares are of. */
  readonly isWhole?: true;
  /** Adds the sign to a count that is written. */
  readonly sign?: (written: string) => string;
}

/** What the main outputs need; where there are side heads, what they add to that, and both together. */
export function totalsOf(
  { totals, headTotals, everything, outputs }: ViewModel,
  words: PreviewWords,
): readonly CostTotal[] {
  const say = words.panel;
  const results = outputs.filter(({ kind }) => kind === 'output');
  const output = results.length === 1 ? shape(results[0]?.shape ?? null) : '';
  const main: CostTotal = { name: say('cost.total'), output, counts: totals, isWhole: true };
  if (headTotals === null || everything === null) return [main];
  const heads = outputs.filter(({ kind }) => kind === 'head').length;
  return [
    main,
    { name: say('total.heads', { count: heads }), counts: headTotals, sign: withPlus },
    { name: words.totals('everything'), counts: everything },
  ];
}

/** What stands below the rows in a column, to find out how wide it has to be. */
export function totalTexts(column: CostColumn, scope: ColumnScope, words: PreviewWords): readonly string[] {
  return totalsOf(scope.view, words).map((row) => totalText(row, column, scope, words));
}

export function totalText(row: CostTotal, column: CostColumn, scope: ColumnScope, words: PreviewWords): string {
  if (column === 'output') return row.output ?? '';
  if (column === 'share') return row.isWhole === true ? '100%' : '';
  const of = columnKinds[column].total?.(scope);
  const value = totalCount(row, column, scope);
  if (of === undefined || value === undefined) return '';
  const write = (total: number): string => (of === 'weightBytes' ? bytes(total) : shortTotal(total, of));
  return (row.sign ?? ((written: string) => written))(count(words, value, write));
}

/** What it counts in a column; undefined where that is no sum. */
export function totalCount({ counts }: CostTotal, column: CostColumn, scope: ColumnScope): ViewCount | undefined {
  const of = columnKinds[column].total?.(scope);
  return of === undefined ? undefined : counts[of];
}
