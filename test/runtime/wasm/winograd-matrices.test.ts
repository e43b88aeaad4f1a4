/** The matrices are those of the literature, and give the sums of the plain filter in float64. */

import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/base/random';
import { type Matrix, plain, winograd } from '../../../src/runtime/wasm/winograd-matrices';

function times(matrix: Matrix, vector: readonly number[]): number[] {
  return matrix.map((row) => row.reduce((sum, factor, index) => sum + factor * (vector[index] as number), 0));
}

describe('Winograd matrices', () => {
  it('are those of Lavin and Gray for F(4, 3) with their points', () => {
    const { input, weight, output } = winograd(4, 3, [0, 1, -1, 2, -2]);
    assert.deepEqual(output, [
      [1, 1, 1, 1, 1, 0],
      [0, 1, -1, 2, -2, 0],
      [0, 1, 1, 4, 4, 0],
      [0, 1, -1, 8, -8, 1],
    ]);
    const zero = (matrix: Matrix): number[][] => matrix.map((row) => row.map((value) => value + 0));
    assert.deepEqual(zero(input), [
      [4, 0, -5, 0, 1, 0],
      [0, -4, -4, 1, 1, 0],
      [0, 4, -4, -1, 1, 0],
      [0, -2, -1, 2, 1, 0],
      [0, 2, -1, -2, 1, 0],
      [0, 4, 0, -5, 0, 1],
    ]);
    assert.deepEqual(weight[1], [-1 / 6, -1 / 6, -1 / 6]);
    assert.deepEqual(weight[3], [1 / 24, 1 / 12, 1 / 6]);
    assert.deepEqual(weight[5], [0, 0, 1]);
  });

  for (const [outputs, taps] of [
    [1, 1],
    [2, 3],
    [3, 3],
    [4, 3],
    [3, 4],
    [2, 5],
    [2, 7],
    [6, 3],
  ] as const) {
    it(`F(${outputs}, ${taps}) gives the sums of the plain filter`, () => {
      const algorithm = outputs === 1 ? plain : winograd(outputs, taps);
      const random = seededRandom(outputs * 10 + taps);
      const values = Array.from({ length: outputs + taps - 1 }, () => random() - 0.5);
      const filter = Array.from({ length: taps }, () => random() - 0.5);
      const transformed = times(algorithm.weight, filter);
      const products = times(algorithm.input, values).map((value, index) => value * (transformed[index] as number));
      for (const [index, sum] of times(algorithm.output, products).entries()) {
        const wanted = filter.reduce((total, factor, tap) => total + factor * (values[index + tap] as number), 0);
        assert.ok(Math.abs(sum - wanted) < 1e-12, `${sum} ${wanted}`);
      }
    });
  }
});
