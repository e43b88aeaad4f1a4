/**
 * Depthwise convolution: each channel with a kernel of its own, on the image as it is. A row of results is spans of
 * columns, each of them pixels that read the same columns of the kernel: tiles of four where all columns lie within the
 * image, else one pixel with those that do. Rows of the kernel that lie outside of the image are left out in the same way.
 * So no copy with zeros around it is needed, and the image is read once from far away: all channels of a tile, before the
 * next tile.
 *
 * Weights are packed [channels / 4][kernel row][kernel column][4]. For widths and strides that networks have, a tile keeps
 * a row of weights in registers and reads each value once for all its pixels. Reads of channels that do not exist meet
 * weights of zero and are never stored.
 */

import { lazily } from '../../../base/lazily';
import type { Code, FunctionHandle, Local, Locals } from '../assembler';
import { f32x4, i32, stores, type V128, v128 } from '../instructions';
import type { Kernel, Kit } from './kit';

/** Pixels of a tile. */
export const depthwiseTile = 4;

/** Bytes of an entry in the tables of rows and spans: four integers. */
export const depthwiseEntryBytes = 16;

const depthwiseFields = {
  /** For each row of results: offset of the first row it reads, of that row's weights, how many rows, offset in the output. */
  rowTable: 'i32',
  /** As for rows: offset in the input, of the weights, how many columns, offset in the output; -1 for a whole tile. */
  spanTable: 'i32',
  spanTableEnd: 'i32',
  input: 'i32',
  weights: 'i32',
  panelBytes: 'i32',
  output: 'i32',
  outputPixel: 'i32',
  bias: 'i32',
  channels: 'i32',
  /** Channels that are done with one row after the other, so that what neighbours share stays in the first-level cache. */
  blockChannels: 'i32',
  /** Rows of results. */
  height: 'i32',
  /** Of the kernel. */
  rows: 'i32',
  /** Of the kernel; the bytes from one of its columns to the next in the input. */
  columns: 'i32',
  columnStep: 'i32',
  rowStep: 'i32',
  /** From pixel to pixel of a tile. */
  pixelStep: 'i32',
  limits: 'i32',
} as const;

export type DepthwiseKernel = Kernel<typeof depthwiseFields>;

/** Sizes of square kernels, with their horizontal stride, that have code of their own. */
const unrolled = [
  [3, 1],
  [3, 2],
  [5, 1],
  [5, 2],
  [7, 1],
] as const;

/** The kernel for a window of this height and width, of this horizontal stride and dilation. */
export type DepthwiseKernels = (
  kernel: readonly [height: number, width: number],
  stride: number,
  dilation: number,
) => DepthwiseKernel;

export function addDepthwise(kit: Kit): DepthwiseKernels {
  const spans = lazily({
    onePixel: () => addSpan(kit, 1, (code, at) => sumByColumns(kit, code, at)),
    anyTile: () => addSpan(kit, depthwiseTile, (code, at) => sumByColumns(kit, code, at)),
  });
  const suffix = kit.relaxed ? '_relaxed' : '';
  const own = unrolled.map(([size, stride]): [string, () => DepthwiseKernel] => [
    `${size}/${stride}`,
    () => {
      const { onePixel, anyTile } = spans;
      const wholeTile = addSpan(
        kit,
        depthwiseTile,
        (code, at) => sumUnrolled(kit, code, at, size, stride),
        // More would not fit into registers.
        size === 3 ? 2 : 1,
      );
      return addRows(kit, `f32_dwconv_4x4_k${size}s${stride}${suffix}`, { onePixel, anyTile, wholeTile });
    },
  ]);
  const kernels: { readonly any: DepthwiseKernel; readonly [own: string]: DepthwiseKernel } = lazily({
    ...Object.fromEntries(own),
    any: () => {
      const { onePixel, anyTile } = spans;
      return addRows(kit, `f32_dwconv_4x4${suffix}`, { onePixel, anyTile, wholeTile: anyTile });
    },
  });
  return ([height, width], stride, dilation) => {
    const isOwn = height === width && dilation === 1;
    return (isOwn ? kernels[`${width}/${stride}`] : undefined) ?? kernels.any;
  };
}

const spanParameters = {
  input: 'i32',
  weights: 'i32',
  panelBytes: 'i32',
  output: 'i32',
  outputPixel: 'i32',
  bias: 'i32',
  /** Floats. */
  channels: 'i32',
  rows: 'i32',
  rowStep: 'i32',
  /** From a row of weights to the next. */
  weightStep: 'i32',
  columns: 'i32',
  columnStep: 'i32',
  pixelStep: 'i32',
  limits: 'i32',
} as const;

