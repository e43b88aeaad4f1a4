/** The part of the panel's state that the Memory tab shows. The step that is looked at is that of the selected node. */

import type { MemoryReport, Optimizer } from '../../src/protocol/memory';
import type { ViewModel, ViewNode } from '../../src/view/model';

export interface MemoryState {
  /** Images at once; not those of the picture, which is of one. */
  readonly batch: number;
  readonly optimizer: Optimizer;
  /** In place of the chart. */
  readonly isTable: boolean;
  /** Null until there is an answer, and where there is none. */
  readonly report: MemoryReport | null;
}

export const initialMemory: MemoryState = { batch: 1, optimizer: 'momentum', isTable: false, report: null };

/** A larger one is a mistake. */
export const largestBatch = 65_536;

const layersByPath = new WeakMap<ViewModel, ReadonlyMap<string, ViewNode>>();

/** The node of a layer's result, the input's too. */
export function nodeOfTensor(view: ViewModel, path: string): ViewNode | undefined {
  let nodes = layersByPath.get(view);
  if (nodes === undefined) {
    nodes = new Map(view.nodes.filter(({ children }) => children.length === 0).map((node) => [node.path, node]));
    layersByPath.set(view, nodes);
  }
  return nodes.get(path);
}

/** The step that computes the selected node, else the peak; undefined where there are no steps. */
export function stepShown(report: MemoryReport, path: string | undefined): number | undefined {
  const at = path === undefined ? -1 : report.steps.findIndex(({ tensor }) => report.tensors[tensor]?.path === path);
  return at >= 0 ? at : (report.peak ?? undefined);
}

export type HeldAs = 'written' | 'read' | 'kept';

export interface HeldAtStep {
  readonly tensor: MemoryReport['tensors'][number];
  readonly as: HeldAs;
}

/** What takes room of its own at a step: the largest first. */
export function heldAt({ steps, tensors }: MemoryReport, step: number): readonly HeldAtStep[] {
  const { tensor: own, reads } = steps[step] ?? { tensor: -1, reads: [] as readonly number[] };
  return tensors
    .flatMap((tensor, index): HeldAtStep[] => {
      if (!tensor.alive.some(([from, to]) => from <= step && step <= to)) return [];
      return [{ tensor, as: index === own ? 'written' : reads.includes(index) ? 'read' : 'kept' }];
    })
    .sort((a, b) => (b.tensor.bytes ?? Infinity) - (a.tensor.bytes ?? Infinity));
}

export function liveAt({ steps }: MemoryReport, step: number): number {
  const { written, read, kept } = steps[step] ?? { written: 0, read: 0, kept: 0 };
  return written + read + kept;
}

/** Path of the layer that a step computes. */
export function pathOf({ steps, tensors }: MemoryReport, step: number): string {
  return tensors[steps[step]?.tensor ?? -1]?.path ?? '';
}
