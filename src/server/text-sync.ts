/**
 * Keeps the server's texts equal to the editor's: open, incremental changes, close, files changed on disk, folders of
 * the workspace. A change that makes no sense (a range outside of the text, in the wrong order, of the wrong type) is
 * clamped or left out and logged; the next full text sets everything right.
 */

import { FileChangeType } from 'vscode-languageserver';
import { LineIndex } from '../base/line-index';
import type { DiagnosticsPusher } from '../session/diagnostics';
import { idOf } from '../workspace/uri';
import type { ServerContext } from './context';
import { isRange, toSpan } from './convert';

export function registerTextSync(context: ServerContext, pusher: DiagnosticsPusher): void {
  const { connection, workspace } = context;
  const on = (what: string, handler: (params: unknown) => void) => (params: unknown) => {
    if (context.state.phase !== 'running') return;
    try {
      handler(params);
    } catch (error) {
      context.log(what, error);
    }
  };

  connection.onDidOpenTextDocument(
    on('didOpen', (params) => {
      const document = (params as { textDocument?: Record<string, unknown> } | null)?.textDocument;
      if (typeof document?.uri !== 'string' || typeof document.text !== 'string') return;
      pusher.schedule(workspace.setText(document.uri, versionOf(document.version), document.text).id);
    }),
  );

  connection.onDidChangeTextDocument(
    on('didChange', (params) => {
      const { textDocument, contentChanges } = (params ?? {}) as {
        textDocument?: { uri?: unknown; version?: unknown };
        contentChanges?: unknown;
      };
      if (typeof textDocument?.uri !== 'string' || !Array.isArray(contentChanges)) return;
      const document = workspace.openText(idOf(textDocument.uri));
      // A change of what was never opened has nothing to change.
      if (document === undefined) return;
      const text = contentChanges.reduce((before: string, change) => applyChange(before, change), document.text);
      pusher.schedule(workspace.setText(document.uri, versionOf(textDocument.version), text).id);
    }),
  );

  connection.onDidCloseTextDocument(
    on('didClose', (params) => {
      const uri = (params as { textDocument?: { uri?: unknown } } | null)?.textDocument?.uri;
      if (typeof uri !== 'string') return;
      const id = idOf(uri);
      workspace.close(id);
      pusher.closed(id);
      pusher.schedule();
    }),
  );

  connection.onDidSaveTextDocument(
    on('didSave', () => {
      // For editors that do not watch files: what is imported may have been written by another program.
      if (context.state.canWatchFiles) return;
      workspace.forgetDisk();
      pusher.schedule();
    }),
  );

  connection.onDidChangeWatchedFiles(
    on('didChangeWatchedFiles', (params) => {
      const changes = (params as { changes?: unknown } | null)?.changes;
      if (!Array.isArray(changes)) return;
      for (const change of changes as { uri?: unknown; type?: unknown }[]) {
        if (typeof change?.uri !== 'string') continue;
        // A new folder or link can change what any path means.
        if (change.type !== FileChangeType.Changed) workspace.forgetPlaces();
        workspace.changedOnDisk(idOf(change.uri));
      }
      pusher.schedule();
    }),
  );

  connection.onNotification(
    'workspace/didChangeWorkspaceFolders',
    on('didChangeWorkspaceFolders', (params) => {
      const event = (params as { event?: { added?: unknown; removed?: unknown } } | null)?.event;
      const uris = (list: unknown) =>
        Array.isArray(list) ? list.map((folder) => folder?.uri).filter((uri) => typeof uri === 'string') : [];
      workspace.changeRoots(uris(event?.added), uris(event?.removed));
      pusher.schedule();
    }),
  );
}

function versionOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function applyChange(text: string, change: unknown): string {
  const { range, text: newText } = (change ?? {}) as { range?: unknown; text?: unknown };
  if (typeof newText !== 'string') return text;
  if (range === undefined || range === null) return newText;
  if (!isRange(range)) return text;
  const { start, end } = toSpan(text, new LineIndex(text), range);
  return text.slice(0, start) + newText + text.slice(end);
}
