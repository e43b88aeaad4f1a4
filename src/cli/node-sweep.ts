/** Sweeps on all cores: threads of Node, each of which is given the next stretch of points when it has done one. */

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { SharedSweep } from '../session/shared-sweep';
import type { PointCost } from '../session/sweep';
import type { SweepPoints } from './host';

/** Points at once: few enough that all threads end together. */
const stretch = 25;

/** @param path Of dist/sweep-thread.js. */
export function sweepOnThreads(path: string): SweepPoints {
  return async (sweep, count, onProgress) => {
    const starts = Array.from({ length: Math.ceil(count / stretch) }, (_, i) => i * stretch);
    const found = new Map<number, readonly PointCost[]>();
    const threads = Array.from({ length: Math.min(availableParallelism(), starts.length) }, () => start(path, sweep));
    let done = 0;
    try {
      await Promise.all(
        threads.map(async (thread) => {
          for (let from = starts.shift(); from !== undefined; from = starts.shift()) {
            const points = await costs(thread, from, Math.min(count, from + stretch));
            found.set(from, points);
            done += points.length;
            await onProgress(done);
          }
        }),
      );
    } finally {
      await Promise.all(threads.map((thread) => thread.terminate()));
    }
    return Array.from({ length: Math.ceil(count / stretch) }, (_, i) => found.get(i * stretch) ?? []).flat();
  };
}

function start(path: string, workerData: SharedSweep): Worker {
  return new Worker(path, { workerData });
}

function costs(thread: Worker, from: number, to: number): Promise<readonly PointCost[]> {
  return new Promise((resolve, reject) => {
    const ended = (code: number) => reject(new Error(`exit ${code}`));
    const settle = (): void => void thread.off('message', answered).off('error', failed).off('exit', ended);
    const answered = (points: readonly PointCost[]) => {
      settle();
      resolve(points);
    };
    const failed = (problem: Error) => {
      settle();
      reject(problem);
    };
    thread.on('message', answered).on('error', failed).on('exit', ended);
    thread.postMessage({ from, to });
  });
}
