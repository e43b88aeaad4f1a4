/** Changes of texts as an editor takes them, with why they are to be confirmed. */

import type { TextEdit as LspTextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { TextEdit } from '../base/diagnostic';
import type { FileId } from '../base/span';
import { byFile } from '../workspace/text-edits';
import { nameOf } from '../workspace/uri';
import type { ServerContext } from './context';
import { toTextEdit } from './convert';

/** Edits that change paths of layers. */
export interface PathChange {
  readonly edits: readonly TextEdit[];
  /** Paths of layers that change, as they were. */
  readonly paths: readonly string[];
  /** Files of weights that name them. */
  readonly weights: readonly FileId[];
}

const pathsAnnotation = 'paths';

/** @param label What is done. With `needsConfirmation` the editor asks before it does. */
export function annotated(
  context: ServerContext,
  { edits, paths, weights }: PathChange,
  { label, needsConfirmation }: { readonly label: string; readonly needsConfirmation: boolean },
): WorkspaceEdit {
  const { state, workspace } = context;
  const say = state.words.editor;
  const [example = ''] = paths;
  const detail = say('rename.paths-detail', { count: paths.length, example });
  const files = weights.map(nameOf).join(', ');
  return {
    documentChanges: [...byFile(edits)].map(([id, list]) => ({
      textDocument: { uri: workspace.uriOf(id), version: workspace.openText(id)?.version ?? null },
      edits: list.flatMap((edit) => {
        const tree = workspace.tree(id);
        if (tree === undefined) return [];
        return [{ ...toTextEdit(workspace.lines(tree), edit), annotationId: pathsAnnotation }];
      }),
    })),
    changeAnnotations: {
      [pathsAnnotation]: {
        label,
        description: weights.length === 0 ? detail : say('rename.weights', { detail, files }),
        needsConfirmation,
      },
    },
  };
}

export function editsByUri(context: ServerContext, edits: readonly TextEdit[]): Record<string, LspTextEdit[]> {
  const byUri: Record<string, LspTextEdit[]> = {};
  for (const edit of edits) {
    const tree = context.workspace.tree(edit.file);
    if (tree === undefined) continue;
    const uri = context.workspace.uriOf(edit.file);
    byUri[uri] ??= [];
    byUri[uri].push(toTextEdit(context.workspace.lines(tree), edit));
  }
  return byUri;
}
