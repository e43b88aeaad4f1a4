/**
 * Evaluates expressions. Unknown operands give an unknown result without a further message; every mistake is
 * reported at the smallest expression that shows it. Numbers are doubles, whole up to 2^53.
 */

import { type MessageValue, phrase } from '../base/diagnostic';
import { largestExact } from '../base/number-format';
import type { Span } from '../base/span';
import { isForeignFunction, suggestWord } from '../ops/foreign-words';
import { formatValue } from '../ops/format-value';
import type { LayerValue, Value } from '../ops/op';
import { findOp } from '../ops/registry';
import type { BinaryExpression, BinaryOperator, CallExpression, Expression, NameExpression } from '../syntax/tree';
import { type Constant, declarationLocation } from './file-scope';
import { suggestCallee } from './foreign-call';
import type { NameRecorder } from './name-meaning';
import type { Reporter } from './report';
import { Scope } from './scope';

/** What a name may be that is not in scope: the words of the parameter at hand. */
export interface WordContext {
  readonly words: ReadonlySet<string>;
  /** The parameter of a layer that has these words, and all that it takes, for messages. */
  readonly parameter?: { readonly name: string; readonly expected: MessageValue };
}

export const noWords: WordContext = { words: new Set() };

/** Steps from the first expression to a constant that is still evaluated. */
const constantDepth = 500;

/** Applies `layer(...)` given as a value; the caller binds its arguments. */
export type MakeLayer = (call: CallExpression, scope: Scope) => LayerValue | undefined;

export class Evaluator {
  private readonly constantChain: Constant[] = [];
  /** How many expressions have been evaluated. */
  steps = 0;
  /** Expressions that are being evaluated, one inside of the other, across constants. */
  private depth = 0;
  private depthReported = false;

  constructor(
    private readonly reporter: Reporter,
    private readonly recorder: NameRecorder,
    private readonly makeLayer: MakeLayer,
    private readonly allWords: WordContext,
  ) {}

  evaluate(expression: Expression | undefined, scope: Scope, context: WordContext): Value {
    if (expression === undefined) return undefined;
    this.steps++;
    this.depth++;
    const value = this.evaluateKind(expression, scope, context);
    this.depth--;
    return value;
  }

  private evaluateKind(expression: Expression, scope: Scope, context: WordContext): Value {
    switch (expression.kind) {
      case 'number':
        return this.bounded(expression.value, expression, scope);
      case 'size':
        return {
          kind: 'list',
          items: expression.dimensions.map((dimension) => this.bounded(dimension, expression, scope)),
          size: true,
        };
      case 'list':
        return {
          kind: 'list',
          items: expression.items.map((item) => this.evaluate(item, scope, context)),
          size: false,
        };
      case 'boolean':
        return expression.value;
      case 'string':
        return { kind: 'text', text: expression.value };
      case 'name':
        return this.name(expression, scope, context);
      case 'call-expression':
        return this.call(expression, scope);
      case 'unary': {
        const operand = this.number(expression.operand, scope);
        return operand === undefined ? undefined : expression.operator === '-' ? -operand : operand;
      }
      case 'binary':
        return this.binary(expression, scope);
      case 'group':
        return this.evaluate(expression.inner, scope, context);
      case 'error-expression': {
        const { word } = expression;
        return word !== undefined && context.words.has(word) ? { kind: 'word', word } : undefined;
      }
    }
  }

  /** A number, or undefined with a message for any other value. */
  number(expression: Expression | undefined, scope: Scope): number | undefined {
    const value = this.evaluate(expression, scope, noWords);
    if (value === undefined || typeof value === 'number') return value;
    this.reporter.report('value.number', scope.file.file.file, expression as Expression, { found: describe(value) });
    return undefined;
  }

  /** Constants are evaluated at their first use; one that needs itself is reported once for the circle. */
  constant(constant: Constant): Value {
    if (constant.state === 'done') return constant.value;
    if (constant.state === 'busy') {
      const circle = this.constantChain.slice(this.constantChain.indexOf(constant));
      const first = circle.reduce((a, b) => (a.declaration.start <= b.declaration.start ? a : b));
      const { file, span } = declarationLocation(first);
      const names = circle.map((entry) => entry.declaration.name?.text ?? '?').join(', ');
      if (circle.length === 1) this.reporter.report('name.constant-self', file, span, { name: names });
      else this.reporter.report('name.constant-cycle', file, span, { names });
      return undefined;
    }
    // A long chain of constants must not exhaust the stack. The parser bounds each expression by itself.
    if (this.depth >= constantDepth) {
      const { file, span } = declarationLocation(constant);
      if (!this.depthReported) this.reporter.report('name.constant-depth', file, span, { limit: constantDepth });
      this.depthReported = true;
      return undefined;
    }
    constant.state = 'busy';
    this.constantChain.push(constant);
    constant.value = this.evaluate(constant.declaration.value, Scope.ofFile(constant.scope), this.allWords);
    this.constantChain.pop();
    constant.state = 'done';
    return constant.value;
  }

