/**
 * Bodies and their statements. Joins and what else has a body of its own is in parser-blocks.ts. A statement
 * that cannot be read is skipped up to the next line, so that one mistake stays one message.
 */

import { fix, phrase } from '../base/diagnostic';
import { nearest, suggestionOf } from '../base/suggest';
import { type Cursor, sign } from './cursor';
import {
  parseBranchOutsideJoin,
  parseElseAlone,
  parseIf,
  parseJoin,
  parseNamedBody,
  parseRepeat,
} from './parser-blocks';
import { enterBraces, leaveBraces, passRepeatedKeyword, skipRestOfLine } from './parser-braces';
import { nestingLimit } from './parser-brackets';
import { parseBudget, parseExpect } from './parser-checks';
import { parseConst, parseDefinition, parseImport } from './parser-declarations';
import { parseArguments, parseExpression } from './parser-expressions';
import { parseInput } from './parser-input';
import { parseResultUse, parseValue } from './parser-names';
import { isComparisonCode, isJoinCode, isKeywordCode, TokenCode } from './token-codes';
import type {
  Argument,
  Body,
  CallExpression,
  CallStatement,
  ConstDeclaration,
  DefaultsStatement,
  ErrorStatement,
  Expression,
  FromStatement,
  JoinCallStatement,
  keywords,
  Name,
  PrecisionStatement,
  Statement,
} from './tree';
import { walk } from './tree-walk';

/** `{ ... }`; `undefined` where it is not written yet or nested too deeply. `keyword` is what it belongs to. */
export function parseBody(p: Cursor, keyword: number): Body | undefined {
  const start = p.start;
  if (p.bodyDepth >= nestingLimit && p.code === TokenCode.openBrace) {
    p.fail('syntax.nesting', { start, end: p.end }, { limit: nestingLimit });
    const close = p.brackets.match[p.index] as number;
    p.moveTo(close >= 0 ? Math.min(close + 1, p.limit) : Math.min(p.brackets.endOf.get(p.index) ?? p.limit, p.limit));
    p.quiet();
    return undefined;
  }
  const outer = enterBraces(p, keyword);
  if (outer === undefined) return undefined;
  p.bodyDepth++;
  const { takesInput } = p;
  const owner = p.rawCodeAt(keyword);
  const isSide = owner === TokenCode.if || owner === TokenCode.else;
  p.takesInput = owner === TokenCode.network || (isSide && takesInput);
  const statements = parseStatements(p);
  p.takesInput = takesInput;
  p.bodyDepth--;
  leaveBraces(p, outer);
  return { kind: 'body', start: outer.start, end: p.previousEnd, statements };
}

/**
 * A module in a body is reported, and still declared, so that its calls are understood. What its head lacks yet, or a
 * whole import, is no second mistake: they have to leave this place.
 */
function parseMisplacedDeclaration(p: Cursor, code: number, documentation: string | undefined): void {
  const what = code === TokenCode.module ? 'module' : code === TokenCode.network ? 'network' : 'import';
  p.report(`syntax.place/${what}`, { start: p.start, end: p.end }, {});
  if (p.bodyDepth >= nestingLimit) {
    skipRestOfLine(p);
    return;
  }
  p.bodyDepth++;
  const first = p.diagnostics.length;
  const keyword = p.index;
  const declaration = code === TokenCode.import ? parseImport(p) : parseDefinition(p, code, documentation, parseBody);
  const body = declaration.kind === 'import' ? undefined : declaration.body;
  p.withdraw(first, keyword, body?.start ?? declaration.end);
  p.misplaced.push(declaration);
  p.bodyDepth--;
}

/** Statements up to the limit, with `->` between them. */
function parseStatements(p: Cursor): Statement[] {
  const statements: Statement[] = [];
  let afterArrow = true;
  while (p.code !== TokenCode.end) {
    if (!afterArrow && p.isLineTold && !goesOnInLine(p)) {
      skipRestOfLine(p);
      continue;
    }
    const first = p.index;
    if (p.code === TokenCode.arrow) {
      const span = { start: p.start, end: p.end };
      p.advance();
      if (afterArrow) p.report('syntax.arrow/before', span, {}, [removal(p, span.start, span.end)]);
      else if (p.code === TokenCode.end) p.report('syntax.arrow/after', span, {}, [removal(p, span.start, span.end)]);
      afterArrow = true;
      if (p.code === TokenCode.arrow || p.code === TokenCode.end) continue;
    }
    const documentation = p.documentationAt(first) ?? p.documentationAt(p.index);
    const previous = statements[statements.length - 1];
    const statement = parseStatement(p, documentation, previous);
    if (statement !== undefined) statements.push(statement);
    afterArrow = false;
  }
  return statements;
}

