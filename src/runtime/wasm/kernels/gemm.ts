/**
 * Matrix products: the inside of convolutions and dense layers. A tile of results is 5 or 4 pixels by 8 filters, kept
 * in registers while all products are summed; of both heights, any number of pixels from 12 on is cut without rest. Where the pixels' values lie is read from a table of pairs (input
 * offset, output offset), so that the same code does implicit GEMM for any stride, padding (of a padded copy),
 * dilation and slice: the values a pixel needs are `rows` x `columns` runs of `depth` consecutive floats at constant
 * distances. The idea of a table is that of Dukhan, The Indirect Convolution Algorithm (2019).
 *
 * Weights are packed in panels of 8 filters, [panel][run][depth][8], and read once, in order. The order of one sum is
 * the packed order, by blocks that depend on its length alone: results do not depend on how work is split.
 *
 * Two k per turn of the loop, in blocks of their own: engines before V8 13 hoist all loads of a block, and accumulators
 * and loads of one k just fit into 15 registers. On V8 11 this is 4% faster than one k per turn and on V8 13 no slower;
 * with four, V8 11 loses a third. A tall tile needs more registers, so that each k is parted once or twice more.
 */

import type { Code, FunctionHandle, Local } from '../assembler';
import { f32x4, i32, type StackValue, stores, type V128, v128 } from '../instructions';
import { clampTo, type Kernel, type Kit } from './kit';

export const panelWidth = 8;

/** Bytes of one pixel in a table: input offset, output offset. */
export const pixelEntryBytes = 8;

/** Of the tiles that a number of pixels is cut into: first tall ones, then low ones. */
export const tileHeights = [5, 4] as const;

const panelParameters = {
  /** First and last entry of the pixels, in whole tiles; before the middle they are tall. */
  table: 'i32',
  tableMiddle: 'i32',
  tableEnd: 'i32',
  input: 'i32',
  weights: 'i32',
  output: 'i32',
  /** 8 floats. */
  bias: 'i32',
  /** Filters of the panel that exist, 1 to 8. */
  width: 'i32',
  rows: 'i32',
  rowStep: 'i32',
  columns: 'i32',
  columnStep: 'i32',
  /** Floats in a run. */
  depth: 'i32',
  /** What is done to sums before the limits; each is 0 where it is not: see `finishSums`. */
  norm: 'i32',
  summand: 'i32',
  /** Two floats that results are kept between. */
  limits: 'i32',
  /** Whether each run is summed by itself first: see `partRuns`. */
  parted: 'i32',
  /** Memory of the thread's own, of `panelScratch` bytes. */
  scratch: 'i32',
} as const;

/** Of the sums so far of a tile. */
export const panelScratch = tileHeights[0] * panelWidth * 4;

export type Panel = FunctionHandle<typeof panelParameters, null>;

/** Of two groups, four filters that read four channels each are one panel, whose halves read neighbouring channels. */
export const pairedFilters = panelWidth / 2;

