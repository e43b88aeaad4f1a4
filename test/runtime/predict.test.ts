/** From steps to kernels: which times are added up, and what costs nothing. Numbers by hand, on a machine with round ones. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { analyze } from '../../src/analysis/analyze';
import type { KernelKind, KernelProfile, MachineProfile, PredictedTime } from '../../src/base/machine-profile';
import type { Step, TensorView } from '../../src/plan/plan';
import { knownSteps, planRun } from '../../src/plan/plan-run';
import { predictRun, predictTimes } from '../../src/runtime/predict';
import type { RunResult } from '../../src/runtime/result';
import { kernelLibrary } from '../../src/runtime/wasm/compiled-kernels';
import { lowerPlan } from '../../src/runtime/wasm/lower-plan';
import { worksOf } from '../../src/runtime/wasm/works';
import { seededWeights } from '../../src/runtime/weights';
import { parse } from '../../src/syntax/parser';
import { diskFiles, repositoryRoot } from '../support/disk-files';
import { roundProfile } from '../support/machine-profile';
import { networkOfBody, planOf } from '../support/network-text';
import { analyzeRandom, randomNetworkText, randomPlan } from '../support/random-network';

/** No overhead and next to no traffic: times are terms at 50 a nanosecond, but for the kinds that are given. */
function arithmeticOnly(kernels: Partial<Record<KernelKind, Partial<KernelProfile>>> = {}): MachineProfile {
  const gigabytesPerSecond = 1e9;
  const bandwidths = [{ bytes: 1, gigabytesPerSecond }];
  return roundProfile({ stepOverheadUs: 0, bandwidthGBs: gigabytesPerSecond, bandwidths }, kernels);
}

function byPath(network: NetworkAnalysis, profile: MachineProfile): ReadonlyMap<string, PredictedTime> {
  const known = knownSteps(network);
  const predicted = predictTimes(known, profile);
  return new Map(known.layers.map(({ path }, index) => [path, predicted[index] as PredictedTime]));
}

function times(body: string, profile = arithmeticOnly()): Record<string, number> {
  const predicted = byPath(networkOfBody(body), profile);
  // Nanoseconds, of which memory takes less than a hundredth here.
  const rounded = (ms: number) => Math.round(1e6 * ms * 100) / 100;
  return Object.fromEntries([...predicted].map(([path, { predictedMs }]) => [path, rounded(predictedMs)]));
}

/** A step as it is wherever in the arena its tensors lie. */
function unplaced(step: Step): Step {
  const atStart = (view: TensorView): TensorView => ({ ...view, offset: 0 });
  return { ...step, inputs: step.inputs.map(atStart), output: atStart(step.output) };
}

