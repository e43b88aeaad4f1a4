/**
 * Networks as PyTorch programs: the text of small designs as a person would write it, keys, shapes and the order of values in the
 * state dict. That the programs compute what we do is tested in PyTorch itself (`npm run test:peers`).
 */

import assert from 'node:assert/strict';
import { exportPytorch, programText } from '../../src/interop/pytorch/export-pytorch';
import { stateDict } from '../../src/interop/pytorch/state-dict';
import { isNearestExact, poolWords } from '../../src/interop/pytorch/windows';
import { readSafetensors } from '../../src/interop/safetensors';
import { mapWeights, ownWeights } from '../../src/interop/weight-map';
import { analyzeText, messagesOf } from '../support/analyze-text';
import { networkOf, planOf } from '../support/network-text';
import { seededTensors } from '../support/onnx-session';
import { inEnglish } from '../support/refusal-text';

/** The program without what stands before its first class. */
function classesOf(text: string): string {
  const analysis = analyzeText(text);
  assert.deepEqual(messagesOf(analysis, 'error'), []);
  const network = analysis.networks.at(-1);
  assert.ok(network);
  const program = programText(analysis, network, network.name, '0.0.0');
  return program.slice(program.search(/^class /m));
}

/** Lines of `forward` and `__init__` of a network of one body. */
function linesOf(body: string): readonly string[] {
  const text = classesOf(`network Net {\n  input image: 8x8x3\n  ${body}\n}\n`);
  const lines = text.slice(text.lastIndexOf('class Net(')).split('\n');
  return lines.map((line) => line.trim()).filter((line) => /^(self\.|x = |return |\w+ = )/.test(line));
}

function stateOf(text: string) {
  const analysis = analyzeText(text);
  assert.deepEqual(messagesOf(analysis, 'error'), []);
  const network = analysis.networks.at(-1);
  assert.ok(network);
  const weights = seededTensors(planOf(network), 1);
  const written = exportPytorch(analysis, network, weights, '0.0.0');
  assert.ok('files' in written);
  const file = written.files.find(({ name }) => name.endsWith('.safetensors'));
  assert.ok(file);
  const tensors = readSafetensors(file.bytes, (name) => name.endsWith('num_batches_tracked'));
  const header = new TextDecoder().decode(
    file.bytes.subarray(8, 8 + new DataView(file.bytes.buffer).getUint32(0, true)),
  );
  return { weights, tensors, files: written.files.map(({ name }) => name), header };
}

