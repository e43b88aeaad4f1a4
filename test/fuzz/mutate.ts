/**
 * Random edits, each one replacement as an editor would send it: of tokens, lines, brackets and comments, from other
 * programs, and of characters that no keyboard has.
 */

import type { Random } from '../../src/base/random';
import { tokenize } from '../../src/syntax/lexer';
import { pieces } from '../syntax/programs';
import { pick, randomStatement, whole } from './grammar';

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

export function applyEdit(text: string, { start, end, newText }: Edit): string {
  return text.slice(0, start) + newText + text.slice(end);
}

/** An edit of `text`; `others` are texts to take parts of. */
export function randomEdit(text: string, others: readonly string[], random: Random): Edit {
  return pick(random, mutations)(text, random, others);
}

type Mutation = (text: string, random: Random, others: readonly string[]) => Edit;

/** Weighted by how often they stand here. */
const mutations: readonly Mutation[] = [
  replaceTokens(() => ''),
  replaceTokens(() => ''),
  replaceTokens((tokens) => tokens.join(' ').repeat(2)),
  replaceTokens((tokens) => [...tokens].reverse().join(' ')),
  replaceTokens((_, random) => pick(random, pieces)),
  replaceTokens((_, random, others) => pick(random, tokensOf(pick(random, others)))),
  replaceTokens((tokens, random) => {
    const [open, close] = pick(random, ['()', '[]', '{}', '""', "''"]) as unknown as readonly [string, string];
    return open + tokens.join(' ') + close;
  }),
  insertion((random) => pick(random, pieces)),
  insertion((random) => ` ${randomStatement(random)} `),
  insertion((random) => pick(random, ['\n', '\r', '\r\n', '\uFEFF', ' ', '\t', '\n\n', '\u2028', '\u00a0', '\v'])),
  insertion((random) => String.fromCharCode(whole(random, 0x10000))),
  insertion((random) => pick(random, ['\ud800', '\udc00', '😀', 'é', '\0', '\u001b[31m', '$', '×'])),
  insertion((random) => pick(random, ['// ', '/*', '*/', '///', '#', '"', "'"])),
  insertion((random) =>
    pick(random, ['(', '[', '{', '-', 'repeat 1 {', 'concat { branch {', 'a(']).repeat(nesting(random)),
  ),
  insertion((random, others) => linesOf(pick(random, others), random)),
  replaceLines((lines) => `${lines}${lines}`),
  replaceLines(() => ''),
  replaceLines((lines) => lines.replace(/[\r\n]+/g, ' ')),
  replaceLines((lines, random) => lines.replace(/^[ \t]*/gm, ' '.repeat(whole(random, 6)))),
  replaceLines((lines) => lines.replace(/^/, '//')),
  replaceLines((lines) => lines.replace(/[ \t]+/g, '\n')),
  (text, random) => ({ start: whole(random, text.length + 1), end: text.length, newText: '' }),
  (text, random) => ({ start: 0, end: whole(random, Math.min(text.length, 200) + 1), newText: '' }),
];

function nesting(random: Random): number {
  return random() < 0.7 ? 1 + whole(random, 3) : whole(random, 160);
}

function insertion(make: (random: Random, others: readonly string[]) => string): Mutation {
  return (text, random, others) => {
    const start = whole(random, text.length + 1);
    return { start, end: start, newText: make(random, others) };
  };
}

/** One to four tokens in a row. */
function replaceTokens(
  make: (tokens: readonly string[], random: Random, others: readonly string[]) => string,
): Mutation {
  return (text, random, others) => {
    const tokens = tokenize(text).filter(({ kind }) => kind !== 'whitespace' && kind !== 'end');
    if (tokens.length === 0) return { start: 0, end: text.length, newText: pick(random, pieces) };
    const first = whole(random, tokens.length);
    const taken = tokens.slice(first, first + 1 + whole(random, 4));
    const start = taken[0]?.start ?? 0;
    const end = taken.at(-1)?.end ?? start;
    const words = taken.map((token) => text.slice(token.start, token.end));
    return { start, end, newText: make(words, random, others) };
  };
}

/** One to three whole lines. */
function replaceLines(make: (lines: string, random: Random) => string): Mutation {
  return (text, random) => {
    const start = text.lastIndexOf('\n', whole(random, text.length + 1) - 1) + 1;
    let end = start;
    for (let i = whole(random, 3); i >= 0 && end < text.length; i--) {
      const next = text.indexOf('\n', end);
      end = next < 0 ? text.length : next + 1;
    }
    return { start, end, newText: make(text.slice(start, end), random) };
  };
}

function tokensOf(text: string): readonly string[] {
  const words = tokenize(text)
    .filter(({ kind }) => kind !== 'whitespace' && kind !== 'end')
    .map(({ start, end }) => text.slice(start, end));
  return words.length === 0 ? [''] : words;
}

function linesOf(text: string, random: Random): string {
  const lines = text.split('\n');
  const first = whole(random, lines.length);
  return `${lines.slice(first, first + 1 + whole(random, 6)).join('\n')}\n`;
}
