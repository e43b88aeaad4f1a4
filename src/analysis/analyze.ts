/**
 * The way in: one pure function from text to an immutable analysis, of which every feature is a reader.
 */

import { invariant } from '../base/assert';
import { type Diagnostic, phrase, sortDiagnostics } from '../base/diagnostic';
import { metricNames } from '../base/metrics';
import { formatExact, formatLarge, largestExact } from '../base/number-format';
import type { FileId } from '../base/span';
import { CallBinder } from '../graph/call-binding';
import { Evaluator, type MakeCallable, type WordContext } from '../graph/evaluate';
import { checkModule, expandNetwork } from '../graph/expand';
import { type Expansion, type ExpansionContext, limits, nothingSpent } from '../graph/expansion';
import { type FileScope, type Network, resolveFiles } from '../graph/file-scope';
import type { Files } from '../graph/files';
import type { Graph, LayerId, Output } from '../graph/graph';
import { LayerCounter } from '../graph/layer-count';
import { NameRecorder } from '../graph/name-meaning';
import { Reporter } from '../graph/report';
import { type Dim, UNKNOWN_SHAPE } from '../ops/dim';
import type { Value } from '../ops/op';
import { allWords } from '../ops/registry';
import type { Parameter } from '../syntax/tree';
import type {
  Analysis,
  AnalysisOptions,
  LayerSet,
  ModuleInScope,
  NetworkAnalysis,
  OutputAnalysis,
  Totals,
} from './analysis';
import { withoutConsequences } from './consequences';
import { reportHints } from './hints';
import { layerCosts, resultBytes, weightBytes } from './layer-costs';
import { type CostTables, NeedSums, sumLayers, totalsOf } from './layer-sums';
import { layerParts, listed, neededBy, servedOutputs } from './needs';
import { checkBudgets, checkExpectations } from './promises';
import { receptiveFields } from './receptive-fields';
import { unusedNames } from './unused';

/** Analyses the networks and modules of a file; `id` must be one that `files` knows. */
export function analyze(files: Files, id: FileId, options: AnalysisOptions = {}): Analysis {
  const file = files.file(id);
  invariant(file !== undefined, `no file ${id}`);
  const reporter = new Reporter();
  const recorder = new NameRecorder();
  const words: WordContext = { words: allWords, modules: true };
  const argumentWords: WordContext = { ...words, results: 'last' };
  const make: MakeCallable = { value: (callable, call, scope) => binder.value(callable, call, scope) };
  const evaluator: Evaluator = new Evaluator(reporter, recorder, make, words);
  const binder = new CallBinder(reporter, recorder, evaluator, words, argumentWords);
  const scopes = resolveFiles(files, file, reporter, recorder);
  const textLength = [...scopes.values()].reduce((sum, scope) => sum + scope.file.text.length, 0);
  const context: ExpansionContext = {
    reporter,
    recorder,
    evaluator,
    binder,
    allWords: words,
    argumentWords,
    reportedCircles: new Set(),
    work: nothingSpent(textLength),
    counter: new LayerCounter(limits.turns, limits.moduleDepth),
    expandedModules: new Set(),
    checkedSides: new Set(),
    readSides: new Set(),
    reportedRows: new Set(),
  };
  for (const scope of scopes.values()) for (const constant of scope.constants) evaluator.constant(constant);
  const declared = scopes.get(file.file)?.networks ?? [];
  const networks = declared.slice(0, limits.networks).map((network) => analyzeNetwork(context, network, options));
  const unread = declared[limits.networks]?.declaration;
  if (unread !== undefined) {
    reporter.report('flow.network-limit', file.file, unread.name ?? unread, { limit: formatExact(limits.networks) });
  }
  for (const scope of scopes.values()) {
    for (const module of scope.modules) {
      if (!context.work.isSpent && !context.expandedModules.has(module)) checkModule(context, module);
    }
  }
  const read = new Map([...scopes].map(([key, scope]) => [key, scope.file]));
  const parsed = [...scopes.values()].flatMap((scope) => scope.file.diagnostics);
  return {
    file,
    files: read,
    diagnostics: sortDiagnostics([
      ...parsed.filter((found) => !isMended(found, reporter.diagnostics)),
      ...withoutConsequences(reporter.diagnostics, read.values()),
    ]),
    unused: unusedNames(file),
    networks,
    names: recorder.table,
    constants: new Map([...scopes].map(([key, scope]) => [key, constantsOf(scope)])),
    modules: new Map([...scopes].map(([key, scope]) => [key, modulesOf(scope)])),
  };
}

/** A call that other frameworks begin with is written anew whole: with it goes what is wrong in its arguments. */
function isMended({ code, file, span }: Diagnostic, others: readonly Diagnostic[]): boolean {
  if (code !== 'syntax.tuple') return false;
  return others.some(
    (other) =>
      other.code === 'name.unknown' &&
      other.fixes.some(({ edits }) =>
        edits.some((edit) => edit.file === file && edit.span.start <= span.start && span.end <= edit.span.end),
      ),
  );
}

function constantsOf(scope: FileScope): Map<string, Value> {
  const values = new Map<string, Value>();
  for (const [name, entry] of scope.names) if (entry.kind === 'constant') values.set(name, entry.value);
  return values;
}

function modulesOf(scope: FileScope): Map<string, ModuleInScope> {
  const modules = new Map<string, ModuleInScope>();
  for (const [name, entry] of scope.names) {
    if (entry.kind === 'module') modules.set(name, { file: entry.scope.file.file, declaration: entry.declaration });
  }
  return modules;
}