describe('predicted times', () => {
  it('of convolutions are their products', () => {
    const found = times('input x: 10x10x20\nconv(50, 1x1)\nconv(10, 3x3, stride = 2)\nconv(20, 3x3, groups = 10)');
    // 5,000 results of 20; 5 * 5 * 10 of 9 * 50; 5 * 5 * 20 of 9 * 1.
    assert.deepEqual([found.conv_1, found.conv_2, found.conv_3], [2000, 2250, 90]);
  });

  it('take the algorithm of a window that the kernels take, for stride 1 without groups or dilation', () => {
    const fast = { nsPerTerm: 0.002 };
    const profile = arithmeticOnly({ conv3x3: fast, conv5x5: fast, conv3x1: fast, conv7x1: fast });
    const body = [
      'input x: 16x16x50',
      ...['3x3', '5x5', '1x3', '3x1', '1x7', '7x1', '5x3'].map((kernel) => `conv(50, ${kernel})`),
      'conv(50, 3x3, dilation = 2)',
      'conv(50, 3x3, groups = 2)',
      'conv(50, 3x3, stride = 2)',
    ].join('\n');
    const found = times(body, profile);
    // 16 * 16 * 50 results of so many taps of 50 channels each, at 2 or 20 ps.
    const expected = [18, 50, 6, 6, 14, 14, 300, 180, 90, 45].map((perValue) => 640 * perValue);
    assert.deepEqual(
      expected.map((_, index) => Math.round(found[`conv_${index + 1}`] ?? 0)),
      expected,
    );
    // A result of one pixel would fill a 36th of what its tile takes: the plain products are taken.
    const small = times('input x: 3x3x10\nconv(10, 3x3, padding = valid)', profile);
    assert.equal(small.conv_1, 10 * 90 * 0.02);
  });

  it('tell tiles of 4x4, 3x3 and 2x2 results apart, and groups', () => {
    const profile = arithmeticOnly({
      conv3x3: { nsPerTerm: 0.002 },
      conv3x3by3: { nsPerTerm: 0.003 },
      conv3x3by2: { nsPerTerm: 0.004 },
      grouped: { nsPerTerm: 0.05 },
    });
    // The sizes whose tiles test/runtime/wasm/kernels.test.ts names; results of 9 products by 32, 128 or 8 channels.
    for (const [body, expected] of [
      ['input x: 28x28x32\nconv(32, 3x3)', 28 * 28 * 32 * 288 * 0.002],
      ['input x: 15x15x32\nconv(32, 3x3)', 15 * 15 * 32 * 288 * 0.003],
      ['input x: 10x10x128\nconv(128, 3x3)', 100 * 128 * 1152 * 0.004],
      ['input x: 10x10x32\nconv(32, 3x3, groups = 4)', 100 * 32 * 72 * 0.05],
    ] as const) {
      assert.equal(Math.round(times(body, profile).conv_1 ?? 0), Math.round(expected), body);
    }
  });

  it('of depthwise layers have a kernel of their own', () => {
    const profile = arithmeticOnly({ depthwise: { nsPerTerm: 0.1 } });
    const found = times('input x: 10x10x20\ndepthwise(3x3)\nseparable(50, 3x3)', profile);
    // 2,000 results of 9 taps; the same and 5,000 results of 20.
    assert.deepEqual([found.depthwise_1, found.separable_1], [1800, 1800 + 2000]);
  });

  it('have norms and activations in them, and a kernel for those that look at neighbours or need functions', () => {
    const profile = arithmeticOnly({ lrn: { nsPerTerm: 1 }, functions: { nsPerTerm: 3 } });
    const body =
      'input x: 10x10x20\nconv(5, 1x1, norm = batchnorm)\nconv(5, 1x1, activation = sigmoid)\nlrn(size = 5)\ndense(10, activation = softmax)';
    const found = times(body, profile);
    // 500 results of 20; of 5, and 3 ns for each; 500 of 5 at 1 ns; 10 of 500, and 3 ns for each.
    assert.deepEqual([found.conv_1, found.conv_2, found.lrn_1, found.dense_1], [200, 50 + 1500, 2500, 100 + 30]);
  });

  it('of pooling are the taps under its windows', () => {
    const profile = arithmeticOnly({ maxpool: { nsPerTerm: 1 }, avgpool: { nsPerTerm: 2 } });
    const found = times('input x: 8x8x10\nmaxpool(2x2, 2)\nglobalavgpool()', profile);
    // 4 * 4 * 10 windows of 4; 10 windows of 16, at 2 ns.
    assert.deepEqual([found.maxpool_1, found.globalavgpool_1], [640, 320]);
  });

  it('of a join of slices, a dropout and a flatten are nothing', () => {
    const network = networkOfBody(
      'input x: 8x8x4\nconcat {\n  branch { conv(4, 1x1) }\n  branch { conv(8, 1x1) }\n}\ndropout(0.5)\nflatten()',
    );
    const predicted = byPath(network, roundProfile());
    const free = network.graph.layers.filter(({ op }) => ['concat', 'dropout', 'flatten'].includes(op.name));
    assert.deepEqual(free.map(({ op }) => op.name).sort(), ['concat', 'dropout', 'flatten']);
    for (const { path } of free) {
      assert.deepEqual(predicted.get(path), { predictedMs: 0, bound: null, limitMs: 0, attainableGflops: 0 });
    }
  });

  it('of a join are a copy for what cannot be a slice: the input, and what stands in two joins', () => {
    const profile = arithmeticOnly({ elementwise: { nsPerTerm: 1 } });
    const network = networkOfBody('input x: 5x5x4\na = conv(2, 1x1)\nconcat(x, a)\nb = conv(3, 1x1)\nconcat(b, a)');
    const predicted = byPath(network, profile);
    const joins = network.graph.layers.filter(({ op }) => op.name === 'concat');
    // The first copies 100 values of x and 50 of a, which are slices of the second.
    assert.deepEqual(
      joins.map(({ path }) => Math.round(1e6 * (predicted.get(path)?.predictedMs ?? Number.NaN))),
      [150, 0],
    );
  });

  it('say what is attainable at the limit', () => {
    const network = networkOfBody('input x: 10x10x100\nconv(50, 1x1)');
    const conv = byPath(network, roundProfile()).get('conv_1');
    // 500,000 multiplies in 10 us: the peak. The memory would need 8.02 us.
    assert.deepEqual([conv?.bound, conv?.limitMs], ['compute', 0.01]);
    assert.ok(Math.abs((conv?.attainableGflops ?? 0) - 100) < 1e-9);
    // At a tenth of the bandwidth 1,000,000 operations on 80,200 bytes get 12.5 GFLOP/s.
    const slow = roundProfile({ bandwidthGBs: 1, bandwidths: [{ bytes: 1, gigabytesPerSecond: 1 }] });
    const bound = byPath(network, slow).get('conv_1');
    assert.equal(bound?.bound, 'memory');
    assert.ok(Math.abs((bound?.attainableGflops ?? 0) - 1e6 / 80_200) < 1e-9);
  });

  it('are unknown where a shape is, and known again behind it', () => {
    const body = 'conv(4, 3x3)\n  a = conv(wide, 1x1)\n  conv(8, 1x1)\n  relu()\n  b = conv(2, 1x1) from x';
    const text = `network N {\n  input x: 8x8x3\n  ${body}\n}\n`;
    const { networks } = analyze({ file: (id) => parse(id, text), resolve: () => 'outside' }, '/unknown.cnn');
    const [network] = networks;
    assert.ok(network);
    const predicted = byPath(network, roundProfile());
    // What leads nowhere is computed by nothing, but has a time if it were.
    assert.deepEqual([...predicted.keys()], ['conv_1', 'relu_1', 'b']);
    const alone = byPath(networkOfBody('input x: 8x8x3\nconv(4, 3x3)'), roundProfile());
    assert.deepEqual(predicted.get('conv_1'), alone.get('conv_1'));
  });

  it('of a stride of 2 on few channels are those of its phases: a copy, and a filter of half the size', () => {
    const profile = arithmeticOnly({ elementwise: { nsPerTerm: 1 }, conv4x4: { nsPerTerm: 0.001 } });
    const found = times('input x: 112x112x3\nconv(64, 7x7, stride = 2)', profile);
    // 118 * 118 pixels of 4 channels; 56 * 56 * 64 results of 4 * 4 taps on 16 channels.
    assert.equal(Math.round(found.conv_1 ?? 0), Math.round(118 * 118 * 4 + 56 * 56 * 64 * 256 * 0.001));
  });

  it('of what follows a layer in place are its own kernels', () => {
    const profile = arithmeticOnly({ elementwise: { nsPerTerm: 1 }, functions: { nsPerTerm: 3 } });
    const found = times('input x: 4x4x8\nc = conv(10, 1x1, activation = leakyrelu)\nsigmoid()\nadd(x, x, x)', profile);
    // 160 results of 8, and 1 ns for each; 160 of 3 ns; 128 results of two sums.
    assert.deepEqual([found.c, found.sigmoid_1, found.add_1], [160 * 8 * 0.02 + 160, 480, 256]);
  });

  it('are made from the steps of a run where all layers are run', () => {
    const examples = join(repositoryRoot, 'examples');
    for (const name of ['googlenet.cnn', 'inception-v3.cnn', 'squeezenet.cnn']) {
      const network = analyze(diskFiles(examples), join(examples, name)).networks.at(-1);
      assert.ok(network, name);
      const planned = planRun(network);
      assert.ok('plan' in planned, name);
      const { layers, steps, weights } = planned.plan;
      const known = knownSteps(network);
      assert.deepEqual({ ...known, steps: known.steps.map(unplaced) }, { layers, steps: steps.map(unplaced), weights });
      assert.deepEqual(predictTimes(known, roundProfile()), predictTimes(planned.plan, roundProfile()));
      for (const { predictedMs, limitMs } of predictTimes(planned.plan, roundProfile())) {
        assert.ok(predictedMs >= limitMs);
      }
    }
  });
});

