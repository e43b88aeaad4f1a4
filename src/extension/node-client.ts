/**
 * The language client where there is Node: the server is a process of its own, spoken to over its channel. The client's
 * library is loaded here, late, from the bundle beside this one (language-client.ts).
 */

import type * as vscode from 'vscode';
import type { StartClient } from './language-session';

/** Commands that a link in a hover may run. */
const linkedCommands = ['incept.explain', 'incept.chooseInstance'];

/** @param module Path of the server's bundle. */
export function nodeClient(module: string, output: vscode.LogOutputChannel): StartClient {
  return async ({ initializationOptions, wantsRestart }) => {
    const lsp = await import('./language-client');
    return new lsp.LanguageClient(
      'incept',
      'Incept',
      { module, transport: lsp.TransportKind.ipc },
      {
        documentSelector: [{ language: 'cnn' }],
        outputChannel: output,
        revealOutputChannelOn: lsp.RevealOutputChannelOn.Never,
        initializationOptions,
        markdown: { isTrusted: { enabledCommands: linkedCommands } },
        errorHandler: {
          error: () => ({ action: lsp.ErrorAction.Continue }),
          closed: () => ({
            action: wantsRestart() ? lsp.CloseAction.Restart : lsp.CloseAction.DoNotRestart,
            handled: true,
          }),
        },
      },
    );
  };
}
