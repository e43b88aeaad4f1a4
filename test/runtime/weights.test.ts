/** Seeded weights: reproducible, independent of each other, of the right size; tensors of a file matched by name. */

import assert from 'node:assert/strict';
import { seededRandom } from '../../src/base/random';
import type { NamedTensor } from '../../src/base/tensor';
import {
  fillNormal,
  naturalLogarithm,
  seededWeight,
  seededWeights,
  weightsFromTensors,
} from '../../src/runtime/weights';
import { networkOfBody, planOf } from '../support/network-text';
import { inEnglish } from '../support/refusal-text';

const body = 'input: 8x8x16\nconv(32, 3x3, norm = batchnorm())\ndense(10)';

describe('seeded weights', () => {
  it('use a logarithm of their own that agrees with the engine to 1e-15', () => {
    for (const x of [1, 0.9999, 0.75, 0.75, 0.7, 0.5, 0.1, 1e-5, 2 ** -40, 1e-300]) {
      assert.ok(
        Math.abs(naturalLogarithm(x) - Math.log(x)) <= 1e-15 * Math.max(1, Math.abs(Math.log(x))) * 2,
        `ln ${x}`,
      );
    }
  });

  it('are normal: mean 0, variance 1, and the known shares within 1 and 2 deviations', () => {
    const count = 200_000;
    const values = fillNormal(new Float32Array(count), seededRandom(1), 0, 1);
    let sum = 0;
    let squares = 0;
    let within1 = 0;
    let within2 = 0;
    for (const x of values) {
      sum += x;
      squares += x * x;
      if (Math.abs(x) < 1) within1++;
      if (Math.abs(x) < 2) within2++;
    }
    assert.ok(Math.abs(sum / count) < 0.01);
    assert.ok(Math.abs(squares / count - 1) < 0.02);
    assert.ok(Math.abs(within1 / count - 0.6827) < 0.005);
    assert.ok(Math.abs(within2 / count - 0.9545) < 0.003);
  });

  it('have variance 2 / fanIn', () => {
    const values = seededWeight({ name: 'a/weight', role: 'weight', shape: [3, 3, 64, 64], fanIn: 576 }, 1);
    const variance = values.reduce((total, x) => total + x * x, 0) / values.length;
    assert.ok(Math.abs(variance * 288 - 1) < 0.03);
  });

  it('depend on name and seed alone', () => {
    const whole = planOf(networkOfBody(body));
    const part = planOf(networkOfBody(`input: 8x8x16\nextra = conv(16, 1x1)\nconv(32, 3x3, norm = batchnorm())`));
    const inWhole = seededWeights(whole, 5)[whole.weights.findIndex(({ name }) => name === 'conv_1/weight')];
    const inPart = seededWeights(part, 5)[part.weights.findIndex(({ name }) => name === 'conv_1/weight')];
    assert.deepEqual(inWhole, inPart);
    assert.notDeepEqual(seededWeights(whole, 6)[0], seededWeights(whole, 5)[0]);
  });
});

describe('weights from tensors', () => {
  const plan = planOf(networkOfBody(body));
  const tensors = plan.weights.map(
    ({ name, shape }): NamedTensor => ({ name, shape, values: new Float32Array(shape.reduce((a, b) => a * b, 1)) }),
  );

  it('are taken by name, in any order', () => {
    const found = weightsFromTensors(plan, [...tensors].reverse());
    assert.ok('weights' in found);
    assert.deepEqual(
      found.weights,
      tensors.map(({ values }) => values),
    );
  });

  it('names what is missing, too much or of another shape', () => {
    const renamed = tensors.map((tensor) => {
      if (tensor.name === 'conv_1/norm.mean') return { ...tensor, name: 'conv_1/norm.means' };
      if (tensor.name === 'dense_1/weight') return { ...tensor, shape: [10, 2048] };
      return tensor;
    });
    const found = weightsFromTensors(plan, renamed);
    assert.ok('problems' in found);
    assert.deepEqual(found.problems.map(inEnglish), [
      'conv_1/norm.mean is missing: a tensor of shape [32] is needed; there is conv_1/norm.means',
      'dense_1/weight has shape [10, 2048], expected [2048, 10]',
      'conv_1/norm.means belongs to no layer of Test',
    ]);
  });

  it('lets pass what belongs to layers that this run does not need', () => {
    const part = planOf(networkOfBody(body), { upto: 'conv_1' });
    assert.ok('weights' in weightsFromTensors(part, tensors));
  });
});
