/**
 * Draws the lines of a picture: orthogonal with rounded corners, as wide as the tensor's bytes say, an arrow at the
 * end, and on the main path the shape where it has changed.
 */

import { ENTRY, EXIT, type ViewEdge, type ViewNode } from '../model';
import { shape, unknownShape } from '../number-text';
import type { PlacedLine, Point } from '../picture';
import { n, type SvgNode, svg } from './svg-tree';
import type { TextFit } from './text-fit';

const cornerRadius = 6;
const arrowLength = 6;
const arrowWidth = 8;
/** A last piece shorter than this has no room for a label. */
const shortestLabelled = 26;
/** From a box to the middle of a label, so that it is clear of the card behind. */
const besideCard = 12.5;

/** 1.2 to 3.6 by the logarithm of the bytes. */
function strokeWidth(bytes: number | null): number {
  if (bytes === null || bytes <= 0) return 1.2;
  return Math.min(3.6, Math.max(1.2, 1.2 + 1.15 * Math.log10(bytes / 25e3)));
}

/** A path through the points; `endGap` is left free before the last one. */
function roundedPath(points: readonly Point[], endGap = 0): string {
  const last = points.length - 1;
  let d = '';
  points.forEach((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    if (before === undefined) d += `M${n(point.x)} ${n(point.y)}`;
    else if (after === undefined) {
      const end = toward(point, before, Math.min(endGap, distance(point, before)));
      d += `L${n(end.x)} ${n(end.y)}`;
    } else {
      const room = Math.min(
        cornerRadius,
        distance(before, point) / (index === 1 ? 1 : 2),
        index + 1 === last ? Math.max(0, distance(point, after) - endGap) : distance(point, after) / 2,
      );
      const start = toward(point, before, room);
      const end = toward(point, after, room);
      d += `L${n(start.x)} ${n(start.y)}Q${n(point.x)} ${n(point.y)} ${n(end.x)} ${n(end.y)}`;
    }
  });
  return d;
}

function distance(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

function toward(from: Point, to: Point, by: number): Point {
  const length = distance(from, to);
  if (length === 0) return from;
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length };
}

function arrow(points: readonly Point[]): string {
  const tip = points.at(-1);
  const before = points.at(-2);
  if (tip === undefined || before === undefined) return '';
  const base = toward(tip, before, arrowLength);
  const isUpright = Math.abs(before.x - tip.x) < 0.01;
  const half = arrowWidth / 2;
  const [ax, ay] = isUpright ? [half, 0] : [0, half];
  return `M${n(tip.x)} ${n(tip.y)}L${n(base.x - ax)} ${n(base.y - ay)}L${n(base.x + ax)} ${n(base.y + ay)}z`;
}

/** What of a line follows its points. */
export interface LineRoute {
  readonly path: string;
  /** Undefined where it has none. */
  readonly arrow: string | undefined;
  /** Where a label stands; undefined where the last piece is too short for one. */
  readonly label: Point | undefined;
}

export function lineRoute(points: readonly Point[], hasArrow: boolean): LineRoute {
  const end = points.at(-1);
  const before = points.at(-2);
  const hasRoom = end !== undefined && before !== undefined && end.y - before.y >= shortestLabelled;
  return {
    path: roundedPath(points, hasArrow ? arrowLength - 1 : 0),
    arrow: hasArrow ? arrow(points) : undefined,
    label: hasRoom ? { x: end.x, y: Math.max(before.y + besideCard, end.y - arrowLength - 16) } : undefined,
  };
}

export interface DrawnLine {
  /** The line and its arrow, if it has one. */
  readonly parts: readonly SvgNode[];
  /** Of the group that they stand in. */
  readonly className: string;
  /** Of the stroke. */
  readonly width: number;
  /** Around its own middle, for the route's `label`; stands above all lines. */
  readonly label: SvgNode | undefined;
}

export function drawLine(line: PlacedLine, edge: ViewEdge, ends: LineEnds, fit: TextFit): DrawnLine {
  const { path, arrow } = lineRoute(line.points, hasArrow(line));
  const width = strokeWidth(edge.bytes);
  return {
    parts: [
      svg('path', { class: 'line', d: path, 'stroke-width': n(width) }),
      ...(arrow === undefined ? [] : [svg('path', { class: 'arrow', d: arrow })]),
    ],
    className: `edge${edge.isUnknown ? ' is-unknown' : ''}${line.isSide ? ' is-side' : ''}`,
    width,
    label: hasLabel(line, edge, ends) ? shapeLabel(edge, fit) : undefined,
  };
}

function shapeLabel(edge: ViewEdge, fit: TextFit): SvgNode {
  const content = shape(edge.shape, unknownShape);
  const width = fit.width(content, 10.5) + 8;
  return svg(
    'g',
    { class: `shape${edge.isUnknown ? ' is-unknown' : ''}` },
    svg('rect', { class: 'shape-ground', x: n(-width / 2), y: -7, width: n(width), height: 14, rx: 3 }),
    svg('text', { class: 'shape-text', y: 3.8, 'font-size': 10.5, 'text-anchor': 'middle' }, content),
  );
}

/** The flow goes on behind a body's exit, so no arrow stands there. */
function hasArrow({ to }: PlacedLine): boolean {
  return to !== EXIT;
}

/** What a line leads from and to; undefined for what is a body's own entry or exit. */
export interface LineEnds {
  readonly source: ViewNode | undefined;
  readonly target: ViewNode | undefined;
}

/** Before a result, and on the main path where the shape is another than before. */
function hasLabel({ isMain }: PlacedLine, edge: ViewEdge, { source, target }: LineEnds): boolean {
  return target?.kind === 'result' || (isMain && source !== undefined && shapeChanged(edge, source));
}

/** What reaches a key of a line that stays the same over edits. */
export function lineKey(line: PlacedLine, edge: ViewEdge): string {
  return JSON.stringify([line.body, line.from, line.to, edge.port]);
}

/** What a line looks like besides its route. */
export function lineLook(line: PlacedLine, edge: ViewEdge, ends: LineEnds): string {
  const label = hasLabel(line, edge, ends) ? shape(edge.shape, unknownShape) : '';
  return JSON.stringify([
    edge.isUnknown,
    line.isSide,
    strokeWidth(edge.bytes),
    label,
    line.to === EXIT,
    line.from === ENTRY,
  ]);
}

function shapeChanged(edge: ViewEdge, source: ViewNode): boolean {
  if (source.kind === 'input' || edge.shape === null || source.inputShape === null) return true;
  const before = source.inputShape;
  return edge.isUnknown || edge.shape.some((part, index) => part !== before[index]);
}
