/** `incept advise`: its document, and what `--apply` writes. */

import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../../scripts/build';
import { repositoryRoot } from '../support/disk-files';
import { incept, type Outcome, type World } from '../support/memory-host';

const net = `// The lecture's.
network Direct {
  input x: 28x28x192
  conv(32, 5x5) // wide
  expect multiplies == 120_422_400
}
`;
const wide = `// The lecture's.
network Direct {
  input x: 28x28x192
  conv(16, 1x1)
  conv(32, 5x5) // wide
  expect multiplies == 10_035_200
}
`;
const apart = {
  'nets/net.cnn': 'import { m } from "./blocks.cnn"\nnetwork Net {\n  input x: 28x28x192\n  m(32)\n}\n',
  'nets/blocks.cnn': 'module m(c) {\n  conv(c, 5x5)\n}\n',
};
const files = { 'net.cnn': net, ...apart };

const advise = (line: string, world: World = {}): Promise<Outcome> =>
  incept(['advise', ...line.split(' ')], { files, ...world });

async function document(line: string): Promise<ReturnType<typeof JSON.parse>> {
  return JSON.parse((await advise(`${line} --format json`)).stdout);
}

describe('incept advise', () => {
  it('has exactly the documented keys', async () => {
    const found = await document('net.cnn --kind bottleneck');
    assert.deepEqual(Object.keys(found), ['schema', 'file', 'network', 'advice']);
    assert.deepEqual([found.schema, found.file, found.network, found.advice.length], [1, 'net.cnn', 'Direct', 1]);
    const [advice] = found.advice;
    assert.deepEqual(Object.keys(advice), [
      'id',
      'kind',
      'path',
      'line',
      'title',
      'before',
      'after',
      'savedMultiplies',
      'savedShare',
      'keepsShape',
      'receptiveField',
      'choice',
      'source',
      'edits',
    ]);
    assert.deepEqual(
      [advice.id, advice.kind, advice.path, advice.line],
      ['bottleneck:conv_1', 'bottleneck', 'conv_1', 4],
    );
    // Input and result: 4 * 28*28 * (192 + 32); 4 * 28*28 * (192 + 16), which is more than 16 + 32.
    assert.deepEqual(advice.before, { multiplies: 120_422_400, params: 153_632, peakBytes: 702_464 });
    assert.deepEqual(advice.after, { multiplies: 12_443_648, params: 15_920, peakBytes: 652_288 });
    assert.deepEqual([advice.savedMultiplies, advice.savedShare], [107_978_752, 107_978_752 / 120_422_400]);
    assert.deepEqual(advice.choice, { r: 16, breakEven: 154 });
    assert.match(advice.source, /^Szegedy et al\. 2015/);
    assert.deepEqual(advice.edits, [
      { start: { line: 4, column: 1 }, end: { line: 4, column: 1 }, text: '  conv(16, 1x1)\n' },
      { start: { line: 5, column: 25 }, end: { line: 5, column: 33 }, text: '0_035_2' },
    ]);
  });

  it('lists what saves at least so much, and round numbers on request alone', async () => {
    const kinds = async (line: string): Promise<string[]> =>
      (await document(line)).advice.map(({ kind }: { kind: string }) => kind);
    assert.deepEqual(await kinds('net.cnn'), ['separable', 'bottleneck', 'groups', 'two-3x3']);
    // 92.9%, 89.7%, 87.5% and 58.0%.
    assert.deepEqual(await kinds('net.cnn --min-saving 87.6%'), ['separable', 'bottleneck']);
    assert.deepEqual(await kinds('net.cnn --min-saving 100%'), []);
    assert.deepEqual(await kinds('net.cnn --kind two-3x3'), ['two-3x3']);
    assert.deepEqual(await kinds('net.cnn --kind multiple-of-8'), []);
  });

  it('prints a table with sources, also as Markdown', async () => {
    const { stdout, code } = await advise('net.cnn');
    assert.equal(code, 0);
    assert.match(stdout, /^Direct: 4 rewrites, 120,422,400 multiplies now$/m);
    assert.match(
      stdout,
      /^-107,978,752 +-89\.7% +-137,712 +4 +bottleneck:conv_1 +Put a 1x1 bottleneck of 16 channels .*; pays up to 154$/m,
    );
    assert.match(stdout, /^bottleneck: Szegedy et al\. 2015/m);
    const markdown = (await advise('net.cnn --format markdown')).stdout;
    assert.match(markdown, /^\| -107,978,752 \| -89\.7% \| -137,712 \| 4 \| bottleneck:conv\\_1 \|/m);
    assert.match((await advise('net.cnn --kind multiple-of-8')).stdout, /^Direct: nothing to advise$/m);
  });

  it('writes a rewrite, and prints what it did', async () => {
    const { code, stdout, files: after } = await advise('net.cnn --apply bottleneck:conv_1');
    assert.equal(code, 0);
    assert.equal(after.get('/work-folder/net.cnn'), wide);
    assert.equal(stdout, 'bottleneck:conv_1: 120,422,400 -> 12,443,648 multiplies (-89.7%)\n');
  });

  it('prints the whole new text without writing it', async () => {
    const { stdout, files: after } = await advise('net.cnn --apply bottleneck:conv_1 --dry-run');
    assert.equal(stdout, wide);
    assert.equal(after.get('/work-folder/net.cnn'), net);
    const windows = { 'net.cnn': net.replaceAll('\n', '\r\n') };
    const crlf = await advise('net.cnn --apply bottleneck:conv_1 --dry-run', { files: windows });
    assert.equal(crlf.stdout, wide.replaceAll('\n', '\r\n'));
    const piped = await advise('- --apply bottleneck:conv_1', { stdin: net });
    assert.equal(piped.stdout, wide);
    assert.match(piped.stderr, /^bottleneck:conv_1: /);
  });

  it('looks up one after the other, and writes all or nothing', async () => {
    const both = await advise('net.cnn --apply bottleneck:conv_1 --apply separable:conv_2');
    assert.match(String(both.files.get('/work-folder/net.cnn')), /conv\(16, 1x1\)\n {2}separable\(32, 5x5\) \/\/ wide/);
    for (const line of [
      'net.cnn --apply bottleneck:conv_1 --apply bottleneck:conv_1',
      'net.cnn --apply bottleneck:conv_9',
      'net.cnn --apply zzz',
    ]) {
      const { code, stdout, files: after } = await advise(line);
      assert.deepEqual([code, stdout, after.get('/work-folder/net.cnn')], [2, '', net], line);
    }
    assert.match((await advise('net.cnn --apply bottleneck:conv_2')).stderr, /did you mean bottleneck:conv_1\?/);
    assert.match(
      (await advise('net.cnn --apply bottleneck:conv_1 --apply two-3x3:conv_1')).stderr,
      /no advice two-3x3:conv_1 after bottleneck:conv_1/,
    );
  });

  it('rewrites the file that holds the module', async () => {
    const [advice] = (await document('nets/net.cnn --kind bottleneck')).advice;
    assert.deepEqual([advice.path, advice.line, advice.file], ['m_1/conv_1', 2, 'nets/blocks.cnn']);
    assert.deepEqual(advice.edits, [
      {
        file: 'nets/blocks.cnn',
        start: { line: 2, column: 1 },
        end: { line: 2, column: 1 },
        text: '  conv(16, 1x1)\n',
      },
    ]);
    const { files: after } = await advise('nets/net.cnn --apply bottleneck:m_1/conv_1');
    assert.equal(after.get('/work-folder/nets/blocks.cnn'), 'module m(c) {\n  conv(16, 1x1)\n  conv(c, 5x5)\n}\n');
    assert.equal(after.get('/work-folder/nets/net.cnn'), apart['nets/net.cnn']);
    const dry = await advise('nets/net.cnn --apply bottleneck:m_1/conv_1 --dry-run');
    assert.match(dry.stdout, /^\/\/ nets\/blocks\.cnn\nmodule m\(c\) \{\n {2}conv\(16, 1x1\)\n/);
  });

  it('says what is wrong with what it is asked', async () => {
    for (const [line, message] of [
      ['net.cnn --kind bottlenek', /Allowed choices are bottleneck/],
      ['net.cnn --min-saving 5', /share in percent, such as 5%/],
      ['net.cnn --min-saving 200%', /share in percent/],
      ['net.cnn --dry-run', /--dry-run needs --apply/],
      ['nets/blocks.cnn', /there is no network in nets\/blocks\.cnn/],
    ] as const) {
      const { code, stdout, stderr } = await advise(line);
      assert.deepEqual([code, stdout], [2, ''], line);
      assert.match(stderr, message, line);
    }
    const broken = await advise('- --kind bottleneck', { stdin: net.replace('32,', 'bad,') });
    assert.equal(broken.code, 1);
    assert.match(broken.stdout, /Direct: nothing to advise on what is known of it/);
  });
});

describe('advice on a network of which not all is known', () => {
  const half = net.replace(/(\n.*conv\(32[^\n]*\n)/, '$1  conv(bad, 3x3)\n');

  it('is exact, and says nothing of a share', async () => {
    const { code, stdout } = await advise('- --kind bottleneck', { stdin: half });
    assert.equal(code, 1);
    assert.match(stdout, /Direct: 1 rewrite, >= 120,422,400 multiplies now; savings are exact, shares are not known/);
    assert.match(stdout, /^ *-107,978,752 +\? .*pays up to 154$/m);
    const json = await advise('- --kind bottleneck --format json', { stdin: half });
    const [one] = JSON.parse(json.stdout).advice;
    assert.deepEqual([one.savedMultiplies, one.savedShare, one.before.multiplies], [107_978_752, null, null]);
    const markdown = await advise('- --kind bottleneck --format markdown', { stdin: half });
    assert.match(markdown.stdout, /\| *-107,978,752 *\| *\? *\|/);
  });

  it('is applied', async () => {
    const { stdout, stderr } = await advise('- --apply bottleneck:conv_1', { stdin: half });
    assert.match(stdout, /conv\(16, 1x1\)\n.*conv\(32, 5x5\)/);
    assert.match(stderr, /bottleneck:conv_1: -107,978,752 multiplies$/m);
  });
});

describe('incept advise, as it is shipped', function () {
  this.timeout(120_000);

  it('writes files', async () => {
    if (!existsSync(join(repositoryRoot, 'dist/cli.js'))) await build(['cli'], { production: false, watch: false });
    const folder = mkdtempSync(join(tmpdir(), 'incept-advise-'));
    try {
      const path = join(folder, 'net.cnn');
      writeFileSync(path, net);
      const run = (...argv: string[]) =>
        spawnSync(process.execPath, [join(repositoryRoot, 'dist/cli.js'), ...argv], { encoding: 'utf8', cwd: folder });
      assert.equal(run('advise', 'net.cnn', '--apply', 'bottleneck:conv_1').status, 0);
      assert.equal(readFileSync(path, 'utf8'), wide);
      assert.equal(run('check', 'net.cnn').status, 0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
