/**
 * Renames a name in all files that use it, and finds out whether that is safe: with the new name in place every name
 * must mean what it meant, and nothing may be wrong that was right. The edited files are analysed by the caller.
 */

import type { Analysis } from '../analysis/analysis';
import type { Diagnostic, TextEdit } from '../base/diagnostic';
import { LineIndex } from '../base/line-index';
import type { FileId, Location, Span } from '../base/span';
import type { NameMeaning } from '../graph/name-meaning';
import { keywords, type SourceFile } from '../syntax/tree';
import { isDefinition, nodesAt, tokenAt } from '../syntax/tree-walk';
import { declarationAt, references } from './definition';
import { fileOf, type Scene } from './scene';
import { namesInScope } from './scope';

/** The name that a rename at the offset would change; undefined for what belongs to the language. */
export function renameable(scene: Scene, file: SourceFile, offset: number): Span | undefined {
  const token = tokenAt(file, offset);
  if (token.kind !== 'identifier') return undefined;
  if (declarationAt(scene.analysis, file, token.start) === undefined) return undefined;
  return { start: token.start, end: token.end };
}

const reserved: ReadonlySet<string> = new Set(keywords);

/** Whether a text can be a name at all; `keyword` for a word of the language. */
export function nameKind(text: string): 'name' | 'keyword' | 'none' {
  if (reserved.has(text)) return 'keyword';
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) ? 'name' : 'none';
}

/** What of that name could be used where the name at the offset is declared, and could not any more. */
export function hiddenBy(scene: Scene, file: SourceFile, offset: number, newName: string): Location | undefined {
  const declaration = declarationAt(scene.analysis, file, tokenAt(file, offset).start);
  const home = declaration === undefined ? undefined : fileOf(scene, declaration.file);
  if (declaration === undefined || home === undefined) return undefined;
  const { start } = declaration.span;
  if (!nodesAt(home, start).some((node) => isDefinition(node) && node.name?.start !== start)) return undefined;
  const { values, results } = namesInScope(scene.analysis, home, start);
  const hidden = [...values, ...results].find(({ name }) => name === newName);
  return hidden && { file: home.file, span: { start: hidden.start, end: hidden.start + newName.length } };
}

/** Edits in the files of all analyses of the scene; undefined if the new name is no name. */
export function rename(
  scene: Scene,
  file: SourceFile,
  offset: number,
  newName: string,
): readonly TextEdit[] | undefined {
  if (nameKind(newName) !== 'name') return undefined;
  const span = renameable(scene, file, offset);
  if (span === undefined) return undefined;
  const old = file.text.slice(span.start, span.end);
  const declaration = declarationAt(scene.analysis, file, span.start);
  // An alias is a name of its file only; where the declaration is renamed, places under an alias stay.
  const isAlias = declaration !== undefined && textAt(scene, declaration) !== old;
  return references(scene, file, offset, true)
    .filter((place) => textAt(scene, place) === old && (!isAlias || place.file === file.file))
    .map((place) => ({ file: place.file, span: place.span, newText: newName }));
}

function textAt(scene: Scene, { file, span }: Location): string | undefined {
  return fileOf(scene, file)?.text.slice(span.start, span.end);
}

/** Why a name cannot be given: a place that would mean something else, or be wrong. */
export interface RenameConflict {
  readonly file: FileId;
  /** From 1. */
  readonly line: number;
  /** What would be wrong there. */
  readonly diagnostic: Diagnostic | undefined;
}

/** Compares the analyses of a file before and after the edits of a rename. */
export function renameConflict(
  before: Analysis,
  after: Analysis,
  edits: readonly TextEdit[],
): RenameConflict | undefined {
  const moved = movedBy(edits);
  const at = (file: FileId, offset: number, diagnostic?: Diagnostic): RenameConflict => {
    const line = new LineIndex(after.files.get(file)?.text ?? '').positionAt(offset).line + 1;
    return { file, line, diagnostic };
  };
  const known = new Map<string, number>();
  for (const { code, file, span } of before.diagnostics) {
    const key = `${code} ${moved(file, span.start)} ${moved(file, span.end)} ${file}`;
    known.set(key, (known.get(key) ?? 0) + 1);
  }
  const found = after.diagnostics.filter(({ code, file, span }) => {
    const key = `${code} ${span.start} ${span.end} ${file}`;
    const left = known.get(key) ?? 0;
    known.set(key, left - 1);
    return left <= 0;
  });
  // A mistake has followers: the one beside the renamed name says most.
  const first = found.find(({ file }) => edits.some((edit) => edit.file === file)) ?? found[0];
  if (first !== undefined) return at(first.file, first.span.start, first);
  for (const [file, names] of before.names) {
    const changed = after.names.get(file);
    for (const [start, meaning] of names) {
      const now = moved(file, start);
      if (!isSame(meaning, changed?.get(now), moved)) return at(file, now);
    }
  }
  // A name that meant nothing must not be caught either.
  for (const [file, names] of after.names) {
    const meant = new Set([...(before.names.get(file) ?? [])].map(([start]) => moved(file, start)));
    for (const [start] of names) if (!meant.has(start)) return at(file, start);
  }
  return undefined;
}

/** Paths of layers that are others after the edits, as they were. Weights of files are found by them. */
export function changedPaths(before: Analysis, after: Analysis): readonly string[] {
  return before.networks.flatMap(({ graph }, i) => {
    const layers = after.networks[i]?.graph.layers;
    // What a rename keeps is what there is, and its order.
    if (layers?.length !== graph.layers.length) return [];
    return graph.layers.flatMap(({ id, path }) => (layers[id]?.path === path ? [] : [path]));
  });
}

type Moved = (file: FileId, offset: number) => number;

function isSame(before: NameMeaning, after: NameMeaning | undefined, moved: Moved): boolean {
  if (after === undefined || after.kind !== before.kind || after.op !== before.op) return false;
  if (before.declaration === undefined || after.declaration === undefined) {
    return before.declaration === after.declaration;
  }
  const { file, span } = before.declaration;
  return after.declaration.file === file && after.declaration.span.start === moved(file, span.start);
}

/** Where an offset is after the edits. */
function movedBy(edits: readonly TextEdit[]): Moved {
  const byFile = new Map<FileId, TextEdit[]>();
  for (const edit of edits) {
    const list = byFile.get(edit.file);
    if (list === undefined) byFile.set(edit.file, [edit]);
    else list.push(edit);
  }
  return (file, offset) => {
    let shift = 0;
    for (const { span, newText } of byFile.get(file) ?? []) {
      if (span.end <= offset) shift += newText.length - (span.end - span.start);
    }
    return offset + shift;
  };
}
