/** What layers cost: figures of the course and of published networks, and small cases counted by hand. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Dim, Shape } from '../../src/ops/dim';
import type { Elementwise, LayerCost } from '../../src/ops/op';
import { allOps } from '../../src/ops/registry';
import { type Arguments, applyLayer, layer } from '../support/layer';

const none: Elementwise = { multiply: 0, add: 0, compare: 0, divide: 0, exp: 0 };

type Expected = Partial<Omit<LayerCost, 'elementwise'>> & { readonly elementwise?: Partial<Elementwise> };

function costs(op: string, input: Shape, given: Arguments, expected: Expected): void {
  const { cost, messages } = applyLayer(op, input, given);
  assert.deepEqual(messages, []);
  const { elementwise, ...counts } = expected;
  for (const [name, count] of Object.entries(counts)) assert.equal(cost[name as keyof LayerCost], count, name);
  if (elementwise !== undefined) assert.deepEqual(cost.elementwise, { ...none, ...elementwise });
}

describe('the course example, 28x28x192', () => {
  it('costs 120,422,400 multiplies directly', () => {
    costs(
      'conv',
      [28, 28, 192],
      { filters: 32, kernel: 5, activation: 'none' },
      {
        multiplies: 120_422_400,
        effectiveMultiplies: 110_321_664,
        // As many sums as products: 4,799 of a result's 4,800 taps, and the bias.
        adds: 120_422_400,
        elementwise: {},
        params: 153_600 + 32,
        paramsTotal: 153_600 + 32,
      },
    );
  });

  it('costs 12,443,648 through a bottleneck', () => {
    const narrow = applyLayer('conv', [28, 28, 192], { filters: 16, kernel: 1 });
    const wide = applyLayer('conv', narrow.shape, { filters: 32, kernel: 5 });
    assert.deepEqual(wide.shape, [28, 28, 32]);
    assert.equal(narrow.cost.multiplies, 2_408_448);
    assert.equal(wide.cost.multiplies, 10_035_200);
    const effective = [narrow.cost.effectiveMultiplies, wide.cost.effectiveMultiplies] as number[];
    assert.equal((effective[0] as number) + (effective[1] as number), 11_601_920);
    assert.equal((narrow.cost.params as number) + (wide.cost.params as number), 15_872 + 48);
  });

  it('costs 128,049,152 in the whole Inception module 3a', () => {
    const x: Shape = [28, 28, 192];
    const branches = [
      [applyLayer('conv', x, { filters: 64, kernel: 1 })],
      [
        applyLayer('conv', x, { filters: 96, kernel: 1 }),
        applyLayer('conv', [28, 28, 96], { filters: 128, kernel: 3 }),
      ],
      [applyLayer('conv', x, { filters: 16, kernel: 1 }), applyLayer('conv', [28, 28, 16], { filters: 32, kernel: 5 })],
      [applyLayer('maxpool', x, { kernel: 3 }), applyLayer('conv', x, { filters: 32, kernel: 1 })],
    ];
    const total = (count: (cost: LayerCost) => Dim): number =>
      branches.flat().reduce((sum, { cost }) => sum + (count(cost) as number), 0);
    assert.equal(
      total(({ multiplies }) => multiplies),
      128_049_152,
    );
    assert.equal(
      total(({ params }) => params),
      163_328 + 368,
    );
    const ends = branches.map((branch) => branch.at(-1)?.shape as Shape);
    assert.deepEqual(applyLayer('concat', ends).shape, [28, 28, 256]);
  });
});

describe('convolutions', () => {
  it('divide weights and multiplies by groups', () => {
    // conv2 of AlexNet: 27x27x96 to 256 by 5x5 in 2 groups; 307,200 weights, 223,948,800 multiplies.
    costs(
      'conv',
      [27, 27, 96],
      { filters: 256, kernel: 5, padding: 2, groups: 2 },
      {
        multiplies: 223_948_800,
        params: 307_200 + 256,
        adds: 27 * 27 * 256 * 1200,
      },
    );
  });

  it('need groups that divide input channels and filters', () => {
    const { messages, shape, cost } = applyLayer('conv', [8, 8, 6], { filters: 9, kernel: 3, groups: 2 });
    assert.deepEqual(messages, ['shape.groups: groups = 2 must divide the 6 input channels and the 9 filters']);
    assert.deepEqual(shape, [8, 8, 9]);
    assert.deepEqual([cost.multiplies, cost.params], [undefined, undefined]);
    assert.equal(cost.elementwise.compare, 576);
    const other = applyLayer('conv', [8, 8, 7], { filters: 8, kernel: 3, groups: 2 });
    assert.deepEqual(
      other.problems.map(({ text, at }) => [text, at]),
      [['shape.groups', 'groups']],
    );
  });

  it('cost the same with dilation, less the taps on padding', () => {
    const plain = applyLayer('conv', [9, 9, 4], { filters: 8, kernel: 3 });
    const dilated = applyLayer('conv', [9, 9, 4], { filters: 8, kernel: 3, dilation: 2 });
    assert.equal(plain.cost.multiplies, 9 * 9 * 8 * 36);
    assert.equal(dilated.cost.multiplies, plain.cost.multiplies);
    assert.equal(dilated.cost.params, plain.cost.params);
    // Per axis 27 taps, of which one falls outside at either end; two with dilation.
    assert.equal(plain.cost.effectiveMultiplies, 25 * 25 * 8 * 4);
    assert.equal(dilated.cost.effectiveMultiplies, 23 * 23 * 8 * 4);
  });

  it('have a bias unless a norm is in force or told otherwise', () => {
    const counts = (given: Arguments): readonly Dim[] => {
      const { cost } = applyLayer('conv', [4, 4, 2], { filters: 3, kernel: 1, activation: 'none', ...given });
      return [cost.adds, cost.params, cost.paramsTotal];
    };
    assert.deepEqual(counts({}), [96, 9, 9]);
    assert.deepEqual(counts({ bias: false }), [48, 6, 6]);
    assert.deepEqual(counts({ norm: 'batchnorm' }), [48, 12, 18]);
    assert.deepEqual(counts({ norm: 'batchnorm', bias: true }), [96, 15, 21]);
    assert.deepEqual(counts({ norm: layer('batchnorm', { scale: false }) }), [48, 9, 15]);
    assert.deepEqual(counts({ norm: 'lrn' }), [48, 6, 6]);
    assert.deepEqual(counts({ norm: 'none', bias: 'auto' }), [96, 9, 9]);
  });

  it('count their norm and activation as layers of their own', () => {
    costs(
      'conv',
      [10, 10, 3],
      { filters: 8, kernel: 3, norm: 'batchnorm', activation: 'sigmoid' },
      {
        elementwise: { multiply: 800, add: 1600, divide: 800, exp: 800 },
      },
    );
  });

  it('by depth cost a filter per channel', () => {
    // Depthwise 3x3 of MobileNet: 112x112x32, 288 weights, 3,612,672 multiplies.
    costs(
      'depthwise',
      [112, 112, 32],
      { kernel: 3 },
      {
        multiplies: 3_612_672,
        effectiveMultiplies: 334 * 334 * 32,
        adds: 3_612_672,
        params: 288 + 32,
      },
    );
    const { shape, cost } = applyLayer('depthwise', [8, 8, 5], { kernel: [3, 1], multiplier: 2, norm: 'batchnorm' });
    assert.deepEqual(shape, [8, 8, 10]);
    assert.deepEqual([cost.multiplies, cost.adds, cost.params, cost.paramsTotal], [1920, 1280, 50, 70]);
  });

  it('by parts cost both parts', () => {
    // A middle-flow convolution of Xception: 19x19x728, 536,536 weights, 193,689,496 multiplies.
    costs(
      'separable',
      [19, 19, 728],
      { filters: 728, kernel: 3, norm: 'batchnorm', activation: 'none' },
      {
        multiplies: 193_689_496,
        effectiveMultiplies: 55 * 55 * 728 + 19 * 19 * 728 * 728,
        adds: 19 * 19 * 728 * 8 + 19 * 19 * 728 * 727,
        params: 536_536 + 2 * 728,
        paramsTotal: 536_536 + 4 * 728,
      },
    );
    costs(
      'separable',
      [6, 6, 3],
      { filters: 5, kernel: 3, stride: 2, multiplier: 2 },
      {
        multiplies: 9 * 6 * 9 + 9 * 5 * 6,
        adds: 9 * 6 * 8 + 9 * 5 * 6,
        params: 54 + 30 + 5,
        elementwise: { compare: 45 },
      },
    );
  });
});

describe('dense layers', () => {
  it('weigh every input for every unit', () => {
    costs(
      'dense',
      [1, 1, 1024],
      { units: 1000 },
      {
        multiplies: 1_024_000,
        effectiveMultiplies: 1_024_000,
        adds: 1_024_000,
        elementwise: {},
        params: 1_025_000,
      },
    );
    // The first of a GoogLeNet head, on 4x4x128.
    costs(
      'dense',
      [4, 4, 128],
      { units: 1024, activation: 'relu' },
      {
        multiplies: 2_097_152,
        params: 2_098_176,
        elementwise: { compare: 1024 },
      },
    );
    costs('dense', [2, 2, 3], { units: 5, bias: false }, { multiplies: 60, adds: 55, params: 60 });
    costs('dense', [2, 2, 3], { units: 5, norm: 'batchnorm' }, { adds: 55, params: 70, paramsTotal: 80 });
  });
});

describe('single operations', () => {
  const cases: readonly [op: string, input: Shape, given: Arguments, counts: Partial<Elementwise>][] = [
    ['maxpool', [28, 28, 192], { kernel: 3 }, { compare: 28 * 28 * 192 * 8 }],
    ['avgpool', [14, 14, 512], { kernel: 5, stride: 3, padding: 'valid' }, { add: 8192 * 24, multiply: 8192 }],
    ['avgpool', [8, 8, 2], { kernel: 3, count_padding: true }, { add: 128 * 8, multiply: 128 }],
    ['globalavgpool', [7, 7, 1024], {}, { add: 48 * 1024, multiply: 1024 }],
    ['globalmaxpool', [7, 7, 1024], {}, { compare: 48 * 1024 }],
    // Windows 0-2, 1-4, 3-5 of 5 values: 2 + 3 + 2 values along each axis.
    ['adaptiveavgpool', [5, 5, 2], { size: 3 }, { add: (49 - 9) * 2, multiply: 18 }],
    ['adaptiveavgpool', [8, 12, 1], { size: [4, 3] }, { add: 96 - 12, multiply: 12 }],
    // More results than values: windows 0-1, 0-2, 1-2.
    ['adaptiveavgpool', [2, 1, 1], { size: [3, 1] }, { add: 1, multiply: 3 }],
    ['batchnorm', [4, 4, 8], {}, { multiply: 128, add: 128 }],
    ['lrn', [4, 4, 8], {}, { multiply: 256, add: 640, divide: 128, exp: 128 }],
    ['relu', [4, 4, 8], {}, { compare: 128 }],
    ['relu6', [4, 4, 8], {}, { compare: 256 }],
    ['leakyrelu', [4, 4, 8], {}, { compare: 128, multiply: 128 }],
    ['sigmoid', [4, 4, 8], {}, { exp: 128, add: 128, divide: 128 }],
    ['tanh', [4, 4, 8], {}, { multiply: 128, exp: 128, add: 256, divide: 128 }],
    ['silu', [4, 4, 8], {}, { exp: 128, add: 128, divide: 128, multiply: 128 }],
    ['gelu', [4, 4, 8], {}, { multiply: 384, add: 128, exp: 128 }],
    ['hardswish', [4, 4, 8], {}, { add: 128, compare: 256, multiply: 256 }],
    ['softmax', [1, 1, 1000], {}, { compare: 999, add: 1999, exp: 1000, divide: 1000 }],
    ['softmax', [2, 3, 4], {}, { compare: 18, add: 42, exp: 24, divide: 24 }],
    ['scale', [4, 4, 8], { factor: 0.17 }, { multiply: 128 }],
    ['upsample', [4, 4, 8], {}, {}],
    ['upsample', [4, 4, 8], { mode: 'bilinear' }, { multiply: 2048, add: 1536 }],
    ['dropout', [4, 4, 8], { rate: 0.4 }, {}],
    ['flatten', [4, 4, 8], {}, {}],
    ['pad', [4, 4, 8], { amount: 1 }, {}],
    ['identity', [4, 4, 8], {}, {}],
  ];
  for (const [op, input, given, counts] of cases) {
    it(`of ${op} on ${input.join('x')}`, () => {
      costs(op, input, given, {
        multiplies: 0,
        effectiveMultiplies: 0,
        adds: 0,
        elementwise: counts,
        params: op === 'batchnorm' ? 16 : 0,
        paramsTotal: op === 'batchnorm' ? 32 : 0,
      });
    });
  }

  it('of a sum are one less than its branches', () => {
    const x: Shape = [4, 4, 8];
    assert.deepEqual(applyLayer('add', [x, x, x]).cost.elementwise, { ...none, add: 256 });
    assert.deepEqual(applyLayer('add', [x]).cost.elementwise, none);
    assert.deepEqual(applyLayer('concat', [x, x]).cost.elementwise, none);
  });

  it('of adaptive pooling are those of its windows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), (from, to) => {
        let taps = 0;
        let widest = 0;
        for (let i = 0; i < to; i++) {
          const width = Math.ceil(((i + 1) * from) / to) - Math.floor((i * from) / to);
          taps += width;
          widest = Math.max(widest, width);
        }
        const { op, attributes, cost } = applyLayer('adaptiveavgpool', [from, 1, 1], { size: [to, 1] });
        assert.equal(cost.elementwise.add, taps - to);
        assert.equal(op.window?.([from, 1, 1], attributes).kernel[0], widest);
      }),
      { seed: 21, numRuns: 300 },
    );
  });
});

describe('what is unknown', () => {
  const counts = ({ cost }: { cost: LayerCost }): readonly Dim[] => [cost.multiplies, cost.adds, cost.params];

  it('leaves the weights of a convolution known where only the channels matter', () => {
    assert.deepEqual(counts(applyLayer('conv', [undefined, undefined, 4], { filters: 8, kernel: 3 })), [
      undefined,
      undefined,
      296,
    ]);
  });

  it('is everything after unknown channels', () => {
    const { shape, cost } = applyLayer('conv', [5, 5, undefined], { filters: 8, kernel: 1 });
    assert.deepEqual(shape, [5, 5, 8]);
    assert.deepEqual(counts({ cost }), [undefined, undefined, undefined]);
    assert.equal(cost.elementwise.compare, 200);
  });

  it('ends at a global pool', () => {
    const pooled = applyLayer('globalavgpool', [undefined, undefined, 10]);
    assert.deepEqual(pooled.shape, [1, 1, 10]);
    assert.deepEqual(pooled.cost.elementwise, { ...none, add: undefined, multiply: 10 });
    assert.deepEqual(counts(applyLayer('dense', pooled.shape, { units: 10 })), [100, 100, 110]);
  });

  it('is bias and weights, not multiplies, with an unknown norm', () => {
    const { cost } = applyLayer('conv', [5, 5, 2], { filters: 8, kernel: 1, norm: undefined });
    assert.deepEqual(counts({ cost }), [400, undefined, undefined]);
    assert.equal(cost.elementwise.compare, undefined);
  });

  it('is the single operations alone with an unknown activation', () => {
    const { cost } = applyLayer('conv', [5, 5, 2], { filters: 8, kernel: 1, activation: undefined });
    assert.deepEqual(counts({ cost }), [400, 400, 24]);
    assert.equal(cost.elementwise.compare, undefined);
  });

  it('never becomes a number when a part of the input is taken away', () => {
    const given: Record<string, Arguments> = {
      conv: { filters: 4, kernel: 3 },
      depthwise: { kernel: 3, norm: 'batchnorm' },
      separable: { filters: 4, kernel: 3 },
      maxpool: { kernel: 2 },
      avgpool: { kernel: 2 },
      adaptiveavgpool: { size: 2 },
      dense: { units: 4 },
      dropout: { rate: 0.5 },
      scale: { factor: 2 },
      pad: { amount: 1 },
      upsample: { mode: 'bilinear' },
      convtranspose: { filters: 4, kernel: 3, stride: 2, activation: 'prelu' },
      groupnorm: { groups: 4 },
      clip: { minimum: 0, maximum: 6 },
      crop: { amount: 1 },
      resize: { size: 3 },
      slice: { start: 2, channels: 4 },
      shuffle: { groups: 2 },
      input: { height: 4, width: 6, channels: 8 },
    };
    const flat = ({ shape, cost }: { shape: Shape; cost: LayerCost }): readonly Dim[] => {
      const { elementwise, ...others } = cost;
      return [...shape, ...Object.values(others), ...Object.values(elementwise)];
    };
    for (const { name } of allOps) {
      const full: Shape = [4, 6, 8];
      const known = flat(applyLayer(name, full, given[name]));
      assert.ok(
        known.every((value) => value !== undefined),
        name,
      );
      for (const hidden of [0, 1, 2]) {
        const partial = full.map((value, axis) => (axis === hidden ? undefined : value)) as unknown as Shape;
        flat(applyLayer(name, partial, given[name])).forEach((value, i) => {
          assert.ok(value === undefined || value === known[i], `${name} without dimension ${hidden}`);
        });
      }
    }
  });
});
