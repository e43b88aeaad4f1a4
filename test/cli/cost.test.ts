/** `incept cost`: the document for programs is a contract, checked here key by key with numbers done by hand. */

import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { repositoryRoot } from '../support/disk-files';
import { incept } from '../support/memory-host';

const net = `network Small(width = 1, act = relu) {
  input x: 8x8x2
  conv(4 * width, 3x3, stride = 2, activation = act)
  concat {
    branch { conv(3, 1x1) }
    branch {}
  }
  mid = maxpool(2x2, stride = 2)
  head side { globalavgpool() -> dense(2) }
  dense(10)
  output logits
  budget multiplies <= 2_000
  budget params <= 100
}
`;
const files = { 'nets/small.cnn': net };

async function document(...options: string[]): Promise<ReturnType<typeof JSON.parse>> {
  return JSON.parse((await incept(['cost', 'nets/small.cnn', '--format', 'json', ...options], { files })).stdout);
}

describe('incept cost --format json', () => {
  it('has exactly the documented keys', async () => {
    const cost = await document();
    assert.deepEqual(Object.keys(cost), [
      'schema',
      'file',
      'network',
      'parameters',
      'input',
      'precision',
      'batch',
      'totals',
      'heads',
      'everything',
      'dead',
      'outputs',
      'layers',
      'budgets',
      'diagnostics',
    ]);
    assert.deepEqual(Object.keys(cost.totals), [
      'multiplies',
      'effectiveMultiplies',
      'adds',
      'macs',
      'flops',
      'elementwise',
      'params',
      'paramsTotal',
      'weightBytes',
      'activationBytes',
      'peakBytes',
    ]);
    assert.deepEqual(Object.keys(cost.totals.elementwise), ['multiply', 'add', 'compare', 'divide', 'exp']);
    for (const key of [
      'path',
      'op',
      'line',
      'inputs',
      'inputShape',
      'shape',
      'kernel',
      'stride',
      'pads',
      'groups',
      'multiplies',
      'effectiveMultiplies',
      'adds',
      'params',
      'paramsTotal',
      'activationBytes',
      'receptiveField',
      'output',
      'part',
    ]) {
      for (const layer of cost.layers) assert.ok(key in layer, `${key} of ${layer.path}`);
    }
  });

  it('says what was costed', async () => {
    const cost = await document('--set', 'width=2', '--size', '16x16x2');
    assert.equal(cost.schema, 1);
    assert.equal(cost.file, 'nets/small.cnn');
    assert.equal(cost.network, 'Small');
    assert.deepEqual(cost.parameters, { width: 2, act: 'relu' });
    assert.deepEqual(cost.input, [16, 16, 2]);
    assert.deepEqual(cost.layers[0].shape, [8, 8, 8]);
  });

  it('takes another precision in place of what the network says', async () => {
    const text = 'network N() {\n  input x: 3x3x2\n  precision activations = float16\n  conv(5, 1x1)\n}\n';
    const bytes = async (...options: string[]): Promise<readonly number[]> => {
      const argv = ['cost', 'n.cnn', '--format', 'json', ...options];
      const { totals } = JSON.parse((await incept(argv, { files: { 'n.cnn': text } })).stdout);
      return [totals.weightBytes, totals.activationBytes, totals.multiplies];
    };
    // 10 weights and 5 of bias; 45 values in the result. Each tensor is rounded up to whole bytes.
    assert.deepEqual(await bytes(), [60, 90, 90]);
    assert.deepEqual(await bytes('--precision', 'int4'), [8, 23, 90]);
    assert.deepEqual(await bytes('--precision', 'weights=bfloat16'), [30, 90, 90]);
    assert.deepEqual(await bytes('--precision', 'weights=int8, activations=float32'), [15, 180, 90]);
  });

  it('names the precision, and counts the activations of a batch of images', async () => {
    const text = `network N() {
      input x: 3x3x2
      precision weights = int8, activations = int4
      conv(5, 1x1)
      expect activations == 23
    }`;
    const files = { 'n.cnn': text };
    const cost = async (...options: string[]) => {
      const { stdout, code } = await incept(['cost', 'n.cnn', '--format', 'json', ...options], { files });
      return { ...JSON.parse(stdout), code };
    };
    const [one, eight] = [await cost(), await cost('--batch', '8')];
    assert.deepEqual(one.precision, { weights: 'int8', activations: 'int4' });
    assert.deepEqual(eight.precision, one.precision);
    assert.deepEqual([one.batch, eight.batch], [1, 8]);
    // 45 values of 4 bits, and 18 of the input beside them at the peak, in whole bytes for each image.
    assert.deepEqual([one.totals.activationBytes, one.totals.peakBytes], [23, 32]);
    assert.deepEqual([eight.totals.activationBytes, eight.totals.peakBytes], [184, 256]);
    assert.equal(eight.layers[0].activationBytes, 184);
    assert.deepEqual([eight.totals.weightBytes, eight.totals.multiplies], [15, 90]);
    // What is expected of one image is told, and no error.
    assert.deepEqual([one.diagnostics.length, one.code], [0, 0]);
    assert.deepEqual([eight.diagnostics[0].severity, eight.code], ['note', 0]);

    const lines = async (...options: string[]) => (await incept(['cost', 'n.cnn', ...options], { files })).stdout;
    assert.match(await lines(), /^weights +15 B as int8\nactivations +23 B as int4\n/m);
    assert.match(await lines('--batch', '8'), /^activations +184 B as int4, 8 images at once\npeak memory +256 B at/m);
    assert.equal((await incept(['cost', 'n.cnn', '--batch', '0'], { files })).code, 2);
  });

  it('totals are those of the main outputs', async () => {
    const { totals, outputs } = await document();
    // conv 4*4*4 * 3*3*2, conv 4*4*3 * 4, dense 2*2*7 * 10.
    assert.equal(totals.multiplies, 1152 + 192 + 280);
    assert.equal(totals.macs, 1624);
    assert.equal(totals.flops, 3248);
    assert.equal(totals.params, 76 + 15 + 290);
    assert.equal(totals.paramsTotal, 381);
    assert.equal(totals.weightBytes, 1524);
    // Results of conv, conv, concat, maxpool, dense.
    assert.equal(totals.activationBytes, 4 * (64 + 48 + 112 + 28 + 10));
    // The 3x3 has one zero row at the bottom and one zero column at the right: windows 3, 3, 3, 2 high.
    assert.equal(totals.effectiveMultiplies, 11 * 11 * 8 + 192 + 280);
    const [side, logits] = outputs;
    assert.deepEqual([side.name, side.kind, side.shape], ['side', 'head', [1, 1, 2]]);
    assert.deepEqual([side.multiplies, side.extraMultiplies, side.extraParams], [1152 + 192 + 14, 14, 16]);
    assert.deepEqual(
      [logits.name, logits.kind, logits.shape, logits.multiplies, logits.params],
      ['logits', 'output', [1, 1, 10], 1624, 381],
    );
    assert.ok(!('extraMultiplies' in logits));
  });

  it('layers are in execution order, with joins and without the input', async () => {
    const { layers } = await document();
    assert.deepEqual(
      layers.map((layer: { path: string; op: string; output: string }) => [layer.path, layer.op, layer.output]),
      [
        ['conv_1', 'conv', 'logits'],
        ['branch_1/conv_1', 'conv', 'logits'],
        ['concat_1', 'concat', 'logits'],
        ['mid', 'maxpool', 'logits'],
        ['side/globalavgpool_1', 'globalavgpool', 'side'],
        ['side/dense_1', 'dense', 'side'],
        ['dense_1', 'dense', 'logits'],
      ],
    );
    const [conv, inner, concat, pool] = layers;
    assert.equal(conv.line, 3);
    assert.deepEqual(conv.inputs, ['x']);
    assert.deepEqual(
      [conv.inputShape, conv.shape],
      [
        [8, 8, 2],
        [4, 4, 4],
      ],
    );
    assert.deepEqual([conv.kernel, conv.stride, conv.pads, conv.groups], [[3, 3], [2, 2], [0, 1, 0, 1], 1]);
    assert.deepEqual(
      [conv.multiplies, conv.effectiveMultiplies, conv.adds, conv.params, conv.paramsTotal],
      [1152, 968, 1152, 76, 76],
    );
    assert.equal(conv.activationBytes, 256);
    assert.deepEqual(
      [conv.receptiveField.size, conv.receptiveField.jump],
      [
        [3, 3],
        [2, 2],
      ],
    );
    assert.equal(inner.line, 5);
    assert.deepEqual(concat.inputs, ['branch_1/conv_1', 'conv_1']);
    assert.deepEqual([concat.kernel, concat.multiplies, concat.params, concat.activationBytes], [null, 0, 0, 448]);
    assert.deepEqual(
      [pool.kernel, pool.pads, pool.receptiveField.size],
      [
        [2, 2],
        [0, 0, 0, 0],
        [5, 5],
      ],
    );
  });

  it('budgets say whether they hold; a broken one is exit code 1', async () => {
    const { code, stdout } = await incept(['cost', 'nets/small.cnn', '--format', 'json'], { files });
    assert.equal(code, 1);
    const { budgets, diagnostics } = JSON.parse(stdout);
    assert.deepEqual(
      budgets.map(({ metric, limit, value, ok, line }: Record<string, unknown>) => [metric, limit, value, ok, line]),
      [
        ['multiplies', 2000, 1624, true, 12],
        ['params', 100, 381, false, 13],
      ],
    );
    assert.deepEqual(
      diagnostics.map((diagnostic: { code: string }) => diagnostic.code),
      ['budget.exceeded'],
    );
  });

  it('prints what is known of a broken file: null, never zero; exit code 1', async () => {
    const broken =
      'network N() {\n  input x: 8x8x2\n  conv(4, 1x1)\n  conv(8, 1x1, stride = wide)\n  budget params <= 1K\n  budget multiplies <= 1M\n}\n';
    const { code, stdout, stderr } = await incept(['cost', '-', '--format', 'json'], { stdin: broken });
    assert.equal(code, 1);
    assert.equal(stderr, '');
    const { layers, totals, budgets } = JSON.parse(stdout);
    assert.deepEqual(
      layers.map((layer: { multiplies: number | null }) => layer.multiplies),
      [512, null],
    );
    assert.deepEqual(layers[1].shape, [null, null, 8]);
    assert.equal(layers[1].params, 40);
    assert.equal(totals.multiplies, null);
    assert.equal(totals.atLeast.multiplies, 512);
    assert.equal(totals.params, 52);
    assert.deepEqual(
      budgets.map((budget: { ok: boolean | null }) => budget.ok),
      [true, null],
    );
  });

  it('prints a document where no network could be read', async () => {
    const { code, stdout } = await incept(['cost', '-', '--format', 'json'], { stdin: 'const a = 1 +' });
    assert.equal(code, 1);
    const cost = JSON.parse(stdout);
    assert.deepEqual([cost.network, cost.totals, cost.layers], [null, null, []]);
    assert.ok(cost.diagnostics.length > 0);
  });

  it('takes the last network of a file, or the one asked for', async () => {
    const two = `${net}network Other() {\n  input y: 4x4x1\n  relu()\n}\n`;
    const last = await incept(['cost', '-', '--format', 'json'], { stdin: two });
    assert.equal(JSON.parse(last.stdout).network, 'Other');
    const chosen = await incept(['cost', '-', '--format', 'json', '--network', 'Small'], { stdin: two });
    assert.equal(JSON.parse(chosen.stdout).network, 'Small');
  });

  it('--by block and --by op add rows that sum to the totals', async () => {
    const { blocks, totals } = await document('--by', 'block');
    assert.deepEqual(
      blocks.map((block: { path: string }) => block.path),
      ['conv_1', 'concat_1', 'mid', 'side', 'dense_1'],
    );
    const { ops } = await document('--by', 'op');
    for (const rows of [blocks, ops]) {
      const main = rows.filter((row: { isMain: boolean }) => row.isMain);
      assert.equal(
        main.reduce((sum: number, row: { multiplies: number }) => sum + row.multiplies, 0),
        totals.multiplies,
      );
      assert.equal(
        main.reduce((sum: number, row: { params: number }) => sum + row.params, 0),
        totals.params,
      );
    }
  });

  it('--sort orders the layers', async () => {
    const { layers } = await document('--sort', 'params');
    assert.deepEqual(
      layers.slice(0, 2).map((layer: { path: string }) => layer.path),
      ['dense_1', 'conv_1'],
    );
  });

  it('values of --set are written as in the language', async () => {
    for (const [text, value] of [
      ['0.5', 0.5],
      ['1K', 1000],
      ['1 + 2 * 3', 7],
      ['-(2)', -2],
      ['true', true],
      ['tanh', 'tanh'],
      ['3x3', [3, 3]],
      ['[1, 2]', [1, 2]],
    ] as const) {
      const { stdout } = await incept(['cost', '-', '--format', 'json', '--set', `p=${text}`], {
        stdin: 'network N(p = 1) {\n  input x: 4x4x1\n  relu()\n}\n',
      });
      assert.deepEqual(JSON.parse(stdout).parameters, { p: value }, text);
    }
  });
});

