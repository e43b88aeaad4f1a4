/**
 * The entry of the run worker in Node (dist/run-worker.js): takes one request at a time (a run, or measuring the
 * machine), tells its progress, answers with a result or a reason. What it prepared stays for the next run of the same plan and weights.
 */

import { availableParallelism } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { calibrate } from './calibrate';
import { referenceBackend } from './reference/reference-backend';
import { RunError } from './run-error';
import {
  type CalibrateMessage,
  isCalibrateMessage,
  isStartMessage,
  type StartMessage,
  type WorkerMessage,
} from './run-messages';
import { PreparedRun, type RunProgress, runNetwork } from './run-network';
import { nodeThreads } from './wasm/node-thread-crew';
import { wasmBackend } from './wasm/wasm-backend';

/** People see no more than this, and messages cost more than a small layer. */
const millisecondsBetweenProgress = 15;

/** More gain little on networks of this size, and the machine has other work. */
const mostThreadsUnasked = 4;

const prepared = new PreparedRun();

async function answer(message: StartMessage | CalibrateMessage, send: (reply: WorkerMessage) => void): Promise<void> {
  const { id } = message;
  const flag = new Int32Array(message.cancel);
  let toldAt = Number.NEGATIVE_INFINITY;
  const tell = (progress: RunProgress): void => {
    const now = performance.now();
    if (now - toldAt < millisecondsBetweenProgress) return;
    toldAt = now;
    send({ kind: 'progress', id, progress });
  };
  const shared = {
    now: () => performance.now(),
    shouldCancel: () => Atomics.load(flag, 0) !== 0,
    startThreads: nodeThreads(),
  };
  const threads = Math.min(mostThreadsUnasked, availableParallelism());
  try {
    if (message.kind === 'calibrate') {
      const profile = await calibrate(
        wasmBackend,
        { threads, ...message.request },
        { ...shared, onProgress: (index, count) => tell({ phase: 'calibrate', path: '', index, count }) },
      );
      send({ kind: 'calibrated', id, profile: { ...profile, measuredAt: new Date().toISOString() } });
      return;
    }
    const { request } = message;
    const { result, values } = await runNetwork(request, {
      ...shared,
      onProgress: tell,
      prepared,
      backend: request.backend === 'reference' ? referenceBackend : wasmBackend,
      threads,
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
  if (isStartMessage(message) || isCalibrateMessage(message)) void answer(message, (reply) => port.postMessage(reply));
});
