/** The texts of a design in CodeMirror, which takes a keyboard on the screen: colours, hints, messages and suggestions are the server's. */

import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  completionKeymap,
  snippet,
  startCompletion,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab, redo, undo } from '@codemirror/commands';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { type Diagnostic as Lint, nextDiagnostic, setDiagnostics } from '@codemirror/lint';
import { EditorSelection, EditorState, type Range, StateEffect, StateField, type Text } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  highlightActiveLine,
  hoverTooltip,
  keymap,
  lineNumbers,
  WidgetType,
} from '@codemirror/view';
import type * as lsp from 'vscode-languageserver-protocol';
import type { FileId } from '../../src/base/span';
import { tokenize } from '../../src/syntax/lexer';
import { smallestEdit } from '../../src/workspace/text-edits';
import { element } from '../../webview/app/element';
import { tokenClass } from '../../webview/code-tokens';
import type { CreateDesignEditor, DesignEditor } from './design-editor';

/** A tap has put the caret somewhere, and is taken for a pointer that rests, within this time. */
const tapMs = 1000;
/** So long after the last change hints are asked for. */
const hintDelayMs = 150;

export const createTouchEditor: CreateDesignEditor = ({ container, texts, server, words, moved }) => {
  const states = new Map<FileId, EditorState>();
  const diagnosed = new Map<FileId, readonly lsp.Diagnostic[]>();
  let shown: FileId | undefined;
  /** When the caret came to the word where it is. */
  let caretCame = 0;
  let hintTimer: ReturnType<typeof setTimeout> | undefined;

  const ask = <R>(method: string, params: object): Promise<R | null> =>
    server.ask<R | null>(`textDocument/${method}`, { textDocument: { uri: shown }, ...params });

  async function complete(context: CompletionContext): Promise<CompletionResult | null> {
    if (!context.explicit && context.matchBefore(/[\w(,=]\s?$/) === null) return null;
    const { doc } = context.state;
    const asked = { position: fromOffset(doc, context.pos), context: { triggerKind: 1 } };
    const found = await ask<lsp.CompletionItem[] | lsp.CompletionList>('completion', asked);
    const items = Array.isArray(found) ? found : (found?.items ?? []);
    if (items.length === 0) return null;
    const from = context.matchBefore(/\w*$/)?.from ?? context.pos;
    return { from, options: items.map((item, index) => toCompletion(item, index, doc)), validFor: /^\w*$/ };
  }

  // A finger that puts the caret into a word asks for nothing; one that touches it again does.
  const hover = hoverTooltip(async (view, pos) => {
    if (performance.now() - caretCame < tapMs) return null;
    const found = await ask<lsp.Hover>('hover', { position: fromOffset(view.state.doc, pos) });
    const value = found === null ? '' : (found.contents as lsp.MarkupContent).value;
    if (value === '') return null;
    return { pos, create: () => ({ dom: element('div', { class: 'touch-hover' }, plain(value)) }) };
  });

  const extensions = [
    lineNumbers(),
    history(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    indentUnit.of('  '),
    EditorView.lineWrapping,
    colours,
    marks,
    hints,
    hover,
    autocompletion({ override: [complete], icons: false }),
    keymap.of([
      { key: 'Tab', run: acceptCompletion },
      ...completionKeymap,
      ...historyKeymap,
      ...defaultKeymap,
      indentWithTab,
    ]),
    EditorView.contentAttributes.of({ tabindex: '0', autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false' }),
    EditorView.contentAttributes.of(() => ({
      'aria-label': words.playground('editor', { name: (shown && texts.get(shown)?.name) ?? '' }),
    })),
    EditorView.updateListener.of((update) => {
      if (update.docChanged && shown !== undefined) {
        texts.write(shown, update.state.doc.toString());
        askHintsLater();
      }
      if (update.selectionSet) {
        const word = (state: EditorState): number | undefined => state.wordAt(state.selection.main.head)?.from;
        if (word(update.state) !== word(update.startState)) caretCame = performance.now();
        moved();
      }
    }),
  ];

  const view = new EditorView({ parent: container });

  function stateOf(file: FileId): EditorState {
    return states.get(file) ?? EditorState.create({ doc: texts.get(file)?.text ?? '', extensions });
  }

  function askHintsLater(): void {
    clearTimeout(hintTimer);
    hintTimer = setTimeout(() => {
      askHints().catch((problem: unknown) => console.info(problem));
    }, hintDelayMs);
  }

  async function askHints(): Promise<void> {
    const { doc } = view.state;
    const range = { start: fromOffset(doc, 0), end: fromOffset(doc, doc.length) };
    const found = (await ask<lsp.InlayHint[]>('inlayHint', { range })) ?? [];
    if (view.state.doc !== doc) return;
    // Shapes alone: a narrow line has no room for names of parameters.
    const shapes = found.filter(({ kind }) => kind === 1);
    const widgets = shapes.map(({ position, label }) => {
      const text = typeof label === 'string' ? label : label.map(({ value }) => value).join('');
      return Decoration.widget({ widget: new HintWidget(text), side: 1 }).range(toOffset(doc, position));
    });
    view.dispatch({ effects: setHints.of(Decoration.set(widgets, true)) });
  }
  server.onRefresh(askHintsLater);

  function markShown(): void {
    const { doc } = view.state;
    const found = (shown === undefined ? undefined : diagnosed.get(shown)) ?? [];
    view.dispatch(
      setDiagnostics(
        view.state,
        found.map((one) => toLint(one, doc)),
      ),
    );
  }

  /** What others have written, or a file that has gone. */
  texts.onChange((file) => {
    const text = texts.get(file)?.text;
    if (text === undefined) {
      states.delete(file);
      diagnosed.delete(file);
      return;
    }
    const before = file === shown ? view.state : states.get(file);
    if (before === undefined || before.doc.toString() === text) return;
    const { span, newText } = smallestEdit(before.doc.toString(), text);
    change(file, [{ span, newText }]);
  });

  function change(file: FileId, edits: Parameters<DesignEditor['edit']>[1], goesOn = false): void {
    const changes = edits.map(({ span, newText }) => ({ from: span.start, to: span.end, insert: newText }));
    if (file === shown) {
      // The history joins steps of what it takes for deleting, at which no suggestions open.
      view.dispatch({ changes, userEvent: goesOn ? 'delete.replaced' : 'input' });
      return;
    }
    const { state } = stateOf(file).update({ changes });
    states.set(file, state);
    texts.write(file, state.doc.toString());
  }

  return {
    get file() {
      return shown;
    },
    get offset() {
      return view.state.selection.main.head;
    },
    show: (file) => {
      if (shown !== undefined && texts.get(shown) !== undefined) states.set(shown, view.state);
      shown = file;
      view.setState(stateOf(file));
      markShown();
      askHintsLater();
    },
    edit: change,
    putCaret: (offset) => {
      view.dispatch({
        selection: EditorSelection.cursor(Math.min(offset, view.state.doc.length)),
        scrollIntoView: true,
      });
    },
    focus: () => view.focus(),
    type: (text) => {
      view.dispatch(view.state.replaceSelection(text), { userEvent: 'input.type', scrollIntoView: true });
      view.focus();
    },
    command: (command) => {
      view.focus();
      if (command === 'undo') undo(view);
      else if (command === 'redo') redo(view);
      else if (command === 'indent') view.dispatch(view.state.replaceSelection('  '), { userEvent: 'input.type' });
      else if (command === 'complete') startCompletion(view);
      else nextDiagnostic(view);
    },
    highlight: ({ start, end }, caret) => {
      const { length } = view.state.doc;
      const mark = Decoration.mark({ class: 'design-mark' });
      const range = start < end && end <= length ? [mark.range(start, end)] : [];
      view.dispatch({
        selection: EditorSelection.cursor(Math.min(caret, length)),
        effects: [
          setMarks.of(Decoration.set(range)),
          EditorView.scrollIntoView(Math.min(start, length), { y: 'nearest' }),
        ],
      });
    },
    clearHighlight: () => view.dispatch({ effects: setMarks.of(Decoration.none) }),
    mark: (file, diagnostics) => {
      diagnosed.set(file, diagnostics);
      if (file === shown) {
        markShown();
        askHintsLater();
      }
    },
    dispose: () => {
      clearTimeout(hintTimer);
      view.destroy();
    },
  };
};

function fromOffset(doc: Text, offset: number): lsp.Position {
  const line = doc.lineAt(offset);
  return { line: line.number - 1, character: offset - line.from };
}

/** What comes late may be of a longer text. */
function toOffset(doc: Text, { line, character }: lsp.Position): number {
  const { from, to } = doc.line(Math.min(line + 1, doc.lines));
  return Math.min(from + character, to);
}

function toCompletion(item: lsp.CompletionItem, index: number, doc: Text): Completion {
  const edit = item.textEdit;
  const insert = edit?.newText ?? item.insertText ?? item.label;
  const shape = item.labelDetails?.description ?? item.detail;
  return {
    label: item.label,
    boost: -Math.min(index, 99),
    ...(shape === undefined ? {} : { detail: shape }),
    apply: (view, completion, from, to) => {
      const start = edit !== undefined && 'range' in edit ? toOffset(doc, edit.range.start) : from;
      if (item.insertTextFormat === 2) snippet(insert)(view, completion, start, to);
      else view.dispatch({ changes: { from: start, to, insert }, selection: { anchor: start + insert.length } });
      const others = (item.additionalTextEdits ?? []).map(({ range, newText }) => ({
        from: toOffset(view.state.doc, range.start),
        to: toOffset(view.state.doc, range.end),
        insert: newText,
      }));
      if (others.length > 0) view.dispatch({ changes: others });
    },
  };
}

const severities = ['error', 'warning', 'info', 'hint'] as const;

function toLint({ range, severity = 1, message }: lsp.Diagnostic, doc: Text): Lint {
  const from = toOffset(doc, range.start);
  return {
    from,
    to: Math.max(from, toOffset(doc, range.end)),
    severity: severities[severity - 1] ?? 'error',
    message: typeof message === 'string' ? message : message.value,
  };
}

/** Of Markdown, for a tooltip that shows text alone. */
function plain(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^```.*$/gm, '')
    .replace(/(\*\*|`|^#+ |&nbsp;)/gm, '')
    .replace(/\\([\\`*_{}[\]()#+\-.!|<>])/g, '$1')
    .trim();
}

class HintWidget extends WidgetType {
  constructor(private readonly text: string) {
    super();
  }

  override eq(other: HintWidget): boolean {
    return other.text === this.text;
  }

  /** A tap on it is one on its line. */
  override ignoreEvent(): boolean {
    return false;
  }

  override toDOM(): HTMLElement {
    return element('span', { class: 'touch-hint', aria: { hidden: true } }, this.text);
  }
}

function decorations(): [StateEffectOf, StateField<DecorationSet>] {
  const set = StateEffect.define<DecorationSet>();
  const field = StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update: (before, transaction) => {
      const effect = transaction.effects.find((one) => one.is(set));
      return effect === undefined ? before.map(transaction.changes) : (effect.value as DecorationSet);
    },
    provide: (own) => EditorView.decorations.from(own),
  });
  return [set, field];
}

type StateEffectOf = ReturnType<typeof StateEffect.define<DecorationSet>>;

const [setMarks, marks] = decorations();
const [setHints, hints] = decorations();

const colours = StateField.define<DecorationSet>({
  create: (state) => coloured(state.doc),
  update: (before, { docChanged, state }) => (docChanged ? coloured(state.doc) : before),
  provide: (own) => EditorView.decorations.from(own),
});

function coloured(doc: Text): DecorationSet {
  const text = doc.toString();
  const ranges: Range<Decoration>[] = [];
  for (const { kind, start, end } of tokenize(text)) {
    const name = tokenClass(kind, text[end]);
    if (name !== undefined && end > start) ranges.push(Decoration.mark({ class: name }).range(start, end));
  }
  return Decoration.set(ranges);
}
