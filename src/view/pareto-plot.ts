/**
 * Points in two measures with the front that none of them beats, as one SVG: black on white for a page, readable without
 * colour, without a script. What it is given is text and becomes text.
 */

import { escaped } from './draw/svg-text';

export interface PlotAxis {
  readonly title: string;
  readonly isMoreBetter: boolean;
  /** What the numbers at its marks are round in. */
  readonly base: 10 | 1024;
  readonly format: (value: number) => string;
}

export interface PlotPoint {
  readonly x: number;
  readonly y: number;
  readonly kind: 'front' | 'fits' | 'other';
  readonly isBest: boolean;
  readonly label: string;
}

export interface ParetoPlot {
  readonly title: string;
  readonly description: string;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly points: readonly PlotPoint[];
  readonly legend: Readonly<Record<PlotPoint['kind'] | 'best', string>>;
}

const width = 760;
const height = 500;
const area = { left: 88, right: 736, top: 78, bottom: 436 };

/** Colours that colour-blind people tell apart (Okabe and Ito 2008), on white. */
const colours = {
  ink: '#1f2933',
  faint: '#6b7785',
  grid: '#e4e8ec',
  front: '#0072b2',
  fits: '#8fa3b3',
  best: '#d55e00',
};

/** Labels beside one another are no help any more. */
const mostLabels = 24;
/** Beyond it each point's own words would be most of the file. */
const mostTitles = 2000;

export interface Scale {
  /** Pixels. */
  at(value: number): number;
  readonly marks: readonly number[];
}

