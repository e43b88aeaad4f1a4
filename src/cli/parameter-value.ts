/**
 * The value after `--set name=`: a number with or without suffix, size, list, truth value, string or word,
 * and sums and products of numbers, written as in a file. It is read by the language's own parser.
 */

import type { Value } from '../ops/value';
import { parse } from '../syntax/parser';
import type { Expression } from '../syntax/tree';
import { Failure } from './failure';

export function parseParameterValue(option: string): { readonly name: string; readonly value: Value } {
  const equals = option.indexOf('=');
  const name = option.slice(0, Math.max(equals, 0)).trim();
  const text = option.slice(equals + 1).trim();
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || text === '') {
    throw new Failure(`--set takes name=value, found ${option}`, 'for example --set width=0.5');
  }
  const file = parse('--set', `const value = ${text}`);
  const [declaration, ...more] = file.declarations;
  const expression = declaration?.kind === 'const' ? declaration.value : undefined;
  const value =
    file.diagnostics.length > 0 || more.length > 0 || expression === undefined ? undefined : evaluate(expression);
  if (value === undefined) {
    throw new Failure(
      `the value of --set ${name} cannot be read: ${text}`,
      'it takes a number, size, true, false or word',
    );
  }
  return { name, value };
}

function evaluate(expression: Expression): Value {
  switch (expression.kind) {
    case 'number':
    case 'boolean':
      return expression.value;
    case 'size':
      return { kind: 'list', items: expression.dimensions, size: true };
    case 'string':
      return { kind: 'text', text: expression.value };
    case 'name':
      return { kind: 'word', word: expression.name.text };
    case 'group':
      return evaluate(expression.inner);
    case 'list': {
      const items = expression.items.map(evaluate);
      return items.includes(undefined) ? undefined : { kind: 'list', items, size: false };
    }
    case 'unary': {
      const operand = evaluate(expression.operand);
      if (typeof operand !== 'number') return undefined;
      return expression.operator === '-' ? -operand : operand;
    }
    case 'binary': {
      const left = evaluate(expression.left);
      const right = evaluate(expression.right);
      if (typeof left !== 'number' || typeof right !== 'number') return undefined;
      const result = arithmetic(expression.operator, left, right);
      return Number.isFinite(result) ? result : undefined;
    }
    case 'call-expression':
    case 'error-expression':
      return undefined;
  }
}

function arithmetic(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left - right * Math.floor(left / right);
    default:
      return left ** right;
  }
}
