/**
 * What is known of a machine after it was measured once (src/runtime/calibrate.ts), and the time it will take for a piece
 * of work: a roofline (Williams, Waterman and Patterson 2009) with the handling of values added to its arithmetic. The
 * model in words and its error are in docs/roofline.md. Plain data that is kept as JSON; what was kept is checked.
 */

import { type Fields, type Guard, isCount, isNumber, isText, listOf, oneOf, optional, shaped } from './guard';

export const profileVersion = 3;

/**
 * Kernels that behave alike. `conv3x3`, `conv4x4`, `conv5x5`, `conv3x1` (and 1x3) and `conv7x1` (and 1x7) are those of
 * stride 1 with fewer products than are counted, a 3x3 by tiles of 4x4, 3x3 or 2x2 results; every other window is a `window`,
 * and a convolution in groups, but for depthwise ones, is `grouped`.
 */
export const kernelKinds = [
  'pointwise',
  'conv3x3',
  'conv3x3by3',
  'conv3x3by2',
  'conv4x4',
  'conv5x5',
  'conv3x1',
  'conv7x1',
  'window',
  'grouped',
  'depthwise',
  'dense',
  'maxpool',
  'avgpool',
  'lrn',
  'elementwise',
  'functions',
] as const;

export type KernelKind = (typeof kernelKinds)[number];

/** Sizes are rounded up to these: height and width of a result, then its pixels, and the filters of each group. */
export interface Tile {
  readonly height: number;
  readonly width: number;
  readonly pixels: number;
  readonly filters: number;
}

export interface KernelProfile {
  readonly tile: Tile;
  /** Nanoseconds for one term of a result (a product with its sum, a comparison), one value read, one value written. */
  readonly nsPerTerm: number;
  readonly nsPerInput: number;
  readonly nsPerOutput: number;
  /** The best rate measured, in parts of the peak; above 1 where an algorithm needs fewer products than are counted. */
  readonly efficiency: number;
}

export interface Bandwidth {
  /** Bytes read and written together. */
  readonly bytes: number;
  readonly gigabytesPerSecond: number;
}

export interface MachineProfile {
  readonly version: typeof profileVersion;
  readonly backend: 'wasm' | 'reference';
  readonly features: readonly string[];
  readonly threads: number;
  /** Of the matrix product on data in the cache; a product with its sum are two operations. */
  readonly peakGflops: number;
  /** Of the memory, by a copy of more than the caches hold. */
  readonly bandwidthGBs: number;
  /** Of memory that is only read, as weights are, by a dense layer; a copy reads what it overwrites, too. Absent in older profiles. */
  readonly readGBs?: number | undefined;
  /** Of copies of growing size; the last one is `bandwidthGBs`. */
  readonly bandwidths: readonly Bandwidth[];
  readonly stepOverheadUs: number;
  readonly kernels: Readonly<Record<KernelKind, KernelProfile>>;
  /** How far the model is off on the layers it was fitted to: median of |predicted / measured - 1|. */
  readonly fitError: number;
  /** ISO 8601. */
  readonly measuredAt?: string | undefined;
}

/** One pass of one kernel: `terms` things are summed or compared for each value of a height x width x channels result. */
export interface Work {
  readonly kind: KernelKind;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly groups: number;
  readonly terms: number;
  /** Values read, without weights. */
  readonly inputs: number;
  /** Bytes of its weights, each of which is read once. */
  readonly weightBytes: number;
}

export type TimeLimit = 'compute' | 'memory' | 'overhead';

export interface Estimate {
  readonly ms: number;
  /** What the most of the time goes to. */
  readonly bound: TimeLimit;
  /** The roofline itself: by the peak (or what its kind reached at best, if that is more) and the bandwidth, whichever is longer. */
  readonly limitMs: number;
}

export function estimate(work: Work, profile: MachineProfile): Estimate {
  const kernel = profile.kernels[work.kind];
  const memory = memoryNs(work, profile);
  const compute = computeNs(work, kernel);
  const overhead = 1000 * profile.stepOverheadUs;
  const longest = Math.max(compute, memory, overhead);
  const termsPerNs = (profile.peakGflops * Math.max(1, kernel.efficiency)) / 2;
  return {
    ms: (overhead + Math.max(compute, memory)) / 1e6,
    bound: longest === overhead ? 'overhead' : longest === memory ? 'memory' : 'compute',
    limitMs: Math.max(allTerms(work) / termsPerNs, memory) / 1e6,
  };
}

