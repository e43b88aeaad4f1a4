/** Calls of tools in threads of Node. */

import { Worker } from 'node:worker_threads';
import type { ToolReply } from '../protocol/tool-messages';
import { KnownProblem } from '../session/problem-text';
import type { SayExtension } from '../words/extension';
import type { RunTool } from './assistant/design-tools';

/** In MiB. A thread that needs more is ended, and nothing else is. */
const mostMemory = 1024;

/** @param workerPath Path of dist/tool-worker.js. */
export function toolsInThreads(workerPath: string, say: SayExtension): RunTool {
  return (call, signal) =>
    new Promise<ToolReply>((resolve, reject) => {
      const worker = new Worker(workerPath, {
        workerData: call,
        resourceLimits: { maxOldGenerationSizeMb: mostMemory },
      });
      const end = (): void => void worker.terminate();
      signal.addEventListener('abort', end, { once: true });
      worker.once('message', (reply: ToolReply) => {
        resolve(reply);
        end();
      });
      worker.once('error', (problem: Error & { readonly code?: string }) =>
        reject(problem.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new KnownProblem(say('tool.memory')) : problem),
      );
      worker.once('exit', () => {
        signal.removeEventListener('abort', end);
        // Of no account where it has answered.
        reject(new KnownProblem(say('tool.ended')));
      });
    });
}
