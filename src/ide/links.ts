/** The paths of imports as links to their files. */

import type { FileId, Span } from '../base/span';
import type { SourceFile } from '../syntax/tree';

export interface FileLink {
  readonly span: Span;
  readonly target: FileId;
}

export function fileLinks(file: SourceFile, resolve: (path: string) => FileId | 'outside'): readonly FileLink[] {
  return file.declarations.flatMap((declaration) => {
    if (declaration.kind !== 'import' || declaration.path === undefined) return [];
    const target = resolve(declaration.path.value);
    if (target === 'outside') return [];
    // Without the quotes.
    return [
      {
        span: {
          start: declaration.path.start + 1,
          end: Math.max(declaration.path.start + 1, declaration.path.end - 1),
        },
        target,
      },
    ];
  });
}
