/** A line of the picture as elements of the page, whose parts only change their shape while it moves. */

import { type DrawnLine, lineRoute } from '../../src/view/draw/line';
import type { Point } from '../../src/view/picture';
import { element, n, setAttributes, svg } from './svg';

export class LineView {
  readonly group: SVGGElement;
  readonly label: SVGElement | undefined;
  private readonly path: SVGElement | undefined;
  private readonly arrow: SVGElement | undefined;

  constructor({ parts, className, width, label }: DrawnLine, points: readonly Point[]) {
    [this.path, this.arrow] = parts.map(element);
    this.path?.style.setProperty('--width', `${n(width)}px`);
    this.group = svg('g', { class: className }, this.path, this.arrow);
    this.label = label === undefined ? undefined : element(label);
    this.place(points);
  }

  place(points: readonly Point[]): void {
    const { path, arrow, label } = lineRoute(points, this.arrow !== undefined);
    this.path?.setAttribute('d', path);
    if (arrow !== undefined) this.arrow?.setAttribute('d', arrow);
    if (this.label === undefined) return;
    this.label.toggleAttribute('hidden', label === undefined);
    if (label !== undefined) setAttributes(this.label, { transform: `translate(${n(label.x)} ${n(label.y)})` });
  }
}
