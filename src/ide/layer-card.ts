/**
 * What a hover says about one layer: shape in and out, multiplies with their formula and the values put in, share of the
 * network, parameters, memory, receptive field; and about a layer that stands in many places, all of them in a table.
 */

import { layerCallText } from '../advice/call-text';
import { formulaText } from '../advice/explain';
import type { NetworkAnalysis } from '../analysis/analysis';
import type { Diagnostic } from '../base/diagnostic';
import { formatBytes, formatExact, formatMilliseconds, formatShape } from '../base/number-format';
import type { Layer } from '../graph/graph';
import type { Shape } from '../ops/value';
import {
  bytesSum,
  elementwiseText,
  exactSum,
  inputShapes,
  isInMain,
  receptiveFieldText,
  shapeRange,
  shareOfNetwork,
  shortSum,
  sumOf,
  sumRange,
} from './figures';
import { commandLink, escapeMarkdown, inlineCode, joined, paragraphs, type Rendering, table } from './markdown';
import { type Instances, type LayerInstance, moduleCallAround, type Scene } from './scene';

/** Rows of instances before the rest is only counted. */
const longestTable = 12;

/** One instance in full, or a table of all. */
export function layerCard(scene: Scene, instances: Instances<LayerInstance>, rendering: Rendering): string {
  const [only, ...others] = instances.shown;
  if (only === undefined) return '';
  if (others.length > 0) return manyCard(instances, rendering);
  return paragraphs(oneCard(scene, only, rendering), otherInstances(instances, rendering));
}

function oneCard(scene: Scene, { network, layer }: LayerInstance, rendering: Rendering): string {
  const cost = network.costs[layer.id];
  const shape = network.shapes[layer.id];
  if (cost === undefined || shape === undefined) return '';
  if (layer.op.group === 'input') return inputCard(network, layer, shape);
  const inputs = inputShapes(network, layer);
  const formulas = layer.op.formulas?.(inputs[0] ?? [undefined, undefined, undefined], shape, layer.attributes) ?? [];
  const own = sumOf([cost.multiplies]);

  const multiplies: string[] = [];
  if (formulas.length > 0) {
    const share = shareText(network, layer, own);
    multiplies.push(joined(`**${formatExact(cost.multiplies)}** multiplies`, share));
    for (const formula of formulas) {
      const text = formulaText(formula);
      multiplies.push(`${inlineCode(`${text.values} = ${text.result}`)}  \n${inlineCode(text.symbols)}`);
    }
    if (formulas.length > 1) multiplies.push(`Together ${formatExact(cost.multiplies)}.`);
  }
  const elementwise = elementwiseText(cost.elementwise);
  const field = receptiveFieldText(network.receptiveFields[layer.id]);
  const facts: string[] = [];
  if (cost.paramsTotal !== 0) {
    const frozen = cost.paramsTotal === cost.params ? '' : ` (${formatExact(cost.paramsTotal)} with moving averages)`;
    facts.push(`**${formatExact(cost.params)}** parameters${frozen}`);
  }
  facts.push(`**${formatBytes(network.activationBytes[layer.id])}** activation`);
  if (field !== undefined) facts.push(`receptive field **${field}**`);
  const without = cost.effectiveMultiplies;
  const work = [
    without === cost.multiplies ? '' : `${formatExact(without)} multiplies without padding taps`,
    elementwise === '' ? '' : `elementwise ${elementwise}`,
  ];

  return paragraphs(
    `**${escapeMarkdown(layer.path)}** ${inlineCode(layerCallText(layer))}`,
    `${inputsText(inputs)} → \`${formatShape(shape)}\``,
    ...multiplies,
    unknownNote(scene, network, layer),
    facts.join(' · '),
    joined(...work),
    timeNote(scene, network, layer),
    peakNote(network, layer),
    commandLink(rendering, 'Explain every number', 'incept.explain', target(network, layer.path)),
  );
}

/** On the machine that was measured, for the batch of one that a run has. */
function timeNote({ timeOf }: Scene, network: NetworkAnalysis, layer: Layer): string {
  const time = timeOf?.(network, layer.id);
  if (time === undefined) return '';
  if (time.bound === null) return 'predicted to take no time here';
  const bound = time.bound === 'overhead' ? 'mostly overhead' : `${time.bound} bound`;
  return `predicted **${formatMilliseconds(time.predictedMs)}** here (${bound})`;
}

function inputCard(network: NetworkAnalysis, layer: Layer, shape: Shape): string {
  const size = formatBytes(network.activationBytes[layer.id]);
  return paragraphs(
    `**${escapeMarkdown(layer.path)}** input of network ${escapeMarkdown(network.name)}`,
    `\`${formatShape(shape)}\` height x width x channels, ${size} as float32`,
    peakNote(network, layer),
  );
}

function shareText(network: NetworkAnalysis, layer: Layer, own: ReturnType<typeof sumOf>): string {
  const share = shareOfNetwork(network, own);
  const served = network.servedOutput[layer.id];
  if (served === undefined) return 'leads to no output, in no total';
  const isMain = isInMain(network, layer.id);
  if (!isMain) return `for ${escapeMarkdown(served)}, not in the main total`;
  return share === '' ? '' : `${share} of ${escapeMarkdown(network.name)}`;
}

