/**
 * A mapping file: how the tensors of a foreign weights file are named and ordered. JSON, by whole names or by prefixes,
 * described for users in docs/weights.md. Reading a file with it gives tensors under our names, in our order, or every
 * tensor that is missing, extra or of another shape, by both of its names.
 *
 * Orders: ours are [kernel height, kernel width, channels per group, filters] for convolutions, [inputs, units] for
 * dense layers with inputs by height, width, channel. PyTorch's and Caffe's are [filters, channels, height, width] and
 * [units, inputs] with inputs by channel, height, width. Keras' are ours, but for depthwise kernels [height, width,
 * channels, multiplier], which lie in memory as ours do.
 */

import type { NetworkAnalysis } from '../analysis/analysis';
import { firstUnknownLayer } from '../analysis/known';
import { present } from '../base/assert';
import { phrase, type Refusal } from '../base/diagnostic';
import { isRecord } from '../base/guard';
import { nearest } from '../base/suggest';
import {
  misshapenWeight,
  missingWeight,
  type NamedTensor,
  nameInText,
  type WeightLayout,
  weightLayouts,
} from '../base/tensor';
import type { LayerId } from '../graph/graph';
import { numberOf } from '../ops/attributes';
import type { OpName } from '../ops/registry';
import { type NetworkWeight, networkWeights } from './network-weights';
import { standInFor, stateKey } from './pytorch/names';
import { denseFromChannelsFirst, filtersLast, filtersLastOfTransposed, inputsBeforeFilters } from './weight-order';

export interface WeightMap {
  readonly layout: WeightLayout;
  /** Our name, or the beginning of one (it ends with `/` or `.`), to the foreign one. */
  readonly names: ReadonlyMap<string, string>;
  /** Foreign names, `*` for any characters, that may be left over. */
  readonly ignore: readonly string[];
}

/** For files that have our names and order. */
export const ownWeights: WeightMap = { layout: 'incept', names: new Map(), ignore: [] };

/** The map of a JSON text, or what is wrong with it. */
export function parseWeightMap(text: string): { readonly map: WeightMap } | { readonly refusal: Refusal } {
  const refused = (refusal: Refusal): { readonly refusal: Refusal } => ({ refusal });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (problem) {
    const reason = problem instanceof Error ? problem.message : String(problem);
    return refused({ code: 'map.json', values: { reason } });
  }
  if (!isRecord(value)) return refused({ code: 'map.object', values: {} });
  const keys = ['layout', 'names', 'ignore'];
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  if (unknown !== undefined) {
    const near = nearest(unknown, keys);
    const key = JSON.stringify(unknown);
    if (near !== undefined) return refused({ code: 'map.key', values: { key }, near });
    return refused({ code: 'map.key/known', values: { key, keys: { all: keys } } });
  }
  const { layout = 'incept', names = {}, ignore = [] } = value;
  const known = weightLayouts.find((candidate) => candidate === layout);
  if (known === undefined) return refused({ code: 'map.layout', values: { layouts: { any: weightLayouts } } });
  if (!isRecord(names)) return refused({ code: 'map.names', values: {} });
  const entries = Object.entries(names);
  const odd = entries.find(([, name]) => typeof name !== 'string');
  if (odd !== undefined) return refused({ code: 'map.name', values: { name: JSON.stringify(odd[0]) } });
  if (!Array.isArray(ignore) || ignore.some((name) => typeof name !== 'string')) {
    return refused({ code: 'map.ignore', values: {} });
  }
  return { map: { layout: known, names: new Map(entries as [string, string][]), ignore: ignore as string[] } };
}

/** What a name ends with in each framework; ours where there is nothing else. */
const endings: Readonly<Record<WeightLayout, Readonly<Record<string, string>>>> = {
  incept: {},
  pytorch: { gamma: 'weight', beta: 'bias', mean: 'running_mean', variance: 'running_var' },
  keras: {
    weight: 'kernel',
    'depthwise.weight': 'depthwise_kernel',
    'pointwise.weight': 'pointwise_kernel',
    mean: 'moving_mean',
    variance: 'moving_variance',
  },
};

/** Left over in every PyTorch file with batch norms, whatever its form: whole numbers, which no weight is. */
const alwaysIgnored = '*num_batches_tracked';

/** Whether a name of the file may be left over. */
export function isIgnored(name: string, { ignore }: WeightMap): boolean {
  return [alwaysIgnored, ...ignore].some((pattern) => matches(pattern, name));
}

/** A key that ends so is the beginning of names, any other a whole name. */
const isPrefix = (key: string): boolean => key.endsWith('/') || key.endsWith('.');

