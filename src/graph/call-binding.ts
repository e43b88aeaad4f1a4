/**
 * Binds the arguments of a call to the parameters of a layer or a module: by position first, then by name.
 * Reports what is missing, given twice, too much, unknown or of the wrong kind.
 */

import { type Diagnostic, type Fix, fix, type Message, note } from '../base/diagnostic';
import type { FileId, Span } from '../base/span';
import { type Suggestion, suggest } from '../base/suggest';
import { type Accepting, acceptArgument, takenBy } from '../ops/accept';
import type { Pair } from '../ops/dim';
import { foreignParameter } from '../ops/foreign-words';
import {
  type Attribute,
  type Attributes,
  isRequired,
  type LayerValue,
  type ModuleValue,
  noArguments,
  type Op,
  type OpParameter,
  type Problem,
  type Value,
} from '../ops/op';
import { parameterWords } from '../ops/registry';
import type { Argument, CallExpression, Name, Parameter } from '../syntax/tree';
import { mostKept } from './alike';
import { type Defaults, noDefaults } from './defaults';
import type { Callable, Evaluator, WordContext } from './evaluate';
import type { Module } from './file-scope';
import { removalOf, suggestParameter } from './foreign-call';
import type { NameRecorder } from './name-meaning';
import type { Reporter } from './report';
import { Scope } from './scope';

interface Call extends Span {
  readonly callee: Name;
  readonly arguments: readonly Argument[];
  /** What seems to be missing may only be unreadable. */
  readonly incomplete: boolean;
}

/** Attributes of a layer's call, and the first mistake in it, if any. */
export interface BoundLayer {
  readonly attributes: Attributes;
  readonly error: Diagnostic | undefined;
}

/** The place of a parameter's argument in a call; the layer's name where it is not written there. */
export function argumentSpan(call: Call, op: Op, parameter: string | null): Span {
  const argument = parameter === null ? undefined : argumentOf(call, op, parameter);
  return argument?.value ?? argument ?? call.callee;
}

/** The same for an argument of a layer that is itself an argument, as in `norm = groupnorm(3)`: its innermost place. */
export function valueArgumentSpan(
  call: Call,
  op: Op,
  parameter: string,
  inner: Op,
  innerParameter: string | null,
): Span {
  const value = argumentOf(call, op, parameter)?.value;
  return value?.kind === 'call-expression'
    ? argumentSpan(value, inner, innerParameter)
    : argumentSpan(call, op, parameter);
}

function argumentOf(call: Call, op: Op, parameter: string): Argument | undefined {
  const index = op.parameters.findIndex((candidate) => candidate.name === parameter);
  return call.arguments.find((candidate, position) =>
    candidate.name === undefined ? position === index : candidate.name.text === parameter,
  );
}

export function isArgumentGiven(call: Call, op: Op, parameter: string): boolean {
  return argumentSpan(call, op, parameter) !== call.callee;
}

/** The argument of each parameter, if there is one; those of the last parameters may be left out. */
type Matched = readonly (Argument | undefined)[];

type Fail = (diagnostic: Diagnostic | undefined) => void;

interface BoundBefore {
  /** The layer's attributes by its defaults alone, and those of the value that was called. */
  readonly plain: Attributes;
  readonly given: Attributes;
  readonly matched: Matched;
  readonly values: readonly Value[];
  readonly bound: BoundLayer;
}

export type LayerCallable = Callable & { readonly kind: 'layer' };
export type ModuleCallable = Callable & { readonly kind: 'module' };

/** What the scope of a module's parameters has from around its call. */
type OuterScope = Pick<Scope, 'defaults' | 'channels' | 'sizeOf'>;

export class CallBinder {
  private readonly words = new Map<OpParameter, WordContext>();
  /** Of each set of defaults in force, which are values and do not change. */
  private readonly defaultLayers = new WeakMap<Defaults, Map<Op, LayerValue>>();
  private readonly checkedDefaults = new Set<Parameter>();
  /** Of each call of a layer that has no mistake, how it was bound last: at the next turn it is mostly the same. */
  private readonly bound = new Map<Call, BoundBefore>();
  /** Where the argument stands that is being accepted. */
  private scope: Scope | undefined;
  private readonly accepting: Accepting = {
    layer: (op) => this.defaultLayer(op, this.scope?.defaults ?? noDefaults),
    sizeOf: (layer) => this.scope?.sizeOf?.(layer) ?? unknownSize(),
  };

