/**
 * What has a body: joins and their branches, repeats, conditions, heads and outputs. What reads the body itself is handed
 * in by the statements, which are the way in here.
 */

import { fix, phrase } from '../base/diagnostic';
import { nearest, suggestionOf } from '../base/suggest';
import { type Cursor, type Expected, sign } from './cursor';
import { enterBraces, leaveBraces, type ParseBody, passRepeated, passRepeatedKeyword } from './parser-braces';
import { enterList, expectComma, leaveList, skipItem } from './parser-brackets';
import { startsExpression } from './parser-expressions';
import { parsePattern, parseResultName, parseResultUse, parseValue, parseValueName } from './parser-names';
import { isKeywordCode, isRangeCode, isValueNameCode, TokenCode } from './token-codes';
import type {
  Body,
  Branch,
  ErrorStatement,
  Expression,
  HeadStatement,
  IfStatement,
  JoinCallStatement,
  JoinStatement,
  Name,
  OutputStatement,
  Pattern,
  RepeatStatement,
  Side,
  Statement,
  Turns,
} from './tree';

// ---- Joins ----

export function parseJoin(
  p: Cursor,
  start: number,
  documentation: string | undefined,
  label: Name | undefined,
  code: number,
  parseBody: ParseBody,
): JoinStatement | JoinCallStatement {
  const join = code === TokenCode.concat ? 'concat' : code === TokenCode.add ? 'add' : 'multiply';
  const keyword = { start: p.start, end: p.end };
  const index = p.index;
  p.advance();
  if (p.code === TokenCode.openParen) {
    const { operands, incomplete } = parseOperands(p, join, keyword);
    return { kind: 'join-call', start, end: p.previousEnd, documentation, label, join, keyword, operands, incomplete };
  }
  const before = p.diagnostics.length;
  const branches: Branch[] = [];
  let incomplete = false;
  const outer = enterBraces(p, index);
  if (outer === undefined) {
    incomplete = true;
  } else {
    incomplete = parseBranches(p, join, branches, parseBody);
    leaveBraces(p, outer);
    if (branches.length === 0 && !incomplete && p.diagnostics.length === before) {
      p.report('syntax.join-empty', keyword, { join });
      incomplete = true;
    }
    incomplete ||= branches.length === 0;
  }
  return { kind: 'join', start, end: p.previousEnd, documentation, label, join, keyword, branches, incomplete };
}

/** Whether something else than branches stood among them. */
function parseBranches(p: Cursor, join: string, branches: Branch[], parseBody: ParseBody): boolean {
  let incomplete = false;
  while (p.code !== TokenCode.end) {
    if (p.code === TokenCode.branch) {
      branches.push(parseBranch(p, parseBody));
      continue;
    }
    if (p.code === TokenCode.arrow || p.code === TokenCode.comma) {
      const span = { start: p.start, end: p.end };
      const mending = fix('remove', { text: p.text.slice(p.start, p.end) }, p.edit(p.start, p.end, ''));
      p.fail('syntax.unexpected', span, { found: p.describe(p.index) }, [mending]);
      p.advance();
      continue;
    }
    if (parseOtherThanBranch(p, join, branches, parseBody)) incomplete = true;
  }
  return incomplete;
}

/** Statements where only branches can stand: one message for all of them up to the next branch. */
function parseOtherThanBranch(p: Cursor, join: string, branches: Branch[], parseBody: ParseBody): boolean {
  const isMisspelt = p.code === TokenCode.identifier && nearest(p.text.slice(p.start, p.end), ['branch']) !== undefined;
  const next = p.codeAt(p.index + 1);
  if (isMisspelt && next !== TokenCode.openParen && next !== TokenCode.assign) {
    const values = { expected: phrase('branch'), found: p.describe(p.index) };
    p.fail(
      'syntax.expected',
      { start: p.start, end: p.end },
      values,
      suggestionOf(p.text.slice(p.start, p.end), 'branch'),
    );
    branches.push(parseBranch(p, parseBody));
    return false;
  }
  const limit = p.limit;
  let end = p.index;
  let isOpen = false;
  while (end < limit && (isOpen ? !p.isLineFirst(end) : p.rawCodeAt(end) !== TokenCode.branch)) {
    const close = p.brackets.match[end] as number;
    // `concat { branch`: what stands behind a brace that is not closed belongs to it.
    isOpen ||= p.rawCodeAt(end) === TokenCode.openBrace && close < 0;
    end = close > end && close < limit ? close + 1 : end + 1;
  }
  const start = p.start;
  const last = p.endAt(end - 1);
  const mending = fix('put-in-branch', {}, p.edit(start, start, 'branch { '), p.edit(last, last, ' }'));
  p.fail('syntax.branch-only', { start, end: firstLineEnd(p, end) }, { join }, [mending]);
  p.unread.push({ start, end: last });
  p.moveTo(end);
  return true;
}

