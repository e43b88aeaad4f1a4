/** The worker that imports networks, as a thread of Node. */

import { Worker } from 'node:worker_threads';
import type { StartModelWorker } from '../../session/import-in-worker';

/** @param path Of dist/model-worker.js. */
export function nodeModelWorker(path: string): StartModelWorker {
  return async (onMessage, onError) => {
    const worker = new Worker(path);
    worker.on('message', onMessage);
    worker.on('error', onError);
    return { post: (message) => worker.postMessage(message), terminate: () => void worker.terminate() };
  };
}
