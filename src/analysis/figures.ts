/**
 * The table of numbers that more than one surface shows: what a layer, a block or any group of layers costs, its share
 * of the main total, its rank. Surfaces read and format them; none adds. Sums of blocks are made at once, bottom-up,
 * when the first is asked for.
 *
 * One rule for all: a group's sum holds what outputs or heads need. Its share is that of its main part in the main
 * total; what only heads need comes on top of that total and has neither share nor rank; what leads nowhere is told
 * apart and is in no sum.
 */

import { present } from '../base/assert';
import { type BlockId, type BlockKind, type Layer, type LayerId, layersIn } from '../graph/graph';
import type { Dim } from '../ops/dim';
import type { LayerPart, NetworkAnalysis, Sum, SummedMetric, Totals } from './analysis';
import { added, bounded, Tallies } from './layer-sums';
import { countedLayers } from './needs';

/** What a group of layers costs, by part. */
export interface Figures {
  /** `main` with any layer in it that main outputs need, else `head` with any that heads need, else `dead`. */
  readonly part: LayerPart;
  readonly main: Totals;
  readonly head: Totals;
  readonly dead: Totals;
  /** What the group is said to cost: main and head part together. For a group that leads nowhere whole its dead part. */
  readonly sum: Totals;
}

/** A part of a whole; while the whole is only partly known the share is at most this. */
export interface Share {
  readonly part: number;
  readonly whole: number;
  readonly isAtMost: boolean;
}

/** Equal counts share a place, and the next place is left out: 1, 2, 2, 4. */
export interface Rank {
  /** From 1. */
  readonly place: number;
  readonly of: number;
}

const partNames: readonly LayerPart[] = ['main', 'head', 'dead'];
const slotsPerGroup = partNames.length + 1;
const sumSlot = partNames.length;

/** The network's input costs nothing and is left out. */
export function groupFigures(network: NetworkAnalysis, layers: readonly LayerId[]): Figures {
  const tallies = new Tallies(network, slotsPerGroup);
  for (const id of layers) addLayer(tallies, network, 0, id);
  return figuresAt(tallies, 0);
}

/** Heads are side outputs: with them there is a total of everything beside the main one. */
export function hasHeads({ outputs }: NetworkAnalysis): boolean {
  return outputs.some(({ output }) => output.kind === 'head');
}

/** All blocks of a network are summed when the first is asked for. */
export function blockFigures(network: NetworkAnalysis, block: BlockId): Figures {
  const table = tableOf(network);
  table.blockTallies ??= tallyBlocks(network);
  const known = table.blocks.get(block);
  if (known !== undefined) return known;
  const figures = figuresAt(table.blockTallies, block * slotsPerGroup);
  table.blocks.set(block, figures);
  return figures;
}

/**
 * One metric of all blocks, of what outputs or heads need: the sums of their figures for whoever asks for no other metric,
 * at a tenth of the price. A block that leads nowhere whole has none.
 */
export function neededSums(network: NetworkAnalysis, metric: SummedMetric): readonly Sum[] {
  const { graph, parts } = network;
  const values = new Float64Array(graph.blocks.length);
  const isPartial = new Uint8Array(graph.blocks.length);
  for (const { id, block } of graph.layers) {
    if (parts[id] === 'dead' || id === graph.input) continue;
    const value = layerCount(network, id, metric);
    if (value === undefined) isPartial[block] = 1;
    else values[block] = (values[block] as number) + value;
  }
  // A child's id is above its parent's: from the last to the first, a block is whole before it is added.
  for (let id = graph.blocks.length - 1; id > 0; id--) {
    const parent = graph.blocks[id]?.parent ?? 0;
    values[parent] = (values[parent] as number) + (values[id] as number);
    isPartial[parent] = (isPartial[parent] as number) | (isPartial[id] as number);
  }
  return graph.blocks.map(({ id }) => bounded(values[id] as number, isPartial[id] === 1));
}

/** The layers that a block's sum holds. */
export function layersSummed(network: NetworkAnalysis, block: BlockId): readonly LayerId[] {
  return countedLayers(network.parts, layersIn(network.graph, block));
}

