/** The Compare tab: what changed, row by row with its difference; totals with budgets; the lines of text; the Markdown. */

import { type Convention, isConvention } from '../../src/base/metrics';
import { formatShareOfLimit } from '../../src/base/number-format';
import { type CompareRow, type CompareTotal, markSums, totalRows } from '../../src/view/compare-rows';
import { metricLabel } from '../../src/view/metric-words';
import type { ViewMetric, ViewModel } from '../../src/view/model';
import { briefPath, bytes, count, exact, percentChange, short } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { button, checkbox, segmented, textButton } from '../controls';
import { type CompareState, compareRowsShown, isSwapped } from './compare-state';
import { type Child, element, fill } from './element';
import { section } from './facts';
import type { Dispatch, Region } from './region';
import { type AppState, workMetric } from './state';
import { writtenLines } from './written-lines';

/** More rows make a page slow. */
const mostRows = 1000;

export function createCompareView(dispatch: Dispatch, words: PreviewWords): Region {
  const say = words.compareTab;
  const level = segmented({
    label: say('level'),
    choices: (['top', 'all'] as const).map((value) => ({ value, label: say(`level.${value}`) })),
    onChoose: (value) => dispatch({ type: 'compareRowsChosen', rows: { isEveryLayer: value === 'all' } }),
  });
  const same = checkbox({
    label: say('unchanged'),
    onChange: (hasSame) => dispatch({ type: 'compareRowsChosen', rows: { hasSame } }),
  });
  const copy = button({
    label: say('copy'),
    onClick: () => void navigator.clipboard.writeText(before?.compare.shown?.report.markdown ?? ''),
  });
  const changes = element('div', { class: 'compare-changes' });
  const rest = element('div');
  const root = element(
    'div',
    { class: 'tab-content compare' },
    element('div', { class: 'cost-tools' }, level.root, same.root, element('div', { class: 'spacer' }), copy),
    changes,
    rest,
  );
  let before: AppState | undefined;
  return {
    roots: [root],
    update(state) {
      const { compare, metric, selection } = state;
      const { shown } = compare;
      const isOther =
        before?.compare !== compare || before.metric !== metric || workMetric(before) !== workMetric(state);
      const isSelectionOther = before?.selection !== selection;
      before = state;
      if (shown === null || (!isOther && !isSelectionOther)) return;
      level.set(compare.isEveryLayer ? 'all' : 'top');
      same.set(compare.hasSame);
      fill(changes, ...changesTable(compare, state, dispatch, words));
      if (!isOther) return;
      fill(
        rest,
        section(say('totals'), totalsTable(workMetric(state), shown, words)),
        section(say('effect'), element('p', {}, effectText(compare, metric, words))),
        shown.report.lines.length > 0 &&
          section(say('lines'), writtenLines(shown.report.lines, words.whatIf, say('lines'))),
        section(say('markdown'), element('pre', { class: 'compare-markdown', tabIndex: 0 }, shown.report.markdown)),
      );
    },
  };
}

/** What the columns are headed with: the old network, then the new one. */
function sides(shown: Shown, { compareTab: say }: PreviewWords): readonly [string, string] {
  const now = say('column.now');
  return isSwapped(shown) ? [now, shown.name] : [shown.name, now];
}

type Shown = NonNullable<CompareState['shown']>;

const signs = { added: '+', removed: '−', changed: '~' } as const;

export function markBadge(mark: keyof typeof signs): HTMLElement {
  return element('span', { class: `mark-badge is-${mark}`, aria: { hidden: true } }, signs[mark]);
}

function changesTable(compare: CompareState, state: AppState, dispatch: Dispatch, words: PreviewWords): Child[] {
  const say = words.compareTab;
  const { shown } = compare;
  if (shown === null) return [];
  const counted: ViewMetric = state.metric === 'params' ? workMetric(state) : state.metric;
  const rows = compareRowsShown(compare);
  if (rows.length === 0) return [element('p', { class: 'hint' }, say('changes.none'))];
  const most = Math.max(
    1,
    ...rows.filter(({ isCounted }) => isCounted).map(({ change }) => Math.abs(change[counted] ?? 0)),
  );
  const { totals } = shown.report.union;
  const was = shown.report.before.totals;
  const total = (metric: ViewMetric): number | null => {
    const [old, now] = [was[metric], totals[metric]];
    return old.value === null || now.value === null || old.isPartial || now.isPartial ? null : now.value - old.value;
  };
  const [old, now] = sides(shown, words);
  return [
    element(
      'table',
      { class: 'data-table compare-table', aria: { label: say('changes') } },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          head(say('column.layer'), 'is-text'),
          head(old, 'is-text compare-call'),
          head(now, 'is-text compare-call'),
          head(words.panel(`column.${counted}`)),
          head(say('column.difference'), 'compare-bar-head'),
          head(words.panel('column.params')),
        ),
      ),
      element(
        'tbody',
        {},
        ...rows.slice(0, mostRows).flatMap((row) => changeRow(row, counted, most, state, dispatch, words)),
        ...markSums(rows)
          .filter(({ count }) => count > 1)
          .map(({ mark, count, change }) =>
            sumRow(
              element('span', { class: 'memory-tensor' }, markBadge(mark), say(mark, { count: exact(count) })),
              'is-mark-sum',
              change[counted],
              change.params,
              counted,
            ),
          ),
        sumRow(say('main'), 'is-total', total(counted), total('params'), counted),
      ),
    ),
  ];
}

