/** The charts of the tabs as drawings that leave the page: whole, whatever their tabs have room for. */

import { chartSteps } from '../../src/protocol/memory';
import { balanceRows } from '../../src/view/branch-balance';
import { balanceDrawing } from '../../src/view/draw/balance-drawing';
import { heatLines } from '../../src/view/draw/caption';
import { type ChartDrawing, chartWidth, sampleLines } from '../../src/view/draw/chart-svg';
import { icicleDrawing } from '../../src/view/draw/icicle-drawing';
import { memoryChart } from '../../src/view/draw/memory-chart';
import { receptiveFieldDrawing } from '../../src/view/draw/receptive-field';
import { svg } from '../../src/view/draw/svg-tree';
import type { TextFit } from '../../src/view/draw/text-fit';
import { heatScale } from '../../src/view/heat';
import { convention, metricMeaning } from '../../src/view/metric-words';
import type { ViewModel } from '../../src/view/model';
import type { PreviewWords } from '../../src/words/preview';
import { findingText } from './balance-view';
import { peakText } from './memory-chart';
import { findNode } from './nodes';
import { axisTitle, paretoDrawing, plotArea, plotSize } from './pareto-drawing';
import { fieldOf, fieldText, type SeenField } from './seen-field';
import type { AppState } from './state';

/** What the page can give away as a drawing: its picture, and the charts of its tabs. */
export const exportedDrawings = ['picture', 'icicle', 'balance', 'memory', 'sweep', 'field'] as const;
export type ExportedDrawing = (typeof exportedDrawings)[number];
export type ExportedChart = Exclude<ExportedDrawing, 'picture'>;

/** Those that there is something to draw of. The memory of a network is asked for where it is not known. */
export function drawingsOf(state: AppState): readonly ExportedDrawing[] {
  const { view, metric, whatIf } = state;
  if (view === null) return [];
  const isThere: Readonly<Record<ExportedDrawing, boolean>> = {
    picture: true,
    icicle: true,
    balance: balanceRows(view, metric).length > 0,
    memory: true,
    sweep: whatIf.sweep.runs.sweep.report !== null,
    field: seenField(state) !== undefined,
  };
  return exportedDrawings.filter((one) => isThere[one]);
}

/** Undefined where there is nothing to draw of it any more. */
export function exportedChart(
  chart: ExportedChart,
  state: AppState,
  words: PreviewWords,
  fit: TextFit,
): ChartDrawing | undefined {
  const { view } = state;
  if (view === null) return undefined;
  switch (chart) {
    case 'icicle':
      return icicle(view, state, words, fit);
    case 'balance':
      return balance(view, state, words, fit);
    case 'memory':
      return memory(state, words, fit);
    case 'sweep':
      return sweep(state, words, fit);
    case 'field':
      return field(state, words);
  }
}

function icicle(view: ViewModel, { metric, icicle: root }: AppState, words: PreviewWords, fit: TextFit): ChartDrawing {
  const say = words.costCharts;
  return {
    title: say('icicle', { metric: say(`metric.${metric}`) }),
    ...icicleDrawing(view, metric, root, chartWidth, fit),
    width: chartWidth,
    legend: heatLines(chartWidth, { model: view, metric, words, scale: heatScale(view, metric), fit }),
    about: convention(metric, words),
  };
}

function balance(view: ViewModel, { metric }: AppState, words: PreviewWords, fit: TextFit): ChartDrawing {
  const say = words.costCharts;
  const rows = balanceRows(view, metric);
  const scale = heatScale(view, metric);
  const heads = {
    module: say('column.module'),
    branches: [say('balance.upper', { metric: say(`metric.${metric}`) }), say('balance.lower')].join('; '),
    amount: words.panel(`column.${metric}`),
    balance: say('column.balance'),
  };
  return {
    title: say('balance'),
    ...balanceDrawing(rows, scale, metric, heads, chartWidth, fit),
    width: chartWidth,
    legend: heatLines(chartWidth, { model: view, metric, words, scale, fit }),
    about: [findingText(rows, metric, words), convention(metric, words)].join(words.language.betweenSentences),
  };
}

function memory({ memory: { report } }: AppState, words: PreviewWords, fit: TextFit): ChartDrawing | undefined {
  if (report === null) return undefined;
  const say = words.memoryTab;
  const size = { width: chartWidth, height: 320 };
  const { tree } = memoryChart(chartSteps(report), report.peak, size, {
    peak: peakText(report, words),
    end: say('end'),
  });
  const samples = (['written', 'read', 'kept'] as const).map((as) => ({
    sample: svg('rect', { class: `live-${as}`, width: 11, height: 11, rx: 2 }),
    text: say(as),
  }));
  return {
    title: words.report('memory.about', { count: report.steps.length }),
    tree,
    ...size,
    legend: sampleLines(samples, fit),
    about: [report.format, words.report('batch', { batch: report.batch })].join(words.language.comma),
  };
}

function sweep({ whatIf }: AppState, words: PreviewWords, fit: TextFit): ChartDrawing | undefined {
  const { report } = whatIf.sweep.runs.sweep;
  if (report === null) return undefined;
  const say = words.whatIf;
  const dot = (look: string) =>
    svg('g', { class: look }, svg('circle', { class: 'chart-dot', cx: 6, cy: 6, r: look === '' ? 4 : 5.5 }));
  const hasBudgets = report.x.limit !== null || report.y.limit !== null;
  const isOver = report.points.some(({ fits }, place) => report.front[place] && !fits);
  const samples = [
    { sample: dot('is-front fits'), text: say(hasBudgets ? 'plot.front-fits' : 'plot.front') },
    ...(isOver ? [{ sample: dot('is-front'), text: say('plot.front-over') }] : []),
    { sample: dot(''), text: say('plot.other') },
    { sample: svg('path', { class: 'chart-design', d: 'M6 0l6 6l-6 6l-6 -6z' }), text: say('plot.text') },
  ];
  const area = plotArea(chartWidth);
  return {
    title: say('plot', { x: axisTitle(report.x, words), y: axisTitle(report.y, words) }),
    tree: svg('g', {}, ...paretoDrawing(report, area, words)),
    ...plotSize(area),
    legend: sampleLines(samples, fit),
    about: [report.x, report.y]
      .map(({ name }) => metricMeaning(name, words))
      .join(words.language.betweenSentences)
      .trim(),
  };
}

/** Of the selected layer, once that is explained. */
function seenField({ view, selection, explanation }: AppState): SeenField | undefined {
  const node = findNode(view, selection);
  if (view === null || node === undefined || explanation?.value == null || explanation.path !== node.path)
    return undefined;
  return fieldOf(view, node, explanation.value);
}

/** Larger than in its tab. */
function field(state: AppState, words: PreviewWords): ChartDrawing | undefined {
  const found = seenField(state);
  if (found === undefined) return undefined;
  const drawing = receptiveFieldDrawing(found.field, found.input, found.result, 360);
  return {
    title: words.panel('export.field', { layer: state.explanation?.path ?? '' }),
    tree: drawing.tree,
    width: drawing.width,
    height: drawing.height,
    legend: [],
    about: fieldText(found, drawing, words),
  };
}