/** Any other count over layers. */
export function sumOver(network: NetworkAnalysis, layers: readonly LayerId[], of: (layer: Layer) => Dim): Sum {
  let value = 0;
  let isPartial = false;
  for (const id of layers) {
    const layer = network.graph.layers[id];
    const part = layer === undefined || id === network.graph.input ? 0 : of(layer);
    if (part === undefined) isPartial = true;
    else value += part;
  }
  return { value, isPartial };
}

/** Of groups that have no layer in common. */
export function addSums(sums: readonly Sum[]): Sum {
  const value = sums.reduce((all, one) => added(all, one.value), 0);
  return bounded(
    value,
    sums.some(({ isPartial }) => isPartial),
  );
}

/** A tensor that takes room of its own while a layer is computed; the network's input is one, too. */
export interface HeldTensor {
  readonly layer: LayerId;
  readonly path: string;
  readonly bytes: Dim;
}

/** What is alive at the main path's peak of memory, in written order: together the peak. */
export function heldAtPeak({ main, graph, activationBytes }: NetworkAnalysis): readonly HeldTensor[] {
  return (main.peak?.held ?? []).map((layer) => ({
    layer,
    path: graph.layers[layer]?.path ?? '?',
    bytes: activationBytes[layer],
  }));
}

/** A layer's own count. */
export function layerSum(network: NetworkAnalysis, id: LayerId, metric: SummedMetric): Sum {
  const value = id === network.graph.input ? 0 : layerCount(network, id, metric);
  return { value: value ?? 0, isPartial: value === undefined };
}

function layerCount({ costs, activationBytes, weightBytes }: NetworkAnalysis, id: LayerId, metric: SummedMetric): Dim {
  const cost = costs[id];
  switch (metric) {
    case 'macs':
      return cost?.multiplies;
    case 'flops':
      return cost?.multiplies === undefined ? undefined : 2 * cost.multiplies;
    case 'weightBytes':
      return weightBytes[id];
    case 'activationBytes':
      return activationBytes[id];
    default:
      return cost?.[metric];
  }
}

/** Undefined where there is nothing to tell: a part that is zero or only partly known, a whole of zero. */
export function shareOf(part: Sum, whole: Sum): Share | undefined {
  if (part.isPartial || part.value === 0 || whole.value === 0) return undefined;
  return { part: part.value, whole: whole.value, isAtMost: whole.isPartial };
}

/** Of the main total. Undefined, too, for what is not in it. */
export function groupShare(network: NetworkAnalysis, figures: Figures, metric: SummedMetric): Share | undefined {
  return shareOf(figures.main.sums[metric], network.main.sums[metric]);
}

/** Of the main total. Undefined, too, for a layer that is not in it. */
export function layerShare(network: NetworkAnalysis, id: LayerId, metric: SummedMetric): Share | undefined {
  if (network.parts[id] !== 'main') return undefined;
  return shareOf(layerSum(network, id, metric), network.main.sums[metric]);
}

/** Place by multiplies among the layers of the main total that multiply. */
export function layerRank(network: NetworkAnalysis, id: LayerId): Rank | undefined {
  if (network.parts[id] !== 'main') return undefined;
  return rankIn(layerPlaces(network), network.costs[id]?.multiplies);
}

/** Layers that have a rank. */
export function rankedLayers(network: NetworkAnalysis): number {
  return layerPlaces(network).count;
}

/** Place by the multiplies of its main part among the blocks of its kind. */
export function blockRank(network: NetworkAnalysis, block: BlockId): Rank | undefined {
  const { kind } = present(network.graph.blocks[block], 'a block');
  const { value, isPartial } = blockFigures(network, block).main.sums.multiplies;
  return isPartial ? undefined : rankIn(blockPlaces(network, kind), value);
}

/** The largest count of one layer of the main total; 0 where there is none. */
export function costliest(network: NetworkAnalysis, metric: SummedMetric): number {
  return network.main.layers.reduce((most, id) => Math.max(most, layerSum(network, id, metric).value), 0);
}

/** Places by count, and how many have one. */
interface Places {
  readonly places: ReadonlyMap<Dim, number>;
  readonly count: number;
}

function rankIn({ places, count }: Places, value: Dim): Rank | undefined {
  const place = places.get(value);
  return place === undefined ? undefined : { place, of: count };
}

