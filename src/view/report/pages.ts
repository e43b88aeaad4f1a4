/**
 * A network on pages of A4, in print: its totals, its picture, the table of its layers and blocks, its memory step by step, and
 * at the foot of each page what is counted. Everything has a size that is known here, so that the pages are broken here and
 * are the same in every browser. What comes out are elements of HTML in plain data, with the classes of report.css.
 */

import type { Convention } from '../../base/metrics';
import { formatShareOfLimit } from '../../base/number-format';
import type { PreviewWords } from '../../words/preview';
import { legendLines } from '../draw/caption';
import { interWidth } from '../draw/inter-widths';
import { type ChartStep, memoryChart } from '../draw/memory-chart';
import type { NodeDrawing } from '../draw/node';
import { paintedSvg } from '../draw/painted';
import { palettes } from '../draw/picture-style';
import { pictureSvg } from '../draw/picture-svg';
import { type SvgNode, svg } from '../draw/svg-tree';
import { TextFit } from '../draw/text-fit';
import { foldToFit } from '../fold';
import { heatScale } from '../heat';
import { convention, otherMetric } from '../metric-words';
import type { ViewMetric, ViewModel } from '../model';
import { count, exact, limit, shape } from '../number-text';
import type { Picture } from '../picture';
import { type TotalCell, totalCells } from '../total-cells';
import { type ReportRow, reportRows } from './rows';

export interface ReportContent {
  /** What shares and colours are of. */
  readonly metric: ViewMetric;
  /** How work is counted beside parameters. */
  readonly convention: Convention;
  readonly view: ViewModel;
  /** Unfolded. */
  readonly picture: Picture;
  readonly steps: readonly ChartStep[];
  /** Index of the step of the peak; null where there are no steps. */
  readonly peak: number | null;
  /** What it was computed as beside its parameters: `float32`. */
  readonly precision: string;
  readonly batch: number;
}

const theme = 'paper';

/** Of a page at 96 dots per inch, between its margins of 48, in pixels. */
const width = 698;
const height = 1026;
const footHeight = 52;
const room = height - footHeight;
const headHeight = 40;
const totalsHeight = 74;
const totalsInRow = 4;
const titleHeight = 34;
/** Beside the number of its figure. */
const legendWidth = 622;
const gap = 16;
const rowHeight = 18;
const chartHeight = 176;
/** A figure beside which a table can begin is at most so high, if it is readable then. */
const lowFigure = 560;
const readable = 0.6;
/** A table begins on a page with room for so many rows. */
const fewestRows = 6;

/** Something that stands on one page whole. */
interface Piece {
  readonly node: SvgNode;
  readonly height: number;
}

export function reportPages(content: ReportContent, words: PreviewWords): SvgNode {
  const pages: SvgNode[][] = [[]];
  let left = room;
  const put = ({ node, height: taken }: Piece): void => {
    if (taken > left && left < room) {
      pages.push([]);
      left = room;
    }
    pages.at(-1)?.push(node);
    left -= taken;
  };
  const { view, metric } = content;
  const other = otherMetric(metric, content.convention);
  const drawing = drawingOf(view, metric, words);
  put(head(content, words));
  for (const row of totals(content, words)) put(row);
  put(figure(content, drawing, left, words));
  const rows = reportRows(view, metric, other, words);
  const titles = { start: words.report('table', { number: 1 }), rest: words.report('table.about') };
  for (let from = 0; from < rows.length; ) {
    const fitting = Math.floor((left - titleHeight - rowHeight - gap) / rowHeight);
    const isSmall = fitting < Math.min(fewestRows, Math.ceil((rows.length - from) / 2));
    if (isSmall && left < room) {
      pages.push([]);
      left = room;
      continue;
    }
    const part = rows.slice(from, from + 2 * Math.max(1, fitting));
    put(table(part, { metric, other }, from === 0 ? titles : undefined, words));
    from += part.length;
  }
  if (content.steps.length > 0) put(memory(content, words));
  return svg(
    'div',
    { class: 'pages' },
    ...pages.map((nodes, index) =>
      svg('section', { class: 'page' }, ...nodes, foot(content, index + 1, pages.length, words)),
    ),
  );
}

function drawingOf(view: ViewModel, metric: ViewMetric, words: PreviewWords): NodeDrawing {
  return {
    model: view,
    metric,
    words,
    scale: heatScale(view, metric),
    fit: new TextFit(interWidth),
    isInteractive: false,
  };
}

