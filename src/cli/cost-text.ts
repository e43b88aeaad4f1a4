/**
 * The cost table for people (aligned text), spreadsheets (CSV, plain numbers, unknown left empty) and pull
 * requests (Markdown). Counts are exact, with thousands separators except in CSV.
 */

import type { NetworkAnalysis, Sum } from '../analysis/analysis';
import { findMetric, type MetricName } from '../base/metrics';
import { formatBytes, formatExact, formatShape, formatShare } from '../base/number-format';
import type { Layer } from '../graph/graph';
import type { Dim } from '../ops/value';
import type { CostRow, Grouping } from './cost-rows';
import { visible } from './excerpt';
import type { Style } from './style';
import { type Column, csvTable, markdownTable, textTable } from './text-table';

type Render = (
  network: NetworkAnalysis,
  rows: readonly CostRow[],
  by: Grouping,
  metrics: readonly MetricName[],
  path: string,
  style: Style,
) => string;

const convention =
  'multiplies = products of a weight with a value in convolutions and dense layers, padding taps included (= MACs), batch 1';

export const costText: Render = (network, rows, by, metrics, path, style) => {
  const input = network.shapes[network.graph.input];
  const lines = [
    `${style.strong(network.name)}  ${formatShape(input)}  ${visible(path)}`,
    style.muted(convention),
    '',
    ...table(network, rows, by, metrics, style),
    '',
    ...totalsText(network, style),
  ];
  const outputs = outputsText(network);
  if (outputs.length > 0) lines.push('', style.strong('outputs'), ...outputs.map((line) => `  ${line}`));
  if (network.budgets.length > 0) {
    lines.push('', style.strong('budgets'), ...budgetsText(network, style).map((line) => `  ${line}`));
  }
  return `${lines.join('\n')}\n`;
};

export const costCsv: Render = (network, rows, by, metrics) => {
  const plain = (value: Dim): string => (value === undefined ? '' : String(value));
  const columns = [...leading(by), { title: 'output', align: 'left' as const }, ...metrics.map(metricColumn)];
  const body = rows.map((row) => [
    ...leadingCells(network, row, by, (shape) => (shape === undefined ? '' : formatShape(shape))),
    row.output ?? '',
    ...metrics.map((metric) => plain(row.metrics[metric])),
  ]);
  return csvTable(columns, body);
};

export const costMarkdown: Render = (network, rows, by, metrics) => {
  const columns = [...leading(by), ...metrics.map(metricColumn), { title: 'share', align: 'right' as const }];
  const share = metrics[0] ?? 'multiplies';
  const body = rows.map((row) => [
    ...leadingCells(network, row, by, formatShape),
    ...metrics.map((metric) => cell(row.metrics[metric], metric)),
    formatShare(row.metrics[share], exactOf(network.main.sums[share])),
  ]);
  const total = [
    'main total',
    ...leading(by)
      .slice(1)
      .map(() => ''),
    ...metrics.map((metric) => sumText(network.main.sums[metric], formatExact)),
    '',
  ];
  return `**${network.name}** at ${formatShape(network.shapes[network.graph.input])}; ${convention}.\n\n${markdownTable(columns, [...body, total])}`;
};

function table(
  network: NetworkAnalysis,
  rows: readonly CostRow[],
  by: Grouping,
  metrics: readonly MetricName[],
  style: Style,
): string[] {
  const share = metrics[0] ?? 'multiplies';
  const total = exactOf(network.main.sums[share]);
  const columns = [
    ...leading(by),
    ...metrics.flatMap((metric) => [metricColumn(metric), ...(metric === share ? [shareColumn] : [])]),
  ];
  const mainLayers = new Set(network.main.layers);
  const body = rows.map((row) => {
    const isMain = row.layers.some((layer) => mainLayers.has(layer));
    return [
      ...leadingCells(network, row, by, formatShape),
      ...metrics.flatMap((metric) => [
        cell(row.metrics[metric], metric),
        ...(metric === share ? [row.metrics[share] === 0 ? '' : formatShare(row.metrics[share], total)] : []),
      ]),
      isMain ? '' : by === 'op' ? '(not in the total)' : `(${row.output ?? 'leads nowhere'})`,
    ];
  });
  const totalRow = [
    'main total',
    ...leading(by)
      .slice(1)
      .map(() => ''),
    ...metrics.flatMap((metric) => [
      sumText(network.main.sums[metric], formatExact),
      ...(metric === share ? [total === undefined ? 'partial' : ''] : []),
    ]),
  ];
  const [head = '', ...lines] = textTable([...columns, { title: '', align: 'left' }], [...body, totalRow]);
  const last = lines.pop() ?? '';
  return [style.strong(head), ...lines, style.strong(last)];
}

const shareColumn: Column = { title: 'share', align: 'right' };

function metricColumn(metric: MetricName): Column {
  return { title: metric, align: 'right' };
}

