/** A sweep as the preview asks for it: over ranges that a person wrote, with designs to open as its points. */

import type { NetworkAnalysis } from '../analysis/analysis';
import { messageOf } from '../base/message-text';
import { findMetric, type MetricName } from '../base/metrics';
import type { FileId } from '../base/span';
import { formatValue } from '../ops/format-value';
import type { Value } from '../ops/op';
import {
  mostSweptPoints,
  type SweepPart,
  type SweepRefusal,
  type SweepRequest,
  type SweptAxis,
  type SweptPoint,
} from '../protocol/sweep';
import { type DesignChange, overridesOf } from '../protocol/what-if';
import { type DesignSession, ownNetwork } from './look';
import { analysisOptions } from './overrides';
import {
  type Condition,
  type Grid,
  type Measure,
  measured,
  pointCount,
  readCondition,
  readMeasure,
  type SweepPoint,
  sweepPoint,
} from './sweep';
import { type SweptValues, sweptValues } from './sweep-values';

interface Range {
  readonly name: string | null;
  readonly values: SweptValues;
}

/** Anything without a mistake. */
const anything: Condition = { holds: () => true };

/** Points that are computed at once: in between others have their turn. */
const pointsAtOnce = 8;

/** The points from a place of the grid on, as many as are computed at once. */
export async function sweepPart(
  session: DesignSession,
  id: FileId,
  name: string | undefined,
  request: SweepRequest,
  from: number,
): Promise<SweepPart> {
  const plain = await session.workspace.analysis(id);
  const network = plain && ownNetwork(plain, name);
  if (network === undefined) return { refused: { kind: 'network', text: name ?? '', mistake: null } };
  const asked = readRequest(session, network, request);
  if ('kind' in asked) return { refused: asked };
  const { ranges, condition, x, y } = asked;
  const grid = gridOf(network, ranges, request.fixed);
  const count = pointCount(grid);
  if (count > mostSweptPoints) return { refused: { kind: 'many', text: String(count), mistake: null } };
  const points: SweptPoint[] = [];
  for (let place = from; place < Math.min(count, from + pointsAtOnce); place++) {
    const point = await sweepPoint(session, id, network.name, grid, place, condition);
    points.push(sweptPoint(session, network, request, asked, point));
  }
  return {
    network: network.name,
    count,
    names: ranges.map((range) => range.name),
    x: axisOf(network, x),
    y: axisOf(network, y),
    text: { x: textValue(network, x), y: textValue(network, y) },
    points,
  };
}

interface ReadRequest {
  readonly ranges: readonly Range[];
  readonly condition: Condition;
  readonly x: Measure;
  readonly y: Measure;
  readonly best: Measure | undefined;
}

function readRequest(
  session: DesignSession,
  network: NetworkAnalysis,
  { ranges, where, x, y, best }: SweepRequest,
): ReadRequest | SweepRefusal {
  const read: Range[] = [];
  for (const { name, values: text } of ranges) {
    if (name !== null && !network.parameters.has(name)) return { kind: 'parameter', text: name, mistake: null };
    if (read.some((other) => other.name === name)) return { kind: 'twice', text: name ?? '', mistake: null };
    const values = sweptValues(text);
    if ('wrong' in values) return { kind: values.wrong, text: values.text, mistake: null };
    if (name === null && !isWholeAndPositive(values.at(0))) return { kind: 'value', text, mistake: null };
    read.push({ name, values });
  }
  const condition = where.trim() === '' ? anything : readCondition(where, network);
  if ('mistake' in condition) {
    const { mistake } = condition;
    const { diagnostics: words } = session.settings().words;
    return { kind: 'where', text: where, mistake: mistake === undefined ? null : messageOf(mistake, words) };
  }
  const names = read.flatMap(({ name }) => name ?? []);
  const [across, up] = [readMeasure(x, names, false), readMeasure(y, names, false)];
  const wanted = best === null ? undefined : readMeasure(best, names, true);
  if (across === undefined) return { kind: 'measure', text: x, mistake: null };
  if (up === undefined) return { kind: 'measure', text: y, mistake: null };
  if (best !== null && wanted === undefined) return { kind: 'measure', text: best, mistake: null };
  return { ranges: read, condition, x: across, y: up, best: wanted };
}

