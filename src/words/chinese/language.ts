/** Simplified Chinese, as the tables beside this file are written in it. */

import type { Language } from '../text';

export const chinese: Language = {
  tag: 'zh-CN',
  // No letter changes with a number; a text may have another sentence for a single one.
  plural: (count) => (count === 1 ? 'one' : 'other'),
  all: (words) => list(words, '和'),
  any: (words) => list(words, '或'),
  ordinal: (place) => `第 ${String(place).replace(/\B(?=(\d{3})+$)/g, ',')}`,
};

function list(words: readonly string[], conjunction: string): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join('、')}${conjunction}${words.at(-1)}`;
}
