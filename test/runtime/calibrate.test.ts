/** The fit on made-up times, and a calibration with a backend that takes as long as it is told. */

import assert from 'node:assert/strict';
import { estimate, kernelKinds, parseMachineProfile, type Work } from '../../src/base/machine-profile';
import { type Plan, viewElements } from '../../src/plan/plan';
import type { Backend } from '../../src/runtime/backend';
import { calibrate, fitKernel, type Sample } from '../../src/runtime/calibrate';
import { kernelProbes, probePlan } from '../../src/runtime/calibration-probes';
import { leastSquares } from '../../src/runtime/least-squares';
import { referenceBackend } from '../../src/runtime/reference/reference-backend';
import { RunError } from '../../src/runtime/run-error';
import { wasmBackend } from '../../src/runtime/wasm/wasm-backend';

describe('least squares', () => {
  const rows = (factors: number[][], values: number[]) =>
    factors.map((row) => ({ factors: row, result: row.reduce((sum, f, i) => sum + f * (values[i] as number), 0) }));
  const near = (found: readonly number[], expected: readonly number[]): void => {
    assert.equal(found.length, expected.length);
    for (const [index, value] of found.entries()) {
      assert.ok(Math.abs(value - (expected[index] as number)) < 1e-9, `${found}, not ${expected}`);
    }
  };
  const factors = [
    [1, 2, 3],
    [4, 1, 0],
    [2, 2, 7],
    [5, 0, 1],
  ];

  it('finds what the rows were made of', () => {
    near(leastSquares(rows(factors, [2, 3, 0.5])), [2, 3, 0.5]);
    near(leastSquares(rows(factors, [0, 3, 0])), [0, 3, 0]);
  });

  it('gives no negative number', () => {
    // Without the bound it would be 1 and -1.
    const found = leastSquares([
      { factors: [1, 0], result: 1 },
      { factors: [1, 1], result: 0 },
      { factors: [0, 1], result: -1 },
    ]);
    // Of the first unknown alone the best is (1 + 0) / 2.
    near(found, [0.5, 0]);
  });

  it('takes one of several that say the same', () => {
    const [a = 0, b = 0] = leastSquares([
      { factors: [1, 2], result: 2 },
      { factors: [2, 4], result: 4 },
    ]);
    assert.ok(Math.abs(a + 2 * b - 2) < 1e-9);
    near(leastSquares([{ factors: [0, 0], result: 5 }]), [0, 0]);
    assert.deepEqual(leastSquares([]), []);
  });
});

describe('fit of a kernel', () => {
  const work = (height: number, channels: number, terms: number, inputs: number): Work => {
    return { kind: 'pointwise', height, width: 4, channels, groups: 1, terms, inputs, weightBytes: 0 };
  };

  it('finds times per term, input and output, and the best rate', () => {
    const works = [work(8, 16, 100, 3200), work(16, 64, 10, 640), work(4, 8, 500, 8000), work(10, 32, 50, 2000)];
    const samples: Sample[] = works.map((each) => {
      const outputs = each.height * 4 * each.channels;
      return { probe: { work: each }, ns: 700 + 0.02 * outputs * each.terms + 0.3 * each.inputs + 0.1 * outputs };
    });
    const fit = fitKernel('pointwise', samples, 700, 50);
    assert.ok(Math.abs(fit.nsPerTerm - 0.02) < 1e-9);
    assert.ok(Math.abs(fit.nsPerInput - 0.3) < 1e-9);
    assert.ok(Math.abs(fit.nsPerOutput - 0.1) < 1e-9);
    const rates = samples.map(({ ns }, index) => {
      const { height, channels, terms } = works[index] as Work;
      return (2 * height * 4 * channels * terms) / ns / 50;
    });
    assert.ok(Math.abs(fit.efficiency - Math.max(...rates)) < 1e-12);
  });
});

