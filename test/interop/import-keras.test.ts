/** Models of Keras and TensorFlow.js: JSON of both versions of Keras, weights in several files and in 8 bits, models in models. */

import assert from 'node:assert/strict';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { seededRandom } from '../../src/base/random';
import { elementCount, type NamedTensor } from '../../src/base/tensor';
import { exportTfjs } from '../../src/interop/keras/export-tfjs';
import { networkWeights } from '../../src/interop/network-weights';
import { foreignNetwork, imported, ranWith } from '../support/imported';
import { networkOf } from '../support/network-text';

type Config = Readonly<Record<string, unknown>>;

const layer = (className: string, name: string, config: Config, ...inputs: readonly string[]) => ({
  class_name: className,
  name,
  config: { name, ...config },
  inbound_nodes: inputs.length === 0 ? [] : [inputs.map((input) => [input, 0, 0, {}])],
});

const input = (shape: readonly (number | null)[]) =>
  layer('InputLayer', 'image', { batch_input_shape: [null, ...shape] });

const functional = (layers: readonly object[], ...outputs: readonly string[]) => ({
  class_name: 'Functional',
  config: { name: 'net', layers, output_layers: outputs.map((name) => [name, 0, 0]) },
  keras_version: '2.4.0',
});

const body = (text: string) => text.slice(text.indexOf('input '));

function randomWeights(network: NetworkAnalysis): NamedTensor[] {
  const random = seededRandom(4);
  return networkWeights(network, network.all.layers).map(({ name, shape, role }) => {
    const shift = role === 'variance' ? 1 : -0.5;
    return { name, shape, values: new Float32Array(elementCount(shape)).map(() => (random() + shift) / 2) };
  });
}

