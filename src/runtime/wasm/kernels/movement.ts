/** Kernels that bring values elsewhere: borders, resizing, channels and blocks. Rows are units. */

import { lazily } from '../../../base/lazily';
import { f32, f32x4, i32, i32x4, stores, type V128, v128 } from '../instructions';
import type { Kit } from './kit';

const imageFields = {
  input: 'i32',
  inputRow: 'i32',
  inputPixel: 'i32',
  output: 'i32',
  outputRow: 'i32',
  outputPixel: 'i32',
  outputWidth: 'i32',
  channelBytes: 'i32',
} as const;

const padFields = { ...imageFields, height: 'i32', width: 'i32', top: 'i32', left: 'i32' } as const;

/** Tables have, for each row or column of the result, the offset in bytes of the one that it shows. */
const sampleFields = { ...imageFields, rows: 'i32', columns: 'i32' } as const;

/** Tables have where each of `count` floats of a pixel or block is read and where it goes, as offsets in bytes. */
const permuteFields = { ...imageFields, count: 'i32', sources: 'i32', targets: 'i32' } as const;

/** Tables have, for each row or column of the result, two neighbours (offsets in bytes) and the share of the second. */
const bilinearFields = { ...imageFields, rows: 'i32', columns: 'i32' } as const;

const tapEntryBytes = 12;

export function addMovement(kit: Kit) {
  return lazily({
    pad: () => addPad(kit),
    widen: () => addWiden(kit),
    sample: () => addSample(kit),
    permute: () => addPermute(kit),
    bilinear: () => addBilinear(kit),
  });
}

function addPad(kit: Kit) {
  return kit.kernel('f32_pad', padFields, (code, d, { from, to }) => {
    const { y, x, input, output, inside } = code.variables({
      y: 'i32',
      x: 'i32',
      input: 'i32',
      output: 'i32',
      inside: 'i32',
    });
    const isDense = i32.and(i32.eq(d.inputPixel, d.channelBytes), i32.eq(d.outputPixel, d.channelBytes));
    const rowBytes = code.let('i32', i32.mul(d.width, d.channelBytes));
    const leftBytes = code.let('i32', i32.mul(d.left, d.channelBytes));
    const allBytes = code.let('i32', i32.mul(d.outputWidth, d.channelBytes));
    code.count(from, to, 1, () => {
      code.set(output, i32.add(d.output, i32.mul(from, d.outputRow)));
      code.set(y, i32.sub(from, d.top));
      code.set(inside, i32.ltU(y, d.height));
      code.set(input, i32.add(d.input, i32.mul(y, d.inputRow)));
      code.if(
        isDense,
        () => {
          code.if(
            inside,
            () => {
              code.fillMemory(output, 0, leftBytes);
              code.copyMemory(i32.add(output, leftBytes), input, rowBytes);
              code.set(x, i32.add(leftBytes, rowBytes));
              code.fillMemory(i32.add(output, x), 0, i32.sub(allBytes, x));
            },
            () => code.fillMemory(output, 0, allBytes),
          );
        },
        () => {
          code.set(x, 0);
          code.count(x, d.outputWidth, 1, () => {
            code.if(
              i32.and(inside, i32.ltU(i32.sub(x, d.left), d.width)),
              () => {
                kit.eachVector(code, d.channelBytes, (at) => at.store(output, at.load(input)));
                code.increase(input, d.inputPixel);
              },
              () => kit.eachVector(code, d.channelBytes, (at) => at.store(output, f32x4.const(0))),
            );
            code.increase(output, d.outputPixel);
          });
        },
      );
    });
  });
}

/** Like pad, for up to four channels, to pixels of four with zeros for the channels that are not there. */
function addWiden(kit: Kit) {
  return kit.kernel('f32_pad_to_x4', padFields, (code, d, { from, to }) => {
    const { y, x, input, output, end } = code.variables({
      y: 'i32',
      x: 'i32',
      input: 'i32',
      output: 'i32',
      end: 'i32',
    });
    // All bits of the lanes that are there.
    const mask = code.let('v128', f32x4.const(0));
    for (let lane = 0; lane < 4; lane++) {
      const bits = i32x4.lanes([0, 1, 2, 3].map((at) => (at === lane ? -1 : 0)));
      code.if(i32.gtU(d.channelBytes, 4 * lane), () => code.set(mask, v128.or(mask, bits)));
    }
    code.count(from, to, 1, () => {
      code.set(output, i32.add(d.output, i32.mul(from, d.outputRow)));
      code.set(y, i32.sub(from, d.top));
      code.set(input, i32.add(d.input, i32.mul(y, d.inputRow)));
      code.set(end, i32.select(i32.ltU(y, d.height), d.width, 0));
      code.set(x, i32.sub(0, d.left));
      code.set(y, i32.sub(d.outputWidth, d.left));
      code.repeatWhile(
        () => {
          code.if(
            i32.ltU(x, end),
            () => {
              code.store(stores.v128, output, v128.and(v128.load(input), mask));
              code.increase(input, d.inputPixel);
            },
            () => code.store(stores.v128, output, f32x4.const(0)),
          );
          code.increase(output, 16);
          code.increase(x, 1);
        },
        () => i32.ne(x, y),
      );
    });
  });
}

