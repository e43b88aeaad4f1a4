/**
 * Expressions and argument lists. Precedence as in Python: `**` tightest and to the right, unary signs,
 * `* / %`, `+ -`, one comparison, `not`, `and`, `or`, and `a if condition else b`, which binds least and to
 * the right. Nothing here recurses deeper than the limits allow.
 */

import { fix, phrase } from '../base/diagnostic';
import type { Span } from '../base/span';
import { type Cursor, type Expected, sign } from './cursor';
import { numberFromText, sizeFromText, stringFromText } from './literals';
import { passRepeated } from './parser-braces';
import { enterList, isStrayCloser, leaveList, type Outer, passItem, skipItem } from './parser-brackets';
import { errorExpression, isSpacedSize, parseSpacedSize, parseString } from './parser-literals';
import { isComparisonCode, isKeywordCode, isValueNameCode, TokenCode } from './token-codes';
import type {
  Argument,
  BinaryOperator,
  CallExpression,
  ComparisonOperator,
  ErrorExpression,
  Expression,
  Name,
} from './tree';

const commaOrBracket = sign(',', ']');
const commaOrParenthesis = sign(',', ')');

/** Operators along one path of an expression tree, so that readers of the tree may recurse. */
const heightLimit = 1000;

/** An expression, or `undefined` and a message that says what was expected. */
export function parseExpression(p: Cursor, what: Expected): Expression | undefined {
  if (!startsExpression(p)) {
    p.expected(what);
    return undefined;
  }
  return parseConditional(p);
}

export function startsExpression(p: Cursor): boolean {
  switch (p.code) {
    case TokenCode.identifier:
    case TokenCode.number:
    case TokenCode.size:
    case TokenCode.string:
    case TokenCode.badNumber:
    case TokenCode.badWord:
    case TokenCode.badString:
    case TokenCode.openParen:
    case TokenCode.openBracket:
    case TokenCode.minus:
    case TokenCode.plus:
    case TokenCode.true:
    case TokenCode.false:
    case TokenCode.from:
    case TokenCode.in:
    case TokenCode.not:
      return true;
    case TokenCode.input:
      return p.parenDepth > 0;
    default:
      return p.isUsedKeyword();
  }
}

/** `a if condition else b`: links of a chain are collected, then folded from the right. */
function parseConditional(p: Cursor): Expression {
  const links: { readonly whenTrue: Expression; readonly condition: Expression }[] = [];
  let height = 0;
  let last = parseOr(p);
  while (p.code === TokenCode.if && (p.parenDepth > 0 || elseFollows(p))) {
    height = Math.max(height, p.height);
    p.advance();
    const condition = startsExpression(p) ? parseOr(p) : missingValue(p, 'condition');
    height = Math.max(height, p.height);
    links.push({ whenTrue: last, condition });
    if (p.code !== TokenCode.else) {
      p.expected(phrase('else-of-value'));
      return errorExpression((links[0] as (typeof links)[0]).whenTrue.start, p.previousEnd);
    }
    const elseIndex = p.index;
    p.advance();
    const isHalfTyped = p.lineFirst && p.startsStatement(p.index) && !p.isContinuation(elseIndex);
    last = isHalfTyped || !startsExpression(p) ? missingValue(p, 'value') : parseOr(p);
  }
  if (links.length === 0) return last;
  p.height = Math.max(height, p.height) + links.length;
  if (p.height > heightLimit) return tooLarge(p, (links[0] as (typeof links)[0]).whenTrue.start);
  for (const { whenTrue, condition } of links.reverse()) {
    last = { kind: 'conditional', start: whenTrue.start, end: last.end, whenTrue, condition, whenFalse: last };
  }
  return last;
}

function missingValue(p: Cursor, what: Expected): ErrorExpression {
  p.expected(what);
  return errorExpression(p.previousEnd, p.previousEnd);
}

