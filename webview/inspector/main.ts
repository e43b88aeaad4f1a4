/**
 * The bundle of Monaco with what an editor of one statement needs of it. Completion and hover are answered by the host, of the text
 * in its place in the design; no worker is asked for, and nothing is evaluated.
 */

import 'monaco-editor/editor/contrib/bracketMatching/browser/bracketMatching.js';
import 'monaco-editor/editor/contrib/caretOperations/browser/caretOperations.js';
import 'monaco-editor/editor/contrib/clipboard/browser/clipboard.js';
import 'monaco-editor/editor/contrib/comment/browser/comment.js';
import 'monaco-editor/editor/contrib/cursorUndo/browser/cursorUndo.js';
import 'monaco-editor/editor/contrib/hover/browser/hoverContribution.js';
import 'monaco-editor/editor/contrib/linesOperations/browser/linesOperations.js';
import 'monaco-editor/editor/contrib/snippet/browser/snippetController2.js';
import 'monaco-editor/editor/contrib/suggest/browser/suggestController.js';
import 'monaco-editor/editor/contrib/wordOperations/browser/wordOperations.js';
import 'monaco-editor/features/codicon/register.js';
import * as monaco from 'monaco-editor/editor/editor.api.js';
import type { StatementCompletion, StatementMark } from '../../src/protocol/statement';
import { language, owner, registerLanguage } from './monaco-language';
import type { CreateStatementEditor, EditorParts, InspectorPage } from './statement-editor';

/** Editors by their model: providers are those of the language, not of an editor. */
const editors = new Map<monaco.editor.ITextModel, EditorParts>();

const { CompletionItemKind: Kind } = monaco.languages;

const kinds: Readonly<Record<StatementCompletion['kind'], monaco.languages.CompletionItemKind>> = {
  layer: Kind.Method,
  module: Kind.Function,
  parameter: Kind.Property,
  word: Kind.EnumMember,
  constant: Kind.Constant,
  variable: Kind.Variable,
  result: Kind.Variable,
  keyword: Kind.Keyword,
  metric: Kind.Property,
  function: Kind.Function,
  file: Kind.File,
  value: Kind.Value,
  snippet: Kind.Snippet,
};

const severities: Readonly<Record<StatementMark['severity'], monaco.MarkerSeverity>> = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  note: monaco.MarkerSeverity.Info,
  hint: monaco.MarkerSeverity.Hint,
};

let isRegistered = false;

function register(): void {
  if (isRegistered) return;
  isRegistered = true;
  registerLanguage('input-background');
  monaco.languages.registerCompletionItemProvider(language, {
    triggerCharacters: ['(', ',', '=', ' '],
    provideCompletionItems: async (model, position, context) => {
      const offset = model.getOffsetAt(position);
      const answer = await editors.get(model)?.ask({ kind: 'complete', text: model.getValue(), offset });
      if (answer?.kind !== 'complete') return { suggestions: [] };
      // A blank asks everywhere; a list that opens by itself where anything can stand is in the way.
      if (context.triggerCharacter === ' ' && !answer.isSpecific) return { suggestions: [] };
      const range = monaco.Range.fromPositions(model.getPositionAt(Math.min(answer.start, offset)), position);
      const { InsertAsSnippet } = monaco.languages.CompletionItemInsertTextRule;
      return {
        suggestions: answer.items.map((item) => ({
          label: item.label,
          kind: kinds[item.kind],
          detail: item.detail,
          documentation: { value: item.documentation },
          insertText: item.insert,
          sortText: item.rank.toFixed(6).padStart(12, '0'),
          range,
          ...(item.isSnippet ? { insertTextRules: InsertAsSnippet } : {}),
        })),
      };
    },
  });
  monaco.languages.registerHoverProvider(language, {
    provideHover: async (model, position) => {
      const offset = model.getOffsetAt(position);
      const answer = await editors.get(model)?.ask({ kind: 'hover', text: model.getValue(), offset });
      return answer?.kind === 'hover' && answer.markdown !== null ? { contents: [{ value: answer.markdown }] } : null;
    },
  });
}

const create: CreateStatementEditor = (parts) => {
  register();
  const { container } = parts;
  const style = getComputedStyle(document.documentElement);
  const model = monaco.editor.createModel(parts.text, language);
  model.updateOptions({ tabSize: 2, insertSpaces: true });
  editors.set(model, parts);
  let firstLine = parts.line;
  const editor = monaco.editor.create(container, {
    model,
    ariaLabel: parts.label,
    automaticLayout: true,
    fixedOverflowWidgets: true,
    folding: false,
    fontFamily: style.getPropertyValue('--vscode-editor-font-family') || 'monospace',
    fontLigatures: false,
    fontSize: Number.parseFloat(style.getPropertyValue('--vscode-editor-font-size')) || 13,
    glyphMargin: false,
    lineDecorationsWidth: 8,
    lineNumbers: (line) => String(firstLine + line - 1),
    lineNumbersMinChars: 3,
    links: false,
    minimap: { enabled: false },
    overviewRulerLanes: 0,
    padding: { top: 4, bottom: 4 },
    renderLineHighlight: 'none',
    scrollBeyondLastLine: false,
    scrollbar: { alwaysConsumeMouseWheel: false },
    // Tab goes on to the buttons.
    tabFocusMode: true,
    wordBasedSuggestions: 'off',
    wordWrap: 'on',
  });
  const grow = (): void => {
    container.style.height = `${Math.min(editor.getContentHeight(), 240)}px`;
    editor.layout();
  };
  editor.onDidContentSizeChange(grow);
  grow();
  model.onDidChangeContent(() => parts.onChange(model.getValue()));
  editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => parts.onApply());
  // The list that is open has Escape first.
  editor.addCommand(monaco.KeyCode.Escape, () => parts.onDiscard(), '!suggestWidgetVisible && !editorHoverVisible');
  return {
    get text() {
      return model.getValue();
    },
    show: (text, line) => {
      firstLine = line;
      if (model.getValue() !== text) model.setValue(text);
      editor.updateOptions({ lineNumbers: (at) => String(firstLine + at - 1) });
    },
    mark: (marks) => {
      monaco.editor.setModelMarkers(
        model,
        owner,
        marks.map(({ start, end, severity, message }) => {
          const [from, to] = [model.getPositionAt(start), model.getPositionAt(Math.max(end, start + 1))];
          return {
            message,
            severity: severities[severity],
            startLineNumber: from.lineNumber,
            startColumn: from.column,
            endLineNumber: to.lineNumber,
            endColumn: to.column,
          };
        }),
      );
    },
    focus: () => editor.focus(),
    dispose: () => {
      editors.delete(model);
      editor.dispose();
      model.dispose();
    },
  };
};

(globalThis as InspectorPage).inceptInspector = create;
