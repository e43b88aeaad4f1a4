/**
 * Binds the arguments of a call to the parameters of a layer or a module: by position first, then by name.
 * Reports what is missing, given twice, too much, unknown or of the wrong kind.
 */

import { type Diagnostic, type Fix, fix, type Message, note } from '../base/diagnostic';
import type { FileId, Span } from '../base/span';
import { type Suggestion, suggest } from '../base/suggest';
import { acceptArgument, takenBy } from '../ops/accept';
import { foreignParameter } from '../ops/foreign-words';
import type { Attribute, Attributes, LayerValue, Op, OpParameter, Problem, Value } from '../ops/op';
import { findOp, parameterWords } from '../ops/registry';
import type { Argument, CallExpression, Name, Parameter } from '../syntax/tree';
import type { Defaults } from './defaults';
import type { Evaluator, WordContext } from './evaluate';
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
  if (parameter === null) return call.callee;
  const index = op.parameters.findIndex((candidate) => candidate.name === parameter);
  const argument = call.arguments.find((candidate, position) =>
    candidate.name === undefined ? position === index : candidate.name.text === parameter,
  );
  return argument?.value ?? argument ?? call.callee;
}

export function isArgumentGiven(call: Call, op: Op, parameter: string): boolean {
  return argumentSpan(call, op, parameter) !== call.callee;
}

export class CallBinder {
  private readonly words = new Map<OpParameter, WordContext>();
  /** Of each set of defaults in force, which are values and do not change. */
  private readonly defaultLayers = new WeakMap<Defaults, Map<Op, LayerValue>>();
  private readonly checkedDefaults = new Set<Parameter>();

  constructor(
    private readonly reporter: Reporter,
    private readonly recorder: NameRecorder,
    private readonly evaluator: Evaluator,
    private readonly allWords: WordContext,
  ) {}

  /** `isSilent` for a layer written without its parentheses, which is reported already. */
  layer(op: Op, call: Call, scope: Scope, isSilent = false): BoundLayer {
    const file = scope.file.file.file;
    const { defaults } = scope;
    if (isPlain(op, call)) return { attributes: this.defaultLayer(op, defaults).attributes, error: undefined };
    const attributes: Record<string, Attribute> = { ...this.defaultLayer(op, defaults).attributes };
    let error: Diagnostic | undefined;
    const fail = (diagnostic: Diagnostic | undefined) => {
      error ??= diagnostic;
    };
    const matched = this.match(op.parameters, call, scope, op, fail);
    const inForce = defaults.get(op);
    let missing: string[] | undefined;
    const makeLayer = (layer: Op) => this.defaultLayer(layer, defaults);
    for (let index = 0; index < op.parameters.length; index++) {
      const parameter = op.parameters[index] as OpParameter;
      const argument = matched[index];
      if (argument !== undefined) {
        const value = this.evaluator.evaluate(argument.value, scope, this.wordsOf(parameter));
        const accepted = acceptArgument(op, parameter, value, makeLayer);
        attributes[parameter.name] = accepted.attribute;
        if (accepted.problem) fail(this.reportValue(accepted.problem, argument, file));
      } else if (parameter.defaultValue === undefined && inForce?.has(parameter.name) !== true) {
        missing ??= [];
        missing.push(parameter.name);
      }
    }
    if (missing !== undefined && !isSilent && !call.incomplete && error === undefined) {
      const values = { name: call.callee.text, parameters: { all: missing } };
      const fixes = missing.length === 1 && missing[0] === 'kernel' ? [kernelInsertion(call, op, file)] : [];
      fail(this.reporter.report('call.missing', file, call.callee, values, { fixes }));
    }
    return { attributes, error };
  }

