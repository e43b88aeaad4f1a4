/** Requests that help to write: completion, signature help, rename, fixes, formatting. */

import {
  type CompletionItem,
  type LinkedEditingRanges,
  type TextEdit as LspTextEdit,
  type Range,
  ResponseError,
  type SignatureHelp,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { messageOf } from '../base/message-text';
import { complete, type ImportableModule } from '../ide/completion';
import { formatRange, formatTyped, type LineChanges } from '../ide/formatting';
import { linkedNames } from '../ide/linked-names';
import { renameable } from '../ide/rename';
import { signatureHelp } from '../ide/signature-help';
import { importableModules, importsAfter, type MovedFile } from '../session/imports';
import { sceneOfAllUses } from '../session/look';
import { planRename, type RenameRefusal } from '../session/rename';
import { format } from '../syntax/format';
import type { Eventual } from '../workspace/eventual';
import { applyEdits, lineEdits, smallestEdit } from '../workspace/text-edits';
import { folderId, nameOf } from '../workspace/uri';
import { answerAt, answerOf } from './answers';
import type { ServerContext, ServerLook } from './context';
import { isRange, toCompletions, toRange, toSignatureHelp, toSpan, toTextEdit } from './convert';
import { annotated, editsByUri } from './workspace-edits';

/** LSPErrorCodes.RequestFailed: the message is for the user. */
const requestFailed = -32803;

export function registerEditing(context: ServerContext): void {
  const { connection, workspace, state } = context;

  connection.onCompletion(
    answerAt<CompletionItem[]>(context, 'completion', [], async (look, offset, params) => {
      let paths: Promise<readonly string[]> | undefined;
      let modules: Eventual<readonly ImportableModule[]> | undefined;
      const find = (knownPaths: readonly string[]) =>
        complete(look.scene, look.file, offset, {
          importPaths: () => {
            paths ??= workspace.importPaths(look.id);
            return knownPaths;
          },
          modules: () => {
            modules ??= importableModules(context, look);
            return modules instanceof Promise ? [] : modules;
          },
          resolve: (path) => workspace.resolve(look.id, path),
          tree: (id) => workspace.tree(id),
        });
      let found = find([]);
      // Folders are looked through only where something of another file can be written.
      if (paths !== undefined || (modules as unknown) instanceof Promise) {
        modules = await (modules as Eventual<readonly ImportableModule[]> | undefined);
        found = find((await paths) ?? []);
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
      const plan = await planRename(context, look, offset, newName);
      if ('kind' in plan) return new ResponseError(requestFailed, refusalText(context, newName, plan));
      // Paths that a refactoring has just made stand nowhere else, but for weights that happen to name them.
      const isMadeUp = plan.weights.length === 0 && isMadeUpName(context, look, offset);
      return plan.paths.length > 0 && state.canAnnotate && !isMadeUp
        ? annotated(context, plan, { label: state.words.editor('rename.paths'), needsConfirmation: true })
        : { changes: editsByUri(context, plan.edits) };
    }) as never,
  );

  connection.onDocumentFormatting(
    answerOf<LspTextEdit[]>(context, 'formatting', [], (look) => {
      const formatted = format(look.file);
      return formatted === look.file.text ? [] : [toTextEdit(look.lines, smallestEdit(look.file.text, formatted))];
    }),
  );

  connection.onDocumentRangeFormatting(
    answerOf<LspTextEdit[]>(context, 'rangeFormatting', [], (look, params) => {
      const range = (params as { range?: unknown }).range;
      if (!isRange(range)) return [];
      const changes = formatRange(look.file, toSpan(look.file.text, look.lines, range), lineChanges);
      return changes.map((change) => toTextEdit(look.lines, change));
    }),
  );

  connection.onDocumentOnTypeFormatting(
    answerAt<LspTextEdit[]>(context, 'onTypeFormatting', [], (look, offset, params) => {
      const { ch } = params as { ch?: unknown };
      if (typeof ch !== 'string') return [];
      return formatTyped(look.file, offset, ch, lineChanges).map((change) => toTextEdit(look.lines, change));
    }),
  );

  connection.languages.onLinkedEditingRange(
    answerAt<LinkedEditingRanges | null>(context, 'linkedEditingRange', null, async (look, offset) => {
      if (linkedNames(look.scene, look.file, offset).length === 0) return null;
      const spans = linkedNames(await sceneOfAllUses(context, look, offset), look.file, offset);
      if (spans.length === 0) return null;
      return { ranges: spans.map((span) => toRange(look.lines, span)), wordPattern: '[A-Za-z_][A-Za-z0-9_]*' };
    }),
  );

  connection.workspace.onWillRenameFiles(
    context.answer<unknown, WorkspaceEdit | null>('willRenameFiles', null, async (params) => {
      const moves = movesOf(params);
      const edits = await importsAfter(context, moves);
      return edits.length === 0 ? null : { changes: editsByUri(context, edits) };
    }) as never,
  );
}

const lineChanges: LineChanges = (before, after) => lineEdits(before, after, 'apart');

function movesOf(params: unknown): readonly MovedFile[] {
  const files = (params as { files?: unknown } | null)?.files;
  if (!Array.isArray(files)) return [];
  return (files as ({ oldUri?: unknown; newUri?: unknown } | null)[]).flatMap((file) =>
    typeof file?.oldUri === 'string' && typeof file.newUri === 'string'
      ? [{ from: folderId(file.oldUri), to: folderId(file.newUri) }]
      : [],
  );
}

/** Whether a name is one that a refactoring has just made up, in the text that it made. */
function isMadeUpName({ state }: ServerContext, { uri, file, scene, lines }: ServerLook, offset: number): boolean {
  const { offered } = state;
  if (offered?.uri !== uri) return false;
  const start = renameable(scene, file, offset)?.start;
  return offered.refactorings.some(
    ({ edits, newName }) =>
      newName !== undefined && applyEdits(offered.text, edits) === file.text && lines.offsetAt(newName) === start,
  );
}

function refusalText({ state }: ServerContext, newName: string, refusal: RenameRefusal): string {
  const say = state.words.editor;
  const name = refusal.kind === 'none' ? JSON.stringify(newName.slice(0, 60)) : newName;
  switch (refusal.kind) {
    case 'none':
      return say('rename.refused', { name });
    case 'keyword':
      return say('rename.keyword', { name });
    case 'hidden':
      return say('rename.hidden', { name, line: refusal.line, file: nameOf(refusal.file) });
    case 'taken': {
      const place = { name, line: refusal.line, file: nameOf(refusal.file) };
      if (refusal.mistake === undefined) return say('rename.conflict', place);
      return say('rename.mistake', { ...place, message: messageOf(refusal.mistake, state.words.diagnostics) });
    }
  }
}
