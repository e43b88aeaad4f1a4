/** What the page of the playground says: which tables it speaks from, and in which language. The preview in it has its own. */

import { designLink } from './english/design-link';
import { extension } from './english/extension';
import { files } from './english/files';
import { english } from './english/language';
import { playground } from './english/playground';
import { presets } from './english/presets';
import { previewRun } from './english/preview-run';
import { closest, type Language, type Translations, type Words, wordsIn } from './text';

const playgroundTables = { designLink, extension, files, playground, presets, previewRun };

export type PlaygroundTables = typeof playgroundTables;

export type PlaygroundWords = Words<PlaygroundTables> & { readonly language: Language };

interface Spoken {
  readonly language: Language;
  readonly tables: Translations<PlaygroundTables>;
}

const languages: readonly [Spoken, ...Spoken[]] = [{ language: english, tables: playgroundTables }];

/** In the closest language that there is to a browser's (BCP 47: `en-GB`). */
export function playgroundWords(locale: string): PlaygroundWords {
  const { language, tables } = closest(locale, languages);
  return { ...wordsIn<PlaygroundTables>(language, tables), language };
}
