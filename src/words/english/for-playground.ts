/** What the page of the playground says, in English. */

import type { Language, Translations } from '../text';
import { designLink } from './design-link';
import { extension } from './extension';
import { english } from './language';
import { playground } from './playground';
import { presets } from './presets';
import { previewRun } from './preview-run';

const playgroundTables = { designLink, extension, playground, presets, previewRun };

export type PlaygroundTables = typeof playgroundTables;

/** The same in a language. */
export interface SpokenPlayground {
  readonly language: Language;
  readonly tables: Translations<PlaygroundTables>;
}

export const englishForPlayground: SpokenPlayground = {
  language: english,
  tables: playgroundTables,
};