/** Outside of brackets an `if` belongs to the value before it only where `else` follows its condition. */
function elseFollows(p: Cursor): boolean {
  const { match } = p.brackets;
  for (let i = p.index + 1; i < p.limit; ) {
    const code = p.rawCodeAt(i);
    if (code === TokenCode.else) return true;
    if (!isPartOfExpression(code)) return false;
    const close = match[i] as number;
    i = close > i ? close + 1 : i + 1;
  }
  return false;
}

function parseOr(p: Cursor): Expression {
  let left = parseAnd(p);
  while (p.code === TokenCode.or) left = parseRight(p, left, 'or', parseAnd);
  return left;
}

function parseAnd(p: Cursor): Expression {
  let left = parseNot(p);
  while (p.code === TokenCode.and) left = parseRight(p, left, 'and', parseNot);
  return left;
}

/** Read in a loop, as thousands may follow one another. */
function parseNot(p: Cursor): Expression {
  const first = p.index;
  while (p.code === TokenCode.not && !p.isUsedKeyword()) p.advance();
  const count = p.index - first;
  if (count > 0 && !startsExpression(p)) return missingValue(p, phrase('value-after', { operator: 'not' }));
  let operand = parseComparison(p);
  if (count === 0) return operand;
  p.height += count;
  if (p.height > heightLimit) return tooLarge(p, p.startAt(first));
  for (let i = first + count - 1; i >= first; i--) {
    operand = { kind: 'unary', start: p.startAt(i), end: operand.end, operator: 'not', operand };
  }
  return operand;
}

/** Of values; `expect` and `budget` have `~` besides. */
export const comparisons: Readonly<Record<number, Exclude<ComparisonOperator, '~'>>> = {
  [TokenCode.equal]: '==',
  [TokenCode.notEqual]: '!=',
  [TokenCode.lessEqual]: '<=',
  [TokenCode.less]: '<',
  [TokenCode.greaterEqual]: '>=',
  [TokenCode.greater]: '>',
};

/** One comparison: in a chain, and for `~`, there is one message at the operator and an unknown value. */
function parseComparison(p: Cursor): Expression {
  const left = parseSum(p);
  const operator = comparisons[p.code];
  let compared = left;
  if (operator !== undefined) compared = parseRight(p, left, operator, parseSum);
  if (!isComparisonCode(p.code)) return compared;
  const text = p.code === TokenCode.about ? 'syntax.comparison' : 'syntax.comparison-chain';
  p.fail(text, { start: p.start, end: p.end }, {});
  while (isComparisonCode(p.code)) {
    p.advance();
    if (startsExpression(p)) parseSum(p);
  }
  return errorExpression(left.start, p.previousEnd);
}

/** A value that may be followed by a comparison, which is left to the caller. */
export function parseSum(p: Cursor): Expression {
  let left = parseProduct(p);
  while (p.code === TokenCode.plus || p.code === TokenCode.minus) {
    const operator = p.code === TokenCode.plus ? '+' : '-';
    left = parseRight(p, left, operator, parseProduct);
  }
  return left;
}

function parseProduct(p: Cursor): Expression {
  let left = parseUnary(p);
  while (p.code === TokenCode.star || p.code === TokenCode.slash || p.code === TokenCode.percent) {
    const operator = p.code === TokenCode.star ? '*' : p.code === TokenCode.slash ? '/' : '%';
    left = parseRight(p, left, operator, parseUnary);
  }
  return left;
}

function parseRight(
  p: Cursor,
  left: Expression,
  operator: BinaryOperator,
  parse: (p: Cursor) => Expression,
): Expression {
  const height = p.height;
  const operatorIndex = p.index;
  p.advance();
  // A half-typed `3 +` does not take in the statement of the next line.
  if (p.lineFirst && p.startsStatement(p.index) && !p.isContinuation(operatorIndex)) {
    p.expected(phrase('value-after', { operator }));
    return errorExpression(left.start, p.previousEnd);
  }
  const right = parse(p);
  p.height = Math.max(height, p.height) + 1;
  if (p.height > heightLimit) return tooLarge(p, left.start);
  return { kind: 'binary', start: left.start, end: right.end, operator, left, right };
}

