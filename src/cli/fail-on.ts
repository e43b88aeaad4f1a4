/** `--fail-on "multiplies > +1%"`: which difference, or which new figure, a comparison may not have. */

import { findMetric, type MetricName, metricSpellings } from '../base/metrics';
import { nearest } from '../base/suggest';
import type { Comparison } from '../session/compare';
import { readValue } from '../session/overrides';
import { InvalidValue } from './usage';

const operators = {
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '==': (a: number, b: number) => a === b,
  '!=': (a: number, b: number) => a !== b,
};

export interface Gate {
  /** As it was written. */
  readonly text: string;
  readonly metric: MetricName;
  readonly operator: keyof typeof operators;
  /** What is held against the limit: the new figure, what it is more than the old, or that in percent of the old. */
  readonly of: 'figure' | 'delta' | 'percent';
  readonly limit: number;
}

/** Throws `InvalidValue`. */
export function parseGate(text: string): Gate {
  const [, name = '', operator = '', sign = '', amount = '', percent = ''] =
    /^\s*(\w+)\s*(>=|<=|==|!=|>|<)\s*([+-]?)\s*([^\s%+-][^%]*?)\s*(%?)\s*$/.exec(text) ?? [];
  const metric = findMetric(name);
  if (name !== '' && metric === undefined) {
    const near = nearest(name, metricSpellings);
    throw new InvalidValue((say) =>
      near === undefined
        ? say('unknown-metric', { name, known: metricSpellings.join(', ') })
        : say('unknown-metric.near', { name, near }),
    );
  }
  const limit = amount === '' ? undefined : readValue(amount).value;
  if (metric === undefined || typeof limit !== 'number' || (percent !== '' && sign === '')) {
    throw new InvalidValue((say) => say('gate'));
  }
  return {
    text: text.trim(),
    metric: metric.name,
    operator: operator as keyof typeof operators,
    of: sign === '' ? 'figure' : percent === '' ? 'delta' : 'percent',
    limit: sign === '-' ? -limit : limit,
  };
}

/** What a gate finds. `unknown` while a figure that it asks for is known in part only. */
export function judge({ metric, operator, of, limit }: Gate, { totals }: Comparison): 'passes' | 'fails' | 'unknown' {
  const total = totals.find((one) => one.metric === metric);
  if (total === undefined) return 'unknown';
  const { before, after, delta } = total;
  if (of === 'figure' ? after.isPartial : delta.isPartial) return 'unknown';
  const isSo = operators[operator];
  const found =
    of === 'figure'
      ? isSo(after.value, limit)
      : of === 'delta'
        ? isSo(delta.value, limit)
        : // Of nothing there is no percentage, but more of it is more.
          isSo(100 * delta.value, limit * before.value);
  return found ? 'fails' : 'passes';
}
