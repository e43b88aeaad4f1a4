/**
 * The one place where Incept's values become those of the Language Server Protocol and back: offsets and lines,
 * severities, kinds. What a client sends is checked here, as a client can send anything.
 */

import {
  type Command,
  CompletionItemKind,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentSymbol,
  type FoldingRange,
  InlayHintKind,
  InsertTextFormat,
  type CodeLens as LspCodeLens,
  type CompletionItem as LspCompletionItem,
  type Diagnostic as LspDiagnostic,
  type Hover as LspHover,
  type InlayHint as LspInlayHint,
  type SignatureHelp as LspSignatureHelp,
  type MarkupContent,
  MarkupKind,
  type Position,
  type Range,
  SymbolKind,
  type TextEdit,
  type WorkspaceSymbol,
} from 'vscode-languageserver';
import type { Severity } from '../base/codes';
import type { Diagnostic } from '../base/diagnostic';
import type { LineIndex } from '../base/line-index';
import { messageOf, noteOf } from '../base/message-text';
import type { Span } from '../base/span';
import type { CodeLens, LensAction } from '../ide/code-lens';
import { type CompletionItem, type CompletionKind, type Completions, plainSnippet } from '../ide/completion';
import type { FileSymbol } from '../ide/file-symbols';
import type { FoldRange } from '../ide/folding';
import type { InlayHint } from '../ide/inlay-hints';
import type { Hover } from '../ide/markdown';
import type { OutlineItem, OutlineKind } from '../ide/outline';
import { type SemanticToken, semanticTypes } from '../ide/semantic-tokens';
import type { SignatureHelp } from '../ide/signature-help';
import type { SourceFile } from '../syntax/tree';
import type { DiagnosticWords } from '../words/english/diagnostics';
import { nameOf } from '../workspace/uri';

/** A text with its lines. */
export interface Lined {
  readonly file: SourceFile;
  readonly lines: LineIndex;
}

function toPosition(lines: LineIndex, offset: number): Position {
  const { line, column } = lines.positionAt(offset);
  return { line, character: column };
}

export function toRange(lines: LineIndex, span: Span): Range {
  return { start: toPosition(lines, span.start), end: toPosition(lines, span.end) };
}

