/**
 * The worker in which elkjs lays out one body at a time, so that a layout never blocks the page. The bundle is
 * self-contained: a webview starts it from a Blob. It answers each `LayoutRequest` with one `LayoutAnswer`, in order.
 *
 * elkjs's core is a worker script by itself and takes over `onmessage` when it is loaded in one; here it is used
 * through its own port object, and the worker's messages are ours.
 */

import ElkCore from 'elkjs/lib/elk-worker.min.js';
import type { LayoutAnswer, LayoutRequest } from './layout-messages';

interface ElkPort {
  onmessage: (event: { data: { id: number; data?: unknown; error?: unknown } }) => void;
  postMessage(message: unknown): void;
}

interface WorkerScope {
  onmessage: ((event: { data: LayoutRequest }) => void) | null;
  postMessage(answer: LayoutAnswer): void;
}

const scope = globalThis as unknown as WorkerScope;
const elk = new (ElkCore as unknown as new () => ElkPort)();

elk.onmessage = ({ data: { id, data, error } }) => {
  // The answer to `register` has the id 0 and tells that everything is loaded.
  if (id === 0) scope.postMessage({ type: 'ready' });
  else if (error === undefined) scope.postMessage({ type: 'laid', id, graph: data as LayoutRequest['graph'] });
  else scope.postMessage({ type: 'failed', id, message: messageOf(error) });
};

scope.onmessage = ({ data: { id, graph } }) => {
  elk.postMessage({ id, cmd: 'layout', graph, layoutOptions: {}, options: {} });
};

elk.postMessage({ id: 0, cmd: 'register', algorithms: ['layered'] });

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
