/**
 * The layout worker of the preview on a thread of Node: it is given the scope of a worker of a page, which is all that it asks for.
 * So elkjs is there once, and pictures are laid out alike.
 */

import { parentPort } from 'node:worker_threads';

interface WorkerScope {
  self?: unknown;
  onmessage?: (event: { readonly data: unknown }) => void;
  postMessage?: (message: unknown) => void;
}

const scope = globalThis as WorkerScope;
scope.self = scope;
scope.postMessage = (message) => parentPort?.postMessage(message);
// A bundle beside this one, which begins as it is loaded.
require('./webview/layout-worker.js');
parentPort?.on('message', (data: unknown) => scope.onmessage?.({ data }));
