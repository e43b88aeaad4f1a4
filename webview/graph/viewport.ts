/**
 * The camera of the picture on a page: where it is, how it is set, moved and animated, and what follows from it on the
 * page (the drawing's transform, the dots of the canvas, the minimap's window). Arithmetic is in camera.ts.
 */

import { fitZoom } from '../../src/view/fold';
import type { Picture, Rect } from '../../src/view/picture';
import { animate, wantsLessMotion } from './animation';
import type { Camera } from './api';
import { between, fitted, fittedToWidth, keptInSight, panIntoView, type Size, worldView, zoomedAt } from './camera';
import type { Drawing } from './drawing';
import type { Minimap } from './minimap';

/** Below this width a picture is one column, fitted by its width. */
export const narrowWidth = 560;

export class Viewport {
  camera: Camera = { x: 0, y: 0, zoom: 1 };
  size: Size = { width: 0, height: 0 };
  /** Nobody has moved the camera since the picture was fitted, so it is fitted again when the canvas changes size. */
  isFitted = true;
  private bounds: Rect = { x: 0, y: 0, width: 0, height: 0 };
  private endAnimation = (): void => undefined;

  constructor(
    private readonly canvas: HTMLElement,
    private readonly drawing: Drawing,
    private readonly minimap: Minimap,
    /** Called with every change of the camera. */
    private readonly onChange: () => void,
  ) {}

  /** True when the canvas has another size than before. */
  measure(): boolean {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (width === 0 || height === 0 || (width === this.size.width && height === this.size.height)) return false;
    this.size = { width, height };
    this.drawing.setSize(this.size);
    return true;
  }

  /** The camera that shows a picture as it is first shown. */
  fittedTo({ bounds }: Picture): Camera {
    if (this.size.width < narrowWidth) return fittedToWidth(bounds, this.size, 1);
    return fitted(bounds, this.size, fitZoom(bounds, this.size));
  }

  /** Takes over the bounds of a picture; a person cannot move it out of sight. */
  setBounds(bounds: Rect): void {
    this.bounds = bounds;
  }

  set(camera: Camera): void {
    this.camera = camera;
    this.drawing.setCamera(camera);
    this.minimap.setView(worldView(camera, this.size));
    // Dots keep a distance that can be seen.
    const step = 20 * camera.zoom * (camera.zoom < 0.42 ? 2 : 1);
    this.canvas.style.backgroundSize = `${step}px ${step}px`;
    this.canvas.style.backgroundPosition = `${camera.x}px ${camera.y}px`;
    this.onChange();
  }

  /** Moved by a person, who ends what was moving and keeps at least a corner of the picture in sight. */
  move(camera: Camera): void {
    this.finish();
    this.isFitted = false;
    this.set(keptInSight(camera, this.bounds, this.size));
  }

  zoomTo(zoom: number): void {
    this.move(zoomedAt(this.camera, { x: this.size.width / 2, y: this.size.height / 2 }, zoom));
  }

  /** Pans as little as brings a box into view. */
  reveal(box: Rect): void {
    if (this.size.width === 0) return;
    const target = panIntoView(this.camera, box, this.size);
    if (target.x === this.camera.x && target.y === this.camera.y) return;
    this.finish();
    this.isFitted = false;
    if (wantsLessMotion()) this.set(target);
    else this.glide(target, () => undefined);
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
