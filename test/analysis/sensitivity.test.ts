/** What one more filter costs, by hand. */

import assert from 'node:assert/strict';
import { analyze } from '../../src/analysis/analyze';
import { sensitivities } from '../../src/analysis/sensitivity';
import { parse } from '../../src/syntax/parser';

function of(body: string, path: string) {
  const file = parse('/n.cnn', `network N {\n  input: 28x28x192\n  ${body}\n}\n`);
  const [network] = analyze({ file: () => file, resolve: (_, target) => target }, '/n.cnn').networks;
  const layer = network?.graph.layers.find((one) => one.path === path);
  assert.ok(network && layer, path);
  return Object.fromEntries(
    sensitivities(network, layer).map(({ parameter, text, multiplies }) => [`${parameter} ${text}`, multiplies]),
  );
}

describe('sensitivity of the cost', () => {
  it("of the lecture's layer", () => {
    assert.deepEqual(of('conv(32, 5x5)', 'conv_1'), {
      // 28*28 * 5*5*192
      'filters 33': 3_763_200,
      // 28*28*32 * (7*7 - 5*5) * 192
      'kernel 7x7': 115_605_504,
      // 14*14*32 * 5*5*192 are a quarter.
      'stride 2x2': -90_316_800,
    });
  });

  it('with what follows from it', () => {
    // One more filter: 28*28 * 192 here, and 28*28 * 8 * 3*3 in the layer behind.
    assert.equal(of('conv(16, 1x1) conv(8, 3x3)', 'conv_1')['filters 17'], 28 * 28 * 192 + 28 * 28 * 8 * 9);
  });

  it('is not told where the network would not fit together', () => {
    const body = 'add { branch { conv(192, 3x3) } branch { } }';
    assert.deepEqual(Object.keys(of(body, 'branch_1/conv_1')), ['kernel 5x5']);
  });
});
