/** The backend as a whole: random networks, threads, cancel, memory, ends of threads. */

import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { analyze } from '../../../src/analysis/analyze';
import { type Plan, viewElements } from '../../../src/plan/plan';
import { planRun } from '../../../src/plan/plan-run';
import type { StartThreads } from '../../../src/runtime/backend';
import { RunError } from '../../../src/runtime/run-error';
import { findFeatures } from '../../../src/runtime/wasm/engine';
import { crewWords } from '../../../src/runtime/wasm/kernels/crew';
import { nodeThreads } from '../../../src/runtime/wasm/node-thread-crew';
import { ProgramBuilder } from '../../../src/runtime/wasm/program';
import { wasmBackend } from '../../../src/runtime/wasm/wasm-backend';
import { seededInput, seededWeights } from '../../../src/runtime/weights';
import { parse } from '../../../src/syntax/parser';
import { randomNetworkText } from '../../support/random-network';
import { inEnglish } from '../../support/refusal-text';
import { assertEqualsReference, type Prepared, prepareBody, stepValues } from './against-reference';

function randomNetwork(seed: number): Prepared | undefined {
  const text = randomNetworkText(seed);
  const analysis = analyze({ file: (id) => parse(id, text), resolve: () => 'outside' }, '/t.cnn');
  const network = analysis.networks[0];
  if (network === undefined) return undefined;
  const planned = planRun(network, { withBorders: seed % 2 === 0 });
  if (!('plan' in planned)) return undefined;
  const { plan } = planned;
  return { plan, weights: seededWeights(plan, seed), input: seededInput(viewElements(plan.input.view), seed) };
}

/** Long enough that threads share stages and stages have several chunks. */
const inceptionBody = `input x: 56x56x32
conv(48, 3x3) -> lrn()
concat {
  branch { conv(32, 1x1) }
  branch { conv(32, 1x1) -> conv(64, 3x3) }
  branch { conv(16, 1x1) -> conv(32, 5x5) }
  branch { maxpool(3x3) -> conv(32, 1x1) }
}
maxpool(3x3, stride = 2)
depthwise(3x3) -> conv(64, 1x1, activation = silu)
globalavgpool() -> dense(100, activation = softmax)`;

const seeds = fc.integer({ min: 0, max: 1_000_000 });

