/** Wrong usage, help, version, suggestions: what a command line owes its user before it does anything. */

import * as assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Host } from '../../src/cli/host';
import { nodeHost } from '../../src/cli/node-host';
import { runCli } from '../../src/cli/run-cli';
import { repositoryRoot } from '../support/disk-files';
import { incept } from '../support/memory-host';

const net = 'network Net(width = 1) {\n  input x: 8x8x2\n  conv(4 * width, 1x1)\n}\n';
const files = { 'net.cnn': net, 'modules.cnn': 'module m(c) { conv(c, 1x1) }\n' };

describe('incept: a mistake of its own', () => {
  const runWith = async (problem: unknown, env: Record<string, string>) => {
    let [stdout, stderr] = ['', ''];
    const host: Host = {
      ...nodeHost(join(repositoryRoot, 'dist')),
      env,
      isTerminal: { stdout: false, stderr: false },
      files: { readBytes: () => Promise.reject(problem) } as unknown as Host['files'],
      stdout: (text) => {
        stdout += text;
      },
      stderr: (text) => {
        stderr += text;
      },
    };
    return [await runCli(['cost', 'a.cnn'], host), stdout, stderr] as const;
  };

  it('is one line and what to do, with exit code 2', async () => {
    const hint = 'help: please report it with the file; INCEPT_DEBUG=1 prints where it happened\n';
    assert.deepEqual(await runWith(new TypeError('no x in y'), {}), [
      2,
      '',
      `error: incept failed, which is a mistake of ours: TypeError: no x in y\n${hint}`,
    ]);
    assert.deepEqual(await runWith('half', { INCEPT_DEBUG: '1' }), [
      2,
      '',
      `error: incept failed, which is a mistake of ours: half\n${hint}`,
    ]);
  });

  it('has its trace for whoever asks', async () => {
    const [code, stdout, stderr] = await runWith(new TypeError('no x in y'), { INCEPT_DEBUG: '1' });
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(
      stderr,
      /^error: incept failed, which is a mistake of ours: TypeError: no x in y\nTypeError: no x in y\n {4}at .*usage\.test/,
    );
  });
});

