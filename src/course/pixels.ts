/** Runs a small design of the course on values that are given, with kernels that count what they multiply. */

import { invariant, present } from '../base/assert';
import { elementCount } from '../base/tensor';
import { planRun } from '../plan/plan-run';
import { referenceBackend } from '../runtime/reference/reference-backend';
import { seededWeights } from '../runtime/weights';
import type { Design } from './measure';

export interface Computed {
  /** Of the main output, row by row, pixel by pixel, channel by channel. */
  readonly values: readonly number[];
  /** Products that the kernels made. */
  readonly multiplies: number;
}

/**
 * `weights` are those of the first layer that has any, by row, column, input channel and filter; the others, biases above
 * all, are zero. Or all are drawn from a seed.
 */
export async function compute(
  { network }: Design,
  input: readonly number[],
  weights: readonly number[] | { readonly seed: number },
): Promise<Computed> {
  const planned = planRun(network);
  invariant('plan' in planned, 'a design of the course can be run');
  const { plan } = planned;
  const first = plan.weights.findIndex(({ role }) => role === 'weight');
  const tensors =
    'seed' in weights
      ? seededWeights(plan, weights.seed)
      : plan.weights.map(({ shape }, index) =>
          index === first ? Float32Array.from(weights) : new Float32Array(elementCount(shape)),
        );
  const execution = await referenceBackend.prepare(plan, tensors, { count: true });
  execution.run(Float32Array.from(input));
  const values = [...execution.read(present(plan.outputs[0], 'an output').view)];
  const multiplies = (execution.counts() ?? []).reduce((sum, count) => sum + count.multiplies, 0);
  execution.dispose();
  return { values, multiplies };
}
