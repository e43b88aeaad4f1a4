/**
 * Where a number comes from: everything there is to say about one layer or block, as plain data. The
 * hover, `incept explain` and the preview's Layer tab show the same explanation; none of them computes. Sums, shares and
 * ranks are those of src/analysis.
 *
 * Formulas are the layer's own (src/ops); figures of other tools are in other-tools.ts. Unknown is
 * `undefined`, as everywhere.
 */

import type { LayerPart, NetworkAnalysis, ReceptiveField, Sum, Totals } from '../analysis/analysis';
import {
  blockFigures,
  blockRank,
  groupShare,
  type HeldTensor,
  heldAtPeak,
  layerIntensity,
  layerRank,
  layerShare,
  layerSum,
  layersSummed,
  layerTraffic,
  type Rank,
  type Share,
  shareOf,
  sumOver,
} from '../analysis/figures';
import { formatExact } from '../base/number-format';
import type { Location } from '../base/span';
import { type Block, type BlockId, type Layer, type LayerId, layersIn, type Origin } from '../graph/graph';
import { type Dim, type Pads, type Shape, UNKNOWN_SHAPE } from '../ops/dim';
import { writtenAttributes } from '../ops/format-value';
import type { Attributes, Elementwise, Formula, LayerCost } from '../ops/op';
import { blockCallText, layerCallText } from './call-text';
import type { Change, CountName } from './explanation-keys';
import { type CountedFacts, factsOf, otherTools, type ToolFigure, toolFacts } from './other-tools';

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
  /** Layers inside of a block, those that lead nowhere among them; 1 for a layer. */
  readonly layerCount: number;
  /** All of a layer's attributes, as they would be written; empty for a block. */
  readonly attributes: readonly AttributeText[];
  /** Zeros that a layer's window adds: top, bottom, left, right; undefined without a window. */
  readonly pads: Pads | undefined;
  readonly multiplies: Dim;
  /** For a block with unknown parts: what is known of the multiplies. */
  readonly knownMultiplies: number;
  /** The products whose sum is `multiplies`; empty for a block and for what has no weights. */
  readonly formulas: readonly FormulaText[];
  /** What is counted: products of weights with values, none where a layer has no weights, a block's sum of them. */
  readonly convention: 'products' | 'none' | 'sum';
  /** Multiplies without the taps that fall on zero padding, and the share of them in percent. */
  readonly effective: { readonly multiplies: Dim; readonly percent: Dim };
  readonly otherTools: readonly ToolFigure[];
  /** Of the layer at which the main path's memory peaks: what is alive there. Else empty. */
  readonly heldAtPeak: readonly HeldTensor[];
  readonly movements: readonly Movement[];
  readonly counts: readonly Count[];
  readonly receptiveField: ReceptiveField | undefined;
  readonly part: LayerPart;
  /** Of the network's main multiplies; undefined where it has none of them, or an unknown number. */
  readonly share: Share | undefined;
  /** Place by multiplies among the layers (or blocks of its kind) of the main total that multiply. */
  readonly rank: Rank | undefined;
  /** The main output or head it is counted for; undefined where it leads nowhere. */
  readonly servedOutput: string | undefined;
  /** Multiplies of what leads nowhere in a block that is needed: in none of the numbers here. */
  readonly dead: Sum | undefined;
  /** For a block: its children with their multiplies, in written order. */
  readonly parts: readonly Part[];
}

export interface AttributeText {
  readonly name: string;
  readonly text: string;
  /** Whether it would be the same if it was not written. */
  readonly isDefault: boolean;
}

export interface FormulaText {
  /** `Hout*Wout*Cout * Kh*Kw*Cin`. */
  readonly symbols: string;
  /** `28*28*32 * 5*5*192`. */
  readonly values: string;
  /** `120,422,400`, or `?`. */
  readonly result: string;
  /** How many results are made, and products for each of them. */
  readonly outputs: Dim;
  readonly taps: Dim;
  readonly formula: Formula;
}

/** What one step of a number does to this layer alone. */
export interface Movement {
  /** What is more, and by how many: groups move together. */
  readonly change: Change;
  readonly by: number;
  readonly multiplies: Dim;
  readonly params: Dim;
}

