/**
 * Puts a real VS Code into .vscode-test/: code-server's npm package carries the workbench and the extension host, and
 * `node-PLATFORM-ARCH` the Node it needs. A finished install is reused; it is made in a folder beside and renamed, so
 * that an interrupted one is never taken for whole. Starting it is left to launch.ts.
 */

import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

const codeServerVersion = '4.139.1';
const nodeVersion = '24.21.0';
/** Raised when what is done to the installed files changes, so that older caches are made again. */
const recipe = 1;

/** Extensions of VS Code that need a network or an account; without them the window starts sooner. */
const unneededExtensions =
  /^(copilot|mermaid-markdown-features|ms-vscode\.js-debug.*|microsoft-authentication|github.*|tunnel-forwarding|terminal-suggest)$/;

export interface Installation {
  /** The Node binary that runs the server. */
  readonly node: string;
  /** VS Code's server program. */
  readonly serverMain: string;
}

/** An install that could not be made, with what to do about it. */
export class InstallError extends Error {
  override readonly name = 'InstallError';
}

/** The cached VS Code, installed first when there is none. `log` gets lines of progress. */
export async function installVsCode(log: (line: string) => void = console.log): Promise<Installation> {
  const cache = join(projectRoot, '.vscode-test');
  const folder = join(cache, `code-server-${codeServerVersion}-node-${nodeVersion}-r${recipe}`);
  if (!existsSync(join(folder, 'complete'))) {
    const started = Date.now();
    const workshop = join(cache, `installing-${process.pid}`);
    rmSync(workshop, { recursive: true, force: true });
    mkdirSync(workshop, { recursive: true });
    try {
      await install(workshop, log);
      rmSync(folder, { recursive: true, force: true });
      renameSync(workshop, folder);
    } catch (problem) {
      // Another run may have finished the same install meanwhile.
      if (!existsSync(join(folder, 'complete'))) throw problem;
    } finally {
      rmSync(workshop, { recursive: true, force: true });
    }
    log(`VS Code is installed in ${folder} (${((Date.now() - started) / 1000).toFixed(0)} s)`);
  }
  return located(folder);
}

async function install(folder: string, log: (line: string) => void): Promise<void> {
  const nodePackage = nodePackageName();
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  log(`VS Code: installing code-server ${codeServerVersion} and Node ${nodeVersion} (about 500 MB, once)`);
  const packages = [`code-server@${codeServerVersion}`, `${nodePackage}@${nodeVersion}`];
  await npm(folder, ['install', '--ignore-scripts', '--no-save', '--no-package-lock', ...packages]);

  const vscode = join(folder, 'node_modules/code-server/lib/vscode');
  log("VS Code: installing the server's own packages");
  await npm(vscode, ['install', '--omit=dev', '--ignore-scripts']);

  for (const name of readdirSync(join(vscode, 'extensions'))) {
    if (unneededExtensions.test(name)) rmSync(join(vscode, 'extensions', name), { recursive: true });
  }
  // Two native modules have no prebuilt binary. Small stand-ins need no compiler.
  for (const name of ['spdlog', 'native-watchdog']) {
    const standIn = join(projectRoot, 'test/vscode/rig/stand-ins', `${name}.js`);
    copyFileSync(standIn, join(vscode, 'node_modules/@vscode', name, 'index.js'));
  }
  const { node, serverMain } = located(folder);
  if (!existsSync(node) || !existsSync(serverMain)) {
    throw new InstallError(`the install lacks ${existsSync(node) ? serverMain : node}`);
  }
  writeFileSync(join(folder, 'complete'), '');
}

function nodePackageName(): string {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  if (!['linux', 'darwin', 'win'].includes(platform) || !['x64', 'arm64'].includes(process.arch)) {
    throw new InstallError(
      `there is no packaged Node for ${process.platform} ${process.arch}; set VSCODE_EXECUTABLE to an installed VS Code`,
    );
  }
  return `node-${platform}-${process.arch}`;
}

function located(folder: string): Installation {
  const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  return {
    node: join(folder, 'node_modules', nodePackageName(), binary),
    serverMain: join(folder, 'node_modules/code-server/lib/vscode/out/server-main.js'),
  };
}

/** Runs npm quietly; its output is shown only when it fails. */
function npm(cwd: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const windows = process.platform === 'win32';
    const child = spawn(windows ? 'npm.cmd' : 'npm', [...args, '--no-fund', '--no-audit', '--loglevel=error'], {
      cwd,
      shell: windows,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (data: Buffer) => {
      output = (output + data.toString()).slice(-4000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (problem) => reject(new InstallError(`npm does not start: ${problem.message}`)));
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new InstallError(`\`npm ${args.join(' ')}\` in ${cwd} ended with code ${code}:\n${output}`));
    });
  });
}
