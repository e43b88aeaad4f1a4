/** Imports that are written for the user: of a module that another file has, and where files get other names. */

import { type Diagnostic, fix, type TextEdit } from '../base/diagnostic';
import type { FileId } from '../base/span';
import type { ImportableModule } from '../ide/completion';
import type { OfferedFix } from '../ide/fixes';
import { findCallable } from '../ops/registry';
import type { SourceFile } from '../syntax/tree';
import { textOf } from '../syntax/tree-walk';
import { importName } from '../workspace/edit-builder';
import { type Eventual, whenReady } from '../workspace/eventual';
import { importTarget } from '../workspace/import-policy';
import { isBelow, relativePath } from '../workspace/uri';
import type { Importable, Workspace } from '../workspace/workspace';
import type { DesignSession, Look } from './look';

/** Modules of other files that a file does not know yet, those of the nearest files first, each name once. */
export function importableModules({ workspace }: DesignSession, look: Look): Eventual<readonly ImportableModule[]> {
  return whenReady(workspace.importable(look.id), (files) => modulesOf(look, files));
}

function modulesOf({ id, analysis, file }: Look, files: readonly Importable[]): readonly ImportableModule[] {
  const known = new Set(analysis.modules.get(id)?.keys());
  const found: ImportableModule[] = [];
  for (const { path, tree } of files) {
    for (const declaration of tree.declarations) {
      if (declaration.kind !== 'module' || declaration.name === undefined) continue;
      const { text: name } = declaration.name;
      // A module wins over a layer of its name, which nobody wants by accident.
      if (known.has(name) || findCallable(name) !== undefined) continue;
      known.add(name);
      const edits = [importName(file, path, name)];
      found.push({ name, path, file: tree.file, text: tree.text, declaration, edits });
    }
  }
  return found;
}

/** Imports that mend calls of what the file does not know, each tried on a copy of the text. */
export function importFixes(
  session: DesignSession,
  look: Look,
  diagnostics: readonly Diagnostic[],
): Eventual<readonly OfferedFix[]> {
  const unknown = diagnostics.filter(({ code, file }) => code === 'name.unknown' && file === look.id);
  return unknown.length === 0 ? [] : provenImports(session, look, unknown);
}

async function provenImports(
  session: DesignSession,
  look: Look,
  unknown: readonly Diagnostic[],
): Promise<readonly OfferedFix[]> {
  const modules = await importableModules(session, look);
  const offers: OfferedFix[] = [];
  for (const diagnostic of unknown) {
    const module = modules.find(({ name }) => name === textOf(look.file, diagnostic.span));
    if (module === undefined) continue;
    const { name, path, edits } = module;
    const after = await session.workspace.overlay(edits).analysis(look.id);
    if (after === undefined || count(after.diagnostics, diagnostic) >= count(look.analysis.diagnostics, diagnostic))
      continue;
    offers.push({ diagnostic, fix: fix('import', { name, path }, ...edits) });
  }
  return offers;
}

/** Messages that say the same, wherever. */
function count(diagnostics: readonly Diagnostic[], { code, values }: Diagnostic): number {
  return diagnostics.filter((one) => one.code === code && one.values.name === values.name).length;
}

/** A file or folder gets another place. */
export interface MovedFile {
  readonly from: FileId;
  readonly to: FileId;
}

/** What changes in imports, in the texts as they are before the files are moved. */
export async function importsAfter(
  { workspace }: DesignSession,
  moves: readonly MovedFile[],
): Promise<readonly TextEdit[]> {
  const edits: TextEdit[] = [];
  for (const id of await filesNear(workspace, moves)) {
    const file = await workspace.load(id);
    if (file !== undefined) edits.push(...movedPaths(file, moves));
  }
  return edits;
}

async function filesNear(workspace: Workspace, moves: readonly MovedFile[]): Promise<ReadonlySet<FileId>> {
  const near = await Promise.all(moves.map(({ from }) => workspace.files(from)));
  return new Set([...near.flat(), ...(await workspace.allFiles())]);
}

function movedPaths(file: SourceFile, moves: readonly MovedFile[]): readonly TextEdit[] {
  const home = placeAfter(file.file, moves);
  return file.declarations.flatMap((declaration) => {
    if (declaration.kind !== 'import' || declaration.path === undefined) return [];
    const { value, start, end } = declaration.path;
    const target = importTarget(file.file, value);
    if (target === undefined) return [];
    const place = placeAfter(target, moves);
    // A path that needs no change stays as it is spelled.
    if (importTarget(home, value) === place) return [];
    const path = relativePath(home, place);
    return path === undefined ? [] : [{ file: file.file, span: { start, end }, newText: JSON.stringify(path) }];
  });
}

function placeAfter(id: FileId, moves: readonly MovedFile[]): FileId {
  const move = moves.find(({ from }) => id === from || isBelow(from, id));
  return move === undefined ? id : `${move.to}${id.slice(move.from.length)}`;
}
