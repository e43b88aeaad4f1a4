/** The entry of the run worker in Node (dist/run-worker.js). */

import { availableParallelism } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { createRunWorker } from './run-worker';
import { nodeThreads } from './wasm/node-thread-crew';

const port = parentPort;
port?.on(
  'message',
  createRunWorker({
    now: () => performance.now(),
    date: () => new Date().toISOString(),
    send: (message) => port.postMessage(message),
    parallelism: availableParallelism(),
    startThreads: nodeThreads(),
  }),
);
