/**
 * Networks for Keras and TensorFlow.js: programs and models of small designs as a person would write them, the order of weights, and
 * what is refused. Shapes and counts of all layers under a stand-in for Keras, and values in TensorFlow.js: `npm run test:peers`.
 */

import assert from 'node:assert/strict';
import { exportKeras } from '../../src/interop/keras/export-keras';
import { exportTfjs } from '../../src/interop/keras/export-tfjs';
import { networkOf, networkOfBody, planOf } from '../support/network-text';
import { seededTensors } from '../support/onnx-session';
import { inEnglish } from '../support/refusal-text';

function programOf(text: string): string {
  const written = exportKeras(networkOf(text), '0.0.0');
  assert.ok('text' in written, 'refusal' in written ? inEnglish(written.refusal) : '');
  return written.text;
}

/** Calls of layers in a network of one body. */
function callsOf(body: string): readonly string[] {
  const lines = programOf(`network Net {\n  input image: 8x8x4\n  ${body}\n}\n`).split('\n');
  const calls = lines.filter((line) => / = (layers\.)?\w+\(.*name=/.test(line) && !line.includes('keras.Input'));
  return calls.map((line) => line.trim().replace(/, name="[^"]*"/, ''));
}

interface Model {
  readonly modelTopology: {
    readonly model_config: {
      readonly config: {
        readonly layers: readonly {
          class_name: string;
          name: string;
          config: Record<string, unknown>;
          inbound_nodes: unknown;
        }[];
        readonly output_layers: unknown;
      };
    };
  };
  readonly weightsManifest: readonly {
    readonly weights: readonly { readonly name: string; readonly shape: number[] }[];
  }[];
}

function modelOf(body: string) {
  const network = networkOfBody(`input image: 8x8x4\n${body}`);
  const weights = seededTensors(planOf(network), 1);
  const written = exportTfjs(network, weights, '0.0.0');
  assert.ok('files' in written, 'refusal' in written ? inEnglish(written.refusal) : '');
  const [model, data] = written.files;
  assert.deepEqual([model?.name, data?.name], ['model.json', 'weights.bin']);
  const { modelTopology, weightsManifest } = JSON.parse(new TextDecoder().decode(model?.bytes)) as Model;
  const { layers, output_layers } = modelTopology.model_config.config;
  const values = new Float32Array(data?.bytes.buffer as ArrayBuffer);
  return { layers, outputs: output_layers, specs: weightsManifest[0]?.weights ?? [], values, weights };
}

function refusalOf(target: 'keras' | 'tfjs', body: string): string {
  const network = networkOfBody(`input image: 8x8x4\n${body}`);
  const weights = seededTensors(planOf(network), 1);
  const written = target === 'keras' ? exportKeras(network, '0.0.0') : exportTfjs(network, weights, '0.0.0');
  assert.ok('refusal' in written, body);
  return inEnglish(written.refusal);
}

describe('Keras: the program', () => {
  it('is functional code with a line for each layer', () => {
    const text = `
module block(c) {
  add { branch { conv(c, 3x3, norm = batchnorm()) } branch { } }
}

/// A small net.
network Net(classes = 10) {
  input image: 16x16x3
  conv(8, 7x7, stride = 2)
  block(8)
  globalavgpool() -> dropout(0.4) -> dense(classes) -> softmax()
}
`;
    assert.equal(
      programOf(text),
      `# Written by incept 0.0.0 for Keras 3. Images are batch, height, width, channels.

import keras
from keras import layers


def Net():
    """A small net."""
    image = keras.Input(shape=(16, 16, 3), name="image")
    conv_1 = layers.Conv2D(8, 7, strides=2, padding="same", activation="relu", name="conv_1")(image)
    # block_1: block(8)
    x = layers.Conv2D(8, 3, padding="same", use_bias=False, name="block_1.branch_1.conv_1")(conv_1)
    x = layers.BatchNormalization(epsilon=0.001, name="block_1.branch_1.conv_1.norm")(x)
    x = layers.Activation("relu", name="block_1.branch_1.conv_1.activation")(x)
    x = layers.Add(name="block_1.add_1")([x, conv_1])
    x = layers.GlobalAveragePooling2D(name="globalavgpool_1")(x)
    x = layers.Dropout(0.4, name="dropout_1")(x)
    x = layers.Dense(10, name="dense_1")(x)
    softmax_1 = layers.Activation("softmax", name="softmax_1")(x)
    return keras.Model(image, softmax_1, name="Net")


if __name__ == "__main__":
    Net().summary()
`,
    );
  });

  it('pads as the design does', () => {
    assert.deepEqual(
      callsOf('conv(4, 3x3, padding = [1, 2, 0, 0], stride = 2, activation = none)'),
      ['x = layers.ZeroPadding2D(((1, 2), (0, 0)))(image)', 'output = layers.Conv2D(4, 3, strides=2)(x)'].map((line) =>
        line.replace('output', 'conv_1'),
      ),
    );
    // Zeros would win over negative values, and win over none behind a relu.
    assert.deepEqual(callsOf('maxpool(3x3, stride = 2, padding = 1)'), [
      'x = LowestPadding(padding=((1, 0), (1, 0)))(image)',
      'maxpool_1 = layers.MaxPooling2D(3, strides=2)(x)',
    ]);
    assert.deepEqual(callsOf('relu() -> maxpool(3x3, stride = 2, padding = 1)').slice(1, 2), [
      'x = layers.ZeroPadding2D(((1, 0), (1, 0)))(x)',
    ]);
    // Windows of two values at both ends, where Keras would divide by three.
    assert.deepEqual(callsOf('avgpool(1x3, padding = [0, 1])').slice(2), [
      'avgpool_1 = Weigh(rows=(1, 1, 1, 1, 1, 1, 1, 1), columns=(1.5, 1, 1, 1, 1, 1, 1, 1.5))(x)',
    ]);
    assert.deepEqual(callsOf('avgpool(3x3)'), [
      'avgpool_1 = layers.AveragePooling2D(3, strides=1, padding="same")(image)',
    ]);
  });

  it('refuses what Keras would compute otherwise', () => {
    assert.equal(
      refusalOf('keras', 'convtranspose(4, 3x3, stride = 2, padding = valid, groups = 2)'),
      'convtranspose_1: keras has no convtranspose with such groups',
    );
    assert.equal(
      refusalOf('keras', 'conv(4, 3x3, stride = 2, dilation = 2)'),
      'conv_1: keras has no conv with such stride and dilation',
    );
  });
});

describe('TensorFlow.js: the model', () => {
  it('has layers as Keras 2 writes them, and weights in our order', () => {
    const { layers, outputs, specs, values, weights } = modelOf(
      'conv(5, 3x3)\nhead h { globalavgpool() }\ndense(3)\noutput end',
    );
    assert.deepEqual(
      layers.map(({ class_name, name, inbound_nodes }) => [class_name, name, inbound_nodes]),
      [
        ['InputLayer', 'image', []],
        ['Conv2D', 'conv_1', [[['image', 0, 0, {}]]]],
        ['Activation', 'conv_1.activation', [[['conv_1', 0, 0, {}]]]],
        ['GlobalAveragePooling2D', 'h.globalavgpool_1', [[['conv_1.activation', 0, 0, {}]]]],
        ['Flatten', 'dense_1.flatten', [[['conv_1.activation', 0, 0, {}]]]],
        ['Dense', 'dense_1', [[['dense_1.flatten', 0, 0, {}]]]],
      ],
    );
    assert.deepEqual(layers[0]?.config.batch_input_shape, [null, 8, 8, 4]);
    assert.deepEqual(outputs, [
      ['h.globalavgpool_1', 0, 0],
      ['dense_1', 0, 0],
    ]);
    assert.deepEqual(
      specs.map(({ name, shape }) => `${name} ${shape.join('x')}`),
      ['conv_1/kernel 3x3x4x5', 'conv_1/bias 5', 'dense_1/kernel 320x3', 'dense_1/bias 3'],
    );
    assert.deepEqual(values.subarray(0, 180), weights.get('conv_1/weight')?.values);
  });

  it('splits a convolution of groups, which TensorFlow.js would not know of', () => {
    const { layers, specs, values, weights } = modelOf('conv(6, 1x1, groups = 2, activation = none)');
    assert.deepEqual(
      layers.filter(({ class_name }) => class_name === 'Conv2D').map(({ config }) => config.filters),
      [3, 3],
    );
    assert.ok(layers.every(({ config }) => config.groups === undefined));
    assert.deepEqual(
      specs.map(({ shape }) => shape),
      [[1, 1, 2, 3], [3], [1, 1, 2, 3], [3]],
    );
    // The second group's filters are the last three of six: of channel 1, filter 4 of ours.
    const ours = weights.get('conv_1/weight')?.values as Float32Array;
    assert.equal(values[9 + 1 * 3 + 1], ours[1 * 6 + 4]);
  });

  it('has the filters of a transposed convolution before its inputs', () => {
    const { specs, values, weights } = modelOf('convtranspose(5, 2x3, stride = 2, bias = false)');
    assert.deepEqual(
      specs.map(({ shape }) => shape),
      [[2, 3, 5, 4]],
    );
    const ours = weights.get('convtranspose_1/weight')?.values as Float32Array;
    // [row 1, column 2, filter 3, input 1], in ours [1, 2, 1, 3] of 2x3x4x5.
    assert.equal(values[((1 * 3 + 2) * 5 + 3) * 4 + 1], ours[((1 * 3 + 2) * 4 + 1) * 5 + 3]);
  });

  it('refuses what TensorFlow.js would compute otherwise or not at all', () => {
    const cases: readonly (readonly [body: string, refusal: string])[] = [
      ['upsample(2, mode = bilinear)', 'upsample_1: tfjs has no upsample with such mode'],
      ['lrn()', 'lrn_1: tfjs has nothing that computes lrn'],
      ['conv(4, 3x3, activation = gelu)', 'conv_1: tfjs has nothing that computes gelu'],
      ['maxpool(3x3, padding = 1)', 'maxpool_1: tfjs has no maxpool with such padding'],
      ['elu(alpha = 0.5)', 'elu_1: tfjs has no elu with such alpha'],
      ['depthwise(3x3, dilation = [1, 2])', 'depthwise_1: tfjs has no depthwise with such dilation'],
    ];
    for (const [body, refusal] of cases) assert.equal(refusalOf('tfjs', body), refusal);
  });
});
