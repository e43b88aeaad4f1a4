/**
 * The small map at the bottom right, there only while part of the picture is out of view and there is room for it. Dragging in it moves the
 * camera. It is for the eye and the pointer; keys have `0` and the arrows.
 */

import type { Picture, Point, Rect } from '../../src/view/picture';
import { grown, overlaps } from '../../src/view/picture';
import type { Size } from './camera';
import { layerMover } from './layer';
import { n, svg } from './svg';

/** From the right and bottom of the canvas, as minimap.css has it, and the frame. */
const inset = 12;
const longest = 160;
const shortest = 44;
/** On a canvas that is narrower, the map would lie over the middle, where a chain of layers runs. Pixels. */
const narrowest = 400;
/** On one that is lower, it would hide most of what stands at the right. */
const lowest = 240;
/** Boxes thinner than this on the map are not drawn; so a map never has more than a few thousand. */
const visibleSide = 0.6;
/** Between the frame of the map and what is drawn in it. */
const padding = 4;

export class Minimap {
  readonly root = document.createElement('div');
  private readonly boxes = svg('svg', {});
  /** Beside the drawing, which so is not painted again when the window moves. */
  private readonly window = document.createElement('div');
  private readonly moveWindow = layerMover(this.window);
  private size: Size = { width: 0, height: 0 };
  private bounds: Rect = { x: 0, y: 0, width: 1, height: 1 };
  private scale = 1;

  /** `moveTo` gets the world point that is to come into the middle of the view. */
  constructor(moveTo: (centre: Point) => void) {
    this.root.className = 'minimap';
    this.root.setAttribute('aria-hidden', 'true');
    this.root.hidden = true;
    this.window.className = 'minimap-window';
    this.root.append(this.boxes, this.window);
    const jump = (event: PointerEvent): void => {
      const rect = this.root.getBoundingClientRect();
      moveTo({
        x: (event.clientX - rect.left - padding) / this.scale + this.bounds.x,
        y: (event.clientY - rect.top - padding) / this.scale + this.bounds.y,
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
    const width = this.size.width + inset;
    const height = this.size.height + inset;
    return { x: canvas.width - width, y: canvas.height - height, width, height };
  }

  show(picture: Picture, heatOf: (id: string) => string): void {
    this.bounds = picture.bounds;
    const { width, height } = picture.bounds;
    const most = Math.max(width, height, 1);
    this.scale = longest / most;
    this.size = {
      width: Math.max(shortest, width * this.scale + 2 * padding),
      height: Math.max(shortest, height * this.scale + 2 * padding),
    };
    this.root.style.width = `${n(this.size.width)}px`;
    this.root.style.height = `${n(this.size.height)}px`;
    // Boxes that look alike are one path: thousands of elements would take their time in every layout of the page.
    const paths = new Map<string, string[]>();
    for (const box of picture.boxes) {
      const across = box.width * this.scale;
      if (across < visibleSide) continue;
      const look = box.isOpen ? 'minimap-frame' : `minimap-box ${heatOf(box.id)}`;
      const { x, y } = this.onMap(box);
      const path = `M${n(x)} ${n(y)}h${n(across)}v${n(Math.max(1, box.height * this.scale))}h${n(-across)}z`;
      const alike = paths.get(look);
      if (alike === undefined) paths.set(look, [path]);
      else alike.push(path);
    }
    this.boxes.replaceChildren(...[...paths].map(([look, parts]) => svg('path', { class: look, d: parts.join('') })));
  }

  private onMap({ x, y }: Point): Point {
    return { x: (x - this.bounds.x) * this.scale + padding, y: (y - this.bounds.y) * this.scale + padding };
  }

  /** `view` is the part of the world that is seen. */
  setView(view: Rect, canvas: Size): void {
    const isHidden = this.isHidden(view, canvas);
    this.root.hidden = isHidden;
    if (isHidden || !overlaps(view, this.bounds)) return;
    const left = Math.max(view.x, this.bounds.x);
    const top = Math.max(view.y, this.bounds.y);
    const right = Math.min(view.x + view.width, this.bounds.x + this.bounds.width);
    const bottom = Math.min(view.y + view.height, this.bounds.y + this.bounds.height);
    const at = this.onMap({ x: left, y: top });
    this.moveWindow(at.x, at.y);
    const { style } = this.window;
    style.width = `${n(Math.max(2, (right - left) * this.scale))}px`;
    style.height = `${n(Math.max(2, (bottom - top) * this.scale))}px`;
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
