/** The worker that imports networks, in a browser: its bundle is read, and started from a Blob, as the server's is. */

import * as vscode from 'vscode';
import { Lifeline } from '../../base/web-lifeline';
import type { FromModelWorker, ToModelWorker } from '../../protocol/model-messages';
import type { StartModelWorker } from '../../session/import-in-worker';

/** As much of a worker's `globalThis` as is used. */
interface HostScope {
  readonly Blob: new (parts: readonly unknown[], options: { readonly type: string }) => unknown;
  readonly URL: { createObjectURL(blob: unknown): string };
  readonly Worker: new (address: string, options: { readonly name: string }) => PageWorker;
}

interface PageWorker {
  onmessage: ((event: { readonly data: FromModelWorker }) => void) | null;
  onerror: ((event: { readonly message?: string }) => void) | null;
  postMessage(message: ToModelWorker): void;
  terminate(): void;
}

const scope = globalThis as unknown as HostScope;

/** @param extension Its folder. */
export function webModelWorker(extension: vscode.Uri): StartModelWorker {
  let address: Promise<string> | undefined;
  const read = async (): Promise<string> => {
    const bundle = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, 'dist', 'web', 'model-worker.js'));
    return scope.URL.createObjectURL(new scope.Blob([bundle], { type: 'text/javascript' }));
  };
  return async (onMessage, onError) => {
    address ??= read();
    const lifeline = new Lifeline(() => onError(new Error('ended')));
    const worker = new scope.Worker(await address, lifeline.options);
    lifeline.watch();
    worker.onmessage = ({ data }) => onMessage(data);
    worker.onerror = ({ message }) => onError(new Error(message));
    return {
      post: (message) => worker.postMessage(message),
      terminate: () => {
        lifeline.cut();
        worker.terminate();
      },
    };
  };
}
