/** What the import of a network says, in Chinese. */

import type { SpokenImport } from '../english/for-import';
import { chineseDiagnostics } from './diagnostics';
import { importReport } from './import-report';
import { chinese } from './language';

export const chineseForImport: SpokenImport = {
  language: chinese,
  tables: { import: importReport },
  diagnostics: chineseDiagnostics,
};
