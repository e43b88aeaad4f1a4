/**
 * The statements of a body, except joins and what has a body of its own (parser-blocks.ts). A statement
 * that cannot be read is skipped up to the next line, so that one mistake stays one message.
 */

import { nearest } from '../base/suggest';
import type { Cursor } from './cursor';
import {
  parseBranchOutsideJoin,
  parseJoin,
  parseMisplacedDeclaration,
  parseNamedBody,
  parseRepeat,
} from './parser-blocks';
import { isValueName, parseArguments, parseExpression, parseSum, startsExpression } from './parser-expressions';
import { Code, isComparisonCode, isKeywordCode } from './token-codes';
import type {
  BudgetStatement,
  CallExpression,
  CallStatement,
  Check,
  ComparisonOperator,
  ConstDeclaration,
  DefaultsStatement,
  ErrorStatement,
  ExpectStatement,
  Expression,
  FromStatement,
  InputStatement,
  keywords,
  Name,
  Statement,
} from './tree';
import { functionWords, metricWords } from './words';

/** Statements up to the limit, with `->` between them. */
export function parseStatements(p: Cursor): Statement[] {
  const statements: Statement[] = [];
  let afterArrow = true;
  while (p.code !== Code.end) {
    const first = p.index;
    if (p.code === Code.arrow) {
      const span = { start: p.start, end: p.end };
      p.advance();
      if (afterArrow) p.report('syntax.arrow', span, { where: 'before' }, [removal(p, span.start, span.end)]);
      else if (p.code === Code.end)
        p.report('syntax.arrow', span, { where: 'after' }, [removal(p, span.start, span.end)]);
      afterArrow = true;
      if (p.code === Code.arrow || p.code === Code.end) continue;
    }
    const documentation = p.documentationAt(first) ?? p.documentationAt(p.index);
    const previous = statements[statements.length - 1];
    const statement = parseStatement(p, documentation, previous);
    if (statement !== undefined) statements.push(statement);
    afterArrow = false;
  }
  return statements;
}

function removal(p: Cursor, start: number, end: number) {
  return p.fix(`Remove ${p.text.slice(start, end)}`, p.edit(start, end, ''));
}

function parseStatement(
  p: Cursor,
  documentation: string | undefined,
  previous: Statement | undefined,
): Statement | undefined {
  if (p.code === Code.identifier) return parseWordStatement(p, documentation);
  const next = p.codeAt(p.index + 1);
  if (isKeywordCode(p.code) && next === Code.assign && isLabel(p)) {
    const start = p.start;
    return parseLabelled(p, start, documentation, p.takeKeywordAsName());
  }
  if (p.code === Code.badWord && next === Code.assign) {
    const start = p.start;
    return parseLabelled(p, start, documentation, p.takeName());
  }
  return parseKeywordStatement(p, p.code, documentation, previous);
}

/** `output = conv(...)`: a keyword used as the name of a result, unlike `input = 3x3` and `const = 1`. */
function isLabel(p: Cursor): boolean {
  const value = p.codeAt(p.index + 2);
  if (p.code === Code.const || p.code === Code.module || p.code === Code.network) return false;
  return value === Code.identifier || value === Code.concat || value === Code.add || value === Code.repeat;
}

function parseKeywordStatement(
  p: Cursor,
  code: number,
  documentation: string | undefined,
  previous: Statement | undefined,
): Statement | undefined {
  const start = p.start;
  switch (code) {
    case Code.input:
      return parseInput(p, documentation);
    case Code.const:
      return parseConst(p, documentation);
    case Code.concat:
    case Code.add:
      return parseJoin(p, start, documentation, undefined, code);
    case Code.from:
      return parseFrom(p, documentation);
    case Code.repeat:
      return parseRepeat(p, start, documentation, undefined);
    case Code.head:
    case Code.output:
      return parseNamedBody(p, code, documentation);
    case Code.defaults:
      return parseDefaults(p, documentation);
    case Code.expect:
      return parseExpect(p, documentation);
    case Code.budget:
      return parseBudget(p, documentation);
    case Code.branch:
      return parseBranchOutsideJoin(p, documentation, previous);
    case Code.module:
    case Code.network:
    case Code.import:
      parseMisplacedDeclaration(p, code, documentation);
      return undefined;
    default:
      return parseNoStatement(p, documentation, previous);
  }
}

