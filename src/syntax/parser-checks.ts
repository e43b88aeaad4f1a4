/** `expect` and `budget`: the only places where a metric or a shape is compared. */

import { fix, phrase } from '../base/diagnostic';
import { type Cursor, type Expected, sign } from './cursor';
import { comparisons, parseSum, startsExpression } from './parser-expressions';
import { parseValue } from './parser-names';
import { isComparisonCode, isKeywordCode, TokenCode } from './token-codes';
import type { BudgetStatement, Check, ComparisonOperator, ExpectStatement, Expression, Name } from './tree';
import { metricWords } from './words';

const operators: Readonly<Record<number, ComparisonOperator>> = {
  ...comparisons,
  [TokenCode.about]: '~',
};

export function parseExpect(p: Cursor, documentation: string | undefined): ExpectStatement {
  const start = p.start;
  const first = p.index;
  p.advance();
  const checks: Check[] = [];
  do {
    if (p.code === TokenCode.comma) {
      p.expected('shape-or-comparison');
      p.advance();
      continue;
    }
    const check = parseCheck(p, first, checks.length > 0);
    if (check === undefined) break;
    checks.push(check);
    if (p.code === TokenCode.comma) {
      p.advance();
      // The list may end in a comma.
      const startsNext = p.startsStatement(p.index) && !p.isContinuation(first);
      if (p.code === TokenCode.end || startsNext || isKeywordCode(p.code) || p.code === TokenCode.arrow) break;
    } else if ((p.code === TokenCode.size || p.code === TokenCode.number) && !p.lineFirst && !p.hasFailedHere) {
      p.expected(sign(','), fix('insert', { text: ',' }, p.edit(p.previousEnd, p.previousEnd, ',')));
    } else {
      break;
    }
  } while (p.code !== TokenCode.end);
  return { kind: 'expect', start, end: p.previousEnd, documentation, checks };
}

function parseCheck(p: Cursor, first: number, isLater: boolean): Check | undefined {
  const start = p.start;
  const next = p.codeAt(p.index + 1);
  const isMetric =
    p.code === TokenCode.identifier &&
    (isComparisonCode(next) || next === TokenCode.assign || metricWords.has(p.text.slice(p.start, p.end)));
  if (isMetric && !p.startsStatement(p.index)) {
    const metric = p.takeName();
    const operator = parseOperator(p, '==', 'comparison-sign');
    const value = operator === undefined ? undefined : parseValue(p, first, 'value');
    return { kind: 'metric', start, end: p.previousEnd, metric, operator, value };
  }
  const isMissing = p.startsStatement(p.index) && !(startsExpression(p) && p.isContinuation(first));
  if (isMissing || !startsExpression(p)) {
    if (!isLater || !isMissing) p.expected('shape-or-comparison');
    return undefined;
  }
  const shape = parseSum(p);
  if (!isComparisonCode(p.code)) return { kind: 'shape', start, end: p.previousEnd, shape };
  const span = { start: shape.start, end: shape.end };
  const operator = p.describe(p.index);
  const found = p.text.slice(span.start, span.end);
  p.fail('syntax.expected', span, {
    expected: phrase('metric-name-before', { operator }),
    found: `\`${found}\``,
  });
  p.advance();
  if (startsExpression(p) && !p.startsStatement(p.index)) parseSum(p);
  return { kind: 'shape', start, end: p.previousEnd, shape: { kind: 'error-expression', start, end: p.previousEnd } };
}

/** A comparison; a single `=` and turned ones (`=<`) are reported and taken for what was meant. */
function parseOperator(p: Cursor, single: '==' | '<=', what: Expected): ComparisonOperator | undefined {
  const operator = operators[p.code];
  if (operator !== undefined) {
    p.advance();
    return operator;
  }
  if (p.code !== TokenCode.assign) {
    p.expected(what);
    return undefined;
  }
  const start = p.start;
  const second = p.codeAt(p.index + 1);
  const isTurned = (second === TokenCode.less || second === TokenCode.greater) && p.startAt(p.index + 1) === p.end;
  const meant = isTurned ? (second === TokenCode.less ? '<=' : '>=') : single;
  const end = isTurned ? p.endAt(p.index + 1) : p.end;
  p.fail('syntax.expected', { start, end }, { expected: sign(meant), found: `\`${p.text.slice(start, end)}\`` }, [
    fix('write', { text: meant }, p.edit(start, end, meant)),
  ]);
  p.advance();
  if (isTurned) p.advance();
  return meant;
}

export function parseBudget(p: Cursor, documentation: string | undefined): BudgetStatement {
  const start = p.start;
  const first = p.index;
  p.advance();
  let metric: Name | undefined;
  let operator: ComparisonOperator | undefined;
  let operatorSpan: { start: number; end: number } | undefined;
  let limit: Expression | undefined;
  if (p.code === TokenCode.identifier && !p.startsStatement(p.index)) {
    metric = p.takeName();
    const at = p.start;
    operator = parseOperator(p, '<=', sign('<='));
    if (operator !== undefined) {
      operatorSpan = { start: at, end: p.previousEnd };
      limit = parseValue(p, first, 'limit');
    }
  } else {
    p.expected('metric-name');
  }
  return { kind: 'budget', start, end: p.previousEnd, documentation, metric, operator, operatorSpan, limit };
}
