/**
 * Rewrites that make a network cheaper, as the field knows them: where in an analysed network each could be done, and
 * what would have to be written, in words of calls and arguments. Whether it saves, and how much, only an analysis of the
 * rewritten text can say. A call of a module that is used several times makes several layers: a rewrite is one of the call.
 */

import type { NetworkAnalysis } from '../analysis/analysis';
import type { Location } from '../base/span';
import type { Layer, LayerId } from '../graph/graph';
import { layerOf, numberOf, paddingOf, pairOf } from '../ops/attributes';
import type { Dim, Pads } from '../ops/dim';
import { formatAttribute } from '../ops/format-value';
import type { Padding } from '../ops/op';
import { kernelParameter, paddingParameter, strideParameter } from '../ops/parameters';

export const adviceKinds = [
  'bottleneck',
  'two-3x3',
  'asymmetric',
  'separable',
  'groups',
  'pool-before-1x1',
  'global-pool',
  'early-stride',
  'multiple-of-8',
] as const;

export type AdviceKind = (typeof adviceKinds)[number];

/** Done for its speed on a machine and not for what it saves: told only to who asks for it. */
export const onRequest: ReadonlySet<AdviceKind> = new Set<AdviceKind>(['multiple-of-8']);

/** Arguments of a call by parameter, as they are written; undefined is left out. */
export type ArgumentTexts = Readonly<Record<string, string | undefined>>;

/** One step of a rewrite. Steps are done in order; what they name are calls by a layer that was made from them. */
export type RewriteStep =
  /** Arguments of the call are written anew, or taken away. */
  | { readonly do: 'set'; readonly of: LayerId; readonly arguments: ArgumentTexts }
  /** The call gets another layer's name; arguments stay, and what defaults gave the old layer is written out. */
  | { readonly do: 'rename'; readonly of: LayerId; readonly op: string }
  /** A call is put in front, with those of the arguments that `keeps` names, and others. */
  | {
      readonly do: 'before';
      readonly of: LayerId;
      readonly op: string;
      readonly keeps: readonly string[];
      readonly arguments: ArgumentTexts;
    }
  /** The calls of two layers, one right behind the other, change places. */
  | { readonly do: 'swap'; readonly of: LayerId; readonly with: LayerId };

export interface Rewrite {
  readonly kind: AdviceKind;
  /** What it is named after: the first of the layers that the call made. */
  readonly layer: LayerId;
  /** The first layer whose result it keeps. */
  readonly result: LayerId;
  /** The layers of the call, in order. */
  readonly layers: readonly LayerId[];
  readonly steps: readonly RewriteStep[];
  /** The numbers that were chosen, by name. */
  readonly choice: Readonly<Record<string, number>>;
}

/** Layers that one call in a text has made. */
interface Group {
  readonly layers: readonly Layer[];
  readonly first: Layer;
}

/** The most groups of ResNeXt, and the fewest channels of one (Xie et al. 2017: 32x4d). */
const mostGroups = 32;
const leastInGroup = 4;

/**
 * In written order of what they are named after, then in the order of the kinds. Layers that lead nowhere are left alone.
 * `isAsked` says of the name of a call whether it is asked about.
 */
export function possibleRewrites(
  network: NetworkAnalysis,
  kinds: ReadonlySet<AdviceKind>,
  isAsked: (name: Location) => boolean = () => true,
): readonly Rewrite[] {
  const groups = groupsOf(network);
  const pairs = pairsOf(network, groups);
  const asked = groups.filter(({ first: { origin } }) => isAsked({ file: origin.file, span: origin.nameSpan }));
  return asked.flatMap((group) =>
    adviceKinds.filter((kind) => kinds.has(kind)).flatMap((kind) => rules[kind](network, group, pairs) ?? []),
  );
}

function groupsOf({ graph, parts }: NetworkAnalysis): readonly Group[] {
  const byCall = new Map<string, Layer[]>();
  for (const layer of graph.layers) {
    if (layer.id === graph.input) continue;
    const key = callKey(layer);
    const known = byCall.get(key);
    if (known === undefined) byCall.set(key, [layer]);
    else known.push(layer);
  }
  return [...byCall.values()]
    .filter((layers) => layers.some(({ id }) => parts[id] === 'main'))
    .flatMap((layers) => {
      const [first] = layers;
      return first === undefined || layers.some(({ op }) => op !== first.op) ? [] : [{ layers, first }];
    });
}

