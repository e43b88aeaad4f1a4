/** The Cost tab: the table of all layers, or charts of where a metric is. */

import type { PreviewWords } from '../../src/words/preview';
import { menuButton, segmented, textField } from '../controls';
import { balanceContent } from './balance-view';
import { type ColumnScope, columnLabel, type OptionalColumn, offeredColumns } from './cost-columns';
import { treeRows } from './cost-rows';
import { columnScope, drawsAlike } from './cost-scope';
import { createCostTable } from './cost-table';
import { type CopyFormat, copyFormats, costText } from './cost-text';
import { element, fill } from './element';
import { createIcicle } from './icicle-view';
import type { OpenMenu } from './node-menu';
import type { Dispatch, Region } from './region';
import { type AppState, type CostView, costViews } from './state';

export function createCostView(dispatch: Dispatch, words: PreviewWords, openMenu: OpenMenu): Region {
  const say = words.costCharts;
  const choice = segmented({
    label: say('views'),
    choices: costViews.map((value) => ({ value, label: say(`view.${value}`) })),
    onChoose: (view) => dispatch({ type: 'costViewChosen', view: view as CostView }),
  });
  const filter = textField({
    label: say('filter'),
    placeholder: say('filter'),
    class: 'cost-filter',
    hideLabel: true,
    onInput: (text) => dispatch({ type: 'costFilterTyped', text }),
  });
  filter.root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || filter.value() === '') return;
    event.stopPropagation();
    dispatch({ type: 'costFilterTyped', text: '' });
  });
  const columns = menuButton({
    label: say('columns'),
    onChoose: (column) => dispatch({ type: 'columnToggled', column: column as OptionalColumn }),
  });
  const copy = menuButton({
    label: say('copy'),
    onChoose: (format) => {
      if (state?.view == null) return;
      const scope = columnScope(state, state.view);
      const rows = treeRows(scope, state.openRows, state.sort, null, state.costFilter);
      const { columns } = state;
      void navigator.clipboard.writeText(costText(format as CopyFormat, { scope, rows, columns }, words));
    },
  });
  copy.set(copyFormats.map((value) => ({ value, label: say(`copy.${value}`) })));
  const tableTools = [filter.root, columns.root, copy.root];
  const table = createCostTable(dispatch, words, openMenu);
  const icicle = createIcicle(dispatch, words);
  const balance = element('section', { class: 'section balance-section' });
  const charts = element('div', { class: 'tab-content cost-charts' }, balance, ...icicle.roots);
  const body = element('div', { class: 'cost-view-body' }, ...table.roots, charts);
  const root = element(
    'div',
    { class: 'cost-view' },
    element('div', { class: 'cost-tools' }, choice.root, element('div', { class: 'spacer' }), ...tableTools),
    body,
  );
  let before: AppState | undefined;
  /** Of which the columns were offered. */
  let offer: ColumnScope | undefined;
  let state: AppState | undefined;
  return {
    roots: [root],
    update(now) {
      const last = state;
      state = now;
      const isTable = now.costView === 'table';
      for (const tool of tableTools) tool.hidden = !isTable;
      filter.setValue(now.costFilter);
      if (now.view !== null) {
        const scope = columnScope(now, now.view);
        const offered = offeredColumns(scope);
        const isSame = last !== undefined && offer !== undefined && drawsAlike(offer, scope);
        if (!isSame || last.columns !== now.columns) {
          columns.set(
            offered.map((value) => ({
              value,
              label: columnLabel(value, scope, words),
              isChecked: now.columns.includes(value),
            })),
          );
        }
        offer = scope;
      }
      choice.set(now.costView);
      for (const part of table.roots) part.hidden = !isTable;
      charts.hidden = isTable;
      table.update(now);
      if (isTable) return;
      icicle.update(now);
      const isSame = before?.view === now.view && before.metric === now.metric && before.selection === now.selection;
      before = now;
      if (isSame || now.view === null) return;
      fill(balance, ...balanceContent(now.view, now.metric, now.selection, dispatch, words));
    },
  };
}
