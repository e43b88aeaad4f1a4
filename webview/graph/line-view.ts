/**
 * Draws the lines of a picture: orthogonal with rounded corners, as wide as the tensor's bytes say, an arrow at the
 * end, and on the main path the shape where it has changed.
 */

import { ENTRY, EXIT, type ViewEdge, type ViewNode } from '../../src/view/model';
import { shape, unknownShape } from '../../src/view/number-text';
import type { PlacedLine, Point } from '../../src/view/picture';
import { n, svg } from './svg';
import type { TextFit } from './text-fit';

const cornerRadius = 6;
const arrowLength = 6;
const arrowWidth = 8;

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

/** One group for each line, with parts that only change their shape. */
export class LineView {
  readonly group: SVGGElement;
  readonly label: SVGGElement | undefined;
  private readonly path: SVGPathElement;
  private readonly head: SVGPathElement | undefined;

  constructor(line: PlacedLine, edge: ViewEdge, source: ViewNode | undefined, fit: TextFit) {
    const kind = `${edge.isUnknown ? ' is-unknown' : ''}${line.isSide ? ' is-side' : ''}`;
    this.path = svg('path', { class: 'line' });
    this.path.style.setProperty('--width', `${n(strokeWidth(edge.bytes))}px`);
    // The flow goes on behind a body's exit, so no arrow stands there.
    this.head = line.to === EXIT ? undefined : svg('path', { class: 'arrow' });
    this.group = svg('g', { class: `edge${kind}` }, this.path, this.head);
    if (line.isMain && source !== undefined && shapeChanged(edge, source)) {
      const content = shape(edge.shape, unknownShape);
      const width = fit.width(content, 10.5) + 8;
      this.label = svg(
        'g',
        { class: `shape${edge.isUnknown ? ' is-unknown' : ''}` },
        svg('rect', { x: n(-width / 2), y: -7, width: n(width), height: 14, rx: 3 }),
        svg('text', { y: 3.8, 'font-size': 10.5, 'text-anchor': 'middle' }, content),
      );
    }
    this.place(line.points);
  }

  place(points: readonly Point[]): void {
    this.path.setAttribute('d', roundedPath(points, this.head === undefined ? 0 : arrowLength - 1));
    this.head?.setAttribute('d', arrow(points));
    const end = points.at(-1);
    const before = points.at(-2);
    if (this.label === undefined || end === undefined || before === undefined) return;
    const length = end.y - before.y;
    const y = Math.max(before.y + 10, end.y - arrowLength - 16);
    this.label.setAttribute('transform', `translate(${n(end.x)} ${n(y)})`);
    this.label.toggleAttribute('hidden', length < 26);
  }
}

/** What reaches a key of a line that stays the same over edits. */
export function lineKey(line: PlacedLine, edge: ViewEdge): string {
  return JSON.stringify([line.body, line.from, line.to, edge.port]);
}

/** What a line looks like besides its route. */
export function lineLook(line: PlacedLine, edge: ViewEdge, source: ViewNode | undefined): string {
  const label =
    line.isMain && source !== undefined && shapeChanged(edge, source) ? shape(edge.shape, unknownShape) : '';
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