function callKey({ origin }: Layer): string {
  return `${origin.nameSpan.start} ${origin.file}`;
}

/** For a call whose layers are each read by one layer alone: the call that made those. */
type Pairs = ReadonlyMap<Group, Group>;

function pairsOf({ graph }: NetworkAnalysis, groups: readonly Group[]): Pairs {
  const readers = new Map<LayerId, Layer[]>();
  for (const layer of graph.layers) {
    for (const input of layer.inputs) readers.set(input, [...(readers.get(input) ?? []), layer]);
  }
  const outputs = new Set(graph.outputs.map(({ layer }) => layer));
  const byKey = new Map(groups.map((group) => [callKey(group.first), group]));
  const pairs = new Map<Group, Group>();
  for (const group of groups) {
    const next = group.layers.map(({ id }) => {
      const [reader, ...others] = readers.get(id) ?? [];
      return others.length > 0 || outputs.has(id) || reader?.inputs.length !== 1 ? undefined : reader;
    });
    const [first] = next;
    if (first === undefined || next.some((one) => one === undefined || callKey(one) !== callKey(first))) continue;
    const second = byKey.get(callKey(first));
    if (second !== undefined && second.layers.length === group.layers.length) pairs.set(group, second);
  }
  return pairs;
}

type Rule = (network: NetworkAnalysis, group: Group, pairs: Pairs) => Rewrite | undefined;

const rules: Readonly<Record<AdviceKind, Rule>> = {
  bottleneck,
  'two-3x3': twoSmaller,
  asymmetric,
  separable,
  groups: grouped,
  'pool-before-1x1': poolFirst,
  'global-pool': globalPool,
  'early-stride': earlyStride,
  'multiple-of-8': multipleOfEight,
};

function rewrite(
  kind: AdviceKind,
  { layers, first }: Group,
  steps: readonly RewriteStep[],
  choice: Rewrite['choice'] = {},
  result: Group = { layers, first },
): Rewrite {
  return { kind, layer: first.id, result: result.first.id, layers: layers.map(({ id }) => id), steps, choice };
}

// ---- What a call is, where it is the same in all its layers ----

function same<T>(group: Group, of: (layer: Layer) => T | undefined): T | undefined {
  const first = of(group.first);
  const isSame =
    first !== undefined && group.layers.every((layer) => JSON.stringify(of(layer)) === JSON.stringify(first));
  return isSame ? first : undefined;
}

function pair(group: Group, name: string): readonly [number, number] | undefined {
  return same(group, ({ attributes }) => {
    const [vertical, horizontal] = pairOf(attributes, name);
    return vertical === undefined || horizontal === undefined ? undefined : ([vertical, horizontal] as const);
  });
}

function count(group: Group, name: string): number | undefined {
  return same(group, ({ attributes }) => numberOf(attributes, name));
}

function padding(group: Group): Padding | undefined {
  return same(group, ({ attributes }) => paddingOf(attributes, 'padding'));
}

function inputChannels(network: NetworkAnalysis, layer: Layer): Dim {
  return network.shapes[layer.inputs[0] ?? -1]?.[2];
}

/** The smallest of some number of all layers; undefined where one is unknown. */
function least(group: Group, of: (layer: Layer) => Dim): number | undefined {
  let smallest = Number.POSITIVE_INFINITY;
  for (const layer of group.layers) {
    const value = of(layer);
    if (value === undefined) return undefined;
    smallest = Math.min(smallest, value);
  }
  return smallest;
}

/** A convolution over all channels with more than one tap. */
function isWide(group: Group): boolean {
  const kernel = pair(group, 'kernel');
  return (
    group.first.op.name === 'conv' && kernel !== undefined && kernel[0] * kernel[1] > 1 && count(group, 'groups') === 1
  );
}

function isPointwise(layer: Layer | undefined): boolean {
  if (layer?.op.name !== 'conv') return false;
  const [height, width] = pairOf(layer.attributes, 'kernel');
  return height === 1 && width === 1;
}

function isPool({ first }: Group): boolean {
  return first.op.name === 'maxpool' || first.op.name === 'avgpool';
}

/** Arguments that a second convolution beside the first has, too; one without an activation stays the last. */
function companions(group: Group, ...more: readonly string[]): readonly string[] {
  const isLinear = group.layers.some(({ attributes }) => layerOf(attributes, 'activation') === null);
  return [...more, 'bias', 'norm', ...(isLinear ? [] : ['activation'])];
}