function isWholeAndPositive(value: NonNullable<Value>): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}

/** Changes that a range has a value for give way to it. */
function gridOf(network: NetworkAnalysis, ranges: readonly Range[], changes: readonly DesignChange[]): Grid {
  const [, , channels = 1] = network.shapes[network.graph.input] ?? [];
  const side = ranges.find(({ name }) => name === null)?.values;
  const overrides = overridesOf(besides(ranges, changes), network.name, inputOf(network)) ?? {};
  return {
    parameters: ranges.flatMap(({ name, values }) => (name === null ? [] : [{ name, values }])),
    sizes: Array.from({ length: Math.min(side?.count ?? 0, mostSweptPoints + 1) }, (_, place) => {
      const value = side?.at(place) as number;
      return [value, value, channels] as const;
    }),
    fixed: { ...analysisOptions(overrides), ...(overrides.attributes && { attributes: overrides.attributes }) },
  };
}

function inputOf({ shapes, graph }: NetworkAnalysis): readonly [number, number, number] | null {
  const [height, width, channels] = shapes[graph.input] ?? [];
  return height === undefined || width === undefined || channels === undefined ? null : [height, width, channels];
}

function besides(ranges: readonly Range[], changes: readonly DesignChange[]): readonly DesignChange[] {
  return changes.filter(({ target }) =>
    target.kind === 'parameter'
      ? !ranges.some(({ name }) => name === target.name)
      : target.kind !== 'input' || !ranges.some(({ name }) => name === null),
  );
}

function sweptPoint(
  session: DesignSession,
  network: NetworkAnalysis,
  { fixed }: SweepRequest,
  { ranges, x, y, best }: ReadRequest,
  point: SweepPoint,
): SweptPoint {
  const values = ranges.map(({ name }) =>
    name === null ? String(point.input?.[0] ?? '?') : formatValue(point.parameters.get(name)),
  );
  const known = (metric: MetricName): number | null => {
    const sum = point.totals?.sums[metric];
    return sum === undefined || sum.isPartial ? null : sum.value;
  };
  const [problem] = point.errors > 0 ? point.problems.filter(({ code }) => code !== 'budget.exceeded') : [];
  return {
    values,
    changes: [
      ...besides(ranges, fixed),
      ...ranges.map(({ name }, place) => changeOf(network, name, values[place] ?? '')),
    ].filter(({ was, now }) => was !== now),
    x: measured(x, point) ?? null,
    y: measured(y, point) ?? null,
    multiplies: known('multiplies'),
    params: known('params'),
    peakBytes: known('peakBytes'),
    isKept: point.fits,
    fits: point.isInBudget && point.errors === 0,
    worth: worthOf(best, point),
    mistake: problem === undefined ? null : messageOf(problem, session.settings().words.diagnostics),
  };
}

function worthOf(best: Measure | undefined, point: SweepPoint): number | null {
  const value = best && measured(best, point);
  if (best === undefined || value === undefined) return null;
  return best.isMoreBetter ? value : -value;
}

function changeOf(network: NetworkAnalysis, name: string | null, now: string): DesignChange {
  if (name !== null) {
    const was = formatValue(network.parameters.get(name));
    return { target: { kind: 'parameter', name }, label: name, was, now };
  }
  const [height, width] = network.shapes[network.graph.input] ?? [];
  const was = height === width ? String(height) : `${height}x${width}`;
  return { target: { kind: 'input', axes: 'both' }, label: 'size', was, now };
}

function axisOf({ budgets }: NetworkAnalysis, { name, metric, isMoreBetter }: Measure): SweptAxis {
  const budget = budgets.find((one) => one.path === '' && one.metric === metric);
  const unit = metric === undefined ? 'none' : findMetric(metric)?.unit === 'bytes' ? 'bytes' : 'count';
  return { name, unit, isMoreBetter, limit: budget?.limit ?? null };
}

function textValue(network: NetworkAnalysis, { name, metric }: Measure): number | null {
  if (metric === undefined) {
    const value = network.parameters.get(name);
    return typeof value === 'number' ? value : null;
  }
  const { value, isPartial } = network.main.sums[metric];
  return isPartial ? null : value;
}
