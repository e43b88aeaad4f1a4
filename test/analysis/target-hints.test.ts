/**
 * What comes out differently in a framework, by what the frameworks document: PyTorch 2.4 (nn.AvgPool2d, nn.BatchNorm2d,
 * nn.Conv2d), Keras 3 (pooling layers, BatchNormalization), BVLC Caffe (pooling_layer.cpp, batch_norm_layer.cpp), ONNX 1.17
 * (MaxPool, BatchNormalization), TensorFlow.js 4 (layers.conv2d).
 */

import assert from 'node:assert/strict';
import { analyze } from '../../src/analysis/analyze';
import { type Target, targetHints, targets } from '../../src/analysis/target-hints';
import type { Diagnostic } from '../../src/base/diagnostic';
import { parse } from '../../src/syntax/parser';

function hintsFor(body: string, target: Target): readonly Diagnostic[] {
  const file = parse('/n.cnn', `network N {\n  input: 28x28x16\n  ${body}\n}\n`);
  const analysis = analyze({ file: () => file, resolve: (_, path) => path }, '/n.cnn');
  assert.deepEqual(analysis.diagnostics, []);
  return targetHints(analysis, target);
}

const codesFor = (body: string, target: Target): readonly string[] => hintsFor(body, target).map(({ code }) => code);

/** Of the one hint there is. */
function valuesFor(body: string, target: Target): Diagnostic['values'] {
  const [hint, ...others] = hintsFor(body, target);
  assert.ok(hint !== undefined && others.length === 0, body);
  return hint.values;
}

/** A layer, and the targets that are told of it. */
const table: readonly (readonly [body: string, code: string, told: readonly Target[]])[] = [
  // 28 / 2 with a 3x3 window: one zero in all, which is at the bottom and right.
  ['conv(8, 3x3, stride = 2)', 'target.odd-same', ['pytorch', 'caffe']],
  ['maxpool(2x2, stride = 1)', 'target.odd-same', ['pytorch', 'caffe']],
  // An even kernel at stride 1: PyTorch's own same has the odd zero at the end too.
  ['conv(8, 2x2)', 'target.odd-same', ['caffe']],
  ['conv(8, 3x3)', 'target.odd-same', []],
  // Odd along one axis alone.
  ['conv(8, 1x3, stride = [1, 2])', 'target.odd-same', ['pytorch', 'caffe']],
  ['conv(8, 3x1, stride = [2, 1])', 'target.odd-same', ['pytorch', 'caffe']],
  ['conv(8, 3x3, stride = 2, padding = 1)', 'target.odd-same', []],
  // (28 - 3) / 2 + 1 = 13.5
  ['maxpool(3x3, stride = 2, padding = valid)', 'target.rounding', ['caffe']],
  ['maxpool(3x3, stride = 2, padding = valid, rounding = ceil)', 'target.rounding', ['keras', 'onnx', 'tfjs']],
  // (28 - 2) / 2 + 1 = 14
  ['maxpool(2x2, stride = 2, padding = valid)', 'target.rounding', []],
  ['avgpool(3x3)', 'target.count-padding', ['pytorch', 'caffe']],
  ['avgpool(3x3, count_padding = true)', 'target.count-padding', ['keras', 'onnx', 'tfjs']],
  ['avgpool(3x3, padding = valid)', 'target.count-padding', []],
  ['avgpool(3x3, padding = [0, 1, 0, 0])', 'target.count-padding', ['pytorch', 'caffe']],
  ['maxpool(3x3)', 'target.count-padding', []],
  ['conv(8, 3x3, groups = 4)', 'target.groups', ['tfjs']],
  ['conv(8, 3x3, groups = 1)', 'target.groups', []],
  ['shuffle(4)', 'target.groups', []],
  ['conv(8, 3x3, norm = batchnorm())', 'target.epsilon', ['pytorch', 'caffe', 'onnx']],
  ['batchnorm(epsilon = 1e-5)', 'target.epsilon', ['keras', 'tfjs']],
  ['layernorm(epsilon = 1e-5)', 'target.epsilon', ['keras', 'tfjs']],
  // What a framework has no layer for is not compared.
  ['groupnorm(4, epsilon = 1e-5)', 'target.epsilon', ['keras']],
  ['instancenorm(epsilon = 1e-3)', 'target.epsilon', ['pytorch', 'onnx']],
  ['instancenorm(epsilon = 1e-5)', 'target.epsilon', []],
  ['lrn()', 'target.epsilon', []],
];

describe('hints for a framework', () => {
  for (const [body, code, told] of table) {
    it(`${code} of ${body}: ${told.join(', ') || 'none'}`, () => {
      assert.deepEqual(
        targets.filter((target) => codesFor(body, target).includes(code)),
        told,
      );
    });
  }

  it('have the numbers of both', () => {
    // 28 / 2 with one zero; (28 - 3) / 2 + 1 = 13.5.
    assert.deepEqual(valuesFor('conv(8, 3x3, stride = 2)', 'caffe'), { target: 'Caffe', pads: '[0, 1, 0, 1]' });
    assert.deepEqual(valuesFor('maxpool(3x3, stride = 2, padding = valid)', 'caffe'), {
      target: 'Caffe',
      here: '13x13',
      there: '14x14',
    });
    assert.deepEqual(valuesFor('maxpool(3x3, stride = 2, padding = valid, rounding = ceil)', 'keras'), {
      target: 'Keras',
      here: '14x14',
      there: '13x13',
    });
    assert.deepEqual(valuesFor('avgpool(3x3)', 'pytorch'), { target: 'PyTorch', is: 'true' });
    assert.deepEqual(valuesFor('avgpool(3x3, count_padding = true)', 'onnx'), { target: 'ONNX', is: 'false' });
    assert.deepEqual(valuesFor('conv(8, 3x3, groups = 4)', 'tfjs'), { target: 'TensorFlow.js', groups: 4 });
    assert.deepEqual(valuesFor('batchnorm()', 'pytorch'), {
      target: 'PyTorch',
      name: 'batchnorm',
      here: '1e-3',
      there: '1e-5',
    });
  });

  it('name an epsilon once, and every layer whose padding moves', () => {
    const norm = 'conv(8, 3x3, stride = 2, norm = batchnorm())';
    assert.deepEqual(codesFor(`${norm}\n  ${norm}`, 'pytorch'), [
      'target.odd-same',
      'target.epsilon',
      'target.odd-same',
    ]);
  });
});
