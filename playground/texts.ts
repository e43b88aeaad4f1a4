/** The texts of the design: files by id, each with a version that grows with every change. Whoever shows, sends or keeps them listens. */

import type { FileId } from '../src/base/span';
import { type DesignFile, isDesignName, type LinkedDesign } from '../src/session/design-link';
import { idFrom } from '../src/workspace/uri';

/** The folder that the files are in. */
export const designFolder = 'playground:/design';

export interface OpenFile extends DesignFile {
  readonly id: FileId;
  readonly version: number;
}

export class TextStore {
  private byId = new Map<FileId, OpenFile>();
  private readonly listeners = new Set<(file: FileId) => void>();
  private versions = 0;

  /** Of a file that has come, was changed or has gone. */
  onChange(heed: (file: FileId) => void): void {
    this.listeners.add(heed);
  }

  /** In the order in which they are shown. */
  files(): readonly FileId[] {
    return [...this.byId.keys()];
  }

  get(file: FileId): OpenFile | undefined {
    return this.byId.get(file);
  }

  /** As a link holds them. */
  all(): readonly DesignFile[] {
    return [...this.byId.values()].map(({ name, text }) => ({ name, text }));
  }

  /** A file of a design; where a name is taken, whatever the capitals, it has a number behind it. */
  add({ name, text }: DesignFile): FileId {
    const free = this.freeName(name);
    const id = idFrom(designFolder, free);
    this.set({ id, name: free, text });
    return id;
  }

  write(file: FileId, text: string): void {
    const before = this.byId.get(file);
    if (before !== undefined && before.text !== text) this.set({ ...before, text });
  }

  remove(file: FileId): void {
    if (this.byId.delete(file)) this.tell(file);
  }

  /** Keeps its place among the others. Undefined where that is no name, or another file has it. */
  rename(file: FileId, name: string): FileId | undefined {
    const before = this.byId.get(file);
    if (before === undefined || !isDesignName(name) || this.isTaken(name, file)) return undefined;
    const id = idFrom(designFolder, name);
    const renamed = { ...before, id, name, version: ++this.versions };
    this.byId = new Map([...this.byId].map(([key, one]) => (key === file ? [id, renamed] : [key, one])));
    if (id !== file) this.tell(file);
    this.tell(id);
    return id;
  }

  /** All of another design; gives the file that it shows. */
  replace({ files, shown }: Pick<LinkedDesign, 'files' | 'shown'>): FileId {
    for (const file of this.files()) this.remove(file);
    const ids = files.map((file) => this.add(file));
    return ids[shown] as FileId;
  }

  isTaken(name: string, except?: FileId): boolean {
    return [...this.byId.values()].some((one) => one.id !== except && one.name.toLowerCase() === name.toLowerCase());
  }

  private freeName(name: string): string {
    const stem = name.replace(/\.cnn$/, '');
    for (let number = 1; ; number++) {
      const free = number === 1 ? `${stem}.cnn` : `${stem}-${number}.cnn`;
      if (!this.isTaken(free)) return free;
    }
  }

  /** Lines end as editors end them, so that offsets are the same for all. */
  private set({ id, name, text }: Omit<OpenFile, 'version'>): void {
    this.byId.set(id, { id, name, text: text.replace(/\r\n?/g, '\n'), version: ++this.versions });
    this.tell(id);
  }

  private tell(file: FileId): void {
    for (const heed of this.listeners) heed(file);
  }
}
