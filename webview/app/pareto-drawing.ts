/** The plot of a sweep, drawn as plain data: the page makes elements of it, a file gets it as text. */

import type { SweepReport, SweptAxis, SweptPoint } from '../../src/protocol/sweep';
import { n, type SvgNode, svg } from '../../src/view/draw/svg-tree';
import { metricLabel } from '../../src/view/metric-words';
import { bytes, limit as limitText, short } from '../../src/view/number-text';
import { scaleOf } from '../../src/view/pareto-plot';
import type { PreviewWords } from '../../src/words/preview';

/** Of the axes, in pixels: texts keep their size. */
export interface PlotArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Beyond the axes: what is written under them. */
const below = 48;
const beside = 20;

export function plotArea(width: number): PlotArea {
  return { left: 64, right: width - beside, top: 16, bottom: Math.max(220, Math.min(360, width * 0.45)) };
}

export function plotSize({ right, bottom }: PlotArea): { readonly width: number; readonly height: number } {
  return { width: right + beside, height: bottom + below };
}

export function valuesText({ names }: Pick<SweepReport, 'names'>, { values }: SweptPoint, words: PreviewWords): string {
  return names.map((name, index) => `${name ?? words.whatIf('size')} ${values[index] ?? ''}`).join(', ');
}

export function axisValue({ unit }: SweptAxis, value: number): string {
  return unit === 'bytes' ? bytes(value) : unit === 'count' ? short(value) : String(value);
}

export function axisName({ name, unit }: SweptAxis, words: PreviewWords): string {
  return unit === 'none' ? name : metricLabel(name, words);
}

export function axisTitle(axis: SweptAxis, words: PreviewWords): string {
  const name = axisName(axis, words);
  return words.whatIf(axis.isMoreBetter ? 'axis.title-more' : 'axis.title-less', { name });
}

type Placed = SweptPoint & { readonly x: number; readonly y: number };

function isPlaced(point: SweptPoint): point is Placed {
  return point.x !== null && point.y !== null;
}

/** What of it is for a page alone: which point is chosen, and that one can be. */
interface PagePart {
  readonly chosen: number;
}

