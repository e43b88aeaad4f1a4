/**
 * Half-open ranges of a text, in UTF-16 code units. Lines and columns exist only at the edges
 * of the program (see line-index.ts).
 */

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A file's identity: an absolute path or URI with `/` between its parts. */
export type FileId = string;

/** The last part of an id, which may be a URI, as a person reads it. */
export function fileName(file: FileId): string {
  const isUri = /^[a-z][a-z\d+.-]+:/i.test(file);
  // Editors say in the query of some schemes which file or revision it was made of.
  const path = isUri ? file.replace(/^[^:]+:|[?#].*$/gs, '') : file;
  const name = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** A span in a certain file. */
export interface Location {
  readonly file: FileId;
  readonly span: Span;
}