// Multiplies: 8*8*4*4 in each conv(4), 8*8*64*4 in the one that leads nowhere.
const dead = `network N {
  input: 8x8x4
  a = m()
  head h { conv(8, 1x1) }
  conv(4, 1x1)
  output o
}
module m() {
  start = conv(4, 1x1)
  conv(64, 1x1)
  from start
  conv(4, 1x1)
}
`;

async function costOfDead(...options: string[]): Promise<string> {
  return (await incept(['cost', '-', ...options], { stdin: dead })).stdout;
}

describe('incept cost of what leads nowhere and of heads', () => {
  it('json has the totals of heads, of everything and of what leads nowhere beside the main ones', async () => {
    const { totals, heads, everything, dead: lost } = JSON.parse(await costOfDead('-f', 'json'));
    assert.deepEqual(
      [totals, heads, everything, lost].map(({ multiplies, params }) => [multiplies, params]),
      [
        [3072, 60],
        [2048, 40],
        [5120, 100],
        [16_384, 320],
      ],
    );
    assert.deepEqual(
      [totals, heads, everything, lost].map((part) => 'peakBytes' in part),
      [true, false, true, false],
    );
  });

  it("json has torchvision's count of GoogLeNet with its side heads", async () => {
    const text = readFileSync(`${repositoryRoot}/examples/googlenet-torchvision.cnn`, 'utf8');
    const { stdout } = await incept(['cost', '-', '-f', 'json'], { stdin: text });
    assert.equal(JSON.parse(stdout).everything.params, 13_004_888);
  });

  it('--by block gives each part of a block a row, so that the main ones add up', async () => {
    const { blocks } = JSON.parse(await costOfDead('-f', 'json', '--by', 'block'));
    assert.deepEqual(
      blocks.map(({ path, part, isMain, output, layers, multiplies }: Record<string, unknown>) => [
        path,
        part,
        isMain,
        output,
        layers,
        multiplies,
      ]),
      [
        ['a', 'main', true, 'o', 2, 2048],
        ['a', 'dead', false, null, 1, 16_384],
        ['h', 'head', false, 'h', 1, 2048],
        ['conv_1', 'main', true, 'o', 1, 1024],
      ],
    );
  });

  it('text never prints more than the total in a column, nor a share above all', async () => {
    const table = (await costOfDead('--by', 'block')).split('\n');
    assert.match(table[4] as string, /^a +m +8x8x4 +2,048 +66\.7% +40$/);
    assert.match(table[5] as string, /^a +m +8x8x4 +\(leads nowhere, 16,384 multiplies, 320 params\)$/);
    assert.match(table[6] as string, /^h +head +8x8x8 +\+2,048 +\+40 +\(h\)$/);
    const kinds = await costOfDead('--by', 'op');
    assert.match(kinds, /^conv +1 layer +\+2,048 +\+40 +\(not in the total\)$/m);
    assert.match(kinds, /^ +everything +5,120 +100 +\+2,048 multiplies, \+40 params on top of the main path$/m);
  });

  it('csv and markdown mark heads and what leads nowhere', async () => {
    assert.match(await costOfDead('-f', 'csv', '--by', 'block'), /^a,m,8x8x4,,dead,16384,320$/m);
    const markdown = await costOfDead('-f', 'markdown', '--by', 'block');
    assert.match(markdown, /^\| a \| m \| 8x8x4 \| {2}\| {2}\| leads nowhere, 16,384 multiplies, 320 params \|$/m);
    assert.match(markdown, /^\| h \| head \| 8x8x8 \| \+2,048 \| \+40 \| h \|$/m);
    assert.match(markdown, /^\| everything \| {2}\| {2}\| 5,120 \| 100 \| {2}\|$/m);
  });
});

