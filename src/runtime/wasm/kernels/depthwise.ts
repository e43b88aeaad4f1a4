/**
 * Depthwise convolution: each channel with a kernel of its own. A tile is 4 pixels by 4 channels; pixels come from the
 * same kind of table as in gemm.ts, weights are packed [channels / 4][kernel row][kernel column][4]. Reads
 * of channels that do not exist meet weights of zero and are never stored.
 */

import { i32, stores, v128 } from '../instructions';
import { pixelEntryBytes } from './gemm';
import { clampTo, type Kernel, type Kit } from './kit';

const depthwiseFields = {
  table: 'i32',
  tiles: 'i32',
  input: 'i32',
  weights: 'i32',
  panelBytes: 'i32',
  output: 'i32',
  bias: 'i32',
  channels: 'i32',
  rows: 'i32',
  rowStep: 'i32',
  columns: 'i32',
  columnStep: 'i32',
  limits: 'i32',
} as const;

const height = 4;

/** Units are groups of 4 channels times tiles of pixels. */
export function addDepthwise(kit: Kit): Kernel<typeof depthwiseFields> {
  const name = `f32_dwconv_4x4${kit.relaxed ? '_relaxed' : ''}`;
  return kit.kernel(name, depthwiseFields, (code, d, { from, to }) => {
    const inputs = Array.from({ length: height }, () => code.local('i32'));
    const sums = Array.from({ length: height }, () => code.local('v128'));
    const { panel, table, weight, row, column, width, output } = code.variables({
      panel: 'i32',
      table: 'i32',
      weight: 'i32',
      row: 'i32',
      column: 'i32',
      width: 'i32',
      output: 'i32',
    });
    const factor = code.local('v128');
    const rowFix = code.let('i32', i32.sub(d.rowStep, i32.mul(d.columns, d.columnStep)));
    code.count(from, to, 1, () => {
      code.set(panel, i32.divU(from, d.tiles));
      code.set(table, i32.sub(from, i32.mul(panel, d.tiles)));
      code.set(table, i32.add(d.table, i32.mul(table, height * pixelEntryBytes)));
      for (let i = 0; i < height; i++) {
        const channel = i32.shl(panel, 4);
        code.set(inputs[i]!, i32.add(i32.add(d.input, channel), i32.load(table, i * pixelEntryBytes)));
        code.set(sums[i]!, v128.load(i32.add(d.bias, channel)));
      }
      code.set(weight, i32.add(d.weights, i32.mul(panel, d.panelBytes)));
      code.set(row, d.rows);
      code.repeatWhile(
        () => {
          code.set(column, d.columns);
          code.repeatWhile(
            () => {
              code.set(factor, v128.load(weight));
              for (let i = 0; i < height; i++) {
                code.set(sums[i]!, kit.multiplyAdd(v128.load(inputs[i]!), factor, sums[i]!));
                code.increase(inputs[i]!, d.columnStep);
              }
              code.increase(weight, 16);
              code.increase(column, -1);
            },
            () => column,
          );
          for (const input of inputs) code.increase(input, rowFix);
          code.increase(row, -1);
        },
        () => row,
      );
      code.set(width, i32.sub(d.channels, i32.shl(panel, 2)));
      for (let i = 0; i < height; i++) {
        code.set(output, i32.add(i32.add(d.output, i32.shl(panel, 4)), i32.load(table, i * pixelEntryBytes + 4)));
        code.set(sums[i]!, clampTo(d.limits, sums[i]!));
        code.if(
          i32.geU(width, 4),
          () => code.store(stores.v128, output, sums[i]!),
          () => kit.storeTail(code, output, width, sums[i]!),
        );
      }
    });
  });
}
