/**
 * Runs networks in one worker, one after the other: queue, progress, cancel within 200 ms at any moment, a crash as an
 * error of its own, as is a worker that gives no sign of life, and an end of the worker after a while without work. The worker is kept between runs, so that weights
 * stay prepared. What a worker is and how time passes are given: node-runner.ts and web-runner.ts have them.
 */

import type { MachineProfile } from '../base/machine-profile';
import type { NamedTensor } from '../base/tensor';
import type { CalibrationRequest } from './calibrate';
import type { LayerLook } from './layer-look';
import type { LookQuestion } from './look-question';
import type { RunResult } from './result';
import { cancelled, RunError } from './run-error';
import {
  type CalibrateMessage,
  isWorkerMessage,
  type JobMessage,
  type LookMessage,
  type StartMessage,
  type WorkerMessage,
} from './run-messages';
import type { RunProgress, RunRequest } from './run-network';

/** A worker that runs run-worker.ts. */
export interface WorkerPort {
  /** Throws where a message cannot be sent. */
  post(message: JobMessage): void;
  terminate(): void | Promise<void>;
  /** Whether the worker keeps its process alive, where there is such a thing. */
  ref?(): void;
  unref?(): void;
}

/** What happens to a worker. After an end or an error it is not used any more. */
export interface WorkerEvents {
  onMessage(message: unknown): void;
  /** Without a message where the worker could not be loaded. */
  onError(problem: { readonly message: string | undefined; readonly isMemory?: boolean }): void;
  /** Without a code where a platform has none. */
  onExit(code?: number): void;
}

export interface RunnerOptions {
  /** Throws where no worker can be started. */
  readonly startWorker: (events: WorkerEvents) => WorkerPort;
  /** Calls back once, unless what it gives is called before; keeps no process alive. */
  readonly after: (milliseconds: number, action: () => void) => () => void;
  /** Whether the worker can be told to stop over shared memory. Without it a run is cancelled by ending its worker. */
  readonly sharesMemory: boolean;
}

/** An `AbortSignal`, which every platform has and the language itself has not. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface StartRunOptions {
  readonly onProgress?: (progress: RunProgress) => void;
  /** The outputs' values, before the promise is fulfilled; needs `wantValues` in the request. */
  readonly onValues?: (values: readonly NamedTensor[]) => void;
  readonly signal?: CancelSignal;
}

/** Kernels ask every few milliseconds; a worker that has not answered by then is ended from outside. */
const patienceMs = 120;

/** A worker says that it is there as soon as it has loaded. */
const startMs = 8_000;

/** Between signs of life: only preparing weights and decoding an image give none for seconds. */
const silenceMs = 20_000;

/** What came while this thread itself was busy is read in it. */
const graceMs = 500;

const idleMs = 60_000;

type Task =
  | Pick<StartMessage, 'kind' | 'request'>
  | Pick<LookMessage, 'kind' | 'request' | 'question'>
  | Pick<CalibrateMessage, 'kind' | 'request'>;
type Answer = Extract<WorkerMessage, { kind: 'done' | 'looked' | 'calibrated' }>;

const answerKinds: { readonly [Kind in Task['kind']]: Answer['kind'] } = {
  start: 'done',
  look: 'looked',
  calibrate: 'calibrated',
};

interface Job {
  readonly id: number;
  readonly task: Task;
  readonly options: StartRunOptions;
  /** One 32-bit integer; undefined where no memory is shared. */
  readonly cancel: SharedArrayBuffer | undefined;
  readonly fulfil: (answer: Answer) => void;
  readonly reject: (problem: Error) => void;
  /** Stops listening to the signal. */
  release: () => void;
}

export class Runner {
  private worker: WorkerPort | undefined;
  private current: Job | undefined;
  private readonly waiting: Job[] = [];
  private nextId = 1;
  private forgetIdle: () => void = () => {};
  private forgetPatience: () => void = () => {};
  private forgetSilence: () => void = () => {};

  constructor(private readonly options: RunnerOptions) {}

  /**
   * Runs one request; further ones wait their turn. Rejects with a `RunError`: `cancelled`, `crashed`, or what is wrong
   * with input, weights, image or memory.
   */
  run(request: RunRequest, options: StartRunOptions = {}): Promise<RunResult> {
    return new Promise((fulfil, reject) => {
      this.start({ kind: 'start', request }, options, reject, (answer) => {
        if (answer.kind !== 'done') return;
        options.onValues?.(answer.values);
        fulfil(answer.result);
      });
    });
  }

  /** What a layer gives in such a run; null for one that is not in the plan. Rejects with a `RunError`. */
  look(
    request: RunRequest,
    question: LookQuestion,
    options: Pick<StartRunOptions, 'onProgress' | 'signal'> = {},
  ): Promise<LayerLook | null> {
    return new Promise((fulfil, reject) => {
      this.start({ kind: 'look', request, question }, options, reject, (answer) => {
        if (answer.kind === 'looked') fulfil(answer.look);
      });
    });
  }

  /** Measures the machine in the same worker, when its turn comes. Rejects with a `RunError`. */
  calibrate(
    request: CalibrationRequest,
    options: Pick<StartRunOptions, 'onProgress' | 'signal'> = {},
  ): Promise<MachineProfile> {
    return new Promise((fulfil, reject) => {
      this.start({ kind: 'calibrate', request }, options, reject, (answer) => {
        if (answer.kind === 'calibrated') fulfil(answer.profile);
      });
    });
  }