/** Whether a statement, or an arrow to one, can begin behind another on its line. */
function goesOnInLine(p: Cursor): boolean {
  if (p.code === TokenCode.arrow || isKeywordCode(p.code)) return true;
  if (p.code !== TokenCode.identifier && p.code !== TokenCode.badWord) return false;
  const next = p.codeAt(p.index + 1);
  return next === TokenCode.openParen || next === TokenCode.assign || endsWord(p, p.index + 1);
}

function removal(p: Cursor, start: number, end: number) {
  return fix('remove', { text: p.text.slice(start, end) }, p.edit(start, end, ''));
}

function parseStatement(
  p: Cursor,
  documentation: string | undefined,
  previous: Statement | undefined,
): Statement | undefined {
  if (p.code === TokenCode.identifier) return parseWordStatement(p, documentation);
  const next = p.codeAt(p.index + 1);
  if (isKeywordCode(p.code) && next === TokenCode.assign && isLabel(p)) {
    const start = p.start;
    return parseLabelled(p, start, documentation, p.takeKeywordAsName());
  }
  if (p.code === TokenCode.badWord && next === TokenCode.assign) {
    const start = p.start;
    return parseLabelled(p, start, documentation, p.takeName());
  }
  return parseKeywordStatement(p, p.code, documentation, previous);
}

/** `output = conv(...)`: a keyword used as the name of a result, unlike `input = 3x3` and `const = 1`. */
function isLabel(p: Cursor): boolean {
  const value = p.codeAt(p.index + 2);
  if (p.code === TokenCode.const || p.code === TokenCode.module || p.code === TokenCode.network) return false;
  return value === TokenCode.identifier || isJoinCode(value) || value === TokenCode.repeat || value === TokenCode.if;
}

