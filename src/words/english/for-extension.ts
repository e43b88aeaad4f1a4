/** What the extension host says, in English. */

import type { Language, Translations } from '../text';
import { designLink } from './design-link';
import { extension } from './extension';
import { english } from './language';
import { presets } from './presets';
import { previewRun } from './preview-run';
import { samples } from './samples';

export const extensionTables = { designLink, extension, presets, previewRun, samples };

export type ExtensionTables = typeof extensionTables;

/** The same in a language. */
export interface SpokenExtension {
  readonly language: Language;
  readonly tables: Translations<ExtensionTables>;
}

export const englishForExtension: SpokenExtension = {
  language: english,
  tables: extensionTables,
};
