/** Values of the Language Server Protocol as Monaco's: lines and columns from 1, other numbers for kinds. */

import * as monaco from 'monaco-editor/editor/editor.api.js';
import type * as lsp from 'vscode-languageserver-protocol';

export function toRange({ start, end }: lsp.Range): monaco.Range {
  return new monaco.Range(start.line + 1, start.character + 1, end.line + 1, end.character + 1);
}

export function fromPosition({ lineNumber, column }: monaco.IPosition): lsp.Position {
  return { line: lineNumber - 1, character: column - 1 };
}

export function fromRange(range: monaco.IRange): lsp.Range {
  const { startLineNumber, startColumn, endLineNumber, endColumn } = range;
  return {
    start: { line: startLineNumber - 1, character: startColumn - 1 },
    end: { line: endLineNumber - 1, character: endColumn - 1 },
  };
}

/** Links in it may run our commands, and no others. */
export function toMarkdown(text: lsp.MarkupContent | string | undefined): monaco.IMarkdownString {
  const value = typeof text === 'string' ? text : (text?.value ?? '');
  return { value, isTrusted: { enabledCommands: linkedCommands } };
}

const linkedCommands = ['incept.explain', 'incept.chooseInstance'];

const { CompletionItemKind: Kind } = monaco.languages;

/** By the protocol's numbers, from 1. */
const completionKinds = [
  ...[Kind.Text, Kind.Method, Kind.Function, Kind.Constructor, Kind.Field, Kind.Variable, Kind.Class, Kind.Interface],
  ...[Kind.Module, Kind.Property, Kind.Unit, Kind.Value, Kind.Enum, Kind.Keyword, Kind.Snippet, Kind.Color, Kind.File],
  ...[Kind.Reference, Kind.Folder, Kind.EnumMember, Kind.Constant, Kind.Struct, Kind.Event, Kind.Operator],
  Kind.TypeParameter,
];

export function toCompletion(item: lsp.CompletionItem, range: monaco.IRange): monaco.languages.CompletionItem {
  const edit = item.textEdit;
  const { InsertAsSnippet, None } = monaco.languages.CompletionItemInsertTextRule;
  return {
    label: { label: item.label, ...item.labelDetails },
    kind: completionKinds[(item.kind ?? 1) - 1] ?? Kind.Text,
    insertText: edit?.newText ?? item.insertText ?? item.label,
    insertTextRules: item.insertTextFormat === 2 ? InsertAsSnippet : None,
    range: edit !== undefined && 'range' in edit ? toRange(edit.range) : range,
    ...(item.sortText === undefined ? {} : { sortText: item.sortText }),
    ...(item.filterText === undefined ? {} : { filterText: item.filterText }),
    ...(item.detail === undefined ? {} : { detail: item.detail }),
    ...(item.documentation === undefined ? {} : { documentation: toMarkdown(item.documentation) }),
    ...(item.additionalTextEdits === undefined ? {} : { additionalTextEdits: toEdits(item.additionalTextEdits) }),
    ...(item.command === undefined ? {} : { command: toCommand(item.command) }),
  };
}

export function toEdits(edits: readonly lsp.TextEdit[]): { range: monaco.Range; text: string }[] {
  return edits.map(({ range, newText }) => ({ range: toRange(range), text: newText }));
}

export function toCommand({ command, title, arguments: given }: lsp.Command): monaco.languages.Command {
  return { id: command, title, ...(given === undefined ? {} : { arguments: given }) };
}

const severities = [
  monaco.MarkerSeverity.Error,
  monaco.MarkerSeverity.Warning,
  monaco.MarkerSeverity.Info,
  monaco.MarkerSeverity.Hint,
];

export function toMarker(diagnostic: lsp.Diagnostic): monaco.editor.IMarkerData {
  const { range, severity = 1, message, code, source, tags, relatedInformation } = diagnostic;
  return {
    ...toRange(range),
    severity: severities[severity - 1] ?? monaco.MarkerSeverity.Error,
    message: typeof message === 'string' ? message : message.value,
    ...(code === undefined ? {} : { code: String(code) }),
    ...(source === undefined ? {} : { source }),
    ...(tags === undefined ? {} : { tags: [...tags] }),
    relatedInformation: (relatedInformation ?? []).map(({ location, message: text }) => ({
      resource: monaco.Uri.parse(location.uri),
      message: text,
      ...toRange(location.range),
    })),
  };
}

export function toWorkspaceEdit({ changes, documentChanges }: lsp.WorkspaceEdit): monaco.languages.WorkspaceEdit {
  const byFile = [
    ...Object.entries(changes ?? {}),
    ...(documentChanges ?? []).flatMap((change) =>
      'textDocument' in change ? [[change.textDocument.uri, change.edits] as const] : [],
    ),
  ];
  return {
    edits: byFile.flatMap(([uri, edits]) =>
      edits.flatMap((edit) =>
        'newText' in edit
          ? [
              {
                resource: monaco.Uri.parse(uri),
                versionId: undefined,
                textEdit: { range: toRange(edit.range), text: edit.newText },
              },
            ]
          : [],
      ),
    ),
  };
}

/** The protocol counts kinds of symbols from 1, Monaco from 0, in the same order. */
export function toSymbol(symbol: lsp.DocumentSymbol): monaco.languages.DocumentSymbol {
  return {
    name: symbol.name,
    detail: symbol.detail ?? '',
    kind: symbol.kind - 1,
    tags: [],
    range: toRange(symbol.range),
    selectionRange: toRange(symbol.selectionRange),
    children: (symbol.children ?? []).map(toSymbol),
  };
}