describe('PyTorch: the program', () => {
  it('has a class for a module, with its parameters as arguments', () => {
    const text = `
/// Two ways, joined.
module block(c, r = c / 2) {
  concat {
    branch { conv(c, 1x1) }
    branch { conv(r, 1x1) -> conv(c, 3x3) }
  }
}

network Net(classes = 10) {
  input image: 16x16x3
  stem = conv(8, 3x3, stride = 2)
  block(4)
  block(6, 2)
  globalavgpool() -> dropout(0.4) -> dense(classes) -> softmax()
}
`;
    assert.equal(
      classesOf(text),
      `class Block(nn.Module):
    """Two ways, joined."""

    def __init__(self, in_channels, c, r):
        super().__init__()
        self.branch_1 = chain(conv_1=nn.Conv2d(in_channels, c, 1), conv_1_relu=nn.ReLU())
        self.branch_2 = chain(
            conv_1=nn.Conv2d(in_channels, r, 1),
            conv_1_relu=nn.ReLU(),
            conv_2=nn.Conv2d(r, c, 3, padding=1),
            conv_2_relu=nn.ReLU(),
        )

    def forward(self, x):
        branch_1 = self.branch_1(x)
        branch_2 = self.branch_2(x)
        return torch.cat([branch_1, branch_2], 1)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 3, stride=2)
        self.block_1 = Block(8, 4, 2)
        self.block_2 = Block(8, 6, 2)
        self.dense_1 = nn.Linear(12, 10)

    def forward(self, x):
        x = F.relu(self.stem(F.pad(x, (0, 1, 0, 1))))
        x = self.block_1(x)
        x = self.block_2(x)
        x = F.adaptive_avg_pool2d(x, 1)
        x = F.dropout(x, 0.4, self.training)
        return self.dense_1(torch.flatten(x, 1))
`,
    );
  });

  it('gives heads in training only, and logits', () => {
    const text = `network Net {
  input image: 8x8x3
  mid = conv(4, 1x1)
  head aux from mid { globalavgpool() -> dense(5) -> softmax() }
  conv(6, 1x1, activation = none)
  dense(5, activation = softmax)
  output prob
}
`;
    assert.equal(
      classesOf(text),
      `class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.mid = nn.Conv2d(3, 4, 1)
        self.aux = chain(
            globalavgpool_1=nn.AdaptiveAvgPool2d(1),
            dense_1_flatten=nn.Flatten(),
            dense_1=nn.Linear(4, 5),
        )
        self.conv_1 = nn.Conv2d(4, 6, 1)
        self.dense_1 = nn.Linear(384, 5)

    def forward(self, x):
        mid = F.relu(self.mid(x))
        x = self.conv_1(mid)
        x = self.dense_1(torch.flatten(x, 1))
        if self.training:
            aux = self.aux(mid)
            return x, aux
        return x
`,
    );
  });

  it('makes calls that differ in more than numbers classes of their own, and numbers that the text does not say arguments', () => {
    const text = `
module unit(c, stride = 1) {
  if stride == 1 and channels == c {
    add { branch { conv(c, 3x3, norm = batchnorm(epsilon = 1e-5)) } branch { } }
  } else {
    conv(c, 3x3, stride = stride, padding = 1)
  }
}

network Net {
  input image: 16x16x3
  unit(8, 2)
  repeat 2 { unit(8) }
  unit(16, 2)
}
`;
    const classes = classesOf(text);
    assert.match(classes, /^class Unit\(nn\.Module\):\n {4}def __init__\(self, in_channels, c, stride\):$/m);
    assert.match(classes, /^ {8}self\.conv_1 = nn\.Conv2d\(in_channels, c, 3, stride=stride, padding=1\)$/m);
    assert.match(classes, /^class Unit2\(nn\.Module\):\n {4}def __init__\(self, in_channels, c\):$/m);
    assert.match(classes, /"1": chain\(unit_1=Unit2\(8, 8\)\), "2": chain\(unit_1=Unit2\(8, 8\)\)/);
    assert.match(classes, /self\.unit_2 = Unit\(8, 16, 2\)$/m);
  });

  it('passes results that a module reads besides its flow', () => {
    const text = `
module up(c, skip) {
  x = convtranspose(c, 2x2, stride = 2, padding = valid)
  concat(skip, x)
}

network Net {
  input image: 8x8x3
  a = conv(4, 3x3)
  maxpool(2x2, stride = 2)
  up(5, a)
}
`;
    const classes = classesOf(text);
    assert.match(
      classes,
      /def forward\(self, x, skip\):\n {8}x = F\.relu\(self\.x\(x\)\)\n {8}return torch\.cat\(\[skip, x\], 1\)$/m,
    );
    assert.match(classes, /self\.up_1 = Up\(4, 5\)/);
    assert.match(
      classes,
      /a = F\.relu\(self\.a\(x\)\)\n {8}x = F\.max_pool2d\(a, 2, stride=2\)\n {8}return self\.up_1\(x, a\)$/m,
    );
  });

  it('makes modules of what needs an argument of the class', () => {
    const text = `
module part(w, stride) {
  slice(w, w)
  maxpool(3x3, stride = stride, padding = 1)
}

network Net {
  input image: 8x8x8
  part(2, 2)
}
`;
    assert.equal(
      classesOf(text).split('\n\n\n')[1],
      `class Part(nn.Module):
    def __init__(self, w, stride):
        super().__init__()
        self.slice_1 = Slice(w, w)
        self.maxpool_1 = nn.MaxPool2d(3, stride=stride, padding=1)

    def forward(self, x):
        x = self.slice_1(x)
        return self.maxpool_1(x)`,
    );
  });

  it('says padding as PyTorch can', () => {
    // 8 in steps of 2 under a 3x3 lacks one row at the end; a zero there would beat negative values.
    assert.deepEqual(linesOf('maxpool(3x3, stride = 2)'), ['return F.max_pool2d(x, 3, stride=2, ceil_mode=True)']);
    assert.deepEqual(linesOf('maxpool(2x2)'), [
      'return F.max_pool2d(F.pad(x, (0, 1, 0, 1), value=float("-inf")), 2, stride=1)',
    ]);
    assert.deepEqual(linesOf('avgpool(3x3)'), [
      'return F.avg_pool2d(x, 3, stride=1, padding=1, count_include_pad=False)',
    ]);
    assert.deepEqual(linesOf('avgpool(3x3, count_padding = true)'), ['return F.avg_pool2d(x, 3, stride=1, padding=1)']);
    assert.deepEqual(linesOf('avgpool(2x2)'), ['return AveragePool(2, 1, (0, 1, 0, 1))(x)']);
    assert.deepEqual(linesOf('conv(4, 3x3, padding = [1, 2, 0, 0], activation = none)'), [
      'self.conv_1 = nn.Conv2d(3, 4, 3)',
      'return self.conv_1(F.pad(x, (0, 0, 1, 2)))',
    ]);
    assert.deepEqual(linesOf('conv(4, 1x7, activation = none)'), [
      'self.conv_1 = nn.Conv2d(3, 4, (1, 7), padding=(0, 3))',
      'return self.conv_1(x)',
    ]);
  });

  it('keeps a list in our order where its order is seen', () => {
    assert.deepEqual(linesOf('flatten() -> relu() -> dense(4)').slice(1, 2), ['x = torch.flatten(x, 1)']);
    assert.deepEqual(linesOf('flatten()'), ['return x.permute(0, 2, 3, 1).flatten(1)']);
    assert.deepEqual(linesOf('flatten() -> batchnorm() -> dense(4)').slice(2, 3), [
      'x = x.permute(0, 2, 3, 1).flatten(1)',
    ]);
  });

  it('lets no name become anything else', () => {
    const text = `
/// Ends here: """ \\ and "
network Net {
  input image: 8x8x3
  forward = conv(4, 3x3)
  class = conv(4, 3x3)
  _modules = conv(4, 3x3)
  concat(forward, class, _modules)
}
`;
    const classes = classesOf(text);
    assert.match(classes, /^ {4}"""Ends here: \\"\\"" \\\\ and \\""""$/m);
    for (const name of ['forward', 'class', '_modules']) {
      assert.ok(classes.includes(`self._modules["${name}"] = nn.Conv2d(`), name);
    }
    assert.match(classes, /torch\.cat\(\[forward, class_, x\], 1\)/);
  });
});

describe('PyTorch: the state dict', () => {
  it('has the paths of layers as keys, and the shapes of PyTorch', () => {
    const { tensors, header, files } = stateOf(`
network Net {
  input image: 6x6x4
  conv(8, 3x3, groups = 2)
  concat { branch { conv(6, 1x5, norm = batchnorm()) } branch { depthwise(3x3, multiplier = 2) } }
  convtranspose(5, 2x3, stride = 2, padding = valid)
  separable(7, 3x3)
  batchnorm(scale = false)
  conv(3, 1x1, activation = prelu)
  head aux { dense(2, norm = layernorm()) }
  dense(9)
}
`);
    assert.deepEqual(files, ['Net.py', 'Net.safetensors', 'train.py']);
    assert.deepEqual(
      tensors.map(({ name, shape }) => `${name} ${shape.join('x')}`),
      [
        'conv_1.weight 8x2x3x3',
        'conv_1.bias 8',
        'branch_1.conv_1.conv.weight 6x8x1x5',
        'branch_1.conv_1.norm.weight 6',
        'branch_1.conv_1.norm.bias 6',
        'branch_1.conv_1.norm.running_mean 6',
        'branch_1.conv_1.norm.running_var 6',
        'branch_2.depthwise_1.weight 16x1x3x3',
        'branch_2.depthwise_1.bias 16',
        'convtranspose_1.weight 22x5x2x3',
        'convtranspose_1.bias 5',
        'separable_1.depthwise.weight 5x1x3x3',
        'separable_1.pointwise.weight 7x5x1x1',
        'separable_1.pointwise.bias 7',
        'batchnorm_1.bias 7',
        'batchnorm_1.weight 7',
        'batchnorm_1.running_mean 7',
        'batchnorm_1.running_var 7',
        'conv_2.conv.weight 3x7x1x1',
        'conv_2.conv.bias 3',
        'conv_2.activation.weight 3',
        // 12x13 positions: twice 6, and (6 - 1) * 2 + 3.
        'aux.dense_1.dense.weight 2x468',
        'aux.dense_1.norm.weight 2',
        'aux.dense_1.norm.bias 2',
        'dense_1.weight 9x468',
        'dense_1.bias 9',
      ],
    );
    // PyTorch counts the batches of a norm in a whole number of 64 bits.
    assert.match(header, /"branch_1\.conv_1\.norm\.num_batches_tracked":\{"dtype":"I64","shape":\[\],/);
  });

  it('has the values in the order of PyTorch', () => {
    const { weights, tensors } = stateOf(
      'network Net {\n  input image: 2x3x4\n  conv(5, 2x3)\n  flatten() -> dense(7)\n}\n',
    );
    const ours = weights.get('conv_1/weight')?.values as Float32Array;
    const conv = tensors.find(({ name }) => name === 'conv_1.weight')?.values as Float32Array;
    // [filter 3, channel 1, row 1, column 2] of 5x4x2x3, in ours [1, 2, 1, 3] of 2x3x4x5.
    assert.equal(conv[((3 * 4 + 1) * 2 + 1) * 3 + 2], ours[((1 * 3 + 2) * 4 + 1) * 5 + 3]);
    const rows = weights.get('dense_1/weight')?.values as Float32Array;
    const dense = tensors.find(({ name }) => name === 'dense_1.weight')?.values as Float32Array;
    // Unit 6 at channel 4, row 1, column 2 of 5x2x3: ours is row (1 * 3 + 2) * 5 + 4 of units.
    assert.equal(dense[6 * 30 + (4 * 2 + 1) * 3 + 2], rows[((1 * 3 + 2) * 5 + 4) * 7 + 6]);
  });
});

describe('PyTorch: weights that come back', () => {
  it('are read by a map that says no more than the framework', () => {
    const network = networkOf(`network Net {
  input image: 6x6x4
  conv(8, 3x3, norm = batchnorm(scale = false), groups = 2)
  convtranspose(6, 3x2, stride = 2, groups = 2)
  separable(7, 3x3, norm = batchnorm(center = false))
  conv(3, 1x1, activation = prelu) -> batchnorm(scale = false)
  flatten() -> dense(5, norm = layernorm()) -> dense(2)
}
`);
    const weights = seededTensors(planOf(network), 1);
    const state = stateDict(network, weights).flatMap(({ name, shape, values }) =>
      values instanceof Float32Array ? [{ name, shape, values }] : [],
    );
    const read = mapWeights(network, network.all.layers, state, { ...ownWeights, layout: 'pytorch' });
    assert.ok('tensors' in read, 'problems' in read ? read.problems.map(inEnglish).join('\n') : '');
    assert.deepEqual(read.tensors, [...weights.values()]);
  });

  it('are in the order of Keras for a transposed convolution, too', () => {
    const network = networkOf('network Net {\n  input image: 4x4x2\n  convtranspose(3, 1x2, bias = false)\n}\n');
    // [row, column, filter, input], each value with its place as digits.
    const values = Float32Array.from([11, 12, 21, 22, 31, 32, 111, 112, 121, 122, 131, 132]);
    const file = [{ name: 'convtranspose_1/kernel', shape: [1, 2, 3, 2], values }];
    const read = mapWeights(network, network.all.layers, file, { ...ownWeights, layout: 'keras' });
    assert.ok('tensors' in read);
    assert.deepEqual([...(read.tensors[0]?.values ?? [])], [11, 21, 31, 12, 22, 32, 111, 121, 131, 112, 122, 132]);
  });
});

describe("PyTorch's windows", () => {
  const at = { stride: [2, 2], pads: [0, 1, 0, 1], input: [8, 8], output: [4, 4] } as const;

  it('round up for what hangs over the end, and are padded by half of the kernel at most', () => {
    assert.deepEqual(poolWords({ ...at, kernel: [3, 3] }), { padding: [0, 0], isCeil: true });
    assert.deepEqual(poolWords({ ...at, kernel: [2, 2] }), { padding: [0, 0], isCeil: false });
    // Two zeros in front of a window of three.
    assert.equal(poolWords({ ...at, kernel: [3, 3], pads: [2, 2, 2, 2], output: [5, 5] }), undefined);
  });

  it('are found by interpolation only where float32 gives the same pixel', () => {
    assert.ok(isNearestExact(4, 8));
    // 41 * 2 / 82 is 1, but 41 times the float32 next to 2 / 82 rounds to 0.99999994.
    assert.ok(!isNearestExact(2, 82));
  });
});
