/**
 * What a person sees of drawn SVG, read from its tree without a browser: every element with its classes, those that it
 * stands in, and the rectangle that it takes. Texts are measured as the drawing measures them, in Inter.
 */

import assert from 'node:assert/strict';
import { interWidth } from '../../src/view/draw/inter-widths';
import type { SvgNode } from '../../src/view/draw/svg-tree';
import type { Weight } from '../../src/view/draw/text-fit';
import { boundsOf, overlaps, type Point, type Rect } from '../../src/view/picture';

export interface Drawn {
  readonly tag: string;
  readonly classes: readonly string[];
  /** Its own and those of what it stands in. */
  readonly around: ReadonlySet<string>;
  readonly attributes: SvgNode['attributes'];
  /** All text in it. */
  readonly text: string;
  /** Of a rectangle, circle, path or text, where the drawing's origin is 0, 0; empty for what only holds others. */
  readonly place: Rect;
  /** Corners of a path in its order; that of a curve is left out. */
  readonly points: readonly Point[];
}

/** In drawing order. */
export function drawnIn(nodes: readonly SvgNode[]): Drawn[] {
  return nodes.flatMap((node) => read(node, { x: 0, y: 0, scale: 1, around: new Set() }));
}

export function ofClass(all: readonly Drawn[], name: string): Drawn[] {
  return all.filter(({ classes }) => classes.includes(name));
}

/** The only one. */
export function oneOf(all: readonly Drawn[], name: string): Drawn {
  const found = ofClass(all, name);
  assert.equal(found.length, 1, `one ${name}`);
  return found[0] as Drawn;
}

/** Texts that say something, in drawing order. */
export function textsIn(all: readonly Drawn[]): Drawn[] {
  return all.filter(({ tag, text }) => tag === 'text' && text.trim() !== '');
}

/** Fails where two of them lie over one another. */
export function assertApart(all: readonly Drawn[], about: string): void {
  for (const [index, one] of all.entries()) {
    for (const other of all.slice(index + 1)) {
      assert.ok(!overlaps(one.place, other.place), `${about}: "${one.text}" over "${other.text}"`);
    }
  }
}

/** Fails where something reaches over the edge of `outer`. */
export function assertWithin(inner: Drawn, outer: Rect, about: string): void {
  const { x, y, width, height } = inner.place;
  const near = 0.01;
  const isWithin =
    x >= outer.x - near &&
    y >= outer.y - near &&
    x + width <= outer.x + outer.width + near &&
    y + height <= outer.y + outer.height + near;
  assert.ok(isWithin, `${about}: ${inner.classes.join('.')} "${inner.text}" at ${JSON.stringify(inner.place)}`);
}

/** Origin and size of a unit where an element stands, and the classes around it. */
interface Frame extends Point {
  readonly scale: number;
  readonly around: ReadonlySet<string>;
}

const tags = new Set(['g', 'rect', 'path', 'circle', 'text', 'tspan', 'title']);

function read(node: SvgNode, frame: Frame): Drawn[] {
  const { tag, attributes, children } = node;
  assert.ok(tags.has(tag), `"${tag}" is no element that drawings have`);
  const hasText = ['text', 'tspan', 'title'].includes(tag);
  assert.ok(hasText || children.every((child) => typeof child !== 'string'), `text stands in "${tag}"`);
  const classes = String(attributes.class ?? '')
    .split(' ')
    .filter(Boolean);
  const inside = {
    ...moved(frame, String(attributes.transform ?? '')),
    around: new Set([...frame.around, ...classes]),
  };
  const points = tag === 'path' ? pathPoints(String(attributes.d)) : [];
  const own = tag === 'text' ? textPlace(node) : shapePlace(node, points);
  const place = {
    x: inside.x + own.x * inside.scale,
    y: inside.y + own.y * inside.scale,
    width: own.width * inside.scale,
    height: own.height * inside.scale,
  };
  const drawn = { tag, classes, around: inside.around, attributes, text: textOf(node), place, points };
  return [drawn, ...children.flatMap((child) => (typeof child === 'string' ? [] : read(child, inside)))];
}

function moved({ x, y, scale }: Frame, transform: string): Omit<Frame, 'around'> {
  const [, left = '0', top = '0'] = /translate\(([-\d.]+) ([-\d.]+)\)/.exec(transform) ?? [];
  const [, factor = '1'] = /scale\(([\d.]+)\)/.exec(transform) ?? [];
  return { x: x + Number(left) * scale, y: y + Number(top) * scale, scale: scale * Number(factor) };
}

function textOf({ children }: SvgNode): string {
  return children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

function shapePlace({ tag, attributes }: SvgNode, points: readonly Point[]): Rect {
  const value = (name: string): number => Number(attributes[name] ?? 0);
  if (tag === 'rect') return { x: value('x'), y: value('y'), width: value('width'), height: value('height') };
  if (tag !== 'circle') return boundsOf([], [{ points }]);
  const radius = value('r');
  return { x: value('cx') - radius, y: value('cy') - radius, width: 2 * radius, height: 2 * radius };
}

/** From the height of capitals to the foot of a `g`; spans are as wide as they are with their own weight. */
function textPlace(node: SvgNode): Rect {
  const { attributes } = node;
  const size = Number(attributes['font-size'] ?? 11);
  const width = textWidth(node, size, (attributes['font-weight'] ?? 400) as Weight);
  const anchor = attributes['text-anchor'];
  const before = anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0;
  return {
    x: Number(attributes.x ?? 0) - before,
    y: Number(attributes.y ?? 0) - 0.73 * size,
    width,
    height: 0.93 * size,
  };
}

function textWidth({ attributes, children }: SvgNode, size: number, weight: Weight): number {
  const isMono = String(attributes.class ?? '').includes('mono');
  return children.reduce(
    (sum, child) =>
      sum +
      (typeof child === 'string'
        ? interWidth(child, size, weight, isMono)
        : textWidth(child, size, (child.attributes['font-weight'] ?? weight) as Weight)),
    Number(attributes.dx ?? 0),
  );
}

/** Ends of the pieces of a path, which has only the commands that drawings use. */
export function pathPoints(d: string): Point[] {
  const points: Point[] = [];
  let [x, y] = [0, 0];
  for (const [, command = '', written = ''] of d.matchAll(/([MLHVQAhvalcmz])([^MLHVQAhvalcmz]*)/g)) {
    const numbers = [...written.matchAll(/-?(?:\d+\.?\d*|\.\d+)/g)].map(([number]) => Number(number));
    const size = { M: 2, L: 2, H: 1, V: 1, Q: 4, A: 7, h: 1, v: 1, a: 7, l: 2, c: 6, m: 2, z: 0 }[command] ?? 0;
    for (let at = 0; at + size <= numbers.length && size > 0; at += size) {
      const [first = 0, second = 0] = numbers.slice(at + size - Math.min(2, size), at + size);
      if (command === 'H') x = first;
      else if (command === 'V') y = first;
      else if (command === 'h') x += first;
      else if (command === 'v') y += first;
      else if (command === command.toUpperCase()) [x, y] = [first, second];
      else [x, y] = [x + first, y + second];
      points.push({ x, y });
    }
  }
  return points;
}
