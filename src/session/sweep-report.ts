/** What a sweep comes to, put together where its parts arrive: nothing here analyses. */

import type { SweepPart, SweepReport, SweptPoint } from '../protocol/sweep';
import { frontOf } from './pareto';

/** All points together; the first argument is any of their parts. */
export function sweepReport(
  { network, names, x, y, text }: Extract<SweepPart, { readonly points: object }>,
  points: readonly SweptPoint[],
): SweepReport {
  let best: number | null = null;
  points.forEach(({ isKept, worth }, place) => {
    if (isKept && worth !== null && worth > (points[best ?? -1]?.worth ?? Number.NEGATIVE_INFINITY)) best = place;
  });
  const front = frontOf(
    points.map((point) => (point.isKept ? point : undefined)),
    x,
    y,
  );
  return { network, names, x, y, text, points, front, best };
}
