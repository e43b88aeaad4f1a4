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
        after: { op: 'conv', call: 'conv(16, 1x1)', shape: [28, 28, 16], multiplies: 2_408_448, params: 3_088 },
      },
      {
        kind: 'changed',
        path: 'conv_1',
        oldPath: 'conv_1',
        before: { op: 'conv', call: 'conv(32, 5x5)', shape, multiplies: 120_422_400, params: 153_632 },
        after: { op: 'conv', call: 'conv(32, 5x5)', shape, multiplies: 10_035_200, params: 12_832 },
      },
    ]);
  });

  const compared = (before: string, after: string) => {
    const { layers, moved } = compareNetworks(networkOf(before), networkOf(after));
    return {
      layers: layers.map((change) =>
        change.kind === 'changed' && change.oldPath !== change.path
          ? `changed ${change.oldPath} to ${change.path}`
          : `${change.kind} ${change.path}`,
      ),
      moved: moved.map(({ path, oldPath }) => `${oldPath} to ${path}`),
    };
  };
  const at = (text: string) => `network N { input: 8x8x4 ${text} }`;

  it('tells what was removed where it stood, and nothing of what stayed', () => {
    assert.deepEqual(compared(bottleneck, direct).layers, ['removed small', 'changed conv_1']);
    assert.deepEqual(compared(direct, direct), { layers: [], moved: [] });
    assert.deepEqual(compared(direct, direct.replace('  relu()\n', '')).layers, ['removed relu_1']);
  });

  it('takes what has another number, name or module for the same layer', () => {
    const chain = 'conv(8, 3x3) conv(8, 3x3) conv(16, 1x1)';
    assert.deepEqual(compared(at(chain), at(`conv(4, 1x1) ${chain}`)), {
      // The first of the three reads 4 channels as before.
      layers: ['added conv_1'],
      moved: ['conv_1 to conv_2', 'conv_2 to conv_3', 'conv_3 to conv_4'],
    });
    assert.deepEqual(compared(at('x = conv(8, 3x3)'), at('y = conv(8, 3x3)')), { layers: [], moved: ['x to y'] });
    const called = `module m { conv(8, 3x3) relu() }\n${at('a = m()')}`;
    assert.deepEqual(compared(at('conv(8, 3x3) relu()'), called), {
      layers: [],
      moved: ['conv_1 to a/conv_1', 'relu_1 to a/relu_1'],
    });
  });

  it('keeps apart what another name and another call make another layer', () => {
    assert.deepEqual(compared(at('x = conv(8, 3x3)'), at('y = conv(4, 1x1)')).layers, ['removed x', 'added y']);
    // A change of all widths is one of each layer, also where a neighbour has the width that it had.
    const pyramid = (width: number) =>
      at(`conv(${width}, 3x3) maxpool(2x2, stride = 2) conv(${2 * width}, 3x3) conv(${4 * width}, 3x3, stride = 2)`);
    assert.deepEqual(compared(pyramid(8), pyramid(16)).layers, [
      'changed conv_1',
      'changed maxpool_1',
      'changed conv_2',
      'changed conv_3',
    ]);
  });

  it('finds what moved against the order, by its name before all', () => {
    const { layers, moved } = compared(
      at('a = relu() b = tanh() c = relu()'),
      at('c = relu() a = relu() d = sigmoid()'),
    );
    assert.deepEqual(layers, ['removed b', 'added d']);
    // What c stood behind is gone; what a stands behind now was there before.
    assert.deepEqual(moved, ['a to a']);
    const branches = (...all: string[]) => at(`concat { ${all.map((one) => `branch { ${one} }`).join(' ')} }`);
    assert.deepEqual(compared(branches('conv(8, 3x3)', 'conv(2, 1x1)'), branches('conv(2, 1x1)', 'conv(8, 3x3)')), {
      layers: [],
      moved: ['branch_2/conv_1 to branch_1/conv_1', 'branch_1/conv_1 to branch_2/conv_1', 'concat_1 to concat_1'],
    });
  });

  it('tells another argument that costs nothing', () => {
    assert.deepEqual(compared(at('maxpool(3x3)'), at('maxpool(5x5)')).layers, ['changed maxpool_1']);
  });

  it('finds its way through long networks, too', () => {
    const long = (from: number) => `${'relu() '.repeat(5000)}conv(${from}, 1x1) ${'tanh() '.repeat(5000)}`;
    const { layers, moved } = compared(at(`elu() ${long(4)} selu()`), at(`mish() ${long(8)} silu()`));
    assert.equal(moved.length, 0);
    assert.equal(layers.length, 5005);
    assert.deepEqual(layers.slice(0, 3), ['removed elu_1', 'added mish_1', 'changed conv_1']);
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
