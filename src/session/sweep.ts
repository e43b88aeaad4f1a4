/**
 * A network over a grid of values of its parameters and of sizes of its input: what each point costs, whether it fits, and
 * which points no other beats in two measures. A point keeps its totals and nothing else of its analysis, so that memory
 * is bounded by the number of points.
 */

import type { BudgetResult, NetworkAnalysis, Sum } from '../analysis/analysis';
import type { Diagnostic } from '../base/diagnostic';
import { findMetric, type MetricName, metricNames, metrics } from '../base/metrics';
import type { FileId } from '../base/span';
import type { Shape } from '../ops/dim';
import { formatValue } from '../ops/format-value';
import type { Value } from '../ops/op';
import { parse } from '../syntax/parser';
import { type Eventual, whenReady } from '../workspace/eventual';
import type { Overrides } from '../workspace/overrides';
import { type DesignSession, foundIn, ownNetwork } from './look';
import { readValue } from './overrides';
import { frontOf } from './pareto';
import type { SweptValues } from './sweep-values';

/** More is no sweep that anybody waits for. */
export const mostPoints = 20_000;

/** Mistakes of a point that are kept. */
const mostKept = 10;

export interface Grid {
  /** In the order in which they are swept: the last changes fastest. */
  readonly parameters: readonly { readonly name: string; readonly values: SweptValues }[];
  /** They change fastest; none leave the input as it is. */
  readonly sizes: readonly (readonly [number, number, number])[];
  /** What is the same in all points. */
  readonly fixed: Overrides;
}

/** What a point costs: the sums of its main outputs. */
export type PointTotals = Pick<NetworkAnalysis['main'], 'sums' | 'elementwise' | 'unknownLayers' | 'layerCount'>;

export interface SweepPoint extends PointCost {
  /** The values that are swept, by name. */
  readonly parameters: ReadonlyMap<string, NonNullable<Value>>;
}

/** What is found out about a point, as plain data. */
export interface PointCost {
  readonly input: Shape | undefined;
  /** Undefined where there is no network. */
  readonly totals: PointTotals | undefined;
  /** How many; a budget that is exceeded is none. */
  readonly errors: number;
  /** The first errors, and the budgets that are exceeded. */
  readonly problems: readonly Diagnostic[];
  /** It has no errors, and is what the condition asks for, else within the budgets. */
  readonly fits: boolean;
  /** All budgets of the network are met. */
  readonly isInBudget: boolean;
}

/** How many points a grid has; beyond `largestExact` not exactly. */
export function pointCount({ parameters, sizes }: Grid): number {
  return parameters.reduce((product, { values }) => product * values.count, Math.max(1, sizes.length));
}

/**
 * The point at a place of the grid, from 0. What fits is said by the condition, else by the budgets of the network; a
 * point with errors never does.
 */
export function pointCost(
  session: DesignSession,
  id: FileId,
  network: string,
  grid: Grid,
  place: number,
  condition: Condition | undefined,
): Eventual<PointCost> {
  const { parameters, inputShape } = overridesAt(grid, place);
  const { fixed } = grid;
  const all = new Map<string, Value>([...(fixed.parameters ?? []), ...parameters]);
  const options = { ...fixed, parameters: all, ...(inputShape && { inputShape }) };
  return whenReady(session.workspace.analyze(id, options), (found) => {
    const analysis = found?.analysis;
    const own = analysis && ownNetwork(analysis, network);
    const wrong =
      analysis === undefined ? [] : foundIn(analysis, network).filter(({ severity }) => severity === 'error');
    const errors = wrong.filter(({ code }) => code !== 'budget.exceeded');
    const base = { errors: errors.length, problems: wrong.slice(0, mostKept) };
    if (own === undefined) return { ...base, input: undefined, totals: undefined, fits: false, isInBudget: false };
    const { elementwise, unknownLayers, layerCount } = own.main;
    // Read now: what is found out when it is asked for holds on to the network.
    const sums = Object.fromEntries(
      metricNames.map((metric) => [metric, own.main.sums[metric]]),
    ) as PointTotals['sums'];
    const isInBudget = own.budgets.every(isKept);
    const isIn = condition === undefined ? isInBudget : condition.holds(own);
    return {
      ...base,
      input: own.shapes[own.graph.input],
      totals: { sums, elementwise, unknownLayers, layerCount },
      fits: errors.length === 0 && isIn,
      isInBudget,
    };
  });
}

/** As `pointCost`, with the values that the point has. */
export function sweepPoint(...asked: Parameters<typeof pointCost>): Eventual<SweepPoint> {
  const [, , , grid, place] = asked;
  return whenReady(pointCost(...asked), (cost) => ({ ...cost, parameters: parametersAt(grid, place) }));
}

