/**
 * What a run was predicted to take beside what it took: for `incept run --profile`, and for the server's answer to the
 * preview. A prediction is one for the backend, threads and features that the machine was measured with, and for no others.
 */

import { type PredictedTime, predictTimes } from '../advice/roofline';
import type { NetworkAnalysis } from '../analysis/analysis';
import type { Bound, MachineProfile } from '../base/machine-profile';
import type { RunResult } from '../runtime/result';

export interface LayerPrediction {
  readonly predictedMs: number;
  /** null where nothing is to be done. */
  readonly bound: Bound | null;
  /** How much of the roofline was reached, 1 being all of it; null where nothing is to be done or no time was measured. */
  readonly limitShare: number | null;
}

export interface RunPrediction {
  readonly profile: MachineProfile;
  /** Of all layers that were run. */
  readonly predictedMs: number;
  /** For each of the result's layers. */
  readonly layers: readonly (LayerPrediction | null)[];
}

export function suits(
  profile: MachineProfile,
  { backend, threads, features }: Pick<RunResult, 'backend' | 'threads' | 'features'>,
): boolean {
  return (
    profile.backend === backend &&
    profile.threads === threads &&
    [...profile.features].sort().join() === [...features].sort().join()
  );
}

/** Undefined where there is no profile, or none for such a run. */
export function predictRun(
  result: RunResult,
  network: NetworkAnalysis,
  profile: MachineProfile | undefined,
): RunPrediction | undefined {
  if (profile === undefined || !suits(profile, result)) return undefined;
  const times = predictTimes(network, profile);
  const byPath = new Map(network.graph.layers.map(({ path, id }) => [path, times[id]]));
  const layers = result.layers.map(({ path, ms }) => {
    const time = byPath.get(path);
    return time === undefined ? null : predictionOf(time, ms);
  });
  const predictedMs = layers.reduce((sum, layer) => sum + (layer?.predictedMs ?? 0), 0);
  return { profile, predictedMs, layers };
}

function predictionOf({ predictedMs, bound, limitMs }: PredictedTime, ms: number): LayerPrediction {
  return { predictedMs, bound, limitShare: bound === null || ms <= 0 ? null : limitMs / ms };
}