export interface Count {
  readonly name: CountName;
  /** It is in the count before it. */
  readonly isPart: boolean;
  readonly value: Dim;
  readonly unit: 'count' | 'bytes' | 'ratio';
}

export interface Part {
  readonly path: string;
  readonly name: string;
  readonly multiplies: Dim;
  /** Undefined, too, for what leads nowhere in a block that is needed. */
  readonly percentOfBlock: Dim;
  readonly part: LayerPart;
}

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
    attributes: writtenAttributes(layer.op, layer.attributes).map(({ parameter: { name }, text, isDefault }) => ({
      name,
      text,
      isDefault,
    })),
    pads: layer.op.window?.(input, layer.attributes).pads,
    multiplies: cost.multiplies,
    knownMultiplies: cost.multiplies ?? 0,
    formulas: formulas.map(formulaText),
    convention: layer.op.formulas === undefined ? 'none' : 'products',
    effective: effectiveOf(cost.multiplies, cost.effectiveMultiplies),
    otherTools: otherTools(factsOf(layer, input, shape, cost)),
    heldAtPeak: network.main.peak?.layer === id ? heldAtPeak(network) : [],
    movements: movements(layer, inputShapes, cost),
    counts: layerCounts(network, layer, inputShapes),
    receptiveField: network.receptiveFields[id],
    part: network.parts[id] ?? 'dead',
    share: layerShare(network, id, 'multiplies'),
    rank: layerRank(network, id),
    servedOutput: network.servedOutput[id],
    dead: undefined,
    parts: [],
  };
}

/** The two offsets alone: the span of an origin may be a node of the tree, with all that hangs on it. */
function locationOf({ file, span: { start, end } }: Origin): Location {
  return { file, span: { start, end } };
}

export function explainBlock(network: NetworkAnalysis, id: BlockId): Explanation {
  const block = network.graph.blocks[id] as Block;
  const layers = layersIn(network.graph, id);
  const figures = blockFigures(network, id);
  const { part, sum, dead } = figures;
  const multiplies = exactValue(sum.sums.multiplies);
  const served = layers.find((layer) => network.parts[layer] === part);
  return {
    kind: 'block',
    path: block.path,
    name: block.module ?? (block.kind === 'module' ? block.name : block.kind),
    callText: blockCallText(block, network.graph),
    location: locationOf(block.origin),
    inputs: flowsIn(network, [block.input]),
    shape: shapeAt(network, block.result),
    layerCount: layers.length,
    attributes: [],
    pads: undefined,
    multiplies,
    knownMultiplies: sum.sums.multiplies.value,
    formulas: [],
    convention: 'sum',
    effective: effectiveOf(multiplies, exactValue(sum.sums.effectiveMultiplies)),
    otherTools: otherTools(factsOver(network, layersSummed(network, id))),
    heldAtPeak: [],
    movements: [],
    counts: groupCounts(sum),
    receptiveField: block.result < 0 ? undefined : network.receptiveFields[block.result],
    part,
    share: groupShare(network, figures, 'multiplies'),
    rank: blockRank(network, id),
    servedOutput: served === undefined ? undefined : network.servedOutput[served],
    dead: part === 'dead' || dead.layerCount === 0 ? undefined : dead.sums.multiplies,
    parts: parts(network, block, sum.sums.multiplies),
  };
}

function flowsIn(network: NetworkAnalysis, inputs: readonly LayerId[]): Explanation['inputs'] {
  return inputs
    .filter((id) => id >= 0)
    .map((id) => ({ path: network.graph.layers[id]?.path ?? '?', shape: shapeAt(network, id) }));
}

function shapeAt(network: NetworkAnalysis, id: LayerId | undefined): Shape {
  return (id === undefined ? undefined : network.shapes[id]) ?? UNKNOWN_SHAPE;
}

