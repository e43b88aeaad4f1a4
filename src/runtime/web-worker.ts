/** The entry of the run worker in a browser. It computes with one thread, on memory that it shares with nobody. */

import { createRunWorker } from './run-worker';

/** As much of a worker's `globalThis` as is used. */
interface WorkerScope {
  readonly performance: { now(): number };
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

const scope = globalThis as unknown as WorkerScope;
const receive = createRunWorker({
  now: () => scope.performance.now(),
  date: () => new Date().toISOString(),
  send: (message) => scope.postMessage(message),
  parallelism: 1,
});
scope.addEventListener('message', ({ data }) => receive(data));
