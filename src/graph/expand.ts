/**
 * Expands a network: follows the flow through its statements, calls modules, unrolls repeats, and lists the
 * layers in written order with the blocks they were written in. Input, heads and outputs are in network-ends.ts, joins
 * in joins.ts.
 * Shapes are asked of shapes.ts; what layers cost is the business of src/analysis. Expressions of `expect` and
 * `budget` are evaluated here, where they stand.
 *
 * Limits keep hostile texts in bounds: turns of a repeat, layers, statements met, depth of module calls.
 */

import type { Diagnostic } from '../base/diagnostic';
import { defaultPrecision, type Precision } from '../base/precision';
import type { Shape } from '../ops/dim';
import type { Value } from '../ops/op';
import type {
  Body,
  CallStatement,
  ConstDeclaration,
  IfStatement,
  Name,
  RepeatStatement,
  Side,
  Statement,
} from '../syntax/tree';
import { BodyNames, definitionsIn, namesGivenIn } from './body-names';
import type { LayerCallable, ModuleCallable } from './call-binding';
import { checkNames, reportUnknownCallee } from './check-names';
import { noDefaults } from './defaults';
import {
  type BodyState,
  type Expansion,
  type ExpansionContext,
  ExpansionState,
  type FollowBody,
  limits,
} from './expansion';
import type { Module, Network } from './file-scope';
import { namesResult, readRow, readTurns, type TurnList } from './flow-values';
import type { LayerId, Origin } from './graph';
import type { OpenBlock } from './graph-builder';
import { Joins } from './joins';
import { NetworkEnds } from './network-ends';
import { readBudget, readExpectations } from './promises';
import { readDefaults } from './read-defaults';
import type { Scope } from './scope';
import { unknownOp } from './unknown-op';

export interface NetworkOverrides {
  readonly parameters: ReadonlyMap<string, Value>;
  readonly inputShape: Shape | undefined;
  readonly precision: Partial<Precision> | undefined;
}

export function expandNetwork(context: ExpansionContext, network: Network, overrides: NetworkOverrides): Expansion {
  return new Expander(context, network, overrides.inputShape).network(network, overrides);
}

/** Reads a module that no network calls: parameters and flow unknown, for its mistakes alone. */
export function checkModule(context: ExpansionContext, module: Module): void {
  new Expander(context, module, undefined).uncalledModule(module);
}

/** Follows statements; where the network begins and ends is left to `NetworkEnds`, its branches to `Joins`. */
class Expander {
  private readonly shared: ExpansionState;
  private readonly ends: NetworkEnds;
  private readonly joins: Joins;
  private readonly givenNames = new Map<Body, ReadonlySet<string>>();
  private readonly moduleStack: Module[] = [];
  /** Reading an uncalled module. */
  private isCheck = false;

  constructor(
    context: ExpansionContext,
    /** What is expanded. */
    private readonly root: Module | Network,
    inputShape: Shape | undefined,
  ) {
    const { declaration, scope, kind } = root;
    this.shared = new ExpansionState(context, declaration.name?.text ?? kind, scope.file.file);
    const followBody: FollowBody = (...place) => this.nestedBody(...place);
    this.ends = new NetworkEnds(this.shared, inputShape, followBody);
    this.joins = new Joins(this.shared, followBody);
  }

  /** The declaration whose text is being followed. */
  private get around(): Module | Network {
    return this.moduleStack.at(-1) ?? this.root;
  }

  /** Enough of uncalled modules is read that what is left is not unrolled any more. */
  private get isTired(): boolean {
    return this.isCheck && this.shared.context.work.checks <= 0;
  }

