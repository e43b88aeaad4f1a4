/** How the analysis comes by files; the one port through which text reaches it. */

import type { FileId } from '../base/span';
import type { SourceFile } from '../syntax/tree';

/** Why what is there is not read: no regular file, not UTF-8, too large, not permitted. */
export type Unreadable = 'folder' | 'special' | 'encoding' | 'large' | 'denied' | 'other';

export interface Files {
  /** The parsed file, or undefined where there is none. */
  file(id: FileId): SourceFile | undefined;
  /** Of a file without a tree; undefined where there is nothing. */
  unreadable?(id: FileId): Unreadable | undefined;
  /** The file that a path written in `from` means; `outside` where it leaves the workspace. */
  resolve(from: FileId, path: string): FileId | 'outside';
}

/**
 * Whether a path has the form that an import needs: relative, `./` before it or not, of a design, and text (half of a
 * surrogate pair is none).
 */
export function isImportPath(path: string): boolean {
  return path.endsWith('.cnn') && !/^[\\/]|^[^/]*:|\p{Surrogate}/u.test(path);
}
