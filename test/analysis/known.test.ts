/** What is not known of a layer, as those are told who cannot go on without it: an export, a run. */

import assert from 'node:assert/strict';
import { firstUnknownLayer } from '../../src/analysis/known';
import { analyzeText } from '../support/analyze-text';

function firstUnknown(body: string): string | undefined {
  const [network] = analyzeText(`network N { ${body} }`).networks;
  assert.ok(network);
  const found = firstUnknownLayer(network, [...network.graph.layers.keys()]);
  if (found === undefined) return undefined;
  const reason = found.reason as { message?: { code: string }; phrase?: string };
  return `${found.layer.path}: ${reason.message?.code ?? JSON.stringify(found.reason)}`;
}

describe('a layer that is not known', () => {
  it('is none where all is', () => {
    assert.equal(
      firstUnknown('input x: 8x8x4 conv(4, 3x3, norm = batchnorm()) concat { branch { } branch { relu() } }'),
      undefined,
    );
  });

  it('is the first one, with the message about it', () => {
    assert.match(firstUnknown('input x: 8x8x4 relu() conv(4, 9x9, padding = valid) relu()') ?? '', /^conv_1: shape\./);
  });

  it('is one whose argument, or an argument of a layer in it, is unknown', () => {
    assert.match(firstUnknown('input x: 8x8x4 conv(wide, 1x1)') ?? '', /^conv_1: .*unknown-argument/);
    assert.match(firstUnknown('input x: 8x8x4 conv(4, [one, 1])') ?? '', /^conv_1: .*unknown-argument/);
    assert.match(firstUnknown('input x: 8x8x4 conv(4, 1x1, activation = leakyrelu(steep))') ?? '', /unknown-argument/);
  });

  it('is one behind what is unknown', () => {
    const behind = (body: string) => {
      const [network] = analyzeText(`network N { input x: 8x8x4 ${body} }`).networks;
      assert.ok(network);
      return firstUnknownLayer(network, [network.graph.layers.length - 1])?.reason;
    };
    assert.deepEqual(behind('add(nowhere, nothing)'), { phrase: 'unknown-input', values: {} });
    assert.deepEqual(behind('conv(4, 9x9, padding = valid) relu()'), { phrase: 'unknown-shape', values: {} });
  });

  it('is one that costs more than can be counted', () => {
    assert.match(firstUnknown('input x: 1x1x1000000000 dense(1_000_000_000)') ?? '', /^dense_1: shape\.too-large/);
  });

  it('is one of which the multiplies can be counted and the parameters cannot', () => {
    // 2^53 weights, with a bias for each of 2^26 units.
    assert.equal(firstUnknown('input x: 1x1x134217728 dense(67108864)'), 'dense_1: shape.too-large');
    assert.equal(firstUnknown('input x: 1x1x134217728 dense(67108864, bias = false)'), undefined);
  });

  it('is not among those that nobody asks about', () => {
    const [network] = analyzeText('network N { input x: 8x8x4 relu() conv(wide, 1x1) }').networks;
    assert.ok(network);
    assert.equal(firstUnknownLayer(network, [0, 1]), undefined);
    assert.equal(firstUnknownLayer(network, [1, 2])?.layer.path, 'conv_1');
    assert.equal(firstUnknownLayer(network, []), undefined);
  });
});
