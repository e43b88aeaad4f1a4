/**
 * A run on its way between page, extension and server: what a person chose, how far it is and what came of it, with guards
 * that have a check for every field. What a run gives is defined by the runtime (result.ts, predict.ts).
 */

import {
  eitherOf,
  type Fields,
  type Guard,
  isCount,
  isFlag,
  isNumber,
  isText,
  listOf,
  oneOf,
  optional,
  orNull,
  shaped,
  tupleOf,
} from '../base/guard';
import { isMachineProfile } from '../base/machine-profile';
import { type WeightLayout, weightLayouts } from '../base/tensor';
import type { PlanShape } from '../plan/plan';
import { type ImageOptions, presetNames } from '../runtime/image';
import type { LayerPrediction, RunPrediction } from '../runtime/predict';
import type {
  RunInput,
  RunLayer,
  RunMemory,
  RunOutput,
  RunResult,
  RunSurvey,
  RunTiming,
  RunTop,
  RunVerification,
  RunWeights,
  Statistics,
  SurveyedInput,
  SurveyedLayer,
} from '../runtime/result';
import type { RunProgress } from '../runtime/run-network';
import { isSampleName, type SampleName } from '../runtime/sample-images';

export { type SampleName, sampleNames } from '../runtime/sample-images';

/** What a person chose. */
export interface RunOptions {
  /** The one that is shown, unless given. */
  readonly network?: string | undefined;
  readonly input: 'random' | 'image';
  /** Which of several images, from 0; the first unless given. */
  readonly image?: number | undefined;
  /** Of the weights, and of the input where that is random. */
  readonly seed: number;
  /** Path of a layer or block, or name of an output or head, at which the run ends; null runs all of them. */
  readonly upto: string | null;
  /** Count multiplies while running, and compare them with the prediction. */
  readonly verify: boolean;
  /** Measure the machine before, so that times can be predicted. */
  readonly calibrate?: boolean | undefined;
}

export interface FinishedRun {
  readonly options: RunOptions;
  readonly result: RunResult;
  /** null while the machine is not measured for such a run. */
  readonly prediction: RunPrediction | null;
  /** Of the text that was run. */
  readonly documentVersion: number;
}

/** An image that a page gives: a sample, the address of a file, or the bytes of one in base64. */
export type GivenImage =
  | { readonly sample: SampleName }
  | { readonly uri: string }
  | { readonly name: string; readonly base64: string };

/** One that is taken, for people: a sample, or the name of a file. */
export type TakenImage = { readonly sample: SampleName } | { readonly name: string };

/** An image on its way to where it is run. */
export type SentImage = Exclude<GivenImage, { uri: string }>;

/** Weights that have been sent before, in parts, by their number, as long as the other side still has them. */
export interface SentWeights {
  /** Of their file, for people. */
  readonly name: string;
  readonly number: number;
  readonly layout: WeightLayout;
}

/** The largest file of weights, and how much of one a message holds. */
export const largestWeightBytes = 2 ** 31 - 1;
export const weightPartBytes = 4 * 2 ** 20;

/** Weights of a file that fit a network. */
export interface WeightsFit {
  /** Those whose weights were found, and by what. */
  readonly layers: number;
  readonly by: 'names' | 'order';
  /** Modules of the file that belong to no layer. */
  readonly left: readonly string[];
}

/** What is known of a file of weights that was chosen. */
export type WeightsCheck =
  | { readonly kind: 'reading' }
  | ({ readonly kind: 'fits' } & WeightsFit)
  | { readonly kind: 'wrong'; readonly message: string };

export const isWeightsCheck: Guard<WeightsCheck> = eitherOf(
  shaped<Extract<WeightsCheck, { kind: 'reading' }>>({ kind: oneOf('reading') }),
  eitherOf(
    shaped<Extract<WeightsCheck, { kind: 'fits' }>>({
      kind: oneOf('fits'),
      layers: isCount,
      by: oneOf('names', 'order'),
      left: listOf(isText),
    }),
    shaped<Extract<WeightsCheck, { kind: 'wrong' }>>({ kind: oneOf('wrong'), message: isText }),
  ),
);

/** Names of classes by their indices, and the name of the file that they are from. */
export interface Labels {
  readonly name: string;
  readonly names: readonly string[];
}

export const isLabels: Guard<Labels> = shaped<Labels>({ name: isText, names: listOf(isText) });

/** So many are run in a row, at most. */
export const mostImages = 64;

/** A larger file is no image that could be decoded, and no page could hold it. */
export const largestFileBytes = 256 * 2 ** 20;

/** The bytes of a file in base64, which are not held to the length of a text. */
export const isFileBytes: Guard<string> = (value): value is string =>
  typeof value === 'string' && value.length <= 1.4 * largestFileBytes;

