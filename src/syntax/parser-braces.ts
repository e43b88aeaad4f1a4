/** Going inside braces and out of them, and past what cannot be read. */

import { fix, phrase } from '../base/diagnostic';
import { type Cursor, sign } from './cursor';
import { skipDoubled } from './parser-brackets';
import { isKeywordCode, TokenCode } from './token-codes';
import type { Body } from './tree';

/** At least one token, up to the next line, an arrow, or what can only be a statement. */
export function skipRestOfLine(p: Cursor): void {
  p.skipToken();
  const start = p.start;
  while (p.code !== TokenCode.end && p.code !== TokenCode.arrow && !p.lineFirst) p.skipToken();
  if (p.previousEnd > start) p.unread.push({ start, end: p.previousEnd });
}

/** Past a word that the same word follows on its line: told, and the second one is read. */
export function passRepeated(p: Cursor): void {
  const { start, end } = p;
  const next = p.index + 1;
  const isWord = p.code === TokenCode.identifier || isKeywordCode(p.code);
  if (!isWord || p.codeAt(next) !== p.code || p.isLineFirst(next)) return;
  if (p.text.slice(start, end) !== p.text.slice(p.startAt(next), p.endAt(next))) return;
  const mending = fix('remove', { text: p.text.slice(start, end) }, p.edit(start, p.startAt(next), ''));
  p.fail('syntax.unexpected', { start, end }, { found: p.describe(p.index) }, [mending]);
  p.advance();
}

/** `const const a`: the same of a word that begins a statement, unless the second one is a name there. */
export function passRepeatedKeyword(p: Cursor): void {
  const named = p.codeAt(p.index + 2);
  if (named === TokenCode.identifier || named === TokenCode.openBracket) passRepeated(p);
}

/** What to restore when braces are left; `open` is their `{`, or the keyword whose `{` is missing. */
export interface OuterBraces {
  readonly open: number;
  readonly start: number;
  readonly limit: number;
}

/** Reads `{ ... }` that belongs to the keyword at that index; `undefined` where there is none to read. */
export type ParseBody = (p: Cursor, keyword: number) => Body | undefined;

/** Goes inside `{`, and sets the limit to its end. `undefined` and a message where there is none. */
export function enterBraces(p: Cursor, keyword: number): OuterBraces | undefined {
  const { match, endOf } = p.brackets;
  const limit = p.limit;
  const start = p.start;
  if (p.code === TokenCode.openBrace) {
    const open = p.index;
    const close = match[open] as number;
    p.advance();
    p.setLimit(Math.min(close >= 0 ? close : (endOf.get(open) ?? limit), limit));
    skipDoubled(p);
    return { open, start, limit };
  }
  const close = match[keyword] as number;
  const hasEnd = close >= p.index && close <= limit;
  // Without its end, a brace that is put in would be the next mistake.
  const mending = hasEnd ? [fix('insert', { text: '{' }, p.edit(p.previousEnd, p.previousEnd, ' {'))] : [];
  p.expected(sign('{'), ...mending);
  if (hasEnd) {
    p.setLimit(close);
    return { open: keyword, start, limit };
  }
  if (p.code !== TokenCode.end && p.code !== TokenCode.arrow && !p.lineFirst) skipRestOfLine(p);
  return undefined;
}

/** Leaves braces whose end has been reached, past the `}`; says so if that is missing. */
export function leaveBraces(p: Cursor, outer: OuterBraces): void {
  const { match, swallowed, indents } = p.brackets;
  p.setLimit(outer.limit);
  if ((match[outer.open] as number) >= 0) {
    p.advance();
    return;
  }
  // A string that is not closed has been reported.
  const hidden = swallowed.get(outer.open);
  if (hidden !== undefined && p.text.charCodeAt(hidden) !== 47) return;
  // `branch { conv(8, 3x3) ->`: what is to follow, and the brace behind it.
  const last = p.diagnostics.at(-1);
  if (last?.code === 'syntax.arrow' && last.span.end === p.previousEnd) p.diagnostics.pop();
  const indent = indents === undefined ? 0 : (indents[outer.open] as number);
  const at = p.previousEnd;
  const isInLine = !p.lineFirst && p.rawCodeAt(p.index) !== TokenCode.end;
  const mending = fix('insert', { text: '}' }, p.edit(at, at, isInLine ? ' }' : `\n${' '.repeat(indent)}}`));
  const found = p.rawCodeAt(p.index) === TokenCode.closeBrace ? phrase('end-of-body') : p.describe(p.index);
  const span = { start: p.startAt(outer.open), end: p.endAt(outer.open) };
  p.fail('syntax.unclosed', span, { opener: '`{`', expected: '`}`', found }, [mending]);
}
