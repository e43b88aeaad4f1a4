/**
 * What a forward pass has to tell: the plain data that the Run tab shows. Made on the host's side from the runtime's
 * result, which is the JSON of `incept run`. `null` is not known.
 */

import type { Bound } from '../base/machine-profile';
import type { RunPrediction } from '../runtime/predict';
import type { RunResult } from '../runtime/result';
import { type Guard, isCount, isNumber, isText, listOf, oneOf, orNull, shaped } from './guard';

export interface RunOptions {
  readonly input: 'random' | 'image';
  /** Of the weights, and of the input where that is random. */
  readonly seed: number;
  /** Path of a layer, or name of an output or head, at which the run ends; null runs all of them. */
  readonly upto: string | null;
  /** Count multiplies while running, and compare them with the prediction. */
  readonly verify: boolean;
}

export interface RunTop {
  readonly index: number;
  readonly label: string | null;
  /** null where it is not finite. */
  readonly value: number | null;
}

export interface RunOutput {
  readonly name: string;
  /** Height x width x channels. */
  readonly shape: readonly number[];
  /** The largest values, largest first. */
  readonly top: readonly RunTop[];
  /** Values that are not a number. */
  readonly nan: number;
}

export interface RunLayer {
  readonly path: string;
  readonly ms: number;
  /** By the roofline of this machine; null where it was not measured. */
  readonly predictedMs: number | null;
  readonly bound: Bound | null;
  /** Part of the roofline that was reached. */
  readonly limitShare: number | null;
  readonly multiplies: number;
  /** Of its finite results; null where it has none. */
  readonly mean: number | null;
  readonly std: number | null;
  /** Results that are exactly zero, those that are not a number, and all of them. */
  readonly zeros: number;
  readonly nan: number;
  readonly count: number;
}

export interface RunReport {
  readonly network: string;
  /** `reference`, `wasm`. */
  readonly backend: string;
  readonly threads: number;
  readonly input: {
    readonly kind: 'random' | 'image';
    readonly shape: readonly number[];
    /** Name of the image's file. */
    readonly name: string | null;
  };
  readonly seed: number;
  readonly upto: string | null;
  /** The run itself, without preparation. */
  readonly totalMs: number;
  readonly prepareMs: number;
  /** All layers together; null where the machine was not measured. */
  readonly predictedMs: number | null;
  /** What it was measured to reach at most. */
  readonly machine: { readonly peakGflops: number; readonly bandwidthGBs: number } | null;
  readonly outputs: readonly RunOutput[];
  /** In order of execution. */
  readonly layers: readonly RunLayer[];
  readonly verify: { readonly countedMultiplies: number; readonly predictedMultiplies: number } | null;
}

export function reportOf(result: RunResult, options: RunOptions, prediction: RunPrediction | null = null): RunReport {
  const { verify } = result;
  return {
    network: result.network,
    backend: result.backend,
    threads: result.threads,
    input: {
      kind: result.input.kind === 'random' ? 'random' : 'image',
      shape: [...result.input.shape],
      name: result.input.file?.split(/[\\/]/).at(-1) ?? null,
    },
    seed: options.seed,
    upto: options.upto,
    totalMs: result.timing.medianMs,
    prepareMs: result.timing.prepareMs,
    predictedMs: prediction?.predictedMs ?? null,
    machine:
      prediction === null
        ? null
        : { peakGflops: prediction.profile.peakGflops, bandwidthGBs: prediction.profile.bandwidthGBs },
    outputs: result.outputs.map(({ name, shape, top, nan }) => ({ name, shape: [...shape], top, nan })),
    layers: result.layers.map(({ path, ms, multiplies, mean, std, zeros, nan, elements }, index) => ({
      path,
      ms,
      predictedMs: prediction?.layers[index]?.predictedMs ?? null,
      bound: prediction?.layers[index]?.bound ?? null,
      limitShare: prediction?.layers[index]?.limitShare ?? null,
      multiplies,
      mean,
      std,
      zeros,
      nan,
      count: elements,
    })),
    verify:
      verify === null
        ? null
        : { countedMultiplies: verify.countedMultiplies, predictedMultiplies: verify.predictedMultiplies },
  };
}

export const isRunOptions: Guard<RunOptions> = shaped<RunOptions>({
  input: oneOf('random', 'image'),
  seed: isCount,
  upto: orNull(isText),
  verify: (value): value is boolean => typeof value === 'boolean',
});

const isRunOutput = shaped<RunOutput>({
  name: isText,
  shape: listOf(isCount),
  top: listOf(shaped<RunTop>({ index: isCount, label: orNull(isText), value: orNull(isNumber) })),
  nan: isCount,
});

const isRunLayer = shaped<RunLayer>({
  path: isText,
  ms: isNumber,
  predictedMs: orNull(isNumber),
  bound: orNull(oneOf('compute', 'memory', 'overhead')),
  limitShare: orNull(isNumber),
  multiplies: isCount,
  mean: orNull(isNumber),
  std: orNull(isNumber),
  zeros: isCount,
  nan: isCount,
  count: isCount,
});

export const isRunReport: Guard<RunReport> = shaped<RunReport>({
  network: isText,
  backend: isText,
  threads: isCount,
  input: shaped<RunReport['input']>({
    kind: oneOf('random', 'image'),
    shape: listOf(isCount),
    name: orNull(isText),
  }),
  seed: isCount,
  upto: orNull(isText),
  totalMs: isNumber,
  prepareMs: isNumber,
  predictedMs: orNull(isNumber),
  machine: orNull(shaped<NonNullable<RunReport['machine']>>({ peakGflops: isNumber, bandwidthGBs: isNumber })),
  outputs: listOf(isRunOutput),
  layers: listOf(isRunLayer),
  verify: orNull(
    shaped<{ countedMultiplies: number; predictedMultiplies: number }>({
      countedMultiplies: isCount,
      predictedMultiplies: isCount,
    }),
  ),
});
