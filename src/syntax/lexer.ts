/**
 * Cuts a text into tokens that cover it without a gap, in one pass over its character codes. The parser
 * gets parallel arrays of the significant tokens alone (no white space, no comments); objects for all
 * tokens are made only for those who ask. It reports what is no token of the language; it knows no grammar.
 */

import { isKeywordCode, TokenCode, wordCode } from './token-codes';
import type { Token, TokenKind } from './tree';

/** Bits of `Lexed.flags`. */
export const Flag = {
  /** A line break lies between this token and the one before it. */
  lineFirst: 1,
  /** Text that is not of the language or an open string or comment, already reported, lies between. */
  afterJunk: 2,
  /** `///` lines lie between; `Lexed.documentation` has them. */
  documented: 4,
} as const;

export type LexicalErrorKind =
  | 'character'
  | 'number'
  | 'word'
  | 'quote'
  | 'hash'
  | 'string-open'
  | 'comment-open'
  | 'conflict';

export interface LexicalError {
  readonly kind: LexicalErrorKind;
  readonly start: number;
  readonly end: number;
}

export interface Lexed {
  /** How many significant tokens there are, the last being the end of the text. */
  readonly count: number;
  /** Of each significant token. */
  readonly codes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly flags: Uint8Array;
  /** By index of the significant token they stand before. */
  readonly documentation: ReadonlyMap<number, readonly Token[]>;
  readonly lineComments: readonly Token[];
  readonly errors: readonly LexicalError[];
  /** The last token is a block comment that is never closed. */
  readonly openComment: boolean;
}

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  lex(text, tokens);
  return tokens;
}

// Classes of ASCII characters.
const Class = { other: 0, letter: 1, digit: 2, space: 3, lineBreak: 4, punctuation: 5 } as const;

const classes = new Uint8Array(128);
for (let c = 65; c <= 90; c++) classes[c] = classes[c + 32] = Class.letter;
for (let c = 48; c <= 57; c++) classes[c] = Class.digit;
classes[95] = Class.letter;
for (const c of [9, 11, 12, 32]) classes[c] = Class.space;
for (const c of [10, 13]) classes[c] = Class.lineBreak;
for (const c of '(){}[],:=-.+*/%!<>~"\'#') classes[c.charCodeAt(0)] = Class.punctuation;

const singleCodes = new Uint8Array(128);
for (const [character, code] of [
  ['(', TokenCode.openParen],
  [')', TokenCode.closeParen],
  ['{', TokenCode.openBrace],
  ['}', TokenCode.closeBrace],
  ['[', TokenCode.openBracket],
  [']', TokenCode.closeBracket],
  [',', TokenCode.comma],
  [':', TokenCode.colon],
  ['=', TokenCode.assign],
  ['.', TokenCode.dot],
  ['+', TokenCode.plus],
  ['-', TokenCode.minus],
  ['*', TokenCode.star],
  ['/', TokenCode.slash],
  ['%', TokenCode.percent],
  ['<', TokenCode.less],
  ['>', TokenCode.greater],
  ['~', TokenCode.about],
] as const) {
  singleCodes[character.charCodeAt(0)] = code;
}

const byteOrderMark = 0xfeff;

/** Letters, marks and digits of other scripts: a word with one of them is one wrong word. */
const foreignLetter = /[\p{L}\p{M}\p{N}]/u;

function isForeignLetter(text: string, index: number): boolean {
  const code = text.codePointAt(index) as number;
  return code > 127 && foreignLetter.test(String.fromCodePoint(code));
}

function isWordCharacter(c: number): boolean {
  return c < 128 && (classes[c] === Class.letter || classes[c] === Class.digit);
}

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}

