/**
 * Runs a network in a worker thread, for the command line and the server: progress, cancel within 200 ms at any moment,
 * a crash as an error of its own. One worker per script is kept between runs, so that weights stay prepared, and ends
 * after a while without work. It never keeps a process alive.
 */

import { Worker } from 'node:worker_threads';
import type { MachineProfile } from '../base/machine-profile';
import type { NamedTensor } from '../base/tensor';
import type { CalibrationRequest } from './calibrate';
import type { RunResult } from './result';
import { RunError } from './run-error';
import { type CalibrateMessage, isWorkerMessage, type StartMessage, type WorkerMessage } from './run-messages';
import type { RunProgress, RunRequest } from './run-network';

export interface StartRunOptions {
  readonly onProgress?: (progress: RunProgress) => void;
  /** The outputs' values, before the promise is fulfilled; needs `wantValues` in the request. */
  readonly onValues?: (values: readonly NamedTensor[]) => void;
  readonly signal?: AbortSignal;
}

/** Kernels ask every few milliseconds; a worker that has not answered by then is ended from outside. */
const patienceMs = 120;

const idleMs = 60_000;

/**
 * Runs one request; further ones wait their turn. Rejects with a `RunError`: `cancelled`, `crashed`, or what is
 * wrong with input, weights, image or memory.
 *
 * @param workerPath Path of dist/run-worker.js.
 */
export function startRun(workerPath: string, request: RunRequest, options: StartRunOptions = {}): Promise<RunResult> {
  return new Promise((fulfil, reject) => {
    runnerOf(workerPath).start({ kind: 'start', request }, options, reject, (message) => {
      if (message.kind !== 'done') return;
      options.onValues?.(message.values);
      fulfil(message.result);
    });
  });
}

/** Measures the machine in the same worker, when its turn comes. Rejects with a `RunError`. */
export function startCalibration(
  workerPath: string,
  request: CalibrationRequest,
  options: Pick<StartRunOptions, 'onProgress' | 'signal'> = {},
): Promise<MachineProfile> {
  return new Promise((fulfil, reject) => {
    runnerOf(workerPath).start({ kind: 'calibrate', request }, options, reject, (message) => {
      if (message.kind === 'calibrated') fulfil(message.profile);
    });
  });
}

function runnerOf(workerPath: string): Runner {
  let runner = runners.get(workerPath);
  if (runner === undefined) {
    runner = new Runner(workerPath);
    runners.set(workerPath, runner);
  }
  return runner;
}

/** Ends every worker; runs that are under way are cancelled. */
export async function disposeRunners(): Promise<void> {
  const all = [...runners.values()];
  runners.clear();
  await Promise.all(all.map((runner) => runner.dispose()));
}

const runners = new Map<string, Runner>();

type Task = Pick<StartMessage, 'kind' | 'request'> | Pick<CalibrateMessage, 'kind' | 'request'>;
type Answer = Extract<WorkerMessage, { kind: 'done' | 'calibrated' }>;

interface Job {
  readonly id: number;
  readonly task: Task;
  readonly options: StartRunOptions;
  readonly cancel: SharedArrayBuffer;
  readonly fulfil: (answer: Answer) => void;
  readonly reject: (problem: Error) => void;
  /** Stops listening to the signal. */
  release: () => void;
}

class Runner {
  private worker: Worker | undefined;
  private current: Job | undefined;
  private readonly waiting: Job[] = [];
  private nextId = 1;
  private idle: NodeJS.Timeout | undefined;
  private patience: NodeJS.Timeout | undefined;

  constructor(private readonly workerPath: string) {}

  start(task: Task, options: StartRunOptions, reject: Job['reject'], fulfil: Job['fulfil']): void {
    const { signal } = options;
    if (signal?.aborted === true) {
      reject(cancelled());
      return;
    }
    const cancel = new SharedArrayBuffer(4);
    const job: Job = { id: this.nextId++, task, options, cancel, fulfil, reject, release: () => {} };
    if (signal !== undefined) {
      const onAbort = (): void => this.abort(job);
      signal.addEventListener('abort', onAbort, { once: true });
      job.release = () => signal.removeEventListener('abort', onAbort);
    }
    this.waiting.push(job);
    this.next();
  }

