/** The extension's way in, in the desktop's and the remote extension host: its language server is a process. */

import * as vscode from 'vscode';
import { activateIn } from './activate';
import { nodeModelWorker } from './models/node-model-worker';
import { nodeClient } from './node-client';
import { toolsInThreads } from './node-tools';

export function activate(context: vscode.ExtensionContext): void {
  const bundle = (name: string): string => vscode.Uri.joinPath(context.extensionUri, 'dist', name).fsPath;
  activateIn(context, {
    client: (output) => nodeClient(bundle('server.js'), output),
    modelWorker: nodeModelWorker(bundle('model-worker.js')),
    tools: (say) => ({
      run: toolsInThreads(bundle('tool-worker.js'), say),
      // The editor's program is Node for who asks it so.
      server: { command: process.execPath, args: [bundle('cli.js'), 'mcp'], env: { ELECTRON_RUN_AS_NODE: '1' } },
    }),
  });
}
