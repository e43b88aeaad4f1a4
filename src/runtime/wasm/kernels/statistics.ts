/**
 * Norms by the statistics of the values at hand. Sums are made float by float, so that their order is plain; those over an
 * image row by row. Pixels are normalized at once; for groups of channels a first kernel finds one factor and one term per
 * channel, with which the kernel of batch norm goes over the image.
 */

import { lazily } from '../../../base/lazily';
import type { Code, Local } from '../assembler';
import { f32, f32x4, i32, stores } from '../instructions';
import { eachPixel, rowFields } from './elementwise';
import type { Kit } from './kit';

/** `count` is how many values have statistics of their own, as a float. */
const pixelFields = { ...rowFields, gamma: 'i32', beta: 'i32', epsilon: 'f32', count: 'f32' } as const;

const groupFields = {
  input: 'i32',
  inputRow: 'i32',
  inputPixel: 'i32',
  height: 'i32',
  width: 'i32',
  groupBytes: 'i32',
  gamma: 'i32',
  beta: 'i32',
  /** What it finds out, for each channel. */
  factors: 'i32',
  terms: 'i32',
  epsilon: 'f32',
  count: 'f32',
} as const;

const lengthFields = { ...rowFields, gamma: 'i32', epsilon: 'f32' } as const;

export function addStatistics(kit: Kit) {
  return lazily({ pixels: () => addPixels(kit), groups: () => addGroups(kit), lengths: () => addLengths(kit) });
}

/** Adds to `sum` the values of a run, or the squares of their distances from `mean`. */
function sumRun(
  code: Code,
  run: { readonly from: Local<'i32'>; readonly bytes: Local<'i32'>; readonly offset: Local<'i32'> },
  sum: Local<'f32'>,
  mean: { readonly of: Local<'f32'>; readonly distance: Local<'f32'> } | undefined,
): void {
  const value = f32.load(i32.add(run.from, run.offset));
  code.set(run.offset, 0);
  code.count(run.offset, run.bytes, 4, () => {
    if (mean === undefined) {
      code.set(sum, f32.add(sum, value));
    } else {
      code.set(mean.distance, f32.sub(value, mean.of));
      code.set(sum, f32.add(sum, f32.mul(mean.distance, mean.distance)));
    }
  });
}

function addPixels(kit: Kit) {
  return kit.kernel('f32_statistics_pixel', pixelFields, (code, d, share) => {
    const { sum, mean, distance, offset, means, inverses } = code.variables({
      sum: 'f32',
      mean: 'f32',
      distance: 'f32',
      offset: 'i32',
      means: 'v128',
      inverses: 'v128',
    });
    eachPixel(code, d, share, ({ input, output }) => {
      const run = { from: input, bytes: d.runBytes, offset };
      code.set(sum, 0);
      sumRun(code, run, sum, undefined);
      code.set(mean, f32.div(sum, d.count));
      code.set(sum, 0);
      sumRun(code, run, sum, { of: mean, distance });
      code.set(means, f32x4.splat(mean));
      code.set(inverses, f32x4.splat(f32.div(1, f32.sqrt(f32.add(f32.div(sum, d.count), d.epsilon)))));
      kit.eachVector(code, d.runBytes, (at) => {
        const normalized = f32x4.mul(f32x4.sub(at.load(input), means), inverses);
        at.store(output, f32x4.add(f32x4.mul(normalized, at.load(d.gamma)), at.load(d.beta)));
      });
    });
  });
}

function addGroups(kit: Kit) {
  return kit.kernel('f32_statistics_group', groupFields, (code, d, { from, to }) => {
    const v = code.variables({
      total: 'f32',
      row: 'f32',
      mean: 'f32',
      distance: 'f32',
      inverse: 'f32',
      factor: 'f32',
      base: 'i32',
      start: 'i32',
      y: 'i32',
      x: 'i32',
      pixel: 'i32',
      offset: 'i32',
    });
    const sumImage = (mean: { readonly of: Local<'f32'>; readonly distance: Local<'f32'> } | undefined): void => {
      code.set(v.total, 0);
      code.set(v.start, i32.add(d.input, v.base));
      code.set(v.y, 0);
      code.count(v.y, d.height, 1, () => {
        code.set(v.row, 0);
        code.set(v.pixel, v.start);
        code.set(v.x, 0);
        code.count(v.x, d.width, 1, () => {
          sumRun(code, { from: v.pixel, bytes: d.groupBytes, offset: v.offset }, v.row, mean);
          code.increase(v.pixel, d.inputPixel);
        });
        code.set(v.total, f32.add(v.total, v.row));
        code.increase(v.start, d.inputRow);
      });
    };
    code.count(from, to, 1, () => {
      code.set(v.base, i32.mul(from, d.groupBytes));
      sumImage(undefined);
      code.set(v.mean, f32.div(v.total, d.count));
      sumImage({ of: v.mean, distance: v.distance });
      code.set(v.inverse, f32.div(1, f32.sqrt(f32.add(f32.div(v.total, d.count), d.epsilon))));
      code.set(v.offset, v.base);
      code.set(v.start, i32.add(v.base, d.groupBytes));
      code.count(v.offset, v.start, 4, () => {
        code.set(v.factor, f32.mul(f32.load(i32.add(d.gamma, v.offset)), v.inverse));
        code.store(stores.f32, i32.add(d.factors, v.offset), v.factor);
        const shift = f32.sub(f32.load(i32.add(d.beta, v.offset)), f32.mul(v.mean, v.factor));
        code.store(stores.f32, i32.add(d.terms, v.offset), shift);
      });
    });
  });
}

function addLengths(kit: Kit) {
  return kit.kernel('f32_l2norm', lengthFields, (code, d, share) => {
    const { sum, value, offset, inverses } = code.variables({
      sum: 'f32',
      value: 'f32',
      offset: 'i32',
      inverses: 'v128',
    });
    eachPixel(code, d, share, ({ input, output }) => {
      code.set(sum, d.epsilon);
      code.set(offset, 0);
      code.count(offset, d.runBytes, 4, () => {
        code.set(value, f32.load(i32.add(input, offset)));
        code.set(sum, f32.add(sum, f32.mul(value, value)));
      });
      code.set(inverses, f32x4.div(f32x4.const(1), f32x4.splat(f32.sqrt(sum))));
      kit.eachVector(code, d.runBytes, (at) => {
        at.store(output, f32x4.mul(f32x4.mul(at.load(input), inverses), at.load(d.gamma)));
      });
    });
  });
}
