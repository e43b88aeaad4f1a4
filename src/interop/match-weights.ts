/**
 * A map for a file whose names say nothing here: PyTorch's state dicts, whose modules stand in the order in which a program
 * makes them. Modules are matched with layers by the shapes of their tensors, those of the same shapes by names that begin alike, else by
 * their order; a batch norm goes with the convolution that it stands behind, and a 1x1 with the filters of each channel in front of it.
 */

import type { NetworkAnalysis } from '../analysis/analysis';
import { firstUnknownLayer } from '../analysis/known';
import { elementCount, type NamedTensor } from '../base/tensor';
import { inModuleOrder, isSorted, withListsInPairs } from './module-order';
import { networkWeights } from './network-weights';
import { inOrder, partOrders } from './part-order';
import { shapeInFile, type WeightMap } from './weight-map';

export interface MatchedWeights {
  /** With every layer that was found by its whole names. */
  readonly map: WeightMap;
  /** The tensors that the map names, in the shapes that it asks for. */
  readonly tensors: readonly NamedTensor[];
  /** Modules of the file that belong to no layer. */
  readonly left: readonly string[];
}

/** A module of the file or a layer's part: a convolution, a norm, slopes. */
interface Part<T> {
  readonly name: string;
  /** Of ours. */
  readonly layer?: string;
  /** What it is found by. */
  readonly kind: string;
  /** By what a module calls it. */
  readonly tensors: ReadonlyMap<string, T>;
}

interface OwnTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

/** PyTorch's word for a weight of ours. */
const words: Readonly<Record<string, string>> = {
  gamma: 'weight',
  beta: 'bias',
  slope: 'weight',
  mean: 'running_mean',
  variance: 'running_var',
};

/** What of a module may be missing in ours, where it changes nothing. */
const neutral: Readonly<Record<string, number>> = { weight: 1, bias: 0 };

export function matchWeights(network: NetworkAnalysis, tensors: readonly NamedTensor[]): MatchedWeights {
  const own = ownParts(network);
  const modules = fileParts(tensors);
  const all = pairsOf(own, modules);
  // A file without the heads of training has only what the main outputs need, which then comes first.
  const isNeeded = new Set(network.main.layers.map((id) => network.graph.layers[id]?.path));
  const isMain = ({ layer }: Part<OwnTensor>) => isNeeded.has(layer);
  const pairs =
    all.length === own.length ? all : pairsOf([...own.filter(isMain), ...own.filter((part) => !isMain(part))], modules);
  const ids = new Map(network.all.layers.map((id) => [network.graph.layers[id]?.path, id]));
  const orders = partOrders(
    network,
    new Map(
      pairs.flatMap(({ own, module }) => {
        const id = ids.get(own.layer);
        return id === undefined ? [] : [[module.name, id]];
      }),
    ),
  );
  const names = new Map<string, string>();
  const found: NamedTensor[] = [];
  const taken = new Set<string>();
  for (const { own, module } of pairs) {
    taken.add(module.name);
    const order = orders.get(module.name);
    for (const [word, { name, shape }] of own.tensors) {
      const inFile = module.tensors.get(word);
      if (inFile === undefined) continue;
      const tensor = order === undefined ? inFile : inOrder(inFile, order);
      names.set(name, tensor.name);
      found.push(reshaped(tensor, shape));
    }
    // What would be lost stays, and is complained of.
    for (const [word, tensor] of module.tensors) {
      const isKnown = own.tensors.has(word) || !Object.hasOwn(neutral, word);
      if (!isKnown && tensor.values.some((value) => value !== neutral[word])) found.push(tensor);
    }
  }
  const left = modules.flatMap(({ name }) => (taken.has(name) ? [] : [name]));
  return { map: { layout: 'pytorch', names, ignore: [] }, tensors: found, left };
}

function ownParts(network: NetworkAnalysis): readonly Part<OwnTensor>[] {
  const known = network.all.layers.filter((id) => firstUnknownLayer(network, [id]) === undefined);
  const parts = new Map<string, Map<string, OwnTensor>>();
  for (const weight of networkWeights(network, known)) {
    const slash = weight.name.lastIndexOf('/');
    const inLayer = weight.name.slice(slash + 1);
    const isSeparable = network.graph.layers[weight.layer]?.op.name === 'separable';
    const said = isSeparable && inLayer === 'bias' ? 'pointwise.bias' : inLayer;
    const dot = said.lastIndexOf('.');
    const word = said.slice(dot + 1);
    const part = `${weight.name.slice(0, slash)}/${said.slice(0, Math.max(0, dot))}`;
    const own = parts.get(part) ?? new Map<string, OwnTensor>();
    parts.set(part, own);
    own.set(words[word] ?? word, { name: weight.name, shape: shapeInFile(network, weight, 'pytorch') });
  }
  return [...parts].map(([name, own]) => {
    return { name, layer: name.slice(0, name.lastIndexOf('/')), kind: kindOf(own), tensors: own };
  });
}