/** The product in names and in numbers: what makes one result after what makes the results. */
export function formulaText(formula: Formula): FormulaText {
  const shown = formula.factors.filter((factor) => !(factor.divide && factor.value === 1));
  const product = (isTap: boolean, text: (factor: Formula['factors'][number]) => string): string => {
    const factors = shown.filter(({ of }) => (of === 'tap') === isTap);
    const multiplied = factors.filter((factor) => !factor.divide).map(text);
    const divided = factors.filter((factor) => factor.divide).map((factor) => `/${text(factor)}`);
    return `${multiplied.join('*')}${divided.join('')}`;
  };
  const both = (text: (factor: Formula['factors'][number]) => string): string =>
    [product(false, text), product(true, text)].filter((part) => part !== '').join(' * ');
  return {
    symbols: both((factor) => factor.symbol),
    values: both((factor) => String(factor.value ?? '?')),
    result: formatExact(formula.result),
    outputs: productOf(formula, false),
    taps: productOf(formula, true),
    formula,
  };
}

function productOf({ factors }: Formula, isTap: boolean): Dim {
  return factors
    .filter(({ of }) => (of === 'tap') === isTap)
    .reduce<Dim>((all, { value, divide }) => {
      if (all === undefined || value === undefined) return undefined;
      return divide ? all / value : all * value;
    }, 1);
}

function effectiveOf(multiplies: Dim, effective: Dim): Explanation['effective'] {
  const percent =
    multiplies === undefined || effective === undefined || multiplies === 0
      ? undefined
      : (100 * effective) / multiplies;
  return { multiplies: effective, percent };
}

/** What other tools count of layers, summed. */
export function factsOver(network: NetworkAnalysis, layers: readonly LayerId[]): CountedFacts {
  const facts = new Map(layers.map((id) => [id, factsAt(network, id)]));
  const names = ['multiplies', ...toolFacts] as const;
  const sums = names.map((name) => [name, exactValue(sumOver(network, layers, ({ id }) => facts.get(id)?.[name]))]);
  return Object.fromEntries(sums);
}

function factsAt(network: NetworkAnalysis, id: LayerId): CountedFacts {
  const layer = network.graph.layers[id] as Layer;
  return factsOf(layer, shapeAt(network, layer.inputs[0]), shapeAt(network, id), network.costs[id] as LayerCost);
}

/** The layer's cost again with one filter, unit or input channel more: exact by construction. */
function movements(layer: Layer, inputs: readonly Shape[], cost: LayerCost): readonly Movement[] {
  if (layer.op.formulas === undefined || cost.multiplies === undefined) return [];
  const groups = typeof layer.attributes.groups === 'number' ? layer.attributes.groups : 1;
  const found: Movement[] = [];
  const step = (change: Change, by: number, movedInputs: readonly Shape[], attributes: Attributes): void => {
    const output = layer.op.shape(movedInputs, attributes, () => {});
    const moved = layer.op.cost(movedInputs, output, attributes);
    found.push({
      change,
      by,
      multiplies: difference(moved.multiplies, cost.multiplies),
      params: difference(moved.params, cost.params),
    });
  };
  const grow = (name: Exclude<Change, 'channels'>, by: number): void => {
    const value = layer.attributes[name];
    if (typeof value === 'number') step(name, by, inputs, { ...layer.attributes, [name]: value + by });
  };
  grow('filters', groups);
  grow('units', 1);
  if (layer.op.name !== 'conv') grow('multiplier', 1);
  const [input] = inputs;
  if (input !== undefined) {
    const [height, width, channels] = input;
    const wider: Shape = [height, width, channels === undefined ? undefined : channels + groups];
    step('channels', groups, [wider], layer.attributes);
  }
  return found;
}

