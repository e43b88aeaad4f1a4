/**
 * Small integers for what a significant token is, so that the parser compares numbers and never text.
 * Every piece of punctuation and every keyword has a code of its own. Internal to the syntax folder.
 */

import { type Keyword, keywords } from './tree';

const codes = {
  end: 0,
  identifier: 1,
  number: 2,
  size: 3,
  string: 4,
  /** A run that starts as a number and is none; reported by the lexer. */
  badNumber: 5,
  /** A word with letters from outside ASCII; reported by the lexer. */
  badWord: 6,
  /** Text in single quotes; reported by the lexer, read as a string. */
  badString: 7,

  openParen: 10,
  closeParen: 11,
  openBrace: 12,
  closeBrace: 13,
  openBracket: 14,
  closeBracket: 15,
  comma: 16,
  colon: 17,
  assign: 18,
  arrow: 19,
  dot: 20,
  range: 21,
  plus: 22,
  minus: 23,
  star: 24,
  slash: 25,
  percent: 26,
  power: 27,
  equal: 28,
  notEqual: 29,
  lessEqual: 30,
  less: 31,
  greaterEqual: 32,
  greater: 33,
  about: 34,
  /** `..<` */
  rangeBelow: 35,

  import: 40,
  from: 41,
  const: 42,
  module: 43,
  network: 44,
  input: 45,
  defaults: 46,
  concat: 47,
  add: 48,
  multiply: 49,
  branch: 50,
  repeat: 51,
  head: 52,
  output: 53,
  precision: 54,
  expect: 55,
  budget: 56,
  if: 57,
  else: 58,
  in: 59,
  true: 60,
  false: 61,
  and: 62,
  or: 63,
  not: 64,
} as const;

/** Typed as plain numbers: the current code changes under the parser's hands, and narrowing would not see it. */
export const TokenCode: { readonly [name in keyof typeof codes]: number } = codes;

const firstKeyword = TokenCode.import;

const keywordCodes: ReadonlyMap<string, number> = new Map(
  keywords.map((word: Keyword) => [word, TokenCode[word]] as const),
);

/** By first letter (offset from `a`), a bit for each length a keyword with it has: rules out most words unread. */
const keywordLengths = new Uint16Array(26);
for (const word of keywords) {
  const letter = word.charCodeAt(0) - 97;
  keywordLengths[letter] = (keywordLengths[letter] ?? 0) | (1 << word.length);
}

const longestKeyword = Math.max(...keywords.map((word) => word.length));

/** The code of the word at `start`, a keyword's or `identifier`. */
export function wordCode(text: string, start: number, end: number): number {
  const lengths = keywordLengths[text.charCodeAt(start) - 97];
  if (lengths === undefined || end - start > longestKeyword || (lengths & (1 << (end - start))) === 0)
    return TokenCode.identifier;
  return keywordCodes.get(text.slice(start, end)) ?? TokenCode.identifier;
}

export function isKeywordCode(code: number): boolean {
  return code >= firstKeyword;
}

export function isComparisonCode(code: number): boolean {
  return code >= TokenCode.equal && code <= TokenCode.about;
}

/** What can be a name where parameters, constants and loop variables are meant. */
export function isValueNameCode(code: number): boolean {
  return code === TokenCode.identifier || code === TokenCode.from || code === TokenCode.in;
}

export function isJoinCode(code: number): boolean {
  return code >= TokenCode.concat && code <= TokenCode.multiply;
}

export function isRangeCode(code: number): boolean {
  return code === TokenCode.range || code === TokenCode.rangeBelow;
}

/** Words that start a statement of a body and nothing else; an `if` may also be part of an expression. */
export function isStatementKeyword(code: number): boolean {
  return (code >= TokenCode.const && code <= TokenCode.budget) || code === TokenCode.import;
}
