/**
 * The metrics of `expect`, `budget`, totals and tables, defined once: name, aliases and unit. What they are called and
 * what they mean is in a table of words, under their names.
 */

export interface Metric {
  readonly name: MetricName;
  readonly aliases: readonly string[];
  readonly unit: 'count' | 'bytes';
}

export const metricNames = [
  'multiplies',
  'effectiveMultiplies',
  'macs',
  'flops',
  'adds',
  'params',
  'paramsTotal',
  'weightBytes',
  'activationBytes',
  'peakBytes',
] as const;

/** How arithmetic can be counted: the metrics that say the same of a network in other units. */
export const conventions = ['multiplies', 'macs', 'flops'] as const satisfies readonly MetricName[];

export type Convention = (typeof conventions)[number];

export function isConvention(name: string): name is Convention {
  return (conventions as readonly string[]).includes(name);
}

export type MetricName = (typeof metricNames)[number];

const row = (name: MetricName, unit: 'count' | 'bytes', ...aliases: string[]): Metric => ({ name, aliases, unit });

export const metrics: readonly Metric[] = [
  row('multiplies', 'count'),
  row('effectiveMultiplies', 'count'),
  row('macs', 'count'),
  row('flops', 'count'),
  row('adds', 'count'),
  row('params', 'count'),
  row('paramsTotal', 'count'),
  row('weightBytes', 'bytes', 'weights'),
  row('activationBytes', 'bytes', 'activations'),
  row('peakBytes', 'bytes', 'peak'),
];

const byName = new Map(metrics.flatMap((metric) => [metric.name, ...metric.aliases].map((name) => [name, metric])));

export function findMetric(name: string): Metric | undefined {
  return byName.get(name);
}

/** Every name a metric can be written by. */
export const metricSpellings: readonly string[] = [...byName.keys()];
