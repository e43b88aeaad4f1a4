/**
 * Where a name is declared, and where else it is used. Both read the table of meanings that the resolver has made; two
 * places mean the same if they lead to the same declaration, or to those of one name in several sides of an `if`. What a rename changes is left to rename.ts.
 */

import type { Analysis } from '../analysis/analysis';
import type { Location, Span } from '../base/span';
import { definitionsOf } from '../graph/body-names';
import type { SourceFile } from '../syntax/tree';
import { isDefinition, isWord, nodesAt, tokenAt } from '../syntax/tree-walk';
import { fileOf, type Scene } from './scene';

export interface DefinitionLink {
  /** The name that was asked about. */
  readonly span: Span;
  readonly target: Location;
}

/** The declaration of the name at an offset; for the path of an import the file. */
export function definition(
  scene: Scene,
  file: SourceFile,
  offset: number,
  resolve: (path: string) => string,
): DefinitionLink | undefined {
  const token = tokenAt(file, offset);
  const span = { start: token.start, end: token.end };
  if (token.kind === 'string') {
    const target = importAt(file, offset);
    const id = target === undefined ? 'outside' : resolve(target);
    if (id === 'outside' || !scene.analysis.files.has(id)) return undefined;
    return { span, target: { file: id, span: { start: 0, end: 0 } } };
  }
  const declaration = declarationAt(scene.analysis, file, token.start);
  return declaration === undefined ? undefined : { span, target: declaration };
}

function importAt(file: SourceFile, offset: number): string | undefined {
  const node = nodesAt(file, offset).find((candidate) => candidate.kind === 'import');
  return node?.kind === 'import' ? node.path?.value : undefined;
}

/** The declaration of the name that starts at an offset; undefined for what belongs to the language. */
export function declarationAt(analysis: Analysis, file: SourceFile, start: number): Location | undefined {
  const meaning = analysis.names.get(file.file)?.get(start);
  if (meaning !== undefined) return meaning.declaration;
  // A declaration that nothing has resolved yet: a module that is not called.
  const node = nodesAt(file, start).find(isDefinition);
  const name = node?.name;
  return name?.start === start ? { file: file.file, span: { start: name.start, end: name.end } } : undefined;
}

/** Every place in the known files that means the same as the name at the offset, its declaration first if asked for. */
export function references(
  scene: Scene,
  file: SourceFile,
  offset: number,
  withDeclaration: boolean,
): readonly Location[] {
  const token = tokenAt(file, offset);
  if (!isWord(token)) return [];
  const declaration = declarationAt(scene.analysis, file, token.start);
  if (declaration === undefined) return [];
  const declarations = new Map(declarationsOf(scene, declaration).map((one) => [keyOf(one), one]));
  const found = new Map<string, Location>(withDeclaration ? declarations : []);
  for (const analysis of [scene.analysis, ...scene.users]) {
    for (const [id, names] of analysis.names) {
      for (const [start, meaning] of names) {
        if (meaning.declaration === undefined || !declarations.has(keyOf(meaning.declaration))) continue;
        const place = { file: id, span: { start, end: start + meaning.name.length } };
        if (withDeclaration || !declarations.has(keyOf(place))) found.set(keyOf(place), place);
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.span.start - b.span.start));
}

function keyOf({ file, span }: Location): string {
  return `${span.start} ${file}`;
}

/** The declaration of a name and, where a side of an `if` gives it, those of the same name in the other sides. */
function declarationsOf(scene: Scene, declaration: Location): readonly Location[] {
  const { file: id, span } = declaration;
  const file = fileOf(scene, id);
  if (file === undefined) return [declaration];
  for (const node of nodesAt(file, span.start)) {
    if (node.kind !== 'if') continue;
    const given = definitionsOf(node);
    const own = given.find(({ name }) => name.start === span.start);
    if (own === undefined) continue;
    return given
      .filter(({ name }) => name.text === own.name.text)
      .map(({ name: { start, end } }) => ({ file: id, span: { start, end } }));
  }
  return [declaration];
}

/** The same name in this file alone. */
export function highlights(scene: Scene, file: SourceFile, offset: number): readonly Span[] {
  return references(scene, file, offset, true)
    .filter((place) => place.file === file.file)
    .map(({ span }) => span);
}
