/**
 * Functions of one value, and softmax. Computed in float64.
 * SiLU: Elfwing et al. 2017. GELU: Hendrycks and Gimpel 2016, the exact form. Hard swish: Howard et al. 2019.
 * ELU: Clevert et al. 2016. Mish: Misra 2019.
 */

import { unreachable } from '../../base/assert';
import type { ActivationStep, Pointwise, PreluStep, SoftmaxStep } from '../../plan/plan';
import { seluAlpha, seluScale } from '../selu';
import { type Memory, onlyInput, type StepKernel, weightAt } from './memory';

export function pointwiseFunction(activation: Pointwise): (x: number) => number {
  switch (activation.kind) {
    case 'relu':
      return (x) => (x < 0 ? 0 : x);
    case 'relu6':
      return (x) => (x < 0 ? 0 : x > 6 ? 6 : x);
    case 'leakyrelu': {
      const { slope } = activation;
      return (x) => (x < 0 ? slope * x : x);
    }
    case 'sigmoid':
      return sigmoid;
    case 'tanh':
      return Math.tanh;
    case 'silu':
      return (x) => x * sigmoid(x);
    case 'gelu':
      return (x) => 0.5 * x * (1 + erf(x / Math.SQRT2));
    case 'hardswish':
      return (x) => (x <= -3 ? 0 : x >= 3 ? x : (x * (x + 3)) / 6);
    case 'elu': {
      const { alpha } = activation;
      return (x) => (x < 0 ? alpha * Math.expm1(x) : x);
    }
    case 'selu':
      return (x) => seluScale * (x < 0 ? seluAlpha * Math.expm1(x) : x);
    case 'mish':
      return (x) => x * Math.tanh(softplus(x));
    case 'softplus':
      return softplus;
    case 'hardsigmoid': {
      const { slope } = activation;
      return (x) => clip(slope * x + 0.5, 0, 1);
    }
    case 'clip': {
      const { minimum, maximum } = activation;
      return (x) => clip(x, minimum, maximum);
    }
    default:
      return unreachable(activation);
  }
}

/** log(1 + e^x), without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function clip(x: number, minimum: number, maximum: number): number {
  return Math.min(Math.max(x, minimum), maximum);
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/**
 * The error function by its series of positive terms, erf x = 2 / sqrt(pi) * exp(-x^2) * (x + 2/3 x^3 + 4/15 x^5 + ...),
 * which loses no digits; beyond 6 it is 1 to the last bit.
 */
function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 6) return 1;
  if (x < -6) return -1;
  const square = x * x;
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * square) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-square) * sum;
}

export function activationKernel(step: ActivationStep, memory: Memory): StepKernel {
  return mapKernel(step, memory, pointwiseFunction(step.activation));
}

/** One slope for all channels, or one for each. */
export function preluKernel(step: PreluStep, memory: Memory): StepKernel {
  const slopes = weightAt(memory, step.slope);
  return mapKernel(step, memory, (x, c) => (x < 0 ? (slopes[slopes.length === 1 ? 0 : c] as number) * x : x));
}

/** Applies a function of a value and its channel to each value. Works in place. */
export function mapKernel(
  step: Pick<ActivationStep, 'inputs' | 'output'>,
  memory: Memory,
  apply: (x: number, channel: number) => number,
): StepKernel {
  const input = onlyInput(step as ActivationStep);
  const { output } = step;
  const { arena } = memory;
  return () => {
    for (let y = 0; y < output.height; y++) {
      memory.poll();
      let from = input.offset + y * input.rowStride;
      let to = output.offset + y * output.rowStride;
      for (let x = 0; x < output.width; x++) {
        for (let c = 0; c < output.channels; c++) arena[to + c] = apply(arena[from + c] as number, c);
        from += input.pixelStride;
        to += output.pixelStride;
      }
    }
  };
}

/** exp(x - max) / sum over the channels of each pixel; the largest value is taken away so that nothing overflows. */
export function softmaxKernel(step: SoftmaxStep, memory: Memory): StepKernel {
  const input = onlyInput(step);
  const { output } = step;
  const { arena } = memory;
  const { channels } = output;
  const powers = new Float64Array(channels);
  return () => {
    for (let y = 0; y < output.height; y++) {
      memory.poll();
      for (let x = 0; x < output.width; x++) {
        const from = input.offset + y * input.rowStride + x * input.pixelStride;
        const to = output.offset + y * output.rowStride + x * output.pixelStride;
        let largest = Number.NEGATIVE_INFINITY;
        for (let c = 0; c < channels; c++) largest = Math.max(largest, arena[from + c] as number);
        let sum = 0;
        for (let c = 0; c < channels; c++) {
          const power = Math.exp((arena[from + c] as number) - largest);
          powers[c] = power;
          sum += power;
        }
        for (let c = 0; c < channels; c++) arena[to + c] = (powers[c] as number) / sum;
      }
    }
  };
}
