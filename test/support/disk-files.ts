/** Files of the repository for the analysis. The workspace is the folder given. */

import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { FileId } from '../../src/base/span';
import type { Files } from '../../src/graph/files';
import { parse } from '../../src/syntax/parser';
import type { SourceFile } from '../../src/syntax/tree';

export const repositoryRoot = resolve(__dirname, '../..');

export function diskFiles(root: string): Files {
  const parsed = new Map<FileId, SourceFile | undefined>();
  return {
    file(id) {
      if (!parsed.has(id)) parsed.set(id, existsSync(id) ? parse(id, readFileSync(id, 'utf8')) : undefined);
      return parsed.get(id);
    },
    resolve(from, path) {
      const id = resolve(dirname(from), path);
      return id.startsWith(`${root}/`) ? id : 'outside';
    },
  };
}
