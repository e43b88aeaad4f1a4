/** The Sweep page of What if: ranges, a condition and two axes; then the designs as a plot and as a table. */

import type { SweepReport, SweptAxis } from '../../src/protocol/sweep';
import { bytes, short } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { button, menu } from '../controls';
import { element, fill } from './element';
import { createParetoChart, placeOf } from './pareto-chart';
import { verdictText } from './pareto-drawing';
import type { Dispatch, Region } from './region';
import type { AppState } from './state';
import { createRangeFields, createSweepButtons, measures, plainField } from './sweep-fields';

/** Rows that are drawn; all of them are copied. */
const mostRows = 400;

export function createSweepView(dispatch: Dispatch, words: PreviewWords): Region {
  const { whatIf: say } = words;
  const ranges = createRangeFields(dispatch, words);
  const where = plainField(say('where'), (text) => dispatch({ type: 'sweepChanged', fields: { where: text } }));
  where.placeholder = say('where.example');
  where.classList.add('is-text');
  const axes = (['x', 'y'] as const).map((name) => ({
    name,
    menu: menu({
      label: say(`axis.${name}`),
      onChoose: (measure) => dispatch({ type: 'sweepChanged', fields: { [name]: measure } }),
    }),
  }));
  const buttons = createSweepButtons('sweep', say('sweep'), dispatch, words);
  const choose = (point: SweepReport['points'][number]): void =>
    dispatch({ type: 'pointChosen', changes: point.changes });
  const chart = createParetoChart(choose, words);
  const note = element('p', { class: 'muted' }, say('found.no-trade'));
  const table = element('div', { class: 'sweep-table', tabIndex: 0, role: 'group', aria: { label: say('table') } });
  let report: SweepReport | null = null;
  const copy = button({
    label: say('copy-table'),
    kind: 'secondary',
    onClick: () => {
      if (report !== null) void navigator.clipboard.writeText(markdown(report, words));
    },
  });
  const result = element(
    'section',
    { class: 'section sweep-result' },
    note,
    chart.root,
    element('div', { class: 'sweep-buttons' }, element('span', { class: 'spacer' }), copy),
    table,
  );
  const intro = element('p', { class: 'muted' }, say('intro'));
  const root = element(
    'div',
    {},
    element(
      'section',
      { class: 'section sweep-form' },
      ...ranges.roots,
      element('label', { class: 'range-row' }, element('span', { class: 'range-label' }, say('where')), where),
      element(
        'div',
        { class: 'range-row' },
        ...axes.flatMap(({ name, menu: list }) => [
          element('span', { class: 'range-label' }, say(`axis.${name}`)),
          list.root,
        ]),
      ),
      ...buttons.roots,
      intro,
    ),
    result,
  );
  let before: AppState | undefined;
  return {
    roots: [root],
    update(state) {
      const { fields, runs } = state.whatIf.sweep;
      ranges.update(state);
      buttons.update(state);
      if (document.activeElement !== where && where.value !== fields.where) where.value = fields.where;
      const choices = measures(state, words).flatMap(({ value, label }) => [
        { value, label: say('axis.less', { name: label }) },
        { value: `+${value}`, label: say('axis.more', { name: label }) },
      ]);
      for (const { name, menu: list } of axes) list.set(choices, fields[name]);
      report = runs.sweep.report;
      intro.hidden = report !== null;
      result.hidden = report === null;
      const isSame =
        before?.whatIf.changes === state.whatIf.changes && before.whatIf.sweep.runs.sweep.report === report;
      before = state;
      if (report === null || isSame) return;
      note.hidden = hasTrade(report);
      chart.set(report, state.whatIf.changes);
      fill(table, rowsOf(report, placeOf(report, state.whatIf.changes), choose, words));
    },
  };
}

/** On axes that both want less, one design may be the smallest on both. */
function hasTrade({ front, points, x, y }: SweepReport): boolean {
  return points.length < 2 || x.isMoreBetter || y.isMoreBetter || front.filter((isIn) => isIn).length !== 1;
}