  network(network: Network, overrides: NetworkOverrides): Expansion {
    const { declaration } = network;
    const file = this.shared.file;
    for (const parameter of declaration.parameters) {
      if (parameter.defaultValue === undefined && !overrides.parameters.has(parameter.name.text)) {
        this.shared.report('flow.parameter-default', parameter.name, { name: parameter.name.text });
      }
    }
    const scope = this.shared.context.binder.parameters(
      network,
      (name) => overrides.parameters.has(name),
      (name) => overrides.parameters.get(name),
      { defaults: noDefaults, channels: undefined, sizeOf: undefined },
    );
    const name = declaration.name?.text ?? 'network';
    const nameSpan = declaration.name ?? { start: declaration.start, end: declaration.start + 'network'.length };
    const block = this.shared.builder.addBlock(
      'network',
      name,
      '',
      undefined,
      { file, span: declaration, nameSpan },
      -1,
    );
    const body = declaration.body;
    if (body !== undefined) {
      const state = this.bodyState(body, scope, block, '', 'network', -1);
      const hasInput =
        holds(body, 'input') || body.statements.some((statement) => this.ends.isInputCall(statement, scope));
      // With text that could not be read the input may be what is missing.
      const isReadable = !holds(body, 'error');
      if (!hasInput && isReadable) this.shared.report('flow.no-input', nameSpan, { name });
      if (!hasInput) this.shared.isBroken = true;
      const reported = this.shared.context.reporter.count;
      this.body(body, state);
      block.bindings = scope.bindings;
      block.result = state.flow;
      // A mistake in the body may be why there is no layer.
      const isEmpty =
        hasInput && this.shared.builder.layerCount === 1 && this.shared.context.reporter.count === reported;
      if (isEmpty && isReadable && !this.shared.isStopped) this.shared.report('flow.empty', nameSpan, { name });
      const hasOutput = this.shared.builder.outputs.some((output) => output.kind === 'output');
      if (!hasOutput && (this.shared.builder.layerCount > 0 || this.shared.isStopped)) {
        const origin = { file, span: declaration, nameSpan };
        this.shared.builder.outputs.push({ name: 'output', kind: 'output', layer: state.flow, origin });
      }
    }
    const { expectations, budgets, errors, calls } = this.shared.builder;
    const isBroken = this.shared.isBroken || this.shared.isStopped;
    const shapes = this.shared.shapes.all();
    const graph = this.shared.builder.graph(this.shared.isStopped);
    const precision = { ...(this.ends.precision ?? defaultPrecision), ...overrides.precision };
    return { graph, shapes, expectations, budgets, precision, errors, calls, isBroken };
  }

  uncalledModule(module: Module): void {
    this.isCheck = true;
    const { declaration } = module;
    const name = declaration.name ?? declaration;
    const origin = { file: this.shared.file, span: declaration, nameSpan: name };
    const block = this.shared.builder.addBlock('module', declaration.name?.text ?? 'module', '', undefined, origin, -1);
    // Every parameter is unknown: given, with no value.
    const outer = { defaults: noDefaults, channels: () => undefined, sizeOf: undefined };
    const scope = this.shared.context.binder.unknownParameters(module, outer);
    this.shared.foresee(declaration.body, module, 1);
    this.moduleBody(module, scope, block, '', -1);
  }

  // ---- Bodies ----

  private bodyState(
    body: Body,
    scope: Scope,
    block: OpenBlock,
    prefix: string,
    place: BodyState['place'],
    flow: LayerId,
  ): BodyState {
    let given = this.givenNames.get(body);
    if (given === undefined) {
      given = namesGivenIn(body);
      this.givenNames.set(body, given);
    }
    const names = new BodyNames(given);
    const state: BodyState = { scope, names, block, prefix, place, flow, last: undefined, isBeforeInput: true };
    const { file } = this.shared;
    scope.channels = (start) => {
      const channels = this.shared.shapes.of(state.flow)[2];
      if (start >= 0) block.channels.push({ file, start, channels });
      return channels;
    };
    scope.sizeOf = (layer) => {
      const [height, width] = this.shared.shapes.of(layer);
      return [height, width];
    };
    return state;
  }

  private body(body: Body, state: BodyState): void {
    for (const statement of body.statements) {
      if (this.shared.isStopped) return;
      this.shared.spend(1 + partsOf(statement), statement);
      if (this.shared.isStopped) return;
      if (this.isCheck) this.shared.context.work.checks--;
      const from = this.shared.builder.layerCount;
      this.statement(statement, state);
      const maker = this.shared.builder.layerCount > from ? makerName(statement) : undefined;
      if (maker !== undefined) state.last = { from, to: this.shared.builder.layerCount, name: maker };
      if (!beforeInput.has(statement.kind)) state.isBeforeInput = false;
    }
  }

