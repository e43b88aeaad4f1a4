/** What single layers are in Keras and in Caffe, by their documentation and caffe.proto, or why they are not written. */

import assert from 'node:assert/strict';
import { exportCaffe } from '../../src/interop/caffe/export-caffe';
import { exportKeras } from '../../src/interop/keras/export-keras';
import { networkOf } from '../support/network-text';
import { inEnglish } from '../support/refusal-text';

/** Channels that all rows divide. */
const channelsOf = (layer: string) => (layer.startsWith('depthtospace') ? 8 : /groups = 3|shuffle/.test(layer) ? 6 : 3);

const networkWith = (layer: string) =>
  networkOf(`network Net {\n  input image: 8x8x${channelsOf(layer)}\n  ${layer}\n}\n`);

/** Without the name of the layer, which a refusal begins with. */
const withoutName = (text: string) => `refused: ${text.slice(text.indexOf(': ') + 2)}`;

/** Calls of layers without the names of their results and their own. */
function inKeras(layer: string): string | readonly string[] {
  const written = exportKeras(networkWith(layer), '0.0.0');
  if ('refusal' in written) return withoutName(inEnglish(written.refusal));
  assert.ok('text' in written);
  const calls = written.text
    .split('\n')
    .filter((line) => / = (layers\.)?\w+\(.*name=/.test(line) && !line.includes('keras.Input'));
  return calls.map((line) =>
    line
      .trim()
      .replace(/^\w+ = /, '')
      .replace(/(, )?name="[^"]*"/, ''),
  );
}

/** Types and parameters of layers. */
function inCaffe(layer: string): string | readonly string[] {
  const written = exportCaffe(networkWith(layer), '0');
  if ('refusal' in written) return withoutName(inEnglish(written.refusal));
  assert.ok('text' in written);
  const [, , ...layers] = written.text.split(/^layer \{/m);
  return layers.map((text) =>
    text
      .replace(/\s+/g, ' ')
      .replace(/\}\s*$/, '')
      .replace(/ (name|bottom|top): "[^"]*"/g, '')
      .replace(/type: "(\w+)"/, '$1')
      .trim(),
  );
}

describe('single layers in other frameworks', () => {
  const layers: readonly [layer: string, keras: string | readonly string[], caffe: string | readonly string[]][] = [
    [
      'conv(4, 3x3)',
      'layers.Conv2D(4, 3, padding="same", activation="relu")(image)',
      ['Convolution convolution_param { num_output: 4 bias_term: true pad: 1 kernel_size: 3 }', 'ReLU'],
    ],
    [
      'conv(4, 3x3, padding = valid, bias = false, activation = none)',
      'layers.Conv2D(4, 3, use_bias=False)(image)',
      'Convolution convolution_param { num_output: 4 bias_term: false kernel_size: 3 }',
    ],
    [
      'conv(4, 3x3, stride = 2, padding = 1)',
      ['layers.ZeroPadding2D(((1, 1), (1, 1)))(image)', 'layers.Conv2D(4, 3, strides=2, activation="relu")(x)'],
      ['Convolution convolution_param { num_output: 4 bias_term: true pad: 1 kernel_size: 3 stride: 2 }', 'ReLU'],
    ],
    [
      'conv(4, [3, 5], stride = [1, 2], padding = [1, 2], dilation = 2)',
      'refused: keras has no conv with such stride and dilation',
      [
        'Convolution convolution_param { num_output: 4 bias_term: true pad_h: 1 pad_w: 2 kernel_h: 3 kernel_w: 5 stride_h: 1 stride_w: 2 dilation: 2 dilation: 2 }',
        'ReLU',
      ],
    ],
    [
      'conv(4, 3x3, padding = [0, 1, 1, 2])',
      ['layers.ZeroPadding2D(((0, 1), (1, 2)))(image)', 'layers.Conv2D(4, 3, activation="relu")(x)'],
      'refused: caffe pads both sides of an axis alike, not 0 before and 1 behind; give padding a number to have it even',
    ],
    [
      'conv(6, 3x3, groups = 3)',
      'layers.Conv2D(6, 3, padding="same", groups=3, activation="relu")(image)',
      ['Convolution convolution_param { num_output: 6 bias_term: true pad: 1 kernel_size: 3 group: 3 }', 'ReLU'],
    ],
    [
      'conv(4, 3x3, norm = batchnorm(epsilon = 0.01), activation = leakyrelu(0.2))',
      [
        'layers.Conv2D(4, 3, padding="same", use_bias=False)(image)',
        'layers.BatchNormalization(epsilon=0.01)(x)',
        'layers.LeakyReLU(negative_slope=0.2)(x)',
      ],
      [
        'Convolution convolution_param { num_output: 4 bias_term: false pad: 1 kernel_size: 3 }',
        'BatchNorm batch_norm_param { use_global_stats: true eps: 0.01 }',
        'Scale scale_param { bias_term: true }',
        'ReLU relu_param { negative_slope: 0.2 }',
      ],
    ],
    [
      'conv(4, 3x3, norm = groupnorm(groups = 2), activation = none)',
      [
        'layers.Conv2D(4, 3, padding="same", use_bias=False)(image)',
        'layers.GroupNormalization(2, epsilon=0.00001)(x)',
      ],
      'refused: caffe has nothing that computes groupnorm',
    ],
    [
      'conv(4, 3x3, norm = layernorm, activation = gelu)',
      [
        'layers.Conv2D(4, 3, padding="same", use_bias=False)(image)',
        'layers.LayerNormalization(epsilon=0.000001)(x)',
        'layers.Activation("gelu")(x)',
      ],
      'refused: caffe has nothing that computes layernorm',
    ],
    [
      'conv(4, 3x3, activation = prelu)',
      ['layers.Conv2D(4, 3, padding="same")(image)', 'layers.PReLU(shared_axes=(1, 2))(x)'],
      [
        'Convolution convolution_param { num_output: 4 bias_term: true pad: 1 kernel_size: 3 }',
        'PReLU prelu_param { channel_shared: false }',
      ],
    ],
    [
      'conv(4, 4x4, stride = 2)',
      'layers.Conv2D(4, 4, strides=2, padding="same", activation="relu")(image)',
      ['Convolution convolution_param { num_output: 4 bias_term: true pad: 1 kernel_size: 4 stride: 2 }', 'ReLU'],
    ],
    [
      'conv(4, 2x2)',
      'layers.Conv2D(4, 2, padding="same", activation="relu")(image)',
      'refused: caffe pads both sides of an axis alike, not 0 before and 1 behind; give padding a number to have it even',
    ],
    [
      'depthwise(3x3)',
      'layers.DepthwiseConv2D(3, padding="same", activation="relu")(image)',
      ['Convolution convolution_param { num_output: 3 bias_term: true pad: 1 kernel_size: 3 group: 3 }', 'ReLU'],
    ],
    [
      'depthwise(3x3, multiplier = 2, stride = 2, activation = relu6)',
      [
        'layers.DepthwiseConv2D(3, strides=2, padding="same", depth_multiplier=2)(image)',
        'layers.ReLU(max_value=6)(x)',
      ],
      'refused: caffe pads both sides of an axis alike, not 0 before and 1 behind; give padding a number to have it even',
    ],
    [
      'separable(6, 3x3)',
      'layers.SeparableConv2D(6, 3, padding="same", activation="relu")(image)',
      [
        'Convolution convolution_param { num_output: 3 bias_term: false pad: 1 kernel_size: 3 group: 3 }',
        'Convolution convolution_param { num_output: 6 bias_term: true kernel_size: 1 }',
        'ReLU',
      ],
    ],
    [
      'separable(6, 3x3, multiplier = 2, bias = false, norm = batchnorm)',
      [
        'layers.SeparableConv2D(6, 3, padding="same", use_bias=False, depth_multiplier=2)(image)',
        'layers.BatchNormalization(epsilon=0.001)(x)',
        'layers.Activation("relu")(x)',
      ],
      [
        'Convolution convolution_param { num_output: 6 bias_term: false pad: 1 kernel_size: 3 group: 3 }',
        'Convolution convolution_param { num_output: 6 bias_term: false kernel_size: 1 }',
        'BatchNorm batch_norm_param { use_global_stats: true eps: 0.001 }',
        'Scale scale_param { bias_term: true }',
        'ReLU',
      ],
    ],
    [
      'convtranspose(2, 3x3, stride = 2)',
      'layers.Conv2DTranspose(2, 3, strides=2, padding="same", activation="relu")(image)',
      'refused: caffe pads both sides of an axis alike, not 0 before and 1 behind; give padding a number to have it even',
    ],
    [
      'convtranspose(2, 3x3, stride = 2, padding = valid, output_padding = 1)',
      'refused: keras has no convtranspose with such output_padding',
      'refused: caffe pads both sides of an axis alike, not 0 before and 0 behind; give padding a number to have it even',
    ],
    [
      'convtranspose(2, 4x4, stride = 2, padding = 1, groups = 1)',
      [
        'layers.Conv2DTranspose(2, 4, strides=2)(image)',
        'layers.Cropping2D(((1, 1), (1, 1)))(x)',
        'layers.Activation("relu")(x)',
      ],
      ['Deconvolution convolution_param { num_output: 2 bias_term: true pad: 1 kernel_size: 4 stride: 2 }', 'ReLU'],
    ],
    [
      'convtranspose(2, 4x4, stride = 2, padding = [0, 1, 1, 0])',
      [
        'layers.Conv2DTranspose(2, 4, strides=2)(image)',
        'layers.Cropping2D(((0, 1), (1, 0)))(x)',
        'layers.Activation("relu")(x)',
      ],
      'refused: caffe pads both sides of an axis alike, not 0 before and 1 behind; give padding a number to have it even',
    ],
    [
      'dense(5)',
      ['layers.Flatten()(image)', 'layers.Dense(5)(x)'],
      'InnerProduct inner_product_param { num_output: 5 bias_term: true }',
    ],
    [
      'dense(5, bias = false, activation = relu)',
      ['layers.Flatten()(image)', 'layers.Dense(5, use_bias=False, activation="relu")(x)'],
      ['InnerProduct inner_product_param { num_output: 5 bias_term: false }', 'ReLU'],
    ],
    [
      'maxpool(2x2)',
      'layers.MaxPooling2D(2, strides=1, padding="same")(image)',
      'refused: caffe has no maxpool with such padding',
    ],
    [
      'maxpool(2x2, stride = 2, padding = valid)',
      'layers.MaxPooling2D(2, strides=2)(image)',
      'Pooling pooling_param { pool: MAX kernel_size: 2 stride: 2 }',
    ],
    [
      'maxpool(3x3, stride = 2)',
      'layers.MaxPooling2D(3, strides=2, padding="same")(image)',
      'Pooling pooling_param { pool: MAX kernel_size: 3 stride: 2 }',
    ],
    [
      'maxpool(3x3, stride = 2, padding = 1)',
      ['LowestPadding(padding=((1, 0), (1, 0)))(image)', 'layers.MaxPooling2D(3, strides=2)(x)'],
      'Pooling pooling_param { pool: MAX kernel_size: 3 stride: 2 pad: 1 round_mode: FLOOR }',
    ],
    [
      'maxpool(3x3, stride = 2, padding = valid, rounding = ceil)',
      ['LowestPadding(padding=((0, 1), (0, 1)))(image)', 'layers.MaxPooling2D(3, strides=2)(x)'],
      'Pooling pooling_param { pool: MAX kernel_size: 3 stride: 2 }',
    ],
    [
      'maxpool(3x3, stride = 2, padding = [0, 1, 0, 1])',
      ['LowestPadding(padding=((0, 1), (0, 1)))(image)', 'layers.MaxPooling2D(3, strides=2)(x)'],
      'Pooling pooling_param { pool: MAX kernel_size: 3 stride: 2 }',
    ],
    [
      'avgpool(2x2, stride = 2)',
      'layers.AveragePooling2D(2, strides=2, padding="same")(image)',
      'Pooling pooling_param { pool: AVE kernel_size: 2 stride: 2 }',
    ],
    [
      'avgpool(3x3, stride = 2, padding = 1)',
      [
        'layers.ZeroPadding2D(((1, 0), (1, 0)))(image)',
        'layers.AveragePooling2D(3, strides=2)(x)',
        'Weigh(rows=(1.5, 1, 1, 1), columns=(1.5, 1, 1, 1))(x)',
      ],
      'refused: caffe has no avgpool with such padding and count_padding',
    ],
    [
      'avgpool(3x3, stride = 2, padding = 1, count_padding = true)',
      ['layers.ZeroPadding2D(((1, 0), (1, 0)))(image)', 'layers.AveragePooling2D(3, strides=2)(x)'],
      'Pooling pooling_param { pool: AVE kernel_size: 3 stride: 2 pad: 1 round_mode: FLOOR }',
    ],
    [
      'avgpool(3x3, stride = 2)',
      'layers.AveragePooling2D(3, strides=2, padding="same")(image)',
      'refused: caffe has no avgpool with such padding and count_padding',
    ],
    [
      'avgpool(3x3, padding = [0, 1, 0, 1], count_padding = true)',
      ['layers.ZeroPadding2D(((0, 1), (0, 1)))(image)', 'layers.AveragePooling2D(3, strides=1)(x)'],
      'refused: caffe has no avgpool with such padding',
    ],
    [
      'avgpool(3x3, padding = [0, 1, 0, 1])',
      [
        'layers.ZeroPadding2D(((0, 1), (0, 1)))(image)',
        'layers.AveragePooling2D(3, strides=1)(x)',
        'Weigh(rows=(1, 1, 1, 1, 1, 1, 1.5), columns=(1, 1, 1, 1, 1, 1, 1.5))(x)',
      ],
      'refused: caffe has no avgpool with such padding',
    ],
    [
      'globalavgpool()',
      'layers.GlobalAveragePooling2D()(image)',
      'Pooling pooling_param { pool: AVE global_pooling: true }',
    ],
    [
      'globalmaxpool()',
      'layers.GlobalMaxPooling2D()(image)',
      'Pooling pooling_param { pool: MAX global_pooling: true }',
    ],
    [
      'adaptiveavgpool(3x5)',
      'refused: keras has no adaptiveavgpool with such size',
      'refused: caffe has no adaptiveavgpool with such size',
    ],
    [
      'adaptiveavgpool(8x8)',
      'layers.AveragePooling2D(1, strides=1)(image)',
      'Pooling pooling_param { pool: AVE kernel_size: 1 round_mode: FLOOR }',
    ],
    [
      'batchnorm()',
      'layers.BatchNormalization(epsilon=0.001)(image)',
      ['BatchNorm batch_norm_param { use_global_stats: true eps: 0.001 }', 'Scale scale_param { bias_term: true }'],
    ],
    [
      'batchnorm(epsilon = 0.01, scale = false, center = false)',
      'layers.BatchNormalization(epsilon=0.01, scale=False, center=False)(image)',
      'BatchNorm batch_norm_param { use_global_stats: true eps: 0.01 }',
    ],
    [
      'batchnorm(scale = false)',
      'layers.BatchNormalization(epsilon=0.001, scale=False)(image)',
      ['BatchNorm batch_norm_param { use_global_stats: true eps: 0.001 }', 'Bias'],
    ],
    [
      'batchnorm(center = false)',
      'layers.BatchNormalization(epsilon=0.001, center=False)(image)',
      ['BatchNorm batch_norm_param { use_global_stats: true eps: 0.001 }', 'Scale scale_param { bias_term: false }'],
    ],
    [
      'layernorm()',
      'layers.LayerNormalization(epsilon=0.000001)(image)',
      'refused: caffe has nothing that computes layernorm',
    ],
    [
      'layernorm(center = false, epsilon = 0.01)',
      'layers.LayerNormalization(epsilon=0.01, center=False)(image)',
      'refused: caffe has nothing that computes layernorm',
    ],
    [
      'groupnorm(groups = 3)',
      'layers.GroupNormalization(3, epsilon=0.00001)(image)',
      'refused: caffe has nothing that computes groupnorm',
    ],
    [
      'groupnorm(groups = 3, scale = false)',
      'layers.GroupNormalization(3, epsilon=0.00001, scale=False)(image)',
      'refused: caffe has nothing that computes groupnorm',
    ],
    [
      'instancenorm()',
      'layers.GroupNormalization(3, epsilon=0.00001)(image)',
      'refused: caffe has nothing that computes instancenorm',
    ],
    [
      'instancenorm(scale = false, center = false)',
      'layers.GroupNormalization(3, epsilon=0.00001, scale=False, center=False)(image)',
      'refused: caffe has nothing that computes instancenorm',
    ],
    ['l2norm()', 'L2Normalization(epsilon=1e-10)(image)', 'refused: caffe has nothing that computes l2norm'],
    [
      'l2norm(scale = false, epsilon = 0.1)',
      'L2Normalization(epsilon=0.1, scale=False)(image)',
      'refused: caffe has nothing that computes l2norm',
    ],
    [
      'lrn()',
      'LocalResponseNormalization(size=5, alpha=0.0001, beta=0.75, k=1)(image)',
      'LRN lrn_param { local_size: 5 alpha: 0.0001 beta: 0.75 k: 1 }',
    ],
    [
      'lrn(size = 3, alpha = 0.1, beta = 0.5, k = 2)',
      'LocalResponseNormalization(size=3, alpha=0.1, beta=0.5, k=2)(image)',
      'LRN lrn_param { local_size: 3 alpha: 0.1 beta: 0.5 k: 2 }',
    ],
    [
      'lrn(region = within)',
      'LocalResponseNormalization(size=5, alpha=0.0001, beta=0.75, k=1, within=True)(image)',
      'LRN lrn_param { local_size: 5 alpha: 0.0001 beta: 0.75 norm_region: WITHIN_CHANNEL }',
    ],
    ['affine()', 'PerChannel()(image)', 'Scale scale_param { bias_term: true }'],
    ['affine(scale = false)', 'PerChannel(scale=False)(image)', 'Bias'],
    ['affine(center = false)', 'PerChannel(center=False)(image)', 'Scale scale_param { bias_term: false }'],
    ['scale(0.5)', 'layers.Rescaling(0.5)(image)', 'Power power_param { scale: 0.5 }'],
    ['relu()', 'layers.Activation("relu")(image)', 'ReLU'],
    ['relu6()', 'layers.ReLU(max_value=6)(image)', 'Clip clip_param { min: 0 max: 6 }'],
    ['leakyrelu()', 'layers.LeakyReLU(negative_slope=0.01)(image)', 'ReLU relu_param { negative_slope: 0.01 }'],
    ['leakyrelu(0.2)', 'layers.LeakyReLU(negative_slope=0.2)(image)', 'ReLU relu_param { negative_slope: 0.2 }'],
    ['elu()', 'layers.ELU(alpha=1)(image)', 'ELU elu_param { alpha: 1 }'],
    ['elu(alpha = 0.5)', 'layers.ELU(alpha=0.5)(image)', 'ELU elu_param { alpha: 0.5 }'],
    ['selu()', 'layers.Activation("selu")(image)', 'refused: caffe has nothing that computes selu'],
    ['gelu()', 'layers.Activation("gelu")(image)', 'refused: caffe has nothing that computes gelu'],
    ['silu()', 'layers.Activation("silu")(image)', ['Sigmoid', 'Eltwise eltwise_param { operation: PROD }']],
    ['mish()', 'layers.Activation("mish")(image)', 'refused: caffe has nothing that computes mish'],
    ['softplus()', 'layers.Activation("softplus")(image)', 'BNLL'],
    ['sigmoid()', 'layers.Activation("sigmoid")(image)', 'Sigmoid'],
    ['tanh()', 'layers.Activation("tanh")(image)', 'TanH'],
    [
      'hardswish()',
      [
        'layers.Rescaling(1, offset=3)(image)',
        'layers.ReLU(max_value=6)(x)',
        'layers.Rescaling(0.16666666666666666)(x)',
        'layers.Multiply()([image, x])',
      ],
      [
        'Power power_param { shift: 3 }',
        'Clip clip_param { min: 0 max: 6 }',
        'Power power_param { scale: 0.16666666666666666 }',
        'Eltwise eltwise_param { operation: PROD }',
      ],
    ],
    [
      'hardsigmoid()',
      ['layers.Rescaling(0.16666666666666666, offset=0.5)(image)', 'layers.ReLU(max_value=1)(x)'],
      ['Power power_param { scale: 0.16666666666666666 shift: 0.5 }', 'Clip clip_param { min: 0 max: 1 }'],
    ],
    [
      'hardsigmoid(slope = 0.2)',
      ['layers.Rescaling(0.2, offset=0.5)(image)', 'layers.ReLU(max_value=1)(x)'],
      ['Power power_param { scale: 0.2 shift: 0.5 }', 'Clip clip_param { min: 0 max: 1 }'],
    ],
    ['softmax()', 'layers.Activation("softmax")(image)', 'Softmax'],
    [
      'clip(0, 1)',
      ['layers.Rescaling(1)(image)', 'layers.ReLU(max_value=1)(x)', 'layers.Rescaling(1)(x)'],
      'Clip clip_param { min: 0 max: 1 }',
    ],
    ['prelu()', 'layers.PReLU(shared_axes=(1, 2))(image)', 'PReLU prelu_param { channel_shared: false }'],
    [
      'prelu(shared = true)',
      'layers.PReLU(shared_axes=(1, 2, 3))(image)',
      'PReLU prelu_param { channel_shared: true }',
    ],
    ['dropout(0.2)', 'layers.Dropout(0.2)(image)', 'Dropout dropout_param { dropout_ratio: 0.2 }'],
    ['identity()', [], []],
    ['pad(1)', 'layers.ZeroPadding2D(((1, 1), (1, 1)))(image)', 'refused: caffe has nothing that computes pad'],
    ['pad([1, 2])', 'layers.ZeroPadding2D(((1, 1), (2, 2)))(image)', 'refused: caffe has nothing that computes pad'],
    [
      'pad([0, 1, 2, 3])',
      'layers.ZeroPadding2D(((0, 1), (2, 3)))(image)',
      'refused: caffe has nothing that computes pad',
    ],
    [
      'pad(1, mode = reflect)',
      'Pick(rows=(1, 0, 1, 2, 3, 4, 5, 6, 7, 6), columns=(1, 0, 1, 2, 3, 4, 5, 6, 7, 6))(image)',
      'refused: caffe has nothing that computes pad',
    ],
    [
      'pad(1, mode = edge)',
      'Pick(rows=(0, 0, 1, 2, 3, 4, 5, 6, 7, 7), columns=(0, 0, 1, 2, 3, 4, 5, 6, 7, 7))(image)',
      'refused: caffe has nothing that computes pad',
    ],
    ['crop(1)', 'layers.Cropping2D(((1, 1), (1, 1)))(image)', 'refused: caffe has nothing that computes crop'],
    [
      'crop([0, 1, 2, 3])',
      'layers.Cropping2D(((0, 1), (2, 3)))(image)',
      'refused: caffe has nothing that computes crop',
    ],
    ['upsample()', 'layers.UpSampling2D(2)(image)', 'refused: caffe has nothing that computes upsample'],
    [
      'upsample(factor = 2, mode = bilinear)',
      'layers.UpSampling2D(2, interpolation="bilinear")(image)',
      'refused: caffe has nothing that computes upsample',
    ],
    [
      'upsample(factor = [2, 3])',
      'layers.UpSampling2D((2, 3))(image)',
      'refused: caffe has nothing that computes upsample',
    ],
    [
      'resize(size = 5x6)',
      'Pick(rows=(0, 1, 3, 4, 6), columns=(0, 1, 2, 4, 5, 6))(image)',
      'refused: caffe has nothing that computes resize',
    ],
    [
      'resize(size = 5x6, mode = bilinear)',
      'layers.Resizing(5, 6, interpolation="bilinear")(image)',
      'refused: caffe has nothing that computes resize',
    ],
    [
      'resize(size = 4x4)',
      'Pick(rows=(0, 2, 4, 6), columns=(0, 2, 4, 6))(image)',
      'refused: caffe has nothing that computes resize',
    ],
    ['slice(1, 2)', 'Slice(start=1, channels=2)(image)', ['Slice slice_param { axis: 1 slice_point: 1 }', 'Silence']],
    [
      'shuffle(3)',
      ['layers.Reshape((8, 8, 3, 2))(image)', 'layers.Permute((1, 2, 4, 3))(x)', 'layers.Reshape((8, 8, 6))(x)'],
      'refused: caffe has nothing that computes shuffle',
    ],
    [
      'depthtospace(2)',
      [
        'layers.Reshape((8, 8, 2, 2, 2))(image)',
        'layers.Permute((1, 3, 2, 4, 5))(x)',
        'layers.Reshape((16, 16, 2))(x)',
      ],
      'refused: caffe has nothing that computes depthtospace',
    ],
    [
      'depthtospace(2, order = crd)',
      [
        'layers.Reshape((8, 8, 2, 2, 2))(image)',
        'layers.Permute((1, 4, 2, 5, 3))(x)',
        'layers.Reshape((16, 16, 2))(x)',
      ],
      'refused: caffe has nothing that computes depthtospace',
    ],
    [
      'spacetodepth(2)',
      ['layers.Reshape((4, 2, 4, 2, 3))(image)', 'layers.Permute((1, 3, 2, 4, 5))(x)', 'layers.Reshape((4, 4, 12))(x)'],
      'refused: caffe has nothing that computes spacetodepth',
    ],
    [
      'spacetodepth(2, order = crd)',
      ['layers.Reshape((4, 2, 4, 2, 3))(image)', 'layers.Permute((1, 3, 5, 2, 4))(x)', 'layers.Reshape((4, 4, 12))(x)'],
      'refused: caffe has nothing that computes spacetodepth',
    ],
    ['flatten()', 'layers.Flatten()(image)', 'refused: caffe has nothing that computes flatten'],
    [
      'flatten() -> dense(3)',
      ['layers.Flatten()(image)', 'layers.Dense(3)(x)'],
      ['Flatten', 'InnerProduct inner_product_param { num_output: 3 bias_term: true }'],
    ],
  ];
  const listed = (found: string | readonly string[]) =>
    typeof found !== 'string' && found.length === 1 ? found[0] : found;
  for (const [layer, keras, caffe] of layers) {
    it(`are written: ${layer}`, () => {
      assert.deepEqual(listed(inKeras(layer)), keras);
      assert.deepEqual(listed(inCaffe(layer)), caffe);
    });
  }
});