/** The end of the first statement of a run that reaches up to `end`, as far as its line goes. */
function firstLineEnd(p: Cursor, end: number): number {
  let index = p.index;
  do {
    const close = p.brackets.match[index] as number;
    index = close > index && close < end ? close + 1 : index + 1;
  } while (index < end && !p.isLineFirst(index) && p.rawCodeAt(index) !== TokenCode.arrow);
  return p.endAt(index - 1);
}

function parseBranch(p: Cursor, parseBody: ParseBody): Branch {
  const start = p.start;
  const keyword = { start: p.start, end: p.end };
  const documentation = p.documentationAt(p.index);
  const index = p.index;
  p.advance();
  const next = p.codeAt(p.index + 1);
  let name: Name | undefined;
  if (next !== TokenCode.openParen && next !== TokenCode.assign && !p.lineFirst) {
    if (p.code === TokenCode.identifier || p.code === TokenCode.badWord) name = p.takeName();
    else if (
      isKeywordCode(p.code) &&
      p.code !== TokenCode.from &&
      (next === TokenCode.openBrace || next === TokenCode.from)
    ) {
      name = p.takeKeywordAsName();
    }
  } else if (
    p.lineFirst &&
    p.code === TokenCode.identifier &&
    (next === TokenCode.openBrace || next === TokenCode.from)
  ) {
    name = p.takeName();
  }
  const source = parseSource(p);
  const body = parseBody(p, index);
  p.defineResult(name);
  return { kind: 'branch', start, end: p.previousEnd, keyword, documentation, name, source, body };
}

/** `from name`, where it stands. */
function parseSource(p: Cursor): Name | undefined {
  if (p.code !== TokenCode.from) return undefined;
  passRepeatedKeyword(p);
  p.advance();
  return parseResultUse(p, 'result-name');
}

export function parseBranchOutsideJoin(
  p: Cursor,
  documentation: string | undefined,
  previous: Statement | undefined,
  parseBody: ParseBody,
): ErrorStatement {
  const start = p.start;
  // Branches in a row that have lost their join are one mistake.
  const isNext = previous?.kind === 'error' && p.text.startsWith('branch', previous.start);
  if (!isNext) p.report('syntax.branch-place', { start, end: p.end }, {});
  const first = p.diagnostics.length;
  const keyword = p.index;
  const { body } = parseBranch(p, parseBody);
  p.withdraw(first, keyword, body?.start ?? p.previousEnd);
  return { kind: 'error', start, end: p.previousEnd, documentation, label: undefined };
}

/** `(a, b)`: names of results. */
function parseOperands(
  p: Cursor,
  join: string,
  keyword: { start: number; end: number },
): { operands: Name[]; incomplete: boolean } {
  const before = p.diagnostics.length;
  const operands: Name[] = [];
  const open = p.index;
  const outer = enterList(p);
  if (outer === undefined) return { operands, incomplete: true };
  while (p.code !== TokenCode.end) {
    const next = p.codeAt(p.index + 1);
    const isAlone = next === TokenCode.comma || next === TokenCode.end || p.code === TokenCode.comma;
    if (!isAlone && startsExpression(p) && !(next >= TokenCode.identifier && next < TokenCode.openParen)) {
      reportOperand(p);
    } else {
      const operand = parseResultUse(p, 'result-name');
      if (operand !== undefined) operands.push(operand);
      else if (p.code !== TokenCode.comma) p.skipToken();
    }
    if (p.code === TokenCode.comma) p.advance();
    else if (p.code !== TokenCode.end) {
      expectComma(p, ')', p.code === TokenCode.identifier);
    }
  }
  const unclosed = p.brackets.match[open] === -1;
  leaveList(p, outer);
  if (operands.length === 0 && p.diagnostics.length === before) p.report('syntax.join-empty', keyword, { join });
  return { operands, incomplete: unclosed || p.diagnostics.length > before || operands.length === 0 };
}

