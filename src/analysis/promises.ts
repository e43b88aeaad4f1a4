/** Checks `expect` and `budget` statements against the shapes and sums of an analysed network. */

import type { DiagnosticCode } from '../base/codes';
import { findMetric } from '../base/metrics';
import { formatExact, formatShape } from '../base/number-format';
import type { Location } from '../base/span';
import type { Expansion } from '../graph/expansion';
import { type LayerId, layersIn } from '../graph/graph';
import type { Expectation, MetricExpectation } from '../graph/promises';
import { instanceNotes, type Reporter } from '../graph/report';
import type { Shape } from '../ops/dim';
import { formatValue } from '../ops/format-value';
import type { BudgetResult, LayerSet, MissedExpectation, NetworkAnalysis, Sum } from './analysis';
import { type CostTables, sumOf } from './layer-sums';
import { countedLayers } from './needs';

/** What is said where the text promises something that does not hold. */
export const promiseCodes: ReadonlySet<DiagnosticCode> = new Set(['expect.shape', 'expect.metric', 'budget.exceeded']);

type Tables = CostTables & Pick<NetworkAnalysis, 'parts'>;

/** The checks that do not hold. `isOverridden`: with other parameters or another size that is only a note. */
export function checkExpectations(
  { expectations }: Expansion,
  tables: Tables,
  shapes: readonly Shape[],
  reporter: Reporter,
  isOverridden: boolean,
): MissedExpectation[] {
  const missed: MissedExpectation[] = [];
  const severity = isOverridden ? ('note' as const) : ('error' as const);
  const sumsByRange = new Map<string, Sum>();
  for (const expectation of expectations) {
    if (expectation.kind === 'metric') {
      const found = sumOfRange(expectation, tables, sumsByRange);
      if (found === undefined || holds(expectation, found) !== false) continue;
      const { metric, operator, expected } = expectation;
      const values = {
        metric: metric.text,
        op: operator,
        expected: formatExact(expected),
        statement: expectation.target?.name ?? '',
        found: `${found.isPartial ? '>= ' : ''}${formatExact(found.value)}`,
      };
      reporter.report('expect.metric', expectation.file, expectation.span, values, { severity });
      missed.push({ location: locationOf(expectation), found: { sum: found } });
    } else {
      const shape = missedShape(expectation, shapes, reporter, severity);
      if (shape !== undefined) missed.push({ location: locationOf(expectation), found: { shape } });
    }
  }
  return missed;
}

function locationOf({ file, span }: Expectation): Location {
  return { file, span: { start: span.start, end: span.end } };
}

/** The shape that is there, where it is not the one that is expected. */
function missedShape(
  expectation: Exclude<Expectation, MetricExpectation>,
  shapes: readonly Shape[],
  reporter: Reporter,
  severity: 'note' | 'error',
): Shape | undefined {
  const shape = shapes[expectation.flow];
  const { expected } = expectation;
  if (shape === undefined || typeof expected !== 'object' || expected.kind !== 'list') return undefined;
  const differs = shape.some((dimension, i) => {
    const item = expected.items[i];
    return (
      dimension !== undefined && item !== undefined && (typeof item !== 'number' || Math.abs(item - dimension) > 1e-9)
    );
  });
  if (!differs) return undefined;
  const values = { expected: expected.items.map(formatValue).join('x'), found: formatShape(shape) };
  reporter.report('expect.shape', expectation.file, expectation.span, values, { severity });
  return shape;
}

/** `known` are the sums of statements, of which there may be many expectations. */
function sumOfRange(expectation: MetricExpectation, tables: Tables, known: Map<string, Sum>): Sum | undefined {
  const metric = findMetric(expectation.metric.text);
  const { target } = expectation;
  if (metric === undefined || target === undefined) return undefined;
  const key = `${target.from} ${target.to} ${metric.name}`;
  let sum = known.get(key);
  if (sum === undefined) {
    const ids: LayerId[] = [];
    for (let id = target.from; id < target.to; id++) if (id !== tables.graph.input) ids.push(id);
    sum = sumOf(tables, countedLayers(tables.parts, ids), metric.name);
    known.set(key, sum);
  }
  return sum;
}

/** Undefined while what is known of a partial sum decides nothing. */
function holds({ operator, expected, unit }: MetricExpectation, { value, isPartial }: Sum): boolean | undefined {
  if (isPartial) {
    if ((operator === '<=' || operator === '==') && value > expected) return false;
    if (operator === '<' && value >= expected) return false;
    return undefined;
  }
  switch (operator) {
    case '==':
      return Math.abs(value - expected) < 1e-6;
    case '!=':
      return Math.abs(value - expected) >= 1e-6;
    case '<=':
      return value <= expected;
    case '<':
      return value < expected;
    case '>=':
      return value >= expected;
    case '>':
      return value > expected;
    case '~':
      // A little more than a unit forgives the binary fractions of literals such as 1.60G.
      return Math.abs(value - expected) <= (unit ?? 0) * 1.0000001;
  }
}

/** `main` are the sums of the network's main outputs. Every budget gives a result for each block it holds for. */
export function checkBudgets(
  { budgets, graph }: Expansion,
  tables: Tables,
  main: LayerSet,
  reporter: Reporter,
): BudgetResult[] {
  const results: BudgetResult[] = [];
  const sumsByBlock = new Map<string, Sum>();
  for (const budget of budgets) {
    const metric = findMetric(budget.metric.text);
    const block = graph.blocks[budget.block];
    if (metric === undefined || block === undefined) continue;
    const key = `${block.id} ${metric.name}`;
    let sum = block.kind === 'network' ? main.sums[metric.name] : sumsByBlock.get(key);
    if (sum === undefined) {
      sum = sumOf(tables, countedLayers(tables.parts, layersIn(graph, block.id)), metric.name);
      sumsByBlock.set(key, sum);
    }
    const { value, isPartial } = sum;
    const verdict = value > budget.limit ? 'over' : isPartial ? 'open' : 'ok';
    const location = { file: budget.file, span: budget.span };
    if (verdict === 'over') {
      const shown = {
        metric: budget.metric.text,
        found: `${isPartial ? '>= ' : ''}${formatExact(value)}`,
        limit: formatExact(budget.limit),
        over: formatExact(value - budget.limit),
      };
      const related = instanceNotes(graph.blocks, block.id);
      reporter.report('budget.exceeded', budget.file, budget.span, shown, { related });
    }
    results.push({ metric: metric.name, limit: budget.limit, value, isPartial, verdict, location, path: block.path });
  }
  return results;
}
