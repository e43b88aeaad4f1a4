/**
 * An estimate of what training a network takes, from the counts that inference has. All that outputs and heads need is in
 * it: every result is kept for the way back, as are the input and the parameters; each trainable parameter has a gradient,
 * and what an optimizer keeps of it, in float32 whatever the precision. Not in it: what libraries take for themselves, and
 * recomputing in place of keeping.
 */

import { bytesOf } from '../base/precision';
import type { NetworkAnalysis, Sum } from './analysis';

/** Values of float32 that an optimizer keeps for each trainable parameter: velocity, or both moments. */
export const optimizerValues = { sgd: 0, momentum: 1, adam: 2 } as const;

export type Optimizer = keyof typeof optimizerValues;

/** Bytes; those of input and results are of a whole batch. */
export interface TrainingMemory {
  readonly input: Sum;
  readonly results: Sum;
  readonly parameters: Sum;
  readonly gradients: Sum;
  readonly optimizer: Readonly<Record<Optimizer, Sum>>;
  readonly total: Readonly<Record<Optimizer, Sum>>;
}

export function trainingMemory({ all, graph, activationBytes }: NetworkAnalysis): TrainingMemory {
  const inputBytes = activationBytes[graph.input];
  const input = { value: inputBytes ?? 0, isPartial: inputBytes === undefined };
  const { activationBytes: results, weightBytes: parameters, params } = all.sums;
  const gradients = { ...params, value: bytesOf(params.value, 'float32') };
  const parts = [input, results, parameters, gradients];
  const optimizer = (times: number): Sum => ({ ...gradients, value: gradients.value * times });
  const total = (times: number): Sum => ({
    value: parts.reduce((sum, { value }) => sum + value, optimizer(times).value),
    isPartial: parts.some(({ isPartial }) => isPartial),
  });
  return { input, results, parameters, gradients, optimizer: ofEach(optimizer), total: ofEach(total) };
}

function ofEach(make: (times: number) => Sum): Readonly<Record<Optimizer, Sum>> {
  const { sgd, momentum, adam } = optimizerValues;
  return { sgd: make(sgd), momentum: make(momentum), adam: make(adam) };
}