// ---- Calls ----

function parseWordStatement(p: Cursor, documentation: string | undefined): Statement | undefined {
  const start = p.start;
  const next = p.codeAt(p.index + 1);
  if (next === Code.assign) return parseLabelled(p, start, documentation, p.takeName());
  if (next === Code.openParen) return parseCall(p, start, documentation, undefined);
  if (endsWord(p, p.index + 1)) return parseCall(p, start, documentation, undefined);
  const meant = misspeltKeyword(p);
  if (meant !== undefined) {
    const fix = p.fix(`Write ${meant}`, p.edit(p.start, p.end, meant));
    p.fail(
      'syntax.expected',
      { start: p.start, end: p.end },
      { expected: 'a statement', found: p.describe(p.index), hint: `; did you mean ${meant}` },
      [fix],
    );
    return parseKeywordStatement(p, Code[meant], documentation, undefined);
  }
  return parseUncalled(p, start, documentation, undefined);
}

/** Whether a word ends at `index`: what follows is a new statement or nothing. */
function endsWord(p: Cursor, index: number): boolean {
  const code = p.codeAt(index);
  return (
    code === Code.end ||
    code === Code.arrow ||
    code === Code.closeBrace ||
    p.isLineFirst(index) ||
    (isKeywordCode(code) && code !== Code.in && code !== Code.from)
  );
}

/** `conv 64, 3x3`: the parentheses are missing. */
function parseUncalled(
  p: Cursor,
  start: number,
  documentation: string | undefined,
  label: Name | undefined,
): ErrorStatement {
  const name = p.takeName();
  p.expected(`\`(\` after ${name.text}`);
  skipRestOfLine(p);
  return { kind: 'error', start, end: p.previousEnd, documentation, label };
}

/** The current token is the name of what is called. */
function parseCall(
  p: Cursor,
  start: number,
  documentation: string | undefined,
  label: Name | undefined,
): CallStatement {
  const callee = p.takeName();
  const hasParentheses = p.code === Code.openParen;
  const { list, incomplete } = hasParentheses ? parseArguments(p) : { list: [], incomplete: false };
  const leadsOn = p.code === Code.arrow && !p.lineFirst && p.codeAt(p.index + 1) !== Code.end;
  return {
    kind: 'call',
    start,
    end: p.previousEnd,
    documentation,
    label,
    callee,
    arguments: list,
    hasParentheses,
    incomplete,
    continued: label !== undefined && leadsOn,
  };
}

/** What follows `name =`. The current token is the `=`. */
function parseLabelled(p: Cursor, start: number, documentation: string | undefined, label: Name): Statement {
  p.advance();
  const next = p.codeAt(p.index + 1);
  switch (p.code) {
    case Code.concat:
    case Code.add:
      return parseJoin(p, start, documentation, label, p.code);
    case Code.repeat:
      return parseRepeat(p, start, documentation, label);
    case Code.identifier:
      if (next === Code.openParen) return parseCall(p, start, documentation, label);
      if (next === Code.assign && p.lineFirst) break;
      if (endsWord(p, p.index + 1)) return parseCall(p, start, documentation, label);
      if (next >= Code.plus && next <= Code.power) return parseValueWithoutConst(p, start, documentation, label);
      return parseUncalled(p, start, documentation, label);
    case Code.number:
    case Code.size:
    case Code.string:
    case Code.openBracket:
    case Code.openParen:
    case Code.minus:
    case Code.true:
    case Code.false:
      if (!p.lineFirst) return parseValueWithoutConst(p, start, documentation, label);
      break;
  }
  p.expected('a layer, module, concat, add or repeat');
  if (!p.lineFirst) skipRestOfLine(p);
  return { kind: 'error', start, end: p.previousEnd, documentation, label };
}

