/**
 * The files that a surface works with, by id: texts that an editor holds, over what is on disk. Keeps one syntax tree
 * per text and one analysis per state of all files it was made from. What is loaded is answered at once; what is not is
 * loaded first, with all it imports. Nothing here knows an editor, a protocol or a disk.
 */

import type { Analysis, AnalysisOptions } from '../analysis/analysis';
import { analyze } from '../analysis/analyze';
import type { TextEdit } from '../base/diagnostic';
import { LineIndex } from '../base/line-index';
import type { FileId } from '../base/span';
import { isImportPath, type Unreadable } from '../graph/files';
import { parse } from '../syntax/parser';
import type { SourceFile } from '../syntax/tree';
import { Disk } from './disk';
import { allReady, type Eventual, whenReady } from './eventual';
import type { DesignFiles } from './file-system';
import { importTarget, isInside } from './import-policy';
import { attributeEdits, type OverrideEdits, type Overrides } from './overrides';
import { applyEdits, byFile } from './text-edits';
import { importPaths, LoadedTexts } from './texts';
import { folderId, folderOf, idOf, relativePath } from './uri';

/** A text that an editor holds. */
export interface OpenText {
  readonly id: FileId;
  /** As the editor spells it. */
  readonly uri: string;
  readonly version: number;
  readonly text: string;
}

interface CachedAnalysis {
  readonly analysis: Analysis;
  /** Every file that was asked for, missing ones too, with the tree it had or why it had none. */
  readonly read: ReadonlyMap<FileId, SourceFile | Unreadable | undefined>;
}

/** A file that an import may name. */
export interface Importable {
  /** As the import names it. */
  readonly path: string;
  readonly tree: SourceFile;
}

interface KnownImportable {
  readonly from: FileId;
  readonly listings: string;
  /** All that was looked at. */
  readonly read: readonly { readonly id: FileId; readonly tree: SourceFile | undefined }[];
  readonly found: readonly Importable[];
}

/** Analyses that are kept of files that no editor holds. */
const mostKept = 32;

/** All text that is looked through for uses of a name, in characters. */
const mostSearched = 32 * 2 ** 20;

/** Bytes of a header that names the tensors of a file of weights: some 100,000 of them. */
const mostHeader = 16 * 2 ** 20;

export class Workspace {
  private readonly opened = new Map<FileId, OpenText>();
  private readonly trees = new Map<FileId, SourceFile>();
  private readonly lineIndexes = new WeakMap<SourceFile, LineIndex>();
  private readonly analyses = new Map<FileId, CachedAnalysis>();
  private readonly revisions = new WeakMap<Analysis, number>();
  private lastRevision = 0;
  /** Trees of files whose analysis has thrown. */
  private readonly failed = new Map<FileId, SourceFile | undefined>();
  private folders: readonly FileId[] = [];
  /** What folders hold, until files come or go. */
  private readonly listings = new Map<FileId, Promise<readonly FileId[]>>();
  private listingCount = 0;
  /** What was found for the file that was asked about last. */
  private lastImportable: KnownImportable | undefined;
  private readonly disk: Disk;
  private readonly texts: LoadedTexts;

  constructor(private readonly fileSystem: DesignFiles) {
    this.disk = new Disk(fileSystem);
    this.texts = new LoadedTexts(this.disk, { tree: (id) => this.heldTree(id) }, () => this.folders);
  }

  // ---- Folders and texts ----

  /** Folders that imports must stay in. */
  get roots(): readonly FileId[] {
    return this.folders;
  }

  setRoots(uris: readonly string[]): void {
    this.folders = uris.map(folderId);
    this.forgetPlaces();
  }

  changeRoots(added: readonly string[], removed: readonly string[]): void {
    const gone = new Set(removed.map(folderId));
    this.setRoots([...this.folders.filter((root) => !gone.has(root)), ...added]);
  }

  /** The texts that an editor holds. */
  get open(): readonly OpenText[] {
    return [...this.opened.values()];
  }

  openText(id: FileId): OpenText | undefined {
    return this.opened.get(id);
  }

  /** Opens a text or gives it its next version. */
  setText(uri: string, version: number, text: string): OpenText {
    const id = idOf(uri);
    if (this.opened.get(id)?.text !== text) {
      // Both take much room, and never come back.
      this.trees.delete(id);
      this.analyses.delete(id);
    }
    // Who opens a file may have made it, and others beside it.
    if (!this.opened.has(id)) this.listings.clear();
    const opened = { id, uri, version, text };
    this.opened.set(id, opened);
    return opened;
  }

  /** From now on the file counts as it is on disk. */
  close(id: FileId): void {
    this.opened.delete(id);
    this.trees.delete(id);
    this.analyses.delete(id);
    this.failed.delete(id);
    this.disk.forget(id);
  }

