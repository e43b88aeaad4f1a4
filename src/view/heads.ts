/**
 * Hangs side heads at the right of what they leave from. They are no part of the layered layout: inside of it an
 * open head would stretch the main path by its own height.
 */

import { grown, overlaps, type Point, type Rect } from './picture';

export interface HangingHead {
  readonly width: number;
  readonly height: number;
  /** Where lines enter, from the left edge. */
  readonly entry: number;
  /** The box it leaves from. */
  readonly source: Rect;
}

export interface HungHead {
  readonly corner: Point;
  /** From the source's right side to the head's top. */
  readonly line: readonly Point[];
}

const besideSource = 48;
const belowMiddle = 22;
const clearance = 14;

/** Places the heads in their order; `obstacles` are the boxes and the upright pieces of lines that are there already. */
export function hangHeads(heads: readonly HangingHead[], obstacles: readonly Rect[]): HungHead[] {
  const taken = [...obstacles];
  return heads.map(({ width, height, entry, source }) => {
    const startX = source.x + source.width;
    const startY = source.y + source.height / 2;
    const top = startY + belowMiddle;
    let left = startX + besideSource;
    // Each step passes the obstacle it met, so this ends after as many steps as there are obstacles.
    for (let met = true; met; ) {
      const wanted = grown({ x: left, y: top, width, height }, clearance);
      const hit = taken.find((rect) => overlaps(rect, wanted));
      met = hit !== undefined;
      if (hit !== undefined) left = hit.x + hit.width + clearance + 1;
    }
    taken.push({ x: left, y: top, width, height });
    const line = [
      { x: startX, y: startY },
      { x: left + entry, y: startY },
      { x: left + entry, y: top },
    ];
    return { corner: { x: left, y: top }, line };
  });
}
