/** The extension's way in, in a browser's extension host, which is a worker without Node. */

import type * as vscode from 'vscode';
import { activateIn } from './activate';
import { webModelWorker } from './models/web-model-worker';
import { webClient } from './web-client';

export function activate(context: vscode.ExtensionContext): void {
  activateIn(context, {
    client: (output) => webClient(context.extensionUri, output),
    modelWorker: webModelWorker(context.extensionUri),
  });
}