describe('import of Keras', function () {
  this.timeout(30_000);

  it('reads a functional model of Keras 2', async () => {
    const { text, foreign } = await imported(
      'tfjs',
      JSON.stringify(
        functional(
          [
            input([12, 12, 3]),
            layer(
              'ZeroPadding2D',
              'border',
              {
                padding: [
                  [0, 1],
                  [0, 1],
                ],
              },
              'image',
            ),
            layer(
              'Conv2D',
              'conv1',
              { filters: 8, kernel_size: [3, 3], strides: [2, 2], padding: 'valid', use_bias: false },
              'border',
            ),
            layer('BatchNormalization', 'bn1', { epsilon: 0.001, scale: false, axis: [3] }, 'conv1'),
            layer('ReLU', 'relu1', { max_value: 6 }, 'bn1'),
            layer(
              'DepthwiseConv2D',
              'dw',
              { kernel_size: [3, 3], padding: 'same', depth_multiplier: 1, activation: 'swish' },
              'relu1',
            ),
            layer('Add', 'sum', {}, 'relu1', 'dw'),
            layer('MaxPooling2D', 'pool', { pool_size: [2, 2], strides: [2, 2], padding: 'valid' }, 'sum'),
            layer('GlobalAveragePooling2D', 'gap', {}, 'pool'),
            layer('Dense', 'logits', { units: 5, activation: 'softmax' }, 'gap'),
          ],
          'logits',
        ),
      ),
    );
    assert.deepEqual(foreign.source, { format: 'keras', producer: 'keras 2.4.0', opset: null });
    assert.equal(
      body(text),
      `input image: 12x12x3

  border = pad([0, 1, 0, 1])
  conv1 = conv(8, 3x3, stride = 2, padding = valid, norm = batchnorm(scale = false), activation = relu6)
  sum = add {
    branch { }
    branch { dw = depthwise(3x3, activation = silu) }
  }
  pool = maxpool(2x2, stride = 2, padding = valid)
  gap = globalavgpool()
  logits_2 = dense(5)
  logits = softmax()
  output logits
}
`,
    );
  });

  it('reads a sequential model, also inside of another, and Keras 3', async () => {
    const tensor = (name: string) => ({ class_name: '__keras_tensor__', config: { keras_history: [name, 0, 0] } });
    const call = (className: string, name: string, config: Config, ...inputs: readonly string[]) => ({
      module: 'keras.layers',
      class_name: className,
      name,
      config: { name, ...config },
      inbound_nodes: [{ args: inputs.length > 1 ? [inputs.map(tensor)] : inputs.map(tensor), kwargs: {} }],
    });
    const block = {
      class_name: 'Sequential',
      name: 'block',
      config: {
        name: 'block',
        layers: [
          layer('InputLayer', 'inner', { batch_shape: [null, 8, 8, 3] }),
          layer('Conv2D', 'a', { filters: 4, kernel_size: [1, 1], padding: 'same', activation: 'hard_sigmoid' }),
          layer('Conv2D', 'b', { filters: 4, kernel_size: 3, padding: 'same', activation: 'relu' }),
        ],
      },
      inbound_nodes: [{ args: [tensor('image')], kwargs: {} }],
    };
    const { text } = await imported(
      'tfjs',
      JSON.stringify({
        module: 'keras',
        class_name: 'Functional',
        config: {
          name: 'net',
          layers: [
            layer('InputLayer', 'image', { batch_shape: [null, 8, 8, 3] }),
            block,
            call('Flatten', 'flat', {}, 'block'),
            call('Dense', 'fc', { units: 3, activation: 'linear' }, 'flat'),
          ],
          output_layers: [['fc', 0, 0]],
        },
      }),
    );
    assert.match(
      text,
      /a = conv\(4, 1x1, activation = hardsigmoid\)\n {2}\w*b = conv\(4, 3x3\)\n {2}flat = flatten\(\)\n {2}fc = dense\(3\)\n {2}output fc\n/,
    );
  });

  it('reads layers of training alone, joins with other names and images of another size', async () => {
    const conv = (name: string, from: string) =>
      layer('Conv2D', name, { filters: 2, kernel_size: [1, 1], padding: 'valid', activation: 'linear' }, from);
    const model = functional(
      [
        input([8, 8, 3]),
        layer('RandomFlip', 'flip', { mode: 'horizontal' }, 'image'),
        layer('RandomRotation', 'turn', { factor: 0.1 }, 'flip'),
        layer(
          'Resizing',
          'size',
          { height: 5, width: 6, interpolation: 'bilinear', crop_to_aspect_ratio: false },
          'turn',
        ),
        conv('a', 'size'),
        conv('b', 'size'),
        conv('c', 'size'),
        layer('Subtract', 'less', {}, 'a', 'b'),
        layer('Average', 'mean', {}, 'less', 'b', 'c'),
        layer('LayerScale', 'factors', { init_values: 1e-6, projection_dim: 2 }, 'mean'),
        layer('StochasticDepth', 'depth', { drop_path_rate: 0.1 }, 'factors'),
      ],
      'depth',
    );
    const { text, network, weights } = await imported('tfjs', JSON.stringify(model));
    assert.match(text, /resize\(size = 5x6, mode = bilinear\)/);
    assert.match(text, /affine\(center = false\)/);
    assert.deepEqual(weights, []);
    // a = 1, b = 2, c = 3 everywhere, without the input; the factors are 6: ((1 - 2) + 2 + 3) / 3 * 6.
    const values: Readonly<Record<string, number>> = { 'a/bias': 1, 'b/bias': 2, 'c/bias': 3 };
    const given = networkWeights(network, network.all.layers).map(({ name, shape }) => {
      const value = values[name.split('/').slice(-2).join('/')] ?? (name.endsWith('gamma') ? 6 : 0);
      return { name, shape, values: new Float32Array(elementCount(shape)).fill(value) };
    });
    const found = await ranWith({ network, weights: given }, new Float32Array(8 * 8 * 3).fill(0.5), 'depth');
    assert.deepEqual([...found], Array(5 * 6 * 2).fill(8));
  });

  it('reads a functional model inside, whose calls are counted from 1, each of its results and each of its calls', async () => {
    const conv = (name: string, filters: number, from: string) =>
      layer('Conv2D', name, { filters, kernel_size: [1, 1], padding: 'valid', activation: 'linear' }, from);
    const inner = {
      ...layer('Functional', 'base', {
        layers: [
          layer('InputLayer', 'inner', { batch_input_shape: [null, 8, 8, 3] }),
          conv('low', 2, 'inner'),
          conv('high', 3, 'low'),
        ],
        output_layers: [
          ['low', 0, 0],
          ['high', 0, 0],
        ],
      }),
      // Of the image, then of what the first call gave.
      inbound_nodes: [[['image', 0, 0, {}]], [['base', 1, 1, {}]]],
    };
    const reading = (name: string, filters: number, call: number, result: number) => ({
      ...conv(name, filters, ''),
      inbound_nodes: [[['base', call, result, {}]]],
    });
    const model = functional(
      [input([8, 8, 3]), inner, reading('a', 5, 1, 0), reading('b', 6, 1, 1), reading('c', 7, 2, 1)],
      'a',
      'b',
      'c',
    );
    const { network, foreign } = await imported('tfjs', JSON.stringify(model));
    assert.deepEqual(foreign.missing, []);
    const filtersBefore = (name: string) => {
      const at = network.graph.outputs.find((output) => output.name === name)?.layer ?? -1;
      const [before = -1] = network.graph.layers[at]?.inputs ?? [];
      return network.graph.layers[before]?.attributes.filters;
    };
    assert.deepEqual(['a', 'b', 'c'].map(filtersBefore), [2, 3, 3]);
    // The image and both convolutions twice.
    assert.equal(network.graph.layers.length, 1 + 4 + 3);
  });

  it('gives back what was exported to TensorFlow.js, with its values', async () => {
    const network = networkOf(`network N() {
      input image: 9x9x3
      conv(8, 3x3, stride = 2, norm = batchnorm())
      add { branch {} branch { separable(8, 3x3, activation = none) } }
      relu()
      concat { branch { conv(4, 1x1) } branch { maxpool(3x3) -> depthwise(3x3, multiplier = 2) } }
      convtranspose(4, 3x3, stride = 2)
      avgpool(2x2, stride = 2, padding = valid)
      dense(6, activation = relu) -> dense(3)
      output y
    }`);
    const weights = randomWeights(network);
    const written = exportTfjs(network, new Map(weights.map((tensor) => [tensor.name, tensor])), '0');
    assert.ok('files' in written);
    const byName = new Map(written.files.map((file) => [file.name, file.bytes]));
    const model = byName.get('model.json');
    assert.ok(model);
    const readBeside = async (name: string) => byName.get(name) ?? assert.fail(name);
    const found = await imported('tfjs', model, { readBeside });
    assert.equal(found.foreign.source.format, 'tfjs');
    assert.deepEqual(
      found.network.graph.layers.map(({ path }) => path),
      network.graph.layers.map(({ path }) => path),
    );
    assert.deepEqual(
      found.network.graph.outputs.map(({ name }) => name),
      ['y'],
    );
    assert.equal(found.network.all.sums.params.value, network.all.sums.params.value);
    assert.equal(found.network.all.sums.multiplies.value, network.all.sums.multiplies.value);
    const [output] = found.network.graph.outputs;
    const values = new Float32Array(9 * 9 * 3).map((_, i) => Math.sin(i));
    const ours = await ranWith({ network, weights }, values, 'y');
    for (const [i, value] of (await ranWith(found, values, output?.name ?? '')).entries()) {
      assert.ok(Math.abs(value - (ours[i] ?? 0)) < 1e-5, `${value} and ${ours[i]}`);
    }
  });

  it('reads activations that are arguments, as the versions of Keras say and mean them', async () => {
    const textOf = async (activation: unknown, version: string): Promise<string> => {
      const model = functional(
        [
          input([4, 4, 2]),
          layer('Conv2D', 'c', { filters: 3, kernel_size: [1, 1], padding: 'same', activation }, 'image'),
        ],
        'c',
      );
      const { text } = await imported('tfjs', JSON.stringify({ ...model, keras_version: version }));
      return /conv\(.*\)/.exec(text)?.[0] ?? text;
    };
    // As keras.activations has them; a slope of hard_sigmoid of 0.2 became 1/6 in Keras 3.
    const table: Readonly<Record<string, string>> = {
      relu: 'conv(3, 1x1)',
      linear: 'conv(3, 1x1, activation = none)',
      relu6: 'conv(3, 1x1, activation = relu6)',
      sigmoid: 'conv(3, 1x1, activation = sigmoid)',
      tanh: 'conv(3, 1x1, activation = tanh)',
      softmax: 'conv(3, 1x1, activation = none) -> softmax()',
      softplus: 'conv(3, 1x1, activation = softplus)',
      elu: 'conv(3, 1x1, activation = elu)',
      selu: 'conv(3, 1x1, activation = selu)',
      swish: 'conv(3, 1x1, activation = silu)',
      silu: 'conv(3, 1x1, activation = silu)',
      gelu: 'conv(3, 1x1, activation = gelu)',
      mish: 'conv(3, 1x1, activation = mish)',
      hard_silu: 'conv(3, 1x1, activation = hardswish)',
      hard_swish: 'conv(3, 1x1, activation = hardswish)',
      leaky_relu: 'conv(3, 1x1, activation = leakyrelu(slope = 0.2))',
    };
    for (const [name, expected] of Object.entries(table)) {
      for (const said of [name, { class_name: 'function', config: name }]) {
        assert.equal(await textOf(said, '2.4.0'), expected);
        assert.equal(await textOf(said, '3.1.0'), expected);
      }
    }
    assert.equal(await textOf('hard_sigmoid', '2.4.0'), 'conv(3, 1x1, activation = hardsigmoid(slope = 0.2))');
    assert.equal(await textOf('hard_sigmoid', '3.1.0'), 'conv(3, 1x1, activation = hardsigmoid)');
  });

  it('reads weights that cross files, and those of 8 bits', async () => {
    const model = {
      format: 'layers-model',
      modelTopology: functional(
        [input([1, 1, 2]), layer('Conv2D', 'c', { filters: 2, kernel_size: [1, 1], padding: 'same' }, 'image')],
        'c',
      ),
      weightsManifest: [
        {
          paths: ['a.bin', 'b.bin'],
          weights: [
            {
              name: 'c/kernel',
              shape: [1, 1, 2, 2],
              dtype: 'float32',
              quantization: { dtype: 'uint8', scale: 0.5, min: -1 },
            },
            { name: 'c/bias', shape: [2], dtype: 'float32' },
          ],
        },
      ],
    };
    const bias = new Uint8Array(Float32Array.of(7, 9).buffer);
    const files: Readonly<Record<string, Uint8Array>> = {
      'a.bin': Uint8Array.of(0, 2, 4, 6, ...bias.subarray(0, 3)),
      'b.bin': bias.slice(3),
    };
    const read = { readBeside: async (name: string) => files[name] ?? assert.fail(name) };
    const { weights } = await imported('tfjs', JSON.stringify(model), read);
    assert.deepEqual(
      weights.map(({ name, values }) => [name, [...values]]),
      [
        ['c/weight', [-1, 0, 1, 2]],
        ['c/bias', [7, 9]],
      ],
    );
    for (const path of ['../a.bin', '/etc/a', 'x/../../a', '']) {
      const [group] = model.weightsManifest;
      const elsewhere = { ...model, weightsManifest: [{ ...group, paths: [path] }] };
      assert.deepEqual(await foreignNetwork('tfjs', JSON.stringify(elsewhere), read), { refusal: 'foreign.manifest' });
    }
  });

  it('cuts layers that share their weights or run code', async () => {
    const shared = layer('Conv2D', 'c', { filters: 3, kernel_size: [1, 1], padding: 'same' }, 'image');
    const { foreign } = await imported(
      'tfjs',
      JSON.stringify(
        functional(
          [
            input([4, 4, 3]),
            { ...shared, inbound_nodes: [[['image', 0, 0, {}]], [['c', 0, 0, {}]]] },
            layer('Lambda', 'f', { function: ['code'] }, 'c'),
          ],
          'f',
        ),
      ),
    );
    assert.deepEqual(
      foreign.missing.map(({ node, reason }) => [node, reason.phrase]),
      [['f', 'foreign.code']],
    );
    assert.deepEqual(
      foreign.notes.map(({ phrase }) => phrase),
      ['foreign.copied'],
    );
  });

  it('reads how images are prepared, by channel too', async () => {
    const found = await imported(
      'tfjs',
      JSON.stringify(
        functional(
          [
            input([1, 1, 2]),
            layer('Normalization', 'n', { axis: -1, mean: [1, 2], variance: [4, 16] }, 'image'),
            layer('Rescaling', 'r', { scale: [10, 100], offset: 0 }, 'n'),
          ],
          'r',
        ),
      ),
    );
    // (5 - 1) / 2 * 10 and (10 - 2) / 4 * 100
    assert.deepEqual([...(await ranWith(found, Float32Array.of(5, 10), 'r'))], [20, 200]);
  });

  it('reads functions of TensorFlow that Keras 2 calls without a layer', async () => {
    const call = (name: string, given: string, inbound: readonly unknown[]) => ({
      ...layer('TFOpLambda', name, { function: given }),
      inbound_nodes: [inbound],
    });
    const { text, foreign } = await imported(
      'tfjs',
      JSON.stringify(
        functional(
          [
            input([8, 8, 4]),
            layer('Conv2D', 'c', { filters: 4, kernel_size: [1, 1] }, 'image'),
            call('plus', '__operators__.add', ['c', 0, 0, { y: 3, name: null }]),
            layer('ReLU', 'six', { max_value: 6 }, 'plus'),
            call('gate', 'math.multiply', ['six', 0, 0, { y: 1 / 6, name: null }]),
            call('product', 'math.multiply', ['c', 0, 0, { y: ['gate', 0, 0] }]),
            call('rest', 'math.subtract', ['_CONSTANT_VALUE', -1, 1, { y: ['product', 0, 0] }]),
            call('both', 'concat', [
              ['product', 0, 0, { axis: -1 }],
              ['rest', 0, 0, { axis: -1 }],
            ]),
            call('mean', 'math.reduce_mean', ['both', 0, 0, { axis: [1, 2] }]),
            call('end', 'nn.softmax', ['mean', 0, 0, {}]),
          ],
          'end',
        ),
      ),
    );
    assert.deepEqual(foreign.missing, []);
    assert.equal(
      body(text),
      `input image: 8x8x4

  c = conv(4, 1x1, padding = valid, activation = hardswish)
  both = concat {
    branch { }
    branch { rest = affine() }
  }
  mean = globalavgpool()
  end = softmax()
  output end
}
`,
    );
  });

  it('resizes by functions, and says of those that are none of its layers that they are none', async () => {
    const resize = (given: string, size: readonly number[], more: Readonly<Record<string, unknown>>) =>
      JSON.stringify(
        functional(
          [
            input([2, 2, 1]),
            layer('ReLU', 'r', {}, 'image'),
            { ...layer('TFOpLambda', 'end', { function: given }), inbound_nodes: [['r', 0, 0, { size, ...more }]] },
          ],
          'end',
        ),
      );
    const pixels = Float32Array.of(1, 2, 3, 4);
    const valuesOf = async (text: string) => [...(await ranWith(await imported('tfjs', text), pixels, 'end'))];
    const nearest = resize('image.resize', [2, 4], { method: 'nearest' });
    assert.deepEqual(await valuesOf(nearest), [1, 1, 2, 2, 3, 3, 4, 4]);
    // Middles at -1/4, 1/4, 3/4, 5/4 of the two columns.
    assert.deepEqual(await valuesOf(resize('image.resize', [2, 4], {})), [1, 1.25, 1.75, 2, 3, 3.25, 3.75, 4]);
    for (const [given, size, more, reason] of [
      ['compat.v1.image.resize', [4, 4], {}, 'foreign.resize'],
      ['image.resize', [3, 4], { method: 'nearest' }, 'foreign.resize'],
      ['image.resize', [4, 4], { method: 'bicubic' }, 'foreign.resize'],
      ['image.resize', [4, 4], { antialias: true }, 'foreign.resize'],
      ['image.rot90', [], {}, 'foreign.no-layer'],
    ] as const) {
      const { foreign } = await imported('tfjs', resize(given, size, more));
      assert.deepEqual(
        foreign.missing.map((missing) => [missing.node, missing.reason.phrase]),
        [['end', reason]],
        given,
      );
    }
  });

  it('reads images that are parted and turned where they are images again, and says what turned those that are not', async () => {
    const model = (layers: readonly object[], output: string) =>
      JSON.stringify(functional([input([2, 2, 4]), layer('ReLU', 'r', {}, 'image'), ...layers], output));
    const pixels = Float32Array.from({ length: 16 }, (_, i) => i);
    const valuesOf = async (text: string, output: string) => {
      const found = await imported('tfjs', text);
      assert.deepEqual(found.foreign.missing, []);
      return [...(await ranWith(found, pixels, output))];
    };
    const second = [
      layer('Permute', 'rows', { dims: [3, 1, 2] }, 'r'),
      layer(
        'Cropping2D',
        'cut',
        {
          cropping: [
            [1, 2],
            [0, 0],
          ],
        },
        'rows',
      ),
      layer('Permute', 'end', { dims: [2, 3, 1] }, 'cut'),
    ];
    assert.deepEqual(await valuesOf(model(second, 'end'), 'end'), [1, 5, 9, 13]);
    const shuffled = [
      layer('Reshape', 'parts', { target_shape: [2, 2, 2, -1] }, 'r'),
      layer('Permute', 'turned', { dims: [1, 2, 4, 3] }, 'parts'),
      layer('Reshape', 'end', { target_shape: [2, 2, 4] }, 'turned'),
    ];
    assert.deepEqual((await valuesOf(model(shuffled, 'end'), 'end')).slice(0, 4), [0, 2, 1, 3]);
    for (const [layers, output] of [
      [second.slice(0, 1), 'rows'],
      [second.slice(0, 2), 'cut'],
      [[...second.slice(0, 1), layer('ReLU', 'end', {}, 'rows')], 'end'],
      [[...shuffled.slice(0, 1), layer('Flatten', 'end', {}, 'parts')], 'end'],
    ] as const) {
      const { foreign } = await imported('tfjs', model(layers, output));
      assert.deepEqual(
        foreign.missing.map((missing) => missing.reason.phrase),
        ['foreign.no-image'],
        output,
      );
    }
  });

  it('writes the greatest and the least of several results, and the length of channels, in layers that there are', async () => {
    const text = (kind: string) =>
      JSON.stringify(
        functional(
          [
            input([1, 3, 1]),
            layer('Rescaling', 'half', { scale: 0.5 }, 'image'),
            layer('Rescaling', 'less', { scale: -1 }, 'image'),
            layer(kind, 'end', {}, 'half', 'less', 'image'),
          ],
          'end',
        ),
      );
    for (const [kind, expected] of [
      ['Maximum', [2, 0, 3]],
      ['Minimum', [-2, 0, -3]],
    ] as const) {
      const found = await imported('tfjs', text(kind));
      assert.deepEqual([...(await ranWith(found, Float32Array.of(-2, 0, 3), 'end'))], expected, kind);
    }
    const unit = functional([input([1, 1, 2]), layer('UnitNormalization', 'end', { axis: -1 }, 'image')], 'end');
    const found = await imported('tfjs', JSON.stringify(unit));
    const [a, b] = await ranWith(found, Float32Array.of(3, -4), 'end');
    assert.ok(Math.abs((a ?? 0) - 0.6) < 1e-6 && Math.abs((b ?? 0) + 0.8) < 1e-6, `${a} ${b}`);
  });

  it('reads layers in whatever order they stand', async () => {
    const chain = Array.from({ length: 4000 }, (_, i) =>
      layer('Activation', `a${i}`, { activation: i % 2 === 0 ? 'relu' : 'tanh' }, i === 0 ? 'image' : `a${i - 1}`),
    );
    const inTurn = await foreignNetwork('tfjs', JSON.stringify(functional([input([2, 2, 1]), ...chain], 'a3999')));
    const reversed = [...chain].reverse();
    const found = await foreignNetwork('tfjs', JSON.stringify(functional([input([2, 2, 1]), ...reversed], 'a3999')));
    assert.ok('layers' in found && 'layers' in inTurn);
    assert.deepEqual(
      found.layers.map(({ name }) => name),
      inTurn.layers.map(({ name }) => name),
    );
  });

  it('ends where models call one another twice each, twenty deep', async () => {
    // The first call of a model counts as 1: it has been called when it was made.
    const nested = (depth: number): object => {
      const inner = layer('Activation', 'inner', { activation: 'relu' }, 'image');
      const inside = depth === 0 ? inner : { ...nested(depth - 1), name: 'inner' };
      const calls = [[['image', 0, 0, {}]], [['inner', depth === 0 ? 0 : 1, 0, {}]]];
      const whole = functional([input([2, 2, 1]), { ...inside, inbound_nodes: calls }]);
      const outputs = [['inner', depth === 0 ? 1 : 2, 0]];
      return { ...whole, config: { ...whole.config, input_layers: [['image', 0, 0]], output_layers: outputs } };
    };
    const found = await foreignNetwork('tfjs', JSON.stringify(nested(3)));
    // Two calls of a ReLU in each of two calls, four times over.
    assert.equal('layers' in found && found.layers.length, 1 + 2 ** 4);
    assert.deepEqual(await foreignNetwork('tfjs', JSON.stringify(nested(20))), { refusal: 'foreign.nothing' });
  });

  it('refuses what is no model, or was changed at random', async () => {
    for (const [text, code] of [
      ['', 'map.json'],
      ['[]', 'map.object'],
      ['{}', 'foreign.no-model'],
      ['{"class_name": "Sequential", "config": []}', 'foreign.no-layers'],
      [JSON.stringify(functional([input([null, null, 3])], 'image')), 'foreign.input-size'],
      [JSON.stringify(functional([input([4, 4, 3]), layer('ReLU', 'r', {}, 'none')], 'r')), 'foreign.no-blob'],
    ] as const) {
      assert.deepEqual(await foreignNetwork('tfjs', text), { refusal: code }, text);
    }
    const whole = JSON.stringify(
      functional(
        [
          input([6, 6, 3]),
          layer('Conv2D', 'c', { filters: 4, kernel_size: [3, 3] }, 'image'),
          layer('ReLU', 'r', {}, 'c'),
        ],
        'r',
      ),
    );
    const random = seededRandom(9);
    let refused = 0;
    for (let round = 0; round < 300; round++) {
      const bytes = new TextEncoder().encode(whole);
      for (let n = 0; n <= round % 3; n++) bytes[Math.floor(random() * bytes.length)] = 32 + Math.floor(random() * 95);
      const result = await foreignNetwork('tfjs', bytes);
      if ('refusal' in result) refused++;
      else await imported('tfjs', bytes).catch(onlyMessages);
    }
    assert.ok(refused > 80, `${refused} refused`);
  });
});

/** A changed network may have what a person is hinted at; it is written all the same. */
function onlyMessages(problem: unknown): void {
  if (!(problem instanceof assert.AssertionError)) throw problem;
}