function parseKeywordStatement(
  p: Cursor,
  code: number,
  documentation: string | undefined,
  previous: Statement | undefined,
): Statement | undefined {
  passRepeatedKeyword(p);
  const start = p.start;
  switch (code) {
    case TokenCode.input:
      return parseInput(p, documentation);
    case TokenCode.const:
      return parseConst(p, documentation);
    case TokenCode.concat:
    case TokenCode.add:
    case TokenCode.multiply:
      return parseJoin(p, start, documentation, undefined, code, parseBody);
    case TokenCode.from:
      return parseFrom(p, documentation);
    case TokenCode.repeat:
      return parseRepeat(p, start, documentation, undefined, parseBody);
    case TokenCode.if:
      return parseIf(p, start, documentation, undefined, parseBody);
    case TokenCode.else:
      return parseElseAlone(p, documentation, parseBody);
    case TokenCode.head:
    case TokenCode.output:
      return parseNamedBody(p, code, documentation, parseBody);
    case TokenCode.defaults:
      return parseDefaults(p, documentation);
    case TokenCode.precision:
      return parsePrecision(p, documentation);
    case TokenCode.expect:
      return parseExpect(p, documentation);
    case TokenCode.budget:
      return parseBudget(p, documentation);
    case TokenCode.branch:
      return parseBranchOutsideJoin(p, documentation, previous, parseBody);
    case TokenCode.module:
    case TokenCode.network:
    case TokenCode.import:
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
  if (next === TokenCode.assign) return parseLabelled(p, start, documentation, p.takeName());
  if (next === TokenCode.openParen) return parseCall(p, start, documentation, undefined);
  const meant = misspeltKeyword(p);
  if (meant !== 'else' && endsWord(p, p.index + 1)) return parseCall(p, start, documentation, undefined);
  if (meant !== undefined) {
    const values = { expected: phrase('statement'), found: p.describe(p.index) };
    p.fail(
      'syntax.expected',
      { start: p.start, end: p.end },
      values,
      suggestionOf(p.text.slice(p.start, p.end), meant),
    );
    return parseKeywordStatement(p, TokenCode[meant], documentation, undefined);
  }
  return parseUncalled(p, start, documentation, undefined);
}

/** Whether a word ends at `index`: what follows is a new statement or nothing. */
function endsWord(p: Cursor, index: number): boolean {
  const code = p.codeAt(index);
  return (
    code === TokenCode.end ||
    code === TokenCode.arrow ||
    code === TokenCode.closeBrace ||
    p.isLineFirst(index) ||
    (isKeywordCode(code) && code !== TokenCode.in && code !== TokenCode.from)
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
  p.expected(phrase('parenthesis-after', { name: name.text }));
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
  const hasParentheses = p.code === TokenCode.openParen;
  const { list, incomplete } = hasParentheses ? parseArguments(p) : { list: [], incomplete: false };
  const leadsOn = p.code === TokenCode.arrow && !p.lineFirst && p.codeAt(p.index + 1) !== TokenCode.end;
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
  const statement = parseMaker(p, start, documentation, label);
  if (statement.kind !== 'const') p.defineResult(label);
  return statement;
}

function parseMaker(p: Cursor, start: number, documentation: string | undefined, label: Name): Statement {
  const next = p.codeAt(p.index + 1);
  switch (p.code) {
    case TokenCode.concat:
    case TokenCode.add:
    case TokenCode.multiply:
      return parseJoin(p, start, documentation, label, p.code, parseBody);
    case TokenCode.repeat:
      return parseRepeat(p, start, documentation, label, parseBody);
    case TokenCode.if:
      return parseIf(p, start, documentation, label, parseBody);
    case TokenCode.identifier:
      if (next === TokenCode.openParen) return parseCall(p, start, documentation, label);
      if (next === TokenCode.assign && p.lineFirst) break;
      if (endsWord(p, p.index + 1)) return parseCall(p, start, documentation, label);
      if ((next >= TokenCode.plus && next <= TokenCode.about) || next === TokenCode.openBracket)
        return parseValueWithoutConst(p, start, documentation, label);
      return parseUncalled(p, start, documentation, label);
    case TokenCode.number:
    case TokenCode.size:
    case TokenCode.string:
    case TokenCode.openBracket:
    case TokenCode.openParen:
    case TokenCode.minus:
    case TokenCode.true:
    case TokenCode.false:
      if (!p.lineFirst) return parseValueWithoutConst(p, start, documentation, label);
      break;
  }
  p.expected('result-maker');
  if (!p.lineFirst) skipRestOfLine(p);
  return { kind: 'error', start, end: p.previousEnd, documentation, label };
}

/**
 * `width = 64` in a body: only the word `const` is missing, so the value is known. `y = x * s` of results is the join
 * that makes it; anything else made of results is nothing that there is.
 */
function parseValueWithoutConst(
  p: Cursor,
  start: number,
  documentation: string | undefined,
  label: Name,
): ConstDeclaration | JoinCallStatement | ErrorStatement {
  const keyword = { start: p.start, end: p.end };
  const values = { expected: phrase('result-maker'), found: p.describe(p.index), name: label.text };
  const { isTold } = p;
  const before = p.diagnostics.length;
  const value = parseExpression(p, 'value');
  const end = p.previousEnd;
  const later = p.diagnostics.splice(before);
  const join = value && joinOfResults(p, value);
  let statement: ConstDeclaration | JoinCallStatement | ErrorStatement;
  if (join !== undefined && value !== undefined) {
    const text = `${join.kind}(${join.operands.map((operand) => operand.text).join(', ')})`;
    p.report('syntax.expected/join', value, values, [fix('write', { text }, p.edit(value.start, end, text))]);
    const { kind, operands } = join;
    statement = {
      kind: 'join-call',
      start,
      end,
      documentation,
      label,
      join: kind,
      keyword,
      operands,
      incomplete: false,
    };
  } else if (value !== undefined && namesIn(value).some((name) => p.isKnownResult(name.text))) {
    p.report('syntax.expected/join', value, values);
    statement = { kind: 'error', start, end, documentation, label };
  } else {
    const mending = fix('write', { text: 'const' }, p.edit(start, start, 'const '));
    if (!isTold) p.report('syntax.expected/const', keyword, values, [mending]);
    statement = { kind: 'const', start, end, documentation, name: label, pattern: undefined, value };
  }
  // Of one place one thing is told.
  p.diagnostics.push(...later.filter(({ span }) => span.start !== keyword.start));
  return statement;
}

/** A sum or a product of nothing but results. */
function joinOfResults(
  p: Cursor,
  value: Expression,
): (Pick<JoinCallStatement, 'operands'> & { readonly kind: 'add' | 'multiply' }) | undefined {
  const operator = value.kind === 'binary' ? value.operator : undefined;
  if (operator !== '+' && operator !== '*') return undefined;
  const operands: Name[] = [];
  let left = value;
  while (left.kind === 'binary' && left.operator === operator && left.right.kind === 'name') {
    operands.unshift(left.right.name);
    left = left.left;
  }
  if (left.kind !== 'name') return undefined;
  operands.unshift(left.name);
  const areResults = operands.every((operand) => p.isKnownResult(operand.text));
  return areResults ? { kind: operator === '+' ? 'add' : 'multiply', operands } : undefined;
}

function namesIn(expression: Expression): readonly Name[] {
  const names: Name[] = [];
  walk(expression, (node) => {
    if (node.kind === 'name') names.push(node.name);
  });
  return names;
}

/** The keyword that a word was probably meant to be, judged by what follows it. */
function misspeltKeyword(p: Cursor): (typeof keywords)[number] | undefined {
  const word = p.text.slice(p.start, p.end);
  return nearest(word, possibleKeywords(p.codeAt(p.index + 1), p.codeAt(p.index + 2))) as
    | (typeof keywords)[number]
    | undefined;
}

function possibleKeywords(next: number, second: number): readonly (typeof keywords)[number][] {
  if (next === TokenCode.openBrace) return ['concat', 'defaults', 'add', 'multiply', 'repeat', 'else'];
  if (next === TokenCode.if) return ['else'];
  if (next === TokenCode.colon) return ['input'];
  if (next === TokenCode.from) return ['head', 'output'];
  if (next === TokenCode.openBracket) return ['const', 'expect', 'repeat'];
  if (next === TokenCode.number || next === TokenCode.size) {
    return second === TokenCode.openBrace ? ['repeat'] : ['expect', 'repeat'];
  }
  if (next !== TokenCode.identifier) return [];
  if (second === TokenCode.assign) return ['const', 'precision'];
  if (second === TokenCode.in) return ['repeat'];
  if (second === TokenCode.colon) return ['input'];
  if (second === TokenCode.openBrace) return ['head', 'repeat', 'module', 'network'];
  if (second === TokenCode.from) return ['head', 'output'];
  if (isComparisonCode(second)) return ['expect', 'budget'];
  if (second === TokenCode.openParen) return ['module', 'network'];
  return ['output', 'from', 'expect', 'head', 'input'];
}

// ---- Other statements ----

/** `precision float16`, or settings by name with commas between. */
function parsePrecision(p: Cursor, documentation: string | undefined): PrecisionStatement {
  const start = p.start;
  const first = p.index;
  p.advance();
  const settings: Argument[] = [];
  do {
    if (settings.length > 0) p.advance();
    const at = p.start;
    const isNamed = p.code === TokenCode.identifier && p.codeAt(p.index + 1) === TokenCode.assign;
    let name: Name | undefined;
    // Behind a comma a setting follows, and so it does where no layer is named. Lines say nothing: a value may stand below.
    if (isNamed && (settings.length > 0 || !p.startsMaker(p.index + 2))) {
      name = p.takeName();
      p.advance();
    }
    const value = parseValue(p, first, 'precision-word');
    if (name === undefined && value === undefined) break;
    settings.push({ kind: 'argument', start: at, end: p.previousEnd, name, value });
  } while (p.code === TokenCode.comma);
  return { kind: 'precision', start, end: p.previousEnd, documentation, settings };
}

function parseFrom(p: Cursor, documentation: string | undefined): FromStatement {
  const start = p.start;
  p.advance();
  const source = parseResultUse(p, 'result-name');
  return { kind: 'from', start, end: p.previousEnd, documentation, source };
}

function parseDefaults(p: Cursor, documentation: string | undefined): DefaultsStatement {
  const start = p.start;
  const keyword = p.index;
  p.advance();
  const entries: CallExpression[] = [];
  const outer = enterBraces(p, keyword);
  if (outer !== undefined) {
    while (p.code !== TokenCode.end) {
      if (p.code === TokenCode.identifier && p.codeAt(p.index + 1) === TokenCode.openParen) {
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
      } else if (p.code === TokenCode.identifier && endsWord(p, p.index + 1)) {
        p.advance();
        p.expected(sign('('));
      } else {
        p.expected('entry-of-defaults');
        skipRestOfLine(p);
      }
    }
    leaveBraces(p, outer);
  }
  return { kind: 'defaults', start, end: p.previousEnd, documentation, entries };
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
  const isClosing = p.code === TokenCode.comma || isCloser(p.code);
  // A line of junk after a line of junk is the same mistake.
  if (previous?.kind === 'error' && !isClosing) p.quiet();
  const span = { start: p.start, end: p.end };
  if (isClosing) {
    p.fail('syntax.unexpected', span, { found: p.describe(p.index) }, [removal(p, span.start, span.end)]);
  } else {
    p.fail('syntax.expected', span, { expected: phrase('layer-or-statement'), found: p.describe(p.index) });
  }
  skipRestOfLine(p);
  let onlyClosers = true;
  for (let i = first; i < p.index; i++) {
    if (p.rawCodeAt(i) !== TokenCode.comma && !isCloser(p.rawCodeAt(i))) onlyClosers = false;
  }
  if (onlyClosers || isLeftover) return undefined;
  return { kind: 'error', start, end: p.previousEnd, documentation, label: undefined };
}

function isCloser(code: number): boolean {
  return code === TokenCode.closeParen || code === TokenCode.closeBracket || code === TokenCode.closeBrace;
}