function sumRow(
  name: Child,
  className: string,
  change: number | null,
  params: number | null,
  counted: ViewMetric,
): HTMLElement {
  return element(
    'tr',
    { class: className },
    element('th', { class: 'is-text', attributes: { scope: 'row' } }, name),
    element('td', { class: 'compare-call' }),
    element('td', { class: 'compare-call' }),
    changeCell(change, counted),
    element('td', { class: 'compare-bar-head' }),
    changeCell(params, 'params'),
  );
}

function head(text: string, className = ''): HTMLElement {
  return element('th', { class: className, attributes: { scope: 'col' } }, text);
}

function changeRow(
  row: CompareRow,
  metric: ViewMetric,
  most: number,
  state: AppState,
  dispatch: Dispatch,
  { compareTab: say }: PreviewWords,
): HTMLElement[] {
  const change = row.change[metric];
  const name = textButton(briefPath(row.name), () =>
    dispatch({ type: 'nodeSelected', node: row.node, takeFocus: false }),
  );
  name.classList.add('node-link', 'compare-name');
  name.title = row.path;
  const look = `${row.node === state.selection ? ' is-current' : ''}${row.level > 1 ? ' is-inside' : ''}`;
  const on = {
    pointerenter: () => dispatch({ type: 'hovered', node: row.node }),
    pointerleave: () => dispatch({ type: 'hovered', node: null }),
  };
  const main = element(
    'tr',
    { class: `compare-row${look}`, on },
    element(
      'th',
      { class: 'is-text', attributes: { scope: 'row' } },
      element(
        'span',
        { class: 'memory-tensor' },
        row.mark === null ? element('span', { class: 'mark-badge is-same' }) : markBadge(row.mark),
        element('span', { class: 'is-only-read' }, `${say(row.mark === null ? 'mark.same' : `mark.${row.mark}`)} `),
        name,
      ),
    ),
    element('td', { class: 'is-text compare-call muted', title: row.was }, orDash(row.was)),
    element('td', { class: 'is-text compare-call', title: row.now }, orDash(row.now)),
    row.isCounted ? changeCell(change, metric) : element('td', { class: 'muted' }, say('not-counted')),
    element('td', { class: 'compare-bar-head' }, row.isCounted && differenceBar((change ?? 0) / most)),
    row.isCounted ? changeCell(row.change.params, 'params') : element('td', {}),
  );
  if (row.was + row.now === '') return [main];
  // Where the columns of calls have no room.
  const calls = [row.was, row.now].map(orDash).join(' \u2192 ');
  const below = element('td', { class: 'is-text muted', attributes: { colspan: '6' } }, calls);
  return [main, element('tr', { class: `compare-calls${look}`, on }, below)];
}

function orDash(text: string): string {
  return text === '' ? '–' : text;
}

function changeCell(change: number | null, metric: ViewMetric): HTMLElement {
  const look = change === null ? 'is-missing' : change === 0 ? 'is-zero' : change < 0 ? 'is-less' : 'is-more';
  return element(
    'td',
    { class: look, title: exact(change) },
    signed(change, (value) => short(value, metric)),
  );
}

function signed(change: number | null, write: (value: number) => string): string {
  if (change === null) return '?';
  return change === 0 ? '0' : `${change < 0 ? '−' : '+'}${write(Math.abs(change))}`;
}

/** To both sides of a line at zero: less to the left. */
function differenceBar(fraction: number): HTMLElement {
  const width = `${Math.min(1, Math.abs(fraction)) * 50}%`;
  return element(
    'span',
    { class: 'difference-bar', aria: { hidden: true } },
    fraction !== 0 &&
      element('span', {
        class: fraction < 0 ? 'difference-fill is-less' : 'difference-fill is-more',
        style: fraction < 0 ? { right: '50%', width } : { left: '50%', width },
      }),
  );
}

