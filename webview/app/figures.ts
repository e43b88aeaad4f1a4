/**
 * How the panel writes numbers: what src/base/number-format does, with `null` for unknown, a real multiplication sign
 * and the words of each metric.
 */

import { formatBytes, formatExact, formatMilliseconds, formatShort } from '../../src/base/number-format';
import type { ViewCount, ViewMetric, ViewShape } from '../../src/view/model';
import { englishTotals } from '../../src/words/english/totals';

export const say = englishTotals;

export interface MetricText {
  readonly metric: ViewMetric;
  /** On the switch. */
  readonly label: string;
  /** In a narrow panel's menu. */
  readonly brief: string;
  /** Head of the table's column. */
  readonly column: string;
  /** In a sentence: share of all multiplies. */
  readonly noun: string;
  readonly convention: string;
}

export const metricTexts: readonly MetricText[] = [
  {
    metric: 'multiplies',
    label: 'Multiplies',
    brief: 'Mult.',
    column: 'Multiplies',
    noun: 'multiplies',
    convention:
      'Products of a weight with a value in convolutions and dense layers, batch 1. Taps on zero padding are counted. Equal to MACs.',
  },
  {
    metric: 'flops',
    label: 'FLOPs',
    brief: 'FLOPs',
    column: 'FLOPs',
    noun: 'FLOPs',
    convention: 'Floating-point operations of convolutions and dense layers, batch 1: two for each multiply.',
  },
  {
    metric: 'params',
    label: 'Params',
    brief: 'Params',
    column: 'Params',
    noun: 'parameters',
    convention: 'Trainable parameters: weights, biases, gamma and beta. Moving mean and variance are not among them.',
  },
  {
    metric: 'activationBytes',
    label: 'Memory',
    brief: 'Mem.',
    column: 'Activations',
    noun: 'activation bytes',
    convention: 'Bytes of every result as float32, joins included, the input not. Peak memory is less: see the totals.',
  },
];

const labels: Readonly<Record<string, string>> = {
  effectiveMultiplies: 'Effective multiplies',
  macs: 'MACs',
  flops: 'FLOPs',
  adds: 'Adds',
  paramsTotal: 'All parameters',
  weightBytes: 'Weights',
  activationBytes: 'Activations',
};

/** Of a metric that only a budget speaks of. */
export function metricLabel(metric: string): string {
  return labels[metric] ?? metric;
}

export function metricText(metric: ViewMetric): MetricText {
  return metricTexts.find((text) => text.metric === metric) as MetricText;
}

export function exact(value: number | null | undefined): string {
  return formatExact(value ?? undefined);
}

export function short(value: number | null | undefined, metric: ViewMetric = 'multiplies'): string {
  return metric === 'activationBytes' ? bytes(value) : formatShort(value ?? undefined);
}

/** Four digits, for totals: `1.583 G`. */
export function shortTotal(value: number | null | undefined, metric: ViewMetric = 'multiplies'): string {
  return metric === 'activationBytes' ? bytes(value) : formatShort(value ?? undefined, 4);
}

export function bytes(value: number | null | undefined): string {
  return formatBytes(value ?? undefined);
}

/** `28×28×192`; `?` alone where nothing of it is known. */
export function shape(value: ViewShape | readonly (number | null | undefined)[] | null | undefined): string {
  if (value === null || value === undefined || value.every((part) => part == null)) return '?';
  return value.map((part) => part ?? '?').join('×');
}

/** `≥ 1.171 G` while a part is unknown, `unknown` where all of it is. */
export function count(value: ViewCount, write: (value: number) => string): string {
  if (value.value === null || (value.isPartial && value.value === 0)) return 'unknown';
  return value.isPartial ? `≥ ${write(value.value)}` : write(value.value);
}

/** Share of a limit in percent, cut and not rounded: 6,998,552 of 7 M is 99.9%. */
export function shareOfLimit(value: number, limit: number): string {
  if (limit === 0) return value === 0 ? '100%' : 'over 0';
  const percent = (100 * value) / limit;
  // Over a limit is rounded away from it, so that 100.04% is not shown as the limit itself.
  const tenths = value > limit ? Math.ceil(percent * 10) / 10 : Math.floor(percent * 10) / 10;
  return percent >= 1000 ? `${exact(Math.round(percent))}%` : `${tenths.toFixed(1)}%`;
}

/** A limit is round as people write it: `1.6 G`, `7 M`. */
export function limit(value: number, isBytes: boolean): string {
  const text = isBytes ? formatBytes(value) : formatShort(value, 4);
  return text.replace(/(\.\d*?)0+(?= |$)/, '$1').replace(/\.(?= |$)/, '');
}

/** `inception_3a/b2/conv_1`: the last part is the one that tells, so the middle gives way. */
export function briefPath(path: string): string {
  return path.replace(/(^|\/)branch_(?=\d+(\/|$))/g, '$1b');
}

/** `12.3 ms`, `1.24 s`. */
export const duration = formatMilliseconds;

/** `1st`, `22nd`, `113th`. */
export function ordinal(place: number): string {
  const tens = place % 100;
  const unit = tens >= 11 && tens <= 13 ? 0 : place % 10;
  return `${exact(place)}${['th', 'st', 'nd', 'rd'][unit] ?? 'th'}`;
}
