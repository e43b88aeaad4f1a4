/**
 * Texts and runs that would take more memory than there is, in processes with a small heap: a limit refuses them with a
 * message, and nothing dies. The limits hold for the default heap, too, which is thirty times this one.
 */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../scripts/build';
import { StdioClient } from './server/stdio-client';
import { repositoryRoot } from './support/disk-files';

const smallHeap = '--max-old-space-size=128';
const network = (body: string) => `network N {\n  input x: 16x16x3\n  ${body}\n}\n`;
const lines = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');
/** A text of half a megabyte. */
const long = (line: string) => line.repeat(Math.floor((2 ** 19 - 100) / Buffer.byteLength(line)));

/** What is wrong with a text, by the code of its first message; undefined for nothing. */
const texts: Readonly<Record<string, readonly [code: string | undefined, text: string]>> = {
  'modules that multiply': [
    'flow.layer-limit',
    `module m0() { relu() }\n${lines(9, (i) => `module m${i + 1}() { repeat 9_999 { m${i}() } }`)}\n${network('m9()')}`,
  ],
  'as many layers as there may be': [undefined, network(`repeat 9_999 { ${'conv(3, 1x1) '.repeat(10)}}`)],
  'layers written out': [undefined, network(long('relu()\n'))],
  'layers in a text of a megabyte': [undefined, network('conv(16, 3x3)\n'.repeat(74_000))],
  'unknown layers': ['name.unknown', network(long('foo()\n'))],
  'lists that double': [
    'value.list-limit',
    `const a0 = [1, 2]\n${lines(60, (i) => `const a${i + 1} = [a${i}, a${i}]`)}\n${network('conv(a60[0], 1x1)')}`,
  ],
  'a long list': ['value.list-limit', `const a = [${long('1,')}1]\n${network('conv(a[0], 1x1)')}`],
  'a long string': ['value.word', network(`conv(3, 1x1, padding = "${long('x')}")`)],
  'deep parentheses': ['syntax.nesting', network(`conv(${'('.repeat(125_000)}1${')'.repeat(125_000)}, 1x1)`)],
  'open braces': ['syntax.expected', long('{')],
  'what is no language': ['syntax.character', long('€\n')],
  'thousands of networks': ['flow.network-limit', lines(12_000, (i) => `network N${i} { input: 1x1x1 relu() }`)],
  'thousands of modules': [undefined, `${lines(18_000, (i) => `module m${i}() { relu() }`)}\n${network('m0()')}`],
  'thousands of outputs': [undefined, network(lines(22_000, (i) => `relu() output o${i}`))],
  'a text of megabytes': ['syntax.too-long', network('relu()\n'.repeat(1_200_000))],
  'names that make paths of megabytes': [
    undefined,
    `${lines(80, (i) => `module ${'m'.repeat(3000)}${i}() { ${i === 0 ? 'repeat 9_000 { relu() }' : `${'m'.repeat(3000)}${i - 1}()`} }`)}
${network(`${'m'.repeat(3000)}79()`)}`,
  ],
};

describe('memory', function () {
  this.timeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'incept-memory-'));
  const path = join(folder, 'design.cnn');

  before(async () => {
    const missing = ['cli', 'run-worker'].filter((name) => !existsSync(join(repositoryRoot, `dist/${name}.js`)));
    if (missing.length > 0) assert.deepEqual((await build(missing, { production: false, watch: false })).failed, []);
  });
  after(() => rmSync(folder, { recursive: true }));

  function incept(...args: readonly string[]) {
    const program = join(repositoryRoot, 'dist/cli.js');
    const options = { encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
    return spawnSync(process.execPath, [smallHeap, program, ...args], options);
  }

  for (const [name, [code, text]] of Object.entries(texts)) {
    it(`the command line ends well with ${name}`, () => {
      writeFileSync(path, text);
      const { status, stderr } = incept('cost', path);
      if (code !== undefined && code !== 'syntax.too-long') {
        assert.ok(stderr.startsWith(`error[${code}]`), stderr.slice(0, 400));
        assert.equal(status, 1);
      }
      assert.ok(stderr.length < 1_000_000, `${stderr.length} characters`);
      assert.ok(status === 0 || status === 1 || status === 2, stderr.slice(0, 400));
      if (status === 2) assert.match(stderr, /^error: (the result takes about|cannot read)/);
    });
  }

  it('a table that needs more memory than is left is refused with what would help', () => {
    writeFileSync(path, texts['as many layers as there may be']?.[1] ?? '');
    const table = incept('cost', path, '--format', 'json');
    assert.deepEqual([table.status, table.stdout], [2, '']);
    assert.match(table.stderr, /^error: the result takes about [\d.]+ MiB of memory, and [\d.]+ MiB are left\nhelp: /);
    assert.equal(incept('cost', path, '--by', 'op').status, 0);
  });

  it('a run that needs more memory than it may have is refused before it starts', () => {
    for (const [text, message] of [
      [
        'network N { input x: 100000x100000x3 conv(1000, 3x3) globalavgpool() }',
        /a tensor of 10,000,000,000,000 values/,
      ],
      ['network N { input x: 1x1x100000 dense(100000) }', /the run needs 37\.3 GiB/],
    ] as const) {
      writeFileSync(path, text);
      const { status, stderr } = incept('run', path);
      assert.equal(status, 2, stderr);
      assert.match(stderr, message);
    }
  });

  it('the language server answers about each of them', async () => {
    const client = await StdioClient.start({}, [smallHeap]);
    const told: string[] = [];
    client.connection.onNotification(
      'window/showMessage',
      ({ message }: { message: string }) => void told.push(message),
    );
    for (const [index, [name, [code, text]]] of Object.entries(texts).entries()) {
      const uri = `file:///design-${index}.cnn`;
      const textDocument = { uri };
      await client.open(uri, text);
      const diagnostics = await client.diagnostics(uri, 1);
      if (code !== undefined) assert.equal(diagnostics[0]?.code, code, name);
      await client.request('textDocument/hover', { textDocument, position: { line: 2, character: 4 } });
      await client.change(uri, 2, [
        { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: ' ' },
      ]);
      await client.diagnostics(uri, 2);
      await client.request('textDocument/semanticTokens/full', { textDocument });
      await client.connection.sendNotification('textDocument/didClose', { textDocument });
      assert.ok(await client.isAlive(), name);
    }
    const place = Object.keys(texts).indexOf('layers in a text of a megabyte');
    assert.ok(told.includes(`There is too little memory left for answers about design-${place}.cnn.`), told.join('\n'));
    await client.stop();
  });
});