  /** A nested body: its own scope, the same flow in; its flow at the end comes back. */
  private nestedBody(
    body: Body | undefined,
    outer: BodyState,
    block: OpenBlock,
    flow: LayerId,
    scope?: Scope,
  ): LayerId {
    if (body === undefined) return flow;
    const inner = this.bodyState(body, scope ?? outer.scope.nested(), block, `${block.path}/`, 'inner', flow);
    this.body(body, inner);
    return inner.flow;
  }

  private statement(statement: Statement, state: BodyState): void {
    switch (statement.kind) {
      case 'input':
        this.ends.input(statement, state);
        return;
      case 'const':
        this.constant(statement, state);
        return;
      case 'call':
        this.call(statement, state);
        return;
      case 'join':
        this.joins.join(statement, state);
        return;
      case 'join-call':
        this.joins.joinCall(statement, state);
        return;
      case 'from':
        if (statement.source) state.flow = this.shared.lookUpResult(statement.source, state.scope);
        else this.shared.loseFlow(state);
        return;
      case 'repeat':
        this.repeat(statement, state);
        return;
      case 'if':
        this.condition(statement, state);
        return;
      case 'precision':
        this.ends.setPrecision(statement, state);
        return;
      case 'head':
        this.ends.head(statement, state);
        return;
      case 'output':
        this.ends.output(statement, state);
        return;
      case 'defaults':
        readDefaults(statement, state.scope, this.shared.context);
        return;
      case 'expect':
        this.shared.builder.expectations.push(...readExpectations(statement, state, this.shared.context));
        return;
      case 'budget': {
        if (state.place === 'inner') {
          this.shared.report('budget.place', { start: statement.start, end: statement.start + 'budget'.length }, {});
          return;
        }
        const budget = readBudget(statement, state, this.shared.context);
        if (budget) this.shared.builder.budgets.push(budget);
        return;
      }
      case 'error':
        // What could not be read may have been a layer; a name before it is known to be one of a result.
        this.shared.isBroken = true;
        if (statement.label) this.shared.defineResult(statement.label, -1, 'result', state.scope);
        return;
    }
  }

  // ---- Names and flow ----

  private constant(declaration: ConstDeclaration, state: BodyState): void {
    const { name, pattern } = declaration;
    const { evaluator } = this.shared.context;
    if (name !== undefined && name.start === declaration.start && namesResult(declaration.value, state.scope)) {
      // Its `const` is missing, which is reported, and of results there is no arithmetic.
      this.shared.isBroken = true;
      this.shared.defineResult(name, -1, 'result', state.scope);
      return;
    }
    if (pattern !== undefined) {
      const items = evaluator.destructure(declaration, state.scope);
      for (const [index, item] of pattern.names.entries())
        this.defineValue(item, items[index], 'constant', state.scope);
      return;
    }
    const value = evaluator.evaluate(declaration.value, state.scope, this.shared.context.allWords);
    if (name !== undefined) this.defineValue(name, value, 'constant', state.scope);
  }

  private defineValue(name: Name, value: Value, kind: 'constant' | 'variable', scope: Scope): void {
    const declaration = this.shared.locate(name);
    this.shared.context.recorder.record(this.shared.file, name, kind, declaration);
    if (this.shared.define(name, scope)) scope.setValue(name.text, { value, kind, declaration });
  }

  // ---- Calls ----

  private call(statement: CallStatement, state: BodyState): void {
    if (state.place === 'network' && this.shared.builder.input < 0 && this.ends.isInputCall(statement, state.scope)) {
      this.ends.inputCall(statement, state);
      return;
    }
    if (statement.continued && statement.label) {
      this.shared.report('flow.arrow-after-name', statement.label, {
        name: statement.label.text,
        call: statement.callee.text,
      });
    }
    const result = this.applyCall(statement, state);
    state.flow = result;
    if (statement.label) this.shared.defineResult(statement.label, result, 'result', state.scope);
  }

