/** What nodes of ONNX are in the language, single and as several layers. Outputs are compared with ONNX Runtime. */

import assert from 'node:assert/strict';
import { elementCount } from '../../src/base/tensor';
import { floats } from '../../src/interop/onnx/tensors';
import { foreignNetwork, imported } from '../support/imported';

import { type Attribute, agrees, conv, matrix, norm, onnxFile, type Sketch, values } from '../support/onnx-sketch';

describe('import of ONNX: operators', function () {
  this.timeout(60_000);

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

  it('multiplies a list that stands as a column, which a product turns', async () => {
    const column = (): Sketch => ({
      size: [2, 3, 4],
      tensors: matrix('fc', 5, 24),
      shapes: { column: [24, 1] },
      nodes: [
        ['Reshape', 'x column', 'r'],
        ['Gemm', 'r fc.weight fc.bias', 'y', { transA: 1, transB: 1 }],
      ],
    });
    const { text } = await agrees(column());
    assert.match(text, /dense\(5\)\n {2}output y/);
    // What stands as a row is a column for it, whose numbers are no list.
    const row = column();
    const { foreign } = await imported(
      'onnx',
      onnxFile({
        ...row,
        shapes: { column: [1, 24] },
        nodes: [
          ['Relu', 'x', 'p'],
          ['Reshape', 'p column', 'r'],
          ['Gemm', 'r fc.weight fc.bias', 'y', { transA: 1 }],
        ],
      }),
    );
    assert.deepEqual(
      foreign.missing.map(({ op, reason }) => [op, reason.phrase]),
      [['Gemm', 'foreign.no-image']],
    );
  });

  it('takes channels in any order, the larger of two results, and every form of gelu', async () => {
    const reversed = await agrees({
      size: [2, 3, 3],
      tensors: conv('a', 4, 3, 1),
      shapes: { from: [-1], to: [-1_000_000], along: [1], by: [-1], places: [3, 0, 1, -2] },
      nodes: [
        ['Slice', 'x from to along by', 'bgr'],
        ['Conv', 'bgr a.weight a.bias', 'a'],
        ['Gather', 'a places', 'y', { axis: 1 }],
      ],
    });
    assert.match(reversed.text, /slice\(2, 1\)[\s\S]*slice\(1, 1\)[\s\S]*slice\(0, 1\)/);
    for (const type of ['Max', 'Min']) {
      await agrees({
        size: [2, 3, 3],
        tensors: { ...conv('a', 4, 3, 1), ...conv('b', 4, 3, 1) },
        nodes: [
          ['Conv', 'x a.weight a.bias', 'a'],
          ['Conv', 'x b.weight b.bias', 'b'],
          [type, 'a b', 'y'],
        ],
      });
    }
    await agrees({ size: [4, 5, 3], opset: 20, nodes: [['Gelu', 'x', 'y', { approximate: 'tanh' }]] });
    const exact = await agrees({ size: [4, 5, 3], opset: 20, nodes: [['Gelu', 'x', 'y']] });
    assert.match(exact.text, /gelu\(\)/);
  });

  it('takes no number for one that is rounded', async () => {
    const sketch = onnxFile({
      size: [2, 2, 3],
      nodes: [
        ['Relu', 'x', 'a'],
        ['Cast', 'a', 'i', { to: 6 }],
        ['Cast', 'i', 'y', { to: 1 }],
      ],
    });
    const { foreign } = await imported('onnx', sketch);
    assert.deepEqual(
      foreign.missing.map(({ node, op }) => [node, op]),
      [['i', 'Cast']],
    );
  });

  it('leaves a logarithm of shares out, with what goes into it as the output', async () => {
    const { foreign, text } = await imported(
      'onnx',
      onnxFile({
        size: [2, 2, 3],
        tensors: conv('a', 4, 3, 1),
        nodes: [
          ['Conv', 'x a.weight a.bias', 'a'],
          ['LogSoftmax', 'a', 'y', { axis: 1 }],
        ],
      }),
    );
    assert.deepEqual(
      foreign.missing.map(({ node, op, reason }) => [node, op, reason.phrase]),
      [['y', 'LogSoftmax', 'foreign.log-softmax']],
    );
    assert.match(text, /a = conv\(4, 1x1, activation = none\)\n {2}output a\n/);
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
    const { foreign } = await imported('onnx', onnxFile(sketch('AveragePool')));
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
      const found = await foreignNetwork('onnx', onnxFile(sketch));
      return 'missing' in found ? found.missing.map(({ reason }) => reason.phrase) : found.refusal;
    };
    assert.deepEqual(await reasonOf(resized({ sizes: [1, 8, 4, 6] }, {})), ['foreign.resize']);
    const policy = { axes: [2, 3], keep_aspect_ratio_policy: 'not_larger' };
    assert.deepEqual(await reasonOf(resized({ sizes: [7, 8] }, policy)), ['foreign.resize']);
  });

  it('adds a single pixel to all of an image', async () => {
    const gate = onnxFile({
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
    const { text, foreign } = await imported('onnx', onnxFile({ size: [2, 2, 3], nodes: [['Identity', 'x', 'y']] }));
    assert.deepEqual(foreign.missing, []);
    assert.match(text, /identity\(\)\n {2}output y\n/);
    const sum = await foreignNetwork(
      'onnx',
      onnxFile({
        size: [2, 2, 3],
        tensors: conv('a', 4, 3, 1),
        shapes: { c: [1] },
        nodes: [
          ['Conv', 'x a.weight a.bias', 'a'],
          ['ReduceL2', 'a c', 'y'],
        ],
      }),
    );
    assert.ok('missing' in sum);
    assert.deepEqual(
      sum.missing.map(({ op }) => op),
      ['ReduceL2'],
    );
    assert.deepEqual(
      sum.outputs.map(({ name }) => name),
      ['a'],
    );
  });

  it('takes rows, columns or channels together, and functions of the values', async () => {
    const nodes = (type: string, attributes: Readonly<Record<string, Attribute>>): Sketch['nodes'] => [
      ['Conv', 'x a.weight a.bias', 'a'],
      [type, 'a', 'y', attributes],
    ];
    for (const type of ['ReduceMean', 'ReduceMax', 'ReduceMin', 'ReduceSum', 'ReduceL1', 'ReduceSumSquare']) {
      for (const axes of [[2], [3], [-1, -2]])
        await agrees({ size: [3, 5, 2], opset: 11, tensors: conv('a', 4, 2, 1), nodes: nodes(type, { axes }) });
    }
    for (const type of ['ReduceMean', 'ReduceSum', 'ReduceL1', 'ReduceSumSquare']) {
      for (const keepdims of [0, 1]) {
        const found = await agrees({
          size: [3, 5, 2],
          opset: 11,
          tensors: conv('a', 4, 2, 1),
          nodes: nodes(type, { axes: [1], keepdims }),
        });
        assert.deepEqual(
          found.foreign.notes.map(({ phrase }) => phrase),
          ['foreign.constant-trained'],
        );
      }
    }
  });

  it('computes with a mean over the channels that is no part of a norm', async () => {
    const found = await agrees({
      size: [3, 5, 2],
      opset: 11,
      tensors: conv('a', 4, 2, 1),
      constants: { two: [2] },
      nodes: [
        ['Conv', 'x a.weight a.bias', 'a'],
        ['ReduceMean', 'a', 'mean', { axes: [1] }],
        ['Sigmoid', 'mean', 'gate'],
        ['Mul', 'a gate', 'g'],
        ['Mul', 'mean two', 'm2'],
        ['Concat', 'g m2', 'y', { axis: 1 }],
      ],
    });
    assert.match(found.text, /multiply/);
  });

  it('writes whole powers as products', async () => {
    for (const power of [2, 3, 4]) {
      await agrees({ size: [2, 3, 2], constants: { p: [power] }, nodes: [['Pow', 'x p', 'y']] });
    }
    const { text } = await agrees({ size: [2, 3, 2], nodes: [['Mul', 'x x', 'y']] });
    assert.match(text, /multiply/);
  });

  it('takes a max pool with gaps apart into pixels that it compares', async () => {
    for (const attributes of [
      { kernel_shape: [2, 2], dilations: [2, 2] },
      { kernel_shape: [3, 3], dilations: [2, 2], pads: [2, 2, 2, 2] },
      { kernel_shape: [4, 1], dilations: [3, 1], pads: [3, 0, 0, 0] },
      { kernel_shape: [2, 3], dilations: [2, 2], strides: [2, 4], pads: [0, 2, 0, 2] },
    ]) {
      await agrees({ size: [12, 18, 3], nodes: [['MaxPool', 'x', 'y', attributes]] });
    }
  });

  it('takes every second row and column, as the first layer of YOLOv5 does', async () => {
    const tensors: Sketch['tensors'] = conv('a', 4, 12, 3);
    const part = (name: string, row: number, column: number): [Sketch['nodes'], Record<string, number[]>] => [
      [
        ['Slice', `x ${name}.r ends rows steps`, `${name}.1`],
        ['Slice', `${name}.1 ${name}.c ends columns steps`, name],
      ],
      { [`${name}.r`]: [row], [`${name}.c`]: [column] },
    ];
    const parts = [part('p', 0, 0), part('q', 1, 0), part('r', 0, 1), part('s', 1, 1)];
    await agrees({
      size: [6, 8, 3],
      tensors,
      more: Object.assign({ ends: [2 ** 31], rows: [2], columns: [3], steps: [2] }, ...parts.map(([, more]) => more)),
      nodes: [
        ...parts.flatMap(([nodes]) => nodes),
        ['Concat', 'p q r s', 'focus', { axis: 1 }],
        ['Conv', 'focus a.weight a.bias', 'y'],
      ],
    });
  });
});
