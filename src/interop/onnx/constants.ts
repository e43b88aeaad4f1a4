/** Tensors whose values are in the file, and which nodes of a graph compute with them alone: sizes, weights that are made of others. */

import { phrase } from '../../base/diagnostic';
import { elementCount } from '../../base/tensor';
import { Inexpressible } from '../import/foreign-network';
import {
  allPlaces,
  commonDims,
  computedConstant,
  elementwise,
  joinedConstant,
  mostAxes,
  mostComputed,
  type Reduction,
  reduced,
  type Spend,
  spread,
  taken,
  tooMuch,
  turnedConstant,
} from './constant-values';
import type { Constant, SourceNode } from './read-model';

const truth = 9;
/** Integers and truth values. */
export const wholeTypes: ReadonlySet<number> = new Set([2, 3, 4, 5, 6, 7, truth, 12, 13]);

export function listConstant(values: readonly number[], dims: readonly number[] = [values.length]): Constant {
  return { dims, isWhole: true, name: '', read: () => Float64Array.from(values) };
}

export function filledConstant(dims: readonly number[], fill: number, isWhole: boolean): Constant {
  return { dims, isWhole, name: '', fill, read: () => new Float32Array(elementCount(dims)).fill(fill) };
}

/** Values of a small constant. */
export function numbersOf(constant: Constant): number[] {
  if (elementCount(constant.dims) > mostComputed) throw tooMuch();
  return [...constant.read()];
}

/** Values of a small constant that stands for places or amounts. Throws `Inexpressible` where one is a part of one. */
export function integersOf(constant: Constant): number[] {
  const numbers = numbersOf(constant);
  if (!numbers.every(Number.isInteger)) throw new Inexpressible(phrase('foreign.inputs'));
  return numbers;
}

/** Of one that stands for sizes, which are not below nothing. */
export function sizesOf(constant: Constant): number[] {
  const sizes = integersOf(constant);
  if (sizes.some((size) => size < 0)) throw new Inexpressible(phrase('foreign.inputs'));
  return sizes;
}

/** The only value; undefined of several. */
export function scalarOf(constant: Constant): number | undefined {
  if (elementCount(constant.dims) !== 1) return undefined;
  return constant.fill ?? constant.read()[0];
}