function layerCounts(network: NetworkAnalysis, layer: Layer, inputs: readonly Shape[]): readonly Count[] {
  const cost = network.costs[layer.id] as LayerCost;
  const specs = layer.op.weights?.(inputs[0] ?? UNKNOWN_SHAPE, layer.attributes) ?? [];
  const sized = (accepts: (role: string) => boolean): Dim =>
    sum(specs.filter((spec) => accepts(spec.role)).map((spec) => product(spec.shape)));
  const rows = [
    ...workCounts(cost.multiplies, cost.effectiveMultiplies, cost.adds, (kind) => cost.elementwise[kind]),
    count('params', cost.params),
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
      'affine',
      sized((role) => role === 'gamma' || role === 'beta'),
    ),
    count(
      'slopes',
      sized((role) => role === 'slope'),
    ),
    count(
      'moving',
      sized((role) => role === 'mean' || role === 'variance'),
    ),
  ].filter((row) => row.value !== 0);
  if (split.length > 1) rows.push(...split.map((row) => ({ ...row, isPart: true })));
  const outputBytes = network.activationBytes[layer.id];
  const weightBytes = network.weightBytes[layer.id];
  const traffic = layerTraffic(network, layer.id);
  rows.push(bytes('weightBytes', weightBytes), bytes('outputBytes', outputBytes), bytes('traffic', traffic));
  if (cost.multiplies !== 0) {
    rows.push({ name: 'intensity', isPart: false, value: layerIntensity(network, layer.id), unit: 'ratio' });
  }
  return rows;
}

/** What is counted of any group of layers. */
export function groupCounts({ sums, elementwise }: Totals): readonly Count[] {
  const kinds = (of: keyof Elementwise): Dim => exactValue(elementwise[of]);
  return [
    ...workCounts(exactValue(sums.multiplies), exactValue(sums.effectiveMultiplies), exactValue(sums.adds), kinds),
    count('params', exactValue(sums.params)),
    count('paramsTotal', exactValue(sums.paramsTotal)),
    bytes('weightBytes', exactValue(sums.weightBytes)),
    bytes('activationBytes', exactValue(sums.activationBytes)),
  ];
}

function workCounts(multiplies: Dim, effective: Dim, adds: Dim, kinds: (of: keyof Elementwise) => Dim): Count[] {
  return [
    count('multiplies', multiplies),
    count('effectiveMultiplies', effective),
    count('adds', adds),
    ...[
      count('compares', kinds('compare')),
      count('otherMultiplies', kinds('multiply')),
      count('otherAdds', kinds('add')),
      count('divides', kinds('divide')),
      count('exps', kinds('exp')),
    ].filter((row) => row.value !== 0),
  ];
}

const count = (name: CountName, value: Dim): Count => ({ name, isPart: false, value, unit: 'count' });
const bytes = (name: CountName, value: Dim): Count => ({ name, isPart: false, value, unit: 'bytes' });

export function exactValue({ value, isPartial }: Sum): Dim {
  return isPartial ? undefined : value;
}

/** A module that is one join has the branches as its parts. */
function parts(network: NetworkAnalysis, whole: Block, all: Sum): readonly Part[] {
  let block = whole;
  for (;;) {
    const [only, ...others] = block.children;
    const inner =
      only !== undefined && 'block' in only && others.length === 0 ? network.graph.blocks[only.block] : undefined;
    if (inner === undefined) break;
    block = inner;
  }
  const isNeeded = blockFigures(network, whole.id).part !== 'dead';
  return block.children.map((child) => {
    const figures = 'block' in child ? blockFigures(network, child.block) : undefined;
    const layer = 'layer' in child ? network.graph.layers[child.layer] : undefined;
    const inner = 'block' in child ? network.graph.blocks[child.block] : undefined;
    const path = layer?.path ?? inner?.path ?? '?';
    const own = layer === undefined ? figures?.sum.sums.multiplies : layerSum(network, layer.id, 'multiplies');
    const part = (layer === undefined ? figures?.part : network.parts[layer.id]) ?? 'dead';
    const share = own === undefined || (isNeeded && part === 'dead') ? undefined : shareOf(own, all);
    return {
      path,
      name: inner?.kind === 'join' ? inner.name : (path.split('/').at(-1) as string),
      multiplies: own && exactValue(own),
      percentOfBlock: share === undefined || share.isAtMost ? undefined : (100 * share.part) / share.whole,
      part,
    };
  });
}

function product(values: readonly Dim[]): Dim {
  return values.reduce<Dim>((all, value) => (all === undefined || value === undefined ? undefined : all * value), 1);
}

function sum(values: readonly Dim[]): Dim {
  return values.reduce<Dim>((all, value) => (all === undefined || value === undefined ? undefined : all + value), 0);
}

function difference(a: Dim, b: Dim): Dim {
  return a === undefined || b === undefined ? undefined : a - b;
}
