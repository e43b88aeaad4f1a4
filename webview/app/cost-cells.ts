/** Draws one row of the cost table: name, output, count, share and the other count, each a cell. */

import { otherMetric } from '../../src/view/metric-words';
import type { ViewCount, ViewMetric, ViewNode } from '../../src/view/model';
import { amountText, deadText, partText } from '../../src/view/node-words';
import { exact, shape } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { icon } from '../controls';
import type { TreeRow } from './cost-rows';
import { rowHeight } from './cost-window';
import { element, setText } from './element';

const indent = 14;

export function drawRow(row: TreeRow, index: number, metric: ViewMetric, words: PreviewWords): HTMLElement {
  const { node } = row;
  const value = node.counts[metric];
  const other = node.counts[otherMetric(metric)];
  return element(
    'div',
    {
      class: `cost-row${row.isParent ? ' is-parent' : ''}`,
      id: `cost-row-${index}`,
      role: 'row',
      data: { row: String(index) },
      style: { top: `${index * rowHeight}px` },
      aria: {
        rowindex: index + 2,
        level: row.level,
        posinset: row.place,
        setsize: row.siblings,
        expanded: row.isParent ? row.isOpen : undefined,
      },
    },
    nameCell(row),
    outputCell(node),
    countCell('metric', value, amountText(node, metric, words)),
    shareCell(row, metric, words),
    countCell('other', other, otherText(node, otherMetric(metric), words)),
  );
}

/** The last column is narrow. */
function otherText(node: ViewNode, metric: ViewMetric, words: PreviewWords): string {
  return node.counts[metric].value === null ? '?' : amountText(node, metric, words);
}

function nameCell(row: TreeRow): HTMLElement {
  const { node } = row;
  const cell = element('div', {
    class: 'cell cell-name',
    role: 'rowheader',
    title: node.path,
    style: { 'padding-left': `${12 + (row.level - 1) * indent}px` },
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
  for (const part of [node.suffix, filters, row.name]) {
    if (part !== '') cell.append(element('span', { class: 'row-suffix' }, part));
  }
  return cell;
}

function outputCell(node: ViewNode): HTMLElement {
  const isMissing = node.shape === null || node.shape.includes(null);
  const text = node.kind === 'head' ? '' : shape(node.shape);
  return element('div', { class: `cell cell-output${isMissing ? ' is-missing' : ''}`, role: 'gridcell' }, text);
}

function countCell(name: string, value: ViewCount, text: string): HTMLElement {
  const look = value.isPartial || value.value === null ? ' is-missing' : value.value === 0 ? ' is-zero' : '';
  return element(
    'div',
    {
      class: `cell cell-${name}${look}`,
      role: 'gridcell',
      title: value.value === null ? '' : exact(value.value),
    },
    text,
  );
}

/** The share, or why there is none; what leads nowhere inside stands beside it. */
function shareCell(row: TreeRow, metric: ViewMetric, words: PreviewWords): HTMLElement {
  const { node, share } = row;
  const cell = element('div', { class: 'cell cell-share', role: 'gridcell', title: deadText(node, metric, words) });
  if (share === '') {
    if (node.part === 'dead') {
      cell.classList.add('is-text', 'is-zero');
      setText(cell, partText(node, words));
    }
    return cell;
  }
  const { before } = row;
  const change = before?.change;
  cell.append(
    change === undefined || change.direction === 'same'
      ? element('span', { class: 'share-text' }, share)
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