function tooLarge(p: Cursor, start: number): ErrorExpression {
  p.fail('syntax.expression-size', { start, end: p.previousEnd }, { limit: heightLimit });
  const isInside = p.parenDepth > 0;
  while (isPartOfExpression(p.code) || (isInside && (p.code === TokenCode.if || p.code === TokenCode.else))) {
    p.skipToken();
  }
  p.height = 1;
  return errorExpression(start, p.previousEnd);
}

function isPartOfExpression(code: number): boolean {
  return (
    (code >= TokenCode.identifier && code <= TokenCode.openParen) ||
    code === TokenCode.openBracket ||
    (code >= TokenCode.plus && code <= TokenCode.about) ||
    code === TokenCode.from ||
    code >= TokenCode.in
  );
}

/** Signs before a power. They are read in a loop, as thousands of them may follow one another. */
function parseUnary(p: Cursor): Expression {
  if (p.code !== TokenCode.minus && p.code !== TokenCode.plus) return parsePower(p);
  const first = p.index;
  while (p.code === TokenCode.minus || p.code === TokenCode.plus) p.advance();
  const count = p.index - first;
  let operand = parsePower(p);
  p.height += count;
  if (p.height > heightLimit) return tooLarge(p, p.startAt(first));
  for (let i = first + count - 1; i >= first; i--) {
    const operator = p.rawCodeAt(i) === TokenCode.minus ? '-' : '+';
    operand = { kind: 'unary', start: p.startAt(i), end: operand.end, operator, operand };
  }
  return operand;
}

/** `a ** b ** c` is `a ** (b ** c)`, and `a ** -b` is allowed: the links are collected, then folded. */
function parsePower(p: Cursor): Expression {
  const base = parsePrimary(p);
  if (p.code !== TokenCode.power) return base;
  let height = p.height;
  const links: Expression[] = [base];
  /** Before each link but the first: indices of its first sign and of the link itself. */
  const signs: number[] = [0, 0];
  while (p.code === TokenCode.power) {
    p.advance();
    signs.push(p.index);
    while (p.code === TokenCode.minus || p.code === TokenCode.plus) p.advance();
    signs.push(p.index);
    links.push(parsePrimary(p));
    height = Math.max(height, p.height);
  }
  p.height = height + links.length + (signs[signs.length - 1] as number) - (signs[2] as number);
  if (p.height > heightLimit) return tooLarge(p, base.start);
  let right = links[links.length - 1] as Expression;
  for (let i = links.length - 1; i > 0; i--) {
    for (let j = (signs[2 * i + 1] as number) - 1; j >= (signs[2 * i] as number); j--) {
      const operator = p.rawCodeAt(j) === TokenCode.minus ? '-' : '+';
      right = { kind: 'unary', start: p.startAt(j), end: right.end, operator, operand: right };
    }
    const left = links[i - 1] as Expression;
    right = { kind: 'binary', start: left.start, end: right.end, operator: '**', left, right };
  }
  return right;
}

/** A value with the brackets behind it: `list[i][j]`. */
function parsePrimary(p: Cursor): Expression {
  let value = parseOperand(p);
  while (p.code === TokenCode.openBracket && !isNextRow(p)) {
    const height = p.height;
    const outer = enterList(p);
    if (outer === undefined) return errorExpression(value.start, p.previousEnd);
    const index = parseExpression(p, 'index') ?? errorExpression(p.previousEnd, p.previousEnd);
    if (p.code !== TokenCode.end) {
      p.expected(sign(']'));
      while (p.code !== TokenCode.end) p.skipToken();
    }
    leaveList(p, outer);
    p.height = Math.max(height, p.height) + 1;
    if (p.height > heightLimit) return tooLarge(p, value.start);
    value = { kind: 'index', start: value.start, end: p.previousEnd, list: value, index };
  }
  return value;
}