describe('a run beside its prediction', () => {
  it('puts what most runs compute with a convolution together, where there were several runs', () => {
    const plan = planOf(networkOfBody('input x: 10x10x20\nconv(50, 1x1, activation = none) -> relu()\ntanh()'));
    // 100,000 products at 50 a nanosecond; a relu's 5,000 values at the same rate.
    const profile = { ...arithmeticOnly(), backend: 'wasm' } as const;
    const compared = (runs: number) => {
      const result = { backend: 'wasm', threads: 1, features: [], timing: { runsMs: new Array(runs).fill(0.01) } };
      const layers = plan.layers.map(() => ({ ms: 0.004 }));
      return predictRun({ ...result, layers } as unknown as RunResult, plan, profile)?.layers ?? [];
    };
    const microseconds = (runs: number) =>
      compared(runs).map(({ predictedMs }) => Math.round(1000 * predictedMs * 10) / 10);
    assert.deepEqual(microseconds(1), [2, 0.1, 0.1]);
    assert.deepEqual(microseconds(5), [2.1, 0, 0.1]);
    assert.deepEqual(
      compared(5).map(({ bound, limitShare }) => [bound === null, limitShare === null]),
      [
        [false, false],
        [true, true],
        [false, false],
      ],
    );
  });
});

describe('the kernels of a step', () => {
  it('are those of its stages: none where there is none', () => {
    const { kernels } = kernelLibrary({ relaxed: false, shared: false });
    let steps = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const found = randomPlan(seed);
      if (found === undefined) continue;
      const { plan } = found;
      steps += plan.steps.length;
      const { stagesByStep } = lowerPlan(plan, seededWeights(plan, 1), kernels, 1);
      for (const [index, step] of plan.steps.entries()) {
        const works = worksOf(step, plan.weights);
        assert.equal(works.length > 0, stagesByStep[index]?.length !== 0, `${seed}: ${step.kernel}`);
        assert.ok(works.length <= (stagesByStep[index]?.length ?? 0), `${seed}: ${step.kernel}`);
      }
    }
    assert.ok(steps > 500, `${steps} steps`);
  });

  it('can be told of what is known of a text with mistakes', () => {
    let broken = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const network = analyzeRandom(randomNetworkText(seed).replace(/\(\d+/, '(nobody'));
      if (network === undefined || 'plan' in planRun(network)) continue;
      broken++;
      for (const [path, { predictedMs }] of byPath(network, roundProfile())) {
        assert.ok(Number.isFinite(predictedMs), `${seed}: ${path}`);
      }
    }
    assert.ok(broken > 100, `${broken} broken`);
  });
});
