/** What stands around the rows of the cost table: the heads of its columns, by which it is sorted, and its total. */

import type { ViewMetric, ViewModel } from '../../src/view/model';
import { icon } from '../controls';
import { otherMetric } from './cost-rows';
import { element, fill } from './element';
import { count, exact, metricText, shortTotal } from './figures';
import type { Sort, SortColumn } from './state';

interface Heads {
  readonly root: HTMLElement;
  set(metric: ViewMetric, sort: Sort | null): void;
}

export function createHeads(onClick: (column: SortColumn) => void): Heads {
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
  const share = element('div', { class: 'cell cell-share', role: 'columnheader' }, 'Share');
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
        name: 'Layer',
        output: 'Output',
        metric: metricText(metric).column,
        other: metricText(otherMetric(metric)).column,
      };
      for (const [column, head] of Object.entries(heads) as [SortColumn, HTMLElement][]) {
        const isSorted = sort?.column === column;
        const isDescending = sort?.isDescending === true;
        head.setAttribute('aria-sort', isSorted ? (isDescending ? 'descending' : 'ascending') : 'none');
        const inside = head.firstElementChild as HTMLElement;
        fill(inside, labels[column], isSorted && icon(isDescending ? 'sortDown' : 'sortUp'));
        inside.title = column === 'metric' ? metricText(metric).convention : '';
      }
    },
  };
}

interface Total {
  readonly root: HTMLElement;
  /** `rowCount` is that of the rows above. */
  set(view: ViewModel, metric: ViewMetric, rowCount: number): void;
}

export function createTotal(): Total {
  const root = element('div', { class: 'cost-row cost-total', role: 'row' });
  return {
    root,
    set(view, metric, rowCount) {
      const { isPartial } = view.totals[metric];
      fill(
        root,
        element('div', { class: 'cell cell-name', role: 'rowheader' }, 'Main output'),
        cell('cell-output'),
        countCell('cell-metric', view, metric),
        cell('cell-share is-text', isPartial ? element('span', { class: 'pill' }, 'partial') : '100%'),
        countCell('cell-other', view, otherMetric(metric)),
      );
      root.setAttribute('aria-rowindex', String(rowCount + 2));
    },
  };
}

function cell(name: string, content: string | HTMLElement = ''): HTMLElement {
  return element('div', { class: `cell ${name}`, role: 'gridcell' }, content);
}

function countCell(name: string, { totals }: ViewModel, metric: ViewMetric): HTMLElement {
  const total = totals[metric];
  const made = cell(
    name,
    count(total, (value) => shortTotal(value, metric)),
  );
  made.title = exact(total.value);
  return made;
}