function parseOperand(p: Cursor): Expression {
  p.height = 1;
  const start = p.start;
  const end = p.end;
  switch (p.code) {
    case TokenCode.number: {
      if (isSpacedSize(p)) return parseSpacedSize(p);
      const { value, unit } = numberFromText(p.text, start, end);
      p.advance();
      return { kind: 'number', start, end, value, unit };
    }
    case TokenCode.size: {
      if (isSpacedSize(p)) return parseSpacedSize(p);
      p.advance();
      return { kind: 'size', start, end, dimensions: sizeFromText(p.text, start, end) };
    }
    case TokenCode.string: {
      // One that is not closed has been reported; what it would be worth is not asked.
      const { closed } = stringFromText(p.text, start, end);
      const value = parseString(p);
      return closed ? value : errorExpression(start, end);
    }
    case TokenCode.badString:
      return { ...errorExpression(start, end), word: parseString(p).value };
    case TokenCode.true:
    case TokenCode.false: {
      const value = p.code === TokenCode.true;
      p.advance();
      return { kind: 'boolean', start, end, value };
    }
    case TokenCode.identifier:
    case TokenCode.from:
    case TokenCode.in: {
      const name = p.takeName();
      if (p.code === TokenCode.openParen) return parseCallExpression(p, name);
      return { kind: 'name', start, end, name };
    }
    case TokenCode.badWord: {
      p.advance();
      if (p.code === TokenCode.openParen) p.skipToken();
      return errorExpression(start, p.previousEnd);
    }
    case TokenCode.badNumber: {
      p.advance();
      return errorExpression(start, end);
    }
    case TokenCode.openParen:
      return parseGroup(p);
    case TokenCode.openBracket:
      return parseList(p);
    case TokenCode.input:
      // The input as an argument: `crop(like = input)`.
      if (p.parenDepth > 0) return { kind: 'name', start, end, name: p.takeName() };
      p.expected('value');
      return errorExpression(p.previousEnd, p.previousEnd);
    default:
      if (p.isUsedKeyword()) return { kind: 'name', start, end, name: p.takeName() };
      p.expected('value');
      return errorExpression(p.previousEnd, p.previousEnd);
  }
}

function parseGroup(p: Cursor): Expression {
  const start = p.start;
  const outer = enterList(p);
  if (outer === undefined) return errorExpression(start, p.previousEnd);
  const inner = parseExpression(p, 'value') ?? errorExpression(p.previousEnd, p.previousEnd);
  const height = p.height;
  if (p.code === TokenCode.comma && inner.kind !== 'error-expression') return parseTuple(p, outer, start, inner);
  if (p.code !== TokenCode.end) {
    p.expected(sign(')'));
    while (p.code !== TokenCode.end) p.skipToken();
  }
  leaveList(p, outer);
  p.height = height + 1;
  return { kind: 'group', start, end: p.previousEnd, inner };
}

/** `(3, 3)`, as other languages write several values: reported, and read as the list that is meant. */
function parseTuple(p: Cursor, outer: Outer, start: number, first: Expression): Expression {
  const before = p.diagnostics.length;
  p.advance();
  const items = [first, ...parseItems(p).items];
  leaveList(p, outer);
  const end = p.previousEnd;
  const near = items.length === 1 ? p.text.slice(first.start, first.end) : listText(items, p.text);
  if (p.diagnostics.length === before) p.report('syntax.tuple', { start, end }, {}, { near });
  if (items.length === 1) return { kind: 'group', start, end, inner: first };
  return { kind: 'list', start, end, items, incomplete: false };
}

/** Several values as they are written together: a size where it can be one, else a list. */
export function listText(items: readonly Span[], text: string): string {
  const written = items.map((item) => text.slice(item.start, item.end));
  return written.every((item) => /^\d+$/.test(item)) ? written.join('x') : `[${written.join(', ')}]`;
}

