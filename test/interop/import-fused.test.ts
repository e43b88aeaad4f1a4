/** Which layers of a source are one in the language, where nothing else reads what is between them, and which stay apart. */

import assert from 'node:assert/strict';
import { imported } from '../support/imported';

const kinds: Readonly<Record<string, string>> = {
  Conv: 'type: "Convolution" convolution_param { num_output: 4 kernel_size: 1 }',
  ConvNB: 'type: "Convolution" convolution_param { num_output: 4 kernel_size: 1 bias_term: false }',
  Fc: 'type: "InnerProduct" inner_product_param { num_output: 4 }',
  FcNB: 'type: "InnerProduct" inner_product_param { num_output: 4 bias_term: false }',
  BN: 'type: "BatchNorm"',
  Scale: 'type: "Scale"',
  ScaleB: 'type: "Scale" scale_param { bias_term: true }',
  Bias: 'type: "Bias"',
  ReLU: 'type: "ReLU"',
  Soft: 'type: "Softmax"',
  Sig: 'type: "Sigmoid"',
  Norm: 'type: "Normalize" norm_param { across_spatial: false }',
  LRN: 'type: "LRN"',
  Drop: 'type: "Dropout"',
  Pool: 'type: "Pooling" pooling_param { kernel_size: 2 stride: 2 }',
  PReLU: 'type: "PReLU"',
  Mul2: 'type: "Power" power_param { scale: 2 }',
  Add3: 'type: "Power" power_param { shift: 3 }',
  Clip6: 'type: "ReLU6"',
  Div6: 'type: "Power" power_param { scale: 0.16666667 }',
  Sub3: 'type: "Power" power_param { shift: -3 }',
  Clip01: 'type: "Clip" clip_param { min: 0 max: 1 }',
  Half: 'type: "Power" power_param { scale: 0.5 shift: 0.5 }',
  Neg: 'type: "Power" power_param { scale: -1 }',
  Line6: 'type: "Power" power_param { scale: 0.16666667 shift: 0.5 }',
  Clip33: 'type: "Clip" clip_param { min: -3 max: 3 }',
};

/** Layers of Caffe one behind the other, `l0` the first; `more` reads their results. */
function netOf(chain: string, more = ''): string {
  const layers = chain.split(' ').map((kind, i) => {
    return `layer { name: "l${i}" ${kinds[kind]} bottom: "${i === 0 ? 'data' : `l${i - 1}`}" top: "l${i}" }`;
  });
  return `input: "data" input_dim: 1 input_dim: 4 input_dim: 8 input_dim: 8\n${layers.join('\n')}\n${more}`;
}

