/** Checks `expect` and `budget` statements against the shapes and sums of an analysed network. */

import type { DiagnosticCode } from '../base/codes';
import { findMetric, type MetricName } from '../base/metrics';
import { formatExact, formatShape } from '../base/number-format';
import type { Location, Span } from '../base/span';
import type { Expansion } from '../graph/expansion';
import { type LayerId, layersIn } from '../graph/graph';
import type { Expectation, LayerRange, MetricExpectation, ShapeExpectation } from '../graph/promises';
import { instanceNotes, type Reporter } from '../graph/report';
import type { Shape } from '../ops/dim';
import { formatValue } from '../ops/format-value';
import type {
  BudgetResult,
  CheckResult,
  LayerSet,
  MissedExpectation,
  MissedShape,
  MissedSum,
  NetworkAnalysis,
  Sum,
} from './analysis';
import { type CostTables, sumOf } from './layer-sums';
import { countedLayers } from './needs';

/** What is said where the text promises something that does not hold. */
export const promiseCodes: ReadonlySet<DiagnosticCode> = new Set(['expect.shape', 'expect.metric', 'budget.exceeded']);

type Tables = CostTables & Pick<NetworkAnalysis, 'parts'>;

/** How the checks are, by where they are written, and each instance that does not hold. */
interface Expected {
  readonly checks: readonly CheckResult[];
  readonly missed: readonly MissedExpectation[];
}

/** `isOverridden`: with other parameters or another size what does not hold is only a note. */
export function checkExpectations(
  { expectations }: Expansion,
  tables: Tables,
  shapes: readonly Shape[],
  reporter: Reporter,
  isOverridden: boolean,
): Expected {
  const missed: MissedExpectation[] = [];
  const checks = new Map<Span, CheckResult>();
  const severity = isOverridden ? ('note' as const) : ('error' as const);
  const sumsByRange = new Map<string, Sum>();
  for (const expectation of expectations) {
    const location = locationOf(expectation);
    const found =
      expectation.kind === 'metric'
        ? checkedSum(expectation, tables, sumsByRange, reporter, severity)
        : checkedShape(expectation, shapes, reporter, severity);
    if (typeof found !== 'string') missed.push({ location, found });
    const verdict = typeof found === 'string' ? found : 'missed';
    const known = checks.get(expectation.span);
    // The tree has one span for all instances.
    if (known === undefined || weights[known.verdict] < weights[verdict])
      checks.set(expectation.span, { location, verdict });
  }
  return { checks: [...checks.values()], missed };
}

const weights: Readonly<Record<CheckResult['verdict'], number>> = { ok: 0, open: 1, missed: 2 };

function locationOf({ file, span }: Expectation): Location {
  return { file, span: { start: span.start, end: span.end } };
}

function checkedSum(
  expectation: MetricExpectation,
  tables: Tables,
  known: Map<string, Sum>,
  reporter: Reporter,
  severity: 'note' | 'error',
): MissedSum | 'ok' | 'open' {
  const name = findMetric(expectation.metric.text)?.name;
  const { metric, operator, expected, target } = expectation;
  if (name === undefined || target === undefined) return 'open';
  const sum = sumOfRange(name, target, tables, known);
  const isHeld = holds(expectation, sum);
  if (isHeld !== false) return isHeld ? 'ok' : 'open';
  const values = {
    metric: metric.text,
    op: operator,
    expected: formatExact(expected),
    statement: target.name,
    found: `${sum.isPartial ? '>= ' : ''}${formatExact(sum.value)}`,
  };
  reporter.report('expect.metric', expectation.file, expectation.span, values, { severity });
  return { sum, metric: name, operator, expected, of: target };
}

function checkedShape(
  { flow, expected, file, span }: ShapeExpectation,
  shapes: readonly Shape[],
  reporter: Reporter,
  severity: 'note' | 'error',
): MissedShape | 'ok' | 'open' {
  const shape = shapes[flow];
  if (shape === undefined || typeof expected !== 'object' || expected.kind !== 'list') return 'open';
  const { items } = expected;
  const differs = shape.some((dimension, i) => {
    const item = items[i];
    return (
      dimension !== undefined && item !== undefined && (typeof item !== 'number' || Math.abs(item - dimension) > 1e-9)
    );
  });
  if (!differs) return shape.includes(undefined) || items.includes(undefined) ? 'open' : 'ok';
  const written = items.map(formatValue).join('x');
  reporter.report('expect.shape', file, span, { expected: written, found: formatShape(shape) }, { severity });
  return { shape, expected: written, layer: flow };
}

/** `known` are the sums of statements, of which there may be many expectations. */
function sumOfRange(metric: MetricName, { from, to }: LayerRange, tables: Tables, known: Map<string, Sum>): Sum {
  const key = `${from} ${to} ${metric}`;
  let sum = known.get(key);
  if (sum === undefined) {
    const ids: LayerId[] = [];
    for (let id = from; id < to; id++) if (id !== tables.graph.input) ids.push(id);
    sum = sumOf(tables, countedLayers(tables.parts, ids), metric);
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
