/** How the analysis comes by files; the one port through which text reaches it. */

import type { FileId } from '../base/span';
import type { SourceFile } from '../syntax/tree';

export interface Files {
  /** The parsed file, or undefined where there is none. */
  file(id: FileId): SourceFile | undefined;
  /** The file that a path written in `from` means; `outside` where it leaves the workspace. */
  resolve(from: FileId, path: string): FileId | 'outside';
}

/** Whether a path has the form that an import needs: relative, and of a design. */
export function isImportPath(path: string): boolean {
  return /^\.\.?\//.test(path) && path.endsWith('.cnn');
}