const text = (tag: string, name: string, content: string): SvgNode => svg(tag, { class: name }, content);

function head({ view, precision, batch }: ReportContent, words: PreviewWords): Piece {
  const about = [view.fileName, shape(view.inputShape), precision, words.report('batch', { batch: exact(batch) })];
  const values = view.parameters.map(({ name, value }) => `${name} = ${value}`).join(', ');
  return {
    node: svg(
      'header',
      { class: 'report-head' },
      text('h1', 'report-name', view.network),
      text('span', 'report-about', about.join(', ')),
      text('span', 'report-values', values),
    ),
    height: headHeight,
  };
}

function totals({ view, metric }: ReportContent, words: PreviewWords): Piece[] {
  // The table has the sum of all.
  const cells = totalCells(view, metric, words).filter(({ kind }) => kind !== 'everything');
  const rows = Array.from({ length: Math.ceil(cells.length / totalsInRow) }, (_, row) =>
    cells.slice(row * totalsInRow, (row + 1) * totalsInRow),
  );
  return rows.map((row, index) => ({
    node: svg(
      'div',
      { class: index === rows.length - 1 ? 'report-totals is-last' : 'report-totals' },
      ...row.map((cell) => total(cell, words)),
    ),
    height: totalsHeight + (index === rows.length - 1 ? gap : 0),
  }));
}

function total({ label, count: value, writeExact, note, budget }: TotalCell, words: PreviewWords): SvgNode {
  const isOpen = budget?.verdict === 'open';
  const share = budget === undefined ? undefined : formatShareOfLimit(budget.value, budget.limit);
  const below =
    budget === undefined
      ? note
      : words.report(isOpen ? 'budget.open' : 'budget', {
          share: share ?? words.panel('budget.over-nothing'),
          limit: limit(budget.limit, budget.metric.endsWith('Bytes')),
        });
  return svg(
    'div',
    { class: 'report-total' },
    text('div', 'report-label', label),
    text('div', 'report-number', count(words, value, writeExact)),
    text('div', 'report-note', below),
    ...(budget === undefined ? [] : [gauge(budget.value / budget.limit, budget.verdict === 'over')]),
  );
}

/** The limit stands at 91% of the width, so that what is over it is seen to be over it. */
function gauge(share: number, isOver: boolean): SvgNode {
  const [length, thickness, limitAt] = [154, 4, 0.91];
  const filled = Number.isFinite(share) ? Math.min(1, share * limitAt) : 1;
  const { kept, error, text: ink } = palettes[theme];
  return svg(
    'svg',
    { class: 'report-gauge', width: length, height: 10, viewBox: `0 0 ${length} 10`, 'aria-hidden': 'true' },
    svg('rect', { y: 3, width: length, height: thickness, rx: 2, fill: kept, 'fill-opacity': 0.5 }),
    svg('rect', {
      y: 3,
      width: Math.round(filled * length),
      height: thickness,
      rx: 2,
      fill: isOver ? error : '#2e7d32',
    }),
    svg('rect', { x: Math.round(limitAt * length), y: 0, width: 1.5, height: 10, fill: ink }),
  );
}

function title(start: string, rest: string, ...more: readonly SvgNode[]): SvgNode {
  const about = rest === '' ? [] : [text('span', 'report-rest', rest)];
  return svg('div', { class: 'report-title' }, text('b', 'report-start', start), ...about, ...more);
}

/** As large as there is room for, and no larger than on a screen. */
function figure(
  { view, metric, picture }: ReportContent,
  drawing: NodeDrawing,
  left: number,
  words: PreviewWords,
): Piece {
  const look = { metric, theme, words, hasCaption: false } as const;
  const legend = legendLines(legendWidth, drawing);
  const legendHeight = legend.reduce((sum, line) => sum + line.height, 0);
  const around = legendHeight + gap + 8;
  const inside = (most: number) => {
    const size = { width, height: most - around };
    const folded = foldToFit(picture, view, size);
    return { folded, zoom: Math.min(1, width / folded.bounds.width, size.height / folded.bounds.height) };
  };
  const low = inside(Math.min(lowFigure, left));
  const { folded, zoom } = low.zoom >= readable ? low : inside(Math.max(left, lowFigure));
  const file = pictureSvg(view, folded, look);
  const [drawnWidth, drawnHeight] = [Math.round(file.width * zoom), Math.round(file.height * zoom)];
  let y = 0;
  const lines = legend.map((line) => {
    const made = svg('g', { transform: `translate(0 ${y})` }, ...line.parts);
    y += line.height;
    return made;
  });
  return {
    node: svg(
      'figure',
      { class: 'report-figure' },
      title(
        words.report('figure', { number: 1 }),
        '',
        paintedSvg({ width: legendWidth, height: legendHeight }, words.panel(`legend.share.${metric}`), lines, theme),
      ),
      withSize(file.tree, drawnWidth, drawnHeight),
    ),
    height: drawnHeight + around,
  };
}