  /** A layer given as a value: `batchnorm(scale = false)`. */
  layerValue(call: CallExpression, scope: Scope): LayerValue | undefined {
    const op = findOp(call.callee.text);
    if (op === undefined) return undefined;
    this.recorder.record(scope.file.file.file, call.callee, 'layer', undefined, op);
    if (isPlain(op, call)) return this.defaultLayer(op, scope.defaults);
    return { kind: 'layer', op, attributes: this.layer(op, call, scope).attributes };
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
      for (const parameter of op.parameters) {
        attributes[parameter.name] = inForce?.has(parameter.name)
          ? inForce.get(parameter.name)
          : acceptArgument(op, parameter, parameter.defaultValue, (other) => this.defaultLayer(other, defaults))
              .attribute;
      }
      layer = { kind: 'layer', op, attributes };
      layers.set(op, layer);
    }
    return layer;
  }

  /** The named arguments of a layer in a `defaults` statement; `given` are those that it has for the layer already. */
  defaults(op: Op, call: CallExpression, scope: Scope, given: Set<string>): ReadonlyMap<string, Attribute> {
    const file = scope.file.file.file;
    const added = new Map<string, Attribute>();
    for (const argument of call.arguments) {
      if (argument.name === undefined) {
        this.reporter.report('call.default-position', file, argument, { name: op.name });
        continue;
      }
      const parameter = op.parameters.find((candidate) => candidate.name === argument.name?.text);
      if (parameter === undefined) {
        this.unknownParameter(call, argument, argument.name, op.parameters, scope, op);
        continue;
      }
      this.recorder.record(file, argument.name, 'argument', undefined, op);
      if (given.has(parameter.name)) {
        this.reporter.report('call.twice', file, argument.name, { parameter: parameter.name });
        continue;
      }
      given.add(parameter.name);
      const value = this.evaluator.evaluate(argument.value, scope, this.wordsOf(parameter));
      const accepted = acceptArgument(op, parameter, value, (layer) => this.defaultLayer(layer, scope.defaults));
      if (accepted.problem) this.reportValue(accepted.problem, argument, file);
      added.set(parameter.name, accepted.attribute);
    }
    return added;
  }

  /** The scope of a module's body at one call of it: its parameters bound, over its own file's names. */
  module(module: Module, call: Call, scope: Scope): { readonly scope: Scope; readonly error: Diagnostic | undefined } {
    const { parameters } = module.declaration;
    const file = scope.file.file.file;
    let error: Diagnostic | undefined;
    const fail = (diagnostic: Diagnostic | undefined) => {
      error ??= diagnostic;
    };
    // Parameters that could not be read are no mistake of the caller's.
    if (module.isHeaderBroken) {
      for (const argument of call.arguments) this.evaluator.evaluate(argument.value, scope, this.allWords);
      return {
        scope: this.parameters(
          module,
          () => true,
          () => undefined,
          scope.defaults,
        ),
        error,
      };
    }
    const matched = this.match(
      parameters.map((parameter) => ({ name: parameter.name.text, parameter })),
      call,
      scope,
      module,
      fail,
    );
    // Arguments belong to the caller's scope, defaults to the module's.
    const given = matched.map((argument) =>
      argument === undefined ? undefined : this.evaluator.evaluate(argument.value, scope, this.allWords),
    );
    const missing = parameters.filter(
      (parameter, i) => matched[i] === undefined && parameter.defaultValue === undefined,
    );
    if (missing.length > 0 && !call.incomplete && error === undefined) {
      fail(
        this.reporter.report('call.missing', file, call.callee, {
          name: call.callee.text,
          parameters: { all: missing.map((parameter) => parameter.name.text) },
        }),
      );
    }
    const isGiven = (index: number) => matched[index] !== undefined;
    return { scope: this.parameters(module, isGiven, (index) => given[index], scope.defaults), error };
  }

  /** Binds parameters in order: a default may use earlier ones. Also for networks and their overrides. */
  parameters(
    owner: Pick<Module, 'scope'> & { readonly declaration: { readonly parameters: readonly Parameter[] } },
    isGiven: (index: number) => boolean,
    given: (index: number) => Value,
    defaults: Defaults,
  ): Scope {
    const inner = Scope.ofFile(owner.scope).nested();
    inner.defaults = defaults;
    const file = owner.scope.file.file;
    for (const [index, parameter] of owner.declaration.parameters.entries()) {
      let value: Value;
      if (isGiven(index)) {
        value = given(index);
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
      } else {
        inner.setValue(parameter.name.text, { value, kind: 'parameter', declaration });
      }
    }
    return inner;
  }

  /** The argument of each parameter, if there is one. */
  private match(
    parameters: readonly { readonly name: string; readonly parameter?: Parameter }[],
    call: Call,
    scope: Scope,
    owner: Op | Module,
    fail: (diagnostic: Diagnostic) => void,
  ): (Argument | undefined)[] {
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
        const declared = parameters[index]?.parameter;
        const declaration =
          declared && 'scope' in owner
            ? {
                file: owner.scope.file.file,
                span: { start: declared.name.start, end: declared.name.end },
              }
            : undefined;
        this.recorder.record(file, name, 'argument', declaration, 'scope' in owner ? undefined : owner);
      }
    }
    return matched;
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

  private unknownParameter(
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

  private wordsOf(parameter: OpParameter): WordContext {
    let context = this.words.get(parameter);
    if (context === undefined) {
      context = {
        words: new Set(parameterWords(parameter)),
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
  const isNext = call.arguments.length === index && call.arguments.every(({ name }) => name === undefined);
  const text = isNext ? '3x3' : 'kernel = 3x3';
  const at = last?.end ?? call.end - 1;
  const newText = last === undefined ? text : `, ${text}`;
  return fix('insert', { text }, { file, span: { start: at, end: at }, newText });
}

/** Nothing is given and nothing has to be: the layer is that of its defaults. */
function isPlain(op: Op, call: Call): boolean {
  return call.arguments.length === 0 && op.parameters.every((parameter) => parameter.defaultValue !== undefined);
}