/** The plot, from 0, 0 on; without a page for a file. */
export function paretoDrawing(
  report: SweepReport,
  area: PlotArea,
  words: PreviewWords,
  page?: PagePart,
): readonly SvgNode[] {
  const { whatIf: say } = words;
  const { points, x, y, text } = report;
  const placed = points.filter(isPlaced);
  const isTextPlaced = text.x !== null && text.y !== null;
  const base = (axis: SweptAxis): 10 | 1024 => (axis.unit === 'bytes' ? 1024 : 10);
  // A budget far from all designs would leave them no room.
  const near = (values: readonly number[], budget: number | null): number[] => {
    const most = Math.max(...values, 0);
    return budget !== null && budget <= 1.5 * most ? [...values, budget] : [...values];
  };
  const xs = near([...placed.map((point) => point.x), ...(isTextPlaced ? [text.x ?? 0] : [])], x.limit);
  const ys = near([...placed.map((point) => point.y), ...(isTextPlaced ? [text.y ?? 0] : [])], y.limit);
  const across = scaleOf(xs, base(x), area.left, area.right);
  const up = scaleOf(ys, base(y), area.bottom, area.top);
  const label = (content: string, left: number, top: number, anchor: string, look = 'chart-text'): SvgNode =>
    svg('text', { x: n(left), y: n(top), 'text-anchor': anchor, class: look }, content);
  const line = (x1: number, y1: number, x2: number, y2: number, look: string): SvgNode =>
    svg('line', { x1: n(x1), y1: n(y1), x2: n(x2), y2: n(y2), class: look });
  const round = (text: string): string => text.replace(/\.0+(?= |$)/, '');
  const isIn = (axis: SweptAxis, scale: { readonly marks: readonly number[] }): axis is SweptAxis & { limit: number } =>
    axis.limit !== null &&
    axis.limit >= (scale.marks[0] ?? 0) &&
    axis.limit <= (scale.marks.at(-1) ?? Number.POSITIVE_INFINITY);
  const limitOf = (axis: SweptAxis & { limit: number }): string =>
    say('plot.budget', { limit: limitText(axis.limit, axis.unit === 'bytes') });
  const overX = isIn(x, across) ? across.at(x.limit) : area.right;
  const overY = isIn(y, up) ? up.at(y.limit) : area.top;
  return [
    decoration(
      ...across.marks.flatMap((mark) => [
        line(across.at(mark), area.top, across.at(mark), area.bottom, 'chart-grid'),
        label(round(axisValue(x, mark)), across.at(mark), area.bottom + 18, 'middle'),
      ]),
      ...up.marks.flatMap((mark) => [
        line(area.left, up.at(mark), area.right, up.at(mark), 'chart-grid'),
        label(round(axisValue(y, mark)), area.left - 8, up.at(mark) + 4, 'end'),
      ]),
      rectangle(overX, area.top, area.right, area.bottom),
      rectangle(area.left, area.top, overX, overY),
      ...(isIn(x, across)
        ? [
            line(overX, area.top, overX, area.bottom, 'chart-budget'),
            label(
              limitOf(x),
              overX + (overX > area.right - 90 ? -5 : 5),
              area.bottom - 6,
              overX > area.right - 90 ? 'end' : 'start',
              'chart-over',
            ),
          ]
        : []),
      ...(isIn(y, up)
        ? [
            line(area.left, overY, area.right, overY, 'chart-budget'),
            label(limitOf(y), area.right - 6, overY - 5, 'end', 'chart-over'),
          ]
        : []),
      ...families(report).map((family) =>
        svg('polyline', {
          class: 'chart-family',
          points: family.map((point) => `${n(across.at(point.x))},${n(up.at(point.y))}`).join(' '),
        }),
      ),
      ...families(report).map((family) => {
        const last = family.reduce((most, point) => (point.x > most.x ? point : most));
        const [right, top] = [across.at(last.x), up.at(last.y)];
        // Behind its line, away from the numbers of the axis and from the front; above it where no room is left.
        const [left, base, anchor] = right < area.right - 40 ? [right + 9, top + 4, 'start'] : [right, top - 9, 'end'];
        return label(last.values[0] ?? '', left, base, anchor, 'chart-name');
      }),
      stairs(
        report,
        (value) => across.at(value),
        (value) => up.at(value),
      ),
      label(axisTitle(x, words), area.right, area.bottom + 38, 'end', 'chart-title'),
      svg(
        'text',
        {
          transform: `translate(12 ${area.top}) rotate(-90)`,
          'text-anchor': 'end',
          class: 'chart-title',
        },
        axisTitle(y, words),
      ),
      ...(isTextPlaced
        ? textMark(
            [across.at(text.x ?? 0), up.at(text.y ?? 0)],
            say('plot.the-text'),
            placed.map((point) => [across.at(point.x), up.at(point.y)]),
            area,
          )
        : []),
    ),
    ...points.flatMap((point, place) =>
      isPlaced(point) ? [option(report, point, place, page, across.at(point.x), up.at(point.y), words)] : [],
    ),
  ];
}

function decoration(...children: readonly SvgNode[]): SvgNode {
  return svg('g', { 'aria-hidden': 'true' }, ...children);
}

function rectangle(left: number, top: number, right: number, bottom: number): SvgNode {
  const [across, down] = [Math.max(0, right - left), Math.max(0, bottom - top)];
  return svg('rect', { class: 'chart-hatch', x: n(left), y: n(top), width: n(across), height: n(down) });
}

type Place = readonly [x: number, y: number];

/** Of a letter of a label, at most. */
const letterWidth = 7;

