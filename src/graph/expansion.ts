/**
 * What the expansion of every statement leans on: the graph under construction, the names of results, the reports and
 * the limits. How each kind of statement moves the flow is in expand.ts, joins.ts and network-ends.ts.
 */

import type { MessageKey } from '../base/codes';
import { type Diagnostic, type DiagnosticExtras, note, type ValuesFor } from '../base/diagnostic';
import { formatExact } from '../base/number-format';
import type { Precision } from '../base/precision';
import type { FileId, Location, Span } from '../base/span';
import type { Shape } from '../ops/dim';
import type { Body, CallStatement, Name, RepeatStatement } from '../syntax/tree';
import type { Messages } from '../words/english/diagnostics';
import type { BodyNames } from './body-names';
import type { CallBinder } from './call-binding';
import type { Evaluator, WordContext } from './evaluate';
import type { Module, Network } from './file-scope';
import type { Graph, LayerId, Origin } from './graph';
import { GraphBuilder, type OpenBlock } from './graph-builder';
import type { LayerCounter } from './layer-count';
import type { NameKind, NameRecorder } from './name-meaning';
import type { Budget, Expectation, LayerRange } from './promises';
import type { Reporter } from './report';
import type { Scope } from './scope';
import { ShapeInference } from './shapes';

/** Of a whole analysis: all networks of a file and the modules that none calls together; turns and depth are of one. */
export const limits = {
  layers: 100_000,
  statements: 400_000,
  turns: 10_000,
  moduleDepth: 200,
  networks: 2_000,
} as const;

/** Statements that may be read of modules that none calls, beside one for each character of the text. */
const checkedStatements = 4_000;

export function nothingSpent(textLength: number): SpentLimits {
  return { layers: 0, statements: 0, checks: checkedStatements + textLength, isSpent: false };
}

/** What an analysis has used of its limits. */
export interface SpentLimits {
  layers: number;
  statements: number;
  /** What is left of the statements of uncalled modules: from then on each text is read once, not unrolled. */
  checks: number;
  /** A limit was passed: nothing more is read. */
  isSpent: boolean;
}

interface Spent {
  readonly statements: number;
  readonly checks: number;
  /** Of expressions. */
  readonly steps: number;
}

/** A graph with what the analysis needs besides: promises to check, mistakes by layer, calls by layer. */
export interface Expansion {
  readonly graph: Graph;
  readonly expectations: readonly Expectation[];
  readonly budgets: readonly Budget[];
  /** What a value takes in the metrics of bytes. */
  readonly precision: Precision;
  /** Of all layers, in their order. */
  readonly shapes: readonly Shape[];
  /** Mistakes in the call that made a layer. */
  readonly errors: ReadonlyMap<LayerId, Diagnostic>;
  /** The call each layer was written as; undefined for joins and the input. */
  readonly calls: readonly (CallStatement | undefined)[];
  /** The flow was lost somewhere: layers that seem to lead nowhere may not. */
  readonly isBroken: boolean;
}

/** What the whole analysis shares over its networks. */
export interface ExpansionContext {
  readonly reporter: Reporter;
  readonly recorder: NameRecorder;
  readonly evaluator: Evaluator;
  readonly binder: CallBinder;
  readonly allWords: WordContext;
  /** Of an argument of a module: a result is one too. */
  readonly argumentWords: WordContext;
  /** Circles of module calls that are reported already, as sorted names. */
  readonly reportedCircles: Set<string>;
  readonly work: SpentLimits;
  readonly counter: LayerCounter;
  /** Modules whose bodies have been expanded at least once. */
  readonly expandedModules: Set<Module>;
  /** Sides of conditions that were not taken, and whose names have been looked at. */
  readonly checkedSides: Set<Body>;
  /** The same of conditions of which it is not known, about which nothing was said. */
  readonly readSides: Set<Body>;
  /** Repeats of whose rows one is reported already. */
  readonly reportedRows: Set<RepeatStatement>;
}

/** Follows a body with a flow of its own, from a flow on: what it ends with. */
export type FollowBody = (body: Body | undefined, outer: BodyState, block: OpenBlock, flow: LayerId) => LayerId;

/** A body while it is being followed. */
export interface BodyState {
  readonly scope: Scope;
  readonly names: BodyNames;
  readonly block: OpenBlock;
  /** Ends in `/` unless empty. */
  readonly prefix: string;
  readonly place: 'network' | 'module' | 'inner';
  /** The layer whose result flows here; -1 where unknown. */
  flow: LayerId;
  /** Layers of the last statement that made any. */
  last: LayerRange | undefined;
  /** Only statements so far that may stand before a network's input. */
  isBeforeInput: boolean;
}

