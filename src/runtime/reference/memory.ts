/** What the reference kernels share: the arena, the weights, the question whether to go on, and the count of products. */

import { invariant } from '../../base/assert';
import type { Step, TensorView } from '../../plan/plan';

/** Thrown inside a kernel, caught by the backend: nothing else ends a step early. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

export interface Counter {
  multiplies: number;
  effectiveMultiplies: number;
}

export interface Memory {
  readonly arena: Float32Array;
  readonly weights: readonly Float32Array[];
  /** Throws `Cancelled` if the run shall end. Asked at least every few milliseconds of work. */
  poll(): void;
}

/** Computes one step; made once, so that a run allocates nothing. */
export type StepKernel = () => void;

export function weightAt(memory: Memory, index: number): Float32Array {
  const weight = memory.weights[index];
  invariant(weight !== undefined, `the plan has no weight ${index}`);
  return weight;
}

export function onlyInput(step: Step): TensorView {
  const [input] = step.inputs;
  invariant(input !== undefined && step.inputs.length === 1, `${step.kernel} reads one tensor`);
  return input;
}
