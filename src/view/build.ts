/**
 * Builds the view model of one network of an analysis: nodes, edges, totals, outputs, budgets and errors as plain
 * data. Pure; runs on the host's side on every change of the text.
 */

import type { Analysis, LayerSet, NetworkAnalysis } from '../analysis/analysis';
import type { Diagnostic } from '../base/diagnostic';
import { LineIndex } from '../base/line-index';
import type { BlockId } from '../graph/graph';
import { formatValue } from '../ops/value';
import { buildEdges } from './build-edges';
import { buildNodes, isWithin, layerCounts, type NodeTree, viewShape } from './build-nodes';
import {
  type ViewBudget,
  type ViewCount,
  type ViewError,
  type ViewMetric,
  type ViewModel,
  type ViewNode,
  type ViewOutput,
  type ViewPeak,
  viewMetrics,
} from './model';

export interface ViewOptions {
  readonly version: number;
  /** The picture that is shown now; it stays, marked `broken`, while the text has a syntax error. */
  readonly previous?: ViewModel | undefined;
}

const mostErrors = 200;

/**
 * Errors and warnings as the view model lists them: `errors[i]` of a model is made from the diagnostic `i` of this
 * list, which is how a fix chosen in the preview finds its edits.
 */
export function viewDiagnostics(analysis: Analysis): readonly Diagnostic[] {
  const shown = analysis.diagnostics.filter(({ severity }) => severity === 'error' || severity === 'warning');
  const own = analysis.file.file;
  const weight = (diagnostic: Diagnostic): number =>
    (diagnostic.severity === 'error' ? 0 : 2) + (diagnostic.file === own ? 0 : 1);
  return [...shown].sort((a, b) => weight(a) - weight(b)).slice(0, mostErrors);
}

/** Only those that the whole file's text is broken by, not what follows from them. */
function hasSyntaxError(analysis: Analysis): boolean {
  return analysis.file.diagnostics.some(({ severity }) => severity === 'error');
}

/** The model of the named network, or of the first; undefined where the file has none and nothing is shown yet. */
export function buildViewModel(
  analysis: Analysis,
  networkName: string | undefined,
  options: ViewOptions,
): ViewModel | undefined {
  const network = analysis.networks.find(({ name }) => name === networkName) ?? analysis.networks[0];
  const lines = lineIndexes(analysis);
  const isBroken = hasSyntaxError(analysis);
  if (isBroken && options.previous !== undefined && options.previous.file === analysis.file.file) {
    const errors = viewDiagnostics(analysis).map((diagnostic) => viewError(diagnostic, lines, () => null));
    return { ...options.previous, version: options.version, status: 'broken', errors };
  }
  if (network === undefined) return undefined;
  const tree = buildNodes({
    network,
    lines,
    text: (file) => analysis.files.get(file)?.text ?? '',
    blockErrors: blockErrors(analysis, network),
  });
  const main = network.main;
  const isPartial = isBroken || main.unknownLayers > 0 || tree.nodes.some(({ error }) => error !== null);
  return {
    version: options.version,
    file: analysis.file.file,
    fileName: analysis.file.file.slice(analysis.file.file.lastIndexOf('/') + 1),
    network: network.name,
    networks: analysis.networks.map(({ name }) => name),
    parameters: [...network.parameters].map(([name, value]) => ({ name, value: formatValue(value) })),
    inputShape: network.graph.input >= 0 ? viewShape(network.shapes[network.graph.input]) : null,
    status: isPartial ? 'partial' : 'ok',
    layerCount: network.graph.layers.filter(({ id }) => id !== network.graph.input).length,
    unknownLayers: network.all.unknownLayers,
    rankedLayers: tree.nodes.reduce((most, { rank }) => Math.max(most, rank ?? 0), 0),
    totals: {
      ...metricCounts(main),
      paramsTotal: total(main, 'paramsTotal'),
      weightBytes: total(main, 'weightBytes'),
      effectiveMultiplies: total(main, 'effectiveMultiplies'),
    },
    headTotals: headTotals(network),
    costliest: costliest(network, tree),
    peak: viewPeak(network, tree),
    outputs: network.outputs.map((output) => viewOutput(network, output, tree)),
    budgets: network.budgets.map(
      (budget): ViewBudget => ({
        metric: budget.metric,
        limit: budget.limit,
        value: budget.value,
        verdict: budget.verdict,
        file: budget.location.file,
        start: budget.location.span.start,
        line: lines(budget.location.file).positionAt(budget.location.span.start).line + 1,
        path: budget.path,
      }),
    ),
    errors: viewDiagnostics(analysis).map((diagnostic) => viewError(diagnostic, lines, nodeFinder(tree.nodes))),
    children: tree.roots,
    nodes: tree.nodes,
    edges: buildEdges(network, tree),
  };
}

function lineIndexes(analysis: Analysis): (file: string) => LineIndex {
  const made = new Map<string, LineIndex>();
  return (file) => {
    const known = made.get(file);
    if (known !== undefined) return known;
    const index = new LineIndex(analysis.files.get(file)?.text ?? '');
    made.set(file, index);
    return index;
  };
}

