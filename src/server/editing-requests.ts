/** Requests that help to write: completion, signature help, rename, fixes, formatting. */

import {
  type CodeAction,
  CodeActionTriggerKind,
  type CompletionItem,
  type LinkedEditingRanges,
  type TextEdit as LspTextEdit,
  type Range,
  ResponseError,
  type SignatureHelp,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { TextEdit } from '../base/diagnostic';
import { messageOf, titleOf } from '../base/message-text';
import type { Span } from '../base/span';
import { complete, type ImportableModule } from '../ide/completion';
import { fixesOf, type OfferedFix, touching } from '../ide/fixes';
import { formatRange, formatTyped, type LineChanges } from '../ide/formatting';
import { linkedNames } from '../ide/linked-names';
import { renameable } from '../ide/rename';
import { signatureHelp } from '../ide/signature-help';
import { offeredRewrites } from '../session/advise';
import { messagesOf } from '../session/diagnostics';
import { importableModules, importFixes, importsAfter, type MovedFile } from '../session/imports';
import { sceneOfAllUses } from '../session/look';
import { planRename, type RenamePlan, type RenameRefusal } from '../session/rename';
import { repairsOf } from '../session/repairs';
import { expectHere, expectsFromTable } from '../session/write-expects';
import { format } from '../syntax/format';
import { allReady, type Eventual, whenReady } from '../workspace/eventual';
import { byFile, lineEdits, smallestEdit } from '../workspace/text-edits';
import { folderId, nameOf } from '../workspace/uri';
import { answerAt, answerOf } from './answers';
import type { ServerContext, ServerLook } from './context';
import { isRange, toCompletions, toRange, toSignatureHelp, toSpan, toTextEdit } from './convert';

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
      return plan.paths.length > 0 && state.canAnnotate
        ? toConfirm(context, plan)
        : { changes: editsByUri(context, plan.edits) };
    }) as never,
  );

  connection.onCodeAction(
    answerOf<CodeAction[]>(context, 'codeAction', [], (look, params) => {
      const range = (params as { range?: unknown } | null)?.range;
      if (!isRange(range)) return [];
      const span = toSpan(look.file.text, look.lines, range);
      const toAction = ({ diagnostic, fix }: OfferedFix, i: number, all: readonly OfferedFix[]): CodeAction => ({
        title: titleOf(fix, context.state.words.diagnostics),
        kind: 'quickfix',
        diagnostics: [context.toDiagnostic(diagnostic)],
        edit: { changes: editsByUri(context, fix.edits) },
        ...(i === 0 && all.length === 1 ? { isPreferred: true } : {}),
      });
      return whenReady(allReady(offeredFixes(context, look, span)), (offered) => {
        const fixes = eachOnce(offered.flat()).map(toAction);
        if (!isWanted(params, 'refactor.rewrite')) return fixes;
        const asked = { minimumShare: state.features.minimumSaving, isAsked: !isAutomatic(params) };
        const others = [offeredRewrites(context, look, span, asked), offeredExpects(context, look, span)];
        return whenReady(allReady(others), (lists) => [
          ...fixes,
          ...lists.flat().map(({ title, edits }) => ({
            title,
            kind: 'refactor.rewrite',
            edit: { changes: editsByUri(context, edits) },
          })),
        ]);
      });
    }),
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

/** Expectations that can be written at a range: from a table that is selected, else of the statement at the cursor. */
function offeredExpects(
  context: ServerContext,
  look: ServerLook,
  span: Span,
): Eventual<readonly { readonly title: string; readonly edits: readonly TextEdit[] }[]> {
  const say = context.state.words.editor;
  if (span.start === span.end) {
    const here = expectHere(look, span.start);
    return here === undefined ? [] : [{ title: say('expect.here', { text: here.text }), edits: here.edits }];
  }
  const table = look.file.text.slice(span.start, span.end);
  return whenReady(expectsFromTable(context, look, span.start, table, span), (found) =>
    found === undefined ? [] : [{ title: say('expect.table'), edits: found.edits }],
  );
}

/** Several analyses may find the same mistake, and how to mend it. */
function eachOnce(fixes: readonly OfferedFix[]): readonly OfferedFix[] {
  return [...new Map(fixes.map((one) => [JSON.stringify(one.fix), one])).values()];
}

/** What mends the mistakes at a range: what they offer, imports, and computed repairs. */
function offeredFixes(
  context: ServerContext,
  look: ServerLook,
  span: Span,
): readonly Eventual<readonly OfferedFix[]>[] {
  const messages = (analysis: ServerLook['analysis']) => messagesOf(analysis, context.state.features.target);
  const own = touching(look.analysis.diagnostics, look.id, span);
  // What is wrong with a module may show only where another file calls it.
  const repairs = [look.analysis, ...look.scene.users].map((analysis) =>
    repairsOf(context.workspace, analysis, touching(messages(analysis), look.id, span), messages),
  );
  return [importFixes(context, look, own), fixesOf(own), ...repairs];
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

const pathsAnnotation = 'paths';

/** The edits of a rename that changes paths of layers: the editor asks before it applies them. */
function toConfirm(context: ServerContext, { edits, paths, weights }: RenamePlan): WorkspaceEdit {
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
        label: say('rename.paths'),
        description: weights.length === 0 ? detail : say('rename.weights', { detail, files }),
        needsConfirmation: true,
      },
    },
  };
}

function editsByUri(context: ServerContext, edits: readonly TextEdit[]): Record<string, LspTextEdit[]> {
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
