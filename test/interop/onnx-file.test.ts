/**
 * The file itself: header, names, shapes of every value, weights in ONNX' order; and what is refused. Field numbers are
 * those of the ONNX specification.
 */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { analyze } from '../../src/analysis/analyze';
import { refusalText } from '../../src/base/message-text';
import type { NamedTensor } from '../../src/base/tensor';
import { networkWeights } from '../../src/interop/network-weights';
import { exportOnnx } from '../../src/interop/onnx/export-onnx';
import { parse } from '../../src/syntax/parser';
import { englishDiagnostics } from '../../src/words/english/diagnostics';
import { diskFiles, repositoryRoot } from '../support/disk-files';
import { networkOf, networkOfBody } from '../support/network-text';
import { exported, sessionOf } from '../support/onnx-session';
import { bytesAt, type Fields, fieldsOf, messagesAt, numbersAt, textsAt } from '../support/protobuf-reader';

interface FileNode {
  readonly name: string;
  readonly type: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly documentation: string;
}

interface File {
  readonly model: Fields;
  readonly graph: Fields;
  readonly nodes: readonly FileNode[];
  /** Name to shape, without the batch. */
  readonly inputs: ReadonlyMap<string, readonly number[]>;
  readonly outputs: ReadonlyMap<string, readonly number[]>;
  readonly values: ReadonlyMap<string, readonly number[]>;
  readonly tensors: ReadonlyMap<string, { readonly dims: readonly number[]; readonly data: Uint8Array }>;
}

function open(bytes: Uint8Array): File {
  const model = fieldsOf(bytes);
  const [graph] = messagesAt(model, 7);
  assert.ok(graph !== undefined);
  const shapes = (field: number): ReadonlyMap<string, readonly number[]> =>
    new Map(
      messagesAt(graph, field).map((value): [string, number[]] => {
        const [tensor] = messagesAt(value, 2).flatMap((type) => messagesAt(type, 1));
        assert.ok(tensor !== undefined);
        assert.deepEqual(numbersAt(tensor, 1), [1], 'float32');
        const dims = messagesAt(tensor, 2).flatMap((shape) => messagesAt(shape, 1));
        return [textsAt(value, 1)[0] ?? '', dims.flatMap((dim) => numbersAt(dim, 1))];
      }),
    );
  return {
    model,
    graph,
    nodes: messagesAt(graph, 1).map((node) => ({
      name: textsAt(node, 3)[0] ?? '',
      type: textsAt(node, 4)[0] ?? '',
      inputs: textsAt(node, 1),
      output: textsAt(node, 2)[0] ?? '',
      documentation: textsAt(node, 6)[0] ?? '',
    })),
    inputs: shapes(11),
    outputs: shapes(12),
    values: shapes(13),
    tensors: new Map(
      messagesAt(graph, 5).map((tensor) => [
        textsAt(tensor, 8)[0] ?? '',
        { dims: numbersAt(tensor, 1), data: bytesAt(tensor, 9)[0] ?? new Uint8Array(0) },
      ]),
    ),
  };
}