  private applyCall(statement: CallStatement, state: BodyState): LayerId {
    const { callee } = statement;
    const found = this.shared.context.evaluator.callable(callee, state.scope);
    if (found !== undefined && found !== 'unknown') {
      return found.kind === 'module'
        ? this.callModule(found, statement, state)
        : this.callLayer(found, statement, state);
    }
    const error =
      found === 'unknown' ? undefined : reportUnknownCallee(statement, state.scope, this.shared.context.reporter);
    for (const argument of statement.arguments) {
      this.shared.context.evaluator.evaluate(argument.value, state.scope, this.shared.context.argumentWords);
    }
    return this.placeUnknown(statement, state, error);
  }

  /** Keeps the place of a call that could not be applied. */
  private placeUnknown(statement: CallStatement, state: BodyState, error: Diagnostic | undefined): LayerId {
    this.shared.isBroken = true;
    const { callee } = statement;
    const name = this.shared.pathName(statement.label, callee.text, state);
    const origin = this.shared.originOf(statement, callee);
    const op = unknownOp(callee.text);
    const layer = this.shared.addLayer(op, state.prefix + name, {}, [state.flow], origin, state.block, statement);
    if (error && layer >= 0) this.shared.builder.errors.set(layer, error);
    return layer;
  }

  private callLayer(callable: LayerCallable, statement: CallStatement, state: BodyState): LayerId {
    const { callee } = statement;
    let error: Diagnostic | undefined;
    if (!statement.hasParentheses) error = this.shared.report('call.parentheses', callee, { name: callee.text });
    const bound = this.shared.context.binder.layer(callable, statement, state.scope, !statement.hasParentheses);
    error ??= bound.error;
    const name = this.shared.pathName(statement.label, callee.text, state);
    const origin = this.shared.originOf(statement, callee);
    const layer = this.shared.addLayer(
      callable.op,
      state.prefix + name,
      bound.attributes,
      [state.flow],
      origin,
      state.block,
      statement,
    );
    if (error && layer >= 0) this.shared.builder.errors.set(layer, error);
    return layer;
  }

  private callModule(callable: ModuleCallable, statement: CallStatement, state: BodyState): LayerId {
    const { callee } = statement;
    const { module } = callable;
    if (!statement.hasParentheses) {
      return this.placeUnknown(statement, state, this.shared.report('call.parentheses', callee, { name: callee.text }));
    }
    const circle = this.moduleStack.indexOf(module);
    if (circle >= 0) return this.placeUnknown(statement, state, this.reportCircle(circle, callee));
    if (this.moduleStack.length >= limits.moduleDepth) {
      // An uncalled module is read for its own mistakes, not for how deep a call of it would go.
      const error = this.isCheck
        ? undefined
        : this.shared.report('flow.depth-limit', callee, { limit: limits.moduleDepth });
      return this.placeUnknown(statement, state, error);
    }
    const bound = this.shared.context.binder.module(callable, statement, state.scope);
    const isRead = this.isTired && this.shared.context.expandedModules.has(module);
    if (module.declaration.body === undefined || isRead) return this.placeUnknown(statement, state, bound.error);
    this.shared.foresee(module.declaration.body, module, 1);
    const name = this.shared.pathName(statement.label, callee.text, state);
    const path = state.prefix + name;
    const origin = this.shared.originOf(statement, callee);
    const block = this.shared.builder.addBlock('module', name, path, state.block, origin, state.flow);
    block.module = module.declaration.name?.text;
    block.parameters = module.declaration.parameters.map((parameter) => parameter.name.text);
    const callerFile = this.shared.file;
    this.shared.file = module.scope.file.file;
    const firstLayer = this.shared.builder.layerCount;
    const result = this.moduleBody(module, bound.scope, block, `${path}/`, state.flow);
    this.shared.file = callerFile;
    this.shared.builder.close(block, state.block);
    if (bound.error && this.shared.builder.layerCount > firstLayer)
      this.shared.builder.errors.set(firstLayer, bound.error);
    return result;
  }

