/**
 * Builds the view model of one network of an analysis: nodes, edges, totals, outputs, budgets and errors as plain
 * data. Pure; runs on the host's side on every change of the text.
 */

import type { Analysis, NetworkAnalysis, SummedMetric, Totals } from '../analysis/analysis';
import { defaultNetwork } from '../analysis/default-network';
import { costliest, hasHeads, heldAtPeak, rankedLayers } from '../analysis/figures';
import type { Diagnostic } from '../base/diagnostic';
import { LineIndex } from '../base/line-index';
import { precisionText } from '../base/precision';
import { fileName } from '../base/span';
import type { BlockId } from '../graph/graph';
import { formatValue } from '../ops/format-value';
import { buildEdges } from './build-edges';
import { elsewhere, listErrors, mostErrors, placeIds, withIds } from './build-errors';
import { buildNodes, byMetric, isWithin, type NodeTree, type ViewWords, viewShape } from './build-nodes';
import type {
  FileView,
  ViewBudget,
  ViewCount,
  ViewFigures,
  ViewMetric,
  ViewModel,
  ViewOutput,
  ViewPeak,
} from './model';

/** Only those that the whole file's text is broken by, not what follows from them. */
function hasSyntaxError(analysis: Analysis): boolean {
  return analysis.file.diagnostics.some(({ severity }) => severity === 'error');
}

/** A module's call to start from: with a number, as most take, for each parameter that wants one. */
function callOf(name: string, parameters: readonly { readonly defaultValue?: unknown }[]): string {
  return `${name}(${parameters.flatMap(({ defaultValue }) => (defaultValue === undefined ? '16' : [])).join(', ')})`;
}

/** What there is to show of the named network, or of the last, and where it stands in the text. Names and errors are in `words`. */
export function buildFileView(analysis: Analysis, networkName: string | undefined, words: ViewWords): FileView {
  const network = analysis.networks.find(({ name }) => name === networkName) ?? defaultNetwork(analysis);
  const lines = lineIndexes(analysis);
  const isBroken = hasSyntaxError(analysis);
  const modules = analysis.file.declarations.flatMap((declared) =>
    declared.kind === 'module' && declared.name !== undefined ? callOf(declared.name.text, declared.parameters) : [],
  );
  if (network === undefined) {
    const { errors, places } = listErrors(analysis, words.diagnostics, lines, [], () => false);
    return { view: null, modules, errors, places: { nodes: [], errors: places, budgets: [] }, isBroken };
  }
  const tree = buildNodes({
    network,
    words,
    text: (file) => analysis.files.get(file)?.text ?? '',
    blockErrors: blockErrors(analysis, network),
  });
  const { errors, places: errorPlaces } = listErrors(
    analysis,
    words.diagnostics,
    lines,
    tree.places,
    elsewhere(analysis, network, isBroken),
  );
  const budgets = placedBudgets(analysis, network, lines);
  const view: ViewModel = {
    ...figuresOf(network, isBroken, budgets, lines),
    file: analysis.file.file,
    fileName: fileName(analysis.file.file),
    networks: analysis.networks.map(({ name }) => name),
    parameters: [...network.parameters].map(([name, value]) => ({ name, value: formatValue(value) })),
    inputShape: network.graph.input >= 0 ? viewShape(network.shapes[network.graph.input]) : null,
    precision: precisionText(network.precision),
    rankedLayers: rankedLayers(network),
    costliest: byMetric((metric) => costliest(network, metric)),
    peak: viewPeak(network, tree),
    outputs: network.outputs.map((output) => viewOutput(network, output, tree)),
    errors,
    children: tree.roots,
    nodes: tree.nodes,
    lines: tree.places.map(({ file, nameStart }) => lines(file).positionAt(nameStart).line + 1),
    edges: buildEdges(network, tree),
  };
  const budgetPlaces = budgets.map(({ id, of: { location } }) => ({
    id,
    file: location.file,
    start: location.span.start,
    end: location.span.start,
  }));
  return {
    view,
    modules,
    errors,
    places: { nodes: tree.places, errors: errorPlaces, budgets: budgetPlaces },
    isBroken,
  };
}

