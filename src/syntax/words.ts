/** Words of the language that are no keywords: functions, and what can be counted. Knows no layer's name. */

export const functionNames = ['min', 'max', 'floor', 'ceil', 'round', 'abs', 'sqrt'] as const;

export const functionWords: ReadonlySet<string> = new Set(functionNames);

/** Metrics and their aliases, so that a check of one is known as such before its comparison is typed. */
export const metricWords: ReadonlySet<string> = new Set([
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
  'weights',
  'activations',
  'peak',
]);
