/** `incept export`, and weights from files of other frameworks in `run`. */

import * as assert from 'node:assert/strict';
import * as ort from 'onnxruntime-node';
import { readSafetensors, writeSafetensors } from '../../src/interop/safetensors';
import { incept, type Outcome } from '../support/memory-host';
import { channelsFirst, sessionOf } from '../support/onnx-session';

const text =
  'network N(c = 4) {\n  input x: 6x6x3\n  conv(c, 3x3, norm = batchnorm())\n  head h { globalavgpool() }\n  dense(5) -> softmax()\n  output prob\n}\n';
const files = { 'n.cnn': text };

function bytesOf({ files: after }: Outcome, name: string): Uint8Array {
  const bytes = after.get(`/work-folder/${name}`);
  assert.ok(bytes instanceof Uint8Array, `${name} was written`);
  return bytes;
}

describe('incept export', function () {
  this.timeout(30_000);

  it('--to onnx: the seed gives what it gives in run', async () => {
    const outcome = await incept(['export', 'n.cnn', '--to', 'onnx', '--seed', '3', '-o', 'out/n.onnx'], { files });
    assert.deepEqual([outcome.code, outcome.stdout], [0, '']);
    assert.match(outcome.stderr, /^drawing weights from seed 3$/m);
    assert.match(outcome.stderr, /^wrote N to out\/n\.onnx: [\d.]+ (KiB|B), 4 layers, outputs h, prob$/m);
    const input = { name: 'x', shape: [6, 6, 3], values: Float32Array.from({ length: 108 }, (_, i) => Math.sin(i)) };
    const ran = await incept(
      ['run', 'n.cnn', '--seed', '3', '--input', 'in.safetensors', '--values', 'v.safetensors'],
      {
        files: { ...files, 'in.safetensors': writeSafetensors([input]) },
      },
    );
    assert.equal(ran.code, 0, ran.stderr);
    const session = await sessionOf(bytesOf(outcome, 'out/n.onnx'), 'all');
    const feed = new ort.Tensor('float32', channelsFirst(input.values, input.shape), [1, 3, 6, 6]);
    const results = await session.run({ x: feed });
    for (const { name, values } of readSafetensors(bytesOf(ran, 'v.safetensors'))) {
      const theirs = results[name]?.data as Float32Array;
      assert.equal(theirs.length, values.length);
      for (const [i, value] of values.entries()) assert.ok(Math.abs(value - (theirs[i] as number)) < 1e-6, name);
    }
    await session.release();
  });

  it('--to pytorch: a folder with the program, its state dict and its training', async () => {
    const outcome = await incept(['export', 'n.cnn', '--to', 'pytorch', '-o', 'out'], { files });
    assert.deepEqual([outcome.code, outcome.stdout], [0, ''], outcome.stderr);
    assert.match(outcome.stderr, /^wrote N to out: [\d.]+ (KiB|B), 4 layers, outputs h, prob$/m);
    const program = new TextDecoder().decode(bytesOf(outcome, 'out/N.py'));
    assert.match(program, /^class N\(nn\.Module\):$/m);
    assert.match(program, /^# Written by incept 1\.2\.3\./);
    const keys = readSafetensors(bytesOf(outcome, 'out/N.safetensors'), (name) => name.endsWith('tracked'));
    assert.deepEqual(
      keys.map(({ name }) => name),
      [
        ...['conv.weight', 'norm.weight', 'norm.bias', 'norm.running_mean', 'norm.running_var'].map(
          (key) => `conv_1.${key}`,
        ),
        ...['dense_1.weight', 'dense_1.bias'],
      ],
    );
    assert.match(new TextDecoder().decode(bytesOf(outcome, 'out/train.py')), /^from N import N$/m);
  });

  it('--to pytorch needs a folder', async () => {
    const outcome = await incept(['export', 'n.cnn', '--to', 'pytorch'], { files });
    assert.equal(outcome.code, 2);
    assert.match(outcome.stderr, /^error: pytorch is several files\nhelp: name a folder for them: -o model$/m);
  });

  it('--to dot, mermaid, json, csv and markdown: texts without weights', async () => {
    const textOf = async (...argv: string[]) => {
      const outcome = await incept(['export', 'n.cnn', ...argv], { files, terminal: true });
      assert.equal(outcome.code, 0, outcome.stderr);
      return outcome.stdout;
    };
    assert.match(await textOf('--to', 'dot'), /^digraph "N" \{$[\s\S]*"conv_1" -> "dense_1";/m);
    assert.match(await textOf('--to', 'mermaid'), /^flowchart TD\n {2}n0\(\["x<br\/>input<br\/>6x6x3"\]\)$/m);
    const document = JSON.parse(await textOf('--to', 'json')) as { network: string; nodes: { id: string }[] };
    assert.deepEqual([document.network, document.nodes.map(({ id }) => id).slice(0, 2)], ['N', ['x', 'conv_1']]);
    // 144 * 5 weights and 5 biases.
    assert.match(await textOf('--to', 'csv'), /^dense_1,dense,,1x1x5,prob,main,720,720,720,1440,720,725,725,2900,20$/m);
    assert.match(await textOf('--to', 'markdown'), /^\| dense\\_1 \| dense \| {2}\| 1x1x5 \| 720 \|/m);
    const written = await incept(['export', 'n.cnn', '-o', 'n.dot'], { files });
    assert.match(String(written.files.get('/work-folder/n.dot')), /^digraph "N"/);
    const refused = await incept(['export', 'n.cnn', '--to', 'csv', '--weights', 'w.safetensors'], { files });
    assert.deepEqual(
      [refused.code, refused.stderr],
      [2, 'error: csv holds no weights\nhelp: these do: onnx, safetensors, pytorch, tfjs, caffemodel\n'],
    );
  });

  it('writes what is known of a design with errors, as a text', async () => {
    const broken = { 'b.cnn': 'network B {\n  input x: 4x4x2\n  conv(oops, 1x1)\n}\n' };
    const outcome = await incept(['export', 'b.cnn', '--to', 'dot'], { files: broken });
    assert.equal(outcome.code, 1);
    assert.match(outcome.stdout, /conv_1\\nconv\(\?, 1x1\)\\n4x4x\?/);
  });

  it('--to safetensors: the weights, which run and export read again', async () => {
    const first = await incept(['export', 'n.cnn', '--seed', '9', '-o', 'w.safetensors'], { files });
    assert.equal(first.code, 0, first.stderr);
    const weights = readSafetensors(bytesOf(first, 'w.safetensors'));
    assert.deepEqual(
      weights.map(({ name, shape }) => [name, shape]),
      [
        ['conv_1/weight', [3, 3, 3, 4]],
        ['conv_1/norm.gamma', [4]],
        ['conv_1/norm.beta', [4]],
        ['conv_1/norm.mean', [4]],
        ['conv_1/norm.variance', [4]],
        ['dense_1/weight', [144, 5]],
        ['dense_1/bias', [5]],
      ],
    );
    const world = { files: { ...files, 'w.safetensors': bytesOf(first, 'w.safetensors') } };
    const seeded = await incept(['export', 'n.cnn', '--seed', '9', '-o', 'n.onnx'], { files });
    const read = await incept(['export', 'n.cnn', '--weights', 'w.safetensors', '-o', 'n.onnx'], world);
    assert.deepEqual(bytesOf(read, 'n.onnx'), bytesOf(seeded, 'n.onnx'));
    const values = async (argv: string[]) =>
      bytesOf(
        await incept(['run', 'n.cnn', '--values', 'v.safetensors', '--input', 'x.safetensors', ...argv], {
          files: {
            ...world.files,
            'x.safetensors': writeSafetensors([{ name: 'x', shape: [6, 6, 3], values: new Float32Array(108).fill(1) }]),
          },
        }),
        'v.safetensors',
      );
    assert.deepEqual(await values(['--weights', 'w.safetensors']), await values(['--seed', '9']));
  });

  it('takes a map of names, in run too', async () => {
    const own = readSafetensors(
      bytesOf(await incept(['export', 'n.cnn', '-o', 'w.safetensors'], { files }), 'w.safetensors'),
    );
    const names: Record<string, string> = {};
    const foreign = own.map((tensor, i) => {
      names[tensor.name] = `t${i}`;
      return { ...tensor, name: `t${i}` };
    });
    const world = {
      files: { ...files, 'f.safetensors': writeSafetensors(foreign), 'map.json': JSON.stringify({ names }) },
    };
    const how = ['--weights', 'f.safetensors', '--map', 'map.json'];
    const mapped = await incept(['export', 'n.cnn', '-o', 'n.onnx', ...how], world);
    assert.equal(mapped.code, 0, mapped.stderr);
    const seeded = await incept(['export', 'n.cnn', '-o', 'n.onnx'], { files });
    assert.deepEqual(bytesOf(mapped, 'n.onnx'), bytesOf(seeded, 'n.onnx'));
    assert.equal((await incept(['run', 'n.cnn', ...how], world)).code, 0);
    const without = await incept(['run', 'n.cnn', '--weights', 'f.safetensors'], world);
    assert.equal(without.code, 2);
    assert.match(without.stderr, /f\.safetensors does not fit N:\n {2}conv_1\/weight is missing: .*\[3, 3, 3, 4\]/);
    assert.match(without.stderr, /t0 belongs to no layer of N/);
    assert.match(without.stderr, /--map/);
  });

  it('writes to standard output, but not onto a terminal', async () => {
    const piped = await incept(['export', 'n.cnn', '--to', 'onnx'], { files });
    const filed = await incept(['export', 'n.cnn', '-o', 'n.onnx'], { files });
    assert.deepEqual(piped.stdoutBytes, bytesOf(filed, 'n.onnx'));
    assert.equal(piped.stdout, '');
    const terminal = await incept(['export', 'n.cnn', '--to', 'onnx'], { files, terminal: true });
    assert.deepEqual([terminal.code, terminal.stdoutBytes], [2, undefined]);
    assert.match(terminal.stderr, /-o model\.onnx/);
  });

  it('takes network parameters, size and batch', async () => {
    const argv = ['export', 'n.cnn', '-o', 'n.onnx', '--set', 'c=7', '--size', '9x8x3', '--batch', 'N'];
    const session = await sessionOf(bytesOf(await incept(argv, { files }), 'n.onnx'));
    const [input] = session.inputMetadata;
    assert.ok(input?.isTensor);
    assert.deepEqual(input.shape, ['N', 3, 9, 8]);
    await session.release();
  });

  const wrong: readonly (readonly [argv: string[], message: RegExp])[] = [
    [['n.cnn', '--to', 'onx'], /no format to export to named onx\n.*did you mean onnx\?/],
    [['n.cnn', '--to', 'coreml'], /no format to export to named coreml\n.*there are onnx, safetensors/],
    [['n.cnn', '-o', 'g.pt'], /g\.pt: no format ends in \.pt\n.*--to onnx, --to safetensors/],
    [['n.cnn', '-o', 'out.d/g'], /the format is not said\n/],
    [['n.cnn'], /the format is not said\n.*--to onnx, --to safetensors/],
    [['n.cnn', '-o', 'n.onnx', '--map', 'm.json'], /--map needs --weights/],
    [['n.cnn', '-o', 'n.onnx', '--weights', 'w', '--seed', '2'], /cannot be used with option '--weights/],
    [['n.cnn', '-o', 'n.onnx', '--weights', 'w'], /cannot read w: there is no such file/],
    [['n.cnn', '-o', 'n.onnx', '--batch', '0'], /no images/],
    [['n.cnn', '-o', 'n.onnx', '--batch', '-3'], /whole number/],
    [['n.cnn', '-o', '/read-only/n.onnx'], /cannot write/],
    [['huge.cnn', '-o', 'n.onnx'], /weights of Huge are 3\.35 GiB; one file holds less than 2\.00 GiB/],
  ];
  const huge = 'network Huge { input x: 1x1x30000\n dense(30000, bias = false) }';
  for (const [argv, message] of wrong) {
    it(`refuses ${argv.join(' ')}`, async () => {
      const { code, stderr, stdout } = await incept(['export', ...argv], { files: { ...files, 'huge.cnn': huge } });
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, message);
    });
  }

  it('a map that is none', async () => {
    const world = { files: { ...files, 'm.json': '{"names": 3}', 'w.safetensors': writeSafetensors([]) } };
    const argv = ['export', 'n.cnn', '-o', 'n.onnx', '--weights', 'w.safetensors', '--map', 'm.json'];
    const { code, stderr } = await incept(argv, world);
    assert.equal(code, 2);
    assert.match(stderr, /cannot use m\.json as a map of weights: names is an object/);
  });

  it('a design over its budget is written all the same: exit code 1', async () => {
    const over = text.replace('output prob', 'output prob\n  budget params <= 10');
    const outcome = await incept(['export', 'n.cnn', '-o', 'n.onnx'], { files: { 'n.cnn': over } });
    assert.equal(outcome.code, 1);
    assert.match(outcome.stderr, /budget/);
    const plain = await incept(['export', 'n.cnn', '-o', 'n.onnx'], { files });
    assert.deepEqual(bytesOf(outcome, 'n.onnx'), bytesOf(plain, 'n.onnx'));
  });

  it('a design with an unknown shape: exit code 1, nothing written', async () => {
    const {
      code,
      stderr,
      files: after,
    } = await incept(['export', '-', '-o', 'n.onnx'], {
      stdin: 'network N() {\n  input x: 4x4x1\n  conv(wide, 1x1)\n}\n',
    });
    assert.equal(code, 1);
    assert.match(stderr, /name\.unknown/);
    assert.match(stderr, /- cannot be exported: conv_1/);
    assert.equal(after.size, 0);
  });
});

describe('names in a file of weights', () => {
  const name = 'a\nerror: b\u001b[31m\r';
  const evil = writeSafetensors([
    { name, shape: [1], values: new Float32Array(1) },
    { name: 'other', shape: [1], values: new Float32Array(1) },
  ]);
  const net = 'network N() {\n  input x: 2x2x1\n  conv(1, 1x1)\n}\n';

  for (const command of [
    ['run', 'n.cnn', '--weights', 'w.safetensors'],
    ['run', 'n.cnn', '--input', 'w.safetensors'],
    ['export', 'n.cnn', '-o', 'n.onnx', '--weights', 'w.safetensors'],
  ]) {
    it(`steer no terminal and begin no line: ${command.join(' ')}`, async () => {
      const { code, stderr } = await incept(command, { files: { 'n.cnn': net, 'w.safetensors': evil } });
      assert.equal(code, 2);
      assert.match(stderr, /error: b/);
      assert.doesNotMatch(stderr, /^error: b/m);
      assert.ok(!stderr.includes('\u001b') && !stderr.includes('\r'), JSON.stringify(stderr));
    });
  }
});

describe('incept graph', () => {
  it('draws in DOT, in Mermaid or as JSON, with blocks closed below --depth', async () => {
    const graphOf = async (...argv: string[]) => (await incept(['graph', 'n.cnn', ...argv], { files })).stdout;
    assert.match(await graphOf(), /^digraph "N"/);
    assert.match(await graphOf('--format', 'mermaid', '--depth', '0'), /^ {2}n2\["h<br\/>head h<br\/>1x1x4"\]$/m);
    const { groups } = JSON.parse(await graphOf('--format', 'json', '--depth', '0')) as { groups: unknown[] };
    assert.deepEqual(groups, []);
  });

  it('draws the picture of the preview as SVG, which the ending of --output can say too', async () => {
    const { stdout, stderr, code } = await incept(['graph', 'n.cnn', '--format', 'svg'], { files });
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 \d+ \d+"/);
    // 6x6 with a 3x3 kernel of 3 channels and 4 filters: 6*6*4*27 = 3,888.
    assert.match(stdout, />3\.89 K</);
    const named = await incept(['graph', 'n.cnn', '-o', 'n.svg'], { files });
    assert.equal(named.files.get('/work-folder/n.svg'), stdout);
  });

  it('--depth opens bodies, --columns folds, --metric and --theme colour', async () => {
    const drawn = async (...argv: string[]) =>
      (await incept(['graph', 'n.cnn', '--format', 'svg', ...argv], { files })).stdout;
    const closed = await drawn('--depth', '0');
    const open = await drawn('--depth', '1');
    assert.doesNotMatch(closed, /global avgpool/);
    assert.match(open, /global avgpool/);
    const width = (svg: string) => Number(/ width="(\d+)"/.exec(svg)?.[1]);
    assert.ok(width(await drawn('--columns', '3')) > width(await drawn('--columns', '1')));
    assert.match(await drawn('--metric', 'params'), /Share of all parameters/);
    assert.match(await drawn('--theme', 'dark'), /#1f1f1f/);
  });

  it('refuses options of pictures with other formats, and what is no theme', async () => {
    const refused = await incept(['graph', 'n.cnn', '--format', 'mermaid', '--columns', '2'], { files });
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /--columns is for pictures[\s\S]*--format svg/);
    assert.equal((await incept(['graph', 'n.cnn', '--format', 'svg', '--theme', 'red'], { files })).code, 2);
    assert.equal((await incept(['graph', 'n.cnn', '--format', 'svg', '--columns', '0'], { files })).code, 2);
  });

  it('says where PNG cannot be made, and writes none to a terminal', async () => {
    const without = await incept(['graph', 'n.cnn', '-o', 'n.png'], { files });
    assert.equal(without.code, 2);
    assert.match(without.stderr, /cannot write PNG[\s\S]*--format svg/);
    assert.equal(without.files.has('/work-folder/n.png'), false);
    const onTerminal = await incept(['graph', 'n.cnn', '--format', 'png'], { files, terminal: true });
    assert.equal(onTerminal.code, 2);
    assert.match(onTerminal.stderr, /png is no text to read on a terminal[\s\S]*\.png/);
  });

  it('draws what is known of a network with errors, and exits with 1', async () => {
    const broken = { 'n.cnn': 'network N() {\n  input x: 8x8x3\n  conv(4, 9x9, padding = valid)\n  dense(2)\n}\n' };
    const { stdout, code } = await incept(['graph', 'n.cnn', '--format', 'svg'], { files: broken });
    assert.equal(code, 1);
    assert.match(stdout, /^<svg [\s\S]*<\/svg>\n$/);
  });

  it('refuses a picture of more boxes than can be looked at, which a lower depth draws', async () => {
    const files = {
      'n.cnn': `network N() {\n  input x: 8x8x3\n  repeat 3000 { conv(4, 1x1) -> conv(4, 1x1) -> relu() -> conv(4, 1x1) -> conv(4, 1x1) -> relu() -> relu() }\n}\n`,
    };
    const large = await incept(['graph', 'n.cnn', '--format', 'svg', '--depth', '9'], { files });
    assert.equal(large.code, 2);
    assert.match(large.stderr, /boxes is too large; 20,000 are the most[\s\S]*--depth/);
    assert.equal((await incept(['graph', 'n.cnn', '--format', 'svg'], { files })).code, 0);
  });
});
