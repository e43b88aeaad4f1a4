/**
 * The cost table for people (aligned text), spreadsheets (CSV, plain numbers, unknown left empty) and pull
 * requests (Markdown). Counts are exact, with thousands separators except in CSV.
 */

import type { NetworkAnalysis, Sum, Totals } from '../analysis/analysis';
import { hasHeads, shareOf } from '../analysis/figures';
import { columnsOf, padEndTo } from '../base/display-width';
import { findMetric, type MetricName } from '../base/metrics';
import { formatBytes, formatExact, formatShape, formatShare, formatShareOfLimit, sumText } from '../base/number-format';
import { type Column, csvTable, markdownTable, textTable } from '../base/text-table';
import type { CliWords } from '../words/cli';
import { type CostRow, type Grouping, kernelWindow } from './cost-rows';
import { type Style, visible } from './style';

type Render = (
  network: NetworkAnalysis,
  rows: readonly CostRow[],
  by: Grouping,
  metrics: readonly MetricName[],
  look: Look,
) => string;

/** How a table is shown. */
interface Look {
  readonly path: string;
  readonly style: Style;
  readonly words: CliWords;
}

export const costText: Render = (network, rows, by, metrics, look) => {
  const { path, style, words } = look;
  const say = words.cost;
  const input = network.shapes[network.graph.input];
  const lines = [
    `${style.strong(network.name)}  ${formatShape(input)}  ${visible(path)}`,
    style.muted(say('convention')),
    '',
    ...table(network, rows, by, metrics, look),
    '',
    ...totalsText(network, style, words),
  ];
  const outputs = outputsText(network, words);
  if (outputs.length > 0) lines.push('', style.strong(say('outputs')), ...outputs.map((line) => `  ${line}`));
  if (network.budgets.length > 0) {
    lines.push('', style.strong(say('budgets')), ...budgetsText(network, style, words).map((line) => `  ${line}`));
  }
  return `${lines.join('\n')}\n`;
};

export const costCsv: Render = (network, rows, by, metrics, { words }) => {
  const plain = (sum: Sum | undefined): string => (sum === undefined || sum.isPartial ? '' : String(sum.value));
  const left = (title: string): Column => ({ title, align: 'left' });
  const columns = [...leading(by, (key) => key), left('output'), left('part'), ...metrics.map(metricColumn)];
  const body = rows.map((row) => [
    ...leadingCells(network, row, by, words, (shape) => (shape === undefined ? '' : formatShape(shape))),
    row.output ?? '',
    row.part,
    ...metrics.map((metric) => plain(row.sum(metric))),
  ]);
  return csvTable(columns, body);
};

export const costMarkdown: Render = (network, rows, by, metrics, { words }) => {
  const say = words.cost;
  const columns = [...leading(by, say), ...metrics.map(metricColumn), { title: say('share'), align: 'right' as const }];
  const [first = 'multiplies'] = metrics;
  const body = rows.map((row) => [
    ...leadingCells(network, row, by, words, formatShape),
    ...metrics.map((metric) => cell(row, metric)),
    row.part === 'main' ? shareText(network, row, first) : partText(row, metrics, words),
  ]);
  const blank = leading(by, say)
    .slice(1)
    .map(() => '');
  const totals = totalRows(network, words).map(({ title, sums, sign }) => [
    title,
    ...blank,
    ...metrics.map((metric) => sumText(sums[metric], formatExact, sign)),
    '',
  ]);
  const shape = formatShape(network.shapes[network.graph.input]);
  const title = say('markdown.title', { network: network.name, shape, convention: say('convention') });
  return `${title}\n\n${markdownTable(columns, [...body, ...totals])}`;
};

function table(
  network: NetworkAnalysis,
  rows: readonly CostRow[],
  by: Grouping,
  metrics: readonly MetricName[],
  { style, words }: Look,
): string[] {
  const say = words.cost;
  const [first = 'multiplies'] = metrics;
  const columns = [
    ...leading(by, say),
    ...metrics.flatMap((metric) => [
      metricColumn(metric),
      ...(metric === first ? [{ title: say('share'), align: 'right' as const }] : []),
    ]),
  ];
  const body = rows.map((row) => [
    ...leadingCells(network, row, by, words, formatShape),
    ...metrics.flatMap((metric) => [
      cell(row, metric),
      ...(metric === first ? [row.part === 'main' ? shareText(network, row, first) : ''] : []),
    ]),
    row.part === 'main' ? '' : `(${partText(row, metrics, words)})`,
  ]);
  const totals = totalRows(network, words).map(({ title, sums, sign }) => [
    title,
    ...leading(by, say)
      .slice(1)
      .map(() => ''),
    ...metrics.flatMap((metric) => [
      sumText(sums[metric], formatExact, sign),
      ...(metric === first ? [sums[first]?.isPartial ? say('partial') : ''] : []),
    ]),
  ]);
  const [head = '', ...lines] = textTable([...columns, { title: '', align: 'left' }], [...body, ...totals]);
  const last = lines.splice(-totals.length);
  return [style.strong(head), ...lines, ...last.map((line) => style.strong(line))];
}

