/** Simplified Chinese, as the tables beside this file are written in it. */

import type { Language } from '../text';

export const chinese = {
  tag: 'zh-CN',
  otherwise: ['zh-Hant', 'zh-TW', 'zh-HK', 'zh-MO'],
  // No letter changes with a number; a text may have another sentence for a single one.
  plural: (count) => (count === 1 ? 'one' : 'other'),
  all: (words) => list(words, '和'),
  any: (words) => list(words, '或'),
  comma: '，',
  semicolon: '；',
  colon: '：',
  betweenSentences: '',
  ordinal: (place) => `第 ${String(place).replace(/\B(?=(\d{3})+$)/g, ',')}`,
  gap,
} as const satisfies Language;

function list(words: readonly string[], conjunction: string): string {
  const last = words.at(-1) ?? '';
  if (words.length <= 1) return last;
  const before = words.slice(0, -1).join('、');
  return [before, conjunction, last].reduce((text, word) => text + gap(text.at(-1) ?? '', word[0] ?? '') + word);
}

const han = /\p{Script=Han}/u;

/** Signs of Chinese, which carry their own distance, and space. */
const ownDistance = '\\s\\p{Script=Han}\\u2014\\u2018-\\u201d\\u2026\\u3000-\\u303f\\uff00-\\uffef·';
/** What stands close to a letter before it, and behind it. */
const closeBefore = new RegExp(`[${ownDistance},.:;)\\]}]`, 'u');
const closeBehind = new RegExp(`[${ownDistance},.:;([{]`, 'u');

/** A space where a Chinese letter stands beside one of code, a figure or a sign of those. */
function gap(left: string, right: string): string {
  if (left === '' || right === '') return '';
  const parts = (han.test(left) && !closeBefore.test(right)) || (han.test(right) && !closeBehind.test(left));
  return parts ? ' ' : '';
}
