/** Words of the language that are no keywords: functions, and what can be counted. Knows no layer's name. */

import { metrics } from '../base/metrics';

export const functionNames = [
  'min',
  'max',
  'floor',
  'ceil',
  'round',
  'abs',
  'sqrt',
  'length',
  'make_divisible',
] as const;

export const functionWords: ReadonlySet<string> = new Set(functionNames);

/** Metrics and their aliases, so that a check of one is known as such before its comparison is typed. */
export const metricWords: ReadonlySet<string> = new Set(metrics.flatMap(({ name, aliases }) => [name, ...aliases]));
