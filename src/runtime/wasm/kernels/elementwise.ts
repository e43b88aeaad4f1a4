/**
 * Kernels that go over tensors value by value: functions of one value, scale, batch norm, sums, copies. All may work in
 * place. Rows are units; a row has pixels, a pixel a run of floats (a whole row where they lie side by side).
 */

import { lazily } from '../../../base/lazily';
import { seluAlpha, seluScale } from '../../selu';
import type { Code, Local } from '../assembler';
import { f32, f32x4, i32, stores, type V128, v128 } from '../instructions';
import { exponential, gelu, hardSwish, hyperbolicTangent, linearUnit, mish, sigmoids, softplus } from './functions';
import { clampTo, type FieldLocals, type Kernel, type Kit } from './kit';

export const rowFields = {
  input: 'i32',
  inputRow: 'i32',
  inputPixel: 'i32',
  output: 'i32',
  outputRow: 'i32',
  outputPixel: 'i32',
  pixels: 'i32',
  /** Bytes of a run. */
  runBytes: 'i32',
} as const;

export type MapKernel = Kernel<typeof rowFields>;

const parameterFields = { ...rowFields, parameter: 'f32' } as const;

const normFields = { ...rowFields, factors: 'i32', terms: 'i32', limits: 'i32' } as const;

const limitFields = { ...rowFields, limits: 'i32' } as const;

const slopeFields = { ...rowFields, slopes: 'i32' } as const;

/** A second input; its runs are as long as the first one's, or one float where it is spread over them. */
export const sumFields = { ...rowFields, other: 'i32', otherRow: 'i32', otherPixel: 'i32' } as const;

interface Walk {
  readonly input: Local<'i32'>;
  readonly output: Local<'i32'>;
  readonly row: Local<'i32'>;
  readonly pixel: Local<'i32'>;
}

/** Visits the pixels of the rows of a share. */
export function eachPixel(
  code: Code,
  d: FieldLocals<typeof rowFields>,
  share: { readonly from: Local<'i32'>; readonly to: Local<'i32'> },
  visit: (walk: Walk) => void,
): void {
  const { input, output, pixel } = code.variables({ input: 'i32', output: 'i32', pixel: 'i32' });
  code.count(share.from, share.to, 1, () => {
    code.set(input, i32.add(d.input, i32.mul(share.from, d.inputRow)));
    code.set(output, i32.add(d.output, i32.mul(share.from, d.outputRow)));
    code.set(pixel, 0);
    code.count(pixel, d.pixels, 1, () => {
      visit({ input, output, row: share.from, pixel });
      code.increase(input, d.inputPixel);
      code.increase(output, d.outputPixel);
    });
  });
}

function addMap(kit: Kit, name: string, compute: (code: Code, x: V128) => V128): MapKernel {
  return kit.kernel(name, rowFields, (code, d, share) => {
    eachPixel(code, d, share, ({ input, output }) => {
      kit.eachVector(code, d.runBytes, (at) => at.store(output, compute(code, at.load(input))));
    });
  });
}

function addParameterMap(
  kit: Kit,
  name: string,
  compute: (code: Code, x: V128, parameter: V128) => V128,
): Kernel<typeof parameterFields> {
  return kit.kernel(name, parameterFields, (code, d, share) => {
    const parameter = code.let('v128', f32x4.splat(d.parameter));
    eachPixel(code, d, share, ({ input, output }) => {
      kit.eachVector(code, d.runBytes, (at) => at.store(output, compute(code, at.load(input), parameter)));
    });
  });
}

/** Vectors that are computed in turns. */
const turns = 4;

/** Of a sigmoid and the value that it is of. */
function addSigmoids(kit: Kit, name: string, combine: (gate: V128, x: V128) => V128): MapKernel {
  return kit.kernel(`${name}${kit.relaxed ? '_relaxed' : ''}`, rowFields, (code, d, share) => {
    eachPixel(code, d, share, ({ input, output }) => {
      const { from, to, end } = code.variables({ from: 'i32', to: 'i32', end: 'i32' });
      code.set(from, input);
      code.set(to, output);
      code.set(end, i32.add(input, i32.and(d.runBytes, -16 * turns)));
      code.count(from, end, 16 * turns, () => {
        let parts = 0;
        const access = {
          load: (index: number) => v128.load(from, 16 * index),
          store: (index: number, gate: V128, x: V128) => code.store(stores.v128, to, combine(gate, x), 16 * index),
        };
        sigmoids(kit, code, turns, access, (body) =>
          // Never so, each in its way: V8 keeps one of those that are alike.
          code.block((leave) => body(() => leave(i32.eq(from, --parts)))),
        );
        code.increase(to, 16 * turns);
      });
      const rest = code.let('i32', i32.and(d.runBytes, 16 * turns - 1));
      kit.eachVector(code, rest, (at) => {
        sigmoids(kit, code, 1, {
          load: () => at.load(from),
          store: (_, gate, x) => at.store(to, combine(gate, x)),
        });
      });
    });
  });
}

