/**
 * A placed picture: boxes and lines with absolute coordinates, as plain data. Made by place.ts, folded by fold.ts,
 * drawn by the canvas. Units are pixels at zoom 1; y grows downwards.
 */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

export interface PlacedBox extends Rect {
  /** Id of the view node. */
  readonly id: string;
  /** Id of the body it stands in. */
  readonly body: string;
  /** Id of the top-level box that it is in or is, which is what a fold moves. */
  readonly top: string;
  /** Its body is drawn inside of it. */
  readonly isOpen: boolean;
  /** Where lines come in, from the left edge; one for each input of a join. */
  readonly inPorts: readonly number[];
  /** Where lines leave at the bottom, from the left edge. */
  readonly outPort: number;
}

export interface PlacedLine {
  /** Index into the model's edges. */
  readonly edge: number;
  readonly body: string;
  readonly from: string;
  readonly to: string;
  /** Top-level box that the line runs inside of; empty for the lines of the network's own body. */
  readonly top: string;
  /** At least two; every piece is horizontal or vertical. */
  readonly points: readonly Point[];
  /** It is one of the network's path from input to output, not of a branch or a head. */
  readonly isMain: boolean;
  readonly isSide: boolean;
}

export interface Picture {
  readonly boxes: readonly PlacedBox[];
  readonly lines: readonly PlacedLine[];
  /** What is drawn, with the margin around it. */
  readonly bounds: Rect;
  /** Columns it is folded into. */
  readonly columns: number;
  /** Ids of the top-level boxes that begin the second and later columns. */
  readonly cuts: readonly string[];
  /** `stacked` where the layout took too long and boxes stand one below the other. */
  readonly method: 'layered' | 'stacked';
}

export const margin = 24;

const nowhere: Rect = { x: 0, y: 0, width: 0, height: 0 };

/**
 * The smallest rectangle around boxes and lines. By comparisons: it is asked for large pictures before it runs compiled, and each
 * call of `Math.min` then makes a number.
 */
export function boundsOf(boxes: readonly Rect[], lines: readonly { readonly points: readonly Point[] }[]): Rect {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const { x, y, width, height } of boxes) {
    const [end, foot] = [x + width, y + height];
    if (x < left) left = x;
    if (y < top) top = y;
    if (end > right) right = end;
    if (foot > bottom) bottom = foot;
  }
  for (const { points } of lines) {
    for (const { x, y } of points) {
      if (x < left) left = x;
      if (y < top) top = y;
      if (x > right) right = x;
      if (y > bottom) bottom = y;
    }
  }
  if (left > right) return nowhere;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export function grown(rect: Rect, by: number): Rect {
  return { x: rect.x - by, y: rect.y - by, width: rect.width + 2 * by, height: rect.height + 2 * by };
}

/** They share more than an edge. */
export function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** The same line without repeated points and without points in the middle of a straight piece. */
export function simplified(points: readonly Point[]): Point[] {
  const result: Point[] = [];
  for (const point of points) {
    const last = result.at(-1);
    if (last !== undefined && near(last.x, point.x) && near(last.y, point.y)) continue;
    const before = result.at(-2);
    if (last !== undefined && before !== undefined && isStraight(before, last, point)) result.pop();
    result.push(point);
  }
  return result;
}

function isStraight(a: Point, b: Point, c: Point): boolean {
  return (near(a.x, b.x) && near(b.x, c.x)) || (near(a.y, b.y) && near(b.y, c.y));
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) < 0.01;
}
