/** The texts of a design in Monaco: a model for each file, so that each keeps what can be undone and peeks into others have them. */

import '../../webview/inspector/main';
import 'monaco-editor/editor/contrib/bracketMatching/browser/bracketMatching.js';
import 'monaco-editor/editor/contrib/caretOperations/browser/transpose.js';
import 'monaco-editor/editor/contrib/codeAction/browser/codeActionContributions.js';
import 'monaco-editor/editor/contrib/codelens/browser/codelensController.js';
import 'monaco-editor/editor/contrib/contextmenu/browser/contextmenu.js';
import 'monaco-editor/editor/contrib/documentSymbols/browser/documentSymbols.js';
import 'monaco-editor/editor/contrib/find/browser/findController.js';
import 'monaco-editor/editor/contrib/folding/browser/folding.js';
import 'monaco-editor/editor/contrib/format/browser/formatActions.js';
import 'monaco-editor/editor/contrib/gotoError/browser/gotoError.js';
import 'monaco-editor/editor/contrib/gotoSymbol/browser/goToCommands.js';
import 'monaco-editor/editor/contrib/gotoSymbol/browser/link/goToDefinitionAtPosition.js';
import 'monaco-editor/editor/contrib/indentation/browser/indentation.js';
import 'monaco-editor/editor/contrib/inlayHints/browser/inlayHintsContribution.js';
import 'monaco-editor/editor/contrib/linkedEditing/browser/linkedEditing.js';
import 'monaco-editor/editor/contrib/multicursor/browser/multicursor.js';
import 'monaco-editor/editor/contrib/parameterHints/browser/parameterHints.js';
import 'monaco-editor/editor/contrib/rename/browser/rename.js';
import 'monaco-editor/editor/contrib/semanticTokens/browser/documentSemanticTokens.js';
import 'monaco-editor/editor/contrib/smartSelect/browser/smartSelect.js';
import 'monaco-editor/editor/contrib/toggleTabFocusMode/browser/toggleTabFocusMode.js';
import 'monaco-editor/editor/contrib/wordHighlighter/browser/wordHighlighter.js';
import 'monaco-editor/editor/standalone/browser/quickAccess/standaloneCommandsQuickAccess.js';
import 'monaco-editor/editor/standalone/browser/quickAccess/standaloneGotoLineQuickAccess.js';
import 'monaco-editor/editor/standalone/browser/quickAccess/standaloneGotoSymbolQuickAccess.js';
import 'monaco-editor/editor/standalone/browser/referenceSearch/standaloneReferenceSearch.js';
import * as monaco from 'monaco-editor/editor/editor.api.js';
import type { Diagnostic } from 'vscode-languageserver-protocol';
import type { FileId } from '../../src/base/span';
import { smallestEdit } from '../../src/workspace/text-edits';
import { language, owner, registerLanguage } from '../../webview/inspector/monaco-language';
import type { CreateDesignEditor, DesignEditorPage, EditorCommand } from './design-editor';
import { registerFeatures } from './monaco-features';
import { toMarker } from './monaco-values';

/** Commands of links and lenses that the page carries out. */
const commands = [
  'incept.explain',
  'incept.chooseInstance',
  'incept.openPreview',
  'incept.showCostTable',
  'incept.runSampleInference',
];

const handlers: Readonly<Record<EditorCommand, string>> = {
  undo: 'undo',
  redo: 'redo',
  indent: 'tab',
  complete: 'editor.action.triggerSuggest',
  'next-problem': 'editor.action.marker.next',
};

