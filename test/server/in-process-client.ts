/** A client for a server in the same process, over a real connection: messages are written, read and answered as ever. */

import { PassThrough } from 'node:stream';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver-protocol/node';
import { createServer } from '../../src/server/create-server';
import type { ServerHost } from '../../src/server/host';
import { soon } from '../../src/server/node-soon';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { LspClient, type StartOptions } from './lsp-client';

export class InProcessClient extends LspClient {
  /** @param files What lies on the server's disk, by URI. It can run nothing. */
  static async start(
    files: Readonly<Record<string, string | Uint8Array>>,
    workspaceFolders: readonly string[],
    options: StartOptions = {},
    documentation?: ServerHost['documentation'],
  ): Promise<InProcessClient> {
    const toServer = new PassThrough();
    const toClient = new PassThrough();
    const server = createConnection(
      ProposedFeatures.all,
      new StreamMessageReader(toServer),
      new StreamMessageWriter(toClient),
    );
    const refuse = () => Promise.reject(new Error('this server runs nothing'));
    createServer(server, {
      files: new MemoryFiles(files),
      runner: { run: refuse, look: refuse, calibrate: refuse },
      now: () => performance.now(),
      soon,
      memoryLeft: () => Number.POSITIVE_INFINITY,
      ...(documentation === undefined ? {} : { documentation }),
    });
    const connection = createMessageConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
    const client = new InProcessClient(connection, 15_000);
    await client.initialize(null, { workspaceFolders, ...options });
    return client;
  }

  stop(): void {
    this.connection.dispose();
  }
}
