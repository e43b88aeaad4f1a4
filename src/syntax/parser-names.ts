/** Names where they are defined and used, and the values that end a statement: what may stand on the next line. */

import { phrase } from '../base/diagnostic';
import type { Cursor, Expected } from './cursor';
import { enterList, expectComma, leaveList, passItem } from './parser-brackets';
import { isValueName, parseExpression } from './parser-expressions';
import { isKeywordCode, TokenCode } from './token-codes';
import type { Expression, Name, Pattern } from './tree';

/** Where a parameter, constant or loop variable is defined. */
export function parseValueName(p: Cursor, what: Expected): Name | undefined {
  if (isValueName(p) && !(p.lineFirst && p.startsStatement(p.index) && !isConstantStart(p))) return p.takeName();
  if (isKeywordCode(p.code) && !p.lineFirst) return p.takeKeywordAsName();
  p.expected(what);
  return undefined;
}

/** `const` and its name may stand on lines of their own. */
function isConstantStart(p: Cursor): boolean {
  return p.codeAt(p.index + 1) === TokenCode.assign;
}

/** `[a, b]`: names for the items of a list. The current token is the `[`. */
export function parsePattern(p: Cursor): Pattern | undefined {
  const start = p.start;
  const before = p.diagnostics.length;
  const outer = enterList(p);
  if (outer === undefined) return undefined;
  const names: Name[] = [];
  while (p.code !== TokenCode.end) {
    const name = parseValueName(p, 'name-of-item');
    if (name === undefined) passItem(p);
    else {
      names.push(name);
      if (p.code === TokenCode.comma) p.advance();
      else if (p.code !== TokenCode.end) expectComma(p, ']', isValueName(p));
    }
  }
  leaveList(p, outer);
  if (names.length === 0) p.fail('syntax.expected', { start, end: p.previousEnd }, patternMissing);
  return { kind: 'pattern', start, end: p.previousEnd, names, incomplete: p.diagnostics.length > before };
}

const patternMissing = { expected: phrase('name-of-item'), found: '`[]`' };

export function isResultName(p: Cursor): boolean {
  return (p.code === TokenCode.identifier || p.code === TokenCode.badWord) && !p.startsStatement(p.index);
}

/** Where a result is named: an identifier that does not start the next line's statement. */
export function parseResultName(p: Cursor, what: Expected): Name | undefined {
  if (isResultName(p)) return p.takeName();
  const isWord = isKeywordCode(p.code) && !p.lineFirst && p.code !== TokenCode.from;
  if (isWord || isNamedInput(p)) return p.takeKeywordAsName();
  p.expected(what);
  return undefined;
}

function isNamedInput(p: Cursor): boolean {
  return p.code === TokenCode.input && p.isNamedInput(p.index);
}

/** Where a result is used, after `from` and in joins. `input` is the flow into a module, or a network's unnamed input. */
export function parseResultUse(p: Cursor, what: Expected): Name | undefined {
  if (isResultName(p) || isNamedInput(p) || p.isUsedKeyword()) return p.takeName();
  if (isKeywordCode(p.code) && !p.lineFirst) return p.takeKeywordAsName();
  p.expected(what);
  return undefined;
}

/**
 * The expression that ends the statement which starts at `first`. Where it is not written yet, the
 * next line is a statement of its own: one that is indented no deeper, and calls no function.
 */
export function parseValue(p: Cursor, first: number, what: Expected): Expression | undefined {
  if (p.lineFirst && p.startsStatement(p.index) && !p.isContinuation(first)) {
    p.expected(what);
    return undefined;
  }
  return parseExpression(p, what);
}
