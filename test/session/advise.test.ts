/** Rewrites with their savings: by hand, kind by kind, and over all designs of the repository and random ones. */

import * as assert from 'node:assert/strict';
import { basename, dirname } from 'node:path';
import { type Advice, adviceName, adviceTitle } from '../../src/advice/advice';
import { type AdviceKind, adviceKinds } from '../../src/advice/rewrites';
import type { Analysis, NetworkAnalysis } from '../../src/analysis/analysis';
import { analyze } from '../../src/analysis/analyze';
import { advise } from '../../src/session/advise';
import type { NetworkAsked } from '../../src/session/overrides';
import { format } from '../../src/syntax/format';
import { parse } from '../../src/syntax/parser';
import { editorWords } from '../../src/words/editor';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { applyEdits, byFile } from '../../src/workspace/text-edits';
import { Workspace } from '../../src/workspace/workspace';
import { randomDesignText, randomNetworkText } from '../support/random-network';
import { cnnFiles } from '../syntax/programs';

const main = 'file:///w/main.cnn';
const say = editorWords('en').advice;

async function adviceOn(
  texts: string | Record<string, string>,
  kinds: readonly AdviceKind[] = adviceKinds,
  asked: NetworkAsked = {},
): Promise<readonly Advice[]> {
  const named = typeof texts === 'string' ? { 'main.cnn': texts } : texts;
  const uris = Object.entries(named).map(([name, text]) => [`file:///w/${name}`, text] as const);
  const workspace = new Workspace(new MemoryFiles(Object.fromEntries(uris)));
  workspace.setRoots(['file:///w']);
  const session = {
    workspace,
    settings: () => ({ choices: [], timeOf: undefined, words: editorWords('en') }),
  };
  const found = await advise(session, main, asked, { kinds });
  assert.ok(found !== undefined);
  return found;
}

const inNetwork = (body: string, input = '28x28x192'): string => `network N {\n  input x: ${input}\n  ${body}\n}\n`;

/** The only advice of a kind on a body, and the body after it. */
async function only(kind: AdviceKind, body: string, input?: string): Promise<{ advice: Advice; after: string }> {
  const text = inNetwork(body, input);
  const found = await adviceOn(text, [kind]);
  assert.deepEqual(found.length, 1, `${kind} of ${body}`);
  const [advice] = found as [Advice];
  const lines = applyEdits(text, advice.edits).split('\n').slice(2, -2);
  return { advice, after: lines.map((line) => line.replace(/^ {2}/, '')).join('\n') };
}

const none = async (kind: AdviceKind, body: string, input?: string): Promise<void> =>
  assert.deepEqual(
    (await adviceOn(inNetwork(body, input), [kind])).map(({ id }) => id),
    [],
    `${kind} of ${body}`,
  );