  /** Ends the worker; what runs and what waits is cancelled. The runner can be used again. */
  async dispose(): Promise<void> {
    for (const job of this.waiting.splice(0)) this.finish(job, () => job.reject(cancelled('run')));
    const job = this.current;
    if (job !== undefined) this.finish(job, () => job.reject(cancelled('run')));
    await this.end();
  }

  private start(task: Task, options: StartRunOptions, reject: Job['reject'], fulfil: Job['fulfil']): void {
    const { signal } = options;
    if (signal?.aborted === true) {
      reject(cancelled('run'));
      return;
    }
    const cancel = this.options.sharesMemory ? new SharedArrayBuffer(4) : undefined;
    const job: Job = { id: this.nextId++, task, options, cancel, fulfil, reject, release: () => {} };
    if (signal !== undefined) {
      const onAbort = (): void => this.abort(job);
      signal.addEventListener('abort', onAbort);
      job.release = () => signal.removeEventListener('abort', onAbort);
    }
    this.waiting.push(job);
    this.next();
  }

  private abort(job: Job): void {
    if (job !== this.current) {
      const at = this.waiting.indexOf(job);
      if (at >= 0) this.waiting.splice(at, 1);
      this.finish(job, () => job.reject(cancelled('run')));
      return;
    }
    const stop = (): void => {
      void this.end();
      this.finish(job, () => job.reject(cancelled('run')));
      this.next();
    };
    if (job.cancel === undefined) {
      stop();
      return;
    }
    Atomics.store(new Int32Array(job.cancel), 0, 1);
    this.forgetPatience = this.options.after(patienceMs, stop);
  }

  private next(): void {
    if (this.current !== undefined) return;
    this.forgetIdle();
    const job = this.waiting.shift();
    if (job === undefined) {
      this.rest();
      return;
    }
    this.current = job;
    this.expectSign(job, startMs);
    try {
      this.worker ??= this.open();
      this.worker.ref?.();
      const { id, task, cancel } = job;
      this.worker.post({ ...task, id, ...(cancel === undefined ? {} : { cancel }) } as JobMessage);
    } catch (problem) {
      const reason = problem instanceof Error ? problem.message : String(problem);
      this.finish(job, () => job.reject(new RunError({ code: 'run.crashed/start', values: { reason } })));
      this.next();
    }
  }

  private open(): WorkerPort {
    const worker: WorkerPort = this.options.startWorker({
      onMessage: (message) => {
        if (worker === this.worker) this.receive(message);
      },
      onError: ({ message, isMemory }) => {
        if (worker !== this.worker) return;
        if (isMemory === true) this.lose(new RunError({ code: 'run.memory/worker', values: {} }));
        else if (message === undefined) this.lose(new RunError({ code: 'run.crashed/load', values: {} }));
        else this.lose(crashed(message));
      },
      onExit: (code) => {
        if (worker !== this.worker) return;
        if (code === undefined) this.lose(new RunError({ code: 'run.crashed/gone', values: {} }));
        else this.lose(new RunError({ code: 'run.crashed/ended', values: { code } }));
      },
    });
    return worker;
  }

  private receive(message: unknown): void {
    const job = this.current;
    if (job === undefined || !isWorkerMessage(message) || message.id !== job.id) return;
    const isAnswer = Object.values(answerKinds).some((kind) => kind === message.kind);
    if (isAnswer && message.kind !== answerKinds[job.task.kind]) return;
    this.expectSign(job, silenceMs);
    switch (message.kind) {
      case 'alive':
        return;
      case 'progress':
        if (job.options.signal?.aborted !== true) job.options.onProgress?.(message.progress);
        return;
      case 'done':
      case 'looked':
      case 'calibrated':
        this.finish(job, () => job.fulfil(message));
        break;
      case 'failed':
        this.finish(job, () => job.reject(new RunError(message.refusal)));
        break;
      case 'broken':
        // Whatever state it is in: a fresh worker next time.
        void this.end();
        this.finish(job, () => job.reject(crashed(message.message)));
        break;
    }
    this.next();
  }

  /** Gives the worker up if nothing is heard of it in time. */
  private expectSign(job: Job, milliseconds: number): void {
    const giveUp = (): void => {
      void this.end();
      this.finish(job, () => job.reject(new RunError({ code: 'run.crashed/silent', values: {} })));
      this.next();
    };
    this.forgetSilence();
    this.forgetSilence = this.options.after(milliseconds, () => {
      this.forgetSilence = this.options.after(graceMs, giveUp);
    });
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
      this.forgetPatience();
      this.forgetSilence();
      this.current = undefined;
    }
    settle();
  }

  private rest(): void {
    this.worker?.unref?.();
    this.forgetIdle = this.options.after(idleMs, () => void this.end());
  }

  private async end(): Promise<void> {
    this.forgetIdle();
    const worker = this.worker;
    this.worker = undefined;
    await worker?.terminate();
  }
}

/** `reason` is what the engine says. */
function crashed(reason: string): RunError {
  return new RunError({ code: 'run.crashed/inside', values: { reason } });
}
