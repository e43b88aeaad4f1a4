/**
 * Winograd convolution, stride 1: input tiles are transformed, products summed over the channels as one small matrix
 * product per point, results transformed back (Lavin and Gray 2016). The vertical and the horizontal algorithm are
 * given by their matrices; `plain` in one of them makes one-dimensional filters.
 *
 * Memory: V is [point][tile][channel], channels filled up with zeros to a multiple of 4; U, the weights, is
 * [panel][point][channel][8]; M, the products of up to four panels, is [point][tile][32], in scratch memory.
 */

import type { Code, Local } from '../assembler';
import { f32x4, type I32, i32, stores, v128 } from '../instructions';
import type { Winograd } from '../winograd-matrices';
import { finishSums, type Panel, panelScratch, panelWidth } from './gemm';
import type { Kernel, Kit } from './kit';
import { emitTransform } from './transform';

/** Panels whose products are kept before they are transformed back. */
const panelsPerBlock = 4;

const blockRowBytes = panelsPerBlock * panelWidth * 4;

const winogradInputFields = {
  input: 'i32',
  rowBytes: 'i32',
  pixelBytes: 'i32',
  height: 'i32',
  width: 'i32',
  top: 'i32',
  left: 'i32',
  channelBytes: 'i32',
  /** `channelBytes`, up to a multiple of 16. */
  paddedBytes: 'i32',
  /** From tile to tile in the output: all channels, of which there may be several inputs. */
  tileBytes: 'i32',
  tilesAcross: 'i32',
  firstTile: 'i32',
  output: 'i32',
  planeBytes: 'i32',
} as const;

const winogradOutputFields = {
  input: 'i32',
  planeBytes: 'i32',
  /** Places of tiles in V and M. */
  table: 'i32',
  tableMiddle: 'i32',
  tableEnd: 'i32',
  tiles: 'i32',
  /** Channels, in runs: see `partRuns`. */
  columns: 'i32',
  columnStep: 'i32',
  depth: 'i32',
  parted: 'i32',
  weights: 'i32',
  weightPlaneBytes: 'i32',
  productPlaneBytes: 'i32',
  /** 8 zeros, and two floats that limit nothing. */
  noBias: 'i32',
  noLimits: 'i32',
  bias: 'i32',
  /** As in gemm.ts. */
  norm: 'i32',
  summand: 'i32',
  limits: 'i32',
  output: 'i32',
  rowBytes: 'i32',
  pixelBytes: 'i32',
  height: 'i32',
  width: 'i32',
  tilesAcross: 'i32',
  firstTile: 'i32',
  filters: 'i32',
} as const;

const winogradPackFields = {
  source: 'i32',
  tapBytes: 'i32',
  rowBytes: 'i32',
  channels: 'i32',
  filters: 'i32',
  factors: 'i32',
  target: 'i32',
  planeBytes: 'i32',
  panelBytes: 'i32',
} as const;

export interface WinogradKernels {
  readonly vertical: Winograd;
  readonly horizontal: Winograd;
  readonly input: Kernel<typeof winogradInputFields>;
  readonly output: Kernel<typeof winogradOutputFields>;
  readonly pack: Kernel<typeof winogradPackFields>;
}

export function addWinograd(kit: Kit, vertical: Winograd, horizontal: Winograd, panel: Panel): WinogradKernels {
  const part = ({ outputs, taps }: Winograd): string => `${outputs}${taps}`;
  const isSquare = vertical === horizontal;
  const name = `f32_winograd_f${isSquare ? part(vertical) : `${part(vertical)}x${part(horizontal)}`}`;
  const suffix = kit.relaxed ? '_relaxed' : '';
  return {
    vertical,
    horizontal,
    input: addInput(kit, `${name}_input${suffix}`, vertical, horizontal),
    output: addOutput(kit, `${name}_output${suffix}`, vertical, horizontal, panel),
    pack: addPack(kit, `${name}_pack${suffix}`, vertical, horizontal),
  };
}

