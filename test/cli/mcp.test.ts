/**
 * `incept mcp` as a client sees it: the protocol's own client against the program as it is shipped, and single calls in memory.
 */

import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { build } from '../../scripts/build';
import { serveTools } from '../../src/cli/tool-server';
import type { ToolService } from '../../src/cli/tool-service';
import { largestText } from '../../src/workspace/file-system';
import { repositoryRoot } from '../support/disk-files';
import { incept } from '../support/memory-host';
import { markedCliWords } from '../support/pseudo-language';

const program = join(repositoryRoot, 'dist/cli.js');

const net = `network Net(width = 1, depth = 2) {
  input x: 28x28x192
  conv(32 * width, 5x5)
  repeat i in 1..depth { conv(16, 3x3) }
  globalavgpool()
  dense(10)
}
`;
const smaller = net.replace('5x5', '3x3');
const broken = 'network Net {\n  input x: 8x8x2\n  cnv(4, 1x1)\n}\n';
const files = { 'net.cnn': net, 'smaller.cnn': smaller, 'broken.cnn': broken };

type Given = Readonly<Record<string, unknown>>;

/** A call, and the command line that it is the same as. */
const same: readonly (readonly [tool: string, given: Given, argv: string, input?: string])[] = [
  ['check', { file: 'net.cnn' }, 'check net.cnn'],
  ['check', { file: 'broken.cnn', network: 'Net' }, 'check broken.cnn --network Net'],
  ['check', { text: broken }, 'check -', broken],
  ['cost', { file: 'net.cnn' }, 'cost net.cnn'],
  ['cost', { file: 'broken.cnn' }, 'cost broken.cnn'],
  ['cost', { text: net, set: { width: 0.5, depth: 3 } }, 'cost - -s width=0.5 -s depth=3', net],
  [
    'cost',
    { file: 'net.cnn', set: ['width=2'], size: '56x56x3', precision: 'int8', batch: 4, by: 'block', sort: 'params' },
    'cost net.cnn -s width=2 --size 56x56x3 --precision int8 --batch 4 --by block --sort params',
  ],
  ['explain', { file: 'net.cnn', network: null }, 'explain net.cnn'],
  ['explain', { file: 'net.cnn', path: 'conv_1' }, 'explain net.cnn conv_1'],
  ['advise', { file: 'net.cnn' }, 'advise net.cnn'],
  ['advise', { text: net, minSaving: '20%', kind: 'two-3x3' }, 'advise - --min-saving 20% --kind two-3x3', net],
  ['diff', { oldFile: 'net.cnn', newFile: 'smaller.cnn' }, 'diff net.cnn smaller.cnn'],
  ['diff', { oldFile: 'net.cnn', newText: smaller }, 'diff net.cnn -', smaller],
  ['diff', { oldText: net, newFile: 'smaller.cnn' }, 'diff - smaller.cnn', net],
  ['sweep', { file: 'net.cnn', parameters: { width: '0.5..1:0.5' } }, 'sweep net.cnn width=0.5..1:0.5'],
  [
    'sweep',
    {
      text: net,
      parameters: ['depth=1,2,3'],
      set: { width: 2 },
      size: '28x28x192,14x14x192',
      where: ['params <= 200K', 'depth >= 2'],
      best: '-multiplies',
      x: 'params',
      y: '+depth',
    },
    'sweep - depth=1,2,3 -s width=2 --size 28x28x192,14x14x192 --where params<=200K --where depth>=2 --best=-multiplies --x params --y +depth',
    net,
  ],
];

