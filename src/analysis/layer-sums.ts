/**
 * Sums of costs over any layers: of a network's main outputs, a head, a block, a statement. All metrics are added in one
 * pass. Unknown parts make a sum partial, never smaller in silence.
 */

import type { MetricName } from '../base/metrics';
import { largestExact } from '../base/number-format';
import type { Graph, LayerId } from '../graph/graph';
import type { Dim } from '../ops/dim';
import type { LayerSet, NetworkAnalysis, Sum, Totals } from './analysis';
import { countedMetrics, elementwiseKinds } from './layer-costs';
import { type LiveBytes, liveBytes } from './liveness';
import { listed, neededBy } from './needs';

/** What a sum needs to know of a network. */
export type CostTables = Pick<NetworkAnalysis, 'graph' | 'costs' | 'activationBytes' | 'weightBytes'>;

/** What is added up; the other metrics follow from these. */
const columns = [...countedMetrics, 'activationBytes', ...elementwiseKinds, 'weightBytes'] as const;

const columnCount = columns.length;
const allPartial = (1 << columnCount) - 1;

/** Sums under way, one in each slot: all metrics in one pass, in flat arrays, as a network has thousands of blocks. */
export class Tallies {
  private readonly values: Float64Array;
  /** A bit for each column that misses an unknown part. */
  private readonly partial: Uint16Array;
  private readonly layers: Int32Array;
  private readonly unknown: Int32Array;

  constructor(
    private readonly tables: CostTables,
    slots: number,
  ) {
    this.values = new Float64Array(slots * columnCount);
    this.partial = new Uint16Array(slots);
    this.layers = new Int32Array(slots);
    this.unknown = new Int32Array(slots);
  }

  addLayer(slot: number, id: LayerId): void {
    const cost = this.tables.costs[id];
    const bytes = this.tables.activationBytes[id];
    const at = slot * columnCount;
    this.put(slot, at, cost?.multiplies);
    this.put(slot, at + 1, cost?.effectiveMultiplies);
    this.put(slot, at + 2, cost?.adds);
    this.put(slot, at + 3, cost?.params);
    this.put(slot, at + 4, cost?.paramsTotal);
    this.put(slot, at + 5, bytes);
    this.put(slot, at + 6, cost?.elementwise.multiply);
    this.put(slot, at + 7, cost?.elementwise.add);
    this.put(slot, at + 8, cost?.elementwise.compare);
    this.put(slot, at + 9, cost?.elementwise.divide);
    this.put(slot, at + 10, cost?.elementwise.exp);
    this.put(slot, at + 11, this.tables.weightBytes[id]);
    this.layers[slot] = (this.layers[slot] as number) + 1;
    if (cost?.multiplies === undefined || cost.paramsTotal === undefined || bytes === undefined) {
      this.unknown[slot] = (this.unknown[slot] as number) + 1;
    }
  }

  /** Adds what another slot has. */
  addSlot(slot: number, from: number): void {
    for (let column = 0; column < columnCount; column++) {
      const at = slot * columnCount + column;
      this.values[at] = added(this.values[at] as number, this.values[from * columnCount + column] as number);
    }
    this.partial[slot] = (this.partial[slot] as number) | (this.partial[from] as number);
    this.layers[slot] = (this.layers[slot] as number) + (this.layers[from] as number);
    this.unknown[slot] = (this.unknown[slot] as number) + (this.unknown[from] as number);
  }

  /** More belongs to the sum than is known. */
  open(slot: number): void {
    this.partial[slot] = allPartial;
  }

  isEmpty(slot: number): boolean {
    return this.layers[slot] === 0;
  }

  totals(slot: number): Totals {
    const sum = (column: (typeof columns)[number], factor = 1): Sum => {
      const index = columns.indexOf(column);
      const value = (this.values[slot * columnCount + index] as number) * factor;
      return bounded(value, ((this.partial[slot] as number) & (1 << index)) !== 0);
    };
    const multiplies = sum('multiplies');
    return {
      layerCount: this.layers[slot] as number,
      unknownLayers: this.unknown[slot] as number,
      sums: {
        multiplies,
        effectiveMultiplies: sum('effectiveMultiplies'),
        macs: multiplies,
        flops: sum('multiplies', 2),
        adds: sum('adds'),
        params: sum('params'),
        paramsTotal: sum('paramsTotal'),
        weightBytes: sum('weightBytes'),
        activationBytes: sum('activationBytes'),
      },
      elementwise: {
        multiply: sum('multiply'),
        add: sum('add'),
        compare: sum('compare'),
        divide: sum('divide'),
        exp: sum('exp'),
      },
    };
  }

  private put(slot: number, at: number, value: Dim): void {
    if (value === undefined) this.partial[slot] = (this.partial[slot] as number) | (1 << (at - slot * columnCount));
    else this.values[at] = added(this.values[at] as number, value);
  }
}

/**
 * Sums over layers that something needs, ids in written order and the input not among them. `hasUnknownEnd`: more
 * layers may belong to them than are known.
 */
export function totalsOf(tables: CostTables, layers: readonly LayerId[], hasUnknownEnd = false): Totals {
  return tallied(tables, layers, hasUnknownEnd).totals(0);
}