/** Bytes of scratch memory in front: one value of four lanes per point, and before that what panels need. */
function cornerBytes(vertical: Winograd, horizontal: Winograd): number {
  return Math.max(panelScratch, vertical.points * horizontal.points * 16);
}

export function winogradInputScratch(vertical: Winograd, horizontal: Winograd, paddedBytes: number): number {
  return cornerBytes(vertical, horizontal) + vertical.points * horizontal.points * paddedBytes;
}

export function winogradOutputScratch(vertical: Winograd, horizontal: Winograd, productPlaneBytes: number): number {
  return cornerBytes(vertical, horizontal) + vertical.points * horizontal.points * productPlaneBytes;
}

export function productPlaneBytes(tiles: number): number {
  // The odd line keeps planes from falling on the same lines of the cache.
  return tiles * blockRowBytes + 64;
}

/** Places of `tiles` tiles, as pairs of bytes in V and in M. */
export function productTable(tiles: number, paddedBytes: number): number[] {
  return Array.from({ length: tiles }, (_, tile) => [tile * paddedBytes, tile * blockRowBytes]).flat();
}

function loadColumn(code: Code, into: readonly Local<'v128'>[], pointer: Local<'i32'>, step: I32): void {
  for (const [index, local] of into.entries()) {
    code.set(local, v128.load(pointer));
    if (index < into.length - 1) code.increase(pointer, step);
  }
}

function vectors(code: Code, count: number): Local<'v128'>[] {
  return Array.from({ length: count }, () => code.local('v128'));
}

/** Units are tiles of the block. */
function addInput(kit: Kit, name: string, vertical: Winograd, horizontal: Winograd): WinogradKernels['input'] {
  const { points: down } = vertical;
  const { points: across } = horizontal;
  return kit.kernel(name, winogradInputFields, (code, d, { from, to, scratch }) => {
    const v = code.variables({
      tile: 'i32',
      y: 'i32',
      x: 'i32',
      source: 'i32',
      sourceRow: 'i32',
      sourcePixel: 'i32',
      channel: 'i32',
      pointer: 'i32',
      target: 'i32',
      corner: 'i32',
      cornerEnd: 'i32',
      column: 'i32',
    });
    const downs = vectors(code, down);
    const acrosses = vectors(code, across);
    const patch = code.let('i32', i32.add(scratch, cornerBytes(vertical, horizontal)));
    code.count(from, to, 1, () => {
      code.set(v.tile, i32.add(d.firstTile, from));
      code.set(v.y, i32.divU(v.tile, d.tilesAcross));
      code.set(v.x, i32.sub(v.tile, i32.mul(v.y, d.tilesAcross)));
      code.set(v.y, i32.sub(i32.mul(v.y, vertical.outputs), d.top));
      code.set(v.x, i32.sub(i32.mul(v.x, horizontal.outputs), d.left));
      const isInside = [
        i32.geS(v.y, 0),
        i32.geS(v.x, 0),
        i32.geS(d.height, i32.add(v.y, down)),
        i32.geS(d.width, i32.add(v.x, across)),
        i32.eq(d.channelBytes, d.paddedBytes),
      ].reduce((a, b) => i32.and(a, b));
      code.if(
        isInside,
        () => {
          code.set(v.source, pixelAddress(d, v.y, v.x));
          code.set(v.sourceRow, d.rowBytes);
          code.set(v.sourcePixel, d.pixelBytes);
        },
        () => {
          copyPatch(kit, code, d, v, patch, down, across);
          code.set(v.source, patch);
          code.set(v.sourceRow, i32.mul(d.paddedBytes, across));
          code.set(v.sourcePixel, d.paddedBytes);
        },
      );
      code.set(v.channel, 0);
      code.count(v.channel, d.paddedBytes, 16, () => {
        code.set(v.target, i32.add(i32.add(d.output, i32.mul(from, d.tileBytes)), v.channel));
        code.set(v.column, i32.add(v.source, v.channel));
        code.set(v.corner, scratch);
        code.set(v.cornerEnd, i32.add(scratch, across * 16));
        code.repeatWhile(
          () => {
            code.set(v.pointer, v.column);
            loadColumn(code, downs, v.pointer, v.sourceRow);
            emitTransform(kit, code, vertical.input, downs, (row, value) => {
              code.store(stores.v128, v.corner, value, row * across * 16);
            });
            code.increase(v.column, v.sourcePixel);
            code.increase(v.corner, 16);
          },
          () => i32.ne(v.corner, v.cornerEnd),
        );
        code.set(v.corner, scratch);
        code.set(v.cornerEnd, i32.add(scratch, down * across * 16));
        code.repeatWhile(
          () => {
            for (const [index, local] of acrosses.entries()) code.set(local, v128.load(v.corner, index * 16));
            const results = vectors(code, across);
            emitTransform(kit, code, horizontal.input, acrosses, (row, value) => code.set(results[row]!, value));
            for (const result of results) {
              code.store(stores.v128, v.target, result);
              code.increase(v.target, d.planeBytes);
            }
            code.increase(v.corner, across * 16);
          },
          () => i32.ne(v.corner, v.cornerEnd),
        );
      });
    });
  });
}