function leading(by: Grouping): Column[] {
  const left = (title: string): Column => ({ title, align: 'left' });
  const right = (title: string): Column => ({ title, align: 'right' });
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
  shapeText: (shape: CostRow['shape']) => string,
): string[] {
  if (by === 'op') return [row.name, row.what];
  if (by === 'block') return [row.name, row.what, shapeText(row.shape)];
  return [row.name, row.what, windowText(network, row), shapeText(row.shape)];
}

/** `7x7/2`, `3x1`, with a pair of strides `3x3/2x1`. */
function windowText(network: NetworkAnalysis, row: CostRow): string {
  const layer = network.graph.layers[row.layers[0] ?? -1];
  const input = network.shapes[layer?.inputs[0] ?? -1];
  const window = layer === undefined || input === undefined ? undefined : layer.op.window?.(input, layer.attributes);
  // A dense layer and a global pool look at all of their input: not a choice worth a column.
  if (window === undefined || !hasKernel(layer)) return '';
  const [vertical, horizontal] = window.stride;
  const stride =
    vertical === horizontal ? (vertical === 1 ? '' : `/${vertical ?? '?'}`) : `/${formatShape(window.stride)}`;
  return `${formatShape(window.kernel)}${stride}`;
}

function hasKernel(layer: Layer | undefined): boolean {
  return layer?.op.parameters.some((parameter) => parameter.name === 'kernel') ?? false;
}

function cell(value: Dim, metric: MetricName): string {
  // Peak memory belongs to the network, not to one layer.
  return metric === 'peakBytes' ? '' : formatExact(value);
}

function exactOf(sum: Sum): number | undefined {
  return sum.isPartial ? undefined : sum.value;
}

function sumText(sum: Sum, format: (value: number) => string): string {
  return sum.isPartial ? `>= ${format(sum.value)}` : format(sum.value);
}

function totalsText(network: NetworkAnalysis, style: Style): string[] {
  const { sums, elementwise, unknownLayers } = network.main;
  const padding = exactOf(sums.effectiveMultiplies);
  const kinds = (['multiply', 'add', 'compare', 'divide', 'exp'] as const)
    .filter((kind) => elementwise[kind].value > 0)
    .map((kind) => `${kind} ${sumText(elementwise[kind], formatExact)}`);
  const peakLayer = network.main.peak === undefined ? undefined : network.graph.layers[network.main.peak.layer]?.path;
  const rows = [
    ['multiplies', `${sumText(sums.multiplies, formatExact)} (= MACs; FLOPs ${sumText(sums.flops, formatExact)})`],
    [
      'without padding taps',
      `${sumText(sums.effectiveMultiplies, formatExact)}${padding === undefined ? '' : ` (${formatShare(padding, exactOf(sums.multiplies))})`}`,
    ],
    ['adds', sumText(sums.adds, formatExact)],
    ['elementwise', kinds.length === 0 ? '0' : kinds.join(', ')],
    ['parameters', `${sumText(sums.params, formatExact)} trainable, ${sumText(sums.paramsTotal, formatExact)} in all`],
    ['weights', `${sumText(sums.weightBytes, formatBytes)} as float32`],
    ['activations', sumText(sums.activationBytes, formatBytes)],
    ['peak memory', `${sumText(sums.peakBytes, formatBytes)}${peakLayer === undefined ? '' : ` at ${peakLayer}`}`],
  ];
  const width = Math.max(...rows.map(([label]) => (label as string).length));
  const lines = rows.map(([label, value]) => `${(label as string).padEnd(width)}  ${value}`);
  if (unknownLayers > 0) lines.push(style.warning(`partial: ${unknownLayers} layers with unknown counts`));
  return lines;
}

function outputsText(network: NetworkAnalysis): string[] {
  const rows = network.outputs.map(({ output, shape, needs, extra }) => [
    output.kind === 'head' ? `head ${output.name}` : output.name,
    formatShape(shape),
    sumText(needs.sums.multiplies, formatExact),
    sumText(needs.sums.params, formatExact),
    output.kind === 'head'
      ? `+${sumText(extra.sums.multiplies, formatExact)} multiplies, +${sumText(extra.sums.params, formatExact)} params on top of the main path`
      : '',
  ]);
  return textTable(
    [
      { title: 'name', align: 'left' },
      { title: 'shape', align: 'right' },
      { title: 'multiplies', align: 'right' },
      { title: 'params', align: 'right' },
      { title: '', align: 'left' },
    ],
    rows,
  );
}

function budgetsText(network: NetworkAnalysis, style: Style): string[] {
  return network.budgets.map((budget) => {
    const value = findMetric(budget.metric)?.unit === 'bytes' ? formatBytes : formatExact;
    const where = budget.path === '' ? '' : ` in ${budget.path}`;
    const share = formatShare(budget.value, budget.limit);
    const text = `${budget.metric} ${value(budget.value)} of ${value(budget.limit)} (${share})${where}`;
    if (budget.verdict === 'ok') return `${style.ok('ok')}    ${text}`;
    return budget.verdict === 'over' ? `${style.error('over')}  ${text}` : `${style.warning('open')}  ${text}`;
  });
}
