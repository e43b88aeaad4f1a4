/** Draws one row of the cost table: its name, then a cell for each column that has room; what has none in a line below. */

import { deadText } from '../../src/view/node-words';
import { exact } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { icon } from '../controls';
import {
  type ColumnScope,
  type CostColumn,
  columnKinds,
  columnLabel,
  costColumns,
  offeredColumns,
} from './cost-columns';
import type { TreeRow } from './cost-rows';
import { element } from './element';

const indent = 14;

/** What all rows have in common. */
export interface TableLook {
  readonly scope: ColumnScope;
  readonly columns: readonly CostColumn[];
  readonly words: PreviewWords;
}

export function drawRow(row: TreeRow, index: number, look: TableLook): HTMLElement {
  return element(
    'div',
    {
      class: `cost-row${row.isParent ? ' is-parent' : ''}`,
      id: `cost-row-${index}`,
      role: 'row',
      data: { row: String(index) },
      aria: {
        rowindex: index + 2,
        level: row.level,
        posinset: row.place,
        setsize: row.siblings,
        expanded: row.isParent ? row.isOpen : undefined,
      },
    },
    nameCell(row),
    ...look.columns.map((column) => (column === 'share' ? shareCell(row, look) : columnCell(column, row, look))),
  );
}

/** What the row says in columns that are not there: cells of it as well. Undefined where that is nothing. */
export function drawMore(row: TreeRow, { scope, columns, words }: TableLook): HTMLElement | undefined {
  const cells = offeredColumns(scope)
    .filter((column) => !columns.includes(column))
    .flatMap((column) => {
      const text = columnKinds[column].text(row, scope, words);
      if (text === '') return [];
      return [
        element(
          'div',
          { class: 'more-cell', role: 'gridcell', aria: { colindex: columnIndex(column) } },
          element('span', { class: 'more-label' }, `${columnLabel(column, scope, words)} `),
          text,
        ),
      ];
    });
  return cells.length === 0 ? undefined : element('div', { class: 'row-more', role: 'presentation' }, ...cells);
}

/** From 1, the name first; also of columns that are not there. */
export function columnIndex(column: CostColumn): number {
  return costColumns.indexOf(column) + 2;
}

function nameCell(row: TreeRow): HTMLElement {
  const { node } = row;
  const cell = element('div', {
    class: 'cell cell-name',
    role: 'rowheader',
    title: node.path,
    style: { 'padding-left': `${12 + (row.level - 1) * indent}px` },
    aria: { colindex: 1 },
  });
  const mark = element('span', { class: row.isParent ? 'row-toggle' : 'row-mark' });
  if (node.error !== null) {
    mark.append(icon('error'));
    mark.classList.add('has-error');
    cell.title = node.error;
  } else if (row.isParent) mark.append(icon(row.isOpen ? 'chevronDown' : 'chevronRight'));
  cell.append(mark);
  if (node.branchLabel !== '') cell.append(element('span', { class: 'branch' }, node.branchLabel));
  cell.append(element('span', { class: 'row-name' }, node.title));
  const filters = node.filters === null || node.kind !== 'layer' ? '' : exact(node.filters);
  const suffixes = [node.suffix, filters, row.name].filter((part) => part !== '');
  if (suffixes.length > 0) {
    const parts = suffixes.map((part) => element('span', { class: 'row-suffix' }, part));
    cell.append(element('span', { class: 'row-suffixes' }, ...parts));
  }
  return cell;
}

function columnCell(column: CostColumn, row: TreeRow, { scope, words }: TableLook): HTMLElement {
  const { isText, text, exact: exactly, sortValue } = columnKinds[column];
  const written = text(row, scope, words);
  const isMissing = !isText && (/[?\u2265]/.test(written) || written === words.picture('unknown'));
  const look = isMissing ? ' is-missing' : sortValue(row.node, scope) === 0 ? ' is-zero' : '';
  return element(
    'div',
    {
      class: `cell cell-${column}${isText ? ' is-words' : ''}${look}`,
      role: 'gridcell',
      title: isText ? written : (exactly?.(row.node, scope) ?? ''),
      aria: { colindex: columnIndex(column) },
    },
    written,
  );
}

/** The share, or why there is none; what leads nowhere inside stands beside it. */
function shareCell(row: TreeRow, { scope, words }: TableLook): HTMLElement {
  const { node, share, before } = row;
  const written = columnKinds.share.text(row, scope, words);
  const cell = element('div', {
    class: 'cell cell-share',
    role: 'gridcell',
    title: deadText(node, scope.metric, words),
    aria: { colindex: columnIndex('share') },
  });
  if (share === '') {
    if (written !== '') cell.classList.add('is-text', 'is-zero');
    cell.append(written);
    return cell;
  }
  const change = before?.change;
  cell.append(
    change === undefined || change.direction === 'same'
      ? element('span', { class: 'share-text' }, written)
      : element('span', { class: `share-text change-${change.direction}` }, change.text),
    element(
      'span',
      { class: 'share-bar', aria: { hidden: true } },
      element('span', { class: `share-fill heat-${row.heat}`, style: { width: `${Math.max(2, row.bar * 100)}%` } }),
      before !== null && element('span', { class: 'share-before', style: { left: `${before.bar * 100}%` } }),
    ),
  );
  return cell;
}