function totalsTable(work: Convention, shown: Shown, words: PreviewWords): HTMLElement {
  const say = words.compareTab;
  const { union } = shown.report;
  const label = (name: CompareTotal): string => {
    if (isConvention(name)) return metricLabel(name, words);
    return name === 'headWork'
      ? say('total.headWork', { metric: words.costCharts(`metric.${work}`) })
      : say(`total.${name}`);
  };
  const [old, fresh] = sides(shown, words);
  return element(
    'table',
    { class: 'data-table', aria: { label: say('totals.table') } },
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        element(
          'th',
          { class: 'is-text', attributes: { scope: 'col' } },
          element('span', { class: 'is-only-read' }, say('totals')),
        ),
        head(old, 'compare-side'),
        head(fresh, 'compare-side'),
        head(say('column.difference')),
        head(say('column.share'), 'compare-share'),
        head(say('column.budget')),
      ),
    ),
    element(
      'tbody',
      {},
      ...totalRows(shown.report, work).map(({ name: metric, was, now, change }) => {
        const write = metric.endsWith('Bytes') ? bytes : exact;
        const look = change === null ? 'is-missing' : change === 0 ? 'is-zero' : change < 0 ? 'is-less' : 'is-more';
        return element(
          'tr',
          {},
          element(
            'th',
            { class: `is-text${metric === 'effectiveMultiplies' ? ' is-part' : ''}`, attributes: { scope: 'row' } },
            label(metric),
          ),
          element('td', { class: 'muted' }, count(words, was, write)),
          element('td', {}, count(words, now, write)),
          element('td', { class: look }, signed(change, write)),
          element(
            'td',
            { class: `${look} compare-share` },
            change === null || change === 0 ? '' : percentChange(was.value ?? 0, now.value ?? 0),
          ),
          budgetCell(union, metric, words),
        );
      }),
    ),
  );
}

function budgetOf({ budgets }: ViewModel, metric: string) {
  // The same number by two names.
  const names = metric === 'multiplies' || metric === 'macs' ? ['multiplies', 'macs'] : [metric];
  return budgets.find((budget) => budget.path === '' && names.includes(budget.metric));
}

function budgetCell(union: ViewModel, metric: string, { panel: say }: PreviewWords): HTMLElement {
  const budget = budgetOf(union, metric);
  if (budget === undefined) return element('td');
  const share = formatShareOfLimit(budget.value, budget.limit) ?? say('budget.over-nothing');
  const look = { ok: 'is-less', over: 'is-more', open: 'is-missing' }[budget.verdict];
  return element('td', { class: look }, `${{ ok: '✓ ', over: '✗ ', open: '' }[budget.verdict]}${share}`);
}

/** What stands out: the row that changes most, budgets that are passed or kept now, a peak that moves. */
function effectText(compare: CompareState, metric: ViewMetric, words: PreviewWords): string {
  const say = words.compareTab;
  if (compare.shown === null) return '';
  const { union, before } = compare.shown.report;
  const rows = compareRowsShown({ ...compare, isEveryLayer: false, hasSame: false }).filter(
    ({ isCounted, level }) => isCounted && level === 1,
  );
  const [largest] = rows.toSorted((a, b) => Math.abs(b.change[metric] ?? 0) - Math.abs(a.change[metric] ?? 0));
  const parts: string[] = [];
  const change = largest?.change[metric] ?? 0;
  if (largest !== undefined && change !== 0) {
    const amount = `${short(Math.abs(change), metric)} ${words.costCharts(`metric.${metric}`)}`;
    parts.push(say(change < 0 ? 'effect.less' : 'effect.more', { name: largest.name, amount }));
  }
  for (const budget of union.budgets.filter(({ path }) => path === '')) {
    const old = budgetOf(before, budget.metric);
    if (old === undefined || old.verdict === budget.verdict) continue;
    const label = metricLabel(budget.metric, words);
    if (budget.verdict === 'over') parts.push(say('effect.budget', { metric: label }));
    else if (budget.verdict === 'ok') parts.push(say('effect.budget.kept', { metric: label }));
  }
  const [was, now] = [before.peak?.where, union.peak?.where];
  if (was !== undefined && now !== undefined && was !== now) parts.push(say('effect.peak', { was, now }));
  return parts.length === 0 ? say('effect.none') : parts.join(words.language.betweenSentences);
}