/** One panel of filters for a range of pixels, in tiles of one height after the other; of two groups where it is `paired`. */
export function addGemmPanel(kit: Kit, paired = false): Panel {
  return kit.module.add(panelParameters, null, (code, p) => {
    const [tall, low] = tileHeights;
    const allInputs = Array.from({ length: tall }, () => code.local('i32'));
    const outputs = Array.from({ length: tall }, () => code.local('i32'));
    const left = Array.from({ length: tall }, () => code.local('v128'));
    const right = Array.from({ length: tall }, () => code.local('v128'));
    const { weight, weightEnd, row, column } = code.variables({
      weight: 'i32',
      weightEnd: 'i32',
      row: 'i32',
      column: 'i32',
    });
    const { first, second, value } = code.variables({ first: 'v128', second: 'v128', value: 'v128' });
    const other = paired ? code.local('v128') : value;
    // Of a tall tile. Products that are rounded take a register each until they are added.
    const pixelsPerBlock = paired ? 1 : kit.relaxed ? 3 : 2;
    const runBytes = code.let('i32', i32.shl(p.depth, 5));
    const columnFix = code.let('i32', i32.sub(p.columnStep, i32.shl(p.depth, 2)));
    const rowFix = code.let('i32', i32.sub(p.rowStep, i32.mul(p.columns, p.columnStep)));

    const tiles = (height: number, end: Local<'i32'>): void => {
      const inputs = allInputs.slice(0, height);
      const multiply = (k: number, part: (address: Local<'i32'>) => void): void => {
        code.set(first, v128.load(weight, 32 * k));
        code.set(second, v128.load(weight, 32 * k + 16));
        for (const [i, input] of inputs.entries()) {
          if (i > 0 && i % pixelsPerBlock === 0 && (height === tall || paired)) part(inputs[i - 1 + k] ?? input);
          code.set(value, v128.loadSplat(input, 4 * k));
          code.set(left[i]!, kit.multiplyAdd(value, first, left[i]!));
          if (paired) code.set(other, v128.loadSplat(input, 4 * (k + pairedFilters)));
          code.set(right[i]!, kit.multiplyAdd(other, second, right[i]!));
        }
      };
      const advance = (k: number): void => {
        for (const input of inputs) code.increase(input, 4 * k);
        code.increase(weight, 32 * k);
      };
      const sums = [...left.slice(0, height), ...right.slice(0, height)];
      const parts = sumsOfParts(code, sums, p.parted, p.scratch);
      code.count(p.table, end, height * pixelEntryBytes, () => {
        for (let i = 0; i < height; i++) {
          code.set(inputs[i]!, i32.add(p.input, i32.load(p.table, i * pixelEntryBytes)));
          code.set(left[i]!, v128.load(p.bias));
          code.set(right[i]!, v128.load(p.bias, 16));
        }
        code.set(weight, p.weights);
        parts.begin();
        code.set(row, p.rows);
        code.repeatWhile(
          () => {
            code.set(column, p.columns);
            code.repeatWhile(
              () => {
                code.set(weightEnd, i32.add(weight, runBytes));
                code.if(i32.and(p.depth, 1), () => {
                  code.block((leave) => {
                    multiply(0, (address) => leave(i32.eq(address, 0)));
                  });
                  advance(1);
                });
                code.if(i32.ne(weight, weightEnd), () => {
                  code.forever((leave) => {
                    // Never so: each parts the block. They differ, or V8 would keep the first one only.
                    const part = (address: Local<'i32'>): void => leave(i32.eq(address, 0));
                    multiply(0, part);
                    part(weight);
                    multiply(1, part);
                    advance(2);
                    leave(i32.eq(weight, weightEnd));
                  });
                });
                parts.next();
                for (const input of inputs) code.increase(input, columnFix);
                code.increase(column, -1);
              },
              () => column,
            );
            for (const input of inputs) code.increase(input, rowFix);
            code.increase(row, -1);
          },
          () => row,
        );
        for (let i = 0; i < height; i++) {
          code.set(outputs[i]!, i32.add(p.output, i32.load(p.table, i * pixelEntryBytes + 4)));
        }
        parts.finish();
        finishSums(code, p, sums, (i) => [outputs[i % height]!, i < height ? 0 : 16]);
        code.if(
          i32.eq(p.width, panelWidth),
          () => {
            for (let i = 0; i < height; i++) {
              code.store(stores.v128, outputs[i]!, left[i]!);
              code.store(stores.v128, outputs[i]!, right[i]!, 16);
            }
          },
          () => {
            for (let i = 0; i < height; i++) storeFilters(kit, code, outputs[i]!, p.width, left[i]!, right[i]!);
          },
        );
      });
    };
    tiles(tall, p.tableMiddle);
    tiles(low, p.tableEnd);
  });
}