  /** As the editor spells it, where it has the file open. */
  uriOf(id: FileId): string {
    return this.opened.get(id)?.uri ?? id;
  }

  // ---- What changed in the world ----

  /** A file has other content on disk. */
  changedOnDisk(id: FileId): void {
    this.disk.forget(id);
  }

  /** Files, folders or links have come or gone: paths may lead elsewhere. */
  forgetPlaces(): void {
    this.disk.forgetPlaces();
    this.listings.clear();
    this.lastImportable = undefined;
    this.analyses.clear();
    this.failed.clear();
  }

  /** Anything may have changed on disk. */
  forgetDisk(): void {
    this.disk.forgetTexts();
    this.forgetPlaces();
  }

  // ---- Trees ----

  /** The parsed file as far as it is loaded. */
  tree(id: FileId): SourceFile | undefined {
    return this.texts.tree(id);
  }

  lines(file: SourceFile): LineIndex {
    let index = this.lineIndexes.get(file);
    if (index === undefined) {
      index = new LineIndex(file.text);
      this.lineIndexes.set(file, index);
    }
    return index;
  }

  /** The parsed file once it and all it imports are loaded; undefined where there is none. */
  load(id: FileId): Eventual<SourceFile | undefined> {
    return this.texts.isReady(id) ? this.tree(id) : this.texts.load(id).then(() => this.tree(id));
  }

  /** The file that a path in an import means, by the import policy; `outside` where it may mean none. */
  resolve(from: FileId, path: string): FileId | 'outside' {
    return this.texts.resolve(from, path);
  }

  // ---- Analyses ----

  /** The analysis of the current texts, at once where all is loaded; undefined where there is no such file. */
  analysis(id: FileId): Eventual<Analysis | undefined> {
    return whenReady(this.load(id), (tree) => {
      const known = this.analyses.get(id);
      if (known !== undefined && this.isFresh(known)) return known.analysis;
      return tree === undefined ? undefined : this.analyzeNow(id);
    });
  }

  /** The number of an analysis that `analysis` gave: another one of the same file is of other texts. Starts anew with the workspace. */
  revisionOf(analysis: Analysis): number {
    return this.revisions.get(analysis) ?? 0;
  }

  /** Whether what was made of the analysis with this number is of the current texts; 0 of a file that was not there. */
  isRevisionCurrent(id: FileId, revision: number): boolean {
    const known = this.analyses.get(id);
    if (known !== undefined) return this.revisionOf(known.analysis) === revision && this.isFresh(known);
    return revision === 0 && this.texts.isLoaded(id) && this.tree(id) === undefined;
  }

  /** Whether an analysis of an open file is of the current texts, or the best that can be had of them. */
  isCurrent(id: FileId, analysis: Analysis | undefined): boolean {
    if (this.failed.has(id) && this.failed.get(id) === this.tree(id)) return true;
    const known = this.analyses.get(id);
    return known !== undefined && known.analysis === analysis && this.isFresh(known);
  }

  /** Keeps a file whose analysis threw from being tried again before its text changes. */
  giveUp(id: FileId): void {
    this.failed.set(id, this.tree(id));
  }

  /** Analyses of the other open files that read this one. */
  openUsers(id: FileId): Eventual<readonly Analysis[]> {
    const others = this.open.filter((other) => other.id !== id);
    return whenReady(allReady(others.map((other) => this.analysisOrNothing(other.id))), (analyses) =>
      analyses.filter((analysis) => analysis !== undefined).filter((analysis) => analysis.files.has(id)),
    );
  }

  /** For those who ask about another file: one whose analysis throws is its own affair. */
  analysisOrNothing(id: FileId): Eventual<Analysis | undefined> {
    if (this.failed.has(id) && this.failed.get(id) === this.tree(id)) return undefined;
    try {
      const found = this.analysis(id);
      return found instanceof Promise ? found.catch(() => undefined) : found;
    } catch {
      return undefined;
    }
  }

  /** How much is kept, by kind, for those who watch over memory. */
  get kept(): { readonly files: number; readonly trees: number; readonly analyses: number } {
    return { files: this.disk.size, trees: this.trees.size, analyses: this.analyses.size };
  }

  private analyzeNow(id: FileId): Analysis {
    const { analysis, read } = analyzeTexts(this.texts, id);
    this.lastRevision++;
    this.revisions.set(analysis, this.lastRevision);
    this.analyses.delete(id);
    this.analyses.set(id, { analysis, read });
    const closed = [...this.analyses.keys()].filter((other) => !this.opened.has(other));
    for (const oldest of closed.slice(0, Math.max(0, closed.length - mostKept))) this.analyses.delete(oldest);
    return analysis;
  }