const create: CreateDesignEditor = ({ container, texts, server, words, moved, open, run }) => {
  registerLanguage('editor-background');
  const diagnosed = new Map<FileId, readonly Diagnostic[]>();
  registerFeatures(server, (model) => diagnosed.get(model.uri.toString()) ?? []);
  for (const command of commands) {
    monaco.editor.registerCommand(command, (_, argument: unknown) => run(command, argument));
  }
  const states = new Map<FileId, monaco.editor.ICodeEditorViewState | null>();
  const style = getComputedStyle(document.body);
  const editor = monaco.editor.create(container, {
    model: null,
    automaticLayout: true,
    'semanticHighlighting.enabled': true,
    fixedOverflowWidgets: true,
    fontFamily: style.getPropertyValue('--vscode-editor-font-family'),
    fontSize: Number.parseFloat(style.getPropertyValue('--vscode-editor-font-size')) || 13,
    fontLigatures: false,
    lineNumbersMinChars: 3,
    minimap: { enabled: false },
    overviewRulerBorder: false,
    padding: { top: 8, bottom: 8 },
    quickSuggestions: { strings: true, comments: false, other: true },
    renderFinalNewline: 'on',
    scrollBeyondLastLine: false,
    wordBasedSuggestions: 'off',
  });
  monaco.editor.registerEditorOpener({
    openCodeEditor: (_, resource, place) => {
      const file = resource.toString();
      const model = monaco.editor.getModel(resource);
      if (model === null) return false;
      const position =
        place === undefined ? undefined : 'lineNumber' in place ? place : monaco.Range.getStartPosition(place);
      open(file, position === undefined ? 0 : model.getOffsetAt(position));
      return true;
    },
  });
  const marks = editor.createDecorationsCollection();
  const modelOf = (file: FileId): monaco.editor.ITextModel | null => monaco.editor.getModel(monaco.Uri.parse(file));

  /** What others have written, or a file that has come or gone. */
  function follow(file: FileId): void {
    const text = texts.get(file)?.text;
    const model = modelOf(file);
    if (text === undefined) model?.dispose();
    else if (model === null) {
      const made = monaco.editor.createModel(text, language, monaco.Uri.parse(file));
      made.updateOptions({ tabSize: 2, insertSpaces: true });
      made.onDidChangeContent(() => texts.write(file, made.getValue()));
    } else if (model.getValue() !== text) replaceText(model, text);
  }
  for (const file of texts.files()) follow(file);
  texts.onChange(follow);
  editor.onDidChangeCursorPosition(() => moved());
  leaveByEscape(editor);

  return {
    get file() {
      return editor.getModel()?.uri.toString();
    },
    get offset() {
      const position = editor.getPosition();
      return position === null ? 0 : (editor.getModel()?.getOffsetAt(position) ?? 0);
    },
    show: (file) => {
      const before = editor.getModel();
      if (before !== null) states.set(before.uri.toString(), editor.saveViewState());
      marks.clear();
      editor.setModel(modelOf(file));
      editor.restoreViewState(states.get(file) ?? null);
      const name = texts.get(file)?.name ?? '';
      editor.updateOptions({ ariaLabel: words.playground('editor', { name }) });
    },
    edit: (file, edits, goesOn = false) => {
      const model = modelOf(file);
      if (!goesOn) model?.pushStackElement();
      model?.pushEditOperations(
        null,
        edits.map(({ span, newText }) => ({
          range: monaco.Range.fromPositions(model.getPositionAt(span.start), model.getPositionAt(span.end)),
          text: newText,
        })),
        () => null,
      );
      if (!goesOn) model?.pushStackElement();
    },
    putCaret: (offset) => {
      const position = editor.getModel()?.getPositionAt(offset);
      if (position === undefined) return;
      editor.setPosition(position);
      editor.revealPositionInCenterIfOutsideViewport(position);
    },
    focus: () => editor.focus(),
    type: (text) => editor.trigger('keys', 'type', { text }),
    command: (command) => {
      editor.focus();
      editor.trigger('keys', handlers[command], undefined);
    },
    highlight: ({ start, end }, caret) => {
      const model = editor.getModel();
      if (model === null) return;
      const range = monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end));
      editor.setPosition(model.getPositionAt(caret));
      editor.revealRangeInCenterIfOutsideViewport(range);
      marks.set([{ range, options: { className: 'design-mark' } }]);
    },
    clearHighlight: () => marks.clear(),
    mark: (file, diagnostics) => {
      diagnosed.set(file, diagnostics);
      const model = modelOf(file);
      if (model !== null) monaco.editor.setModelMarkers(model, owner, diagnostics.map(toMarker));
    },
    dispose: () => {
      editor.dispose();
      for (const model of monaco.editor.getModels()) model.dispose();
    },
  };
};

/** Tab writes; behind an Esc that closes nothing it leaves, so that nobody who has no mouse is held here. */
function leaveByEscape(editor: monaco.editor.IStandaloneCodeEditor): void {
  const set = (tabFocusMode: boolean): void => editor.updateOptions({ tabFocusMode });
  const closes = ['suggestWidgetVisible', 'parameterHintsVisible', 'findWidgetVisible', 'renameInputVisible'];
  const open = [...closes, 'editorHasMultipleSelections', 'editorHasSelection', 'inReferenceSearchEditor'];
  editor.addCommand(monaco.KeyCode.Escape, () => set(true), open.map((one) => `!${one}`).join(' && '));
  editor.onDidBlurEditorWidget(() => set(false));
  editor.onKeyDown(({ keyCode }) => {
    const stays = [monaco.KeyCode.Tab, monaco.KeyCode.Shift, monaco.KeyCode.Escape];
    if (!stays.includes(keyCode)) set(false);
  });
}

/** What is the same at both ends stays, and with it the caret; it can be undone. */
function replaceText(model: monaco.editor.ITextModel, text: string): void {
  const { span, newText } = smallestEdit(model.getValue(), text);
  const range = monaco.Range.fromPositions(model.getPositionAt(span.start), model.getPositionAt(span.end));
  model.pushEditOperations(null, [{ range, text: newText }], () => null);
}

(globalThis as DesignEditorPage).inceptDesignEditor = create;
