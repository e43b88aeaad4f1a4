/**
 * A runner whose worker is one of a browser's. Pages seldom may share memory (that needs headers of cross-origin
 * isolation): without it a run is cancelled by ending the worker, and the next run prepares its weights anew.
 */

import { Lifeline } from '../base/web-lifeline';
import { Runner } from './runner';

/** As much of a browser's `Worker` as is used; a page's own type has it. */
export interface WebWorker {
  postMessage(message: unknown): void;
  terminate(): void;
  addEventListener(type: 'message' | 'error', listener: (event: WorkerEvent) => void): void;
}

interface WorkerEvent {
  readonly type: string;
  /** Of a message. */
  readonly data?: unknown;
  /** Of an error; none where the worker could not be loaded. */
  readonly message?: string;
}

/** As much of a page's `globalThis` as is used. */
interface Page {
  readonly crossOriginIsolated?: boolean;
  setTimeout(action: () => void, milliseconds: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** @param open Starts a worker with the bundle of web-worker.ts, from its address or from a Blob of its text, with these options. */
export function webRunner(open: (options: { readonly name: string }) => WebWorker): Runner {
  const page = globalThis as unknown as Page;
  return new Runner({
    sharesMemory: page.crossOriginIsolated === true,
    after(milliseconds, action) {
      const timer = page.setTimeout(action, milliseconds);
      return () => page.clearTimeout(timer);
    },
    startWorker({ onMessage, onError, onExit }) {
      const lifeline = new Lifeline(() => onExit());
      const worker = open(lifeline.options);
      worker.addEventListener('message', ({ data }) => {
        lifeline.watch();
        onMessage(data);
      });
      worker.addEventListener('error', ({ message }) => {
        lifeline.cut();
        // What has thrown outside of every guard may be in any state.
        worker.terminate();
        onError({ message });
      });
      return {
        post: (message) => worker.postMessage(message),
        terminate: () => {
          lifeline.cut();
          worker.terminate();
        },
      };
    },
  });
}
