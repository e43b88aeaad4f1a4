/**
 * Local response normalization over the channels of a pixel (Krizhevsky et al. 2012): x / (k + alpha / n * sum of
 * squares) ^ beta. Squares go to scratch memory first, between zeros, so that the window needs no bounds and the output may
 * be the input's place. Powers of 1/2, 3/4 and 1 are made of square roots; others are exp(beta ln x).
 */

import { lazily } from '../../../base/lazily';
import type { Code, Local } from '../assembler';
import { f32x4, i32, stores, type V128, v128 } from '../instructions';
import { eachPixel, rowFields, sumFields } from './elementwise';
import { exponential, logarithm } from './functions';
import type { Kernel, Kit } from './kit';

const lrnFields = {
  ...rowFields,
  /** Channels in the window, and how many of them come before the middle one, in bytes. */
  size: 'i32',
  beforeBytes: 'i32',
  factor: 'f32',
  k: 'f32',
  beta: 'f32',
} as const;

export type LrnKernel = Kernel<typeof lrnFields>;

/** Scratch bytes for a pixel. */
export function lrnScratch(channels: number, size: number): number {
  return 4 * (channels + size) + 64;
}

type Divide = (code: Code, x: V128, base: Local<'v128'>, beta: Local<'v128'>) => V128;

const rootOf = (base: V128): V128 => f32x4.sqrt(base);

export function addLrn(kit: Kit) {
  return lazily({
    beta50: () => addForm(kit, 'f32_lrn_beta50', (_, x, base) => f32x4.div(x, rootOf(base))),
    beta75: () =>
      addForm(kit, 'f32_lrn_beta75', (code, x, base) => {
        const root = code.let('v128', rootOf(base));
        return f32x4.div(x, f32x4.mul(root, rootOf(root)));
      }),
    beta100: () => addForm(kit, 'f32_lrn_beta100', (_, x, base) => f32x4.div(x, base)),
    within: () => addWithin(kit),
    anyBeta: () =>
      addForm(kit, 'f32_lrn', (code, x, base, beta) =>
        f32x4.div(x, exponential(code, f32x4.mul(logarithm(code, base), beta))),
      ),
  });
}

/** The mean of the squares is there already, as a second input. */
function addWithin(kit: Kit) {
  return kit.kernel('f32_lrn_within', { ...sumFields, alpha: 'f32', k: 'f32', beta: 'f32' }, (code, d, share) => {
    const { other, alpha, k, beta, base } = code.variables({
      other: 'i32',
      alpha: 'v128',
      k: 'v128',
      beta: 'v128',
      base: 'v128',
    });
    code.set(alpha, f32x4.splat(d.alpha));
    code.set(k, f32x4.splat(d.k));
    code.set(beta, f32x4.splat(d.beta));
    eachPixel(code, d, share, ({ input, output, row, pixel }) => {
      code.set(other, i32.add(i32.add(d.other, i32.mul(row, d.otherRow)), i32.mul(pixel, d.otherPixel)));
      kit.eachVector(code, d.runBytes, (at) => {
        code.set(base, f32x4.add(f32x4.mul(at.load(other), alpha), k));
        const power = exponential(code, f32x4.mul(logarithm(code, base), beta));
        at.store(output, f32x4.div(at.load(input), power));
      });
    });
  });
}

function addForm(kit: Kit, name: string, divide: Divide): LrnKernel {
  return kit.kernel(name, lrnFields, (code, d, share) => {
    const { squares, end, tap, base, factor, k, beta, value, offset } = code.variables({
      squares: 'i32',
      end: 'i32',
      tap: 'i32',
      base: 'v128',
      factor: 'v128',
      k: 'v128',
      beta: 'v128',
      value: 'v128',
      offset: 'i32',
    });
    code.set(factor, f32x4.splat(d.factor));
    code.set(k, f32x4.splat(d.k));
    code.set(beta, f32x4.splat(d.beta));
    code.fillMemory(share.scratch, 0, d.beforeBytes);
    code.set(squares, i32.add(share.scratch, d.beforeBytes));
    eachPixel(code, d, share, ({ input, output }) => {
      kit.eachVector(code, d.runBytes, (at) => {
        code.set(value, at.load(input));
        code.store(stores.v128, i32.add(squares, at.offset), f32x4.mul(value, value));
      });
      // Zeros behind the last channel: as many as the window reaches, and whole vectors.
      code.set(end, i32.add(squares, d.runBytes));
      code.set(offset, 0);
      code.count(offset, i32.shl(d.size, 2), 16, () => {
        code.store(stores.v128, i32.add(end, offset), f32x4.const(0));
      });
      kit.eachVector(code, d.runBytes, (at) => {
        code.set(tap, i32.add(share.scratch, at.offset));
        code.if(
          i32.eq(d.size, 5),
          () => {
            code.set(base, v128.load(tap));
            for (let other = 1; other < 5; other++) code.set(base, f32x4.add(base, v128.load(tap, other * 4)));
          },
          () => {
            code.set(base, f32x4.const(0));
            code.set(end, i32.add(tap, i32.shl(d.size, 2)));
            code.count(tap, end, 4, () => code.set(base, f32x4.add(base, v128.load(tap))));
          },
        );
        code.set(base, f32x4.add(f32x4.mul(base, factor), k));
        at.store(output, divide(code, at.load(input), base, beta));
      });
    });
  });
}
