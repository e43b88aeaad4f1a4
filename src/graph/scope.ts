/**
 * The names in force at a place in a body: parameters, constants and loop variables (values), and the
 * named results of layers. Values and results are looked up apart: a result never hides a constant or a
 * word. Scopes nest as bodies do; the outermost of a module or network rests on its file's names.
 */

import type { Location } from '../base/span';
import type { Dim, Pair } from '../ops/dim';
import type { Value } from '../ops/op';
import { type Defaults, noDefaults } from './defaults';
import type { FileScope } from './file-scope';
import type { LayerId } from './graph';
import type { NameKind } from './name-meaning';

export interface ResultBinding {
  /** -1 where the result is unknown. */
  readonly layer: LayerId;
  readonly kind: NameKind;
  readonly declaration: Location | undefined;
  /** Of a parameter: the name of the result in the call. */
  readonly written?: string;
}

export interface ValueBinding {
  readonly value: Value;
  readonly kind: 'constant' | 'parameter' | 'variable';
  readonly declaration: Location;
}

export const noBindings: ReadonlyMap<string, Value> = new Map();

export class Scope {
  private values: Map<string, ValueBinding> | undefined;
  private results: Map<string, ResultBinding> | undefined;
  /** Every name this body has defined, with its place. */
  private defined: Map<string, Location> | undefined;

  /** Channels of the flow where it is now, asked for by the name at `start`; undefined outside of any flow. */
  channels: ((start: number) => Dim) | undefined;

  /** Height and width of a layer's result. */
  sizeOf: ((layer: LayerId) => Pair) | undefined;

  /** In force here: grows as the body's `defaults` statements are met. */
  defaults: Defaults = noDefaults;

  private constructor(
    readonly file: FileScope,
    private readonly parent: Scope | undefined,
  ) {}

  static ofFile(file: FileScope): Scope {
    return new Scope(file, undefined);
  }

  nested(): Scope {
    const inner = new Scope(this.file, this);
    inner.defaults = this.defaults;
    inner.channels = this.channels;
    inner.sizeOf = this.sizeOf;
    return inner;
  }

  /** Takes the name for this body. Returns where it was defined before, in which case that one stays. */
  define(name: string, location: Location): Location | undefined {
    const before = this.defined?.get(name);
    if (before !== undefined) return before;
    this.defined ??= new Map();
    this.defined.set(name, location);
    return undefined;
  }

  /** This body itself defines the name. */
  has(name: string): boolean {
    return this.defined?.has(name) ?? false;
  }

  setValue(name: string, binding: ValueBinding): void {
    this.values ??= new Map();
    this.values.set(name, binding);
  }

  setResult(name: string, binding: ResultBinding): void {
    this.results ??= new Map();
    this.results.set(name, binding);
  }

  value(name: string): ValueBinding | undefined {
    for (let scope: Scope | undefined = this; scope !== undefined; scope = scope.parent) {
      const binding = scope.values?.get(name);
      if (binding !== undefined) return binding;
    }
    return undefined;
  }

  result(name: string): ResultBinding | undefined {
    for (let scope: Scope | undefined = this; scope !== undefined; scope = scope.parent) {
      const binding = scope.results?.get(name);
      if (binding !== undefined) return binding;
    }
    return undefined;
  }

  /** The values bound in this body itself, results that are arguments among them, for those who show them. */
  get bindings(): ReadonlyMap<string, Value> {
    const bindings = new Map<string, Value>();
    for (const [name, binding] of this.values ?? []) bindings.set(name, binding.value);
    for (const [name, { kind, layer, written = name }] of this.results ?? []) {
      if (kind === 'parameter') bindings.set(name, { kind: 'result', name: written, layer });
    }
    return bindings.size === 0 ? noBindings : bindings;
  }

  /** From the innermost body outwards. */
  valueNames(): Iterable<string> {
    return this.namesOf((scope) => scope.values);
  }

  resultNames(): Iterable<string> {
    return this.namesOf((scope) => scope.results);
  }

  private *namesOf(table: (scope: Scope) => ReadonlyMap<string, unknown> | undefined): Generator<string> {
    for (let scope: Scope | undefined = this; scope !== undefined; scope = scope.parent) {
      yield* table(scope)?.keys() ?? [];
    }
  }
}