/** The key by which a name is found: the whole name, else the longest beginning. */
function keyFor(name: string, { names }: WeightMap): string | undefined {
  if (names.has(name)) return name;
  for (let end = name.length - 1; end > 0; end--) {
    const prefix = name.slice(0, end);
    if (isPrefix(prefix) && names.has(prefix)) return prefix;
  }
  return undefined;
}

/** The name that a weight of ours has in the file. */
export function foreignName(name: string, map: WeightMap): string {
  const key = keyFor(name, map);
  if (key === name) return map.names.get(name) ?? name;
  const rest = name.slice(key?.length ?? 0);
  const known = endings[map.layout];
  const ending = [
    rest.slice(rest.lastIndexOf('/') + 1),
    rest.slice(Math.max(rest.lastIndexOf('/'), rest.lastIndexOf('.')) + 1),
  ].find((candidate) => Object.hasOwn(known, candidate));
  const start = ending === undefined ? rest : rest.slice(0, rest.length - ending.length);
  const foreign = `${map.layout === 'pytorch' ? start.replaceAll('/', '.') : start}${ending === undefined ? '' : known[ending]}`;
  return key === undefined ? foreign : `${map.names.get(key)}${foreign}`;
}

/** More complaints than this get no suggestion, which takes time with thousands of names. */
const mostSuggestions = 20;

export type MappedWeights = { readonly tensors: NamedTensor[] } | { readonly problems: readonly Refusal[] };

/**
 * The tensors of a file under our names and in our order. `wanted` are the layers whose weights must be there; the
 * network's others may be. The wanted ones must be known whole.
 */
export function mapWeights(
  network: NetworkAnalysis,
  wanted: readonly LayerId[],
  tensors: readonly NamedTensor[],
  map: WeightMap,
): MappedWeights {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const unread = new Set(byName.keys());
  const problems: Refusal[] = [];
  const found: NamedTensor[] = [];
  const isWanted = new Set(wanted);
  const known = network.graph.layers.map(({ id }) => id).filter((id) => firstUnknownLayer(network, [id]) === undefined);
  const weights = networkWeights(network, known);
  const pairs = weights.map((weight) => ({ weight, foreign: nameInFile(network, weight, map, byName) }));
  for (const { foreign } of pairs) unread.delete(foreign);
  if (map.layout === 'pytorch') for (const key of standInKeys(network, weights)) unread.delete(key);
  problems.push(...keysForNothing(network, weights, map));
  for (const { weight, foreign } of pairs) {
    const place =
      foreign === weight.name
        ? weight.name
        : phrase('weight-in-file', { name: weight.name, foreign: nameInText(foreign) });
    const tensor = byName.get(foreign);
    const order = orderOf(network, weight, map.layout);
    if (tensor === undefined) {
      if (!isWanted.has(weight.layer)) continue;
      const near = problems.length < mostSuggestions ? nearest(foreign, unread) : undefined;
      problems.push(missingWeight(place, order.shape, near === undefined ? undefined : nameInText(near)));
    } else if (!order.accepts(tensor.shape)) {
      problems.push(misshapenWeight(place, tensor.shape, order.shape));
    } else {
      found.push({ name: weight.name, shape: weight.shape, values: order.arrange(tensor.values) });
    }
  }
  for (const name of unread) {
    if (isIgnored(name, map)) continue;
    problems.push({ code: 'weights.extra', values: { name: nameInText(name), network: network.name } });
  }
  return problems.length > 0 ? { problems } : { tensors: found };
}

/** A file that `export --to pytorch` wrote, or that was trained from it, has the names of its program where the map says nothing else. */
function nameInFile(
  network: NetworkAnalysis,
  { name, layer: id }: NetworkWeight,
  map: WeightMap,
  byName: ReadonlyMap<string, NamedTensor>,
): string {
  const foreign = foreignName(name, map);
  if (map.layout !== 'pytorch' || byName.has(foreign) || keyFor(name, map) !== undefined) return foreign;
  const layer = present(network.graph.layers[id], 'layer');
  const exported = stateKey(layer, name.slice(layer.path.length + 1));
  return byName.has(exported) ? exported : foreign;
}

/** Factors of one and summands of zero, which norms of PyTorch have where ours have none. */
function standInKeys(network: NetworkAnalysis, weights: readonly NetworkWeight[]): readonly string[] {
  return weights.flatMap(({ role, name, layer: id }) => {
    const layer = present(network.graph.layers[id], 'layer');
    const standIn = role === 'mean' ? standInFor(layer, name.slice(layer.path.length + 1)) : undefined;
    return standIn === undefined ? [] : [standIn.key];
  });
}