  private isFresh(known: CachedAnalysis): boolean {
    for (const [id, found] of known.read) {
      if (!this.texts.isLoaded(id) || (this.tree(id) ?? this.texts.unreadable(id)) !== found) return false;
    }
    return true;
  }

  private heldTree(id: FileId): SourceFile | undefined {
    const opened = this.opened.get(id);
    if (opened === undefined) return undefined;
    const known = this.trees.get(id);
    if (known !== undefined && known.text === opened.text) return known;
    const tree = parse(id, opened.text);
    this.trees.set(id, tree);
    return tree;
  }

  // ---- All files of the roots, open or not ----

  private async rootsOf(file: FileId): Promise<readonly FileId[]> {
    const folder = folderOf(file);
    if (folder !== undefined && this.texts.rootsOf(file).length === 0) await this.disk.findHome(folder);
    return this.texts.rootsOf(file).map(({ id }) => id);
  }

  /** With those that are open. `known`: as they were when somebody last looked, as long as nothing was heard of since. */
  private async filesIn(roots: readonly FileId[], state: 'fresh' | 'known'): Promise<readonly FileId[]> {
    const listed = roots.map((root) => {
      const known = state === 'known' ? this.listings.get(root) : undefined;
      if (known !== undefined) return known;
      const listing = this.fileSystem.list(root).catch(() => []);
      this.listings.set(root, listing);
      this.listingCount++;
      return listing;
    });
    return [...new Set([...(await Promise.all(listed)).flat(), ...this.opened.keys()])];
  }

  /** The `.cnn` files of the roots that a file belongs to, and the open ones. */
  async files(near: FileId): Promise<readonly FileId[]> {
    return this.filesIn(await this.rootsOf(near), 'fresh');
  }

  /** The `.cnn` files of all folders that are open, and the open ones. */
  allFiles(): Promise<readonly FileId[]> {
    return this.filesIn(this.folders, 'fresh');
  }