function floatsOf({ data }: { readonly data: Uint8Array }): number[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Array.from({ length: data.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

function counting(network: NetworkAnalysis): Map<string, NamedTensor> {
  return new Map(
    networkWeights(network, network.all.layers).map(({ name, shape }) => {
      const count = shape.reduce((a, b) => a * b, 1);
      return [name, { name, shape, values: Float32Array.from({ length: count }, (_, i) => i) }];
    }),
  );
}

function exportCounting(network: NetworkAnalysis): File {
  const result = exportOnnx(network, counting(network), { version: '1.2.3' });
  assert.ok('bytes' in result);
  return open(result.bytes);
}

describe('ONNX: the file', function () {
  this.timeout(60_000);

  it('names its producer, opset and network', () => {
    const text =
      '/// A small one.\nnetwork Small(k = 3) {\n  input x: 4x4x2\n  conv(2, k)\n  head h { flatten() }\n  output y\n}\n';
    const { model, graph } = exportCounting(networkOf(text));
    assert.deepEqual(numbersAt(model, 1), [8]);
    assert.deepEqual(textsAt(model, 2), ['incept']);
    assert.deepEqual(textsAt(model, 3), ['1.2.3']);
    assert.deepEqual(textsAt(model, 6), ['A small one.']);
    const [opset] = messagesAt(model, 8);
    assert.ok(opset !== undefined);
    assert.deepEqual([textsAt(opset, 1), numbersAt(opset, 2)], [[''], [17]]);
    assert.deepEqual(textsAt(graph, 2), ['Small']);
    const metadata = messagesAt(model, 14).map((entry) => [textsAt(entry, 1)[0], textsAt(entry, 2)[0]]);
    assert.deepEqual(metadata, [
      ['incept.network', 'Small'],
      ['incept.parameters', 'k = 3'],
      ['incept.heads', 'h'],
    ]);
  });

  it('has a shape for every value, no name twice, and nodes in an order of execution', () => {
    const path = join(repositoryRoot, 'examples/googlenet.cnn');
    const { networks } = analyze(diskFiles(repositoryRoot), path, { inputShape: [96, 96, 3] });
    const file = open(exported(networks.at(-1) as NetworkAnalysis));
    const shaped = new Set([...file.inputs.keys(), ...file.outputs.keys(), ...file.values.keys()]);
    assert.equal(shaped.size, file.inputs.size + file.outputs.size + file.values.size);
    const known = new Set([...file.inputs.keys(), ...file.tensors.keys()]);
    assert.equal(known.size, file.inputs.size + file.tensors.size);
    for (const { inputs, output, name, documentation } of file.nodes) {
      for (const input of inputs) assert.ok(known.has(input), `${name} reads ${input}`);
      assert.ok(!known.has(output), output);
      assert.ok(shaped.has(output), `${output} has no shape`);
      assert.match(documentation, /^[\w/]+: \w+/);
      known.add(output);
    }
    assert.equal(new Set(file.nodes.map(({ name }) => name)).size, file.nodes.length);
    assert.deepEqual([...file.outputs.keys()], ['aux1', 'aux2', 'prob']);
    assert.deepEqual(file.inputs.get('image'), [1, 3, 96, 96]);
    assert.deepEqual(file.outputs.get('prob'), [1, 1000]);
    // As conv_1 of branch 2 in module 3a: a convolution and its ReLU.
    const conv = file.nodes.filter(({ name }) => name.startsWith('inception_3a/branch_2/conv_1'));
    assert.deepEqual(
      conv.map(({ name, type, output }) => [name, type, output]),
      [
        ['inception_3a/branch_2/conv_1/Conv', 'Conv', 'inception_3a/branch_2/conv_1/Conv'],
        ['inception_3a/branch_2/conv_1/Relu', 'Relu', 'inception_3a/branch_2/conv_1'],
      ],
    );
    assert.equal(conv[0]?.documentation, 'inception_3a/branch_2/conv_1: conv(96, 1x1)');
    assert.deepEqual(file.tensors.get('inception_3a/branch_2/conv_1/weight')?.dims, [96, 192, 1, 1]);
  });

  it('has shapes that ONNX Runtime infers too', async () => {
    const network = networkOfBody(
      'input x: 5x6x3\nconv(4, 3x3, stride = 2) head h { flatten() } maxpool(2x2) output y',
    );
    const session = await sessionOf(exported(network));
    const shapes = (list: readonly ort.InferenceSession.ValueMetadata[]): unknown[] =>
      list.map((value) => (value.isTensor ? [value.name, value.type, value.shape] : value.name));
    assert.deepEqual(shapes(session.inputMetadata), [['x', 'float32', [1, 3, 5, 6]]]);
    assert.deepEqual(shapes(session.outputMetadata), [
      ['h', 'float32', [1, 36]],
      ['y', 'float32', [1, 4, 3, 3]],
    ]);
    await session.release();
  });

  it('puts weights in the order of ONNX', () => {
    const network = networkOfBody('input x: 2x2x2\nconv(3, 1x2, padding = valid, activation = none) dense(2)');
    const { tensors } = exportCounting(network);
    const conv = tensors.get('conv_1/weight');
    const dense = tensors.get('dense_1/weight');
    assert.ok(conv !== undefined && dense !== undefined);
    // Ours counts [1, 2, 2, 3] as column * 6 + channel * 3 + filter.
    assert.deepEqual(conv.dims, [3, 2, 1, 2]);
    assert.deepEqual(floatsOf(conv), [0, 6, 3, 9, 1, 7, 4, 10, 2, 8, 5, 11]);
    // An image 2x1x3: pixel * 3 + channel becomes channel * 2 + pixel, two units in each row.
    assert.deepEqual(dense.dims, [6, 2]);
    assert.deepEqual(floatsOf(dense), [0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11]);
  });

  it('keeps names of outputs apart from paths', async () => {
    const network = networkOfBody(
      'input x: 4x4x2\nconv(2, 1x1) -> relu()\noutput conv_2\nconv(2, 3x3)\nhead conv_1 { conv(2, 1x1) }\nhead again { }',
    );
    const file = open(exported(network));
    const names = network.graph.outputs.map(({ name }) => name);
    assert.deepEqual([...file.outputs.keys()], names);
    const made = file.nodes.map(({ output }) => output);
    assert.equal(new Set(made).size, made.length);
    const session = await sessionOf(exported(network));
    assert.deepEqual([...session.outputNames], names);
    await session.release();
  });

  it('gives an output with the name of the input a name of its own', async () => {
    const network = networkOf(`network Same() {
      input image: 4x4x3
      output image
      conv(8, 3x3)
      output image_2
    }`);
    const session = await sessionOf(exported(network));
    assert.deepEqual([session.inputNames, session.outputNames], [['image'], ['image_3', 'image_2']]);
    const image = new ort.Tensor(
      'float32',
      Float32Array.from({ length: 48 }, (_, i) => i),
      [1, 3, 4, 4],
    );
    const results = await session.run({ image });
    assert.deepEqual(results.image_3?.data, image.data);
    await session.release();
  });

  it('takes any batch', async () => {
    const network = networkOfBody(
      'input x: 4x5x2\nconv(3, 3x3, norm = lrn(4)) -> flatten() -> dense(6) -> lrn() -> conv(4, 1x1) -> adaptiveavgpool([2, 3]) -> dense(5) -> softmax()',
    );
    for (const batch of [3, 'N']) {
      const session = await sessionOf(exported(network, 1, { version: '1', batch }));
      const run = async (count: number, values: Float32Array) => {
        const results = await session.run({ x: new ort.Tensor('float32', values, [count, 2, 4, 5]) });
        return results.output?.data as Float32Array;
      };
      const one = Float32Array.from({ length: 40 }, (_, i) => Math.sin(i));
      const three = Float32Array.from({ length: 120 }, (_, i) => Math.sin(i % 40));
      const results = await run(3, three);
      assert.equal(results.length, 15);
      for (let i = 0; i < 5; i++) assert.ok(Math.abs((results[i] ?? 0) - (results[i + 10] ?? 1)) < 1e-6);
      if (batch === 'N') assert.equal((await run(1, one)).length, 5);
      await session.release();
    }
  });

  it('is the same for the same network and weights', () => {
    const network = networkOfBody('input x: 6x6x3\nconv(4, 3x3, norm = batchnorm()) -> dense(3)');
    assert.deepEqual(exported(network, 7), exported(network, 7));
    assert.notDeepEqual(exported(network, 7), exported(network, 8));
  });
});

describe('ONNX: sizes without measure', () => {
  it('are refused at once', () => {
    const sizes = ['adaptiveavgpool([1_000_000_000, 1])', 'adaptiveavgpool([900_000_000, 2])'];
    for (const layer of sizes) {
      const result = exportOnnx(networkOfBody(`input x: 4x4x1\n${layer}`), new Map(), { version: '1' });
      assert.match(
        'refusal' in result ? refusalText(result.refusal, englishDiagnostics) : '',
        /^Test as ONNX is \d+(\.\d+)? GiB; one file holds less/,
      );
    }
  });

  it('are no matter where the file stays small', () => {
    const heads = Array.from({ length: 3000 }, (_, i) => `head h${i} { }`).join('\n');
    const network = networkOfBody(`input x: 4x4x1\nrelu()\n${heads}`);
    const result = exportOnnx(network, new Map(), { version: '1' });
    assert.ok('bytes' in result);
    // The layer's result has the main output's name, the heads are copies of it.
    const { nodes, outputs } = open(result.bytes);
    assert.equal(outputs.size, 3001);
    assert.deepEqual(
      nodes.slice(0, 2).map(({ type, output }) => [type, output]),
      [
        ['Relu', 'output'],
        ['Identity', 'h0'],
      ],
    );
  });
});

describe('ONNX: refused', () => {
  const problem = (text: string, weights?: ReadonlyMap<string, NamedTensor>): string => {
    const { networks } = analyze({ file: (id) => parse(id, text), resolve: () => 'outside' }, '/t.cnn');
    const network = networks[0] as NetworkAnalysis;
    const result = exportOnnx(network, weights ?? new Map(), { version: '1' });
    return 'refusal' in result ? refusalText(result.refusal, englishDiagnostics) : 'nothing';
  };

  it('a network with something unknown, by its path', () => {
    assert.match(problem('network N { input x: 4x4x2\n conv(3) }'), /^conv_1 cannot be exported: .*kernel/);
    assert.match(
      problem('network N { input x: 4x4x2\n conv(3, 9x9, padding = valid) }'),
      /^conv_1 cannot be exported: .*9x9/,
    );
    assert.match(problem('network N { conv(3, 1x1) }'), /has no input/);
  });

  it('weights that are missing or of another shape', () => {
    const text = 'network N { input x: 4x4x2\n dense(3) }';
    assert.equal(problem(text), 'dense_1/weight is missing: a tensor of shape [32, 3] is needed');
    const bias = { name: 'dense_1/bias', shape: [3], values: new Float32Array(3) };
    const weight = { name: 'dense_1/weight', shape: [3, 32], values: new Float32Array(96) };
    const weights = new Map([weight, bias].map((tensor) => [tensor.name, tensor]));
    assert.equal(problem(text, weights), 'dense_1/weight has shape [3, 32], expected [32, 3]');
  });

  it('a file that would be larger than the format holds, before it is made', () => {
    const text = 'network N { input x: 1x1x30000\n dense(30000, bias = false) }';
    const weight = { name: 'dense_1/weight', shape: [30_000, 30_000], values: new Float32Array(0) };
    assert.equal(
      problem(text, new Map([[weight.name, weight]])),
      'N as ONNX is 3.35 GiB; one file holds less than 2.00 GiB',
    );
  });
});
