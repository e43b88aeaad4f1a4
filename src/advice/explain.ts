/**
 * Where a number comes from: everything there is to say about one layer or block, as plain data. The
 * hover, `incept explain` and the preview's Explain tab show the same explanation; none of them computes.
 *
 * Formulas are the layer's own (src/ops); figures of other tools are in other-tools.ts. Unknown is
 * `undefined`, as everywhere.
 */

import type { NetworkAnalysis, ReceptiveField } from '../analysis/analysis';
import { formatExact } from '../base/number-format';
import type { Location } from '../base/span';
import { type Block, type BlockId, type Layer, type LayerId, layersIn, type Origin } from '../graph/graph';
import type { Elementwise, Formula, LayerCost } from '../ops/op';
import type { Attributes, Dim, Shape } from '../ops/value';
import { blockCallText, layerCallText } from './call-text';
import { otherTools, type ToolFigure } from './other-tools';

export interface Explanation {
  readonly kind: 'layer' | 'block';
  readonly path: string;
  /** The layer's or module's name: `conv`, `inception`, `concat`, `head`. */
  readonly name: string;
  /** The call with its values put in: `conv(32, 5x5)`. */
  readonly callText: string;
  /** The whole statement in the text. */
  readonly location: Location;
  /** What flows in, in written order; a layer that is unknown because of a mistake is left out. */
  readonly inputs: readonly { readonly path: string; readonly shape: Shape }[];
  readonly shape: Shape;
  /** Layers inside of a block; 1 for a layer. */
  readonly layerCount: number;
  readonly multiplies: Dim;
  /** For a block with unknown parts: what is known of the multiplies. */
  readonly knownMultiplies: number;
  /** The products whose sum is `multiplies`; empty for a block and for what has no weights. */
  readonly formulas: readonly FormulaText[];
  /** What is counted, in one sentence. */
  readonly convention: string;
  /** Multiplies without the taps that fall on zero padding, and the share of them in percent. */
  readonly effective: { readonly multiplies: Dim; readonly percent: Dim };
  readonly otherTools: readonly ToolFigure[];
  readonly movements: readonly Movement[];
  readonly counts: readonly Count[];
  readonly receptiveField: ReceptiveField | undefined;
  /** Percent of the network's main multiplies; undefined while either is unknown. */
  readonly percentOfNetwork: Dim;
  /** Place by multiplies among the layers (or blocks of its kind) that multiply, from 1; undefined for those that do not. */
  readonly rank: { readonly place: number; readonly of: number } | undefined;
  /** The main output or head it is counted for; undefined where it leads nowhere. */
  readonly servedOutput: string | undefined;
  readonly isMain: boolean;
  /** For a block: its children with their multiplies, in written order. */
  readonly parts: readonly Part[];
}

export interface FormulaText {
  /** `Hout*Wout*Cout * Kh*Kw*Cin`. */
  readonly symbols: string;
  /** `28*28*32 * 5*5*192`. */
  readonly values: string;
  /** `120,422,400`, or `?`. */
  readonly result: string;
  readonly formula: Formula;
}

/** What one step of a number does to this layer alone. */
export interface Movement {
  /** `one more filter`. */
  readonly change: string;
  readonly multiplies: Dim;
  readonly params: Dim;
}

export interface Count {
  readonly label: string;
  readonly value: Dim;
  readonly unit: 'count' | 'bytes' | 'ratio';
}

export interface Part {
  readonly path: string;
  readonly name: string;
  readonly multiplies: Dim;
  readonly percentOfBlock: Dim;
}

const FLOAT_BYTES = 4;

export const multipliesConvention =
  'Products of a weight with a value, in convolutions and dense layers, at batch 1; taps on zero padding are counted. Equal to MACs.';

/** Explains the layer or block of a path, or undefined if there is none. A block goes before the join that has its name. */
export function explainPath(network: NetworkAnalysis, path: string): Explanation | undefined {
  const block = network.graph.blocks.find((candidate) => candidate.path === path && path !== '');
  if (block !== undefined) return explainBlock(network, block.id);
  const layer = network.graph.layers.find((candidate) => candidate.path === path);
  return layer === undefined ? undefined : explainLayer(network, layer.id);
}

/** Every path that `explainPath` knows. */
export function explainablePaths(network: NetworkAnalysis): readonly string[] {
  const paths = new Set(network.graph.layers.map((layer) => layer.path));
  for (const block of network.graph.blocks) if (block.path !== '') paths.add(block.path);
  return [...paths];
}

