/** Properties of runs of small random networks: counts, shapes, statistics, the same values from any plan. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { allOps } from '../../src/ops/registry';
import type { Plan } from '../../src/plan/plan';
import { planRun } from '../../src/plan/plan-run';
import { referenceBackend } from '../../src/runtime/reference/reference-backend';
import type { RunResult } from '../../src/runtime/result';
import { type RunRequest, runNetwork } from '../../src/runtime/run-network';
import { seededInput, seededWeights } from '../../src/runtime/weights';
import { randomPlan } from '../support/random-network';

function request(plan: Plan, changes: Partial<RunRequest> = {}): RunRequest {
  const input = { kind: 'random', seed: 3 } as const;
  return { plan, input, weights: { kind: 'seed', seed: 4 }, repeat: 1, top: 3, verify: true, ...changes };
}

async function runOf(plan: Plan): Promise<RunResult> {
  let clock = 0;
  return (await runNetwork(request(plan), { now: () => clock++ })).result;
}

describe('runs of random networks', () => {
  const ran = new Set<string>();

  it('count the multiplies that were predicted, layer by layer, and equal the counting kernels', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1_000_000 }), async (seed) => {
        const random = randomPlan(seed);
        fc.pre(random !== undefined);
        const { network, plan } = random;
        const result = await runOf(plan);
        for (const { op } of plan.layers) ran.add(op);
        const { verify } = result;
        assert.ok(verify !== null);
        assert.deepEqual(verify.wrongLayers, []);
        assert.equal(verify.countedMultiplies, network.all.sums.multiplies.value);
        assert.equal(verify.countedEffectiveMultiplies, network.all.sums.effectiveMultiplies.value);
        // Sums grow in the same order in both, so that they are equal to the last bit.
        assert.equal(verify.maxAbsError, 0);
        for (const [index, layer] of result.layers.entries()) {
          assert.equal(layer.nan, 0, layer.path);
          assert.equal(layer.elements, layer.shape[0] * layer.shape[1] * layer.shape[2]);
          assert.deepEqual(layer.shape, plan.layers[index]?.shape);
        }
      }),
      { seed: 21, numRuns: 260 },
    );
  });

  it('have had every layer of the language among them', () => {
    const names = allOps.map(({ name }) => name).filter((name) => name !== 'input');
    assert.deepEqual(
      names.filter((name) => !ran.has(name)),
      [],
    );
  });

  it('give the same values up to a layer as in the whole, and with zeros kept around images', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1_000_000 }), fc.nat(), async (seed, choice) => {
        const random = randomPlan(seed);
        fc.pre(random !== undefined);
        const { network, plan } = random;
        const whole = await runOf(plan);
        const wanted = whole.layers[choice % whole.layers.length];
        assert.ok(wanted !== undefined);
        for (const withBorders of [false, true]) {
          const part = planRun(network, { upto: wanted.path, withBorders });
          assert.ok('plan' in part);
          assert.ok(part.plan.layers.length <= plan.layers.length);
          const result = await runOf(part.plan);
          const { min, max, mean, std } = result.outputs[0] as RunResult['outputs'][0];
          assert.deepEqual([min, max, mean, std], [wanted.min, wanted.max, wanted.mean, wanted.std]);
        }
      }),
      { seed: 22, numRuns: 40 },
    );
  });

  it('are right after one that was cancelled at any moment', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1_000_000 }), fc.nat(60), async (seed, moment) => {
        const random = randomPlan(seed);
        fc.pre(random !== undefined);
        const { plan } = random;
        const weights = seededWeights(plan, 1);
        const input = seededInput(plan.input.view.height * plan.input.view.width * plan.input.view.channels, 1);
        const view = (plan.outputs[0] as Plan['outputs'][0]).view;
        const fresh = await referenceBackend.prepare(plan, weights);
        assert.ok(fresh.run(input));
        const used = await referenceBackend.prepare(plan, weights);
        let asked = 0;
        const isDone = used.run(input, { shouldCancel: () => asked++ >= moment });
        assert.equal(isDone, asked <= moment);
        assert.ok(used.run(input));
        assert.deepEqual(used.read(view), fresh.read(view));
      }),
      { seed: 23, numRuns: 40 },
    );
  });
});
