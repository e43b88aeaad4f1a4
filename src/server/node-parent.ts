/**
 * Ends the process when the one that started it is gone while an analysis holds up this thread. A thread that is free hears
 * of that end by itself, from the stream or channel that closes; another thread looks after one that is not.
 */

import { Worker } from 'node:worker_threads';

/** How often each thread gives a sign, or looks for one. */
const intervalMs = 500;

/** Of the thread that looks. Text, since it needs no bundle of its own. */
const watch = `
const { workerData: { sign, parent, intervalMs } } = require('node:worker_threads');
const isGone = () => {
  if (process.ppid !== parent) return true;
  try {
    process.kill(parent, 0);
    return false;
  } catch (problem) {
    return problem.code === 'ESRCH';
  }
};
let seen = -1;
let silent = 0;
setInterval(() => {
  const now = Atomics.load(sign, 0);
  silent = now === seen ? silent + 1 : 0;
  seen = now;
  if (silent >= 3 && isGone()) process.kill(process.pid, 'SIGKILL');
}, intervalMs);
`;

export function endWithParent(): void {
  const sign = new Int32Array(new SharedArrayBuffer(4));
  setInterval(() => Atomics.add(sign, 0, 1), intervalMs).unref();
  const workerData = { sign, parent: process.ppid, intervalMs };
  const watcher = new Worker(watch, { eval: true, workerData });
  watcher.unref();
  // Without a watcher the server ends a little later.
  watcher.on('error', () => {});
}
