/**
 * The chart of live bytes: a column for each step, with what its layer writes over what it reads over what is kept. Where
 * there are more steps than room, a column stands for several and shows the highest of them. The peak is outlined and named.
 */

import { briefNames } from '../brief-names';
import { n, type SvgNode, svg } from './svg-tree';

export interface ChartStep {
  /** Path of the layer that is computed. */
  readonly path: string;
  readonly written: number;
  readonly read: number;
  readonly kept: number;
}

export interface ChartWords {
  /** At the head of the highest column. */
  readonly peak: string;
  /** Under the last one. */
  readonly end: string;
}

export interface ChartColumn {
  /** Steps, both ends included. */
  readonly from: number;
  readonly to: number;
  /** The one that it shows. */
  readonly step: number;
  readonly x: number;
  readonly width: number;
  /** Where it ends at the top. */
  readonly top: number;
}

export interface MemoryChart {
  readonly tree: SvgNode;
  readonly columns: readonly ChartColumn[];
  /** Of the columns' foot. */
  readonly base: number;
}

const left = 44;
const right = 10;
const top = 30;
const bottom = 22;
const narrowest = 2;
/** Near enough for 11 px. */
const letter = 6.2;

export function memoryChart(
  steps: readonly ChartStep[],
  peak: number | null,
  { width, height }: { readonly width: number; readonly height: number },
  words: ChartWords,
): MemoryChart {
  const room = Math.max(narrowest, width - left - right);
  const base = height - bottom;
  const each = Math.max(1, Math.ceil((steps.length * narrowest) / room));
  const count = Math.max(1, Math.ceil(steps.length / each));
  const size = room / count;
  const { unit, factor, marks } = scaleOf(peak === null ? 0 : liveOf(steps[peak]));
  const most = (marks.at(-1) ?? 1) * factor;
  const heightOf = (bytes: number): number => ((base - top) * bytes) / most;
  const columns = Array.from({ length: count }, (_, index): ChartColumn => {
    const from = index * each;
    const to = Math.min(steps.length, from + each) - 1;
    let step = from;
    for (let other = from; other <= to; other++) if (liveOf(steps[other]) > liveOf(steps[step])) step = other;
    return { from, to, step, x: left + index * size, width: size, top: base - heightOf(liveOf(steps[step])) };
  });
  const gap = size >= 5 ? 1 : 0;
  /** Of all columns the piece that stands on others. */
  const pieces = (bytes: (step: ChartStep) => number, below: (step: ChartStep) => number): string =>
    columns
      .map(({ step, x, width: wide }) => {
        const at = steps[step];
        if (at === undefined || bytes(at) === 0) return '';
        const foot = base - heightOf(below(at));
        return `M${n(x)} ${n(foot)}v${n(-heightOf(bytes(at)))}h${n(wide - gap)}V${n(foot)}z`;
      })
      .join('');
  const tree = svg(
    'g',
    {},
    ...marks.flatMap((mark) => {
      const y = n(base - heightOf(mark * factor));
      return [
        svg('path', { class: 'chart-grid', d: `M${left} ${y}H${n(width - right)}` }),
        svg('text', { class: 'chart-text', x: left - 8, y: Number(y) + 4, 'text-anchor': 'end' }, String(mark)),
      ];
    }),
    svg('text', { class: 'chart-text', x: left - 8, y: top - 16, 'text-anchor': 'end' }, unit),
    svg('path', {
      class: 'live-kept',
      d: pieces(
        ({ kept }) => kept,
        () => 0,
      ),
    }),
    svg('path', {
      class: 'live-read',
      d: pieces(
        ({ read }) => read,
        ({ kept }) => kept,
      ),
    }),
    svg('path', {
      class: 'live-written',
      d: pieces(
        ({ written }) => written,
        ({ kept, read }) => kept + read,
      ),
    }),
    ...groupsOf(steps, columns, each, base, width - right, words.end),
    ...peakMark(columns, peak, base, width - right, words.peak),
  );
  return { tree, columns, base };
}

function liveOf(step: ChartStep | undefined): number {
  return step === undefined ? 0 : step.written + step.read + step.kept;
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** Round marks in the unit of the highest column, the last one above it. */
function scaleOf(most: number): { readonly unit: string; readonly factor: number; readonly marks: readonly number[] } {
  let power = 0;
  while (power < units.length - 1 && most >= 1024 ** (power + 1)) power++;
  const factor = 1024 ** power;
  const least = most / factor / 5;
  const tens = 10 ** Math.floor(Math.log10(least > 0 ? least : 1));
  const step = tens * ([1, 2, 5, 10].find((one) => one * tens >= least) ?? 10);
  const count = Math.max(1, Math.ceil(most / factor / step));
  const marks = Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(6)));
  return { unit: units[power] ?? 'B', factor, marks };
}

/** A tick where a block begins, and the block's name under its columns where that has room. */
function groupsOf(
  steps: readonly ChartStep[],
  columns: readonly ChartColumn[],
  each: number,
  base: number,
  end: number,
  endText: string,
): SvgNode[] {
  const drawn: SvgNode[] = [];
  const atEnd = end - endText.length * letter;
  const names = steps.map(({ path }) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : ''));
  const brief = briefNames(names);
  for (let from = 0; from < steps.length; ) {
    const name = names[from] ?? '';
    let to = from;
    while (names[to + 1] === name) to++;
    const first = columns[Math.floor(from / each)];
    const last = columns[Math.floor(to / each)];
    if (first !== undefined && last !== undefined && name !== '') {
      drawn.push(svg('path', { class: 'chart-tick', d: `M${n(first.x)} ${base}v5` }));
      const text = brief(name);
      const middle = (first.x + last.x + last.width) / 2;
      const half = (text.length * letter) / 2;
      if (2 * half < last.x + last.width - first.x && middle + half < atEnd - 6) {
        drawn.push(svg('text', { class: 'chart-text', x: n(middle), y: base + 16, 'text-anchor': 'middle' }, text));
      }
    }
    from = to + 1;
  }
  return [...drawn, svg('text', { class: 'chart-text', x: n(end), y: base + 16, 'text-anchor': 'end' }, endText)];
}

/** Its name stands at the side that has more room. */
function peakMark(
  columns: readonly ChartColumn[],
  peak: number | null,
  base: number,
  end: number,
  text: string,
): SvgNode[] {
  const column = peak === null ? undefined : columns.find(({ from, to }) => from <= peak && peak <= to);
  if (column === undefined) return [];
  const { x, width, top: head } = column;
  const middle = x + width / 2;
  const isLeft = middle > (left + end) / 2;
  const side = isLeft ? -1 : 1;
  return [
    svg('path', { class: 'chart-peak', d: `M${n(x)} ${base}V${n(head)}h${n(width)}V${base}` }),
    svg('path', { class: 'chart-leader', d: `M${n(middle)} ${n(head)}V${top - 15}h${side * 10}` }),
    svg(
      'text',
      { class: 'chart-peak-text', x: n(middle + side * 14), y: top - 11, 'text-anchor': isLeft ? 'end' : 'start' },
      text,
    ),
  ];
}
