/** What the features of an editor say: which tables they speak from, and in which language. */

import type { Language, Translations } from '../text';
import { advice } from './advice';
import { blocks } from './blocks';
import { boxes } from './boxes';
import { compare } from './compare';
import { conventionRows, type TranslatedConventions } from './conventions';
import { type DiagnosticWords, englishDiagnostics } from './diagnostics';
import { diffReport } from './diff-report';
import { editor } from './editor';
import { hover } from './hover';
import { functions, keywords } from './keywords';
import { english } from './language';
import { layers } from './layers';
import { metrics } from './metrics';
import { parameters } from './parameters';
import { totalTexts } from './totals';

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

/** The same in a language. */
export interface SpokenEditor {
  readonly language: Language;
  readonly tables: Translations<EditorTables>;
  readonly diagnostics: DiagnosticWords;
  readonly conventions: TranslatedConventions;
  /** What the examples say of themselves, by the names of their files, where it is not the language that they are written in. */
  readonly presetSentences?: Readonly<Record<string, string>>;
}

export const englishForEditor: SpokenEditor = {
  language: english,
  tables: editorTables,
  diagnostics: englishDiagnostics,
  conventions: conventionRows,
};
