/** What a file declares at its top level, for a search over all files: networks, modules and constants. */

import type { Span } from '../base/span';
import type { SourceFile } from '../syntax/tree';
import { valueNames } from '../syntax/tree-walk';
import type { OutlineKind } from './outline';

export interface FileSymbol {
  readonly name: string;
  readonly kind: OutlineKind;
  readonly nameSpan: Span;
}

export function fileSymbols(file: SourceFile, query: string): readonly FileSymbol[] {
  return file.declarations
    .flatMap((declaration): FileSymbol[] => {
      if (declaration.kind === 'import') return [];
      const { kind } = declaration;
      const names =
        kind === 'const' ? valueNames(declaration) : declaration.name === undefined ? [] : [declaration.name];
      return names.map(({ text, start, end }) => ({
        name: text,
        kind: kind === 'const' ? 'constant' : kind,
        nameSpan: { start, end },
      }));
    })
    .filter(({ name }) => isMatch(name, query));
}

/** Whether the letters of a query occur in a name, in their order and whatever their case. */
export function isMatch(name: string, query: string): boolean {
  const letters = name.toLowerCase();
  let at = 0;
  for (const letter of query.toLowerCase()) {
    at = letters.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
