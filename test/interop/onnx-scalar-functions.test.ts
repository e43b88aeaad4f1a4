/** Functions of one value as ONNX defines them, at values of tables and of the examples in its specification (Operators.md). */

import assert from 'node:assert/strict';
import { SourceAttributes } from '../../src/interop/onnx/read-model';
import { nodeFunction } from '../../src/interop/onnx/scalar-functions';

describe('ONNX: functions of one value', () => {
  for (const [type, ...pairs] of [
    // Abramowitz and Stegun, table 7.1.
    ['Erf', [0, 0], [0.1, 0.112462916], [0.5, 0.5204998778], [1, 0.8427007929], [1.5, 0.9661051465], [2, 0.995322265]],
    // Past where the series ends, from its complement.
    ['Erf', [2.4, 0.9993114861], [2.5, 0.999593048], [2.6, 0.9997639656], [3, 0.9999779095], [4, 0.9999999846]],
    ['Erf', [-0.5, -0.5204998778], [-3, -0.9999779095], [7, 1], [-40, -1], [1e300, 1]],
    ['Relu', [-1, 0], [0, 0], [2, 2]],
    ['Sigmoid', [-1, 0.26894142], [0, 0.5], [1, 0.73105858]],
    ['Tanh', [-1, -0.76159416], [0, 0], [1, 0.76159416]],
    ['Softplus', [-1, 0.31326169], [0, Math.LN2], [1, 1.31326169], [800, 800], [-800, 0]],
    ['Exp', [-1, 0.36787944], [0, 1], [1, Math.E]],
    ['Sqrt', [1, 1], [4, 2], [9, 3]],
    ['Neg', [-4, 4], [2, -2]],
    ['Abs', [-4, 4], [2, 2]],
    ['Reciprocal', [-4, -0.25], [2, 0.5]],
    ['LeakyRelu', [-1, -0.01], [0, 0], [1, 1]],
    ['Elu', [-1, -0.63212056], [0, 0], [1, 1]],
    ['Celu', [-1, -0.63212056], [0, 0], [1, 1]],
    ['Selu', [-1, -1.111330741], [0, 0], [1, 1.050701022]],
    ['HardSigmoid', [-1, 0.3], [0, 0.5], [1, 0.7], [-3, 0], [3, 1]],
    ['HardSwish', [-3, 0], [-1, -0.33333333], [0, 0], [1, 0.66666667], [3, 3], [4, 4]],
    ['Swish', [-1, -0.26894142], [1, 0.73105858]],
    ['Mish', [-1, -0.30340146], [0, 0], [1, 0.86509839]],
    ['Gelu', [-1, -0.15865525], [0, 0], [1, 0.84134475]],
    ['Softsign', [-1, -0.5], [0, 0], [1, 0.5]],
  ] as const) {
    it(`${type} of ${pairs.map(([x]) => x).join(', ')}`, () => {
      const f = nodeFunction(type, new SourceAttributes([]));
      assert.ok(f);
      for (const [x, expected] of pairs)
        assert.ok(Math.abs(f(x) - expected) < 1e-8 * Math.max(1, Math.abs(expected)), `${x}: ${f(x)}`);
    });
  }

  it('are no others', () => assert.equal(nodeFunction('Sin', new SourceAttributes([])), undefined));
});