type Integers<K extends string> = { readonly [N in K]: Local<'i32'> };

function pixelAddress(d: Integers<'input' | 'rowBytes' | 'pixelBytes'>, y: I32, x: I32): I32 {
  return i32.add(d.input, i32.add(i32.mul(y, d.rowBytes), i32.mul(x, d.pixelBytes)));
}

/** Copies the tile with zeros for what lies outside of the image, and for channels that fill up. */
function copyPatch(
  kit: Kit,
  code: Code,
  d: Integers<'input' | 'rowBytes' | 'pixelBytes' | 'height' | 'width' | 'channelBytes' | 'paddedBytes'>,
  at: Integers<'y' | 'x'>,
  patch: Local<'i32'>,
  down: number,
  across: number,
): void {
  const { row, column, y, x, source, target, offset, left } = code.variables({
    row: 'i32',
    column: 'i32',
    y: 'i32',
    x: 'i32',
    source: 'i32',
    target: 'i32',
    offset: 'i32',
    left: 'i32',
  });
  code.set(target, patch);
  code.set(row, 0);
  code.count(row, down, 1, () => {
    code.set(column, 0);
    code.count(column, across, 1, () => {
      code.set(y, i32.add(at.y, row));
      code.set(x, i32.add(at.x, column));
      code.set(offset, 0);
      code.if(
        i32.and(i32.ltU(y, d.height), i32.ltU(x, d.width)),
        () => {
          code.set(source, pixelAddress(d, y, x));
          code.count(offset, i32.and(d.channelBytes, -16), 16, () => {
            code.store(stores.v128, i32.add(target, offset), v128.load(i32.add(source, offset)));
          });
          code.set(left, i32.shrU(i32.sub(d.channelBytes, offset), 2));
          code.if(left, () => {
            code.store(stores.v128, i32.add(target, offset), kit.loadTail(i32.add(source, offset), left));
          });
        },
        () => {
          code.count(offset, d.paddedBytes, 16, () => {
            code.store(stores.v128, i32.add(target, offset), f32x4.const(0));
          });
        },
      );
      code.increase(target, d.paddedBytes);
    });
  });
}

