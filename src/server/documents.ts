/**
 * The files the server knows: open documents as the editor has them, everything else as it is on disk. Keeps one syntax
 * tree per text and one analysis per state of all files it was made from, and says which analyses a change makes stale.
 * A file's id is its URI in the spelling of `vscode-uri`. Reading is left to an injected file system; nothing here
 * knows the protocol.
 */

import { URI, Utils } from 'vscode-uri';
import type { Analysis } from '../analysis/analysis';
import { analyze } from '../analysis/analyze';
import { LineIndex } from '../base/line-index';
import type { FileId } from '../base/span';
import type { Files } from '../graph/files';
import { parse } from '../syntax/parser';
import type { SourceFile } from '../syntax/tree';

export interface FileSystem {
  /** Text of the regular file at a URI; undefined where there is none that can be read. */
  read(uri: string): string | undefined;
  /** The URI of the same file with symbolic links followed; undefined where there is no file. */
  canonical(uri: string): string | undefined;
}

/** A text that an editor holds. */
export interface OpenDocument {
  readonly id: FileId;
  /** As the client spells it. */
  readonly uri: string;
  readonly version: number;
  readonly text: string;
}

interface CachedAnalysis {
  readonly analysis: Analysis;
  /** Every file that was asked for, missing ones too, with the tree it had. */
  readonly read: ReadonlyMap<FileId, SourceFile | undefined>;
}

export class Documents {
  private readonly open = new Map<FileId, OpenDocument>();
  private readonly onDisk = new Map<FileId, SourceFile | undefined>();
  private readonly trees = new Map<FileId, SourceFile>();
  private readonly lineIndexes = new WeakMap<SourceFile, LineIndex>();
  private readonly analyses = new Map<FileId, CachedAnalysis>();
  private readonly failed = new Map<FileId, SourceFile | undefined>();
  private roots: readonly FileId[] = [];

  constructor(private readonly fileSystem: FileSystem) {}

  /** The one spelling of a URI that is used as an id. */
  static idOf(uri: string): FileId {
    return URI.parse(uri).toString();
  }

  /** Folders that imports must stay in; without any, each file's own folder. */
  setRoots(uris: readonly string[]): void {
    this.roots = uris.map((uri) => Documents.idOf(uri).replace(/\/+$/, ''));
    this.forgetPlaces();
  }

  changeRoots(added: readonly string[], removed: readonly string[]): void {
    const gone = new Set(removed.map((uri) => Documents.idOf(uri).replace(/\/+$/, '')));
    this.setRoots([...this.roots.filter((root) => !gone.has(root)), ...added]);
  }

  /** As the client spells it, where it has the file open. */
  uriOf(id: FileId): string {
    return this.open.get(id)?.uri ?? id;
  }

  get folders(): readonly FileId[] {
    return this.roots;
  }

  list(): readonly OpenDocument[] {
    return [...this.open.values()];
  }

  get(id: FileId): OpenDocument | undefined {
    return this.open.get(id);
  }

  /** Opens a document or gives it its next text. */
  set(uri: string, version: number, text: string): OpenDocument {
    const id = Documents.idOf(uri);
    const document = { id, uri, version, text };
    this.open.set(id, document);
    return document;
  }

  /** From now on the file counts as it is on disk. */
  close(id: FileId): void {
    this.open.delete(id);
    this.trees.delete(id);
    this.analyses.delete(id);
    this.onDisk.delete(id);
  }

  /** Keeps a document whose analysis failed from being tried again before a text changes. */
  giveUp(id: FileId): void {
    this.failed.set(id, this.tree(id));
  }

  /** Forgets everything that was read from disk. */
  forgetDisk(): void {
    this.onDisk.clear();
    this.forgetPlaces();
  }

  /** Forgets which files paths lead to. */
  forgetPlaces(): void {
    this.analyses.clear();
    this.failed.clear();
  }

  /** Forgets what was read of a file that has changed on disk. */
  forget(id: FileId): void {
    this.onDisk.delete(id);
  }

  /** The parsed file, as open in the editor or else as on disk. */
  tree(id: FileId): SourceFile | undefined {
    const document = this.open.get(id);
    if (document !== undefined) {
      const known = this.trees.get(id);
      if (known !== undefined && known.text === document.text) return known;
      const tree = parse(id, document.text);
      this.trees.set(id, tree);
      return tree;
    }
    if (!this.onDisk.has(id)) {
      const text = this.fileSystem.read(id);
      this.onDisk.set(id, text === undefined ? undefined : parse(id, text));
    }
    return this.onDisk.get(id);
  }

  lines(file: SourceFile): LineIndex {
    let index = this.lineIndexes.get(file);
    if (index === undefined) {
      index = new LineIndex(file.text);
      this.lineIndexes.set(file, index);
    }
    return index;
  }

  /** The analysis of the current texts; undefined where there is no such file. */
  analysis(id: FileId): Analysis | undefined {
    const known = this.analyses.get(id);
    if (known !== undefined && this.isFresh(known)) return known.analysis;
    if (this.tree(id) === undefined) return undefined;
    const read = new Map<FileId, SourceFile | undefined>();
    const files: Files = {
      file: (wanted) => {
        const tree = this.tree(wanted);
        read.set(wanted, tree);
        return tree;
      },
      resolve: (from, path) => this.resolve(from, path),
    };
    const analysis = analyze(files, id);
    this.analyses.set(id, { analysis, read });
    return analysis;
  }

  /** Analyses of the other open documents that read this file. */
  users(id: FileId): readonly Analysis[] {
    const found: Analysis[] = [];
    for (const document of this.open.values()) {
      if (document.id === id) continue;
      const analysis = this.analysis(document.id);
      if (analysis?.files.has(id)) found.push(analysis);
    }
    return found;
  }

  /** Whether an analysis of an open document is of the current texts, or the best that can be had of them. */
  isCurrent(id: FileId, analysis: Analysis | undefined): boolean {
    if (this.failed.has(id) && this.failed.get(id) === this.tree(id)) return true;
    const known = this.analyses.get(id);
    return known !== undefined && known.analysis === analysis && this.isFresh(known);
  }

  /** The file that a path in an import means; `outside` where that leaves the folders of the workspace. */
  resolve(from: FileId, path: string): FileId | 'outside' {
    const base = URI.parse(from);
    // An unsaved document has no folder to start from.
    if (!base.path.startsWith('/')) return 'outside';
    const target = Utils.resolvePath(Utils.dirname(base), path).toString();
    if (!this.isInside(target, from)) return 'outside';
    if (this.open.has(target)) return target;
    // A symbolic link must not lead out either.
    const real = this.fileSystem.canonical(target);
    return real === undefined || real === target || this.isInside(real, from) ? target : 'outside';
  }

  private isInside(target: FileId, from: FileId): boolean {
    const own = Utils.dirname(URI.parse(from)).toString();
    const containing = this.roots.filter((root) => `${from}`.startsWith(`${root}/`));
    const roots = containing.length > 0 ? containing : [own];
    return roots.some((root) => {
      const real = this.fileSystem.canonical(root) ?? root;
      return target.startsWith(`${root}/`) || target.startsWith(`${real}/`);
    });
  }

  private isFresh(known: CachedAnalysis): boolean {
    for (const [id, tree] of known.read) if (this.tree(id) !== tree) return false;
    return true;
  }
}
