/** Weights out of models of other frameworks: into the design that they are of, and into one whose layers have other names. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { refusalText } from '../../src/base/message-text';
import { modelWeightsReader } from '../../src/interop/model-weights';
import { readSafetensors } from '../../src/interop/safetensors';
import { createModelWorker } from '../../src/session/model-worker';
import { englishDiagnostics } from '../../src/words/english/diagnostics';
import { caffemodel } from '../support/caffemodel';
import { repositoryRoot } from '../support/disk-files';
import { incept } from '../support/memory-host';

const design = (first: string) => `network N {
  input image: 8x8x3
  ${first} = conv(4, 3x3, norm = batchnorm())
  depthwise(3x3, bias = true)
  maxpool(2x2, stride = 2)
  flatten()
  dense(6, activation = relu)
  dense(5)
  softmax()
}
`;

const readBeside = async (): Promise<never> => assert.fail('nothing lies beside it');
const options = { size: undefined, weights: undefined, bound: new Map<string, Uint8Array>(), readBeside };

describe('weights in models of other frameworks', () => {
  const written = async (...args: string[]) => {
    const outcome = await incept(['export', 'n.cnn', '--seed', '3', ...args], { files: { 'n.cnn': design('stem') } });
    assert.equal(outcome.code, 0, outcome.stderr);
    return Object.fromEntries(
      [...outcome.files].map(([path, content]) => [path.replace('/work-folder/', ''), content]),
    );
  };
  const outputs = async (weights: readonly string[], files: Record<string, string | Uint8Array>) => {
    const args = ['run', 'n.cnn', '--seed', '3', ...weights, '--values', 'v.safetensors'];
    const outcome = await incept(args, { files });
    assert.equal(outcome.code, 0, outcome.stderr);
    const values = outcome.files.get('/work-folder/v.safetensors');
    assert.ok(values instanceof Uint8Array);
    return [...(readSafetensors(values)[0]?.values ?? [])];
  };

  for (const [format, args, file] of [
    ['ONNX', ['-o', 'n.onnx'], 'n.onnx'],
    ['Caffe', ['-o', 'n.caffemodel'], 'n.caffemodel'],
    ['TensorFlow.js', ['--to', 'tfjs', '-o', 'web'], 'web/model.json'],
  ] as const) {
    it(`of ${format} are what they were, whatever the layers are called`, async () => {
      const model = await written(...args);
      for (const name of ['stem', 'other']) {
        const files = { 'n.cnn': design(name) };
        const own = await outputs([], { 'n.cnn': design('stem') });
        const read = await outputs(['--weights', file], { ...files, ...model });
        assert.equal(own.length, 5);
        for (const [i, value] of own.entries())
          assert.ok(Math.abs(value - (read[i] ?? Number.NaN)) < 1e-6, `${name} ${i}`);
        assert.ok(Math.max(...own) - Math.min(...own) > 1e-3);
      }
    });
  }

  it('of Keras are those that are imported', async () => {
    for (const name of ['tiny.h5', 'tiny.keras']) {
      const bytes = new Uint8Array(await readFile(join(repositoryRoot, 'test/fixtures/keras', name)));
      const imported = await incept(['import', name, '-o', 'n.cnn'], { files: { [name]: bytes } });
      assert.equal(imported.code, 0, imported.stderr);
      const cnn = imported.files.get('/work-folder/n.cnn') ?? '';
      const weights = imported.files.get('/work-folder/n.safetensors') ?? '';
      const files = { 'n.cnn': cnn, 'n.safetensors': weights, [name]: bytes };
      assert.deepEqual(await outputs(['--weights', name], files), await outputs(['--weights', 'n.safetensors'], files));
    }
  });

  it('of old files of Caffe have four sizes, and means with their factor', async () => {
    const bytes = caffemodel({
      bn: [
        { shape: [2], values: [4, 8] },
        { shape: [2], values: [2, 6] },
        { shape: [1], values: [2] },
      ],
      sc: [
        { shape: [2], values: [1, 3] },
        { shape: [2], values: [5, 7] },
      ],
      ip: [
        { shape: [1, 1, 3, 2], values: [1, 2, 3, 4, 5, 6] },
        { shape: [1, 1, 1, 3], values: [7, 8, 9] },
      ],
    });
    const read = await modelWeightsReader('a.caffemodel')?.(bytes, options);
    assert.ok(read !== undefined && 'tensors' in read);
    const found = read.tensors.map(({ name, shape, values }) => [name, shape, [...values]]);
    assert.deepEqual(found, [
      ['bn.running_mean', [2], [2, 4]],
      ['bn.running_var', [2], [1, 3]],
      ['bn.weight', [2], [1, 3]],
      ['bn.bias', [2], [5, 7]],
      ['ip.weight', [3, 2], [1, 2, 3, 4, 5, 6]],
      ['ip.bias', [3], [7, 8, 9]],
    ]);
  });

  it('are refused with the place where a file is none', async () => {
    const damaged = Uint8Array.of(0xff, 0xff, 0xff);
    const reason = async (name: string) => {
      const read = await modelWeightsReader(name)?.(damaged, options);
      return read !== undefined && 'refusal' in read ? refusalText(read.refusal, englishDiagnostics) : '';
    };
    assert.match(await reason('a.onnx'), /byte \d/);
    assert.match(await reason('a.caffemodel'), /byte \d/);
    assert.match(await reason('a.h5'), /does not begin as HDF5/);
    assert.equal(modelWeightsReader('a.pth'), undefined);
  });

  it('come out of the worker as safetensors, or as a reason with the name of the file', async () => {
    const model = await written('-o', 'n.onnx');
    const ask = (name: string, bytes: Uint8Array) =>
      new Promise<Parameters<Parameters<typeof createModelWorker>[0]>[0]>((answer, fail) =>
        createModelWorker(answer, fail)({ kind: 'weights', name, bytes, size: undefined, locale: 'en' }),
      );
    const answer = await ask('n.onnx', model['n.onnx'] as Uint8Array);
    assert.ok(answer.kind === 'weights');
    assert.equal(answer.layout, 'pytorch');
    assert.equal(readSafetensors(answer.bytes).length > 6, true);
    const refused = await ask('n.pth', Uint8Array.of(1, 2, 3));
    assert.ok(refused.kind === 'refused');
    assert.match(refused.message, /^n\.pth: the file is damaged or of another kind/);
  });
});