/** Units are panels of filters. */
function addOutput(
  kit: Kit,
  name: string,
  vertical: Winograd,
  horizontal: Winograd,
  panel: Panel,
): WinogradKernels['output'] {
  const { points: down } = vertical;
  const { points: across } = horizontal;
  return kit.kernel(name, winogradOutputFields, (code, d, { from, to, scratch }) => {
    const v = code.variables({
      panels: 'i32',
      plane: 'i32',
      at: 'i32',
      weights: 'i32',
      tile: 'i32',
      firstY: 'i32',
      firstX: 'i32',
      y: 'i32',
      x: 'i32',
      vector: 'i32',
      filter: 'i32',
      left: 'i32',
      pointer: 'i32',
      column: 'i32',
      corner: 'i32',
      cornerEnd: 'i32',
      target: 'i32',
      norm: 'i32',
    });
    const products = code.let('i32', i32.add(scratch, cornerBytes(vertical, horizontal)));
    const rowOfPlanes = code.let('i32', i32.mul(d.productPlaneBytes, across));
    const panelBytes = code.let('i32', i32.mul(d.weightPlaneBytes, down * across));
    const downs = vectors(code, down);
    const acrosses = vectors(code, across);
    const bias = code.local('v128');
    const value = code.local('v128');
    code.count(from, to, v.panels, () => {
      code.set(v.panels, i32.minU(i32.sub(to, from), i32.const(panelsPerBlock)));
      // Point by point within a panel: that is the order in which weights lie, and they are most of what is read.
      code.set(v.weights, i32.add(d.weights, i32.mul(from, panelBytes)));
      code.set(v.at, 0);
      code.count(v.at, v.panels, 1, () => {
        code.set(v.plane, 0);
        code.count(v.plane, down * across, 1, () => {
          code.call(panel, {
            table: d.table,
            tableMiddle: d.tableMiddle,
            tableEnd: d.tableEnd,
            input: i32.add(d.input, i32.mul(v.plane, d.planeBytes)),
            weights: v.weights,
            output: i32.add(i32.add(products, i32.mul(v.plane, d.productPlaneBytes)), i32.shl(v.at, 5)),
            bias: d.noBias,
            width: panelWidth,
            rows: 1,
            rowStep: 0,
            columns: d.columns,
            columnStep: d.columnStep,
            depth: d.depth,
            norm: 0,
            summand: 0,
            limits: d.noLimits,
            parted: d.parted,
            scratch,
          });
          code.increase(v.weights, d.weightPlaneBytes);
        });
      });
      code.set(v.tile, 0);
      code.count(v.tile, d.tiles, 1, () => {
        code.set(v.firstX, i32.add(d.firstTile, v.tile));
        code.set(v.firstY, i32.divU(v.firstX, d.tilesAcross));
        code.set(v.firstX, i32.mul(i32.sub(v.firstX, i32.mul(v.firstY, d.tilesAcross)), horizontal.outputs));
        code.set(v.firstY, i32.mul(v.firstY, vertical.outputs));
        code.set(v.vector, 0);
        code.count(v.vector, i32.shl(v.panels, 1), 1, () => {
          code.set(v.filter, i32.add(i32.mul(from, panelWidth), i32.shl(v.vector, 2)));
          code.set(v.left, i32.sub(d.filters, v.filter));
          code.if(i32.gtS(v.left, 0), () => {
            code.set(bias, v128.load(i32.add(d.bias, i32.shl(v.filter, 2))));
            // Where the factors of these four filters are, of the panel's eight.
            code.set(v.norm, i32.add(i32.shl(i32.and(v.filter, -panelWidth), 3), i32.shl(i32.and(v.filter, 4), 2)));
            code.set(v.norm, i32.select(d.norm, i32.add(d.norm, v.norm), 0));
            code.set(v.column, i32.add(i32.add(products, i32.mul(v.tile, blockRowBytes)), i32.shl(v.vector, 4)));
            code.set(v.corner, scratch);
            code.set(v.cornerEnd, i32.add(scratch, across * 16));
            code.repeatWhile(
              () => {
                code.set(v.pointer, v.column);
                loadColumn(code, downs, v.pointer, rowOfPlanes);
                emitTransform(kit, code, vertical.output, downs, (row, result) => {
                  code.store(stores.v128, v.corner, result, row * across * 16);
                });
                code.increase(v.column, d.productPlaneBytes);
                code.increase(v.corner, 16);
              },
              () => i32.ne(v.corner, v.cornerEnd),
            );
            code.set(v.y, v.firstY);
            code.set(v.corner, scratch);
            code.set(v.cornerEnd, i32.minU(i32.add(v.firstY, vertical.outputs), d.height));
            code.repeatWhile(
              () => {
                for (const [index, local] of acrosses.entries()) code.set(local, v128.load(v.corner, index * 16));
                const results = vectors(code, horizontal.outputs);
                emitTransform(kit, code, horizontal.output, acrosses, (row, result) => {
                  code.set(results[row]!, f32x4.add(result, bias));
                });
                code.set(v.target, i32.add(d.output, i32.mul(v.y, d.rowBytes)));
                code.set(v.target, i32.add(i32.add(v.target, i32.mul(v.firstX, d.pixelBytes)), i32.shl(v.filter, 2)));
                code.set(v.x, i32.sub(d.width, v.firstX));
                for (const [index, result] of results.entries()) {
                  code.if(i32.gtS(v.x, index), () => {
                    code.set(value, result);
                    const tail = { norm: v.norm, summand: d.summand, limits: d.limits };
                    finishSums(code, tail, [value], () => [v.target, 0]);
                    code.if(
                      i32.geS(v.left, 4),
                      () => code.store(stores.v128, v.target, value),
                      () => kit.storeTail(code, v.target, v.left, value),
                    );
                    code.increase(v.target, d.pixelBytes);
                  });
                }
                code.increase(v.corner, across * 16);
                code.increase(v.y, 1);
              },
              () => i32.ltU(v.y, v.cornerEnd),
            );
          });
        });
      });
    });
  });
}