/** `width = 64` in a body: only the word `const` is missing, so the value is known. */
function parseValueWithoutConst(
  p: Cursor,
  start: number,
  documentation: string | undefined,
  label: Name,
): ConstDeclaration {
  const fix = p.fix('Write const', p.edit(start, start, 'const '));
  p.fail(
    'syntax.expected',
    { start: p.start, end: p.end },
    {
      expected: 'a layer, module, concat, add or repeat',
      found: p.describe(p.index),
      hint: `; a value is named by const ${label.text} = ...`,
    },
    [fix],
  );
  const value = parseExpression(p, 'a value');
  return { kind: 'const', start, end: p.previousEnd, documentation, name: label, value };
}

/** The keyword that a word was probably meant to be, judged by what follows it. */
function misspeltKeyword(p: Cursor): (typeof keywords)[number] | undefined {
  const word = p.text.slice(p.start, p.end);
  return nearest(word, possibleKeywords(p.codeAt(p.index + 1), p.codeAt(p.index + 2))) as
    | (typeof keywords)[number]
    | undefined;
}

function possibleKeywords(next: number, second: number): readonly (typeof keywords)[number][] {
  if (next === Code.openBrace) return ['concat', 'defaults', 'add', 'repeat'];
  if (next === Code.colon) return ['input'];
  if (next === Code.from) return ['head', 'output'];
  if (next === Code.number || next === Code.size || next === Code.openBracket) {
    return second === Code.openBrace ? ['repeat'] : ['expect', 'repeat'];
  }
  if (next !== Code.identifier) return [];
  if (second === Code.assign) return ['const'];
  if (second === Code.in) return ['repeat'];
  if (second === Code.colon) return ['input'];
  if (second === Code.openBrace) return ['head', 'repeat', 'module', 'network'];
  if (second === Code.from) return ['head', 'output'];
  if (isComparisonCode(second)) return ['expect', 'budget'];
  if (second === Code.openParen) return ['module', 'network'];
  return ['output', 'from', 'expect', 'head', 'input'];
}

// ---- Other statements ----

function parseInput(p: Cursor, documentation: string | undefined): InputStatement {
  const start = p.start;
  const first = p.index;
  p.advance();
  let name: Name | undefined;
  if (p.code !== Code.colon && p.code !== Code.assign) {
    if (isResultName(p)) name = p.takeName();
    else if (isKeywordCode(p.code) && !p.lineFirst) name = p.takeKeywordAsName();
  }
  let shape: Expression | undefined;
  if (p.code === Code.colon) {
    p.advance();
    shape = parseValue(p, first, 'a shape: height x width x channels');
  } else {
    const instead = p.code === Code.assign;
    const at = p.previousEnd;
    p.expected('`:`', p.fix('Write :', instead ? p.edit(at, p.end, ':') : p.edit(at, at, ':')));
    if (instead) p.advance();
    if (startsExpression(p) && !p.startsStatement(p.index)) shape = parseExpression(p, 'a shape');
  }
  return { kind: 'input', start, end: p.previousEnd, documentation, name, shape };
}

export function parseConst(p: Cursor, documentation: string | undefined): ConstDeclaration {
  const start = p.start;
  const first = p.index;
  p.advance();
  const name = parseValueName(p, 'the name of the constant');
  let value: Expression | undefined;
  if (p.code === Code.assign) {
    p.advance();
    value = parseValue(p, first, 'a value');
  } else {
    const instead = p.code === Code.colon || p.code === Code.equal;
    const at = p.previousEnd;
    p.expected('`=`', p.fix('Write =', instead ? p.edit(at, p.end, ' =') : p.edit(at, at, ' =')));
    if (instead) p.advance();
    if (startsExpression(p) && !p.lineFirst) value = parseExpression(p, 'a value');
  }
  return { kind: 'const', start, end: p.previousEnd, documentation, name, value };
}

