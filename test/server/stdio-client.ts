/** A client for the real server: starts it as a process, bundled as it is shipped, and talks to it over its standard streams. */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { repositoryRoot } from '../support/disk-files';
import { LspClient, type StartOptions } from './lsp-client';

export class StdioClient extends LspClient {
  private constructor(
    readonly process: ChildProcessWithoutNullStreams,
    connection: MessageConnection,
  ) {
    super(connection);
  }

  static async start(options: StartOptions = {}, nodeOptions: readonly string[] = []): Promise<StdioClient> {
    const process_ = spawn(process.execPath, [...nodeOptions, await serverBundle(), '--stdio'], { stdio: 'pipe' });
    const connection = createMessageConnection(
      new StreamMessageReader(process_.stdout),
      new StreamMessageWriter(process_.stdin),
    );
    const client = new StdioClient(process_, connection);
    process_.stderr.on('data', (data: Buffer) => client.log.push(data.toString()));
    await client.initialize(process.pid, options);
    return client;
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
export function serverBundle(): Promise<string> {
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
