/** Turns of a `repeat` and calls of a module are judged each by itself, however much they are alike. */

import * as assert from 'node:assert/strict';
import { formatShape } from '../../src/base/number-format';
import { analyzeText } from '../support/analyze-text';

describe('turns and calls of the same text', () => {
  /** Of each layer of a network its shape and costs, and which have mistakes. */
  const of = (body: string, before = '') => {
    const [network] = analyzeText(`${before}\nnetwork N { ${body} }`).networks;
    assert.ok(network);
    return {
      shapes: network.shapes.map(formatShape),
      multiplies: network.costs.map(({ multiplies }) => multiplies),
      params: network.costs.map(({ params }) => params),
      wrong: [...network.errors].map(([layer, { code }]) => `${layer} ${code}`),
    };
  };

  it('have the values that their arguments have there', () => {
    const found = of('input x: 8x8x3 repeat i in 1..4 { conv(8 * max(2, i), 1x1) }');
    assert.deepEqual(found.shapes, ['8x8x3', '8x8x16', '8x8x16', '8x8x24', '8x8x32']);
    assert.deepEqual(found.multiplies, [0, 64 * 3 * 16, 64 * 16 * 16, 64 * 16 * 24, 64 * 24 * 32]);
    assert.deepEqual(found.wrong, []);
  });

  it('take the words, lists and layers that are given there', () => {
    const module = 'module m(k, act, n) { conv(4, k, padding = valid, activation = act, norm = n, bias = false) }';
    const calls = [
      'm(3x3, relu, none)',
      'm(3x3, none, none)',
      'm(3x3, none, batchnorm(scale = false))',
      'm(3x3, none, batchnorm())',
      'm(1x1, none, none)',
    ];
    const found = of(`input x: 9x9x4 ${calls.join(' ')}`, module);
    assert.deepEqual(found.shapes, ['9x9x4', '7x7x4', '5x5x4', '3x3x4', '1x1x4', '1x1x4']);
    assert.deepEqual(found.params, [0, 9 * 16, 9 * 16, 9 * 16 + 4, 9 * 16 + 8, 16]);
  });

  it('read the size of the result that is given there', () => {
    const module = 'module grow(to) { resize(like = to) }';
    const found = of(
      'input x: 8x8x1 a = maxpool(2x2, stride = 2) b = maxpool(2x2, stride = 2) grow(a) grow(x)',
      module,
    );
    assert.deepEqual(found.shapes, ['8x8x1', '4x4x1', '2x2x1', '4x4x1', '8x8x1']);
  });

  it('have the defaults that are in force there', () => {
    const text = (defaults: string) => `{ ${defaults} input x: 8x8x1 m() m() }`;
    const { networks } = analyzeText(
      `module m() { conv(1, 1x1) }\nnetwork A ${text('')}\nnetwork B ${text('defaults { conv(stride = 2) }')}\nnetwork C ${text('')}`,
    );
    const shapes = networks.map((network) => network.shapes.map(formatShape).join(' '));
    assert.deepEqual(shapes, ['8x8x1 8x8x1 8x8x1', '8x8x1 4x4x1 2x2x1', '8x8x1 8x8x1 8x8x1']);
  });

  it('are wrong where they are, and right elsewhere', () => {
    assert.deepEqual(of('input x: 8x8x1 repeat 5 { maxpool(2x2, stride = 2, padding = valid) }').wrong, [
      '4 shape.window',
    ]);
    // Behind the first that does not fit the size is unknown, and nothing more is said.
    assert.deepEqual(of('input x: 8x8x3 repeat n in [4, 3, 4, 3] { from x conv(12, 1x1, groups = n) }').wrong, [
      '1 shape.groups',
      '3 shape.groups',
    ]);
    assert.deepEqual(of('input x: 8x8x3 repeat n in [4, 2.5, 4, 2.5] { conv(n, 1x1) }').wrong, [
      '2 value.integer',
      '4 value.integer',
    ]);
  });

  it('are too large each by itself', () => {
    const found = of(`input x: 100000x100000x1000 repeat 2 { from x conv(1000000, 1x1) }`);
    assert.equal(found.wrong.length, 2);
  });
});