/** Where a parameter, constant or loop variable is defined. */
export function parseValueName(p: Cursor, what: string): Name | undefined {
  if (isValueName(p) && !(p.lineFirst && p.startsStatement(p.index) && !isConstantStart(p))) return p.takeName();
  if (isKeywordCode(p.code) && !p.lineFirst) return p.takeKeywordAsName();
  p.expected(what);
  return undefined;
}

/** `const` and its name may stand on lines of their own. */
function isConstantStart(p: Cursor): boolean {
  return p.codeAt(p.index + 1) === Code.assign;
}

function isResultName(p: Cursor): boolean {
  return (p.code === Code.identifier || p.code === Code.badWord) && !p.startsStatement(p.index);
}

/** Where a result is named: an identifier that does not start the next line's statement. */
export function parseResultName(p: Cursor, what: string): Name | undefined {
  if (isResultName(p)) return p.takeName();
  if (isKeywordCode(p.code) && !p.lineFirst && p.code !== Code.from) return p.takeKeywordAsName();
  p.expected(what);
  return undefined;
}

/** Where a result is used, after `from` and in joins. `input` is the flow into a module, or a network's unnamed input. */
export function parseResultUse(p: Cursor, what: string): Name | undefined {
  const next = p.codeAt(p.index + 1);
  if (p.code === Code.input && (!p.lineFirst || next === Code.comma || next === Code.end)) return p.takeName();
  if (isResultName(p) || p.isUsedKeyword()) return p.takeName();
  if (isKeywordCode(p.code) && !p.lineFirst) return p.takeKeywordAsName();
  p.expected(what);
  return undefined;
}

/**
 * The expression that ends the statement which starts at `first`. Where it is not written yet, the
 * next line is a statement of its own: one that is indented no deeper, and calls no function.
 */
function parseValue(p: Cursor, first: number, what: string): Expression | undefined {
  if (p.lineFirst && p.startsStatement(p.index) && !isContinuation(p, first)) {
    p.expected(what);
    return undefined;
  }
  return parseExpression(p, what);
}

function isContinuation(p: Cursor, first: number): boolean {
  if (p.code !== Code.identifier || p.codeAt(p.index + 1) !== Code.openParen) return false;
  if (functionWords.has(p.text.slice(p.start, p.end))) return true;
  let line = first;
  while (line > 0 && !p.isLineFirst(line)) line--;
  return p.column(p.index) > p.column(line);
}

function parseFrom(p: Cursor, documentation: string | undefined): FromStatement {
  const start = p.start;
  p.advance();
  const source = parseResultUse(p, 'the name of a result');
  return { kind: 'from', start, end: p.previousEnd, documentation, source };
}

function parseDefaults(p: Cursor, documentation: string | undefined): DefaultsStatement {
  const start = p.start;
  const keyword = p.index;
  p.advance();
  const entries: CallExpression[] = [];
  const outer = enterBraces(p, keyword);
  if (outer !== undefined) {
    while (p.code !== Code.end) {
      if (p.code === Code.identifier && p.codeAt(p.index + 1) === Code.openParen) {
        const callee = p.takeName();
        const { list, incomplete } = parseArguments(p);
        entries.push({
          kind: 'call-expression',
          start: callee.start,
          end: p.previousEnd,
          callee,
          arguments: list,
          incomplete,
        });
      } else if (p.code === Code.identifier && endsWord(p, p.index + 1)) {
        p.advance();
        p.expected('`(`');
      } else {
        p.expected('a layer with named arguments');
        skipRestOfLine(p);
      }
    }
    leaveBraces(p, outer);
  }
  return { kind: 'defaults', start, end: p.previousEnd, documentation, entries };
}

const operators: Readonly<Record<number, ComparisonOperator>> = {
  [Code.equal]: '==',
  [Code.notEqual]: '!=',
  [Code.lessEqual]: '<=',
  [Code.less]: '<',
  [Code.greaterEqual]: '>=',
  [Code.greater]: '>',
  [Code.about]: '~',
};

