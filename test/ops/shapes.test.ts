/** Results of layers that are not windows, joins, and what layers tell about their weights and products. */

import assert from 'node:assert/strict';
import type { Shape } from '../../src/ops/dim';
import { type Arguments, applyLayer, layer } from '../support/layer';

describe('shapes', () => {
  const cases: readonly [op: string, input: Shape, given: Arguments, result: Shape][] = [
    ['flatten', [7, 7, 512], {}, [1, 1, 25_088]],
    ['flatten', [7, undefined, 512], {}, [1, 1, undefined]],
    ['dense', [undefined, undefined, undefined], { units: 10 }, [1, 1, 10]],
    ['globalmaxpool', [9, 3, 5], {}, [1, 1, 5]],
    ['adaptiveavgpool', [14, 14, 512], { size: 4 }, [4, 4, 512]],
    ['adaptiveavgpool', [2, 2, 5], { size: [3, 7] }, [3, 7, 5]],
    ['pad', [5, 6, 7], { amount: 2 }, [9, 10, 7]],
    ['pad', [5, 6, 7], { amount: [1, 3] }, [7, 12, 7]],
    ['pad', [5, 6, 7], { amount: [1, 2, 3, 4] }, [8, 13, 7]],
    ['pad', [undefined, 6, 7], { amount: 1 }, [undefined, 8, 7]],
    ['upsample', [5, 6, 7], {}, [10, 12, 7]],
    ['upsample', [5, 6, 7], { factor: [1, 3], mode: 'bilinear' }, [5, 18, 7]],
    ['lrn', [5, 6, 7], {}, [5, 6, 7]],
    ['batchnorm', [5, 6, 7], {}, [5, 6, 7]],
    ['softmax', [5, 6, 7], {}, [5, 6, 7]],
    ['dropout', [5, 6, 7], { rate: 0 }, [5, 6, 7]],
    ['scale', [5, 6, 7], { factor: -1 }, [5, 6, 7]],
    ['identity', [undefined, 6, 7], {}, [undefined, 6, 7]],
    ['input', [0, 0, 0], { height: 224, width: 192, channels: 3 }, [224, 192, 3]],
    // A window of unknown size still gives ceil(input / stride) results with `same`.
    ['conv', [5, 6, 7], { filters: 8, kernel: undefined, stride: 2 }, [3, 3, 8]],
    ['conv', [5, 6, 7], { filters: undefined, kernel: 3, padding: 'valid' }, [3, 4, undefined]],
    ['conv', [5, 6, 7], { filters: 8, kernel: 3, padding: undefined }, [undefined, undefined, 8]],
    ['conv', [9, 9, 7], { filters: 8, kernel: 3, stride: [2, undefined] }, [5, undefined, 8]],
    ['conv', [9, 9, 7], { filters: 8, kernel: 3, padding: [0, 0, 0, undefined] }, [7, undefined, 8]],
    ['depthwise', [9, 9, undefined], { kernel: 3 }, [9, 9, undefined]],
  ];
  for (const [op, input, given, result] of cases) {
    const shown = (shape: Shape): string => shape.map((value) => value ?? '?').join('x');
    it(`${op} makes ${shown(result)} of ${shown(input)}`, () => {
      const { shape, messages } = applyLayer(op, input, given);
      assert.deepEqual(messages, []);
      assert.deepEqual(shape, result);
    });
  }

  it('of a layer without an input are unknown', () => {
    const { shape, messages } = applyLayer('conv', [], { filters: 8, kernel: 3 });
    assert.deepEqual([shape, messages], [[undefined, undefined, 8], []]);
    assert.deepEqual(applyLayer('concat', []).shape, [undefined, undefined, undefined]);
  });
});

describe('joins', () => {
  it('by channel add channels', () => {
    assert.deepEqual(
      applyLayer('concat', [
        [28, 28, 64],
        [28, 28, 128],
        [28, 28, 32],
      ]).shape,
      [28, 28, 224],
    );
  });

  it('by channel know a size that any branch knows, and channels that all know', () => {
    assert.deepEqual(
      applyLayer('concat', [
        [undefined, 28, 64],
        [28, undefined, 128],
      ]).shape,
      [28, 28, 192],
    );
    assert.deepEqual(
      applyLayer('concat', [
        [28, 28, undefined],
        [28, 28, 128],
      ]).shape,
      [28, 28, undefined],
    );
  });

  it('by channel need equal sizes', () => {
    const { problems, shape } = applyLayer('concat', [
      [30, 30, 8],
      [30, 32, 8],
      [30, 34, 8],
    ]);
    assert.deepEqual(problems, [
      { text: 'shape.concat-size', at: null, values: { operands: { all: ['30x30', '30x32', '30x34'] } } },
    ]);
    assert.deepEqual(shape, [30, undefined, 24]);
  });

  it('by sum need equal shapes', () => {
    assert.deepEqual(
      applyLayer('add', [
        [8, 8, 64],
        [8, undefined, 64],
      ]).shape,
      [8, 8, 64],
    );
    assert.deepEqual(
      applyLayer('add', [
        [8, 8, undefined],
        [8, 8, 64],
      ]).shape,
      [8, 8, 64],
    );
    const { problems, shape } = applyLayer('add', [
      [8, 8, 64],
      [8, 8, 64],
      [4, 8, 32],
    ]);
    assert.deepEqual(problems, [
      { text: 'shape.add-shape', at: null, values: { operands: { all: ['8x8x64', '8x8x64', '4x8x32'] } } },
    ]);
    assert.deepEqual(shape, [undefined, 8, undefined]);
  });
});

