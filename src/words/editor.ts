/** What the features of an editor say: which tables they speak from, and in which language. */

import { chineseForEditor } from './chinese/for-editor';
import type { CountedIn } from './english/conventions';
import type { DiagnosticWords } from './english/diagnostics';
import { type EditorTables, englishForEditor, type SpokenEditor } from './english/for-editor';
import { closest, type Words, wordsIn } from './text';

export type { CountedIn };

export type EditorWords = Words<EditorTables> & {
  readonly diagnostics: DiagnosticWords;
  /** Multiplies where nothing is said. */
  readonly convention?: CountedIn;
  readonly presetSentences?: SpokenEditor['presetSentences'];
};

const languages: readonly [SpokenEditor, ...SpokenEditor[]] = [englishForEditor, chineseForEditor];

/** In the closest language that there is to an editor's (BCP 47: `en-GB`). */
export function editorWords(locale: string, convention: CountedIn = 'multiplies'): EditorWords {
  const { language, tables, diagnostics, conventions, presetSentences } = closest(locale, languages);
  const { editor, hover } = conventions[convention];
  const counted = { ...tables, editor: { ...tables.editor, ...editor }, hover: { ...tables.hover, ...hover } };
  const words = { ...wordsIn<EditorTables>(language, counted), diagnostics, convention };
  return presetSentences === undefined ? words : { ...words, presetSentences };
}