function parseExpect(p: Cursor, documentation: string | undefined): ExpectStatement {
  const start = p.start;
  const first = p.index;
  p.advance();
  const checks: Check[] = [];
  do {
    if (p.code === Code.comma) {
      p.expected('a shape or a comparison');
      p.advance();
      continue;
    }
    const check = parseCheck(p, first, checks.length > 0);
    if (check === undefined) break;
    checks.push(check);
    if (p.code === Code.comma) {
      p.advance();
      // The list may end in a comma.
      if (p.code === Code.end || p.startsStatement(p.index) || isKeywordCode(p.code) || p.code === Code.arrow) break;
    } else if ((p.code === Code.size || p.code === Code.number) && !p.lineFirst && !p.hasFailedHere) {
      p.expected('`,`', p.fix('Insert ,', p.edit(p.previousEnd, p.previousEnd, ',')));
    } else {
      break;
    }
  } while (p.code !== Code.end);
  return { kind: 'expect', start, end: p.previousEnd, documentation, checks };
}

function parseCheck(p: Cursor, first: number, isLater: boolean): Check | undefined {
  const start = p.start;
  const next = p.codeAt(p.index + 1);
  const isMetric =
    p.code === Code.identifier &&
    (isComparisonCode(next) || next === Code.assign || metricWords.has(p.text.slice(p.start, p.end)));
  if (isMetric && !p.startsStatement(p.index)) {
    const metric = p.takeName();
    const operator = parseOperator(p, '`==`', 'a comparison such as `==`');
    const value = operator === undefined ? undefined : parseValue(p, first, 'a value');
    return { kind: 'metric', start, end: p.previousEnd, metric, operator, value };
  }
  const isMissing = p.startsStatement(p.index) && !(startsExpression(p) && isContinuation(p, first));
  if (isMissing || !startsExpression(p)) {
    if (!isLater || !isMissing) p.expected('a shape or a comparison');
    return undefined;
  }
  const shape = parseSum(p);
  if (!isComparisonCode(p.code)) return { kind: 'shape', start, end: p.previousEnd, shape };
  const span = { start: shape.start, end: shape.end };
  const operator = p.describe(p.index);
  const found = p.text.slice(span.start, span.end);
  p.fail('syntax.expected', span, {
    expected: `the name of a metric before ${operator}`,
    found: `\`${found}\``,
    hint: '',
  });
  p.advance();
  if (startsExpression(p) && !p.startsStatement(p.index)) parseSum(p);
  return { kind: 'shape', start, end: p.previousEnd, shape: { kind: 'error-expression', start, end: p.previousEnd } };
}

/** A comparison; a single `=` and turned ones (`=<`) are reported and taken for what was meant. */
function parseOperator(p: Cursor, single: '`==`' | '`<=`', what: string): ComparisonOperator | undefined {
  const operator = operators[p.code];
  if (operator !== undefined) {
    p.advance();
    return operator;
  }
  if (p.code !== Code.assign) {
    p.expected(what);
    return undefined;
  }
  const start = p.start;
  const second = p.codeAt(p.index + 1);
  const isTurned = (second === Code.less || second === Code.greater) && p.startAt(p.index + 1) === p.end;
  const meant = isTurned ? (second === Code.less ? '<=' : '>=') : (single.slice(1, 3) as ComparisonOperator);
  const end = isTurned ? p.endAt(p.index + 1) : p.end;
  p.fail(
    'syntax.expected',
    { start, end },
    { expected: `\`${meant}\``, found: `\`${p.text.slice(start, end)}\``, hint: '' },
    [p.fix(`Write ${meant}`, p.edit(start, end, meant))],
  );
  p.advance();
  if (isTurned) p.advance();
  return meant;
}