/** Of a layer, which may be several kernels, or none. */
export interface PredictedTime {
  readonly predictedMs: number;
  /** What the most of the time goes to; null where nothing is to be done. */
  readonly bound: TimeLimit | null;
  /** The least time that the peak and the bandwidth allow. */
  readonly limitMs: number;
  /** GFLOP/s at that time; 0 for layers that multiply no weights. */
  readonly attainableGflops: number;
}

/** Arithmetic and handling, as if memory were no matter. */
function computeNs(work: Work, kernel: KernelProfile): number {
  return (
    kernel.nsPerTerm * roundedTerms(work, kernel.tile) +
    kernel.nsPerInput * work.inputs +
    kernel.nsPerOutput * outputsOf(work)
  );
}

/** Results of the layer before lie where their size lets them; weights were last read a whole run ago. */
function memoryNs(work: Work, profile: MachineProfile): number {
  const bytes = 4 * (work.inputs + outputsOf(work));
  return bytes / bandwidthFor(bytes, profile) + work.weightBytes / (profile.readGBs ?? profile.bandwidthGBs);
}

export function outputsOf({ height, width, channels }: Work): number {
  return height * width * channels;
}

export function allTerms(work: Work): number {
  return outputsOf(work) * work.terms;
}

/** Terms with those that fill up the tiles of a kernel. */
export function roundedTerms({ height, width, channels, groups, terms }: Work, tile: Tile): number {
  const pixels = roundUp(roundUp(height, tile.height) * roundUp(width, tile.width), tile.pixels);
  return pixels * groups * roundUp(channels / groups, tile.filters) * terms;
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

/** Gigabytes per second, which are bytes per nanosecond, for this traffic: between two measured sizes on a line over log(bytes). */
function bandwidthFor(bytes: number, { bandwidths, bandwidthGBs }: MachineProfile): number {
  const above = bandwidths.findIndex((measured) => measured.bytes >= bytes);
  const next = bandwidths[above];
  const before = bandwidths[above - 1];
  if (next === undefined) return bandwidthGBs;
  if (before === undefined) return next.gigabytesPerSecond;
  const share = Math.log(bytes / before.bytes) / Math.log(next.bytes / before.bytes);
  return before.gigabytesPerSecond + share * (next.gigabytesPerSecond - before.gigabytesPerSecond);
}

/** Apart by 30% or more of the prediction: the prediction is wrong, or the machine was busy. */
export function isFarOff(predictedMs: number, measuredMs: number): boolean {
  return Math.abs(measuredMs - predictedMs) >= 0.3 * predictedMs;
}

const isPositive: Guard<number> = (value): value is number => isNumber(value) && value > 0;

const isNotNegative: Guard<number> = (value): value is number => isNumber(value) && value >= 0;

const isKernelProfile = shaped<KernelProfile>({
  tile: shaped<Tile>({ height: isPositive, width: isPositive, pixels: isPositive, filters: isPositive }),
  nsPerTerm: isNotNegative,
  nsPerInput: isNotNegative,
  nsPerOutput: isNotNegative,
  efficiency: isPositive,
});

const kernelFields = Object.fromEntries(kernelKinds.map((kind) => [kind, isKernelProfile])) as Fields<
  MachineProfile['kernels']
>;

const hasFields = shaped<MachineProfile>({
  version: (value): value is typeof profileVersion => value === profileVersion,
  backend: oneOf('wasm', 'reference'),
  features: listOf(isText),
  threads: (value): value is number => isCount(value) && value > 0,
  peakGflops: isPositive,
  bandwidthGBs: isPositive,
  readGBs: optional(isPositive),
  bandwidths: listOf(shaped<Bandwidth>({ bytes: isPositive, gigabytesPerSecond: isPositive })),
  stepOverheadUs: isNotNegative,
  kernels: shaped(kernelFields),
  fitError: isNotNegative,
  measuredAt: optional(isText),
});

/** Bandwidths are of copies that grow. */
export const isMachineProfile: Guard<MachineProfile> = (value): value is MachineProfile =>
  hasFields(value) && value.bandwidths.every(({ bytes }, i, rows) => bytes > (rows[i - 1]?.bytes ?? 0));

/** A profile that was kept as JSON; undefined for anything else, another version's too. */
export function parseMachineProfile(value: unknown): MachineProfile | undefined {
  return isMachineProfile(value) ? value : undefined;
}