describe('a bottleneck', () => {
  it("is the lecture's", async () => {
    const { advice, after } = await only('bottleneck', 'conv(32, 5x5)');
    assert.equal(advice.id, 'bottleneck:conv_1');
    // 28*28*32 * 5*5*192; 28*28*16 * 192 + 28*28*32 * 5*5*16. 5*5*192*32 + 32; 192*16 + 16 + 5*5*16*32 + 32.
    assert.deepEqual([advice.before.multiplies, advice.before.params], [120_422_400, 153_632]);
    assert.deepEqual([advice.after.multiplies, advice.after.params], [12_443_648, 15_920]);
    assert.equal(advice.savedMultiplies, 107_978_752);
    assert.equal(advice.savedShare, 107_978_752 / 120_422_400);
    // 120,422,400 / (28*28 * (192 + 5*5*32)) = 154.8.
    assert.deepEqual(advice.choice, { r: 16, breakEven: 154 });
    assert.deepEqual(advice.receptiveField, { before: [5, 5], after: [5, 5] });
    assert.equal(advice.keepsShape, true);
    assert.equal(after, 'conv(16, 1x1)\nconv(32, 5x5)');
  });

  it('has the largest multiple of 8 up to half of both sides, and at least 8', async () => {
    const choice = async (filters: number, channels: number): Promise<number | undefined> =>
      (await only('bottleneck', `conv(${filters}, 5x5)`, `28x28x${channels}`)).advice.choice.r;
    assert.equal(await choice(100, 192), 48);
    assert.equal(await choice(256, 100), 48);
    assert.equal(await choice(64, 64), 32);
    assert.equal(await choice(20, 192), 8);
    assert.equal(await choice(10, 192), 8);
    assert.equal(await choice(64, 12), 8);
  });

  it('pays strictly below the break-even where that is a whole number', async () => {
    // 3*3*64*64 / (64 + 3*3*64) = 57.6; 3*3*80*9 / (80 + 3*3*9) = 40.2; 3*3*18*54 / (18 + 3*3*54) = 17.36.
    const breakEven = async (filters: number, channels: number): Promise<number | undefined> =>
      (await only('bottleneck', `conv(${filters}, 3x3)`, `8x8x${channels}`)).advice.choice.breakEven;
    assert.equal(await breakEven(64, 64), 57);
    assert.equal(await breakEven(9, 80), 40);
    // 3*3*72*64 / (72 + 3*3*64) = 64 exactly: with 64 nothing is saved.
    assert.equal(await breakEven(64, 72), 63);
  });

  it('stays behind what stood before it, with the norm of its layer', async () => {
    const { after } = await only('bottleneck', 'lrn() -> x2 = conv(32, 5x5, stride = 2, norm = batchnorm()) // wide');
    assert.match(
      after,
      /^lrn\(\) -> conv\(16, 1x1, norm = batchnorm\(\)\) -> x2 = conv\(32, 5x5, stride = 2, norm = batchnorm\(\)\) \/\/ wide$/m,
    );
  });

  it('is not put behind a 1x1, and not where it does not save', async () => {
    await none('bottleneck', 'conv(96, 1x1) -> conv(128, 3x3)');
    await none('bottleneck', 'conv(64, 7x7, stride = 2)', '224x224x3');
    await none('bottleneck', 'conv(64, 1x1)');
    await none('bottleneck', 'conv(64, 3x3, groups = 2)');
  });
});

