/**
 * Networks of ONNX: what was exported from a network in our terms comes back as the same one, what exporters write is
 * recognised, and what is damaged is refused. Outputs are compared with ONNX Runtime.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { analyze } from '../../src/analysis/analyze';
import { metricNames } from '../../src/base/metrics';
import { seededRandom } from '../../src/base/random';
import type { NamedTensor } from '../../src/base/tensor';
import { elementCount } from '../../src/base/tensor';
import { networkWeights } from '../../src/interop/network-weights';
import { exportOnnx } from '../../src/interop/onnx/export-onnx';
import { encodeModel, type ModelAttribute, type ModelNode, type ModelTensor } from '../../src/interop/onnx/model';
import { filled, floats, integers } from '../../src/interop/onnx/tensors';
import type { Shape } from '../../src/ops/dim';
import { diskFiles, repositoryRoot } from '../support/disk-files';
import { foreignNetwork, imported, ranWith } from '../support/imported';
import { channelsFirst, sessionOf } from '../support/onnx-session';

function exampleNetworks(file: string): readonly NetworkAnalysis[] {
  const root = join(repositoryRoot, 'examples');
  return analyze(diskFiles(root), join(root, file)).networks;
}

/** Each tensor with values of its own, so that one in the place of another is seen. */
function markedWeights(network: NetworkAnalysis): Map<string, NamedTensor> {
  const tensors = networkWeights(network, network.all.layers).map(({ name, shape }, i): NamedTensor => {
    const values = new Float32Array(elementCount(shape)).fill(1 + i);
    for (const place of marks(values.length)) values[place] = place % 1009;
    return { name, shape, values };
  });
  return new Map(tensors.map((tensor) => [tensor.name, tensor]));
}

/** Some hundred places, in no row or column of a tensor. */
function marks(length: number): number[] {
  return Array.from({ length: Math.min(length, 331) }, (_, i) => (i * 7919) % length);
}

/** What a tensor is, wherever it stands. */
function fingerprint({ shape, values }: Pick<NamedTensor, 'shape' | 'values'>): string {
  // Each is put in order when it is asked for.
  const all = values;
  return `${shape.join('x')} ${all.at(-1)} ${marks(all.length).map((place) => all[place])}`;
}

/** What a layer does here, whatever words its padding is said in. */
function meaning({ graph, shapes }: NetworkAnalysis, id: number): string {
  const { op, attributes, inputs } = graph.layers[id] as NetworkAnalysis['graph']['layers'][number];
  const input = shapes[inputs[0] ?? -1] ?? ([undefined, undefined, undefined] as Shape);
  const window = op.window?.(input, attributes);
  const isPool = op.group === 'pooling';
  const others = Object.entries(attributes).flatMap(([name, value]) => {
    if (['padding', 'rounding', 'count_padding', 'like', 'output_padding'].includes(name)) return [];
    if (name === 'size' || name === 'amount') return [];
    if (name === 'bias') return [`bias ${op.weights?.(input, attributes).some((weight) => weight.name === 'bias')}`];
    if (typeof value === 'object' && value !== null && 'kind' in value) {
      return [`${name} ${value.op.name}(${Object.values(value.attributes).map(rounded).join()})`];
    }
    return [`${name} ${rounded(value)}`];
  });
  // Zeros behind the last window of a pool are the same as none.
  const pads = window === undefined || isPool ? [window?.pads[0], window?.pads[2]] : window.pads;
  const shape = shapes[id]?.join('x') ?? '';
  // Two words for the same where the windows are alike, and where the size is a whole multiple.
  if (op.name === 'adaptiveavgpool' || op.name === 'avgpool') return `average ${shape}`;
  if (op.name === 'upsample' || op.name === 'resize') return `resize ${shape} ${attributes.mode}`;
  return [op.name, shape, pads.join(), ...others].join(' ');
}

/** As numbers of 32 bits are. */
function rounded(value: unknown): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : String(value);
}

function assertSame(network: NetworkAnalysis, found: NetworkAnalysis): void {
  const kept = network.all.layers.filter((id) => !isNothing(network, id));
  assert.deepEqual(
    found.all.layers.map((id) => meaning(found, id)).sort(),
    kept.map((id) => meaning(network, id)).sort(),
  );
  for (const metric of metricNames) {
    // What does nothing is a tensor all the same; what is alive together depends on the order of heads.
    if (metric === 'peakBytes' || (metric === 'activationBytes' && kept.length < network.all.layers.length)) continue;
    if (metric === 'flops' && kept.length < network.all.layers.length) continue;
    assert.equal(found.all.sums[metric].value, network.all.sums[metric].value, metric);
  }
  const ends = ({ outputs }: NetworkAnalysis) =>
    outputs.map(({ output, shape }) => `${output.name} ${shape.join('x')}`);
  assert.deepEqual(ends(found).sort(), ends(network).sort());
}

