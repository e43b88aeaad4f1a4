/** The Cost tab: the table of all layers, or charts of where a metric is. */

import type { PreviewWords } from '../../src/words/preview';
import { segmented } from '../controls';
import { balanceContent } from './balance-view';
import { createCostTable } from './cost-table';
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
  const table = createCostTable(dispatch, words, openMenu);
  const icicle = createIcicle(dispatch, words);
  const balance = element('section', { class: 'section balance-section' });
  const charts = element('div', { class: 'tab-content cost-charts' }, balance, ...icicle.roots);
  const body = element('div', { class: 'cost-view-body' }, ...table.roots, charts);
  const root = element(
    'div',
    { class: 'cost-view' },
    element('div', { class: 'cost-tools' }, choice.root, element('div', { class: 'spacer' })),
    body,
  );
  let before: AppState | undefined;
  return {
    roots: [root],
    update(state) {
      const isTable = state.costView === 'table';
      choice.set(state.costView);
      for (const part of table.roots) part.hidden = !isTable;
      charts.hidden = isTable;
      table.update(state);
      if (isTable) return;
      icicle.update(state);
      const isSame =
        before?.view === state.view && before?.metric === state.metric && before.selection === state.selection;
      before = state;
      if (isSame || state.view === null) return;
      fill(balance, ...balanceContent(state.view, state.metric, state.selection, dispatch, words));
    },
  };
}
