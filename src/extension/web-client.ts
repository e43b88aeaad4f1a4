/**
 * The language client in a browser: the server is a worker, and runs are computed in one that the server starts. Neither may be
 * started from where the extension lies: their bundles are read, and started from Blobs.
 */

import * as vscode from 'vscode';
import * as lsp from 'vscode-languageclient/browser';
import { Lifeline } from '../base/web-lifeline';
import type { WebSetup } from '../protocol/web-setup';
import { messagePages } from '../words/message-pages';
import { clientOptions } from './client-options';
import type { StartClient } from './language-session';

/** As much of a worker as is used here; to the client's library it is a port. */
interface ServerWorker {
  terminate(): void;
  addEventListener(type: 'message' | 'error', listener: () => void): void;
}

type Port = ConstructorParameters<typeof lsp.BrowserMessageReader>[0];

/** The library hears of no end of a worker. */
class ServerReader extends lsp.BrowserMessageReader {
  /** As of a process that has ended: the client starts another, or says why not. */
  end(): void {
    this.fireClose();
  }
}

/** As much of a worker's `globalThis` as is used. */
interface HostScope {
  readonly Blob: new (parts: readonly unknown[], options: { readonly type: string }) => unknown;
  readonly URL: { createObjectURL(blob: unknown): string };
  readonly Worker: new (address: string, options: { readonly name: string }) => ServerWorker;
}

const scope = globalThis as unknown as HostScope;

/** @param extension Its folder. */
export function webClient(extension: vscode.Uri, output: vscode.LogOutputChannel): StartClient {
  const read = (...path: string[]) => vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, ...path));
  const addressOf = (...parts: unknown[]): string =>
    scope.URL.createObjectURL(new scope.Blob(parts, { type: 'text/javascript' }));
  const serverAddress = async (): Promise<string> => {
    const [server, runs, ...pages] = await Promise.all([
      read('dist', 'web', 'server.js'),
      read('dist', 'web', 'run-worker.js'),
      ...Object.values(messagePages).map(async (path) => {
        const text = new TextDecoder().decode(await read(path));
        return [path, { address: vscode.Uri.joinPath(extension, path).toString(), text }] as const;
      }),
    ]);
    const setup: WebSetup = {
      runWorker: addressOf(runs),
      documentation: Object.fromEntries(pages),
    };
    return addressOf(`globalThis.inceptSetup = ${JSON.stringify(setup)};\n`, server);
  };
  let address: Promise<string> | undefined;
  let endRunning = (): void => {};
  // The library knows a worker by its class, which is another one in an extension host.
  const start = async (): Promise<lsp.MessageTransports> => {
    address ??= serverAddress();
    const server = await address;
    // One that hangs ends by nothing else.
    endRunning();
    const lifeline = new Lifeline(() => reader.end());
    const worker = new scope.Worker(server, lifeline.options);
    const reader = new ServerReader(worker as unknown as Port);
    const end = (): void => {
      lifeline.cut();
      worker.terminate();
    };
    endRunning = end;
    worker.addEventListener('message', () => lifeline.watch());
    worker.addEventListener('error', () => {
      // What has thrown outside of every guard may be in any state.
      end();
      reader.end();
    });
    return { reader, writer: new lsp.BrowserMessageWriter(worker as unknown as Port) };
  };
  return async (events) => new lsp.LanguageClient('incept', 'Incept', start, clientOptions(lsp, output, events));
}