export function isPosition(value: unknown): value is Position {
  const position = value as Position | null | undefined;
  return typeof position === 'object' && isIndex(position?.line) && isIndex(position?.character);
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

export function isRange(value: unknown): value is Range {
  const range = value as Range | null | undefined;
  return typeof range === 'object' && isPosition(range?.start) && isPosition(range?.end);
}

/** A column past its line means the end of the line; a line past the last means the end of the text. */
export function toOffset(text: string, lines: LineIndex, position: Position): number {
  const line = Math.floor(position.line);
  if (line < 0) return 0;
  if (line >= lines.lineCount) return text.length;
  const start = lines.lineStart(line);
  let end = lines.lineStart(line + 1);
  while (end > start && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--;
  return Math.max(start, Math.min(start + Math.floor(position.character), end));
}

/** Also for a range whose ends are the wrong way round. */
export function toSpan(text: string, lines: LineIndex, range: Range): Span {
  const a = toOffset(text, lines, range.start);
  const b = toOffset(text, lines, range.end);
  return { start: Math.min(a, b), end: Math.max(a, b) };
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  note: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Where a file's text is, to give places in it lines. */
export type LinesOf = (file: string) => LineIndex | undefined;

/** @param page URI of what the documentation says of the code. */
export function toDiagnostic(
  diagnostic: Diagnostic,
  words: DiagnosticWords,
  linesOf: LinesOf,
  uriOf: (file: string) => string,
  page: string | undefined,
): LspDiagnostic {
  const lines = linesOf(diagnostic.file);
  const related = diagnostic.related.flatMap((note) => {
    const noteLines = linesOf(note.file);
    if (noteLines === undefined) return [];
    return [
      { location: { uri: uriOf(note.file), range: toRange(noteLines, note.span) }, message: noteOf(note, words) },
    ];
  });
  return {
    range: lines === undefined ? nowhere : toRange(lines, diagnostic.span),
    severity: severities[diagnostic.severity],
    code: diagnostic.code,
    ...(page === undefined ? {} : { codeDescription: { href: page } }),
    source: 'incept',
    message: messageOf(diagnostic, words),
    // Faded.
    ...(diagnostic.code.startsWith('unused.') ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(related.length > 0 ? { relatedInformation: related } : {}),
  };
}

const nowhere: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function markdown(value: string): MarkupContent {
  return { kind: MarkupKind.Markdown, value };
}

export function toHover({ lines }: Lined, hover: Hover): LspHover {
  return { contents: markdown(hover.markdown), range: toRange(lines, hover.span) };
}

const completionKinds: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  layer: CompletionItemKind.Function,
  module: CompletionItemKind.Module,
  parameter: CompletionItemKind.Property,
  word: CompletionItemKind.EnumMember,
  constant: CompletionItemKind.Constant,
  variable: CompletionItemKind.Variable,
  result: CompletionItemKind.Reference,
  keyword: CompletionItemKind.Keyword,
  metric: CompletionItemKind.Unit,
  function: CompletionItemKind.Operator,
  file: CompletionItemKind.File,
  value: CompletionItemKind.Value,
  snippet: CompletionItemKind.Snippet,
};

export function toCompletions(
  { lines }: Lined,
  { span, items }: Completions,
  supportsSnippets: boolean,
): LspCompletionItem[] {
  const range = toRange(lines, span);
  return items.map((item) => toCompletionItem(item, lines, range, supportsSnippets));
}

function toCompletionItem(
  item: CompletionItem,
  lines: LineIndex,
  range: Range,
  supportsSnippets: boolean,
): LspCompletionItem {
  const isSnippet = item.isSnippet && supportsSnippets;
  const newText = item.isSnippet && !supportsSnippets ? plainSnippet(item.insert) : item.insert;
  return {
    label: item.label,
    kind: completionKinds[item.kind],
    sortText: item.rank.toFixed(6).padStart(12, '0'),
    filterText: item.label,
    textEdit: { range, newText },
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    ...(item.detail === '' ? {} : { detail: item.detail }),
    ...(item.shape === '' ? {} : { labelDetails: { description: item.shape } }),
    ...(item.documentation === '' ? {} : { documentation: markdown(item.documentation) }),
    ...(item.continues ? { command: askAgain(item) } : {}),
    ...(item.edits.length === 0 ? {} : { additionalTextEdits: item.edits.map((edit) => toTextEdit(lines, edit)) }),
  };
}

export function toTextEdit(lines: LineIndex, { span, newText }: { span: Span; newText: string }): TextEdit {
  return { range: toRange(lines, span), newText };
}

/** VS Code's own commands; another editor that does not know them leaves them alone. */
function askAgain(item: CompletionItem): Command {
  return item.kind === 'parameter'
    ? { title: 'Suggest values', command: 'editor.action.triggerSuggest' }
    : { title: 'Show parameters', command: 'editor.action.triggerParameterHints' };
}

export function toSignatureHelp(helps: readonly SignatureHelp[]): LspSignatureHelp | null {
  const [first] = helps;
  if (first === undefined) return null;
  return {
    signatures: helps.map((help) => ({
      label: help.label,
      ...(help.documentation === '' ? {} : { documentation: markdown(help.documentation) }),
      parameters: help.parameters.map((parameter, i) => ({
        label: [...(help.parameterSpans[i] ?? [0, 0])] as [number, number],
        ...(parameter.documentation === '' ? {} : { documentation: markdown(parameter.documentation) }),
      })),
      activeParameter: activeIndex(help),
    })),
    activeSignature: 0,
    activeParameter: activeIndex(first),
  };
}

/** Past the last parameter none is active; the protocol says so by an index that is out of range. */
function activeIndex({ active, parameters }: SignatureHelp): number {
  return active ?? parameters.length;
}

export const symbolKinds: Readonly<Record<OutlineKind, SymbolKind>> = {
  network: SymbolKind.Class,
  module: SymbolKind.Function,
  constant: SymbolKind.Constant,
  parameter: SymbolKind.Variable,
  input: SymbolKind.Variable,
  layer: SymbolKind.Field,
  call: SymbolKind.Object,
  join: SymbolKind.Operator,
  branch: SymbolKind.Array,
  repeat: SymbolKind.Array,
  condition: SymbolKind.Operator,
  head: SymbolKind.Event,
  output: SymbolKind.Event,
};

export function toSymbol(lined: Lined, item: OutlineItem): DocumentSymbol {
  return {
    name: item.name,
    detail: item.detail,
    kind: symbolKinds[item.kind],
    range: toRange(lined.lines, item.span),
    selectionRange: toRange(lined.lines, item.nameSpan),
    children: item.children.map((child) => toSymbol(lined, child)),
  };
}

export function toWorkspaceSymbol({ file, lines }: Lined, symbol: FileSymbol, uri: string): WorkspaceSymbol {
  return {
    name: symbol.name,
    kind: symbolKinds[symbol.kind],
    containerName: nameOf(file.file),
    location: { uri, range: toRange(lines, symbol.nameSpan) },
  };
}

/** Only what spans lines. The last line stays visible where it holds the closing bracket. */
export function toFolds({ lines }: Lined, folds: readonly FoldRange[]): FoldingRange[] {
  return folds.flatMap((fold) => {
    const startLine = lines.positionAt(fold.start).line;
    const lastLine = lines.positionAt(fold.end).line;
    const endLine = fold.kind === 'region' ? lastLine - 1 : lastLine;
    if (endLine <= startLine) return [];
    return [{ startLine, endLine, ...(fold.kind === 'region' ? {} : { kind: fold.kind }) }];
  });
}

export function toInlayHint({ lines }: Lined, hint: InlayHint): LspInlayHint {
  return {
    position: toPosition(lines, hint.offset),
    label: hint.label,
    ...(hint.kind === 'parameter'
      ? { kind: InlayHintKind.Parameter, paddingRight: true }
      : { kind: InlayHintKind.Type, paddingLeft: true }),
    tooltip: hint.tooltip,
  };
}

/** Commands of our own extension; another client shows the title alone. */
export function toCodeLens({ file, lines }: Lined, lens: CodeLens, hasCommands: boolean, uri: string): LspCodeLens {
  const range = toRange(lines, lens.span);
  const target = hasCommands ? lensCommand(lens.action, uri, file.file) : { command: '' };
  const title = lens.more === undefined || lens.more === '' ? lens.title : `${lens.title} ${lens.more}`;
  return { range, command: { title, ...target } };
}

function lensCommand(action: LensAction, uri: string, file: string): Omit<Command, 'title'> {
  switch (action.kind) {
    case 'cost-table':
      return { command: 'incept.showCostTable', arguments: [{ uri, network: action.network }] };
    case 'preview':
      return { command: 'incept.openPreview', arguments: [{ uri, network: action.network }] };
    case 'run':
      return { command: 'incept.runSampleInference', arguments: [{ uri, network: action.network }] };
    case 'choose-instance':
      return { command: 'incept.chooseInstance', arguments: [{ file, module: action.module }] };
    case 'none':
      return { command: '' };
  }
}

/** Five numbers a token, each relative to the token before it, as the protocol packs them. */
export function packSemanticTokens({ lines }: Lined, tokens: readonly SemanticToken[]): number[] {
  const data: number[] = [];
  let line = 0;
  let character = 0;
  for (const token of tokens) {
    const start = toPosition(lines, token.start);
    const isSameLine = start.line === line;
    data.push(
      start.line - line,
      isSameLine ? start.character - character : start.character,
      token.end - token.start,
      semanticTypes.indexOf(token.type),
      token.isReadonly ? 1 : 0,
    );
    line = start.line;
    character = start.character;
  }
  return data;
}
