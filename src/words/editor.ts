/** What the features of an editor say: which tables they speak from, and in which language. */

import { advice } from './english/advice';
import { blocks } from './english/blocks';
import { boxes } from './english/boxes';
import { compare } from './english/compare';
import { conventionRows } from './english/conventions';
import { type DiagnosticWords, englishDiagnostics } from './english/diagnostics';
import { diffReport } from './english/diff-report';
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
  blocks,
  boxes,
  advice,
  totals: totalTexts,
  compare,
  diff: diffReport,
};

export type EditorTables = typeof editorTables;

/** What arithmetic is counted in; each is the name of a metric. */
export type CountedIn = keyof typeof conventionRows;

export type EditorWords = Words<EditorTables> & {
  readonly diagnostics: DiagnosticWords;
  /** Multiplies where nothing is said. */
  readonly convention?: CountedIn;
};

interface Spoken {
  readonly language: Language;
  readonly tables: Translations<EditorTables>;
  readonly diagnostics: DiagnosticWords;
  readonly conventions: typeof conventionRows;
}

const languages: readonly [Spoken, ...Spoken[]] = [
  { language: english, tables: editorTables, diagnostics: englishDiagnostics, conventions: conventionRows },
];

/** In the closest language that there is to an editor's (BCP 47: `en-GB`). */
export function editorWords(locale: string, convention: CountedIn = 'multiplies'): EditorWords {
  const { language, tables, diagnostics, conventions } = closest(locale, languages);
  const { editor, hover } = conventions[convention];
  const counted = { ...tables, editor: { ...tables.editor, ...editor }, hover: { ...tables.hover, ...hover } };
  return { ...wordsIn<EditorTables>(language, counted), diagnostics, convention };
}
