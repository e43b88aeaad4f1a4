/** What the import of a network says, in English. */

import type { Language, Translations } from '../text';
import { type DiagnosticWords, englishDiagnostics } from './diagnostics';
import { importReport } from './import-report';
import { english } from './language';

export const importTables = { import: importReport };

export type ImportTables = typeof importTables;

/** The same in a language. */
export interface SpokenImport {
  readonly language: Language;
  readonly tables: Translations<ImportTables>;
  readonly diagnostics: DiagnosticWords;
}

export const englishForImport: SpokenImport = {
  language: english,
  tables: importTables,
  diagnostics: englishDiagnostics,
};
