/** `incept explain`, `fmt` and `run`. */

import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { readSafetensors, writeSafetensors } from '../../src/interop/safetensors';
import { repositoryRoot } from '../support/disk-files';
import { incept } from '../support/memory-host';

const example = (name: string): string => readFileSync(join(repositoryRoot, 'examples', name), 'utf8');

describe('incept explain', () => {
  const files = { 'course.cnn': example('course.cnn') };

  it('opens the number of the lecture into its formula', async () => {
    const { code, stdout } = await incept(['explain', 'course.cnn', 'conv_1', '--network', 'Direct5x5'], { files });
    assert.equal(code, 0);
    assert.match(stdout, /^conv_1 {2}conv\(32, 5x5\) {2}course\.cnn:11$/m);
    assert.match(stdout, /28x28x192 from activation -> 28x28x32/);
    assert.match(stdout, /Hout\*Wout\*Cout \* Kh\*Kw\*Cin/);
    assert.match(stdout, /28\*28\*32 \* 5\*5\*192 = 120,422,400/);
    assert.match(stdout, /110,321,664 \(91\.6%\)/);
    for (const figure of ['120,447,488', '240,844,800', '240,869,888']) assert.ok(stdout.includes(figure), figure);
  });

  it('explains a block as the sum of its parts', async () => {
    const { stdout } = await incept(['explain', 'course.cnn', 'module_3a', '--format', 'json'], { files });
    const block = JSON.parse(stdout);
    assert.equal(block.kind, 'block');
    assert.equal(block.call, 'inception(64, 96, 128, 16, 32, 32)');
    assert.equal(block.multiplies, 128_049_152);
    assert.equal(
      block.parts.reduce((sum: number, part: { multiplies: number }) => sum + part.multiplies, 0),
      128_049_152,
    );
    assert.deepEqual(block.shape, [28, 28, 256]);
  });
});

describe('incept explain, of what has no place in the total', () => {
  const text = `network Parts() {
    input x: 8x8x4
    a = relu()
    lost()
    head aux from a { conv(2, 1x1) }
    from a
    aside()
    half()
    tail()
  }
  module lost() { conv(3, 1x1) }
  module aside() { b = conv(4, 1x1)  conv(8, 1x1)  from b }
  module half() { conv(4, 1x1)  conv(wide, 1x1) }
  module tail() { conv(4, 1x1) }`;
  const multiplies = async (path: string): Promise<string> => {
    const { stdout } = await incept(['explain', 'a.cnn', path], { files: { 'a.cnn': text } });
    return stdout.split('\n')[3] ?? stdout;
  };

  it('says why, and what is known of a part', async () => {
    // 8*8*3 * 4.
    assert.match(await multiplies('lost_1'), /^768 multiplies, leads nowhere$/);
    assert.match(await multiplies('lost_1/conv_1'), /^768 multiplies, leads nowhere$/);
    // 8*8*2 * 4, with the sign of what a head adds.
    assert.match(await multiplies('aux/conv_1'), /^\+512 multiplies, not in the total of Parts: only aux needs it$/);
    assert.match(await multiplies('aux'), /^\+512 multiplies, not in the total of Parts: only aux needs it$/);
    // 8*8*4 * 4 are in the total, of which no more is known than 2 * 1,024; 8*8*8 * 4 beside them are not.
    assert.match(await multiplies('aside_1'), /^1,024 multiplies, <=50\.0% of Parts.*; leads nowhere, 2,048$/);
    assert.match(await multiplies('half_1'), /^>= 1,024 multiplies/);
    assert.match(await multiplies('half_1/conv_2'), /^\? multiplies$/);
    assert.match(await multiplies('a'), /^0 multiplies/);
  });
});

