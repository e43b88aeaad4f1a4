/**
 * The world's files as the workspace sees them: a port that Node, an editor's own file system and plain memory can
 * serve. Everything is asked for by id (a URI) and answered later. What cannot be read is a small typed error.
 */

import type { FileId } from '../base/span';
import { longestText } from '../syntax/longest-text';
import type { files as texts } from '../words/english/files';
import type { Say } from '../words/text';

/** Of designs and of weights. */
export const fileEndings = ['.cnn', '.safetensors'] as const;
export type FileEnding = (typeof fileEndings)[number];

export interface DesignFiles {
  /** Text of a regular file of a bearable size; undefined where there is none. Rejects with a `FileError` for what is no text. */
  readText(id: FileId): Promise<string | undefined>;
  /** The id of the same file or folder with symbolic links followed; undefined where there is none. */
  canonical(id: FileId): Promise<FileId | undefined>;
  /**
   * The `.cnn` files, or those of another ending, in a folder and below it, as far as they are found quickly or, of a folder that a person named, all.
   * Links in it are not followed.
   */
  list(folder: FileId, extent?: 'quick' | 'all', ending?: FileEnding): Promise<readonly FileId[]>;
  /** The first bytes of a regular file, fewer where it is shorter. Rejects with a `FileError`. Absent where only texts are at hand. */
  readStart?(id: FileId, length: number): Promise<Uint8Array>;
}

export interface FileSystem extends DesignFiles {
  /** Content of a file that a person named, of at most `most` bytes. Rejects with a `FileError`. */
  readBytes(id: FileId, most?: number): Promise<Uint8Array>;
}

/** Bytes; UTF-8 has at least one for each character that is read. */
export const largestText = longestText;

/** How much of a folder is looked at where nobody named it. */
export const mostFolders = 2000;
export const mostFiles = 500;

/** Folders that hold no designs, or too many files. */
const skipped: ReadonlySet<string> = new Set(['node_modules', 'dist', 'out', 'build', '__pycache__']);

export function isSkipped(folderName: string): boolean {
  return folderName.startsWith('.') || skipped.has(folderName);
}

/** Text of a file's bytes, with its mark of UTF-8 if it has one. Throws a `FileError` for other encodings and for no text at all. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes.length > largestText) throw new FileError({ kind: 'large', limit: largestText / 2 ** 20 });
  // UTF-16 without a mark would pass for UTF-8: of the first letter one byte is zero.
  if (bytes.length > 1 && (bytes[0] === 0) !== (bytes[1] === 0)) throw new FileError({ kind: 'encoding' });
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FileError({ kind: 'encoding' });
  }
}

/** All there is to say of them. */
export interface PlainFileProblem {
  readonly kind: 'missing' | 'folder' | 'special' | 'denied' | 'parent' | 'encoding';
}

export type FileProblem =
  | PlainFileProblem
  /** `limit` in MiB. */
  | { readonly kind: 'large'; readonly limit: number }
  /** In the words of the platform. */
  | { readonly kind: 'other'; readonly reason: string };

/** The world did not give a file. */
export class FileError extends Error {
  override readonly name = 'FileError';

  constructor(readonly problem: FileProblem) {
    super(problem.kind === 'other' ? problem.reason : problem.kind);
  }
}

/** For people: what is wrong with the file of that name. */
export function fileProblemText(say: Say<typeof texts>, problem: FileProblem, name: string): string {
  switch (problem.kind) {
    case 'large':
      return say('large', { name, limit: problem.limit });
    case 'other':
      return say('other', { name, reason: problem.reason });
    default:
      return say(problem.kind, { name });
  }
}