describe('weights', () => {
  const shapes = (op: string, input: Shape, given: Arguments): readonly string[] => {
    const { op: definition, attributes } = applyLayer(op, input, given);
    return (definition.weights?.(input, attributes) ?? []).map(
      ({ name, shape, trainable, fanIn }) => `${name} ${shape.join('x')} ${fanIn}${trainable ? '' : ' fixed'}`,
    );
  };

  it('of convolutions have input channels per group, then filters', () => {
    assert.deepEqual(shapes('conv', [27, 27, 96], { filters: 256, kernel: [5, 3], groups: 2 }), [
      'weight 5x3x48x256 720',
      'bias 256 720',
    ]);
    assert.deepEqual(shapes('depthwise', [9, 9, 8], { kernel: 3, multiplier: 2, bias: false }), ['weight 3x3x1x16 9']);
    assert.deepEqual(shapes('separable', [9, 9, 8], { filters: 5, kernel: 3, multiplier: 2 }), [
      'depthwise.weight 3x3x1x16 9',
      'pointwise.weight 1x1x16x5 16',
      'bias 5 16',
    ]);
  });

  it('of a norm inside carry its name', () => {
    assert.deepEqual(shapes('dense', [2, 2, 3], { units: 4, norm: layer('batchnorm', { scale: false }) }), [
      'weight 12x4 12',
      'norm.beta 4 1',
      'norm.mean 4 1 fixed',
      'norm.variance 4 1 fixed',
    ]);
  });

  it('add up to the parameters', () => {
    const cases: readonly [string, Arguments][] = [
      ['conv', { filters: 6, kernel: [3, 1], groups: 3, norm: 'batchnorm', bias: true }],
      ['depthwise', { kernel: 3, norm: layer('batchnorm', { center: false }) }],
      ['separable', { filters: 5, kernel: 3, multiplier: 2, norm: 'lrn' }],
      ['dense', { units: 7, norm: 'batchnorm' }],
      ['batchnorm', { scale: false }],
    ];
    for (const [name, given] of cases) {
      const input: Shape = [5, 4, 9];
      const { op, attributes, cost } = applyLayer(name, input, given);
      let trainable = 0;
      let all = 0;
      for (const spec of op.weights?.(input, attributes) ?? []) {
        const count = spec.shape.reduce<number>((product, dimension) => product * (dimension as number), 1);
        all += count;
        if (spec.trainable) trainable += count;
      }
      assert.deepEqual([trainable, all], [cost.params, cost.paramsTotal], name);
    }
  });
});

describe('formulas', () => {
  it('have factors that multiply to the result, and results that add up to the multiplies', () => {
    const cases: readonly [string, Arguments, string][] = [
      ['conv', { filters: 6, kernel: [3, 1], stride: 2 }, 'Hout*Wout*Cout * Kh*Kw*Cin'],
      ['conv', { filters: 6, kernel: 3, groups: 3 }, 'Hout*Wout*Cout * Kh*Kw*Cin/groups'],
      ['depthwise', { kernel: 3, multiplier: 2 }, 'Hout*Wout*Cout * Kh*Kw'],
      ['separable', { filters: 5, kernel: 3 }, 'Hout*Wout*Cmid * Kh*Kw + Hout*Wout*Cout * Cmid'],
      ['dense', { units: 7 }, 'units * Hin*Win*Cin'],
    ];
    for (const [name, given, text] of cases) {
      const input: Shape = [6, 4, 9];
      const { op, attributes, shape, cost } = applyLayer(name, input, given);
      const formulas = op.formulas?.(input, shape, attributes) ?? [];
      let total = 0;
      const written = formulas.map(({ factors, result }) => {
        const product = factors.reduce(
          (sofar, { value, divide }) => (divide ? sofar / (value as number) : sofar * (value as number)),
          1,
        );
        assert.equal(product, result);
        total += product;
        const part = (of: 'output' | 'tap'): string =>
          factors
            .filter((factor) => factor.of === of)
            .map(({ symbol, divide }, i) => `${i === 0 ? '' : divide ? '/' : '*'}${symbol}`)
            .join('');
        return `${part('output')} * ${part('tap')}`;
      });
      assert.equal(total, cost.multiplies, name);
      assert.equal(written.join(' + '), text);
    }
  });

  it('of a dense layer behind a global pool have its channels alone', () => {
    const { op, attributes, shape } = applyLayer('dense', [1, 1, 1024], { units: 1000 });
    const [formula] = op.formulas?.([1, 1, 1024], shape, attributes) ?? [];
    assert.deepEqual(
      formula?.factors.map(({ symbol, value }) => [symbol, value]),
      [
        ['units', 1000],
        ['Cin', 1024],
      ],
    );
  });
});
