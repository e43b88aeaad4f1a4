/**
 * The two rows at the top: which network this is and what it is measured by, then its totals with their budgets.
 */

import { formatShareOfLimit } from '../../src/base/number-format';
import { type NumberChange, numberChange } from '../../src/view/change';
import { convention } from '../../src/view/metric-words';
import {
  type ViewBudget,
  type ViewCount,
  type ViewFigures,
  type ViewMetric,
  type ViewModel,
  viewMetrics,
} from '../../src/view/model';
import { count, exact, limit, shape } from '../../src/view/number-text';
import { type TotalCell, totalCells } from '../../src/view/total-cells';
import type { PreviewWords } from '../../src/words/preview';
import { menu, segmented, textButton } from '../controls';
import { compareMenu } from './compare-strip';
import { type Child, element, fill, setText } from './element';
import { createExportMenu, type ExportActions } from './export-menu';
import type { Dispatch, Region } from './region';
import { around, slot } from './sentence';
import { type AppState, viewAfter, viewBefore } from './state';

/** The common ones; the What if tab has all. */
const formats = ['float32', 'float16', 'int8'];
/** Sides of images that networks are made for: of CIFAR, of mobile networks, of ImageNet, of Inception, of detectors. */
const usualSides = [32, 96, 112, 128, 160, 192, 224, 256, 299, 320, 384, 512];

export function createHeader(dispatch: Dispatch, words: PreviewWords, actions: ExportActions): Region {
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
  const precision = menu({
    label: words.whatIf('precision'),
    class: 'precision-menu',
    onChoose: (now) => {
      // The text's own takes the change away.
      const was = (before?.whatIf.textView ?? before?.view)?.precision ?? now;
      const change = { target: { kind: 'precision' }, label: words.whatIf('precision'), was, now } as const;
      dispatch({ type: 'designChanged', change });
    },
  });
  const size = menu({
    label: words.whatIf('size'),
    class: 'size-menu',
    onChoose: (now) => {
      const shown = before?.whatIf.textView ?? before?.view;
      const was = String(shown?.inputShape?.[0] ?? now);
      dispatch({ type: 'designChanged', change: { target: { kind: 'input', axes: 'both' }, label: 'size', was, now } });
    },
  });
  const compare = compareMenu(dispatch, words, 'header-button');
  const exports = createExportMenu(actions, words);
  const root = element(
    'header',
    { class: 'header' },
    element('div', { class: 'header-title' }, network, networks.root, about),
    size.root,
    precision.root,
    element('div', { class: 'spacer' }),
    metricSwitch.root,
    metricMenu.root,
    compare.root,
    ...exports.roots,
  );
  const totalRow = element('section', { class: 'totals', aria: { label: say('totals') } });
  let before: AppState | undefined;

  return {
    roots: [root, totalRow],
    update(state) {
      const { view } = state;
      compare.root.hidden = view === null || state.isReport;
      precision.root.hidden = view === null || state.isReport;
      const side = squareSide(view);
      size.root.hidden = side === undefined || state.isReport;
      // At every update: a size that is refused is not the one that is shown.
      if (view !== null && side !== undefined) {
        const sides = [...new Set([...usualSides, side])].sort((a, b) => a - b);
        size.set(
          sides.map((one) => ({ value: String(one), label: shape([one, one, view.inputShape?.[2]]) })),
          String(side),
        );
      }
      if (view !== null && before?.view !== view) {
        const others = formats.filter((format) => format !== view.precision);
        precision.set(
          [view.precision, ...others].map((value) => ({ value, label: value })),
          view.precision,
        );
      }
      compare.update(state, words.compareTab('compare'));
      exports.update(state);
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
        fill(
          about,
          ...(view === null
            ? []
            : [element('span', { class: 'about-size' }, `${shape(view.inputShape)} · `), view.fileName]),
        );
        about.title = (view?.parameters ?? []).map(({ name, value }) => `${name} = ${value}`).join(', ');
        metricSwitch.root.hidden = view === null;
        metricMenu.root.hidden = view === null;
      }
      if (
        before === undefined ||
        before.view !== view ||
        before.figures !== state.figures ||
        viewBefore(before) !== viewBefore(state) ||
        before.metric !== state.metric ||
        before.layout !== state.layout
      ) {
        totalRow.hidden = view === null;
        const after = viewAfter(state);
        // Those of the text may be there before its picture.
        const figures = after === view ? (state.figures ?? view) : after;
        if (figures !== null) fill(totalRow, ...totals(figures, state, dispatch, words));
        totalRow.classList.toggle('has-one-budget', totalRow.querySelectorAll('.gauge').length === 1);
      }
      before = state;
    },
  };
}

