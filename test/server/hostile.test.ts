/** What no honest client sends: the server answers or ignores it, and goes on. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver-protocol/node';
import { heapOf, tellingHeap } from '../bench/memory';
import { repositoryRoot } from '../support/disk-files';
import { StdioClient, serverBundle } from './stdio-client';

const nonsense: readonly unknown[] = [
  null,
  42,
  'text',
  [],
  {},
  { textDocument: null },
  { textDocument: {} },
  { textDocument: { uri: 7 } },
  { textDocument: { uri: '' } },
  { textDocument: { uri: 'no uri at all \u0000%zz' } },
  { textDocument: { uri: 'file:///never-opened.cnn' } },
  { textDocument: { uri: 'file:///hostile.cnn' } },
  { textDocument: { uri: 'file:///hostile.cnn' }, position: null },
  { textDocument: { uri: 'file:///hostile.cnn' }, position: { line: 'x', character: {} } },
  { textDocument: { uri: 'file:///hostile.cnn' }, position: { line: -5, character: -7 } },
  { textDocument: { uri: 'file:///hostile.cnn' }, position: { line: 1e9, character: 1e9 } },
  { textDocument: { uri: 'file:///hostile.cnn' }, position: { line: 0.5, character: 1.5 } },
  { textDocument: { uri: 'file:///hostile.cnn' }, range: { start: 1, end: 2 } },
  { textDocument: { uri: 'file:///hostile.cnn' }, positions: 'all', newName: {}, context: 3 },
  { textDocument: { uri: 'file:///hostile.cnn' }, positions: [null, {}, { line: 1e12, character: 0 }] },
  { uri: {}, network: {}, path: [], token: null, seed: 'x' },
  { uri: 'file:///hostile.cnn', network: '__proto__', path: 'constructor', position: { line: 0, character: 0 } },
  { uri: 'file:///hostile.cnn', error: 1, fix: -1, image: '/dev/zero', file: 1, module: 2 },
  { uri: 'file:///hostile.cnn', error: {}, fix: 1e9, upto: '../../etc', seed: -1 },
  { uri: 'file:///hostile.cnn', token: 't', options: { input: 'image', seed: 1, upto: '../../etc', verify: 1 } },
  {
    uri: 'file:///hostile.cnn',
    token: 't',
    options: { input: 'image', seed: 1, upto: null, verify: false },
    image: { name: '/dev/zero', base64: '=A==' },
  },
];

const methods = [
  'textDocument/hover',
  'textDocument/completion',
  'textDocument/signatureHelp',
  'textDocument/definition',
  'textDocument/references',
  'textDocument/documentHighlight',
  'textDocument/prepareRename',
  'textDocument/rename',
  'textDocument/documentSymbol',
  'textDocument/foldingRange',
  'textDocument/selectionRange',
  'textDocument/formatting',
  'textDocument/codeAction',
  'textDocument/codeLens',
  'textDocument/inlayHint',
  'textDocument/documentLink',
  'textDocument/semanticTokens/full',
  'incept/view',
  'incept/fix',
  'incept/explain',
  'incept/selection',
  'incept/location',
  'incept/networkSummary',
  'incept/instances',
  'incept/run',
];

const notifications = [
  'textDocument/didOpen',
  'textDocument/didChange',
  'textDocument/didClose',
  'textDocument/didSave',
  'workspace/didChangeWatchedFiles',
  'workspace/didChangeWorkspaceFolders',
  'workspace/didChangeConfiguration',
  'incept/setChoices',
  'incept/setFeatures',
  '$/cancelRequest',
  '$/setTrace',
];

describe('language server and hostile clients', function () {
  this.timeout(240_000);
  let client: StdioClient;
  const uri = 'file:///hostile.cnn';
  const text = 'network N {\n  input: 8x8x4\n  conv(2, 1x1)\n}\n';

  before(async () => {
    client = await StdioClient.start();
    await client.open(uri, text);
  });
  after(() => client.stop());

  for (const method of methods) {
    it(`${method} answers anything`, async () => {
      const answers = await Promise.allSettled(nonsense.map((params) => client.request(method, params)));
      assert.equal(answers.length, nonsense.length);
      assert.ok(await client.isAlive());
    });
  }

  it('ignores notifications that make no sense', async () => {
    for (const method of notifications) {
      for (const params of nonsense) await client.connection.sendNotification(method, params);
    }
    assert.ok(await client.isAlive());
  });

  it('does not know methods that nobody defined', async () => {
    await assert.rejects(client.request('incept/nothing', {}), /Unhandled method/);
    await client.connection.sendNotification('incept/nothing', { a: 1 });
    assert.ok(await client.isAlive());
  });

  it('clamps edits outside of the text and ignores those that are none', async () => {
    const edited = 'file:///edited.cnn';
    await client.open(edited, text);
    const range = (a: number, b: number, c: number, d: number) => ({
      start: { line: a, character: b },
      end: { line: c, character: d },
    });
    const changes = [
      [{ range: range(-3, -3, -1, -1), text: '// start\n' }],
      [{ range: range(1e6, 0, 1e7, 5), text: '// end\n' }],
      [{ range: range(3, 2, 0, 0), text: '' }],
      [{ range: range(0, 1e9, 0, 1e9), text: 'x' }],
      [{ range: { start: 'a', end: 'b' }, text: 'lost' }],
      [{ range: range(0, 0, 0, 0), text: 5 }],
      [null, 7, 'x', {}],
      'no list',
    ];
    for (const [i, contentChanges] of changes.entries()) await client.change(edited, i + 2, contentChanges);
    await client.change(edited, 20, [{ text }]);
    assert.deepEqual(await client.diagnostics(edited, 20), []);
  });

  it('stands changes of a document that is not open, and a document that is opened twice', async () => {
    await client.change('file:///closed.cnn', 1, [{ text: 'x' }]);
    const twice = 'file:///twice.cnn';
    await client.open(twice, 'conv(', 1);
    await client.open(twice, text, 2);
    assert.deepEqual(await client.diagnostics(twice, 2), []);
    for (let i = 0; i < 3; i++) {
      await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: twice } });
    }
    assert.ok(await client.isAlive());
  });

  it('stands odd addresses', async () => {
    for (const odd of [
      'untitled:Untitled-1',
      'vscode-vfs://github/a/b.cnn',
      'file:///',
      'x',
      'file:///a%00b.cnn',
      'http://[',
    ]) {
      await client.open(odd, 'import { a } from "./b.cnn"\nnetwork N { input: 1x1x1 dense(1) }');
      await Promise.allSettled(
        methods.map((method) => client.request(method, { textDocument: { uri: odd }, uri: odd })),
      );
    }
    assert.ok(await client.isAlive());
  });

  const hostileTexts: Readonly<Record<string, string>> = {
    '50,000 lines': `network N {\n  input: 28x28x16\n${'  conv(16, 3x3)\n'.repeat(50_000)}}\n`,
    '50,000 broken lines': `network N {\n  input: 28x28x16\n${'  conv(16, 3x3\n'.repeat(50_000)}}\n`,
    'one line of a million characters': `network N { input: 8x8x4 ${'conv(2, 1x1) -> '.repeat(60_000)} }`,
    'deep nesting': `network N { input: 8x8x4 ${'concat { branch { '.repeat(5000)}`,
    'open parentheses': `network N { input: 8x8x4 conv(${'('.repeat(100_000)}`,
    'huge numbers':
      'network N { input: 1000000000x1000000000x1000000000 conv(1e300, 1000000000x1) repeat 1e9 { conv(1, 1x1) } }',
    'exponential modules': `${Array.from({ length: 60 }, (_, i) => `module m${i}(c) { m${i + 1}(c) m${i + 1}(c) }`).join('\n')}\nmodule m60(c) { conv(c, 1x1) }\nnetwork N { input: 8x8x4 m0(1) }`,
    'recursive modules': 'module a(c) { b(c) }\nmodule b(c) { a(c) }\nnetwork N { input: 8x8x4 a(1) }',
    'control characters': `network N { \u0000\u0001\ufeff\u2028\ud800 conv(${String.fromCharCode(0xdc00)}) }`,
    'an open comment': `network N { /* ${'x '.repeat(100_000)}`,
    'an open string': `import { a } from "${'x'.repeat(100_000)}`,
  };
  /** What an editor asks while one types; the others are asked about small files above. */
  const askedOfLargeFiles = [
    'textDocument/hover',
    'textDocument/completion',
    'textDocument/signatureHelp',
    'textDocument/definition',
    'textDocument/documentHighlight',
    'textDocument/inlayHint',
    'textDocument/codeLens',
    'incept/selection',
    'incept/networkSummary',
  ];
  for (const [name, hostile] of Object.entries(hostileTexts)) {
    it(`analyses ${name} and answers every request about it`, async () => {
      const address = `file:///hostile-${name.replace(/\W+/g, '-')}.cnn`;
      await client.open(address, hostile);
      await client.diagnostics(address, 1);
      const lines = hostile.split('\n').length;
      const range = { start: { line: 0, character: 0 }, end: { line: 60, character: 0 } };
      const places = [
        { line: 2, character: 4 },
        { line: lines - 1, character: 1e6 },
      ];
      for (const position of places) {
        const params = {
          textDocument: { uri: address },
          uri: address,
          position,
          range,
          positions: [position],
          path: 'conv_1',
        };
        for (const method of askedOfLargeFiles) await client.request(method, params);
      }
      await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: address } });
      assert.ok(await client.isAlive());
    });
  }

  it('stands what is no message at all', async () => {
    const fresh = await StdioClient.start();
    try {
      const send = (text: string) => fresh.process.stdin.write(text);
      send('Content-Length: 5\r\n\r\n{"a":');
      send('Content-Length: 2\r\n\r\n[]');
      send('Content-Length: 4\r\n\r\nnull');
      assert.ok(await fresh.isAlive());
    } finally {
      await fresh.stop();
    }
  });

  it('answers before `initialize` and after `shutdown` with the errors of the protocol', async () => {
    const process_ = spawn(process.execPath, [await serverBundle(), '--stdio'], { stdio: 'pipe' });
    const connection = createMessageConnection(
      new StreamMessageReader(process_.stdout),
      new StreamMessageWriter(process_.stdin),
    );
    connection.listen();
    const codeOf = async (method: string, params?: unknown): Promise<unknown> =>
      connection.sendRequest(method, params).then(
        () => 'answered',
        ({ code }) => code,
      );
    try {
      const hover = { textDocument: { uri }, position: { line: 0, character: 0 } };
      for (const method of ['textDocument/hover', 'incept/view', 'nobody/knows']) {
        assert.equal(await codeOf(method, hover), -32002, method);
      }
      await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, version: 1, text } });
      assert.equal(await codeOf('initialize', { processId: null, rootUri: null, capabilities: {} }), 'answered');
      assert.equal(await codeOf('initialize', { processId: null, rootUri: null, capabilities: {} }), -32600);
      assert.equal(await connection.sendRequest('textDocument/hover', hover), null);
      assert.equal(await codeOf('nobody/knows', {}), -32601);
      assert.equal(await codeOf('shutdown'), 'answered');
      for (const method of ['textDocument/hover', 'incept/view', 'nobody/knows']) {
        assert.equal(await codeOf(method, hover), -32600, method);
      }
    } finally {
      connection.dispose();
      process_.kill();
    }
  });

  it('ends with its parent, even while it is busy', async function () {
    if (process.platform === 'win32') this.skip();
    // A parent that starts the server, and is killed. The server is held up as by a long analysis.
    const server = `require(${JSON.stringify(await serverBundle())}); setTimeout(() => { for (;;); }, 500);`;
    const parent = spawn(process.execPath, [
      '-e',
      `const { spawn } = require('node:child_process');
       const child = spawn(process.execPath, ['-e', ${JSON.stringify(server)}], { stdio: ['pipe', 'ignore', 'ignore'] });
       console.log(child.pid);`,
    ]);
    const [output] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(output.toString());
    const isThere = (): boolean => {
      try {
        process.kill(pid, 0);
        return true;
      } catch {
        return false;
      }
    };
    await new Promise((resolve) => setTimeout(resolve, 3000));
    assert.ok(isThere());
    parent.kill('SIGKILL');
    const startedAt = Date.now();
    while (isThere() && Date.now() - startedAt < 30_000) await new Promise((resolve) => setTimeout(resolve, 100));
    const isLeft = isThere();
    if (isLeft) process.kill(pid, 'SIGKILL');
    assert.ok(!isLeft);
  });

  it('keeps nothing of previews that were opened and closed', async () => {
    const fresh = await StdioClient.start({}, tellingHeap);
    const network = readFileSync(join(repositoryRoot, 'examples/googlenet.cnn'), 'utf8');
    const previews = async (count: number): Promise<void> => {
      for (let turn = 0; turn < count; turn++) {
        const preview = `file:///preview-${count}-${turn}.cnn`;
        await fresh.open(preview, `// ${turn}\n${network}`);
        assert.ok(await fresh.request('incept/view', { uri: preview }));
        await fresh.connection.sendNotification('textDocument/didClose', { textDocument: { uri: preview } });
      }
    };
    try {
      // What a process takes that has begun to work.
      await previews(100);
      const before = await heapOf(fresh);
      await previews(400);
      const after = await heapOf(fresh);
      // Each of them has 200 kB in a server that keeps it.
      assert.ok(after - before < 8 * 2 ** 20, `${before} bytes became ${after}`);
    } finally {
      await fresh.stop();
    }
  });

  it('ends when its client does', async () => {
    const fresh = await StdioClient.start();
    const ended = new Promise<number | null>((resolve) => fresh.process.once('exit', resolve));
    await fresh.request('shutdown', undefined);
    await fresh.connection.sendNotification('exit');
    assert.equal(await ended, 0);
    await fresh.stop();
  });

  it('has logged no mistake of our own', () => {
    const mistakes = client.log.filter((line) => /InvariantError|TypeError|RangeError|Maximum call stack/.test(line));
    assert.deepEqual(mistakes, []);
  });
});
