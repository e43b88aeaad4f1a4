/**
 * What a hover says about one layer: shape in and out, multiplies with their formula and the values put in, share of the
 * network, parameters, memory, receptive field; and about a layer that stands in many places, all of them in a table.
 */

import { layerCallText } from '../advice/call-text';
import { formulaText } from '../advice/explain';
import type { NetworkAnalysis } from '../analysis/analysis';
import { addSums, heldAtPeak, layerShare, layerSum } from '../analysis/figures';
import { sensitivities } from '../analysis/sensitivity';
import type { Diagnostic } from '../base/diagnostic';
import { messageOf } from '../base/message-text';
import { formatBytes, formatExact, formatMilliseconds, formatShape, formatShort } from '../base/number-format';
import type { Layer } from '../graph/graph';
import { type Shape, UNKNOWN_SHAPE } from '../ops/dim';
import type { LayerCost } from '../ops/op';
import {
  bytesSum,
  convention,
  elementwiseText,
  exactSum,
  inputShapes,
  receptiveFieldParts,
  shapeRange,
  shareCell,
  shareText,
  shortSum,
  sumRange,
} from './figures';
import { commandLink, escapeMarkdown, inlineCode, joined, markdownTable, paragraphs, type Rendering } from './markdown';
import { type Instances, type LayerInstance, moduleCallAround, type Scene } from './scene';

/** Rows of instances before the rest is only counted. */
const longestTable = 12;

/** One instance in full, or a table of all. */
export function layerCard(scene: Scene, instances: Instances<LayerInstance>, rendering: Rendering): string {
  const [only, ...others] = instances.shown;
  if (only === undefined) return '';
  if (others.length > 0) return manyCard(scene, instances, rendering);
  return paragraphs(oneCard(scene, only, rendering), chosenInstance(scene, instances, rendering));
}

function oneCard(scene: Scene, { network, layer }: LayerInstance, rendering: Rendering): string {
  const cost = network.costs[layer.id];
  const shape = network.shapes[layer.id];
  if (cost === undefined || shape === undefined) return '';
  if (layer.op.group === 'input') return inputCard(scene, network, layer, shape);
  const say = scene.words.hover;
  const inputs = inputShapes(network, layer);
  const formulas = layer.op.formulas?.(inputs[0] ?? UNKNOWN_SHAPE, shape, layer.attributes) ?? [];

  // FLOPs are a multiply and an add for each product.
  const factor = convention(scene.words) === 'flops' ? 2 : 1;
  const multiplies: string[] = [];
  if (formulas.length > 0) {
    const own = exactSum(layerSum(network, layer.id, convention(scene.words)), network.parts[layer.id]);
    multiplies.push(joined(say('amount.multiplies', { count: own }), partNote(scene, network, layer)));
    const twice = factor === 1 ? '' : `${factor} * `;
    for (const formula of formulas) {
      const { values, symbols } = formulaText(formula);
      const result = formatExact(formula.result === undefined ? undefined : factor * formula.result);
      multiplies.push(`${inlineCode(`${twice}${values} = ${result}`)}  \n${inlineCode(`${twice}${symbols}`)}`);
    }
    if (formulas.length > 1)
      multiplies.push(
        say('layer.together', {
          count: formatExact(cost.multiplies === undefined ? undefined : factor * cost.multiplies),
        }),
      );
  }
  const field = network.receptiveFields[layer.id];
  const facts = [
    parametersText(scene, cost),
    say('amount.activation', { amount: formatBytes(network.activationBytes[layer.id]) }),
    field === undefined ? '' : say('layer.receptive-field', receptiveFieldParts(field)),
  ];
  const without = cost.effectiveMultiplies;
  const operations = elementwiseText(cost.elementwise, scene.words);
  const work = [
    without === cost.multiplies
      ? ''
      : say('layer.without-padding', { count: formatExact(without === undefined ? undefined : factor * without) }),
    operations === '' ? '' : say('elementwise', { operations }),
  ];

  return paragraphs(
    `**${escapeMarkdown(layer.path)}** ${inlineCode(layerCallText(layer))}`,
    `${inputsText(inputs)} → \`${formatShape(shape)}\``,
    ...multiplies,
    unknownNote(scene, network, layer),
    joined(...facts),
    joined(...work),
    sensitivityNote(scene, network, layer),
    timeNote(scene, network, layer),
    peakNote(scene, network, layer),
    commandLink(rendering, say('explain'), 'incept.explain', target(network, layer.path)),
  );
}

function parametersText({ words }: Scene, { params, paramsTotal }: LayerCost): string {
  if (paramsTotal === 0) return '';
  const count = formatExact(params);
  return paramsTotal === params
    ? words.hover('amount.parameters', { count })
    : words.hover('amount.parameters-frozen', { count, all: formatExact(paramsTotal) });
}

/** On the machine that was measured, for the batch of one that a run has. */
function timeNote({ timeOf, words }: Scene, network: NetworkAnalysis, layer: Layer): string {
  const time = timeOf?.(network, layer.id);
  if (time === undefined) return '';
  if (time.bound === null) return words.hover('layer.time-none');
  return words.hover(`layer.time-${time.bound}`, { time: formatMilliseconds(time.predictedMs) });
}

/** What the network would cost with another number in this layer. */
function sensitivityNote({ words }: Scene, network: NetworkAnalysis, layer: Layer): string {
  const factor = convention(words) === 'flops' ? 2 : 1;
  const changes = sensitivities(network, layer).map(({ parameter, text, multiplies }) => {
    const sign = multiplies > 0 ? '+' : '−';
    return words.hover(`sensitivity.${parameter}`, {
      text,
      amount: `${sign}${formatShort(factor * Math.abs(multiplies))}`,
    });
  });
  return changes.length === 0 ? '' : words.hover('sensitivity', { changes: joined(...changes) });
}

