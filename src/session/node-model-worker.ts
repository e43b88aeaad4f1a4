/** The entry of the worker that imports networks, in Node (dist/model-worker.js). */

import { parentPort } from 'node:worker_threads';
import { createModelWorker } from './model-worker';

const port = parentPort;
port?.on(
  'message',
  createModelWorker(
    (message) => port.postMessage(message),
    (problem) => {
      // Outside of the promise, where it ends the thread and is told to who started it.
      setImmediate(() => {
        throw problem;
      });
    },
  ),
);