/** Of an image whose sides are equal; undefined for others, which the What if tab has. */
function squareSide(view: ViewModel | null): number | undefined {
  const [height, width] = view?.inputShape ?? [];
  return height != null && height === width ? height : undefined;
}

function totals(shown: ViewFigures, state: AppState, dispatch: Dispatch, words: PreviewWords): HTMLElement[] {
  const cells = totalCells(shown, state.metric, words);
  const isNarrow = state.layout === 'narrow';
  const old = viewBefore(state);
  const oldCells = old === null ? [] : totalCells(old, state.metric, words);
  return (isNarrow ? cells.slice(0, 3) : cells).map((cell) =>
    totalCell(isNarrow ? { ...cell, label: briefLabel(cell, words) } : cell, {
      was: oldCells.find(({ kind, label }) => kind === cell.kind && label === cell.label)?.count,
      note:
        old !== null ? false : cell.kind === 'peak' ? !isNarrow && peakPlace(shown, state, words, dispatch) : cell.note,
      pill: cell.kind === 'cost' ? pillOf(shown, cell, words) : '',
      openBudget: ({ id }) => dispatch({ type: 'budgetOpened', budget: id }),
      words,
    }),
  );
}

function pillOf({ status }: ViewFigures, { count: { isPartial } }: TotalCell, { panel: say }: PreviewWords): string {
  if (status === 'broken') return say('last-good');
  return isPartial ? say('partial') : '';
}

function briefLabel({ kind, label }: TotalCell, { panel: say }: PreviewWords): string {
  return kind === 'params' ? say('metric.params') : kind === 'peak' ? say('total.peak') : label;
}

interface TotalLook {
  /** What the text says, while something else is tried out. */
  readonly was: ViewCount | undefined;
  readonly note: Child;
  readonly pill: string;
  readonly openBudget: (budget: ViewBudget) => void;
  readonly words: PreviewWords;
}

function totalCell(cell: TotalCell, { was, note, pill, openBudget, words }: TotalLook): HTMLElement {
  const { budget, count: value } = cell;
  const change = was === undefined ? undefined : numberChange(knownValue(was), knownValue(value));
  const isChanged = change !== undefined && change.direction !== 'same';
  const exactTitle = [...(isChanged ? [was] : []), value]
    .map((one) => (one?.value == null ? '' : exact(one.value)))
    .join(arrow);
  return element(
    'div',
    { class: 'total' },
    element(
      'div',
      { class: 'total-label' },
      cell.label,
      isChanged && changeMark(change, 'in-label'),
      pill !== '' && element('span', { class: 'pill' }, pill),
      budget !== undefined && verdict(budget, words, () => openBudget(budget)),
    ),
    element(
      'div',
      { class: 'total-value' },
      isChanged &&
        was !== undefined &&
        element('span', { class: 'total-was' }, `${count(words, was, cell.write)}${arrow}`),
      element('span', { class: 'total-number', title: exactTitle }, count(words, value, cell.write)),
      isChanged && changeMark(change, 'in-value'),
      typeof note === 'string' ? note !== '' && element('span', { class: 'total-note' }, note) : note,
    ),
    budget !== undefined && gauge(budget, was?.value ?? budget.value),
  );
}

const arrow = ' \u2192 ';

function knownValue({ value, isPartial }: ViewCount): number | null {
  return isPartial ? null : value;
}

function changeMark({ text, direction }: NumberChange, place: 'in-label' | 'in-value'): HTMLElement {
  return element('span', { class: `total-change ${place} change-${direction}` }, text);
}

/** Where the peak is; the layer's name leads to it. */
function peakPlace({ peak }: ViewFigures, { view }: AppState, { panel: say }: PreviewWords, dispatch: Dispatch): Child {
  if (peak === null) return false;
  const select = (): void => {
    if (view?.peak != null) dispatch({ type: 'nodeSelected', node: view.peak.node, takeFocus: false });
  };
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

function gauge(budget: ViewBudget, was: number): HTMLElement {
  const lengthOf = (value: number): number =>
    budget.limit === 0 ? 100 : Math.min(100, (limitAt * value) / budget.limit);
  const [filled, before] = [lengthOf(budget.value), lengthOf(was)];
  return element(
    'div',
    { class: `gauge gauge-${budget.verdict}`, aria: { hidden: true } },
    element('div', { class: 'gauge-fill', style: { width: `${filled}%` } }),
    filled !== before &&
      element('div', {
        class: 'gauge-between',
        style: { left: `${Math.min(filled, before)}%`, width: `${Math.abs(filled - before)}%` },
      }),
    element('div', { class: 'gauge-limit', style: { left: `${limitAt}%` } }),
  );
}
