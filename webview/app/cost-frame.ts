/** What stands around the rows of the cost table: the heads of its columns, by which it is sorted, and its total. */

import { convention } from '../../src/view/metric-words';
import { exact } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { icon } from '../controls';
import { columnIndex, type TableLook } from './cost-cells';
import { type CostColumn, columnKinds, columnLabel, type SortColumn } from './cost-columns';
import { type CostTotal, totalCount, totalsOf, totalText } from './cost-totals';
import { element, fill, setText } from './element';
import type { Sort } from './state';

interface Heads {
  readonly root: HTMLElement;
  set(look: TableLook, sort: Sort | null, hasChanges: boolean): void;
}

export function createHeads(words: PreviewWords, onClick: (column: SortColumn) => void): Heads {
  const say = words.panel;
  const made = new Map<CostColumn | 'name', HTMLElement>();
  const cell = (column: CostColumn | 'name', className: string, inside: HTMLElement | string): HTMLElement => {
    const colindex = column === 'name' ? 1 : columnIndex(column);
    return element('div', { class: `cell ${className}`, role: 'columnheader', aria: { colindex } }, inside);
  };
  /** The same one for as long as the table is there, so that a button that is pressed keeps the focus. */
  const headOf = (column: CostColumn | 'name'): HTMLElement => {
    const known = made.get(column);
    if (known !== undefined) return known;
    const isText = column === 'name' || columnKinds[column].isText;
    const head =
      column === 'share'
        ? cell(column, 'cell-share', say('column.share'))
        : cell(
            column,
            `cell-${column}${isText && column !== 'name' ? ' is-words' : ''}`,
            element('button', {
              class: 'head-button',
              attributes: { type: 'button' },
              on: { click: () => onClick(column) },
            }),
          );
    made.set(column, head);
    return head;
  };
  const root = element('div', { class: 'cost-row cost-head', role: 'row', aria: { rowindex: 1 } });
  return {
    root,
    set({ scope, columns }, sort, hasChanges) {
      const heads = (['name', ...columns] as const).map(headOf);
      // Moved in the document a button would lose the focus.
      if (heads.length !== root.childElementCount || heads.some((head, index) => root.children[index] !== head)) {
        fill(root, ...heads);
      }
      for (const column of ['name', ...columns] as const) {
        const head = headOf(column);
        if (column === 'share') {
          setText(head, say(hasChanges ? 'column.change' : 'column.share'));
          continue;
        }
        const isSorted = sort?.column === column;
        const isDescending = sort?.isDescending === true;
        head.setAttribute('aria-sort', isSorted ? (isDescending ? 'descending' : 'ascending') : 'none');
        const inside = head.firstElementChild as HTMLElement;
        const label = column === 'name' ? say('column.name') : columnLabel(column, scope, words);
        fill(inside, label, isSorted && icon(isDescending ? 'sortDown' : 'sortUp'));
        inside.title = column === 'metric' ? convention(scope.metric, words) : '';
      }
    },
  };
}

interface Totals {
  readonly root: HTMLElement;
  /** `rowCount` is that of the rows above. Gives how many rows of totals there are. */
  set(look: TableLook, rowCount: number): number;
  /** How much of the window on the rows they hide, in pixels: nothing where they scroll with them. */
  covers(): number;
}

export function createTotals(words: PreviewWords): Totals {
  const root = element('div', { class: 'cost-total-group', role: 'rowgroup' });
  return {
    root,
    set(look, rowCount) {
      const rows = totalsOf(look.scope.view, words);
      fill(root, ...rows.map((row, index) => drawTotal(row, look, rowCount + index + 2)));
      return rows.length;
    },
    covers: () => (getComputedStyle(root).position === 'sticky' ? root.offsetHeight : 0),
  };
}

function drawTotal(row: CostTotal, { scope, columns, words }: TableLook, rowindex: number): HTMLElement {
  const isPartial = row.counts[scope.metric].isPartial;
  return element(
    'div',
    { class: 'cost-row cost-total', role: 'row', aria: { rowindex } },
    element('div', { class: 'cell cell-name', role: 'rowheader', aria: { colindex: 1 } }, row.name),
    ...columns.map((column) => {
      const value = totalCount(row, column, scope);
      const isPill = column === 'share' && row.isWhole === true && isPartial;
      return element(
        'div',
        {
          class: `cell cell-${column}${column === 'share' ? ' is-text' : ''}`,
          role: 'gridcell',
          title: value === undefined ? '' : exact(value.value),
          aria: { colindex: columnIndex(column) },
        },
        isPill ? element('span', { class: 'pill' }, words.panel('partial')) : totalText(row, column, scope, words),
      );
    }),
  );
}