export function explainLayer(network: NetworkAnalysis, id: LayerId): Explanation {
  const layer = network.graph.layers[id] as Layer;
  const cost = network.costs[id] as LayerCost;
  const shape = network.shapes[id] as Shape;
  const inputShapes = layer.inputs.map((input) => shapeAt(network, input));
  const input = inputShapes[0] ?? shape;
  const formulas = layer.op.formulas?.(input, shape, layer.attributes) ?? [];
  return {
    kind: 'layer',
    path: layer.path,
    name: layer.op.name,
    callText: layer.op.group === 'input' ? `input ${layer.path}` : layerCallText(layer),
    location: locationOf(layer.origin),
    inputs: flowsIn(network, layer.inputs),
    shape,
    layerCount: 1,
    multiplies: cost.multiplies,
    knownMultiplies: cost.multiplies ?? 0,
    formulas: formulas.map(formulaText),
    convention: layerConvention(layer),
    effective: effectiveOf(cost.multiplies, cost.effectiveMultiplies),
    otherTools: otherTools({
      multiplies: cost.multiplies,
      biasAdds: biasAdds(layer, input, shape),
      normElements: normElements(layer, shape),
    }),
    movements: movements(layer, inputShapes, cost),
    counts: layerCounts(network, layer, inputShapes),
    receptiveField: network.receptiveFields[id],
    percentOfNetwork: percentOfMain(network, cost.multiplies),
    rank: rankAmong(
      network.graph.layers.map((other) => (network.costs[other.id] as LayerCost).multiplies),
      cost.multiplies,
    ),
    servedOutput: network.servedOutput[id],
    isMain: network.main.layers.includes(id),
    parts: [],
  };
}

/** The two offsets alone: the span of an origin may be a node of the tree, with all that hangs on it. */
function locationOf({ file, span: { start, end } }: Origin): Location {
  return { file, span: { start, end } };
}

export function explainBlock(network: NetworkAnalysis, id: BlockId): Explanation {
  const block = network.graph.blocks[id] as Block;
  const layers = layersIn(network.graph, id).map((layer) => network.graph.layers[layer] as Layer);
  const costs = layers.map((layer) => network.costs[layer.id] as LayerCost);
  const multiplies = sum(costs.map((cost) => cost.multiplies));
  const effectiveMultiplies = sum(costs.map((cost) => cost.effectiveMultiplies));
  const siblings = network.graph.blocks.filter((other) => other.kind === block.kind);
  const last = layers.at(-1);
  return {
    kind: 'block',
    path: block.path,
    name: block.module ?? (block.kind === 'module' ? block.name : block.kind),
    callText: blockCallText(block),
    location: locationOf(block.origin),
    inputs: flowsIn(network, [block.input]),
    shape: shapeAt(network, block.result),
    layerCount: layers.length,
    multiplies,
    knownMultiplies: known(costs.map((cost) => cost.multiplies)),
    formulas: [],
    convention: `${multipliesConvention} A block has the sum of its layers.`,
    effective: effectiveOf(multiplies, effectiveMultiplies),
    otherTools: otherTools({
      multiplies,
      biasAdds: sum(
        layers.map((layer) => biasAdds(layer, shapeAt(network, layer.inputs[0]), shapeAt(network, layer.id))),
      ),
      normElements: sum(layers.map((layer) => normElements(layer, shapeAt(network, layer.id)))),
    }),
    movements: [],
    counts: blockCounts(network, layers, costs),
    receptiveField: block.result < 0 ? undefined : network.receptiveFields[block.result],
    percentOfNetwork: percentOfMain(network, multiplies),
    rank: rankAmong(
      siblings.map((other) => sum(layersIn(network.graph, other.id).map((layer) => network.costs[layer]?.multiplies))),
      multiplies,
    ),
    servedOutput: last === undefined ? undefined : network.servedOutput[last.id],
    isMain: layers.some((layer) => network.main.layers.includes(layer.id)),
    parts: parts(network, block, multiplies),
  };
}

function flowsIn(network: NetworkAnalysis, inputs: readonly LayerId[]): Explanation['inputs'] {
  return inputs
    .filter((id) => id >= 0)
    .map((id) => ({ path: network.graph.layers[id]?.path ?? '?', shape: shapeAt(network, id) }));
}

function shapeAt(network: NetworkAnalysis, id: LayerId | undefined): Shape {
  return (id === undefined ? undefined : network.shapes[id]) ?? [undefined, undefined, undefined];
}

