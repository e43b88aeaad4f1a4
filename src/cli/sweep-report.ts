/** A sweep as JSON, CSV, a table for people, and the picture of its Pareto front. */

import { messageOf } from '../base/message-text';
import { findMetric, type MetricName, metricNames } from '../base/metrics';
import { formatBytes, formatExact, formatShape, formatShort, sumText } from '../base/number-format';
import { type Column, csvTable, textTable } from '../base/text-table';
import { formatValue } from '../ops/format-value';
import { type Measure, measured, type SweepPoint } from '../session/sweep';
import { type PlotAxis, paretoPlot } from '../view/pareto-plot';
import type { CliWords } from '../words/cli';
import { runTotals, shapeDocument, valueDocument } from './cost-document';
import { type Style, visible } from './style';

export interface Sweep {
  readonly file: string;
  readonly network: string;
  /** Names of those that are swept. */
  readonly parameters: readonly string[];
  readonly hasSizes: boolean;
  readonly points: readonly SweepPoint[];
  /** For each point whether it is on the front of the two measures. */
  readonly front: readonly boolean[];
  /** Undefined where none was asked for, or none fits. */
  readonly best: number | undefined;
  readonly x: Measure;
  readonly y: Measure;
  readonly wanted: Measure | undefined;
}

/** Keys are a contract: they may be added, never renamed. */
export function sweepDocument(sweep: Sweep, words: CliWords): object {
  return {
    schema: 1,
    file: sweep.file,
    network: sweep.network,
    parameters: sweep.parameters,
    points: sweep.points.map((point, place) => ({
      parameters: Object.fromEntries([...point.parameters].map(([name, value]) => [name, valueDocument(value)])),
      input: point.input === undefined ? null : shapeDocument(point.input),
      totals: point.totals === undefined ? null : runTotals(point.totals),
      errors: point.errors,
      messages: messagesOf(point, words),
      fits: point.fits,
      pareto: sweep.front[place] === true,
    })),
    best: sweep.best ?? null,
  };
}

export function sweepCsv(sweep: Sweep, words: CliWords): string {
  const left = (title: string): Column => ({ title, align: 'left' });
  const columns = [...sweep.parameters, 'input', ...metricNames, 'errors', 'fits', 'pareto', 'best', 'messages'];
  const rows = sweep.points.map((point, place) => [
    ...valuesOf(sweep, point),
    point.input === undefined ? '' : formatShape(point.input),
    ...metricNames.map((metric) => {
      const sum = point.totals?.sums[metric];
      return sum === undefined || sum.isPartial ? '' : String(sum.value);
    }),
    String(point.errors),
    String(point.fits),
    String(sweep.front[place] === true),
    String(sweep.best === place),
    messagesOf(point, words).join('; '),
  ]);
  return csvTable(columns.map(left), rows);
}

export function sweepText(sweep: Sweep, words: CliWords, style: Style): string {
  const say = words.sweep;
  const { points, x, y, wanted } = sweep;
  const measures = [x, y, ...(wanted === undefined ? [] : [wanted])].flatMap(({ metric }) => metric ?? []);
  const metrics = [...new Set<MetricName>([...measures, 'multiplies', 'params', 'peakBytes'])];
  const columns: Column[] = [
    ...sweep.parameters.map((title): Column => ({ title, align: 'right' })),
    ...(sweep.hasSizes ? [{ title: say('size'), align: 'right' as const }] : []),
    ...metrics.map((title): Column => ({ title, align: 'right' })),
    { title: say('verdict'), align: 'left' },
  ];
  const rows = points.map((point, place) => [
    ...valuesOf(sweep, point).map(visible),
    ...(sweep.hasSizes ? [formatShape(point.input)] : []),
    ...metrics.map((metric) => sumText(point.totals?.sums[metric], formatOf(metric))),
    verdictOf(sweep, place, words),
  ]);
  const [head = '', ...lines] = textTable(columns, rows);
  const marked = lines.map((line, place) => {
    if (sweep.best === place) return style.ok(line);
    if (sweep.front[place]) return style.strong(line);
    return points[place]?.fits ? line : style.muted(line);
  });
  return [
    style.strong(say('title', { network: sweep.network, count: formatExact(points.length) })),
    '',
    head,
    ...marked,
    '',
    style.muted(points.some(({ fits }) => fits) ? say('front.meaning', { x: x.name, y: y.name }) : say('none-fits')),
    '',
  ].join('\n');
}

export function sweepSvg(sweep: Sweep, words: CliWords): string {
  const say = words.sweep;
  const { network, points, x, y } = sweep;
  const front = sweep.front.filter((isIn) => isIn).length;
  return paretoPlot({
    title: say('plot.title', { network, x: x.name, y: y.name }),
    description: say('plot.description', { count: formatExact(points.length), front }),
    x: axisOf(x, words),
    y: axisOf(y, words),
    points: points.flatMap((point, place) => {
      const [across, up] = [measured(x, point), measured(y, point)];
      if (across === undefined || up === undefined) return [];
      const label = labelOf(sweep, point, words);
      const kind = sweep.front[place] ? 'front' : point.fits ? 'fits' : 'other';
      return [{ x: across, y: up, kind, isBest: sweep.best === place, label } as const];
    }),
    legend: {
      front: say('plot.front'),
      fits: say('plot.fits'),
      other: say('plot.other'),
      best: say('plot.best'),
    },
  });
}

function axisOf(measure: Measure, { sweep: say }: CliWords): PlotAxis {
  const { name, metric, isMoreBetter } = measure;
  const isBytes = metric !== undefined && findMetric(metric)?.unit === 'bytes';
  return {
    title: isMoreBetter ? say('plot.more-better', { measure: name }) : name,
    isMoreBetter,
    base: isBytes ? 1024 : 10,
    format: (value) =>
      metric === undefined ? String(value) : withoutZeros((isBytes ? formatBytes : formatShort)(value)),
  };
}

/** `50 M` in place of `50.0 M`. */
function withoutZeros(text: string): string {
  return text.replace(/\.0+(?= |$)/, '');
}

/** `width 0.5, depth 2`. */
function labelOf(sweep: Sweep, point: SweepPoint, { sweep: say }: CliWords): string {
  const values = [...point.parameters].map(([name, value]) => say('plot.value', { name, value: formatValue(value) }));
  return [...values, ...(sweep.hasSizes ? [formatShape(point.input)] : [])].join(', ');
}

function verdictOf({ best, front, points }: Sweep, place: number, words: CliWords): string {
  const say = words.sweep;
  const point = points[place];
  if (point === undefined || point.fits) return best === place ? say('best') : front[place] ? say('front') : '';
  const [message] = messagesOf(point, words);
  return visible(message ?? say('does-not-fit'));
}

function valuesOf({ parameters }: Sweep, point: SweepPoint): string[] {
  return parameters.map((name) => formatValue(point.parameters.get(name)));
}

function messagesOf({ problems }: SweepPoint, words: CliWords): string[] {
  return problems.map((problem) => messageOf(problem, words.diagnostics));
}

function formatOf(metric: MetricName): (value: number) => string {
  return findMetric(metric)?.unit === 'bytes' ? formatBytes : formatExact;
}
