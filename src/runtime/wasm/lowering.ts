/** What the lowering of one step has at hand: kernels, the program that is built, weights, and what all kinds of steps share. */

import type { Pointwise, Step, TensorView } from '../../plan/plan';
import type { Followers } from './fusion';
import type { KernelSet } from './kernels/kernel-set';
import type { Kernel, KernelFields } from './kernels/kit';
import type { PackJob, ProgramBuilder } from './program';

export interface Lowering {
  readonly kernels: KernelSet;
  readonly builder: ProgramBuilder;
  /** What may be computed with the current step. */
  readonly followers: Followers | undefined;
  weight(index: number): Float32Array;
  /** Adds weights made from others, for a step that is not the plan's; gives their index. */
  addWeight(values: Float32Array): number;
  onlyInput(step: Step): TensorView;
  /** Where the two floats are that a kernel keeps its results between: all that is done of an activation in its registers. */
  limits(activation: Pointwise | null): number;
  /** Adds what `limits` did not do. */
  activate(activation: Pointwise | null, view: TensorView): void;
  map(activation: Pointwise, from: TensorView, to: TensorView): void;
  packRows(
    kernel: Kernel<KernelFields>,
    weight: number,
    units: number,
    planes: number,
    rows: number,
    fields: PackJob['fields'],
  ): void;
}
