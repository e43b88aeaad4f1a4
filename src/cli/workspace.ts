/**
 * The files of one command: reads and parses each at most once, for the analysis and for excerpts. An
 * import may not leave the workspace: the working folder for files inside of it, else the nearest folder
 * above the file that is a git repository, else the whole disk. Only `.cnn` files are ever imported.
 */

import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { LineIndex } from '../base/line-index';
import type { FileId } from '../base/span';
import { nearest } from '../base/suggest';
import type { Files } from '../graph/files';
import { parse } from '../syntax/parser';
import type { SourceFile } from '../syntax/tree';
import { Failure } from './failure';
import { type Host, HostError } from './host';

const STANDARD_INPUT = '<stdin>';

export class Workspace implements Files {
  private readonly parsed = new Map<FileId, SourceFile | undefined>();
  private readonly lines = new Map<FileId, LineIndex>();
  /** How a file was named by the user, for output. */
  private readonly given = new Map<FileId, string>();
  private readonly roots = new Map<FileId, string>();

  constructor(private readonly host: Host) {}

  /** Reads a file that the user named; `-` is standard input. Throws `Failure` if it cannot be read. */
  async open(path: string): Promise<FileId> {
    const id = this.idOf(path === '-' ? STANDARD_INPUT : path);
    this.given.set(id, path === '-' ? '-' : path);
    this.roots.set(id, path === '-' ? this.host.cwd : this.rootOf(id));
    if (this.parsed.has(id) && this.parsed.get(id) !== undefined) return id;
    this.parsed.set(id, parse(id, path === '-' ? await this.host.readStandardInput() : this.readText(path)));
    return id;
  }

  file(id: FileId): SourceFile | undefined {
    if (this.parsed.has(id)) return this.parsed.get(id);
    let file: SourceFile | undefined;
    try {
      if (id.endsWith('.cnn')) file = parse(id, decode(this.host.read(id)));
    } catch (problem) {
      if (!(problem instanceof HostError)) throw problem;
    }
    this.parsed.set(id, file);
    return file;
  }

  resolve(from: FileId, path: string): FileId | 'outside' {
    const root = this.roots.get(from) ?? this.host.cwd;
    const id = toId(resolve(dirname(from), path));
    if (!contains(root, id)) return 'outside';
    if (!this.roots.has(id)) this.roots.set(id, root);
    return id;
  }

  /** As the user gave it, or relative to the working folder where that is shorter. */
  name(id: FileId): string {
    const given = this.given.get(id);
    if (given !== undefined) return given;
    const near = relative(this.host.cwd, id).split(sep).join('/');
    return near.startsWith('..') || isAbsolute(near) ? id : near;
  }

  text(id: FileId): string {
    return this.file(id)?.text ?? '';
  }

  lineIndex(id: FileId): LineIndex {
    let index = this.lines.get(id);
    if (index === undefined) {
      index = new LineIndex(this.text(id));
      this.lines.set(id, index);
    }
    return index;
  }

  /** Line and column from 1. */
  position(id: FileId, offset: number): { readonly line: number; readonly column: number } {
    const { line, column } = this.lineIndex(id).positionAt(offset);
    return { line: line + 1, column: column + 1 };
  }

  private idOf(path: string): FileId {
    return toId(resolve(this.host.cwd, path));
  }

  private readText(path: string): string {
    try {
      return decode(this.host.read(resolve(this.host.cwd, path)));
    } catch (problem) {
      if (!(problem instanceof HostError)) throw problem;
      const folder = dirname(path);
      const name = path.slice(folder === '.' && !path.startsWith('.') ? 0 : folder.length + 1);
      const near = nearest(
        name,
        this.host.list(resolve(this.host.cwd, folder)).filter((other) => other.endsWith('.cnn')),
      );
      const hint = near === undefined ? undefined : `did you mean ${folder === '.' ? near : join(folder, near)}?`;
      throw new Failure(`cannot read ${path}: ${problem.message}`, hint);
    }
  }

  private rootOf(id: FileId): string {
    if (contains(toId(this.host.cwd), id)) return toId(this.host.cwd);
    let folder = dirname(id);
    while (folder !== dirname(folder)) {
      if (this.host.exists(join(folder, '.git'))) return toId(folder);
      folder = dirname(folder);
    }
    return toId(folder);
  }
}

function toId(path: string): FileId {
  return path.split(sep).join('/');
}

function contains(root: string, id: FileId): boolean {
  return id.startsWith(root.endsWith('/') ? root : `${root}/`);
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