/** Transforms weights of a range of channels, [tap][channel][filter] times a factor per filter. Units are panels. */
function addPack(kit: Kit, name: string, vertical: Winograd, horizontal: Winograd): WinogradKernels['pack'] {
  const { points: across, taps: wide } = horizontal;
  const { points: down, taps: high } = vertical;
  return kit.kernel(name, winogradPackFields, (code, d, { from, to, scratch }) => {
    const v = code.variables({ channel: 'i32', source: 'i32', target: 'i32', left: 'i32', filter: 'i32', tap: 'i32' });
    const factors = vectors(code, 2);
    const highs = vectors(code, high);
    const wides = vectors(code, wide);
    code.count(from, to, 1, () => {
      code.set(v.filter, i32.mul(from, panelWidth));
      for (const [half, factor] of factors.entries()) {
        code.set(factor, v128.load(i32.add(d.factors, i32.shl(v.filter, 2)), half * 16));
      }
      code.set(v.channel, 0);
      code.count(v.channel, d.channels, 1, () => {
        code.set(v.source, i32.add(i32.add(d.source, i32.mul(v.channel, d.rowBytes)), i32.shl(v.filter, 2)));
        code.set(v.left, i32.sub(d.filters, v.filter));
        code.set(v.target, i32.add(d.target, i32.mul(from, d.panelBytes)));
        code.set(v.target, i32.add(v.target, i32.shl(v.channel, 5)));
        for (const factor of factors) {
          for (let column = 0; column < wide; column++) {
            code.set(v.tap, i32.add(v.source, i32.mul(d.tapBytes, column)));
            for (const [row, value] of highs.entries()) {
              code.if(
                i32.geS(v.left, 4),
                () => code.set(value, v128.load(v.tap)),
                () => code.set(value, kit.loadPart(v.tap, v.left)),
              );
              code.set(value, f32x4.mul(value, factor));
              if (row < high - 1) code.increase(v.tap, i32.mul(d.tapBytes, wide));
            }
            emitTransform(kit, code, vertical.weight, highs, (row, value) => {
              code.store(stores.v128, scratch, value, (row * wide + column) * 16);
            });
          }
          for (let row = 0; row < down; row++) {
            for (const [column, local] of wides.entries()) {
              code.set(local, v128.load(scratch, (row * wide + column) * 16));
            }
            emitTransform(kit, code, horizontal.weight, wides, (column, value) => {
              const plane = i32.mul(d.planeBytes, row * across + column);
              code.store(stores.v128, i32.add(v.target, plane), value);
            });
          }
          code.increase(v.source, 16);
          code.increase(v.target, 16);
          code.increase(v.left, -4);
        }
      });
    });
  });
}
