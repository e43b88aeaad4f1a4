/**
 * The files of one command, and how they are named in its output: as the user gave them, else relative to the working
 * folder. What imports mean and when analyses are made is the workspace's; the files that the user names are its open
 * texts, whatever they are called.
 */

import { posix, win32 } from 'node:path';
import { LineIndex } from '../base/line-index';
import type { FileId } from '../base/span';
import { nearest } from '../base/suggest';
import type { SourceFile } from '../syntax/tree';
import { FileError } from '../workspace/file-system';
import { folderOf, idOfPath, isBelow, nameOf, pathOfId } from '../workspace/uri';
import { Workspace } from '../workspace/workspace';
import { didYouMean, Failure } from './failure';
import type { Host } from './host';
import { readNamedText } from './read-file';

const STANDARD_INPUT = '<stdin>';

export class NamedFiles {
  /** What the session answers from. */
  readonly files: Workspace;
  private readonly paths: typeof posix;
  /** How a file was named by the user, for output. */
  private readonly given = new Map<FileId, string>();

  constructor(
    private readonly host: Host,
    private readonly prefix = '',
  ) {
    this.paths = host.platform === 'win32' ? win32 : posix;
    this.files = new Workspace(host.files);
    this.files.setRoots([this.idOf('.')]);
  }

  /** Reads a file that the user named, and what it imports; `-` is standard input. Throws `Failure` if it cannot be read. */
  async open(path: string): Promise<FileId> {
    const id = this.idOf(path === '-' ? STANDARD_INPUT : path);
    if (!this.given.has(id)) this.given.set(id, path);
    if (this.files.openText(id) === undefined) {
      this.files.setText(id, 0, await this.readText(path));
    }
    await this.files.load(id);
    return id;
  }

  /**
   * The files that a path names: itself or, of a folder, all designs in it and below it, by name. `place` is where links
   * lead, the same for every spelling. Throws `Failure` for a folder without any.
   */
  async designsAt(path: string): Promise<readonly { readonly path: string; readonly place: FileId }[]> {
    const id = this.idOf(path);
    const named = path !== '-' && (await this.isFolder(id)) ? await this.designsIn(path, id) : [path];
    return Promise.all(
      named.map(async (one) => ({ path: one, place: (await this.host.files.canonical(this.idOf(one))) ?? one })),
    );
  }

  file(id: FileId): SourceFile | undefined {
    return this.files.tree(id);
  }

  /** As the user gave it, or relative to the working folder where that is shorter. */
  name(id: FileId): string {
    return `${this.prefix}${this.nameInFolder(id)}`;
  }

  /** The working folder as a URI that others are relative to. */
  get folderUri(): string {
    return `${this.idOf('.')}/`.replace(/^file:\/$/, 'file:///');
  }

  /** Of a file in the working folder or below it, relative to it; undefined of others. */
  relativeUri(id: FileId): string | undefined {
    return id.startsWith(this.folderUri) ? id.slice(this.folderUri.length) : undefined;
  }

  /** Whether there is a file of that name, or standard input is meant. */
  async has(path: string): Promise<boolean> {
    return path === '-' || (await this.host.files.canonical(this.idOf(path))) !== undefined;
  }

  private nameInFolder(id: FileId): string {
    const given = this.given.get(id);
    if (given !== undefined) return given;
    const folder = this.idOf('.');
    const path = pathOfId(id, this.host.platform);
    if (path === undefined) return id;
    const near = isBelow(folder, id) ? this.paths.relative(this.host.cwd, path) : path;
    return near.split(this.paths.sep).join('/');
  }

  /** From now on the file has that text; nothing is written. */
  edit(id: FileId, text: string): void {
    this.files.setText(id, (this.files.openText(id)?.version ?? 0) + 1, text);
  }

  /** Where a file is written. Files that are imported have a path. */
  pathOf(id: FileId): string {
    return pathOfId(id, this.host.platform) ?? this.name(id);
  }

  text(id: FileId): string {
    return this.file(id)?.text ?? '';
  }

  lineIndex(id: FileId): LineIndex {
    const file = this.file(id);
    return file === undefined ? new LineIndex('') : this.files.lines(file);
  }

  /** Line and column from 1. */
  position(id: FileId, offset: number): { readonly line: number; readonly column: number } {
    const { line, column } = this.lineIndex(id).positionAt(offset);
    return { line: line + 1, column: column + 1 };
  }

  private async isFolder(id: FileId): Promise<boolean> {
    try {
      await this.host.files.readText(id);
      return false;
    } catch (problem) {
      return problem instanceof FileError && problem.problem.kind === 'folder';
    }
  }

  private async designsIn(folder: string, id: FileId): Promise<readonly string[]> {
    const { paths, host } = this;
    const from = paths.resolve(host.cwd, folder);
    const found = (await host.files.list(id, 'all')).map((one) => {
      const inside = paths.relative(from, pathOfId(one, host.platform) ?? from);
      return paths.join(folder, inside).split(paths.sep).join('/');
    });
    if (found.length === 0) throw new Failure(({ failures: say }) => say('no-designs', { path: folder }));
    return found.sort();
  }

  private idOf(path: string): FileId {
    return idOfPath(this.paths.resolve(this.host.cwd, path), this.host.platform).replace(/\/+$/, '');
  }

  private async readText(path: string): Promise<string> {
    try {
      return await readNamedText(this.host, path);
    } catch (problem) {
      if (!(problem instanceof Failure)) throw problem;
      const near = await this.nearName(path);
      throw new Failure(problem.sentence, near === undefined ? undefined : didYouMean(near));
    }
  }

  /** A design beside it whose name is nearly that; none where there is one of that very name, which cannot be read. */
  private async nearName(path: string): Promise<string | undefined> {
    const folder = folderOf(this.idOf(path));
    if (folder === undefined) return undefined;
    const beside = (await this.host.files.list(folder)).filter((id) => folderOf(id) === folder).map(nameOf);
    const name = this.paths.basename(path);
    const near = beside.includes(name) ? undefined : nearest(name, beside);
    if (near === undefined) return undefined;
    const given = this.paths.dirname(path);
    return given === '.' ? near : this.paths.join(given, near);
  }
}