/** `all` receives every token, white space and comments included. */
export function lex(text: string, all?: Token[]): Lexed {
  const length = text.length;
  let capacity = (length >> 2) + 16;
  let codes = new Uint8Array(capacity);
  let flags = new Uint8Array(capacity);
  let starts = new Int32Array(capacity);
  let ends = new Int32Array(capacity);
  let count = 0;
  const documentation = new Map<number, Token[]>();
  const lineComments: Token[] = [];
  const errors: LexicalError[] = [];
  let openComment = false;
  /** Between the first and the last mark of a merge conflict. */
  let inConflict = false;
  let flag: number = Flag.lineFirst;
  let followingFlag = 0;
  let position = 0;

  while (position < length) {
    const start = position;
    const c = text.charCodeAt(position++);
    const group = c < 128 ? (classes[c] as number) : c === byteOrderMark ? Class.space : Class.other;
    let kind: TokenKind;
    let code: number;

    if (group === Class.space || group === Class.lineBreak) {
      let next = c;
      for (;;) {
        if (next === 10 || next === 13) flag |= Flag.lineFirst;
        if (position >= length) break;
        next = text.charCodeAt(position);
        if (
          next === byteOrderMark ||
          (next < 128 && (classes[next] === Class.space || classes[next] === Class.lineBreak))
        )
          position++;
        else break;
      }
      all?.push({ kind: 'whitespace', start, end: position });
      continue;
    } else if (group === Class.letter) {
      while (position < length && isWordCharacter(text.charCodeAt(position))) position++;
      if (position < length && text.charCodeAt(position) > 127 && isForeignLetter(text, position)) {
        position = endOfForeignWord(text, position);
        errors.push({ kind: 'word', start, end: position });
        kind = 'error';
        code = TokenCode.badWord;
      } else {
        code = wordCode(text, start, position);
        kind = isKeywordCode(code) ? 'keyword' : 'identifier';
      }
    } else if (group === Class.digit || (c === 46 && isDigit(text.charCodeAt(position)))) {
      const end = c === 46 ? -position : endOfNumber(text, start);
      position = Math.abs(end);
      if (c === 46 || continuesNumber(text, position)) {
        position = endOfNumberRun(text, position);
        errors.push({ kind: 'number', start, end: position });
        kind = 'error';
        code = TokenCode.badNumber;
      } else {
        kind = end < 0 ? 'size' : 'number';
        code = end < 0 ? TokenCode.size : TokenCode.number;
      }
    } else if (c === 47 && text.charCodeAt(position) === 47) {
      position = endOfLine(text, position + 1);
      const isDocumentation = text.charCodeAt(start + 2) === 47 && text.charCodeAt(start + 3) !== 47;
      const token: Token = { kind: isDocumentation ? 'documentation' : 'comment', start, end: position };
      all?.push(token);
      if (isDocumentation) {
        const before = documentation.get(count);
        if (before === undefined) documentation.set(count, [token]);
        else before.push(token);
        flag |= Flag.documented;
      } else {
        lineComments.push(token);
      }
      continue;
    } else if (c === 47 && text.charCodeAt(position) === 42) {
      const close = text.indexOf('*/', position + 1);
      position = close < 0 ? length : close + 2;
      for (let i = start; i < position; i++) {
        const inner = text.charCodeAt(i);
        if (inner === 10 || inner === 13) {
          flag |= Flag.lineFirst;
          break;
        }
      }
      if (close < 0) {
        openComment = true;
        errors.push({ kind: 'comment-open', start, end: start + 2 });
        flag |= Flag.afterJunk;
      }
      all?.push({ kind: 'comment', start, end: position });
      continue;
    } else if (c === 34) {
      position = endOfString(text, position, 34);
      if (text.charCodeAt(position) === 34) position++;
      else {
        errors.push({ kind: 'string-open', start, end: position });
        followingFlag = Flag.afterJunk;
      }
      kind = 'string';
      code = TokenCode.string;
    } else if (c === 39) {
      const close = endOfString(text, position, 39);
      if (text.charCodeAt(close) !== 39) {
        all?.push({ kind: 'error', start, end: position });
        errors.push({ kind: 'character', start, end: position });
        flag |= Flag.afterJunk;
        continue;
      }
      position = close + 1;
      errors.push({ kind: 'quote', start, end: position });
      kind = 'error';
      code = TokenCode.badString;
    } else if (c === 35) {
      // A comment of Python's: one wrong text up to the end of its line.
      position = endOfLine(text, position);
      all?.push({ kind: 'error', start, end: position });
      errors.push({ kind: 'hash', start, end: start + 1 });
      flag |= Flag.afterJunk;
      continue;
    } else if (isConflictMark(text, start, c)) {
      position = endOfLine(text, position);
      if (!inConflict) errors.push({ kind: 'conflict', start, end: position });
      // Of the two sides the first is read: both would give every name twice.
      if (inConflict && c !== 62) position = endOfConflict(text, position);
      inConflict = c === 60;
      all?.push({ kind: 'error', start, end: position });
      flag |= Flag.afterJunk | Flag.lineFirst;
      continue;
    } else if (group === Class.punctuation && !(c === 33 && text.charCodeAt(position) !== 61)) {
      const next = text.charCodeAt(position);
      code = singleCodes[c] as number;
      if (next === 61 && (c === 61 || c === 33 || c === 60 || c === 62)) {
        code =
          c === 61
            ? TokenCode.equal
            : c === 33
              ? TokenCode.notEqual
              : c === 60
                ? TokenCode.lessEqual
                : TokenCode.greaterEqual;
        position++;
      } else if (c === 45 && next === 62) {
        code = TokenCode.arrow;
        position++;
      } else if (c === 46 && next === 46) {
        position++;
        // `..<` is one sign: in `1..<n` nothing else is meant, and `..` in front of a `<` is always wrong.
        const isBelow = text.charCodeAt(position) === 60 && text.charCodeAt(position + 1) !== 61;
        code = isBelow ? TokenCode.rangeBelow : TokenCode.range;
        if (isBelow) position++;
      } else if (c === 42 && next === 42) {
        code = TokenCode.power;
        position++;
      }
      kind = 'punctuation';
    } else if (c > 127 && isForeignLetter(text, start)) {
      position = endOfForeignWord(text, start);
      errors.push({ kind: 'word', start, end: position });
      kind = 'error';
      code = TokenCode.badWord;
    } else {
      position = endOfJunk(text, start);
      all?.push({ kind: 'error', start, end: position });
      errors.push({ kind: 'character', start, end: position });
      flag |= Flag.afterJunk;
      continue;
    }

    all?.push({ kind, start, end: position });
    // Room is kept for the end of the text too.
    if (count + 2 > capacity) {
      capacity *= 2;
      codes = enlarged(codes, new Uint8Array(capacity));
      flags = enlarged(flags, new Uint8Array(capacity));
      starts = enlarged(starts, new Int32Array(capacity));
      ends = enlarged(ends, new Int32Array(capacity));
    }
    codes[count] = code;
    starts[count] = start;
    ends[count] = position;
    flags[count] = flag;
    count++;
    flag = followingFlag;
    followingFlag = 0;
  }

  all?.push({ kind: 'end', start: length, end: length });
  codes[count] = TokenCode.end;
  starts[count] = length;
  ends[count] = length;
  flags[count] = flag | Flag.lineFirst;
  return { count: count + 1, codes, starts, ends, flags, documentation, lineComments, errors, openComment };
}

