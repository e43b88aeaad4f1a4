/**
 * The peak of memory, step by step: what a layer writes, what it reads, and what is only kept for others. Together they
 * are the bytes alive at the step. A branch that has become a slice of its join's result is no tensor of its own any more.
 */

import type { NumberFormat } from '../base/precision';
import type { LayerId } from '../graph/graph';
import type { NetworkAnalysis, Sum } from './analysis';
import { batchBytes } from './layer-costs';
import { type LiveTensor, liveBytes } from './liveness';

/** Bytes; of a tensor of unknown size none. */
export interface LiveStep {
  /** The layer that is computed. */
  readonly layer: LayerId;
  readonly written: number;
  readonly read: number;
  readonly kept: number;
}

export interface LiveSteps {
  readonly steps: readonly LiveStep[];
  readonly tensors: readonly LiveTensor[];
}

/** Of the main outputs, in the order in which they are written. */
export function liveSteps({ main, graph, activationBytes }: NetworkAnalysis): LiveSteps {
  const tensors = main.live.tensors();
  const byLayer = new Map(tensors.map((tensor) => [tensor.layer, tensor]));
  const held = (layer: LayerId, step: number): number => {
    const isHeld = byLayer.get(layer)?.alive.some(([from, to]) => from <= step && step <= to);
    return isHeld === true ? (activationBytes[layer] ?? 0) : 0;
  };
  const steps = main.layers.map((layer, step) => {
    const written = held(layer, step);
    const read = [...new Set(graph.layers[layer]?.inputs)].reduce((sum, input) => sum + held(input, step), 0);
    return { layer, written, read, kept: (main.live.steps[step] ?? 0) - written - read };
  });
  return { steps, tensors };
}

/** What the peak of the same steps would be with activations in another format. */
export function peakIn(format: NumberFormat, { main, graph, shapes, batch }: NetworkAnalysis): Sum {
  const bytes = shapes.map((shape) => batchBytes(shape, format, batch));
  const { steps, peakStep, isPartial } = liveBytes(graph, bytes, main.layers);
  return { value: steps[peakStep] ?? 0, isPartial: isPartial || main.sums.peakBytes.isPartial };
}
