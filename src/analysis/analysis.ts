/**
 * The result of analysing a file: an immutable value that every feature reads. `undefined` in a table means unknown and
 * already reported; a sum with an unknown part says so (`isPartial`), and a set of layers how many have one.
 */

import type { Diagnostic } from '../base/diagnostic';
import type { MetricName } from '../base/metrics';
import type { Precision } from '../base/precision';
import type { FileId, Location, Span } from '../base/span';
import type { Graph, LayerId, Output } from '../graph/graph';
import type { NameTable } from '../graph/name-meaning';
import type { LayerRange } from '../graph/promises';
import type { Dim, Shape } from '../ops/dim';
import type { Elementwise, LayerCost, Value } from '../ops/op';
import type { ComparisonOperator, ModuleDeclaration, NetworkDeclaration, SourceFile } from '../syntax/tree';
import type { LiveBytes } from './liveness';

export interface AnalysisOptions {
  /** Overrides of network parameters (`--set width=0.5`), by name. */
  readonly parameters?: ReadonlyMap<string, Value>;
  /** Another input size, for every network of the file. */
  readonly inputShape?: Shape;
  /** In place of what the networks say of theirs; what is absent stays as they say. */
  readonly precision?: Partial<Precision>;
  /** Images at once, 1 unless said: it scales the bytes of activations and nothing else. */
  readonly batch?: number;
}

export interface Analysis {
  readonly file: SourceFile;
  /** The file and what it imports, directly or not. */
  readonly files: ReadonlyMap<FileId, SourceFile>;
  /** Of all files, sorted by file and position. */
  readonly diagnostics: readonly Diagnostic[];
  /** Hints at names of the file itself that nothing uses, for editors: they say nothing about its networks. */
  readonly unused: readonly Diagnostic[];
  readonly networks: readonly NetworkAnalysis[];
  /** What each name in the text stands for: file, then offset of the name. */
  readonly names: NameTable;
  /** Values of the top-level constants that each file can name. */
  readonly constants: ReadonlyMap<FileId, ReadonlyMap<string, Value>>;
  /** Module declarations that can be called in each file: its own and imported ones, by the name used there. */
  readonly modules: ReadonlyMap<FileId, ReadonlyMap<string, ModuleInScope>>;
}

export interface ModuleInScope {
  readonly file: FileId;
  readonly declaration: ModuleDeclaration;
}

export interface ReceptiveFieldAxis {
  /** Input pixels that one value of this layer depends on. */
  readonly size: number;
  /** Input pixels between two neighbouring values. */
  readonly jump: number;
  /** First input pixel of the first value's field; negative inside padding. */
  readonly start: number;
}

/** Vertical, then horizontal. */
export type ReceptiveField = readonly [ReceptiveFieldAxis, ReceptiveFieldAxis];

/** A sum over layers: exact in `value` when nothing in it is unknown, else `value` is what is known of it. */
export interface Sum {
  readonly value: number;
  readonly isPartial: boolean;
}

/** Every metric but peak memory, which is no sum: it belongs to a whole run. */
export type SummedMetric = Exclude<MetricName, 'peakBytes'>;

/** What some layers cost together. */
export interface Totals {
  readonly layerCount: number;
  /** How many of them have a count that is unknown. */
  readonly unknownLayers: number;
  readonly sums: Readonly<Record<SummedMetric, Sum>>;
  readonly elementwise: Readonly<Record<keyof Elementwise, Sum>>;
}

/** Layers that are computed in one run, which has a peak of memory. */
export interface LayerSet extends Totals {
  /** Layer ids in written order. */
  readonly layers: readonly LayerId[];
  readonly sums: Readonly<Record<MetricName, Sum>>;
  /** Bytes alive at each step; step `i` computes `layers[i]`. */
  readonly live: LiveBytes;
  /** The step at which the most bytes are alive, and the tensors held there (layer ids, the input's too). */
  readonly peak: { readonly layer: LayerId; readonly held: readonly LayerId[] } | undefined;
}

/**
 * Which total a layer is counted in: `main` is what main outputs need, `head` what only heads need, `dead` what
 * leads nowhere and is in no total.
 */
export type LayerPart = 'main' | 'head' | 'dead';

export interface OutputAnalysis {
  readonly output: Output;
  readonly shape: Shape;
  /** All it needs. */
  readonly needs: LayerSet;
  /** For a head: what it adds to the main path; empty for a main output. */
  readonly extra: Totals;
}

export interface BudgetResult {
  readonly metric: MetricName;
  readonly limit: number;
  /** What is known of the sum. */
  readonly value: number;
  readonly isPartial: boolean;
  /** `open` while the value is partial and still under the limit. */
  readonly verdict: 'ok' | 'over' | 'open';
  readonly location: Location;
  /** Path of the module call it holds for; empty for the network. */
  readonly path: string;
}

/** A check of an `expect`, over all instances of where it stands. */
export interface CheckResult {
  readonly location: Location;
  /** `missed` in one of them at least, else `open` where one is not decided while something is unknown. */
  readonly verdict: 'ok' | 'missed' | 'open';
}

/** A check of an `expect` that does not hold, in one of the instances of where it stands. */
export interface MissedExpectation {
  readonly location: Location;
  /** What is there instead: the flow's shape, or what the statement before comes to. */
  readonly found: MissedShape | MissedSum;
}

export interface MissedShape {
  readonly shape: Shape;
  /** As it would be written. */
  readonly expected: string;
  /** Whose result it is. */
  readonly layer: LayerId;
}

export interface MissedSum {
  readonly sum: Sum;
  readonly metric: MetricName;
  readonly operator: ComparisonOperator;
  readonly expected: number;
  /** The layers that are summed. */
  readonly of: LayerRange;
}

export interface NetworkAnalysis {
  readonly name: string;
  readonly declaration: NetworkDeclaration;
  readonly nameSpan: Span;
  readonly parameters: ReadonlyMap<string, Value>;
  readonly graph: Graph;
  // Tables by layer id.
  readonly shapes: readonly Shape[];
  readonly costs: readonly LayerCost[];
  /** Bytes of each result; for the input too. */
  readonly activationBytes: readonly Dim[];
  /** Bytes of each layer's parameters. */
  readonly weightBytes: readonly Dim[];
  /** What a value takes in all metrics of bytes. */
  readonly precision: Precision;
  /** Images at once, in the bytes of activations. */
  readonly batch: number;
  readonly receptiveFields: readonly (ReceptiveField | undefined)[];
  readonly parts: readonly LayerPart[];
  /** Name of the main output or head each layer is counted for; undefined for a layer that leads nowhere. */
  readonly servedOutput: readonly (string | undefined)[];
  readonly outputs: readonly OutputAnalysis[];
  /** What the main outputs need: what inference costs. */
  readonly main: LayerSet;
  /** What all heads together add to that; a layer that several of them need is in it once. */
  readonly heads: Totals;
  /** Main outputs and heads: everything but what leads nowhere. */
  readonly all: LayerSet;
  readonly budgets: readonly BudgetResult[];
  /** Of every `expect` that was reached, in the order in which they are. */
  readonly checks: readonly CheckResult[];
  readonly missed: readonly MissedExpectation[];
  /** Layers at whose text an error is reported, with the first one. */
  readonly errors: ReadonlyMap<LayerId, Diagnostic>;
}
