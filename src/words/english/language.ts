/** English, as the tables beside this file are written in it. */

import type { Language } from '../text';

export const english: Language = {
  tag: 'en',
  plural: (count) => (count === 1 ? 'one' : 'other'),
  all: (words) => list(words, 'and'),
  any: (words) => list(words, 'or'),
  comma: ', ',
  semicolon: '; ',
  colon: ': ',
  betweenSentences: ' ',
  ordinal: (place) => {
    const tens = place % 100;
    const unit = tens >= 11 && tens <= 13 ? 0 : place % 10;
    const digits = String(place).replace(/\B(?=(\d{3})+$)/g, ',');
    return `${digits}${['th', 'st', 'nd', 'rd'][unit] ?? 'th'}`;
  },
};

function list(words: readonly string[], conjunction: string): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}
