/**
 * What the workspace has asked the file system, and was answered: parsed texts, where links lead, which folders are
 * repositories. Answers are kept until they are forgotten, in bounded number; what is forgotten keeps its tree until it
 * is read again, and beyond if the text is still the same. Which file may be asked for is decided elsewhere.
 */

import type { FileId } from '../base/span';
import type { Unreadable } from '../graph/files';
import { parse } from '../syntax/parser';
import type { SourceFile } from '../syntax/tree';
import { type DesignFiles, FileError } from './file-system';
import { foldersAround } from './import-policy';
import { idFrom } from './uri';

interface Known {
  isLocated: boolean;
  canonical: FileId | undefined;
  isRead: boolean;
  tree: SourceFile | undefined;
  /** Why what is there gave no tree. */
  unreadable: Unreadable | undefined;
}

/** Far more than a closure of imports and the files of a folder together; what is dropped is asked for again. */
const mostKnown = 4096;

export class Disk {
  private readonly files = new Map<FileId, Known>();
  /** Roots of files outside of all workspace folders, by their own folder. */
  private readonly homes = new Map<FileId, FileId>();
  private readonly asked = new Map<string, Promise<void>>();
  /** Answers to questions from before something was forgotten count no more. */
  private epoch = 0;

  constructor(private readonly fileSystem: DesignFiles) {}

  /** As it was last read. */
  tree(id: FileId): SourceFile | undefined {
    return this.files.get(id)?.tree;
  }

  unreadable(id: FileId): Unreadable | undefined {
    return this.files.get(id)?.unreadable;
  }

  isRead(id: FileId): boolean {
    return this.files.get(id)?.isRead ?? false;
  }

  isLocated(id: FileId): boolean {
    return this.files.get(id)?.isLocated ?? false;
  }

  canonical(id: FileId): FileId | undefined {
    return this.files.get(id)?.canonical;
  }

  /** The root of the files in a folder that no workspace folder holds; undefined until it was found. */
  home(folder: FileId): FileId | undefined {
    return this.homes.get(folder);
  }

  get size(): number {
    return this.files.size + this.homes.size + this.asked.size;
  }

  read(id: FileId): Promise<void> {
    return this.ask(`read ${id}`, async (isCurrent) => {
      let text: string | undefined;
      let unreadable: Unreadable | undefined;
      try {
        text = await this.fileSystem.readText(id);
      } catch (error) {
        unreadable = reasonOf(error);
      }
      if (!isCurrent()) return;
      const known = this.known(id);
      known.isRead = true;
      known.unreadable = unreadable;
      if (known.tree?.text !== text) known.tree = text === undefined ? undefined : parse(id, text);
    });
  }

  /** Finds out where links lead. */
  locate(id: FileId): Promise<void> {
    return this.ask(`locate ${id}`, async (isCurrent) => {
      const canonical = await orNothing(() => this.fileSystem.canonical(id));
      if (!isCurrent()) return;
      const known = this.known(id);
      known.isLocated = true;
      known.canonical = canonical;
    });
  }

  /** Looks for the repository that a folder belongs to. */
  findHome(folder: FileId): Promise<void> {
    return this.ask(`home ${folder}`, async (isCurrent) => {
      let home = folder;
      for (const around of foldersAround(folder)) {
        const marker = idFrom(around, '.git');
        if ((await orNothing(() => this.fileSystem.canonical(marker))) === undefined) continue;
        home = around;
        break;
      }
      if (!isCurrent()) return;
      if (this.homes.size >= mostKnown) this.homes.clear();
      this.homes.set(folder, home);
    });
  }

  /** The content of a file may have changed. */
  forget(id: FileId): void {
    this.epoch++;
    const known = this.files.get(id);
    if (known !== undefined) known.isRead = false;
  }

  /** Any file may have changed. */
  forgetTexts(): void {
    this.epoch++;
    for (const known of this.files.values()) known.isRead = false;
  }

  /** Files, folders and links may have come and gone. */
  forgetPlaces(): void {
    this.epoch++;
    this.homes.clear();
    for (const known of this.files.values()) {
      known.isLocated = false;
      // What was not there may be there now.
      if (known.tree === undefined) known.isRead = false;
    }
  }

  private known(id: FileId): Known {
    let known = this.files.get(id);
    if (known === undefined) {
      known = { isLocated: false, canonical: undefined, isRead: false, tree: undefined, unreadable: undefined };
      const oldest = this.files.size >= mostKnown ? this.files.keys().next() : undefined;
      if (oldest?.done === false) this.files.delete(oldest.value);
      this.files.set(id, known);
    }
    return known;
  }

  /** A question that is on its way is not asked twice. */
  private ask(key: string, question: (isCurrent: () => boolean) => Promise<void>): Promise<void> {
    const epoch = this.epoch;
    const full = `${epoch} ${key}`;
    const known = this.asked.get(full);
    if (known !== undefined) return known;
    const asking = question(() => this.epoch === epoch).finally(() => this.asked.delete(full));
    this.asked.set(full, asking);
    return asking;
  }
}

/** Undefined where there is no such file, which is also what a file system that fails has. */
function reasonOf(error: unknown): Unreadable | undefined {
  const kind = error instanceof FileError ? error.problem.kind : 'missing';
  return kind === 'missing' || kind === 'parent' ? undefined : kind;
}

/** A file system that fails has no such file. */
async function orNothing<T>(question: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await question();
  } catch {
    return undefined;
  }
}
