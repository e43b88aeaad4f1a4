/** What the pictures of the course show, worked out apart. */

import assert from 'node:assert/strict';
import { seededRandom } from '../../src/base/random';
import { channelGate } from '../../src/course/designs';
import { clashOf, flowOf, placesOf, termsOf } from '../../src/course/flow';
import { laterSizes } from '../../src/course/googlenet';
import { directSizes } from '../../src/course/inception';
import { designOf, read } from '../../src/course/measure';
import { manyChannelsSizes } from '../../src/course/one-by-one';
import { gatesOf, kernelResults, slidingWindow, withValidPadding } from '../../src/course/pictures';
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

  it('names the channels that are stacked, but the shapes that are added or multiplied', () => {
    const termsIn = (join: string): string => {
      const file = `network N() { input image: 28x28x192 ${join} { branch {} branch { conv(64, 1x1) } } }`;
      const found = flowOf(read(file).networks[0] ?? assert.fail(file)).items.find(({ kind }) => kind === 'join');
      return found?.kind === 'join' ? termsOf(found) : assert.fail('no join');
    };
    assert.equal(termsIn('concat'), '192 + 64');
    assert.equal(termsIn('add'), '28×28×192 + 28×28×64');
    assert.equal(termsIn('multiply'), '28×28×192 × 28×28×64');
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

  it('has what one filter makes of the image behind its window, padding being zeros', async () => {
    const { size, channels, kernel } = directSizes;
    const results = await slidingWindow(directSizes).results();
    const random = seededRandom(7);
    const draw = (count: number) => Float32Array.from({ length: count }, () => 2 * random() - 1);
    const image = draw(size * size * channels);
    const weights = draw(kernel * kernel * channels);
    assert.equal(results.length, size * size);
    for (const [row, column] of [
      [0, 0],
      [13, 5],
      [27, 27],
    ] as const) {
      let sum = 0;
      for (let y = 0; y < kernel; y++) {
        for (let x = 0; x < kernel; x++) {
          const [r, c] = [row + y - 2, column + x - 2];
          if (r < 0 || c < 0 || r >= size || c >= size) continue;
          for (let channel = 0; channel < channels; channel++) {
            sum +=
              (image[(r * size + c) * channels + channel] ?? 0) * (weights[(y * kernel + x) * channels + channel] ?? 0);
          }
        }
      }
      assert.ok(Math.abs((results[row * size + column] ?? 0) - Math.max(0, sum)) < 1e-3, `${row}, ${column}`);
    }
  });

  it('tries valid padding at the largest window, and says which sizes do not stack then', () => {
    const file = (big: string) =>
      `network N() { input i: 28x28x8 concat { branch { conv(4, 1x1) } branch { conv(4, 3x3) } branch { ${big} } } }`;
    const valid = withValidPadding(file('conv(4, 5x5)'));
    assert.deepEqual(valid, { kernel: '5×5', text: file('conv(4, 5x5, padding = valid)') });
    const joinOf = (text: string) => {
      const [network] = read(text).networks;
      const join = network && flowOf(network).items.find((item) => item.kind === 'join');
      return join?.kind === 'join' ? join : assert.fail(text);
    };
    assert.deepEqual(clashOf(joinOf(valid?.text ?? '')), { odd: '24×24', others: '28×28' });
    assert.equal(clashOf(joinOf(file('conv(4, 5x5)'))), undefined);
    // Written already, or nothing with a window: there is nothing to try.
    assert.equal(withValidPadding(file('conv(4, 5x5, padding = same)')), undefined);
    assert.equal(withValidPadding('network N() { input i: 8x8x8 conv(4, 1x1) }'), undefined);
    assert.equal(withValidPadding('netw'), undefined);
  });

  it('knows what a branch still lacks while it is written', () => {
    const flow = (third: string, fourth: string) => {
      const text = `network N() { input i: 28x28x8 concat { branch { ${third} } branch { ${fourth} } } }`;
      return flowOf(read(text).networks[0] ?? assert.fail(text));
    };
    const solved = flow('conv(2, 1x1) -> conv(4, 5x5)', 'maxpool(3x3) -> conv(4, 1x1)');
    const lacking = (third: string, fourth: string) =>
      placesOf(flow(third, fourth), solved)?.map((layers) => layers.map(({ label }) => label));
    assert.deepEqual(lacking('conv(2, 1x1)', ''), [['conv 5×5'], ['maxpool 3×3', 'conv 1×1']]);
    assert.deepEqual(lacking('conv(2, 1x1) -> conv(4, 5x5)', 'maxpool(3x3)'), [[], ['conv 1×1']]);
    // Begun in another way: its own shape is shown, and nothing is said to be lacking.
    assert.deepEqual(lacking('conv(4, 5x5)', 'conv(4, 1x1)'), [[], []]);
  });
});