export function paretoPlot({ title, description, x, y, points, legend }: ParetoPlot): string {
  const across = scaleOf(
    points.map((point) => point.x),
    x.base,
    area.left,
    area.right,
  );
  const up = scaleOf(
    points.map((point) => point.y),
    y.base,
    area.bottom,
    area.top,
  );
  const front = points
    .filter(({ kind }) => kind === 'front')
    .sort((a, b) => a.x - b.x || (x.isMoreBetter === y.isMoreBetter ? b.y - a.y : a.y - b.y));
  const hasTitles = points.length <= mostTitles;
  const order = { other: 0, fits: 1, front: 2 };
  const drawn = points.toSorted((a, b) => order[a.kind] - order[b.kind]);
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title" aria-describedby="description" font-family="system-ui, -apple-system, 'Segoe UI', sans-serif" font-size="12" fill="${colours.ink}">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(description)}</desc>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="${area.left}" y="30" font-size="17" font-weight="600">${escaped(title)}</text>`,
    ...legendOf(points, legend),
    ...across.marks.map((mark) => verticalMark(across.at(mark), x.format(mark))),
    ...up.marks.map((mark) => horizontalMark(up.at(mark), y.format(mark))),
    `<path d="M${area.left} ${area.top}V${area.bottom}H${area.right}" fill="none" stroke="${colours.faint}"/>`,
    `<text x="${(area.left + area.right) / 2}" y="${height - 14}" text-anchor="middle" font-weight="600">${escaped(x.title)}</text>`,
    `<text transform="translate(20 ${(area.top + area.bottom) / 2}) rotate(-90)" text-anchor="middle" font-weight="600">${escaped(y.title)}</text>`,
    frontLine(front, across, up, x.isMoreBetter),
    ...drawn.map((point) => dot(point, across.at(point.x), up.at(point.y), hasTitles)),
    ...labelsOf(front, across, up),
    '</svg>',
  ]
    .filter((line) => line !== '')
    .join('\n')}\n`;
}

function legendOf(points: readonly PlotPoint[], legend: ParetoPlot['legend']): string[] {
  const kinds = (['front', 'fits', 'other'] as const).filter((kind) => points.some((point) => point.kind === kind));
  const entries = [...kinds, ...(points.some(({ isBest }) => isBest) ? (['best'] as const) : [])];
  let left = area.left + 6;
  return entries.flatMap((entry) => {
    const at = left;
    left += 24 + textWidth(legend[entry]);
    const mark =
      entry === 'best' ? bestRing(at, 52) : dot({ x: 0, y: 0, kind: entry, isBest: false, label: '' }, at, 52, false);
    const gap = entry === 'best' ? 14 : 10;
    return [mark, `<text x="${at + gap}" y="56" fill="${colours.faint}">${escaped(legend[entry])}</text>`];
  });
}

function verticalMark(at: number, text: string): string {
  return `<path d="M${round(at)} ${area.top}V${area.bottom}" stroke="${colours.grid}"/><text x="${round(at)}" y="${area.bottom + 20}" text-anchor="middle" fill="${colours.faint}">${escaped(text)}</text>`;
}

function horizontalMark(at: number, text: string): string {
  return `<path d="M${area.left} ${round(at)}H${area.right}" stroke="${colours.grid}"/><text x="${area.left - 10}" y="${round(at + 4)}" text-anchor="end" fill="${colours.faint}">${escaped(text)}</text>`;
}

/** Stairs: between two points of the front none is better than the one or the other. */
function frontLine(front: readonly PlotPoint[], across: Scale, up: Scale, isRightBetter: boolean): string {
  const [first, ...others] = front;
  if (first === undefined || others.length === 0) return '';
  const steps = others.map(({ x, y }) => {
    const [right, top] = [round(across.at(x)), round(up.at(y))];
    return isRightBetter ? `V${top}H${right}` : `H${right}V${top}`;
  });
  const start = `M${round(across.at(first.x))} ${round(up.at(first.y))}`;
  return `<path d="${start}${steps.join('')}" fill="none" stroke="${colours.front}" stroke-width="1.75" stroke-linejoin="round"/>`;
}

function dot({ kind, isBest, label }: PlotPoint, x: number, y: number, hasTitle: boolean): string {
  const place = `cx="${round(x)}" cy="${round(y)}"`;
  const look = {
    front: `r="5" fill="${colours.front}" stroke="#ffffff"`,
    fits: `r="4" fill="${colours.fits}"`,
    other: `r="3.5" fill="#ffffff" stroke="${colours.fits}"`,
  }[kind];
  const circle = hasTitle
    ? `<circle ${place} ${look}><title>${escaped(label)}</title></circle>`
    : `<circle ${place} ${look}/>`;
  return isBest ? `${circle}${bestRing(x, y)}` : circle;
}

function bestRing(x: number, y: number): string {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="8" fill="none" stroke="${colours.best}" stroke-width="2.5"/>`;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Names of points of the front, each where it covers neither a point of the front nor another name; else none. */
function labelsOf(front: readonly PlotPoint[], across: Scale, up: Scale): string[] {
  const taken: Box[] = front.map(({ x, y }) => boxAround(across.at(x), up.at(y), 6));
  const labels: string[] = [];
  for (const { x, y, label, isBest } of front.toSorted((a, b) => Number(b.isBest) - Number(a.isBest))) {
    if (labels.length === mostLabels) break;
    const [right, top] = [across.at(x), up.at(y)];
    const long = textWidth(label);
    const places = [
      { left: right + 11, baseline: top - 7 },
      { left: right - 11 - long, baseline: top - 7 },
      { left: right + 11, baseline: top + 17 },
      { left: right - 11 - long, baseline: top + 17 },
    ];
    for (const { left, baseline } of places) {
      const box = { left, right: left + long, top: baseline - 11, bottom: baseline + 3 };
      const isInside =
        box.left > area.left && box.right < width - 4 && box.top > area.top - 14 && box.bottom < area.bottom;
      if (!isInside || taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      const weight = isBest ? ' font-weight="600"' : '';
      labels.push(
        `<text x="${round(left)}" y="${round(baseline)}"${weight} paint-order="stroke" stroke="#ffffff" stroke-width="3">${escaped(label)}</text>`,
      );
      break;
    }
  }
  return labels;
}

function boxAround(x: number, y: number, radius: number): Box {
  return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Near enough: letters of a sans serif of 12 pixels. */
function textWidth(text: string): number {
  return text.length * 6.6;
}

/** Linear, and logarithmic where the largest is a hundred times the smallest. Ends are in pixels. */
export function scaleOf(values: readonly number[], base: 10 | 1024, start: number, end: number): Scale {
  const [low, high] = extentOf(values);
  if (low > 0 && high / low >= 100) {
    const factor = base === 10 ? 10 : 16;
    const log = (value: number): number => (base === 10 ? Math.log10(value) : Math.log2(value) / 4);
    const [from, to] = [Math.floor(log(low)), Math.ceil(log(high))];
    const at = (value: number): number => start + ((log(value) - from) / (to - from)) * (end - start);
    return { at, marks: Array.from({ length: to - from + 1 }, (_, power) => factor ** (from + power)) };
  }
  const step = roundStep((high - low) / 5, base);
  const [from, to] = [Math.floor(low / step), Math.ceil(high / step)];
  const at = (value: number): number => start + ((value / step - from) / (to - from)) * (end - start);
  return { at, marks: Array.from({ length: to - from + 1 }, (_, mark) => exact((from + mark) * step)) };
}

/** With some room where all values are the same. */
function extentOf(values: readonly number[]): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  if (low < high) return [low, high];
  const room = Math.abs(low) / 2 || 1;
  return [low - room, high + room];
}

/** 1, 2 or 5 times a power of ten; of bytes a power of two, which is round in KiB as in MiB. */
function roundStep(least: number, base: 10 | 1024): number {
  if (base === 1024) return 2 ** Math.ceil(Math.log2(least));
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((one) => one * power >= least) ?? 10);
}

/** 0.30000000000000004 is 0.3. */
function exact(value: number): number {
  return Number(value.toPrecision(12));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