  constructor(
    private readonly reporter: Reporter,
    private readonly recorder: NameRecorder,
    private readonly evaluator: Evaluator,
    private readonly allWords: WordContext,
    private readonly argumentWords: WordContext,
  ) {}

  /**
   * A layer as a call applies it: its own arguments over those of the value that was called, over the defaults in
   * force. `isSilent` for a layer written without its parentheses, which is reported already.
   */
  layer({ op, given }: LayerCallable, call: Call, scope: Scope, isSilent = false): BoundLayer {
    const plain = this.defaultLayer(op, scope.defaults).attributes;
    if (given === noArguments && isPlain(op, call)) return { attributes: plain, error: undefined };
    const before = this.bound.get(call);
    const isAlike = before?.plain === plain && before.given === given;
    let error: Diagnostic | undefined;
    const fail = (diagnostic: Diagnostic | undefined) => {
      error ??= diagnostic;
    };
    const matched = isAlike ? before.matched : this.match(op.parameters, call, scope, op, fail);
    const values = this.values(op, matched, scope);
    if (isAlike && areSamePlain(values, before.values)) return before.bound;
    const attributes: Record<string, Attribute> = given === noArguments ? { ...plain } : { ...plain, ...given };
    this.accept(op, matched, values, scope, attributes, fail);
    if (!isSilent && !call.incomplete && error === undefined) {
      const isGiven = (name: string, index: number) => matched[index] !== undefined || Object.hasOwn(given, name);
      error = this.reportMissing(op, isGiven, scope, call.callee, call);
    }
    const bound = { attributes, error };
    if (error === undefined) {
      if (this.bound.size >= mostKept) this.bound.clear();
      this.bound.set(call, { plain, given, matched, values, bound });
    }
    return bound;
  }

  /** A layer or module as a value, with the arguments written in it: `batchnorm(scale = false)`. */
  value(callable: Callable, call: CallExpression, scope: Scope): LayerValue | ModuleValue {
    if (callable.kind === 'module') {
      const { module, given } = callable;
      const written = this.moduleArguments(module, call, scope).given;
      return { kind: 'module', module, given: new Map([...given, ...written]) };
    }
    const { op } = callable;
    const plain = this.defaultLayer(op, scope.defaults);
    if (callable.given === noArguments && isPlain(op, call)) return plain;
    const given: Record<string, Attribute> = { ...callable.given };
    const matched = this.match(op.parameters, call, scope, op, ignored);
    this.accept(op, matched, this.values(op, matched, scope), scope, given, ignored);
    return { kind: 'layer', op, attributes: { ...plain.attributes, ...given }, given };
  }

  /** What the arguments of a layer's parameters are worth. */
  private values(op: Op, matched: Matched, scope: Scope): readonly Value[] {
    return matched.map((argument, index) => {
      const parameter = op.parameters[index];
      if (argument === undefined || parameter === undefined) return undefined;
      return this.evaluator.evaluate(argument.value, scope, this.wordsOf(parameter));
    });
  }

  /** Puts the values of arguments among `attributes`, as the layer's rules take them; tells of the mistakes in them. */
  private accept(
    op: Op,
    matched: Matched,
    values: readonly Value[],
    scope: Scope,
    attributes: Record<string, Attribute>,
    fail: Fail,
  ): void {
    for (let index = 0; index < matched.length; index++) {
      const argument = matched[index];
      const parameter = op.parameters[index];
      if (argument === undefined || parameter === undefined) continue;
      attributes[parameter.name] = this.acceptOne(op, parameter, argument, values[index], scope, fail);
    }
  }

  private acceptOne(
    op: Op,
    parameter: OpParameter,
    argument: Argument,
    value: Value,
    scope: Scope,
    fail: Fail,
  ): Attribute {
    this.scope = scope;
    const { attribute, problem } = acceptArgument(op, parameter, value, this.accepting);
    if (problem) {
      fail(this.reportValue(problem, argument, scope.file.file.file));
    } else if (typeof attribute === 'object' && attribute !== null && 'kind' in attribute) {
      // A norm or activation is applied as it stands; any other layer is complete where it is called.
      const isGiven = (name: string) => Object.hasOwn(attribute.given, name);
      fail(this.reportMissing(attribute.op, isGiven, scope, argument.value ?? argument));
    }
    return attribute;
  }

