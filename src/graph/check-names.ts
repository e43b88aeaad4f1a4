/**
 * Names in a body that is not followed, the side of an `if` that is not taken: of layers, modules, arguments, values,
 * results and metrics. Nothing is evaluated, no layer made; what it defines is known by name, in it alone.
 */

import { type Diagnostic, fix, phrase } from '../base/diagnostic';
import { findCallable } from '../ops/registry';
import type { Argument, Body, CallExpression, CallStatement, Expression, Name, Statement } from '../syntax/tree';
import { children, valueNames } from '../syntax/tree-walk';
import { functionWords } from '../syntax/words';
import { branchesOf, type Definition, definitionsOf } from './body-names';
import { noWords, type WordContext } from './evaluate';
import type { ExpansionContext } from './expansion';
import { namesOfKind } from './file-scope';
import { suggestCallee } from './foreign-call';
import { isMetric } from './promises';
import type { Reporter } from './report';
import type { Scope } from './scope';

export function checkNames(body: Body, outer: Scope, context: ExpansionContext): void {
  new NameCheck(context).body(body, outer);
}

/** A call of what cannot be called. */
export function reportUnknownCallee(call: CallStatement, scope: Scope, reporter: Reporter): Diagnostic {
  const { callee } = call;
  const { file, names } = scope.file;
  const reported = reporter.errorAt(file.file, callee);
  if (reported !== undefined) return reported;
  const other = scope.value(callee.text)?.kind ?? names.get(callee.text)?.kind;
  if (other !== undefined && other !== 'missing') {
    return reporter.report('name.not-a-layer', file.file, callee, { name: callee.text, what: phrase(`a-${other}`) });
  }
  if (scope.result(callee.text) !== undefined) {
    const at = { start: callee.start, end: callee.start };
    const isStatement = !call.hasParentheses && call.label === undefined;
    const fixes = !isStatement
      ? []
      : [fix('insert', { text: 'from' }, { file: file.file, span: at, newText: 'from ' })];
    return reporter.report('name.not-a-layer/result', file.file, callee, { name: callee.text }, { fixes });
  }
  const modules = namesOfKind(scope.file, 'module');
  const suggestion = suggestCallee(call, [...modules, 'concat', 'add', 'multiply', 'repeat', 'branch'], file);
  const text = suggestion === undefined ? 'name.unknown/elsewhere' : 'name.unknown/callable';
  return reporter.report(text, file.file, callee, { name: callee.text }, suggestion);
}

class NameCheck {
  constructor(private readonly context: ExpansionContext) {}

  body(body: Body | undefined, outer: Scope): void {
    if (body === undefined) return;
    const scope = outer.nested();
    for (const statement of body.statements) this.statement(statement, scope);
  }

  private statement(statement: Statement, scope: Scope): void {
    const { allWords, argumentWords } = this.context;
    switch (statement.kind) {
      case 'const':
        this.expression(statement.value, scope, allWords);
        break;
      case 'input':
        this.expression(statement.shape, scope, noWords);
        break;
      case 'call':
        this.call(statement, scope, argumentWords);
        break;
      case 'join':
        for (const branch of statement.branches) {
          this.result(branch.source, scope);
          this.body(branch.body, scope);
        }
        // Those of a named join have a level of their own, whose names nobody else reads.
        if (statement.label) for (const branch of branchesOf(statement)) this.define(branch, scope.nested());
        break;
      case 'join-call':
        for (const operand of statement.operands) this.result(operand, scope);
        break;
      case 'from':
        this.result(statement.source, scope);
        break;
      case 'head':
      case 'output':
        this.result(statement.source, scope);
        this.body(statement.body, scope);
        break;
      case 'repeat': {
        const inner = scope.nested();
        const { turns } = statement;
        if (turns.over === 'count') this.expression(turns.count, scope, noWords);
        else if (turns.over === 'list') this.expression(turns.list, scope, allWords);
        else for (const end of [turns.first, turns.last]) this.expression(end, scope, noWords);
        for (const name of valueNames(statement)) this.define({ name, kind: 'variable' }, inner);
        this.body(statement.body, inner);
        break;
      }
      case 'if':
        for (const side of statement.sides) {
          this.expression(side.condition, scope, noWords);
          for (const inner of side.body?.statements ?? []) this.statement(inner, scope);
        }
        break;
      case 'defaults':
        for (const entry of statement.entries) this.call(entry, scope, allWords);
        break;
      case 'expect':
        for (const check of statement.checks) {
          if (check.kind === 'metric') isMetric(check.metric, scope.file.file.file, this.context);
          this.expression(check.kind === 'metric' ? check.value : check.shape, scope, noWords);
        }
        break;
      case 'budget':
        if (statement.metric) isMetric(statement.metric, scope.file.file.file, this.context);
        this.expression(statement.limit, scope, noWords);
        break;
    }
    // `output x` may name a result that there is.
    const isUse = statement.kind === 'output' && statement.body === undefined;
    if (isUse && (statement.source || (statement.name && this.isResult(statement.name, scope)))) return;
    for (const definition of definitionsOf(statement)) this.define(definition, scope);
  }