describe('incept mcp', () => {
  const call = async (tool: string, given: Given) => {
    const { answers, code } = await incept(['mcp'], { files, calls: [[tool, given]] });
    assert.equal(code, 0);
    return answers[0];
  };

  it('has a schema for each argument, and takes no others', async () => {
    const { described } = await incept(['mcp']);
    const keys = Object.fromEntries(
      described.map(({ name, inputSchema }) => [name, Object.keys(inputSchema.properties as object).join(' ')]),
    );
    assert.deepEqual(keys, {
      check: 'file text network set size precision',
      cost: 'file text network set size precision batch by sort',
      explain: 'file text path network set size precision',
      advise: 'file text network set size precision minSaving kind',
      diff: 'oldFile oldText newFile newText network set size precision',
      sweep: 'file text parameters network set size precision where best x y',
    });
    assert.ok(described.every(({ inputSchema }) => inputSchema.additionalProperties === false));
  });

  it('describes its tools in the words of the language', async () => {
    const { described } = await incept(['mcp'], { words: markedCliWords });
    const said = described.flatMap(({ title, description, inputSchema }) => [
      title,
      description,
      ...Object.values(inputSchema.properties as Record<string, { description: string }>).map((one) => one.description),
    ]);
    assert.deepEqual(
      said.filter((text) => !text.startsWith('⟦')),
      [],
    );
  });

  for (const [tool, given, line, stdin] of same) {
    it(`${tool} ${JSON.stringify(given).slice(0, 80)} is what the command says`, async () => {
      const command = await incept([...line.split(' '), '--format', 'json'], {
        files,
        ...(stdin === undefined ? {} : { stdin }),
      });
      assert.ok(command.code < 2, command.stderr);
      const answer = await call(tool, given);
      assert.equal(answer?.isError, undefined);
      assert.equal(`${answer?.content[0]?.text}\n`, command.stdout);
      assert.deepEqual(answer?.structuredContent, JSON.parse(command.stdout));
    });
  }

  it('compares two texts, and names them as the arguments', async () => {
    const answer = await call('diff', { oldText: net, newText: smaller });
    const { old, new: fresh, totals } = JSON.parse(answer?.content[0]?.text ?? '');
    assert.deepEqual([old.file, fresh.file], ['oldText', 'newText']);
    // 28 x 28 results of 32 filters, which take 25 - 9 products of each of 192 channels less.
    assert.equal(totals.multiplies.delta, -28 * 28 * 32 * 192 * 16);
  });

  it('says what is wrong with a design beside an answer that is no list of mistakes', async () => {
    const answer = await call('advise', { file: 'broken.cnn' });
    assert.match(answer?.content[1]?.text ?? '', /^error\[name\.unknown\]: .*named cnv/);
    assert.deepEqual(answer?.structuredContent?.advice, []);
  });

  const wrong: readonly (readonly [tool: string, given: Given, message: RegExp])[] = [
    ['cost', {}, /^error: give file, the path of a design, or text/],
    ['cost', { file: 'net.cnn', text: net }, /^error: give file or text, not both/],
    ['diff', { newFile: 'net.cnn' }, /^error: give oldFile, /],
    ['diff', { oldFile: 'net.cnn' }, /nothing to compare net\.cnn with/],
    ['cost', { file: 'net.cnn', netwrok: 'Net' }, /^error: cost has no argument netwrok\nhelp: did you mean network\?/],
    ['advise', { file: 'net.cnn', apply: ['two-3x3:conv_1'] }, /^error: advise has no argument apply/],
    ['cost', { file: 'net.cnn', output: 'out.json' }, /^error: cost has no argument output/],
    ['cost', { file: 'net.cnn', constructor: '' }, /^error: cost has no argument constructor/],
    ['cost', { file: ['net.cnn'] }, /^error: file takes a string/],
    ['cost', { file: 'net.cnn', batch: 1.5 }, /^error: batch takes a whole number/],
    ['cost', { file: 'net.cnn', batch: 0 }, /It takes a whole number, 1 or more/],
    ['cost', { file: 'net.cnn', set: 3 }, /^error: set takes an object of names and values, or a list/],
    ['cost', { file: 'net.cnn', set: { width: [1] } }, /^error: set takes an object/],
    [
      'sweep',
      { file: 'net.cnn', parameters: { width: '1' }, where: { a: 1 } },
      /^error: where takes a string or a list/,
    ],
    ['sweep', { file: 'net.cnn' }, /sweep/],
    ['cost', { file: 'net.cnn', network: 'Nett' }, /no network named Nett\nhelp: did you mean Net\?/],
    ['cost', { file: 'net.cnn', size: '8x8' }, /A size is height x width x channels/],
    ['cost', { file: '--help' }, /cannot read --help: there is no such file/],
    ['cost', { file: '-' }, /cannot read -: there is no such file/],
    ['cost', { file: 'nett.cnn' }, /cannot read nett\.cnn: .*\nhelp: did you mean net\.cnn\?/],
    ['cost', { text: '' }, /no network in -/],
    ['cost', { text: ' '.repeat(largestText + 1) }, /cannot read -: it is larger than \d+ MiB/],
    ['explain', { file: 'net.cnn', path: '--version' }, /no layer or block of Net named --version/],
  ];
  for (const [tool, given, message] of wrong) {
    it(`${tool} ${JSON.stringify(given).slice(0, 80)}: an error`, async () => {
      const answer = await call(tool, given);
      assert.equal(answer?.isError, true);
      assert.equal(answer?.structuredContent, undefined);
      assert.match(answer?.content[0]?.text ?? '', message);
    });
  }

  it('refuses an answer that would end the connection', async function () {
    this.timeout(60_000);
    const text = 'network N {\n  input x: 4x4x3\n  repeat i in 1..6000 { conv(3, 1x1) }\n}\n';
    assert.match((await call('cost', { text }))?.content[0]?.text ?? '', /^error: the answer is longer than 4 MiB/);
  });

  it('writes nothing', async () => {
    const world = { files, calls: same.map(([tool, given]) => [tool, given] as const) };
    const { files: after, stdout } = await incept(['mcp'], world);
    assert.equal(after.size, Object.keys(files).length);
    assert.equal(stdout, '');
  });
});

