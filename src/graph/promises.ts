/**
 * `expect` and `budget` statements as the expansion meets them, their values evaluated where they stand. The
 * analysis checks them when shapes and costs are known.
 */

import { findMetric, metricSpellings } from '../base/metrics';
import type { FileId, Span } from '../base/span';
import { suggest } from '../base/suggest';
import type { Value } from '../ops/op';
import type {
  BudgetStatement,
  ComparisonOperator,
  ExpectStatement,
  Expression,
  Name,
  NumberExpression,
} from '../syntax/tree';
import { describe, type Evaluator, noWords } from './evaluate';
import type { BlockId, LayerId } from './graph';
import type { NameRecorder } from './name-meaning';
import type { Reporter } from './report';
import type { Scope } from './scope';

/** The layers that one statement made: those with `from <= id < to`. */
export interface LayerRange {
  readonly from: LayerId;
  readonly to: LayerId;
  /** The name that the statement gives, else the word it begins with. */
  readonly name: string;
}

export interface ShapeExpectation {
  readonly kind: 'shape';
  readonly file: FileId;
  readonly span: Span;
  /** The layer whose result is the flow here; -1 where unknown. */
  readonly flow: LayerId;
  readonly expected: Value;
}

export interface MetricExpectation {
  readonly kind: 'metric';
  readonly file: FileId;
  readonly span: Span;
  readonly metric: Name;
  readonly operator: ComparisonOperator;
  readonly expected: number;
  /** What `~` allows on either side; undefined where the value is no literal. */
  readonly unit: number | undefined;
  /** The layers of the statement before; undefined where there is none. */
  readonly target: LayerRange | undefined;
}

export type Expectation = ShapeExpectation | MetricExpectation;

export interface Budget {
  readonly file: FileId;
  readonly span: Span;
  readonly metric: Name;
  readonly limit: number;
  /** The network's block, or a module call's. */
  readonly block: BlockId;
}

interface Place {
  readonly scope: Scope;
  readonly block: { readonly id: BlockId };
  readonly flow: LayerId;
  readonly last: LayerRange | undefined;
}

interface Readers {
  readonly reporter: Reporter;
  readonly evaluator: Evaluator;
  readonly recorder: NameRecorder;
}

/** The checks of an `expect` that can be read; the others are reported. */
export function readExpectations(statement: ExpectStatement, place: Place, readers: Readers): Expectation[] {
  const file = place.scope.file.file.file;
  const expectations: Expectation[] = [];
  for (const check of statement.checks) {
    if (check.kind === 'shape') {
      const expected = readers.evaluator.evaluate(check.shape, place.scope, noWords);
      if (expected === undefined) continue;
      if (typeof expected === 'object' && expected.kind === 'list' && expected.items.length === 3) {
        expectations.push({ kind: 'shape', file, span: check, flow: place.flow, expected });
      } else {
        readers.reporter.report('expect.shape-form', file, check, { found: describe(expected) });
      }
      continue;
    }
    const expected = readers.evaluator.number(check.value, place.scope);
    if (!isMetric(check.metric, file, readers) || check.operator === undefined || check.value === undefined) continue;
    const literal = literalOf(check.value);
    if (check.operator === '~' && literal === undefined) {
      readers.reporter.report('expect.tolerance-literal', file, check.value, {});
      continue;
    }
    if (place.last === undefined) {
      readers.reporter.report('expect.no-layer', file, check.metric, { metric: check.metric.text });
      continue;
    }
    if (expected === undefined) continue;
    expectations.push({
      kind: 'metric',
      file,
      span: check,
      metric: check.metric,
      operator: check.operator,
      expected,
      unit: literal?.unit,
      target: place.last,
    });
  }
  return expectations;
}

export function readBudget(statement: BudgetStatement, place: Place, readers: Readers): Budget | undefined {
  const file = place.scope.file.file.file;
  const { metric } = statement;
  const limit = readers.evaluator.number(statement.limit, place.scope);
  if (metric === undefined || !isMetric(metric, file, readers) || statement.limit === undefined) return undefined;
  if (statement.operator !== '<=') {
    const span = statement.operatorSpan;
    if (span) readers.reporter.report('budget.operator', file, span, { metric: metric.text });
    return undefined;
  }
  if (limit === undefined) return undefined;
  return { file, span: { start: metric.start, end: statement.limit.end }, metric, limit, block: place.block.id };
}

/** Whether the language knows a metric of that name; reported where it does not. */
export function isMetric(name: Name, file: FileId, readers: Pick<Readers, 'recorder' | 'reporter'>): boolean {
  if (findMetric(name.text)) {
    readers.recorder.record(file, name, 'metric', undefined);
    return true;
  }
  const suggestion = suggest(name.text, metricSpellings);
  readers.reporter.report('expect.metric-name', file, name, { name: name.text }, suggestion);
  return false;
}

/** A number as written, perhaps in parentheses or with a sign. */
function literalOf(expression: Expression): NumberExpression | undefined {
  if (expression.kind === 'number') return expression;
  if (expression.kind === 'group') return literalOf(expression.inner);
  return undefined;
}
