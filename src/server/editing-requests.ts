/** Requests that help to write: completion, signature help, rename, fixes, formatting. */

import {
  type CodeAction,
  CodeActionTriggerKind,
  type CompletionItem,
  type TextEdit as LspTextEdit,
  type Range,
  ResponseError,
  type SignatureHelp,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { TextEdit } from '../base/diagnostic';
import { messageOf, titleOf } from '../base/message-text';
import { complete } from '../ide/completion';
import { fixesAt } from '../ide/fixes';
import { type RenameConflict, rename, renameable, renameConflict } from '../ide/rename';
import { signatureHelp } from '../ide/signature-help';
import { offeredRewrites } from '../session/advise';
import { sceneOfAllUses } from '../session/look';
import { format } from '../syntax/format';
import { whenReady } from '../workspace/eventual';
import { smallestEdit } from '../workspace/text-edits';
import { nameOf } from '../workspace/uri';
import { answerAt, answerOf } from './answers';
import type { ServerContext } from './context';
import { isRange, toCompletions, toDiagnostic, toRange, toSignatureHelp, toSpan } from './convert';

/** LSPErrorCodes.RequestFailed: the message is for the user. */
const requestFailed = -32803;

export function registerEditing(context: ServerContext): void {
  const { connection, workspace, state } = context;

  connection.onCompletion(
    answerAt<CompletionItem[]>(context, 'completion', [], async (look, offset, params) => {
      let paths: readonly string[] | undefined;
      let isAsked = false;
      const find = () =>
        complete(look.scene, look.file, offset, {
          importPaths: () => {
            isAsked = true;
            return paths ?? [];
          },
          resolve: (path) => workspace.resolve(look.id, path),
          tree: (id) => workspace.tree(id),
        });
      let found = find();
      // Folders are looked through only where the path of an import is being written.
      if (isAsked) {
        paths = await workspace.importPaths(look.id);
        found = find();
      }
      const { triggerCharacter } = (params as { context?: { triggerCharacter?: unknown } }).context ?? {};
      // A blank asks everywhere; only where few things can follow is an answer help and not noise.
      if (triggerCharacter === ' ' && !found.isSpecific) return [];
      return toCompletions(look, found, state.snippets);
    }),
  );

  connection.onSignatureHelp(
    answerAt<SignatureHelp | null>(context, 'signatureHelp', null, (look, offset) => {
      const help = signatureHelp(look.scene, look.file, offset);
      return toSignatureHelp(help);
    }),
  );

  connection.onPrepareRename(
    answerAt<Range | null>(context, 'prepareRename', null, (look, offset) => {
      const span = renameable(look.scene, look.file, offset);
      return span === undefined ? null : toRange(look.lines, span);
    }),
  );

  connection.onRenameRequest(
    answerAt<WorkspaceEdit | null | ResponseError<void>>(context, 'rename', null, async (look, offset, params) => {
      const newName = (params as { newName?: unknown } | null)?.newName;
      if (typeof newName !== 'string') return null;
      const scene = await sceneOfAllUses(context, look, offset);
      const edits = rename(scene, look.file, offset, newName);
      if (edits === undefined) {
        const name = JSON.stringify(newName.slice(0, 60));
        return new ResponseError(requestFailed, state.words.editor('rename.refused', { name }));
      }
      const overlay = workspace.overlay(edits);
      for (const before of [scene.analysis, ...scene.users]) {
        const after = await overlay.analysis(before.file.file);
        const conflict = after === undefined ? undefined : renameConflict(before, after, edits);
        if (conflict !== undefined) return new ResponseError(requestFailed, conflictText(context, newName, conflict));
      }
      return { changes: editsByUri(context, edits) };
    }) as never,
  );

  connection.onCodeAction(
    answerOf<CodeAction[]>(context, 'codeAction', [], (look, params) => {
      const range = (params as { range?: unknown } | null)?.range;
      if (!isRange(range)) return [];
      const span = toSpan(look.file.text, look.lines, range);
      const linesOf = (id: string) => {
        const tree = workspace.tree(id);
        return tree === undefined ? undefined : workspace.lines(tree);
      };
      const fixes = fixesAt(look.analysis, look.id, span).map(({ diagnostic, fix }, i, all) => ({
        title: titleOf(fix, context.state.words.diagnostics),
        kind: 'quickfix',
        diagnostics: [toDiagnostic(diagnostic, context.state.words.diagnostics, linesOf, (id) => workspace.uriOf(id))],
        edit: { changes: editsByUri(context, fix.edits) },
        ...(i === 0 && all.length === 1 ? { isPreferred: true } : {}),
      }));
      if (!isWanted(params, 'refactor.rewrite')) return fixes;
      const asked = { minimumShare: state.minimumSaving, isAsked: !isAutomatic(params) };
      return whenReady(offeredRewrites(context, look, span, asked), (rewrites) => [
        ...fixes,
        ...rewrites.map(({ title, edits }) => ({
          title,
          kind: 'refactor.rewrite',
          edit: { changes: editsByUri(context, edits) },
        })),
      ]);
    }),
  );

  connection.onDocumentFormatting(
    answerOf<LspTextEdit[]>(context, 'formatting', [], (look) => {
      const formatted = format(look.file);
      if (formatted === look.file.text) return [];
      const { span, newText } = smallestEdit(look.file.text, formatted);
      return [{ range: toRange(look.lines, span), newText }];
    }),
  );
}

/** Whether a client asks for actions of a kind: without a list for all; `refactor` holds `refactor.rewrite`. */
function isWanted(params: unknown, kind: string): boolean {
  const { only } = (params as { context?: { only?: unknown } }).context ?? {};
  return !Array.isArray(only) || only.some((one) => one === kind || kind.startsWith(`${one}.`));
}

/** Whether nobody has asked: the editor wants to know whether there is anything to offer at the cursor. */
function isAutomatic(params: unknown): boolean {
  const { triggerKind } = (params as { context?: { triggerKind?: unknown } }).context ?? {};
  return triggerKind === CodeActionTriggerKind.Automatic;
}

function conflictText({ state }: ServerContext, name: string, { file, line, diagnostic }: RenameConflict): string {
  const place = { name, line, file: nameOf(file) };
  return diagnostic === undefined
    ? state.words.editor('rename.conflict', place)
    : state.words.editor('rename.mistake', { ...place, message: messageOf(diagnostic, state.words.diagnostics) });
}

function editsByUri(context: ServerContext, edits: readonly TextEdit[]): Record<string, LspTextEdit[]> {
  const byUri: Record<string, LspTextEdit[]> = {};
  for (const edit of edits) {
    const tree = context.workspace.tree(edit.file);
    if (tree === undefined) continue;
    const uri = context.workspace.uriOf(edit.file);
    byUri[uri] ??= [];
    byUri[uri].push({ range: toRange(context.workspace.lines(tree), edit.span), newText: edit.newText });
  }
  return byUri;
}