describe('smaller kernels', () => {
  it('make two 3x3 of a 5x5, with as many filters between as the result has', async () => {
    const { advice, after } = await only('two-3x3', 'conv(32, 5x5)');
    // 28*28*32 * 3*3 * (192 + 32).
    assert.equal(advice.after.multiplies, 50_577_408);
    assert.equal(advice.after.params, 9 * 192 * 32 + 32 + 9 * 32 * 32 + 32);
    assert.deepEqual(advice.receptiveField, { before: [5, 5], after: [5, 5] });
    assert.equal(after, 'conv(32, 3x3)\nconv(32, 3x3)');
  });

  it('share out what the 5x5 had: zeros, stride, dilation, norm; one without activation stays the last', async () => {
    const { after, advice } = await only(
      'two-3x3',
      'conv(32, 5x5, padding = 2, dilation = 1, norm = batchnorm(), activation = none)',
    );
    assert.equal(
      after,
      'conv(32, 3x3, padding = 1, dilation = 1, norm = batchnorm())\nconv(32, 3x3, padding = 1, dilation = 1, norm = batchnorm(), activation = none)',
    );
    assert.equal(advice.keepsShape, true);
    // The stride of the second keeps the field: 3 + 2 * 1.
    const strided = await only('two-3x3', 'conv(8, 5x5, stride = [1, 2], padding = valid)', '31x31x64');
    assert.equal(strided.after, 'conv(8, 3x3, padding = valid)\nconv(8, 3x3, stride = [1, 2], padding = valid)');
    assert.deepEqual(strided.advice.receptiveField, { before: [5, 5], after: [5, 5] });
    // 14*14*8 * 5*5*64; 29*29*8 * 9*64 and 14*14*8 * 9*8: dearer.
    await none('two-3x3', 'conv(8, 5x5, stride = 2, padding = valid)', '31x31x64');
    await none('two-3x3', 'conv(32, 5x5, padding = [1, 2])');
  });

  it('are dearer behind a bottleneck, as the second reads all filters', async () => {
    // 5*5*16*32 = 12,800; 9*16*32 + 9*32*32 = 13,824.
    await none('two-3x3', 'conv(16, 1x1) -> conv(32, 5x5)');
  });

  it('make a row and a column of a square, with the channels of the input between', async () => {
    const { advice, after } = await only('asymmetric', 'conv(64, 7x7, padding = 3, stride = 2)', '29x29x16');
    // Row: 29*15*16 * 7*16; column: 15*15*64 * 7*16.
    assert.equal(advice.after.multiplies, 29 * 15 * 16 * 7 * 16 + 15 * 15 * 64 * 7 * 16);
    assert.equal(
      after,
      'conv(16, 1x7, stride = [1, 2], padding = [0, 3])\nconv(64, 7x1, padding = [3, 0], stride = [2, 1])',
    );
    assert.deepEqual(advice.receptiveField, { before: [7, 7], after: [7, 7] });
    // 5 * 192 * (192 + 32) is more than 5*5*192*32.
    await none('asymmetric', 'conv(32, 5x5)');
    await none('asymmetric', 'conv(64, 1x7)', '29x29x16');
    const odd = await only('asymmetric', 'conv(64, 3x3, padding = [0, 1, 1, 1])', '28x28x16');
    assert.match(odd.after, /^conv\(16, 1x3, padding = \[0, 1\]\)\nconv\(64, 3x1, padding = \[0, 1, 0, 0\]\)$/);
  });

  it('are separable', async () => {
    const { advice, after } = await only('separable', 'conv(32, 5x5, groups = 1, stride = 2)');
    // 14*14*192 * 25 + 14*14*32 * 192.
    assert.equal(advice.after.multiplies, 14 * 14 * 192 * 25 + 14 * 14 * 32 * 192);
    assert.equal(after, 'separable(32, 5x5, stride = 2)');
  });

  it('keep what defaults gave them under another name', async () => {
    const { after } = await only(
      'separable',
      'defaults { conv(norm = batchnorm(scale = false), padding = valid)  separable(activation = tanh) }\n  conv(32, 5x5)',
    );
    assert.match(
      after,
      /\nseparable\(32, 5x5, padding = valid, norm = batchnorm\(scale = false\), activation = relu\)$/,
    );
  });

  it('keep what others need of them', async () => {
    const text =
      'network N {\n  input x: 28x28x192\n  defaults { conv(padding = valid)  maxpool(padding = valid) }\n  concat {\n    branch { conv(32, 5x5) }\n    branch { maxpool(5x5) }\n  }\n}\n';
    const [advice] = (await adviceOn(text, ['separable'])) as [Advice];
    // 24*24 * (25*192 + 192*32).
    assert.equal(advice.after.multiplies, 576 * (25 * 192 + 192 * 32));
    assert.match(applyEdits(text, advice.edits), /branch \{ separable\(32, 5x5, padding = valid\) \}/);
  });

  it('see groups of channels, at least four in each', async () => {
    const { advice, after } = await only('groups', 'conv(32, 5x5)');
    assert.deepEqual(advice.choice, { groups: 8 });
    assert.equal(advice.after.multiplies, 120_422_400 / 8);
    assert.equal(after, 'conv(32, 5x5, groups = 8)');
    assert.deepEqual((await only('groups', 'conv(512, 3x3)', '8x8x256')).advice.choice, { groups: 32 });
    await none('groups', 'conv(9, 3x3)');
    await none('groups', 'conv(7, 3x3)', '8x8x4');
  });
});

