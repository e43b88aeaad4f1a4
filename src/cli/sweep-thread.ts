/** One thread of a sweep (dist/sweep-thread.js): costs the stretches of points that it is sent. */

import { parentPort, workerData } from 'node:worker_threads';
import { openSharedSweep, type SharedSweep } from '../session/shared-sweep';
import type { PointCost } from '../session/sweep';

const sweep = openSharedSweep(workerData as SharedSweep);

parentPort?.on('message', (stretch: { readonly from: number; readonly to: number }) => {
  void sweep.then(async (costOf) => {
    const points: PointCost[] = [];
    for (let place = stretch.from; place < stretch.to; place++) points.push(await costOf(place));
    parentPort?.postMessage(points);
  });
});
