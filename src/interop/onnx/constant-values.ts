/**
 * Values that are computed of constants alone. Small ones, as sizes are, are computed at once; large ones are weights, which are turned,
 * scaled or put together whenever they are read, so that nothing but the file and what is being written lies in memory.
 */

import { phrase } from '../../base/diagnostic';
import { elementCount } from '../../base/tensor';
import { Inexpressible } from '../import/foreign-network';
import type { Constant } from './read-model';

/** What is computed at once. */
export const mostComputed = 1 << 16;

/** Values that are computed in all of a file: for graphs that compute sizes, of which there are few, and for each byte of weights. */
const mostComputedInAll = 1 << 22;
const mostComputedOfByte = 32;

/** Steps for each value, those that a reader does again among them. */
const mostSteps = 64;

/** Of one tensor. */
export const mostAxes = 64;

/** Counts what is computed. Throws `Inexpressible` where it is too much. */
export type Spend = (count: number) => void;

/** Of a file of so many bytes. */
export function newSpend(bytes: number): Spend {
  let left = mostComputedInAll + mostComputedOfByte * bytes;
  return (count) => {
    left -= count;
    if (left < 0) throw tooMuch();
  };
}

export function tooMuch(): Inexpressible {
  return new Inexpressible(phrase('foreign.constant-size'));
}

export type Values = Float32Array | Float64Array;

/** Row-major values of several inputs. */
type Compute = (values: readonly Values[]) => Values;

/** Values that are computed when it is read. */
const costOf = ({ cost, dims }: Constant): number => cost ?? elementCount(dims);

/** At once where all is small, else whenever it is read. Throws `Inexpressible` where it is too much. */
export function computedConstant(
  { dims, isWhole }: Pick<Constant, 'dims' | 'isWhole'>,
  inputs: readonly Constant[],
  spend: Spend,
  compute: Compute,
): Constant {
  const count = elementCount(dims);
  const sizes = inputs.map((input) => elementCount(input.dims));
  // What is filled has no values in the file that would stand for it.
  const stored = inputs.filter(({ fill }) => fill === undefined).map((input) => elementCount(input.dims));
  const total = stored.reduce((sum, size) => sum + size, 0);
  const cost = inputs.reduce((sum, input) => sum + costOf(input), count);
  if (count > Math.max(mostComputed, total) || cost > mostSteps * Math.max(mostComputed, total)) throw tooMuch();
  spend(cost);
  const read = () => compute(inputs.map((input) => input.read()));
  const isLarge = [count, ...sizes].some((size) => size > mostComputed);
  if (isLarge) return { dims, isWhole, name: '', cost, read };
  const values = read();
  return { dims, isWhole, name: '', read: () => values };
}

/** Whole numbers may be larger than 32 bits tell apart. */
export function emptyValues(count: number, isWhole: boolean): Values {
  return isWhole ? new Float64Array(count) : new Float32Array(count);
}

function stepsOf(dims: readonly number[]): number[] {
  const steps: number[] = [];
  let step = 1;
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    steps[axis] = step;
    step *= dims[axis] ?? 1;
  }
  return steps;
}

/** Every place of a tensor, with the place in another that has these steps. */
function walk(dims: readonly number[], steps: readonly number[], visit: (at: number, source: number) => void): void {
  const count = elementCount(dims);
  const index = dims.map(() => 0);
  let source = 0;
  for (let at = 0; at < count; at++) {
    visit(at, source);
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      source += steps[axis] ?? 0;
      if (next < (dims[axis] ?? 1)) {
        index[axis] = next;
        break;
      }
      source -= next * (steps[axis] ?? 0);
      index[axis] = 0;
    }
  }
}

/** With its axes in another order. */
export function turnedConstant(constant: Constant, order: readonly number[], spend: Spend): Constant {
  const { dims, isWhole, fill } = constant;
  const turned = order.map((axis) => dims[axis] ?? 1);
  if (fill !== undefined) return { ...constant, dims: turned };
  const steps = stepsOf(dims);
  return computedConstant({ dims: turned, isWhole }, [constant], spend, ([from = new Float32Array(0)]) => {
    const to = from.slice();
    walk(
      turned,
      order.map((axis) => steps[axis] ?? 0),
      (at, source) => {
        to[at] = from[source] as number;
      },
    );
    return to;
  });
}

/** Sizes of what tensors of these sizes give together: along each axis one size, or 1. */
export function commonDims(all: readonly (readonly number[])[]): readonly number[] {
  const rank = Math.max(...all.map(({ length }) => length));
  const sizes = all.map((dims) => alignedDims(dims, rank));
  const dims = Array.from(
    { length: rank },
    (_, axis) => sizes.map((own) => own[axis] ?? 1).find((size) => size !== 1) ?? 1,
  );
  if (!sizes.every((own) => own.every((size, axis) => size === 1 || size === dims[axis]))) throw tooMuch();
  return dims;
}

