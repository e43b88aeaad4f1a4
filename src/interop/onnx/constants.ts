/**
 * Tensors whose values are in the file, and what can be computed of them alone. Exporters compute sizes in the graph; those are
 * small and found out here. Weights are large: they are reshaped, turned and copied only when their values are read.
 */

import { phrase } from '../../base/diagnostic';
import { elementCount } from '../../base/tensor';
import { Inexpressible } from '../import/foreign-network';
import type { Constant, SourceNode } from './read-model';

/** What is computed with; larger tensors are only moved. */
const mostComputed = 1 << 16;

/** Values that are computed in all of a file: graphs compute sizes, of which there are few. */
const mostComputedInAll = 1 << 22;

/** A Transpose reads what the one before it has turned. */
const mostTurns = 16;

/** Of one tensor. */
const mostAxes = 64;

/** Counts what is computed. Throws `Inexpressible` where it is too much. */
export type Spend = (count: number) => void;

export function newSpend(): Spend {
  let left = mostComputedInAll;
  return (count) => {
    left -= count;
    if (left < 0) throw new Inexpressible(phrase('foreign.constant-size'));
  };
}

export function listConstant(values: readonly number[], dims: readonly number[] = [values.length]): Constant {
  return { dims, isWhole: true, name: '', read: () => Float64Array.from(values) };
}

export function filledConstant(dims: readonly number[], fill: number, isWhole: boolean): Constant {
  return { dims, isWhole, name: '', fill, read: () => new Float32Array(elementCount(dims)).fill(fill) };
}

/** Values of a small constant. */
export function numbersOf(constant: Constant): number[] {
  if (elementCount(constant.dims) > mostComputed) throw new Inexpressible(phrase('foreign.constant-size'));
  return [...constant.read()];
}

/** The only value; undefined of several. */
export function scalarOf(constant: Constant): number | undefined {
  if (elementCount(constant.dims) !== 1) return undefined;
  return constant.fill ?? constant.read()[0];
}

function reshapedConstant(constant: Constant, dims: readonly number[]): Constant {
  return { ...constant, dims };
}

