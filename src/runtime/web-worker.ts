/** The entry of the run worker in a browser: with threads where memory may be shared, else with one on memory of its own. */

import { holdLifeline } from '../base/web-lifeline';
import { createRunWorker } from './run-worker';
import { webThreads } from './wasm/web-thread-crew';

/** As much of a worker's `globalThis` as is used. */
interface WorkerScope {
  readonly performance: { now(): number };
  readonly crossOriginIsolated?: boolean;
  readonly navigator: { readonly hardwareConcurrency: number };
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

const scope = globalThis as unknown as WorkerScope;
const held = holdLifeline();
const receive = createRunWorker({
  now: () => scope.performance.now(),
  date: () => new Date().toISOString(),
  send: (message) => scope.postMessage(message),
  parallelism: scope.navigator.hardwareConcurrency,
  ...(scope.crossOriginIsolated === true ? { startThreads: webThreads } : {}),
});
scope.addEventListener('message', ({ data }) => void held.then(() => receive(data)));
