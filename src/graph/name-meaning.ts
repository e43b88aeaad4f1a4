/**
 * What the names in a text stand for, noted by the resolver as it meets them. Hover, definition and
 * highlights read it; nothing is resolved twice.
 */

import { present } from '../base/assert';
import type { FileId, Location } from '../base/span';
import type { Op } from '../ops/op';
import type { Name } from '../syntax/tree';

export type NameKind =
  | 'constant'
  | 'parameter'
  | 'variable' // of a repeat
  | 'result'
  | 'input'
  | 'output' // an output or head
  | 'branch'
  | 'module'
  | 'network'
  | 'layer'
  | 'function'
  | 'argument' // the name before `=` in a call: a parameter of the callee
  | 'word'
  | 'metric';

export interface NameMeaning {
  readonly kind: NameKind;
  readonly name: string;
  /** Where it is declared; undefined for what belongs to the language. */
  readonly declaration: Location | undefined;
  /** The layer of the language, for `layer`, and the owner of an `argument` or `word`. */
  readonly op: Op | undefined;
}

/** The meanings of one file's names by the offset where they start. */
class FileNames {
  /** For each offset of the text, one more than the index into `meanings`; 0 for none. */
  private readonly indexes: Int32Array;
  private readonly meanings: NameMeaning[] = [];

  constructor(textLength: number) {
    this.indexes = new Int32Array(textLength + 1);
  }

  get(offset: number): NameMeaning | undefined {
    return this.meanings[(this.indexes[offset] ?? 0) - 1];
  }

  has(offset: number): boolean {
    return this.indexes[offset] !== 0;
  }

  set(offset: number, meaning: NameMeaning): void {
    this.indexes[offset] = this.meanings.push(meaning);
  }

  /** In order of position. */
  *[Symbol.iterator](): Generator<[offset: number, NameMeaning]> {
    for (const [offset, index] of this.indexes.entries()) {
      const meaning = this.meanings[index - 1];
      if (meaning !== undefined) yield [offset, meaning];
    }
  }
}

export type NameTable = ReadonlyMap<FileId, Pick<FileNames, 'get' | typeof Symbol.iterator>>;

export class NameRecorder {
  private readonly files = new Map<FileId, FileNames>();
  /** What belongs to the language means the same at every place: one value for all of them. */
  private readonly languageMeanings = new Map<Op | NameKind, Map<string, NameMeaning>>();
  private lastFile: FileId | undefined;
  private lastNames = new FileNames(0);

  /** Before any name of the file is recorded. */
  addFile(file: FileId, textLength: number): void {
    this.files.set(file, new FileNames(textLength));
  }

  /** The first meaning of a place stays: a module's text is resolved once for each of its calls. */
  record(file: FileId, name: Name, kind: NameKind, declaration: Location | undefined, op?: Op): void {
    if (file !== this.lastFile) {
      this.lastFile = file;
      this.lastNames = present(this.files.get(file), `names of ${file}`);
    }
    if (this.lastNames.has(name.start)) return;
    this.lastNames.set(
      name.start,
      declaration === undefined
        ? this.languageMeaning(name.text, kind, op)
        : { kind, name: name.text, declaration, op },
    );
  }

  private languageMeaning(name: string, kind: NameKind, op: Op | undefined): NameMeaning {
    const owner = op ?? kind;
    let byName = this.languageMeanings.get(owner);
    if (byName === undefined) {
      byName = new Map();
      this.languageMeanings.set(owner, byName);
    }
    let meaning = byName.get(name);
    if (meaning === undefined || meaning.kind !== kind) {
      meaning = { kind, name, declaration: undefined, op };
      byName.set(name, meaning);
    }
    return meaning;
  }

  get table(): NameTable {
    return this.files;
  }
}
