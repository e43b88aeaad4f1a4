/**
 * Least squares with a few unknowns that may not be negative: every choice of unknowns that are not 0 is solved by its normal
 * equations, and of the solutions without a negative number the nearest is taken. Meant for three unknowns or so.
 */

export interface Row {
  readonly factors: readonly number[];
  readonly result: number;
}

/** As many numbers as rows have factors; all 0 where no row says anything. */
export function leastSquares(rows: readonly Row[]): number[] {
  const count = rows[0]?.factors.length ?? 0;
  let best = new Array<number>(count).fill(0);
  let bestError = squaredError(rows, best);
  for (let choice = 1; choice < 2 ** count; choice++) {
    const chosen = best.map((_, index) => index).filter((index) => (choice & (1 << index)) !== 0);
    const values = solve(
      chosen.map((row) => chosen.map((column) => sumOver(rows, row, column))),
      chosen.map((row) => rows.reduce((sum, { factors, result }) => sum + (factors[row] as number) * result, 0)),
    );
    if (values === undefined || values.some((value) => value < 0)) continue;
    const candidate = new Array<number>(count).fill(0);
    for (const [position, index] of chosen.entries()) candidate[index] = values[position] as number;
    const error = squaredError(rows, candidate);
    // A further unknown must gain something.
    if (error < bestError * (1 - 1e-9)) [best, bestError] = [candidate, error];
  }
  return best;
}

function sumOver(rows: readonly Row[], a: number, b: number): number {
  return rows.reduce((sum, { factors }) => sum + (factors[a] as number) * (factors[b] as number), 0);
}

function squaredError(rows: readonly Row[], values: readonly number[]): number {
  return rows.reduce((sum, { factors, result }) => {
    const found = factors.reduce((total, factor, index) => total + factor * (values[index] as number), 0);
    return sum + (found - result) ** 2;
  }, 0);
}

/** Gauss's elimination with pivots; undefined where the equations do not determine the unknowns. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | undefined {
  const rows = matrix.map((row, index) => [...row, right[index] as number]);
  const size = rows.length;
  const scale = matrix.map((row, index) => Math.abs(row[index] as number));
  for (let column = 0; column < size; column++) {
    const from = rows.slice(column).map((row) => Math.abs(row[column] as number));
    const pivotAt = column + from.indexOf(Math.max(...from));
    const pivot = rows[pivotAt] as number[];
    if (Math.abs(pivot[column] as number) <= 1e-12 * (scale[column] as number)) return undefined;
    rows[pivotAt] = rows[column] as number[];
    rows[column] = pivot;
    for (const [index, row] of rows.entries()) {
      if (index === column) continue;
      const factor = (row[column] as number) / (pivot[column] as number);
      for (let k = column; k <= size; k++) row[k] = (row[k] as number) - factor * (pivot[k] as number);
    }
  }
  return rows.map((row, index) => (row[size] as number) / (row[index] as number));
}
