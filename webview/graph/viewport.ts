/**
 * The camera of the picture on a page: where it is, how it is set, moved and animated, and what follows from it on the
 * page (the drawing's transform, the dots of the canvas, the minimap's window). Arithmetic is in camera.ts.
 */

import { fitZoom, narrowest } from '../../src/view/fold';
import { overlaps, type Picture, type Rect } from '../../src/view/picture';
import { animate, wantsLessMotion } from './animation';
import type { Camera } from './api';
import {
  between,
  fitted,
  fittedToWidth,
  keptInSight,
  legibleZoom,
  panIntoView,
  panned,
  type Size,
  toScreen,
  worldView,
  zoomedAt,
} from './camera';
import type { Drawing } from './drawing';
import { layerMover } from './layer';
import type { Minimap } from './minimap';

/** How the camera came to where it is: as a picture opens, with all of it in view, or by a person's hand. */
export type Fitting = 'opening' | 'whole' | 'none';

export class Viewport {
  camera: Camera = { x: 0, y: 0, zoom: 1 };
  size: Size = { width: 0, height: 0 };
  /** What was fitted is fitted again when the canvas changes size. */
  fitting: Fitting = 'opening';
  /** Size of the canvas for which it was fitted. */
  private fittedSize: Size = { width: 0, height: 0 };
  private bounds: Rect = { x: 0, y: 0, width: 0, height: 0 };
  private readonly dots = document.createElement('div');
  private readonly moveDots = layerMover(this.dots);
  private dotStep = 0;
  private endAnimation = (): void => undefined;

  constructor(
    private readonly canvas: HTMLElement,
    private readonly drawing: Drawing,
    private readonly minimap: Minimap,
    /** Called with every change of the camera. */
    private readonly onChange: () => void,
  ) {
    this.dots.className = 'dots';
    canvas.append(this.dots);
  }

  /** True when the canvas has another size than before. */
  measure(): boolean {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (width === 0 || height === 0 || (width === this.size.width && height === this.size.height)) return false;
    this.size = { width, height };
    this.drawing.setSize(this.size);
    return true;
  }

  /** The camera that shows a picture as it opens, all of it if that is legible, else its top; or all of it. */
  fit({ bounds, boxes }: Picture, fitting: 'opening' | 'whole'): Camera {
    this.fitting = fitting;
    this.fittedSize = this.size;
    const whole = fitZoom(bounds, this.size);
    const isNarrow = this.size.width < narrowest;
    if (fitting === 'whole' && !isNarrow) return fitted(bounds, this.size, whole);
    if (whole >= legibleZoom) return fitted(bounds, this.size, isNarrow ? Math.min(1, whole) : whole);
    const [first] = boxes;
    const centre = first === undefined ? bounds.x + bounds.width / 2 : first.x + first.width / 2;
    return fittedToWidth(bounds, this.size, { least: fitting === 'opening' ? legibleZoom : 0, most: 1, centre });
  }

  /**
   * The canvas has become wider, narrower, much higher or lower, or too low for a picture that was all in it; a row that comes and
   * goes below it is none of these.
   */
  get needsFit(): boolean {
    const { width, height } = this.fittedSize;
    if (this.size.width !== width || Math.abs(this.size.height - height) > height / 4) return true;
    const shown = this.bounds.height * this.camera.zoom;
    return shown <= height && shown > this.size.height;
  }

  /** Takes over the bounds of a picture; a person cannot move it out of sight. */
  setBounds(bounds: Rect): void {
    this.bounds = bounds;
  }

  set(camera: Camera): void {
    this.camera = camera;
    this.drawing.setCamera(camera);
    this.minimap.setView(worldView(camera, this.size), this.size);
    this.placeDots(camera);
    this.onChange();
  }

  private placeDots({ x, y, zoom }: Camera): void {
    // They keep a distance that can be seen.
    const step = 20 * zoom * (zoom < 0.42 ? 2 : 1);
    const { style } = this.dots;
    if (step !== this.dotStep) {
      this.dotStep = step;
      style.backgroundSize = `${step}px ${step}px`;
      style.inset = `${-step}px`;
    }
    this.moveDots(x % step, y % step);
  }

  /** Moved by a person, who ends what was moving and keeps at least a corner of the picture in sight. */
  move(camera: Camera): void {
    this.finish();
    this.fitting = 'none';
    this.set(keptInSight(camera, this.bounds, this.size));
  }

  zoomTo(zoom: number): void {
    this.move(zoomedAt(this.camera, { x: this.size.width / 2, y: this.size.height / 2 }, zoom));
  }

  /** Pans as little as brings a box into view. */
  reveal(box: Rect): void {
    if (this.size.width === 0) return;
    const target = this.showing(box, this.camera);
    if (target.x === this.camera.x && target.y === this.camera.y) return;
    this.finish();
    this.fitting = 'none';
    if (wantsLessMotion()) this.set(target);
    else this.glide(target, () => undefined);
  }

  /** The camera moved as little as brings a box into view, and out from under the minimap. */
  showing(box: Rect, camera: Camera, room?: number): Camera {
    const target = panIntoView(camera, box, this.size, room);
    const on = toScreen(box, target);
    const map = this.minimap.place(worldView(target, this.size), this.size);
    if (map === undefined || !overlaps(on, map)) return target;
    const left = on.x + on.width - map.x + 8;
    const up = on.y + on.height - map.y + 8;
    return left < up ? panned(target, -left, 0) : panned(target, 0, -up);
  }

  /** Moves to a camera within the time of an animation; `step` moves what goes along. */
  glide(target: Camera, step: (t: number) => void): void {
    const start = this.camera;
    this.endAnimation = animate((t) => {
      step(t);
      this.set(between(start, target, t));
    });
  }

  /** Jumps to the end of what is moving. */
  finish(): void {
    this.endAnimation();
    this.endAnimation = () => undefined;
  }
}
