/**
 * Evaluates expressions. Unknown operands give an unknown result without a further message; every mistake is
 * reported at the smallest expression that shows it. Numbers are doubles, whole up to 2^53.
 */

import { type MessageValue, phrase } from '../base/diagnostic';
import { formatExact, largestExact } from '../base/number-format';
import type { Span } from '../base/span';
import { chain, suggest } from '../base/suggest';
import { equalValues, toWhole } from '../ops/equal-values';
import { isForeignFunction, suggestWord } from '../ops/foreign-words';
import { formatValue } from '../ops/format-value';
import {
  type Attributes,
  type LayerValue,
  type List,
  type ModuleValue,
  noArguments,
  type Op,
  type ResultValue,
  type Value,
} from '../ops/op';
import { callableOps, findOp } from '../ops/registry';
import type {
  ArithmeticOperator,
  BinaryExpression,
  BinaryOperator,
  CallExpression,
  ConstDeclaration,
  Expression,
  IndexExpression,
  ListExpression,
  Name,
  NameExpression,
  Pattern,
  SizeExpression,
  UnaryExpression,
} from '../syntax/tree';
import { functionNames } from '../syntax/words';
import { type Constant, declarationLocation, type Module, namesOfKind } from './file-scope';
import { suggestCallee } from './foreign-call';
import type { NameRecorder } from './name-meaning';
import type { Reporter } from './report';
import { noBindings, Scope } from './scope';

/** What a name may be that is not in scope: the words of the parameter at hand. */
export interface WordContext {
  readonly words: ReadonlySet<string>;
  /** The parameter of a layer that has these words, and all that it takes, for messages. */
  readonly parameter?: { readonly name: string; readonly expected: MessageValue };
  /** Where any value is known, a module is one too. */
  readonly modules?: boolean;
  /** The name of a result is one too: always, or where it names nothing else. */
  readonly results?: 'only' | 'last';
}

export const noWords: WordContext = { words: new Set() };

/** Steps from the first expression to a constant that is still evaluated. */
const constantDepth = 500;

/** Values in a list and in the lists of it. */
const mostListed = 100_000;

/** What a call applies: a layer or module, and the arguments that the value has which names it. */
export type Callable =
  | { readonly kind: 'layer'; readonly op: Op; readonly given: Attributes }
  | { readonly kind: 'module'; readonly module: Module; readonly given: ReadonlyMap<string, Value> };

/** Makes a value of a call of a layer or module; the caller binds its arguments. */
export interface MakeCallable {
  value(callable: Callable, call: CallExpression, scope: Scope): LayerValue | ModuleValue;
}

export class Evaluator {
  private readonly constantChain: Constant[] = [];
  /** How many expressions have been evaluated. */
  steps = 0;
  /** Expressions that are being evaluated, one inside of the other, across constants. */
  private depth = 0;
  private depthReported = false;
  private listReported = false;
  /** How many values are in the lists of a list, which it may hold many times. */
  private readonly listCounts = new WeakMap<List, number>();

