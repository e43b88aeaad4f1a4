/**
 * Measures a machine with a backend's own kernels: peak rate, bandwidth, what a step costs by itself, and how each kind of
 * kernel spends its time, fitted to a few layers of each. Pure but for the clock it is given; takes a second or two, and the
 * shortest of several times counts, since everything else a machine does only adds to it.
 */

import {
  allTerms,
  type Bandwidth,
  estimate,
  type KernelKind,
  type KernelProfile,
  kernelKinds,
  type MachineProfile,
  outputsOf,
  profileVersion,
  roundedTerms,
} from '../base/machine-profile';
import type { Backend, StartThreads } from './backend';
import {
  copy,
  kernelProbes,
  type Probe,
  peakProbe,
  probePlan,
  readingProbe,
  tiles,
  trivial,
} from './calibration-probes';
import { leastSquares } from './least-squares';
import { cancelled } from './run-error';
import { median } from './statistics';

export interface CalibrationRequest {
  /** What a run of the same owner would use, unless given. */
  readonly threads?: number;
  /** As in `PrepareOptions`. */
  readonly exact?: boolean;
}

export interface CalibrationHooks {
  /** Milliseconds, from any start. */
  readonly now: () => number;
  readonly shouldCancel?: () => boolean;
  /** From 0 to `count`. */
  readonly onProgress?: (done: number, count: number) => void;
  readonly startThreads?: StartThreads;
}

/** Bytes that a copy reads and writes together, small to large: from the caches to the memory behind all of them. */
const copyBytes = [1 << 17, 1 << 20, 1 << 23, 1 << 27] as const;

/** Until this much time has passed the probes are run again, but no more often than that. */
const millisecondsPerPlan = 700;
const fewestRuns = 8;
const mostRuns = 60;

/** Rejects with a `RunError` when it is cancelled or there is no memory for it. */
export async function calibrate(
  backend: Backend,
  request: CalibrationRequest,
  hooks: CalibrationHooks,
): Promise<MachineProfile> {
  const repeated = (probe: Probe, times: number): Probe[] => new Array<Probe>(times).fill(probe);
  const copies = copyBytes.map((bytes) => copy(bytes / 8));
  // Each several times in a row: what is asked for is the rate with everything in its place.
  const roofs = [
    ...repeated(trivial, 20),
    ...repeated(peakProbe, 4),
    ...copies.flatMap((probe, index) => repeated(probe, index === copies.length - 1 ? 1 : 4)),
    readingProbe,
  ];
  const { times, features, threads } = await shortestTimes(backend, roofs, request, hooks, 0);
  const best = (probe: Probe): number => Math.min(...times.filter((_, index) => roofs[index] === probe));
  const overheadNs = best(trivial);
  const bandwidths = copies.map((probe, index): Bandwidth => {
    const bytes = copyBytes[index] as number;
    return { bytes, gigabytesPerSecond: bytes / best(probe) };
  });
  const probed = await shortestTimes(backend, kernelProbes, request, hooks, 1);
  hooks.onProgress?.(2 * progressPerPlan, 2 * progressPerPlan);

  const samples = kernelProbes.map((probe, index): Sample => ({ probe, ns: probed.times[index] as number }));
  const products = [...samples.filter(({ probe }) => isProduct(probe)), { probe: peakProbe, ns: best(peakProbe) }];
  const peakGflops = Math.max(...products.map(gflops));
  const kernels = Object.fromEntries(
    kernelKinds.map((kind) => {
      return [
        kind,
        fitKernel(
          kind,
          samples.filter(({ probe }) => probe.work.kind === kind),
          overheadNs,
          peakGflops,
        ),
      ];
    }),
  ) as Record<KernelKind, KernelProfile>;
  const profile: MachineProfile = {
    version: profileVersion,
    backend: backend.name,
    features,
    threads,
    peakGflops,
    bandwidthGBs: (bandwidths.at(-1) as Bandwidth).gigabytesPerSecond,
    readGBs: readingProbe.work.weightBytes / best(readingProbe),
    bandwidths,
    stepOverheadUs: overheadNs / 1000,
    kernels,
    fitError: 0,
  };
  const errors = samples.map(({ probe, ns }) => Math.abs((1e6 * estimate(probe.work, profile).ms) / ns - 1));
  return { ...profile, fitError: median(errors) };
}

