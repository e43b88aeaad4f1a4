/** A small constant matrix times a column of vectors, as straight code; what mirrored rows have in common is done once. */

import type { Code, Local } from '../assembler';
import { f32x4, type V128 } from '../instructions';
import type { Matrix } from '../winograd-matrices';

/** Computes `matrix x inputs`; `give` gets each row's number and value, in any order. */
export function emitTransform(
  code: Code,
  matrix: Matrix,
  inputs: readonly Local<'v128'>[],
  give: (row: number, value: V128) => void,
): void {
  const done = new Set<number>();
  for (const [index, row] of matrix.entries()) {
    if (done.has(index)) continue;
    const mirrored = matrix.findIndex((other, at) => at > index && !done.has(at) && isMirrored(row, other));
    const kept = row.map((factor, column) => (mirrored < 0 || matrix[mirrored]?.[column] === factor ? factor : 0));
    const turned = row.map((factor, column) => factor - (kept[column] as number));
    const keptSum = weightedSum(kept, inputs);
    const turnedSum = weightedSum(turned, inputs);
    if (mirrored < 0 || keptSum === undefined || turnedSum === undefined) {
      give(index, weightedSum(row, inputs) ?? f32x4.const(0));
      continue;
    }
    // Rows p and -p of a pair of points: a + b and a - b.
    const a = code.let('v128', keptSum);
    const b = code.let('v128', turnedSum);
    give(index, f32x4.add(a, b));
    give(mirrored, f32x4.sub(a, b));
    done.add(mirrored);
  }
}

/** Equal up to the sign of some, but not of all entries. */
function isMirrored(row: readonly number[], other: readonly number[]): boolean {
  let same = 0;
  let turned = 0;
  for (const [column, factor] of row.entries()) {
    if (factor === 0 && other[column] === 0) continue;
    if (factor === other[column]) same++;
    else if (factor === -(other[column] as number)) turned++;
    else return false;
  }
  return same > 0 && turned > 0;
}

function weightedSum(factors: readonly number[], inputs: readonly Local<'v128'>[]): V128 | undefined {
  const terms = factors.flatMap((factor, index) => (factor === 0 ? [] : [{ factor, input: inputs[index] as V128 }]));
  const [first] = terms;
  if (first === undefined) return undefined;
  const size = Math.abs(first.factor);
  // One product for all where they share the size of the factor.
  if (terms.length > 1 && size !== 1 && terms.every(({ factor }) => Math.abs(factor) === size)) {
    const signs = factors.map((factor) => Math.sign(factor));
    return f32x4.mul(weightedSum(signs, inputs) as V128, f32x4.const(size));
  }
  const isPositive = ({ factor }: { factor: number }): boolean => factor > 0;
  const start = terms.find(isPositive) ?? first;
  let sum = start.factor === 1 ? start.input : f32x4.mul(start.input, f32x4.const(start.factor));
  for (const term of terms) {
    if (term === start) continue;
    const factor = Math.abs(term.factor);
    const product = factor === 1 ? term.input : f32x4.mul(term.input, f32x4.const(factor));
    sum = term.factor > 0 ? f32x4.add(sum, product) : f32x4.sub(sum, product);
  }
  return sum;
}
