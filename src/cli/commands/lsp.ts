/** `incept lsp`: the language server for other editors, on standard input and output. */

import type { Command } from 'commander';
import type { Session } from '../session';

export function define(command: Command, session: Session): void {
  // Clients pass it by habit; there is no other transport.
  command.option('--stdio', session.words.help('stdio'));
  command.action(() => session.host.serveLanguage());
}