function parseBudget(p: Cursor, documentation: string | undefined): BudgetStatement {
  const start = p.start;
  const first = p.index;
  p.advance();
  let metric: Name | undefined;
  let operator: ComparisonOperator | undefined;
  let operatorSpan: { start: number; end: number } | undefined;
  let limit: Expression | undefined;
  if (p.code === Code.identifier && !p.startsStatement(p.index)) {
    metric = p.takeName();
    const at = p.start;
    operator = parseOperator(p, '`<=`', '`<=`');
    if (operator !== undefined) {
      operatorSpan = { start: at, end: p.previousEnd };
      limit = parseValue(p, first, 'a limit');
    }
  } else {
    p.expected('the name of a metric, such as multiplies or params');
  }
  return { kind: 'budget', start, end: p.previousEnd, documentation, metric, operator, operatorSpan, limit };
}

// ---- What is no statement ----

function parseNoStatement(
  p: Cursor,
  documentation: string | undefined,
  previous: Statement | undefined,
): ErrorStatement | undefined {
  const start = p.start;
  const first = p.index;
  const isLeftover = p.hasFailedHere;
  const isClosing = p.code === Code.comma || isCloser(p.code);
  // A line of junk after a line of junk is the same mistake.
  if (previous?.kind === 'error' && !isClosing) p.quiet();
  const span = { start: p.start, end: p.end };
  if (isClosing) {
    p.fail('syntax.unexpected', span, { found: p.describe(p.index) }, [removal(p, span.start, span.end)]);
  } else {
    p.fail('syntax.expected', span, { expected: 'a layer or a statement', found: p.describe(p.index), hint: '' });
  }
  skipRestOfLine(p);
  let onlyClosers = true;
  for (let i = first; i < p.index; i++) {
    if (p.rawCodeAt(i) !== Code.comma && !isCloser(p.rawCodeAt(i))) onlyClosers = false;
  }
  if (onlyClosers || isLeftover) return undefined;
  return { kind: 'error', start, end: p.previousEnd, documentation, label: undefined };
}

function isCloser(code: number): boolean {
  return code === Code.closeParen || code === Code.closeBracket || code === Code.closeBrace;
}

/** At least one token, up to the next line, an arrow, or what can only be a statement. */
export function skipRestOfLine(p: Cursor): void {
  p.skipToken();
  while (p.code !== Code.end && p.code !== Code.arrow && !p.lineFirst) p.skipToken();
}

// ---- Braces ----

/** What to restore when braces are left; `open` is their `{`, or the keyword whose `{` is missing. */
export interface OuterBraces {
  readonly open: number;
  readonly start: number;
  readonly limit: number;
}

/** Goes inside `{`, and sets the limit to its end. `undefined` and a message where there is none. */
export function enterBraces(p: Cursor, keyword: number): OuterBraces | undefined {
  const { match, endOf } = p.brackets;
  const limit = p.limit;
  const start = p.start;
  if (p.code === Code.openBrace) {
    const open = p.index;
    const close = match[open] as number;
    p.advance();
    p.setLimit(Math.min(close >= 0 ? close : (endOf.get(open) ?? limit), limit));
    return { open, start, limit };
  }
  p.expected('`{`', p.fix('Insert {', p.edit(p.previousEnd, p.previousEnd, ' {')));
  const close = match[keyword] as number;
  if (close >= p.index && close <= limit) {
    p.setLimit(close);
    return { open: keyword, start, limit };
  }
  if (p.code !== Code.end && p.code !== Code.arrow && !p.lineFirst) skipRestOfLine(p);
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
  if (swallowed.has(outer.open)) return;
  const indent = indents === undefined ? 0 : (indents[outer.open] as number);
  const at = p.previousEnd;
  const fix = p.fix('Insert }', p.edit(at, at, `\n${' '.repeat(indent)}}`));
  const found = p.rawCodeAt(p.index) === Code.closeBrace ? 'the end of the body around it' : p.describe(p.index);
  const span = { start: p.startAt(outer.open), end: p.endAt(outer.open) };
  p.fail('syntax.unclosed', span, { opener: '`{`', expected: '`}`', found }, [fix]);
}
