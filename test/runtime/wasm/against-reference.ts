/** Holds the wasm backend against the reference, step by step. */

import assert from 'node:assert/strict';
import { type Plan, viewElements } from '../../../src/plan/plan';
import type { Execution, PrepareOptions } from '../../../src/runtime/backend';
import { allowRelaxedSimd } from '../../../src/runtime/node-relaxed-simd';
import { referenceBackend } from '../../../src/runtime/reference/reference-backend';
import { wasmBackend } from '../../../src/runtime/wasm/wasm-backend';
import { seededInput, seededWeights } from '../../../src/runtime/weights';
import { networkOfBody, planOf } from '../../support/network-text';

// Both forms are tested, in Node 20 too.
allowRelaxedSimd();

/** What every step wrote, in one run. */
export function stepValues(execution: Execution, plan: Plan, input: Float32Array): Float32Array[] {
  const values: Float32Array[] = [];
  const isDone = execution.run(input, {
    onStep: (index) => {
      const step = plan.steps[index];
      assert.ok(step !== undefined);
      values.push(execution.read(step.output));
    },
  });
  assert.ok(isDone);
  assert.equal(values.length, plan.steps.length);
  return values;
}

export interface Prepared {
  readonly plan: Plan;
  readonly weights: readonly Float32Array[];
  readonly input: Float32Array;
}

export function prepareBody(body: string, seed = 7): Prepared {
  const plan = planOf(networkOfBody(body));
  return { plan, weights: seededWeights(plan, seed), input: seededInput(viewElements(plan.input.view), seed) };
}

/**
 * Runs both, the fast one in both of its forms, and compares every step.
 * @param tolerance The largest error, relative to the largest value of the step's result or to 1.
 */
export async function assertEqualsReference(
  { plan, weights, input }: Prepared,
  tolerance: number,
  options: PrepareOptions = {},
): Promise<void> {
  const wanted = stepValues(await referenceBackend.prepare(plan, weights), plan, input);
  for (const exact of [true, false]) {
    const fast = await wasmBackend.prepare(plan, weights, { ...options, exact });
    // Twice: the second run must not see what the first one left.
    stepValues(fast, plan, input);
    const got = stepValues(fast, plan, input);
    for (const [index, values] of got.entries()) {
      const step = plan.steps[index];
      assert.ok(step !== undefined);
      const error = relativeError(values, wanted[index] as Float32Array);
      const name = `${plan.layers[step.layer]?.path} ${step.kernel} of ${plan.network}`;
      assert.ok(error <= tolerance, `${name}, ${fast.features}: error ${error}`);
    }
    const stepwise = plan.outputs.map(({ view }) => fast.read(view));
    assert.ok(fast.run(input));
    // Where no step is read, some are computed with the one before them: to the same bits.
    for (const [index, { view }] of plan.outputs.entries()) assert.deepEqual(fast.read(view), stepwise[index]);
    fast.dispose();
  }
}

export function relativeError(values: Float32Array, wanted: Float32Array): number {
  assert.equal(values.length, wanted.length);
  let error = 0;
  let largest = 1;
  for (const [index, value] of wanted.entries()) {
    const difference = Math.abs((values[index] as number) - value);
    // NaN counts as an error, unless both are.
    if (!(difference <= error) && !Object.is(values[index], value)) error = difference;
    largest = Math.max(largest, Math.abs(value));
  }
  return error / largest;
}
