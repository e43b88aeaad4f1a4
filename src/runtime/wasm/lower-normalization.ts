/** Norms as stages, and PReLU, which like them has numbers per channel. */

import type {
  BatchNormStep,
  ChannelFactors,
  LengthNormStep,
  LrnStep,
  PlanWindow,
  PreluStep,
  StatisticsNormStep,
} from '../../plan/plan';
import { foldNorm } from './fold';
import { lrnScratch } from './kernels/lrn';
import { poolInto, windowsAlong } from './lower-pooling';
import type { Lowering } from './lowering';
import { alignToLine } from './program';
import { denseImage, elementsOf, imagePlace, rowsOf } from './views';

export function lowerLrn(step: LrnStep, lowering: Lowering): void {
  if (step.within) lowerLrnWithin(step, lowering);
  else lowerLrnAcross(step, lowering);
  if (step.activation !== null) lowering.map(step.activation, step.output, step.output);
}

function lowerLrnAcross(step: LrnStep, lowering: Lowering): void {
  const { builder, kernels } = lowering;
  const input = imagePlace(lowering.onlyInput(step));
  const output = imagePlace(step.output);
  const { size, alpha, beta, k } = step;
  const { lrn } = kernels;
  const kernel = beta === 0.75 ? lrn.beta75 : beta === 0.5 ? lrn.beta50 : beta === 1 ? lrn.beta100 : lrn.anyBeta;
  builder.needThreadScratch(lrnScratch(output.channels, size));
  builder.stage(kernel, output.height, (60 + 4 * size) * elementsOf(output), () => ({
    ...rowsOf(input, output, true),
    size,
    beforeBytes: 4 * Math.floor((size - 1) / 2),
    factor: alpha / size,
    k,
    beta,
  }));
}

/** Squares, then their means over windows, zeros beyond the image among them, then the quotient. */
function lowerLrnWithin(step: LrnStep, lowering: Lowering): void {
  const { builder, kernels } = lowering;
  const input = imagePlace(lowering.onlyInput(step));
  const output = imagePlace(step.output);
  const { size, alpha, beta, k } = step;
  const { height, width, channels } = output;
  const bytes = alignToLine(4 * elementsOf(output));
  const inScratch = (address: number) => denseImage(address, height, width, channels);
  builder.needScratch(2 * bytes);
  builder.stage(kernels.elementwise.multiply.full, height, 4 * elementsOf(output), (scratch) => ({
    ...rowsOf(input, inScratch(scratch), true),
    other: input.address,
    otherRow: input.rowBytes,
    otherPixel: input.pixelBytes,
  }));
  const window: PlanWindow = { kernel: [size, size], stride: [1, 1], dilation: [1, 1], pads: [0, 0, 0, 0] };
  const [before, after] = [Math.floor((size - 1) / 2), Math.floor(size / 2)];
  const rows = windowsAlong(window, 0, height, height, before, after, true);
  const columns = windowsAlong(window, 1, width, width, before, after, true);
  poolInto(
    kernels.pooling.mean,
    (scratch) => [inScratch(scratch), inScratch(scratch + bytes)],
    { rows, columns },
    lowering,
  );
  builder.stage(kernels.lrn.within, height, 60 * elementsOf(output), (scratch) => {
    const means = inScratch(scratch + bytes);
    return {
      ...rowsOf(input, output, true),
      other: means.address,
      otherRow: means.rowBytes,
      otherPixel: means.pixelBytes,
      alpha,
      k,
      beta,
    };
  });
}

export function lowerBatchNorm(step: BatchNormStep, lowering: Lowering): void {
  const input = imagePlace(lowering.onlyInput(step));
  const output = imagePlace(step.output);
  const { factors, terms } = foldNorm(step.norm, output.channels, lowering);
  // Tails read whole vectors of them only where there are such.
  const factorAddress = lowering.builder.floats(Float32Array.from(factors));
  const termAddress = lowering.builder.floats(Float32Array.from(terms));
  const fields = () => ({
    ...rowsOf(input, output, true),
    factors: factorAddress,
    terms: termAddress,
    limits: lowering.limits(null),
  });
  const { followers } = lowering;
  lowering.builder.stage(
    lowering.kernels.elementwise.batchNorm,
    output.height,
    6 * elementsOf(output),
    fields,
    followers === undefined ? undefined : { limits: lowering.limits(followers.activation) },
  );
}

/** Gamma and beta where kernels read whole vectors of them; one and zero where the layer has none. */
function factorAddresses({ gamma, beta }: ChannelFactors, channels: number, lowering: Lowering) {
  const { builder } = lowering;
  const filled = (index: number | null, value: number) =>
    builder.floats(index === null ? new Float32Array(channels).fill(value) : Float32Array.from(lowering.weight(index)));
  return { gamma: filled(gamma, 1), beta: filled(beta, 0) };
}

export function lowerStatistics(step: StatisticsNormStep, lowering: Lowering): void {
  const { builder, kernels } = lowering;
  const input = imagePlace(lowering.onlyInput(step));
  const output = imagePlace(step.output);
  const { height, width, channels } = output;
  const { epsilon, groups } = step;
  const factors = factorAddresses(step.factors, channels, lowering);
  const work = 12 * elementsOf(output);
  if (groups === null) {
    builder.stage(kernels.statistics.pixels, height, work, () => ({
      ...rowsOf(input, output, true),
      ...factors,
      epsilon,
      count: channels,
    }));
    return;
  }
  const bytes = alignToLine(4 * channels);
  const depth = channels / groups;
  builder.needScratch(2 * bytes);
  builder.stage(kernels.statistics.groups, groups, work, (scratch) => ({
    input: input.address,
    inputRow: input.rowBytes,
    inputPixel: input.pixelBytes,
    height,
    width,
    groupBytes: 4 * depth,
    ...factors,
    factors: scratch,
    terms: scratch + bytes,
    epsilon,
    count: height * width * depth,
  }));
  builder.stage(kernels.elementwise.batchNorm, height, 6 * elementsOf(output), (scratch) => ({
    ...rowsOf(input, output, true),
    factors: scratch,
    terms: scratch + bytes,
    limits: lowering.limits(null),
  }));
}

export function lowerLengthNorm(step: LengthNormStep, lowering: Lowering): void {
  const input = imagePlace(lowering.onlyInput(step));
  const output = imagePlace(step.output);
  const { gamma } = factorAddresses({ gamma: step.gamma, beta: null }, output.channels, lowering);
  lowering.builder.stage(lowering.kernels.statistics.lengths, output.height, 8 * elementsOf(output), () => ({
    ...rowsOf(input, output, true),
    gamma,
    epsilon: step.epsilon,
  }));
}

export function lowerPrelu(step: PreluStep, lowering: Lowering): void {
  const input = imagePlace(lowering.onlyInput(step));
  const output = imagePlace(step.output);
  const weight = lowering.weight(step.slope);
  const all = new Float32Array(output.channels);
  const slopes = lowering.builder.floats(weight.length === 1 ? all.fill(weight[0] ?? 0) : Float32Array.from(weight));
  lowering.builder.stage(lowering.kernels.elementwise.prelu, output.height, 4 * elementsOf(output), () => ({
    ...rowsOf(input, output, true),
    slopes,
  }));
}
