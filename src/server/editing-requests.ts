/** Requests that help to write: completion, signature help, rename, fixes, formatting. */

import {
  type CodeAction,
  type CompletionItem,
  type TextEdit as LspTextEdit,
  type Range,
  ResponseError,
  type SignatureHelp,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import type { TextEdit } from '../base/diagnostic';
import { titleOf } from '../base/message-text';
import { complete } from '../ide/completion';
import { rename, renameable } from '../ide/definition';
import { fixesAt } from '../ide/fixes';
import { signatureHelp } from '../ide/signature-help';
import { format } from '../syntax/format';
import { isRange, toCompletions, toDiagnostic, toRange, toSignatureHelp, toSpan } from './convert';
import type { Look, ServerContext } from './create-server';
import { offsetOf } from './reading-requests';

/** LSPErrorCodes.RequestFailed: the message is for the user. */
const requestFailed = -32803;

export function registerEditing(context: ServerContext): void {
  const { connection, documents, state } = context;

  connection.onCompletion(
    context.answer<unknown, CompletionItem[]>('completion', [], (params) => {
      const look = context.look(params);
      const offset = look === undefined ? undefined : offsetOf(look, params);
      if (look === undefined || offset === undefined) return [];
      const found = complete(look.scene, look.file, offset, {
        importPaths: () => importPaths(context, look),
        resolve: (path) => documents.resolve(look.id, path),
        tree: (id) => documents.tree(id),
      });
      const { triggerCharacter } = (params as { context?: { triggerCharacter?: unknown } }).context ?? {};
      // A blank asks everywhere; only where few things can follow is an answer help and not noise.
      if (triggerCharacter === ' ' && !found.isSpecific) return [];
      return toCompletions(look, found, state.snippets);
    }),
  );

  connection.onSignatureHelp(
    context.answer<unknown, SignatureHelp | null>('signatureHelp', null, (params) => {
      const look = context.look(params);
      const offset = look === undefined ? undefined : offsetOf(look, params);
      const help =
        look === undefined || offset === undefined ? undefined : signatureHelp(look.scene, look.file, offset);
      return help === undefined ? null : toSignatureHelp(help);
    }),
  );

  connection.onPrepareRename(
    context.answer<unknown, Range | null>('prepareRename', null, (params) => {
      const look = context.look(params);
      const offset = look === undefined ? undefined : offsetOf(look, params);
      const span = look === undefined || offset === undefined ? undefined : renameable(look.scene, look.file, offset);
      return look === undefined || span === undefined ? null : toRange(look.lines, span);
    }),
  );

  connection.onRenameRequest(
    context.answer<unknown, WorkspaceEdit | null | ResponseError<void>>('rename', null, (params) => {
      const look = context.look(params);
      const offset = look === undefined ? undefined : offsetOf(look, params);
      const newName = (params as { newName?: unknown } | null)?.newName;
      if (look === undefined || offset === undefined || typeof newName !== 'string') return null;
      const edits = rename(look.scene, look.file, offset, newName);
      if (edits === undefined) {
        return new ResponseError(
          requestFailed,
          state.words.editor('rename.refused', { name: JSON.stringify(newName.slice(0, 60)) }),
        );
      }
      return { changes: editsByUri(context, edits) };
    }) as never,
  );

  connection.onCodeAction(
    context.answer<unknown, CodeAction[]>('codeAction', [], (params) => {
      const look = context.look(params);
      const range = (params as { range?: unknown } | null)?.range;
      if (look === undefined || !isRange(range)) return [];
      const span = toSpan(look.file.text, look.lines, range);
      const linesOf = (id: string) => {
        const tree = documents.tree(id);
        return tree === undefined ? undefined : documents.lines(tree);
      };
      return fixesAt(look.analysis, look.id, span).map(({ diagnostic, fix }, i, all) => ({
        title: titleOf(fix, context.state.words.diagnostics),
        kind: 'quickfix',
        diagnostics: [toDiagnostic(diagnostic, context.state.words.diagnostics, linesOf, (id) => documents.uriOf(id))],
        edit: { changes: editsByUri(context, fix.edits) },
        ...(i === 0 && all.length === 1 ? { isPreferred: true } : {}),
      }));
    }),
  );

  connection.onDocumentFormatting(
    context.answer<unknown, LspTextEdit[]>('formatting', [], (params) => {
      const look = context.look(params);
      if (look === undefined) return [];
      const formatted = format(look.file);
      return formatted === look.file.text ? [] : [smallestEdit(look, formatted)];
    }),
  );
}

/** Leaves the equal start and end of a text alone, so that the cursor and folds in them stay. */
function smallestEdit(look: Look, newText: string): LspTextEdit {
  const oldText = look.file.text;
  const shortest = Math.min(oldText.length, newText.length);
  let start = 0;
  while (start < shortest && oldText[start] === newText[start]) start++;
  let end = 0;
  while (end < shortest - start && oldText[oldText.length - 1 - end] === newText[newText.length - 1 - end]) end++;
  // A carriage return and its line feed are one line break: an edit must not begin or end between them.
  while (start > 0 && oldText[start - 1] === '\r') start--;
  while (end > 0 && oldText[oldText.length - end] === '\n') end--;
  return {
    range: toRange(look.lines, { start, end: oldText.length - end }),
    newText: newText.slice(start, newText.length - end),
  };
}

function editsByUri(context: ServerContext, edits: readonly TextEdit[]): Record<string, LspTextEdit[]> {
  const byUri: Record<string, LspTextEdit[]> = {};
  for (const edit of edits) {
    const tree = context.documents.tree(edit.file);
    if (tree === undefined) continue;
    const uri = context.documents.uriOf(edit.file);
    byUri[uri] ??= [];
    byUri[uri].push({ range: toRange(context.documents.lines(tree), edit.span), newText: edit.newText });
  }
  return byUri;
}

/** `./blocks.cnn`, `../blocks/stem.cnn`: files of the workspace, as an import in this file writes them. */
function importPaths({ documents, host }: ServerContext, look: Look): readonly string[] {
  const from = URI.parse(look.id);
  const folder = from.path.slice(0, from.path.lastIndexOf('/'));
  const roots = documents.folders.filter((root) => look.id.startsWith(`${root}/`));
  const places = roots.length > 0 ? roots : [from.with({ path: folder }).toString()];
  const known = new Set([
    ...places.flatMap((place) => host.files.list(place)),
    ...documents.list().map(({ id }) => id),
  ]);
  known.delete(look.id);
  return [...known]
    .map((id) => URI.parse(id))
    .filter((uri) => uri.scheme === from.scheme && uri.authority === from.authority)
    .map((uri) => relativePath(folder, uri.path))
    .filter((path) => documents.resolve(look.id, path) !== 'outside')
    .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1));
}

function relativePath(folder: string, path: string): string {
  const from = folder.split('/');
  const to = path.split('/');
  let common = 0;
  while (common < from.length && common < to.length - 1 && from[common] === to[common]) common++;
  const up = from.length - common;
  return `${up === 0 ? './' : '../'.repeat(up)}${to.slice(common).join('/')}`;
}
