/**
 * The entry of the run worker in Node (dist/run-worker.js): takes one request at a time, tells its progress, answers
 * with a result or a reason. What it prepared stays for the next run of the same plan and weights.
 */

import { availableParallelism } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { referenceBackend } from './reference/reference-backend';
import { RunError } from './run-error';
import { isStartMessage, type StartMessage, type WorkerMessage } from './run-messages';
import { PreparedRun, runNetwork } from './run-network';
import { nodeThreads } from './wasm/node-thread-crew';
import { wasmBackend } from './wasm/wasm-backend';

/** People see no more than this, and messages cost more than a small layer. */
const millisecondsBetweenProgress = 15;

/** More gain little on networks of this size, and the machine has other work. */
const mostThreadsUnasked = 4;

const prepared = new PreparedRun();

async function answer(message: StartMessage, send: (reply: WorkerMessage) => void): Promise<void> {
  const { id, request } = message;
  const flag = new Int32Array(message.cancel);
  let toldAt = Number.NEGATIVE_INFINITY;
  try {
    const { result, values } = await runNetwork(request, {
      now: () => performance.now(),
      shouldCancel: () => Atomics.load(flag, 0) !== 0,
      onProgress: (progress) => {
        const now = performance.now();
        if (now - toldAt < millisecondsBetweenProgress) return;
        toldAt = now;
        send({ kind: 'progress', id, progress });
      },
      prepared,
      backend: request.backend === 'reference' ? referenceBackend : wasmBackend,
      startThreads: nodeThreads(),
      threads: Math.min(mostThreadsUnasked, availableParallelism()),
    });
    send({ kind: 'done', id, result, values });
  } catch (problem) {
    if (problem instanceof RunError) {
      send({ kind: 'failed', id, code: problem.code, message: problem.message });
    } else if (problem instanceof RangeError && /allocation|array length|buffer/i.test(problem.message)) {
      send({
        kind: 'failed',
        id,
        code: 'memory',
        message: `there is not enough memory for the run (${problem.message})`,
      });
    } else {
      const text = problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
      send({ kind: 'broken', id, message: text });
    }
  }
}

const port = parentPort;
port?.on('message', (message: unknown) => {
  if (isStartMessage(message)) void answer(message, (reply) => port.postMessage(reply));
});