type Span = FunctionHandle<typeof spanParameters, null>;

type SpanLocals = Locals<typeof spanParameters>;

interface SpanSum extends SpanLocals {
  /** For each of some vectors of channels that lie side by side, the results of all pixels. */
  readonly sums: readonly (readonly Local<'v128'>[])[];
}

/** All channels for `pixels` neighbouring results. What sums may leave no parameter changed. */
function addSpan(kit: Kit, pixels: number, sum: (code: Code, at: SpanSum) => void, vectors = 1): Span {
  return kit.module.add(spanParameters, null, (code, p) => {
    const target = code.local('i32');
    const all = Array.from({ length: vectors }, () => Array.from({ length: pixels }, () => code.local('v128')));
    const { low, high } = code.variables({ low: 'v128', high: 'v128' });
    /** As long as there are so many vectors of channels that all of them are whole; one is taken in any case. */
    const loop = (sums: SpanSum['sums']): void => {
      const eachResult = (store: (value: V128, offset: number) => void): void => {
        code.set(target, p.output);
        for (let pixel = 0; pixel < pixels; pixel++) {
          for (const [vector, results] of sums.entries()) {
            store(f32x4.pmin(f32x4.pmax(results[pixel]!, low), high), 16 * vector);
          }
          if (pixel < pixels - 1) code.increase(target, p.outputPixel);
        }
      };
      const whole = (): void => eachResult((value, offset) => code.store(stores.v128, target, value, offset));
      code.while(
        () => i32.gtS(p.channels, sums.length === 1 ? 0 : 4 * sums.length - 1),
        () => {
          for (const [vector, results] of sums.entries()) {
            for (const result of results) code.set(result, v128.load(p.bias, 16 * vector));
          }
          sum(code, { ...p, sums });
          code.set(low, v128.loadSplat(p.limits));
          code.set(high, v128.loadSplat(p.limits, 4));
          if (sums.length > 1) whole();
          else {
            code.if(i32.geS(p.channels, 4), whole, () =>
              eachResult((value) => kit.storeTail(code, target, p.channels, value)),
            );
          }
          code.increase(p.input, 16 * sums.length);
          code.increase(p.output, 16 * sums.length);
          code.increase(p.bias, 16 * sums.length);
          code.increase(p.weights, i32.mul(p.panelBytes, sums.length));
          code.increase(p.channels, -4 * sums.length);
        },
      );
    };
    if (vectors > 1) loop(all);
    loop(all.slice(0, 1));
  });
}

/** Row by row and column by column, for any number of them. */
function sumByColumns(kit: Kit, code: Code, at: SpanSum): void {
  const [sums = []] = at.sums;
  const v = code.variables({ row: 'i32', column: 'i32', rowInput: 'i32', rowWeights: 'i32', pixel: 'i32' });
  const { input, weights, weight } = code.variables({ input: 'i32', weights: 'i32', weight: 'v128' });
  code.set(v.rowInput, at.input);
  code.set(v.rowWeights, at.weights);
  code.set(v.row, at.rows);
  code.while(
    () => v.row,
    () => {
      code.set(input, v.rowInput);
      code.set(weights, v.rowWeights);
      code.set(v.column, at.columns);
      code.while(
        () => v.column,
        () => {
          code.set(weight, v128.load(weights));
          code.set(v.pixel, input);
          for (const [index, result] of sums.entries()) {
            code.set(result, kit.multiplyAdd(v128.load(v.pixel), weight, result));
            if (index < sums.length - 1) code.increase(v.pixel, at.pixelStep);
          }
          code.increase(input, at.columnStep);
          code.increase(weights, 16);
          code.increase(v.column, -1);
        },
      );
      code.increase(v.rowInput, at.rowStep);
      code.increase(v.rowWeights, at.weightStep);
      code.increase(v.row, -1);
    },
  );
}

/**
 * Value by value: each is read once and meets a weight of every pixel that it is in the window of. All rows there are. Two
 * vectors take turns row by row: processors look only some hundred instructions ahead for sums that need not wait.
 */
