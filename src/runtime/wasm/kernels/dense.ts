/**
 * Products of one pixel with many filters: dense layers, and 1x1 convolutions on images of one pixel. Weights are read
 * once, so that memory is what takes time: four panels at a time (gemm.ts says how they are packed), as four streams, and
 * with sums enough that none has to wait for its own last product.
 */

import type { Local } from '../assembler';
import { i32, v128 } from '../instructions';
import { panelWidth, storeFilters, sumsOfParts } from './gemm';
import { clampTo, type Kernel, type Kit } from './kit';

const denseFields = {
  input: 'i32',
  weights: 'i32',
  panelBytes: 'i32',
  output: 'i32',
  bias: 'i32',
  panels: 'i32',
  filters: 'i32',
  /** Runs of floats of the input, as in gemm.ts. */
  rows: 'i32',
  rowStep: 'i32',
  columns: 'i32',
  columnStep: 'i32',
  depth: 'i32',
  parted: 'i32',
  limits: 'i32',
} as const;

/** Panels that are summed side by side. */
const streams = 4;

/** Units are panels. */
export function addDense(kit: Kit): Kernel<typeof denseFields> {
  return kit.kernel(
    `f32_gemm_1x${streams * panelWidth}${kit.relaxed ? '_relaxed' : ''}`,
    denseFields,
    (code, d, share) => {
      const { from, to, scratch } = share;
      const weights = Array.from({ length: streams }, () => code.local('i32'));
      const left = Array.from({ length: streams }, () => code.local('v128'));
      const right = Array.from({ length: streams }, () => code.local('v128'));
      const parts = sumsOfParts(code, [...left, ...right], d.parted, scratch);
      const { value } = code.variables({ value: 'v128' });
      const v = code.variables({ input: 'i32', row: 'i32', column: 'i32', end: 'i32', panel: 'i32', width: 'i32' });
      const columnFix = code.let('i32', i32.sub(d.columnStep, i32.shl(d.depth, 2)));
      const rowFix = code.let('i32', i32.sub(d.rowStep, i32.mul(d.columns, d.columnStep)));
      const biasOf = (panel: Local<'i32'>) => i32.add(d.bias, i32.mul(panel, 4 * panelWidth));
      code.count(from, to, streams, () => {
        for (let i = 0; i < streams; i++) {
          // Where there are no four any more, the last one is summed again, and not stored.
          code.set(v.panel, i32.minU(i32.add(from, i), i32.sub(to, 1)));
          code.set(weights[i]!, i32.add(d.weights, i32.mul(v.panel, d.panelBytes)));
          code.set(left[i]!, v128.load(biasOf(v.panel)));
          code.set(right[i]!, v128.load(biasOf(v.panel), 16));
        }
        parts.begin();
        code.set(v.input, d.input);
        code.set(v.row, d.rows);
        code.repeatWhile(
          () => {
            code.set(v.column, d.columns);
            code.repeatWhile(
              () => {
                code.set(v.end, i32.add(v.input, i32.shl(d.depth, 2)));
                code.forever((leave) => {
                  code.set(value, v128.loadSplat(v.input));
                  for (let i = 0; i < streams; i++) {
                    // Never so: it parts the block, as in gemm.ts.
                    if (i === streams / 2) leave(i32.eq(v.input, 0));
                    code.set(left[i]!, kit.multiplyAdd(value, v128.load(weights[i]!), left[i]!));
                    code.set(right[i]!, kit.multiplyAdd(value, v128.load(weights[i]!, 16), right[i]!));
                  }
                  for (const weight of weights) code.increase(weight, 4 * panelWidth);
                  code.increase(v.input, 4);
                  leave(i32.eq(v.input, v.end));
                });
                parts.next();
                code.increase(v.input, columnFix);
                code.increase(v.column, -1);
              },
              () => v.column,
            );
            code.increase(v.input, rowFix);
            code.increase(v.row, -1);
          },
          () => v.row,
        );
        parts.finish();
        for (let i = 0; i < streams; i++) {
          code.set(v.panel, i32.add(from, i));
          code.if(i32.ltU(v.panel, to), () => {
            code.set(left[i]!, clampTo(d.limits, left[i]!));
            code.set(right[i]!, clampTo(d.limits, right[i]!));
            code.set(v.width, i32.minU(i32.sub(d.filters, i32.mul(v.panel, panelWidth)), i32.const(panelWidth)));
            const output = code.let('i32', i32.add(d.output, i32.mul(v.panel, 4 * panelWidth)));
            storeFilters(kit, code, output, v.width, left[i]!, right[i]!);
          });
        }
      });
    },
  );
}
