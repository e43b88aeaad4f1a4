/**
 * Starts a VS Code server in a process group of its own, with data folders of its own, and says under which address a
 * browser opens a workspace, a file and an extension under development. Driving the opened page is left to page.ts.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import type { Installation } from './install';

/** Settings that keep a test window quiet: no welcome page, no network, no animation that a screenshot would catch. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  'chat.disableAIFeatures': true,
  'editor.cursorBlinking': 'solid',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.menuBarVisibility': 'compact',
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

export interface ServerOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What the window is displayed in, as far as extensions can tell: VS Code's own texts stay English, as no language pack is there. */
  readonly language?: string;
  /** Environment of the server and of its extension hosts, on top of this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** The folder of an extension that is installed from the start. */
  readonly installed?: string;
  /** A packaged extension to install before the start. */
  readonly vsix?: string;
  /** Keep settings and state in this folder instead of a temporary one that is removed at the end. */
  readonly dataFolder?: string;
  /** Demand a secret in the address, which then lets in only those who were given it. */
  readonly token?: boolean;
  /** A port to listen on; without it, or when it is taken, any free one. */
  readonly port?: number;
  /** For a person: nothing drives the window, which then shows its notifications, and takes no extension from sources. */
  readonly forPeople?: boolean;
}

export interface Opening {
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  /** Absolute path of an extension to run from its sources. */
  readonly extension?: string;
  /** Absolute path of a module whose `run()` is called in the extension host. */
  readonly tests?: string;
  /** Absolute path of a file to show. */
  readonly file?: string;
  /** Of what stands before the server; without it the server's own. */
  readonly port?: number;
}

export interface VsCodeServer {
  readonly port: number;
  readonly dataFolder: string;
  address(opening: Opening): string;
  /** Settles when the server's process is gone, wanted or not. */
  readonly ended: Promise<void>;
  /** Ends the server and everything it started, and removes its temporary data. */
  stop(): Promise<void>;
}

/** A server that did not come up, with the last lines it printed. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
}

const startDeadlineMs = 60_000;

export async function startServer(installation: Installation, options: ServerOptions = {}): Promise<VsCodeServer> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'incept-vscode-'));
  const userFolder = join(dataFolder, 'data', 'User');
  mkdirSync(userFolder, { recursive: true });
  const settings = join(userFolder, 'settings.json');
  // In a folder that stays, the settings are the person's own from the second start on.
  if (options.dataFolder === undefined || !existsSync(settings)) {
    writeFileSync(settings, `${JSON.stringify({ ...quietSettings, ...options.settings }, null, 2)}\n`);
  }

  if (options.language !== undefined) speak(options.language, dataFolder);

  const folders = ['--server-data-dir', dataFolder, '--extensions-dir', join(dataFolder, 'extensions')];
  const env = serverEnvironment(options.env ?? {});
  if (options.installed !== undefined) {
    mkdirSync(join(dataFolder, 'extensions'), { recursive: true });
    linkTo(options.installed, join(dataFolder, 'extensions', 'installed'));
  }
  if (options.vsix !== undefined) await installVsix(installation, folders, options.vsix, env);

  const token = options.token ? randomUUID() : undefined;
  const child = spawn(
    installation.node,
    [
      installation.serverMain,
      ...['--host', '127.0.0.1', '--port', String(await freePort(options.port ?? 0))],
      ...(token === undefined ? ['--without-connection-token'] : ['--connection-token', token]),
      ...['--accept-server-license-terms', '--telemetry-level', 'off', '--disable-workspace-trust'],
      // Without it the workbench ignores the payload that names the extension and its tests; with it no notification shows.
      ...(options.forPeople ? [] : ['--enable-smoke-test-driver']),
      ...folders,
    ],
    { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const outside = (opening: Opening): Opening => {
    if (opening.extension === undefined || !installation.serverMain.startsWith(opening.extension + sep)) return opening;
    return { ...opening, extension: linkTo(opening.extension, join(dataFolder, 'extension')) };
  };
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    await endGroup(child);
    if (options.dataFolder === undefined) rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const port = await listening(child);
    return {
      port,
      dataFolder,
      address: (opening) => address(opening.port ?? port, token, outside(opening)),
      ended,
      stop,
    };
  } catch (problem) {
    await stop();
    throw problem;
  }
}

/** A language pack without texts, and the choice of its language. */
function speak(language: string, dataFolder: string): void {
  const translations = join(dataFolder, 'no-texts.json');
  writeFileSync(translations, JSON.stringify({ version: '1.0.0', contents: { 'vs/nls': {} } }));
  const extensions = [{ extensionIdentifier: { id: `test.${language}` }, version: '1.0.0' }];
  const pack = { hash: language, extensions, translations: { vscode: translations }, label: language };
  writeFileSync(join(dataFolder, 'data', 'languagepacks.json'), JSON.stringify({ [language]: pack }));
  writeFileSync(join(dataFolder, 'data', 'User', 'argv.json'), JSON.stringify({ locale: language }));
}

