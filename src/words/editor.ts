/** What the features of an editor say: which tables they speak from, and in which language. */

import { advice } from './english/advice';
import { boxes } from './english/boxes';
import { type DiagnosticWords, englishDiagnostics } from './english/diagnostics';
import { editor } from './english/editor';
import { hover } from './english/hover';
import { functions, keywords } from './english/keywords';
import { english } from './english/language';
import { layers } from './english/layers';
import { metrics } from './english/metrics';
import { parameters } from './english/parameters';
import { totalTexts } from './english/totals';
import { closest, type Language, type Translations, type Words, wordsIn } from './text';

export const editorTables = {
  layers,
  parameters,
  metrics,
  keywords,
  functions,
  editor,
  hover,
  boxes,
  advice,
  totals: totalTexts,
};

export type EditorTables = typeof editorTables;

export type EditorWords = Words<EditorTables> & { readonly diagnostics: DiagnosticWords };

interface Spoken {
  readonly language: Language;
  readonly tables: Translations<EditorTables>;
  readonly diagnostics: DiagnosticWords;
}

const languages: readonly [Spoken, ...Spoken[]] = [
  { language: english, tables: editorTables, diagnostics: englishDiagnostics },
];

/** In the closest language that there is to an editor's (BCP 47: `en-GB`). */
export function editorWords(locale: string): EditorWords {
  const { language, tables, diagnostics } = closest(locale, languages);
  return { ...wordsIn<EditorTables>(language, tables), diagnostics };
}
