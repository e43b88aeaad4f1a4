/**
 * Functions of one value, as nodes compute them, and which activation of the language is the same. Exporters write an activation
 * in many ways (`x * sigmoid(x)`, `x * min(max(x + 3, 0), 6) / 6`): what counts is what comes out, which is compared at
 * places where activations differ.
 */

import { largestExact } from '../../base/number-format';
import type { OpName } from '../../ops/registry';
import type { Given } from '../import/network-builder';
import type { SourceAttributes } from './read-model';

export type ScalarFunction = (x: number) => number;

/** Undefined for a node that is none. */
export function nodeFunction(type: string, attributes: SourceAttributes): ScalarFunction | undefined {
  const alpha = (otherwise: number) => attributes.float('alpha', otherwise);
  switch (type) {
    case 'Relu':
      return relu;
    case 'Sigmoid':
      return sigmoid;
    case 'Tanh':
      return Math.tanh;
    case 'Softplus':
      return softplus;
    case 'Erf':
      return erf;
    case 'Exp':
      return Math.exp;
    case 'Sqrt':
      return Math.sqrt;
    case 'Neg':
      return (x) => -x;
    case 'Abs':
      return Math.abs;
    case 'Reciprocal':
      return (x) => 1 / x;
    case 'LeakyRelu': {
      const slope = alpha(0.01);
      return (x) => (x < 0 ? slope * x : x);
    }
    case 'Elu': {
      const scale = alpha(1);
      return (x) => (x < 0 ? scale * Math.expm1(x) : x);
    }
    case 'Celu': {
      const scale = alpha(1);
      return (x) => (x < 0 ? scale * Math.expm1(x / scale) : x);
    }
    case 'Selu': {
      const scale = alpha(1.6732631921768188);
      const gamma = attributes.float('gamma', 1.0507010221481323);
      return (x) => gamma * (x < 0 ? scale * Math.expm1(x) : x);
    }
    case 'HardSigmoid': {
      const [slope, offset] = [alpha(0.2), attributes.float('beta', 0.5)];
      return (x) => Math.min(Math.max(slope * x + offset, 0), 1);
    }
    case 'HardSwish':
      return hardswish;
    case 'Swish': {
      const slope = alpha(1);
      return (x) => x * sigmoid(slope * x);
    }
    case 'Mish':
      return mish;
    case 'Gelu':
      return attributes.text('approximate', 'none') === 'none' ? gelu : undefined;
    case 'Softsign':
      return (x) => x / (1 + Math.abs(x));
    default:
      return undefined;
  }
}

const relu: ScalarFunction = (x) => Math.max(x, 0);
const sigmoid: ScalarFunction = (x) => 1 / (1 + Math.exp(-x));
const softplus: ScalarFunction = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const hardswish: ScalarFunction = (x) => (x * Math.min(Math.max(x + 3, 0), 6)) / 6;
const mish: ScalarFunction = (x) => x * Math.tanh(softplus(x));
const gelu: ScalarFunction = (x) => 0.5 * x * (1 + erf(x / Math.SQRT2));