describe('wasm backend', function () {
  this.timeout(120_000);

  it('gives what the reference gives for random networks', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const network = randomNetwork(seed);
        fc.pre(network !== undefined);
        await assertEqualsReference(network, 2e-5);
      }),
      { seed: 31, numRuns: 150 },
    );
  });

  it('gives the same bits with 1, 2 and 3 threads', async () => {
    const { plan, weights, input } = prepareBody(inceptionBody);
    for (const exact of [true, false]) {
      const alone = await wasmBackend.prepare(plan, weights, { exact });
      const wanted = stepValues(alone, plan, input);
      for (const threads of [2, 3]) {
        const crew = await wasmBackend.prepare(plan, weights, { exact, threads, startThreads: nodeThreads() });
        assert.equal(crew.threads, threads);
        for (let run = 0; run < 5; run++) assert.deepEqual(stepValues(crew, plan, input), wanted);
        crew.dispose();
      }
    }
  });

  it('is right after a run that was cancelled, at any moment, with and without threads', async () => {
    const { plan, weights, input } = prepareBody(inceptionBody);
    for (const threads of [1, 2]) {
      const execution = await wasmBackend.prepare(plan, weights, { threads, startThreads: nodeThreads() });
      const wanted = stepValues(execution, plan, input);
      let moment = 0;
      for (;;) {
        let asked = 0;
        const isDone = execution.run(input, { shouldCancel: () => asked++ >= moment });
        assert.equal(isDone, asked <= moment);
        assert.deepEqual(stepValues(execution, plan, input), wanted);
        if (isDone) break;
        moment += 3;
      }
      assert.ok(moment >= plan.steps.length, 'asked at every step');
      execution.dispose();
    }
  });

  it('asks whether to go on within long steps', async () => {
    const { plan, weights, input } = prepareBody('input x: 56x56x128\nconv(256, 5x5)');
    const execution = await wasmBackend.prepare(plan, weights);
    let asked = 0;
    execution.run(input, {
      shouldCancel: () => {
        asked++;
        return false;
      },
    });
    // 2.6 billion products are some 100 ms of work; asked at least every 10.
    assert.ok(asked >= 10, `${asked}`);
  });

  it('keeps no memory from one run to the next', async () => {
    const { plan, weights, input } = prepareBody(
      'input x: 16x16x8\nconv(16, 3x3) -> maxpool(3x3) -> lrn() -> dense(10)',
    );
    const execution = await wasmBackend.prepare(plan, weights, { threads: 2, startThreads: nodeThreads() });
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const used = (): number => {
      collect();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    for (let run = 0; run < 50; run++) execution.run(input);
    const growths = Array.from({ length: 3 }, () => {
      const before = used();
      for (let run = 0; run < 200; run++) execution.run(input);
      return used() - before;
    });
    // What runs keep is kept by each of the three; what the rest of the process does meanwhile is not.
    assert.ok(Math.min(...growths) < 200_000, `${growths.join(', ')} bytes more after 200 runs each`);
    execution.dispose();
  });

  it('has threads sleep between runs, and wakes them', async () => {
    const { plan, weights, input } = prepareBody(inceptionBody);
    let words: Int32Array = new Int32Array();
    const startThreads: StartThreads = async (request) => {
      words = new Int32Array((request.memory as { buffer: SharedArrayBuffer }).buffer);
      await nodeThreads()(request);
    };
    const execution = await wasmBackend.prepare(plan, weights, { threads: 3, startThreads });
    const sleepers = (): number => Atomics.load(words, crewWords.sleepers / 4);
    for (let turn = 0; turn < 3; turn++) {
      while (sleepers() < 2) await new Promise((fulfil) => setTimeout(fulfil, 1));
      // They are awake for a while after a run that they were woken for.
      while (sleepers() > 0) execution.run(input);
    }
    execution.dispose();
  });

  it('cuts stages that threads share into as many pieces for each', () => {
    const kernel = { name: 'f32_test', position: 0, fields: {} };
    for (const threads of [2, 3, 4]) {
      const builder = new ProgramBuilder(0, threads);
      const works = [2e5, 5e6, 4.1e7, 4.3e7, 1e8, 5e8];
      for (const work of works) builder.stage(kernel, 1000, work, () => ({}));
      for (const { chunks } of builder.finish(1, new Set()).stagesByStep.flat()) {
        assert.ok(chunks > threads && chunks % threads === 0, `${chunks} for ${threads}`);
      }
    }
  });

  it('ends its threads when disposed of', async () => {
    const { plan, weights } = prepareBody('input x: 4x4x4\nconv(8, 1x1)');
    let ended = 0;
    const allEnded = new Promise<void>((fulfil) => {
      const startThreads = nodeThreads(() => {
        ended++;
        if (ended === 2) fulfil();
      });
      void wasmBackend.prepare(plan, weights, { threads: 3, startThreads }).then((execution) => execution.dispose());
    });
    await allEnded;
    assert.equal(ended, 2);
  });

  it('does without threads that cannot start', async () => {
    const { plan, weights, input } = prepareBody(inceptionBody);
    const wanted = stepValues(await wasmBackend.prepare(plan, weights), plan, input);
    const execution = await wasmBackend.prepare(plan, weights, { threads: 2, startThreads: async () => {} });
    assert.deepEqual(stepValues(execution, plan, input), wanted);
  });

  it('says when a thread has failed in the middle of its work', async () => {
    const { plan, weights, input } = prepareBody(inceptionBody);
    let words: Int32Array | undefined;
    let failedWord = 0;
    const execution = await wasmBackend.prepare(plan, weights, {
      threads: 2,
      startThreads: async (request) => {
        words = new Int32Array((request.memory as { buffer: SharedArrayBuffer }).buffer);
        failedWord = request.failedWord;
      },
    });
    assert.ok(words !== undefined);
    const claimOfCrew = 16;
    let hasTaken = false;
    const shared = words;
    assert.throws(
      () =>
        execution.run(input, {
          shouldCancel: () => {
            // Like a thread that claims a chunk and dies: one is claimed and never finished.
            if (!hasTaken && Atomics.load(shared, claimOfCrew + 1) !== 0) {
              hasTaken = true;
              Atomics.add(shared, claimOfCrew, 1);
              Atomics.store(shared, failedWord, 1);
            }
            return false;
          },
        }),
      (problem: unknown) => problem instanceof RunError && problem.code === 'crashed',
    );
  });

  it('refuses a plan that no memory can hold, with the bytes it would need', async () => {
    const { plan, weights } = prepareBody('input x: 4x4x4\nconv(8, 1x1)');
    const floats = 3 * 2 ** 29;
    const huge: Plan = { ...plan, arenaFloats: floats, arenaBytes: 4 * floats };
    await assert.rejects(wasmBackend.prepare(huge, weights), (problem: unknown) => {
      assert.ok(problem instanceof RunError);
      assert.equal(problem.code, 'memory');
      assert.match(inEnglish(problem.refusal), /needs 6,44\d,\d{3},\d{3} bytes/);
      return true;
    });
  });

  it('tells its features: relaxed where it is there, unless the same bits are asked for', async () => {
    const { plan, weights } = prepareBody('input x: 4x4x4\nconv(8, 1x1)');
    assert.deepEqual((await wasmBackend.prepare(plan, weights, { exact: true })).features, ['simd']);
    const usual = await wasmBackend.prepare(plan, weights);
    assert.deepEqual(usual.features, findFeatures().relaxed ? ['simd', 'relaxed'] : ['simd']);
    const threaded = await wasmBackend.prepare(plan, weights, { exact: true, threads: 2, startThreads: nodeThreads() });
    assert.deepEqual(threaded.features, ['simd', 'threads']);
    threaded.dispose();
  });
});
