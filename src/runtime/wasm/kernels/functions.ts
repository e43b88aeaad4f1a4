/**
 * Elementary functions on vectors of four floats, within a few units of the last place. They use the basic operations
 * only, which IEEE 754 fixes, so that results are the same bits on every machine; sigmoids are relaxed where kernels are.
 * Polynomials: exp, log and tanh are those
 * of Moshier's Cephes library; erfc is the Chebyshev fit of Numerical Recipes (relative error below 1.2e-7).
 */

import type { Code, Local } from '../assembler';
import { f32x4, i32x4, type V128, v128 } from '../instructions';
import type { Kit } from './kit';

/** Coefficients from the highest power down. */
function polynomial(x: V128, coefficients: readonly number[]): V128 {
  const [first, ...rest] = coefficients;
  return rest.reduce<V128>(
    (sum, coefficient) => f32x4.add(f32x4.mul(sum, x), f32x4.const(coefficient)),
    f32x4.const(first ?? 0),
  );
}

const expansionCoefficients = [
  1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 0.5,
] as const;

/** e^r for r within half of ln 2. */
function expansion(r: V128): V128 {
  const series = polynomial(r, expansionCoefficients);
  return f32x4.add(f32x4.add(f32x4.mul(series, f32x4.mul(r, r)), r), f32x4.const(1));
}

/** e^x; infinite above 88.7, down to the smallest floats, NaN for NaN. */
export function exponential(code: Code, argument: V128): V128 {
  const x = code.let('v128', f32x4.pmin(f32x4.pmax(argument, f32x4.const(-104)), f32x4.const(90)));
  // e^x = 2^n e^r with r within half of ln 2; ln 2 in two parts, so that n times the first is exact.
  const n = code.let('v128', f32x4.nearest(f32x4.mul(x, f32x4.const(Math.LOG2E))));
  const r = code.let('v128', f32x4.sub(x, f32x4.mul(n, f32x4.const(0.693359375))));
  code.set(r, f32x4.sub(r, f32x4.mul(n, f32x4.const(-2.1219444e-4))));
  const power = expansion(r);
  // 2^n in two steps: n itself may be below the smallest exponent or above the largest.
  const whole = code.let('v128', i32x4.truncate(n));
  const half = code.let('v128', i32x4.shrS(whole, 1));
  const powerOfTwo = (exponent: V128): V128 => i32x4.shl(i32x4.add(exponent, i32x4.const(127)), 23);
  return f32x4.mul(f32x4.mul(power, powerOfTwo(half)), powerOfTwo(i32x4.sub(whole, half)));
}

/** ln x for normal x above 0. */
export function logarithm(code: Code, argument: V128): V128 {
  const x = code.let('v128', argument);
  const exponent = code.let('v128', i32x4.sub(i32x4.shrU(x, 23), i32x4.const(126)));
  // The mantissa in [0.5, 1), then in [sqrt 1/2, sqrt 2) around 1.
  const mantissa = code.let('v128', v128.or(v128.and(x, i32x4.const(0x007fffff)), f32x4.const(0.5)));
  const isSmall = code.let('v128', f32x4.lt(mantissa, f32x4.const(Math.SQRT1_2)));
  const e = code.let('v128', f32x4.sub(i32x4.convert(exponent), v128.and(isSmall, f32x4.const(1))));
  const t = code.let('v128', f32x4.sub(f32x4.add(mantissa, v128.and(isSmall, mantissa)), f32x4.const(1)));
  const square = code.let('v128', f32x4.mul(t, t));
  const series = polynomial(
    t,
    [
      7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
      2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
    ],
  );
  const tail = code.let('v128', f32x4.mul(f32x4.mul(series, t), square));
  code.set(tail, f32x4.add(tail, f32x4.mul(e, f32x4.const(-2.1219444e-4))));
  code.set(tail, f32x4.sub(tail, f32x4.mul(square, f32x4.const(0.5))));
  return f32x4.add(f32x4.add(t, tail), f32x4.mul(e, f32x4.const(0.693359375)));
}

/**
 * The sigmoids of several vectors, which `load` gives (twice) and `store` takes. All are computed a few steps at a time:
 * processors look only some hundred instructions ahead for one that need not wait, and each of these has to wait for the
 * one before it. `parted` lets a body part its code, which V8 would put into another order otherwise; each part may lead
 * out of the body.
 */
