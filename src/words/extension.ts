/** What the extension host says: which tables it speaks from, and in which language. Features of the server have theirs. */

import { designLink } from './english/design-link';
import { extension } from './english/extension';
import { english } from './english/language';
import { presets } from './english/presets';
import { previewRun } from './english/preview-run';
import { closest, type Language, type Say, type Translations, type Words, wordsIn } from './text';

export const extensionTables = { designLink, extension, presets, previewRun };

export type ExtensionTables = typeof extensionTables;

export type ExtensionWords = Words<ExtensionTables> & { readonly language: Language };

export type SayExtension = Say<typeof extension>;

export type SayPreviewRun = Say<typeof previewRun>;

interface Spoken {
  readonly language: Language;
  readonly tables: Translations<ExtensionTables>;
}

const languages: readonly [Spoken, ...Spoken[]] = [{ language: english, tables: extensionTables }];

/** In the closest language that there is to an editor's (BCP 47: `en-GB`). */
export function extensionWords(locale: string): ExtensionWords {
  const { language, tables } = closest(locale, languages);
  return { ...wordsIn<ExtensionTables>(language, tables), language };
}
