/**
 * The two rows at the top: which network this is and what it is measured by, then its totals with their budgets.
 */

import { formatShareOfLimit } from '../../src/base/number-format';
import { convention } from '../../src/view/metric-words';
import { type ViewBudget, type ViewMetric, type ViewModel, viewMetrics } from '../../src/view/model';
import { count, exact, limit, shape } from '../../src/view/number-text';
import { type TotalCell, totalCells } from '../../src/view/total-cells';
import type { PreviewWords } from '../../src/words/preview';
import { menu, segmented, textButton } from '../controls';
import { type Child, element, fill, setText } from './element';
import type { Dispatch, Region } from './region';
import { around, slot } from './sentence';
import type { AppState } from './state';

export function createHeader(dispatch: Dispatch, words: PreviewWords): Region {
  const say = words.panel;
  const network = element('h1', { class: 'network' });
  const about = element('span', { class: 'about' });
  const networks = menu({
    label: say('network'),
    class: 'network-menu',
    onChoose: (name) => dispatch({ type: 'networkChosen', network: name }),
  });
  const chooseMetric = (value: string): void => dispatch({ type: 'metricChosen', metric: value as ViewMetric });
  const metricSwitch = segmented({
    label: say('metric'),
    choices: viewMetrics.map((metric) => ({
      value: metric,
      label: say(`metric.${metric}`),
      title: convention(metric, words),
    })),
    onChoose: chooseMetric,
  });
  const metricMenu = menu({ label: say('metric'), class: 'metric-menu', onChoose: chooseMetric });
  const root = element(
    'header',
    { class: 'header' },
    element('div', { class: 'header-title' }, network, networks.root, about),
    element('div', { class: 'spacer' }),
    metricSwitch.root,
    metricMenu.root,
  );
  const totalRow = element('section', { class: 'totals', aria: { label: say('totals') } });
  let before: AppState | undefined;

  return {
    roots: [root, totalRow],
    update(state) {
      const { view } = state;
      if (before?.metric !== state.metric) {
        metricSwitch.set(state.metric);
        metricMenu.set(
          viewMetrics.map((metric) => ({ value: metric, label: say(`brief.${metric}`) })),
          state.metric,
        );
      }
      if (before === undefined || before.view !== view || before.empty !== state.empty) {
        const hasSeveral = view !== null && view.networks.length > 1;
        network.classList.toggle('is-only-read', hasSeveral);
        networks.root.hidden = !hasSeveral;
        if (hasSeveral) {
          networks.set(
            view.networks.map((name) => ({ value: name, label: name })),
            view.network,
          );
        }
        setText(network, view?.network ?? state.empty?.fileName ?? 'Incept');
        setText(about, view === null ? '' : `${shape(view.inputShape)} · ${view.fileName}`);
        about.title = (view?.parameters ?? []).map(({ name, value }) => `${name} = ${value}`).join(', ');
        metricSwitch.root.hidden = view === null;
        metricMenu.root.hidden = view === null;
      }
      if (
        before === undefined ||
        before.view !== view ||
        before.metric !== state.metric ||
        before.layout !== state.layout
      ) {
        totalRow.hidden = view === null;
        if (view !== null) fill(totalRow, ...totals(view, state, dispatch, words));
      }
      before = state;
    },
  };
}

function totals(view: ViewModel, state: AppState, dispatch: Dispatch, words: PreviewWords): HTMLElement[] {
  const cells = totalCells(view, state.metric, words);
  const isNarrow = state.layout === 'narrow';
  return (isNarrow ? cells.slice(0, 3) : cells).map((cell) =>
    totalCell(cell, {
      note: cell.kind === 'peak' ? !isNarrow && peakPlace(view, words, dispatch) : cell.note,
      pill: cell.kind === 'cost' ? pillOf(view, cell, words) : '',
      openBudget: ({ id }) => dispatch({ type: 'budgetOpened', budget: id }),
      words,
    }),
  );
}

function pillOf({ status }: ViewModel, { count: { isPartial } }: TotalCell, { panel: say }: PreviewWords): string {
  if (status === 'broken') return say('last-good');
  return isPartial ? say('partial') : '';
}

interface TotalLook {
  readonly note: Child;
  readonly pill: string;
  readonly openBudget: (budget: ViewBudget) => void;
  readonly words: PreviewWords;
}

function totalCell(cell: TotalCell, { note, pill, openBudget, words }: TotalLook): HTMLElement {
  const { budget, count: value } = cell;
  const exactTitle = value.value === null ? '' : exact(value.value);
  return element(
    'div',
    { class: 'total' },
    element(
      'div',
      { class: 'total-label' },
      cell.label,
      pill !== '' && element('span', { class: 'pill' }, pill),
      budget !== undefined && verdict(budget, words, () => openBudget(budget)),
    ),
    element(
      'div',
      { class: 'total-value' },
      element('span', { class: 'total-number', title: exactTitle }, count(words, value, cell.write)),
      typeof note === 'string' ? note !== '' && element('span', { class: 'total-note' }, note) : note,
    ),
    budget !== undefined && gauge(budget),
  );
}

/** Where the peak is; the layer's name leads to it. */
function peakPlace({ peak }: ViewModel, { panel: say }: PreviewWords, dispatch: Dispatch): Child {
  if (peak === null) return false;
  const select = (): void => dispatch({ type: 'nodeSelected', node: peak.node, takeFocus: false });
  return element(
    'span',
    { class: 'total-note' },
    ...around(say('total.at', { layer: slot }), textButton(peak.where, select)),
  );
}

function verdict(budget: ViewBudget, { panel: say }: PreviewWords, open: () => void): HTMLElement {
  const use = {
    share: formatShareOfLimit(budget.value, budget.limit) ?? say('budget.over-nothing'),
    limit: limit(budget.limit, budget.metric.endsWith('Bytes')),
  };
  const text = budget.verdict === 'open' ? say('budget.open') : say(`budget.${budget.verdict}`, use);
  const made = textButton(text, open);
  made.classList.add('verdict', `verdict-${budget.verdict}`);
  made.title = say('budget.go-to', { value: exact(budget.value), limit: exact(budget.limit), line: budget.line });
  return made;
}

/** The limit stands at 91% of the width, so that what is over it is seen to be over it. */
const limitAt = 91;

function gauge(budget: ViewBudget): HTMLElement {
  const filled = budget.limit === 0 ? 100 : Math.min(100, (limitAt * budget.value) / budget.limit);
  return element(
    'div',
    { class: `gauge gauge-${budget.verdict}`, aria: { hidden: true } },
    element('div', { class: 'gauge-fill', style: { width: `${filled}%` } }),
    element('div', { class: 'gauge-limit', style: { left: `${limitAt}%` } }),
  );
}
