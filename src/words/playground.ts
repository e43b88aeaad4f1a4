/** What the page of the playground says: which tables it speaks from, and in which language. The preview in it has its own. */

import { chineseForPlayground } from './chinese/for-playground';
import { englishForPlayground, type PlaygroundTables, type SpokenPlayground } from './english/for-playground';
import { closest, type Language, type Words, wordsIn } from './text';

export type PlaygroundWords = Words<PlaygroundTables> & { readonly language: Language };

const languages: readonly [SpokenPlayground, ...SpokenPlayground[]] = [englishForPlayground, chineseForPlayground];

/** In each language. */
export const playgroundLanguages: readonly PlaygroundWords[] = languages.map(wordsOf);

/** In the closest language that there is to a browser's (BCP 47: `en-GB`). */
export function playgroundWords(locale: string): PlaygroundWords {
  return wordsOf(closest(locale, languages));
}

function wordsOf({ language, tables }: SpokenPlayground): PlaygroundWords {
  return { ...wordsIn<PlaygroundTables>(language, tables), language };
}
