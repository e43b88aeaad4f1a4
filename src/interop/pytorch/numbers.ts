/**
 * Numbers of a class that is made of several calls: what each call has, and how it may be written in terms of the class's
 * arguments. Whether it is written so is decided once all calls are known (classes.ts).
 */

import type { BlockId, LayerId } from '../../graph/graph';
import type { Expression } from '../../syntax/tree';

export type Num = Slot | NameNum | FixedNum | Operation | ResultChannels;

/** A number that may differ from call to call. */
export interface Slot {
  readonly kind: 'slot';
  readonly value: number;
  /** What an argument for it is called where one is needed. */
  readonly hint: string;
  /** As the text of the design has it, where that gives the value. */
  readonly written: Num | undefined;
  /** It is the channels of this layer, which stands outside of the class. */
  readonly channelsOf?: LayerId;
  /** Is an argument of the class even where all calls agree. */
  readonly isArgument?: boolean;
}

/** A name of the design: an argument of the class. */
export interface NameNum {
  readonly kind: 'name';
  readonly value: number;
  readonly name: string;
}

export interface FixedNum {
  readonly kind: 'fixed';
  readonly value: number;
}

export type Operator = '+' | '-' | '*' | '//' | 'min' | 'max';

/** Whole numbers in and out; `//` divides evenly or rounds down. */
export interface Operation {
  readonly kind: 'operation';
  readonly value: number;
  readonly operator: Operator;
  readonly left: Num;
  readonly right: Num;
}

/** The channels of another class's result. */
export interface ResultChannels {
  readonly kind: 'result';
  readonly value: number;
  /** The module that gives it, where that can be asked for `out_channels`. */
  readonly attribute: string | undefined;
  readonly block: BlockId;
}

export function fixed(value: number): Num {
  return { kind: 'fixed', value };
}

export function operation(operator: Operator, left: Num, right: Num): Num {
  return { kind: 'operation', operator, left, right, value: apply(operator, left.value, right.value) };
}

export function sum(terms: readonly Num[]): Num {
  return terms.reduce((total, term) => operation('+', total, term));
}

/** Without a factor of one. */
export function times(number: Num, factor: number | Num): Num {
  const by = typeof factor === 'number' ? fixed(factor) : factor;
  return by.kind === 'fixed' && by.value === 1 ? number : operation('*', number, by);
}

function apply(operator: Operator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '//':
      return Math.floor(left / right);
    case 'min':
      return Math.min(left, right);
    case 'max':
      return Math.max(left, right);
  }
}

/** The expression with Python's whole numbers, or undefined where it is not made of such alone. */
export function numberOf(expression: Expression, lookUp: (name: string) => Num | undefined): Num | undefined {
  const found = translate(expression, lookUp);
  return found === undefined || !Number.isSafeInteger(found.value) ? undefined : found;
}

function translate(expression: Expression, lookUp: (name: string) => Num | undefined): Num | undefined {
  const part = (of: Expression | undefined) => (of === undefined ? undefined : numberOf(of, lookUp));
  const both = (operator: Operator, left: Num | undefined, right: Num | undefined) =>
    left === undefined || right === undefined ? undefined : operation(operator, left, right);
  switch (expression.kind) {
    case 'number':
      return fixed(expression.value);
    case 'name':
      return lookUp(expression.name.text);
    case 'group':
      return part(expression.inner);
    case 'binary': {
      const { operator } = expression;
      const [left, right] = [part(expression.left), part(expression.right)];
      if (operator === '+' || operator === '-' || operator === '*') return both(operator, left, right);
      // Python's `/` gives a fraction even where the quotient is whole.
      const isEven = left !== undefined && right !== undefined && left.value % right.value === 0;
      return operator === '/' && isEven ? both('//', left, right) : undefined;
    }
    case 'call-expression': {
      const values = expression.arguments.map(({ value }) => value);
      const [first, second] = values;
      const name = expression.callee.text;
      if (name === 'floor' && first?.kind === 'binary' && first.operator === '/' && values.length === 1) {
        return both('//', part(first.left), part(first.right));
      }
      if ((name === 'min' || name === 'max') && values.length === 2) return both(name, part(first), part(second));
      return undefined;
    }
    default:
      return undefined;
  }
}