describe('incept explain without a path', () => {
  const text = `network N() {
    input x: 4x4x2
    stem = conv(4, 1x1, bias = true)
    head aux { globalavgpool() -> dense(3) }
    relu()
    output y
  }`;
  const files = { 'a.cnn': text };

  it('has totals and figures of tools for main outputs, heads and everything, and they add up', async () => {
    const { code, stdout } = await incept(['explain', 'a.cnn', '--format', 'json'], { files });
    const whole = JSON.parse(stdout);
    assert.deepEqual([code, whole.kind, whole.input], [0, 'network', [4, 4, 2]]);
    const multiplies = [whole.totals, whole.heads, whole.everything].map((totals) => totals.multiplies);
    assert.deepEqual(multiplies, [128, 12, 140]);
    for (const { tools, main, heads, everything } of whole.otherTools) assert.equal(main + heads, everything, tools[0]);
    const tensorFlow = whole.otherTools.find(({ tools }: { tools: string[] }) => tools.includes('TensorFlow'));
    assert.deepEqual([tensorFlow.main, tensorFlow.heads, tensorFlow.everything], [320, 27, 347]);
    const cost = JSON.parse((await incept(['cost', 'a.cnn', '--format', 'json'], { files })).stdout);
    for (const key of ['totals', 'heads', 'everything']) assert.deepEqual(whole[key], cost[key], key);
  });

  it('says the same as text, with one column where there are no heads', async () => {
    const { stdout } = await incept(['explain', 'a.cnn'], { files });
    assert.match(stdout, /^ +main +all heads +everything$/m);
    assert.match(stdout, /^ {2}multiplies +128 +12 +140$/m);
    assert.match(stdout, /^ {2}TensorFlow +320 +27 +347 /m);
    const plain = await incept(['explain', 'a.cnn'], { files: { 'a.cnn': text.replace(/head aux.*/, '') } });
    assert.match(plain.stdout, /^ {2}multiplies +128$/m);
  });

  it('lists what is alive where memory peaks, the input included, which is the peak together', async () => {
    const whole = JSON.parse((await incept(['explain', 'a.cnn', '--format', 'json'], { files })).stdout);
    const held = [
      { path: 'stem', bytes: 256 },
      { path: 'relu_1', bytes: 256 },
    ];
    assert.deepEqual(whole.peak, { path: 'relu_1', bytes: 512, held });
    assert.equal(whole.totals.peakBytes, 512);
    const layer = JSON.parse((await incept(['explain', 'a.cnn', 'relu_1', '--format', 'json'], { files })).stdout);
    assert.deepEqual(layer.heldAtPeak, held);
    const first = { 'a.cnn': text.replace('4x4x2', '4x4x9') };
    const { stdout } = await incept(['explain', 'a.cnn', 'stem'], { files: first });
    assert.match(stdout, /^alive at the peak of memory, 832 B at stem$/m);
    assert.match(stdout, /^ {2}x +576 \(576 B\)$/m);
  });

  it('bytes are those of the precision, which is named', async () => {
    const half = { 'a.cnn': text.replace('input x', 'precision float16\n input x') };
    const cost = await incept(['cost', 'a.cnn'], { files: half });
    assert.match(cost.stdout, /as float16$/m);
    const { counts } = JSON.parse(
      (await incept(['explain', 'a.cnn', 'stem', '--format', 'json'], { files: half })).stdout,
    );
    const of = (label: string) => counts.find((count: { label: string }) => count.label === label)?.value;
    assert.deepEqual([of('weight bytes'), of('output bytes'), of('traffic')], [24, 128, 64 + 24 + 128]);
  });
});