/** A probe with its time; public for tests of the fit. */
export interface Sample {
  readonly probe: Pick<Probe, 'work'>;
  readonly ns: number;
}

/** Times per term, input and output, none of them negative, whose sums come nearest to the measured times in proportion. */
export function fitKernel(
  kind: KernelKind,
  samples: readonly Sample[],
  overheadNs: number,
  peakGflops: number,
): KernelProfile {
  const tile = tiles[kind];
  const rows = samples.map(({ probe: { work }, ns }) => {
    // In proportion: every layer counts the same, however long it takes.
    const weight = 1 / ns;
    return {
      factors: [roundedTerms(work, tile) * weight, work.inputs * weight, outputsOf(work) * weight],
      result: Math.max(0, ns - overheadNs) * weight,
    };
  });
  const [nsPerTerm = 0, nsPerInput = 0, nsPerOutput = 0] = leastSquares(rows);
  return { tile, nsPerTerm, nsPerInput, nsPerOutput, efficiency: Math.max(...samples.map(gflops)) / peakGflops };
}

function gflops({ probe: { work }, ns }: Sample): number {
  return (2 * allTerms(work)) / ns;
}

/** Computed by as many products as are counted, and no more than once each. */
function isProduct({ work }: Sample['probe']): boolean {
  return work.kind === 'pointwise' || work.kind === 'window';
}

const progressPerPlan = 50;

/** The shortest time of each step in nanoseconds, over a number of runs of all of them. */
async function shortestTimes(
  backend: Backend,
  probes: readonly Probe[],
  { threads, exact }: CalibrationRequest,
  { now, shouldCancel, onProgress, startThreads }: CalibrationHooks,
  part: 0 | 1,
): Promise<{ readonly times: readonly number[]; readonly features: readonly string[]; readonly threads: number }> {
  const plan = probePlan(probes);
  const weights = plan.weights.map(({ shape }) => smallValues(shape.reduce((a, b) => a * b, 1)));
  const execution = await backend.prepare(plan, weights, {
    ...(threads === undefined ? {} : { threads }),
    ...(exact === undefined ? {} : { exact }),
    ...(startThreads === undefined ? {} : { startThreads }),
  });
  try {
    const times = probes.map(() => Number.POSITIVE_INFINITY);
    const start = now();
    for (let run = 0; run < mostRuns; run++) {
      const share = Math.min(1, Math.max((now() - start) / millisecondsPerPlan, run / mostRuns));
      if (run >= fewestRuns && share >= 1) break;
      onProgress?.(Math.floor(progressPerPlan * (part + share)), 2 * progressPerPlan);
      let mark = now();
      const onStep = (step: number): void => {
        const end = now();
        // The first run warms up caches and compilers.
        if (run > 0) times[step] = Math.min(times[step] as number, 1e6 * (end - mark));
        mark = now();
      };
      const isDone = execution.run(oneValue, shouldCancel === undefined ? { onStep } : { onStep, shouldCancel });
      if (!isDone) throw cancelled('calibration');
    }
    // A clock may be too coarse to see a short step.
    return { times: times.map((ns) => Math.max(1, ns)), features: execution.features, threads: execution.threads };
  } finally {
    execution.dispose();
  }
}

const oneValue = Float32Array.of(0.5);

function smallValues(length: number): Float32Array {
  const values = new Float32Array(length);
  for (let index = 0; index < length; index++) values[index] = ((index % 13) - 6) / 64;
  return values;
}