  constructor(
    private readonly reporter: Reporter,
    private readonly recorder: NameRecorder,
    private readonly make: MakeCallable,
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
        return { kind: 'list', items: this.dimensions(expression, scope), size: true };
      case 'list':
        return this.list(expression, scope, this.widened(context));
      case 'boolean':
        return expression.value;
      case 'string':
        return { kind: 'text', text: expression.value };
      case 'name':
        return this.name(expression, scope, context);
      case 'call-expression':
        return this.call(expression, scope);
      case 'unary':
        return this.unary(expression, scope);
      case 'binary':
        return this.binary(expression, scope);
      case 'conditional': {
        const condition = this.condition(expression.condition, scope);
        if (condition === undefined) return undefined;
        return this.evaluate(condition ? expression.whenTrue : expression.whenFalse, scope, context);
      }
      case 'index':
        return this.item(expression, scope);
      case 'group':
        return this.evaluate(expression.inner, scope, context);
      case 'error-expression': {
        const { word } = expression;
        return word !== undefined && context.words.has(word) ? { kind: 'word', word } : undefined;
      }
    }
  }

  /** Those of the tree itself where there is nothing to say of them, as it is of most. */
  private dimensions(size: SizeExpression, scope: Scope): List['items'] {
    const { dimensions } = size;
    const isBounded = dimensions.every(isExact);
    return isBounded ? dimensions : dimensions.map((dimension) => this.bounded(dimension, size, scope));
  }

  /** A number, or undefined with a message for any other value. */
  number(expression: Expression | undefined, scope: Scope): number | undefined {
    return this.asNumber(this.evaluate(expression, scope, noWords), expression, scope);
  }

  /** True or false, or undefined with a message for any other value. */
  condition(expression: Expression | undefined, scope: Scope): boolean | undefined {
    return this.asCondition(this.evaluate(expression, scope, noWords), expression, scope);
  }

  private asNumber(value: Value, expression: Expression | undefined, scope: Scope): number | undefined {
    if (value === undefined || typeof value === 'number') return value;
    this.reporter.report('value.number', scope.file.file.file, expression as Expression, { found: describe(value) });
    return undefined;
  }

  private asCondition(value: Value, expression: Expression | undefined, scope: Scope): boolean | undefined {
    if (value === undefined || typeof value === 'boolean') return value;
    this.reporter.report('value.condition', scope.file.file.file, expression as Expression, { found: describe(value) });
    return undefined;
  }

  /** With all lists in it, which may stand in it many times: the reader of a list reads each of them. */
  private list(expression: ListExpression, scope: Scope, context: WordContext): Value {
    const isTable = expression.items.some(({ kind }) => kind === 'list');
    const items = expression.items.map((item) => {
      const value = this.evaluate(item, scope, context);
      // A row of which a bracket is missing is unknown, and so is what stands between rows.
      const isRow = item.kind === 'list' ? !item.incomplete : !(expression.incomplete && isTable);
      return isRow ? value : undefined;
    });
    const counts = items.map((item) => (isList(item) ? (this.listCounts.get(item) ?? item.items.length) : 1));
    const count = counts.reduce((sum, each) => sum + each, 0);
    if (count > mostListed) {
      const { file } = scope.file.file;
      const values = { limit: formatExact(mostListed) };
      if (!this.listReported) this.reporter.report('value.list-limit', file, expression, values);
      this.listReported = true;
      return undefined;
    }
    const list: List = { kind: 'list', items, size: false };
    this.listCounts.set(list, count);
    return list;
  }

  /** The items of a list may be any values, whatever the list is for; a word that its parameter knows comes first. */
  private widened(context: WordContext): WordContext {
    return context.modules === true ? context : this.allWords;
  }

  /** Constants are evaluated at their first use; one that needs itself is reported once for the circle. */
  constant(constant: Constant): Value {
    if (constant.state === 'done') return constant.value;
    if (constant.state === 'busy') {
      const circle = this.constantChain.slice(this.constantChain.indexOf(constant));
      const first = circle.reduce((a, b) => (a.declaration.start <= b.declaration.start ? a : b));
      const { file, span } = declarationLocation(first);
      const names = circle.map((entry) => entry.name?.text ?? '?').join(', ');
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
    constant.value = this.evaluateConstant(constant);
    this.constantChain.pop();
    constant.state = 'done';
    return constant.value;
  }

  /** The whole value, or for a name of a pattern its item; the list is evaluated once, by the first name. */
  private evaluateConstant({ declaration, scope, list, index }: Constant): Value {
    if (list === undefined) return this.evaluate(declaration.value, Scope.ofFile(scope), this.allWords);
    list.value ??= this.destructure(declaration, Scope.ofFile(scope));
    return list.value[index];
  }

  /** The items that a pattern names; all unknown, with one message, where the value is no such list. */
  destructure(declaration: ConstDeclaration, scope: Scope): readonly Value[] {
    const value = this.evaluate(declaration.value, scope, this.allWords);
    const { pattern } = declaration;
    if (value === undefined || pattern === undefined || pattern.incomplete) return [];
    const items = itemsOf(value, pattern);
    if (items !== undefined) return items;
    const values = { count: pattern.names.length, found: describe(value) };
    this.reporter.report('value.pattern', scope.file.file.file, declaration.value ?? pattern, values);
    return [];
  }

  private name(expression: NameExpression, scope: Scope, context: WordContext): Value {
    const name = expression.name;
    const file = scope.file.file.file;
    if (context.results === 'only') return this.result(name, scope);
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
    if (entry?.kind === 'module' && context.modules === true) {
      this.recorder.record(file, name, 'module', declarationLocation(entry));
      return { kind: 'module', module: entry, given: noBindings };
    }
    if (name.text === 'channels' && entry === undefined) return this.channels(name, scope);
    if (context.words.has(name.text)) {
      this.recorder.record(file, name, 'word', undefined, findOp(name.text));
      return { kind: 'word', word: name.text };
    }
    if (context.results === 'last' && entry === undefined) {
      const result = this.findResult(name, scope);
      if (result !== undefined) return result;
    }
    const result = scope.result(name.text);
    // What could not be read may have been a value.
    if (entry === undefined && result?.kind === 'result' && result.layer < 0) return undefined;
    const other = entry ? (`a-${entry.kind}` as const) : result ? 'a-result' : undefined;
    if (other !== undefined) {
      this.reporter.report('name.not-a-value', file, name, { name: name.text, what: phrase(other) });
      return undefined;
    }
    if (this.reporter.errorAt(file, name) !== undefined) return undefined;
    const names = chain(scope.valueNames(), namesOfKind(scope.file, 'constant'));
    const suggestion = suggestWord(name.text, context.words, names);
    if (context.parameter !== undefined && context.words.size > 0) {
      const { name: parameter, expected } = context.parameter;
      this.reporter.report('value.word', file, name, { parameter, expected, found: name.text }, suggestion);
      return undefined;
    }
    const text = context.words.size > 0 ? 'name.unknown/word' : 'name.unknown/value';
    this.reporter.report(text, file, name, { name: name.text }, suggestion);
    return undefined;
  }

  /**
   * What a call of this name applies: the value of a parameter, constant or loop variable that can be called, else a
   * module, else a layer. `unknown` where a mistake that is reported already hides it; undefined where nothing of
   * that name can be called.
   */
  callable(callee: Name, scope: Scope): Callable | 'unknown' | undefined {
    const { file } = scope.file.file;
    const entry = scope.file.names.get(callee.text);
    const local = scope.value(callee.text);
    const constant = local === undefined && entry?.kind === 'constant' ? entry : undefined;
    const value = local?.value ?? (constant && this.constant(constant));
    const named = callableOf(value);
    if (named === undefined) {
      if (entry?.kind === 'module') {
        this.recorder.record(file, callee, 'module', declarationLocation(entry));
        return { kind: 'module', module: entry, given: noBindings };
      }
      if (entry?.kind === 'missing') return 'unknown';
      const layer = layerCallables.get(callee.text);
      if (layer !== undefined) {
        this.recorder.record(file, callee, 'layer', undefined, layer.op);
        return layer;
      }
      if (value !== undefined || (local === undefined && constant === undefined)) return undefined;
    }
    if (local !== undefined) this.recorder.record(file, callee, local.kind, local.declaration);
    else if (constant) this.recorder.record(file, callee, 'constant', declarationLocation(constant));
    return named ?? 'unknown';
  }

  /** Whole numbers are known of the flow alone: height and width are not to be had, so that every input size will do. */
  private channels(name: Name, scope: Scope): Value {
    const file = scope.file.file.file;
    const channels = scope.channels;
    if (channels === undefined) {
      this.reporter.report('name.no-flow', file, name, {});
      return undefined;
    }
    this.recorder.record(file, name, 'function', undefined);
    return channels(name.start);
  }

  /** The result of that name; undefined with a message where there is none. */
  result(name: Name, scope: Scope): ResultValue | undefined {
    const found = this.findResult(name, scope);
    if (found !== undefined) return found;
    const { file } = scope.file.file;
    if (this.reporter.errorAt(file, name) !== undefined) return undefined;
    const value = scope.value(name.text);
    // An unknown value may have been a result: what is wrong with it is said where it came from.
    if (value !== undefined && value.value === undefined) return undefined;
    const kind = value?.kind ?? scope.file.names.get(name.text)?.kind;
    if (kind === 'missing') return undefined;
    if (kind !== undefined) {
      this.reporter.report('name.not-a-result', file, name, { name: name.text, what: phrase(`a-${kind}`) });
    } else {
      this.reporter.report(
        'name.unknown/result',
        file,
        name,
        { name: name.text },
        suggest(name.text, scope.resultNames()),
      );
    }
    return undefined;
  }

  private findResult(name: Name, scope: Scope): ResultValue | undefined {
    const binding = scope.result(name.text);
    if (binding === undefined) return undefined;
    this.recorder.record(scope.file.file.file, name, binding.kind, binding.declaration);
    return { kind: 'result', name: name.text, layer: binding.layer };
  }

  private call(expression: CallExpression, scope: Scope): Value {
    const { callee } = expression;
    const file = scope.file.file.file;
    if (callee.text === 'length') return this.length(expression, scope);
    const apply = functions.get(callee.text);
    if (apply === undefined) {
      const found = this.callable(callee, scope);
      if (found !== undefined && found !== 'unknown') return this.make.value(found, expression, scope);
      if (found === undefined) this.reportUnknownFunction(expression, scope);
      for (const argument of expression.arguments) this.evaluate(argument.value, scope, this.allWords);
      return undefined;
    }
    this.recorder.record(file, callee, 'function', undefined);
    const values = expression.arguments.map((argument) => this.number(argument.value, scope));
    // `make_divisible(x, by = 8)` alone has an argument with a name.
    const named = expression.arguments.find(
      ({ name }, place) => name !== undefined && (place === 0 || name.text !== apply.second),
    );
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

  reportUnknownFunction(call: CallExpression, scope: Scope): void {
    const { callee } = call;
    const { file } = scope.file;
    const suggestion = isForeignFunction(callee.text) ? {} : suggestCallee(call, functionNames, file);
    const text = suggestion === undefined ? 'name.unknown/elsewhere' : 'name.unknown/function';
    this.reporter.report(text, file.file, callee, { name: callee.text }, suggestion);
  }

  private length(expression: CallExpression, scope: Scope): Value {
    const { callee } = expression;
    const file = scope.file.file.file;
    this.recorder.record(file, callee, 'function', undefined);
    const [argument, ...others] = expression.arguments;
    const value = this.evaluate(argument?.value, scope, this.allWords);
    for (const other of others) this.evaluate(other.value, scope, this.allWords);
    if (argument === undefined || argument.name !== undefined || others.length > 0) {
      if (!expression.incomplete) this.reporter.report('value.length', file, callee, {});
      return undefined;
    }
    if (value === undefined) return undefined;
    if (isList(value)) return value.items.length;
    this.reporter.report('value.list', file, argument.value ?? argument, { found: describe(value) });
    return undefined;
  }

  private item(expression: IndexExpression, scope: Scope): Value {
    const file = scope.file.file.file;
    const list = this.evaluate(expression.list, scope, this.allWords);
    const index = this.number(expression.index, scope);
    if (list !== undefined && !isList(list)) {
      this.reporter.report('value.list', file, expression.list, { found: describe(list) });
      return undefined;
    }
    if (list === undefined || index === undefined) return undefined;
    const place = toWhole(index);
    if (Number.isInteger(place) && place >= 0 && place < list.items.length) return list.items[place];
    const values = { found: String(place), last: list.items.length - 1 };
    this.reporter.report(list.items.length === 0 ? 'value.index/empty' : 'value.index', file, expression.index, values);
    return undefined;
  }

  private unary({ operator, operand }: UnaryExpression, scope: Scope): Value {
    if (operator === 'not') {
      const value = this.condition(operand, scope);
      return value === undefined ? undefined : !value;
    }
    const value = this.number(operand, scope);
    return value === undefined ? undefined : operator === '-' ? -value : value;
  }

  /** Long sums are left-deep trees: walked in a loop, so that no text can exhaust the stack. */
  private binary(expression: BinaryExpression, scope: Scope): Value {
    const pending: BinaryExpression[] = [];
    let leftmost: Expression = expression;
    while (leftmost.kind === 'binary') {
      pending.push(leftmost);
      leftmost = leftmost.left;
    }
    const first = pending[pending.length - 1] as BinaryExpression;
    let value = this.evaluate(leftmost, scope, this.operandWords(first.operator));
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) value = this.apply(node, value, scope);
    return value;
  }

  /** Values of any kind can be equal; what else has operators, has no words. */
  private operandWords(operator: BinaryOperator): WordContext {
    return operator === '==' || operator === '!=' ? this.allWords : noWords;
  }

  private apply(node: BinaryExpression, leftValue: Value, scope: Scope): Value {
    const { operator } = node;
    switch (operator) {
      case 'and':
      case 'or': {
        const left = this.asCondition(leftValue, node.left, scope);
        // Only what decides is evaluated, and with an unknown left side nothing is known to.
        if (left === undefined || left === (operator === 'or')) return left;
        return this.condition(node.right, scope);
      }
      case '==':
      case '!=': {
        const isEqual = equalValues(leftValue, this.evaluate(node.right, scope, this.allWords));
        return isEqual === undefined ? undefined : isEqual === (operator === '==');
      }
    }
    const left = this.asNumber(leftValue, node.left, scope);
    const right = this.number(node.right, scope);
    if (left === undefined || right === undefined) return undefined;
    switch (operator) {
      case '<':
        return toWhole(left) < toWhole(right);
      case '<=':
        return toWhole(left) <= toWhole(right);
      case '>':
        return toWhole(left) > toWhole(right);
      case '>=':
        return toWhole(left) >= toWhole(right);
    }
    if ((operator === '/' || operator === '%') && right === 0) {
      this.reporter.report('value.divide-by-zero', scope.file.file.file, node, {});
      return undefined;
    }
    return this.bounded(combine(operator, left, right), node, scope);
  }

  private bounded(value: number, span: Span, scope: Scope): number | undefined {
    if (Math.abs(value) <= largestExact) return value;
    const { file } = scope.file.file;
    if (!Number.isFinite(value)) this.reporter.report('value.not-finite', file, span, {});
    else this.reporter.report('value.too-large', file, span, { value: value.toPrecision(6) });
    return undefined;
  }
}

