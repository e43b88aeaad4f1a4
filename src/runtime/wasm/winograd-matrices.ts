/**
 * The matrices of Winograd's minimal filtering in one dimension: F(m, r) gives m results of an r-tap filter with
 * m + r - 1 products. By Cook and Toom: polynomials are evaluated at as many points, one of them infinity (Lavin and Gray,
 * Fast Algorithms for Convolutional Neural Networks, 2016). Two-dimensional tiles nest two of them.
 */

import { invariant } from '../../base/assert';

export type Matrix = readonly (readonly number[])[];

export interface Winograd {
  readonly outputs: number;
  readonly taps: number;
  /** Inputs of a tile, and products: outputs + taps - 1. */
  readonly points: number;
  /** points x points. */
  readonly input: Matrix;
  /** points x taps. */
  readonly weight: Matrix;
  /** outputs x points. */
  readonly output: Matrix;
}

/**
 * Points for tiles of 4 to 7 values; infinity is one more. Rounding errors grow with the entries of all three matrices, and
 * with how much larger the products are than what is left of them (Barabasz, Anderson, Soodhalter and Gregg, Error Analysis
 * and Improving the Accuracy of Winograd Convolution for Deep Neural Networks, 2020). In pairs of a number and its negative
 * with few digits, so that the matrices of inputs and results are exact, these have the least expected error of a result for
 * values that resemble their neighbours: for F(4, 3) half of that of 0, 1, -1, 2, -2.
 */
const pointsOfTile: Readonly<Record<number, readonly number[]>> = {
  4: [0, 1, -1],
  5: [0.5, -0.5, 1.25, -1.25],
  6: [0, 0.625, -0.625, 1.5, -1.5],
  8: [0, 1, -1, 2, -2, 0.5, -0.5],
};

/** @param points As many as a tile has inputs, but for one: infinity is the last. */
export function winograd(outputs: number, taps: number, points = pointsOfTile[outputs + taps - 1]): Winograd {
  invariant(points?.length === outputs + taps - 2, 'a tile has points for all of its inputs');
  const size = points.length + 1;
  const denominators = points.map((p, at) =>
    points.reduce<number>((product, q, other) => (other === at ? product : product * (p - q)), 1),
  );
  const atInfinity = (length: number): number[] => Array.from({ length }, (_, index) => (index === length - 1 ? 1 : 0));
  const powers = (p: number, length: number): number[] => Array.from({ length }, (_, exponent) => p ** exponent);
  const withoutPoint = (at: number): number[] => [...polynomial(points.filter((_, other) => other !== at)), 0];
  return {
    outputs,
    taps,
    points: size,
    input: [...points.map((_, at) => withoutPoint(at)), polynomial(points)],
    weight: [
      ...points.map((p, at) => powers(p, taps).map((power) => power / (denominators[at] as number))),
      atInfinity(taps),
    ],
    output: transpose([...points.map((p) => powers(p, outputs)), atInfinity(outputs)]),
  };
}

/** A dimension without a filter: one value in, one out. */
export const plain: Winograd = { outputs: 1, taps: 1, points: 1, input: [[1]], weight: [[1]], output: [[1]] };

/** Coefficients, the constant first, of the product of (x - root) over all roots. */
function polynomial(roots: readonly number[]): number[] {
  let coefficients = [1];
  for (const root of roots) {
    const before = coefficients;
    coefficients = Array.from(
      { length: before.length + 1 },
      (_, power) => (before[power - 1] ?? 0) - root * (before[power] ?? 0),
    );
  }
  return coefficients;
}

function transpose(matrix: Matrix): Matrix {
  return (matrix[0] ?? []).map((_, column) => matrix.map((row) => row[column] as number));
}
