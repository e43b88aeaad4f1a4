/** How the cost of each body with branches is spread over them: a bar of costs over a bar of channels, and what they tell. */

import { formatShare } from '../../src/base/number-format';
import { type BalanceRow, balanceFinding, balanceRows } from '../../src/view/branch-balance';
import { type HeatScale, heatScale, heatStep } from '../../src/view/heat';
import type { ViewMetric, ViewModel } from '../../src/view/model';
import { exact, short, times } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { textButton } from '../controls';
import { type Child, element } from './element';
import type { Dispatch } from './region';

export function balanceContent(
  view: ViewModel,
  metric: ViewMetric,
  selection: string | null,
  dispatch: Dispatch,
  words: PreviewWords,
): Child[] {
  const say = words.costCharts;
  const rows = balanceRows(view, metric);
  if (rows.length === 0) return [element('p', { class: 'muted' }, say('balance.none'))];
  const scale = heatScale(view, metric);
  const hasChannels = rows.some(({ branches }) => branches.some(({ channels }) => channels !== null));
  const about = [
    say('balance.upper', { metric: say(`metric.${metric}`) }),
    ...(hasChannels ? [say('balance.lower')] : []),
  ].join('; ');
  return [
    element(
      'table',
      { class: 'balance', aria: { label: say('balance') } },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ...[say('column.module'), about, words.panel(`column.${metric}`), say('column.balance')].map((title, index) =>
            element('th', { class: index < 2 ? 'is-text' : '', attributes: { scope: 'col' } }, title),
          ),
        ),
      ),
      element('tbody', {}, ...rows.map((row) => balanceRow(row, scale, metric, selection, dispatch, words))),
    ),
    element('p', { class: 'muted balance-finding' }, findingText(rows, metric, words)),
  ];
}

function balanceRow(
  row: BalanceRow,
  scale: HeatScale,
  metric: ViewMetric,
  selection: string | null,
  dispatch: Dispatch,
  words: PreviewWords,
): HTMLElement {
  const say = words.costCharts;
  const name = textButton(row.turns > 1 ? `${row.name} ${times}${row.turns}` : row.name, () =>
    dispatch({ type: 'nodeSelected', node: row.node, takeFocus: false }),
  );
  name.classList.add('node-link');
  name.title = row.path;
  const channels = row.branches.reduce((sum, branch) => sum + (branch.channels ?? 0), 0);
  const spoken = row.branches.map((branch) =>
    [
      say('branch', {
        place: branch.index + 1,
        label: branch.label,
        amount: short(branch.value, metric),
        share: formatShare(branch.share, 1),
      }),
      ...(branch.channels === null ? [] : [say('branch.channels', { count: branch.channels })]),
    ].join(words.language.comma),
  );
  return element(
    'tr',
    {
      class: row.node === selection ? 'is-current' : '',
      on: {
        pointerenter: () => dispatch({ type: 'hovered', node: row.node }),
        pointerleave: () => dispatch({ type: 'hovered', node: null }),
      },
    },
    element('th', { class: 'is-text', attributes: { scope: 'row' } }, name),
    element(
      'td',
      { class: 'balance-bars' },
      element(
        'div',
        { class: 'balance-upper', role: 'img', aria: { label: spoken.join('; ') } },
        ...row.branches
          .map(({ share, value, label }, index) => ({ share, value, label, title: spoken[index] ?? '' }))
          .filter(({ share }) => share > 0)
          .map(({ share, value, label, title }) =>
            element(
              'span',
              {
                class: `balance-piece heat-${heatStep(scale, value)}`,
                title,
                style: { 'flex-grow': String(share) },
              },
              // The share goes before the label where one alone has room.
              element('span', {}, whole(share)),
              element('span', {}, label),
            ),
          ),
      ),
      channels > 0 &&
        element(
          'div',
          { class: 'balance-lower', aria: { hidden: true } },
          ...row.branches.map((branch) =>
            element('span', {
              class: `channel-piece is-${branch.index % 2 === 0 ? 'even' : 'odd'}`,
              style: { 'flex-grow': String((branch.channels ?? 0) / channels) },
            }),
          ),
        ),
    ),
    element('td', { title: exact(row.value) }, short(row.value, metric)),
    element('td', {}, row.balance === null ? '?' : `${row.balance.toFixed(2)}${times}`),
  );
}

function whole(share: number): string {
  return `${(100 * share).toFixed(0)}%`;
}

export function findingText(
  rows: readonly BalanceRow[],
  metric: ViewMetric,
  { costCharts: say, language }: PreviewWords,
): string {
  const found = balanceFinding(rows);
  if (found === undefined) return say('balance.meaning');
  const range = ([low, high]: readonly [number, number]): string =>
    whole(low) === whole(high) ? whole(high) : say('range', { low: (100 * low).toFixed(0), high: whole(high) });
  const values = { cost: range(found.cost), metric: say(`metric.${metric}`) };
  const cost =
    found.channels === null
      ? say('finding.cost', values)
      : say('finding.channels', { ...values, channels: range(found.channels) });
  const isAll = found.rows === found.of && found.of > 1;
  const finding = isAll
    ? say('finding.all', { of: found.of, cost })
    : say('finding', { rows: found.rows, of: found.of, cost });
  return `${finding}${language.betweenSentences}${say('balance.meaning')}`;
}
