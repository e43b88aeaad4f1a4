/**
 * The two rows at the top: which network this is and what it is measured by, then its totals with their budgets.
 */

import { formatShareOfLimit } from '../../src/base/number-format';
import { type ViewBudget, type ViewCount, type ViewMetric, type ViewModel, viewMetrics } from '../../src/view/model';
import { bytes, count, exact, limit, shape, short, shortTotal, withPlus } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { menu, segmented, textButton } from '../controls';
import { type Child, element, fill, setText } from './element';
import { convention, metricLabel } from './metric-words';
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
  const totals = element('section', { class: 'totals', aria: { label: say('totals') } });
  let before: AppState | undefined;

  return {
    roots: [root, totals],
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
        totals.hidden = view === null;
        if (view !== null) fill(totals, ...totalCells(view, state, dispatch, words));
      }
      before = state;
    },
  };
}

function totalCells(view: ViewModel, state: AppState, dispatch: Dispatch, words: PreviewWords): HTMLElement[] {
  const say = words.panel;
  const cellOf = (cell: TotalCell): HTMLElement => totalCell(cell, words);
  const isFlops = state.metric === 'flops';
  const shown = new Set<ViewBudget>();
  const budgetOf = (...names: string[]): ViewBudget | undefined => {
    const found = view.budgets.find((budget) => budget.path === '' && names.includes(budget.metric));
    if (found !== undefined) shown.add(found);
    return found;
  };
  const openBudget = ({ id }: ViewBudget): void => dispatch({ type: 'budgetOpened', budget: id });

  const first = isFlops ? view.totals.flops : view.totals.multiplies;
  const cells = [
    cellOf({
      label: metricLabel(isFlops ? 'flops' : 'multiplies', words),
      count: first,
      write: shortTotal,
      note:
        view.unknownLayers > 0 &&
        say('total.unknown-layers', { unknown: exact(view.unknownLayers), layers: exact(view.layerCount) }),
      pill: view.status === 'broken' ? say('last-good') : first.isPartial ? say('partial') : '',
      budget: isFlops ? budgetOf('flops') : budgetOf('multiplies', 'macs'),
      openBudget,
    }),
    cellOf({
      label: metricLabel('params', words),
      count: view.totals.params,
      write: shortTotal,
      budget: budgetOf('params'),
      openBudget,
    }),
  ];
  const { peak } = view;
  cells.push(
    cellOf({
      label: metricLabel('peakBytes', words),
      count: peak === null ? { value: null, isPartial: true } : { value: peak.bytes, isPartial: peak.isPartial },
      write: bytes,
      note:
        peak !== null &&
        state.layout !== 'narrow' &&
        peakPlace(peak.where, words, () => dispatch({ type: 'nodeSelected', node: peak.node, takeFocus: false })),
      budget: budgetOf('peakBytes'),
      openBudget,
    }),
  );
  if (state.layout === 'narrow') return cells;

  const { headTotals, everything } = view;
  if (headTotals !== null) {
    const heads = view.outputs.filter((output) => output.kind === 'head');
    cells.push(
      cellOf({
        label: say('total.heads', { count: heads.length }),
        count: isFlops ? headTotals.flops : headTotals.multiplies,
        write: (value) => withPlus(short(value)),
        note: words.totals('notInTotal'),
        budget: undefined,
        openBudget,
      }),
    );
  }
  for (const budget of view.budgets.filter((candidate) => candidate.path === '' && !shown.has(candidate))) {
    const isBytes = budget.metric.endsWith('Bytes');
    cells.push(
      cellOf({
        label: metricLabel(budget.metric, words),
        count: { value: budget.value, isPartial: budget.verdict === 'open' },
        write: isBytes ? bytes : shortTotal,
        budget,
        openBudget,
      }),
    );
  }
  // Last, as it is the first that a narrower panel can do without.
  if (everything !== null) {
    cells.push(
      cellOf({
        label: words.totals('everything'),
        count: isFlops ? everything.flops : everything.multiplies,
        write: shortTotal,
        note: words.totals('withParameters', { amount: count(words, everything.params, shortTotal) }),
        budget: undefined,
        openBudget,
      }),
    );
  }
  return cells;
}

interface TotalCell {
  readonly label: string;
  readonly count: ViewCount;
  readonly write: (value: number) => string;
  readonly note?: Child;
  readonly pill?: string;
  readonly budget: ViewBudget | undefined;
  openBudget(budget: ViewBudget): void;
}

function totalCell(cell: TotalCell, words: PreviewWords): HTMLElement {
  const { budget, count: value } = cell;
  const pill = cell.pill ?? '';
  const exactTitle = value.value === null ? '' : exact(value.value);
  return element(
    'div',
    { class: 'total' },
    element(
      'div',
      { class: 'total-label' },
      cell.label,
      pill !== '' && element('span', { class: 'pill' }, pill),
      budget !== undefined && verdict(budget, words, () => cell.openBudget(budget)),
    ),
    element(
      'div',
      { class: 'total-value' },
      element('span', { class: 'total-number', title: exactTitle }, count(words, value, cell.write)),
      typeof cell.note === 'string' ? element('span', { class: 'total-note' }, cell.note) : cell.note,
    ),
    budget !== undefined && gauge(budget),
  );
}

/** Where the peak is; the layer's name leads to it. */
function peakPlace(layer: string, { panel: say }: PreviewWords, onClick: () => void): HTMLElement {
  return element(
    'span',
    { class: 'total-note' },
    ...around(say('total.at', { layer: slot }), textButton(layer, onClick)),
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
