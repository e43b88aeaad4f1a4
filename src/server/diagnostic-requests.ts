/**
 * Diagnostics that a client asks for, of one file or of all files of its folders, open or not. What has not changed since
 * it was asked last is not sent again.
 */

import {
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type FullDocumentDiagnosticReport,
  type UnchangedDocumentDiagnosticReport,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { Diagnostic } from '../base/diagnostic';
import type { FileId } from '../base/span';
import { allDiagnostics, diagnosticsOf } from '../session/diagnostics';
import { whenReady } from '../workspace/eventual';
import { idOf } from '../workspace/uri';
import { answerOf } from './answers';
import type { ServerContext } from './context';

export function registerDiagnostics(context: ServerContext): void {
  const { connection, workspace } = context;
  const nothing: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };

  connection.languages.diagnostics.on(
    answerOf<DocumentDiagnosticReport>(context, 'diagnostic', nothing, (look, params) => {
      const { previousResultId } = params as { previousResultId?: unknown };
      return whenReady(diagnosticsOf(workspace, look.id, context.state.features.target), (found) =>
        report(context, found ?? [], previousResultId),
      );
    }) as never,
  );

  connection.languages.diagnostics.onWorkspace(
    (params, token) =>
      context.answer<unknown, WorkspaceDiagnosticReport>('workspaceDiagnostic', { items: [] }, async () => {
        const known = previousIds(params);
        // Each file may take its time: what is typed meanwhile is answered in between.
        const rest = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
        const items: WorkspaceDocumentDiagnosticReport[] = [];
        for (const [id, found] of await allDiagnostics(workspace, context.state.features.target, rest)) {
          if (token.isCancellationRequested) break;
          const version = workspace.openText(id)?.version ?? null;
          items.push({ uri: workspace.uriOf(id), version, ...report(context, found, known.get(id)) });
        }
        return { items };
      })(params, token) as never,
  );
}

function previousIds(params: unknown): ReadonlyMap<FileId, string> {
  const { previousResultIds } = (params ?? {}) as { previousResultIds?: unknown };
  if (!Array.isArray(previousResultIds)) return new Map();
  return new Map(
    (previousResultIds as ({ uri?: unknown; value?: unknown } | null)[]).flatMap((known) =>
      typeof known?.uri === 'string' && typeof known.value === 'string' ? [[idOf(known.uri), known.value]] : [],
    ),
  );
}

function report(
  { toDiagnostic }: ServerContext,
  found: readonly Diagnostic[],
  previous: unknown,
): FullDocumentDiagnosticReport | UnchangedDocumentDiagnosticReport {
  const items = found.map(toDiagnostic);
  const resultId = digest(JSON.stringify(items));
  if (resultId === previous) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
}

/** FNV-1a of 32 bits with the length: texts that are told apart here are a file's messages before and after an edit. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return `${(hash >>> 0).toString(36)}-${text.length.toString(36)}`;
}
