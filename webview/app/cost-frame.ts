/** What stands around the rows of the cost table: the heads of its columns, by which it is sorted, and its total. */

import { convention, otherMetric } from '../../src/view/metric-words';
import type { ViewCount, ViewMetric, ViewModel } from '../../src/view/model';
import { count, exact, shape, shortTotal, withPlus } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { icon } from '../controls';
import { element, fill, setText } from './element';
import type { Sort, SortColumn } from './state';

interface Heads {
  readonly root: HTMLElement;
  set(metric: ViewMetric, sort: Sort | null, hasChanges: boolean): void;
}

export function createHeads(words: PreviewWords, onClick: (column: SortColumn) => void): Heads {
  const say = words.panel;
  const columnHead = (column: SortColumn): HTMLElement =>
    element(
      'div',
      { class: `cell cell-${column}`, role: 'columnheader' },
      element('button', { class: 'head-button', attributes: { type: 'button' }, on: { click: () => onClick(column) } }),
    );
  const heads: Readonly<Record<SortColumn, HTMLElement>> = {
    name: columnHead('name'),
    output: columnHead('output'),
    metric: columnHead('metric'),
    other: columnHead('other'),
  };
  const share = element('div', { class: 'cell cell-share', role: 'columnheader' }, say('column.share'));
  return {
    root: element(
      'div',
      { class: 'cost-row cost-head', role: 'row', aria: { rowindex: 1 } },
      heads.name,
      heads.output,
      heads.metric,
      share,
      heads.other,
    ),
    set(metric, sort, hasChanges) {
      setText(share, say(hasChanges ? 'column.change' : 'column.share'));
      const labels: Readonly<Record<SortColumn, string>> = {
        name: say('column.name'),
        output: say('column.output'),
        metric: say(`column.${metric}`),
        other: say(`column.${otherMetric(metric)}`),
      };
      for (const [column, head] of Object.entries(heads) as [SortColumn, HTMLElement][]) {
        const isSorted = sort?.column === column;
        const isDescending = sort?.isDescending === true;
        head.setAttribute('aria-sort', isSorted ? (isDescending ? 'descending' : 'ascending') : 'none');
        const inside = head.firstElementChild as HTMLElement;
        fill(inside, labels[column], isSorted && icon(isDescending ? 'sortDown' : 'sortUp'));
        inside.title = column === 'metric' ? convention(metric, words) : '';
      }
    },
  };
}

interface Totals {
  readonly root: HTMLElement;
  /** `rowCount` is that of the rows above. Gives how many rows of totals there are. */
  set(view: ViewModel, metric: ViewMetric, rowCount: number): number;
}

/** What the main outputs need; where there are side heads, what they add to that, and both together. */
export function createTotals(words: PreviewWords): Totals {
  const say = words.panel;
  const root = element('div', { class: 'cost-total-group', role: 'rowgroup' });
  return {
    root,
    set({ totals, headTotals, everything, outputs }, metric, rowCount) {
      const share = totals[metric].isPartial ? element('span', { class: 'pill' }, say('partial')) : '100%';
      const results = outputs.filter(({ kind }) => kind === 'output');
      const output = results.length === 1 ? shape(results[0]?.shape ?? null) : '';
      const rows: TotalRow[] = [{ name: say('cost.total'), output, counts: totals, share }];
      if (headTotals !== null && everything !== null) {
        const count = outputs.filter(({ kind }) => kind === 'head').length;
        rows.push({ name: say('total.heads', { count }), counts: headTotals, sign: withPlus });
        rows.push({ name: words.totals('everything'), counts: everything });
      }
      const drawn = rows.map((row, index) => drawTotal(row, metric, rowCount + index + 2, words));
      fill(root, ...drawn);
      return drawn.length;
    },
  };
}

interface TotalRow {
  readonly name: string;
  readonly counts: Readonly<Record<ViewMetric, ViewCount>>;
  /** Shape of the result. */
  readonly output?: string;
  readonly share?: string | HTMLElement;
  /** Adds the sign to a count that is written. */
  readonly sign?: (written: string) => string;
}

function drawTotal(row: TotalRow, metric: ViewMetric, rowindex: number, words: PreviewWords): HTMLElement {
  const { name, output = '', counts, share = '', sign = (written) => written } = row;
  const countCell = (place: string, of: ViewMetric): HTMLElement => {
    const written = count(words, counts[of], (value) => shortTotal(value, of));
    const made = cell(place, sign(written));
    made.title = exact(counts[of].value);
    return made;
  };
  return element(
    'div',
    { class: 'cost-row cost-total', role: 'row', aria: { rowindex } },
    element('div', { class: 'cell cell-name', role: 'rowheader' }, name),
    cell('cell-output', output),
    countCell('cell-metric', metric),
    cell('cell-share is-text', share),
    countCell('cell-other', otherMetric(metric)),
  );
}

function cell(name: string, content: string | HTMLElement = ''): HTMLElement {
  return element('div', { class: `cell ${name}`, role: 'gridcell' }, content);
}