/** Code for sums of parts, each summed by itself in the locals; those of the parts before lie in memory, 16 bytes each. */
export function sumsOfParts(
  code: Code,
  sums: readonly Local<'v128'>[],
  parted: Local<'i32'>,
  memory: Local<'i32'>,
): Readonly<Record<'begin' | 'next' | 'finish', () => void>> {
  const keep = (index: number, value: V128): void => code.store(stores.v128, memory, value, 16 * index);
  const total = (index: number, sum: V128): V128 => f32x4.add(sum, v128.load(memory, 16 * index));
  const eachSum = (visit: (index: number, sum: Local<'v128'>) => void) => (): void => {
    code.if(parted, () => {
      for (const [index, sum] of sums.entries()) visit(index, sum);
    });
  };
  return {
    begin: eachSum((index) => keep(index, f32x4.const(0))),
    next: eachSum((index, sum) => {
      keep(index, total(index, sum));
      code.set(sum, f32x4.const(0));
    }),
    finish: eachSum((index, sum) => code.set(sum, total(index, sum))),
  };
}

/** Bytes of the norms of a panel: factors, then terms. */
export const normPanelBytes = 2 * panelWidth * 4;

/**
 * What the steps behind a convolution do to its sums, with `norm` the address of eight factors and eight terms, and
 * `summand` the bytes from a result to what is added to it; then the limits.
 * @param placeOf Where a result will be stored, and the offset behind that, which is also that of its filter in the panel.
 */
export function finishSums(
  code: Code,
  { norm, summand, limits }: Readonly<Record<'norm' | 'summand' | 'limits', Local<'i32'>>>,
  results: readonly Local<'v128'>[],
  placeOf: (index: number) => readonly [address: Local<'i32'>, offset: number],
): void {
  code.if(norm, () => {
    for (const [index, result] of results.entries()) {
      const [, offset] = placeOf(index);
      const scaled = f32x4.mul(result, v128.load(norm, offset));
      code.set(result, f32x4.add(scaled, v128.load(norm, normPanelBytes / 2 + offset)));
    }
  });
  code.if(summand, () => {
    for (const [index, result] of results.entries()) {
      const [address, offset] = placeOf(index);
      code.set(result, f32x4.add(result, v128.load(i32.add(address, summand), offset)));
    }
  });
  for (const result of results) code.set(result, clampTo(limits, result));
}

/** The first 1 to 8 of eight floats. */
export function storeFilters(
  kit: Kit,
  code: Code,
  to: Local<'i32'>,
  width: Local<'i32'>,
  left: V128,
  right: V128,
): void {
  code.if(
    i32.ltU(width, 4),
    () => kit.storeTail(code, to, width, left),
    () => {
      code.store(stores.v128, to, left);
      code.if(
        i32.eq(width, panelWidth),
        () => code.store(stores.v128, to, right, 16),
        () => code.if(i32.gtU(width, 4), () => kit.storeTail(code, i32.add(to, 16), i32.sub(width, 4), right)),
      );
    },
  );
}

/** How pixels are cut into tiles. */
export interface Tiling {
  readonly tiles: number;
  /** Those of the first height, before all others. */
  readonly tallTiles: number;
  /** Of all tiles, at least as many as there are. */
  readonly pixels: number;
}

/**
 * @param isTall Mostly tall tiles, where they are no slower: with more sums under way none waits for its own last product.
 * Otherwise there are as many of them as leave no pixel over.
 */
export function tilingOf(pixels: number, isTall: boolean): Tiling {
  const [tall, low] = tileHeights;
  // A tall tile has one pixel more than a low one.
  const fewest = tall * (pixels % low) > pixels ? 0 : pixels % low;
  const more = isTall && pixels % low === fewest ? low * Math.floor((pixels - tall * fewest) / (tall * low)) : 0;
  const tallTiles = fewest + more;
  const lowTiles = Math.ceil((pixels - tall * tallTiles) / low);
  return { tiles: tallTiles + lowTiles, tallTiles, pixels: tall * tallTiles + low * lowTiles };
}

