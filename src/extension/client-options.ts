/** What the language client is told, wherever its server runs. */

import type * as vscode from 'vscode';
import type { LanguageClientOptions } from 'vscode-languageclient';
import type { ClientEvents } from './language-session';

/** Commands that a link in a hover may run. */
const linkedCommands = ['incept.explain', 'incept.chooseInstance'];

/** Members of the client's library, whichever of its entries it is. */
interface ClientLibrary {
  readonly RevealOutputChannelOn: typeof import('vscode-languageclient').RevealOutputChannelOn;
  readonly ErrorAction: typeof import('vscode-languageclient').ErrorAction;
  readonly CloseAction: typeof import('vscode-languageclient').CloseAction;
}

export function clientOptions(
  lsp: ClientLibrary,
  output: vscode.LogOutputChannel,
  { initializationOptions, wantsRestart }: ClientEvents,
): LanguageClientOptions {
  return {
    documentSelector: [{ language: 'cnn' }],
    outputChannel: output,
    revealOutputChannelOn: lsp.RevealOutputChannelOn.Never,
    initializationOptions,
    // A server that ends before it is there has ended as any other: `closed` says what comes of it.
    initializationFailedHandler: () => false,
    markdown: { isTrusted: { enabledCommands: linkedCommands } },
    errorHandler: {
      error: () => ({ action: lsp.ErrorAction.Continue }),
      closed: () => ({
        action: wantsRestart() ? lsp.CloseAction.Restart : lsp.CloseAction.DoNotRestart,
        handled: true,
      }),
    },
  };
}