describe('incept fmt', () => {
  const rough = 'network N() {\ninput x: 4x4x1\n    conv( 3,1x1 )->relu( )\n}';

  it('formats in place and names the files it changed', async () => {
    const first = await incept(['fmt', 'a.cnn'], { files: { 'a.cnn': rough } });
    assert.deepEqual([first.code, first.stdout], [0, 'a.cnn\n']);
    const formatted = String(first.files.get('/work-folder/a.cnn'));
    assert.equal(formatted, 'network N() {\n  input x: 4x4x1\n  conv(3, 1x1) -> relu()\n}\n');
    const second = await incept(['fmt', 'a.cnn'], { files: { 'a.cnn': formatted } });
    assert.deepEqual([second.code, second.stdout, second.files.get('/work-folder/a.cnn')], [0, '', formatted]);
  });

  it('--check changes nothing: exit code 1 and the names', async () => {
    const { code, stdout, files } = await incept(['fmt', '--check', 'a.cnn'], { files: { 'a.cnn': rough } });
    assert.deepEqual([code, stdout, files.get('/work-folder/a.cnn')], [1, 'a.cnn\n', rough]);
  });

  it('formats standard input to standard output', async () => {
    assert.match((await incept(['fmt', '-'], { stdin: rough })).stdout, /^network N\(\) \{\n {2}input/);
  });
});

describe('incept run', () => {
  const text =
    'network N() {\n  input x: 6x6x3\n  conv(4, 3x3)\n  head h { globalavgpool() }\n  globalavgpool() -> dense(5) -> softmax()\n  output prob\n}\n';
  const files = { 'n.cnn': text };

  it('prints the documented document', async () => {
    const { code, stdout, stderr } = await incept(
      ['run', 'n.cnn', '--format', 'json', '--seed', '3', '--verify', '--repeat', '2', '--top', '2'],
      { files },
    );
    assert.equal(code, 0);
    assert.equal(stderr, '');
    const run = JSON.parse(stdout);
    for (const key of [
      'schema',
      'network',
      'backend',
      'features',
      'threads',
      'input',
      'weights',
      'outputs',
      'timing',
      'memory',
      'layers',
      'verify',
    ])
      assert.ok(key in run, key);
    assert.deepEqual([run.schema, run.network], [1, 'N']);
    assert.equal(run.input.kind, 'random');
    assert.deepEqual(run.input.shape, [6, 6, 3]);
    assert.deepEqual([run.weights.kind, run.weights.seed], ['seed', 3]);
    const prob = run.outputs.find((output: { name: string }) => output.name === 'prob');
    assert.deepEqual(prob.shape, [1, 1, 5]);
    assert.equal(prob.top.length, 2);
    assert.ok(prob.top[0].value >= prob.top[1].value);
    assert.equal(run.timing.runsMs.length, 2);
    // 6*6*4 * 3*3*3 + 4 * 5.
    assert.equal(run.verify.countedMultiplies, 3888 + 20);
    assert.equal(run.verify.predictedMultiplies, 3908);
  });

  it('says whether every machine gets the same bits, as the plain kernels always give them', async () => {
    const run = async (...options: string[]) => {
      const world = { files, env: { NO_COLOR: '1' } };
      const { stdout } = await incept(['run', 'n.cnn', '-f', 'json', ...options], world);
      const { exact } = JSON.parse(stdout);
      return [exact, (await incept(['run', 'n.cnn', ...options], world)).stdout.match(/^values +(\w+):/m)?.[1]];
    };
    assert.deepEqual(await run(), [true, 'exact']);
    assert.deepEqual(await run('--exact'), [true, 'exact']);
    assert.deepEqual(await run('--relaxed'), [true, 'exact']);
    for (const both of [
      ['--exact', '--relaxed'],
      ['--relaxed', '--exact'],
    ]) {
      const { code, stdout, stderr } = await incept(['run', 'n.cnn', ...both], { files });
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /--exact.*--relaxed/);
    }
  });

  it('the same seed gives the same values, another one others', async () => {
    const values = async (seed: string): Promise<unknown> => {
      const { files: after } = await incept(['run', 'n.cnn', '--seed', seed, '--values', 'out.safetensors'], { files });
      return readSafetensors(after.get('/work-folder/out.safetensors') as Uint8Array);
    };
    assert.deepEqual(await values('5'), await values('5'));
    assert.notDeepEqual(await values('5'), await values('6'));
  });

  it('takes a tensor as the input, by the name of the input', async () => {
    const tensor = { name: 'x', shape: [6, 6, 3], values: new Float32Array(108).fill(0.5) };
    const world = { files: { ...files, 'in.safetensors': writeSafetensors([tensor, { ...tensor, name: 'y' }]) } };
    const { code, stdout } = await incept(['run', 'n.cnn', '--input', 'in.safetensors', '-f', 'json'], world);
    assert.equal(code, 0);
    assert.equal(JSON.parse(stdout).input.kind, 'tensor');
    const wrong = {
      files: {
        ...files,
        'in.safetensors': writeSafetensors([
          { ...tensor, name: 'a' },
          { ...tensor, name: 'b' },
        ]),
      },
    };
    const refused = await incept(['run', 'n.cnn', '--input', 'in.safetensors'], wrong);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /no tensor named x\n.*it has a, b/);
  });

  it('--upto ends at a layer and computes only what it needs', async () => {
    const { stdout } = await incept(['run', 'n.cnn', '--upto', 'conv_1', '-f', 'json'], { files });
    const run = JSON.parse(stdout);
    assert.deepEqual(
      run.layers.map((layer: { path: string }) => layer.path),
      ['conv_1'],
    );
    assert.deepEqual(run.outputs[0].shape, [6, 6, 4]);
  });

  it('names classes by --labels', async () => {
    const world = { files: { ...files, 'labels.txt': 'ant\nbee\ncat\ndog\nelk\n' } };
    const { stdout } = await incept(['run', 'n.cnn', '--labels', 'labels.txt', '--top', '5'], world);
    for (const label of ['ant', 'bee', 'cat', 'dog', 'elk']) assert.ok(stdout.includes(label), label);
  });

  it('reads names of classes in JSON, and refuses those that are none or not as many', async () => {
    const names =
      '{"0": ["n1", "ant"], "1": ["n2", "bee"], "2": ["n3", "cat"], "3": ["n4", "dog"], "4": ["n5", "elk"]}';
    const keras = { ...files, 'names.json': names, 'few.txt': 'ant\nbee\n', binary: Uint8Array.of(0xff, 0xfe) };
    const named = await incept(['run', 'n.cnn', '--labels', 'names.json', '--top', '5'], { files: keras });
    assert.match(named.stdout, /elk/);
    const few = await incept(['run', 'n.cnn', '--labels', 'few.txt'], { files: keras });
    assert.deepEqual([few.code, few.stdout], [2, '']);
    assert.match(few.stderr, /few\.txt has 2 names; classes at the outputs of N: 4, 5/);
    const none = await incept(['run', 'n.cnn', '--labels', 'binary'], { files: keras });
    assert.equal(none.code, 2);
    assert.match(none.stderr, /binary is no text in UTF-8/);
  });

  it('text: outputs, time, memory; with --profile a row per layer', async () => {
    const { stdout } = await incept(['run', 'n.cnn', '--profile', '--verify'], { files });
    assert.match(stdout, /^N {2}6x6x3 random input \(seed 1\), weights of seed 1$/m);
    assert.match(stdout, /^prob {2}1x1x5, mean 0\.2/m);
    assert.match(stdout, /^conv_1 +6x6x4/m);
    assert.match(stdout, /3,908 multiplies counted = predicted/);
    assert.match(stdout, /^weights are random: classes mean nothing until weights are loaded with --weights/m);
  });

  it('says that it computed in float32 where the network says another precision', async () => {
    const run = async (...options: string[]) => (await incept(['run', 'n.cnn', ...options], { files })).stdout;
    assert.ok(!(await run()).includes('float32'));
    const memory = /^memory .+ weights;/m;
    assert.match(await run('--precision', 'weights=int8'), /^memory .* weights; computed in float32, not/m);
    const [before, after] = [await run(), await run('--precision', 'float16')];
    assert.match(after, memory);
    assert.equal(/^memory[^;\n]*/m.exec(after)?.[0], /^memory[^;\n]*/m.exec(before)?.[0]);
  });

  it('a count with heads says both totals, so that it is seen to be that of the table', async () => {
    const text = 'network H() {\n input x: 4x4x2\n conv(4, 1x1)\n head aux { dense(3) }\n output y\n}';
    const { stdout } = await incept(['run', 'h.cnn', '--verify'], { files: { 'h.cnn': text } });
    assert.match(stdout, /320 multiplies counted = predicted \(128 of the main outputs and 192 that heads add\)/);
  });

  it('shows progress on a terminal, on stderr only', async () => {
    const { stdout, stderr } = await incept(['run', 'n.cnn', '-f', 'json'], { files, terminal: true });
    assert.match(stderr, /preparing/);
    JSON.parse(stdout);
  });

  it('ctrl+C cancels', async () => {
    const { code, stderr, stdout } = await incept(['run', 'n.cnn'], { files, interrupt: true });
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /cancelled/);
  });

  it('a design with an unknown shape cannot be run: exit code 1', async () => {
    const { code, stderr } = await incept(['run', '-'], {
      stdin: 'network N() {\n  input x: 4x4x1\n  conv(wide, 1x1)\n}\n',
    });
    assert.equal(code, 1);
    assert.match(stderr, /name\.unknown/);
  });

  it('says what was done to an image, in the text and in the document', async () => {
    const grey = 'network G() {\n input x: 4x4x1\n conv(2, 1x1)\n}';
    const image = encode({ width: 8, height: 4, channels: 3, data: new Uint8Array(96).fill(128) });
    const world = { files: { ...files, 'g.cnn': grey, 'a.png': image } };
    const prepared = 'resized to 6x6, stretched; caffe: BGR, 0 to 255, less mean 104, 117, 123';
    const caffe = ['--image', 'a.png', '--preset', 'caffe', '--stretch'];
    const { stdout } = await incept(['run', 'n.cnn', ...caffe], world);
    assert.ok(stdout.startsWith(`N  6x6x3 from a.png (${prepared})`), stdout);
    const json = async (...args: string[]) => JSON.parse((await incept(['run', ...args, '-f', 'json'], world)).stdout);
    const input = { kind: 'image', shape: [6, 6, 3], file: 'a.png', preprocessing: prepared };
    assert.deepEqual((await json('n.cnn', ...caffe)).input, input);
    assert.equal(
      (await json('g.cnn', '--image', 'a.png')).input.preprocessing,
      'resized to 4x4, centre cropped; torchvision: RGB / 255, less mean 0.485, 0.456, 0.406, ' +
        'by deviation 0.229, 0.224, 0.225; grey by 0.299 R + 0.587 G + 0.114 B, normalised by the mean of the channels',
    );
  });

  it('a file that is no image, no weights: exit code 2', async () => {
    const world = { files: { ...files, 'a.png': 'not a picture', 'w.safetensors': 'short' } };
    assert.equal((await incept(['run', 'n.cnn', '--image', 'a.png'], world)).code, 2);
    const { code, stderr } = await incept(['run', 'n.cnn', '--weights', 'w.safetensors'], world);
    assert.equal(code, 2);
    assert.match(stderr, /w\.safetensors/);
  });
});
