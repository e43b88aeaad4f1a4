/**
 * Builds the extension and opens it: in an installed VS Code when there is a `code` on PATH, else in the cached one,
 * served on this machine only and shown in the browser. Ctrl+C ends everything it started.
 *
 *   npm start [-- FILE.cnn] [--browser] [--no-open]
 *
 * --browser takes the cached VS Code even where `code` is installed; --no-open only prints the address.
 */

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installVsCode, projectRoot } from '../test/vscode/rig/install';
import { startServer } from '../test/vscode/rig/launch';
import { build } from './build';
import { run, say, which } from './setup.mjs';

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { browser: { type: 'boolean', default: false }, 'no-open': { type: 'boolean', default: false } },
  });
  const file = resolve(positionals[0] ?? join(projectRoot, 'examples/googlenet.cnn'));
  if (!existsSync(file)) throw new Error(`there is no file ${file}`);

  const code = values.browser ? undefined : (process.env.VSCODE_EXECUTABLE ?? which('code'));
  return code === undefined ? serve(file, !values['no-open']) : openInstalled(code, file);
}

async function openInstalled(code: string, file: string): Promise<number> {
  say('building the extension');
  const { failed, missing } = await build([], { production: false, watch: false });
  if (failed.length + missing.length > 0) throw new Error(`cannot build ${[...failed, ...missing].join(', ')}`);
  say(`opening ${code}`);
  return run(code, ['--new-window', `--extensionDevelopmentPath=${projectRoot}`, dirname(file), file]);
}

async function serve(file: string, open: boolean): Promise<number> {
  say('packing the extension');
  const vsix = join(projectRoot, 'out', 'start.vsix');
  await packExtension(vsix);
  const installation = await installVsCode(say);
  say('starting VS Code');
  // Data and port stay the same between starts, so that the window comes back as it was left: a browser keeps its
  // part of the state by address.
  const server = await startServer(installation, {
    dataFolder: join(projectRoot, '.vscode-test', 'start-data'),
    settings: {
      'workbench.reduceMotion': 'auto',
      // An address with a file in it would open that file alone.
      'window.restoreWindows': 'preserve',
    },
    vsix,
    token: true,
    port: 33_417,
    forPeople: true,
  });
  const address = await shortAddress(server.address({ folder: dirname(file), file }));
  console.log(`\n  VS Code with Incept is at  ${address}\n\n  Ctrl+C ends it.\n`);
  if (open) openBrowser(address);
  const ending = await new Promise<number>((done) => {
    process.once('SIGINT', () => done(130));
    process.once('SIGTERM', () => done(143));
    process.once('SIGHUP', () => done(129));
    void server.ended.then(() => done(1));
  });
  await server.stop();
  say(ending === 1 ? 'the VS Code server ended by itself' : 'ended');
  return ending === 1 ? 1 : 0;
}

/** Installed, the extension is there as people have it; from its sources a window takes it under a test driver only. */
async function packExtension(vsix: string): Promise<void> {
  mkdirSync(dirname(vsix), { recursive: true });
  const vsce = join(projectRoot, 'node_modules/@vscode/vsce/vsce');
  const flags = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  const code = await run(process.execPath, [vsce, 'package', ...flags, '-o', vsix], { cwd: projectRoot });
  if (code !== 0) throw new Error('cannot pack the extension');
}

/** An address that can be read and typed, which leads to the long one. Its path is the secret that the long one holds. */
function shortAddress(address: string): Promise<string> {
  const path = `/${randomBytes(6).toString('hex')}`;
  const guide = createServer((request, response) => {
    if (request.url === path) response.writeHead(302, { location: address }).end();
    else response.writeHead(404).end();
  });
  guide.unref();
  return new Promise((resolve, reject) => {
    guide.once('error', reject);
    guide.listen(0, '127.0.0.1', () => {
      const bound = guide.address();
      resolve(typeof bound === 'object' && bound !== null ? `http://127.0.0.1:${bound.port}${path}` : address);
    });
  });
}

/** Opens the address in the person's browser, where there is a desktop to show it on. */
function openBrowser(address: string): void {
  const windows = process.platform === 'win32';
  const desktop = windows || process.platform === 'darwin' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  const opener = windows ? 'explorer' : process.platform === 'darwin' ? 'open' : 'xdg-open';
  if (!desktop || which(opener) === undefined) return;
  spawn(opener, [address], { detached: true, stdio: 'ignore' })
    .on('error', () => say('no browser opened; open the address by hand'))
    .unref();
}

main().then(
  (code) => process.exit(code),
  (problem: unknown) => {
    console.error(`start: ${problem instanceof Error ? problem.message : String(problem)}`);
    process.exit(1);
  },
);
