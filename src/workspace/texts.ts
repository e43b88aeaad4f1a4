/**
 * The current texts of files as trees: what an editor holds, or an overlay has edited, else what is on disk. From them
 * and the import policy: what a path means, and what has to be asked of the file system before a file and all that it
 * imports can be analysed.
 */

import type { FileId } from '../base/span';
import type { Unreadable } from '../graph/files';
import type { SourceFile } from '../syntax/tree';
import type { Disk } from './disk';
import { importTarget, isInside, type Root, rootsHolding } from './import-policy';
import { folderOf } from './uri';

/** Different files that the imports of one design may name; what is beyond is not looked for. */
const mostImported = 1000;

/** Questions to the file system at a time. */
const mostAtOnce = 32;

/** Texts that count instead of those on disk. */
export interface HeldTrees {
  tree(id: FileId): SourceFile | undefined;
}

type Question = () => Promise<void>;

export class LoadedTexts {
  constructor(
    private readonly disk: Disk,
    private readonly held: HeldTrees,
    private readonly folders: () => readonly FileId[],
  ) {}

  /** The parsed file; of a file that has changed on disk the tree from before, until it is loaded again. */
  tree(id: FileId): SourceFile | undefined {
    return this.held.tree(id) ?? this.disk.tree(id);
  }

  /** Why what is there has no tree. */
  unreadable(id: FileId): Unreadable | undefined {
    return this.disk.unreadable(id);
  }

  /** Whether `tree` says how the file is now, which may be that there is none. */
  isLoaded(id: FileId): boolean {
    return this.held.tree(id) !== undefined || this.disk.isRead(id);
  }

  /** The file that a path in an import means. `outside` also for what is no path of an import, or is not loaded. */
  resolve(from: FileId, path: string): FileId | 'outside' {
    const found = this.place(from, path);
    return typeof found === 'string' ? found : 'outside';
  }

  /** As `resolve`, once all is known that it takes. */
  async locate(from: FileId, path: string): Promise<FileId | 'outside'> {
    let found = this.place(from, path);
    for (; typeof found !== 'string'; found = this.place(from, path)) await Promise.all(found.map((ask) => ask()));
    return found;
  }

  /** Whether the file and all that it imports can be analysed at once. */
  isReady(id: FileId): boolean {
    return this.questions(id).length === 0;
  }

  /** Loads the file and all that it imports. */
  async load(id: FileId): Promise<void> {
    // An answer may name further files; a file that changes meanwhile is asked for again.
    for (let open = this.questions(id); open.length > 0; open = this.questions(id)) {
      for (let at = 0; at < open.length; at += mostAtOnce) {
        await Promise.all(open.slice(at, at + mostAtOnce).map((ask) => ask()));
      }
    }
  }

  private questions(start: FileId): readonly Question[] {
    const questions: Question[] = [];
    const imported = new Set([start]);
    const targets = new Set<FileId>();
    for (const id of imported) {
      if (!this.isLoaded(id)) {
        questions.push(() => this.disk.read(id));
        continue;
      }
      const tree = this.tree(id);
      for (const path of tree === undefined ? [] : importPaths(tree)) {
        const target = importTarget(id, path);
        if (target === undefined || (targets.size >= mostImported && !targets.has(target))) continue;
        targets.add(target);
        const found = this.place(id, path);
        if (typeof found !== 'string') questions.push(...found);
        else if (found !== 'outside') imported.add(found);
      }
    }
    return questions;
  }

  /** The file that a path means, or what has to be asked before that can be said. */
  private place(from: FileId, path: string): FileId | 'outside' | readonly Question[] {
    const target = importTarget(from, path);
    if (target === undefined) return 'outside';
    const roots = this.rootsOf(from);
    const unknown = [...roots.map(({ id }) => id), target].filter((id) => !this.disk.isLocated(id));
    if (unknown.length > 0) return unknown.map((id) => () => this.disk.locate(id));
    if (roots.length > 0) return isInside(roots, target, this.disk.canonical(target)) ? target : 'outside';
    const folder = folderOf(from);
    return folder === undefined ? 'outside' : [() => this.disk.findHome(folder)];
  }

  /** The folders that the imports of a file must stay in; none while that of a file outside of all is not found yet. */
  rootsOf(file: FileId): readonly Root[] {
    const holding = rootsHolding(this.folders(), file);
    const folder = folderOf(file);
    const home = holding.length > 0 || folder === undefined ? undefined : this.disk.home(folder);
    const roots = home === undefined ? holding : [home];
    return roots.map((id) => ({ id, canonical: this.disk.canonical(id) }));
  }
}

const paths = new WeakMap<SourceFile, readonly string[]>();

/** The paths of a file's imports, each once. */
export function importPaths(tree: SourceFile): readonly string[] {
  let found = paths.get(tree);
  if (found === undefined) {
    found = [
      ...new Set(
        tree.declarations.flatMap((declaration) =>
          declaration.kind === 'import' && declaration.path !== undefined ? [declaration.path.value] : [],
        ),
      ),
    ];
    paths.set(tree, found);
  }
  return found;
}