/** The product in names and in numbers: what makes one result after what makes the results. */
export function formulaText(formula: Formula): FormulaText {
  const shown = formula.factors.filter((factor) => !(factor.divide && factor.value === 1));
  const product = (of: 'output' | 'tap', text: (factor: Formula['factors'][number]) => string): string => {
    const factors = shown.filter((factor) => factor.of === of);
    const multiplied = factors.filter((factor) => !factor.divide).map(text);
    const divided = factors.filter((factor) => factor.divide).map((factor) => `/${text(factor)}`);
    return `${multiplied.join('*')}${divided.join('')}`;
  };
  const both = (text: (factor: Formula['factors'][number]) => string): string =>
    [product('output', text), product('tap', text)].filter((part) => part !== '').join(' * ');
  return {
    symbols: both((factor) => factor.symbol),
    values: both((factor) => String(factor.value ?? '?')),
    result: formatExact(formula.result),
    formula,
  };
}

function layerConvention(layer: Layer): string {
  if (layer.op.formulas !== undefined) return multipliesConvention;
  return `${layer.op.name} multiplies no weight with a value: what it computes is counted apart, by kind of operation.`;
}

function effectiveOf(multiplies: Dim, effective: Dim): Explanation['effective'] {
  const percent =
    multiplies === undefined || effective === undefined || multiplies === 0
      ? undefined
      : (100 * effective) / multiplies;
  return { multiplies: effective, percent };
}

/** Results that a bias is added to: `separable` has one in its second convolution only. */
function biasAdds(layer: Layer, input: Shape, shape: Shape): Dim {
  const specs = layer.op.weights?.(input, layer.attributes) ?? [];
  return specs.some((spec) => spec.role === 'bias') ? product(shape) : 0;
}

function normElements(layer: Layer, shape: Shape): Dim {
  const { norm } = layer.attributes;
  const inside = typeof norm === 'object' && norm !== null && 'kind' in norm && norm.op.name === 'batchnorm';
  return layer.op.name === 'batchnorm' || inside ? product(shape) : 0;
}

/** The layer's cost again with one filter, unit or input channel more: exact by construction. */
function movements(layer: Layer, inputs: readonly Shape[], cost: LayerCost): readonly Movement[] {
  if (layer.op.formulas === undefined || cost.multiplies === undefined) return [];
  const groups = typeof layer.attributes.groups === 'number' ? layer.attributes.groups : 1;
  const found: Movement[] = [];
  const step = (change: string, movedInputs: readonly Shape[], attributes: Attributes): void => {
    const output = layer.op.shape(movedInputs, attributes, () => {});
    const moved = layer.op.cost(movedInputs, output, attributes);
    found.push({
      change,
      multiplies: difference(moved.multiplies, cost.multiplies),
      params: difference(moved.params, cost.params),
    });
  };
  const grow = (name: string, by: number, change: string): void => {
    const value = layer.attributes[name];
    if (typeof value === 'number') step(change, inputs, { ...layer.attributes, [name]: value + by });
  };
  const many = (one: string, several: string): string =>
    groups === 1 ? `one more ${one}` : `${groups} more ${several}`;
  grow('filters', groups, many('filter', 'filters'));
  grow('units', 1, 'one more unit');
  if (layer.op.name !== 'conv') grow('multiplier', 1, 'one more filter per channel');
  const [input] = inputs;
  if (input !== undefined) {
    const [height, width, channels] = input;
    const wider: Shape = [height, width, channels === undefined ? undefined : channels + groups];
    step(many('input channel', 'input channels'), [wider], layer.attributes);
  }
  return found;
}

function layerCounts(network: NetworkAnalysis, layer: Layer, inputs: readonly Shape[]): readonly Count[] {
  const cost = network.costs[layer.id] as LayerCost;
  const specs = layer.op.weights?.(inputs[0] ?? [undefined, undefined, undefined], layer.attributes) ?? [];
  const sized = (accepts: (role: string) => boolean): Dim =>
    sum(specs.filter((spec) => accepts(spec.role)).map((spec) => product(spec.shape)));
  const rows = [
    ...workCounts(cost.multiplies, cost.effectiveMultiplies, cost.adds, [cost.elementwise]),
    count('parameters', cost.params),
  ];
  const split = [
    count(
      'weights',
      sized((role) => role === 'weight'),
    ),
    count(
      'biases',
      sized((role) => role === 'bias'),
    ),
    count(
      'gamma and beta',
      sized((role) => role === 'gamma' || role === 'beta'),
    ),
    count(
      'moving mean and variance, not trained',
      sized((role) => role === 'mean' || role === 'variance'),
    ),
  ].filter((row) => row.value !== 0);
  if (split.length > 1) rows.push(...split.map((row) => ({ ...row, label: `  ${row.label}` })));
  const outputBytes = network.activationBytes[layer.id];
  const weightBytes = scaled(cost.paramsTotal, FLOAT_BYTES);
  const inputBytes = sum(inputs.map((shape) => scaled(product(shape), FLOAT_BYTES)));
  const traffic = sum([inputBytes, weightBytes, outputBytes]);
  rows.push(bytes('weight bytes', weightBytes), bytes('output bytes', outputBytes), bytes('traffic', traffic));
  if (cost.multiplies !== 0) rows.push(intensity(cost.multiplies, traffic));
  return rows;
}

