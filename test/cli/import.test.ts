/** `incept import`: what it writes, says and refuses. What becomes of a network is in test/interop. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readSafetensors, writeSafetensors } from '../../src/interop/safetensors';
import { incept } from '../support/memory-host';

const layer = (name: string, type: string, bottom: string, rest = '') =>
  `layer { name: "${name}" type: "${type}" bottom: "${bottom}" top: "${name}" ${rest} }\n`;

const trunk = `name: "my net"\ninput: "data" input_dim: 1 input_dim: 3 input_dim: 8 input_dim: 8\n${layer(
  'conv/1',
  'Convolution',
  'data',
  'convolution_param { num_output: 4 kernel_size: 3 }',
)}`;

describe('incept import', () => {
  it('writes the design that cost counts as the report says', async () => {
    const outcome = await incept(['import', 'a/net.prototxt', '--format', 'json'], {
      files: { 'a/net.prototxt': trunk },
    });
    assert.equal(outcome.code, 0, outcome.stderr);
    assert.deepEqual(JSON.parse(outcome.stdout), {
      schema: 1,
      source: { format: 'caffe', producer: null, opset: null },
      file: 'net.cnn',
      weights: null,
      network: 'my_net',
      layers: 1,
      params: 3 * 3 * 3 * 4 + 4,
      missing: [],
      notes: [],
    });
    const text = outcome.files.get('/work-folder/net.cnn');
    assert.equal(
      text,
      '// Imported from net.prototxt (caffe).\n\nnetwork my_net() {\n  input data: 8x8x3\n\n  conv_1 = conv(4, 3x3, padding = valid, activation = none)\n  output conv_1\n}\n',
    );
  });

  it('says what could not be expressed, there and in the file, with exit code 1', async () => {
    const outcome = await incept(['import', 'net.prototxt', '-o', 'out.cnn', '--name', 'Mine', '--size', '9x9x3'], {
      files: { 'net.prototxt': trunk + layer('turn\u001b', 'Permute', 'conv/1') },
    });
    assert.equal(outcome.code, 1);
    assert.equal(
      outcome.stdout,
      'Mine: 1 layer, 112 parameters, outputs conv_1\nwrote out.cnn\nnot expressed: turn\ufffd (Permute): the language has no layer for it\n',
    );
    const text = String(outcome.files.get('/work-folder/out.cnn'));
    assert.match(text, /^\/\/ Not expressed: turn. \(Permute\): the language has no layer for it\.$/m);
    assert.match(text, /^network Mine\(\) \{\n {2}input data: 9x9x3$/m);
  });

  it('replaces a file only with --force', async () => {
    const files = { 'net.prototxt': trunk, 'net.cnn': 'mine' };
    const kept = await incept(['import', 'net.prototxt'], { files });
    assert.deepEqual([kept.code, kept.files.get('/work-folder/net.cnn')], [2, 'mine']);
    assert.match(kept.stderr, /^error: net\.cnn exists\nhelp: name another file with -o, or replace it with --force$/m);
    const replaced = await incept(['import', 'net.prototxt', '--force'], { files });
    assert.equal(replaced.code, 0, replaced.stderr);
    assert.match(String(replaced.files.get('/work-folder/net.cnn')), /^\/\/ Imported/);
  });

  it('refuses what it cannot read, and writes nothing', async () => {
    const files = {
      'net.prototxt': 'layer {\n  name: "a\n}',
      'net.xyz': '',
      'good.prototxt': trunk,
      'w.caffemodel': 'text',
    };
    for (const [argv, message] of [
      [['net.prototxt'], /^error: line 2, column 9: "\\"" does not belong here$/m],
      [
        ['net.xyz'],
        /^error: net\.xyz: no format of networks ends so\nhelp: networks are read from files that end in /m,
      ],
      [['none.prototxt'], /none\.prototxt/],
      [
        ['good.prototxt', '--weights', 'w.caffemodel'],
        /^error: the file is damaged or of another kind: no field of protobuf begins at byte 0$/m,
      ],
      [['good.prototxt', '--name', '1x'], /argument '1x' is invalid\. A name is letters/],
    ] as const) {
      const outcome = await incept(['import', ...argv], { files });
      assert.equal(outcome.code, 2, argv.join(' '));
      assert.match(outcome.stderr, message);
      assert.equal(outcome.files.size, Object.keys(files).length, argv.join(' '));
    }
  });

  it('prints the design with -o -, and the report beside it', async () => {
    const files = { 'net.prototxt': trunk };
    const outcome = await incept(['import', 'net.prototxt', '-o', '-'], { files });
    assert.equal(outcome.code, 0, outcome.stderr);
    assert.match(outcome.stdout, /^\/\/ Imported from net\.prototxt \(caffe\)\.\n\nnetwork my_net\(\) \{/);
    assert.equal(outcome.stderr, 'my_net: 1 layer, 112 parameters, outputs conv_1\n');
    assert.equal(outcome.files.size, 1);
  });

  it('writes the design and its weights, or neither', async () => {
    const model = readFileSync(new URL('../fixtures/keras/tiny.h5', import.meta.url));
    const outcome = await incept(['import', 'tiny.h5', '--format', 'json'], { files: { 'tiny.h5': model } });
    assert.equal(outcome.code, 0, outcome.stderr);
    const { file, weights, params, layers } = JSON.parse(outcome.stdout);
    // 3x3x3x8+8, 3x3x8x6, a norm of 6, 3x3x6 + 6x5 + 5, 3x3x5 + 5, two of 5x5+5 with norms that have 5 and 10, 5, 5x4+4
    const expected = 216 + 8 + 432 + 12 + 54 + 30 + 5 + 45 + 5 + 2 * 30 + 5 + 10 + 5 + 24;
    assert.deepEqual([file, weights, params, layers > 8], ['tiny.cnn', 'tiny.safetensors', expected, true]);
    assert.ok(outcome.files.has('/work-folder/tiny.safetensors'));
    const at = ['import', 'tiny.h5', '-o', '/read-only/x.cnn'];
    const refused = await incept(at, { files: { 'tiny.h5': model } });
    assert.deepEqual([refused.code, refused.files.size], [2, 1]);
  });

  it('has no use for --weights where the weights are in the file', async () => {
    const outcome = await incept(['import', 'a.onnx', '--weights', 'b.bin'], { files: { 'a.onnx': '', 'b.bin': '' } });
    assert.deepEqual([outcome.code, outcome.stdout], [2, '']);
    assert.match(outcome.stderr, /^error: a\.onnx has its weights in it: --weights says nothing$/m);
  });
});

describe('incept import --into', () => {
  const design = 'network Net {\n  input x: 4x4x2\n  a = conv(3, 1x1)\n  conv(2, 1x1, bias = false)\n}\n';
  const tensor = (name: string, ...shape: readonly number[]) => ({
    name,
    shape,
    values: Float32Array.from({ length: shape.reduce((product, side) => product * side, 1) }, (_, i) => i),
  });
  const ours = [
    tensor('features.0.weight', 3, 2, 1, 1),
    tensor('features.0.bias', 3),
    tensor('features.2.weight', 2, 3, 1, 1),
  ];
  const run = (tensors: Parameters<typeof writeSafetensors>[0], ...argv: readonly string[]) =>
    incept(['import', 'w.safetensors', '--into', 'net.cnn', ...argv], {
      files: { 'net.cnn': design, 'w.safetensors': writeSafetensors(tensors) },
    });
  const byShape = 'the names are none of the network: layers are matched by the shapes of their weights and by order';
  const left = '2 modules of the file belong to no layer: extra.1 and extra.2';

  it('matches layers by what they are where the names are others, and says so', async () => {
    const { code, stdout, files } = await run(ours, '-o', 'mine.safetensors');
    assert.equal(code, 0);
    assert.equal(stdout, `Net: 3 tensors of weights\nwrote mine.safetensors\nnote: ${byShape}\n`);
    const written = files.get('/work-folder/mine.safetensors');
    assert.ok(written instanceof Uint8Array);
    // 1x1 of 2 and of 3 channels: a row of ours has the channels of one place, with the filters last.
    assert.deepEqual(
      readSafetensors(written)
        .map(({ name, shape, values }) => [name, shape.join('x'), [...values].join(' ')])
        .sort(),
      [
        ['a/bias', '3', '0 1 2'],
        ['a/weight', '1x1x2x3', '0 2 4 1 3 5'],
        ['conv_1/weight', '1x1x3x2', '0 3 1 4 2 5'],
      ],
    );
  });

  it('names what belongs to no layer, and gives a program all of it', async () => {
    const more = [...ours, tensor('extra.1.weight', 7, 5), tensor('extra.2.weight', 7, 5)];
    assert.match((await run(more, '-o', 'mine.safetensors')).stdout, new RegExp(`^note: ${left}$`, 'm'));
    assert.deepEqual(JSON.parse((await run(more, '-o', 'mine.safetensors', '--format', 'json')).stdout), {
      schema: 1,
      source: { format: 'safetensors', producer: null, opset: null },
      file: 'net.cnn',
      weights: 'mine.safetensors',
      network: 'Net',
      layers: 2,
      // 2*3 + 3 and 3*2.
      params: 15,
      missing: [],
      notes: [byShape, left],
    });
  });

  it('replaces no file, its own neither, without --force', async () => {
    const { code, stderr } = await run(ours);
    assert.equal(code, 2);
    assert.match(stderr, /^error: w\.safetensors exists$/m);
    assert.equal((await run(ours, '--force')).code, 0);
  });
});
