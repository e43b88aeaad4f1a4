/**
 * The rows of a cost table: one for each layer, for each part of the network's body (which add up to its
 * total), or for each kind of layer. The input is no row; a sum with an unknown part is unknown.
 */

import type { NetworkAnalysis } from '../analysis/analysis';
import type { MetricName } from '../base/metrics';
import { type LayerId, layersIn } from '../graph/graph';
import type { LayerCost } from '../ops/op';
import type { Dim, Shape } from '../ops/value';

export type Grouping = 'layer' | 'block' | 'op';

export interface CostRow {
  /** Path, or the kind of layer. */
  readonly name: string;
  /** What stands there: the layer's name, the module's, `12 layers`. */
  readonly what: string;
  readonly shape: Shape | undefined;
  readonly layers: readonly LayerId[];
  /** The output it is counted for; undefined where it leads nowhere, or for rows of several. */
  readonly output: string | undefined;
  readonly metrics: Readonly<Record<MetricName, Dim>>;
}

export function costRows(network: NetworkAnalysis, by: Grouping): CostRow[] {
  switch (by) {
    case 'layer':
      return layerRows(network);
    case 'block':
      return blockRows(network);
    case 'op':
      return opRows(network);
  }
}

/** Largest first; unknown last; equal rows stay in order. */
export function sortRows(rows: readonly CostRow[], metric: MetricName): CostRow[] {
  return [...rows].sort((a, b) => (b.metrics[metric] ?? -1) - (a.metrics[metric] ?? -1));
}

/** Layers of the network without its input, in written order. */
export function countedLayers(network: NetworkAnalysis): LayerId[] {
  return network.graph.layers.filter((layer) => layer.op.group !== 'input').map((layer) => layer.id);
}

function layerRows(network: NetworkAnalysis, ids = countedLayers(network)): CostRow[] {
  return ids.map((id) => {
    const layer = network.graph.layers[id];
    return {
      name: layer?.path ?? '?',
      what: layer?.op.name ?? '?',
      shape: network.shapes[id],
      layers: [id],
      output: network.servedOutput[id],
      metrics: metricsOf(network, [id]),
    };
  });
}

function blockRows(network: NetworkAnalysis): CostRow[] {
  const { graph } = network;
  const isCounted = new Set(countedLayers(network));
  return (graph.blocks[0]?.children ?? []).flatMap((child): CostRow[] => {
    if ('layer' in child) return isCounted.has(child.layer) ? layerRows(network, [child.layer]) : [];
    const block = graph.blocks[child.block];
    const layers = layersIn(graph, child.block).filter((id) => isCounted.has(id));
    if (block === undefined || layers.length === 0) return [];
    const outputs = new Set(layers.map((id) => network.servedOutput[id]));
    return [
      {
        name: block.kind === 'join' ? block.name : block.path,
        what: block.module ?? block.kind,
        shape: network.shapes[block.result],
        layers,
        output: outputs.size === 1 ? [...outputs][0] : undefined,
        metrics: metricsOf(network, layers),
      },
    ];
  });
}

/** Kinds in the main total first; what only heads need, or nothing, has rows of its own after them. */
function opRows(network: NetworkAnalysis): CostRow[] {
  const isMain = new Set(network.main.layers);
  const ids = countedLayers(network);
  const grouped = (layersOfPart: readonly LayerId[]): CostRow[] => {
    const groups = new Map<string, LayerId[]>();
    for (const id of layersOfPart) {
      const name = network.graph.layers[id]?.op.name ?? '?';
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [id]);
      else group.push(id);
    }
    return [...groups].map(([name, layers]) => ({
      name,
      what: layers.length === 1 ? '1 layer' : `${layers.length} layers`,
      shape: undefined,
      layers,
      output: undefined,
      metrics: metricsOf(network, layers),
    }));
  };
  return [...grouped(ids.filter((id) => isMain.has(id))), ...grouped(ids.filter((id) => !isMain.has(id)))];
}

/** Peak memory is a figure of a whole network: unknown for parts of one. */
function metricsOf(network: NetworkAnalysis, layers: readonly LayerId[]): Record<MetricName, Dim> {
  const total = (of: (cost: LayerCost) => Dim): Dim =>
    layers.reduce<Dim>((sum, id) => {
      const cost = network.costs[id];
      const value = cost === undefined ? undefined : of(cost);
      return sum === undefined || value === undefined ? undefined : sum + value;
    }, 0);
  const times = (value: Dim, factor: number): Dim => (value === undefined ? undefined : value * factor);
  const multiplies = total((cost) => cost.multiplies);
  const paramsTotal = total((cost) => cost.paramsTotal);
  return {
    multiplies,
    effectiveMultiplies: total((cost) => cost.effectiveMultiplies),
    macs: multiplies,
    flops: times(multiplies, 2),
    adds: total((cost) => cost.adds),
    params: total((cost) => cost.params),
    paramsTotal,
    weightBytes: times(paramsTotal, 4),
    activationBytes: layers.reduce<Dim>((sum, id) => {
      const value = network.activationBytes[id];
      return sum === undefined || value === undefined ? undefined : sum + value;
    }, 0),
    peakBytes: undefined,
  };
}
