/** Values that steer the flow itself: the shape of the input and the turns of a repeat. */

import { formatExact } from '../base/number-format';
import type { Shape } from '../ops/dim';
import type { Value } from '../ops/op';
import type { Expression, InputStatement, RepeatStatement } from '../syntax/tree';
import { describe, type Evaluator, noWords } from './evaluate';
import type { Reporter } from './report';
import type { Scope } from './scope';

const turnLimit = 10_000;

interface Readers {
  readonly reporter: Reporter;
  readonly evaluator: Evaluator;
}

/** Height x width x channels, each unknown where it is no whole number of at least 1. */
export function readInputShape(statement: InputStatement, scope: Scope, { reporter, evaluator }: Readers): Shape {
  const unknown: Shape = [undefined, undefined, undefined];
  const value = evaluator.evaluate(statement.shape, scope, noWords);
  if (value === undefined || statement.shape === undefined) return unknown;
  const items = typeof value === 'object' && value.kind === 'list' ? value.items : [];
  const [height, width, channels] = items.map((item) => wholeOf(item, 1));
  const isWrong = items.length !== 3 || items.some((item) => item !== undefined && wholeOf(item, 1) === undefined);
  if (isWrong) {
    reporter.report('flow.input-shape', scope.file.file.file, statement.shape, { found: describe(value) });
  }
  if (items.length !== 3) return unknown;
  if (isChannelsFirst([height, width, channels])) {
    reporter.report('lint.channels-first', scope.file.file.file, statement.shape, { found: describe(value) });
  }
  return [height, width, channels];
}

/** One, three or four rows of a square of many: 3x224x224 is an image as PyTorch writes it. */
function isChannelsFirst([height, width, channels]: Shape): boolean {
  return (height === 1 || height === 3 || height === 4) && width !== undefined && width >= 16 && width === channels;
}

/** First and last value of the loop variable; without one it counts from 1. `last` may be below `first`: no turns. */
export function readTurns(
  statement: RepeatStatement,
  scope: Scope,
  { reporter, evaluator }: Readers,
): { readonly first: number; readonly last: number } | undefined {
  const file = scope.file.file.file;
  const isRange = statement.first !== undefined || statement.variable !== undefined;
  if (isRange && (statement.first === undefined || statement.last === undefined)) return undefined;
  const whole = (expression: Expression | undefined): number | undefined => {
    const value = evaluator.evaluate(expression, scope, noWords);
    const found = wholeOf(value, isRange ? Number.NEGATIVE_INFINITY : 0);
    if (found === undefined && value !== undefined && expression !== undefined) {
      const code = isRange ? 'flow.repeat-range' : 'flow.repeat-count';
      reporter.report(code, file, expression, { found: describe(value) });
    }
    return found;
  };
  const first = isRange ? whole(statement.first) : 1;
  const last = whole(statement.last);
  if (first === undefined || last === undefined) return undefined;
  if (last - first + 1 > turnLimit) {
    reporter.report('flow.repeat-limit', file, statement.last ?? statement.keyword, { limit: formatExact(turnLimit) });
    return undefined;
  }
  return { first, last };
}

/** The whole number that a value is within 1e-9 of, if it is at least `minimum`. */
function wholeOf(value: Value, minimum: number): number | undefined {
  if (typeof value !== 'number') return undefined;
  const whole = Math.round(value);
  return Math.abs(value - whole) <= 1e-9 && whole >= minimum ? whole : undefined;
}
