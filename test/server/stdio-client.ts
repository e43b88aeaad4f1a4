/**
 * A client for the real server: starts dist/server.js as a process and talks to it over its standard streams, as an editor
 * does. Keeps what the server sends unasked, so that tests can wait for it.
 */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import {
  createMessageConnection,
  type Diagnostic,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { repositoryRoot } from '../support/disk-files';

export interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly Diagnostic[];
}

export interface StartOptions {
  readonly workspaceFolders?: readonly string[];
  readonly initializationOptions?: unknown;
}

/** Generous, as machines that test are busy; only a server that hangs ever reaches it. */
const deadlineMs = 100_000;

export class StdioClient {
  readonly published: Published[] = [];
  private readonly listeners = new Set<() => void>();
  readonly log: string[] = [];

  private constructor(
    readonly process: ChildProcessWithoutNullStreams,
    readonly connection: MessageConnection,
  ) {
    connection.onNotification('textDocument/publishDiagnostics', (params: Published) => {
      this.published.push(params);
      for (const listener of this.listeners) listener();
    });
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => void this.log.push(message));
    connection.onRequest('client/registerCapability', () => null);
    connection.onRequest('workspace/inlayHint/refresh', () => null);
    connection.onRequest('workspace/codeLens/refresh', () => null);
    connection.listen();
  }

  static async start(options: StartOptions = {}): Promise<StdioClient> {
    const process_ = spawn(process.execPath, [await serverBundle(), '--stdio'], { stdio: 'pipe' });
    const connection = createMessageConnection(
      new StreamMessageReader(process_.stdout),
      new StreamMessageWriter(process_.stdin),
    );
    const client = new StdioClient(process_, connection);
    process_.stderr.on('data', (data: Buffer) => client.log.push(data.toString()));
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: (options.workspaceFolders ?? []).map((uri) => ({ uri, name: uri })),
      capabilities: { textDocument: { completion: { completionItem: { snippetSupport: true } } } },
      initializationOptions: options.initializationOptions ?? { commands: true },
    });
    await connection.sendNotification('initialized', {});
    return client;
  }

  open(uri: string, text: string, version = 1): Promise<void> {
    return this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'cnn', version, text },
    });
  }

  change(uri: string, version: number, contentChanges: unknown): Promise<void> {
    return this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  request<R>(method: string, params: unknown): Promise<R> {
    return this.connection.sendRequest(method, params);
  }

  /** Diagnostics of a file from this version on, waiting for them if need be. */
  async diagnostics(uri: string, version: number): Promise<readonly Diagnostic[]> {
    return (await this.next((published) => published.uri === uri && (published.version ?? 0) >= version)).diagnostics;
  }

  /** The last published diagnostics that fit, waiting for them if need be. */
  next(fits: (published: Published) => boolean): Promise<Published> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.listeners.delete(look);
        reject(
          new Error(`no such diagnostics after ${deadlineMs} ms; the server said: ${this.log.slice(-3).join('\n')}`),
        );
      }, deadlineMs);
      const look = () => {
        const found = this.published.findLast(fits);
        if (found === undefined) return;
        clearTimeout(timer);
        this.listeners.delete(look);
        resolve(found);
      };
      this.listeners.add(look);
      look();
    });
  }

  /** Still answers, which is what matters after anything hostile. */
  async isAlive(): Promise<boolean> {
    const uri = 'file:///alive.cnn';
    await this.open(uri, 'network Alive { input: 4x4x3 conv(2, 1x1) }');
    const found = await this.request<{ contents: { value: string } } | null>('textDocument/hover', {
      textDocument: { uri },
      position: { line: 0, character: 33 },
    });
    return found?.contents.value.includes('4*4*2 * 1*1*3 = 96') === true;
  }

  async stop(): Promise<void> {
    this.connection.dispose();
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = new Promise((resolve) => this.process.once('exit', resolve));
      this.process.kill();
      await ended;
    }
  }
}

let bundle: Promise<string> | undefined;

/** The server as it stands in the sources, bundled once for all tests of a run. */
function serverBundle(): Promise<string> {
  bundle ??= (async () => {
    const folder = join(repositoryRoot, 'out', 'test-server');
    const outfile = join(folder, 'server.js');
    const common = { bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'error' } as const;
    await esbuild.build({ ...common, entryPoints: [join(repositoryRoot, 'src/server/node-main.ts')], outfile });
    await esbuild.build({
      ...common,
      entryPoints: [join(repositoryRoot, 'src/runtime/node-worker.ts')],
      outfile: join(folder, 'run-worker.js'),
    });
    if (!existsSync(outfile)) throw new Error('the server was not built');
    return outfile;
  })();
  return bundle;
}
