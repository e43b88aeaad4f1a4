/**
 * The worker in which elkjs lays out one body at a time, so that a layout never blocks the page. The bundle is
 * self-contained: a webview starts it from a Blob. It answers each `LayoutRequest` with one `LayoutAnswer`, in order.
 *
 * elkjs's core is a worker script by itself: loaded in a worker, it takes `onmessage` and answers through the scope's
 * `postMessage`, and exports nothing. So its handler is kept and called, and its answers are translated on their way.
 */

import 'elkjs/lib/elk-worker.min.js';
import type { LayoutAnswer, LayoutRequest } from '../src/view/layout-messages';

interface ElkAnswer {
  readonly id: number;
  readonly data?: unknown;
  readonly error?: unknown;
}

interface WorkerScope {
  onmessage: ((event: { data: unknown }) => void) | null;
  postMessage(message: unknown): void;
}

const scope = globalThis as unknown as WorkerScope;
const askElk = scope.onmessage as (event: { data: unknown }) => void;
const post = scope.postMessage.bind(scope) as (answer: LayoutAnswer) => void;

scope.postMessage = (message) => {
  const { id, data, error } = message as ElkAnswer;
  // The answer to `register` has the id 0 and tells that everything is loaded.
  if (id === 0) post({ type: 'ready' });
  else if (error === undefined) post({ type: 'laid', id, graph: data as LayoutRequest['graph'] });
  else post({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) });
};

scope.onmessage = ({ data }) => {
  const { id, graph } = data as LayoutRequest;
  askElk({ data: { id, cmd: 'layout', graph, layoutOptions: {}, options: {} } });
};

askElk({ data: { id: 0, cmd: 'register', algorithms: ['layered'] } });