/** `concat(conv(8, 1x1), x)`: an operand that is no name. */
function reportOperand(p: Cursor): void {
  const start = p.start;
  const first = p.index;
  skipItem(p);
  const span = { start, end: p.previousEnd };
  const index = p.index;
  p.moveTo(first);
  p.fail('syntax.expected', span, {
    expected: phrase('result-name'),
    found: `\`${p.shown(span.start, span.end)}\``,
  });
  p.moveTo(index);
}

// ---- Other blocks ----

export function parseRepeat(
  p: Cursor,
  start: number,
  documentation: string | undefined,
  label: Name | undefined,
  parseBody: ParseBody,
): RepeatStatement {
  const keyword = { start: p.start, end: p.end };
  const index = p.index;
  p.advance();
  let variable: Name | Pattern | undefined;
  let turns: Turns;
  if (p.codeAt(p.index + 2) === TokenCode.in) passRepeated(p);
  const next = p.codeAt(p.index + 1);
  const hasVariable = next === TokenCode.in && (isValueNameCode(p.code) || isKeywordCode(p.code));
  const lacksIn =
    p.code === TokenCode.identifier &&
    (next === TokenCode.number || next === TokenCode.identifier || next === TokenCode.size);
  const lacksVariable = p.code === TokenCode.in && next !== TokenCode.openBrace;
  const hasPattern = p.code === TokenCode.openBracket && isPatternOfLoop(p);
  if (hasVariable || lacksVariable || lacksIn || hasPattern) {
    if (hasPattern) variable = parsePattern(p);
    else if (lacksVariable && !hasVariable) p.expected('variable-name');
    else variable = parseValueName(p, 'variable-name');
    for (const name of variable?.kind === 'pattern' ? variable.names : [variable]) p.defineValue(name);
    if (lacksIn && p.code === TokenCode.number && p.codeAt(p.index + 1) === TokenCode.openBrace) {
      // `repeat i 3 {`: how often is known, and that it counts from 1.
      p.expected(sign('in'), fix('insert', { text: 'in 1..' }, p.edit(p.previousEnd, p.start, ' in 1..')));
      turns = { over: 'range', first: undefined, last: parseValue(p, index, 'last-value'), excludesLast: false };
    } else {
      if (p.code === TokenCode.in) p.advance();
      else p.expected(sign('in'), fix('insert', { text: 'in' }, p.edit(p.previousEnd, p.previousEnd, ' in')));
      turns = p.hasFailedHere && p.lineFirst ? noRange : parseTurns(p, index);
    }
  } else {
    const count = parseValue(p, index, 'count-or-range');
    turns = { over: 'count', count };
    if (isRangeCode(p.code)) {
      const at = count?.start ?? p.start;
      const found = p.describe(p.index);
      p.fail('syntax.expected/variable', { start: p.start, end: p.end }, { expected: '`{`', found }, [
        fix('add-variable', {}, p.edit(at, at, 'i in ')),
      ]);
      turns = parseRange(p, index, count, 'last-value');
    }
  }
  const body = parseBody(p, index);
  return { kind: 'repeat', start, end: p.previousEnd, documentation, label, keyword, variable, turns, body };
}

/** `[c, n] in` rather than a list: the current token is its `[`. */
function isPatternOfLoop(p: Cursor): boolean {
  const { match, endOf } = p.brackets;
  const close = match[p.index] as number;
  return p.codeAt(close >= 0 ? close + 1 : (endOf.get(p.index) ?? p.limit)) === TokenCode.in;
}