/** What is answered to lines that come in these pieces, by the way that a client of the protocol has them. */
async function served(
  pieces: readonly (string | Buffer)[],
): Promise<{ answers: ReturnType<typeof JSON.parse>[]; log: string[] }> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const log: string[] = [];
  const service: ToolService = {
    title: 'Designs',
    version: '1.2.3',
    instructions: 'read first',
    tools: [{ name: 'cost', title: 'Cost', description: 'what it costs', inputSchema: { type: 'object' } }] as never,
    call: async (name, given) => {
      return name === 'cost' ? { content: [{ type: 'text', text: JSON.stringify(given) }] } : undefined;
    },
    unknownTool: (name) => `no tool ${name}`,
    longMessage: (limit) => `more than ${limit}`,
    log: (text) => log.push(text),
  };
  const ended = serveTools(service, input, output);
  for (const piece of pieces) input.write(piece);
  input.end();
  await ended;
  const lines = String(output.read() ?? '').split('\n');
  assert.equal(lines.pop(), '');
  return { answers: lines.map((line) => JSON.parse(line)), log };
}

describe('tools on a stream', () => {
  const message = (body: object) => `${JSON.stringify({ jsonrpc: '2.0', ...body })}\n`;
  const client = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '1' } };
  const hello = message({ id: 1, method: 'initialize', params: client });
  const call = (id: number, params: object) => message({ id, method: 'tools/call', params });

  it('say who they are, what there is, and what a call gives', async () => {
    const { answers, log } = await served([
      hello,
      message({ id: 2, method: 'tools/list' }),
      call(3, { name: 'cost', arguments: { file: 'a.cnn' } }),
      call(4, { name: 'cost' }),
      call(5, { name: 'run' }),
      message({ id: 6, method: 'prompts/list' }),
    ]);
    const of = (id: number) => answers.find((answer) => answer.id === id);
    assert.equal(answers.length, 6);
    const { serverInfo, instructions, capabilities } = of(1).result;
    assert.deepEqual(serverInfo, { name: 'incept', title: 'Designs', version: '1.2.3' });
    assert.deepEqual([instructions, capabilities], ['read first', { tools: {} }]);
    assert.deepEqual(
      of(2).result.tools.map(({ name, title }: { name: string; title: string }) => [name, title]),
      [['cost', 'Cost']],
    );
    assert.deepEqual(of(3).result, { content: [{ type: 'text', text: '{"file":"a.cnn"}' }] });
    assert.deepEqual(of(4).result, { content: [{ type: 'text', text: '{}' }] });
    assert.deepEqual([of(5).error.code, of(5).error.message], [-32602, 'MCP error -32602: no tool run']);
    assert.equal(of(6).error.code, -32601);
    assert.deepEqual(log, []);
  });

  it('put together what comes in pieces, and take several messages at once', async () => {
    const whole = Buffer.from(
      hello + call(2, { name: 'cost', arguments: { text: '宽度\u2028' } }) + call(3, { name: 'cost' }),
    );
    for (const size of [1, 7, 64, whole.length]) {
      const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, i) =>
        whole.subarray(i * size, (i + 1) * size),
      );
      const { answers } = await served(pieces);
      assert.deepEqual(
        answers.map(({ id }) => id),
        [1, 2, 3],
        `${size}`,
      );
      assert.equal(JSON.parse(answers[1].result.content[0].text).text, '宽度\u2028');
    }
  });

  it('refuse a message that is too long, and go on behind it; 64 MiB are taken', async () => {
    const limit = 64 * 2 ** 20;
    const mebibyte = Buffer.alloc(2 ** 20, 'x');
    // With its end, one byte more than that is refused.
    const fits = [...Array<Buffer>(63).fill(mebibyte), mebibyte.subarray(1), '\n'];
    const exceeds = [...Array<Buffer>(64).fill(mebibyte), `\n${call(2, { name: 'cost' })}`];
    const { answers, log } = await served([hello, ...fits, ...exceeds, call(3, { name: 'cost' })]);
    assert.equal(
      fits.reduce((sum, piece) => sum + piece.length, 0),
      limit,
    );
    assert.deepEqual(
      answers.filter(({ id }) => id !== undefined).map(({ id }) => id),
      [1, 2, 3],
    );
    const refused = answers.filter(({ id }) => id === undefined);
    assert.deepEqual(refused, [{ jsonrpc: '2.0', error: { code: -32600, message: 'more than 64' } }]);
    // The one that fits is no message.
    assert.equal(log.length, 1);
  });

  it('leave out what is begun and has no end', async () => {
    const { answers } = await served([hello, call(2, { name: 'cost' }).trimEnd()]);
    assert.deepEqual(
      answers.map(({ id }) => id),
      [1],
    );
  });
});