/** The values that are swept, at a place of the grid. */
export function parametersAt(grid: Grid, place: number): SweepPoint['parameters'] {
  return overridesAt(grid, place).parameters;
}

function isKept({ verdict }: BudgetResult): boolean {
  return verdict === 'ok';
}

function overridesAt({ parameters, sizes }: Grid, place: number) {
  let rest = place;
  const take = (count: number): number => {
    const digit = rest % count;
    rest = (rest - digit) / count;
    return digit;
  };
  const inputShape = sizes.length === 0 ? undefined : sizes[take(sizes.length)];
  const values = parameters
    .toReversed()
    .map(({ name, values }) => [name, values.at(take(values.count))] as const)
    .toReversed();
  return { parameters: new Map(values), inputShape };
}

// ---- Measures ----

/** A metric, or a parameter that is a number. */
export interface Measure {
  readonly name: string;
  readonly metric: MetricName | undefined;
  /** What is better: more of it, or less. */
  readonly isMoreBetter: boolean;
}

/** Undefined where it is not known. */
export function measured({ name, metric }: Measure, { parameters, totals }: SweepPoint): number | undefined {
  if (metric === undefined) {
    const value = parameters.get(name);
    return typeof value === 'number' ? value : undefined;
  }
  const sum: Sum | undefined = totals?.sums[metric];
  return sum === undefined || sum.isPartial ? undefined : sum.value;
}

/** For each point whether it fits and no other that fits is as good in both measures and better in one. */
export function paretoFront(points: readonly SweepPoint[], x: Measure, y: Measure): readonly boolean[] {
  return frontOf(
    points.map((point) => (point.fits ? { x: measured(x, point), y: measured(y, point) } : undefined)),
    x,
    y,
  );
}

/** The first of the points that fit with the most of a measure, or the least; undefined where none fits. */
export function bestPoint(points: readonly SweepPoint[], measure: Measure): number | undefined {
  let best: number | undefined;
  let most = Number.NEGATIVE_INFINITY;
  points.forEach((point, index) => {
    const value = point.fits ? measured(measure, point) : undefined;
    const worth = value === undefined ? Number.NaN : measure.isMoreBetter ? value : -value;
    if (!(worth > most)) return;
    most = worth;
    best = index;
  });
  return best;
}

// ---- Conditions ----

/** What is asked of a point beside having no errors. */
export interface Condition {
  /** False also where it asks for what is not known. */
  holds(network: NetworkAnalysis): boolean;
}

/**
 * An expression of the language that is true or false, over metrics and the network's parameters: `params <= 5M and width
 * >= 0.5`. Judged with a network at hand, so that a name that means nothing is told before anything is swept.
 */
export function readCondition(
  text: string,
  network: NetworkAnalysis,
): Condition | { readonly mistake: Diagnostic | undefined } {
  const names = new Set(parse('condition', text).tokens.map(({ start, end }) => text.slice(start, end)));
  const read = readValue(
    text,
    constantsFor(network, names, ({ value }) => value),
  );
  if (typeof read.value !== 'boolean') return { mistake: 'mistake' in read ? read.mistake : undefined };
  const known = ({ value, isPartial }: Sum): number | undefined => (isPartial ? undefined : value);
  return { holds: (of) => readValue(text, constantsFor(of, names, known)).value === true };
}

/** What a condition may name, as constants of the language. A parameter goes before a metric of its name. */
function constantsFor(
  network: NetworkAnalysis,
  names: ReadonlySet<string>,
  numberOf: (sum: Sum) => number | undefined,
): ReadonlyMap<string, string> {
  const constants = new Map<string, string>();
  for (const { name, aliases } of metrics) {
    const value = numberOf(network.main.sums[name]);
    for (const spelling of value === undefined ? [] : [name, ...aliases]) constants.set(spelling, String(value));
  }
  for (const [name, value] of network.parameters) constants.set(name, formatValue(value));
  return new Map([...constants].filter(([name]) => names.has(name)));
}

/** A metric by any of its names, else a parameter; `+` and `-` before it say which way is better. */
export function readMeasure(text: string, parameters: Iterable<string>, isMoreBetter: boolean): Measure | undefined {
  const [, sign = '', name = ''] = /^([+-]?)(.*)$/.exec(text.trim()) ?? [];
  const better = sign === '' ? isMoreBetter : sign === '+';
  if (new Set(parameters).has(name)) return { name, metric: undefined, isMoreBetter: better };
  const metric = findMetric(name)?.name;
  return metric === undefined ? undefined : { name: metric, metric, isMoreBetter: better };
}
