/** What follows the sums of a convolution or dense layer: bias, folded norm, activation, and the one rounding to float32. */

import type { ConvolutionStep, DenseStep, TransposedConvolutionStep } from '../../plan/plan';
import { pointwiseFunction } from './activation';
import { type Memory, weightAt } from './memory';
import { foldNorm } from './normalization';

/** Writes one result pixel from its sums. */
export type Epilogue = (sums: Float64Array, to: number) => void;

export function epilogueOf(
  step: ConvolutionStep | TransposedConvolutionStep | DenseStep,
  channels: number,
  memory: Memory,
): Epilogue {
  const { arena } = memory;
  const factor = new Float64Array(channels).fill(1);
  const term = new Float64Array(channels);
  if (step.bias !== null) term.set(weightAt(memory, step.bias));
  if (step.norm !== null) {
    const fold = foldNorm(step.norm, channels, memory);
    for (let c = 0; c < channels; c++) {
      factor[c] = fold.factor[c] as number;
      term[c] = (term[c] as number) * (fold.factor[c] as number) + (fold.term[c] as number);
    }
  }
  if (step.activation === null) {
    return (sums, to) => {
      for (let c = 0; c < channels; c++) {
        arena[to + c] = (sums[c] as number) * (factor[c] as number) + (term[c] as number);
      }
    };
  }
  const activate = pointwiseFunction(step.activation);
  return (sums, to) => {
    for (let c = 0; c < channels; c++) {
      arena[to + c] = activate((sums[c] as number) * (factor[c] as number) + (term[c] as number));
    }
  };
}