export const isSentWeights: Guard<SentWeights> = shaped<SentWeights>({
  name: isText,
  number: isCount,
  layout: oneOf(...weightLayouts),
});

const isSample = shaped<{ readonly sample: SampleName }>({ sample: isSampleName });

export const isSentImage: Guard<SentImage> = eitherOf(
  isSample,
  shaped<Exclude<SentImage, { sample: SampleName }>>({ name: isText, base64: isFileBytes }),
);

export const isGivenImage: Guard<GivenImage> = eitherOf(
  isSentImage,
  shaped<Extract<GivenImage, { uri: string }>>({ uri: isText }),
);

export const isTakenImage: Guard<TakenImage> = eitherOf(isSample, shaped<{ readonly name: string }>({ name: isText }));

export const isRunOptions: Guard<RunOptions> = shaped<RunOptions>({
  network: optional(isText),
  input: oneOf('random', 'image'),
  image: optional(isCount),
  seed: isCount,
  upto: orNull(isText),
  verify: isFlag,
  calibrate: optional(isFlag),
});

export const isRunProgress: Guard<RunProgress> = shaped<RunProgress>({
  phase: oneOf('weights', 'calibrate', 'prepare', 'verify', 'run'),
  path: isText,
  index: isCount,
  count: isCount,
});

export const isShape = tupleOf<PlanShape>(isCount, isCount, isCount);

export const statistics: Fields<Statistics> = {
  min: orNull(isNumber),
  max: orNull(isNumber),
  mean: orNull(isNumber),
  std: orNull(isNumber),
  zeros: isCount,
  nan: isCount,
  elements: isCount,
};

const isTop = shaped<RunTop>({ index: isCount, label: orNull(isText), value: orNull(isNumber) });

const isRunResult: Guard<RunResult> = shaped<RunResult>({
  schema: (value): value is 1 => value === 1,
  network: isText,
  backend: oneOf('reference', 'wasm'),
  features: listOf(isText),
  threads: isCount,
  input: shaped<RunInput>({
    kind: oneOf('random', 'image', 'tensor'),
    shape: isShape,
    seed: optional(isNumber),
    preprocessing: optional(shaped<ImageOptions>({ preset: oneOf(...presetNames), fit: oneOf('crop', 'stretch') })),
    file: optional(isText),
    sample: optional(isSampleName),
  }),
  weights: shaped<RunWeights>({ kind: oneOf('seed', 'file'), seed: optional(isNumber), file: optional(isText) }),
  outputs: listOf(
    shaped<RunOutput>({
      ...statistics,
      name: isText,
      kind: oneOf('output', 'head', 'layer'),
      shape: isShape,
      top: listOf(isTop),
    }),
  ),
  timing: shaped<RunTiming>({
    prepareMs: isNumber,
    firstMs: isNumber,
    medianMs: isNumber,
    minMs: isNumber,
    runsMs: listOf(isNumber),
  }),
  memory: shaped<RunMemory>({ arenaBytes: isCount, weightBytes: isCount, peakBytes: isCount }),
  layers: listOf(
    shaped<RunLayer>({
      ...statistics,
      path: isText,
      op: isText,
      shape: isShape,
      ms: isNumber,
      multiplies: isCount,
      gflops: isNumber,
      trafficBytes: optional(isCount),
      deadChannels: optional(isCount),
      saturated: optional(isCount),
    }),
  ),
  verify: orNull(
    shaped<RunVerification>({
      countedMultiplies: isCount,
      predictedMultiplies: isCount,
      countedHeadMultiplies: optional(isCount),
      countedEffectiveMultiplies: isCount,
      predictedEffectiveMultiplies: isCount,
      maxAbsError: orNull(isNumber),
      wrongLayers: listOf(
        shaped<RunVerification['wrongLayers'][number]>({ path: isText, counted: isCount, predicted: isCount }),
      ),
    }),
  ),
  survey: optional(
    shaped<RunSurvey>({
      output: isText,
      inputs: listOf(
        shaped<SurveyedInput>({ file: optional(isText), sample: optional(isSampleName), top: orNull(isTop) }),
      ),
      layers: listOf(shaped<SurveyedLayer>({ ...statistics, path: isText, channels: isCount, deadChannels: isCount })),
    }),
  ),
});

const isRunPrediction: Guard<RunPrediction> = shaped<RunPrediction>({
  profile: isMachineProfile,
  predictedMs: isNumber,
  layers: listOf(
    shaped<LayerPrediction>({
      predictedMs: isNumber,
      bound: orNull(oneOf('compute', 'memory', 'overhead')),
      limitShare: orNull(isNumber),
    }),
  ),
});

export const isFinishedRun: Guard<FinishedRun> = shaped<FinishedRun>({
  options: isRunOptions,
  result: isRunResult,
  prediction: orNull(isRunPrediction),
  documentVersion: isCount,
});