function total(set: LayerSet, metric: keyof LayerSet['sums']): ViewCount {
  const { value, isPartial } = set.sums[metric];
  return { value, isPartial };
}

function metricCounts(set: LayerSet): Readonly<Record<ViewMetric, ViewCount>> {
  return byMetric((metric) => total(set, metric));
}

function byMetric(count: (metric: ViewMetric) => ViewCount): Readonly<Record<ViewMetric, ViewCount>> {
  return {
    multiplies: count('multiplies'),
    flops: count('flops'),
    params: count('params'),
    activationBytes: count('activationBytes'),
  };
}

/** Heads leave the main totals alone, so what only they need is the rest of all layers. */
function headTotals({ outputs, main, all }: NetworkAnalysis): ViewModel['headTotals'] {
  const heads = outputs.filter(({ output }) => output.kind === 'head');
  if (heads.length === 0) return null;
  return byMetric((metric) => ({
    value: all.sums[metric].value - main.sums[metric].value,
    isPartial: heads.some(({ extra }) => extra.sums[metric].isPartial),
  }));
}

/** Errors at no layer's text belong to the innermost box around them: a module call with a wrong argument. */
function blockErrors(analysis: Analysis, network: NetworkAnalysis): Map<BlockId, Diagnostic> {
  const result = new Map<BlockId, Diagnostic>();
  const atLayers = new Set<Diagnostic>();
  for (const [id, error] of network.errors) {
    const layer = network.graph.layers[id];
    if (layer !== undefined && isWithin(error, layer.origin)) atLayers.add(error);
  }
  const boxes = network.graph.blocks.filter(({ kind }) => kind === 'module');
  const left = analysis.diagnostics.filter((found) => found.severity === 'error' && !atLayers.has(found));
  for (const error of left.slice(0, mostErrors)) {
    const around = boxes.filter(({ origin }) => isWithin(error, origin));
    const smallest = around.reduce(
      (least, { origin }) => Math.min(least, origin.span.end - origin.span.start),
      Infinity,
    );
    for (const { id, origin } of around) {
      if (origin.span.end - origin.span.start === smallest && !result.has(id)) result.set(id, error);
    }
  }
  return result;
}

function costliest(network: NetworkAnalysis, tree: NodeTree): Readonly<Record<ViewMetric, number>> {
  const most = { multiplies: 0, flops: 0, params: 0, activationBytes: 0 };
  const isMain = new Map(tree.nodes.map((node) => [node.id, node.isMain]));
  for (const { id } of network.graph.layers) {
    if (!isMain.get(tree.idOfLayer[id] ?? '')) continue;
    const counts = layerCounts(network, id);
    for (const metric of viewMetrics) most[metric] = Math.max(most[metric], counts[metric].value ?? 0);
  }
  return most;
}

function viewPeak(network: NetworkAnalysis, tree: NodeTree): ViewPeak | null {
  const { peak, sums } = network.main;
  if (peak === undefined) return null;
  const where = network.graph.layers[peak.layer]?.path ?? '';
  return {
    bytes: sums.peakBytes.value,
    isPartial: sums.peakBytes.isPartial,
    where,
    node: tree.idOfLayer[peak.layer] ?? '',
    held: peak.held.map((id) => ({
      node: tree.idOfLayer[id] ?? '',
      path: network.graph.layers[id]?.path ?? '',
      bytes: network.activationBytes[id] ?? null,
    })),
  };
}

function viewOutput(network: NetworkAnalysis, found: NetworkAnalysis['outputs'][number], tree: NodeTree): ViewOutput {
  const { name, kind, layer } = found.output;
  const block = network.graph.blocks.find((candidate) => candidate.kind === kind && candidate.name === name);
  return {
    name,
    kind,
    shape: layer < 0 ? null : viewShape(found.shape),
    layer: tree.idOfLayer[layer] ?? null,
    node: (block === undefined ? undefined : tree.idOfBlock.get(block.id)) ?? null,
    counts: metricCounts(kind === 'head' ? found.extra : found.needs),
  };
}

function viewError(
  diagnostic: Diagnostic,
  lines: (file: string) => LineIndex,
  nodeAt: (diagnostic: Diagnostic) => string | null,
): ViewError {
  return {
    severity: diagnostic.severity === 'error' ? 'error' : 'warning',
    code: diagnostic.code,
    message: diagnostic.message,
    file: diagnostic.file,
    start: diagnostic.span.start,
    end: diagnostic.span.end,
    line: lines(diagnostic.file).positionAt(diagnostic.span.start).line + 1,
    node: nodeAt(diagnostic),
    fixes: diagnostic.fixes.map(({ title }) => title),
  };
}

/** The node with the smallest text around a diagnostic; of several instances the first. */
function nodeFinder(nodes: readonly ViewNode[]): (diagnostic: Diagnostic) => string | null {
  return ({ file, span }) => {
    let best: ViewNode | undefined;
    for (const node of nodes) {
      const { origin } = node;
      if (origin.file !== file || origin.start > span.start || origin.end < span.end) continue;
      if (best === undefined || origin.end - origin.start < best.origin.end - best.origin.start) best = node;
    }
    return best?.id ?? null;
  };
}
