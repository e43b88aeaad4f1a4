/**
 * What answers inside of the worker that runs networks: takes one request at a time (a run, or measuring the machine),
 * tells its progress, answers with a result or a reason. What it prepared stays for the next run of the same plan and
 * weights. Clock, threads and the way back are given: node-worker.ts and web-worker.ts have them.
 */

import type { StartThreads } from './backend';
import { calibrate } from './calibrate';
import { referenceBackend } from './reference/reference-backend';
import { RunError } from './run-error';
import { isCalibrateMessage, isLookMessage, isStartMessage, type JobMessage, type WorkerMessage } from './run-messages';
import { lookIntoLayer, PreparedRun, type RunNetworkHooks, type RunProgress, runNetwork } from './run-network';
import { wasmBackend } from './wasm/wasm-backend';

export interface WorkerSurroundings {
  /** Milliseconds, from any start. */
  readonly now: () => number;
  /** The time of day, ISO 8601. */
  readonly date: () => string;
  readonly send: (message: WorkerMessage) => void;
  /** How many threads the machine can run at the same time, and how to get them; one thread without. */
  readonly parallelism: number;
  readonly startThreads?: StartThreads;
}

/** People see no more than this, and messages cost more than a small layer. */
const millisecondsBetweenProgress = 15;

/** The owner of the worker waits much longer. */
const millisecondsBetweenSigns = 500;

/** More gain little on networks of this size, and the machine has other work. */
const mostThreadsUnasked = 4;

/** What to do with a message from outside; one that is not of the protocol is ignored. */
export function createRunWorker(surroundings: WorkerSurroundings): (message: unknown) => void {
  const prepared = new PreparedRun();
  return (message) => {
    if (isStartMessage(message) || isLookMessage(message) || isCalibrateMessage(message))
      void answer(message, surroundings, prepared);
  };
}

async function answer(
  message: JobMessage,
  { now, date, send, parallelism, startThreads }: WorkerSurroundings,
  prepared: PreparedRun,
): Promise<void> {
  const { id, cancel } = message;
  let toldAt = Number.NEGATIVE_INFINITY;
  const tell = (progress: RunProgress): void => {
    const at = now();
    if (at - toldAt < millisecondsBetweenProgress) return;
    toldAt = at;
    send({ kind: 'progress', id, progress });
  };
  const flag = cancel === undefined ? undefined : new Int32Array(cancel);
  let signedAt = Number.NEGATIVE_INFINITY;
  const sign = (): void => {
    const at = now();
    if (at - signedAt < millisecondsBetweenSigns) return;
    signedAt = at;
    send({ kind: 'alive', id });
  };
  sign();
  const shared = {
    now,
    // Asked for every few milliseconds, in long layers too.
    shouldCancel: () => {
      sign();
      return flag !== undefined && Atomics.load(flag, 0) !== 0;
    },
    ...(startThreads === undefined ? {} : { startThreads }),
  };
  const threads = Math.min(mostThreadsUnasked, parallelism);
  try {
    if (message.kind === 'calibrate') {
      const profile = await calibrate(
        wasmBackend,
        { threads, ...message.request },
        { ...shared, onProgress: (index, count) => tell({ phase: 'calibrate', path: '', index, count }) },
      );
      send({ kind: 'calibrated', id, profile: { ...profile, measuredAt: date() } });
      return;
    }
    const { request } = message;
    const hooks: RunNetworkHooks = {
      ...shared,
      onProgress: tell,
      prepared,
      backend: request.backend === 'reference' ? referenceBackend : wasmBackend,
      threads,
    };
    if (message.kind === 'look') {
      send({ kind: 'looked', id, look: await lookIntoLayer(request, message.question, hooks) });
      return;
    }
    const { result, values } = await runNetwork(request, hooks);
    send({ kind: 'done', id, result, values });
  } catch (problem) {
    send(complaint(id, problem));
  }
}

function complaint(id: number, problem: unknown): WorkerMessage {
  if (problem instanceof RunError) return { kind: 'failed', id, refusal: problem.refusal };
  if (problem instanceof RangeError && /allocation|array length|buffer/i.test(problem.message)) {
    return { kind: 'failed', id, refusal: { code: 'run.memory/engine', values: { reason: problem.message } } };
  }
  const message = problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
  return { kind: 'broken', id, message };
}
