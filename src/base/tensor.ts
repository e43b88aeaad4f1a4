/** A named tensor of float32 values, as weights, inputs and outputs travel between files, weights and runs. */

export interface NamedTensor {
  readonly name: string;
  /** Outermost dimension first; empty for a single value. */
  readonly shape: readonly number[];
  /** Row-major, as many as the product of `shape`. */
  readonly values: Float32Array;
}

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}