const noRange: Turns = { over: 'range', first: undefined, last: undefined, excludesLast: false };

/** What stands behind `in`: a range or a list. */
function parseTurns(p: Cursor, index: number): Turns {
  const first = parseValue(p, index, 'first-value');
  if (isRangeCode(p.code)) return parseRange(p, index, first, 'last-value-of-range');
  if (first === undefined) return noRange;
  if (first.kind !== 'number') return { over: 'list', list: first };
  p.expected('range-and-last-value');
  return { over: 'range', first, last: undefined, excludesLast: false };
}

/** The current token is the `..` or `..<`. */
function parseRange(p: Cursor, index: number, first: Expression | undefined, what: Expected): Turns {
  const excludesLast = p.code === TokenCode.rangeBelow;
  p.advance();
  return { over: 'range', first, last: parseValue(p, index, what), excludesLast };
}

// ---- Conditions ----

/** The current token is the `if`. Sides are read in a loop: a chain of `else if` is no nesting. */
export function parseIf(
  p: Cursor,
  start: number,
  documentation: string | undefined,
  label: Name | undefined,
  parseBody: ParseBody,
): IfStatement {
  const keyword = { start: p.start, end: p.end };
  const sides = parseSides(p, p.index, parseBody);
  return { kind: 'if', start, end: p.previousEnd, documentation, label, keyword, sides };
}

function parseSides(p: Cursor, word: number, parseBody: ParseBody): Side[] {
  const sides = [parseSide(p, word, parseBody)];
  while (p.code === TokenCode.else && sides.at(-1)?.isElse === false) {
    const first = p.index;
    p.advance();
    sides.push(parseSide(p, first, parseBody));
  }
  return sides;
}

/** `if a { }` or what follows an `else`; `first` is the word that it starts with. */
function parseSide(p: Cursor, first: number, parseBody: ParseBody): Side {
  const start = p.startAt(first);
  const isElse = p.code !== TokenCode.if;
  const index = isElse ? first : p.index;
  let condition: Expression | undefined;
  if (!isElse) {
    p.advance();
    condition = parseValue(p, index, 'condition');
    reportAssignment(p);
  }
  const body = parseBody(p, index);
  return { kind: 'side', start, end: p.previousEnd, isElse, condition, body };
}

/** `if a = b {`: a comparison was meant. */
function reportAssignment(p: Cursor): void {
  if (p.code !== TokenCode.assign) return;
  const mending = fix('write', { text: '==' }, p.edit(p.start, p.end, '=='));
  p.expected(sign('==', '{'), mending);
  while (p.code !== TokenCode.end && p.code !== TokenCode.openBrace && !p.lineFirst) p.skipToken();
}

export function parseElseAlone(p: Cursor, documentation: string | undefined, parseBody: ParseBody): ErrorStatement {
  const start = p.start;
  p.fail('syntax.else-alone', { start, end: p.end }, {});
  const first = p.index;
  p.advance();
  parseSides(p, first, parseBody);
  return { kind: 'error', start, end: p.previousEnd, documentation, label: undefined };
}

export function parseNamedBody(
  p: Cursor,
  code: number,
  documentation: string | undefined,
  parseBody: ParseBody,
): HeadStatement | OutputStatement {
  const start = p.start;
  const index = p.index;
  const isHead = code === TokenCode.head;
  p.advance();
  const name = parseResultName(p, isHead ? 'head-name' : 'output-name');
  let source: Name | undefined;
  let body: Body | undefined;
  if (isHead) {
    source = parseSource(p);
    body = parseBody(p, index);
    return { kind: 'head', start, end: p.previousEnd, documentation, name, source, body };
  }
  // `from` belongs to an output only together with a body; else it is the next statement.
  if (p.code === TokenCode.from && p.codeAt(p.index + 2) === TokenCode.openBrace) {
    source = parseSource(p);
    body = parseBody(p, index);
  } else if (p.code === TokenCode.openBrace) {
    p.expected('from-and-result');
    body = parseBody(p, index);
  }
  return { kind: 'output', start, end: p.previousEnd, documentation, name, source, body };
}
