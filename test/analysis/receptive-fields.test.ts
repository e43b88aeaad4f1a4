/** Receptive fields: published figures, and a brute-force count of the pixels that a value depends on. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { networkOf } from '../support/analyze-text';

function fieldAt(network: NetworkAnalysis, path: string): { size: number; jump: number; start: number }[] {
  const layer = network.graph.layers.find((candidate) => candidate.path === path);
  assert.ok(layer, path);
  const field = network.receptiveFields[layer.id];
  assert.ok(field, `field of ${path}`);
  return [...field];
}

describe('receptive fields', () => {
  it('grow as in VGG: 5 for two 3x3, 14 and jump 4 after two stages (by hand: 1+2+2 = 5, 6, +2*2*2 = 14, 16)', () => {
    const network = networkOf(`network V() {
      input x: 64x64x3
      conv(8, 3x3) conv(8, 3x3)
      maxpool(2x2, stride = 2)
      conv(8, 3x3) conv(8, 3x3)
      maxpool(2x2, stride = 2)
    }`);
    assert.equal(fieldAt(network, 'conv_2')[0]?.size, 5);
    assert.equal(fieldAt(network, 'conv_4')[0]?.size, 14);
    assert.deepEqual(fieldAt(network, 'maxpool_2')[1], { size: 16, jump: 4, start: -6 });
  });

  it('are the union of the branches at a join, on each axis apart', () => {
    const network = networkOf(`network B() {
      input x: 32x32x4
      concat { branch { conv(2, 1x7) } branch { conv(2, 5x1) } branch {} }
      conv(2, 3x3)
    }`);
    const [vertical, horizontal] = fieldAt(network, 'concat_1');
    assert.deepEqual(vertical, { size: 5, jump: 1, start: -2 });
    assert.deepEqual(horizontal, { size: 7, jump: 1, start: -3 });
    assert.deepEqual(
      fieldAt(network, 'conv_1').map((axis) => axis.size),
      [7, 9],
    );
  });

  it('equal the pixels that a brute-force walk of the windows reaches', () => {
    const window = fc.record({
      kernel: fc.integer({ min: 1, max: 5 }),
      stride: fc.integer({ min: 1, max: 3 }),
      dilation: fc.integer({ min: 1, max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(window, { minLength: 1, maxLength: 4 }), (windows) => {
        const calls = windows.map(
          (w) => `conv(1, ${w.kernel}, stride = ${w.stride}, dilation = ${w.dilation}, padding = valid)`,
        );
        const network = networkOf(
          `network R() { input x: 1x400x1\n ${calls.map((call) => call.replace(/conv\(1, (\d+)/, 'conv(1, 1x$1')).join('\n')} }`,
        );
        const last = network.graph.layers.at(-1);
        const field = last && network.receptiveFields[last.id]?.[1];
        let reached = new Set([0]);
        let second = new Set([1]);
        for (const { kernel, stride, dilation } of [...windows].reverse()) {
          const back = (positions: Set<number>) =>
            new Set([...positions].flatMap((p) => Array.from({ length: kernel }, (_, k) => p * stride + k * dilation)));
          reached = back(reached);
          second = back(second);
        }
        assert.equal(field?.size, Math.max(...reached) - Math.min(...reached) + 1);
        assert.equal(field?.jump, Math.min(...second) - Math.min(...reached));
      }),
      { seed: 7, numRuns: 100 },
    );
  });
});