describe('dist/cli.js mcp', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'incept-mcp-'));
  const client = new Client({ name: 'test', version: '1.0.0' });
  const call = async (name: string, given: Given) =>
    CallToolResultSchema.parse(await client.callTool({ name, arguments: given }));

  before(async () => {
    const missing = ['cli', 'tool-server'].filter((name) => !existsSync(join(repositoryRoot, `dist/${name}.js`)));
    if (missing.length > 0) assert.deepEqual((await build(missing, { production: false, watch: false })).failed, []);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    mkdirSync(join(folder, 'nets.cnn'));
    await client.connect(new StdioClientTransport({ command: process.execPath, args: [program, 'mcp'], cwd: folder }));
  });
  after(async () => {
    await client.close();
    rmSync(folder, { recursive: true });
  });

  it('offers the tools, which only read', async () => {
    const { tools } = await client.listTools();
    assert.deepEqual(
      tools.map(({ name }) => name),
      ['check', 'cost', 'explain', 'advise', 'diff', 'sweep'],
    );
    assert.ok(tools.every(({ annotations }) => annotations?.readOnlyHint === true));
  });

  it('begins with a design that has no mistakes', async () => {
    const [, example] = /\n\n(network [\s\S]*?\n\})\n\n/.exec(client.getInstructions() ?? '') ?? [];
    const { structuredContent } = await call('check', { text: example });
    assert.deepEqual(structuredContent, { schema: 1, files: [{ file: '-', diagnostics: [] }] });
  });

  it('answers as the command does', async () => {
    for (const [tool, given, line, input] of same) {
      const argv = [program, ...line.split(' '), '--format', 'json'];
      const { stdout } = spawnSync(process.execPath, argv, { cwd: folder, encoding: 'utf8', input: input ?? '' });
      const { structuredContent, content } = await call(tool, given);
      assert.deepEqual(structuredContent, JSON.parse(stdout), line);
      assert.deepEqual(content[0], { type: 'text', text: stdout.trimEnd() }, line);
    }
    assert.deepEqual(readdirSync(folder).sort(), ['broken.cnn', 'net.cnn', 'nets.cnn', 'smaller.cnn']);
  });

  it('goes on after what cannot be done', async () => {
    await assert.rejects(call('run', {}), /there is no tool run/);
    const cases: readonly (readonly [Given, RegExp])[] = [
      [{ file: 'nets.cnn' }, /it is a folder/],
      [{ file: process.execPath }, /larger than \d+ MiB/],
      [{ text: 'x'.repeat(2 * largestText) }, /larger than \d+ MiB/],
      ...(process.platform === 'win32' ? [] : [[{ file: '/dev/zero' }, /it is not a file/] as const]),
    ];
    const answers = await Promise.all(cases.map(([given]) => call('cost', given)));
    for (const [place, { isError, content }] of answers.entries()) {
      assert.equal(isError, true);
      assert.match((content[0] as { text: string }).text, cases[place]?.[1] ?? /^$/);
    }
    assert.equal((await call('cost', { file: 'net.cnn' })).isError, undefined);
  });

  it('answers others during a long call, which can be cancelled', async () => {
    const controller = new AbortController();
    let isDone = false;
    const given = { text: net, parameters: { width: '1..5000' } };
    const long = client.callTool({ name: 'sweep', arguments: given }, undefined, controller).finally(() => {
      isDone = true;
    });
    const { isError } = await call('check', { file: 'net.cnn' });
    assert.deepEqual([isError, isDone], [undefined, false]);
    controller.abort();
    await assert.rejects(long);
  });

  it('answers what it was asked before the end of its input, and passes over what is no message', () => {
    const initialize = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '1' } };
    const message = (body: object) => `${JSON.stringify({ jsonrpc: '2.0', ...body })}\n`;
    const input = [
      message({ id: 1, method: 'initialize', params: initialize }),
      message({ method: 'notifications/initialized' }),
      'cost net.cnn\n',
      '[]\n',
      '\n',
      `${'x'.repeat(65 * 2 ** 20)}\n`,
      message({ id: 2, method: 'tools/call', params: { name: 'cost' } }),
      message({ id: 3, method: 'tools/call', params: { name: 'check', arguments: { file: 'net.cnn' } } }),
    ].join('');
    const argv = [program, 'mcp'];
    const { status, stdout } = spawnSync(process.execPath, argv, { cwd: folder, encoding: 'utf8', input });
    assert.equal(status, 0);
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const of = (id?: number) => answers.find((answer) => answer.id === id);
    assert.equal(answers.length, 4);
    assert.equal(of(1).result.serverInfo.name, 'incept');
    assert.equal(of(2).result.isError, true);
    assert.deepEqual(of(3).result.structuredContent.files, [{ file: 'net.cnn', diagnostics: [] }]);
    assert.match(of(undefined).error.message, /more than 64 MiB/);
  });
});