function fileParts(tensors: readonly NamedTensor[]): readonly Part<NamedTensor>[] {
  const parts = new Map<string, Map<string, NamedTensor>>();
  // A count of whole numbers, which stands apart where a file is sorted by types.
  const used = tensors.filter(({ name }) => !/(^|\.)num_batches_tracked$/.test(name));
  for (const tensor of used) {
    const dot = tensor.name.lastIndexOf('.');
    const word = tensor.name.slice(dot + 1);
    // A parameter of a block itself, such as its scale.
    const isUsual = Object.values(words).includes(word) || word === 'weight' || word === 'bias';
    const name = isUsual ? tensor.name.slice(0, Math.max(0, dot)) : tensor.name;
    const own = parts.get(name) ?? new Map<string, NamedTensor>();
    parts.set(name, own);
    own.set(isUsual ? word : 'weight', tensor);
  }
  const modules = [...parts].map(([name, own]) => {
    const norm = own.get('running_mean')?.shape;
    return {
      name,
      kind: kindOf(own),
      tensors: own,
      shape: norm === undefined ? own.get('weight')?.shape : undefined,
      channels: norm?.[0],
    };
  });
  return withListsInPairs(isSorted(used.map(({ name }) => name)) ? inModuleOrder(modules) : modules);
}

/** Sums by the shape of their weight, without ones at its end; batch norms by their channels, what else there is likewise. */
function kindOf(tensors: ReadonlyMap<string, { readonly shape: readonly number[] }>): string {
  const mean = tensors.get('running_mean');
  if (mean !== undefined) return `norm ${mean.shape.join()}`;
  const shape = [...(tensors.get('weight')?.shape ?? [])];
  while (shape.length > 1 && shape.at(-1) === 1) shape.pop();
  return shape.length < 2 ? `values ${shape.join()} ${[...tensors.keys()].sort().join()}` : `sums ${shape.join()}`;
}

interface Pair {
  readonly own: Part<OwnTensor>;
  readonly module: Part<NamedTensor>;
}

type Group<T> = readonly Part<T>[];

/** First what stands together, then what is left of each, then a `dense` as the convolution of a whole image that it is. */
function pairsOf(own: readonly Part<OwnTensor>[], modules: readonly Part<NamedTensor>[]): readonly Pair[] {
  const pairs: Pair[] = [];
  const isTaken = new Set<unknown>();
  const take = (matches: Matches) => {
    for (const [group, found] of matches) {
      for (const [i, part] of group.entries()) {
        const module = found[i] as Part<NamedTensor>;
        pairs.push({ own: part, module });
        isTaken.add(part).add(module);
      }
    }
  };
  const left = <T>(groups: readonly Group<T>[]) => groups.filter((group) => !group.some((part) => isTaken.has(part)));
  const takeOf = (mine: readonly Group<OwnTensor>[], theirs: readonly Group<NamedTensor>[]) => {
    for (const kindOf of [biasedKind, plainKind]) take(matched(left(mine), left(theirs), kindOf));
  };
  const [mine, theirs] = [own.map((part) => [part]), modules.map((part) => [part])];
  takeOf(grouped(own), grouped(modules));
  takeOf(mine, theirs);
  take(matched(left(mine), left(theirs), flatKind));
  return pairs;
}

/** Sums with a bias are others than those without, where there are such. */
function biasedKind({ kind, tensors }: Part<unknown>): string {
  return tensors.has('bias') ? `${kind} bias` : kind;
}

function plainKind({ kind }: Part<unknown>): string {
  return kind;
}

/** Without the sides of the window. */
function flatKind({ kind, tensors }: Part<{ readonly shape: readonly number[] }>): string {
  const [filters, ...inputs] = tensors.get('weight')?.shape ?? [];
  return kind.startsWith('sums') ? `sums ${filters},${elementCount(inputs)}` : kind;
}

type Matches = readonly (readonly [Group<OwnTensor>, Group<NamedTensor>])[];
type KindOf = (part: Part<{ readonly shape: readonly number[] }>) => string;