  private moduleBody(module: Module, scope: Scope, block: OpenBlock, prefix: string, flow: LayerId): LayerId {
    const body = module.declaration.body;
    if (body === undefined) return -1;
    this.shared.context.expandedModules.add(module);
    this.moduleStack.push(module);
    scope.setResult('input', { layer: flow, kind: 'input', declaration: undefined });
    const state = this.bodyState(body, scope, block, prefix, 'module', flow);
    this.body(body, state);
    this.moduleStack.pop();
    block.result = state.flow;
    block.bindings = scope.bindings;
    return state.flow;
  }

  private reportCircle(start: number, callee: Name): Diagnostic | undefined {
    const names = this.moduleStack.slice(start).map((module) => module.declaration.name?.text ?? '?');
    const key = this.moduleStack
      .slice(start)
      .map((module) => `${module.scope.file.file}:${module.declaration.start}`)
      .sort()
      .join('\n');
    if (this.shared.context.reportedCircles.has(key)) return undefined;
    this.shared.context.reportedCircles.add(key);
    const chain = [...names, names[0]].join(' -> ');
    return this.shared.report('name.recursion', callee, { name: names[0] ?? '?', chain });
  }

  // ---- Repeats ----

  private repeat(statement: RepeatStatement, state: BodyState): void {
    const name = this.shared.pathName(statement.label, 'repeat', state);
    const path = state.prefix + name;
    const origin = this.shared.originOf(statement, statement.label ?? statement.keyword);
    const turns = readTurns(statement, state.scope, this.shared.context);
    if (turns === undefined) {
      this.readWithoutTurns(statement, state, origin);
      this.shared.loseFlow(state);
    } else if (turns.count > 0) {
      const block = this.shared.builder.addBlock('repeat', name, path, state.block, origin, state.flow);
      this.shared.foresee(statement.body, this.around, turns.count);
      for (let turn = 0; turn < turns.count && !this.shared.isStopped; turn++) {
        if (turn > 0 && this.isTired) break;
        const before = this.shared.spent;
        const label = String(turns.first + turn);
        const inner = this.shared.builder.addBlock('turn', label, `${path}/${label}`, block, origin, state.flow);
        const scope = this.turnScope(statement, state.scope, turns, turn);
        state.flow = this.nestedBody(statement.body, state, inner, state.flow, scope);
        inner.result = state.flow;
        inner.bindings = scope.bindings;
        const isKept = this.shared.builder.close(inner, block);
        this.shared.spend(1, statement);
        // In the first turn more may be read than in those that follow: defaults, whose mistakes are told once.
        const isLikeTheNext = !isKept && turn > 0 && state.flow === inner.input && !asksForTurn(statement, state.scope);
        if (isLikeTheNext) turn += this.shared.spendAgain(before, turns.count - 1 - turn);
      }
      block.result = state.flow;
      this.shared.builder.close(block, state.block);
    }
    if (statement.label) this.shared.defineResult(statement.label, state.flow, 'result', state.scope);
  }

  /** The scope of one turn, or of a body that is read with nothing known of its turns. */
  private turnScope(statement: RepeatStatement, outer: Scope, turns: TurnList | undefined, turn: number): Scope {
    const scope = outer.nested();
    const { variable } = statement;
    if (variable === undefined) return scope;
    const value = turns === undefined ? undefined : turns.items === undefined ? turns.first + turn : turns.items[turn];
    if (variable.kind === 'identifier') {
      this.defineValue(variable, value, 'variable', scope);
      return scope;
    }
    const row = readRow(statement, variable, turn, value, outer, this.shared.context);
    for (const [index, item] of variable.names.entries()) this.defineValue(item, row[index], 'variable', scope);
    return scope;
  }

  /** A body whose turns are unknown is still read, for its mistakes; what it makes is dropped. */
  private readWithoutTurns(statement: RepeatStatement, state: BodyState, origin: Origin): void {
    if (statement.body === undefined) return;
    const { isBroken } = this.shared;
    const first = this.shared.builder.layerCount;
    this.shared.builder.discard(state.block, () => {
      const block = this.shared.builder.addBlock('repeat', 'repeat', '', state.block, origin, state.flow);
      this.nestedBody(statement.body, state, block, -1, this.turnScope(statement, state.scope, undefined, 0));
    });
    this.shared.shapes.forget(first);
    this.shared.isBroken = isBroken;
  }

