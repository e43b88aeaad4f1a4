/**
 * The rows of a cost table: one for each layer, for each part of the network's body, or for each kind of layer. What
 * belongs to the main total, what only heads need and what leads nowhere have rows of their own, so that the rows of the
 * main part add up to the main total. The input is no row. Numbers are those of the analysis.
 */

import type { LayerPart, NetworkAnalysis, Sum } from '../analysis/analysis';
import { blockFigures, type Figures, groupFigures, layerSum } from '../analysis/figures';
import type { MetricName } from '../base/metrics';
import { type Layer, type LayerId, layersIn } from '../graph/graph';
import type { Shape } from '../ops/dim';
import type { Window } from '../ops/op';

export type Grouping = 'layer' | 'block' | 'op';

export interface CostRow {
  /** Path, or the kind of layer. */
  readonly name: string;
  /** What stands there: the layer's name, or the module's; empty for all layers of a kind. */
  readonly what: string;
  readonly shape: Shape | undefined;
  readonly layers: readonly LayerId[];
  readonly part: LayerPart;
  /** The output it is counted for; undefined where it leads nowhere, or for rows of several. */
  readonly output: string | undefined;
  /** Undefined for peak memory, which is a figure of a whole network. */
  readonly sum: (metric: MetricName) => Sum | undefined;
}

const parts: readonly LayerPart[] = ['main', 'head', 'dead'];

export function costRows(network: NetworkAnalysis, by: Grouping): CostRow[] {
  switch (by) {
    case 'layer':
      return layersWithoutInput(network).map((id) => layerRow(network, id));
    case 'block':
      return blockRows(network);
    case 'op':
      return opRows(network);
  }
}

/** Largest first; unknown last; equal rows stay in order. */
export function sortRows(rows: readonly CostRow[], metric: MetricName): CostRow[] {
  const value = (row: CostRow): number => {
    const sum = row.sum(metric);
    return sum === undefined || sum.isPartial ? -1 : sum.value;
  };
  return [...rows].sort((a, b) => value(b) - value(a));
}

/** Layers of the network without its input, in written order. */
export function layersWithoutInput({ graph }: NetworkAnalysis): LayerId[] {
  return graph.layers.filter(({ id }) => id !== graph.input).map(({ id }) => id);
}

/** Undefined for layers without a kernel: a dense layer and a global pool look at all of their input. */
export function kernelWindow({ shapes }: NetworkAnalysis, layer: Layer | undefined): Window | undefined {
  const input = shapes[layer?.inputs[0] ?? -1];
  const hasKernel = layer?.op.parameters.some(({ name }) => name === 'kernel') === true;
  return hasKernel && input !== undefined ? layer.op.window?.(input, layer.attributes) : undefined;
}

function layerRow(network: NetworkAnalysis, id: LayerId): CostRow {
  const layer = network.graph.layers[id];
  return {
    name: layer?.path ?? '?',
    what: layer?.op.name ?? '?',
    shape: network.shapes[id],
    layers: [id],
    part: network.parts[id] ?? 'dead',
    output: network.servedOutput[id],
    sum: (metric) => (metric === 'peakBytes' ? undefined : layerSum(network, id, metric)),
  };
}

function blockRows(network: NetworkAnalysis): CostRow[] {
  const { graph } = network;
  return (graph.blocks[0]?.children ?? []).flatMap((child): CostRow[] => {
    if ('layer' in child) return child.layer === graph.input ? [] : [layerRow(network, child.layer)];
    const block = graph.blocks[child.block];
    if (block === undefined) return [];
    const figures = blockFigures(network, block.id);
    return parts.flatMap((part) => {
      const layers = layersIn(graph, block.id).filter((id) => network.parts[id] === part);
      if (layers.length === 0) return [];
      const outputs = new Set(layers.map((id) => network.servedOutput[id]));
      return [
        {
          name: block.kind === 'join' ? block.name : block.path,
          what: block.module ?? block.kind,
          shape: network.shapes[block.result],
          layers,
          part,
          output: outputs.size === 1 ? [...outputs][0] : undefined,
          sum: sumOfPart(figures, part),
        },
      ];
    });
  });
}

/** Kinds in the main total first, then what only heads need, then what leads nowhere. */
function opRows(network: NetworkAnalysis): CostRow[] {
  const ids = layersWithoutInput(network);
  return parts.flatMap((part) => {
    const kinds = new Map<string, LayerId[]>();
    for (const id of ids) {
      if (network.parts[id] !== part) continue;
      const name = network.graph.layers[id]?.op.name ?? '?';
      const ofKind = kinds.get(name);
      if (ofKind === undefined) kinds.set(name, [id]);
      else ofKind.push(id);
    }
    return [...kinds].map(
      ([name, layers]): CostRow => ({
        name,
        what: '',
        shape: undefined,
        layers,
        part,
        output: undefined,
        sum: sumOfPart(groupFigures(network, layers), part),
      }),
    );
  });
}

function sumOfPart(figures: Figures, part: LayerPart): CostRow['sum'] {
  return (metric) => (metric === 'peakBytes' ? undefined : figures[part].sums[metric]);
}
