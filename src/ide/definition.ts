/**
 * Where a name is declared, where else it is used, and the edits that rename it. All three read the table of meanings
 * that the resolver has made; two places mean the same if they lead to the same declaration.
 */

import type { Analysis } from '../analysis/analysis';
import type { TextEdit } from '../base/diagnostic';
import type { Location, Span } from '../base/span';
import type { NameMeaning } from '../graph/name-meaning';
import { keywords, type SourceFile } from '../syntax/tree';
import { isDefinition, isWord, nodesAt, tokenAt } from '../syntax/tree-walk';
import type { Scene } from './scene';

export interface Definition {
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
): Definition | undefined {
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

function declarationAt(analysis: Analysis, file: SourceFile, start: number): Location | undefined {
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
  const found = new Map<string, Location>();
  if (withDeclaration) found.set(keyOf(declaration), declaration);
  for (const analysis of [scene.analysis, ...scene.users]) {
    for (const [id, names] of analysis.names) {
      for (const [start, meaning] of names) {
        if (!isSame(meaning, declaration)) continue;
        const place = { file: id, span: { start, end: start + meaning.name.length } };
        if (withDeclaration || keyOf(place) !== keyOf(declaration)) found.set(keyOf(place), place);
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.span.start - b.span.start));
}

function keyOf({ file, span }: Location): string {
  return `${span.start} ${file}`;
}

function isSame(meaning: NameMeaning, declaration: Location): boolean {
  return meaning.declaration?.file === declaration.file && meaning.declaration.span.start === declaration.span.start;
}

/** The same name in this file alone. */
export function highlights(scene: Scene, file: SourceFile, offset: number): readonly Span[] {
  return references(scene, file, offset, true)
    .filter((place) => place.file === file.file)
    .map(({ span }) => span);
}

/** The name that a rename at the offset would change; undefined for what belongs to the language. */
export function renameable(scene: Scene, file: SourceFile, offset: number): Span | undefined {
  const token = tokenAt(file, offset);
  if (token.kind !== 'identifier') return undefined;
  if (declarationAt(scene.analysis, file, token.start) === undefined) return undefined;
  return { start: token.start, end: token.end };
}

const reserved: ReadonlySet<string> = new Set(keywords);

/** Edits in all known files; undefined if the new name is no name. */
export function rename(
  scene: Scene,
  file: SourceFile,
  offset: number,
  newName: string,
): readonly TextEdit[] | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(newName) || reserved.has(newName)) return undefined;
  const span = renameable(scene, file, offset);
  if (span === undefined) return undefined;
  const old = file.text.slice(span.start, span.end);
  // Under an alias the name is another word: those places stay.
  return references(scene, file, offset, true)
    .filter((place) => textAt(scene, place) === old)
    .map((place) => ({ file: place.file, span: place.span, newText: newName }));
}

function textAt(scene: Scene, { file, span }: Location): string | undefined {
  const tree = [scene.analysis, ...scene.users]
    .map(({ files }) => files.get(file))
    .find((found) => found !== undefined);
  return tree?.text.slice(span.start, span.end);
}
