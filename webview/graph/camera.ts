/** Arithmetic of the camera: screen = world * zoom + position. Pure. */

import type { Point, Rect } from '../../src/view/picture';
import type { Camera } from './api';

export const smallestZoom = 0.1;
export const largestZoom = 3;
/** From this zoom on all that is written in a picture is drawn and can be read; none opens below it. */
export const legibleZoom = 0.74;

export interface Size {
  readonly width: number;
  readonly height: number;
}

function clampZoom(zoom: number): number {
  return Math.min(largestZoom, Math.max(smallestZoom, zoom));
}

/** The same world point stays under the screen point. */
export function zoomedAt(camera: Camera, at: Point, zoom: number): Camera {
  const next = clampZoom(zoom);
  const factor = next / camera.zoom;
  return { x: at.x - (at.x - camera.x) * factor, y: at.y - (at.y - camera.y) * factor, zoom: next };
}

export function panned(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, x: camera.x + dx, y: camera.y + dy };
}

/** The whole picture in the middle of the view. */
export function fitted(bounds: Rect, view: Size, zoom: number): Camera {
  const used = clampZoom(zoom);
  return {
    x: (view.width - bounds.width * used) / 2 - bounds.x * used,
    y: (view.height - bounds.height * used) / 2 - bounds.y * used,
    zoom: used,
  };
}

/** As wide as the view and from its top; at `least` so large that this world `centre` is all that can be centred. */
export function fittedToWidth(
  bounds: Rect,
  view: Size,
  { least, most, centre }: { readonly least: number; readonly most: number; readonly centre: number },
): Camera {
  const zoom = clampZoom(Math.min(most, Math.max(least, view.width / Math.max(1, bounds.width))));
  const free = view.height - bounds.height * zoom;
  const room = view.width - bounds.width * zoom;
  // What is too wide is not moved farther than its edges.
  const left = room >= 0 ? room / 2 : Math.min(0, Math.max(room, view.width / 2 - (centre - bounds.x) * zoom));
  return {
    x: left - bounds.x * zoom,
    y: Math.max(0, free / 2) - bounds.y * zoom,
    zoom,
  };
}

export function toScreen(rect: Rect, camera: Camera): Rect {
  return {
    x: rect.x * camera.zoom + camera.x,
    y: rect.y * camera.zoom + camera.y,
    width: rect.width * camera.zoom,
    height: rect.height * camera.zoom,
  };
}

/** The part of the world that is in view. */
export function worldView(camera: Camera, view: Size): Rect {
  return {
    x: -camera.x / camera.zoom,
    y: -camera.y / camera.zoom,
    width: view.width / camera.zoom,
    height: view.height / camera.zoom,
  };
}

/** Pans as little as shows the rectangle with some room around; does not zoom. Larger than the view, its start is shown. */
export function panIntoView(camera: Camera, rect: Rect, view: Size, room = 24): Camera {
  const on = toScreen(rect, camera);
  return panned(camera, shift(on.x, on.width, view.width, room), shift(on.y, on.height, view.height, room));
}

function shift(start: number, length: number, view: number, room: number): number {
  const free = Math.min(room, Math.max(0, (view - length) / 2));
  if (start < free) return free - start;
  const end = start + length;
  if (end > view - free) return Math.max(view - free - end, free - start);
  return 0;
}

/** At least a corner of the picture stays in view, so that nobody gets lost. */
export function keptInSight(camera: Camera, bounds: Rect, view: Size): Camera {
  const on = toScreen(bounds, camera);
  const least = 60;
  const dx =
    on.x > view.width - least ? view.width - least - on.x : on.x + on.width < least ? least - on.x - on.width : 0;
  const dy =
    on.y > view.height - least ? view.height - least - on.y : on.y + on.height < least ? least - on.y - on.height : 0;
  return dx === 0 && dy === 0 ? camera : panned(camera, dx, dy);
}

export function between(from: Camera, to: Camera, t: number): Camera {
  return {
    x: from.x + (to.x - from.x) * t,
    y: from.y + (to.y - from.y) * t,
    zoom: from.zoom + (to.zoom - from.zoom) * t,
  };
}