function addSample(kit: Kit) {
  return kit.kernel('f32_sample', sampleFields, (code, d, { from, to }) => {
    const { x, row, input, output } = code.variables({ x: 'i32', row: 'i32', input: 'i32', output: 'i32' });
    code.count(from, to, 1, () => {
      code.set(output, i32.add(d.output, i32.mul(from, d.outputRow)));
      code.set(row, i32.add(d.input, i32.load(i32.add(d.rows, i32.shl(from, 2)))));
      code.set(x, 0);
      code.count(x, d.outputWidth, 1, () => {
        code.set(input, i32.add(row, i32.load(i32.add(d.columns, i32.shl(x, 2)))));
        kit.eachVector(code, d.channelBytes, (at) => at.store(output, at.load(input)));
        code.increase(output, d.outputPixel);
      });
    });
  });
}

/** Pixels or blocks of a grid `outputWidth` wide; strides are those of the grid. */
function addPermute(kit: Kit) {
  return kit.kernel('f32_permute', permuteFields, (code, d, { from, to }) => {
    const { x, k, input, output } = code.variables({ x: 'i32', k: 'i32', input: 'i32', output: 'i32' });
    const bytes = code.let('i32', i32.shl(d.count, 2));
    code.count(from, to, 1, () => {
      code.set(input, i32.add(d.input, i32.mul(from, d.inputRow)));
      code.set(output, i32.add(d.output, i32.mul(from, d.outputRow)));
      code.set(x, 0);
      code.count(x, d.outputWidth, 1, () => {
        code.set(k, 0);
        code.count(k, bytes, 4, () => {
          const source = i32.add(input, i32.load(i32.add(d.sources, k)));
          code.store(stores.f32, i32.add(output, i32.load(i32.add(d.targets, k))), f32.load(source));
        });
        code.increase(input, d.inputPixel);
        code.increase(output, d.outputPixel);
      });
    });
  });
}

function addBilinear(kit: Kit) {
  return kit.kernel('f32_upsample_bilinear', bilinearFields, (code, d, { from, to }) => {
    const v = code.variables({
      x: 'i32',
      output: 'i32',
      row: 'i32',
      column: 'i32',
      upper: 'i32',
      lower: 'i32',
      topLeft: 'i32',
      topRight: 'i32',
      bottomLeft: 'i32',
      bottomRight: 'i32',
      down: 'v128',
      up: 'v128',
      right: 'v128',
      left: 'v128',
    });
    const one = f32x4.const(1);
    const mix = (first: V128, second: V128, firstShare: V128, secondShare: V128): V128 =>
      f32x4.add(f32x4.mul(first, firstShare), f32x4.mul(second, secondShare));
    code.count(from, to, 1, () => {
      code.set(v.output, i32.add(d.output, i32.mul(from, d.outputRow)));
      code.set(v.row, i32.add(d.rows, i32.mul(from, tapEntryBytes)));
      code.set(v.upper, i32.add(d.input, i32.load(v.row)));
      code.set(v.lower, i32.add(d.input, i32.load(v.row, 4)));
      code.set(v.down, f32x4.splat(f32.load(v.row, 8)));
      code.set(v.up, f32x4.sub(one, v.down));
      code.set(v.x, 0);
      code.count(v.x, d.outputWidth, 1, () => {
        code.set(v.column, i32.add(d.columns, i32.mul(v.x, tapEntryBytes)));
        code.set(v.topLeft, i32.add(v.upper, i32.load(v.column)));
        code.set(v.topRight, i32.add(v.upper, i32.load(v.column, 4)));
        code.set(v.bottomLeft, i32.add(v.lower, i32.load(v.column)));
        code.set(v.bottomRight, i32.add(v.lower, i32.load(v.column, 4)));
        code.set(v.right, f32x4.splat(f32.load(v.column, 8)));
        code.set(v.left, f32x4.sub(one, v.right));
        kit.eachVector(code, d.channelBytes, (at) => {
          const top = mix(at.load(v.topLeft), at.load(v.topRight), v.left, v.right);
          const bottom = mix(at.load(v.bottomLeft), at.load(v.bottomRight), v.left, v.right);
          at.store(v.output, mix(top, bottom, v.up, v.down));
        });
        code.increase(v.output, d.outputPixel);
      });
    });
  });
}
