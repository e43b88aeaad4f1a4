/**
 * Writes files so that nothing is lost, on any file system of the editor: whole or not at all. VS Code empties a file before it
 * writes into it, so that a full disk or a lost connection would leave neither the old content nor the new.
 */

import * as vscode from 'vscode';
import { freshNonce } from './preview/html';

export interface FileContent {
  readonly uri: vscode.Uri;
  readonly content: string | Uint8Array;
}

/**
 * Every content is written beside its target before the first target is replaced: of files of which one is nothing without the
 * other, none is there where there is no room for all. Throws what the editor throws; then no part of a file is left.
 */
export async function writeWhole(files: readonly FileContent[]): Promise<void> {
  const { fs } = vscode.workspace;
  const encoder = new TextEncoder();
  const staged: { readonly fresh: vscode.Uri; readonly uri: vscode.Uri }[] = [];
  try {
    for (const { uri, content } of files) {
      const name = uri.path.split('/').at(-1) ?? '';
      const fresh = vscode.Uri.joinPath(uri, '..', `.${name.slice(0, 100)}.${freshNonce().slice(0, 12)}`);
      staged.push({ fresh, uri });
      await fs.writeFile(fresh, typeof content === 'string' ? encoder.encode(content) : content);
    }
    for (const { fresh, uri } of staged) await fs.rename(fresh, uri, { overwrite: true });
  } catch (problem) {
    for (const { fresh } of staged) await Promise.resolve(fs.delete(fresh)).catch(() => {});
    throw problem;
  }
}
