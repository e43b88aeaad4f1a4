/**
 * What a run gives: the document of `incept run --format json`, version 1, in which `preprocessing` is put into words. Keys
 * are added, never renamed.
 */

import type { PlanShape } from '../plan/plan';
import type { ImageOptions } from './image';
import type { SampleName } from './sample-images';

export interface RunResult {
  readonly schema: 1;
  readonly network: string;
  readonly backend: 'reference' | 'wasm';
  readonly features: readonly string[];
  readonly threads: number;
  readonly input: RunInput;
  readonly weights: RunWeights;
  readonly outputs: readonly RunOutput[];
  readonly timing: RunTiming;
  readonly memory: RunMemory;
  /** In order of execution, without the input. */
  readonly layers: readonly RunLayer[];
  /** Null where it was not asked for. */
  readonly verify: RunVerification | null;
  /** Over several inputs; absent where it was not asked for. */
  readonly survey?: RunSurvey | undefined;
}

/** Whether every machine gets the same bits; the engine tells what it has. */
export function isExact({ features }: Pick<RunResult, 'features'>): boolean {
  return !features.includes('relaxed');
}

export interface RunInput {
  readonly kind: 'random' | 'image' | 'tensor';
  readonly shape: PlanShape;
  readonly seed?: number | undefined;
  /** For an image: what was done to it. */
  readonly preprocessing?: ImageOptions | undefined;
  /** Name of the file for people, where there is one. */
  readonly file?: string | undefined;
  /** In place of a file's image. */
  readonly sample?: SampleName | undefined;
}

export interface RunWeights {
  readonly kind: 'seed' | 'file';
  readonly seed?: number | undefined;
  readonly file?: string | undefined;
}

export interface RunTop {
  readonly index: number;
  readonly label: string | null;
  readonly value: number | null;
}

export interface Statistics {
  /** Of the values that are not NaN; null where there is none or it is not finite. */
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  readonly std: number | null;
  /** How many values are exactly 0. */
  readonly zeros: number;
  readonly nan: number;
  readonly elements: number;
}

export interface RunOutput extends Statistics {
  readonly name: string;
  readonly kind: 'output' | 'head' | 'layer';
  readonly shape: PlanShape;
  /** The largest values by channel (by the mean over the image, where the result is larger than 1x1). */
  readonly top: readonly RunTop[];
}

export interface RunTiming {
  readonly prepareMs: number;
  readonly firstMs: number;
  readonly medianMs: number;
  readonly minMs: number;
  readonly runsMs: readonly number[];
}

export interface RunMemory {
  readonly arenaBytes: number;
  readonly weightBytes: number;
  /** Of tensors alive at one step, at most. */
  readonly peakBytes: number;
}

export interface RunSurvey {
  /** Name of the output whose largest values are told: the first that is no side head. */
  readonly output: string;
  readonly inputs: readonly SurveyedInput[];
  /** In order of execution. */
  readonly layers: readonly SurveyedLayer[];
}

export interface SurveyedInput extends Pick<RunInput, 'file' | 'sample'> {
  readonly top: RunTop | null;
}

/** Over the values of all inputs together. */
export interface SurveyedLayer extends Statistics {
  readonly path: string;
  readonly channels: number;
  /** Channels that have no value but 0 for any of the inputs. */
  readonly deadChannels: number;
}

export interface RunLayer extends Statistics {
  readonly path: string;
  readonly op: string;
  readonly shape: PlanShape;
  /** Median over the runs. */
  readonly ms: number;
  readonly multiplies: number;
  /** 2 * multiplies / time; 0 for layers that multiply no weights. */
  readonly gflops: number;
  /** Bytes of tensors and weights that it reads and writes, each once; absent in documents of older versions. */
  readonly trafficBytes?: number | undefined;
  /** Channels that an activation left nothing but zeros of, in images of more than one pixel; absent where there are none. */
  readonly deadChannels?: number | undefined;
  /** Values at the ends of an activation that saturates (statistics.ts says where those are); absent where there are none. */
  readonly saturated?: number | undefined;
}

export interface RunVerification {
  readonly countedMultiplies: number;
  readonly predictedMultiplies: number;
  /** Those of layers that only side heads need, which are in the count; absent where there are none. */
  readonly countedHeadMultiplies?: number;
  readonly countedEffectiveMultiplies: number;
  readonly predictedEffectiveMultiplies: number;
  /** Largest difference of any value of any layer from the counting float64 kernels; null where one is NaN. */
  readonly maxAbsError: number | null;
  /** Layers whose count is not as predicted. */
  readonly wrongLayers: readonly { readonly path: string; readonly counted: number; readonly predicted: number }[];
}
