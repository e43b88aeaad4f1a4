/** Values that steer the flow itself: the shape of the input and the turns of a repeat. */

import { formatExact } from '../base/number-format';
import { defaultPrecision, isNumberFormat, type NumberFormat, numberFormats, type Precision } from '../base/precision';
import { nearest } from '../base/suggest';
import { type Shape, UNKNOWN_SHAPE } from '../ops/dim';
import { formatValue } from '../ops/format-value';
import type { Value } from '../ops/op';
import type { Expression, InputStatement, Pattern, PrecisionStatement, RepeatStatement } from '../syntax/tree';
import { walk } from '../syntax/tree-walk';
import { describe, type Evaluator, isList, itemsOf, noWords, type WordContext } from './evaluate';
import { limits } from './expansion';
import type { Reporter } from './report';
import type { Scope } from './scope';

interface Readers {
  readonly reporter: Reporter;
  readonly evaluator: Evaluator;
  readonly allWords: WordContext;
}

/** Height x width x channels, each unknown where it is no whole number of at least 1. */
export function readInputShape(statement: InputStatement, scope: Scope, { reporter, evaluator }: Readers): Shape {
  const value = evaluator.evaluate(statement.shape, scope, noWords);
  if (value === undefined || statement.shape === undefined) return UNKNOWN_SHAPE;
  const items = typeof value === 'object' && value.kind === 'list' ? value.items : [];
  const [height, width, channels] = items.map((item) => wholeOf(item, 1));
  const isWrong = items.length !== 3 || items.some((item) => item !== undefined && wholeOf(item, 1) === undefined);
  if (isWrong) {
    reporter.report('flow.input-shape', scope.file.file.file, statement.shape, { found: describe(value) });
  }
  if (items.length !== 3) return UNKNOWN_SHAPE;
  if (isChannelsFirst([height, width, channels])) {
    reporter.report('lint.channels-first', scope.file.file.file, statement.shape, { found: describe(value) });
  }
  return [height, width, channels];
}

/** One, three or four rows of a square of many: 3x224x224 is an image as PyTorch writes it. */
function isChannelsFirst([height, width, channels]: Shape): boolean {
  return (height === 1 || height === 3 || height === 4) && width !== undefined && width >= 16 && width === channels;
}

/** The turns of a repeat: how many, and for each its name in paths and the value of the loop variable. */
export interface TurnList {
  readonly count: number;
  /** The first turn's name; the others count on. */
  readonly first: number;
  /** Undefined where the variable is a number that counts with the names, or where there is none. */
  readonly items: readonly Value[] | undefined;
}

/** Undefined where the turns are unknown. A range whose last value is below its first has none. */
export function readTurns(statement: RepeatStatement, scope: Scope, readers: Readers): TurnList | undefined {
  const { turns } = statement;
  const { reporter, evaluator } = readers;
  const file = scope.file.file.file;
  let list: TurnList | undefined;
  let end: Expression | undefined;
  switch (turns.over) {
    case 'count': {
      end = turns.count;
      const count = readWhole(end, 0, 'flow.repeat-count', scope, readers);
      if (count !== undefined) list = { count, first: 1, items: undefined };
      break;
    }
    case 'range': {
      end = turns.last;
      const first = readWhole(turns.first, Number.NEGATIVE_INFINITY, 'flow.repeat-range', scope, readers);
      const last = readWhole(turns.last, Number.NEGATIVE_INFINITY, 'flow.repeat-range', scope, readers);
      if (first === undefined || last === undefined) return undefined;
      const count = Math.max(0, last - first + (turns.excludesLast ? 0 : 1));
      list = { count, first, items: undefined };
      break;
    }
    case 'list': {
      end = turns.list;
      const value = evaluator.evaluate(end, scope, readers.allWords);
      if (value === undefined) return undefined;
      if (isList(value)) list = { count: value.items.length, first: 1, items: value.items };
      else reporter.report('flow.repeat-list', file, end, { found: describe(value) });
      break;
    }
  }
  if (list === undefined || list.count <= limits.turns) return list;
  reporter.report('flow.repeat-limit', file, end ?? statement.keyword, { limit: formatExact(limits.turns) });
  return undefined;
}