  /** Says which required arguments are neither given nor in force; an unknown one is there. */
  private reportMissing(
    op: Op,
    isGiven: (name: string, index: number) => boolean,
    scope: Scope,
    span: Span,
    call?: Call,
  ): Diagnostic | undefined {
    const inForce = scope.defaults.get(op);
    let missing: readonly OpParameter[] = noParameters;
    for (let index = 0; index < op.parameters.length; index++) {
      const parameter = op.parameters[index] as OpParameter;
      if (isRequired(parameter) && !isGiven(parameter.name, index) && inForce?.has(parameter.name) !== true)
        missing = [...missing, parameter];
    }
    if (missing.length === 0) return undefined;
    const { file } = scope.file.file;
    const values = { name: op.name, parameters: { all: missing.map(({ name }) => name) } };
    const isKernel = missing.length === 1 && missing[0]?.name === 'kernel';
    const fixes = isKernel && call !== undefined ? [kernelInsertion(call, op, file)] : [];
    return this.reporter.report('call.missing', file, span, values, { fixes });
  }

  /** A layer with all its defaults; what it requires and is not given by `defaults` is unknown. */
  private defaultLayer(op: Op, defaults: Defaults): LayerValue {
    let layers = this.defaultLayers.get(defaults);
    if (layers === undefined) {
      layers = new Map();
      this.defaultLayers.set(defaults, layers);
    }
    let layer = layers.get(op);
    if (layer === undefined) {
      const inForce = defaults.get(op);
      const attributes: Record<string, Attribute> = {};
      const accepting = { layer: (other: Op) => this.defaultLayer(other, defaults), sizeOf: unknownSize };
      for (const parameter of op.parameters) {
        if (inForce?.has(parameter.name)) attributes[parameter.name] = inForce.get(parameter.name);
        else if (parameter.isOptional) attributes[parameter.name] = null;
        else attributes[parameter.name] = acceptArgument(op, parameter, parameter.defaultValue, accepting).attribute;
      }
      layer = { kind: 'layer', op, attributes, given: noArguments };
      layers.set(op, layer);
    }
    return layer;
  }

  /** The named arguments of a layer in a `defaults` statement; `given` are those that it has for the layer already. */
  defaults(op: Op, call: CallExpression, scope: Scope, given: Set<string>): ReadonlyMap<string, Attribute> {
    const file = scope.file.file.file;
    const added = new Map<string, Attribute>();
    for (const argument of call.arguments) {
      const { name } = argument;
      if (name === undefined) {
        this.reporter.report('call.default-position', file, argument, { name: op.name });
        continue;
      }
      const parameter = op.parameters.find((candidate) => candidate.name === name.text);
      if (parameter === undefined) {
        this.unknownParameter(call, argument, name, op.parameters, scope, op);
        continue;
      }
      this.recorder.record(file, name, 'argument', undefined, op);
      if (given.has(parameter.name)) {
        this.reporter.report('call.twice', file, name, { parameter: parameter.name });
        continue;
      }
      given.add(parameter.name);
      const value = this.evaluator.evaluate(argument.value, scope, this.wordsOf(parameter));
      added.set(parameter.name, this.acceptOne(op, parameter, argument, value, scope, ignored));
    }
    return added;
  }

  /** The scope of a module's body at one call of it: its parameters bound, over its own file's names. */
  module(
    { module, given }: ModuleCallable,
    call: Call,
    scope: Scope,
  ): { readonly scope: Scope; readonly error: Diagnostic | undefined } {
    // Parameters that could not be read are no mistake of the caller's.
    if (module.isHeaderBroken) {
      for (const argument of call.arguments) this.evaluator.evaluate(argument.value, scope, this.argumentWords);
      return { scope: this.unknownParameters(module, scope), error: undefined };
    }
    const written = this.moduleArguments(module, call, scope);
    let { error } = written;
    const has = (name: string) => written.given.has(name) || given.has(name);
    const missing = module.declaration.parameters.filter(
      ({ name, defaultValue }) => defaultValue === undefined && !has(name.text),
    );
    if (missing.length > 0 && !call.incomplete && error === undefined) {
      error = this.reporter.report('call.missing', scope.file.file.file, call.callee, {
        name: call.callee.text,
        parameters: { all: missing.map((parameter) => parameter.name.text) },
      });
    }
    const argumentOf = (name: string) => (written.given.has(name) ? written.given.get(name) : given.get(name));
    return { scope: this.parameters(module, has, argumentOf, scope), error };
  }