/** The layers without their names, and of how many numbers it is said that they would be trained. */
async function read(net: string): Promise<readonly [text: string, notes: number]> {
  const { text, foreign } = await imported('caffe', net);
  assert.deepEqual(foreign.missing, []);
  const body = text.slice(text.indexOf('\n\n', text.indexOf('input data')), text.lastIndexOf('}'));
  const lines = body.split('\n').map((line) => line.trim().replace(/(?<=^|\{ )\w+ = /g, ''));
  const notes = foreign.notes.filter(({ phrase }) => phrase === 'foreign.constant-trained');
  return [lines.filter((line) => line !== '' && !line.startsWith('output ')).join(' '), notes.length];
}

describe('layers that are one', () => {
  for (const [chain, expected, notes] of [
    [
      'Conv BN',
      'conv(4, 1x1, bias = true, norm = batchnorm(epsilon = 0.00001, scale = false, center = false), activation = none)',
      0,
    ],
    [
      'Conv BN ReLU',
      'conv(4, 1x1, bias = true, norm = batchnorm(epsilon = 0.00001, scale = false, center = false))',
      0,
    ],
    [
      'ConvNB BN',
      'conv(4, 1x1, norm = batchnorm(epsilon = 0.00001, scale = false, center = false), activation = none)',
      0,
    ],
    ['ConvNB BN Scale', 'conv(4, 1x1, norm = batchnorm(epsilon = 0.00001, center = false), activation = none)', 0],
    ['ConvNB BN ScaleB', 'conv(4, 1x1, norm = batchnorm(epsilon = 0.00001), activation = none)', 0],
    ['ConvNB BN ScaleB ReLU', 'conv(4, 1x1, norm = batchnorm(epsilon = 0.00001))', 0],
    ['ConvNB BN Scale Bias', 'conv(4, 1x1, norm = batchnorm(epsilon = 0.00001), activation = none)', 0],
    ['ConvNB BN Bias Scale', 'conv(4, 1x1, norm = batchnorm(epsilon = 0.00001), activation = none)', 0],
    ['ConvNB Bias', 'conv(4, 1x1, activation = none)', 0],
    ['ConvNB Bias ReLU', 'conv(4, 1x1)', 0],
    ['ConvNB Scale', 'conv(4, 1x1, norm = affine(center = false), activation = none)', 0],
    ['ConvNB ScaleB', 'conv(4, 1x1, norm = affine, activation = none)', 0],
    ['Conv Bias', 'conv(4, 1x1, bias = true, norm = affine(scale = false), activation = none)', 0],
    ['Conv Scale', 'conv(4, 1x1, bias = true, norm = affine(center = false), activation = none)', 0],
    ['Conv ReLU', 'conv(4, 1x1)', 0],
    ['Conv ReLU BN', 'conv(4, 1x1) batchnorm(epsilon = 0.00001, scale = false, center = false)', 0],
    ['Conv ReLU ReLU', 'conv(4, 1x1) relu()', 0],
    ['Conv Soft', 'conv(4, 1x1, activation = none) softmax()', 0],
    ['Conv PReLU', 'conv(4, 1x1, activation = prelu)', 0],
    [
      'Conv BN Soft',
      'conv(4, 1x1, bias = true, norm = batchnorm(epsilon = 0.00001, scale = false, center = false), activation = none) softmax()',
      0,
    ],
    [
      'Conv BN BN',
      'conv(4, 1x1, bias = true, norm = batchnorm(epsilon = 0.00001, scale = false, center = false), activation = none) batchnorm(epsilon = 0.00001, scale = false, center = false)',
      0,
    ],
    ['Conv Norm', 'conv(4, 1x1, bias = true, norm = l2norm, activation = none)', 0],
    ['Conv Norm Scale', 'conv(4, 1x1, bias = true, norm = l2norm, activation = none)', 0],
    ['Conv Norm ScaleB', 'conv(4, 1x1, bias = true, norm = l2norm, activation = none) affine()', 0],
    ['Conv LRN', 'conv(4, 1x1, bias = true, norm = lrn(alpha = 1), activation = none)', 0],
    ['Conv LRN ReLU', 'conv(4, 1x1, bias = true, norm = lrn(alpha = 1))', 0],
    ['Conv Drop', 'conv(4, 1x1, activation = none) dropout(0.5)', 0],
    [
      'Conv Pool ReLU',
      'conv(4, 1x1, activation = none) maxpool(2x2, stride = 2, padding = valid, rounding = ceil) relu()',
      0,
    ],
    ['Fc ReLU', 'dense(4, activation = relu)', 0],
    ['FcNB Bias', 'dense(4)', 0],
    ['FcNB Bias ReLU', 'dense(4, activation = relu)', 0],
    ['FcNB BN', 'dense(4, norm = batchnorm(epsilon = 0.00001, scale = false, center = false))', 0],
    ['BN Scale', 'batchnorm(epsilon = 0.00001, center = false)', 0],
    ['BN ScaleB', 'batchnorm(epsilon = 0.00001)', 0],
    ['BN Bias', 'batchnorm(epsilon = 0.00001, scale = false)', 0],
    ['BN ScaleB ReLU', 'batchnorm(epsilon = 0.00001) relu()', 0],
    ['Norm Scale', 'l2norm()', 0],
    ['Norm ScaleB', 'l2norm() affine()', 0],
    ['LRN Scale', 'lrn(alpha = 1) affine(center = false)', 0],
    ['Scale Scale', 'affine(center = false)', 0],
    ['Scale Bias', 'affine()', 0],
    ['Bias Scale', 'affine()', 0],
    ['ReLU Scale', 'relu() affine(center = false)', 0],
    ['Add3 Clip6', 'affine(scale = false) relu6()', 1],
    ['Add3 Clip6 Div6', 'hardsigmoid()', 0],
    ['Add3 Clip6 Sub3', 'clip(-3, 3)', 0],
    ['Half Clip01', 'hardsigmoid(slope = 0.5)', 0],
    ['Line6 Clip01', 'hardsigmoid()', 0],
    ['Neg Clip6', 'scale(-1) relu6()', 0],
    ['Add3 Clip6 Neg', 'affine(scale = false) relu6() scale(-1)', 1],
    ['Mul2 Clip6', 'scale(2) relu6()', 0],
    ['Conv Add3 Clip6 Div6', 'conv(4, 1x1, activation = hardsigmoid)', 0],
    ['Mul2 Mul2', 'scale(2) scale(2)', 0],
    ['Clip33 Add3 Div6', 'hardsigmoid()', 0],
    ['Clip6 Clip6', 'relu6() relu6()', 0],
  ] as const) {
    it(`writes ${chain}`, async () => assert.deepEqual(await read(netOf(chain)), [expected, notes]));
  }

  for (const [chain, gate, other] of [
    ['Sig', 'silu()', undefined],
    ['Line6 Clip01', 'hardswish()', undefined],
    ['Add3 Clip6 Div6', 'hardswish()', undefined],
    [
      'Half Clip01',
      'multiply { branch { } branch { hardsigmoid(slope = 0.5) } }',
      'multiply { branch { hardsigmoid(slope = 0.5) } branch { } }',
    ],
    ['ReLU', 'multiply { branch { } branch { relu() } }', 'multiply { branch { relu() } branch { } }'],
  ] as const) {
    it(`writes a result times ${chain} of it`, async () => {
      const end = `l${chain.split(' ').length - 1}`;
      const product = (a: string, b: string) =>
        netOf(
          chain,
          `layer { name: "g" type: "Eltwise" eltwise_param { operation: PROD } bottom: "${a}" bottom: "${b}" top: "g" }`,
        );
      assert.deepEqual(await read(product('data', end)), [gate, 0]);
      assert.deepEqual(await read(product(end, 'data')), [other ?? gate, 0]);
    });
  }

  it('writes apart what something else reads in between', async () => {
    const head = (bottom: string) => `layer { name: "head" type: "TanH" bottom: "${bottom}" top: "head" }`;
    assert.deepEqual(await read(netOf('ConvNB BN ReLU', head('l0'))), [
      'conv(4, 1x1, bias = false, activation = none) tanh() from l0 batchnorm(epsilon = 0.00001, scale = false, center = false) relu()',
      0,
    ]);
    assert.deepEqual(await read(netOf('ConvNB BN ReLU', head('l1'))), [
      'conv(4, 1x1, norm = batchnorm(epsilon = 0.00001, scale = false, center = false), activation = none) relu() from l0 tanh()',
      0,
    ]);
    assert.deepEqual(await read(netOf('BN Scale', head('l0'))), [
      'batchnorm(epsilon = 0.00001, scale = false, center = false) affine(center = false) from l0 tanh()',
      0,
    ]);
  });
});
