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
      this.values[at] = (this.values[at] as number) + (this.values[from * columnCount + column] as number);
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
    else this.values[at] = (this.values[at] as number) + value;
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
  const { graph, activationBytes } = tables;
  const tally = tallied(tables, layers, hasUnknownEnd);
  const totals = tally.totals(0);
  const isOpen = hasUnknownEnd || readsUnknown(graph, layers);
  let live: LiveBytes | undefined;
  let peak: LayerSet['peak'];
  return {
    ...totals,
    layers,
    sums: {
      ...totals.sums,
      get peakBytes() {
        live ??= liveBytes(graph, activationBytes, layers);
        return bounded(live.steps[live.peakStep] ?? 0, live.isPartial || isOpen);
      },
    },
    get live() {
      live ??= liveBytes(graph, activationBytes, layers);
      return live;
    },
    get peak() {
      const { peakStep, heldAt } = this.live;
      const layer = layers[peakStep];
      if (layer !== undefined) peak ??= { layer, held: heldAt(peakStep) };
      return peak;
    },
  };
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

/** A sum above 2^53 is no longer exact: all that is known is that it is at least that. */
function bounded(value: number, isPartial: boolean): Sum {
  return value > largestExact ? { value: largestExact, isPartial: true } : { value, isPartial };
}