describe('what comes first', () => {
  it('is a strided pool in front of a 1x1', async () => {
    const { advice, after } = await only(
      'pool-before-1x1',
      '// narrow\n  a = conv(64, 1x1)  // 1x1\n  expect 28x28x64, multiplies == 9_633_792\n  b = maxpool(3x3, stride = 2)',
    );
    // 28*28*64 * 192 becomes 14*14*64 * 192.
    assert.deepEqual([advice.before.multiplies, advice.after.multiplies], [9_633_792, 2_408_448]);
    assert.equal(
      after,
      '// narrow\na = maxpool(3x3, stride = 2)  // 1x1\nexpect 14x14x192, multiplies == 0\nb = conv(64, 1x1)',
    );
    assert.deepEqual(advice.receptiveField, { before: [3, 3], after: [3, 3] });
    await none('pool-before-1x1', 'conv(64, 1x1) -> maxpool(3x3)');
    await none('pool-before-1x1', 'conv(64, 1x1, stride = 2) -> maxpool(3x3, stride = 2)');
    // A border of the bias would be pooled in front, and is not there behind.
    await none('pool-before-1x1', 'conv(64, 1x1, padding = 1) -> maxpool(3x3, stride = 2)');
    const unpadded = 'conv(64, 1x1, padding = 0) -> maxpool(2x2, stride = [1, 2])';
    assert.equal(
      (await only('pool-before-1x1', unpadded)).after,
      'maxpool(2x2, stride = [1, 2]) -> conv(64, 1x1, padding = 0)',
    );
    await none('pool-before-1x1', 'conv(64, 3x3) -> maxpool(3x3, stride = 2)');
    await none(
      'pool-before-1x1',
      'a = conv(64, 1x1) -> maxpool(3x3, stride = 2) -> conv(8, 1x1)\n  head h from a { dense(2) }',
    );
  });

  it('is the mean of each channel in front of a dense layer, or in place of flattening', async () => {
    const { advice, after } = await only('global-pool', 'conv(64, 1x1) -> dense(10)', '7x7x32');
    // 7*7*64*10 becomes 64*10; 7*7*64 * 32 stays.
    assert.equal(advice.savedMultiplies, 31_360 - 640);
    assert.equal(after, 'conv(64, 1x1) -> globalavgpool() -> dense(10)');
    const flat = await only('global-pool', 'flatten() -> dropout(0.5) -> dense(10)', '7x7x64');
    assert.equal(flat.advice.savedMultiplies, 31_360 - 640);
    assert.equal(flat.after, 'globalavgpool() -> dropout(0.5) -> dense(10)');
    await none('global-pool', 'globalavgpool() -> dense(10)');
    await none('global-pool', 'flatten() -> relu()', '7x7x64');
    await none('global-pool', 'flatten() -> relu() -> dense(10)', '7x7x64');
    await none('global-pool', 'a = flatten()\n  b = dense(10)\n  from a\n  dense(20)', '7x7x64');
  });

  it('is a stride', async () => {
    const { advice, after } = await only('early-stride', 'conv(8, 3x3) -> conv(16, 3x3, stride = 2)', '32x32x4');
    // 32*32*8 * 9*4 becomes a quarter.
    assert.equal(advice.savedMultiplies, (32 * 32 * 8 * 36 * 3) / 4);
    assert.equal(after, 'conv(8, 3x3, stride = 2) -> conv(16, 3x3)');
    // 3 + 2*1 before; 3 + 2*2 after.
    assert.deepEqual(advice.receptiveField, { before: [5, 5], after: [7, 7] });
    const pool = await only('early-stride', 'conv(8, 3x3)\n  maxpool(2x2, stride = 2)', '32x32x4');
    assert.equal(pool.after, 'conv(8, 3x3, stride = 2)\nmaxpool(2x2, stride = 1)');
    await none('early-stride', 'conv(8, 1x1) -> conv(16, 3x3, stride = 2)', '32x32x4');
    // A stride beyond the window leaves pixels out; where both have one, nothing is known of what is kept.
    await none('early-stride', 'conv(8, 2x3) -> maxpool(3x3, stride = 3)', '32x32x4');
    await none('early-stride', 'conv(8, 3x2) -> maxpool(3x3, stride = 3)', '32x32x4');
    await none('early-stride', 'conv(8, 3x3, stride = [1, 2]) -> conv(16, 3x3, stride = 2)', '32x32x4');
    await none('early-stride', 'conv(8, 3x3) -> conv(16, 3x3)', '32x32x4');
    await none('early-stride', 'maxpool(3x3) -> conv(16, 3x3, stride = 2)', '32x32x4');
    await none(
      'early-stride',
      'conv(8, 3x3, padding = valid) -> conv(16, 2x2, stride = 2, padding = valid)',
      '32x32x4',
    );
  });

  it('is a round number, where that costs next to nothing and is asked for', async () => {
    const body = 'conv(257, 3x3) -> globalavgpool() -> dense(10)';
    const { advice, after } = await only('multiple-of-8', body, '16x16x64');
    assert.deepEqual(advice.choice, { filters: 256 });
    assert.equal(advice.savedMultiplies, 16 * 16 * 9 * 64 + 10);
    assert.equal(after, body.replace('257', '256'));
    // The last one says how many classes there are; a tenth more is no rounding.
    await none('multiple-of-8', 'conv(256, 3x3) -> globalavgpool() -> dense(1001)');
    await none('multiple-of-8', 'conv(22, 3x3) -> globalavgpool() -> dense(10)', '16x16x64');
    const listed = await adviceOn(inNetwork(body, '16x16x64'), undefined);
    assert.ok(listed.some(({ kind }) => kind === 'multiple-of-8'));
  });
});