function combine(operator: ArithmeticOperator, left: number, right: number): number {
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
  /** The name of its second number, where that may be written. */
  readonly second?: string;
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
  ['make_divisible', { minimum: 1, maximum: 2, second: 'by', compute: ([x, by]) => makeDivisible(x as number, by) }],
]);

/** The nearest multiple of `by`, never less than 90% of `x` (MobileNetV2's rule for a network's width). */
function makeDivisible(x: number, by = 8): number {
  const nearestMultiple = Math.max(by, Math.floor((x + by / 2) / by) * by);
  return nearestMultiple < 0.9 * x ? nearestMultiple + by : nearestMultiple;
}

/** Layers by their names alone. */
const layerCallables: ReadonlyMap<string, Callable & { readonly kind: 'layer' }> = new Map(
  callableOps.map((op) => [op.name, { kind: 'layer', op, given: noArguments }]),
);

/** A value as what a call of it applies. A layer's name alone is a word. */
export function callableOf(value: Value): Callable | undefined {
  if (typeof value !== 'object') return undefined;
  if (value.kind === 'layer') return value;
  if (value.kind === 'module') return { kind: 'module', module: value.module as Module, given: value.given };
  return value.kind === 'word' ? layerCallables.get(value.word) : undefined;
}

export function isList(value: Value): value is List {
  return typeof value === 'object' && value.kind === 'list';
}

/** The items of a value that a pattern fits. */
export function itemsOf(value: Value, pattern: Pattern): readonly Value[] | undefined {
  return isList(value) && value.items.length === pattern.names.length ? value.items : undefined;
}

/** `the word same`, `3x3`: a value as messages name it. */
export function describe(value: Value): MessageValue {
  if (typeof value === 'object' && value.kind === 'word') return phrase('word-value', { word: value.word });
  if (typeof value === 'object' && value.kind === 'layer') return phrase('layer-value', { name: value.op.name });
  if (typeof value === 'object' && value.kind === 'module') {
    return phrase('module-value', { name: value.module.name });
  }
  return formatValue(value);
}

function isExact(value: number): boolean {
  return Math.abs(value) <= largestExact;
}