interface TotalRow {
  readonly title: string;
  readonly sums: Partial<Record<MetricName, Sum>>;
  readonly sign: '' | '+';
}

/** What the rows of a table add up to: those of the main total, those that are marked with `+`, and both. */
function totalRows(network: NetworkAnalysis, { cost, totals }: CliWords): TotalRow[] {
  const rows: TotalRow[] = [{ title: cost('main-total'), sums: network.main.sums, sign: '' }];
  if (hasHeads(network)) {
    rows.push(
      { title: totals('heads'), sums: network.heads.sums, sign: '+' },
      { title: totals('mainAndHeads'), sums: network.all.sums, sign: '' },
    );
  }
  return rows;
}

function metricColumn(metric: MetricName): Column {
  return { title: metric, align: 'right' };
}

type LeadingColumn = 'layer' | 'layers' | 'op' | 'window' | 'shape' | 'block' | 'what';

/** In CSV, which programs read, columns have their keys for names. */
function leading(by: Grouping, name: (column: LeadingColumn) => string): Column[] {
  const left = (column: LeadingColumn): Column => ({ title: name(column), align: 'left' });
  const right = (column: LeadingColumn): Column => ({ title: name(column), align: 'right' });
  switch (by) {
    case 'layer':
      return [left('layer'), left('op'), left('window'), right('shape')];
    case 'block':
      return [left('block'), left('what'), right('shape')];
    case 'op':
      return [left('op'), left('layers')];
  }
}

function leadingCells(
  network: NetworkAnalysis,
  row: CostRow,
  by: Grouping,
  words: CliWords,
  shapeText: (shape: CostRow['shape']) => string,
): string[] {
  if (by === 'op') return [row.name, words.cost('of-kind', { count: row.layers.length })];
  if (by === 'block') return [row.name, row.what, shapeText(row.shape)];
  return [row.name, row.what, windowText(network, row), shapeText(row.shape)];
}

/** `7x7/2`, `3x1`, with a pair of strides `3x3/2x1`. */
function windowText(network: NetworkAnalysis, row: CostRow): string {
  const window = kernelWindow(network, network.graph.layers[row.layers[0] ?? -1]);
  if (window === undefined) return '';
  const [vertical, horizontal] = window.stride;
  const stride =
    vertical === horizontal ? (vertical === 1 ? '' : `/${vertical ?? '?'}`) : `/${formatShape(window.stride)}`;
  return `${formatShape(window.kernel)}${stride}`;
}

/** What leads nowhere is told beside the table and not in its columns. */
function cell(row: CostRow, metric: MetricName): string {
  const sum = row.sum(metric);
  if (sum === undefined || row.part === 'dead') return '';
  return sumText(sum, formatExact, row.part === 'head' ? '+' : '');
}

/** Of the main total; empty for what has nothing of it. */
function shareText(network: NetworkAnalysis, row: CostRow, metric: MetricName): string {
  const sum = row.sum(metric);
  if (sum === undefined) return '';
  if (sum.isPartial) return '?';
  const share = shareOf(sum, network.main.sums[metric]);
  return share === undefined ? '' : formatShare(share.part, share.whole, share.isAtMost ? '<=' : '');
}

/** Of what is not in the main total: the head that needs it, or `leads nowhere, 2,400,000 multiplies, 37,500 params`. */
function partText(row: CostRow, metrics: readonly MetricName[], words: CliWords): string {
  const say = words.totals;
  if (row.part === 'head') return row.output ?? say('notInTotal');
  const amounts = metrics.flatMap((metric) => {
    const sum = row.sum(metric);
    return sum === undefined || (sum.value === 0 && !sum.isPartial) ? [] : [`${sumText(sum, formatExact)} ${metric}`];
  });
  return amounts.length === 0
    ? say('leadsNowhere')
    : say('leadsNowherePart', { amount: amounts.join(words.language.comma) });
}

