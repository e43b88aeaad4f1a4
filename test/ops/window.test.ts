/** Window arithmetic: published sizes, and naive loops over every result and tap. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Pads, Shape } from '../../src/ops/dim';
import {
  type Axis,
  effectiveTaps,
  type Geometry,
  hasPaddingOnlyWindow,
  outputSize,
  padAfter,
  padBefore,
  smallestInput,
} from '../../src/ops/window';
import { type Arguments, applyLayer } from '../support/layer';

const V: Axis = 0;
const H: Axis = 1;

const sizes: readonly [what: string, op: string, input: number, given: Arguments, output: number][] = [
  // Caffe's GoogLeNet rounds its pools up.
  ['conv1 of GoogLeNet', 'conv', 224, { filters: 64, kernel: 7, stride: 2, padding: 3 }, 112],
  ['pool1', 'maxpool', 112, { kernel: 3, stride: 2, padding: 'valid', rounding: 'ceil' }, 56],
  ['pool2', 'maxpool', 56, { kernel: 3, stride: 2, padding: 'valid', rounding: 'ceil' }, 28],
  ['pool3', 'maxpool', 28, { kernel: 3, stride: 2, padding: 'valid', rounding: 'ceil' }, 14],
  ['pool4', 'maxpool', 14, { kernel: 3, stride: 2, padding: 'valid', rounding: 'ceil' }, 7],
  ['pool4 of torchvision', 'maxpool', 14, { kernel: 2, stride: 2, padding: 'valid', rounding: 'ceil' }, 7],
  ['a head of GoogLeNet', 'avgpool', 14, { kernel: 5, stride: 3, padding: 'valid' }, 4],
  ['the same sizes by same', 'maxpool', 112, { kernel: 3, stride: 2 }, 56],
  // The stem of Inception-v3.
  ['299 valid', 'conv', 299, { filters: 32, kernel: 3, stride: 2, padding: 'valid' }, 149],
  ['299 same', 'conv', 299, { filters: 32, kernel: 3, stride: 2 }, 150],
  ['149 valid', 'conv', 149, { filters: 32, kernel: 3, padding: 'valid' }, 147],
  ['147 same', 'conv', 147, { filters: 64, kernel: 3 }, 147],
  ['147 pooled', 'maxpool', 147, { kernel: 3, stride: 2, padding: 'valid' }, 73],
  ['71 pooled', 'maxpool', 71, { kernel: 3, stride: 2, padding: 'valid' }, 35],
  // Network in Network.
  ['NIN conv1', 'conv', 224, { filters: 96, kernel: 11, stride: 4, padding: 'valid' }, 54],
  ['NIN pool1', 'maxpool', 54, { kernel: 3, stride: 2, padding: 'valid', rounding: 'ceil' }, 27],
  ['NIN CIFAR pool', 'maxpool', 32, { kernel: 3, stride: 2, padding: 'valid', rounding: 'ceil' }, 16],
  // PyTorch: a last window that would start on the padding at the end is left out.
  ['ceil_mode drops', 'maxpool', 5, { kernel: 2, stride: 2, padding: 1, rounding: 'ceil' }, 3],
  ['ceil_mode keeps', 'maxpool', 6, { kernel: 3, stride: 2, padding: 1, rounding: 'ceil' }, 4],
  ['ceil_mode drops 1x1 stride 2', 'maxpool', 4, { kernel: 1, stride: 2, padding: 'valid', rounding: 'ceil' }, 2],
  ['ceil_mode with less than a kernel', 'maxpool', 2, { kernel: 3, stride: 2, padding: 'valid', rounding: 'ceil' }, 1],
  ['ceil has no effect with same', 'maxpool', 7, { kernel: 2, stride: 2, rounding: 'ceil' }, 4],
  ['dilation widens', 'conv', 10, { filters: 1, kernel: 3, dilation: 3, padding: 'valid' }, 4],
  ['dilation keeps with same', 'conv', 10, { filters: 1, kernel: 3, dilation: 3 }, 10],
  ['uneven padding', 'conv', 10, { filters: 1, kernel: 3, padding: [2, 1, 2, 1] }, 11],
];

describe('sizes of windows', () => {
  for (const [what, op, input, given, output] of sizes) {
    it(`${what}: ${input} becomes ${output}`, () => {
      const { shape, messages } = applyLayer(op, [input, input, 1], given);
      assert.deepEqual(messages, []);
      assert.deepEqual([shape[0], shape[1]], [output, output]);
    });
  }

  it('reads pairs as vertical, horizontal and fours as top, bottom, left, right', () => {
    const common = { filters: 1, kernel: [1, 3] };
    assert.deepEqual(applyLayer('conv', [10, 10, 1], { ...common, padding: 'valid' }).shape, [10, 8, 1]);
    assert.deepEqual(applyLayer('conv', [10, 10, 1], { ...common, padding: [1, 0] }).shape, [12, 8, 1]);
    assert.deepEqual(applyLayer('conv', [10, 10, 1], { ...common, padding: [1, 2, 3, 4] }).shape, [13, 15, 1]);
    assert.deepEqual(applyLayer('conv', [10, 10, 1], { ...common, stride: [2, 5] }).shape, [5, 2, 1]);
  });

  it('puts the odd zero of same at the bottom and right', () => {
    const { op, attributes } = applyLayer('conv', [224, 225, 3], { filters: 64, kernel: 7, stride: 2 });
    assert.deepEqual(op.window?.([224, 225, 3], attributes).pads, [2, 3, 3, 3]);
  });
});

describe('a window that does not fit', () => {
  const problem = (name: string, input: Shape, given: Arguments): readonly [readonly string[], Shape] => {
    const { messages, shape } = applyLayer(name, input, given);
    return [messages, shape];
  };

  it('is reported with the smallest input, and only its axis is unknown', () => {
    assert.deepEqual(problem('conv', [5, 9, 3], { filters: 8, kernel: 7, padding: 'valid' }), [
      ['shape.window: the 7x7 window does not fit into 5x9; the smallest input that works is 7x7'],
      [undefined, 3, 8],
    ]);
  });

  it('counts padding and dilation', () => {
    assert.deepEqual(problem('conv', [4, 4, 3], { filters: 8, kernel: 5, dilation: 2, padding: 2 }), [
      [
        'shape.window: the 5x5 (dilated to 9x9) window does not fit into 4x4 with padding 2; the smallest input that works is 5x5',
      ],
      [undefined, undefined, 8],
    ]);
  });

  it('divides downwards, not towards zero', () => {
    assert.deepEqual(problem('maxpool', [2, 3, 3], { kernel: 3, stride: 2, padding: 'valid' }), [
      ['shape.window: the 3x3 window does not fit into 2x3; the smallest input that works is 3x3'],
      [undefined, 1, 3],
    ]);
  });

  it('is reported where the other axis is unknown', () => {
    assert.deepEqual(problem('conv', [2, undefined, 3], { filters: 8, kernel: [3, 1], padding: 'valid' }), [
      ['shape.window: the 3x1 window does not fit into 2x?; the smallest input that works is 3x1'],
      [undefined, undefined, 8],
    ]);
  });

  it('has a smallest size at which it fits, and does not one below', () => {
    fc.assert(
      fc.property(geometries, (geometry) => {
        const smallest = smallestInput(geometry, V) as number;
        assert.ok((outputSize(geometry, V, smallest) as number) >= 1);
        if (smallest > 1) assert.ok((outputSize(geometry, V, smallest - 1) as number) < 1);
      }),
      { seed: 11, numRuns: 500 },
    );
  });
});

describe('a pool over padding alone', () => {
  it('is reported at the padding', () => {
    const { problems, shape } = applyLayer('maxpool', [8, 8, 4], { kernel: 2, stride: 2, padding: [2, 0, 0, 0] });
    assert.deepEqual(problems, [{ text: 'shape.padding-only', at: 'padding', values: {} }]);
    assert.deepEqual(shape, [undefined, 4, 4]);
  });

  it('is no mistake of a convolution', () => {
    const { messages, shape } = applyLayer('conv', [8, 8, 4], { filters: 1, kernel: 1, padding: 1 });
    assert.deepEqual([messages, shape], [[], [10, 10, 1]]);
  });

  it('needs no input size where the leading padding is as large as the kernel', () => {
    const { messages } = applyLayer('avgpool', [undefined, undefined, 4], { kernel: 2, padding: 2 });
    assert.deepEqual(messages, ['shape.padding-only: a window of this pool lies over padding alone']);
  });

  it('is found exactly where a loop over the windows finds one', () => {
    fc.assert(
      fc.property(geometries, fc.integer({ min: 1, max: 24 }), (drawn, input) => {
        const geometry: Geometry = { ...drawn, dilation: [1, 1] };
        const output = outputSize(geometry, V, input) as number;
        fc.pre(output >= 1);
        const before = padBefore(geometry, V, input) as number;
        let found = false;
        for (let o = 0; o < output; o++) {
          let covers = false;
          for (let k = 0; k < (geometry.kernel[V] as number); k++) {
            const position = o * (geometry.stride[V] as number) + k - before;
            if (position >= 0 && position < input) covers = true;
          }
          if (!covers) found = true;
        }
        assert.equal(hasPaddingOnlyWindow(geometry, V, input, output), found);
      }),
      { seed: 12, numRuns: 1500 },
    );
  });
});

/** Padding is often large, so that windows over padding alone and taps on both sides are drawn too. */
const geometries: fc.Arbitrary<Geometry> = fc
  .record({
    kernel: fc.integer({ min: 1, max: 9 }),
    stride: fc.integer({ min: 1, max: 6 }),
    dilation: fc.integer({ min: 1, max: 4 }),
    pads: fc.option(fc.tuple(fc.nat(8), fc.nat(8)), { freq: 4 }),
    rounding: fc.constantFrom('floor' as const, 'ceil' as const),
  })
  .map(({ kernel, stride, dilation, pads, rounding }) => ({
    kernel: [kernel, kernel],
    stride: [stride, stride],
    dilation: [dilation, dilation],
    padding: pads === null ? 'same' : [pads[0], pads[1], 0, 0],
    rounding,
  }));

