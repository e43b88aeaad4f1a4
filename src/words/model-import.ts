/** What the import of a network says: which tables it speaks from, and in which language. */

import { chineseForImport } from './chinese/for-import';
import type { DiagnosticWords } from './english/diagnostics';
import { englishForImport, type ImportTables, type SpokenImport } from './english/for-import';
import { closest, type Language, type Words, wordsIn } from './text';

export type ImportWords = Words<ImportTables> & { readonly language: Language; readonly diagnostics: DiagnosticWords };

const languages: readonly [SpokenImport, ...SpokenImport[]] = [englishForImport, chineseForImport];

/** In the closest language that there is to a locale (`de_DE.UTF-8`, `en-GB`). */
export function importWords(locale: string): ImportWords {
  const { language, tables, diagnostics } = closest(locale, languages);
  return { ...wordsIn<ImportTables>(language, tables), language, diagnostics };
}