function address(port: number, token: string | undefined, opening: Opening): string {
  const remote = (path: string) => `vscode-remote://127.0.0.1:${port}${path}`;
  const payload: [string, string][] = [['skipWelcome', 'true']];
  if (opening.extension !== undefined) payload.push(['extensionDevelopmentPath', remote(opening.extension)]);
  if (opening.tests !== undefined) payload.push(['extensionTestsPath', remote(opening.tests)]);
  if (opening.file !== undefined) payload.push(['openFile', remote(opening.file)]);
  const query = new URLSearchParams({ folder: opening.folder, payload: JSON.stringify(payload) });
  if (token !== undefined) query.set('tkn', token);
  return `http://127.0.0.1:${port}/?${query}`;
}

/**
 * A link to the extension's folder. VS Code prefers the themes of an extension under development to the chosen one, and
 * tells them by their path: when VS Code itself lies inside of that folder, its own themes are taken for such.
 */
function linkTo(extension: string, link: string): string {
  rmSync(link, { force: true });
  symlinkSync(extension, link, 'junction');
  return link;
}

function serverEnvironment(added: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, EXTENSIONS_GALLERY: '{}', ...added };
  // A terminal inside VS Code leaks these, and they would turn the new server into a part of that window.
  for (const name of Object.keys(env)) {
    if (name.startsWith('VSCODE_') || name === 'NODE_OPTIONS' || name === 'ELECTRON_RUN_AS_NODE') delete env[name];
  }
  return env;
}

/** The port itself when it is free, else 0, which lets the system choose. */
function freePort(port: number): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(0));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)));
  });
}

/** Waits for the line with the port. */
function listening(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => fail(`did not listen within ${startDeadlineMs / 1000} s`), startDeadlineMs);
    const fail = (what: string) => {
      clearTimeout(timer);
      reject(new LaunchError(`the VS Code server ${what}\n${output.slice(-2000)}`));
    };
    const read = (data: Buffer) => {
      // Read on after the start too: a full pipe would stop the server.
      output = (output + data.toString()).slice(-8000);
      const match = /Extension host agent listening on (\d+)/.exec(output);
      if (match === null) return;
      clearTimeout(timer);
      resolve(Number(match[1]));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', (problem) => fail(`does not start: ${problem.message}`));
    child.once('exit', (code, signal) => fail(`ended early (${signal ?? `code ${code}`})`));
  });
}

function installVsix(
  installation: Installation,
  folders: readonly string[],
  vsix: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const args = [installation.serverMain, ...folders, '--accept-server-license-terms', '--install-extension', vsix];
    const child = spawn(installation.node, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (data: Buffer) => {
      output += data.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => {
      // The program exits with 0 for some failures, so its own words are asked for.
      if (code === 0 && /successfully installed/.test(output)) resolve();
      else reject(new LaunchError(`${vsix} cannot be installed (code ${code}):\n${output}`));
    });
  });
}

/** Ends a detached child with its whole group: a server leaves its extension hosts behind otherwise. */
export async function endGroup(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const signal = (name: NodeJS.Signals | 0) => {
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, name);
      return true;
    } catch {
      return false;
    }
  };
  signal('SIGTERM');
  for (let waited = 0; waited < 3000; waited += 100) {
    if (!signal(0)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  signal('SIGKILL');
}
