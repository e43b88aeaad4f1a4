/** The entry of the worker that imports networks, in a browser (dist/web/model-worker.js). */

import { holdLifeline } from '../base/web-lifeline';
import type { ToModelWorker } from '../protocol/model-messages';
import { createModelWorker } from './model-worker';

/** As much of a worker's `globalThis` as is used. */
interface WorkerScope {
  postMessage(message: unknown): void;
  reportError(problem: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: ToModelWorker }) => void): void;
}

const scope = globalThis as unknown as WorkerScope;
const held = holdLifeline();
const receive = createModelWorker(
  (message) => scope.postMessage(message),
  (problem) => scope.reportError(problem),
);
scope.addEventListener('message', ({ data }) => void held.then(() => receive(data)));