describe('padding of same', () => {
  it('is the least that gives ceil(input / stride) results, at most one more behind than before', () => {
    fc.assert(
      fc.property(geometries, fc.integer({ min: 1, max: 40 }), (drawn, input) => {
        const geometry: Geometry = { ...drawn, padding: 'same' };
        const before = padBefore(geometry, H, input) as number;
        const after = padAfter(geometry, H, input) as number;
        const explicit = (pads: Pads): number | undefined =>
          outputSize({ ...geometry, padding: pads, rounding: 'floor' }, H, input);
        const wanted = Math.ceil(input / (geometry.stride[H] as number));
        assert.ok(after - before === 0 || after - before === 1);
        assert.equal(outputSize(geometry, H, input), wanted);
        if (before + after === 0) return;
        assert.equal(explicit([0, 0, before, after]), wanted);
        assert.ok((explicit([0, 0, before, after - 1]) as number) < wanted);
      }),
      { seed: 13, numRuns: 500 },
    );
  });
});

describe('taps on the input', () => {
  const flat = (kernel: number, stride: number, dilation: number, before: number, after: number): Geometry => ({
    kernel: [kernel, kernel],
    stride: [stride, stride],
    dilation: [dilation, dilation],
    padding: [before, after, before, after],
    rounding: 'floor',
  });

  it('are 134 of 140 for a 5-wide window over 28 values', () => {
    assert.equal(effectiveTaps(flat(5, 1, 1, 2, 2), V, 28, 28), 134);
  });

  it('are those that a loop over results and taps counts', () => {
    fc.assert(
      fc.property(geometries, fc.integer({ min: 1, max: 40 }), (geometry, input) => {
        const output = outputSize(geometry, V, input) as number;
        fc.pre(output >= 1);
        const before = padBefore(geometry, V, input) as number;
        let count = 0;
        for (let o = 0; o < output; o++) {
          for (let k = 0; k < (geometry.kernel[V] as number); k++) {
            const position = o * (geometry.stride[V] as number) + k * (geometry.dilation[V] as number) - before;
            if (position >= 0 && position < input) count++;
          }
        }
        assert.equal(effectiveTaps(geometry, V, input, output), count);
      }),
      { seed: 14, numRuns: 2000 },
    );
  });

  it('are counted at once however large the sizes', () => {
    const billion = 1e9;
    // One zero on each side of a billion values: the first and the last result miss one tap each.
    assert.equal(effectiveTaps(flat(3, 1, 1, 1, 1), V, billion, billion), 3 * billion - 2);
    // A kernel as wide as the padded row: one result, whose taps fall on the row once each.
    assert.equal(effectiveTaps(flat(billion, 1, 1, 0, 0), V, billion, 1), billion);
    // One value under a wide kernel: every result sees it once, whether there is one result or as many as taps.
    assert.equal(effectiveTaps(flat(9e7 + 1, 1, 1, 4.5e7, 4.5e7), V, 1, 1), 1);
    assert.equal(effectiveTaps(flat(9e7 + 1, 1, 1, 9e7, 9e7), V, 1, 9e7 + 1), 9e7 + 1);
    // The second tap of every window lies far behind the row.
    assert.equal(effectiveTaps(flat(2, 7, 999_999_937, 0, 999_999_937), V, 70, 10), 10);
  });

  it('of a layer with more than 2^53 of them are not below 2^53', () => {
    const { cost } = applyLayer('conv', [1e9, 1e9, 1], { filters: 1, kernel: 1e9 });
    assert.ok((cost.multiplies as number) > 2 ** 53);
    assert.ok((cost.effectiveMultiplies as number) > 2 ** 53);
  });

  it('are unknown where positions are no longer exact', () => {
    assert.equal(effectiveTaps(flat(3, 1, 2 ** 53, 1, 1), V, 10, 10), undefined);
  });
});
