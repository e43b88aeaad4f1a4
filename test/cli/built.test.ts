/** The command as it is shipped: one bundle that Node runs, with its worker and server beside it. */

import * as assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../../scripts/build';
import { repositoryRoot } from '../support/disk-files';

const program = join(repositoryRoot, 'dist/cli.js');

function incept(args: readonly string[], options: { input?: string; cwd?: string } = {}): ReturnType<typeof spawnSync> {
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', cwd: repositoryRoot, ...options });
}

describe('dist/cli.js', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'incept-cli-'));

  before(async () => {
    const missing = ['cli', 'run-worker', 'server'].filter(
      (name) => !existsSync(join(repositoryRoot, `dist/${name}.js`)),
    );
    if (missing.length > 0) assert.deepEqual((await build(missing, { production: false, watch: false })).failed, []);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('starts', function () {
    const startedAt = performance.now();
    const { status, stdout } = incept(['--version']);
    assert.equal(status, 0);
    assert.match(String(stdout), /^\d+\.\d+\.\d+\n$/);
    // Shown, not asserted: it depends on the machine.
    (this.test as Mocha.Runnable).title += ` (${Math.round(performance.now() - startedAt)} ms)`;
  });

  it('has no problem with its examples', () => {
    const { status, stdout } = incept(['check', 'examples/course.cnn', 'examples/googlenet.cnn']);
    assert.deepEqual([status, stdout], [0, '2 files: no problems\n']);
  });

  it('reads standard input, writes a file, and says what it cannot read', () => {
    const text = 'network N() { input x: 4x4x1 conv(2, 1x1) }';
    const out = join(folder, 'deep/cost.csv');
    assert.equal(incept(['cost', '-', '--format', 'csv', '-o', out], { input: text }).status, 0);
    assert.ok(existsSync(out));
    const folderAsFile = incept(['cost', folder]);
    assert.equal(folderAsFile.status, 2);
    assert.match(String(folderAsFile.stderr), /it is a folder/);
  });

  it('runs a network in its worker', () => {
    const path = join(folder, 'n.cnn');
    writeFileSync(path, 'network N() {\n  input x: 8x8x3\n  conv(4, 3x3)\n  globalavgpool()\n}\n');
    const { status, stdout, stderr } = incept(['run', path, '--format', 'json', '--verify']);
    assert.equal(status, 0, String(stderr));
    const { verify } = JSON.parse(String(stdout));
    assert.equal(verify.countedMultiplies, 6912);
    assert.equal(verify.predictedMultiplies, 6912);
  });

  it('serves the language on standard input and output', async () => {
    const server = spawn(process.execPath, [program, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    let received = '';
    server.stdout.setEncoding('utf8').on('data', (text: string) => {
      received += text;
    });
    const send = (body: object): void => {
      const text = JSON.stringify({ jsonrpc: '2.0', ...body });
      server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    };
    // A client keeps the stream open; it would be the end of the server.
    const answer = async (part: string): Promise<void> => {
      while (!received.includes(part)) await once(server.stdout, 'data');
    };
    send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
    await answer('"capabilities"');
    send({ id: 2, method: 'shutdown' });
    await answer('"id":2');
    send({ method: 'exit' });
    const [code] = await once(server, 'exit');
    assert.equal(code, 0);
  });
});