function inputsText(inputs: readonly (Shape | undefined)[]): string {
  return inputs.length === 0 ? '`?`' : inputs.map((shape) => `\`${formatShape(shape)}\``).join(' + ');
}

/** Why a number of this layer is unknown: its own mistake, or the first one on the way to it. */
function unknownNote(scene: Scene, network: NetworkAnalysis, layer: Layer): string {
  const cost = network.costs[layer.id];
  const isKnown =
    cost?.multiplies !== undefined && cost.params !== undefined && !network.shapes[layer.id]?.includes(undefined);
  if (isKnown) return '';
  return `⚠ Unknown, shown as \`?\`: ${reason(scene, network, layer)}`;
}

function reason(scene: Scene, network: NetworkAnalysis, layer: Layer): string {
  const own = errorAt(scene, network, layer);
  if (own !== undefined) return `${escapeMarkdown(own.message)}.`;
  const seen = new Set<number>();
  const waiting = [...layer.inputs];
  let isCut = false;
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    if (id < 0) isCut = true;
    const before = network.graph.layers[id];
    if (before === undefined || seen.has(id)) continue;
    seen.add(id);
    const error = errorAt(scene, network, before);
    if (error !== undefined) return `${escapeMarkdown(before.path)}: ${escapeMarkdown(error.message)}.`;
    waiting.push(...before.inputs);
  }
  return isCut ? 'what flows in here is not known because of a mistake.' : 'a value it is computed with is not known.';
}

/** The mistake of the layer itself, or the first one in its text. */
function errorAt(scene: Scene, network: NetworkAnalysis, { id, origin }: Layer): Diagnostic | undefined {
  const { file, span } = origin;
  return (
    network.errors.get(id) ??
    scene.analysis.diagnostics.find(
      (candidate) =>
        candidate.severity === 'error' &&
        candidate.file === file &&
        span.start <= candidate.span.start &&
        candidate.span.end <= span.end,
    )
  );
}

function peakNote(network: NetworkAnalysis, layer: Layer): string {
  const { peak, sums } = network.main;
  if (peak === undefined) return '';
  const size = bytesSum(sums.peakBytes);
  if (peak.layer === layer.id) return `The memory peak of the network, ${size}, is at this layer.`;
  return peak.held.includes(layer.id) ? `Held at the memory peak of the network, ${size}.` : '';
}

/** The range over all instances, and a row for each. */
function manyCard(instances: Instances<LayerInstance>, rendering: Rendering): string {
  const { shown } = instances;
  const shapes = shown.map(({ network, layer }) => network.shapes[layer.id]);
  const sums = shown.map(({ network, layer }) => sumOf([network.costs[layer.id]?.multiplies]));
  const multiply = sums.some((sum) => sum.value !== 0 || sum.isPartial);
  const total = sumOf(shown.map(({ network, layer }) => network.costs[layer.id]?.multiplies));
  const rows = shown.slice(0, longestTable).map(({ network, layer }, i) => {
    const cells = [
      instanceLink(network, layer, rendering),
      inputsText(inputShapes(network, layer)),
      `\`${formatShape(network.shapes[layer.id])}\``,
    ];
    if (!multiply) return cells;
    return [...cells, exactSum(sums[i] ?? total), shareOfNetwork(network, sums[i] ?? total)];
  });
  const rest = shown.length - rows.length;
  const first = shown[0] as LayerInstance;
  const range = multiply ? `${sumRange(sums, shortSum)} multiplies each, ${exactSum(total)} together` : '';
  const title = `**${escapeMarkdown(first.layer.op.name)}** in ${shown.length} places`;
  return paragraphs(
    joined(title, `\`${shapeRange(shapes)}\``),
    range,
    table(multiply ? ['Instance', 'In', 'Out', 'Multiplies', 'Share'] : ['Instance', 'In', 'Out'], rows),
    rest > 0 ? `and ${rest} more` : '',
    rendering.commands && moduleAround(first) !== undefined
      ? 'Choose an instance to see its numbers here and in the text.'
      : '',
  );
}

function instanceLink(network: NetworkAnalysis, layer: Layer, rendering: Rendering): string {
  const call = moduleCallAround(network.graph, layer.block);
  const path = escapeMarkdown(layer.path);
  if (call === undefined || call.module === undefined) return path;
  const choice = { file: layer.origin.file, module: call.module, network: network.name, path: call.path };
  return commandLink(rendering, path, 'incept.chooseInstance', choice) || path;
}

function moduleAround({ network, layer }: LayerInstance): string | undefined {
  return moduleCallAround(network.graph, layer.block)?.module;
}

/** Under a chosen instance: which one it is, and the way back. */
function otherInstances(instances: Instances<LayerInstance>, rendering: Rendering): string {
  const { choice, all } = instances;
  if (choice === undefined || all.length < 2) return '';
  const shown = `As in ${escapeMarkdown(choice.path)}, one of ${all.length} instances.`;
  const change = commandLink(rendering, 'Choose another', 'incept.chooseInstance', {
    file: choice.file,
    module: choice.module,
  });
  return change === '' ? shown : `${shown} ${change}`;
}

/** What a link to explain carries. */
export function target(network: NetworkAnalysis, path: string): { file: string; network: string; path: string } {
  return { file: networkFile(network), network: network.name, path };
}

/** The file a network is written in. */
export function networkFile(network: NetworkAnalysis): string {
  return network.graph.blocks[0]?.origin.file ?? '';
}