/** One expansion; its methods are what several kinds of statements need. */
export class ExpansionState {
  readonly builder = new GraphBuilder();
  readonly shapes: ShapeInference;
  isBroken = false;

  constructor(
    readonly context: ExpansionContext,
    /** The network, or module that none calls, which is expanded. */
    readonly owner: string,
    /** The file whose text is being followed; changes while a module of another file is. */
    public file: FileId,
  ) {
    this.shapes = new ShapeInference(this.builder, context.reporter);
  }

  get isStopped(): boolean {
    return this.context.work.isSpent;
  }

  /** Counts what is read, of which a short text may unroll to very much. */
  spend(statements: number, at: Span): void {
    const { work } = this.context;
    work.statements += statements;
    // Nobody will be told of what is wrong behind it.
    if (this.context.reporter.isFull) work.isSpent = true;
    // An expression is a small part of what a statement takes, but one may be as long as one likes.
    if (work.statements + this.context.evaluator.steps / 8 <= limits.statements) return;
    if (!this.isStopped)
      this.report('flow.work-limit', at, { limit: formatExact(limits.statements), owner: this.owner });
    work.isSpent = true;
  }

  /** What has been used up to here. */
  get spent(): Spent {
    const { statements, checks } = this.context.work;
    return { statements, checks, steps: this.context.evaluator.steps };
  }

  /**
   * Counts what was used since `before` again, as often as all of it stays within the limits but at most `times`, so that
   * what passes one is read where it stands. Gives how often.
   */
  spendAgain(before: Spent, times: number): number {
    const { work, evaluator } = this.context;
    const statements = work.statements - before.statements;
    const steps = evaluator.steps - before.steps;
    const checks = before.checks - work.checks;
    const left = limits.statements - work.statements - evaluator.steps / 8;
    const fitting = Math.min(times, left / (statements + steps / 8), checks > 0 ? work.checks / checks : times);
    const count = Math.max(0, Math.floor(fitting));
    work.statements += count * statements;
    evaluator.steps += count * steps;
    work.checks -= count * checks;
    return count;
  }

  define(name: Name, scope: Scope): boolean {
    const before = scope.define(name.text, this.locate(name));
    if (before === undefined) return true;
    const related = [note('defined-here', before, { name: name.text })];
    this.report('name.twice/body', name, { name: name.text }, { related });
    return false;
  }

  defineResult(name: Name, layer: LayerId, kind: NameKind, scope: Scope): void {
    const declaration = this.locate(name);
    this.context.recorder.record(this.file, name, kind, declaration);
    if (this.define(name, scope)) scope.setResult(name.text, { layer, kind, declaration });
  }

  /** A name of the statement that can head a path: its label, unless that is taken in this body. */
  pathName(label: Name | undefined, kind: string, state: BodyState): string {
    return label !== undefined && !state.scope.has(label.text) ? label.text : state.names.next(kind);
  }

  lookUpResult(name: Name, scope: Scope): LayerId {
    const result = this.context.evaluator.result(name, scope);
    if (result === undefined) this.isBroken = true;
    return result?.layer ?? -1;
  }

  loseFlow(state: BodyState): void {
    state.flow = -1;
    this.isBroken = true;
  }

  /** -1 past the limit of layers, where the expansion stops. */
  addLayer(...layer: Parameters<GraphBuilder['addLayer']>): LayerId {
    if (this.context.work.layers < limits.layers) {
      this.context.work.layers++;
      return this.builder.addLayer(...layer);
    }
    this.stopAtLayer({ file: this.file, span: layer[4].nameSpan });
    return -1;
  }

  /** Stops at once where what is to be unrolled has more layers than there may be. */
  foresee(body: Body | undefined, owner: Module | Network, turns: number): void {
    const { counter, work } = this.context;
    const count = counter.body(body, owner);
    const left = limits.layers - work.layers;
    if (count * turns <= left) return;
    const place = counter.place(body, owner, left % count);
    if (place !== undefined) this.stopAtLayer(place);
  }

  private stopAtLayer({ file, span }: Location): void {
    const values = { limit: formatExact(limits.layers), owner: this.owner };
    if (!this.isStopped) this.context.reporter.report('flow.layer-limit', file, span, values);
    this.context.work.isSpent = true;
  }

  originOf(span: Span, nameSpan: Span): Origin {
    return { file: this.file, span, nameSpan };
  }

  locate(name: Name): Location {
    return { file: this.file, span: { start: name.start, end: name.end } };
  }

  report<Key extends MessageKey>(
    text: Key,
    span: Span,
    values: ValuesFor<Messages[Key]>,
    extras?: DiagnosticExtras,
  ): Diagnostic {
    return this.context.reporter.report(text, this.file, span, values, extras);
  }
}
