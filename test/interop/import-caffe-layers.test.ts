/**
 * Single layers of Caffe, with the defaults and rules of its caffe.proto: what each becomes, what of it is left out, and the names
 * of types in the older form.
 */

import assert from 'node:assert/strict';
import { foreignNetwork, imported } from '../support/imported';

/** A layer by its type and parameters, between an activation that is read in any case and the output. */
function netOf(layer: string): string {
  const [type = ''] = layer.split(' ');
  return `input: "data" input_dim: 1 input_dim: 4 input_dim: 8 input_dim: 8
    layer { name: "c" type: "ReLU6" bottom: "data" top: "c" }
    layer { name: "n" type: "${type}" bottom: "c" top: "n" ${layer.slice(type.length)} }`;
}

describe('import of Caffe: single layers', () => {
  for (const [layer, expected] of [
    [
      'Convolution convolution_param { num_output: 2 kernel_size: 3 }',
      'conv(2, 3x3, padding = valid, activation = none)',
    ],
    [
      'Convolution convolution_param { num_output: 2 kernel_h: 3 kernel_w: 5 stride_h: 2 stride_w: 1 pad_h: 1 pad_w: 2 }',
      'conv(2, 3x5, stride = [2, 1], padding = [1, 2], activation = none)',
    ],
    [
      'Convolution convolution_param { num_output: 2 kernel_size: 3 kernel_size: 5 stride: 2 stride: 1 pad: 1 pad: 2 }',
      'conv(2, 3x5, stride = [2, 1], padding = [1, 2], activation = none)',
    ],
    [
      'Convolution convolution_param { num_output: 2 kernel_size: 3 dilation: 2 }',
      'conv(2, 3x3, padding = valid, dilation = 2, activation = none)',
    ],
    [
      'Convolution convolution_param { num_output: 2 kernel_size: 3 dilation: 2 dilation: 1 }',
      'conv(2, 3x3, padding = valid, dilation = [2, 1], activation = none)',
    ],
    [
      'Convolution convolution_param { num_output: 4 kernel_size: 3 group: 2 bias_term: false }',
      'conv(4, 3x3, padding = valid, groups = 2, bias = false, activation = none)',
    ],
    [
      'Convolution convolution_param { num_output: 8 kernel_size: 3 group: 4 pad: 1 }',
      'depthwise(3x3, multiplier = 2, activation = none)',
    ],
    [
      'ConvolutionDepthwise convolution_param { num_output: 4 kernel_size: 3 pad: 1 }',
      'depthwise(3x3, activation = none)',
    ],
    [
      'DepthwiseConvolution convolution_param { num_output: 4 kernel_size: 3 pad: 1 }',
      'depthwise(3x3, activation = none)',
    ],
    [
      'Deconvolution convolution_param { num_output: 2 kernel_size: 4 stride: 2 pad: 1 }',
      'convtranspose(2, 4x4, stride = 2, padding = 1, activation = none)',
    ],
    [
      'Deconvolution convolution_param { num_output: 4 kernel_size: 2 stride: 2 group: 4 bias_term: false }',
      'convtranspose(4, 2x2, stride = 2, padding = valid, groups = 4, bias = false, activation = none)',
    ],
    [
      'Deconvolution convolution_param { num_output: 4 kernel_size: 3 dilation: 2 }',
      'convtranspose(4, 3x3, padding = valid, dilation = 2, activation = none)',
    ],
    [
      'Pooling pooling_param { kernel_size: 2 stride: 2 }',
      'maxpool(2x2, stride = 2, padding = valid, rounding = ceil)',
    ],
    [
      'Pooling pooling_param { pool: MAX kernel_size: 3 stride: 2 }',
      'maxpool(3x3, stride = 2, padding = valid, rounding = ceil)',
    ],
    [
      'Pooling pooling_param { pool: 0 kernel_size: 3 stride: 2 }',
      'maxpool(3x3, stride = 2, padding = valid, rounding = ceil)',
    ],
    [
      'Pooling pooling_param { pool: AVE kernel_size: 3 stride: 2 }',
      'avgpool(3x3, stride = 2, padding = valid, rounding = ceil)',
    ],
    [
      'Pooling pooling_param { pool: 1 kernel_size: 3 stride: 2 pad: 1 }',
      'avgpool(3x3, stride = 2, padding = 1, rounding = ceil, count_padding = true)',
    ],
    [
      'Pooling pooling_param { pool: MAX kernel_size: 3 stride: 2 round_mode: FLOOR }',
      'maxpool(3x3, stride = 2, padding = valid)',
    ],
    [
      'Pooling pooling_param { pool: MAX kernel_size: 3 stride: 2 round_mode: 1 }',
      'maxpool(3x3, stride = 2, padding = valid)',
    ],
    [
      'Pooling pooling_param { pool: MAX kernel_size: 3 stride: 2 round_mode: CEIL }',
      'maxpool(3x3, stride = 2, padding = valid, rounding = ceil)',
    ],
    [
      'Pooling pooling_param { pool: MAX kernel_size: 3 stride: 2 ceil_mode: false }',
      'maxpool(3x3, stride = 2, padding = valid)',
    ],
    ['Pooling pooling_param { pool: MAX kernel_size: 3 stride: 1 pad: 1 }', 'maxpool(3x3)'],
    ['Pooling pooling_param { pool: AVE global_pooling: true }', 'globalavgpool()'],
    ['Pooling pooling_param { pool: MAX global_pooling: true }', 'globalmaxpool()'],
    [
      'Pooling pooling_param { kernel_size: 2 stride: 7 }',
      'maxpool(2x2, stride = 7, padding = valid, rounding = ceil)',
    ],
    ['InnerProduct inner_product_param { num_output: 5 }', 'dense(5)'],
    ['InnerProduct inner_product_param { num_output: 5 bias_term: false }', 'dense(5, bias = false)'],
    ['LRN', 'lrn(alpha = 1)'],
    ['LRN lrn_param { local_size: 3 alpha: 0.5 beta: 0.5 k: 2 }', 'lrn(size = 3, alpha = 0.5, beta = 0.5, k = 2)'],
    ['LRN lrn_param { norm_region: WITHIN_CHANNEL k: 2 }', 'lrn(alpha = 1, region = within)'],
    ['LRN lrn_param { norm_region: 1 }', 'lrn(alpha = 1, region = within)'],
    ['LRN lrn_param { norm_region: ACROSS_CHANNELS }', 'lrn(alpha = 1)'],
    ['BatchNorm', 'batchnorm(epsilon = 0.00001, scale = false, center = false)'],
    ['BatchNorm batch_norm_param { eps: 0.001 }', 'batchnorm(scale = false, center = false)'],
    ['Scale', 'affine(center = false)'],
    ['Scale scale_param { bias_term: true }', 'affine()'],
    ['Bias', 'affine(scale = false)'],
    ['Normalize norm_param { across_spatial: false }', 'l2norm()'],
    ['Normalize norm_param { across_spatial: false eps: 0.5 }', 'l2norm(epsilon = 0.5)'],
    ['ReLU', 'relu()'],
    ['ReLU relu_param { negative_slope: 0.1 }', 'leakyrelu(slope = 0.1)'],
    ['ReLU6', 'relu6()'],
    ['PReLU', 'prelu()'],
    ['PReLU prelu_param { channel_shared: true }', 'prelu(shared = true)'],
    ['ELU', 'elu()'],
    ['ELU elu_param { alpha: 0.5 }', 'elu(alpha = 0.5)'],
    ['Sigmoid', 'sigmoid()'],
    ['TanH', 'tanh()'],
    ['BNLL', 'softplus()'],
    ['Mish', 'mish()'],
    ['Swish', 'silu()'],
    ['Clip clip_param { min: 0 max: 6 }', 'relu6()'],
    ['Clip clip_param { min: -1 max: 1 }', 'clip(-1, 1)'],
    ['Clip clip_param { min: -1 max: 6 }', 'clip(-1, 6)'],
    ['Power power_param { scale: 2 }', 'scale(2)'],
    ['Power power_param { scale: 2 shift: 1 }', 'affine()'],
    ['Power power_param { shift: 1 }', 'affine(scale = false)'],
    ['Softmax', 'softmax()'],
    ['Dropout', 'dropout(0.5)'],
    ['Dropout dropout_param { dropout_ratio: 0.2 }', 'dropout(0.2)'],
    ['ShuffleChannel shuffle_channel_param { group: 2 }', 'shuffle(2)'],
  ] as const) {
    it(`reads ${layer}`, async () => {
      const { text, foreign } = await imported('caffe', netOf(layer));
      assert.deepEqual(foreign.missing, []);
      const lines = text.split('\n').map((line) => line.trim());
      assert.deepEqual(
        lines.filter((line) => line.startsWith('n = ')),
        [`n = ${expected}`],
      );
      assert.ok(lines.includes('output n'));
    });
  }

  for (const layer of ['Power', 'Concat', 'Split', 'Eltwise']) {
    it(`reads ${layer} of one blob as that blob`, async () => {
      const { network, foreign } = await imported('caffe', netOf(layer));
      assert.deepEqual(foreign.missing, []);
      assert.deepEqual(
        network.graph.layers.map(({ op }) => op.name),
        ['input', 'relu6'],
      );
    });
  }

  for (const [layer, reason] of [
    ['Pooling pooling_param { pool: STOCHASTIC kernel_size: 2 }', 'foreign.pool-kind'],
    ['Pooling pooling_param { kernel_size: 1 stride: 3 }', 'foreign.window-beyond'],
    ['Pooling pooling_param { kernel_h: 2 kernel_w: 1 stride_h: 2 stride_w: 8 }', 'foreign.window-beyond'],
    ['InnerProduct inner_product_param { num_output: 5 axis: 2 }', 'foreign.axis'],
    ['Scale scale_param { axis: 2 }', 'foreign.axis'],
    ['Scale scale_param { num_axes: 2 }', 'foreign.axis'],
    ['Normalize', 'foreign.across-image'],
    ['Swish swish_param { beta: 2 }', 'foreign.no-layer'],
    ['Power power_param { power: 2 }', 'foreign.power'],
    ['Softmax softmax_param { axis: 2 }', 'foreign.axis'],
    ['Flatten', 'foreign.flat-order'],
    ['Reshape reshape_param { shape { dim: 0 dim: -1 } }', 'foreign.flat-order'],
    ['Reshape reshape_param { shape { dim: 1 dim: 256 dim: 1 dim: 1 } }', 'foreign.flat-order'],
    ['Reshape reshape_param { shape { dim: -1 dim: 256 } }', 'foreign.flat-order'],
    ['Reshape reshape_param { shape { dim: 2 dim: -1 } }', 'foreign.reshape'],
    ['Reshape reshape_param { shape { dim: 0 dim: 16 dim: 4 dim: 4 } }', 'foreign.reshape'],
    ['Reshape reshape_param { shape { dim: 0 dim: 0 dim: 8 dim: 8 } }', 'foreign.reshape'],
    ['Reshape reshape_param { shape { dim: 0 dim: 0 dim: 1 dim: 1 } }', 'foreign.reshape'],
    ['Concat concat_param { axis: 2 }', 'foreign.axis'],
    ['Concat concat_param { concat_dim: 0 }', 'foreign.axis'],
    ['Slice slice_param { axis: 2 }', 'foreign.axis'],
    ['Slice slice_param { slice_dim: 2 }', 'foreign.axis'],
    ['AbsVal', 'foreign.no-layer'],
    ['Eltwise eltwise_param { operation: NONE }', 'foreign.eltwise-kind'],
    ['toString', 'foreign.no-layer'],
  ] as const) {
    it(`leaves out ${layer}`, async () => {
      const { foreign } = await imported('caffe', netOf(layer));
      assert.deepEqual(
        foreign.missing.map((missing) => missing.reason.phrase),
        [reason],
      );
      assert.deepEqual(
        foreign.outputs.map(({ layer: id }) => foreign.layers[id]?.op.name),
        ['relu6'],
      );
    });
  }

  // V1LayerParameter.LayerType, all of it.
  for (const [old, type] of [
    ['ABSVAL', 'AbsVal'],
    ['ACCURACY', 'Accuracy'],
    ['ARGMAX', 'ArgMax'],
    ['BNLL', 'BNLL'],
    ['CONCAT', 'Concat'],
    ['CONTRASTIVE_LOSS', 'ContrastiveLoss'],
    ['CONVOLUTION', 'Convolution'],
    ['DATA', 'Data'],
    ['DECONVOLUTION', 'Deconvolution'],
    ['DROPOUT', 'Dropout'],
    ['DUMMY_DATA', 'DummyData'],
    ['EUCLIDEAN_LOSS', 'EuclideanLoss'],
    ['ELTWISE', 'Eltwise'],
    ['EXP', 'Exp'],
    ['FLATTEN', 'Flatten'],
    ['HDF5_DATA', 'HDF5Data'],
    ['HDF5_OUTPUT', 'HDF5Output'],
    ['HINGE_LOSS', 'HingeLoss'],
    ['IM2COL', 'Im2col'],
    ['IMAGE_DATA', 'ImageData'],
    ['INFOGAIN_LOSS', 'InfogainLoss'],
    ['INNER_PRODUCT', 'InnerProduct'],
    ['LRN', 'LRN'],
    ['MEMORY_DATA', 'MemoryData'],
    ['MULTINOMIAL_LOGISTIC_LOSS', 'MultinomialLogisticLoss'],
    ['MVN', 'MVN'],
    ['POOLING', 'Pooling'],
    ['POWER', 'Power'],
    ['RELU', 'ReLU'],
    ['SIGMOID', 'Sigmoid'],
    ['SIGMOID_CROSS_ENTROPY_LOSS', 'SigmoidCrossEntropyLoss'],
    ['SILENCE', 'Silence'],
    ['SLICE', 'Slice'],
    ['SOFTMAX', 'Softmax'],
    ['SOFTMAX_LOSS', 'SoftmaxWithLoss'],
    ['SPLIT', 'Split'],
    ['TANH', 'TanH'],
    ['THRESHOLD', 'Threshold'],
    ['WINDOW_DATA', 'WindowData'],
  ] as const) {
    it(`takes ${old} for ${type}`, async () => {
      const parameters =
        'convolution_param { num_output: 2 kernel_size: 1 } pooling_param { kernel_size: 2 } inner_product_param { num_output: 2 }';
      const read = (layers: string, written: string) =>
        foreignNetwork(
          'caffe',
          `input: "data" input_dim: 1 input_dim: 4 input_dim: 8 input_dim: 8
           ${layers} { name: "c" type: ${layers === 'layer' ? '"ReLU"' : 'RELU'} bottom: "data" top: "c" }
           ${layers} { name: "n" type: ${written} bottom: "c" top: "n" ${parameters} }`,
        );
      const [today, before] = [await read('layer', `"${type}"`), await read('layers', old)];
      const told = (found: typeof today) =>
        'refusal' in found
          ? found
          : { ...found, layers: found.layers.map(({ op, attributes, inputs }) => [op.name, attributes, inputs]) };
      assert.deepEqual(told(before), told(today));
      // A type that nobody knows would be told by the name that the file has for it.
      if ('missing' in before) for (const { op } of before.missing) assert.equal(op, type);
    });
  }
});