export function sigmoids(
  kit: Kit,
  code: Code,
  count: number,
  { load, store }: { load(index: number): V128; store(index: number, value: V128, x: V128): void },
  parted: (body: (part: () => void) => void) => void = (body) => body(() => {}),
): void {
  const each = (visit: (index: number) => void): void => {
    for (let index = 0; index < count; index++) visit(index);
  };
  const locals = (): Local<'v128'>[] => Array.from({ length: count }, () => code.local('v128'));
  const [shifted, rests, sums] = [locals(), locals(), locals()];
  const one = f32x4.const(1);
  // e^-x = 2^n e^r. Where floats are 1 apart a sum is rounded to an integer, whose lowest bits are those of the float.
  const integers = f32x4.const(1.5 * 2 ** 23);
  each((index) => {
    // From -87 to 88 it is neither infinite nor below the smallest normal float.
    const within = code.let('v128', f32x4.pmin(f32x4.pmax(f32x4.neg(load(index)), f32x4.const(-87)), f32x4.const(88)));
    code.set(shifted[index]!, kit.multiplyAdd(within, f32x4.const(Math.LOG2E), integers));
    const n = code.let('v128', f32x4.sub(shifted[index]!, integers));
    code.set(rests[index]!, kit.multiplyAdd(n, f32x4.const(-0.693359375), within));
    code.set(rests[index]!, kit.multiplyAdd(n, f32x4.const(2.1219444e-4), rests[index]!));
    code.set(sums[index]!, f32x4.const(expansionCoefficients[0]));
  });
  parted((part) => {
    for (const [step, coefficient] of expansionCoefficients.entries()) {
      if (step === 0) continue;
      if (step % 2 === 1) part();
      each((index) => code.set(sums[index]!, kit.multiplyAdd(sums[index]!, rests[index]!, f32x4.const(coefficient))));
    }
    part();
    each((index) => {
      const r = rests[index]!;
      const power = f32x4.add(kit.multiplyAdd(sums[index]!, f32x4.mul(r, r), r), one);
      // 2^n times it is n more in its exponent; all other bits of the shifted float leave at the top.
      code.set(sums[index]!, i32x4.add(power, i32x4.shl(shifted[index]!, 23)));
    });
  });
  each((index) => {
    const x = code.let('v128', load(index));
    const quotient = f32x4.div(one, f32x4.add(one, sums[index]!));
    store(index, v128.andNot(quotient, f32x4.lt(x, f32x4.const(-88))), x);
  });
}

export function hyperbolicTangent(code: Code, argument: V128): V128 {
  const x = code.let('v128', argument);
  const size = code.let('v128', f32x4.abs(x));
  const square = code.let('v128', f32x4.mul(x, x));
  const series = polynomial(
    square,
    [-5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1],
  );
  const near = f32x4.add(f32x4.mul(f32x4.mul(series, square), x), x);
  // Away from 0: 1 - 2 / (e^2x + 1), with the sign of x.
  const power = exponential(code, f32x4.add(size, size));
  const far = f32x4.sub(f32x4.const(1), f32x4.div(f32x4.const(2), f32x4.add(power, f32x4.const(1))));
  const signed = v128.or(far, v128.and(x, i32x4.const(-0x80000000)));
  return v128.bitselect(signed, near, f32x4.gt(size, f32x4.const(0.625)));
}

/** Half of x times erfc(-x / sqrt 2): x times the normal distribution. */
export function gelu(code: Code, argument: V128): V128 {
  const x = code.let('v128', argument);
  const size = code.let('v128', f32x4.mul(f32x4.abs(x), f32x4.const(Math.SQRT1_2)));
  const t = code.let('v128', f32x4.div(f32x4.const(1), f32x4.add(f32x4.const(1), f32x4.mul(size, f32x4.const(0.5)))));
  const series = polynomial(
    t,
    [
      0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368,
      -1.26551223,
    ],
  );
  const erfc = code.let('v128', f32x4.mul(t, exponential(code, f32x4.sub(series, f32x4.mul(size, size)))));
  const both = v128.bitselect(f32x4.sub(f32x4.const(2), erfc), erfc, f32x4.gt(x, f32x4.const(0)));
  return f32x4.mul(f32x4.mul(x, f32x4.const(0.5)), both);
}

export function hardSwish(_code: Code, x: V128): V128 {
  const gate = f32x4.pmin(f32x4.pmax(f32x4.add(x, f32x4.const(3)), f32x4.const(0)), f32x4.const(6));
  return f32x4.mul(x, f32x4.mul(gate, f32x4.const(1 / 6)));
}

/** x above 0, alpha * (e^x - 1) below. */
export function linearUnit(code: Code, argument: V128, alpha: V128): V128 {
  const x = code.let('v128', argument);
  const below = f32x4.mul(f32x4.sub(exponential(code, x), f32x4.const(1)), alpha);
  return v128.bitselect(below, x, f32x4.lt(x, f32x4.const(0)));
}

/** ln(1 + e^x) as max(x, 0) + ln(1 + e^-|x|), in which nothing overflows. */
export function softplus(code: Code, argument: V128): V128 {
  const x = code.let('v128', argument);
  const power = exponential(code, f32x4.neg(f32x4.abs(x)));
  const rest = logarithm(code, f32x4.add(power, f32x4.const(1)));
  return f32x4.add(f32x4.pmax(x, f32x4.const(0)), rest);
}

/** x * tanh(ln(1 + e^x)) = x * n / (n + 2) with n = e^x * (e^x + 2); above 20 it is x to the last bit. */
export function mish(code: Code, argument: V128): V128 {
  const x = code.let('v128', argument);
  const power = code.let('v128', exponential(code, f32x4.pmin(x, f32x4.const(20))));
  const n = code.let('v128', f32x4.mul(power, f32x4.add(power, f32x4.const(2))));
  return f32x4.mul(x, f32x4.div(n, f32x4.add(n, f32x4.const(2))));
}