function sumUnrolled(kit: Kit, code: Code, at: SpanSum, size: number, stride: number): void {
  const { sums } = at;
  const pixels = sums[0]?.length ?? 0;
  const weights = Array.from({ length: size }, () => code.local('v128'));
  const value = code.local('v128');
  const row = code.let('i32', at.input);
  const rows = sums.map((_, vector) => (vector === 0 ? row : code.local('i32')));
  const panels = sums.map((_, vector) =>
    vector === 0 ? at.weights : code.let('i32', i32.add(at.weights, at.panelBytes)),
  );
  const input = code.local('i32');
  const values = size + stride * (pixels - 1);
  const held = size + pixels * sums.length;
  code.block((leave) => {
    // Never so: it parts the code into blocks. V8 computes a sum in the last block before it is needed, here at the way
    // out, and engines before V8 13 load all that a block needs at its beginning: that has to fit into 15 registers.
    const part = (address: Local<'i32'>): void => leave(i32.eq(address, 0));
    for (let y = 0; y < size; y++) {
      for (const [vector, results] of sums.entries()) {
        const start = rows[vector]!;
        if (vector > 0) code.set(start, i32.add(row, 16 * vector));
        if (y + vector > 0) part(start);
        code.set(input, start);
        for (const [x, weight] of weights.entries()) {
          code.set(weight, v128.load(panels[vector]!, 16 * (y * size + x)));
        }
        for (let x = 0; x < values; x++) {
          code.set(value, v128.load(input));
          for (const [index, result] of results.entries()) {
            const weight = weights[x - stride * index];
            if (weight !== undefined) code.set(result, kit.multiplyAdd(value, weight, result));
          }
          if (x === values - 1) break;
          code.increase(input, at.columnStep);
          if (values + held > registers && x % 4 === 3) part(input);
        }
      }
      code.increase(row, at.rowStep);
    }
  });
}

/** That V8 has for vectors on x64. */
const registers = 15;

interface Tiles {
  readonly onePixel: Span;
  readonly anyTile: Span;
  /** All rows of the kernel. */
  readonly wholeTile: Span;
}

/** Units are blocks of channels times rows of results. */
function addRows(kit: Kit, name: string, { onePixel, anyTile, wholeTile }: Tiles): DepthwiseKernel {
  return kit.kernel(name, depthwiseFields, (code, d, { from, to }) => {
    const v = code.variables({ row: 'i32', block: 'i32', span: 'i32', input: 'i32', output: 'i32', weights: 'i32' });
    const weightStep = code.let('i32', i32.shl(d.columns, 4));
    code.count(from, to, 1, () => {
      code.set(v.block, i32.divU(from, d.height));
      code.set(v.row, i32.sub(from, i32.mul(v.block, d.height)));
      code.set(v.row, i32.add(d.rowTable, i32.mul(v.row, depthwiseEntryBytes)));
      code.set(v.block, i32.mul(v.block, d.blockChannels));
      const blockBytes = i32.shl(v.block, 2);
      code.set(v.input, i32.add(i32.add(d.input, i32.load(v.row)), blockBytes));
      code.set(v.output, i32.add(i32.add(d.output, i32.load(v.row, 12)), blockBytes));
      code.set(v.weights, i32.add(d.weights, i32.mul(i32.shrU(v.block, 2), d.panelBytes)));
      code.set(v.weights, i32.add(v.weights, i32.load(v.row, 4)));
      code.set(v.span, d.spanTable);
      code.count(v.span, d.spanTableEnd, depthwiseEntryBytes, () => {
        const given = {
          input: i32.add(v.input, i32.load(v.span)),
          weights: i32.add(v.weights, i32.load(v.span, 4)),
          panelBytes: d.panelBytes,
          output: i32.add(v.output, i32.load(v.span, 12)),
          outputPixel: d.outputPixel,
          bias: i32.add(d.bias, blockBytes),
          channels: i32.minU(i32.sub(d.channels, v.block), d.blockChannels),
          rows: i32.load(v.row, 8),
          rowStep: d.rowStep,
          weightStep,
          columnStep: d.columnStep,
          pixelStep: d.pixelStep,
          limits: d.limits,
        };
        code.if(
          i32.geS(i32.load(v.span, 8), 0),
          () => code.call(onePixel, { ...given, columns: i32.load(v.span, 8) }),
          () =>
            code.if(
              i32.eq(given.rows, d.rows),
              () => code.call(wholeTile, { ...given, columns: d.columns }),
              () => code.call(anyTile, { ...given, columns: d.columns }),
            ),
        );
      });
    });
  });
}
