/**
 * A small constant matrix times a column of vectors, as straight code. What two rows, or two columns, that are equal but for
 * some signs have in common is done once: those of a point and of its negative.
 */

import type { Code, Local } from '../assembler';
import { f32x4, type V128 } from '../instructions';
import type { Matrix } from '../winograd-matrices';
import type { Kit } from './kit';

/** Computes `matrix x inputs`; `give` gets each row's number and value, in any order. */
export function emitTransform(
  kit: Kit,
  code: Code,
  matrix: Matrix,
  inputs: readonly Local<'v128'>[],
  give: (row: number, value: V128) => void,
): void {
  const { rows, columns } = withSumsOfColumns(code, matrix, inputs);
  const done = new Set<number>();
  for (const [index, row] of rows.entries()) {
    if (done.has(index)) continue;
    const mirrored = rows.findIndex((other, at) => at > index && !done.has(at) && isMirrored(row, other));
    const other = rows[mirrored];
    if (other === undefined) {
      give(index, weightedSum(kit, row, columns));
      continue;
    }
    // a + factor * b and a - factor * b.
    const kept = row.map((factor, column) => (other[column] === factor ? factor : 0));
    const turned = row.map((factor, column) => factor - (kept[column] as number));
    const factor = turned.findLast((each) => each !== 0) as number;
    const a = code.let('v128', weightedSum(kit, kept, columns));
    const b = code.let('v128', weightedSum(kit, divided(turned, factor), columns));
    if (factor !== 1 && !kit.relaxed) code.set(b, f32x4.mul(b, f32x4.const(factor)));
    const rest = kit.relaxed ? factor : 1;
    give(index, added(kit, a, b, rest));
    give(mirrored, added(kit, a, b, -rest));
    done.add(mirrored);
  }
}

/** With the sum and the difference of two inputs in their places where their columns are equal but for signs. */
function withSumsOfColumns(code: Code, matrix: Matrix, inputs: readonly Local<'v128'>[]) {
  const rows = matrix.map((row) => [...row]);
  const columns = [...inputs];
  const columnOf = (at: number): number[] => matrix.map((row) => row[at] as number);
  const paired = new Set<number>();
  for (let first = 0; first < inputs.length; first++) {
    const isPair = (at: number): boolean => at > first && !paired.has(at) && isMirrored(columnOf(first), columnOf(at));
    const second = paired.has(first) ? -1 : inputs.findIndex((_, at) => isPair(at));
    if (second < 0) continue;
    paired.add(second);
    const [x, y] = [inputs[first] as Local<'v128'>, inputs[second] as Local<'v128'>];
    columns[first] = code.let('v128', f32x4.add(x, y));
    columns[second] = code.let('v128', f32x4.sub(x, y));
    for (const row of rows) {
      const factor = row[first] as number;
      const isSame = row[second] === factor;
      [row[first], row[second]] = isSame ? [factor, 0] : [0, factor];
    }
  }
  return { rows, columns };
}

function divided(row: readonly number[], factor: number): number[] {
  return row.map((each) => each / factor);
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

function weightedSum(kit: Kit, factors: readonly number[], inputs: readonly Local<'v128'>[]): V128 {
  const terms = factors.flatMap((factor, index) => (factor === 0 ? [] : [{ factor, input: inputs[index] as V128 }]));
  const start = terms.find(({ factor }) => factor === 1) ?? terms.find(({ factor }) => factor > 0) ?? terms[0];
  if (start === undefined) return f32x4.const(0);
  const size = Math.abs(start.factor);
  // One product for all where they share the size of the factor.
  if (terms.length > 1 && size !== 1 && terms.every(({ factor }) => Math.abs(factor) === size)) {
    return f32x4.mul(weightedSum(kit, divided(factors, size), inputs), f32x4.const(size));
  }
  let sum = start.factor === 1 ? start.input : f32x4.mul(start.input, f32x4.const(start.factor));
  for (const term of terms) if (term !== start) sum = added(kit, sum, term.input, term.factor);
  return sum;
}

/** `sum + factor * input`. */
function added(kit: Kit, sum: V128, input: V128, factor: number): V128 {
  if (factor === 1) return f32x4.add(sum, input);
  if (factor === -1) return f32x4.sub(sum, input);
  if (kit.relaxed) return kit.multiplyAdd(input, f32x4.const(factor), sum);
  const product = f32x4.mul(input, f32x4.const(Math.abs(factor)));
  return factor > 0 ? f32x4.add(sum, product) : f32x4.sub(sum, product);
}
