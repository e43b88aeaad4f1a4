/** Files in memory: for a page without a disk, and for tests. Links lead from one id to another. */

import type { FileId } from '../base/span';
import { decodeText, type FileEnding, FileError, type FileSystem, isSkipped, mostFiles } from './file-system';
import { folderId, idOf, isBelow } from './uri';

export class MemoryFiles implements FileSystem {
  private readonly files = new Map<FileId, string | Uint8Array>();
  private readonly links = new Map<FileId, FileId>();

  /** By URI, in any spelling. */
  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    for (const [uri, content] of Object.entries(files)) this.write(uri, content);
  }

  write(uri: string, content: string | Uint8Array): void {
    this.files.set(idOf(uri), content);
  }

  remove(uri: string): void {
    this.files.delete(idOf(uri));
  }

  /** From now on the file or folder is that of another place. */
  link(uri: string, target: string): void {
    this.links.set(folderId(uri), folderId(target));
  }

  async readText(id: FileId): Promise<string | undefined> {
    const content = this.files.get(this.followed(id));
    if (content === undefined && this.isFolder(this.followed(id))) throw new FileError({ kind: 'folder' });
    if (content === undefined || typeof content === 'string') return content;
    return decodeText(content);
  }

  async readBytes(id: FileId): Promise<Uint8Array> {
    const content = this.files.get(this.followed(id));
    if (content === undefined) throw new FileError({ kind: this.isFolder(this.followed(id)) ? 'folder' : 'missing' });
    return typeof content === 'string' ? new TextEncoder().encode(content) : content;
  }

  async canonical(id: FileId): Promise<FileId | undefined> {
    const followed = this.followed(id);
    return this.files.has(followed) || this.isFolder(followed) ? followed : undefined;
  }

  async readStart(id: FileId, length: number): Promise<Uint8Array> {
    return (await this.readBytes(id)).subarray(0, length);
  }

  async list(
    folder: FileId,
    extent: 'quick' | 'all' = 'quick',
    ending: FileEnding = '.cnn',
  ): Promise<readonly FileId[]> {
    return [...this.files.keys()]
      .filter((id) => isBelow(folder, id) && id.endsWith(ending))
      .filter(
        (id) =>
          !id
            .slice(folder.length)
            .split('/')
            .slice(0, -1)
            .some((name) => name !== '' && isSkipped(name)),
      )
      .slice(0, extent === 'all' ? undefined : mostFiles);
  }

  private isFolder(id: FileId): boolean {
    for (const file of this.files.keys()) if (isBelow(id, file)) return true;
    return false;
  }

  /** Links may lead to links; a circle of them ends somewhere in it. */
  private followed(id: FileId): FileId {
    let at = id;
    for (let turn = 0; turn <= this.links.size; turn++) {
      const link = [...this.links.keys()].find((from) => at === from || isBelow(from, at));
      if (link === undefined) return at;
      at = `${this.links.get(link)}${at.slice(link.length)}`;
    }
    return at;
  }
}