  async dispose(): Promise<void> {
    for (const job of this.waiting.splice(0)) this.finish(job, () => job.reject(cancelled()));
    const job = this.current;
    if (job !== undefined) this.finish(job, () => job.reject(cancelled()));
    await this.end();
  }

  private abort(job: Job): void {
    if (job !== this.current) {
      const at = this.waiting.indexOf(job);
      if (at >= 0) this.waiting.splice(at, 1);
      this.finish(job, () => job.reject(cancelled()));
      return;
    }
    Atomics.store(new Int32Array(job.cancel), 0, 1);
    this.patience = setTimeout(() => {
      void this.end();
      this.finish(job, () => job.reject(cancelled()));
      this.next();
    }, patienceMs);
  }

  private next(): void {
    if (this.current !== undefined) return;
    clearTimeout(this.idle);
    const job = this.waiting.shift();
    if (job === undefined) {
      this.rest();
      return;
    }
    this.current = job;
    let worker: Worker;
    try {
      worker = this.worker ?? this.open();
      worker.ref();
      const message = { ...job.task, id: job.id, cancel: job.cancel } as StartMessage | CalibrateMessage;
      worker.postMessage(message);
    } catch (problem) {
      const reason = problem instanceof Error ? problem.message : String(problem);
      this.finish(job, () => job.reject(new RunError('crashed', `the run could not be started: ${reason}`)));
      this.next();
    }
  }

  private open(): Worker {
    const worker = new Worker(this.workerPath);
    this.worker = worker;
    worker.on('message', (message: unknown) => {
      if (worker === this.worker) this.receive(message);
    });
    worker.on('error', (problem: Error & { code?: string }) => {
      if (worker !== this.worker) return;
      const isMemory = problem.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.lose(
        isMemory
          ? new RunError('memory', 'the run needs more memory than there is')
          : new RunError('crashed', `the run crashed: ${problem.message}`),
      );
    });
    worker.on('exit', (code) => {
      if (worker === this.worker) this.lose(new RunError('crashed', `the run's worker ended with code ${code}`));
    });
    return worker;
  }

  private receive(message: unknown): void {
    const job = this.current;
    if (job === undefined || !isWorkerMessage(message) || message.id !== job.id) return;
    switch (message.kind) {
      case 'progress':
        if (Atomics.load(new Int32Array(job.cancel), 0) === 0) job.options.onProgress?.(message.progress);
        return;
      case 'done':
      case 'calibrated':
        this.finish(job, () => job.fulfil(message));
        break;
      case 'failed':
        this.finish(job, () => job.reject(new RunError(message.code, message.message)));
        break;
      case 'broken':
        // Whatever state it is in: a fresh worker next time.
        void this.end();
        this.finish(job, () => job.reject(new RunError('crashed', `the run crashed: ${message.message}`)));
        break;
    }
    this.next();
  }

  /** The worker is gone; the next run has a fresh one. */
  private lose(problem: RunError): void {
    this.worker = undefined;
    const job = this.current;
    if (job !== undefined) this.finish(job, () => job.reject(problem));
    this.next();
  }

  private finish(job: Job, settle: () => void): void {
    job.release();
    if (job === this.current) {
      clearTimeout(this.patience);
      this.current = undefined;
    }
    settle();
  }

  private rest(): void {
    this.worker?.unref();
    clearTimeout(this.idle);
    this.idle = setTimeout(() => void this.end(), idleMs);
    this.idle.unref();
  }

  private async end(): Promise<void> {
    clearTimeout(this.idle);
    const worker = this.worker;
    this.worker = undefined;
    await worker?.terminate();
  }
}

function cancelled(): RunError {
  return new RunError('cancelled', 'the run was cancelled');
}
