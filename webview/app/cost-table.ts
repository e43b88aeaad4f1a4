/**
 * The Cost tab: a tree of rows in written order, the full text twin of the picture (WAI-ARIA Authoring Practices,
 * treegrid with focus on rows). The focus stays on the grid and names its row by `aria-activedescendant`. Which rows
 * there are is in cost-rows.ts, which of them are in the document in cost-window.ts, what keys mean in cost-keys.ts.
 */

import type { ViewModel } from '../../src/view/model';
import type { PreviewWords } from '../../src/words/preview';
import { isMenuKey } from '../menu-key';
import { drawRow } from './cost-cells';
import { createHeads, createTotals } from './cost-frame';
import { activation, keyAction, type RowAction } from './cost-keys';
import { type TreeRow, treeRows } from './cost-rows';
import { RowWindow } from './cost-window';
import { element } from './element';
import type { OpenMenu } from './node-menu';
import type { Dispatch, Region } from './region';
import { type AppEvent, type AppState, optionalColumns, viewAfter, viewBefore } from './state';

export function createCostTable(dispatch: Dispatch, words: PreviewWords, openMenu: OpenMenu): Region {
  const heads = createHeads(words, (column) => dispatch({ type: 'headerClicked', column }));
  const totals = createTotals(words);
  const body = element('div', { class: 'cost-body', role: 'rowgroup' });
  const root = element(
    'div',
    { class: 'cost', role: 'treegrid', tabIndex: 0, aria: { label: words.panel('cost'), multiselectable: false } },
    element('div', { class: 'cost-head-group', role: 'rowgroup' }, heads.root),
    body,
    totals.root,
  );
  let state: AppState | undefined;
  let isPassedOver = false;
  const inSight = new RowWindow(
    root,
    body,
    () => heads.root.offsetHeight + totals.root.offsetHeight,
    (row, index) => drawRow(row, index, state?.metric ?? 'multiplies', words),
  );
  listenToRows(root, body, inSight, () => state?.selection ?? null, dispatch);
  listenForMenu(root, body, inSight, () => state?.selection ?? null, openMenu);

  return {
    roots: [root],
    update(next) {
      // Out of sight it waits: there may be many rows, and a picture may change with each frame.
      if (root.closest('[hidden]') !== null) {
        isPassedOver = true;
        return;
      }
      const before = state;
      state = next;
      const { view, metric, sort, openRows, costFilter } = next;
      for (const column of optionalColumns) {
        root.classList.toggle(`hides-${column}`, next.hiddenColumns.includes(column));
      }
      if (view === null) return;
      const isLookNew = before?.metric !== metric;
      const old = costBefore(next);
      const isOldNew = before === undefined || costBefore(before) !== old;
      if (
        isLookNew ||
        isOldNew ||
        before.view !== view ||
        before.openRows !== openRows ||
        before.sort !== sort ||
        before.costFilter !== costFilter
      ) {
        const rows = treeRows(view, openRows, sort, metric, old, costFilter);
        heads.set(metric, sort, old !== null);
        const totalRows = totals.set(view, metric, rows.length);
        root.setAttribute('aria-rowcount', String(rows.length + totalRows + 1));
        inSight.setRows(rows, isLookNew);
      }
      inSight.setMarks(next);
      if (isPassedOver || before?.selection !== next.selection) inSight.scrollToSelection();
      isPassedOver = false;
    },
  };
}

/** The rows are those of the network that is looked at; where that is the old one of two, nothing was before it. */
function costBefore(state: AppState): ViewModel | null {
  return viewAfter(state) === state.view ? viewBefore(state) : null;
}

/** Pointer and keys on the rows, as events of the panel. */
function listenToRows(
  root: HTMLElement,
  body: HTMLElement,
  inSight: RowWindow,
  selection: () => string | null,
  dispatch: Dispatch,
): void {
  const act = (action: RowAction): void => dispatch(eventOf(action));
  body.addEventListener('click', (event) => {
    const row = rowOf(event, inSight);
    if (row === undefined) return;
    const isToggle = event.target instanceof Element && event.target.closest('.row-toggle') !== null;
    if (isToggle) act({ kind: 'toggle', row });
    else act(event.detail === 2 ? activation(row) : { kind: 'select', row, takeFocus: false });
  });
  body.addEventListener('pointerover', (event) => {
    dispatch({ type: 'hovered', node: rowOf(event, inSight)?.node.id ?? null });
  });
  body.addEventListener('pointerleave', () => dispatch({ type: 'hovered', node: null }));
  root.addEventListener('keydown', (event) => {
    if (event.target !== root || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = keyAction(event.key, inSight.rows, selection(), inSight.pageSize());
    if (action === undefined) return;
    if (action !== 'none') act(action);
    event.preventDefault();
    event.stopPropagation();
  });
}

/** The menu of a row's node, beside the pointer or below the row that is selected. */
function listenForMenu(
  root: HTMLElement,
  body: HTMLElement,
  inSight: RowWindow,
  selection: () => string | null,
  openMenu: OpenMenu,
): void {
  const giveBack = (): void => root.focus();
  body.addEventListener('contextmenu', (event) => {
    const row = rowOf(event, inSight);
    if (row === undefined) return;
    event.preventDefault();
    openMenu(row.node.id, { x: event.clientX, y: event.clientY }, giveBack);
  });
  root.addEventListener('keydown', (event) => {
    if (event.target !== root || !isMenuKey(event)) return;
    event.preventDefault();
    const index = inSight.rows.findIndex(({ node }) => node.id === selection());
    const row = inSight.rows[index];
    const drawn = body.querySelector(`[data-row="${index}"]`);
    if (row === undefined || drawn === null) return;
    const { left, bottom } = drawn.getBoundingClientRect();
    openMenu(row.node.id, { x: left + 24, y: bottom }, giveBack);
  });
}

function rowOf({ target }: Event, inSight: RowWindow): TreeRow | undefined {
  const found = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  return found === null ? undefined : inSight.rows[Number(found.dataset.row)];
}

function eventOf(action: RowAction): AppEvent {
  switch (action.kind) {
    case 'select':
      return { type: 'nodeSelected', node: action.row.node.id, takeFocus: action.takeFocus };
    case 'toggle':
      return { type: 'rowToggled', node: action.row.node.id, isOpen: !action.row.isOpen };
    case 'deselect':
      return { type: 'nodeSelected', node: null, takeFocus: false };
  }
}
