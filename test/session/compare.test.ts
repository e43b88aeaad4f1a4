/** Two analyses side by side. */

import * as assert from 'node:assert/strict';
import { compareNetworks } from '../../src/session/compare';
import { analyzeText, networkOf } from '../support/analyze-text';

const direct = 'network N {\n  input: 28x28x192\n  conv(32, 5x5)\n  relu()\n}\n';
const bottleneck = 'network N {\n  input: 28x28x192\n  small = conv(16, 1x1)\n  conv(32, 5x5)\n  relu()\n}\n';

describe('comparison of two networks', () => {
  it('tells what was added, and what that changed', () => {
    const { totals, layers } = compareNetworks(networkOf(direct), networkOf(bottleneck));
    // 28*28*32 * 5*5*192 before; 28*28*16 * 192 and 28*28*32 * 5*5*16 after.
    assert.deepEqual(
      totals.find(({ metric }) => metric === 'multiplies'),
      {
        metric: 'multiplies',
        before: { value: 120_422_400, isPartial: false },
        after: { value: 12_443_648, isPartial: false },
        delta: { value: -107_978_752, isPartial: false },
      },
    );
    const shape = [28, 28, 32];
    assert.deepEqual(layers, [
      {
        kind: 'added',
        path: 'small',
        after: { op: 'conv', shape: [28, 28, 16], multiplies: 2_408_448, params: 3_088 },
      },
      {
        kind: 'changed',
        path: 'conv_1',
        before: { op: 'conv', shape, multiplies: 120_422_400, params: 153_632 },
        after: { op: 'conv', shape, multiplies: 10_035_200, params: 12_832 },
      },
    ]);
  });

  it('tells what was removed where it stood, and nothing of what stayed', () => {
    const changes = (before: string, after: string) =>
      compareNetworks(networkOf(before), networkOf(after)).layers.map(({ kind, path }) => `${kind} ${path}`);
    assert.deepEqual(changes(bottleneck, direct), ['removed small', 'changed conv_1']);
    assert.deepEqual(changes(direct, direct), []);
    assert.deepEqual(changes(direct, direct.replace('  relu()\n', '')), ['removed relu_1']);
    const swapped = (names: string) => `network N { input: 8x8x4 ${names} }`;
    assert.deepEqual(
      changes(swapped('a = relu() b = relu() c = relu()'), swapped('c = relu() a = relu() d = relu()')),
      ['removed b', 'added d'],
    );
  });

  it('says what is not known, and survives structuredClone', () => {
    const [unknown] = analyzeText(direct.replace('32, 5x5', 'bad, 5x5')).networks;
    assert.ok(unknown);
    const comparison = compareNetworks(networkOf(direct), unknown);
    const total = comparison.totals.find(({ metric }) => metric === 'params');
    assert.equal(total?.delta.isPartial, true);
    const [conv] = comparison.layers;
    assert.equal(conv?.kind === 'changed' && conv.after.multiplies, null);
    assert.equal(conv?.kind === 'changed' && conv.after.shape[2], null);
    assert.deepEqual(structuredClone(comparison), comparison);
  });
});