/** Keys of the map that no weight's name has or begins with. */
function keysForNothing(network: NetworkAnalysis, weights: readonly NetworkWeight[], map: WeightMap): Refusal[] {
  const problems: Refusal[] = [];
  const names = new Set(weights.map(({ name }) => name));
  const layers = new Set(weights.map(({ name }) => name.slice(0, name.lastIndexOf('/') + 1)));
  for (const key of map.names.keys()) {
    if (names.has(key) || (isPrefix(key) && weights.some(({ name }) => name.startsWith(key)))) continue;
    const near = problems.length < mostSuggestions ? nearest(key, isPrefix(key) ? layers : names) : undefined;
    const code = isPrefix(key) ? 'map.no-beginning' : 'map.no-weight';
    problems.push({ code, values: { name: nameInText(key), network: network.name }, near });
  }
  return problems;
}

/** The shape that a file of that layout has. */
export function shapeInFile(network: NetworkAnalysis, weight: NetworkWeight, layout: WeightLayout): readonly number[] {
  return orderOf(network, weight, layout).shape;
}

interface Order {
  /** The shape as the file has it. */
  readonly shape: readonly number[];
  readonly accepts: (shape: readonly number[]) => boolean;
  /** The same array where the order is ours already. */
  readonly arrange: (values: Float32Array) => Float32Array;
}

function orderOf(network: NetworkAnalysis, weight: NetworkWeight, layout: WeightLayout): Order {
  const { shape, role } = weight;
  const op = network.graph.layers[weight.layer]?.op.name as OpName;
  const same = (expected: readonly number[]): Order => ({
    shape: expected,
    accepts: (given) => given.length === expected.length && expected.every((size, axis) => size === given[axis]),
    arrange: (values) => values,
  });
  if (role !== 'weight' || layout === 'incept') return same(shape);
  if (op === 'dense') {
    const [inputs = 0, units = 0] = shape;
    if (layout === 'keras') return same(shape);
    const [, , channels] = imageBefore(network, weight.layer);
    return { ...same([units, inputs]), arrange: (values) => denseFromChannelsFirst(values, inputs, units, channels) };
  }
  const [height = 0, width = 0, depth = 0, filters = 0] = shape;
  if (op === 'convtranspose') {
    if (layout === 'keras') {
      return {
        ...same([height, width, filters, depth]),
        arrange: (values) => inputsBeforeFilters(values, depth, filters),
      };
    }
    const groups = numberOf(network.graph.layers[weight.layer]?.attributes ?? {}, 'groups') ?? 1;
    return {
      ...same([depth * groups, filters / groups, height, width]),
      arrange: (values) => filtersLastOfTransposed(values, [height, width, depth, filters], groups),
    };
  }
  if (layout === 'keras') {
    // One of ours per channel and multiplier: [height, width, channels, multiplier] lies in the same order.
    const isDepthwise = op === 'depthwise' || weight.name.endsWith('/depthwise.weight');
    if (!isDepthwise) return same(shape);
    const channels = network.shapes[network.graph.layers[weight.layer]?.inputs[0] ?? -1]?.[2] ?? filters;
    return same([height, width, channels, filters / channels]);
  }
  return {
    ...same([filters, depth, height, width]),
    arrange: (values) => filtersLast(values, [height, width, depth, filters]),
  };
}

/** The image whose values a dense layer reads: behind a flatten, and what changes single values, that before it. */
function imageBefore(network: NetworkAnalysis, id: LayerId): readonly [number, number, number] {
  const { layers } = network.graph;
  let at = present(layers[id]?.inputs[0], 'input');
  for (;;) {
    const { op, inputs } = present(layers[at], 'layer');
    const [before] = inputs;
    const passes = op.name === 'flatten' || op.name === 'dropout' || op.name === 'identity' || op.name === 'scale';
    if (before === undefined || !(passes || (op.group === 'activation' && op.name !== 'softmax'))) break;
    at = before;
  }
  const [height, width, channels] = present(network.shapes[at], 'shape');
  return [present(height, 'height'), present(width, 'width'), present(channels, 'channels')];
}

/** `*` stands for any characters. Without regular expressions, so that no pattern takes long. */
function matches(pattern: string, name: string): boolean {
  const parts = pattern.split('*');
  const [first = ''] = parts;
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return pattern === name;
  if (!name.startsWith(first) || name.length < first.length + last.length || !name.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= name.length - last.length;
}