  // ---- Conditions ----

  /**
   * The side that is taken stands as if it were written here; of the others only the names are looked at. Where that is
   * unknown nothing is said of any, and their names still mean something.
   */
  private condition(statement: IfStatement, state: BodyState): void {
    const taken = this.takenSide(statement, state.scope);
    if (taken === 'unknown') {
      this.shared.loseFlow(state);
      for (const { body } of statement.sides) {
        if (body === undefined) continue;
        this.checkSide(body, state.scope, true);
        this.defineUnknown(body, state);
      }
    } else {
      for (const side of statement.sides) {
        if (side.body === undefined) continue;
        if (side === taken) this.body(side.body, state);
        else this.checkSide(side.body, state.scope, false);
      }
    }
    if (statement.label) this.shared.defineResult(statement.label, state.flow, 'result', state.scope);
  }

  /** Names are the same at every turn and call: a side is looked at once, and once `silently` where it may be taken. */
  private checkSide(body: Body, scope: Scope, silently: boolean): void {
    const { context } = this.shared;
    const { checkedSides, readSides, reporter } = context;
    if (checkedSides.has(body) || (silently && readSides.has(body))) return;
    (silently ? readSides : checkedSides).add(body);
    const check = () => checkNames(body, scope, context);
    if (silently) reporter.silently(check);
    else check();
  }

  private takenSide(statement: IfStatement, scope: Scope): Side | 'unknown' | undefined {
    for (const side of statement.sides) {
      if (side.isElse) return side;
      const value = this.shared.context.evaluator.condition(side.condition, scope);
      if (value === undefined) return 'unknown';
      if (value) return side;
    }
    return undefined;
  }

  /** Names that a side gives which is not read: known by name, so that their uses are no mistakes. */
  private defineUnknown(body: Body, state: BodyState): void {
    for (const { name, kind } of definitionsIn(body)) {
      if (state.scope.has(name.text)) continue;
      state.scope.define(name.text, this.shared.locate(name));
      const declaration = this.shared.locate(name);
      if (kind === 'constant') state.scope.setValue(name.text, { value: undefined, kind, declaration });
      else state.scope.setResult(name.text, { layer: -1, kind, declaration });
    }
  }
}

/** Of a statement that is as long as one likes: how many parts it has beside the first. */
function partsOf(statement: Statement): number {
  switch (statement.kind) {
    case 'join':
      return statement.branches.length;
    case 'join-call':
      return statement.operands.length >> 1;
    case 'expect':
      return statement.checks.length >> 1;
    case 'call':
      // Real calls have a dozen arguments at most.
      return statement.arguments.length >> 4;
    default:
      return 0;
  }
}

/** Whether one turn may differ from another that begins with the same flow: the name of its variable stands in the body. */
function asksForTurn({ body, variable }: RepeatStatement, scope: Scope): boolean {
  if (variable === undefined || body === undefined) return variable?.kind === 'pattern';
  const text = scope.file.file.text.slice(body.start, body.end);
  return variable.kind === 'pattern' || text.includes(variable.text);
}

/** What a statement is called whose layers `expect` speaks of; undefined for what stands aside of the flow. */
function makerName(statement: Statement): string | undefined {
  switch (statement.kind) {
    case 'call':
      return statement.label?.text ?? statement.callee.text;
    case 'join':
    case 'join-call':
      return statement.label?.text ?? statement.join;
    case 'repeat':
      return statement.label?.text ?? 'repeat';
    default:
      return undefined;
  }
}

/** Statements that may stand before a network's input; what could not be read is not held against it. */
const beforeInput: ReadonlySet<Statement['kind']> = new Set([
  'const',
  'defaults',
  'precision',
  'expect',
  'if',
  'error',
] as const);

/** Whether a statement of a kind stands in a body or in a side of its conditions. */
function holds(body: Body, kind: Statement['kind']): boolean {
  return body.statements.some(
    (statement) =>
      statement.kind === kind ||
      (statement.kind === 'if' && statement.sides.some((side) => side.body !== undefined && holds(side.body, kind))),
  );
}