describe('incept cost for people', () => {
  it('csv: plain numbers, unknown left empty', async () => {
    const { stdout } = await incept(['cost', 'nets/small.cnn', '--format', 'csv', '--metrics', 'multiplies,params'], {
      files,
    });
    const lines = stdout.split('\n');
    assert.equal(lines[0], 'layer,op,window,shape,output,part,multiplies,params');
    assert.equal(lines[1], 'conv_1,conv,3x3/2,4x4x4,logits,main,1152,76');
    assert.equal(lines[6], 'side/dense_1,dense,,1x1x2,side,head,14,16');
    assert.equal(lines.length, 9);
  });

  it('markdown: a table with the total', async () => {
    const { stdout } = await incept(['cost', 'nets/small.cnn', '--format', 'markdown', '--metrics', 'macs'], { files });
    assert.match(stdout, /^\| layer \| op \| window \| shape \| macs \| share \|$/m);
    assert.match(stdout, /^\| conv\\_1 \| conv \| 3x3\/2 \| 4x4x4 \| 1,152 \| 70.9% \|$/m);
    assert.match(stdout, /^\| main total .*\| 1,624 \|/m);
  });

  it('text: columns line up, heads are marked, the total is the last row', async () => {
    const { stdout, stderr, code } = await incept(['cost', 'nets/small.cnn'], { files });
    assert.equal(code, 1);
    const lines = stdout.split('\n');
    const head = lines.findIndex((line) => line.startsWith('layer '));
    const end = (lines[head] as string).indexOf('multiplies') + 'multiplies'.length;
    const rows = lines.slice(head + 1, lines.findIndex((line) => line.startsWith('main total')) + 1);
    assert.equal(rows.length, 8);
    for (const row of rows) assert.match(row.slice(0, end), /\d$/);
    assert.match(stdout, /^side\/dense_1 .*\(side\)$/m);
    assert.match(stdout, /^main total +1,624/m);
    assert.match(stdout, /^all heads +\+14 +\+16$/m);
    assert.match(stdout, /^everything +1,638 /m);
    assert.match(stdout, /over {2}params 381 of 100/);
    assert.match(stderr, /budget\.exceeded/);
  });

  it('a partial total says so', async () => {
    const { stdout } = await incept(['cost', '-'], {
      stdin: 'network N() {\n  input x: 8x8x2\n  conv(4, 1x1)\n  conv(8, 1x1, stride = wide)\n}\n',
    });
    assert.match(stdout, /^main total .*>= 512/m);
    assert.match(stdout, /partial: 1 layer/);
  });

  it('-o writes to a file and nothing to stdout', async () => {
    const {
      code,
      stdout,
      files: after,
    } = await incept(['cost', '-', '-f', 'csv', '-o', 'out/cost.csv'], {
      stdin: 'network N() { input x: 4x4x1 relu() }',
    });
    assert.deepEqual([code, stdout], [0, '']);
    assert.match(String(after.get('/work-folder/out/cost.csv')), /^layer,op/);
  });
});
