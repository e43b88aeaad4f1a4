/**
 * The two rows at the top: which network this is and what it is measured by, then its totals with their budgets.
 */

import type { ViewBudget, ViewCount, ViewMetric, ViewModel } from '../../src/view/model';
import { menu, segmented, textButton } from '../controls';
import { element, fill, setText } from './element';
import {
  bytes,
  count,
  exact,
  limit,
  metricLabel,
  metricTexts,
  say,
  shape,
  shareOfLimit,
  short,
  shortTotal,
} from './figures';
import type { Dispatch, Region } from './region';
import type { AppState } from './state';

export function createHeader(dispatch: Dispatch): Region {
  const network = element('h1', { class: 'network' });
  const about = element('span', { class: 'about' });
  const networks = menu({
    label: 'Network',
    class: 'network-menu',
    onChoose: (name) => dispatch({ type: 'networkChosen', network: name }),
  });
  const chooseMetric = (value: string): void => dispatch({ type: 'metricChosen', metric: value as ViewMetric });
  const metricSwitch = segmented({
    label: 'Metric',
    choices: metricTexts.map((text) => ({ value: text.metric, label: text.label, title: text.convention })),
    onChoose: chooseMetric,
  });
  const metricMenu = menu({ label: 'Metric', class: 'metric-menu', onChoose: chooseMetric });
  const root = element(
    'header',
    { class: 'header' },
    element('div', { class: 'header-title' }, network, networks.root, about),
    element('div', { class: 'spacer' }),
    metricSwitch.root,
    metricMenu.root,
  );
  const totals = element('section', { class: 'totals', aria: { label: 'Totals' } });
  let before: AppState | undefined;

  return {
    roots: [root, totals],
    update(state) {
      const { view } = state;
      if (before?.metric !== state.metric) {
        metricSwitch.set(state.metric);
        metricMenu.set(
          metricTexts.map((text) => ({ value: text.metric, label: text.brief })),
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
        if (view !== null) fill(totals, ...totalCells(view, state, dispatch));
      }
      before = state;
    },
  };
}

function totalCells(view: ViewModel, state: AppState, dispatch: Dispatch): HTMLElement[] {
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
    totalCell({
      label: isFlops ? 'FLOPs' : 'Multiplies',
      count: first,
      write: shortTotal,
      note: view.unknownLayers > 0 ? `${exact(view.unknownLayers)} of ${exact(view.layerCount)} layers unknown` : '',
      pill: view.status === 'broken' ? 'last good' : first.isPartial ? 'partial' : '',
      budget: isFlops ? budgetOf('flops') : budgetOf('multiplies', 'macs'),
      openBudget,
    }),
    totalCell({
      label: 'Parameters',
      count: view.totals.params,
      write: shortTotal,
      budget: budgetOf('params'),
      openBudget,
    }),
  ];
  const { peak } = view;
  cells.push(
    totalCell({
      label: 'Peak memory',
      count: peak === null ? { value: null, isPartial: true } : { value: peak.bytes, isPartial: peak.isPartial },
      write: bytes,
      note: peak === null || state.layout === 'narrow' ? '' : 'at ',
      ...(peak === null || state.layout === 'narrow'
        ? {}
        : {
            link: {
              label: peak.where,
              onClick: () => dispatch({ type: 'nodeSelected', node: peak.node, takeFocus: false }),
            },
          }),
      budget: budgetOf('peakBytes'),
      openBudget,
    }),
  );
  if (state.layout === 'narrow') return cells;

  const { headTotals, everything } = view;
  if (headTotals !== null) {
    const heads = view.outputs.filter((output) => output.kind === 'head');
    cells.push(
      totalCell({
        label: heads.length === 1 ? 'Side head' : 'Side heads',
        count: isFlops ? headTotals.flops : headTotals.multiplies,
        write: (value) => `+${short(value)}`,
        note: 'not in the total',
        budget: undefined,
        openBudget,
      }),
    );
  }
  for (const budget of view.budgets.filter((candidate) => candidate.path === '' && !shown.has(candidate))) {
    const isBytes = budget.metric.endsWith('Bytes');
    cells.push(
      totalCell({
        label: metricLabel(budget.metric),
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
      totalCell({
        label: say('everything'),
        count: isFlops ? everything.flops : everything.multiplies,
        write: shortTotal,
        note: say('withParameters', { amount: count(everything.params, shortTotal) }),
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
  readonly note?: string;
  readonly link?: { readonly label: string; onClick(): void };
  readonly pill?: string;
  readonly budget: ViewBudget | undefined;
  openBudget(budget: ViewBudget): void;
}

function totalCell(cell: TotalCell): HTMLElement {
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
      budget !== undefined && verdict(budget, () => cell.openBudget(budget)),
    ),
    element(
      'div',
      { class: 'total-value' },
      element('span', { class: 'total-number', title: exactTitle }, count(value, cell.write)),
      (cell.note ?? '') !== '' && element('span', { class: 'total-note' }, cell.note),
      cell.link !== undefined && textButton(cell.link.label, cell.link.onClick),
    ),
    budget !== undefined && gauge(budget),
  );
}

function verdict(budget: ViewBudget, open: () => void): HTMLElement {
  const of = `${shareOfLimit(budget.value, budget.limit)} of ${limit(budget.limit, budget.metric.endsWith('Bytes'))}`;
  const texts = { ok: `✓ ${of}`, over: `✗ ${of}`, open: 'budget open' };
  const made = textButton(texts[budget.verdict], open);
  made.classList.add('verdict', `verdict-${budget.verdict}`);
  made.title = `${exact(budget.value)} of at most ${exact(budget.limit)}. Go to the budget, line ${budget.line}.`;
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
