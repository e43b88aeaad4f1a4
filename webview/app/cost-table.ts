/**
 * The Cost tab: a tree of rows in written order, the full text twin of the picture (WAI-ARIA Authoring Practices,
 * treegrid with focus on rows). The focus stays on the grid and names its row by `aria-activedescendant`. Which rows
 * there are is in cost-rows.ts, which of them are in the document in cost-window.ts, what keys mean in cost-keys.ts.
 */

import { present } from '../../src/base/assert';
import type { MeasureText } from '../../src/view/draw/text-fit';
import type { ViewModel } from '../../src/view/model';
import type { PreviewWords } from '../../src/words/preview';
import { measuredText } from '../graph/text-measure';
import { isMenuKey } from '../menu-key';
import { drawMore, drawRow, type TableLook } from './cost-cells';
import { type ColumnScope, type CostColumn, costColumns, type OptionalColumn, offeredColumns } from './cost-columns';
import { columnWidths, fitColumns } from './cost-fit';
import { createHeads, createTotals } from './cost-frame';
import { activation, keyAction, type RowAction } from './cost-keys';
import { type TreeRow, treeRows } from './cost-rows';
import { columnScope, drawsAlike } from './cost-scope';
import { RowWindow } from './cost-window';
import { element } from './element';
import type { OpenMenu } from './node-menu';
import type { Dispatch, Region } from './region';
import { type AppEvent, type AppState, viewAfter, viewBefore } from './state';

export function createCostTable(dispatch: Dispatch, words: PreviewWords, openMenu: OpenMenu): Region {
  const heads = createHeads(words, (column) => dispatch({ type: 'headerClicked', column }));
  const totals = createTotals(words);
  const body = element('div', { class: 'cost-body', role: 'rowgroup' });
  const root = element(
    'div',
    {
      class: 'cost',
      role: 'treegrid',
      tabIndex: 0,
      aria: { label: words.panel('cost'), multiselectable: false, colcount: costColumns.length + 1 },
    },
    element('div', { class: 'cost-head-group', role: 'rowgroup' }, heads.root),
    body,
    totals.root,
  );
  let state: AppState | undefined;
  let isPassedOver = false;
  let look: TableLook | undefined;
  const lookNow = (): TableLook => present(look, 'rows after a view');
  const inSight = new RowWindow(
    root,
    body,
    () => heads.root.offsetHeight + totals.covers(),
    (row, index) => drawRow(row, index, lookNow()),
    (row) => drawMore(row, lookNow()),
  );
  listenToRows(root, body, inSight, () => state?.selection ?? null, dispatch);
  listenForMenu(root, body, inSight, () => state?.selection ?? null, openMenu);
  let width = 0;
  let measure: MeasureText | undefined;
  let widths: ReadonlyMap<CostColumn, number> = new Map();

  /** Gives whether rows that are drawn have to be drawn anew. */
  function setLook(scope: ColumnScope, chosen: readonly OptionalColumn[]): boolean {
    const offered = offeredColumns(scope);
    const { columns, bar } = fitColumns(
      width,
      chosen.filter((column) => offered.includes(column)),
      (column) => widths.get(column) ?? 0,
    );
    const tracks = columns.map((column) => (widths.get(column) ?? 0) + (column === 'share' ? bar : 0));
    root.style.setProperty('--cost-columns', ['minmax(120px, 1fr)', ...tracks.map((track) => `${track}px`)].join(' '));
    root.style.setProperty('--cost-bar', `${bar}px`);
    root.classList.toggle('has-bar', bar > 0);
    const before = look;
    look = { scope, columns, words };
    if (before === undefined || !drawsAlike(before.scope, scope) || before.columns.join() !== columns.join())
      return true;
    // A line moves without its row.
    return before.scope.view !== scope.view && columns.includes('line');
  }

  new ResizeObserver(() => {
    if (root.clientWidth === width || root.clientWidth === 0) return;
    width = root.clientWidth;
    if (state?.view == null || look === undefined || !setLook(look.scope, state.columns)) return;
    heads.set(look, state.sort, costBefore(state) !== null);
    totals.set(look, inSight.rows.length);
    inSight.setRows(inSight.rows, true);
  }).observe(root);

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
      const { view, sort, openRows, costFilter, columns } = next;
      if (view === null) return;
      const scope = columnScope(next, view);
      const old = costBefore(next);
      if (
        look?.scope.view !== view ||
        !drawsAlike(look.scope, scope) ||
        before === undefined ||
        costBefore(before) !== old ||
        before.openRows !== openRows ||
        before.sort !== sort ||
        before.costFilter !== costFilter ||
        before.columns !== columns
      ) {
        const rows = treeRows(scope, openRows, sort, old, costFilter);
        measure ??= measuredText(getComputedStyle(root).fontFamily, '');
        width = root.clientWidth;
        widths = columnWidths(['metric', ...columns], rows, scope, measure, words);
        const isLookNew = setLook(scope, columns);
        heads.set(lookNow(), sort, old !== null);
        const totalRows = totals.set(lookNow(), rows.length);
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
  // Below a click rows may have moved: the second one of a double click is about what the first one was on.
  let clicked: TreeRow | undefined;
  body.addEventListener('click', (event) => {
    const row = rowOf(event, inSight);
    if (row === undefined) return;
    const isToggle = event.target instanceof Element && event.target.closest('.row-toggle') !== null;
    if (isToggle) act({ kind: 'toggle', row });
    else if (event.detail === 2) act(activation(clicked ?? row));
    else {
      clicked = row;
      act({ kind: 'select', row, takeFocus: false });
    }
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