/** A diamond, and its name at the first side where it covers no point. */
function textMark([x, y]: Place, name: string, points: readonly Place[], area: PlotArea): SvgNode[] {
  const width = letterWidth * name.length;
  const sides = [
    { left: x + 11, base: y - 6 },
    { left: x + 11, base: y + 14 },
    { left: x - 11 - width, base: y - 6 },
    { left: x - 11 - width, base: y + 14 },
  ];
  const isFree = ({ left, base }: { left: number; base: number }): boolean =>
    left >= area.left &&
    left + width <= area.right &&
    points.every(([px, py]) => px < left - 6 || px > left + width + 6 || py < base - 16 || py > base + 8);
  const { left, base } = sides.find(isFree) ?? { left: x + 11, base: y - 6 };
  const isBefore = left < x;
  return [
    svg('path', { class: 'chart-design', d: `M${n(x)} ${n(y - 7)}l7 7l-7 7l-7 -7z` }),
    svg(
      'text',
      { class: 'chart-label', x: n(isBefore ? x - 11 : left), y: n(base), 'text-anchor': isBefore ? 'end' : 'start' },
      name,
    ),
  ];
}

/** Designs of one value of the first range, where there are two. */
function families({ points, names }: SweepReport): readonly (readonly [Placed, ...Placed[]])[] {
  if (names.length < 2) return [];
  const found = new Map<string, [Placed, ...Placed[]]>();
  for (const point of points.filter(isPlaced)) {
    const family = found.get(point.values[0] ?? '');
    if (family === undefined) found.set(point.values[0] ?? '', [point]);
    else family.push(point);
  }
  return [...found.values()];
}

/** Between two designs of the front none is better than the one or the other. */
function stairs(
  { points, front, x, y }: SweepReport,
  across: (value: number) => number,
  up: (value: number) => number,
): SvgNode {
  const [first, ...others] = points
    .filter((_, place) => front[place])
    .filter(isPlaced)
    .sort((a, b) => a.x - b.x || (x.isMoreBetter === y.isMoreBetter ? b.y - a.y : a.y - b.y));
  if (first === undefined) return svg('g', {});
  const steps = others.map((point) =>
    x.isMoreBetter ? `V${n(up(point.y))}H${n(across(point.x))}` : `H${n(across(point.x))}V${n(up(point.y))}`,
  );
  return svg('path', { class: 'chart-front', d: `M${n(across(first.x))} ${n(up(first.y))}${steps.join('')}` });
}

function option(
  report: SweepReport,
  point: Placed,
  place: number,
  page: PagePart | undefined,
  x: number,
  y: number,
  words: PreviewWords,
): SvgNode {
  const isFront = report.front[place] === true;
  const looks = [
    'chart-point',
    isFront ? 'is-front' : '',
    point.fits ? 'fits' : '',
    point.isKept ? '' : 'is-out',
    point.mistake === null ? '' : 'is-mistaken',
  ];
  const spoken = [
    valuesText(report, point, words),
    `${axisName(report.x, words)} ${axisValue(report.x, point.x)}`,
    `${axisName(report.y, words)} ${axisValue(report.y, point.y)}`,
    verdictText(report, place, words),
  ];
  const isChosen = place === page?.chosen;
  return svg(
    'g',
    {
      class: looks.filter((look) => look !== '').join(' '),
      ...(page === undefined
        ? {}
        : {
            id: `point-${place}`,
            role: 'option',
            'aria-label': spoken.join(words.language.comma),
            'aria-selected': String(isChosen),
            'data-point': place,
          }),
    },
    svg('title', {}, spoken.join(words.language.comma)),
    svg('circle', { class: 'chart-target', cx: n(x), cy: n(y), r: 12 }),
    // That of the text has its diamond already.
    ...(point.changes.length === 0 && !isFront
      ? []
      : [svg('circle', { class: 'chart-dot', cx: n(x), cy: n(y), r: isFront ? 6 : 4 })]),
    ...(isChosen ? [svg('circle', { class: 'chart-ring', cx: n(x), cy: n(y), r: 10 })] : []),
  );
}

/** `✓ fits, front`. */
export function verdictText(
  { points, front }: SweepReport,
  place: number,
  { whatIf: say, language }: PreviewWords,
): string {
  const point = points[place];
  if (point === undefined) return '';
  if (point.mistake !== null) return point.mistake;
  const parts = [
    point.changes.length === 0 ? say('verdict.text') : '',
    say(point.fits ? 'verdict.fits' : 'verdict.over'),
    point.isKept ? '' : say('verdict.out'),
    front[place] ? say('verdict.front') : '',
  ];
  return parts.filter((part) => part !== '').join(language.comma);
}
