/** Predicted times: of a design that is not run, as text and as a document, and the line about the machine under both tables. */

import { columnsOf, padEndTo } from '../base/display-width';
import { isFarOff, type MachineProfile } from '../base/machine-profile';
import { formatExact, formatMilliseconds, formatShape } from '../base/number-format';
import { textTable } from '../base/text-table';
import type { Plan } from '../plan/plan';
import { type PlanPrediction, type RunPrediction, timeShares } from '../runtime/predict';
import type { RunResult } from '../runtime/result';
import type { CliWords } from '../words/cli';
import type { Style } from './style';

/** The document of `run --predict --format json`. */
export function predictionDocument(plan: Plan, { profile, predictedMs, layers }: PlanPrediction): object {
  return {
    schema: 1,
    network: plan.network,
    predictedMs,
    layers: plan.layers.map(({ path, op, shape, multiplies }, index) => ({
      path,
      op,
      shape,
      multiplies,
      predictedMs: layers[index]?.predictedMs ?? null,
      bound: layers[index]?.bound ?? null,
      limitMs: layers[index]?.limitMs ?? null,
    })),
    profile,
  };
}

export function predictionText(
  plan: Plan,
  { profile, predictedMs, layers }: PlanPrediction,
  style: Style,
  words: CliWords,
): string {
  const say = words.run;
  const shares = timeShares(layers.map((layer) => layer.predictedMs));
  const rows = plan.layers.map(({ path, shape, multiplies }, index) => {
    const time = layers[index];
    const isDone = time !== undefined && time.bound !== null;
    return [
      path,
      formatShape(shape),
      time === undefined ? '?' : time.predictedMs.toFixed(2),
      isDone ? percent(shares[index]) : '',
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
    labelled('label.time', say('time.predicted', { time: formatMilliseconds(predictedMs) }), words),
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

const labels = [
  'label.time',
  'label.memory',
  'label.values',
  'label.model',
  'label.machine',
  'label.verified',
] as const;

/** A line under the tables, its label as wide as the widest of them. */
export function labelled(label: (typeof labels)[number], text: string, { run: say }: CliWords): string {
  const width = Math.max(...labels.map((each) => columnsOf(say(each))));
  return `${padEndTo(width, say(label))} ${text}`;
}

/** Of a share that is nothing where it is unknown. */
export function percent(share: number | undefined): string {
  return share === undefined ? '' : `${(100 * share).toFixed(1)}%`;
}
