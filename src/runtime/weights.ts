/**
 * The parameters of a plan: drawn from a seed, or taken from named tensors of a file.
 *
 * Seeded weights are He et al. 2015's: normal with variance 2 / fanIn. Each tensor has a generator of its own, seeded by
 * its name and the seed, so that neither the order nor an edit elsewhere in the network changes it. Normal numbers come
 * from Marsaglia's polar method with a logarithm of our own: it needs +, -, *, / and the square root alone, which IEEE 754
 * fixes to the last bit, while Math.log and Math.cos may differ between engines. So a seed means the same weights on
 * every machine.
 */

import type { Refusal } from '../base/diagnostic';
import { hashText, type Random, seededRandom } from '../base/random';
import { nearest } from '../base/suggest';
import { elementCount, misshapenWeight, missingWeight, type NamedTensor } from '../base/tensor';
import type { Plan, PlanWeight } from '../plan/plan';

/** Weights in the order of `plan.weights`. */
export function seededWeights(plan: Plan, seed: number, poll?: () => void): Float32Array[] {
  return plan.weights.map((weight) => {
    poll?.();
    return seededWeight(weight, seed);
  });
}

/**
 * Biases, means and the norm's parameters are near 0 and 1 but not at them, so that a kernel that forgets one gives other
 * values, while activations keep their size.
 */
export function seededWeight({ name, role, shape, fanIn }: PlanWeight, seed: number): Float32Array {
  const values = new Float32Array(elementCount(shape));
  const random = seededRandom(hashText(name, seed));
  switch (role) {
    case 'weight':
      return fillNormal(values, random, 0, Math.sqrt(2 / fanIn));
    case 'bias':
    case 'beta':
    case 'mean':
      return fillNormal(values, random, 0, 0.05);
    case 'slope':
      return fillNormal(values, random, 0.25, 0.05);
    case 'gamma':
      return fillNormal(values, random, 1, 0.05);
    case 'variance':
      return fillNormal(values, random, 0, 0.1).map((x) => 1 + Math.min(0.5, Math.abs(x)));
  }
}

/** An input for trying out a network: normal numbers, as a normalised image roughly has. */
export function seededInput(length: number, seed: number): Float32Array {
  return fillNormal(new Float32Array(length), seededRandom(hashText('input', seed)), 0, 1);
}

/** Marsaglia's polar method: a point in the unit disc gives two independent normal numbers. */
export function fillNormal(values: Float32Array, random: Random, mean: number, deviation: number): Float32Array {
  for (let i = 0; i < values.length; i += 2) {
    let x: number;
    let y: number;
    let square: number;
    do {
      x = 2 * random() - 1;
      y = 2 * random() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const factor = deviation * Math.sqrt((-2 * naturalLogarithm(square)) / square);
    values[i] = mean + x * factor;
    // Writing past the end of an odd number of values is no error and has no effect.
    values[i + 1] = mean + y * factor;
  }
  return values;
}

/**
 * ln x for x in (0, 1]: x is doubled (exactly) until it is near 1, then ln m = 2 artanh((m - 1) / (m + 1)) by its series,
 * to about 1e-15.
 */
export function naturalLogarithm(x: number): number {
  let mantissa = x;
  let halvings = 0;
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    halvings++;
  }
  const t = (mantissa - 1) / (mantissa + 1);
  const square = t * t;
  // Written out, since the quotients are then known before the run.
  let series = (1 / 19) * square + 1 / 17;
  series = series * square + 1 / 15;
  series = series * square + 1 / 13;
  series = series * square + 1 / 11;
  series = series * square + 1 / 9;
  series = series * square + 1 / 7;
  series = series * square + 1 / 5;
  series = series * square + 1 / 3;
  series = series * square + 1;
  return 2 * t * series - halvings * Math.LN2;
}

/** Names, shapes and values as a text that is another one for other tensors, but for a chance of one in 2^64. */
export function contentOf(tensors: readonly NamedTensor[]): string {
  let [a, b] = [hashText('a', 0), hashText('b', 0)];
  for (const { name, shape, values } of tensors) {
    const label = JSON.stringify([name, shape]);
    [a, b] = [hashText(label, a), hashText(label, b)];
    const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
    for (let i = 0; i < words.length; i++) {
      // A product spreads bits upwards only: shift and turn bring those of signs and exponents down again.
      a = Math.imul(a ^ (words[i] as number), 0x01000193);
      a ^= a >>> 15;
      b = Math.imul(((b << 13) | (b >>> 19)) ^ (words[i] as number), 0x5bd1e995);
    }
  }
  return `${a >>> 0} ${b >>> 0}`;
}

export type FoundWeights = { readonly weights: Float32Array[] } | { readonly problems: readonly Refusal[] };

/**
 * Takes the plan's weights from named tensors. Every tensor that is missing, belongs to nothing in the network or has
 * another shape is named, with what was expected.
 */
export function weightsFromTensors(plan: Plan, tensors: readonly NamedTensor[]): FoundWeights {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const expected = new Set([...plan.weights.map(({ name }) => name), ...plan.otherWeights]);
  const extra = tensors.filter(({ name }) => !expected.has(name)).map(({ name }) => name);
  const problems: Refusal[] = [];
  const weights: Float32Array[] = [];
  for (const { name, shape } of plan.weights) {
    const tensor = byName.get(name);
    if (tensor === undefined) {
      const near = nearest(name, extra);
      problems.push(missingWeight(name, shape, near));
    } else if (!sameDimensions(tensor.shape, shape)) {
      problems.push(misshapenWeight(name, tensor.shape, shape));
    } else {
      weights.push(tensor.values);
    }
  }
  for (const name of extra) problems.push({ code: 'weights.extra', values: { name, network: plan.network } });
  return problems.length > 0 ? { problems } : { weights };
}

function sameDimensions(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dimension, axis) => dimension === b[axis]);
}