  private name(expression: NameExpression, scope: Scope, context: WordContext): Value {
    const name = expression.name;
    const file = scope.file.file.file;
    const local = scope.value(name.text);
    if (local !== undefined) {
      this.recorder.record(file, name, local.kind, local.declaration);
      return local.value;
    }
    const entry = scope.file.names.get(name.text);
    if (entry?.kind === 'constant') {
      this.recorder.record(file, name, 'constant', declarationLocation(entry));
      return this.constant(entry);
    }
    if (entry?.kind === 'missing') return undefined;
    if (context.words.has(name.text)) {
      this.recorder.record(file, name, 'word', undefined, findOp(name.text));
      return { kind: 'word', word: name.text };
    }
    const other = entry ? (`a-${entry.kind}` as const) : scope.result(name.text) ? 'a-result' : undefined;
    if (other !== undefined) {
      this.reporter.report('name.not-a-value', file, name, { name: name.text, what: phrase(other) });
      return undefined;
    }
    if (this.reporter.errorAt(file, name) !== undefined) return undefined;
    const constants = [...scope.file.names].filter(([, value]) => value.kind === 'constant').map(([key]) => key);
    const suggestion = suggestWord(name.text, context.words, [...scope.valueNames(), ...constants]);
    if (context.parameter !== undefined && context.words.size > 0) {
      const { name: parameter, expected } = context.parameter;
      this.reporter.report('value.word', file, name, { parameter, expected, found: name.text }, suggestion);
      return undefined;
    }
    const text = context.words.size > 0 ? 'name.unknown/word' : 'name.unknown/value';
    this.reporter.report(text, file, name, { name: name.text }, suggestion);
    return undefined;
  }

  private call(expression: CallExpression, scope: Scope): Value {
    const { callee } = expression;
    const file = scope.file.file.file;
    const apply = functions.get(callee.text);
    if (apply === undefined) {
      if (scope.file.names.get(callee.text)?.kind === 'module') {
        this.reporter.report('name.not-a-value', file, callee, { name: callee.text, what: phrase('a-module') });
        return undefined;
      }
      if (findOp(callee.text) === undefined) {
        const isForeign = isForeignFunction(callee.text);
        const suggestion = isForeign ? {} : suggestCallee(expression, [...functions.keys()], scope.file.file);
        const text = suggestion === undefined ? 'name.unknown/elsewhere' : 'name.unknown/function';
        this.reporter.report(text, file, callee, { name: callee.text }, suggestion);
        for (const argument of expression.arguments) this.evaluate(argument.value, scope, this.allWords);
        return undefined;
      }
      return this.makeLayer(expression, scope);
    }
    this.recorder.record(file, callee, 'function', undefined);
    const values = expression.arguments.map((argument) => this.number(argument.value, scope));
    const named = expression.arguments.find((argument) => argument.name !== undefined);
    const count = expression.arguments.length;
    if (named !== undefined || count < apply.minimum || count > apply.maximum) {
      const text = apply.maximum === 1 ? 'value.function/one' : 'value.function/several';
      if (named?.name) {
        const values = { name: callee.text, argument: named.name.text };
        this.reporter.report(`${text}-named`, file, named.name, values);
      } else {
        this.reporter.report(text, file, callee, { name: callee.text, found: count });
      }
      return undefined;
    }
    if (values.includes(undefined)) return undefined;
    return this.bounded(apply.compute(values as number[]), expression, scope);
  }

  /** Long sums are left-deep trees: walked in a loop, so that no text can exhaust the stack. */
  private binary(expression: BinaryExpression, scope: Scope): Value {
    const pending: BinaryExpression[] = [];
    let leftmost: Expression = expression;
    while (leftmost.kind === 'binary') {
      pending.push(leftmost);
      leftmost = leftmost.left;
    }
    let value = this.number(leftmost, scope);
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      const right = this.number(node.right, scope);
      if (value === undefined || right === undefined) {
        value = undefined;
      } else if ((node.operator === '/' || node.operator === '%') && right === 0) {
        this.reporter.report('value.divide-by-zero', scope.file.file.file, node, {});
        value = undefined;
      } else {
        value = this.bounded(combine(node.operator, value, right), node, scope);
      }
    }
    return value;
  }

  private bounded(value: number, span: Span, scope: Scope): number | undefined {
    if (Math.abs(value) <= largestExact) return value;
    const { file } = scope.file.file;
    if (!Number.isFinite(value)) this.reporter.report('value.not-finite', file, span, {});
    else this.reporter.report('value.too-large', file, span, { value: value.toPrecision(6) });
    return undefined;
  }
}

function combine(operator: BinaryOperator, left: number, right: number): number {
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
      // As in Python, the remainder has the sign of the divisor.
      return left - right * Math.floor(left / right);
    case '**':
      return left ** right;
  }
}

interface NumericFunction {
  readonly minimum: number;
  readonly maximum: number;
  readonly compute: (values: number[]) => number;
}

const one = (compute: (value: number) => number): NumericFunction => ({
  minimum: 1,
  maximum: 1,
  compute: (values) => compute(values[0] as number),
});

/** A long list is folded, not spread, which would exhaust the stack. */
const fold = (compute: (a: number, b: number) => number): NumericFunction => ({
  minimum: 1,
  maximum: Number.POSITIVE_INFINITY,
  compute: (values) => values.reduce((a, b) => compute(a, b)),
});

const functions: ReadonlyMap<string, NumericFunction> = new Map([
  ['min', fold(Math.min)],
  ['max', fold(Math.max)],
  ['floor', one(Math.floor)],
  ['ceil', one(Math.ceil)],
  // Half away from zero.
  ['round', one((value) => Math.sign(value) * Math.floor(Math.abs(value) + 0.5))],
  ['abs', one(Math.abs)],
  ['sqrt', one(Math.sqrt)],
]);

/** `the word same`, `3x3`: a value as messages name it. */
export function describe(value: Value): MessageValue {
  if (typeof value === 'object' && value.kind === 'word') return phrase('word-value', { word: value.word });
  if (typeof value === 'object' && value.kind === 'layer') return phrase('layer-value', { name: value.op.name });
  return formatValue(value);
}
