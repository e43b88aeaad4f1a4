/** Memory of a network step by step, for surfaces that draw it. The numbers are the analysis's own. */

import type { NetworkAnalysis } from '../analysis/analysis';
import { type BranchOrder, branchOrders } from '../analysis/branch-orders';
import { liveSteps, peakIn } from '../analysis/live-steps';
import { trainingMemory } from '../analysis/training';
import { bitsOf, type NumberFormat } from '../base/precision';
import type { FileId } from '../base/span';
import type { Graph } from '../graph/graph';
import type { MemoryReport } from '../protocol/memory';
import { type Eventual, whenReady } from '../workspace/eventual';
import type { DesignSession } from './look';
import { type NetworkAsked, overriddenNetwork } from './overrides';

/** Undefined where there is no such network. */
export function memoryOf(
  session: DesignSession,
  id: FileId,
  asked: NetworkAsked = {},
): Eventual<MemoryReport | undefined> {
  return whenReady(overriddenNetwork(session, id, asked), (network) => network && memoryReport(network));
}

/** Formats that activations are stored in where memory is short. */
const smallerFormats: readonly NumberFormat[] = ['float16', 'int8'];

export function memoryReport(network: NetworkAnalysis): MemoryReport {
  const { graph, main, shapes, activationBytes, batch, precision } = network;
  const { steps, tensors } = liveSteps(network);
  const indexes = new Map(tensors.map(({ layer }, index) => [layer, index]));
  const orders = branchOrders(network);
  const format = precision.activations;
  return {
    batch,
    format,
    isPartial: main.sums.peakBytes.isPartial,
    steps: steps.map(({ layer, written, read, kept }) => ({
      tensor: indexes.get(layer) ?? 0,
      reads: [...new Set(graph.layers[layer]?.inputs)].flatMap((input) => indexes.get(input) ?? []),
      written,
      read,
      kept,
    })),
    tensors: tensors.map(({ layer, alive }) => ({
      path: graph.layers[layer]?.path ?? '',
      shape: (shapes[layer] ?? []).map((side) => side ?? null),
      bytes: activationBytes[layer] ?? null,
      alive,
    })),
    peak: steps.length === 0 ? null : main.live.peakStep,
    orders:
      orders === undefined
        ? null
        : { joins: named(graph, orders.joins), untried: orders.untried, peakBytes: orders.peakBytes },
    formats: smallerFormats
      .filter((other) => bitsOf[other] < bitsOf[format])
      .map((other) => ({ format: other, peak: peakIn(other, network) })),
    training: trainingMemory(network),
  };
}

/** By the module that a join is all of the branches of, else by its own path. */
function named(graph: Graph, joins: readonly BranchOrder[]): NonNullable<MemoryReport['orders']>['joins'] {
  const around = joins.map(({ join }) => moduleAround(graph, join));
  return joins.map(({ join, written, best, order }, index) => {
    const module = around[index] ?? '';
    const isAlone = module !== '' && around.filter((path) => path === module).length === 1;
    const path = isAlone ? module : (graph.blocks[join]?.path ?? '');
    return { path, written, best, order: order.map((branch) => branch + 1) };
  });
}

/** Path of the innermost module call around a block; empty where there is none. */
function moduleAround({ blocks }: Graph, join: number): string {
  let block = blocks[join];
  while (block !== undefined && block.kind !== 'module') block = blocks[block.parent ?? -1];
  return block?.path ?? '';
}