function inputCard(scene: Scene, network: NetworkAnalysis, layer: Layer, shape: Shape): string {
  const say = scene.words.hover;
  const amount = formatBytes(network.activationBytes[layer.id]);
  return paragraphs(
    say('layer.input', { path: escapeMarkdown(layer.path), network: escapeMarkdown(network.name) }),
    say('layer.input-size', { shape: formatShape(shape), amount, format: network.precision.activations }),
    peakNote(scene, network, layer),
  );
}

/** Share of the main total, or why there is none. */
function partNote({ words }: Scene, network: NetworkAnalysis, { id }: Layer): string {
  const served = network.servedOutput[id];
  if (served === undefined) return words.hover('layer.no-output');
  if (network.parts[id] === 'head') return words.hover('layer.for-head', { output: escapeMarkdown(served) });
  const share = shareText(layerShare(network, id, 'multiplies'));
  return share === '' ? '' : words.hover('share-of', { share, network: escapeMarkdown(network.name) });
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
  return scene.words.hover('unknown', { reason: reason(scene, network, layer) });
}

function reason(scene: Scene, network: NetworkAnalysis, layer: Layer): string {
  const { diagnostics, hover: say } = scene.words;
  const own = errorAt(scene, network, layer);
  if (own !== undefined) return say('unknown.mistake', { message: escapeMarkdown(messageOf(own, diagnostics)) });
  const seen = new Set<number>();
  const waiting = [...layer.inputs];
  let isCut = false;
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    if (id < 0) isCut = true;
    const before = network.graph.layers[id];
    if (before === undefined || seen.has(id)) continue;
    seen.add(id);
    const error = errorAt(scene, network, before);
    if (error !== undefined) {
      const path = escapeMarkdown(before.path);
      return say('unknown.mistake-before', { path, message: escapeMarkdown(messageOf(error, diagnostics)) });
    }
    waiting.push(...before.inputs);
  }
  return isCut ? say('unknown.flow') : say('unknown.value');
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

function peakNote({ words }: Scene, network: NetworkAnalysis, layer: Layer): string {
  const { peak, sums } = network.main;
  if (peak === undefined) return '';
  const amount = bytesSum(sums.peakBytes);
  if (peak.layer === layer.id) {
    const tensors = heldAtPeak(network).map(({ path, bytes }) => `${escapeMarkdown(path)} ${formatBytes(bytes)}`);
    const rest = tensors.length - longestTable;
    const shown = rest > 0 ? [...tensors.slice(0, longestTable), words.hover('more', { count: rest })] : tensors;
    const alive = words.hover('layer.alive', { tensors: shown.join(words.diagnostics.language.comma) });
    return `${words.hover('layer.peak', { amount })}${words.diagnostics.language.betweenSentences}${alive}`;
  }
  return peak.held.includes(layer.id) ? words.hover('layer.held-at-peak', { amount }) : '';
}

/** The range over all instances, and a row for each. */
function manyCard({ words }: Scene, instances: Instances<LayerInstance>, rendering: Rendering): string {
  const say = words.hover;
  const { shown } = instances;
  const shapes = shown.map(({ network, layer }) => network.shapes[layer.id]);
  const sums = shown.map(({ network, layer }) => layerSum(network, layer.id, convention(words)));
  const multiply = sums.some((sum) => sum.value !== 0 || sum.isPartial);
  const isNeeded = shown.map(({ network, layer }) => network.parts[layer.id] !== 'dead');
  const needed = sums.filter((_, i) => isNeeded[i]);
  // Of instances that all lead nowhere there is nothing else to say.
  const total = addSums(needed.length === 0 ? sums : needed);
  const rows = shown.slice(0, longestTable).map(({ network, layer }, i) => {
    const cells = [
      instanceLink(network, layer, rendering),
      inputsText(inputShapes(network, layer)),
      `\`${formatShape(network.shapes[layer.id])}\``,
    ];
    if (!multiply) return cells;
    const part = network.parts[layer.id] ?? 'dead';
    const share = shareCell(part, layerShare(network, layer.id, 'multiplies'), words);
    return [...cells, exactSum(sums[i] ?? total, part), share];
  });
  const rest = shown.length - rows.length;
  const first = shown[0] as LayerInstance;
  const range = { each: sumRange(sums, shortSum), together: exactSum(total) };
  const title = say('places', { name: escapeMarkdown(first.layer.op.name), count: shown.length });
  const columns = multiply
    ? (['instance', 'in', 'out', 'multiplies', 'share'] as const)
    : (['instance', 'in', 'out'] as const);
  return paragraphs(
    joined(title, `\`${shapeRange(shapes)}\``),
    multiply ? say('places.each-and-together', range) : '',
    markdownTable(
      columns.map((column) => say(column)),
      rows,
    ),
    rest > 0 ? say('more', { count: rest }) : '',
    rendering.commands && moduleAround(first) !== undefined ? say('places.choose') : '',
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
function chosenInstance({ words }: Scene, instances: Instances<LayerInstance>, rendering: Rendering): string {
  const { choice, all } = instances;
  if (choice === undefined || all.length < 2) return '';
  const shown = words.hover('places.chosen', { path: escapeMarkdown(choice.path), count: all.length });
  const change = commandLink(rendering, words.hover('choose-another'), 'incept.chooseInstance', {
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