// ---- The table ----

interface Column {
  readonly title: string;
  readonly isText: boolean;
  cell(point: SweepReport['points'][number], place: number): string;
}

function columnsOf(report: SweepReport, words: PreviewWords): readonly Column[] {
  const { whatIf: say } = words;
  const { names, x, y } = report;
  const amount = (value: number | null, write: (value: number) => string): string =>
    value === null ? '?' : write(value);
  const shown = new Set(['multiplies', 'params', 'peakBytes']);
  const axis = (one: SweptAxis, of: 'x' | 'y'): Column[] =>
    one.unit === 'none' || shown.has(one.name)
      ? []
      : [
          {
            title: one.name,
            isText: false,
            cell: (point) => amount(point[of], one.unit === 'bytes' ? bytes : (value) => short(value)),
          },
        ];
  return [
    ...names.map(
      (name, index): Column => ({
        title: name ?? say('size'),
        isText: false,
        cell: (point) => point.values[index] ?? '',
      }),
    ),
    {
      title: say('column.multiplies'),
      isText: false,
      cell: (point) => amount(point.multiplies, (value) => short(value)),
    },
    { title: say('column.params'), isText: false, cell: (point) => amount(point.params, (value) => short(value)) },
    { title: say('column.peak'), isText: false, cell: (point) => amount(point.peakBytes, bytes) },
    ...axis(x, 'x'),
    ...(x.name === y.name ? [] : axis(y, 'y')),
    { title: say('column.verdict'), isText: true, cell: (_, place) => verdictText(report, place, words) },
  ];
}

function rowsOf(
  report: SweepReport,
  chosen: number,
  choose: (point: SweepReport['points'][number]) => void,
  words: PreviewWords,
): HTMLElement {
  const columns = columnsOf(report, words);
  const row = (place: number): HTMLElement => {
    const point = report.points[place] as SweepReport['points'][number];
    const isFailed = point.mistake !== null;
    const [first, ...others] = columns.map((column) => column.cell(point, place));
    const open = element(
      'button',
      {
        class: 'text-button',
        attributes: { type: 'button', ...(isFailed ? { disabled: '' } : {}) },
        aria: { pressed: place === chosen },
        on: { click: () => choose(point) },
      },
      first,
    );
    return element(
      'tr',
      {
        class: `${place === chosen ? 'is-selected' : ''}${report.front[place] ? ' is-front' : ''}${isFailed ? ' is-failed' : ''}`,
        on: { click: () => !isFailed && choose(point) },
      },
      element('th', { attributes: { scope: 'row' } }, open),
      ...others.map((text, index) =>
        element('td', columns[index + 1]?.isText ? { class: 'is-text', title: text } : {}, text),
      ),
    );
  };
  return element(
    'table',
    { aria: { label: words.whatIf('table') } },
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...columns.map(({ title, isText }) =>
          element('th', { class: isText ? 'is-text' : '', attributes: { scope: 'col' } }, title),
        ),
      ),
    ),
    element('tbody', {}, ...orderOf(report).slice(0, mostRows).map(row)),
  );
}

/** By what is across; what is left out comes behind, and what has a mistake last. */
function orderOf({ points }: SweepReport): readonly number[] {
  const rank = (place: number): number => {
    const point = points[place];
    return point?.mistake != null ? 2 : point?.isKept ? 0 : 1;
  };
  return points
    .map((_, place) => place)
    .sort((a, b) => rank(a) - rank(b) || (points[a]?.x ?? 0) - (points[b]?.x ?? 0) || a - b);
}

function markdown(report: SweepReport, words: PreviewWords): string {
  const columns = columnsOf(report, words);
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
  return [
    line(columns.map(({ title }) => title)),
    line(columns.map(({ isText }) => (isText ? '---' : '--:'))),
    ...report.points.map((point, place) => line(columns.map((column) => column.cell(point, place)))),
    '',
  ].join('\n');
}
