/**
 * The metrics of `expect`, `budget`, totals and tables, defined once: name, aliases, unit and meaning.
 */

export interface Metric {
  readonly name: MetricName;
  readonly aliases: readonly string[];
  readonly label: string;
  readonly unit: 'count' | 'bytes';
  readonly documentation: string;
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

export type MetricName = (typeof metricNames)[number];

const row = (
  name: MetricName,
  label: string,
  unit: 'count' | 'bytes',
  documentation: string,
  ...aliases: string[]
): Metric => ({ name, aliases, label, unit, documentation });

export const metrics: readonly Metric[] = [
  row(
    'multiplies',
    'Multiplies',
    'count',
    'Products of a weight with a value, in convolutions and dense layers. Taps on zero padding are counted, as in every published figure.',
  ),
  row('effectiveMultiplies', 'Effective multiplies', 'count', 'Multiplies without the taps that fall on zero padding.'),
  row('macs', 'MACs', 'count', 'Multiply-accumulates: the same number as multiplies.'),
  row('flops', 'FLOPs', 'count', 'Floating-point operations of convolutions and dense layers: 2 x MACs.'),
  row('adds', 'Adds', 'count', 'Sums in convolutions and dense layers, the bias included.'),
  row('params', 'Parameters', 'count', 'Trainable parameters: weights, biases, gamma and beta.'),
  row(
    'paramsTotal',
    'All parameters',
    'count',
    'Trainable and non-trainable parameters: moving mean and variance too.',
  ),
  row('weightBytes', 'Weight bytes', 'bytes', 'Bytes of all parameters as float32.', 'weights'),
  row(
    'activationBytes',
    'Activation bytes',
    'bytes',
    "Bytes of every result but the input's, joins included, as float32.",
    'activations',
  ),
  row(
    'peakBytes',
    'Peak memory',
    'bytes',
    'The most bytes of tensors alive at one step, layer by layer in written order.',
    'peak',
  ),
];

const byName = new Map(metrics.flatMap((metric) => [metric.name, ...metric.aliases].map((name) => [name, metric])));

export function findMetric(name: string): Metric | undefined {
  return byName.get(name);
}

/** Every name a metric can be written by. */
export const metricSpellings: readonly string[] = [...byName.keys()];
