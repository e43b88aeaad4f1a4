/** The example networks that the extension brings: their places, their texts, and copies to play with. */

import * as vscode from 'vscode';

export function exampleFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'examples');
}

export async function exampleText(extensionUri: vscode.Uri, file: string): Promise<string> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(exampleFolder(extensionUri), file));
  return new TextDecoder().decode(bytes);
}

/** Opens the text as a new document: the example itself belongs to the extension. */
export async function openCopy(content: string, viewColumn?: vscode.ViewColumn): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'cnn', content });
  await vscode.window.showTextDocument(document, {
    preview: false,
    ...(viewColumn === undefined ? {} : { viewColumn }),
  });
}
