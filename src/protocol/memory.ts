/**
 * What the Memory tab shows of one network: the bytes alive at each step of its main outputs, which tensors they are, and
 * what they would be otherwise. Made by src/session/memory.ts; sent when the tab is opened, as a large network has many steps.
 */

import type { Sum } from '../analysis/analysis';
import type { Optimizer, TrainingMemory } from '../analysis/training';
import { isCount, isFlag, isNumber, isText, listOf, oneOf, orNull, shaped, tupleOf } from '../base/guard';
import { type NumberFormat, numberFormats } from '../base/precision';
import type { ChartStep } from '../view/draw/memory-chart';

/** A tensor of unknown size counts nothing, and the report is partial. */
export interface MemoryTensor {
  /** Of the layer whose result it is. */
  readonly path: string;
  /** Height x width x channels. */
  readonly shape: readonly (number | null)[];
  readonly bytes: number | null;
  /** Steps at which it takes room of its own, both ends included: as a slice of a live join's result it takes none. */
  readonly alive: readonly (readonly [from: number, to: number])[];
}

/** Bytes that the layer of the step writes, those it reads, and those that are only kept for later. */
export interface MemoryStep {
  /** Indexes into the tensors: of what it writes, and of what it reads. */
  readonly tensor: number;
  readonly reads: readonly number[];
  readonly written: number;
  readonly read: number;
  readonly kept: number;
}

export interface MemoryBranches {
  /** Path of the join, or of the module around it where that has no other. */
  readonly path: string;
  /** The most bytes alive while it is computed. */
  readonly written: number;
  readonly best: number;
  /** Branches by their places in the text, from 1. */
  readonly order: readonly number[];
}

export interface MemoryReport {
  /** Images at once. */
  readonly batch: number;
  /** Of activations. */
  readonly format: NumberFormat;
  readonly isPartial: boolean;
  /** In the order in which they are computed. */
  readonly steps: readonly MemoryStep[];
  readonly tensors: readonly MemoryTensor[];
  /** The first step at which the most bytes are alive; null where there are no steps. */
  readonly peak: number | null;
  /** null while a size is unknown. */
  readonly orders: {
    readonly joins: readonly MemoryBranches[];
    readonly untried: number;
    /** The network's peak with all joins in their best order. */
    readonly peakBytes: number;
  } | null;
  /** The peak of the same steps in smaller formats. */
  readonly formats: readonly { readonly format: NumberFormat; readonly peak: Sum }[];
  readonly training: TrainingMemory;
}

export type { Optimizer } from '../analysis/training';

const isFormat = oneOf(...numberFormats);
const isSum = shaped<Sum>({ value: isNumber, isPartial: isFlag });
const isEach = shaped<Readonly<Record<Optimizer, Sum>>>({ sgd: isSum, momentum: isSum, adam: isSum });

/** The steps of the chart, each with the path of the layer that it computes. */
export function chartSteps({ steps, tensors }: MemoryReport): readonly ChartStep[] {
  return steps.map((step) => ({ ...step, path: tensors[step.tensor]?.path ?? '' }));
}

export const isMemoryReport = shaped<MemoryReport>({
  batch: isCount,
  format: isFormat,
  isPartial: isFlag,
  steps: listOf(
    shaped<MemoryStep>({ tensor: isCount, reads: listOf(isCount), written: isNumber, read: isNumber, kept: isNumber }),
  ),
  tensors: listOf(
    shaped<MemoryTensor>({
      path: isText,
      shape: listOf(orNull(isNumber), 3),
      bytes: orNull(isNumber),
      alive: listOf(tupleOf(isCount, isCount)),
    }),
  ),
  peak: orNull(isCount),
  orders: orNull(
    shaped<NonNullable<MemoryReport['orders']>>({
      joins: listOf(
        shaped<MemoryBranches>({ path: isText, written: isNumber, best: isNumber, order: listOf(isCount) }),
      ),
      untried: isCount,
      peakBytes: isNumber,
    }),
  ),
  formats: listOf(shaped<MemoryReport['formats'][number]>({ format: isFormat, peak: isSum })),
  training: shaped<TrainingMemory>({
    input: isSum,
    results: isSum,
    parameters: isSum,
    gradients: isSum,
    optimizer: isEach,
    total: isEach,
  }),
});
