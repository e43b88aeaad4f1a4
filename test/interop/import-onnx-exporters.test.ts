/** What exporters of ONNX write in parts is recognised. Outputs are compared with ONNX Runtime. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { floats } from '../../src/interop/onnx/tensors';
import { repositoryRoot } from '../support/disk-files';
import { imported } from '../support/imported';

import { agrees, agreesAs, conv, matrix, norm, onnxFile, values } from '../support/onnx-sketch';

describe('import of ONNX: what exporters write', function () {
  this.timeout(60_000);

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

  it('reads images whose channels come last, as TensorFlow has them', async () => {
    const bytes = onnxFile({
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

  it('leaves out factors and summands of a norm that are made up, and no others that are called so', async () => {
    const ones = (first: number) =>
      agrees({
        size: [2, 2, 3],
        tensors: {
          'n.ones': floats([3], Float32Array.of(first, 1, 1)),
          'n.zeros': floats([3], Float32Array.of(0, 0, first - 1)),
          'n.mean': floats([3], values(3)),
          'n.variance': floats([3], Float32Array.of(1, 2, 3)),
        },
        nodes: [['BatchNormalization', 'x n.ones n.zeros n.mean n.variance', 'y']],
      });
    assert.match((await ones(1)).text, /batchnorm\(epsilon = 0\.00001, scale = false, center = false\)/);
    assert.match((await ones(2)).text, /batchnorm\(epsilon = 0\.00001\)/);
  });
});