function parseList(p: Cursor): Expression {
  const start = p.start;
  const outer = enterList(p);
  if (outer === undefined) return errorExpression(start, p.previousEnd);
  const { items, isWhole } = parseItems(p);
  leaveList(p, outer);
  const isClosed = (p.brackets.match[outer.open] as number) >= 0;
  return { kind: 'list', start, end: p.previousEnd, items, incomplete: !isClosed || !isWhole };
}

/** Values with commas between them, up to the end of their list; not whole where something was left out. */
function parseItems(p: Cursor): { readonly items: Expression[]; readonly isWhole: boolean } {
  const items: Expression[] = [];
  let isWhole = true;
  let isEnded = true;
  let height = 0;
  while (p.code !== TokenCode.end) {
    if (p.code === TokenCode.comma) {
      p.expected('value');
      items.push(errorExpression(p.previousEnd, p.previousEnd));
      p.advance();
      continue;
    }
    const item = parseExpression(p, 'value');
    if (item === undefined) skipItem(p);
    else height = Math.max(height, p.height);
    isEnded = takeComma(p, commaOrBracket, item, !isEnded);
    if (!isEnded) isWhole = false;
    // A row with no comma behind it is still being written.
    if (item !== undefined) items.push(isEnded || item.kind !== 'list' ? item : { ...item, incomplete: true });
  }
  p.height = height + 1;
  return { items, isWhole };
}

function parseCallExpression(p: Cursor, callee: Name): CallExpression | ErrorExpression {
  const { list, incomplete } = parseArguments(p);
  return {
    kind: 'call-expression',
    start: callee.start,
    end: p.previousEnd,
    callee,
    arguments: list,
    incomplete,
  };
}

export interface ArgumentList {
  readonly list: readonly Argument[];
  readonly incomplete: boolean;
}

/** `(a, b, name = c)`. The current token is the `(`; afterwards it is the one behind the `)`. */
export function parseArguments(p: Cursor): ArgumentList {
  const before = p.diagnostics.length;
  const open = p.index;
  const outer = enterList(p);
  if (outer === undefined) return { list: [], incomplete: true };
  const list: Argument[] = [];
  let height = 0;
  let named = false;
  let misplaced = false;
  let incomplete = false;
  let isLoose = false;
  while (p.code !== TokenCode.end) {
    const { start, hasFailedHere } = p;
    if (p.code === TokenCode.comma) {
      p.expected('argument');
      list.push({ kind: 'argument', start: p.previousEnd, end: p.previousEnd, name: undefined, value: undefined });
      p.advance();
      continue;
    }
    if (p.codeAt(p.index + 2) === TokenCode.assign) passRepeated(p);
    const next = p.codeAt(p.index + 1);
    const isWord = p.code === TokenCode.identifier || isKeywordCode(p.code) || p.code === TokenCode.badWord;
    if (isWord && (next === TokenCode.assign || next === TokenCode.colon)) {
      named = true;
      const name = p.takeName();
      if (next !== TokenCode.assign) {
        p.expected(sign('='), fix('write', { text: '=' }, p.edit(p.previousEnd, p.end, ' =')));
      }
      p.advance();
      const value = parseExpression(p, phrase('value-for', { name: name.text }));
      list.push({ kind: 'argument', start, end: Math.max(name.end, p.previousEnd), name, value });
    } else if (isWord && lacksAssign(p)) {
      named = true;
      isLoose = true;
      const name = p.takeName();
      p.expected(sign('='), fix('insert', { text: '=' }, p.edit(name.end, name.end, ' =')));
      const value = parseExpression(p, phrase('value-for', { name: name.text }));
      list.push({ kind: 'argument', start, end: p.previousEnd, name, value });
    } else if (startsExpression(p)) {
      const value = parseExpression(p, 'argument');
      const argument: Argument = { kind: 'argument', start, end: p.previousEnd, name: undefined, value };
      list.push(argument);
      // `stride = 2, paddi`: the name of the next argument, as far as it is typed.
      const isHalfTyped = p.code === TokenCode.end && value?.kind === 'name' && p.brackets.match[open] === -1;
      // Without the comma before it, it may be no argument at all.
      const isTold = hasFailedHere || p.diagnostics[p.diagnostics.length - 1]?.span.start === start;
      if (named && !misplaced && !isHalfTyped && !isTold && !isStrayCloser(p, p.index)) {
        misplaced = true;
        p.report('syntax.positional-after-named', argument, {});
      }
    } else {
      p.expected('argument');
      incomplete = true;
      // It keeps its position, so that the arguments behind it keep theirs.
      list.push({ kind: 'argument', start: p.start, end: p.start, name: undefined, value: undefined });
      skipItem(p);
    }
    height = Math.max(height, p.height);
    isLoose = !takeComma(p, commaOrParenthesis, list.at(-1)?.value, isLoose);
  }
  incomplete ||= p.brackets.match[open] === -1;
  leaveList(p, outer);
  p.height = height + 1;
  // A copy has no room to grow, of which a grown list keeps a lot.
  return { list: list.slice(), incomplete: incomplete || p.diagnostics.length > before };
}