function withSize(tree: SvgNode, wide: number, high: number): SvgNode {
  return { ...tree, attributes: { ...tree.attributes, class: 'report-picture', width: wide, height: high } };
}

function table(
  rows: readonly ReportRow[],
  { metric, other }: { readonly metric: ViewMetric; readonly other: ViewMetric },
  titles: { readonly start: string; readonly rest: string } | undefined,
  words: PreviewWords,
): Piece {
  const half = Math.ceil(rows.length / 2);
  const isWide = rows.length <= fewestRows;
  const halves = isWide ? [rows] : [rows.slice(0, half), rows.slice(half)];
  const say = words.report;
  const columns = [
    { name: 'layer', title: say('column.layer') },
    { name: 'result', title: say('column.result') },
    { name: 'metric', title: words.panel(`column.${metric}`) },
    { name: 'share', title: say('column.share') },
    { name: 'other', title: words.panel(`column.${other}`) },
  ] as const;
  const one = (part: readonly ReportRow[]): SvgNode =>
    svg(
      'table',
      { class: 'report-table' },
      svg('thead', {}, svg('tr', {}, ...columns.map(({ name, title: head }) => text('th', `is-${name}`, head)))),
      svg(
        'tbody',
        {},
        ...part.map((row) =>
          svg(
            'tr',
            { class: row.isBlock ? 'is-block' : undefined },
            ...columns.map(({ name }) => text('td', `is-${name}`, row[name])),
          ),
        ),
      ),
    );
  return {
    node: svg(
      'div',
      { class: 'report-tables' },
      ...(titles === undefined ? [] : [title(titles.start, titles.rest)]),
      svg('div', { class: 'report-halves' }, ...halves.map(one)),
    ),
    height: (titles === undefined ? 0 : titleHeight) + ((halves[0]?.length ?? 0) + 1) * rowHeight + gap,
  };
}

function memory({ steps, peak, view, metric }: ReportContent, words: PreviewWords): Piece {
  const say = words.memoryTab;
  const cell = totalCells(view, metric, words).find(({ kind }) => kind === 'peak');
  const named =
    peak === null || view.peak === null || cell === undefined
      ? ''
      : say('peak', { amount: count(words, cell.count, cell.write), layer: view.peak.where });
  const size = { width, height: chartHeight };
  const chart = memoryChart(steps, peak, size, { peak: named, end: say('end') });
  const about = words.report('memory.about', { count: steps.length });
  return {
    node: svg(
      'figure',
      { class: 'report-figure' },
      title(words.report('figure', { number: 2 }), about, legendOfMemory(words)),
      paintedSvg(size, about, [chart.tree], theme),
    ),
    height: titleHeight + chartHeight + gap,
  };
}

function legendOfMemory({ memoryTab: say }: PreviewWords): SvgNode {
  const fit = new TextFit(interWidth);
  let x = 0;
  const parts = (['written', 'read', 'kept'] as const).flatMap((as) => {
    const at = x;
    x += 17 + fit.width(say(as), 11.5) + 18;
    return [
      svg('rect', { class: `live-${as}`, x: at, y: 3, width: 11, height: 11, rx: 2 }),
      svg('text', { class: 'muted', x: at + 17, y: 13, 'font-size': 11.5 }, say(as)),
    ];
  });
  return paintedSvg({ width: Math.ceil(x), height: 18 }, say('chart.title'), parts, theme);
}

function foot({ view, metric }: ReportContent, page: number, pages: number, words: PreviewWords): SvgNode {
  const { effectiveMultiplies: effective } = view.totals;
  const said = [
    convention(metric, words),
    // Of other counts it would be another number.
    ...(metric === 'multiplies' ? [words.report('effective', { amount: count(words, effective, exact) })] : []),
    ...(view.headTotals === null ? [] : [words.report('heads')]),
  ];
  return svg(
    'footer',
    { class: 'report-foot' },
    text('p', 'report-convention', said.join(words.language.betweenSentences)),
    text('span', 'report-page', words.report('page', { page, pages })),
  );
}