  /** The scope of a module of whose parameters nothing is known: each is given, with no value. */
  unknownParameters(module: Module, outer: OuterScope): Scope {
    return this.parameters(
      module,
      () => true,
      () => undefined,
      outer,
    );
  }

  /** The arguments written in a call of a module, in the caller's scope; a result may be one. */
  private moduleArguments(module: Module, call: Call, scope: Scope) {
    const { parameters } = module.declaration;
    let error: Diagnostic | undefined;
    const matched = this.match(
      parameters.map((parameter) => ({ name: parameter.name.text, parameter })),
      call,
      scope,
      module,
      (diagnostic) => {
        error ??= diagnostic;
      },
    );
    const given = new Map<string, Value>();
    for (const [index, argument] of matched.entries()) {
      const name = parameters[index]?.name.text;
      if (argument === undefined || name === undefined) continue;
      given.set(name, this.evaluator.evaluate(argument.value, scope, this.argumentWords));
    }
    return { given, error };
  }

  /** Binds parameters in order: a default may use earlier ones. Also for networks and their overrides. */
  parameters(
    owner: Pick<Module, 'scope'> & { readonly declaration: { readonly parameters: readonly Parameter[] } },
    isGiven: (name: string) => boolean,
    given: (name: string) => Value,
    outer: OuterScope,
  ): Scope {
    const inner = Scope.ofFile(owner.scope).nested();
    inner.defaults = outer.defaults;
    const { channels } = outer;
    // What a default is worth belongs to no text of the caller's.
    inner.channels = channels && (() => channels(-1));
    inner.sizeOf = outer.sizeOf;
    const file = owner.scope.file.file;
    for (const parameter of owner.declaration.parameters) {
      let value: Value;
      if (isGiven(parameter.name.text)) {
        value = given(parameter.name.text);
        // A default that no call needs is still read once, so that its mistakes are told.
        if (!this.checkedDefaults.has(parameter)) this.evaluator.evaluate(parameter.defaultValue, inner, this.allWords);
      } else {
        value = this.evaluator.evaluate(parameter.defaultValue, inner, this.allWords);
      }
      this.checkedDefaults.add(parameter);
      const declaration = { file, span: { start: parameter.name.start, end: parameter.name.end } };
      this.recorder.record(file, parameter.name, 'parameter', declaration);
      const before = inner.define(parameter.name.text, declaration);
      if (before !== undefined) {
        const name = parameter.name.text;
        const related = [note('defined-here', before, { name })];
        this.reporter.report('name.twice/body', file, parameter.name, { name }, { related });
      } else if (typeof value === 'object' && value.kind === 'result') {
        inner.setResult(parameter.name.text, {
          layer: value.layer,
          kind: 'parameter',
          declaration,
          written: value.name,
        });
      } else {
        inner.setValue(parameter.name.text, { value, kind: 'parameter', declaration });
      }
    }
    return inner;
  }

  private match(
    parameters: readonly { readonly name: string; readonly parameter?: Parameter }[],
    call: Call,
    scope: Scope,
    owner: Op | Module,
    fail: Fail,
  ): Matched {
    if (isByPosition(call) && call.arguments.length <= parameters.length) return call.arguments;
    const file = scope.file.file.file;
    const matched = new Array<Argument | undefined>(parameters.length).fill(undefined);
    let isOverfull = false;
    for (let position = 0; position < call.arguments.length; position++) {
      const argument = call.arguments[position] as Argument;
      if (argument.name === undefined) {
        if (position < parameters.length) {
          matched[position] ??= argument;
        } else if (!isOverfull && !call.incomplete) {
          isOverfull = true;
          const limit = parameters.length;
          const values = { name: call.callee.text, found: call.arguments.length };
          fail(
            limit === 0
              ? this.reporter.report('call.too-many/none', file, argument, values)
              : this.reporter.report('call.too-many', file, argument, { ...values, limit }),
          );
        }
        continue;
      }
      const name = argument.name;
      const index = parameters.findIndex((candidate) => candidate.name === name.text);
      if (index < 0) {
        fail(this.unknownParameter(call, argument, name, parameters, scope, 'scope' in owner ? undefined : owner));
        this.evaluator.evaluate(argument.value, scope, this.allWords);
      } else if (matched[index] !== undefined) {
        fail(this.reporter.report('call.twice', file, name, { parameter: name.text }));
      } else {
        matched[index] = argument;
        this.recordArgument(name, owner, parameters[index]?.parameter, file);
      }
    }
    return matched;
  }