/** What stands over the picture of the named network, or of the last; undefined where the text has a mistake in its syntax, or no network. */
export function buildFigures(analysis: Analysis, networkName: string | undefined): ViewFigures | undefined {
  const network = analysis.networks.find(({ name }) => name === networkName) ?? defaultNetwork(analysis);
  if (network === undefined || hasSyntaxError(analysis)) return undefined;
  const lines = lineIndexes(analysis);
  return figuresOf(network, false, placedBudgets(analysis, network, lines), lines);
}

type Lines = (file: string) => LineIndex;

type PlacedBudget = ReturnType<typeof placedBudgets>[number];

function placedBudgets(analysis: Analysis, network: NetworkAnalysis, lines: Lines) {
  const placeId = placeIds(analysis.file.file, lines);
  return withIds(
    network.budgets,
    ({ path, metric, location }) => `${path} ${metric} ${placeId(location.file, location.span.start)}`,
  );
}

function figuresOf(
  network: NetworkAnalysis,
  isBroken: boolean,
  budgets: readonly PlacedBudget[],
  lines: Lines,
): ViewFigures {
  const { main, graph } = network;
  return {
    network: network.name,
    status: isBroken || main.unknownLayers > 0 ? 'partial' : 'ok',
    layerCount: graph.layers.filter(({ id }) => id !== graph.input).length,
    unknownLayers: network.all.unknownLayers,
    totals: {
      ...metricCounts(main),
      paramsTotal: total(main, 'paramsTotal'),
      weightBytes: total(main, 'weightBytes'),
      effectiveMultiplies: total(main, 'effectiveMultiplies'),
    },
    headTotals: hasHeads(network) ? metricCounts(network.heads) : null,
    everything: hasHeads(network) ? metricCounts(network.all) : null,
    peak: peakFigures(network),
    outputs: network.outputs.map(({ output: { kind } }) => ({ kind })),
    budgets: budgets.map(
      ({ id, of: { metric, limit, value, verdict, location, path } }): ViewBudget => ({
        id,
        metric,
        limit,
        value,
        verdict,
        line: lines(location.file).positionAt(location.span.start).line + 1,
        path,
      }),
    ),
  };
}

/** Of the files of an analysis, each made once. */
export function lineIndexes(analysis: Analysis): Lines {
  const made = new Map<string, LineIndex>();
  return (file) => {
    const known = made.get(file);
    if (known !== undefined) return known;
    const index = new LineIndex(analysis.files.get(file)?.text ?? '');
    made.set(file, index);
    return index;
  };
}

function total(totals: Totals, metric: SummedMetric): ViewCount {
  const { value, isPartial } = totals.sums[metric];
  return { value, isPartial };
}

function metricCounts(totals: Totals): Readonly<Record<ViewMetric, ViewCount>> {
  return byMetric((metric) => total(totals, metric));
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

function peakFigures({ main: { peak, sums }, graph }: NetworkAnalysis): ViewFigures['peak'] {
  if (peak === undefined) return null;
  const { value: bytes, isPartial } = sums.peakBytes;
  return { bytes, isPartial, where: graph.layers[peak.layer]?.path ?? '' };
}

function viewPeak(network: NetworkAnalysis, tree: NodeTree): ViewPeak | null {
  const { peak } = network.main;
  const figures = peakFigures(network);
  if (peak === undefined || figures === null) return null;
  return {
    ...figures,
    node: tree.idOfLayer[peak.layer] ?? '',
    held: heldAtPeak(network).map(({ layer, path, bytes }) => ({
      node: tree.idOfLayer[layer] ?? '',
      path,
      bytes: bytes ?? null,
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
    end: (kind === 'head' ? undefined : tree.endOfLayer.get(layer)) ?? null,
    counts: metricCounts(kind === 'head' ? found.extra : found.needs),
  };
}
