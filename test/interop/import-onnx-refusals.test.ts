/** What of ONNX cannot be expressed is cut with a reason, and what is damaged is refused. */

import assert from 'node:assert/strict';
import { seededRandom } from '../../src/base/random';
import { filled, floats } from '../../src/interop/onnx/tensors';
import { foreignNetwork, imported } from '../support/imported';

import { agrees, conv, matrix, norm, onnxFile, type Sketch } from '../support/onnx-sketch';

describe('import of ONNX: what is refused', function () {
  this.timeout(60_000);

  it('cuts what would give other values', async () => {
    for (const [type, inputs, attributes] of [
      ['BatchNormalization', 'x n.gamma n.beta n.mean n.variance', { training_mode: 1 }],
      ['Upsample', 'x scales', { mode: 'linear' }],
      ['Softmax', 'x', { axis: 3 }],
      ['MaxPool', 'x', { kernel_shape: [2, 2], dilations: [2, 1] }],
      ['Softsign', 'x', {}],
      ['Loop', 'x', {}],
    ] as const) {
      const tensors = { ...norm('n', 3), ...conv('a', 3, 3, 1), scales: floats([4], Float32Array.of(1, 1, 2, 2)) };
      const nodes: Sketch['nodes'] = [
        ['Conv', 'x a.weight', 'a'],
        [type, inputs.replace('x', 'a'), 'y', attributes],
      ];
      const { foreign, network } = await imported('onnx', onnxFile({ size: [6, 6, 3], tensors, nodes }));
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
    const bytes = onnxFile({
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
    const bytes = onnxFile({ size, tensors: conv('a', 4, 3, 1), nodes: [['Conv', 'x a.weight', 'y']] });
    assert.deepEqual(await foreignNetwork('onnx', bytes), { refusal: 'foreign.nothing' });
  });

  it('asks for a size that the file leaves open, and takes it', async () => {
    const bytes = onnxFile({ size: ['h', 'w', 3], tensors: conv('a', 4, 3, 3), nodes: [['Conv', 'x a.weight', 'y']] });
    assert.deepEqual(await foreignNetwork('onnx', bytes), { refusal: 'foreign.input-size' });
    const { text } = await imported('onnx', bytes, { size: [5, 7, 3] });
    assert.match(text, /input x: 5x7x3\n\n {2}a = conv\(4, 3x3, padding = valid, bias = false, activation = none\)\n/);
  });

  it('refuses or reads a file that was changed or cut at random, and does nothing else', async () => {
    const bytes = onnxFile({
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

  // Each of them would be computed anew by all that reads it: twice as often with every node, or as often as there are values.
  it('takes long functions, and what constants decide, in parts that are soon done', async () => {
    const chain = (type: string, count: number, inputs: (before: string) => string): Sketch['nodes'] =>
      Array.from({ length: count }, (_, i) => [
        type,
        inputs(i === 0 ? 'x' : `t${i}`),
        i === count - 1 ? 'y' : `t${i + 1}`,
      ]);
    await agrees({ size: [2, 2, 3], nodes: chain('Mul', 7, (before) => `${before} ${before}`) });
    const squares = await foreignNetwork(
      'onnx',
      onnxFile({ size: [2, 2, 3], nodes: chain('Mul', 60, (before) => `${before} ${before}`) }),
    );
    assert.ok('layers' in squares && squares.missing.length === 0);
    await agrees({ size: [2, 2, 3], nodes: chain('Neg', 20_001, (before) => before) });
    const centered = await foreignNetwork(
      'onnx',
      onnxFile({
        size: [2, 2, 3],
        opset: 11,
        nodes: [
          ['ReduceMean', 'x', 'm', { axes: [1] }],
          ['Sub', 'x m', 't0'],
          ...Array.from({ length: 60 }, (_, i): Sketch['nodes'][number] => ['Mul', `t${i} t${i}`, `t${i + 1}`]),
          ['Relu', 't60', 'y'],
        ],
      }),
    );
    assert.deepEqual(centered, { refusal: 'foreign.nothing' });
    const sums = Array.from({ length: 500 }, (_, i): Sketch['nodes'][number] => ['Add', `c${i} c0`, `c${i + 1}`]);
    const tensors = { c0: filled([2 ** 16], 1) };
    const folded = onnxFile({ size: [2, 2, 3], tensors, nodes: [...sums, ['Add', 'x c500', 'y']] });
    assert.deepEqual(await foreignNetwork('onnx', folded), { refusal: 'foreign.nothing' });
  });
});

/** A changed network may have what a person is hinted at; it is written all the same. */
function onlyMessages(problem: unknown): void {
  if (!(problem instanceof assert.AssertionError)) throw problem;
}
