/** The extension's way in, in the desktop's and the remote extension host: its language server is a process. */

import * as vscode from 'vscode';
import { activateIn } from './activate';
import { nodeClient } from './node-client';

export function activate(context: vscode.ExtensionContext): void {
  const serverPath = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
  activateIn(context, { client: (output) => nodeClient(serverPath, output) });
}