function readWhole(
  expression: Expression | undefined,
  minimum: number,
  text: 'flow.repeat-count' | 'flow.repeat-range',
  scope: Scope,
  { evaluator, reporter }: Readers,
): number | undefined {
  const value = evaluator.evaluate(expression, scope, noWords);
  const found = wholeOf(value, minimum);
  if (found === undefined && value !== undefined && expression !== undefined) {
    reporter.report(text, scope.file.file.file, expression, { found: describe(value) });
  }
  return found;
}

/**
 * The values of a pattern's names in one turn; unknown where the row does not fit. The first such row is reported, at
 * its own text where the list is written in the repeat.
 */
export function readRow(
  statement: RepeatStatement,
  pattern: Pattern,
  turn: number,
  row: Value,
  scope: Scope,
  { reporter, reportedRows }: Readers & { readonly reportedRows: Set<RepeatStatement> },
): readonly Value[] {
  if (row === undefined || pattern.incomplete) return [];
  const items = itemsOf(row, pattern);
  if (items !== undefined) return items;
  if (reportedRows.has(statement)) return [];
  reportedRows.add(statement);
  const written = statement.turns.over === 'list' ? withoutGroup(statement.turns.list) : undefined;
  const place = written?.kind === 'list' ? (written.items[turn] ?? pattern) : pattern;
  const values = { count: pattern.names.length, found: describe(row) };
  reporter.report('value.pattern', scope.file.file.file, place, values);
  return [];
}

function withoutGroup(expression: Expression): Expression {
  return expression.kind === 'group' ? withoutGroup(expression.inner) : expression;
}

/** The whole number that a value is within 1e-9 of, if it is at least `minimum`. */
function wholeOf(value: Value, minimum: number): number | undefined {
  if (typeof value !== 'number') return undefined;
  const whole = Math.round(value);
  return Math.abs(value - whole) <= 1e-9 && whole >= minimum ? whole : undefined;
}

/** What a `precision` statement says; unknown words are reported, what is not said is float32. */
export function readPrecision(statement: PrecisionStatement, scope: Scope, readers: Readers): Precision {
  const { reporter, evaluator } = readers;
  const file = scope.file.file.file;
  let { weights, activations } = defaultPrecision;
  for (const { name, value: written, start, end } of statement.settings) {
    const value = evaluator.evaluate(written, scope, precisionWords);
    const format = formatOf(value);
    if (format === undefined && value !== undefined) {
      const near = nearest(formatValue(value), numberFormats);
      reporter.report('flow.precision', file, written ?? { start, end }, { found: describe(value) }, { near });
    }
    const isBoth = name === undefined;
    if (isBoth && statement.settings.length > 1) reporter.report('flow.precision-mixed', file, { start, end }, {});
    if (name !== undefined && name.text !== 'weights' && name.text !== 'activations') {
      const near = nearest(name.text, ['weights', 'activations']);
      reporter.report('flow.precision-part', file, name, { name: name.text }, { near });
    }
    if (format === undefined) continue;
    if (isBoth || name.text === 'weights') weights = format;
    if (isBoth || name.text === 'activations') activations = format;
  }
  return { weights, activations };
}

export function formatOf(value: Value): NumberFormat | undefined {
  const word = typeof value === 'object' && value.kind === 'word' ? value.word : '';
  return isNumberFormat(word) ? word : undefined;
}

const precisionWords: WordContext = { words: new Set(numberFormats) };

/** Whether a result stands where a value should. */
export function namesResult(expression: Expression | undefined, scope: Scope): boolean {
  let found = false;
  if (expression !== undefined) {
    walk(expression, (node) => {
      if (node.kind !== 'name') return;
      const { text } = node.name;
      const isValue = scope.value(text) !== undefined || scope.file.names.get(text)?.kind === 'constant';
      found ||= !isValue && scope.result(text) !== undefined;
    });
  }
  return found;
}