/** Seven of a sign at the start of a line, as git marks the sides of a conflict. */
function isConflictMark(text: string, start: number, c: number): boolean {
  if (c !== 60 && c !== 61 && c !== 62 && c !== 124) return false;
  const before = text.charCodeAt(start - 1);
  if (start > 0 && before !== 10 && before !== 13) return false;
  for (let i = start + 1; i < start + 7; i++) if (text.charCodeAt(i) !== c) return false;
  const after = text.charCodeAt(start + 7);
  return start + 7 === text.length || after === 32 || after === 10 || after === 13;
}

/** The end of the line that ends a conflict; of a text without one the given place. */
function endOfConflict(text: string, from: number): number {
  for (let at = from; at < text.length; at = endOfLine(text, at + 1)) {
    const line = text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1;
    if (text.charCodeAt(line) === 62 && isConflictMark(text, line, 62)) return endOfLine(text, line);
  }
  return from;
}

function enlarged<T extends Uint8Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function endOfLine(text: string, from: number): number {
  let position = from;
  while (position < text.length) {
    const c = text.charCodeAt(position);
    if (c === 10 || c === 13) break;
    position++;
  }
  return position;
}

/** Where the closing quote stands, or the end of the line. */
function endOfString(text: string, from: number, quote: number): number {
  let position = from;
  while (position < text.length) {
    const c = text.charCodeAt(position);
    if (c === quote || c === 10 || c === 13) return position;
    if (c === 92) {
      const next = text.charCodeAt(position + 1);
      if (next === quote || next === 92) position++;
    }
    position++;
  }
  return position;
}