function placesOf(values: readonly Dim[]): Places {
  const sorted = values.filter((value) => value !== undefined && value > 0) as number[];
  sorted.sort((a, b) => b - a);
  const places = new Map<Dim, number>();
  sorted.forEach((value, index) => {
    if (!places.has(value)) places.set(value, index + 1);
  });
  return { places, count: sorted.length };
}

function layerPlaces(network: NetworkAnalysis): Places {
  const table = tableOf(network);
  table.layerPlaces ??= placesOf(network.main.layers.map((id) => network.costs[id]?.multiplies));
  return table.layerPlaces;
}

function blockPlaces(network: NetworkAnalysis, kind: BlockKind): Places {
  const { blockPlaces: known } = tableOf(network);
  const before = known.get(kind);
  if (before !== undefined) return before;
  const ofKind = network.graph.blocks.filter((block) => block.kind === kind);
  const places = placesOf(
    ofKind.map(({ id }) => {
      const { value, isPartial } = blockFigures(network, id).main.sums.multiplies;
      return isPartial ? undefined : value;
    }),
  );
  known.set(kind, places);
  return places;
}

/** What was found out about a network so far. */
interface Table {
  blockTallies: Tallies | undefined;
  readonly blocks: Map<BlockId, Figures>;
  layerPlaces: Places | undefined;
  readonly blockPlaces: Map<BlockKind, Places>;
}

const tables = new WeakMap<NetworkAnalysis, Table>();

function tableOf(network: NetworkAnalysis): Table {
  let table = tables.get(network);
  if (table === undefined) {
    table = { blockTallies: undefined, blocks: new Map(), layerPlaces: undefined, blockPlaces: new Map() };
    tables.set(network, table);
  }
  return table;
}

function tallyBlocks(network: NetworkAnalysis): Tallies {
  const { layers, blocks } = network.graph;
  const tallies = new Tallies(network, blocks.length * slotsPerGroup);
  for (const { id, block } of layers) addLayer(tallies, network, block * slotsPerGroup, id);
  // As in `neededSums`, from the last to the first.
  for (let id = blocks.length - 1; id > 0; id--) {
    const parent = blocks[id]?.parent ?? 0;
    for (let slot = 0; slot < slotsPerGroup; slot++) {
      tallies.addSlot(parent * slotsPerGroup + slot, id * slotsPerGroup + slot);
    }
  }
  return tallies;
}

function addLayer(tallies: Tallies, { graph, parts }: NetworkAnalysis, group: number, id: LayerId): void {
  if (id === graph.input) return;
  const part = parts[id] ?? 'dead';
  tallies.addLayer(group + partNames.indexOf(part), id);
  if (part !== 'dead') tallies.addLayer(group + sumSlot, id);
}

/** Totals are made when they are asked for: a hint asks for one of each block with every keystroke. */
function figuresAt(tallies: Tallies, group: number): Figures {
  const part = partNames.find((_, slot) => !tallies.isEmpty(group + slot)) ?? 'main';
  const made: (Totals | undefined)[] = [];
  const totals = (slot: number): Totals => (made[slot] ??= tallies.totals(group + slot));
  return {
    part,
    get main() {
      return totals(partNames.indexOf('main'));
    },
    get head() {
      return totals(partNames.indexOf('head'));
    },
    get dead() {
      return totals(partNames.indexOf('dead'));
    },
    get sum() {
      return totals(part === 'dead' ? partNames.indexOf('dead') : sumSlot);
    },
  };
}

/** Bytes that a layer reads and writes: its inputs, its weights and its result. */
export function layerTraffic(network: NetworkAnalysis, id: LayerId): Dim {
  const inputs = network.graph.layers[id]?.inputs ?? [];
  const moved = [...inputs.map((input) => network.activationBytes[input]), network.weightBytes[id]];
  return [...moved, network.activationBytes[id]].reduce<Dim>(
    (sum, bytes) => (sum === undefined || bytes === undefined ? undefined : sum + bytes),
    0,
  );
}

/** FLOPs of a layer's multiplies per byte that it moves; undefined where one of the two is unknown, and where it moves none. */
export function layerIntensity(network: NetworkAnalysis, id: LayerId): Dim {
  const { value, isPartial } = layerSum(network, id, 'multiplies');
  const traffic = layerTraffic(network, id);
  return isPartial || !traffic ? undefined : (2 * value) / traffic;
}