/** Of the same kinds: those whose names begin alike, the others by order. */
function matched(own: readonly Group<OwnTensor>[], modules: readonly Group<NamedTensor>[], kindOf: KindOf): Matches {
  const candidates = byKind(modules, kindOf);
  const words = new Map([...wordsOf(own), ...wordsOf(modules)]);
  return [...byKind(own, kindOf)].flatMap(([kind, groups]) => {
    const found = candidates.get(kind) ?? [];
    const named = alikePairs(groups, found, words);
    const isNamed = new Set<unknown>(named.flat());
    const rest = found.filter((group) => !isNamed.has(group));
    const others = groups.filter((group) => !isNamed.has(group));
    const inOrder = others.slice(0, rest.length).map((group, i) => [group, rest[i] as Group<NamedTensor>] as const);
    return [...named, ...inOrder];
  });
}

function byKind<T extends { readonly shape: readonly number[] }>(
  groups: readonly Group<T>[],
  kindOf: KindOf,
): ReadonlyMap<string, readonly Group<T>[]> {
  const found = new Map<string, Group<T>[]>();
  for (const group of groups) {
    const key = group.map(kindOf).join(' / ');
    const others = found.get(key);
    if (others === undefined) found.set(key, [group]);
    else others.push(group);
  }
  return found;
}

/** So many words at the beginning are no accident; `conv` and a number may be. */
const wordsAlike = 3;

/** More comparisons than a network asks for, and words than its names have. */
const mostComparisons = 1_000_000;
const mostWords = 20;

/** The most alike first. */
function alikePairs(
  own: readonly Group<OwnTensor>[],
  modules: readonly Group<NamedTensor>[],
  wordsOf: ReadonlyMap<Group<unknown>, readonly string[]>,
): Matches {
  if (own.length * modules.length > mostComparisons) return [];
  const alike = own.flatMap((group) => {
    const words = wordsOf.get(group) ?? [];
    return modules.flatMap((other) => {
      const theirs = wordsOf.get(other) ?? [];
      const first = words.findIndex((word, i) => word !== theirs[i]);
      const count = first < 0 ? words.length : first;
      return count < wordsAlike ? [] : [{ group, other, count }];
    });
  });
  const isTaken = new Set<unknown>();
  return alike
    .sort((a, b) => b.count - a.count)
    .flatMap(({ group, other }) => {
      if (isTaken.has(group) || isTaken.has(other)) return [];
      isTaken.add(group).add(other);
      return [[group, other] as const];
    });
}

/**
 * Letters and numbers of the first names. Some programs count from 0 and others from 1, so that a number is the place that it has among all
 * that stand behind the same words.
 */
function wordsOf(groups: readonly Group<unknown>[]): ReadonlyMap<Group<unknown>, readonly string[]> {
  const said = groups.map(([first]) => (first?.name.match(/[A-Za-z]+|\d+/g) ?? []).slice(0, mostWords));
  const isNumber = (word: string) => /^\d/.test(word);
  const before = (words: readonly string[], i: number) => words.slice(0, i).join(' ');
  const numbers = new Map<string, Set<number>>();
  for (const words of said) {
    for (const [i, word] of words.entries()) {
      if (!isNumber(word)) continue;
      const key = before(words, i);
      numbers.set(key, (numbers.get(key) ?? new Set()).add(Number(word)));
    }
  }
  const places = new Map([...numbers].map(([key, all]) => [key, [...all].sort((a, b) => a - b)]));
  const placed = (words: readonly string[]) =>
    words.map((word, i) => (isNumber(word) ? `${places.get(before(words, i))?.indexOf(Number(word))}` : word));
  return new Map(groups.map((group, i) => [group, placed(said[i] ?? [])]));
}

/**
 * Sums with the batch norm behind them, which has as many channels; those of each channel by itself with the 1x1 behind them if no norm
 * stands between; a number for each channel, as other norms and slopes have, with the sums that read it.
 */
function grouped<T>(parts: readonly Part<T>[]): readonly Group<T>[] {
  const groups: Part<T>[][] = [];
  for (const part of parts) {
    const before = groups.at(-1);
    const [, word, count, isSingle] = /^(sums|values) (\d+)(,1,)?/.exec(before?.at(-1)?.kind ?? '') ?? [];
    const [, inputs, window] = /^sums \d+,(\d+)(,.*)?$/.exec(part.kind) ?? [];
    const isNorm = word === 'sums' && part.kind === `norm ${count}`;
    const isPointwise = word === 'sums' && isSingle !== undefined && inputs === count && window === undefined;
    const isReader = word === 'values' && inputs === count;
    if (count !== undefined && (isNorm || isPointwise || isReader)) before?.push(part);
    else groups.push([part]);
  }
  return groups;
}

/** Of the same values. */
function reshaped(tensor: NamedTensor, shape: readonly number[]): NamedTensor {
  if (elementCount(shape) !== elementCount(tensor.shape)) return tensor;
  return {
    name: tensor.name,
    shape,
    get values() {
      return tensor.values;
    },
  };
}