describe('incept: usage', () => {
  it('prints its version and help to stdout, exit code 0', async () => {
    const version = await incept(['--version']);
    assert.deepEqual([version.code, version.stdout, version.stderr], [0, '1.2.3\n', '']);
    const help = await incept(['--help']);
    assert.equal(help.code, 0);
    assert.equal(help.stderr, '');
    for (const name of ['check', 'cost', 'explain', 'run', 'export', 'graph', 'new', 'fmt', 'debug', 'lsp', 'mcp'])
      assert.match(help.stdout, new RegExp(`^  ${name} `, 'm'));
  });

  for (const command of ['check', 'cost', 'explain', 'run', 'export', 'graph', 'new', 'fmt', 'debug', 'lsp', 'mcp']) {
    it(`${command} --help`, async () => {
      const help = await incept([command, '--help']);
      assert.equal(help.code, 0);
      assert.match(help.stdout, new RegExp(`^Usage: incept ${command}`));
      assert.match(help.stdout, /\.$/m);
      assert.equal((await incept(['help', command])).stdout, help.stdout);
    });
  }

  it('without a command prints help to stderr', async () => {
    const { code, stdout, stderr } = await incept([]);
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /Usage: incept/);
  });

  const wrong: readonly (readonly [argv: string[], message: RegExp])[] = [
    [['chek', 'net.cnn'], /unknown command 'chek'\s+\(Did you mean check\?\)/],
    [['cost'], /missing required argument 'file'/],
    [['cost', 'net.cnn', 'other.cnn'], /too many arguments/],
    [['cost', 'net.cnn', '--netwrok', 'Net'], /unknown option '--netwrok'\s+\(Did you mean --network\?\)/],
    [['cost', 'net.cnn', '--network', 'Nett'], /no network named Nett\n.*did you mean Net\?/],
    [['cost', 'net.cnn', '--set', 'widht=2'], /no parameter of network Net named widht\n.*did you mean width\?/],
    [['cost', 'net.cnn', '--set', 'width'], /--set takes name=value/],
    [['cost', 'net.cnn', '--set', 'width=2 +'], /value of --set width cannot be read/],
    [['cost', 'net.cnn', '--set', 'width=1 const b = 2'], /value of --set width cannot be read/],
    [['cost', 'net.cnn', '--set', 'width=same'], /--set width is of the wrong kind: same\n.*expected a number/],
    [['cost', 'net.cnn', '--size', '32x32'], /A size is height x width x channels/],
    [['cost', 'net.cnn', '--size', '0x32x3'], /A size is height x width x channels/],
    [['cost', 'net.cnn', '--precision', 'int7'], /weights=int8,activations=float16. Number formats are float32, /],
    [
      ['cost', 'net.cnn', '--precision', 'weights=int8,weights=int4'],
      /argument 'weights=int8,weights=int4' is invalid/,
    ],
    [['cost', 'net.cnn', '--precision', 'weights=int8,'], /argument 'weights=int8,' is invalid/],
    [['cost', 'net.cnn', '--precision', 'heads=int8'], /argument 'heads=int8' is invalid/],
    [['cost', 'net.cnn', '--format', 'xml'], /Allowed choices are text, json, csv, markdown/],
    [['cost', 'net.cnn', '--by', 'depth'], /Allowed choices are layer, block, op/],
    [['cost', 'net.cnn', '--sort', 'multiplis'], /no metric named multiplis. Did you mean multiplies\?/],
    [['cost', 'net.cnn', '--metrics', 'params,mac'], /no metric named mac. Did you mean macs\?/],
    [['cost', 'net.cnn', '--metrics', ','], /metrics with commas/],
    [['cost', 'nett.cnn'], /cannot read nett.cnn: there is no such file\n.*did you mean net.cnn\?/],
    [['cost', 'modules.cnn'], /no network in modules.cnn/],
    [['cost', 'net.cnn', '-o', '/read-only/x'], /cannot write \/read-only\/x/],
    [['explain', 'net.cnn', 'conv_2'], /named conv_2\n.*did you mean conv_1\?/],
    [['debug', 'tre', 'net.cnn'], /Allowed choices are tree, graph, shapes, costs, view, plan/],
    [['debug', 'graph', 'modules.cnn'], /no network in modules.cnn/],
    [['check', 'missing.cnn'], /cannot read missing.cnn/],
    [['fmt', 'missing.cnn'], /cannot read missing.cnn/],
    [['run', 'net.cnn', '--upto', 'conv_9'], /conv_9/],
    [['run', 'net.cnn', '--repeat', '0'], /whole number, 1 or more/],
    [['run', 'net.cnn', '--seed', 'x'], /whole number, 0 or more/],
    [['run', 'net.cnn', '--image', 'a.png', '--input', 'b.safetensors'], /cannot be used with/],
    [['run', 'net.cnn', '--image', 'a.png'], /cannot read a.png/],
  ];
  for (const [argv, message] of wrong) {
    it(`incept ${argv.join(' ')}: exit code 2`, async () => {
      const { code, stdout, stderr } = await incept(argv, { files });
      assert.match(stderr, message);
      assert.equal(stdout, '');
      assert.equal(code, 2);
    });
  }

  it('lsp hands over to the language server', async () => {
    assert.equal((await incept(['lsp', '--stdio'])).stdout, 'serving');
  });

  it('colours a terminal, and not where NO_COLOR is set', async () => {
    const colour = '\u001b[';
    const broken = { 'net.cnn': 'network N() { input x: 4x4x1 cnv(3, 1x1) }' };
    assert.ok((await incept(['check', 'net.cnn'], { files: broken, terminal: true })).stdout.includes(colour));
    const plain = await incept(['check', 'net.cnn'], { files: broken, terminal: true, env: { NO_COLOR: '1' } });
    assert.ok(!plain.stdout.includes(colour));
    assert.ok(!(await incept(['check', 'net.cnn'], { files: broken })).stdout.includes(colour));
  });
});
