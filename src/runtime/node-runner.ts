/** A runner whose worker is a thread of Node. It never keeps a process alive. */

import { Worker } from 'node:worker_threads';
import { Runner, type RunnerOptions } from './runner';

/** @param workerPath Path of dist/run-worker.js. */
export function nodeRunner(workerPath: string, options: Partial<Pick<RunnerOptions, 'sharesMemory'>> = {}): Runner {
  return new Runner({
    sharesMemory: options.sharesMemory ?? true,
    after(milliseconds, action) {
      const timer = setTimeout(action, milliseconds).unref();
      return () => clearTimeout(timer);
    },
    startWorker({ onMessage, onError, onExit }) {
      const worker = new Worker(workerPath);
      worker.on('message', onMessage);
      worker.on('error', ({ message, code }: Error & { code?: string }) =>
        onError({ message, isMemory: code === 'ERR_WORKER_OUT_OF_MEMORY' }),
      );
      worker.on('exit', onExit);
      return {
        post: (message) => worker.postMessage(message),
        terminate: async () => void (await worker.terminate()),
        ref: () => worker.ref(),
        unref: () => worker.unref(),
      };
    },
  });
}