/** Abramowitz and Stegun, the series 7.1.5 near 0 and the continued fraction 7.1.14 beyond. */
function erf(x: number): number {
  const size = Math.abs(x);
  if (size < 2.5) {
    let term = size;
    let sum = size;
    for (let n = 1; Math.abs(term) > 1e-17 * sum; n++) {
      term *= -(size * size) / n;
      sum += term / (2 * n + 1);
      if (n > 100) break;
    }
    return (Math.sign(x) * 2 * sum) / Math.sqrt(Math.PI);
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (size + fraction);
  return Math.sign(x) * (1 - Math.exp(-size * size) / (Math.sqrt(Math.PI) * (size + fraction)));
}

/** Where two functions of the list are apart if they are not the same. */
const places = [
  -10_000, -300, -20, -8, -6.1, -5, -4, -3.1, -3, -2.9, -2.6, -2, -1, -0.5, -0.1, 0, 0.1, 0.5, 1, 2, 2.4, 2.6, 2.9, 3, 3.1, 4,
  5.9, 6, 6.1, 8, 20, 300, 10_000,
]; // biome-ignore format: a list

const tolerance = 2e-5;

function isSame(a: ScalarFunction, b: ScalarFunction): boolean {
  return places.every((x) => {
    const [one, other] = [a(x), b(x)];
    // Beyond what numbers of 32 bits hold, as powers of e are far out.
    if (!Number.isFinite(one)) return Math.abs(x) > 80;
    return Math.abs(one - other) <= tolerance * Math.max(1, Math.abs(other));
  });
}

interface KnownFunction {
  readonly op: OpName;
  readonly given: Given;
}

/** Undefined where the language has none. The identity is no layer: `isIdentity` asks for it. */
export function knownFunction(f: ScalarFunction): KnownFunction | undefined {
  const fixed: readonly [OpName, ScalarFunction][] = [
    ['relu', relu],
    ['relu6', (x) => Math.min(Math.max(x, 0), 6)],
    ['sigmoid', sigmoid],
    ['tanh', Math.tanh],
    ['silu', (x) => x * sigmoid(x)],
    ['hardswish', hardswish],
    ['hardsigmoid', (x) => Math.min(Math.max(x / 6 + 0.5, 0), 1)],
    ['gelu', gelu],
    ['mish', mish],
    ['softplus', softplus],
    ['selu', (x) => 1.0507009873554805 * (x < 0 ? 1.6732632423543772 * Math.expm1(x) : x)],
  ];
  for (const [op, known] of fixed) if (isSame(f, known)) return { op, given: {} };
  const factor = short(f(1));
  if (isSame(f, (x) => factor * x)) return { op: 'scale', given: { factor } };
  const slope = short(-f(-1));
  if (isSame(f, (x) => (x < 0 ? slope * x : x))) return { op: 'leakyrelu', given: { slope } };
  const alpha = short(-f(-20));
  if (isSame(f, (x) => (x < 0 ? alpha * Math.expm1(x) : x))) return { op: 'elu', given: { alpha } };
  const steep = short(f(1) - f(0));
  if (isSame(f, (x) => Math.min(Math.max(steep * x + 0.5, 0), 1)))
    return { op: 'hardsigmoid', given: { slope: steep } };
  const [minimum, maximum] = [short(f(-10_000)), short(f(10_000))];
  // The largest number of the language holds nothing back.
  const bounds = {
    minimum: minimum > -10_000 ? minimum : -largestExact,
    maximum: maximum < 10_000 ? maximum : largestExact,
  };
  if (minimum < maximum && isSame(f, (x) => Math.min(Math.max(x, bounds.minimum), bounds.maximum))) {
    return { op: 'clip', given: bounds };
  }
  return undefined;
}

/** A straight line, or an activation with its arguments. */
type FunctionStep = KnownFunction | StraightLine;

/** What one layer after the other computes, where a function is no layer but several. */
export function knownSteps(f: ScalarFunction): readonly FunctionStep[] | undefined {
  const scale = (factor: number): KnownFunction => ({ op: 'scale', given: { factor: short(factor) } });
  // ELU of other numbers: Selu with its own, Celu.
  const gamma = f(1);
  const alpha = -f(-20) / gamma;
  if (isSame(f, (x) => gamma * (x < 0 ? alpha * Math.expm1(x) : x))) {
    return [{ op: 'elu', given: { alpha: short(alpha) } }, scale(gamma)];
  }
  const bound = -f(-10_000);
  if (isSame(f, (x) => (x < 0 ? bound * Math.expm1(x / bound) : x))) {
    return [scale(1 / bound), { op: 'elu', given: { alpha: 1 } }, scale(bound)];
  }
  // SiLU of another steepness.
  const steepness = Math.log(f(1) / (1 - f(1)));
  if (isSame(f, (x) => x * sigmoid(steepness * x))) {
    return [scale(steepness), { op: 'silu', given: {} }, scale(1 / steepness)];
  }
  // A line between two bounds, wherever it crosses them.
  const [low, high] = [f(-10_000), f(10_000)];
  const inside = places.find((x) => Math.min(low, high) < f(x) && f(x) < Math.max(low, high));
  if (inside === undefined) return undefined;
  const factor = (f(inside + 1e-3) - f(inside - 1e-3)) / 2e-3;
  const line: StraightLine = { factor: short(factor), summand: short(f(inside) - factor * inside) };
  const [minimum, maximum] = [short(Math.min(low, high)), short(Math.max(low, high))];
  const isHeld = isSame(f, (x) => Math.min(Math.max(line.factor * x + line.summand, minimum), maximum));
  return isHeld ? [line, { op: 'clip', given: { minimum, maximum } }] : undefined;
}

export function isIdentity(f: ScalarFunction): boolean {
  return isSame(f, (x) => x);
}

/** 2 to 4 where the function is that power. */
export function wholePower(f: ScalarFunction): number | undefined {
  return [2, 3, 4].find((power) => isSame(f, (x) => x ** power));
}

/** A number times the value plus another. */
export interface StraightLine {
  readonly factor: number;
  readonly summand: number;
}

/** Undefined for what is not straight. */
export function straightLine(f: ScalarFunction): StraightLine | undefined {
  const summand = f(0);
  const factor = f(1) - summand;
  return isSame(f, (x) => factor * x + summand) ? { factor, summand } : undefined;
}

/** Without the digits that come of computing with 32 bits. */
function short(value: number): number {
  return Number(value.toPrecision(7));
}
