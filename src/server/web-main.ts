/**
 * The language server as a worker of a browser: messages over its port, files from the client. Runs are computed in a worker of its own,
 * whose address is set, with the pages of the documentation, before this text is read.
 */

import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { holdLifeline } from '../base/web-lifeline';
import type { WebSetup } from '../protocol/web-setup';
import { type WebWorker, webRunner } from '../runtime/web-runner';
import { clientFiles } from './client-files';
import { createServer } from './create-server';
import { documentationIn } from './documentation';

/** As much of a worker's `globalThis` as is used. */
interface WorkerScope {
  readonly inceptSetup: WebSetup;
  setTimeout(action: () => void, milliseconds: number): unknown;
  clearTimeout(timer: unknown): void;
  readonly performance: { now(): number };
  readonly Worker: new (address: string, options: { readonly name: string }) => WebWorker;
}

const scope = globalThis as unknown as WorkerScope;
void holdLifeline();
const port = globalThis as unknown as ConstructorParameters<typeof BrowserMessageReader>[0];
const connection = createConnection(new BrowserMessageReader(port), new BrowserMessageWriter(port));

const { runWorker, documentation } = scope.inceptSetup;

createServer(connection, {
  files: clientFiles(connection),
  runner: webRunner((options) => new scope.Worker(runWorker, options)),
  documentation: documentationIn((path) => {
    const page = documentation[path];
    return page && { address: page.address, text: () => page.text };
  }),
  now: () => scope.performance.now(),
  // Messages that wait have their turn before a timer.
  soon: (action) => {
    const timer = scope.setTimeout(action, 0);
    return () => scope.clearTimeout(timer);
  },
  // A browser does not say.
  memoryLeft: () => Number.POSITIVE_INFINITY,
});
