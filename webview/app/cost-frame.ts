/** What stands around the rows of the cost table: the heads of its columns, by which it is sorted, and its total. */

import type { ViewMetric, ViewModel } from '../../src/view/model';
import { count, exact, shortTotal } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { icon } from '../controls';
import { otherMetric } from './cost-rows';
import { element, fill } from './element';
import { convention } from './metric-words';
import type { Sort, SortColumn } from './state';

interface Heads {
  readonly root: HTMLElement;
  set(metric: ViewMetric, sort: Sort | null): void;
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
    set(metric, sort) {
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

interface Total {
  readonly root: HTMLElement;
  /** `rowCount` is that of the rows above. */
  set(view: ViewModel, metric: ViewMetric, rowCount: number): void;
}

export function createTotal(words: PreviewWords): Total {
  const say = words.panel;
  const root = element('div', { class: 'cost-row cost-total', role: 'row' });
  return {
    root,
    set(view, metric, rowCount) {
      const { isPartial } = view.totals[metric];
      fill(
        root,
        element('div', { class: 'cell cell-name', role: 'rowheader' }, say('cost.total')),
        cell('cell-output'),
        countCell('cell-metric', view, metric, words),
        cell('cell-share is-text', isPartial ? element('span', { class: 'pill' }, say('partial')) : '100%'),
        countCell('cell-other', view, otherMetric(metric), words),
      );
      root.setAttribute('aria-rowindex', String(rowCount + 2));
    },
  };
}

function cell(name: string, content: string | HTMLElement = ''): HTMLElement {
  return element('div', { class: `cell ${name}`, role: 'gridcell' }, content);
}

function countCell(name: string, { totals }: ViewModel, metric: ViewMetric, words: PreviewWords): HTMLElement {
  const total = totals[metric];
  const made = cell(
    name,
    count(words, total, (value) => shortTotal(value, metric)),
  );
  made.title = exact(total.value);
  return made;
}