/** The runs of consecutive floats that one pixel's sum reads. */
export interface FloatRuns {
  readonly rows: number;
  readonly rowStep: number;
  readonly columns: number;
  readonly columnStep: number;
  readonly depth: number;
}

/**
 * Products that are summed by themselves before they are added to what was summed before. The rounding error of a sum grows
 * with the number of its products, of one by blocks with those of a block and the number of blocks, or with the roots of these (Blanchard,
 * Higham and Mary, A Class of Fast and Accurate Summation Algorithms, 2020). A block costs as much
 * as three products.
 */
const sumBlock = 128;

/** The same floats in runs of about a block; `parted` is 1 where each run is worth a block, else 0. */
export function partRuns(runs: FloatRuns): FloatRuns & { readonly parted: 0 | 1 } {
  const { rows, columns, depth } = runs;
  if (rows * columns * depth < 1.5 * sumBlock) return { ...runs, parted: 0 };
  if (columns === 1) {
    // Of even length, since products are taken in pairs.
    for (let parts = Math.ceil(depth / sumBlock); depth / parts > sumBlock / 4; parts++) {
      if (depth % (2 * parts) !== 0) continue;
      return { ...runs, columns: parts, columnStep: (4 * depth) / parts, depth: depth / parts, parted: 1 };
    }
  }
  return { ...runs, parted: depth >= sumBlock / 4 ? 1 : 0 };
}

const gemmFields = {
  /** Pixels, in tiles, the last one filled up by repeating the last pixel; the first ones are tall. */
  table: 'i32',
  tiles: 'i32',
  tallTiles: 'i32',
  /** Tiles whose input stays in the cache while all panels pass over it. */
  tilesPerBlock: 'i32',
  input: 'i32',
  weights: 'i32',
  panelBytes: 'i32',
  output: 'i32',
  bias: 'i32',
  panels: 'i32',
  /** Groups of filters read a group of channels each. */
  panelsPerGroup: 'i32',
  groupFilters: 'i32',
  groupDepthBytes: 'i32',
  rows: 'i32',
  rowStep: 'i32',
  columns: 'i32',
  columnStep: 'i32',
  depth: 'i32',
  parted: 'i32',
  /** Of all panels. */
  norm: 'i32',
  summand: 'i32',
  limits: 'i32',
} as const;

export type GemmKernel = Kernel<typeof gemmFields>;