describe('advice', () => {
  it('says what it does, with its layer and without', async () => {
    const said = async (kind: AdviceKind, body: string, input?: string): Promise<readonly string[]> => {
      const { advice } = await only(kind, body, input);
      return [adviceTitle(advice, say), adviceName(advice, say)];
    };
    assert.deepEqual(await said('bottleneck', 'conv(32, 5x5)'), [
      'Put a 1x1 bottleneck of 16 channels in front of the 5x5 conv_1',
      '1x1 bottleneck of 16 channels',
    ]);
    assert.deepEqual(await said('two-3x3', 'conv(32, 5x5)'), [
      'Make two 3x3 convolutions of the 5x5 conv_1',
      'two 3x3',
    ]);
    assert.deepEqual(await said('asymmetric', 'conv(64, 7x7)', '29x29x16'), [
      'Make a 1x7 and a 7x1 convolution of the 7x7 conv_1',
      '1x7, then 7x1',
    ]);
    assert.deepEqual(await said('separable', 'conv(32, 5x3)'), [
      'Make the 5x3 conv_1 separable: each channel by itself, then a 1x1',
      'separable: depthwise 5x3, then 1x1',
    ]);
    assert.deepEqual(await said('groups', 'conv(32, 5x5)'), [
      'Let the filters of conv_1 see one of 8 groups of channels',
      '8 groups',
    ]);
    assert.deepEqual(await said('pool-before-1x1', 'a = conv(64, 1x1)\n  maxpool(3x3, stride = 2)'), [
      'Pool in front of the 1x1 a and not behind it',
      'pool in front of the 1x1',
    ]);
    assert.deepEqual(await said('global-pool', 'dense(10)', '7x7x32'), [
      'Take the mean of each channel at dense_1 and not every position',
      'global average pool',
    ]);
    assert.deepEqual(await said('early-stride', 'conv(8, 3x3) -> conv(16, 3x3, stride = 2)', '32x32x4'), [
      'Stride in conv_1 and not in the layer behind it',
      'stride one layer earlier',
    ]);
    const rounded = 'dense(257) -> dense(10)';
    assert.deepEqual(await said('multiple-of-8', rounded, '1x1x64'), [
      'Give dense_1 256 filters, a multiple of 8',
      '256 filters',
    ]);
  });

  it('corrects what is expected, as it was written', async () => {
    const { after } = await only(
      'bottleneck',
      'conv(32, 5x5)\n  // 120M\n  expect 28x28x32, multiplies ~ 120M, params == 153_632, multiplies > 100M, weights ~ 600KiB\n  relu()\n  expect multiplies == 0',
    );
    assert.match(
      after,
      /expect 28x28x32, multiplies ~ 10\.0M, params == 12_832, multiplies >= 10_035_200, weights ~ 50\.1KiB\nrelu\(\)\nexpect multiplies == 0$/,
    );
  });

  it('is not given where it breaks a budget or what instances expect in different ways', async () => {
    // The bottleneck makes one more tensor: 28*28*(16+32) values in place of 28*28*32.
    await none('bottleneck', 'conv(32, 5x5)\n  budget activations <= 110K');
    const twice = `module m(c) {\n  conv(c, 5x5)\n  expect multiplies >= 28 * 28 * c * 5 * 5 * 192\n}\nnetwork N {\n  input x: 28x28x192\n  concat {\n    branch { m(32) }\n    branch { m(64) }\n  }\n}\n`;
    assert.deepEqual(await adviceOn(twice, ['bottleneck']), []);
  });

  it('is not given where the layers that a call makes differ', async () => {
    const text = (second: number): string =>
      `network N {\n  input x: 28x28x192\n  m(5)\n  m(${second})\n}\nmodule m(k) {\n  conv(192, k)\n}\n`;
    const kinds = async (second: number): Promise<readonly string[]> =>
      (await adviceOn(text(second), ['two-3x3', 'asymmetric', 'groups'])).map(({ kind }) => kind);
    assert.deepEqual(await kinds(5), ['groups', 'asymmetric', 'two-3x3']);
    assert.deepEqual(await kinds(7), []);
  });

  it('changes all layers that a call makes', async () => {
    const text =
      'module m(c) {\n  conv(c, 5x5)\n}\nnetwork N {\n  input x: 28x28x192\n  concat {\n    branch { m(32) }\n    branch { m(64) }\n  }\n}\n';
    const [advice] = (await adviceOn(text, ['bottleneck'])) as [Advice];
    assert.deepEqual([advice.id, advice.layers, advice.choice.r], ['bottleneck:branch_1/m_1/conv_1', 2, 16]);
    // 28*28 * (192*16 * 2 + 25*16 * (32 + 64)).
    assert.equal(advice.after.multiplies, 784 * (192 * 16 * 2 + 400 * 96));
    // 28*28 * 25*192*96 / (28*28 * (2*192 + 25*96)) = 165.5.
    assert.equal(advice.choice.breakEven, 165);
  });

  it('is given on imported modules, and says in which file', async () => {
    const texts = {
      'main.cnn':
        'import { m } from "./blocks.cnn"\nnetwork N {\n  input x: 28x28x192\n  m(32)\n  expect multiplies == 120_422_400\n}\n',
      'blocks.cnn': '// Blocks.\nmodule m(c) { conv(c, 5x5) }\n',
    };
    const [advice] = (await adviceOn(texts, ['bottleneck'])) as [Advice];
    const after = new Map([...byFile(advice.edits)].map(([file, edits]) => [file, edits]));
    const textOf = (name: keyof typeof texts) => applyEdits(texts[name], after.get(`file:///w/${name}`) ?? []);
    assert.equal(textOf('blocks.cnn'), '// Blocks.\nmodule m(c) { conv(16, 1x1) -> conv(c, 5x5) }\n');
    assert.match(textOf('main.cnn'), /expect multiplies == 12_443_648/);
  });

  it('leaves alone what is called under another name, and layers that lead nowhere', async () => {
    const value = 'module m(f) {\n  f(32, 5x5)\n}\nnetwork N {\n  input x: 28x28x192\n  m(conv)\n}\n';
    assert.deepEqual(await adviceOn(value), []);
    await none('bottleneck', 'from x\n  a = conv(32, 5x5)\n  from x\n  b = relu()\n  output b');
  });

  it('speaks of the network with overrides, and writes what is true without them', async () => {
    const text = inNetwork('conv(32 * w, 5x5)\n  expect multiplies == 120_422_400').replace('N {', 'N(w = 1) {');
    const asked = { overrides: { parameters: [{ name: 'w', value: '2' }] } };
    const [advice] = (await adviceOn(text, ['bottleneck'], asked)) as [Advice];
    assert.deepEqual([advice.before.multiplies, advice.choice.r], [240_844_800, 32]);
    // 28*28 * (192*32 + 25*32*64).
    assert.equal(advice.after.multiplies, 784 * (192 * 32 + 25 * 32 * 64));
    // 28*28*32 * 25*32 at w = 1.
    assert.match(applyEdits(text, advice.edits), /expect multiplies == 20_070_400/);
  });

  it('lists what saves most first, and nothing where the cost of the layer is not known', async () => {
    const all = await adviceOn(inNetwork('conv(32, 5x5)'));
    assert.deepEqual(
      all.map(({ kind }) => kind),
      ['separable', 'bottleneck', 'groups', 'two-3x3'],
    );
    assert.deepEqual(await adviceOn(inNetwork('conv(bad, 5x5)')), []);
    assert.deepEqual(await adviceOn('module m(c) { conv(c, 5x5) }\n'), []);
  });

  it('is exact where another layer is unknown, and says nothing of the share', async () => {
    for (const body of ['conv(bad, 3x3) -> conv(8, 1x1)', 'conv(bad, 5x5)', 'konv(3) -> conv(4, 1x1)']) {
      const found = await adviceOn(inNetwork(`conv(32, 5x5) -> ${body}`), ['bottleneck', 'separable', 'multiple-of-8']);
      const [separable, bottleneck] = found as [Advice, Advice];
      assert.deepEqual(
        found.map(({ id }) => id),
        ['separable:conv_1', 'bottleneck:conv_1'],
        body,
      );
      // 28*28*32 * 5*5*192 without 28*28 * (5*5*192 + 192*32).
      assert.equal(separable.savedMultiplies, 120_422_400 - 8_580_096);
      assert.deepEqual([bottleneck.savedMultiplies, bottleneck.choice.breakEven], [107_978_752, 154]);
      assert.deepEqual([bottleneck.savedShare, bottleneck.before.multiplies], [null, null]);
    }
    // A pool in front of what is unknown would not leave it as it is; channels that change would not either.
    assert.deepEqual(await adviceOn(inNetwork('conv(30, 1x1) -> conv(bad, 3x3)'), ['multiple-of-8']), []);
  });
});

