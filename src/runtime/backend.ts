/**
 * The port between a plan and what executes it. The reference backend is the specification; a fast backend
 * takes the same plan and weights and must give the same values within rounding.
 */

import type { Plan, TensorView } from '../plan/plan';

export interface RunHooks {
  /** Called after each step with its position; the step's output can be read then, and only then for sure. */
  readonly onStep?: (step: number) => void;
  /** Nothing is read at a step: what it gives may be computed together with what follows it. As it is without `onStep`. */
  readonly readsNothing?: boolean;
  /** Asked often, also within long steps. True ends the run at once; the next run is not affected. */
  readonly shouldCancel?: () => boolean;
}

export interface MultiplyCount {
  /** Products of a weight with a value, those with the zeros of padding included. */
  readonly multiplies: number;
  /** Without those with padding. */
  readonly effectiveMultiplies: number;
}

/** A plan with its weights, ready to run any number of times; it holds the arena. */
export interface Execution {
  readonly features: readonly string[];
  readonly threads: number;
  /** Runs once. The input is height x width x channels values in that order; false if it was cancelled. */
  run(input: Float32Array, hooks?: RunHooks): boolean;
  /** A copy of a tensor's values in the order height, width, channel. */
  read(view: TensorView): Float32Array;
  /** Products counted in the last run, by step; undefined where the backend does not count. */
  counts(): readonly MultiplyCount[] | undefined;
  dispose(): void;
}

export interface PrepareOptions {
  /** Ways to be slower but observed: really counts every product. */
  readonly count?: boolean;
  readonly threads?: number;
  /** The same bits on every machine, for the time it costs; without it the last bits may differ from machine to machine. */
  readonly exact?: boolean;
  /** How to get threads; without it there is one. */
  readonly startThreads?: StartThreads;
}

/** Memory, compiled code and scratch memory for each further thread, as the wasm backend gives them. */
export interface ThreadRequest {
  readonly module: object;
  readonly memory: object;
  readonly scratchAddresses: readonly number[];
  /** Index, in 32-bit words, of the word that a thread sets when it fails. */
  readonly failedWord: number;
}

/** Fulfilled once the threads are there; they end when the memory says so. */
export type StartThreads = (request: ThreadRequest) => Promise<void>;

export interface Backend {
  readonly name: 'reference' | 'wasm';
  /** Weights are in the order of `plan.weights`. The arena's memory is taken here, and no step takes any later. */
  prepare(plan: Plan, weights: readonly Float32Array[], options?: PrepareOptions): Promise<Execution>;
}