function exactOf(sum: Sum): number | undefined {
  return sum.isPartial ? undefined : sum.value;
}

function totalsText(network: NetworkAnalysis, style: Style, words: CliWords): string[] {
  const say = words.cost;
  const { sums, elementwise, unknownLayers } = network.main;
  const multiplies = exactOf(sums.multiplies);
  const effective = exactOf(sums.effectiveMultiplies);
  // Of nothing there is no share.
  const share = !multiplies || effective === undefined ? '' : ` (${formatShare(effective, multiplies)})`;
  const kinds = (['multiply', 'add', 'compare', 'divide', 'exp'] as const)
    .filter((kind) => elementwise[kind].value > 0)
    .map((kind) => say(`elementwise.${kind}`, { count: sumText(elementwise[kind], formatExact) }));
  const peakLayer = network.main.peak === undefined ? undefined : network.graph.layers[network.main.peak.layer]?.path;
  const peak = sumText(sums.peakBytes, formatBytes);
  const rows = [
    [
      say('multiplies'),
      say('multiplies.value', {
        multiplies: sumText(sums.multiplies, formatExact),
        flops: sumText(sums.flops, formatExact),
      }),
    ],
    [say('without-padding'), `${sumText(sums.effectiveMultiplies, formatExact)}${share}`],
    [say('adds'), sumText(sums.adds, formatExact)],
    [say('elementwise'), kinds.length === 0 ? '0' : kinds.join(words.language.comma)],
    [
      say('parameters'),
      say('parameters.value', {
        trainable: sumText(sums.params, formatExact),
        all: sumText(sums.paramsTotal, formatExact),
      }),
    ],
    [
      say('weights'),
      say('weights.value', {
        amount: sumText(sums.weightBytes, formatBytes),
        format: network.precision.weights,
      }),
    ],
    [
      say('activations'),
      say('activations.value', {
        amount: sumText(sums.activationBytes, formatBytes),
        format: network.precision.activations,
        batch: network.batch,
      }),
    ],
    [say('peak'), peakLayer === undefined ? peak : say('peak.at', { amount: peak, path: peakLayer })],
  ];
  const width = Math.max(...rows.map(([label]) => columnsOf(label as string)));
  const lines = rows.map(([label, value]) => `${padEndTo(width, label as string)}  ${value}`);
  if (unknownLayers > 0) lines.push(style.warning(say('unknown', { count: unknownLayers })));
  return lines;
}

/** What each output needs; with heads, what they add together and the total of everything, too. */
function outputsText(network: NetworkAnalysis, words: CliWords): string[] {
  const say = words.cost;
  const row = (name: string, shape: string, needs: Totals, extra?: Totals): string[] => [
    name,
    shape,
    sumText(needs.sums.multiplies, formatExact),
    sumText(needs.sums.params, formatExact),
    extra === undefined
      ? ''
      : say('on-top', {
          multiplies: sumText(extra.sums.multiplies, formatExact, '+'),
          params: sumText(extra.sums.params, formatExact, '+'),
        }),
  ];
  const rows = network.outputs.map(({ output, shape, needs, extra }) =>
    output.kind === 'head'
      ? row(say('head', { name: output.name }), formatShape(shape), needs, extra)
      : row(output.name, formatShape(shape), needs),
  );
  if (hasHeads(network)) rows.push(row(words.totals('mainAndHeads'), '', network.all, network.heads));
  return textTable(
    [
      { title: say('name'), align: 'left' },
      { title: say('shape'), align: 'right' },
      { title: 'multiplies', align: 'right' },
      { title: 'params', align: 'right' },
      { title: '', align: 'left' },
    ],
    rows,
  );
}

function budgetsText(network: NetworkAnalysis, style: Style, words: CliWords): string[] {
  const say = words.cost;
  const width = Math.max(...(['ok', 'over', 'open'] as const).map((verdict) => columnsOf(say(verdict))));
  return network.budgets.map((budget) => {
    const value = findMetric(budget.metric)?.unit === 'bytes' ? formatBytes : formatExact;
    const share = formatShareOfLimit(budget.value, budget.limit) ?? '?';
    const values = { metric: budget.metric, value: value(budget.value), limit: value(budget.limit), share };
    const text = budget.path === '' ? say('budget', values) : say('budget.in', { ...values, path: budget.path });
    const colour = { ok: style.ok, over: style.error, open: style.warning }[budget.verdict];
    const verdict = say(budget.verdict);
    return `${colour(verdict)}${' '.repeat(width - columnsOf(verdict))}  ${text}`;
  });
}
