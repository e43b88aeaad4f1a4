/** Layouts on a thread of Node, started with the first of them, and anew once it has died. */

import { Worker } from 'node:worker_threads';
import type { ElkGraph } from '../view/elk-input';
import type { LayoutAnswer, LayoutRequest } from '../view/layout-messages';
import type { Layouts } from './host';

interface Waiting {
  readonly resolve: (graph: ElkGraph) => void;
  readonly reject: (problem: Error) => void;
}

/** @param path Of dist/layout-thread.js. */
export function layoutThread(path: string): Layouts {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let thread: Worker | undefined;
  const start = (): Worker => {
    const started = new Worker(path);
    started.on('message', (answer: LayoutAnswer) => {
      if (answer.type === 'ready') return;
      const one = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (answer.type === 'laid') one?.resolve(answer.graph);
      else one?.reject(new Error(answer.message));
    });
    started.on('error', (problem) => {
      // It is dead: who asks next gets another.
      thread = undefined;
      for (const one of waiting.values()) one.reject(problem);
      waiting.clear();
    });
    return started;
  };
  return {
    layOut: (graph) =>
      new Promise((resolve, reject) => {
        thread ??= start();
        asked += 1;
        waiting.set(asked, { resolve, reject });
        const request: LayoutRequest = { id: asked, graph };
        thread.postMessage(request);
      }),
    async close() {
      await thread?.terminate();
    },
  };
}