describe('advice on every design', function () {
  this.timeout(120_000);

  const networkIn = (analysis: Analysis, name: string): NetworkAnalysis => {
    const found = analysis.networks.find((network) => network.name === name);
    assert.ok(found);
    return found;
  };
  const newCodes = (before: Analysis, after: Analysis): string[] => {
    const known = before.diagnostics.map(({ code }) => code as string);
    return after.diagnostics.flatMap(({ code }) => {
      const place = known.indexOf(code);
      if (place >= 0) known.splice(place, 1);
      return place >= 0 ? [] : [code];
    });
  };
  const commentsOf = (text: string): string[] =>
    parse('f', text)
      .tokens.filter(({ kind }) => kind === 'comment' || kind === 'documentation')
      .map(({ start, end }) => text.slice(start, end));

  /** Each rewrite written and analysed from nothing. */
  async function hold(text: string, where: string): Promise<number> {
    const analyzed = (written: string): Analysis =>
      analyze({ file: (id) => parse(id, written), resolve: () => 'outside' }, main);
    const before = analyzed(text);
    let count = 0;
    for (const { name } of before.networks) {
      const all = await adviceOn(text, adviceKinds, { network: name });
      assert.equal(new Set(all.map(({ id }) => id)).size, all.length, where);
      for (const advice of all) {
        count++;
        const told = `${where} ${name} ${advice.id}`;
        const written = applyEdits(text, advice.edits);
        const after = analyzed(written);
        const [was, is] = [networkIn(before, name), networkIn(after, name)];
        for (const metric of ['multiplies', 'params', 'peakBytes'] as const) {
          assert.equal(advice.before[metric], was.main.sums[metric].value, told);
          assert.equal(advice.after[metric], is.main.sums[metric].value, told);
        }
        assert.equal(advice.savedMultiplies, was.main.sums.multiplies.value - is.main.sums.multiplies.value, told);
        if (advice.kind !== 'multiple-of-8') assert.ok(advice.savedMultiplies > 0, told);
        assert.deepEqual(newCodes(before, after), [], `${told}\n${written}`);
        const shapes = ({ outputs }: NetworkAnalysis) => outputs.map(({ shape }) => shape);
        if (advice.keepsShape) assert.deepEqual(shapes(is), shapes(was), told);
        assert.deepEqual(commentsOf(written), commentsOf(text), told);
        const sorted = [...advice.edits].sort((a, b) => a.span.start - b.span.start);
        for (const [place, { span }] of sorted.entries()) {
          assert.ok(span.start <= span.end && span.start >= (sorted[place - 1]?.span.end ?? 0), told);
        }
        if (format(parse('f', text)) === text) assert.equal(format(parse('f', written)), written, told);
        assert.deepEqual(structuredClone(advice), advice);
      }
    }
    return count;
  }

  for (const [path, text] of cnnFiles) {
    if (basename(dirname(path)) !== 'examples') continue;
    it(basename(path), async () => {
      await hold(text, path);
    });
  }

  it('that is random', async () => {
    let count = 0;
    for (let seed = 1; seed <= 60; seed++) {
      count += await hold(randomNetworkText(seed), `network ${seed}`);
      count += await hold(randomDesignText(seed), `design ${seed}`);
    }
    assert.ok(count > 100, `only ${count}`);
  });
});
