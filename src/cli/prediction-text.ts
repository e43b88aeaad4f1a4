/** Predicted times: of a design that is not run, as text and as a document, and the line about the machine under both tables. */

import { isFarOff, type MachineProfile, type PredictedTime } from '../base/machine-profile';
import { formatExact, formatMilliseconds, formatShape } from '../base/number-format';
import type { Plan } from '../plan/plan';
import type { RunPrediction } from '../runtime/predict';
import type { RunResult } from '../runtime/result';
import type { Style } from './style';
import { textTable } from './text-table';

export interface PlannedTimes {
  readonly plan: Plan;
  readonly profile: MachineProfile;
  /** For each of the plan's layers. */
  readonly times: readonly PredictedTime[];
}

/** The document of `run --predict --format json`. */
export function predictionDocument({ plan, profile, times }: PlannedTimes): object {
  return {
    schema: 1,
    network: plan.network,
    predictedMs: predictedTotal(times),
    layers: plan.layers.map(({ path, op, shape, multiplies }, index) => ({
      path,
      op,
      shape,
      multiplies,
      predictedMs: times[index]?.predictedMs ?? null,
      bound: times[index]?.bound ?? null,
      limitMs: times[index]?.limitMs ?? null,
    })),
    profile,
  };
}

export function predictionText({ plan, profile, times }: PlannedTimes, style: Style): string {
  const total = predictedTotal(times);
  const rows = plan.layers.map(({ path, shape, multiplies }, index) => {
    const time = times[index];
    const isDone = time !== undefined && time.bound !== null;
    return [
      path,
      formatShape(shape),
      time === undefined ? '?' : time.predictedMs.toFixed(2),
      isDone && total > 0 ? `${((100 * time.predictedMs) / total).toFixed(1)}%` : '',
      formatExact(multiplies),
      time?.bound ?? '',
      isDone ? `${((100 * time.limitMs) / time.predictedMs).toFixed(0)}%` : '',
      isDone && multiplies > 0 ? time.attainableGflops.toFixed(1) : '',
    ];
  });
  const titles = ['layer', 'shape', 'predicted ms', 'time', 'multiplies', 'bound', 'of limit', 'limit GFLOP/s'];
  const lines = [
    `${style.strong(plan.network)}  not run: times predicted for this machine`,
    '',
    ...textTable(
      titles.map((title, i) => ({ title, align: i === 0 ? ('left' as const) : ('right' as const) })),
      rows,
    ),
    '',
    `time     ${formatMilliseconds(total)} predicted`,
    machineLine(profile),
  ];
  return `${lines.join('\n')}\n`;
}

/** What a measured run was predicted to take. */
export function comparisonLines(result: RunResult, { profile, predictedMs }: RunPrediction, style: Style): string[] {
  const { medianMs } = result.timing;
  const text = `${formatMilliseconds(predictedMs)} predicted, ${formatMilliseconds(medianMs)} measured`;
  return [`model    ${isFarOff(predictedMs, medianMs) ? style.warning(text) : text}`, machineLine(profile)];
}

function machineLine({ peakGflops, bandwidthGBs, threads, fitError, measuredAt }: MachineProfile): string {
  const on = threads === 1 ? '1 thread' : `${threads} threads`;
  const day = measuredAt === undefined ? '' : `, measured ${measuredAt.slice(0, 10)}`;
  const off = `${(100 * fitError).toFixed(0)}% off`;
  return `machine  ${peakGflops.toFixed(1)} GFLOP/s, ${bandwidthGBs.toFixed(1)} GB/s with ${on}${day}; the model was ${off} (median) on the layers it was fitted to`;
}

function predictedTotal(times: PlannedTimes['times']): number {
  return times.reduce((sum, time) => sum + (time?.predictedMs ?? 0), 0);
}