describe('calibration', () => {
  const clock = (): { now: () => number; pass: (ms: number) => void } => {
    let time = 0;
    return { now: () => time, pass: (ms) => (time += ms) };
  };

  /** A step takes 1 us, and 0.01 ns for each value of its result. */
  const backendWith = (pass: (ms: number) => void, seen: Plan[] = []): Backend => ({
    name: 'wasm',
    async prepare(plan, weights, options) {
      assert.equal(weights.length, plan.weights.length);
      seen.push(plan);
      return {
        features: ['simd'],
        threads: options?.threads ?? 1,
        run(_input, hooks) {
          for (const [index, { output }] of plan.steps.entries()) {
            if (hooks?.shouldCancel?.() === true) return false;
            pass(1e-3 + 1e-8 * viewElements(output));
            hooks?.onStep?.(index);
          }
          return true;
        },
        read: () => new Float32Array(0),
        counts: () => undefined,
        dispose() {},
      };
    },
  });

  it('reads peak, bandwidth and overhead off the times of steps', async () => {
    const { now, pass } = clock();
    const profile = await calibrate(backendWith(pass), { threads: 3 }, { now });
    assert.equal(profile.threads, 3);
    assert.deepEqual(profile.features, ['simd']);
    // 8 values.
    assert.ok(Math.abs(profile.stepOverheadUs - 1.00008) < 1e-6, String(profile.stepOverheadUs));
    // 128 MiB read and written, 16 Mi values of a result.
    const largest = 2 ** 27 / (1000 + 0.01 * 2 ** 24);
    assert.ok(Math.abs(profile.bandwidthGBs / largest - 1) < 1e-6, String(profile.bandwidthGBs));
    // A dense layer of 4,096 by 4,096 weights and a bias, with as many results.
    const reading = (4 * 4096 * 4097) / (1000 + 0.01 * 4096);
    assert.ok(Math.abs((profile.readGBs ?? 0) / reading - 1) < 1e-6, String(profile.readGBs));
    assert.deepEqual(parseMachineProfile(JSON.parse(JSON.stringify(profile))), profile);
  });

  it('tells how far it is, and can be cancelled', async () => {
    const { now, pass } = clock();
    const told: number[] = [];
    await calibrate(backendWith(pass), {}, { now, onProgress: (done, count) => told.push(done / count) });
    assert.equal(told.at(-1), 1);
    assert.deepEqual(
      told,
      told.toSorted((a, b) => a - b),
    );
    await assert.rejects(
      calibrate(backendWith(pass), {}, { now, shouldCancel: () => told.push(0) > 100 }),
      (problem) => problem instanceof RunError && problem.code === 'cancelled',
    );
  });

  it('of this machine gives a profile that is finite and positive', async function () {
    this.timeout(60_000);
    const profile = await calibrate(wasmBackend, { threads: 1 }, { now: () => performance.now() });
    assert.deepEqual(parseMachineProfile(JSON.parse(JSON.stringify(profile))), profile);
    assert.equal(profile.backend, 'wasm');
    for (const { work } of kernelProbes) {
      const { ms, limitMs } = estimate(work, profile);
      assert.ok(Number.isFinite(ms) && ms > 0 && limitMs > 0, work.kind);
    }
    for (const kind of kernelKinds) {
      const { nsPerTerm, nsPerInput, nsPerOutput } = profile.kernels[kind];
      assert.ok(nsPerTerm + nsPerInput + nsPerOutput > 0, kind);
    }
  });

  it('has probes of every kind, whose plans every backend takes', async () => {
    for (const kind of kernelKinds)
      assert.ok(
        kernelProbes.some(({ work }) => work.kind === kind),
        kind,
      );
    const small = kernelProbes.filter(({ work }) => work.height * work.width * work.channels * work.terms < 2e6);
    assert.ok(small.length > 5);
    const plan = probePlan(small);
    const weights = plan.weights.map(({ shape }) => new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.01));
    const executions = await Promise.all([referenceBackend, wasmBackend].map((each) => each.prepare(plan, weights)));
    for (const execution of executions) assert.ok(execution.run(Float32Array.of(1)));
    const [a, b] = executions.map((execution) => execution.read((plan.steps.at(-1) as Plan['steps'][0]).output));
    assert.ok(a?.every((value, index) => Math.abs(value - (b?.[index] ?? Number.NaN)) < 1e-4));
    for (const execution of executions) execution.dispose();
  });
});
