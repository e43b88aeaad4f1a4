/** How far values are from those of another runtime. */

export interface Off {
  /** The largest difference, as a part of the largest value. */
  readonly relative: number;
  readonly difference: number;
  /** Whether the five largest values stand at the same places, in the same order. */
  readonly sameFive: boolean;
  readonly text: string;
}

export function howFarOff(found: ArrayLike<number>, expected: ArrayLike<number>): Off {
  let [largest, difference] = [0, found.length === expected.length ? 0 : Number.POSITIVE_INFINITY];
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(expected[i] ?? 0));
    // What is no number is not near any.
    const off = Math.abs((found[i] ?? 0) - (expected[i] ?? 0));
    difference = off <= difference ? difference : off;
  }
  const five = (values: ArrayLike<number>) =>
    [...Array(values.length).keys()].sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0)).slice(0, 5);
  const sameFive = String(five(found)) === String(five(expected));
  const text = `off by ${difference.toExponential(1)} of ${largest.toPrecision(3)}${sameFive ? '' : ', other top 5'}`;
  return { difference, relative: difference / Math.max(largest, Number.MIN_VALUE), sameFive, text };
}

/** The 32-bit numbers in a file. */
export function floatsIn(bytes: Uint8Array): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer);
}
