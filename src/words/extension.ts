/** What the extension host says: which tables it speaks from, and in which language. Features of the server have theirs. */

import { chineseForExtension } from './chinese/for-extension';
import { type ExtensionTables, englishForExtension, type SpokenExtension } from './english/for-extension';
import { closest, type Language, type Say, type Words, wordsIn } from './text';

export type ExtensionWords = Words<ExtensionTables> & { readonly language: Language };

export type SayExtension = Say<ExtensionTables['extension']>;

export type SayPreviewRun = Say<ExtensionTables['previewRun']>;

const languages: readonly [SpokenExtension, ...SpokenExtension[]] = [englishForExtension, chineseForExtension];

/** In the closest language that there is to an editor's (BCP 47: `en-GB`). */
export function extensionWords(locale: string): ExtensionWords {
  const { language, tables } = closest(locale, languages);
  return { ...wordsIn<ExtensionTables>(language, tables), language };
}
