/**
 * A file system of the window with little room. Stands in for a disk, which a test cannot fill without an administrator's rights; as
 * VS Code does on one, it empties a file before it writes into it, and so loses the old content where there is no room for the new.
 */

import * as vscode from 'vscode';

export class SmallDisk implements vscode.FileSystemProvider, vscode.Disposable {
  readonly files = new Map<string, Uint8Array>();
  /** Bytes. */
  room = Number.POSITIVE_INFINITY;
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  private readonly registration: vscode.Disposable;

  constructor(private readonly scheme: string) {
    this.registration = vscode.workspace.registerFileSystemProvider(scheme, this, { isCaseSensitive: true });
  }

  uri(path: string): vscode.Uri {
    return vscode.Uri.from({ scheme: this.scheme, path });
  }

  text(path: string): string {
    return new TextDecoder().decode(this.readFile(this.uri(path)));
  }

  /** Paths of all files, sorted. */
  get paths(): string[] {
    return [...this.files.keys()].sort();
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    if (uri.path === '/') return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    return { type: vscode.FileType.File, ctime: 0, mtime: Date.now(), size: this.readFile(uri).length };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const found = this.files.get(uri.path);
    if (found === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return found;
  }

  readDirectory(): [string, vscode.FileType][] {
    return this.paths.map((path) => [path.slice(1), vscode.FileType.File]);
  }

  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    this.files.set(uri.path, new Uint8Array());
    const used = [...this.files.values()].reduce((sum, { length }) => sum + length, 0);
    if (used + content.length > this.room) throw vscode.FileSystemError.Unavailable('no space left on this disk');
    this.files.set(uri.path, content);
    this.changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  rename(from: vscode.Uri, to: vscode.Uri, { overwrite }: { overwrite: boolean }): void {
    const content = this.readFile(from);
    if (this.files.has(to.path) && !overwrite) throw vscode.FileSystemError.FileExists(to);
    this.files.delete(from.path);
    this.files.set(to.path, content);
    this.changed.fire([{ type: vscode.FileChangeType.Changed, uri: to }]);
  }

  delete(uri: vscode.Uri): void {
    if (!this.files.delete(uri.path)) throw vscode.FileSystemError.FileNotFound(uri);
  }

  createDirectory(): void {}

  watch(): vscode.Disposable {
    return { dispose: () => {} };
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}
