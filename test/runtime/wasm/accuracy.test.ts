/**
 * Rounding errors of long sums, on values like those between trained layers: none below zero, each like its neighbours. The
 * bounds are those of theory: rounding errors are taken as independent and evenly spread up to the unit roundoff, so that
 * the root mean square of their sum grows with the root of their number (Higham and Mary, A New Approach to Probabilistic
 * Rounding Error Analysis, 2019).
 */

import assert from 'node:assert/strict';
import { present } from '../../../src/base/assert';
import { seededRandom } from '../../../src/base/random';
import { viewElements } from '../../../src/plan/plan';
import { referenceBackend } from '../../../src/runtime/reference/reference-backend';
import { chooseConvolution } from '../../../src/runtime/wasm/algorithms';
import { wasmBackend } from '../../../src/runtime/wasm/wasm-backend';
import { type Winograd, winograd } from '../../../src/runtime/wasm/winograd-matrices';
import { fillNormal } from '../../../src/runtime/weights';
import { prepareBody, stepValues } from './against-reference';

/** Root mean square of what is evenly spread up to float32's unit roundoff. */
const roundoff = 2 ** -24 / Math.sqrt(3);

/** max(0, x) of normal numbers, half of whose variance a channel's pixels have in common. */
function activations(pixels: number, channels: number): Float32Array {
  const random = seededRandom(5);
  const common = fillNormal(new Float32Array(channels), random, 0, 1);
  const own = fillNormal(new Float32Array(pixels * channels), random, 0, 1);
  return own.map((value, index) => Math.max(0, value + (common[index % channels] as number)));
}

/**
 * E[xy] / E[x^2] of two of those values: (sqrt(1 - r^2) + r * (pi - acos r)) / pi with r = 1/2 (Cho and Saul, Kernel Methods
 * for Deep Learning, 2009).
 */
const likeness = (Math.sqrt(3) / 2 + Math.PI / 3) / Math.PI;

/**
 * Root mean square of what a result is summed of, as multiples of the result's: of products in the transformed domain, times
 * their weights in the result.
 */
function amplification({ input, weight, output, taps }: Winograd): number {
  const squares = (row: readonly number[]): number => row.reduce((sum, value) => sum + value * value, 0);
  const total = (row: readonly number[]): number => row.reduce((sum, value) => sum + value, 0);
  const products = input.map((row, point) => {
    const energy = (1 - likeness) * squares(row) + likeness * total(row) ** 2;
    return energy * squares(weight[point] as readonly number[]);
  });
  const energies = output.map((row) =>
    row.reduce((sum, value, at) => sum + value * value * (products[at] as number), 0),
  );
  return Math.sqrt(total(energies) / output.length / taps);
}

/** Of a sum of as many products, by blocks of 128 at most, and of other roundings of the size of the whole. */
function sumError(products: number, others: number): number {
  const block = 128;
  return roundoff * Math.sqrt((block + products / block) / 2 + others);
}

async function errors(body: string): Promise<{ readonly errors: readonly number[]; readonly by: string }> {
  const prepared = prepareBody(body);
  const { plan, weights } = prepared;
  const { view } = plan.input;
  const input = activations(viewElements(view) / view.channels, view.channels);
  const [wanted] = stepValues(await referenceBackend.prepare(plan, weights), plan, input);
  const found: number[] = [];
  for (const exact of [true, false]) {
    const fast = await wasmBackend.prepare(plan, weights, { exact });
    const [got] = stepValues(fast, plan, input);
    fast.dispose();
    let [difference, size] = [0, 0];
    for (const [index, value] of present(wanted, 'result').entries()) {
      difference += ((got?.[index] as number) - value) ** 2;
      size += value * value;
    }
    found.push(Math.sqrt(difference / size));
  }
  const [step] = plan.steps;
  const choice = step?.kernel === 'convolution' ? chooseConvolution(step) : undefined;
  if (choice?.by !== 'winograd') return { errors: found, by: choice?.by ?? 'dense' };
  const { vertical, horizontal } = choice.algorithm;
  return { errors: found, by: `${vertical.outputs}x${horizontal.outputs}` };
}

const plainly = 'bias = false, activation = none';

describe('accuracy of the fast kernels', function () {
  this.timeout(60_000);

  for (const [body, by, products] of [
    [`input x: 10x10x2048\nconv(24, 1x1, ${plainly})`, 'products', 2048],
    [`input x: 12x12x2050\nconv(24, 1x1, ${plainly})`, 'products', 2050],
    [`input x: 13x13x512\nconv(24, 3x3, stride = 2, ${plainly})`, 'products', 4608],
    [`input x: 7x7x512\ndense(40, ${plainly})`, 'dense', 25_088],
  ] as const) {
    it(`of sums of ${products} products (${by}) is that of sums by blocks`, async () => {
      const found = await errors(body);
      assert.equal(found.by, by);
      // Each product is rounded too, and the stored result.
      for (const error of found.errors) assert.ok(error < sumError(products, 2), `${error}`);
    });
  }

  for (const [body, by, channels, algorithms] of [
    [`input x: 28x28x512\nconv(32, 3x3, ${plainly})`, '4x4', 512, [winograd(4, 3), winograd(4, 3)]],
    [`input x: 15x15x512\nconv(32, 3x3, ${plainly})`, '3x3', 512, [winograd(3, 3), winograd(3, 3)]],
    [`input x: 6x10x512\nconv(32, 3x3, ${plainly})`, '2x2', 512, [winograd(2, 3), winograd(2, 3)]],
    [`input x: 24x24x256\nconv(32, 4x4, ${plainly})`, '3x3', 256, [winograd(3, 4), winograd(3, 4)]],
    [`input x: 24x24x256\nconv(32, 5x5, ${plainly})`, '2x2', 256, [winograd(2, 5), winograd(2, 5)]],
    [`input x: 17x17x512\nconv(32, 1x7, ${plainly})`, '1x2', 512, [winograd(2, 7)]],
    [`input x: 16x16x512\nconv(32, 3x1, ${plainly})`, '4x1', 512, [winograd(4, 3)]],
  ] as const) {
    const [, layer = ''] = body.split('\n');
    it(`of ${layer} by tiles of ${by} results is that of its transforms`, async () => {
      const found = await errors(body);
      assert.equal(found.by, by);
      const amplified = algorithms.reduce((product, each) => product * amplification(each), 1);
      // Transforms of inputs, weights and results round some four times in each direction.
      const most = amplified * sumError(channels, 12 * algorithms.length);
      for (const error of found.errors) assert.ok(error < most, `${error} of ${most}`);
    });
  }

  it('has points that amplify half as much as those of Lavin and Gray', () => {
    const theirs = amplification(winograd(4, 3, [0, 1, -1, 2, -2])) ** 2;
    assert.ok(amplification(winograd(4, 3)) ** 2 < theirs / 1.9, `${theirs}`);
    assert.ok(amplification(winograd(3, 3)) ** 2 < amplification(winograd(3, 3, [0, 1, -1, 2])) ** 2 / 1.5);
  });
});
