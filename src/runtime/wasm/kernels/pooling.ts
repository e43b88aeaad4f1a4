/**
 * Maxima and means over windows. Which rows and columns a window has is read from tables (first, count, and for means its
 * share of the divisor), made when a run is prepared: windows at borders, adaptive and global pooling are all the same
 * here. Rows of results are units. A 3x3 maximum inside of the image is unrolled.
 */

import { lazily } from '../../../base/lazily';
import type { Code, Local } from '../assembler';
import { f32, f32x4, type I32, i32, stores, type V128, v128 } from '../instructions';
import type { Kernel, Kit } from './kit';

const poolFields = {
  input: 'i32',
  inputRow: 'i32',
  inputPixel: 'i32',
  output: 'i32',
  outputRow: 'i32',
  outputPixel: 'i32',
  width: 'i32',
  channelBytes: 'i32',
  rows: 'i32',
  columns: 'i32',
} as const;

export type PoolKernel = Kernel<typeof poolFields>;

/** Bytes of a window in a table of rows or columns: first, count (integers), divisor (float). */
const windowEntryBytes = 12;

interface Reduction {
  readonly name: string;
  readonly start: V128;
  readonly combine: (a: V128, b: V128) => V128;
  readonly isMean: boolean;
}

export function addPooling(kit: Kit) {
  return lazily({
    maximum: () =>
      addPool(kit, {
        name: 'f32_maxpool',
        start: f32x4.const(Number.NEGATIVE_INFINITY),
        combine: f32x4.pmax,
        isMean: false,
      }),
    mean: () => addPool(kit, { name: 'f32_avgpool', start: f32x4.const(0), combine: f32x4.add, isMean: true }),
  });
}

function addPool(kit: Kit, { name, start, combine, isMean }: Reduction): PoolKernel {
  return kit.kernel(name, poolFields, (code, d, { from, to }) => {
    const v = code.variables({
      rowEntry: 'i32',
      columnEntry: 'i32',
      columnsEnd: 'i32',
      source: 'i32',
      output: 'i32',
      offset: 'i32',
      left: 'i32',
      rows: 'i32',
      columns: 'i32',
      row: 'i32',
      column: 'i32',
      rowPointer: 'i32',
      pointer: 'i32',
      divisor: 'v128',
    });
    const whole = code.let('i32', i32.and(d.channelBytes, -16));
    const sums = Array.from({ length: 4 }, () => code.local('v128'));

    /** Loops over the window for some vectors of channels from `offset` on. */
    const reduce = (count: number, load: (address: Local<'i32'>, offset: number) => V128): void => {
      for (const sum of sums.slice(0, count)) code.set(sum, start);
      code.set(v.rowPointer, i32.add(v.source, v.offset));
      code.set(v.row, v.rows);
      code.repeatWhile(
        () => {
          code.set(v.pointer, v.rowPointer);
          code.set(v.column, v.columns);
          code.repeatWhile(
            () => {
              for (const [index, sum] of sums.slice(0, count).entries()) {
                code.set(sum, combine(sum, load(v.pointer, index * 16)));
              }
              code.increase(v.pointer, d.inputPixel);
              code.increase(v.column, -1);
            },
            () => v.column,
          );
          code.increase(v.rowPointer, d.inputRow);
          code.increase(v.row, -1);
        },
        () => v.row,
      );
      if (isMean) for (const sum of sums.slice(0, count)) code.set(sum, f32x4.div(sum, v.divisor));
    };

    const general = (): void => {
      const blocks = i32.and(d.channelBytes, -64);
      code.set(v.offset, 0);
      code.count(v.offset, blocks, 64, () => {
        reduce(4, (address, offset) => v128.load(address, offset));
        for (const [index, sum] of sums.entries()) {
          code.store(stores.v128, i32.add(v.output, v.offset), sum, index * 16);
        }
      });
      code.count(v.offset, whole, 16, () => {
        reduce(1, (address) => v128.load(address));
        code.store(stores.v128, i32.add(v.output, v.offset), sums[0]!);
      });
      code.if(v.left, () => {
        reduce(1, (address) => kit.loadTail(address, v.left));
        kit.storeTail(code, i32.add(v.output, v.offset), v.left, sums[0]!);
      });
    };

    code.set(v.left, i32.shrU(i32.sub(d.channelBytes, whole), 2));
    code.set(v.columnsEnd, i32.add(d.columns, i32.mul(d.width, windowEntryBytes)));
    code.count(from, to, 1, () => {
      code.set(v.rowEntry, i32.add(d.rows, i32.mul(from, windowEntryBytes)));
      code.set(v.output, i32.add(d.output, i32.mul(from, d.outputRow)));
      code.set(v.rows, i32.load(v.rowEntry, 4));
      code.set(v.columnEntry, d.columns);
      code.count(v.columnEntry, v.columnsEnd, windowEntryBytes, () => {
        code.set(v.columns, i32.load(v.columnEntry, 4));
        code.set(
          v.source,
          i32.add(
            i32.add(d.input, i32.mul(i32.load(v.rowEntry), d.inputRow)),
            i32.mul(i32.load(v.columnEntry), d.inputPixel),
          ),
        );
        if (isMean) {
          code.set(v.divisor, f32x4.splat(f32.mul(f32.load(v.rowEntry, 8), f32.load(v.columnEntry, 8))));
          general();
        } else {
          const isThreeByThree = i32.and(i32.and(i32.eq(v.rows, 3), i32.eq(v.columns, 3)), i32.eqz(v.left));
          code.if(isThreeByThree, () => unrolled(code, d, v, sums[0]!, combine), general);
        }
        code.increase(v.output, d.outputPixel);
      });
    });
  });
}

type Integers<K extends string> = { readonly [N in K]: Local<'i32'> };

function unrolled(
  code: Code,
  d: Integers<'inputRow' | 'inputPixel' | 'channelBytes'>,
  v: Integers<'source' | 'output' | 'offset'>,
  sum: Local<'v128'>,
  combine: Reduction['combine'],
): void {
  const pointers = Array.from({ length: 9 }, (_, tap) => {
    const row: I32 = i32.mul(d.inputRow, Math.floor(tap / 3));
    return code.let('i32', i32.add(v.source, i32.add(row, i32.mul(d.inputPixel, tap % 3))));
  });
  code.set(v.offset, 0);
  code.count(v.offset, d.channelBytes, 16, () => {
    const [first, ...rest] = pointers.map((pointer) => v128.load(i32.add(pointer, v.offset)));
    code.set(sum, first!);
    for (const value of rest) code.set(sum, combine(sum, value));
    code.store(stores.v128, i32.add(v.output, v.offset), sum);
  });
}
