/**
 * Parentheses and brackets: going into them and out again, where one that is not closed ends, how deep they may be. What
 * stands in them is read by parser-expressions.ts.
 */

import { fix } from '../base/diagnostic';
import type { Span } from '../base/span';
import { type Cursor, sign } from './cursor';
import { TokenCode } from './token-codes';

/** Nested parentheses, brackets and calls; nested bodies are counted by themselves. */
export const nestingLimit = 100;

/** What to restore when the list is left. */
export interface Outer {
  readonly open: number;
  readonly limit: number;
  /** How many messages there were before it. */
  readonly told: number;
}

/**
 * Goes inside the brackets at the current token and sets the limit to their end. `undefined` where they
 * are nested too deeply: reported once and skipped.
 */
export function enterList(p: Cursor): Outer | undefined {
  const open = p.index;
  const limit = p.limit;
  const end = listEnd(p, open);
  if (p.parenDepth >= nestingLimit) {
    p.fail('syntax.nesting', { start: p.start, end: p.end }, { limit: nestingLimit });
    p.moveTo(end);
    if (p.brackets.match[open] === end) p.moveTo(Math.min(end + 1, limit));
    else p.quiet();
    return undefined;
  }
  p.parenDepth++;
  p.advance();
  p.setLimit(end);
  skipDoubled(p);
  return { open, limit, told: p.diagnostics.length };
}

/** Leaves brackets whose end has been reached, past the closing one; says so if that is missing. */
export function leaveList(p: Cursor, outer: Outer): void {
  p.parenDepth--;
  const { match, swallowed } = p.brackets;
  p.setLimit(outer.limit);
  if ((match[outer.open] as number) >= 0) {
    p.advance();
    return;
  }
  const comment = swallowed.get(outer.open);
  const opener = p.rawCodeAt(outer.open);
  const closer = opener === TokenCode.openParen ? ')' : ']';
  if (comment !== undefined && p.text.charCodeAt(comment) === 47) {
    p.fail('syntax.comment-in-call', { start: comment, end: comment + 2 }, {});
    return;
  }
  // `conv(64, 3x3]`: another closer in its place.
  if (isStrayCloser(p, p.index)) {
    p.expected(sign(closer), fix('write', { text: closer }, p.edit(p.start, p.end, closer)));
    p.advance();
    return;
  }
  const at = p.previousEnd;
  // `conv(8, 3x`: a number that is not written out yet, and the call with it.
  if (p.rawCodeAt(p.index - 1) === TokenCode.badNumber) p.unread.push({ start: p.startAt(p.index - 1), end: at });
  if (!p.isTold) p.withdrawMissed(outer.told, outer.open);
  const mending = fix('insert', { text: closer }, p.edit(at, at, closer));
  const span: Span = { start: p.startAt(outer.open), end: p.endAt(outer.open) };
  p.fail(
    'syntax.unclosed',
    span,
    { opener: opener === TokenCode.openParen ? '`(`' : '`[`', expected: sign(closer), found: p.found() },
    [mending],
  );
}

/** Where a list ends: at its closer, else at the first line that reads like a new statement. */
function listEnd(p: Cursor, open: number): number {
  const close = p.brackets.match[open] as number;
  if (close >= 0) return Math.min(close, p.limit);
  const last = Math.min(p.brackets.endOf.get(open) ?? p.limit, p.limit);
  let index = open + 1;
  while (index < last && !isStrayCloser(p, index) && !isNextCall(p, index)) {
    if (p.startsStatement(index) && p.isNoDeeper(index, open)) break;
    index++;
  }
  return index;
}

/** `relu(` behind a whole value on its line, as in `conv(8, 3x3 relu()`: the next layer. */
function isNextCall(p: Cursor, index: number): boolean {
  if (p.codeAt(index) !== TokenCode.identifier || p.codeAt(index + 1) !== TokenCode.openParen) return false;
  return !p.isLineFirst(index) && endsValue(p, index - 1) && !p.callsFunction(index);
}

function endsValue(p: Cursor, index: number): boolean {
  const code = p.codeAt(index);
  if (code === TokenCode.identifier) return p.codeAt(index - 1) === TokenCode.assign;
  if (code === TokenCode.closeParen || code === TokenCode.closeBracket) return true;
  return code === TokenCode.number || code === TokenCode.size || code === TokenCode.true || code === TokenCode.false;
}

/** Past openers that stand more than once, when the first one has been gone into. */
export function skipDoubled(p: Cursor): void {
  const { match, endOf } = p.brackets;
  const isDoubled = (index: number): boolean =>
    p.codeAt(index) === p.rawCodeAt(index - 1) && match[index] === -1 && !endOf.has(index);
  if (!isDoubled(p.index)) return;
  const { start } = p;
  const found = p.describe(p.index);
  while (isDoubled(p.index)) p.advance();
  const end = p.previousEnd;
  p.report('syntax.unexpected', { start, end }, { found }, [
    fix('remove', { text: p.text.slice(start, end) }, p.edit(start, end, '')),
  ]);
}

/** `)` or `]` that closes nothing. */
export function isStrayCloser(p: Cursor, index: number): boolean {
  const code = p.codeAt(index);
  return (code === TokenCode.closeParen || code === TokenCode.closeBracket) && p.brackets.match[index] === -1;
}

/** Past what is no part of an item of a list. */
export function skipItem(p: Cursor): void {
  while (p.code !== TokenCode.end && p.code !== TokenCode.comma) p.skipToken();
}

/** The same, and past the comma behind it. */
export function passItem(p: Cursor): void {
  skipItem(p);
  if (p.code === TokenCode.comma) p.advance();
}

/** A comma is missing before the next item, or what stands in its place is no part of the list: all of that is one mistake. */
export function expectComma(p: Cursor, closer: string, isNext: boolean): void {
  const mending = isNext ? [fix('insert', { text: ',' }, p.edit(p.previousEnd, p.previousEnd, ','))] : [];
  p.expected(sign(',', closer), ...mending);
  if (!isNext) passItem(p);
}