export function addElementwise(kit: Kit) {
  const zero = f32x4.const(0);
  return lazily({
    copy: () => addMap(kit, 'f32_copy', (_, x) => x),
    relu: () => addMap(kit, 'f32_relu', (_, x) => f32x4.pmax(x, zero)),
    relu6: () => addMap(kit, 'f32_relu6', (_, x) => f32x4.pmin(f32x4.pmax(x, zero), f32x4.const(6))),
    sigmoid: () => addSigmoids(kit, 'f32_sigmoid', (gate) => gate),
    tanh: () => addMap(kit, 'f32_tanh', hyperbolicTangent),
    silu: () => addSigmoids(kit, 'f32_silu', f32x4.mul),
    gelu: () => addMap(kit, 'f32_gelu', gelu),
    hardswish: () => addMap(kit, 'f32_hardswish', (code, x) => hardSwish(code, code.let('v128', x))),
    leakyrelu: () =>
      addParameterMap(kit, 'f32_leakyrelu', (code, x, slope) => {
        const value = code.let('v128', x);
        return v128.bitselect(f32x4.mul(value, slope), value, f32x4.lt(value, zero));
      }),
    elu: () => addParameterMap(kit, 'f32_elu', linearUnit),
    selu: () =>
      addMap(kit, 'f32_selu', (code, x) =>
        f32x4.mul(linearUnit(code, x, f32x4.const(seluAlpha)), f32x4.const(seluScale)),
      ),
    mish: () => addMap(kit, 'f32_mish', mish),
    softplus: () => addMap(kit, 'f32_softplus', softplus),
    hardsigmoid: () =>
      addParameterMap(kit, 'f32_hardsigmoid', (_, x, slope) =>
        f32x4.pmin(f32x4.pmax(f32x4.add(f32x4.mul(x, slope), f32x4.const(0.5)), zero), f32x4.const(1)),
      ),
    clip: () =>
      kit.kernel('f32_clip', limitFields, (code, d, share) => {
        eachPixel(code, d, share, ({ input, output }) => {
          kit.eachVector(code, d.runBytes, (at) => at.store(output, clampTo(d.limits, at.load(input))));
        });
      }),
    prelu: () =>
      kit.kernel('f32_prelu', slopeFields, (code, d, share) => {
        eachPixel(code, d, share, ({ input, output }) => {
          kit.eachVector(code, d.runBytes, (at) => {
            const value = code.let('v128', at.load(input));
            at.store(output, v128.bitselect(f32x4.mul(value, at.load(d.slopes)), value, f32x4.lt(value, zero)));
          });
        });
      }),
    scale: () => addParameterMap(kit, 'f32_scale', (_, x, factor) => f32x4.mul(x, factor)),
    batchNorm: () =>
      kit.kernel('f32_batchnorm', normFields, (code, d, share) => {
        eachPixel(code, d, share, ({ input, output }) => {
          kit.eachVector(code, d.runBytes, (at) => {
            const scaled = f32x4.mul(at.load(input), at.load(d.factors));
            at.store(output, clampTo(d.limits, f32x4.add(scaled, at.load(d.terms))));
          });
        });
      }),
    add: () => addJoin(kit, 'f32_add', f32x4.add),
    multiply: () => addJoin(kit, 'f32_multiply', f32x4.mul),
    softmax: () => addSoftmax(kit),
  });
}

/** Of two tensors value by value, or with one float of the second for each pixel of the first. */
function addJoin(kit: Kit, name: string, combine: (a: V128, b: V128) => V128) {
  const form = (formName: string, isSpread: boolean) =>
    kit.kernel(formName, sumFields, (code, d, share) => {
      const { other, lanes } = code.variables({ other: 'i32', lanes: 'v128' });
      eachPixel(code, d, share, ({ input, output, row, pixel }) => {
        code.set(other, i32.add(i32.add(d.other, i32.mul(row, d.otherRow)), i32.mul(pixel, d.otherPixel)));
        if (isSpread) code.set(lanes, v128.loadSplat(other));
        kit.eachVector(code, d.runBytes, (at) => {
          at.store(output, combine(at.load(input), isSpread ? lanes : at.load(other)));
        });
      });
    });
  return lazily({ full: () => form(name, false), spread: () => form(`${name}_spread`, true) });
}

/** exp(x - max) / sum over the run, which is a pixel's channels. */
function addSoftmax(kit: Kit): MapKernel {
  return kit.kernel('f32_softmax', rowFields, (code, d, share) => {
    const { largest, sum, offset, lanes } = code.variables({
      largest: 'f32',
      sum: 'f32',
      offset: 'i32',
      lanes: 'v128',
    });
    eachPixel(code, d, share, ({ input, output }) => {
      // Float by float, so that the order of the sum is plain and no empty lane takes part.
      code.set(largest, Number.NEGATIVE_INFINITY);
      code.set(offset, 0);
      code.count(offset, d.runBytes, 4, () => {
        code.set(largest, f32.max(largest, f32.load(i32.add(input, offset))));
      });
      code.set(lanes, f32x4.splat(largest));
      kit.eachVector(code, d.runBytes, (at) => {
        at.store(output, exponential(code, f32x4.sub(at.load(input), lanes)));
      });
      code.set(sum, 0);
      code.set(offset, 0);
      code.count(offset, d.runBytes, 4, () => code.set(sum, f32.add(sum, f32.load(i32.add(output, offset)))));
      code.set(lanes, f32x4.splat(sum));
      kit.eachVector(code, d.runBytes, (at) => at.store(output, f32x4.div(at.load(output), lanes)));
    });
  });
}
