/**
 * The editor of the texts, as the page knows it. There are two: Monaco, and one for fingers (touch-editor.ts). Both show one file at
 * a time, keep what can be undone of each, and ask the language server themselves; offsets are UTF-16 code units.
 */

import type { Diagnostic } from 'vscode-languageserver-protocol';
import type { FileId, Span } from '../../src/base/span';
import type { PlaygroundWords } from '../../src/words/playground';
import type { LanguageServer } from '../language/server';
import type { TextStore } from '../texts';

export interface DesignEditorParts {
  readonly container: HTMLElement;
  readonly texts: TextStore;
  readonly server: LanguageServer;
  readonly words: PlaygroundWords;
  /** The caret has moved, by whatever means. */
  moved(): void;
  /** A place in another file is wanted. */
  open(file: FileId, offset: number): void;
  /** A link or a lens that names a command of Incept. */
  run(command: string, argument: unknown): void;
}

/** What a button of the page does in the editor. */
export type EditorCommand = 'undo' | 'redo' | 'indent' | 'complete' | 'next-problem';

export interface DesignEditor {
  readonly file: FileId | undefined;
  readonly offset: number;
  show(file: FileId): void;
  /** As one step that can be undone; with `goesOn` as part of the one before. */
  edit(file: FileId, edits: readonly { readonly span: Span; readonly newText: string }[], goesOn?: boolean): void;
  putCaret(offset: number): void;
  focus(): void;
  /** As a key of its own does it. */
  type(text: string): void;
  command(command: EditorCommand): void;
  /** Lights a place up, and brings it into sight. */
  highlight(span: Span, caret: number): void;
  clearHighlight(): void;
  mark(file: FileId, diagnostics: readonly Diagnostic[]): void;
  dispose(): void;
}

export type CreateDesignEditor = (parts: DesignEditorParts) => DesignEditor;

/** What the bundle of Monaco defines besides the small editor of one statement. */
export interface DesignEditorPage {
  inceptDesignEditor?: CreateDesignEditor;
}
