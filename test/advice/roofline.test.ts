/** From layers to kernels: which times are added up, and what costs nothing. Numbers by hand, on a machine with round ones. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { predictedSum, predictTime, predictTimes } from '../../src/advice/roofline';
import { analyze } from '../../src/analysis/analyze';
import type { KernelKind, KernelProfile, MachineProfile } from '../../src/base/machine-profile';
import { parse } from '../../src/syntax/parser';
import { diskFiles, repositoryRoot } from '../support/disk-files';
import { roundProfile } from '../support/machine-profile';
import { networkOfBody } from '../support/network-text';

/** No overhead and next to no traffic: times are terms at 50 a nanosecond, but for the kinds that are given. */
function arithmeticOnly(kernels: Partial<Record<KernelKind, Partial<KernelProfile>>> = {}): MachineProfile {
  const gigabytesPerSecond = 1e9;
  const bandwidths = [{ bytes: 1, gigabytesPerSecond }];
  return roundProfile({ stepOverheadUs: 0, bandwidthGBs: gigabytesPerSecond, bandwidths }, kernels);
}

function times(body: string, profile = arithmeticOnly()): Record<string, number | undefined> {
  const network = networkOfBody(body);
  const predicted = predictTimes(network, profile);
  return Object.fromEntries(
    network.graph.layers.map(({ path, id }) => {
      const ms = predicted[id]?.predictedMs;
      // Nanoseconds, of which memory takes less than a hundredth here.
      return [path, ms === undefined ? undefined : Math.round(1e6 * ms * 100) / 100];
    }),
  );
}

describe('predicted times', () => {
  it('of convolutions are their products', () => {
    const found = times('input x: 10x10x20\nconv(50, 1x1)\nconv(10, 3x3, stride = 2)\nconv(20, 3x3, groups = 10)');
    // 5,000 results of 20; 5 * 5 * 10 of 9 * 50; 5 * 5 * 20 of 9 * 1.
    assert.deepEqual([found.conv_1, found.conv_2, found.conv_3], [2000, 2250, 90]);
  });

  it('take the algorithm of a window where that is faster, for stride 1 without groups or dilation', () => {
    const fast = { nsPerTerm: 0.002 };
    const profile = arithmeticOnly({ conv3x3: fast, conv5x5: fast, conv3x1: fast, conv7x1: fast });
    const body = [
      'input x: 10x10x10',
      ...['3x3', '5x5', '1x3', '3x1', '1x7', '7x1', '5x3'].map((kernel) => `conv(10, ${kernel})`),
      'conv(10, 3x3, dilation = 2)',
      'conv(10, 3x3, groups = 2)',
      'conv(10, 3x3, stride = 2)',
    ].join('\n');
    const found = times(body, profile);
    // 1,000 results of so many taps of 10 channels each.
    const expected = [18, 50, 6, 6, 14, 14, 3000, 1800, 900, 450];
    assert.deepEqual(
      expected.map((_, index) => found[`conv_${index + 1}`]),
      expected.map((value, index) => (index < 6 ? value * 10 : value)),
    );
    // Where it is slower, the plain products are taken.
    const slow = arithmeticOnly({ conv3x3: { nsPerTerm: 1 } });
    assert.equal(times('input x: 10x10x10\nconv(10, 3x3)', slow).conv_1, 1800);
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
    const predicted = predictTimes(network, roundProfile());
    const free = network.graph.layers.filter(({ op }) => ['concat', 'dropout', 'flatten'].includes(op.name));
    assert.deepEqual(free.map(({ op }) => op.name).sort(), ['concat', 'dropout', 'flatten']);
    for (const { id } of free) {
      assert.deepEqual(predicted[id], { predictedMs: 0, bound: null, limitMs: 0, attainableGflops: 0 });
    }
  });

  it('of a join are a copy for what cannot be a slice: the input, and what stands in two joins', () => {
    const profile = arithmeticOnly({ elementwise: { nsPerTerm: 1 } });
    const network = networkOfBody('input x: 5x5x4\na = conv(2, 1x1)\nconcat(x, a)\nb = conv(3, 1x1)\nconcat(b, a)');
    const predicted = predictTimes(network, profile);
    const joins = network.graph.layers.filter(({ op }) => op.name === 'concat');
    // The first copies 100 values of x and 50 of a, which are slices of the second.
    assert.deepEqual(
      joins.map(({ id }) => Math.round(1e6 * (predicted[id]?.predictedMs ?? Number.NaN))),
      [150, 0],
    );
  });

  it('say what is attainable at the limit', () => {
    const network = networkOfBody('input x: 10x10x100\nconv(50, 1x1)');
    const [, conv] = predictTimes(network, roundProfile());
    // 500,000 multiplies in 10 us: the peak. The memory would need 8.02 us.
    assert.deepEqual([conv?.bound, conv?.limitMs], ['compute', 0.01]);
    assert.ok(Math.abs((conv?.attainableGflops ?? 0) - 100) < 1e-9);
    // At a tenth of the bandwidth 1,000,000 operations on 80,200 bytes get 12.5 GFLOP/s.
    const slow = roundProfile({ bandwidthGBs: 1, bandwidths: [{ bytes: 1, gigabytesPerSecond: 1 }] });
    const [, bound] = predictTimes(network, slow);
    assert.equal(bound?.bound, 'memory');
    assert.ok(Math.abs((bound?.attainableGflops ?? 0) - 1e6 / 80_200) < 1e-9);
  });

  it('are unknown where a shape is, and so is their sum', () => {
    const text = 'network N {\n  input x: 8x8x3\n  conv(4, 3x3)\n  conv(wide, 1x1)\n}\n';
    const { networks } = analyze({ file: (id) => parse(id, text), resolve: () => 'outside' }, '/unknown.cnn');
    const [network] = networks;
    assert.ok(network);
    const predicted = predictTimes(network, roundProfile());
    assert.deepEqual(
      predicted.map((time) => time !== undefined),
      [true, true, false],
    );
    assert.equal(predictedSum(predicted, [0, 1, 2]), undefined);
    assert.equal(predictedSum(predicted, [0, 1]), predicted[1]?.predictedMs);
  });

  it('of one layer are those of all of them, in every example', () => {
    const examples = join(repositoryRoot, 'examples');
    for (const name of ['googlenet.cnn', 'inception-v3.cnn', 'squeezenet.cnn']) {
      const network = analyze(diskFiles(examples), join(examples, name)).networks.at(-1);
      assert.ok(network, name);
      const all = predictTimes(network, roundProfile());
      for (const { id } of network.graph.layers) {
        assert.deepEqual(predictTime(network, id, roundProfile()), all[id]);
        assert.ok(all[id] !== undefined && all[id].predictedMs >= all[id].limitMs);
      }
    }
  });
});