  /** The name of an argument means the parameter: of a layer, or as a module declares it. */
  recordArgument(name: Name, owner: Op | Module, declared: Parameter | undefined, file: FileId): void {
    if (!('scope' in owner)) this.recorder.record(file, name, 'argument', undefined, owner);
    else {
      const span = declared && { start: declared.name.start, end: declared.name.end };
      this.recorder.record(file, name, 'argument', span && { file: owner.scope.file.file, span });
    }
  }

  /** A word that arrived under a name is not mended where that name is read. */
  private reportValue(problem: Problem, argument: Argument, file: FileId): Diagnostic {
    const isWritten = argument.value?.kind === 'string';
    return this.reporter.reportMessage(
      isWritten ? problem : { ...problem, fixes: [] },
      file,
      argument.value ?? argument,
    );
  }

  unknownParameter(
    call: Call,
    argument: Argument,
    name: Name,
    parameters: readonly { readonly name: string }[],
    scope: Scope,
    op: Op | undefined,
  ): Diagnostic {
    const reported = this.reporter.errorAt(scope.file.file.file, name);
    if (reported !== undefined) return reported;
    const names = parameters.map((parameter) => parameter.name);
    const { file } = scope.file.file;
    if (op !== undefined && foreignParameter(name.text, op) === null) {
      const values = { name: call.callee.text, parameter: name.text };
      const fixes = [removalOf(call.arguments, argument, file)];
      return this.reporter.report('call.unknown-parameter/flow', file, name, values, { fixes });
    }
    const isGiven = (other: string) =>
      call.arguments.some(({ name: given }, i) => (given === undefined ? names[i] : given.text) === other);
    const suggestion = suggestParameter(name, op, names, isGiven);
    return this.reporter.reportMessage(unknownParameter(call.callee.text, name.text, names, suggestion), file, name);
  }

  /** The words that a parameter of a layer knows. */
  wordsOf(parameter: OpParameter): WordContext {
    let context = this.words.get(parameter);
    if (context === undefined) {
      context = {
        words: new Set(parameterWords(parameter)),
        ...(parameter.type.kind === 'result' && { results: 'only' }),
        parameter: { name: parameter.name, expected: takenBy(parameter) },
      };
      this.words.set(parameter, context);
    }
    return context;
  }
}

/** That a layer, module or network of this name has no such parameter. */
export function unknownParameter(
  name: string,
  parameter: string,
  known: readonly string[],
  suggestion: Suggestion = suggest(parameter, known),
): Message {
  const values = { name, parameter };
  if (suggestion.near !== undefined) return { text: 'call.unknown-parameter', values, ...suggestion };
  if (known.length === 0) return { text: 'call.unknown-parameter/none', values };
  return { text: 'call.unknown-parameter/list', values: { ...values, parameters: { all: known } } };
}

/** Any window is a guess; this one is there to be changed, in the place where it is usually written. */
function kernelInsertion(call: Call, op: Op, file: FileId): Fix {
  const index = op.parameters.findIndex(({ name }) => name === 'kernel');
  const last = call.arguments.at(-1);
  const isNext = call.arguments.length === index && isByPosition(call);
  const text = isNext ? '3x3' : 'kernel = 3x3';
  const at = last?.end ?? call.end - 1;
  const newText = last === undefined ? text : `, ${text}`;
  return fix('insert', { text }, { file, span: { start: at, end: at }, newText });
}

/** Nothing is given and nothing has to be: the layer is that of its defaults. */
function isPlain(op: Op, call: Call): boolean {
  return call.arguments.length === 0 && !op.parameters.some(isRequired);
}

function isByPosition(call: Call): boolean {
  return call.arguments.every(({ name }) => name === undefined);
}

/** Whether two values are equal and are so wherever they stand: what a layer or result means depends on its place. */
function isSamePlain(a: Value, b: Value): boolean {
  if (a === b) return typeof a !== 'object';
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  if (a.kind === 'word' && b.kind === 'word') return a.word === b.word;
  if (a.kind === 'text' && b.kind === 'text') return a.text === b.text;
  if (a.kind !== 'list' || b.kind !== 'list' || a.size !== b.size) return false;
  return a.items === b.items || areSamePlain(a.items, b.items);
}

function areSamePlain(a: readonly Value[], b: readonly Value[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!isSamePlain(a[i], b[i])) return false;
  return true;
}

const ignored = (): void => {};

const noParameters: readonly OpParameter[] = [];

const unknownSize = (): Pair => [undefined, undefined];
