/**
 * What the names in a text stand for, noted by the resolver as it meets them. Hover, definition and
 * highlights read it; nothing is resolved twice.
 */

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

/** File, then offset of the name. */
export type NameTable = ReadonlyMap<FileId, ReadonlyMap<number, NameMeaning>>;

export class NameRecorder {
  private readonly files = new Map<FileId, Map<number, NameMeaning>>();

  /** The first meaning of a place stays: a module's text is resolved once for each of its calls. */
  record(file: FileId, name: Name, kind: NameKind, declaration: Location | undefined, op?: Op): void {
    let table = this.files.get(file);
    if (table === undefined) {
      table = new Map();
      this.files.set(file, table);
    }
    if (!table.has(name.start)) table.set(name.start, { kind, name: name.text, declaration, op });
  }

  get table(): NameTable {
    return this.files;
  }
}
