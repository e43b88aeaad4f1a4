/**
 * A rename over all files that use a name, or why it is not done; and what it does to files of weights, which know layers
 * by their paths.
 */

import type { Diagnostic, TextEdit } from '../base/diagnostic';
import { LineIndex } from '../base/line-index';
import type { FileId, Location } from '../base/span';
import { changedPaths, hiddenBy, nameKind, rename, renameConflict } from '../ide/rename';
import { fileOf } from '../ide/scene';
import { type DesignSession, type Look, sceneOfAllUses } from './look';
import { weightsNaming } from './weight-files';

export interface RenamePlan {
  readonly edits: readonly TextEdit[];
  /** Paths of layers that change, as they were. */
  readonly paths: readonly string[];
  /** Files of weights near the text that hold tensors of these paths. */
  readonly weights: readonly FileId[];
}

/** Lines from 1. `mistake`: what would be wrong at the place. */
export type RenameRefusal =
  | { readonly kind: 'keyword' | 'none' }
  | { readonly kind: 'hidden'; readonly file: FileId; readonly line: number }
  | { readonly kind: 'taken'; readonly file: FileId; readonly line: number; readonly mistake: Diagnostic | undefined };

export async function planRename(
  session: DesignSession,
  look: Look,
  offset: number,
  newName: string,
): Promise<RenamePlan | RenameRefusal> {
  const { workspace } = session;
  const kind = nameKind(newName);
  if (kind !== 'name') return { kind };
  const scene = await sceneOfAllUses(session, look, offset);
  const edits = rename(scene, look.file, offset, newName);
  if (edits === undefined) return { kind: 'none' };
  const overlay = workspace.overlay(edits);
  const paths = new Set<string>();
  for (const before of [scene.analysis, ...scene.users]) {
    const after = await overlay.analysis(before.file.file);
    if (after === undefined) continue;
    const conflict = renameConflict(before, after, edits);
    if (conflict !== undefined) return { kind: 'taken', ...conflict, mistake: conflict.diagnostic };
    for (const path of changedPaths(before, after)) paths.add(path);
  }
  const hidden = hiddenBy(scene, look.file, offset, newName);
  if (hidden !== undefined) return { kind: 'hidden', ...placeOf(hidden, fileOf(scene, hidden.file)?.text ?? '') };
  const weights = paths.size === 0 ? [] : (await weightsNaming(workspace, look.id))(paths);
  return { edits, paths: [...paths], weights };
}

function placeOf({ file, span }: Location, text: string): { readonly file: FileId; readonly line: number } {
  return { file, line: new LineIndex(text).positionAt(span.start).line + 1 };
}