// ---- The rewrites ----

/** A 1x1 convolution in front of a larger one: Szegedy et al. 2015, section 4. Behind a 1x1 there is one already. */
function bottleneck(network: NetworkAnalysis, group: Group): Rewrite | undefined {
  if (!isWide(group)) return undefined;
  if (group.layers.some(({ inputs }) => isPointwise(network.graph.layers[inputs[0] ?? -1]))) return undefined;
  const fewest = least(group, (layer) => {
    const [filters, channels] = [numberOf(layer.attributes, 'filters'), inputChannels(network, layer)];
    return filters === undefined || channels === undefined ? undefined : Math.min(filters, channels);
  });
  if (fewest === undefined) return undefined;
  const r = Math.max(8, Math.floor(fewest / 16) * 8);
  const reduce = { filters: String(r), kernel: '1x1' };
  const step = { do: 'before', of: group.first.id, op: 'conv', keeps: companions(group), arguments: reduce } as const;
  return rewrite('bottleneck', group, [step], { r });
}

/** A 5x5 as two 3x3, which see as far: Simonyan and Zisserman 2015, section 2.3; the stride is that of the second. */
function twoSmaller(_: NetworkAnalysis, group: Group): Rewrite | undefined {
  const kernel = pair(group, 'kernel');
  const pads = padding(group);
  if (group.first.op.name !== 'conv' || kernel?.[0] !== 5 || kernel[1] !== 5 || pads === undefined) return undefined;
  const half = pads === 'same' ? undefined : pads.map((side) => (side === undefined ? 0.5 : side / 2));
  if (half?.some((side) => !Number.isInteger(side))) return undefined;
  const smaller = {
    kernel: '3x3',
    ...(half?.some((side) => side > 0) ? { padding: formatAttribute(paddingParameter, half as unknown as Pads) } : {}),
  };
  const of = group.first.id;
  const keeps = companions(group, 'filters', 'padding', 'dilation', 'groups');
  return rewrite('two-3x3', group, [
    { do: 'before', of, op: 'conv', keeps, arguments: smaller },
    { do: 'set', of, arguments: smaller },
  ]);
}

/** nxn as 1xn and nx1: Szegedy et al. 2016, section 3.2. Each has the stride and the zeros of its axis. */
function asymmetric(network: NetworkAnalysis, group: Group): Rewrite | undefined {
  const [kernel, stride, pads] = [pair(group, 'kernel'), pair(group, 'stride'), padding(group)];
  const channels = same(group, (layer) => inputChannels(network, layer));
  if (group.first.op.name !== 'conv' || kernel === undefined || stride === undefined || pads === undefined)
    return undefined;
  if (kernel[0] !== kernel[1] || kernel[0] < 2) return undefined;
  const isPadded = pads !== 'same' && pads.some((side) => side !== 0);
  const isStrided = stride[0] !== 1 || stride[1] !== 1;
  const across = {
    filters: channels === undefined ? 'channels' : String(channels),
    kernel: formatAttribute(kernelParameter, [1, kernel[1]]),
    ...(isStrided ? { stride: formatAttribute(strideParameter, [1, stride[1]]) } : {}),
    ...(isPadded ? { padding: formatAttribute(paddingParameter, [0, 0, pads[2], pads[3]]) } : {}),
  };
  const down = {
    kernel: formatAttribute(kernelParameter, [kernel[0], 1]),
    ...(isStrided ? { stride: formatAttribute(strideParameter, [stride[0], 1]) } : {}),
    ...(isPadded ? { padding: formatAttribute(paddingParameter, [pads[0], pads[1], 0, 0]) } : {}),
  };
  const of = group.first.id;
  const keeps = companions(group, 'padding', 'dilation', 'groups');
  return rewrite('asymmetric', group, [
    { do: 'before', of, op: 'conv', keeps, arguments: across },
    { do: 'set', of, arguments: down },
  ]);
}

/** Each channel by itself, then a 1x1: Howard et al. 2017, section 3.1. */
function separable(_: NetworkAnalysis, group: Group): Rewrite | undefined {
  if (!isWide(group)) return undefined;
  const of = group.first.id;
  return rewrite('separable', group, [
    { do: 'set', of, arguments: { groups: undefined } },
    { do: 'rename', of, op: 'separable' },
  ]);
}

