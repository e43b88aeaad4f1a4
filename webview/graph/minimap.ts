/**
 * The small map at the bottom right, there only while part of the picture is out of view and there is room for it. Dragging in it moves the
 * camera. It is for the eye and the pointer; keys have `0` and the arrows.
 */

import type { Picture, Point, Rect } from '../../src/view/picture';
import { grown, overlaps } from '../../src/view/picture';
import type { Size } from './camera';
import { n, setAttributes, svg } from './svg';

/** From the right and bottom of the canvas, as graph.css has it, and the frame. */
const inset = 12;
const longest = 160;
const shortest = 44;
/** On a canvas that is narrower, the map would lie over the middle, where a chain of layers runs. Pixels. */
const narrowest = 400;
/** On one that is lower, it would hide most of what stands at the right. */
const lowest = 240;
/** Boxes thinner than this on the map are not drawn; so a map never has more than a few thousand. */
const visibleSide = 0.6;

export class Minimap {
  readonly root: SVGSVGElement;
  private readonly boxes = svg('g', {});
  private readonly window = svg('rect', { class: 'minimap-window' });
  private bounds: Rect = { x: 0, y: 0, width: 1, height: 1 };
  private scale = 1;

  /** `moveTo` gets the world point that is to come into the middle of the view. */
  constructor(moveTo: (centre: Point) => void) {
    this.root = svg('svg', { class: 'minimap', 'aria-hidden': 'true', hidden: '' }, this.boxes, this.window);
    const jump = (event: PointerEvent): void => {
      const rect = this.root.getBoundingClientRect();
      moveTo({
        x: (event.clientX - rect.left - 4) / this.scale + this.bounds.x,
        y: (event.clientY - rect.top - 4) / this.scale + this.bounds.y,
      });
    };
    this.root.addEventListener('pointerdown', (event) => {
      event.stopPropagation();
      this.root.setPointerCapture(event.pointerId);
      jump(event);
    });
    this.root.addEventListener('pointermove', (event) => {
      if (this.root.hasPointerCapture(event.pointerId)) jump(event);
    });
  }

  /** Where it stands on the canvas while `view` is seen; undefined where it is hidden. */
  place(view: Rect, canvas: Size): Rect | undefined {
    if (this.isHidden(view, canvas)) return undefined;
    const width = Number(this.root.getAttribute('width')) + inset;
    const height = Number(this.root.getAttribute('height')) + inset;
    return { x: canvas.width - width, y: canvas.height - height, width, height };
  }

  show(picture: Picture, heatOf: (id: string) => string): void {
    this.bounds = picture.bounds;
    const { width, height } = picture.bounds;
    const most = Math.max(width, height, 1);
    this.scale = longest / most;
    setAttributes(this.root, {
      width: n(Math.max(shortest, width * this.scale + 8)),
      height: n(Math.max(shortest, height * this.scale + 8)),
    });
    const parts = picture.boxes.flatMap((box) => {
      const drawn = { width: box.width * this.scale, height: Math.max(1, box.height * this.scale) };
      if (drawn.width < visibleSide) return [];
      const at = { x: n((box.x - this.bounds.x) * this.scale + 4), y: n((box.y - this.bounds.y) * this.scale + 4) };
      const look = box.isOpen ? 'minimap-frame' : `minimap-box ${heatOf(box.id)}`;
      return [svg('rect', { class: look, ...at, width: n(drawn.width), height: n(drawn.height) })];
    });
    this.boxes.replaceChildren(...parts);
  }

  /** `view` is the part of the world that is seen. */
  setView(view: Rect, canvas: Size): void {
    const isHidden = this.isHidden(view, canvas);
    this.root.toggleAttribute('hidden', isHidden);
    if (isHidden || !overlaps(view, this.bounds)) return;
    const left = Math.max(view.x, this.bounds.x);
    const top = Math.max(view.y, this.bounds.y);
    setAttributes(this.window, {
      x: n((left - this.bounds.x) * this.scale + 4),
      y: n((top - this.bounds.y) * this.scale + 4),
      width: n(Math.max(2, (Math.min(view.x + view.width, this.bounds.x + this.bounds.width) - left) * this.scale)),
      height: n(Math.max(2, (Math.min(view.y + view.height, this.bounds.y + this.bounds.height) - top) * this.scale)),
    });
  }

  private isHidden(view: Rect, canvas: Size): boolean {
    const isSmall = canvas.width < narrowest || canvas.height < lowest;
    return isSmall || this.boxes.childElementCount === 0 || this.isWhole(view);
  }

  private isWhole(view: Rect): boolean {
    const { x, y, width, height } = grown(this.bounds, -20);
    return view.x <= x && view.y <= y && view.x + view.width >= x + width && view.y + view.height >= y + height;
  }
}
