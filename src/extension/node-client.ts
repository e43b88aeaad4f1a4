/**
 * The language client where there is Node: the server is a process of its own, spoken to over its channel. The client's
 * library is loaded here, late, from the bundle beside this one (language-client.ts).
 */

import type * as vscode from 'vscode';
import { clientOptions } from './client-options';
import type { StartClient } from './language-session';

/** @param module Path of the server's bundle. */
export function nodeClient(module: string, output: vscode.LogOutputChannel): StartClient {
  return async (events) => {
    const lsp = await import('./language-client');
    const server = { module, transport: lsp.TransportKind.ipc };
    return new lsp.LanguageClient('incept', 'Incept', server, clientOptions(lsp, output, events));
  };
}