/** Filters that see a part of the channels: Xie et al. 2017, section 3. */
function grouped(network: NetworkAnalysis, group: Group): Rewrite | undefined {
  if (!isWide(group)) return undefined;
  const fits = (groups: number): boolean =>
    group.layers.every((layer) =>
      [inputChannels(network, layer), numberOf(layer.attributes, 'filters')].every(
        (channels) => channels !== undefined && channels % groups === 0 && channels / groups >= leastInGroup,
      ),
    );
  let groups = mostGroups;
  while (groups > 1 && !fits(groups)) groups /= 2;
  if (groups === 1) return undefined;
  return rewrite('groups', group, [{ do: 'set', of: group.first.id, arguments: { groups: String(groups) } }], {
    groups,
  });
}

/** A strided pool goes in front of the 1x1 that it stands behind, which then computes what is kept alone. */
function poolFirst(_: NetworkAnalysis, group: Group, pairs: Pairs): Rewrite | undefined {
  const pool = pairs.get(group);
  if (pool === undefined || !isPool(pool) || !group.layers.every(isPointwise)) return undefined;
  const stride = pair(pool, 'stride');
  const own = pair(group, 'stride');
  const pads = padding(group);
  if (stride === undefined || stride[0] * stride[1] === 1 || own?.[0] !== 1 || own[1] !== 1) return undefined;
  if (pads === undefined || (pads !== 'same' && pads.some((side) => side !== 0))) return undefined;
  const steps = [{ do: 'swap', of: group.first.id, with: pool.first.id } as const];
  return rewrite('pool-before-1x1', group, steps, {}, pool);
}

/** The mean of each channel in front of a dense layer, or in place of flattening: Lin et al. 2014, section 3.2. */
function globalPool(network: NetworkAnalysis, group: Group, pairs: Pairs): Rewrite | undefined {
  const { op, id: of } = group.first;
  const positions = least(group, ({ inputs }) => {
    const [height, width] = network.shapes[inputs[0] ?? -1] ?? [];
    return height === undefined || width === undefined ? undefined : height * width;
  });
  if (positions === undefined || positions === 1) return undefined;
  if (op.name === 'dense') {
    const step = { do: 'before', of, op: 'globalavgpool', keeps: [], arguments: {} } as const;
    return rewrite('global-pool', group, [step]);
  }
  if (op.name !== 'flatten') return undefined;
  let next = pairs.get(group);
  while (next?.first.op.name === 'dropout') next = pairs.get(next);
  if (next?.first.op.name !== 'dense') return undefined;
  return rewrite('global-pool', group, [{ do: 'rename', of, op: 'globalavgpool' }], {}, next);
}

/** The stride of a layer goes to the convolution in front of it, which then has as many results less. */
function earlyStride(_: NetworkAnalysis, group: Group, pairs: Pairs): Rewrite | undefined {
  const next = pairs.get(group);
  const kernel = pair(group, 'kernel');
  const own = pair(group, 'stride');
  const isConvolution = group.first.op.name === 'conv' || group.first.op.name === 'separable';
  if (next === undefined || kernel === undefined || !isConvolution || own?.[0] !== 1 || own[1] !== 1) return undefined;
  const isMovable = isPool(next) || ['conv', 'depthwise', 'separable'].includes(next.first.op.name);
  const stride = isMovable ? pair(next, 'stride') : undefined;
  if (stride === undefined || stride[0] * stride[1] === 1) return undefined;
  // A stride beyond the window would leave pixels out.
  if (kernel[0] * kernel[1] === 1 || kernel[0] < stride[0] || kernel[1] < stride[1]) return undefined;
  return rewrite(
    'early-stride',
    group,
    [
      { do: 'set', of: group.first.id, arguments: { stride: formatAttribute(strideParameter, stride) } },
      // Of a pool it is said: without one other frameworks would take its kernel.
      { do: 'set', of: next.first.id, arguments: { stride: isPool(next) ? '1' : undefined } },
    ],
    {},
    next,
  );
}

/** Channels that kernels of today's machines take at once. */
function multipleOfEight(_: NetworkAnalysis, group: Group): Rewrite | undefined {
  const name = group.first.op.name === 'dense' ? 'units' : 'filters';
  const filters = count(group, name);
  if (filters === undefined || filters % 8 === 0) return undefined;
  const nearest = Math.max(8, Math.round(filters / 8) * 8);
  const step = { do: 'set', of: group.first.id, arguments: { [name]: String(nearest) } } as const;
  return rewrite('multiple-of-8', group, [step], { [name]: nearest });
}
