/** The package of the command, installed by npm into an empty folder of a machine without a network. */

import * as assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { bundledPackages } from '../../scripts/build';
import { commandEntries, packCommand } from '../../scripts/package';
import { repositoryRoot } from '../support/disk-files';

const design = 'network N() {\n  input x: 8x8x3\n  conv(4, 3x3)\n  globalavgpool()\n}\n';

describe('the package of the command', function () {
  this.timeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), 'incept-npm-'));
  const home = join(folder, 'home');
  const installed = join(home, 'node_modules/incept');
  const isWindows = process.platform === 'win32';
  const options = { cwd: home, encoding: 'utf8', shell: isWindows } as const;
  let file = '';

  const incept = (...args: string[]): string => execFileSync('npx', ['--offline', 'incept', ...args], options);

  before(async () => {
    file = await packCommand({ output: folder, repository: 'https://example.org/incept' });
    mkdirSync(home);
    writeFileSync(join(home, 'package.json'), '{}');
    writeFileSync(join(home, 'n.cnn'), design);
    execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', file], options);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('costs, draws and runs', () => {
    // 8*8*4 results of 3*3*3 multiplies each.
    assert.equal(JSON.parse(incept('cost', 'n.cnn', '--format', 'json')).totals.multiplies, 6912);
    incept('graph', 'n.cnn', '--format', 'png', '-o', 'n.png');
    assert.ok(decode(readFileSync(join(home, 'n.png'))).width > 100);
    const { verify } = JSON.parse(incept('run', 'n.cnn', '--verify', '--format', 'json'));
    assert.equal(verify.countedMultiplies, 6912);
  });

  it('writes reports and brings its examples', () => {
    incept('report', 'n.cnn', '-o', 'n.html');
    assert.ok(readFileSync(join(home, 'n.html'), 'utf8').includes('>6,912<'));
    assert.match(incept('new', 'lenet5'), /network LeNet5/);
  });

  it('serves tools and the language', async () => {
    const initialize = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } };
    const asked = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: initialize });
    const languages = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { capabilities: {} } });
    const servers = [
      { name: 'mcp', request: `${asked}\n`, answer: '"instructions"' },
      { name: 'lsp', request: `Content-Length: ${languages.length}\r\n\r\n${languages}`, answer: '"capabilities"' },
    ];
    for (const { name, request, answer } of servers) {
      const server = spawn(process.execPath, [join(installed, 'dist/cli.js'), name], { cwd: home });
      let received = '';
      server.stdout.setEncoding('utf8').on('data', (text: string) => {
        received += text;
      });
      server.stdin.write(request);
      while (!received.includes(answer)) await once(server.stdout, 'data');
      const ended = once(server, 'exit');
      server.stdin.end();
      await ended;
    }
  });

  it('is ready to be published: a program with licences, and nothing to install or to import', async () => {
    const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    assert.deepEqual(Object.keys(manifest).sort(), [
      'bin',
      'description',
      'engines',
      'exports',
      'files',
      'keywords',
      'license',
      'man',
      'name',
      'repository',
      'type',
      'version',
    ]);
    assert.deepEqual(readdirSync(installed).sort(), [
      'LICENSE',
      'README.md',
      'dist',
      'docs',
      'examples',
      'man',
      'package.json',
      'schemas',
    ]);
    assert.match(readFileSync(join(installed, manifest.man[0]), 'utf8'), /^\.TH INCEPT 1 /m);
    const notices = readFileSync(join(installed, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    const folders = await bundledPackages(commandEntries);
    assert.ok(folders.includes('node_modules/@resvg/resvg-wasm') && !folders.includes('node_modules/monaco-editor'));
    for (const path of folders) {
      const { name, version } = JSON.parse(readFileSync(join(repositoryRoot, path, 'package.json'), 'utf8'));
      assert.ok(notices.includes(`\n${name} ${version} (`), path);
    }
    assert.throws(() => execFileSync(process.execPath, ['-e', 'require("incept")'], { ...options, stdio: 'pipe' }));
    assert.ok(statSync(file).size < 4_000_000);
  });
});
