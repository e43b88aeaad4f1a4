/** Values of one token, or of a few that are meant as one: strings, sizes with spaces in them, what could not be read. */

import { fix } from '../base/diagnostic';
import type { Cursor } from './cursor';
import { sizeFromText, stringFromText } from './literals';
import { TokenCode } from './token-codes';
import type { ErrorExpression, Expression } from './tree';

/** `3 x 3`: a size with spaces in it. The current token is a number or size. */
export function isSpacedSize(p: Cursor): boolean {
  const next = p.index + 1;
  const second = p.codeAt(next + 1);
  return (
    p.codeAt(next) === TokenCode.identifier &&
    (second === TokenCode.number || second === TokenCode.size) &&
    p.text.slice(p.startAt(next), p.endAt(next)) === 'x' &&
    !p.isLineFirst(next) &&
    !p.isLineFirst(next + 1)
  );
}

export function parseSpacedSize(p: Cursor): Expression {
  const start = p.start;
  while (isSpacedSize(p)) p.moveTo(p.index + 2);
  p.advance();
  const end = p.previousEnd;
  const written = p.text.slice(start, end);
  const meant = written.replace(/\s+/g, '');
  p.report('syntax.number', { start, end }, { found: written }, { near: meant });
  return { kind: 'size', start, end, dimensions: sizeFromText(meant, 0, meant.length) };
}

export function errorExpression(start: number, end: number): ErrorExpression {
  return { kind: 'error-expression', start, end };
}

export function parseString(p: Cursor): Expression & { kind: 'string' } {
  const start = p.start;
  const end = p.end;
  const { value, wrongEscape } = stringFromText(p.text, start, end);
  if (wrongEscape >= 0) {
    const span = { start: wrongEscape, end: Math.min(wrongEscape + 2, end) };
    const found = p.text.slice(span.start, span.end);
    const fixes = [fix('write', { text: '\\\\' }, p.edit(wrongEscape, wrongEscape + 1, '\\\\'))];
    p.report('syntax.string-escape', span, { found }, fixes);
  }
  p.advance();
  return { kind: 'string', start, end, value };
}