function endOfForeignWord(text: string, from: number): number {
  let position = from;
  while (position < text.length) {
    const c = text.charCodeAt(position);
    if (isWordCharacter(c)) position++;
    else if (c > 127 && isForeignLetter(text, position))
      position += (text.codePointAt(position) as number) > 0xffff ? 2 : 1;
    else break;
  }
  return position;
}

/** A run of characters that can start no token. Semicolons stand alone, for a fix of their own. */
function endOfJunk(text: string, from: number): number {
  if (text.charCodeAt(from) === 59) return from + 1;
  let position = from;
  while (position < text.length) {
    const c = text.charCodeAt(position);
    if (c === byteOrderMark || c === 59) break;
    if (c > 127) {
      if (isForeignLetter(text, position)) break;
      position += (text.codePointAt(position) as number) > 0xffff ? 2 : 1;
    } else if (classes[c] === Class.other || (c === 33 && text.charCodeAt(position + 1) !== 61)) {
      position++;
    } else {
      break;
    }
  }
  return position;
}

/**
 * Reads `64`, `1_000`, `0.5`, `1e-4`, `1.6G`, `7MB` or a size as far as it goes. The offset of its end,
 * negated for a size.
 */
function endOfNumber(text: string, start: number): number {
  let position = start;
  while (isDigit(text.charCodeAt(position))) position++;
  if (text.charCodeAt(position) === 120 && isDigit(text.charCodeAt(position + 1))) {
    while (text.charCodeAt(position) === 120 && isDigit(text.charCodeAt(position + 1))) {
      position++;
      while (isDigit(text.charCodeAt(position))) position++;
    }
    return -position;
  }
  position = endOfDigits(text, start);
  if (text.charCodeAt(position) === 46 && isDigit(text.charCodeAt(position + 1))) {
    position = endOfDigits(text, position + 1);
  }
  const e = text.charCodeAt(position);
  if (e === 101 || e === 69) {
    const sign = text.charCodeAt(position + 1);
    const digits = sign === 43 || sign === 45 ? position + 2 : position + 1;
    if (isDigit(text.charCodeAt(digits))) {
      position = digits;
      while (isDigit(text.charCodeAt(position))) position++;
    }
  }
  return endOfSuffix(text, position);
}

/** Digits with single `_` between them. */
function endOfDigits(text: string, from: number): number {
  let position = from;
  for (;;) {
    while (isDigit(text.charCodeAt(position))) position++;
    if (text.charCodeAt(position) !== 95 || !isDigit(text.charCodeAt(position + 1)) || position === from)
      return position;
    position++;
  }
}

/** `K M G`, `Ki Mi Gi`, each also with `B` for bytes. */
function endOfSuffix(text: string, from: number): number {
  let position = from;
  const letter = text.charCodeAt(position);
  if (letter !== 75 && letter !== 77 && letter !== 71) return position;
  position++;
  if (text.charCodeAt(position) === 105) position++;
  if (text.charCodeAt(position) === 66) position++;
  return position;
}

/** Whether the character at `position` would belong to a number's run. */
function continuesNumber(text: string, position: number): boolean {
  if (position >= text.length) return false;
  const c = text.charCodeAt(position);
  if (c < 128) return isWordCharacter(c) || (c === 46 && text.charCodeAt(position + 1) !== 46);
  return c === 215 || isForeignLetter(text, position); // 215 is the multiplication sign of `3×3`
}

/** The end of a wrong number that has been read up to `from`. */
function endOfNumberRun(text: string, from: number): number {
  let position = from;
  while (position < text.length && continuesNumber(text, position)) {
    position += (text.codePointAt(position) as number) > 0xffff ? 2 : 1;
  }
  return position;
}
