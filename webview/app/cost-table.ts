/**
 * The Cost tab: a tree of rows in written order, the full text twin of the picture (WAI-ARIA Authoring Practices,
 * treegrid with focus on rows). Only the rows in sight are in the document, so ten thousand layers scroll as lightly
 * as ten; the focus stays on the grid and names its row by `aria-activedescendant`.
 */

import type { ViewCount, ViewNode } from '../../src/view/model';
import { deadText, partText, withSign } from '../../src/view/words';
import { icon } from '../controls';
import { type CostRow, costRows, otherMetric } from './cost-rows';
import { element, fill, setText } from './element';
import { count, exact, metricText, shape, short, shortTotal } from './figures';
import type { Dispatch, Region } from './region';
import type { AppState, SortColumn } from './state';

const rowHeight = 22;
const indent = 14;
/** Rows drawn above and below the window, so that a quick scroll shows no gap. */
const overscan = 8;

export function createCostTable(dispatch: Dispatch): Region {
  const heads: Record<SortColumn, HTMLElement> = {
    name: columnHead('Layer', 'cell-name'),
    output: columnHead('Output', 'cell-output'),
    metric: columnHead('', 'cell-metric'),
    other: columnHead('', 'cell-other'),
  };
  for (const [column, head] of Object.entries(heads)) {
    head.firstElementChild?.addEventListener('click', () =>
      dispatch({ type: 'headerClicked', column: column as SortColumn }),
    );
  }
  const shareHead = element('div', { class: 'cell cell-share', role: 'columnheader' }, 'Share');
  const headRow = element(
    'div',
    { class: 'cost-row cost-head', role: 'row', aria: { rowindex: 1 } },
    heads.name,
    heads.output,
    heads.metric,
    shareHead,
    heads.other,
  );
  const body = element('div', { class: 'cost-body', role: 'rowgroup' });
  const totalRow = element('div', { class: 'cost-row cost-total', role: 'row' });
  const root = element(
    'div',
    { class: 'cost', role: 'treegrid', tabIndex: 0, aria: { label: 'Cost of each layer', multiselectable: false } },
    element('div', { class: 'cost-head-group', role: 'rowgroup' }, headRow),
    body,
    element('div', { class: 'cost-total-group', role: 'rowgroup' }, totalRow),
  );

  let state: AppState | undefined;
  let rows: readonly CostRow[] = [];
  let drawn = new Map<number, { row: CostRow; root: HTMLElement }>();

  const rowOf = (event: Event): CostRow | undefined => {
    const found = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null;
    return found === null ? undefined : rows[Number(found.dataset.row)];
  };
  const toggle = (row: CostRow, isOpen: boolean): void => dispatch({ type: 'rowToggled', node: row.node.id, isOpen });
  const select = (row: CostRow | undefined, takeFocus: boolean): void => {
    if (row !== undefined) dispatch({ type: 'nodeSelected', node: row.node.id, takeFocus });
  };
  const activate = (row: CostRow): void => (row.isParent ? toggle(row, !row.isOpen) : select(row, true));

  body.addEventListener('click', (event) => {
    const row = rowOf(event);
    if (row === undefined) return;
    if (event.target instanceof Element && event.target.closest('.row-toggle') !== null) toggle(row, !row.isOpen);
    else if (event.detail === 2) activate(row);
    else select(row, false);
  });
  body.addEventListener('pointerover', (event) => {
    const row = rowOf(event);
    dispatch({ type: 'hovered', node: row?.node.id ?? null });
  });
  body.addEventListener('pointerleave', () => dispatch({ type: 'hovered', node: null }));
  root.addEventListener('scroll', () => draw());
  root.addEventListener('keydown', (event) => {
    if (event.target !== root || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = rows.findIndex((row) => row.node.id === state?.selection);
    const row = rows[at];
    const page = Math.max(1, Math.floor(root.clientHeight / rowHeight) - 3);
    const moves: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? 0 : at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rows.length - 1,
    };
    const target = moves[event.key];
    if (target !== undefined) select(rows[Math.min(rows.length - 1, Math.max(0, target))], false);
    else if (event.key === 'Enter' && row !== undefined) activate(row);
    else if (event.key === 'ArrowRight' && row?.isParent) row.isOpen ? select(rows[at + 1], false) : toggle(row, true);
    else if (event.key === 'ArrowLeft' && row !== undefined) {
      if (row.isOpen) toggle(row, false);
      else select(parentOf(rows, at), false);
    } else if (event.key === 'Escape' && state?.selection !== null) {
      dispatch({ type: 'nodeSelected', node: null, takeFocus: false });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });

  /** Brings the rows in the document in line with the window on them. */
  function draw(): void {
    if (state === undefined || root.clientHeight === 0) return;
    const first = Math.max(0, Math.floor(root.scrollTop / rowHeight) - overscan);
    const last = Math.min(rows.length, Math.ceil((root.scrollTop + root.clientHeight) / rowHeight) + overscan);
    const next = new Map<number, { row: CostRow; root: HTMLElement }>();
    for (let index = first; index < last; index++) {
      const row = rows[index] as CostRow;
      const old = drawn.get(index);
      if (old?.row === row) {
        next.set(index, old);
        drawn.delete(index);
      } else {
        next.set(index, { row, root: drawRow(row, index, state) });
      }
    }
    for (const old of drawn.values()) old.root.remove();
    let previous: Element | null = null;
    for (const { root: line } of next.values()) {
      if (line.parentElement !== body) previous === null ? body.prepend(line) : (previous as Element).after(line);
      previous = line;
    }
    drawn = next;
    mark();
  }

  /** Selection and hover are classes on rows that are drawn already. */
  function mark(): void {
    let active = '';
    for (const { row, root: line } of drawn.values()) {
      const isSelected = row.node.id === state?.selection;
      line.classList.toggle('is-selected', isSelected);
      line.classList.toggle('is-hovered', row.node.id === state?.hover);
      line.setAttribute('aria-selected', String(isSelected));
      if (isSelected) active = line.id;
    }
    if (active === '') root.removeAttribute('aria-activedescendant');
    else root.setAttribute('aria-activedescendant', active);
  }

  function scrollToSelection(): void {
    const at = rows.findIndex((row) => row.node.id === state?.selection);
    if (at < 0 || root.clientHeight === 0) return;
    const head = headRow.offsetHeight;
    const visible = root.clientHeight - head - totalRow.offsetHeight;
    const top = at * rowHeight;
    if (top < root.scrollTop) root.scrollTop = top;
    else if (top + rowHeight > root.scrollTop + visible) root.scrollTop = top + rowHeight - visible;
  }

  new ResizeObserver(() => draw()).observe(root);

  return {
    roots: [root],
    update(next) {
      const before = state;
      state = next;
      const { view } = next;
      if (view === null) return;
      const isChanged =
        before?.view !== view ||
        before.openRows !== next.openRows ||
        before.sort !== next.sort ||
        before.metric !== next.metric;
      if (isChanged) {
        rows = costRows(view, next.openRows, next.sort, next.metric);
        for (const old of drawn.values()) old.root.remove();
        drawn = new Map();
        body.style.setProperty('height', `${rows.length * rowHeight}px`);
        root.setAttribute('aria-rowcount', String(rows.length + 2));
        updateHeads(next);
        updateTotal(next);
        draw();
      } else mark();
      if (before?.selection !== next.selection || before?.tab !== next.tab) {
        scrollToSelection();
        draw();
      }
    },
  };

  function updateHeads(next: AppState): void {
    const labels = {
      name: 'Layer',
      output: 'Output',
      metric: metricText(next.metric).column,
      other: metricText(otherMetric(next.metric)).column,
    };
    for (const [column, head] of Object.entries(heads) as [SortColumn, HTMLElement][]) {
      const isSorted = next.sort?.column === column;
      const isDescending = next.sort?.isDescending === true;
      head.setAttribute('aria-sort', isSorted ? (isDescending ? 'descending' : 'ascending') : 'none');
      const inside = head.firstElementChild as HTMLElement;
      fill(inside, labels[column], isSorted && icon(isDescending ? 'sortDown' : 'sortUp'));
      inside.title = column === 'metric' ? metricText(next.metric).convention : '';
    }
  }

  function updateTotal(next: AppState): void {
    const { view } = next;
    if (view === null) return;
    const total = view.totals[next.metric];
    const other = view.totals[otherMetric(next.metric)];
    const cell = (name: string, text: string, title = ''): HTMLElement =>
      element('div', { class: `cell cell-${name}`, role: 'gridcell', title }, text);
    const label = element('div', { class: 'cell cell-name', role: 'rowheader' }, 'Main output');
    const shareCell = cell('share', '');
    if (total.isPartial) shareCell.append(element('span', { class: 'pill' }, 'partial'));
    else setText(shareCell, '100%');
    shareCell.classList.add('is-text');
    fill(
      totalRow,
      label,
      cell('output', ''),
      cell(
        'metric',
        count(total, (value) => shortTotal(value, next.metric)),
        exact(total.value),
      ),
      shareCell,
      cell(
        'other',
        count(other, (value) => shortTotal(value, otherMetric(next.metric))),
        exact(other.value),
      ),
    );
    totalRow.setAttribute('aria-rowindex', String(rows.length + 2));
  }
}

function columnHead(label: string, name: string): HTMLElement {
  return element(
    'div',
    { class: `cell ${name}`, role: 'columnheader' },
    element('button', { class: 'head-button', attributes: { type: 'button' } }, label),
  );
}

function parentOf(rows: readonly CostRow[], at: number): CostRow | undefined {
  const level = rows[at]?.level ?? 0;
  for (let index = at - 1; index >= 0; index--) {
    if ((rows[index] as CostRow).level < level) return rows[index];
  }
  return undefined;
}

function drawRow(row: CostRow, index: number, state: AppState): HTMLElement {
  const { node } = row;
  const metric = state.metric;
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
    countCell(
      'metric',
      value,
      withSign(
        node,
        value,
        count(value, (n) => short(n, metric)),
      ),
    ),
    shareCell(row, metric),
    countCell('other', other, otherText(node, metric)),
  );
}

function otherText(node: ViewNode, metric: AppState['metric']): string {
  const other = otherMetric(metric);
  const text = count(node.counts[other], (value) => short(value, other));
  return text === 'unknown' ? '?' : text;
}

function nameCell(row: CostRow): HTMLElement {
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
  if (node.suffix.startsWith('×')) cell.append(element('span', { class: 'row-suffix' }, node.suffix));
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
function shareCell(row: CostRow, metric: AppState['metric']): HTMLElement {
  const { node, share } = row;
  const cell = element('div', { class: 'cell cell-share', role: 'gridcell', title: deadText(node, metric) });
  if (share === '') {
    if (node.part === 'dead') {
      cell.classList.add('is-text', 'is-zero');
      setText(cell, partText(node));
    }
    return cell;
  }
  cell.append(
    element('span', { class: 'share-text' }, share),
    element(
      'span',
      { class: 'share-bar', aria: { hidden: true } },
      element('span', { class: `share-fill heat-${row.heat}`, style: { width: `${Math.max(2, row.bar * 100)}%` } }),
    ),
  );
  return cell;
}
