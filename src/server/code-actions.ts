/** Code actions: what mends mistakes, makes a network cheaper, writes expectations, or says the same otherwise. */

import { type CodeAction, CodeActionTriggerKind, type Command } from 'vscode-languageserver';
import type { TextEdit } from '../base/diagnostic';
import { titleOf } from '../base/message-text';
import type { Span } from '../base/span';
import { fixesOf, type OfferedFix, touching } from '../ide/fixes';
import { offeredRewrites } from '../session/advise';
import { messagesOf } from '../session/diagnostics';
import { importFixes } from '../session/imports';
import { type Refactoring, refactoringKinds, refactorings } from '../session/refactor/offers';
import { repairsOf } from '../session/repairs';
import { weightsNaming } from '../session/weight-files';
import { expectHere, expectsFromTable } from '../session/write-expects';
import { allReady, type Eventual, whenReady } from '../workspace/eventual';
import { answerOf } from './answers';
import type { ServerContext, ServerLook } from './context';
import { isRange, toSpan } from './convert';
import { annotated, editsByUri } from './workspace-edits';

/** The kinds of `codeActionProvider`. */
export const codeActionKinds = ['quickfix', 'refactor.extract', 'refactor.inline', 'refactor.rewrite'] as const;

export function registerCodeActions(context: ServerContext): void {
  context.connection.onCodeAction(
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
        const others = [rewriteActions(context, look, span, params), refactorActions(context, look, span, params)];
        return whenReady(allReady(others), (lists) => [...fixes, ...lists.flat()]);
      });
    }),
  );
}

/** Cheaper ways, and expectations. */
function rewriteActions(
  context: ServerContext,
  look: ServerLook,
  span: Span,
  params: unknown,
): Eventual<readonly CodeAction[]> {
  if (!isWanted(params, 'refactor.rewrite')) return [];
  const asked = { minimumShare: context.state.features.minimumSaving, isAsked: !isAutomatic(params) };
  const lists = [
    offeredRewrites(context, look, span, asked),
    isAutomatic(params) ? [] : offeredExpects(context, look, span),
  ];
  return whenReady(allReady(lists), (found) =>
    found.flat().map(({ title, edits }) => ({
      title,
      kind: 'refactor.rewrite',
      edit: { changes: editsByUri(context, edits) },
    })),
  );
}

const refactorKinds = { extract: 'refactor.extract', inline: 'refactor.inline', repeat: 'refactor.rewrite' } as const;

/** What leaves the network as it is, for who asks: each is proven by analyses of the file. */
function refactorActions(
  context: ServerContext,
  look: ServerLook,
  span: Span,
  params: unknown,
): Eventual<readonly CodeAction[]> {
  const kinds = refactoringKinds.filter((kind) => isWanted(params, refactorKinds[kind]));
  if (isAutomatic(params) || kinds.length === 0) return [];
  return whenReady(refactorings(context, look, span, new Set(kinds)), async (found) => {
    const hasPaths = found.some(({ paths }) => paths.length > 0);
    const naming = hasPaths && context.state.canAnnotate ? await weightsNaming(context.workspace, look.id) : undefined;
    context.state.offered = { uri: look.uri, text: look.file.text, refactorings: found };
    return found.map((one) => refactorAction(context, look, one, naming));
  });
}

function refactorAction(
  context: ServerContext,
  look: ServerLook,
  { kind, title, edits, paths, newName }: Refactoring,
  naming: Awaited<ReturnType<typeof weightsNaming>> | undefined,
): CodeAction {
  const { state } = context;
  const weights = naming?.(new Set(paths)) ?? [];
  const edit =
    naming === undefined || paths.length === 0
      ? { changes: editsByUri(context, edits) }
      : annotated(
          context,
          { edits, paths, weights },
          { label: state.words.editor('refactor.confirm'), needsConfirmation: weights.length > 0 },
        );
  return {
    title,
    kind: refactorKinds[kind],
    edit,
    ...(newName === undefined || !state.commands ? {} : { command: renameAt(look, newName, title) }),
  };
}

/** The name that was made up is to be chosen: the editor asks for it, once the edits are applied. */
function renameAt({ uri }: ServerLook, { line, column }: NonNullable<Refactoring['newName']>, title: string): Command {
  return { title, command: 'incept.renameAt', arguments: [{ uri, line, character: column }] };
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
