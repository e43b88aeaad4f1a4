/** Single layers of Keras, with the defaults and rules of its documentation: what each becomes, and what of it is left out. */

import assert from 'node:assert/strict';
import { imported } from '../support/imported';

/** A layer by its class and configuration, between an activation that is read in any case and the output. */
function modelOf(layer: string): string {
  const [type = ''] = layer.split(' ');
  const node = (className: string, name: string, config: object, ...inputs: readonly string[]) => ({
    class_name: className,
    config: { name, ...config },
    inbound_nodes: inputs.length === 0 ? [] : [inputs.map((input) => [input, 0, 0, {}])],
  });
  return JSON.stringify({
    class_name: 'Functional',
    config: {
      name: 'net',
      layers: [
        node('InputLayer', 'image', { batch_input_shape: [null, 8, 8, 4] }),
        node('ReLU', 'c', { max_value: 6 }, 'image'),
        node(type, 'n', JSON.parse(layer.slice(type.length) || '{}'), 'c'),
      ],
      output_layers: [['n', 0, 0]],
    },
    keras_version: '2.4.0',
  });
}

async function read(layer: string) {
  const { text, foreign } = await imported('tfjs', modelOf(layer));
  const lines = text
    .slice(text.indexOf('\n\n'))
    .split('\n')
    .map((line) => line.trim());
  return {
    written: lines.filter((line) => /\(/.test(line) && line !== 'c = relu6()'),
    reasons: foreign.missing.map(({ reason }) => reason.phrase),
    outputs: foreign.outputs.map(({ layer: id }) => foreign.layers[id]?.op.name),
  };
}

describe('import of Keras: single layers', () => {
  for (const [layer, expected] of [
    ['Conv2D {"filters":2,"kernel_size":3}', 'n = conv(2, 3x3, padding = valid, activation = none)'],
    [
      'Conv2D {"filters":2,"kernel_size":[3,5],"strides":[2,1],"padding":"same","use_bias":false}',
      'n = conv(2, 3x5, stride = [2, 1], bias = false, activation = none)',
    ],
    [
      'Conv2D {"filters":2,"kernel_size":[3,3],"dilation_rate":[2,1],"padding":"same","activation":"linear"}',
      'n = conv(2, 3x3, dilation = [2, 1], activation = none)',
    ],
    [
      'Conv2D {"filters":4,"kernel_size":[3,3],"groups":2,"activation":"relu"}',
      'n = conv(4, 3x3, padding = valid, groups = 2)',
    ],
    ['DepthwiseConv2D {"kernel_size":[3,3]}', 'n = depthwise(3x3, padding = valid, activation = none)'],
    [
      'DepthwiseConv2D {"kernel_size":[3,3],"depth_multiplier":2,"strides":[2,2],"padding":"same","use_bias":false,"activation":"relu6"}',
      'n = depthwise(3x3, stride = 2, multiplier = 2, bias = false, activation = relu6)',
    ],
    [
      'SeparableConv2D {"filters":6,"kernel_size":[3,3],"activation":"tanh"}',
      'n = separable(6, 3x3, padding = valid, activation = tanh)',
    ],
    [
      'SeparableConv2D {"filters":6,"kernel_size":[3,3],"depth_multiplier":2,"padding":"same"}',
      'n = separable(6, 3x3, multiplier = 2, activation = none)',
    ],
    [
      'SeparableConvolution2D {"filters":6,"kernel_size":[3,3],"activation":"relu"}',
      'n = separable(6, 3x3, padding = valid)',
    ],
    [
      'Conv2DTranspose {"filters":2,"kernel_size":[3,3],"strides":[2,2],"padding":"same"}',
      'n = convtranspose(2, 3x3, stride = 2, activation = none)',
    ],
    [
      'Conv2DTranspose {"filters":2,"kernel_size":[3,3],"strides":[2,2],"activation":"relu"}',
      'n = convtranspose(2, 3x3, stride = 2, padding = valid)',
    ],
    [
      'Conv2DTranspose {"filters":2,"kernel_size":[3,3],"strides":[2,2],"output_padding":[1,1]}',
      'n = convtranspose(2, 3x3, stride = 2, padding = valid, output_padding = 1, activation = none)',
    ],
    ['Dense {"units":5}', 'n = conv(5, 1x1, activation = none)'],
    [
      'Dense {"units":5,"use_bias":false,"activation":"softmax"}',
      ['n_2 = conv(5, 1x1, bias = false, activation = none)', 'n = softmax()'],
    ],
    ['MaxPooling2D', 'n = maxpool(2x2, stride = 2, padding = valid)'],
    ['MaxPooling2D {"pool_size":[3,2],"strides":null}', 'n = maxpool(3x2, stride = [3, 2], padding = valid)'],
    ['MaxPooling2D {"pool_size":[3,2]}', 'n = maxpool(3x2, stride = [3, 2], padding = valid)'],
    ['MaxPooling2D {"pool_size":[3,3],"strides":[2,2],"padding":"same"}', 'n = maxpool(3x3, stride = 2)'],
    [
      'MaxPooling2D {"pool_size":[3,3],"strides":[3,3],"padding":"same"}',
      'n = maxpool(3x3, stride = 3, padding = [0, 1, 0, 1])',
    ],
    ['MaxPooling2D {"pool_size":[2,2],"strides":[2,2],"padding":"same"}', 'n = maxpool(2x2, stride = 2)'],
    ['AveragePooling2D {"pool_size":[3,3],"strides":[2,2]}', 'n = avgpool(3x3, stride = 2, padding = valid)'],
    ['GlobalAveragePooling2D', 'n = globalavgpool()'],
    ['GlobalMaxPooling2D {"keepdims":true}', 'n = globalmaxpool()'],
    ['BatchNormalization', 'n = batchnorm()'],
    [
      'BatchNormalization {"epsilon":0.01,"scale":false,"center":false,"axis":[3]}',
      'n = batchnorm(epsilon = 0.01, scale = false, center = false)',
    ],
    ['LayerNormalization', 'n = layernorm(epsilon = 0.001)'],
    ['LayerNormalization {"epsilon":0.01,"center":false,"axis":[-1]}', 'n = layernorm(epsilon = 0.01, center = false)'],
    ['GroupNormalization {"groups":2}', 'n = groupnorm(groups = 2, epsilon = 0.001)'],
    ['GroupNormalization {"groups":-1}', 'n = groupnorm(groups = 4, epsilon = 0.001)'],
    ['Activation {"activation":"relu"}', 'n = relu()'],
    ['Activation {"activation":{"class_name":"ReLU","config":{}}}', 'n = relu()'],
    ['Activation {"activation":{"class_name":"function","config":"gelu"}}', 'n = gelu()'],
    ['Activation {"activation":{"class_name":"Activation","config":{"activation":"mish"}}}', 'n = mish()'],
    ['Activation {"activation":"sigmoid"}', 'n = sigmoid()'],
    ['Activation {"activation":"tanh"}', 'n = tanh()'],
    ['Activation {"activation":"softplus"}', 'n = softplus()'],
    ['Activation {"activation":"elu"}', 'n = elu()'],
    ['Activation {"activation":"selu"}', 'n = selu()'],
    ['Activation {"activation":"swish"}', 'n = silu()'],
    ['Activation {"activation":"silu"}', 'n = silu()'],
    ['Activation {"activation":"gelu"}', 'n = gelu()'],
    ['Activation {"activation":"mish"}', 'n = mish()'],
    ['Activation {"activation":"hard_silu"}', 'n = hardswish()'],
    ['Activation {"activation":"hard_swish"}', 'n = hardswish()'],
    ['Activation {"activation":"leaky_relu"}', 'n = leakyrelu(slope = 0.2)'],
    ['Activation {"activation":"hard_sigmoid"}', 'n = hardsigmoid(slope = 0.2)'],
    ['ReLU', 'n = relu()'],
    ['ReLU {"max_value":6}', 'n = relu6()'],
    ['ReLU {"max_value":1}', 'n = clip(0, 1)'],
    ['ReLU {"negative_slope":0.1}', 'n = leakyrelu(slope = 0.1)'],
    ['LeakyReLU', 'n = leakyrelu(slope = 0.3)'],
    ['LeakyReLU {"alpha":0.1}', 'n = leakyrelu(slope = 0.1)'],
    ['LeakyReLU {"negative_slope":0.2}', 'n = leakyrelu(slope = 0.2)'],
    ['PReLU {"shared_axes":[1,2]}', 'n = prelu()'],
    ['PReLU {"shared_axes":[1,2,3]}', 'n = prelu(shared = true)'],
    ['ELU', 'n = elu()'],
    ['ELU {"alpha":0.5}', 'n = elu(alpha = 0.5)'],
    ['Softmax', 'n = softmax()'],
    ['UnitNormalization', 'n = l2norm(epsilon = 1e-12, scale = false)'],
    ['Dropout {"rate":0.3}', 'n = dropout(0.3)'],
    ['LayerScale', 'n = affine(center = false)'],
    ['Flatten', 'n = flatten()'],
    ['Reshape {"target_shape":[1,1,256]}', 'n = flatten()'],
    ['Reshape {"target_shape":[1,1,-1]}', 'n = flatten()'],
    ['Reshape {"target_shape":[256]}', 'n = flatten()'],
    ['Reshape {"target_shape":[-1]}', 'n = flatten()'],
    ['ZeroPadding2D', 'n = pad(1)'],
    ['ZeroPadding2D {"padding":2}', 'n = pad(2)'],
    ['ZeroPadding2D {"padding":[1,2]}', 'n = pad([1, 2])'],
    ['ZeroPadding2D {"padding":[[0,1],[2,3]]}', 'n = pad([0, 1, 2, 3])'],
    ['Cropping2D', 'n = crop(amount = 0)'],
    ['Cropping2D {"cropping":[[0,1],[2,3]]}', 'n = crop(amount = [0, 1, 2, 3])'],
    ['UpSampling2D', 'n = upsample()'],
    ['UpSampling2D {"size":[2,3],"interpolation":"bilinear"}', 'n = upsample(factor = [2, 3], mode = bilinear)'],
    ['Resizing {"height":5,"width":6}', 'n = resize(size = 5x6, mode = bilinear)'],
    ['Rescaling {"scale":2}', 'n = scale(2)'],
    ['Rescaling {"scale":2,"offset":1}', 'n = affine()'],
    ['Rescaling {"scale":[1,2,3,4]}', 'n = affine(center = false)'],
    ['Rescaling {"offset":-1}', 'n = affine(scale = false)'],
    ['Normalization {"mean":[1,2,3,4],"variance":[1,1,4,4]}', 'n = affine()'],
    ['Normalization {"mean":0,"variance":4}', 'n = affine(center = false)'],
    ['Lambda {"arguments":{"scale":0.2}}', 'n = scale(0.2)'],
    [
      'MaxPooling2D {"pool_size":[2,3],"strides":[2,3],"padding":"same"}',
      'n = maxpool(2x3, stride = [2, 3], padding = [0, 0, 0, 1])',
    ],
    [
      'MaxPooling2D {"pool_size":[3,2],"strides":[3,2],"padding":"same"}',
      'n = maxpool(3x2, stride = [3, 2], padding = [0, 1, 0, 0])',
    ],
    ['MaxPooling2D {"pool_size":[3,3],"strides":[2,3],"padding":"same"}', 'n = maxpool(3x3, stride = [2, 3])'],
    ['MaxPooling2D {"pool_size":3,"strides":2}', 'n = maxpool(3x3, stride = 2, padding = valid)'],
    ['MaxPooling2D {"pool_size":[3,3],"strides":[2,1]}', 'n = maxpool(3x3, stride = [2, 1], padding = valid)'],
  ] as const) {
    it(`reads ${layer}`, async () => {
      const { written, reasons } = await read(layer);
      assert.deepEqual(reasons, []);
      assert.deepEqual(written, typeof expected === 'string' ? [expected] : expected);
    });
  }

  for (const layer of [
    'Activation {"activation":"linear"}',
    'SpatialDropout2D {"rate":0.3}',
    'GaussianNoise {"stddev":0.3}',
    'RandomFlip',
    'StochasticDepth',
    'Reshape {"target_shape":[8,8,4]}',
    'Concatenate',
    'Add',
    // What changes images in training alone.
    ...[
      'RandomRotation',
      'RandomZoom',
      'RandomTranslation',
      'RandomShear',
      'RandomHeight',
      'RandomWidth',
      'RandomContrast',
    ],
    ...['RandomBrightness', 'RandomHue', 'RandomSaturation', 'RandomColorJitter', 'RandomGrayscale', 'RandomSharpness'],
    ...[
      'RandomGaussianBlur',
      'RandomErasing',
      'RandAugment',
      'AugMix',
      'MixUp',
      'CutMix',
      'GaussianDropout',
      'AlphaDropout',
    ],
    'ActivityRegularization',
  ]) {
    it(`reads ${layer} as what goes into it`, async () => {
      const { written, reasons, outputs } = await read(layer);
      assert.deepEqual(reasons, []);
      assert.deepEqual(written, []);
      assert.deepEqual(outputs, ['relu6']);
    });
  }

  for (const [layer, reason] of [
    ['Conv2D {"filters":2,"kernel_size":[3,3],"padding":"causal"}', 'foreign.pad-kind'],
    ['Conv2D {"filters":2,"kernel_size":[3,3],"data_format":"channels_first"}', 'foreign.channels-first'],
    ['Conv2D {"filters":2,"kernel_size":[3,3],"activation":"exponential"}', 'foreign.activation'],
    ['Conv2D {"filters":2,"kernel_size":[3,3],"activation":"toString"}', 'foreign.activation'],
    [
      'Conv2DTranspose {"filters":2,"kernel_size":[3,3],"strides":[2,2],"output_padding":[1,1],"padding":"same"}',
      'foreign.output-shape',
    ],
    ['Conv2DTranspose {"filters":2,"kernel_size":[2,2],"strides":[3,3]}', 'foreign.output-shape'],
    ['BatchNormalization {"axis":1}', 'foreign.axis'],
    ['LayerNormalization {"axis":[1,2,3]}', 'foreign.axis'],
    ['LayerNormalization {"axis":2}', 'foreign.axis'],
    ['GroupNormalization {"groups":2,"epsilon":0.01,"scale":false,"axis":1}', 'foreign.axis'],
    ['GroupNormalization', 'foreign.misfit'],
    ['Activation {"activation":"softsign"}', 'foreign.activation'],
    ['ReLU {"negative_slope":0.1,"max_value":6}', 'foreign.no-function'],
    ['ReLU {"threshold":1}', 'foreign.no-function'],
    ['PReLU', 'foreign.slopes'],
    ['PReLU {"shared_axes":[1]}', 'foreign.slopes'],
    ['Softmax {"axis":1}', 'foreign.axis'],
    ['UnitNormalization {"axis":[1]}', 'foreign.axis'],
    ['Reshape {"target_shape":[4,16,4]}', 'foreign.reshape'],
    ['Reshape {"target_shape":[8,4,8]}', 'foreign.reshape'],
    ['Reshape {"target_shape":[64,4]}', 'foreign.reshape'],
    ['Concatenate {"axis":1}', 'foreign.axis'],
    ['UpSampling2D {"size":[2,2],"interpolation":"lanczos3"}', 'foreign.misfit'],
    ['Resizing {"height":5,"width":6,"interpolation":"nearest"}', 'foreign.resize'],
    ['Resizing {"height":5,"width":6,"antialias":true}', 'foreign.resize'],
    ['Resizing {"height":5,"width":6,"crop_to_aspect_ratio":true}', 'foreign.resize'],
    ['Resizing {"height":5,"width":6,"pad_to_aspect_ratio":true}', 'foreign.resize'],
    ['Rescaling {"scale":[1,2,3]}', 'foreign.constant-shape'],
    ['Normalization', 'foreign.no-tensors'],
    ['Lambda {"arguments":{"scale":0.2,"more":1}}', 'foreign.code'],
    ['Lambda', 'foreign.code'],
    ['LSTM', 'foreign.no-layer'],
    ['toString', 'foreign.no-layer'],
    ['Permute {"dims":[2,1,3]}', 'foreign.no-image'],
    ['Permute {"dims":[1,2]}', 'foreign.no-layer'],
    ['Permute {"dims":[1,2,3,4]}', 'foreign.no-layer'],
    ['Permute {"dims":[1,1,2]}', 'foreign.no-layer'],
    ['Permute {"dims":[0,1,2]}', 'foreign.no-layer'],
    ['Permute {"dims":[3,1,4]}', 'foreign.no-layer'],
    ['Permute', 'foreign.no-layer'],
    ['Permute {"dims":"x"}', 'foreign.no-layer'],
  ] as const) {
    it(`leaves out ${layer}`, async () => {
      const { written, reasons, outputs } = await read(layer);
      assert.deepEqual(reasons, [reason]);
      assert.deepEqual(written, []);
      assert.deepEqual(outputs, ['relu6']);
    });
  }
});
