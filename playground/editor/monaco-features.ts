/** What the language server knows, as Monaco's providers: each asks, and converts what is answered. */

import * as monaco from 'monaco-editor/editor/editor.api.js';
import type * as lsp from 'vscode-languageserver-protocol';
import { semanticTypes } from '../../src/ide/semantic-tokens';
import { language } from '../../webview/inspector/monaco-language';
import type { LanguageServer } from '../language/server';
import {
  fromPosition,
  fromRange,
  toCommand,
  toCompletion,
  toEdits,
  toMarkdown,
  toRange,
  toSymbol,
  toWorkspaceEdit,
} from './monaco-values';

type Model = monaco.editor.ITextModel;

/** @param diagnosticsOf What the server has told of a file, which fixes are asked with. */
export function registerFeatures(
  server: LanguageServer,
  diagnosticsOf: (model: Model) => readonly lsp.Diagnostic[],
): void {
  /** Null for the models of other editors. */
  const ask = async <R>(
    method: string,
    model: Model,
    token: monaco.CancellationToken,
    params: object = {},
  ): Promise<R | null> => {
    if (model.uri.scheme !== 'playground') return null;
    const abort = new AbortController();
    const listening = token.onCancellationRequested(() => abort.abort());
    try {
      const asked = { textDocument: { uri: model.uri.toString() }, ...params };
      return await server.ask<R | null>(`textDocument/${method}`, asked, abort.signal);
    } catch (problem) {
      if (token.isCancellationRequested) return null;
      throw problem;
    } finally {
      listening.dispose();
    }
  };
  const at = (position: monaco.IPosition) => ({ position: fromPosition(position) });
  const { languages } = monaco;
  const hintsChanged = new monaco.Emitter<void>();
  const lensesChanged = new monaco.Emitter<monaco.languages.CodeLensProvider>();
  server.onRefresh(() => {
    hintsChanged.fire();
    lensesChanged.fire(lenses);
  });

  languages.registerHoverProvider(language, {
    provideHover: async (model, position, token) => {
      const hover = await ask<lsp.Hover>('hover', model, token, at(position));
      if (hover === null) return null;
      const contents = [toMarkdown(hover.contents as lsp.MarkupContent)];
      return hover.range === undefined ? { contents } : { contents, range: toRange(hover.range) };
    },
  });
  languages.registerCompletionItemProvider(language, {
    triggerCharacters: ['(', ',', '=', '"', '/', ' '],
    provideCompletionItems: async (model, position, { triggerCharacter, triggerKind }, token) => {
      const context = { triggerKind: triggerKind + 1, ...(triggerCharacter === undefined ? {} : { triggerCharacter }) };
      const found = await ask<lsp.CompletionItem[] | lsp.CompletionList>('completion', model, token, {
        ...at(position),
        context,
      });
      const word = model.getWordUntilPosition(position);
      const line = position.lineNumber;
      const range = new monaco.Range(line, word.startColumn, line, word.endColumn);
      const items = Array.isArray(found) ? found : (found?.items ?? []);
      return { suggestions: items.map((item) => toCompletion(item, range)) };
    },
  });
  languages.registerSignatureHelpProvider(language, {
    signatureHelpTriggerCharacters: ['(', ','],
    signatureHelpRetriggerCharacters: ['='],
    provideSignatureHelp: async (model, position, token) => {
      const help = await ask<lsp.SignatureHelp>('signatureHelp', model, token, at(position));
      if (help === null) return null;
      const signatures = help.signatures.map((signature) => ({
        label: signature.label,
        documentation: toMarkdown(signature.documentation),
        parameters: (signature.parameters ?? []).map(({ label, documentation }) => ({
          label,
          documentation: toMarkdown(documentation),
        })),
        ...(typeof signature.activeParameter === 'number' ? { activeParameter: signature.activeParameter } : {}),
      }));
      const { activeSignature = 0, activeParameter } = help;
      return {
        value: { signatures, activeSignature, activeParameter: activeParameter ?? 0 },
        dispose: () => {},
      };
    },
  });
  languages.registerDefinitionProvider(language, {
    provideDefinition: async (model, position, token) =>
      ((await ask<lsp.LocationLink[]>('definition', model, token, at(position))) ?? []).map((link) => ({
        uri: monaco.Uri.parse(link.targetUri),
        range: toRange(link.targetRange),
        targetSelectionRange: toRange(link.targetSelectionRange),
        ...(link.originSelectionRange === undefined
          ? {}
          : { originSelectionRange: toRange(link.originSelectionRange) }),
      })),
  });
  languages.registerReferenceProvider(language, {
    provideReferences: async (model, position, context, token) =>
      ((await ask<lsp.Location[]>('references', model, token, { ...at(position), context })) ?? []).map(
        ({ uri, range }) => ({ uri: monaco.Uri.parse(uri), range: toRange(range) }),
      ),
  });
  languages.registerDocumentHighlightProvider(language, {
    provideDocumentHighlights: async (model, position, token) =>
      ((await ask<lsp.DocumentHighlight[]>('documentHighlight', model, token, at(position))) ?? []).map(
        ({ range }) => ({
          range: toRange(range),
        }),
      ),
  });
  languages.registerRenameProvider(language, {
    provideRenameEdits: async (model, position, newName, token) => {
      try {
        const edit = await ask<lsp.WorkspaceEdit>('rename', model, token, { ...at(position), newName });
        return edit === null ? { edits: [] } : toWorkspaceEdit(edit);
      } catch (problem) {
        return { edits: [], rejectReason: reasonOf(problem) };
      }
    },
    resolveRenameLocation: async (model, position, token) => {
      const nowhere = { range: monaco.Range.fromPositions(position), text: '' };
      try {
        const found = await ask<lsp.Range | { range: lsp.Range }>('prepareRename', model, token, at(position));
        if (found === null) return { ...nowhere, rejectReason: '' };
        const range = toRange('range' in found ? found.range : found);
        return { range, text: model.getValueInRange(range) };
      } catch (problem) {
        return { ...nowhere, rejectReason: reasonOf(problem) };
      }
    },
  });
  languages.registerDocumentSymbolProvider(language, {
    provideDocumentSymbols: async (model, token) =>
      ((await ask<lsp.DocumentSymbol[]>('documentSymbol', model, token)) ?? []).map(toSymbol),
  });
  languages.registerFoldingRangeProvider(language, {
    provideFoldingRanges: async (model, _, token) =>
      ((await ask<lsp.FoldingRange[]>('foldingRange', model, token)) ?? []).map(({ startLine, endLine, kind }) => ({
        start: startLine + 1,
        end: endLine + 1,
        ...(kind === undefined ? {} : { kind: new languages.FoldingRangeKind(kind) }),
      })),
  });
  languages.registerSelectionRangeProvider(language, {
    provideSelectionRanges: async (model, positions, token) => {
      const found = await ask<lsp.SelectionRange[]>('selectionRange', model, token, {
        positions: positions.map(fromPosition),
      });
      return (found ?? []).map((innermost) => {
        const ranges: monaco.languages.SelectionRange[] = [];
        for (let at: lsp.SelectionRange | undefined = innermost; at != null; at = at.parent) {
          ranges.push({ range: toRange(at.range) });
        }
        return ranges;
      });
    },
  });
  const options = (model: Model) => ({ options: { tabSize: model.getOptions().tabSize, insertSpaces: true } });
  languages.registerDocumentFormattingEditProvider(language, {
    provideDocumentFormattingEdits: async (model, _, token) =>
      toEdits((await ask<lsp.TextEdit[]>('formatting', model, token, options(model))) ?? []),
  });
  languages.registerDocumentRangeFormattingEditProvider(language, {
    provideDocumentRangeFormattingEdits: async (model, range, _, token) => {
      const asked = { range: fromRange(range), ...options(model) };
      return toEdits((await ask<lsp.TextEdit[]>('rangeFormatting', model, token, asked)) ?? []);
    },
  });
  languages.registerOnTypeFormattingEditProvider(language, {
    autoFormatTriggerCharacters: ['}', '\n'],
    provideOnTypeFormattingEdits: async (model, position, ch, _, token) => {
      const asked = { ...at(position), ch, ...options(model) };
      return toEdits((await ask<lsp.TextEdit[]>('onTypeFormatting', model, token, asked)) ?? []);
    },
  });
  languages.registerLinkedEditingRangeProvider(language, {
    provideLinkedEditingRanges: async (model, position, token) => {
      const found = await ask<lsp.LinkedEditingRanges>('linkedEditingRange', model, token, at(position));
      return found === null ? null : { ranges: found.ranges.map(toRange) };
    },
  });
  languages.registerCodeActionProvider(language, {
    provideCodeActions: async (model, range, _, token) => {
      const diagnostics = diagnosticsOf(model).filter((one) =>
        monaco.Range.areIntersectingOrTouching(toRange(one.range), range),
      );
      const asked = { range: fromRange(range), context: { diagnostics } };
      const found = (await ask<lsp.CodeAction[]>('codeAction', model, token, asked)) ?? [];
      return {
        actions: found.map(({ title, kind, isPreferred, edit }) => ({
          title,
          ...(kind === undefined ? {} : { kind }),
          ...(isPreferred === undefined ? {} : { isPreferred }),
          ...(edit === undefined ? {} : { edit: toWorkspaceEdit(edit) }),
        })),
        dispose: () => {},
      };
    },
  });
  const lenses: monaco.languages.CodeLensProvider = {
    onDidChange: lensesChanged.event,
    provideCodeLenses: async (model, token) => ({
      lenses: ((await ask<lsp.CodeLens[]>('codeLens', model, token)) ?? []).map(({ range, command }) => ({
        range: toRange(range),
        ...(command === undefined ? {} : { command: toCommand(command) }),
      })),
      dispose: () => {},
    }),
  };
  languages.registerCodeLensProvider(language, lenses);
  languages.registerInlayHintsProvider(language, {
    onDidChangeInlayHints: hintsChanged.event,
    provideInlayHints: async (model, range, token) => {
      const found = (await ask<lsp.InlayHint[]>('inlayHint', model, token, { range: fromRange(range) })) ?? [];
      return {
        hints: found.map(({ position, label, kind, paddingLeft, paddingRight, tooltip }) => ({
          position: { lineNumber: position.line + 1, column: position.character + 1 },
          label: typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
          kind: kind === 2 ? languages.InlayHintKind.Parameter : languages.InlayHintKind.Type,
          paddingLeft: paddingLeft ?? false,
          paddingRight: paddingRight ?? false,
          ...(tooltip === undefined ? {} : { tooltip: toMarkdown(tooltip) }),
        })),
        dispose: () => {},
      };
    },
  });
  languages.registerDocumentSemanticTokensProvider(language, {
    getLegend: () => ({ tokenTypes: [...semanticTypes], tokenModifiers: ['readonly'] }),
    provideDocumentSemanticTokens: async (model, _, token) => {
      const found = await ask<lsp.SemanticTokens>('semanticTokens/full', model, token);
      return found === null ? null : { data: Uint32Array.from(found.data) };
    },
    releaseDocumentSemanticTokens: () => {},
  });
}

/** Of a request that the server refuses, in its words. */
function reasonOf(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem);
}