  /** Paths of the files that an import in a file may name, the nearest first. */
  async importPaths(from: FileId, state: 'fresh' | 'known' = 'fresh'): Promise<readonly string[]> {
    const paths = (await this.filesIn(await this.rootsOf(from), state))
      .filter((id) => id !== from && isInside(this.texts.rootsOf(from), id, undefined))
      .map((id) => relativePath(from, id))
      .filter((path) => path !== undefined)
      .filter(isImportPath);
    return paths.sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1));
  }

  /**
   * The files that an import in a file may name without making a circle, the nearest first, with their paths. Asked with
   * every word that is typed: at once, as long as no file of the folder has changed.
   */
  importable(from: FileId): Eventual<readonly Importable[]> {
    const { lastImportable: last } = this;
    if (
      last?.from === from &&
      last.listings === this.listingState() &&
      last.read.every(({ id, tree }) => this.isSame(id, tree))
    )
      return last.found;
    return this.findImportable(from);
  }

  private async findImportable(from: FileId): Promise<readonly Importable[]> {
    const found: Importable[] = [];
    const read: { id: FileId; tree: SourceFile | undefined }[] = [];
    let length = 0;
    for (const path of await this.importPaths(from, 'known')) {
      const id = await this.texts.locate(from, path);
      if (id === 'outside') continue;
      const tree = await this.load(id);
      read.push({ id, tree });
      length += tree?.text.length ?? 0;
      if (length > mostSearched) break;
      if (tree !== undefined && !this.closure(id).has(from)) found.push({ path, tree });
    }
    this.lastImportable = { from, listings: this.listingState(), read, found };
    return found;
  }

  private isSame(id: FileId, tree: SourceFile | undefined): boolean {
    return this.texts.isLoaded(id) && this.tree(id) === tree;
  }

  /** Another value whenever a folder was looked through anew, or another file was opened. */
  private listingState(): string {
    return `${this.listingCount} ${[...this.opened.keys()].join(' ')}`;
  }

  /** The file and all that it imports, directly or not, as far as they are loaded. */
  private closure(id: FileId): ReadonlySet<FileId> {
    const reached = new Set([id]);
    for (const file of reached) {
      const tree = this.tree(file);
      for (const path of tree === undefined ? [] : importPaths(tree)) {
        const target = importTarget(file, path);
        if (target !== undefined) reached.add(target);
      }
    }
    return reached;
  }

  /** The files that import a file, directly or not, open or not; itself is not among them. */
  async importers(id: FileId): Promise<readonly FileId[]> {
    const candidates = await this.files(id);
    let length = 0;
    const importsOf = new Map<FileId, readonly FileId[]>();
    for (const candidate of candidates) {
      if (length > mostSearched) break;
      await this.load(candidate);
      const tree = this.tree(candidate);
      length += tree?.text.length ?? 0;
      const targets = tree === undefined ? [] : importPaths(tree).map((path) => importTarget(candidate, path));
      importsOf.set(
        candidate,
        targets.filter((target) => target !== undefined),
      );
    }
    const found = new Set([id]);
    for (const target of found) {
      for (const [file, targets] of importsOf) if (targets.includes(target)) found.add(file);
    }
    found.delete(id);
    return [...found];
  }

  /** Analyses of all files that import a file, open or not. */
  async users(id: FileId): Promise<readonly Analysis[]> {
    const found: Analysis[] = [];
    for (const importer of await this.importers(id)) {
      const analysis = await this.analysisOrNothing(importer);
      if (analysis?.files.has(id)) found.push(analysis);
    }
    return found;
  }

  /**
   * The first bytes of the `.safetensors` files of the roots that a file belongs to, as many as `lengthOf` says after
   * the first eight. Files that cannot be read are left out.
   */
  async weightHeaders(
    near: FileId,
    lengthOf: (start: Uint8Array) => number | undefined,
  ): Promise<readonly { readonly id: FileId; readonly header: Uint8Array }[]> {
    const { fileSystem } = this;
    const roots = await this.rootsOf(near);
    const listed = await Promise.all(
      roots.map((root) => fileSystem.list(root, 'quick', '.safetensors').catch(() => [])),
    );
    const found: { id: FileId; header: Uint8Array }[] = [];
    for (const id of new Set(listed.flat())) {
      try {
        const length = lengthOf((await fileSystem.readStart?.(id, 8)) ?? new Uint8Array());
        if (length === undefined || length > mostHeader) continue;
        found.push({ id, header: (await fileSystem.readStart?.(id, length)) ?? new Uint8Array() });
      } catch {}
    }
    return found;
  }

  // ---- What if ----

  /** What a file is with overrides, at once where all is loaded; undefined where there is no such file. */
  analyze(id: FileId, { attributes = [], ...options }: Overrides): Eventual<WhatIf | undefined> {
    return whenReady(this.analysis(id), (plain) => {
      if (plain === undefined) return undefined;
      const { edits, refused } = attributeEdits(plain, attributes);
      const isPlain = edits.length === 0 && Object.values(options).every((one) => one === undefined);
      const analysis = isPlain ? plain : this.overlay(edits).analysis(id, options);
      return whenReady(analysis, (found) => (found === undefined ? undefined : { analysis: found, edits, refused }));
    });
  }

  /** The same files with some texts edited. Neither this workspace nor a disk changes. */
  overlay(edits: readonly TextEdit[]): Overlay {
    const edited = new Map<FileId, SourceFile>();
    for (const [id, list] of byFile(edits)) {
      const tree = this.tree(id);
      if (tree !== undefined) edited.set(id, parse(id, applyEdits(tree.text, list)));
    }
    return this.overlayOf(edited);
  }

  /** The same with parsed texts in place of some files. */
  overlayOf(edited: ReadonlyMap<FileId, SourceFile>): Overlay {
    const held = { tree: (id: FileId) => edited.get(id) ?? this.heldTree(id) };
    return new Overlay(new LoadedTexts(this.disk, held, () => this.folders));
  }
}

/** A file as it would be with overrides. */
export interface WhatIf extends OverrideEdits {
  readonly analysis: Analysis;
}

/** A workspace's files with edited texts. */
class Overlay {
  constructor(private readonly texts: LoadedTexts) {}

  tree(id: FileId): SourceFile | undefined {
    return this.texts.tree(id);
  }

  /** As the workspace's, of the edited texts; undefined where there is no such file. */
  analysis(id: FileId, options: AnalysisOptions = {}): Eventual<Analysis | undefined> {
    const now = () => (this.tree(id) === undefined ? undefined : analyzeTexts(this.texts, id, options).analysis);
    return this.texts.isReady(id) ? now() : this.texts.load(id).then(now);
  }
}

function analyzeTexts(texts: LoadedTexts, id: FileId, options: AnalysisOptions = {}): CachedAnalysis {
  const read = new Map<FileId, SourceFile | Unreadable | undefined>();
  const analysis = analyze(
    {
      file: (wanted) => {
        const tree = texts.isLoaded(wanted) ? texts.tree(wanted) : undefined;
        read.set(wanted, tree ?? texts.unreadable(wanted));
        return tree;
      },
      unreadable: (wanted) => texts.unreadable(wanted),
      resolve: (from, path) => texts.resolve(from, path),
    },
    id,
    options,
  );
  return { analysis, read };
}