function reshapedConstant(constant: Constant, dims: readonly number[]): Constant {
  return { ...constant, dims };
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

type Inputs = readonly (Constant | undefined)[];

type Fold = (inputs: Inputs, node: SourceNode, spend: Spend) => Constant;

/** The results of a node that reads constants alone. Throws `Inexpressible` where it is not among those that are computed. */
export function foldNode(node: SourceNode, inputs: Inputs, spend: Spend): readonly Constant[] {
  if (node.domain === '' && node.type === 'Split') return parts(node, inputs, spend);
  const fold = node.domain === '' && Object.hasOwn(folds, node.type) ? folds[node.type] : undefined;
  if (fold === undefined) throw new Inexpressible(phrase('foreign.no-layer'));
  return [fold(inputs, node, spend)];
}

function inputAt(inputs: Inputs, at: number): Constant {
  const input = inputs[at];
  if (input === undefined) throw new Inexpressible(phrase('foreign.inputs'));
  return input;
}

function first(inputs: Inputs): Constant {
  return inputAt(inputs, 0);
}

/** From the end where it is negative. */
function axisOf({ attributes }: SourceNode, { dims }: Constant, otherwise: number): number {
  const axis = attributes.int('axis', otherwise);
  const place = axis < 0 ? axis + dims.length : axis;
  if (place < 0 || place >= dims.length) throw new Inexpressible(phrase('foreign.inputs'));
  return place;
}

/** Axes from an attribute or, in later versions, from an input; from the end where they are negative. */
export function axesOf(node: SourceNode, input: Constant | undefined, rank: number): number[] | undefined {
  const axes = node.attributes.ints('axes') ?? (input === undefined ? undefined : integersOf(input));
  return axes?.map((axis) => (axis < 0 ? axis + rank : axis));
}

const pairwise =
  (each: (a: number, b: number) => number): Fold =>
  (inputs, _, spend) => {
    const pair = [first(inputs), inputAt(inputs, 1)];
    const areWhole = pair.every((input) => input.isWhole);
    return elementwise(pair, areWhole, spend, ([a, b], at) => each(a?.[at] ?? Number.NaN, b?.[at] ?? Number.NaN));
  };

/** Of any number of inputs, one after the other. */
const together =
  (each: (a: number, b: number) => number): Fold =>
  ([one, ...others], node, spend) =>
    others.reduce<Constant>((sum, other) => pairwise(each)([sum, other], node, spend), first([one]));

const mapped =
  (each: (value: number) => number, isWhole?: boolean): Fold =>
  (inputs, _, spend) => {
    const input = first(inputs);
    return elementwise([input], isWhole ?? input.isWhole, spend, ([values], at) => each(values?.[at] ?? Number.NaN));
  };

const reducing =
  (reduction: Reduction): Fold =>
  (inputs, node, spend) => {
    const input = first(inputs);
    const axes = axesOf(node, inputs[1], input.dims.length) ?? [];
    if (axes.length === 0 && node.attributes.int('noop_with_empty_axes', 0) === 1) return input;
    const isTaken = (axis: number) => axes.length === 0 || axes.includes(axis);
    return reduced(input, isTaken, node.attributes.int('keepdims', 1) === 1, spend, reduction);
  };

const sum = (a: number, b: number) => a + b;
const squares = (total: number, value: number) => total + value * value;

/** To the even one of two numbers that are as near. */
function toNearest(value: number): number {
  const down = Math.floor(value);
  return value - down === 0.5 ? 2 * Math.round(down / 2) : Math.round(value);
}

/** `(x - zero) * scale`, which are one number or one for each place along an axis. */
const dequantized: Fold = (inputs, node, spend) => {
  const [values, scale, zero] = [first(inputs), inputAt(inputs, 1), inputs[2]];
  if (node.attributes.int('block_size', 0) !== 0) throw new Inexpressible(phrase('foreign.constant-size'));
  const along = (constant: Constant): Constant => {
    const count = elementCount(constant.dims);
    if (count === 1) return reshapedConstant(constant, []);
    const axis = axisOf(node, values, 1);
    return reshapedConstant(
      constant,
      values.dims.map((_, at) => (at === axis ? count : 1)),
    );
  };
  const all = [values, along(scale), ...(zero === undefined ? [] : [along(zero)])];
  return elementwise(all, false, spend, ([x, factor, less], at) => {
    return ((x?.[at] ?? Number.NaN) - (less?.[at] ?? 0)) * (factor?.[at] ?? Number.NaN);
  });
};

/** As many as there are results. */
function parts(node: SourceNode, inputs: Inputs, spend: Spend): readonly Constant[] {
  const data = first(inputs);
  const axis = axisOf(node, data, 0);
  const size = data.dims[axis] ?? 0;
  const count = node.outputs.length;
  const even = Math.ceil(size / count);
  const given = node.attributes.ints('split') ?? (inputs[1] === undefined ? undefined : integersOf(inputs[1]));
  const sizes = given ?? Array.from({ length: count }, (_, i) => Math.max(0, Math.min(even, size - i * even)));
  const isAll = sizes.length === count && sizes.every((part) => part >= 0) && sizes.reduce(sum, 0) === size;
  if (!isAll) throw new Inexpressible(phrase('foreign.inputs'));
  let start = 0;
  return sizes.map((part) => {
    const places = allPlaces(data).map((along, at) => (at === axis ? along.slice(start, start + part) : along));
    start += part;
    return taken(
      data,
      places,
      places.map(({ length }) => length),
      spend,
    );
  });
}

const folds: Readonly<Record<string, Fold>> = {
  Identity: (inputs) => first(inputs),
  Cast: (inputs, node, spend) => {
    const input = first(inputs);
    const type = node.attributes.int('to', 1);
    const isWhole = wholeTypes.has(type);
    if (type === truth) return mapped((value) => Number(value !== 0), true)(inputs, node, spend);
    if (!isWhole || input.isWhole) return { ...input, isWhole };
    return mapped(Math.trunc, true)(inputs, node, spend);
  },
  ConstantOfShape: (inputs, { attributes }) => {
    const value = attributes.tensor('value');
    return filledConstant(
      sizesOf(first(inputs)),
      value === undefined ? 0 : (scalarOf(value) ?? 0),
      value?.isWhole ?? false,
    );
  },
  Shape: (inputs, node) => shapeConstant(node, first(inputs).dims),
  Size: (inputs) => listConstant([elementCount(first(inputs).dims)], []),
  Reshape: (inputs, { attributes }) => {
    const target = attributes.ints('shape') ?? (inputs[1] === undefined ? [] : integersOf(inputs[1]));
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
    return reshapedConstant(
      first(inputs),
      withoutAxes(dims, axesOf(node, inputs[1], dims.length), (size) => size),
    );
  },
  Unsqueeze: (inputs, node) => {
    const { dims } = first(inputs);
    const given = node.attributes.ints('axes') ?? (inputs[1] === undefined ? [] : integersOf(inputs[1]));
    return reshapedConstant(
      first(inputs),
      withAxes(dims, given, () => 1),
    );
  },
  Transpose: (inputs, { attributes }, spend) => {
    const { dims } = first(inputs);
    return turnedConstant(first(inputs), orderOf(attributes.ints('perm'), dims.length), spend);
  },
  Concat: (inputs, node, spend) => {
    const known = inputs.map((_, at) => inputAt(inputs, at));
    return joinedConstant(known, axisOf(node, first(known), 0), spend);
  },
  Gather: (inputs, node, spend) => {
    const [data, places] = [first(inputs), inputAt(inputs, 1)];
    const axis = axisOf(node, data, 0);
    const size = data.dims[axis] ?? 0;
    const chosen = integersOf(places).map((place) => (place < 0 ? place + size : place));
    if (chosen.some((place) => !(place >= 0 && place < size))) throw new Inexpressible(phrase('foreign.inputs'));
    const all = allPlaces(data).map((along, at) => (at === axis ? chosen : along));
    const dims = [...data.dims.slice(0, axis), ...places.dims, ...data.dims.slice(axis + 1)];
    return taken(data, all, dims, spend);
  },
  Slice: (inputs, node, spend) => {
    const data = first(inputs);
    const { starts = [], ends = [], axes, steps } = sliceOf(node, inputs);
    const places = allPlaces(data);
    for (const [i, start] of starts.entries()) {
      const given = axes?.[i] ?? i;
      const axis = given < 0 ? given + places.length : given;
      const size = data.dims[axis];
      if (size === undefined) throw new Inexpressible(phrase('foreign.inputs'));
      places[axis] = placesOf(size, start, ends[i] ?? size, steps?.[i] ?? 1);
    }
    return taken(
      data,
      places,
      places.map(({ length }) => length),
      spend,
    );
  },
  Range: (inputs, _, spend) => {
    const [start, limit, step] = inputs.map((input) => (input === undefined ? undefined : scalarOf(input)));
    if (start === undefined || limit === undefined || !step) throw new Inexpressible(phrase('foreign.inputs'));
    const count = Math.max(0, Math.ceil((limit - start) / step));
    if (count > mostComputed) throw new Inexpressible(phrase('foreign.constant-size'));
    spend(count);
    return listConstant(Array.from({ length: count }, (_, i) => start + i * step));
  },
  Expand: (inputs, _, spend) => {
    const [input, target] = [first(inputs), sizesOf(inputAt(inputs, 1))];
    const dims = commonDims([input.dims, target]);
    const value = scalarOf(input);
    if (value !== undefined) return filledConstant(dims, value, input.isWhole);
    return computedConstant({ ...input, dims }, [input], spend, ([values = new Float32Array(0)]) =>
      spread(values, input.dims, dims),
    );
  },
  Where: (inputs, _, spend) => {
    const [isFirst, a, b] = [first(inputs), inputAt(inputs, 1), inputAt(inputs, 2)];
    return elementwise([isFirst, a, b], a.isWhole && b.isWhole, spend, ([chosen, left, right], at) => {
      return (chosen?.[at] !== 0 ? left : right)?.[at] ?? Number.NaN;
    });
  },
  DequantizeLinear: dequantized,
  Add: pairwise(sum),
  Sub: pairwise((a, b) => a - b),
  Mul: pairwise((a, b) => a * b),
  Div: pairwise((a, b) => a / b),
  Mod: (inputs, node, spend) => {
    // With the sign of what divides, or of what is divided, as C has it.
    const isAsInC = node.attributes.int('fmod', 0) === 1;
    return pairwise((a, b) => (isAsInC ? a % b : a - b * Math.floor(a / b)))(inputs, node, spend);
  },
  Pow: pairwise((a, b) => a ** b),
  Min: together(Math.min),
  Max: together(Math.max),
  Sum: together(sum),
  Mean: (inputs, node, spend) => {
    const { length } = inputs;
    return mapped((total) => total / length)([together(sum)(inputs, node, spend)], node, spend);
  },
  Equal: pairwise((a, b) => Number(a === b)),
  Greater: pairwise((a, b) => Number(a > b)),
  GreaterOrEqual: pairwise((a, b) => Number(a >= b)),
  Less: pairwise((a, b) => Number(a < b)),
  LessOrEqual: pairwise((a, b) => Number(a <= b)),
  And: pairwise((a, b) => Number(a !== 0 && b !== 0)),
  Or: pairwise((a, b) => Number(a !== 0 || b !== 0)),
  Not: mapped((value) => Number(value === 0), true),
  Neg: mapped((value) => -value),
  Abs: mapped(Math.abs),
  Floor: mapped(Math.floor),
  Ceil: mapped(Math.ceil),
  Round: mapped(toNearest),
  Sqrt: mapped(Math.sqrt),
  Reciprocal: mapped((value) => 1 / value),
  Exp: mapped(Math.exp),
  Log: mapped(Math.log),
  Relu: mapped((value) => Math.max(0, value)),
  Sigmoid: mapped((value) => 1 / (1 + Math.exp(-value))),
  Tanh: mapped(Math.tanh),
  ReduceSum: reducing({ start: 0, add: sum }),
  ReduceMean: reducing({ start: 0, add: sum, finish: (total, count) => total / count }),
  ReduceSumSquare: reducing({ start: 0, add: squares }),
  ReduceL2: reducing({ start: 0, add: squares, finish: Math.sqrt }),
  ReduceProd: reducing({ start: 1, add: (product, value) => product * value }),
  ReduceMax: reducing({ start: Number.NEGATIVE_INFINITY, add: Math.max }),
  ReduceMin: reducing({ start: Number.POSITIVE_INFINITY, add: Math.min }),
};

/** As Python takes them: from the end where they are negative, and no further than there are places. */
export function placesOf(size: number, start: number, end: number, step: number): number[] {
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

/** Without the given axes, or else without all of one place. Throws `Inexpressible` where more than one place would be lost. */
export function withoutAxes<T>(
  axes: readonly T[],
  given: readonly number[] | undefined,
  sizeOf: (axis: T) => number,
): T[] {
  const lost = given ?? axes.flatMap((axis, at) => (sizeOf(axis) === 1 ? [at] : []));
  const isAlone = (axis: T | undefined) => axis !== undefined && sizeOf(axis) === 1;
  if (!lost.every((at) => isAlone(axes[at]))) throw new Inexpressible(phrase('foreign.inputs'));
  return axes.filter((_, at) => !lost.includes(at));
}

/** What a Shape gives of these sizes: all of them, or those from an axis on, up to another. */
export function shapeConstant({ attributes }: SourceNode, dims: readonly number[]): Constant {
  return listConstant(dims.slice(attributes.int('start', 0), attributes.int('end', dims.length)));
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
    return node.attributes.ints(name) ?? (input === undefined ? undefined : integersOf(input));
  };
  return { starts: part('starts', 0), ends: part('ends', 1), axes: part('axes', 2), steps: part('steps', 3) };
}