function analyzeNetwork(context: ExpansionContext, network: Network, options: AnalysisOptions): NetworkAnalysis {
  const { reporter } = context;
  const parameters = options.parameters ?? new Map<string, Value>();
  const { inputShape, precision, batch = 1 } = options;
  const expansion = expandNetwork(context, network, { parameters, inputShape, precision });
  const { graph, shapes } = expansion;
  const errors = new Map<LayerId, Diagnostic>(expansion.errors);
  reportHints(expansion, shapes, reporter);
  const costs = layerCosts(graph, shapes, reporter, errors);
  const { weights, activations } = expansion.precision;
  const tables: CostTables = {
    graph,
    costs,
    activationBytes: resultBytes(graph, shapes, activations, batch, reporter),
    weightBytes: weightBytes(graph, shapes, costs, weights),
  };

  const extraOf = (needed: Uint8Array, ends: readonly Output[]) =>
    totalsOf(
      tables,
      listed(needed, graph.input, mainNeeds),
      ends.some((output) => output.layer < 0),
    );
  const sumOf = (needed: Uint8Array, ends: readonly Output[]): LayerSet =>
    sumLayers(
      tables,
      listed(needed, graph.input),
      ends.some((output) => output.layer < 0),
    );
  const mainOutputs = graph.outputs.filter((output) => output.kind === 'output');
  const heads = graph.outputs.filter((output) => output.kind === 'head');
  const mainNeeds = neededBy(graph, mainOutputs);
  const main = sumOf(mainNeeds, mainOutputs);
  const allNeeds = heads.length === 0 ? mainNeeds : neededBy(graph, graph.outputs);
  const all = heads.length === 0 ? main : sumOf(allNeeds, graph.outputs);
  let needSums: NeedSums | undefined;
  let extraSums: NeedSums | undefined;
  const outputs = graph.outputs.map((output): OutputAnalysis => {
    // A file may have thousands of outputs: what one of them needs is found out when it is asked for.
    let needs: LayerSet | undefined;
    let extra: Totals | undefined;
    const { layer } = output;
    return {
      output,
      shape: shapes[output.layer] ?? UNKNOWN_SHAPE,
      get needs() {
        if (graph.outputs.length === 1) return main;
        needSums ??= new NeedSums(tables);
        needs ??= needSums.set(layer);
        return needs;
      },
      get extra() {
        extraSums ??= new NeedSums(tables, mainNeeds);
        extra ??= output.kind === 'head' ? extraSums.totals(layer) : totalsOf(tables, []);
        return extra;
      },
    };
  });
  const parts = layerParts(mainNeeds, allNeeds);
  const isUnread = network.scope.file.diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  if (!expansion.isBroken && !isUnread) reportDeadLayers(graph, allNeeds, reporter);
  reportLargeSums(main, tables.activationBytes[graph.input], network, reporter);
  const isOverridden = parameters.size > 0 || inputShape !== undefined || precision !== undefined || batch !== 1;
  const expected = checkExpectations(expansion, { ...tables, parts }, shapes, reporter, isOverridden);

  let fields: NetworkAnalysis['receptiveFields'] | undefined;
  const { declaration } = network;
  return {
    name: declaration.name?.text ?? '',
    declaration,
    nameSpan: declaration.name ?? declaration,
    parameters: parametersOf(expansion, declaration.parameters),
    graph,
    shapes,
    costs,
    activationBytes: tables.activationBytes,
    weightBytes: tables.weightBytes,
    precision: expansion.precision,
    batch,
    // Asked for by few readers, and seldom at once: found out when first wanted.
    get receptiveFields() {
      fields ??= receptiveFields(graph, shapes);
      return fields;
    },
    parts,
    servedOutput: servedOutputs(graph),
    outputs,
    main,
    heads: extraOf(allNeeds, heads),
    all,
    budgets: checkBudgets(expansion, { ...tables, parts }, main, reporter),
    ...expected,
    errors,
  };
}

/** Values of a network's own parameters; its body's constants are bound beside them. */
function parametersOf({ graph }: Expansion, parameters: readonly Parameter[]): Map<string, Value> {
  const bindings = graph.blocks[0]?.bindings;
  return new Map(parameters.map(({ name }) => [name.text, bindings?.get(name.text)]));
}

/** One warning for each end of what leads nowhere. */
function reportDeadLayers(graph: Graph, needed: Uint8Array, reporter: Reporter): void {
  const isRead = new Uint8Array(graph.layers.length);
  for (const layer of graph.layers) for (const input of layer.inputs) if (input >= 0) isRead[input] = 1;
  for (const layer of graph.layers) {
    // What stands before the input is reported with the input.
    if (needed[layer.id] === 1 || isRead[layer.id] === 1 || layer.id <= graph.input) continue;
    const name = layer.path.slice(layer.path.lastIndexOf('/') + 1);
    reporter.report('flow.dead', layer.origin.file, layer.origin.nameSpan, { name });
  }
}

function reportLargeSums({ sums }: LayerSet, inputBytes: Dim, network: Network, reporter: Reporter): void {
  const name = network.declaration.name ?? network.declaration;
  // At most the input and all results are alive at once: what is is found out only where that may be too much.
  const mayLive = sums.activationBytes.value + (inputBytes ?? 0);
  for (const metric of metricNames) {
    if (metric === 'peakBytes' && mayLive <= largestExact) continue;
    const { value, isPartial } = sums[metric];
    // Of one that is above it no more is known than that.
    if (value < largestExact || !isPartial) continue;
    const what = phrase('sum-of', { metric });
    reporter.report('shape.too-large', network.scope.file.file, name, { what, value: formatLarge(value) });
    return;
  }
}