function alignedDims(dims: readonly number[], rank: number): readonly number[] {
  return [...Array.from({ length: rank - dims.length }, () => 1), ...dims];
}

/** Values of these sizes for every place of larger ones. */
export function spread(values: Values, own: readonly number[], dims: readonly number[]): Values {
  const sizes = alignedDims(own, dims.length);
  if (dims.every((size, axis) => size === sizes[axis])) return values;
  const steps = stepsOf(sizes).map((step, axis) => (sizes[axis] === 1 ? 0 : step));
  const spread = emptyValues(elementCount(dims), values instanceof Float64Array);
  walk(dims, steps, (at, source) => {
    spread[at] = values[source] as number;
  });
  return spread;
}

/** Place by place, of tensors that are spread over one another. */
export function elementwise(
  inputs: readonly Constant[],
  isWhole: boolean,
  spend: Spend,
  each: (values: readonly Values[], at: number) => number,
): Constant {
  const dims = commonDims(inputs.map((input) => input.dims));
  return computedConstant({ dims, isWhole }, inputs, spend, (values) => {
    const all = values.map((own, i) => spread(own, inputs[i]?.dims ?? [], dims));
    return emptyValues(elementCount(dims), isWhole).map((_, at) => {
      const value = each(all, at);
      return isWhole ? Math.trunc(value) : value;
    });
  });
}

/** Values along some axes taken together; `finish` makes the result of it, and of how many they are. */
export interface Reduction {
  readonly start: number;
  readonly add: (sum: number, value: number) => number;
  readonly finish?: (sum: number, count: number) => number;
}

export function reduced(
  input: Constant,
  isTaken: (axis: number) => boolean,
  isKept: boolean,
  spend: Spend,
  { start, add, finish = (sum) => sum }: Reduction,
): Constant {
  const { dims, isWhole } = input;
  const sizes = dims.map((size, axis) => (isTaken(axis) ? 1 : size));
  const count = elementCount(dims) / elementCount(sizes);
  const steps = stepsOf(sizes).map((step, axis) => (isTaken(axis) ? 0 : step));
  const left = isKept ? sizes : dims.filter((_, axis) => !isTaken(axis));
  return computedConstant({ dims: left, isWhole }, [input], spend, ([values = new Float32Array(0)]) => {
    const sums = new Float64Array(elementCount(sizes)).fill(start);
    walk(dims, steps, (at, target) => {
      sums[target] = add(sums[target] as number, values[at] as number);
    });
    return sums.map((sum) => finish(sum, count));
  });
}

/** The given places along each axis, in the sizes that they are to have. */
export function taken(
  data: Constant,
  places: readonly (readonly number[])[],
  dims: readonly number[],
  spend: Spend,
): Constant {
  const { isWhole } = data;
  const steps = stepsOf(data.dims);
  return computedConstant({ dims, isWhole }, [data], spend, ([values = new Float32Array(0)]) => {
    const found = emptyValues(elementCount(dims), isWhole);
    let at = 0;
    const take = (axis: number, base: number): void => {
      const along = places[axis];
      if (along === undefined) found[at++] = values[base] as number;
      else for (const place of along) take(axis + 1, base + place * (steps[axis] ?? 0));
    };
    if (found.length > 0) take(0, 0);
    return found;
  });
}

/** Every place along each axis. Throws `Inexpressible` where a size is no measure of how many values there are. */
export function allPlaces({ dims, fill }: Constant): number[][] {
  const count = elementCount(dims);
  const most = fill === undefined ? Math.max(mostComputed, count) : mostComputed;
  if (dims.length > mostAxes || dims.some((size) => size > most)) throw tooMuch();
  return dims.map((size) => Array.from({ length: size }, (_, at) => at));
}

/** One behind the other along an axis. */
export function joinedConstant(parts: readonly Constant[], axis: number, spend: Spend): Constant {
  const dims = parts[0]?.dims ?? [];
  const isAlike = parts.every(
    (part) => part.dims.length === dims.length && dims.every((size, at) => at === axis || size === part.dims[at]),
  );
  if (!isAlike || dims[axis] === undefined) throw tooMuch();
  const sizes = parts.map((part) => part.dims[axis] ?? 0);
  const all = dims.map((size, at) => (at === axis ? sizes.reduce((sum, own) => sum + own, 0) : size));
  const isWhole = parts.every((part) => part.isWhole);
  const inner = elementCount(dims.slice(axis + 1));
  const outer = elementCount(dims.slice(0, axis));
  return computedConstant({ dims: all, isWhole }, parts, spend, (values) => {
    const joined = emptyValues(elementCount(all), isWhole);
    let at = 0;
    for (let row = 0; at < joined.length && row < outer; row++) {
      for (const [i, own] of values.entries()) {
        const count = (sizes[i] ?? 0) * inner;
        joined.set(own.subarray(row * count, (row + 1) * count), at);
        at += count;
      }
    }
    return joined;
  });
}