/** Units are tiles of pixels times panels, by blocks of tiles, then panels, then tiles. */
export function addGemm(kit: Kit, panel: Panel, form = `${tileHeights[0]}x${panelWidth}`): GemmKernel {
  const [tall, low] = tileHeights;
  return kit.kernel(
    `f32_gemm_${form}${kit.relaxed ? '_relaxed' : ''}`,
    gemmFields,
    (code, d, { from, to, scratch }) => {
      const entryOf = (tile: StackValue<'i32'>): StackValue<'i32'> => {
        const pixels = i32.add(i32.mul(i32.minU(tile, d.tallTiles), tall - low), i32.mul(tile, low));
        return i32.add(d.table, i32.mul(pixels, pixelEntryBytes));
      };
      const middle = code.let('i32', entryOf(d.tallTiles));
      const blockUnits = code.let('i32', i32.mul(d.panels, d.tilesPerBlock));
      const v = code.variables({
        block: 'i32',
        blockTiles: 'i32',
        rest: 'i32',
        panel: 'i32',
        tile: 'i32',
        count: 'i32',
        end: 'i32',
        group: 'i32',
        inGroup: 'i32',
      });
      code.while(
        () => i32.ltU(from, to),
        () => {
          // Which block of tiles, which panel, which tile in the block.
          code.set(v.block, i32.divU(from, blockUnits));
          code.set(v.rest, i32.sub(from, i32.mul(v.block, blockUnits)));
          code.set(v.block, i32.mul(v.block, d.tilesPerBlock));
          code.set(v.blockTiles, i32.minU(i32.sub(d.tiles, v.block), d.tilesPerBlock));
          code.set(v.panel, i32.divU(v.rest, v.blockTiles));
          code.set(v.tile, i32.sub(v.rest, i32.mul(v.panel, v.blockTiles)));
          code.set(v.count, i32.minU(i32.sub(v.blockTiles, v.tile), i32.sub(to, from)));
          code.set(v.group, i32.divU(v.panel, d.panelsPerGroup));
          code.set(v.inGroup, i32.mul(i32.sub(v.panel, i32.mul(v.group, d.panelsPerGroup)), panelWidth));
          code.increase(v.tile, v.block);
          code.set(v.end, entryOf(i32.add(v.tile, v.count)));
          code.call(panel, {
            table: entryOf(v.tile),
            tableMiddle: i32.minU(v.end, middle),
            tableEnd: v.end,
            input: i32.add(d.input, i32.mul(v.group, d.groupDepthBytes)),
            weights: i32.add(d.weights, i32.mul(v.panel, d.panelBytes)),
            output: i32.add(d.output, i32.shl(i32.add(i32.mul(v.group, d.groupFilters), v.inGroup), 2)),
            bias: i32.add(d.bias, i32.mul(v.panel, panelWidth * 4)),
            width: i32.minU(i32.sub(d.groupFilters, v.inGroup), i32.const(panelWidth)),
            rows: d.rows,
            rowStep: d.rowStep,
            columns: d.columns,
            columnStep: d.columnStep,
            depth: d.depth,
            norm: i32.select(d.norm, i32.add(d.norm, i32.mul(v.panel, normPanelBytes)), 0),
            summand: d.summand,
            limits: d.limits,
            parted: d.parted,
            scratch,
          });
          code.increase(from, v.count);
        },
      );
    },
  );
}

const packFields = {
  /** Rows of `rowBytes`, of which `filters` from the first are taken. */
  source: 'i32',
  rowBytes: 'i32',
  rows: 'i32',
  filters: 'i32',
  /** What each filter is multiplied with. */
  factors: 'i32',
  target: 'i32',
  panelBytes: 'i32',
} as const;

/** Brings rows of filters into panels of 8 (or 4, for depthwise), times a factor per filter. Units are panels. */
export function addPack(kit: Kit, width: 4 | 8): Kernel<typeof packFields> {
  return kit.kernel(`f32_pack_x${width}`, packFields, (code, d, { from, to }) => {
    const { source, target, row, left } = code.variables({ source: 'i32', target: 'i32', row: 'i32', left: 'i32' });
    const parts = width / 4;
    const factors = Array.from({ length: parts }, () => code.local('v128'));
    const { first, value } = code.variables({ first: 'i32', value: 'v128' });
    code.count(from, to, 1, () => {
      code.set(first, i32.mul(from, width));
      for (const [part, factor] of factors.entries()) {
        code.set(factor, v128.load(i32.add(d.factors, i32.shl(first, 2)), part * 16));
      }
      code.set(source, i32.add(d.source, i32.shl(first, 2)));
      code.set(target, i32.add(d.target, i32.mul(from, d.panelBytes)));
      code.set(row, 0);
      code.count(row, d.rows, 1, () => {
        code.set(left, i32.sub(d.filters, first));
        for (const [part, factor] of factors.entries()) {
          code.if(
            i32.geS(left, 4),
            () => code.set(value, v128.load(source, part * 16)),
            () => code.set(value, kit.loadPart(i32.add(source, part * 16), left)),
          );
          code.store(stores.v128, target, f32x4.mul(value, factor), part * 16);
          code.increase(left, -4);
        }
        code.increase(source, d.rowBytes);
        code.increase(target, width * 4);
      });
    });
  });
}