function blockCounts(
  network: NetworkAnalysis,
  layers: readonly Layer[],
  costs: readonly LayerCost[],
): readonly Count[] {
  const total = (of: (cost: LayerCost) => Dim): Dim => sum(costs.map(of));
  const paramsTotal = total((cost) => cost.paramsTotal);
  const rows = [
    ...workCounts(
      total((cost) => cost.multiplies),
      total((cost) => cost.effectiveMultiplies),
      total((cost) => cost.adds),
      costs.map((cost) => cost.elementwise),
    ),
    count(
      'parameters',
      total((cost) => cost.params),
    ),
    count('all parameters', paramsTotal),
    bytes('weight bytes', scaled(paramsTotal, FLOAT_BYTES)),
    bytes('activation bytes', sum(layers.map((layer) => network.activationBytes[layer.id]))),
  ];
  return rows;
}

function workCounts(multiplies: Dim, effective: Dim, adds: Dim, elementwise: readonly Elementwise[]): Count[] {
  const kind = (label: string, of: keyof Elementwise): Count => count(label, sum(elementwise.map((row) => row[of])));
  return [
    count('multiplies', multiplies),
    count('multiplies without padding taps', effective),
    count('adds', adds),
    ...[
      kind('compares', 'compare'),
      kind('other multiplies', 'multiply'),
      kind('other adds', 'add'),
      kind('divides', 'divide'),
      kind('exps', 'exp'),
    ].filter((row) => row.value !== 0),
  ];
}

const count = (label: string, value: Dim): Count => ({ label, value, unit: 'count' });
const bytes = (label: string, value: Dim): Count => ({ label, value, unit: 'bytes' });

/** FLOPs per byte moved. */
function intensity(multiplies: Dim, traffic: Dim): Count {
  const value = multiplies === undefined || traffic === undefined ? undefined : (2 * multiplies) / traffic;
  return { label: 'FLOPs per byte', value, unit: 'ratio' };
}

function percentOfMain(network: NetworkAnalysis, multiplies: Dim): Dim {
  const total = network.main.sums.multiplies;
  if (multiplies === undefined || total.isPartial || total.value === 0) return undefined;
  return (100 * multiplies) / total.value;
}

function rankAmong(all: readonly Dim[], multiplies: Dim): Explanation['rank'] {
  if (multiplies === undefined || multiplies === 0) return undefined;
  const counted = all.filter((value): value is number => value !== undefined && value > 0);
  return { place: 1 + counted.filter((value) => value > multiplies).length, of: counted.length };
}

/** A module that is one join has the branches as its parts. */
function parts(network: NetworkAnalysis, whole: Block, multiplies: Dim): readonly Part[] {
  let block = whole;
  for (;;) {
    const [only, ...others] = block.children;
    const inner =
      only !== undefined && 'block' in only && others.length === 0 ? network.graph.blocks[only.block] : undefined;
    if (inner === undefined) break;
    block = inner;
  }
  return block.children.map((child) => {
    const own =
      'layer' in child
        ? network.costs[child.layer]?.multiplies
        : sum(layersIn(network.graph, child.block).map((layer) => network.costs[layer]?.multiplies));
    const layer = 'layer' in child ? network.graph.layers[child.layer] : undefined;
    const inner = 'block' in child ? network.graph.blocks[child.block] : undefined;
    const path = layer?.path ?? inner?.path ?? '?';
    return {
      path,
      name: inner?.kind === 'join' ? inner.name : (path.split('/').at(-1) as string),
      multiplies: own,
      percentOfBlock:
        own === undefined || multiplies === undefined || multiplies === 0 ? undefined : (100 * own) / multiplies,
    };
  });
}

function product(values: readonly Dim[]): Dim {
  return values.reduce<Dim>((all, value) => (all === undefined || value === undefined ? undefined : all * value), 1);
}

function sum(values: readonly Dim[]): Dim {
  return values.reduce<Dim>((all, value) => (all === undefined || value === undefined ? undefined : all + value), 0);
}

function known(values: readonly Dim[]): number {
  return values.reduce<number>((all, value) => all + (value ?? 0), 0);
}

function difference(a: Dim, b: Dim): Dim {
  return a === undefined || b === undefined ? undefined : a - b;
}

function scaled(value: Dim, factor: number): Dim {
  return value === undefined ? undefined : value * factor;
}