function turnedConstant(constant: Constant, order: readonly number[]): Constant {
  const { dims } = constant;
  const turned = order.map((axis) => dims[axis] ?? 1);
  if (constant.fill !== undefined) return { ...constant, dims: turned };
  const turns = (constant.turns ?? 0) + 1;
  if (turns > mostTurns) throw new Inexpressible(phrase('foreign.constant-size'));
  const steps = stepsOf(dims);
  return {
    ...constant,
    dims: turned,
    turns,
    read: () => {
      const from = constant.read();
      const to = from.slice();
      walk(
        turned,
        order.map((axis) => steps[axis] ?? 0),
        (at, source) => {
          to[at] = from[source] as number;
        },
      );
      return to;
    },
  };
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

/** The target of a Reshape: 0 keeps a size (unless `zeros` says it is one), -1 is what is left. */
export function reshapeTarget(dims: readonly number[], target: readonly number[], zeros = false): number[] {
  if (target.length > mostAxes) throw new Inexpressible(phrase('foreign.reshape', { shape: `${target.length}` }));
  const kept = target.map((size, axis) => (size === 0 && !zeros ? (dims[axis] ?? 1) : size));
  const rest = elementCount(dims) / elementCount(kept.filter((size) => size !== -1));
  const sizes = kept.map((size) => (size === -1 ? rest : size));
  if (elementCount(sizes) === elementCount(dims) && sizes.every((size) => Number.isSafeInteger(size) && size >= 0))
    return sizes;
  throw new Inexpressible(phrase('foreign.reshape', { shape: target.join(', ') }));
}

type Fold = (inputs: readonly (Constant | undefined)[], node: SourceNode, spend: Spend) => Constant;

/** The result of a node that reads constants alone. Throws `Inexpressible` where it is not among those that are computed. */
export function foldNode(node: SourceNode, inputs: readonly (Constant | undefined)[], spend: Spend): Constant {
  const fold = node.domain === '' && Object.hasOwn(folds, node.type) ? folds[node.type] : undefined;
  if (fold === undefined) throw new Inexpressible(phrase('foreign.no-layer'));
  return fold(inputs, node, spend);
}

function first(inputs: readonly (Constant | undefined)[]): Constant {
  const [input] = inputs;
  if (input === undefined) throw new Inexpressible(phrase('foreign.inputs'));
  return input;
}

/** Axes from an attribute or, in later versions, from an input; from the end where they are negative. */
export function axesOf(node: SourceNode, input: Constant | undefined, rank: number): number[] | undefined {
  const axes = node.attributes.ints('axes') ?? (input === undefined ? undefined : numbersOf(input));
  return axes?.map((axis) => (axis < 0 ? axis + rank : axis));
}

const computed =
  (each: (a: number, b: number) => number): Fold =>
  (inputs, _, spend) => {
    const [a, b] = inputs;
    if (a === undefined || b === undefined) throw new Inexpressible(phrase('foreign.inputs'));
    spend(elementCount(a.dims) + elementCount(b.dims));
    const [left, right] = [numbersOf(a), numbersOf(b)];
    const rank = Math.max(a.dims.length, b.dims.length);
    const sizes = [a, b].map(({ dims }) => [...Array.from({ length: rank - dims.length }, () => 1), ...dims]);
    const [one = [], other = []] = sizes;
    const dims = one.map((size, axis) => (size === 1 ? (other[axis] ?? 1) : size));
    const isBroadcast = dims.every((size, axis) => [one[axis], other[axis]].every((own) => own === 1 || own === size));
    if (!isBroadcast || elementCount(dims) > mostComputed) throw new Inexpressible(phrase('foreign.constant-size'));
    spend(elementCount(dims));
    const steps = sizes.map((own) => stepsOf(own).map((step, axis) => (own[axis] === 1 ? 0 : step)));
    const places: number[] = [];
    walk(dims, steps[1] ?? [], (_, source) => places.push(source));
    const values = new Float64Array(elementCount(dims));
    const isWhole = a.isWhole && b.isWhole;
    walk(dims, steps[0] ?? [], (at, source) => {
      const value = each(left[source] as number, right[places[at] as number] as number);
      values[at] = isWhole ? Math.trunc(value) : value;
    });
    return { dims, isWhole, name: '', read: () => values };
  };

const mapped =
  (each: (value: number) => number, isWhole?: boolean): Fold =>
  (inputs, _, spend) => {
    const input = first(inputs);
    spend(elementCount(input.dims));
    const values = Float64Array.from(numbersOf(input), each);
    return { dims: input.dims, isWhole: isWhole ?? input.isWhole, name: '', read: () => values };
  };

const folds: Readonly<Record<string, Fold>> = {
  Identity: (inputs) => first(inputs),
  Cast: (inputs, node, spend) => {
    const input = first(inputs);
    // Integers and truth values.
    const isWhole = [2, 3, 4, 5, 6, 7, 9, 12, 13].includes(node.attributes.int('to', 1));
    if (!isWhole || input.isWhole) return { ...input, isWhole };
    return mapped(Math.trunc, true)(inputs, node, spend);
  },
  ConstantOfShape: (inputs, { attributes }) => {
    const value = attributes.tensor('value');
    return filledConstant(
      numbersOf(first(inputs)),
      value === undefined ? 0 : (scalarOf(value) ?? 0),
      value?.isWhole ?? false,
    );
  },
  Shape: (inputs) => listConstant(first(inputs).dims),
  Size: (inputs) => listConstant([elementCount(first(inputs).dims)], []),
  Reshape: (inputs, { attributes }) => {
    const target = attributes.ints('shape') ?? (inputs[1] === undefined ? [] : numbersOf(inputs[1]));
    return reshapedConstant(
      first(inputs),
      reshapeTarget(first(inputs).dims, target, attributes.int('allowzero', 0) === 1),
    );
  },
  Flatten: (inputs, { attributes }) => {
    const { dims } = first(inputs);
    const axis = attributes.int('axis', 1);
    const at = axis < 0 ? axis + dims.length : axis;
    return reshapedConstant(first(inputs), [elementCount(dims.slice(0, at)), elementCount(dims.slice(at))]);
  },
  Squeeze: (inputs, node) => {
    const { dims } = first(inputs);
    const axes = axesOf(node, inputs[1], dims.length);
    return reshapedConstant(
      first(inputs),
      dims.filter((size, axis) => (axes === undefined ? size !== 1 : !axes.includes(axis))),
    );
  },
  Unsqueeze: (inputs, node) => {
    const { dims } = first(inputs);
    const given = node.attributes.ints('axes') ?? (inputs[1] === undefined ? [] : numbersOf(inputs[1]));
    return reshapedConstant(
      first(inputs),
      withAxes(dims, given, () => 1),
    );
  },
  Transpose: (inputs, { attributes }) => {
    const { dims } = first(inputs);
    return turnedConstant(first(inputs), orderOf(attributes.ints('perm'), dims.length));
  },
  Concat: (inputs, { attributes }, spend) => {
    const known = inputs.filter((input) => input !== undefined);
    if (known.some(({ dims }) => dims.length !== 1) || attributes.int('axis', 0) % 1 !== 0) {
      throw new Inexpressible(phrase('foreign.constant-size'));
    }
    const count = known.reduce((sum, { dims }) => sum + elementCount(dims), 0);
    if (count > mostComputed) throw new Inexpressible(phrase('foreign.constant-size'));
    spend(count);
    return { ...listConstant(known.flatMap(numbersOf)), isWhole: known.every(({ isWhole }) => isWhole) };
  },
  Gather: (inputs, { attributes }, spend) => {
    const [data, places] = inputs;
    if (data === undefined || places === undefined || data.dims.length !== 1 || attributes.int('axis', 0) > 0) {
      throw new Inexpressible(phrase('foreign.constant-size'));
    }
    spend(elementCount(data.dims) + elementCount(places.dims));
    const values = numbersOf(data);
    const chosen = numbersOf(places).map((place) => values[place < 0 ? place + values.length : place] ?? 0);
    return { ...listConstant(chosen, places.dims), isWhole: data.isWhole };
  },
  Slice: (inputs, node, spend) => {
    const data = first(inputs);
    const { starts = [], ends = [], axes, steps } = sliceOf(node, inputs);
    if (elementCount(data.dims) > mostComputed) throw new Inexpressible(phrase('foreign.constant-size'));
    spend(elementCount(data.dims));
    const places = data.dims.map((size) => Array.from({ length: size }, (_, at) => at));
    for (const [i, start] of starts.entries()) {
      const given = axes?.[i] ?? i;
      const axis = given < 0 ? given + places.length : given;
      const size = data.dims[axis];
      if (size === undefined) throw new Inexpressible(phrase('foreign.inputs'));
      places[axis] = placesOf(size, start, ends[i] ?? size, steps?.[i] ?? 1);
    }
    const from = stepsOf(data.dims);
    const values = numbersOf(data);
    const chosen = places.reduce<number[]>(
      (bases, along, axis) => bases.flatMap((base) => along.map((at) => base + at * (from[axis] ?? 0))),
      [0],
    );
    const taken = Float64Array.from(chosen, (at) => values[at] as number);
    return { dims: places.map(({ length }) => length), isWhole: data.isWhole, name: '', read: () => taken };
  },
  Range: (inputs, _, spend) => {
    const [start, limit, step] = inputs.map((input) => (input === undefined ? undefined : scalarOf(input)));
    if (start === undefined || limit === undefined || !step) throw new Inexpressible(phrase('foreign.inputs'));
    const count = Math.max(0, Math.ceil((limit - start) / step));
    if (count > mostComputed) throw new Inexpressible(phrase('foreign.constant-size'));
    spend(count);
    return listConstant(Array.from({ length: count }, (_, i) => start + i * step));
  },
  Expand: (inputs) => {
    const value = scalarOf(first(inputs));
    if (value === undefined || inputs[1] === undefined) throw new Inexpressible(phrase('foreign.constant-size'));
    return filledConstant(numbersOf(inputs[1]), value, first(inputs).isWhole);
  },
  Add: computed((a, b) => a + b),
  Sub: computed((a, b) => a - b),
  Mul: computed((a, b) => a * b),
  Div: computed((a, b) => a / b),
  Mod: computed((a, b) => a - b * Math.floor(a / b)),
  Pow: computed((a, b) => a ** b),
  Min: computed(Math.min),
  Max: computed(Math.max),
  Equal: computed((a, b) => Number(a === b)),
  Greater: computed((a, b) => Number(a > b)),
  Less: computed((a, b) => Number(a < b)),
  And: computed((a, b) => Number(a !== 0 && b !== 0)),
  Or: computed((a, b) => Number(a !== 0 || b !== 0)),
  Not: mapped((value) => Number(value === 0), true),
  Neg: mapped((value) => -value),
  Abs: mapped(Math.abs),
  Floor: mapped(Math.floor),
  Ceil: mapped(Math.ceil),
  Round: mapped(Math.round),
  Sqrt: mapped(Math.sqrt),
  Reciprocal: mapped((value) => 1 / value),
  Exp: mapped(Math.exp),
  ReduceProd: (inputs, _, spend) => {
    spend(elementCount(first(inputs).dims));
    return listConstant([numbersOf(first(inputs)).reduce((product, value) => product * value, 1)], []);
  },
};

/** As Python takes them: from the end where they are negative, and no further than there are places. */
function placesOf(size: number, start: number, end: number, step: number): number[] {
  if (step === 0) throw new Inexpressible(phrase('foreign.inputs'));
  const [least, most] = step > 0 ? [0, size] : [-1, size - 1];
  const clamp = (place: number) => Math.min(most, Math.max(least, place < 0 ? place + size : place));
  const [first, last] = [clamp(start), clamp(end)];
  const count = Math.max(0, Math.ceil((last - first) / step));
  return Array.from({ length: count }, (_, i) => first + i * step);
}

/** Sizes with further axes at the given places of the result. */
export function withAxes<T>(dims: readonly T[], axes: readonly number[], make: () => T): T[] {
  const rank = dims.length + axes.length;
  const places = new Set(axes.map((axis) => (axis < 0 ? axis + rank : axis)));
  const rest = [...dims];
  return Array.from({ length: rank }, (_, axis) => (places.has(axis) ? make() : (rest.shift() ?? make())));
}

/** The axes of a Transpose; without one in reverse. */
export function orderOf(perm: readonly number[] | undefined, rank: number): readonly number[] {
  const order = perm ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
  const isOrder =
    order.length === rank && new Set(order).size === rank && order.every((axis) => axis >= 0 && axis < rank);
  if (!isOrder) throw new Inexpressible(phrase('foreign.inputs'));
  return order;
}

/** Starts, ends, axes and steps of a Slice, as attributes or as inputs behind the first. */
export function sliceOf(node: SourceNode, inputs: readonly (Constant | undefined)[]) {
  const [, ...behind] = inputs;
  const part = (name: string, at: number) => {
    const input = behind[at];
    if (input !== undefined && elementCount(input.dims) > mostAxes) throw new Inexpressible(phrase('foreign.inputs'));
    return node.attributes.ints(name) ?? (input === undefined ? undefined : numbersOf(input));
  };
  return { starts: part('starts', 0), ends: part('ends', 1), axes: part('axes', 2), steps: part('steps', 3) };
}
