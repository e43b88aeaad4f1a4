/**
 * `input image: 224x224x3`, and what is written in its place by those who come from elsewhere: one message, and the
 * shape is read where it is clear what is meant.
 */

import { fix } from '../base/diagnostic';
import { type Cursor, sign } from './cursor';
import { listText, parseArguments, parseExpression, startsExpression } from './parser-expressions';
import { isResultName, parseValue } from './parser-names';
import { isKeywordCode, TokenCode } from './token-codes';
import type { Argument, Expression, InputStatement, ListExpression, Name } from './tree';

export function parseInput(p: Cursor, documentation: string | undefined): InputStatement {
  const start = p.start;
  const first = p.index;
  p.advance();
  let name: Name | undefined;
  if (isResultName(p)) name = p.takeName();
  else if (isKeywordCode(p.code) && !p.lineFirst) name = p.takeKeywordAsName();
  const shape = parseShape(p, first);
  p.takesInput = false;
  p.defineResult(name);
  return { kind: 'input', start, end: p.previousEnd, documentation, name, shape };
}

function parseShape(p: Cursor, first: number): Expression | undefined {
  const at = p.previousEnd;
  if (p.code === TokenCode.colon) {
    p.advance();
    if (!startsRow(p)) return parseValue(p, first, 'shape-of-input');
    const row = parseRow(p);
    const found = p.text.slice(row.start, row.end);
    p.report('flow.input-shape', row, { found }, { near: listText(row.items, p.text) });
    return isShape(row) ? row : undefined;
  }
  if (p.code === TokenCode.openParen) return parseInputCall(p);
  if (startsRow(p)) {
    const span = p.expectedSpan();
    const values = { expected: sign(':'), found: p.found() };
    const row = parseRow(p);
    const text = `: ${listText(row.items, p.text)}`;
    p.report('syntax.expected', span, values, [fix('write', { text }, p.edit(at, row.end, text))]);
    return isShape(row) ? row : undefined;
  }
  const instead = p.code === TokenCode.assign;
  p.expected(sign(':'), fix('write', { text: ':' }, instead ? p.edit(at, p.end, ':') : p.edit(at, at, ':')));
  if (instead) p.advance();
  return startsExpression(p) && !p.startsStatement(p.index) ? parseExpression(p, 'shape') : undefined;
}

/** `input(224, 224, 3)`, as a layer is called. */
function parseInputCall(p: Cursor): Expression | undefined {
  const at = p.previousEnd;
  const span = p.expectedSpan();
  const values = { expected: sign(':'), found: p.found() };
  const before = p.diagnostics.length;
  const { list } = parseArguments(p);
  const inside = p.diagnostics.splice(before);
  const shape = inside.every(({ code }) => code === 'syntax.tuple') ? shapeOfCall(list) : undefined;
  const text = shape && `: ${shapeText(shape, p.text)}`;
  const fixes = text === undefined ? [] : [fix('write', { text }, p.edit(at, p.previousEnd, text))];
  // Elsewhere it is the mistake that it stands there, which is told where bodies are followed.
  if (p.takesInput) p.report('syntax.expected', span, values, fixes);
  else p.diagnostics.push(...inside.filter(({ code }) => code === 'syntax.unclosed'));
  return shape;
}

/** The shape in the arguments of a call that makes an input elsewhere; undefined where it is not clear. */
export function shapeOfCall(list: readonly Argument[]): Expression | undefined {
  const [argument, ...others] = list;
  if (argument?.value === undefined) return undefined;
  if (others.length === 0) return isShape(argument.value) ? argument.value : undefined;
  const items = list.flatMap(({ name, value }) => (name === undefined && value !== undefined ? [value] : []));
  if (items.length !== list.length) return undefined;
  const { start } = argument;
  const row: ListExpression = { kind: 'list', start, end: list.at(-1)?.end ?? argument.end, items, incomplete: false };
  return isShape(row) ? row : undefined;
}

/** A shape as it is written behind `input:`. */
export function shapeText(shape: Expression, text: string): string {
  return shape.kind === 'list' ? listText(shape.items, text) : text.slice(shape.start, shape.end);
}

/** Height, width and channels, as far as its text tells. */
function isShape(expression: Expression): boolean {
  switch (expression.kind) {
    case 'size':
      return expression.dimensions.length === 3;
    case 'list':
      return expression.items.length === 3;
    case 'group':
      return isShape(expression.inner);
    default:
      return expression.kind !== 'number' && expression.kind !== 'error-expression';
  }
}

/** `224, 224, 3` or `224 224 3`: numbers one after the other, with nothing around them. */
function startsRow(p: Cursor): boolean {
  const next = p.index + 1;
  if (p.code !== TokenCode.number || p.isLineFirst(next)) return false;
  return p.codeAt(p.codeAt(next) === TokenCode.comma ? next + 1 : next) === TokenCode.number;
}

function parseRow(p: Cursor): ListExpression {
  const start = p.start;
  const items: Expression[] = [];
  do {
    const item = parseExpression(p, 'shape');
    if (item !== undefined) items.push(item);
    if (p.code === TokenCode.comma && !p.lineFirst) p.advance();
  } while (p.code === TokenCode.number && !p.lineFirst);
  return { kind: 'list', start, end: p.previousEnd, items, incomplete: false };
}