/** Multiplies by one. */
function isNothing({ graph }: NetworkAnalysis, id: number): boolean {
  return graph.layers[id]?.attributes.factor === 1 && graph.layers[id]?.op.name === 'scale';
}

describe('import of ONNX', function () {
  this.timeout(60_000);

  for (const file of readdirSync(join(repositoryRoot, 'examples')).filter((name) => name.endsWith('.cnn'))) {
    it(`gives ${file} back: layers, attributes, counts, outputs and weights`, async () => {
      for (const network of exampleNetworks(file)) {
        const weights = markedWeights(network);
        const written = exportOnnx(network, weights, { version: '0' });
        assert.ok('bytes' in written, network.name);
        const found = await imported('onnx', written.bytes);
        assert.deepEqual(found.foreign.missing, []);
        assertSame(network, found.network);
        assert.deepEqual(found.weights.map(fingerprint).sort(), [...weights.values()].map(fingerprint).sort());
      }
    });
  }

  it('keeps names where modules and layers have them', async () => {
    const [network] = exampleNetworks('inception-v3.cnn');
    assert.ok(network);
    const written = exportOnnx(network, markedWeights(network), { version: '0' });
    assert.ok('bytes' in written);
    const { text } = await imported('onnx', written.bytes);
    assert.match(text, /^ {2}mixed_4 = mixed\w*\(128\)$/m);
    assert.match(text, /^ {2}mixed_10 = mixed\w*\(\)$/m);
  });

  it('gives a network back that computes the same', async () => {
    const [network] = analyze(
      diskFiles(join(repositoryRoot, 'examples')),
      join(repositoryRoot, 'examples/squeezenet.cnn'),
      {
        inputShape: [81, 67, 3],
      },
    ).networks;
    assert.ok(network);
    const random = seededRandom(3);
    const weights = networkWeights(network, network.all.layers).map(({ name, shape }): NamedTensor => {
      return { name, shape, values: new Float32Array(elementCount(shape)).map(() => (random() - 0.5) / 4) };
    });
    const written = exportOnnx(network, new Map(weights.map((tensor) => [tensor.name, tensor])), { version: '0' });
    assert.ok('bytes' in written);
    const found = await imported('onnx', written.bytes);
    const input = new Float32Array(81 * 67 * 3).map(() => random() - 0.5);
    assert.deepEqual(await ranWith(found, input, 'logits'), await ranWith({ network, weights }, input, 'logits'));
  });

  it('recognises what PyTorch writes: activations in parts, gates, lists by channel', async () => {
    const { text } = await agrees({
      size: [8, 6, 3],
      tensors: {
        ...conv('a', 8, 3, 3),
        ...norm('n', 8),
        ...conv('s', 4, 8, 1),
        ...conv('e', 8, 4, 1),
        ...matrix('fc', 5, 8 * 4 * 3),
      },
      constants: { three: [3], zero: [0], six: [6], root: [Math.SQRT2], one: [1], half: [0.5] },
      nodes: [
        ['Conv', 'x a.weight a.bias', 'c', { pads: [1, 1, 1, 1], strides: [2, 2], kernel_shape: [3, 3] }],
        ['BatchNormalization', 'c n.gamma n.beta n.mean n.variance', 'n', { epsilon: { float: 1e-5 } }],
        ['HardSigmoid', 'n', 'h', { alpha: { float: 1 / 6 }, beta: { float: 0.5 } }],
        ['Mul', 'n h', 'hs'],
        ['GlobalAveragePool', 'hs', 'g'],
        ['Conv', 'g s.weight s.bias', 's', { kernel_shape: [1, 1] }],
        ['Sigmoid', 's', 'sg'],
        ['Mul', 's sg', 'si'],
        ['Conv', 'si e.weight e.bias', 'ex', { kernel_shape: [1, 1] }],
        ['Sigmoid', 'ex', 'gate'],
        ['Mul', 'gate hs', 'm'],
        ['Div', 'm root', 'd'],
        ['Erf', 'd', 'f'],
        ['Add', 'f one', 'p'],
        ['Mul', 'm p', 'q'],
        ['Mul', 'q half', 'gelu'],
        ['Clip', 'gelu zero six', 'r6'],
        ['Flatten', 'r6', 'flat', { axis: 1 }],
        ['Gemm', 'flat fc.weight fc.bias', 'y', { transB: 1 }],
      ],
    });
    assert.match(
      text,
      /a = conv\(8, 3x3, stride = 2, padding = 1, bias = true, norm = batchnorm\(epsilon = 0.00001\), activation = hardswish\)/,
    );
    assert.match(
      text,
      /multiply \{\n {4}branch \{\n {6}globalavgpool\(\)\n {6}s = conv\(4, 1x1, activation = silu\)\n {6}e = conv\(8, 1x1, activation = sigmoid\)/,
    );
    assert.match(text, /gelu\(\) -> relu6\(\)\n {2}fc = dense\(5\)\n/);
  });

  for (const opset of [9, 13, 16]) {
    it(`recognises the 40 nodes of a local response norm by PyTorch at opset ${opset}`, async () => {
      // Made by test/fixtures/onnx/make.py.
      const bytes = readFileSync(join(repositoryRoot, 'test', 'fixtures', 'onnx', `lrn-${opset}.onnx`));
      const { text } = await agreesAs(bytes, [9, 9, 3]);
      assert.match(text, /norm = lrn\(alpha = 0\.1, k = 2\)/);
      assert.match(text, /norm = lrn\(size = 3\)/);
    });
  }

  it('recognises what Caffe2, CNTK and Paddle write', async () => {
    const { text } = await agrees({
      size: [9, 9, 2],
      opset: 11,
      tensors: {
        ...conv('a', 4, 2, 5),
        ...norm('n', 4),
        f: floats([4], values(4)),
        g: floats([4], values(4)),
        ...conv('b', 4, 4, 3),
        shift: floats([4, 1, 1], values(4)),
        w: floats([4, 3, 3, 6], values(216)),
        u: floats([1, 6], values(6)),
      },
      constants: { three: [3], zero: [0], six: [6] },
      shapes: { list: [1, 36], matrix: [36, 6] },
      nodes: [
        ['Conv', 'x a.weight', 'a', { auto_pad: 'SAME_UPPER', kernel_shape: [5, 5], strides: [3, 3] }],
        ['BatchNormalization', 'a n.gamma n.beta n.mean n.variance', 'n'],
        ['Unsqueeze', 'f', 'f1', { axes: [1, 2] }],
        ['Mul', 'n f1', 'm'],
        ['Unsqueeze', 'g', 'g1', { axes: [1, 2] }],
        ['Add', 'm g1', 'p'],
        ['Add', 'p three', 'p3'],
        ['Clip', 'p3 zero six', 'c'],
        ['Mul', 'p c', 'mc'],
        ['Div', 'mc six', 'hs'],
        ['Conv', 'hs b.weight', 'b', { pads: [1, 1, 1, 1] }],
        ['Add', 'b shift', 'bs'],
        ['Relu', 'bs', 'r'],
        ['Reshape', 'r list', 'l'],
        ['Reshape', 'w matrix', 'wm'],
        ['MatMul', 'l wm', 't'],
        ['Add', 't u', 'y'],
      ],
    });
    assert.equal(
      text.slice(text.indexOf('input')),
      `input x: 9x9x2

  a = conv(4, 5x5, stride = 3, norm = batchnorm(epsilon = 0.00001), activation = hardswish)
  b = conv(4, 3x3)
  dense(6)
  output y
}
`,
    );
  });

  it('follows sizes that the graph computes, shuffles and splits', async () => {
    const { text } = await agrees({
      size: [4, 4, 8],
      open: true,
      tensors: conv('a', 8, 8, 1),
      shapes: { first: [0], groups: [2, 4, 4, 4], last: [8, 4, 4], even: [4, 4] },
      nodes: [
        ['Conv', 'x a.weight a.bias', 'a'],
        ['Shape', 'a', 'size'],
        ['Gather', 'size first', 'n', { axis: 0 }],
        ['Concat', 'n groups', 'to', { axis: 0 }],
        ['Reshape', 'a to', 'r'],
        ['Transpose', 'r', 't', { perm: [0, 2, 1, 3, 4] }],
        ['Concat', 'n last', 'back', { axis: 0 }],
        ['Reshape', 't back', 's'],
        ['Slice', 's zero four one', 'half'],
        ['Slice', 's four eight one', 'rest'],
        ['Relu', 'half', 'h'],
        ['Concat', 'rest h', 'y', { axis: 1 }],
      ],
      more: { zero: [0], four: [4], eight: [8], one: [1] },
    });
    assert.match(
      text,
      /a = conv\(8, 1x1, activation = none\)\n {2}shuffle\(2\)\n {2}concat \{\n {4}branch \{ slice\(4, 4\) \}\n {4}branch \{ slice\(0, 4\) -> relu\(\) \}/,
    );
  });

  it('reads transposed convolutions by pads and by the size of the result, crops and pads', async () => {
    const { text } = await agrees({
      size: [5, 4, 4],
      tensors: { 'up.weight': floats([4, 3, 3, 3], values(108)), 'by.weight': floats([3, 2, 4, 4], values(96)) },
      shapes: { from: [1, 1], to: [-1, 1_000_000], along: [2, 3], border: [0, 0, 1, 2, 0, 0, 0, 1] },
      nodes: [
        ['ConvTranspose', 'x up.weight', 'a', { strides: [2, 2], pads: [1, 1, 1, 1], output_padding: [1, 1] }],
        ['ConvTranspose', 'a by.weight', 'b', { strides: [2, 2], output_shape: [20, 16] }],
        ['Slice', 'b from to along', 'c'],
        ['Pad', 'c border', 'y', { mode: 'reflect' }],
      ],
    });
    assert.match(text, /crop\(amount = \[1, 1, 1, 0\]\) -> pad\(\[1, 0, 2, 1\], mode = reflect\)\n {2}output y\n/);
  });

  it('takes a list for an image of one pixel, values along one axis for a row, and scales weights', async () => {
    const list = await agrees({
      size: [1, 1, 6],
      dims: [1, 6],
      tensors: { ...matrix('a', 5, 6), w: floats([5, 4], values(20)), c: floats([1, 4], values(4)) },
      nodes: [
        ['Gemm', 'x a.weight a.bias', 'a', { transB: 1 }],
        ['Relu', 'a', 'r'],
        ['Gemm', 'r w c', 'b', { alpha: { float: 0.5 }, beta: { float: -2 } }],
        ['Softmax', 'b', 'y'],
      ],
    });
    assert.match(list.text, /input x: 1x1x6\n\n {2}a = dense\(5, activation = relu\)\n {2}dense\(4\) -> softmax\(\)\n/);
    const one = await agrees({
      size: [1, 1, 4],
      dims: [4],
      tensors: { w: floats([4, 3], values(12)) },
      nodes: [['MatMul', 'x w', 'y']],
    });
    assert.match(one.text, /dense\(3, bias = false\)/);
    const row = await agrees({
      size: [1, 5, 4],
      dims: [1, 4, 5],
      opset: 18,
      tensors: { ...norm('n', 4), g: floats([2], values(2)), h: floats([2], values(2)) },
      nodes: [
        ['BatchNormalization', 'x n.gamma n.beta n.mean n.variance', 'n'],
        ['Mul', 'n x', 'm'],
        ['GroupNormalization', 'm g h', 'g1', { num_groups: 2 }],
        ['LpNormalization', 'g1', 'l', { axis: 1 }],
        ['GlobalAveragePool', 'l', 'p'],
        ['Mul', 'l p', 'y'],
      ],
    });
    assert.match(row.text, /input x: 1x5x4/);
    assert.match(row.text, /groupnorm\(groups = 2\) -> l2norm\(epsilon = 0, scale = false\)/);
  });

  it('says in several layers what is no single one', async () => {
    const node = (type: string, attributes: Record<string, Attribute>, inputs = 'x') => ({
      size: [3, 4, 5],
      tensors: {
        bound: floats([5, 1, 1], Float32Array.of(-0.4, 0.1, 0.3, 0, 0.2)),
        least: floats([], Float32Array.of(0.25)),
      },
      shapes: { pads: [0, 0, 1, 0, 0, 0, 2, 1] },
      nodes: [
        ['Neg', inputs.replace(/ .*/, ''), 'n'],
        [type, inputs.replace('x', 'n'), 'y', attributes],
      ] as const,
    });
    const written = async (type: string, attributes: Record<string, Attribute>, inputs?: string) =>
      (await agrees(node(type, attributes, inputs))).text
        .replace(/^[\s\S]*?input.*\n|\n {2}output[\s\S]*$/g, '')
        .trim();
    assert.match(
      await written('Selu', { alpha: { float: 2.5 }, gamma: { float: 1.5 } }),
      /elu\(alpha = 2.5\)[\s\S]*scale\(1.5\)/,
    );
    assert.match(await written('Celu', { alpha: { float: 2.5 } }), /elu\(\)/);
    assert.match(await written('HardSigmoid', { alpha: { float: 0.5 }, beta: { float: 0.6 } }), /clip\(0, 1\)/);
    assert.match(await written('Clip', {}, 'x least'), /clip\(0.25, 9_?007/);
    assert.match(await written('Max', {}, 'x bound'), /relu/);
    assert.match(await written('Min', {}, 'x bound'), /relu/);
    assert.match(await written('Mean', {}, 'x bound'), /affine/);
    assert.match(await written('Pad', {}, 'x pads least'), /pad\(/);
  });

  it('takes numbers around an image that are never the largest for the padding of a max pool', async () => {
    const sketch = (type: string): Sketch => ({
      size: [6, 7, 3],
      tensors: { least: floats([], Float32Array.of(Number.NEGATIVE_INFINITY)) },
      shapes: { pads: [0, 0, 0, 1, 0, 0, 1, 1] },
      nodes: [
        ['Neg', 'x', 'n'],
        ['Pad', 'n pads least', 'p'],
        [type, 'p', 'y', { kernel_shape: [3, 3], strides: [2, 2], pads: [0, 0, 1, 0] }],
      ],
    });
    const { text } = await agrees(sketch('MaxPool'));
    assert.match(text, /maxpool\(3x3, stride = 2, padding = \[0, 2, 1, 1\]\)/);
    // Nothing else has such numbers.
    const { foreign } = await imported('onnx', file(sketch('AveragePool')));
    assert.deepEqual(
      foreign.missing.map(({ op }) => op),
      ['AveragePool'],
    );
  });

  it('reads rows of pixels under windows of one side', async () => {
    const weight = (name: string, dims: readonly number[]) => ({ [name]: floats(dims, values(elementCount(dims))) });
    const { text } = await agrees({
      size: [1, 12, 4],
      dims: [1, 4, 12],
      tensors: { ...weight('a.weight', [6, 2, 3]), ...weight('b.weight', [6, 5, 4]) },
      nodes: [
        ['Conv', 'x a.weight', 'a', { kernel_shape: [3], pads: [1, 2], strides: [2], group: 2 }],
        ['MaxPool', 'a', 'm', { kernel_shape: [3], pads: [1, 1], strides: [1] }],
        ['AveragePool', 'm', 'p', { kernel_shape: [2], strides: [2] }],
        ['ConvTranspose', 'p b.weight', 'y', { kernel_shape: [4], strides: [2], pads: [1, 1] }],
      ],
    });
    assert.match(text, /input x: 1x12x4/);
    assert.match(text, /conv\(6, 1x3, stride = \[1, 2\], padding = \[0, 0, 1, 2\], groups = 2/);
  });

  it('takes any size of a transposed convolution, and any rule of enlarging that reads the same pixels', async () => {
    const taller = await agrees({
      size: [3, 3, 2],
      tensors: conv('a', 2, 4, 3),
      nodes: [['ConvTranspose', 'x a.weight', 'y', { strides: [3, 2], output_shape: [10, 8] }]],
    });
    assert.match(taller.text, /output_padding = 1/);
    const lower = await agrees({
      size: [3, 3, 2],
      tensors: conv('a', 2, 4, 3),
      nodes: [['ConvTranspose', 'x a.weight', 'y', { strides: [2, 2], auto_pad: 'SAME_LOWER' }]],
    });
    assert.match(lower.text, /padding = \[1, 0, 1, 0\]/);
    const enlarged = await agrees({
      size: [2, 2, 3],
      shapes: { sizes: [1, 3, 7, 8] },
      nodes: [['Resize', 'x   sizes', 'y', { mode: 'nearest', coordinate_transformation_mode: 'half_pixel' }]],
    });
    assert.match(enlarged.text, /resize\(/);
  });

  it('resizes by axes in any order, and nothing but height and width', async () => {
    const resized = (shapes: Record<string, readonly number[]>, attributes: Record<string, Attribute>) => ({
      size: [2, 3, 4],
      opset: 18,
      shapes,
      nodes: [
        ['Relu', 'x', 'r'],
        ['Resize', 'r   sizes', 'y', { mode: 'linear', ...attributes }],
      ] as const,
    });
    // Width first.
    const turned = await agrees(resized({ sizes: [9, 4] }, { axes: [3, 2] }));
    assert.match(turned.text, /upsample\(factor = \[2, 3\], mode = bilinear\)/);
    const reasonOf = async (sketch: Sketch) => {
      const found = await foreignNetwork('onnx', file(sketch));
      return 'missing' in found ? found.missing.map(({ reason }) => reason.phrase) : found.refusal;
    };
    assert.deepEqual(await reasonOf(resized({ sizes: [1, 8, 4, 6] }, {})), ['foreign.resize']);
    const policy = { axes: [2, 3], keep_aspect_ratio_policy: 'not_larger' };
    assert.deepEqual(await reasonOf(resized({ sizes: [7, 8] }, policy)), ['foreign.resize']);
  });

  it('adds a single pixel to all of an image', async () => {
    const gate = file({
      size: [3, 3, 2],
      nodes: [
        ['GlobalAveragePool', 'x', 'p'],
        ['Add', 'x p', 'y'],
      ],
    });
    const found = await foreignNetwork('onnx', gate);
    assert.ok('missing' in found);
    assert.deepEqual(found.missing, []);
    assert.deepEqual(
      found.layers.map(({ op }) => op.name),
      ['input', 'globalavgpool', 'add'],
    );
  });

  it('gives an output that is the input, and says what else of a node is one', async () => {
    const { text, foreign } = await imported('onnx', file({ size: [2, 2, 3], nodes: [['Identity', 'x', 'y']] }));
    assert.deepEqual(foreign.missing, []);
    assert.match(text, /identity\(\)\n {2}output y\n/);
    const sum = await foreignNetwork(
      'onnx',
      file({
        size: [2, 2, 3],
        tensors: conv('a', 4, 3, 1),
        shapes: { c: [1] },
        nodes: [
          ['Conv', 'x a.weight a.bias', 'a'],
          ['ReduceSum', 'a c', 'y'],
        ],
      }),
    );
    assert.ok('missing' in sum);
    assert.deepEqual(
      sum.missing.map(({ op }) => op),
      ['ReduceSum'],
    );
    assert.deepEqual(
      sum.outputs.map(({ name }) => name),
      ['a'],
    );
  });

  it('recognises norms over the channels in parts, and a product with a matrix on the channels', async () => {
    const { text } = await agrees({
      size: [4, 5, 6],
      tensors: {
        ...conv('a', 6, 6, 1),
        gamma: floats([6], values(6)),
        beta: floats([6], values(6)),
        matrix: floats([6, 8], values(48)),
        shift: floats([8], values(8)),
      },
      constants: { two: [2], eps: [1e-6], small: [1e-10] },
      nodes: [
        ['Conv', 'x a.weight a.bias', 'a'],
        ['Transpose', 'a', 't', { perm: [0, 2, 3, 1] }],
        ['ReduceMean', 't', 'm', { axes: [-1], keepdims: 1 }],
        ['Sub', 't m', 'c'],
        ['Pow', 'c two', 'sq'],
        ['ReduceMean', 'sq', 'v', { axes: [-1], keepdims: 1 }],
        ['Add', 'v eps', 've'],
        ['Sqrt', 've', 'sd'],
        ['Div', 'c sd', 'n'],
        ['Mul', 'n gamma', 'ng'],
        ['Add', 'ng beta', 'nb'],
        ['MatMul', 'nb matrix', 'd'],
        ['Add', 'd shift', 'e'],
        ['Transpose', 'e', 'u', { perm: [0, 3, 1, 2] }],
        ['ReduceL2', 'u', 'l', { axes: [1], keepdims: 1 }],
        ['Clip', 'l small', 'lc'],
        ['Div', 'u lc', 'y'],
      ],
    });
    assert.match(text, /a = conv\(6, 1x1, bias = true, norm = layernorm, activation = none\)\n/);
    assert.match(
      text,
      /conv\(8, 1x1, bias = true, norm = l2norm\(epsilon = \S+, scale = false\), activation = none\)\n/,
    );
  });

  it('cuts what would give other values', async () => {
    for (const [type, inputs, attributes] of [
      ['BatchNormalization', 'x n.gamma n.beta n.mean n.variance', { training_mode: 1 }],
      ['Upsample', 'x scales', { mode: 'linear' }],
      ['Softmax', 'x', { axis: 3 }],
      ['MaxPool', 'x', { kernel_shape: [2, 2], dilations: [2, 2] }],
      ['Gelu', 'x', { approximate: 'tanh' }],
      ['Loop', 'x', {}],
    ] as const) {
      const tensors = { ...norm('n', 3), ...conv('a', 3, 3, 1), scales: floats([4], Float32Array.of(1, 1, 2, 2)) };
      const nodes: Sketch['nodes'] = [
        ['Conv', 'x a.weight', 'a'],
        [type, inputs.replace('x', 'a'), 'y', attributes],
      ];
      const { foreign, network } = await imported('onnx', file({ size: [6, 6, 3], tensors, nodes }));
      assert.deepEqual(
        foreign.missing.map(({ node, op }) => [node, op]),
        [['y', type]],
      );
      assert.deepEqual(
        network.graph.outputs.map(({ name }) => name),
        ['a'],
      );
    }
  });

  it('cuts the heads of a detector where they leave images, one entry each', async () => {
    const bytes = file({
      size: [4, 4, 3],
      tensors: { ...conv('trunk', 8, 3, 3), ...conv('box', 8, 8, 1), ...conv('score', 4, 8, 1) },
      shapes: { boxes: [1, -1, 4], scores: [1, -1, 2] },
      nodes: [
        ['Conv', 'x trunk.weight', 'trunk', { pads: [1, 1, 1, 1] }],
        ['Conv', 'trunk box.weight box.bias', 'box/a'],
        ['Transpose', 'box/a', 'b1', { perm: [0, 2, 3, 1] }],
        ['Reshape', 'b1 boxes', 'b2'],
        ['Conv', 'trunk score.weight', 'score'],
        ['Transpose', 'score', 's1', { perm: [0, 2, 3, 1] }],
        ['Reshape', 's1 scores', 's2'],
        ['Softmax', 's2', 's3', { axis: 2 }],
        ['Concat', 'b2 s3', 'y', { axis: 2 }],
      ],
    });
    const { foreign, network } = await imported('onnx', bytes);
    assert.deepEqual(
      foreign.missing.map(({ node, op }) => [node, op]),
      [
        ['s1', 'Transpose'],
        ['b1', 'Transpose'],
      ],
    );
    assert.deepEqual(network.graph.outputs.map(({ name }) => name).sort(), ['box_a', 'score']);
  });

  it('refuses what no computer holds', async () => {
    const size = [2 ** 20, 2 ** 20, 3];
    const bytes = file({ size, tensors: conv('a', 4, 3, 1), nodes: [['Conv', 'x a.weight', 'y']] });
    assert.deepEqual(await foreignNetwork('onnx', bytes), { refusal: 'foreign.nothing' });
  });

  it('reads images whose channels come last, as TensorFlow has them', async () => {
    const bytes = file({
      size: [8, 3, 6],
      tensors: { ...conv('a', 4, 3, 3), shift: floats([4], values(4)) },
      nodes: [
        ['Transpose', 'x', 't', { perm: [0, 3, 1, 2] }],
        ['Conv', 't a.weight', 'a', { auto_pad: 'SAME_UPPER', strides: [2, 2] }],
        ['Transpose', 'a', 'b', { perm: [0, 2, 3, 1] }],
        ['Add', 'b shift', 's'],
        ['Relu', 's', 'r'],
        ['ReduceMean', 'r', 'y', { axes: [1, 2], keepdims: 0 }],
      ],
    });
    const { text, foreign } = await imported('onnx', bytes);
    assert.deepEqual(foreign.missing, []);
    assert.match(text, /input x: 6x8x3/);
    assert.match(text, /a = conv\(4, 3x3, stride = 2\)\n {2}globalavgpool\(\)\n {2}output y\n/);
  });

  it('asks for a size that the file leaves open, and takes it', async () => {
    const bytes = file({ size: ['h', 'w', 3], tensors: conv('a', 4, 3, 3), nodes: [['Conv', 'x a.weight', 'y']] });
    assert.deepEqual(await foreignNetwork('onnx', bytes), { refusal: 'foreign.input-size' });
    const { text } = await imported('onnx', bytes, { size: [5, 7, 3] });
    assert.match(text, /input x: 5x7x3\n\n {2}a = conv\(4, 3x3, padding = valid, bias = false, activation = none\)\n/);
  });

  it('refuses or reads a file that was changed or cut at random, and does nothing else', async () => {
    const bytes = file({
      size: [6, 6, 3],
      tensors: { ...conv('a', 4, 3, 3), ...norm('n', 4), ...matrix('fc', 3, 64) },
      nodes: [
        ['Conv', 'x a.weight a.bias', 'a', { kernel_shape: [3, 3] }],
        ['BatchNormalization', 'a n.gamma n.beta n.mean n.variance', 'n'],
        ['Relu', 'n', 'r'],
        ['MaxPool', 'r', 'p', { kernel_shape: [2, 2], strides: [1, 1], pads: [0, 0, 1, 1] }],
        ['Flatten', 'p', 'f'],
        ['Gemm', 'f fc.weight fc.bias', 'y', { transB: 1 }],
      ],
    });
    const random = seededRandom(11);
    const upTo = (count: number) => Math.floor(random() * count);
    let refused = 0;
    for (let round = 0; round < 500; round++) {
      const changed = bytes.slice(0, round % 5 === 0 ? upTo(bytes.length) : bytes.length);
      for (let n = 0; n <= round % 4 && changed.length > 0; n++) changed[upTo(changed.length)] = upTo(256);
      const result = await foreignNetwork('onnx', changed);
      if ('refusal' in result) refused++;
      else await imported('onnx', changed).catch(onlyMessages);
    }
    assert.ok(refused > 150, `${refused} refused`);
  });
});

/** A changed network may have what a person is hinted at; it is written all the same. */
function onlyMessages(problem: unknown): void {
  if (!(problem instanceof assert.AssertionError)) throw problem;
}

type Attribute = number | string | readonly number[] | { readonly float: number };

type Fill = Pick<ModelTensor, 'dims' | 'type' | 'write'>;

interface Sketch {
  /** Height x width x channels, or names for what is open. */
  readonly size: readonly (number | string)[];
  /** The input as the file has it, where it has not four axes. */
  readonly dims?: readonly number[];
  readonly opset?: number;
  /** The number of images is. */
  readonly open?: boolean;
  readonly tensors?: Readonly<Record<string, Fill>>;
  /** Single numbers. */
  readonly constants?: Readonly<Record<string, readonly [number]>>;
  readonly shapes?: Readonly<Record<string, readonly number[]>>;
  readonly more?: Readonly<Record<string, readonly number[]>>;
  /** Type, inputs, the result. The last result is the output. */
  readonly nodes: readonly (readonly [
    type: string,
    inputs: string,
    output: string,
    attributes?: Readonly<Record<string, Attribute>>,
  ])[];
}

let drawn = 0;

/** Others each time. */
function values(count: number): Float32Array {
  const random = seededRandom(++drawn);
  return new Float32Array(count).map(() => random() - 0.4);
}

function conv(name: string, filters: number, channels: number, kernel: number): Record<string, Fill> {
  return {
    [`${name}.weight`]: floats([filters, channels, kernel, kernel], values(filters * channels * kernel * kernel)),
    [`${name}.bias`]: floats([filters], values(filters)),
  };
}

function norm(name: string, channels: number): Record<string, Fill> {
  const part = (map: (value: number) => number) => floats([channels], values(channels).map(map));
  return {
    [`${name}.gamma`]: part((value) => value + 1),
    [`${name}.beta`]: part((value) => value),
    [`${name}.mean`]: part((value) => value),
    [`${name}.variance`]: part((value) => value + 1),
  };
}

function matrix(name: string, units: number, inputs: number): Record<string, Fill> {
  return {
    [`${name}.weight`]: floats([units, inputs], values(units * inputs)),
    [`${name}.bias`]: floats([units], values(units)),
  };
}

function attributeOf([name, value]: [string, Attribute]): ModelAttribute {
  if (typeof value === 'number') return { name, int: value };
  if (typeof value === 'string') return { name, text: value };
  return 'float' in value ? { name, float: value.float } : { name, ints: value };
}

function file({
  size,
  dims,
  opset = 13,
  open = false,
  tensors = {},
  constants = {},
  shapes = {},
  more = {},
  nodes,
}: Sketch): Uint8Array {
  const [height = 0, width = 0, channels = 0] = size;
  const fills: [string, Fill][] = [
    ...Object.entries(tensors),
    ...Object.entries(constants).map(([name, [value]]): [string, Fill] => [name, filled([], value)]),
    ...Object.entries({ ...shapes, ...more }).map(([name, list]): [string, Fill] => [name, integers(list)]),
  ];
  const encoded = encodeModel({
    producer: 'pytorch',
    producerVersion: '',
    name: 'main_graph',
    documentation: '',
    opset,
    nodes: nodes.map(([type, inputs, output, attributes = {}]): ModelNode => {
      return {
        name: '',
        type,
        inputs: inputs.split(' '),
        output,
        attributes: Object.entries(attributes).map(attributeOf),
        documentation: '',
      };
    }),
    tensors: fills.map(([name, fill]) => ({ name, ...fill })),
    inputs: [{ name: 'x', dims: dims ?? [open ? 'N' : 1, channels, height, width] }],
    outputs: [{ name: nodes.at(-1)?.[2] ?? '', dims: [] }],
    values: [],
    metadata: new Map(),
  });
  assert.ok('bytes' in encoded);
  return encoded.bytes;
}

/** Imported without a loss, and of the same values in ONNX Runtime. */
async function agrees(sketch: Sketch) {
  return agreesAs(file(sketch), sketch.size.map(Number), sketch.dims);
}

/** A file whose input is `x` and whose output is `y`. */
async function agreesAs(bytes: Uint8Array, size: readonly number[], dims?: readonly number[]) {
  const found = await imported('onnx', bytes);
  assert.deepEqual(found.foreign.missing, []);
  const [height = 0, width = 0, channels = 0] = size;
  const input = values(elementCount(size));
  const session = await sessionOf(bytes);
  const feed = new ort.Tensor('float32', channelsFirst(input, size), dims ?? [1, channels, height, width]);
  const theirs = (await session.run({ x: feed })).y;
  await session.release();
  assert.ok(theirs);
  const ours = await ranWith(found, input, 'y');
  const shape = found.network.outputs[0]?.shape.map(Number) ?? [];
  const expected = theirs.data as Float32Array;
  for (const [i, value] of channelsFirst(ours, shape).entries()) {
    assert.ok(Math.abs(value - (expected[i] as number)) < 1e-4, `${i}: ${value} and ${expected[i]}\n${found.text}`);
  }
  assert.equal(ours.length, expected.length);
  return found;
}
