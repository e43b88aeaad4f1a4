/** What the import of a network says: which tables it speaks from, and in which language. */

import { type DiagnosticWords, englishDiagnostics } from './english/diagnostics';
import { importReport } from './english/import-report';
import { english } from './english/language';
import { closest, type Language, type Translations, type Words, wordsIn } from './text';

const importTables = { import: importReport };

type ImportTables = typeof importTables;

export type ImportWords = Words<ImportTables> & { readonly language: Language; readonly diagnostics: DiagnosticWords };

interface Spoken {
  readonly language: Language;
  readonly tables: Translations<ImportTables>;
  readonly diagnostics: DiagnosticWords;
}

const languages: readonly [Spoken, ...Spoken[]] = [
  { language: english, tables: importTables, diagnostics: englishDiagnostics },
];

/** In the closest language that there is to a locale (`de_DE.UTF-8`, `en-GB`). */
export function importWords(locale: string): ImportWords {
  const { language, tables, diagnostics } = closest(locale, languages);
  return { ...wordsIn<ImportTables>(language, tables), language, diagnostics };
}
