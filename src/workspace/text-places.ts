/** Places around statements of a text: the comments that belong to them, the white space before them, the ends of lines. */

import type { SourceFile, Token } from '../syntax/tree';
import { isTrivia, tokenIndexAt } from '../syntax/tree-walk';

/** The first token from an index on that is neither space nor comment. */
export function significantFrom(file: SourceFile, index: number): Token {
  let at = index;
  while (at < file.tokens.length - 1 && isTrivia(file.tokens[at] as Token)) at++;
  return file.tokens[at] as Token;
}

export function commaBefore(file: SourceFile, offset: number): Token | undefined {
  let at = tokenIndexAt(file, offset) - 1;
  while (at > 0 && isTrivia(file.tokens[at] as Token)) at--;
  const token = file.tokens[at];
  return token !== undefined && file.text.slice(token.start, token.end) === ',' ? token : undefined;
}

export function commentsIn(file: SourceFile, start: number, end: number): readonly string[] {
  return file.tokens
    .slice(tokenIndexAt(file, start), tokenIndexAt(file, Math.max(start, end - 1)) + 1)
    .filter(({ kind }) => kind === 'comment' || kind === 'documentation')
    .map((token) => file.text.slice(token.start, token.end));
}

/** The start of the comments that stand right above a statement, each on its line, or of the statement. */
export function attachedStart(file: SourceFile, start: number): number {
  let at = start;
  for (let index = tokenIndexAt(file, start) - 1; index > 0; index--) {
    const token = file.tokens[index] as Token;
    if (token.kind === 'whitespace') {
      if ((file.text.slice(token.start, token.end).match(/\r\n|\r|\n/g)?.length ?? 0) > 1) break;
    } else if (
      (token.kind === 'comment' || token.kind === 'documentation') &&
      indentOf(file, token.start) !== undefined
    ) {
      at = token.start;
    } else break;
  }
  return at;
}

/** The end of the line behind an offset if nothing but a comment stands there; else the offset. */
export function endOfLine(file: SourceFile, offset: number): number {
  const rest = /^[ \t]*(\/\*(?:(?!\*\/)[^\r\n])*\*\/[ \t]*)*(\/\/[^\r\n]*)?(?=[\r\n]|$)/.exec(file.text.slice(offset));
  return rest === null ? offset : offset + rest[0].trimEnd().length;
}

/** The white space before an offset if it is the first on its line. */
export function indentOf(file: SourceFile, offset: number): string | undefined {
  return /(?:^|[\r\n])([ \t]*)$/.exec(file.text.slice(Math.max(0, offset - 400), offset))?.[1];
}

/** Indentation of the line that an offset stands on. */
export function indentAround(file: SourceFile, offset: number): string {
  const before = file.text.slice(file.text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /^[ \t]*/.exec(before.slice(before.lastIndexOf('\r') + 1))?.[0] ?? '';
}

export function lineBreakOf(file: SourceFile): string {
  return /\r\n|\n|\r/.exec(file.text)?.[0] ?? '\n';
}

/** The same lines, indented as a line of the file is. */
export function indented(file: SourceFile, text: string, indent: string): string {
  return text.split(/\r\n|\r|\n/).join(`${lineBreakOf(file)}${indent}`);
}

/** A part of the text on one line, without its comments. */
export function withoutComments(file: SourceFile, start: number, end: number): string {
  const text: string[] = [];
  for (let index = tokenIndexAt(file, start); index < file.tokens.length; index++) {
    const token = file.tokens[index];
    if (token === undefined || token.start >= end) break;
    if (!isTrivia(token)) text.push(file.text.slice(token.start, token.end));
    else if (text.at(-1) !== ' ') text.push(' ');
  }
  return text.join('').trim();
}
