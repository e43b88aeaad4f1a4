/**
 * How long each layer of a plan will take on a measured machine, and what limits it, without a run; and that beside what a
 * run took. A layer's steps become the kernels of the fast backend (wasm/works.ts), the model of one kernel is in
 * src/base/machine-profile.ts.
 */

import {
  type Estimate,
  estimate,
  type MachineProfile,
  type PredictedTime,
  type TimeLimit,
} from '../base/machine-profile';
import type { Plan } from '../plan/plan';
import type { RunResult } from './result';
import { findFollowers } from './wasm/fusion';
import { worksOf } from './wasm/works';

/** For each of the plan's layers. */
export function predictTimes(
  { layers, steps, weights }: Pick<Plan, 'layers' | 'steps' | 'weights'>,
  profile: MachineProfile,
): readonly PredictedTime[] {
  const estimates = layers.map((): Estimate[] => []);
  for (const step of steps) {
    for (const work of worksOf(step, weights)) estimates[step.layer]?.push(estimate(work, profile));
  }
  return layers.map(({ multiplies }, index) => {
    let [predictedMs, limitMs] = [0, 0];
    let longest: Estimate | undefined;
    for (const each of estimates[index] ?? []) {
      predictedMs += each.ms;
      limitMs += each.limitMs;
      if (longest === undefined || each.ms > longest.ms) longest = each;
    }
    const attainableGflops = limitMs === 0 ? 0 : (2 * multiplies) / limitMs / 1e6;
    return { predictedMs, bound: longest?.bound ?? null, limitMs, attainableGflops };
  });
}

/** Of a design that is not run. */
export interface PlanPrediction {
  readonly profile: MachineProfile;
  /** Of all layers. */
  readonly predictedMs: number;
  /** For each of the plan's layers. */
  readonly layers: readonly PredictedTime[];
}

export function predictPlan(plan: Plan, profile: MachineProfile): PlanPrediction {
  const layers = predictTimes(plan, profile);
  return { profile, predictedMs: layers.reduce((sum, { predictedMs }) => sum + predictedMs, 0), layers };
}

/** What part of the time of all layers each takes, 0 to 1; undefined where none takes any. */
export function timeShares(times: readonly number[]): readonly (number | undefined)[] {
  const total = times.reduce((sum, time) => sum + time, 0);
  return times.map((time) => (total > 0 ? time / total : undefined));
}

export interface LayerPrediction {
  readonly predictedMs: number;
  /** null where nothing is to be done. */
  readonly bound: TimeLimit | null;
  /** How much of the roofline was reached, 1 being all of it; null where nothing is to be done or no time was measured. */
  readonly limitShare: number | null;
}

/** One for the backend, threads and features that the machine was measured with, and for no others. */
export interface RunPrediction {
  readonly profile: MachineProfile;
  /** Of all layers that were run. */
  readonly predictedMs: number;
  /** For each of the result's layers. */
  readonly layers: readonly LayerPrediction[];
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

/** Layers that most runs compute with the one before them (wasm/fusion.ts) are part of its time, and have none of their own. */
function withFollowers(times: readonly PredictedTime[], { steps }: Plan): readonly PredictedTime[] {
  const joined = [...times];
  for (const [index, { count }] of findFollowers(steps)) {
    const [first, ...others] = steps.slice(index, index + 1 + count).map(({ layer }) => layer);
    for (const layer of others) {
      const [whole, part] = [joined[first as number], joined[layer]];
      if (whole === undefined || part === undefined || layer === first) continue;
      const [predictedMs, limitMs] = [whole.predictedMs + part.predictedMs, whole.limitMs + part.limitMs];
      joined[first as number] = { ...whole, predictedMs, limitMs };
      joined[layer] = { predictedMs: 0, bound: null, limitMs: 0, attainableGflops: 0 };
    }
  }
  return joined;
}

/** Of a run of this plan. Undefined where there is no profile, or none for such a run. */
export function predictRun(
  result: RunResult,
  plan: Plan,
  profile: MachineProfile | undefined,
): RunPrediction | undefined {
  if (profile === undefined || !suits(profile, result)) return undefined;
  const { predictedMs, layers } = predictPlan(plan, profile);
  const isJoined = result.backend === 'wasm' && result.timing.runsMs.length > 1;
  const timed = isJoined ? withFollowers(layers, plan) : layers;
  const compared = timed.map((time, index): LayerPrediction => {
    const { bound, limitMs } = time;
    const ms = result.layers[index]?.ms ?? 0;
    return { predictedMs: time.predictedMs, bound, limitShare: bound === null || ms <= 0 ? null : limitMs / ms };
  });
  return { profile, predictedMs, layers: compared };
}