/** `stride 2`: a word before a value is the name of an argument, unless it is known to be a value itself. */
function lacksAssign(p: Cursor): boolean {
  const code = p.codeAt(p.index + 1);
  const startsValue = code === TokenCode.identifier || isLiteral(p, p.index + 1);
  return startsValue && !p.isKnownValue(p.text.slice(p.start, p.end));
}

/** A value that is written out begins at `index`, where a name has just ended. */
export function isLiteral(p: Cursor, index: number): boolean {
  const code = p.codeAt(index);
  return (
    code === TokenCode.number ||
    code === TokenCode.size ||
    code === TokenCode.string ||
    code === TokenCode.badString ||
    (code === TokenCode.openBracket && holdsComma(p, index)) ||
    code === TokenCode.true ||
    code === TokenCode.false
  );
}

/** A list, and not the place of an item: `kernel [3, 3]`, unlike `list[0]`. */
function holdsComma(p: Cursor, open: number): boolean {
  const { match } = p.brackets;
  for (let i = open + 1; i < p.limit && i !== match[open]; ) {
    if (p.rawCodeAt(i) === TokenCode.comma) return true;
    const close = match[i] as number;
    i = close > i ? close + 1 : i + 1;
  }
  return false;
}

/** A list with a line to itself in another list, whose comma before it is missing: no place of an item is written so. */
function isNextRow(p: Cursor): boolean {
  return p.parenDepth > 0 && p.lineFirst && holdsComma(p, p.index);
}

/**
 * Past a comma; without one, past what does not belong to the list. Whether the comma was there, or none is needed. `isLoose`:
 * something was said of what stands before, and there was no comma since.
 */
function takeComma(p: Cursor, what: Expected, before: Expression | undefined, isLoose = false): boolean {
  if (p.code === TokenCode.comma) {
    p.advance();
    return true;
  }
  if (p.code === TokenCode.end) return true;
  if (isLoose) p.quiet();
  if (startsExpression(p)) {
    // What has been told of the value before is all that is wrong.
    const isTold = before?.kind === 'error-expression' || (before?.kind === 'list' && before.incomplete);
    if (!isTold) p.expected(what, fix('insert', { text: ',' }, p.edit(p.previousEnd, p.previousEnd, ',')));
    return false;
  }
  if (isStrayCloser(p, p.index)) {
    const span = { start: p.start, end: p.end };
    p.report('syntax.unexpected', span, { found: p.describe(p.index) }, [
      fix('remove', { text: p.text.slice(p.start, p.end) }, p.edit(p.start, p.end, '')),
    ]);
  } else p.expected(what);
  passItem(p);
  return false;
}

/** A name where values are named: an identifier, `from` or `in`. */
export function isValueName(p: Cursor): boolean {
  return isValueNameCode(p.code) || p.code === TokenCode.badWord;
}
