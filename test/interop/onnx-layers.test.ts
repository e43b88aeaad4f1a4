/** Every layer of the language, with every kind of argument, gives in ONNX Runtime what it gives here. */

import assert from 'node:assert/strict';
import { allOps } from '../../src/ops/registry';
import { networkOfBody } from '../support/network-text';
import { compareWithOnnx } from '../support/onnx-session';

/** One input size for all: odd and even, neither square nor a multiple of eight. */
const input = 'input image: 9x12x6';

const groups: Readonly<Record<string, readonly string[]>> = {
  convolutions: [
    'conv(5, 3x3)',
    'conv(5, 4x2, activation = none)',
    'conv(7, 1x1, bias = false)',
    // An odd zero at the bottom, none at the right.
    'conv(5, 3x2, stride = [2, 3])',
    'conv(5, 2x2, stride = 3)',
    'conv(5, 3x3, padding = valid)',
    'conv(5, 3x3, padding = [2, 1])',
    'conv(5, 3x2, padding = [0, 2, 1, 0], stride = [1, 2])',
    'conv(5, 2x2, padding = 4)',
    'conv(6, 3x3, groups = 3)',
    'conv(12, 3x3, groups = 6, stride = 2)',
    'conv(5, 3x3, dilation = 2)',
    'conv(5, 3x2, dilation = [3, 2], stride = 2)',
    'conv(5, 3x3, dilation = [1, 4], padding = [1, 0, 3, 2])',
    'conv(6, 3x3, dilation = 2, groups = 2, padding = valid)',
    'depthwise(3x3)',
    'depthwise(3x3, multiplier = 3, stride = 2)',
    'depthwise(2x4, dilation = [2, 1], padding = [1, 1, 0, 2])',
    'separable(5, 3x3)',
    'separable(5, 3x3, multiplier = 2, stride = 2, norm = batchnorm(), activation = relu6)',
    'separable(4, 5x3, dilation = 2, bias = false, activation = none)',
    'convtranspose(5, 3x3)',
    'convtranspose(5, 2x2, stride = 2, activation = none)',
    'convtranspose(5, 4x3, stride = [2, 3], norm = batchnorm(), activation = prelu)',
    // Results that no weight reaches.
    'convtranspose(5, 2x1, stride = 3, bias = true)',
    'convtranspose(5, 3x3, stride = 2, padding = 1, output_padding = 1)',
    'convtranspose(5, 3x2, stride = 2, padding = [1, 0, 2, 1], dilation = [2, 3], output_padding = [1, 2])',
    'convtranspose(5, 3x2, stride = 2, padding = valid, dilation = 3, output_padding = 2)',
    'convtranspose(6, 3x3, stride = 2, padding = valid, groups = 3)',
  ],
  norms: [
    'conv(5, 3x3, norm = batchnorm())',
    'conv(5, 3x3, norm = batchnorm(epsilon = 0.1, scale = false), bias = true)',
    'conv(5, 3x3, norm = batchnorm(center = false), activation = tanh)',
    'conv(5, 3x3, norm = lrn(alpha = 0.5))',
    'batchnorm()',
    'batchnorm(scale = false, center = false, epsilon = 1e-5)',
    'lrn(alpha = 0.7)',
    'lrn(1, alpha = 0.7, k = 2)',
    'lrn(3, alpha = 2, beta = 0.5)',
    // Wider than there are channels.
    'lrn(15, alpha = 2, beta = 1.5)',
    'lrn(2, alpha = 0.7)',
    'lrn(4, alpha = 0.7, beta = 0.6, k = 3)',
    'lrn(12, alpha = 2)',
    'lrn(3, alpha = 2, region = within)',
    'lrn(4, alpha = 2, beta = 0.5, region = within)',
    'layernorm()',
    'layernorm(scale = false, epsilon = 0.1)',
    'dense(7) -> layernorm(center = false)',
    'groupnorm(3)',
    'groupnorm(1, scale = false, center = false)',
    'groupnorm(6, epsilon = 0.1)',
    'instancenorm()',
    'instancenorm(scale = false)',
    'l2norm()',
    'l2norm(scale = false)',
    'affine()',
    'affine(center = false)',
    'affine(scale = false, center = false)',
    ...['layernorm', 'groupnorm(2)', 'instancenorm', 'l2norm', 'affine'].map((norm) => `conv(8, 3x3, norm = ${norm})`),
  ],
  pools: [
    'maxpool(3x3)',
    'maxpool(2x2)',
    'maxpool(2x3, stride = 2)',
    'maxpool(2x2, stride = 3, padding = valid)',
    'maxpool(3x3, stride = 2, padding = 1)',
    'maxpool(3x3, stride = 2, padding = [1, 0, 0, 2])',
    // Padding that no window reaches, more of it than the kernel.
    'maxpool(2x2, stride = 8, padding = [0, 7, 0, 2])',
    'maxpool(3x3, stride = 2, padding = valid, rounding = ceil)',
    'maxpool(2x2, stride = 2, padding = valid, rounding = ceil)',
    'maxpool(3x3, stride = 2, padding = 1, rounding = ceil)',
    'maxpool(2x3, stride = 4, padding = [1, 0, 1, 2], rounding = ceil)',
    'maxpool(4x4, stride = 3, padding = [0, 3, 0, 3], rounding = ceil)',
    ...[
      '3x3',
      '2x4',
      '3x3, stride = 2',
      '2x2, stride = 3, padding = valid',
      '3x3, stride = 2, padding = 1',
      '4x3, stride = 2, padding = [2, 0, 1, 1]',
      '3x3, stride = 2, padding = valid, rounding = ceil',
      '3x3, stride = 2, padding = 1, rounding = ceil',
      '4x4, stride = 3, padding = [1, 0, 1, 2], rounding = ceil',
      '5x5, stride = 4, padding = [2, 1, 0, 2], rounding = ceil',
    ].flatMap((how) => [`avgpool(${how})`, `avgpool(${how}, count_padding = true)`]),
    'globalavgpool()',
    'globalmaxpool()',
  ],
  // 9 and 12 in 3 are even, in 4 and 5 not; larger results repeat values.
  'adaptive pools': [1, 3, '[9, 12]', '[4, 5]', '[5, 4]', '[3, 5]', '[7, 11]', '[18, 12]', '[20, 25]'].map(
    (size) => `adaptiveavgpool(${size})`,
  ),
  activations: [
    'relu',
    'relu6',
    'leakyrelu',
    'sigmoid',
    'tanh',
    'silu',
    'gelu',
    'hardswish',
    'softmax',
    'prelu',
    'elu',
    'selu',
    'mish',
    'softplus',
    'hardsigmoid',
  ].flatMap((name) => [
    `scale(4) -> ${name}()`,
    `conv(9, 3x3, activation = ${name})`,
    `dense(9, activation = ${name})`,
  ]),
  'dense and flatten': [
    'dense(7)',
    'dense(7, bias = false, norm = batchnorm(), activation = relu)',
    'dense(7, norm = lrn(alpha = 3), activation = softmax)',
    'flatten()',
    'flatten() -> flatten() -> dense(4)',
    'flatten() -> dense(7) -> dense(3)',
    'dropout(0.3) -> flatten() -> relu() -> dense(7)',
    'conv(1, 3x3) -> flatten() -> dense(4)',
    'globalavgpool() -> flatten()',
    'globalmaxpool() -> dense(3)',
    // A list that becomes an image again.
    'dense(7) -> conv(5, 3x3) -> flatten()',
    'dense(8) -> lrn(alpha = 1) -> batchnorm() -> upsample(2) -> maxpool(2x2)',
    'dense(6) -> globalavgpool() -> pad(1)',
  ],
  'shape and arithmetic': [
    'pad(2)',
    'pad([0, 1, 3, 2]) -> conv(4, 3x3, padding = valid)',
    'upsample()',
    'upsample(3)',
    'upsample([1, 5])',
    'upsample([7, 6])',
    'upsample(2, mode = bilinear)',
    'upsample([3, 1], mode = bilinear)',
    'upsample([5, 7], mode = bilinear)',
    'scale(0.17)',
    'scale(-2) -> scale(0) -> scale(-0.5)',
    'identity()',
    'dropout(0.5)',
    'leakyrelu(slope = 0.3)',
    'leakyrelu(slope = -1)',
    'elu(alpha = 0.3)',
    'hardsigmoid(slope = 0.2)',
    'clip(-0.5, 0.25)',
    'conv(5, 3x3, activation = clip(0, 0.5))',
    'prelu(shared = true)',
    'dense(7, activation = prelu)',
    'pad([1, 2, 3, 0], mode = reflect)',
    'pad([1, 2, 3, 0], mode = edge)',
    'crop([1, 2, 3, 0])',
    'a = maxpool(2x2, stride = 2) from image crop(like = a)',
    'resize([4, 5])',
    'resize([18, 24], mode = bilinear)',
    'resize([13, 7])',
    'resize([13, 7], mode = bilinear)',
    'a = maxpool(2x2, stride = 2) from image resize(like = a, mode = bilinear)',
    'slice(1, 4)',
    'shuffle(3)',
    'crop([0, 1, 0, 0]) -> spacetodepth()',
    'crop([0, 1, 0, 0]) -> spacetodepth(4, order = crd)',
    'conv(12, 1x1) -> depthtospace()',
    'conv(12, 1x1) -> depthtospace(2, order = crd)',
  ],
  joins: [
    'concat { branch { conv(3, 1x1) } branch { } branch { maxpool(3x3) } }',
    'add { branch { conv(6, 3x3) } branch { } }',
    'add { branch { conv(6, 3x3) } branch { } branch { scale(2) } }',
    'concat { branch { conv(3, 1x1) } }',
    'add { branch { } }',
    'a = conv(4, 3x3) concat(a, a) b = relu() add(b, b, b)',
    // Lists with lists, and with images of one pixel.
    'concat { branch { dense(4) } branch { flatten() -> dense(3) } } -> softmax()',
    'concat { branch { dense(4) } branch { globalavgpool() } } -> conv(3, 1x1)',
    'add { branch { globalavgpool() -> conv(5, 1x1) } branch { dense(5) } branch { dense(5) -> identity() } }',
    'multiply { branch { } branch { globalavgpool() -> conv(6, 1x1, activation = sigmoid) } }',
    'multiply { branch { conv(1, 3x3) } branch { } branch { scale(2) } }',
    'multiply { branch { globalavgpool() } branch { conv(1, 3x3) } }',
    'multiply { branch { dense(4) } branch { dense(1) } } -> softmax()',
    'add { branch { } branch { globalavgpool() } }',
    'repeat i in 1..3 { concat { branch { } branch { conv(i, 3x3) } } }',
  ],
};

describe('ONNX: layers in ONNX Runtime', function () {
  this.timeout(60_000);

  for (const [name, bodies] of Object.entries(groups)) {
    it(`${name}: the same values`, async () => {
      for (const body of bodies) {
        const comparisons = await compareWithOnnx(networkOfBody(`${input}\n${body}`));
        for (const { error, largest, isSameWinner } of comparisons) {
          assert.ok(error <= 1e-5 * Math.max(1, largest), `${body}: off by ${error} of ${largest}`);
          assert.ok(isSameWinner, body);
          assert.ok(largest > 0 || body.includes('scale(0)'), `${body}: all zeros`);
        }
      }
    });
  }

  it('leave no layer out', () => {
    const texts = Object.values(groups).flat().join('\n');
    const names = allOps.map(({ name }) => name).filter((name) => name !== 'input');
    assert.deepEqual(
      names.filter((name) => !new RegExp(`\\b${name}\\b`).test(texts)),
      [],
    );
  });
});