  private isResult(name: Name, scope: Scope): boolean {
    const found = scope.result(name.text);
    if (found) this.context.recorder.record(scope.file.file.file, name, found.kind, found.declaration);
    return found !== undefined;
  }

  private define({ name, kind }: Definition | { name: Name; kind: 'variable' }, scope: Scope): void {
    const file = scope.file.file.file;
    const declaration = { file, span: { start: name.start, end: name.end } };
    this.context.recorder.record(file, name, kind, declaration);
    if (kind === 'constant' || kind === 'variable') scope.setValue(name.text, { value: undefined, kind, declaration });
    else scope.setResult(name.text, { layer: -1, kind, declaration });
  }

  private result(name: Name | undefined, scope: Scope): void {
    if (name !== undefined) this.context.evaluator.result(name, scope);
  }

  /** `words`: what arguments know whose parameter is unknown. */
  private call(call: CallStatement | CallExpression, scope: Scope, words: WordContext): void {
    const { evaluator, binder, reporter } = this.context;
    const found = evaluator.callable(call.callee, scope);
    if (found === undefined && call.kind === 'call') reportUnknownCallee(call, scope, reporter);
    if (found === undefined || found === 'unknown') {
      for (const { value } of call.arguments) this.expression(value, scope, words);
      return;
    }
    const layer = found.kind === 'layer' ? found.op.parameters : [];
    const declared = found.kind === 'layer' ? [] : found.module.declaration.parameters;
    const names =
      found.kind === 'layer' ? layer.map(({ name }) => ({ name })) : declared.map(({ name }) => ({ name: name.text }));
    for (const [place, argument] of call.arguments.entries()) {
      const index = argument.name === undefined ? place : names.findIndex(({ name }) => name === argument.name?.text);
      if (index < 0 && argument.name) {
        binder.unknownParameter(
          call,
          argument,
          argument.name,
          names,
          scope,
          found.kind === 'layer' ? found.op : undefined,
        );
      } else if (argument.name) {
        const owner = found.kind === 'layer' ? found.op : found.module;
        binder.recordArgument(argument.name, owner, declared[index], scope.file.file.file);
      }
      const parameter = layer[index];
      this.expression(argument.value, scope, parameter ? binder.wordsOf(parameter) : words);
    }
  }

  private expression(expression: Expression | undefined, scope: Scope, words: WordContext): void {
    if (expression === undefined) return;
    switch (expression.kind) {
      case 'name':
        // What a name is worth is asked of it alone, which says no more than whether there is one.
        this.context.evaluator.evaluate(expression, scope, words);
        return;
      case 'call-expression':
        if (functionWords.has(expression.callee.text)) {
          this.context.recorder.record(scope.file.file.file, expression.callee, 'function', undefined);
          for (const argument of expression.arguments) this.argument(argument, scope);
        } else {
          this.calledValue(expression, scope);
        }
        return;
      default:
        for (const child of children(expression)) {
          if (child.kind !== 'identifier') this.expression(child as Expression, scope, words);
        }
    }
  }

  private argument({ value }: Argument, scope: Scope): void {
    this.expression(value, scope, this.context.allWords);
  }

  private calledValue(call: CallExpression, scope: Scope): void {
    const { callee } = call;
    const isKnown = scope.value(callee.text) ?? scope.file.names.get(callee.text) ?? findCallable(callee.text);
    if (isKnown === undefined) this.context.evaluator.reportUnknownFunction(call, scope);
    this.call(call, scope, this.context.argumentWords);
  }
}
