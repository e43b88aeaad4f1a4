/**
 * What names mean, for colouring: a grammar of patterns cannot tell a parameter from a constant or a word. Only names
 * are given; everything else is coloured well enough by the grammar.
 */

import type { Analysis } from '../analysis/analysis';
import type { Span } from '../base/span';
import type { NameKind } from '../graph/name-meaning';
import type { SourceFile } from '../syntax/tree';

/** Token types of the Language Server Protocol, by what a name stands for. */
export const semanticTypes = [
  'class',
  'function',
  'method',
  'parameter',
  'variable',
  'property',
  'enumMember',
] as const;
export type SemanticType = (typeof semanticTypes)[number];

const typeOfKind: Readonly<Record<NameKind, SemanticType>> = {
  network: 'class',
  module: 'function',
  layer: 'method',
  function: 'function',
  parameter: 'parameter',
  variable: 'variable',
  constant: 'variable',
  result: 'variable',
  input: 'variable',
  output: 'variable',
  branch: 'variable',
  argument: 'property',
  word: 'enumMember',
  metric: 'property',
};

export interface SemanticToken extends Span {
  readonly type: SemanticType;
  /** Constants cannot change, which themes show. */
  readonly isReadonly: boolean;
}

export function semanticTokens(analysis: Analysis, file: SourceFile): readonly SemanticToken[] {
  const tokens: SemanticToken[] = [];
  for (const [start, meaning] of analysis.names.get(file.file) ?? []) {
    tokens.push({
      start,
      end: start + meaning.name.length,
      type: typeOfKind[meaning.kind],
      isReadonly: meaning.kind === 'constant',
    });
  }
  return tokens.sort((a, b) => a.start - b.start);
}
