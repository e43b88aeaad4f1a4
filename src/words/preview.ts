/** What the page of the preview says: which tables it speaks from, and in which language. */

import { chineseForPreview } from './chinese/for-preview';
import { englishForPreview, type PreviewTables, type SpokenPreview } from './english/for-preview';
import { closest, type Language, type Words, wordsIn } from './text';

export type PreviewWords = Words<PreviewTables> & { readonly language: Language };

const languages: readonly [SpokenPreview, ...SpokenPreview[]] = [englishForPreview, chineseForPreview];

/** In the closest language that there is to an editor's (BCP 47: `en-GB`). */
export function previewWords(locale: string): PreviewWords {
  const { language, tables } = closest(locale, languages);
  return { ...wordsIn<PreviewTables>(language, tables), language };
}