/** The same for layers that are computed in one run; memory is found out when first asked for. */
export function sumLayers(tables: CostTables, layers: readonly LayerId[], hasUnknownEnd = false): LayerSet {
  return layerSet(tables, totalsOf(tables, layers, hasUnknownEnd), () => layers, hasUnknownEnd);
}

/** Layers with their sums; what memory they take at a time is found out when first asked for. */
function layerSet(
  tables: CostTables,
  totals: Totals,
  layersOf: () => readonly LayerId[],
  hasUnknownEnd: boolean,
): LayerSet {
  const { graph, activationBytes } = tables;
  let live: LiveBytes | undefined;
  let peak: LayerSet['peak'];
  return {
    ...totals,
    get layers() {
      return layersOf();
    },
    sums: {
      ...totals.sums,
      get peakBytes() {
        const layers = layersOf();
        live ??= liveBytes(graph, activationBytes, layers);
        const isOpen = hasUnknownEnd || readsUnknown(graph, layers);
        return bounded(live.steps[live.peakStep] ?? 0, live.isPartial || isOpen);
      },
    },
    get live() {
      live ??= liveBytes(graph, activationBytes, layersOf());
      return live;
    },
    get peak() {
      const { peakStep, heldAt } = this.live;
      const layer = layersOf()[peakStep];
      if (layer !== undefined) peak ??= { layer, held: heldAt(peakStep) };
      return peak;
    },
  };
}

/**
 * Sums over what single layers need, for files with thousands of outputs. What a layer with one input needs is what that
 * input needs and itself, so a chain is added up once, however many outputs it has; only at a join is all added anew.
 */
export class NeedSums {
  private readonly tallies: Tallies;
  private readonly isDone: Uint8Array;

  constructor(
    private readonly tables: CostTables,
    /** Marks layers that are not counted, nor what they need. */
    private readonly except?: Uint8Array,
  ) {
    const { length } = tables.graph.layers;
    this.tallies = new Tallies(tables, length);
    this.isDone = new Uint8Array(length);
  }

  /** Of an output's layer; -1 for one that is not known. */
  totals(layer: LayerId): Totals {
    if (layer < 0) return totalsOf(this.tables, [], true);
    const { tallies, isDone } = this;
    const pending: LayerId[] = [];
    for (let id = layer; id >= 0 && isDone[id] === 0; id = this.onlyInput(id)) pending.push(id);
    for (const id of pending.reverse()) {
      const before = this.onlyInput(id);
      if (before >= 0) {
        tallies.addSlot(id, before);
        this.add(id, id);
      } else for (const needed of this.layers(id)) this.add(id, needed);
      isDone[id] = 1;
    }
    return tallies.totals(layer);
  }

  /** The same with the layers that are added up, for an output that is not left out itself. */
  set(layer: LayerId): LayerSet {
    return layerSet(this.tables, this.totals(layer), () => this.layers(layer), layer < 0);
  }

  private inputs(id: LayerId): readonly LayerId[] {
    return this.tables.graph.layers[id]?.inputs ?? [];
  }

  /** What a layer reads, once or several times; -1 where it reads several layers, none or one that is not known. */
  private onlyInput(id: LayerId): LayerId {
    const [first = -1, ...others] = this.inputs(id);
    return others.every((input) => input === first) ? first : -1;
  }

  private layers(layer: LayerId): LayerId[] {
    const { graph } = this.tables;
    return listed(neededBy(graph, [{ layer }]), graph.input, this.except);
  }

  private add(slot: LayerId, id: LayerId): void {
    if (id === this.tables.graph.input || this.except?.[id] === 1) return;
    this.tallies.addLayer(slot, id);
    if (this.inputs(id).includes(-1)) this.tallies.open(slot);
  }
}

/** One metric of layers that are computed in one run: of statements and blocks, which are many, little else is wanted. */
export function sumOf(tables: CostTables, layers: readonly LayerId[], metric: MetricName): Sum {
  if (metric !== 'peakBytes') return totalsOf(tables, layers).sums[metric];
  const live = liveBytes(tables.graph, tables.activationBytes, layers);
  return bounded(live.steps[live.peakStep] ?? 0, live.isPartial || readsUnknown(tables.graph, layers));
}

function tallied(tables: CostTables, layers: readonly LayerId[], hasUnknownEnd: boolean): Tallies {
  const tally = new Tallies(tables, 1);
  for (const id of layers) tally.addLayer(0, id);
  if (hasUnknownEnd || readsUnknown(tables.graph, layers)) tally.open(0);
  return tally;
}

/** What flows in from an unknown place is missing from the sum. */
function readsUnknown(graph: Graph, layers: readonly LayerId[]): boolean {
  return layers.some((id) => graph.layers[id]?.inputs.includes(-1));
}

/** 2^53 is what 2^53 + 1 is rounded to: such a sum is made one that is above it. */
export function added(a: number, b: number): number {
  const sum = a + b;
  return sum === largestExact && a % 2 !== b % 2 ? largestExact + 2 : sum;
}

/** A sum above 2^53 is no longer exact: all that is known is that it is at least that. */
export function bounded(value: number, isPartial: boolean): Sum {
  return value > largestExact ? { value: largestExact, isPartial: true } : { value, isPartial };
}
