/** Predicted times: of a design that is not run, as text and as a document, and the line about the machine under both tables. */

import { isFarOff, type MachineProfile, type PredictedTime } from '../base/machine-profile';
import { formatExact, formatMilliseconds, formatShape } from '../base/number-format';
import type { Plan } from '../plan/plan';
import type { RunPrediction } from '../runtime/predict';
import type { RunResult } from '../runtime/result';
import type { CliWords } from '../words/cli';
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

export function predictionText({ plan, profile, times }: PlannedTimes, style: Style, words: CliWords): string {
  const say = words.run;
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
      time?.bound == null ? '' : say(`bound.${time.bound}`),
      isDone ? `${((100 * time.limitMs) / time.predictedMs).toFixed(0)}%` : '',
      isDone && multiplies > 0 ? time.attainableGflops.toFixed(1) : '',
    ];
  });
  const titles = ['layer', 'shape', 'predicted-ms', 'time', 'multiplies', 'bound', 'of-limit', 'limit-gflops'] as const;
  const lines = [
    `${style.strong(plan.network)}  ${say('not-run')}`,
    '',
    ...textTable(
      titles.map((title, i) => ({ title: say(title), align: i === 0 ? ('left' as const) : ('right' as const) })),
      rows,
    ),
    '',
    labelled('label.time', say('time.predicted', { time: formatMilliseconds(total) }), words),
    machineLine(profile, words),
  ];
  return `${lines.join('\n')}\n`;
}

/** What a measured run was predicted to take. */
export function comparisonLines(
  result: RunResult,
  { profile, predictedMs }: RunPrediction,
  style: Style,
  words: CliWords,
): string[] {
  const { medianMs } = result.timing;
  const times = { predicted: formatMilliseconds(predictedMs), measured: formatMilliseconds(medianMs) };
  const text = words.run('compared', times);
  const model = isFarOff(predictedMs, medianMs) ? style.warning(text) : text;
  return [labelled('label.model', model, words), machineLine(profile, words)];
}

function machineLine(profile: MachineProfile, words: CliWords): string {
  const { peakGflops, bandwidthGBs, threads, fitError, measuredAt } = profile;
  const values = {
    gflops: peakGflops.toFixed(1),
    bandwidth: bandwidthGBs.toFixed(1),
    threads: words.run('threads', { count: threads }),
    error: (100 * fitError).toFixed(0),
  };
  const text =
    measuredAt === undefined
      ? words.run('machine', values)
      : words.run('machine.measured', { ...values, day: measuredAt.slice(0, 10) });
  return labelled('label.machine', text, words);
}

const labels = ['label.time', 'label.memory', 'label.model', 'label.machine', 'label.verified'] as const;

/** A line under the tables, its label as wide as the widest of them. */
export function labelled(label: (typeof labels)[number], text: string, { run: say }: CliWords): string {
  const width = Math.max(...labels.map((each) => say(each).length));
  return `${say(label).padEnd(width)} ${text}`;
}

function predictedTotal(times: PlannedTimes['times']): number {
  return times.reduce((sum, time) => sum + (time?.predictedMs ?? 0), 0);
}
