/** What the pictures of the course show, worked out apart. */

import assert from 'node:assert/strict';
import { seededRandom } from '../../src/base/random';
import { channelGate } from '../../src/course/designs';
import { laterSizes } from '../../src/course/googlenet';
import { designOf } from '../../src/course/measure';
import { manyChannelsSizes } from '../../src/course/one-by-one';
import { gatesOf, kernelResults } from '../../src/course/pictures';
import { noProgress, progressFrom, reviewState } from '../../src/course/progress';
import { planRun } from '../../src/plan/plan-run';
import { seededWeights } from '../../src/runtime/weights';

describe('pictures of the course', () => {
  it('has as many results at a pixel as there are kernels, each with its products and its bias', async () => {
    for (const [count, multiplies, params] of [
      [1, 6 * 6 * 32, 33],
      [8, 9_216, 8 * 33],
      [16, 18_432, 16 * 33],
    ] as const) {
      const { values, ...costs } = await kernelResults(manyChannelsSizes, count);
      assert.equal(values.length, count);
      // The lesson's own kernel: 4·1 + 3·(−2) + 1·1, which ReLU does not let through.
      assert.equal(values[0], 0);
      assert.ok(values.every((value) => Number.isInteger(value) && value >= 0));
      assert.deepEqual(costs, { multiplies, params });
    }
    // One more leaves the others as they are.
    const [eight, nine] = await Promise.all([8, 9].map((count) => kernelResults(manyChannelsSizes, count)));
    assert.deepEqual(nine?.values.slice(0, 8), eight?.values);
    assert.ok(new Set(eight?.values).size > 3);
  });

  it('opens each gate as sigmoid(W2 · relu(W1 · mean + b1) + b2) says', async () => {
    const planned = planRun(designOf(channelGate(laterSizes, laterSizes.squeeze)).network);
    assert.ok('plan' in planned);
    const [w1, b1, w2, b2] = seededWeights(planned.plan, 4);
    assert.ok(w1 && b1 && w2 && b2);
    const { channels, squeeze, size } = laterSizes;
    for (const image of [1, 2]) {
      const random = seededRandom(image);
      const strengths = Array.from({ length: channels }, () => Math.max(0, 16 * random() - 8));
      const means = new Array<number>(channels).fill(0);
      for (let pixel = 0; pixel < size * size; pixel++)
        for (let c = 0; c < channels; c++) means[c] = (means[c] ?? 0) + ((strengths[c] ?? 0) * random()) / size ** 2;
      const narrow = Array.from({ length: squeeze }, (_, j) =>
        Math.max(
          0,
          means.reduce((sum, mean, c) => sum + mean * (w1[c * squeeze + j] ?? 0), b1[j] ?? 0),
        ),
      );
      const gates = await gatesOf(laterSizes, image);
      assert.equal(gates.length, channels);
      for (let c = 0; c < channels; c++) {
        const sum = narrow.reduce((total, value, j) => total + value * (w2[j * channels + c] ?? 0), b2[c] ?? 0);
        assert.ok(Math.abs((gates[c] ?? 0) - 1 / (1 + Math.exp(-sum))) < 1e-5);
      }
      // Something to look at: some wide open, some as good as shut.
      assert.ok(Math.min(...gates) < 0.3 && Math.max(...gates) > 0.7);
    }
  });
});

describe('a review', () => {
  const at = (days: number): number => Date.UTC(2030, 0, 1 + days);
  const reviewed = new Date(at(0)).toISOString();

  it('is due again when a week has passed', () => {
    assert.equal(reviewState(noProgress, at(0)), 'new');
    assert.equal(reviewState({ ...noProgress, reviewed }, at(6)), 'done');
    assert.equal(reviewState({ ...noProgress, reviewed }, at(7)), 'due');
  });

  it('is kept, and no time that is none', () => {
    assert.equal(progressFrom({ ...noProgress, reviewed })?.reviewed, reviewed);
    assert.equal(progressFrom({ ...noProgress, reviewed: 'yesterday' }), undefined);
    assert.equal(progressFrom({ ...noProgress, reviewed: 7 }), undefined);
    assert.ok(!('reviewed' in (progressFrom(noProgress) ?? assert.fail())));
  });
});
