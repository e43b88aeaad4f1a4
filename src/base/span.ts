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

/** A span in a certain file. */
export interface Location {
  readonly file: FileId;
  readonly span: Span;
}
