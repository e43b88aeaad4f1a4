/** Designs that models would become, as files that can be read and not written: editors, previews and the language server have them as any other file. */

import * as vscode from 'vscode';
import { fileName } from '../preview/text-editor';

export const designScheme = 'incept-import';

export class ImportedDesigns implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly texts = new Map<string, { readonly bytes: Uint8Array; readonly time: number }>();
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  private readonly registration = vscode.workspace.registerFileSystemProvider(designScheme, this, { isReadonly: true });

  /** The address of a model's design: the model's own, with another scheme and ending. */
  addressOf(model: vscode.Uri): vscode.Uri {
    const path = `${model.path.replace(/(?<=[^/])\.[^./]*$/, '')}.cnn`;
    return vscode.Uri.from({ scheme: designScheme, path, query: model.toString() });
  }

  set(model: vscode.Uri, text: string): vscode.Uri {
    const uri = this.addressOf(model);
    const type = this.texts.has(uri.toString()) ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created;
    this.texts.set(uri.toString(), { bytes: new TextEncoder().encode(text), time: Date.now() });
    this.changed.fire([{ type, uri }]);
    return uri;
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const { bytes, time } = this.find(uri);
    return { type: vscode.FileType.File, ctime: time, mtime: time, size: bytes.length };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return this.find(uri).bytes;
  }

  readDirectory(): [string, vscode.FileType][] {
    return [...this.texts.keys()].map((key) => [fileName(vscode.Uri.parse(key)), vscode.FileType.File]);
  }

  watch(): vscode.Disposable {
    return { dispose: () => {} };
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }

  private find(uri: vscode.Uri) {
    const found = this.texts.get(uri.toString());
    if (found === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return found;
  }
}
