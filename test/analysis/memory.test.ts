/** Memory step by step, in other formats, and of training: by hand on small networks. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { liveSteps, peakIn } from '../../src/analysis/live-steps';
import { trainingMemory } from '../../src/analysis/training';
import { analyzeText, networkOf } from '../support/analyze-text';
import { analyzeRandom, randomNetworkText } from '../support/random-network';

describe('live bytes of a step', () => {
  it('are what its layer writes, what it reads, and what is kept for later', () => {
    const network = networkOf(`network O() { input x: 4x4x1
      concat { branch { conv(2, 1x1) } branch { conv(8, 1x1) -> conv(1, 1x1) } } }`);
    // A channel is 4 x 4 values of 4 bytes.
    const channel = 64;
    const { steps, tensors } = liveSteps(network);
    assert.deepEqual(
      steps.map(({ written, read, kept }) => [written / channel, read / channel, kept / channel]),
      [
        [2, 1, 0],
        [8, 1, 2],
        [1, 8, 2],
        // The branches are slices of the result now.
        [3, 0, 0],
      ],
    );
    const paths = tensors.map(({ layer }) => network.graph.layers[layer]?.path);
    assert.deepEqual(paths, ['x', 'branch_1/conv_1', 'branch_2/conv_1', 'branch_2/conv_2', 'concat_1']);
    assert.deepEqual(
      tensors.map(({ alive }) => alive),
      [[[0, 1]], [[0, 2]], [[1, 2]], [[2, 2]], [[3, 3]]],
    );
  });

  it('add up to what is alive', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const network = analyzeRandom(randomNetworkText(seed));
        if (network === undefined) return;
        const sums = liveSteps(network).steps.map(({ written, read, kept }) => {
          assert.ok(kept >= 0);
          return written + read + kept;
        });
        assert.deepEqual(sums, network.main.live.steps);
      }),
      { seed: 13, numRuns: 30 },
    );
  });

  it('halve with the bits of a value', () => {
    const network = networkOf('network F() { input x: 8x8x1  conv(4, 1x1)  conv(2, 1x1) }');
    // conv_2 reads 4 channels and writes 2 of 64 positions.
    assert.deepEqual(peakIn('float16', network), { value: 64 * 6 * 2, isPartial: false });
    assert.deepEqual(peakIn('int8', network), { value: 64 * 6, isPartial: false });
  });

  it('are only known in part where a result comes from nowhere, or a tensor has no known size', () => {
    for (const body of [
      'conv(4, 1x1)  from nowhere',
      'conv(4, 1x1)  nothing()',
      'conv(wide, 1x1)',
      'add(nowhere, nowhere)',
    ]) {
      const [network] = analyzeText(`network F() { input x: 8x8x1  ${body} }`).networks;
      assert.ok(network);
      assert.equal(peakIn('float16', network).isPartial, true, body);
      assert.equal(network.main.sums.peakBytes.isPartial, true, body);
    }
  });
});

describe('memory of training', () => {
  const text = `network T() { input x: 8x8x3
    conv(4, 1x1)
    head aux { globalavgpool() }
    dense(2) }`;

  it('keeps every result, and of each parameter a gradient and what the optimizer wants', () => {
    const training = trainingMemory(networkOf(text));
    const value = (bytes: number) => ({ value: bytes, isPartial: false });
    // 3*4 + 4 parameters of the convolution, 8*8*4*2 + 2 of the dense layer.
    const parameters = 4 * (16 + 514);
    assert.deepEqual(training.input, value(8 * 8 * 3 * 4));
    assert.deepEqual(training.results, value(4 * (8 * 8 * 4 + 4 + 2)));
    assert.deepEqual(training.parameters, value(parameters));
    assert.deepEqual(training.gradients, value(parameters));
    assert.deepEqual(training.optimizer, { sgd: value(0), momentum: value(parameters), adam: value(2 * parameters) });
    assert.deepEqual(training.total.adam, value(768 + 1048 + 4 * parameters));
  });

  it('multiplies what belongs to an image by the batch, and keeps gradients in float32', () => {
    const training = trainingMemory(
      networkOf(text, { batch: 8, precision: { weights: 'float16', activations: 'float16' } }),
    );
    assert.equal(training.input.value, 8 * 8 * 8 * 3 * 2);
    assert.equal(training.results.value, 8 * 2 * 262);
    assert.equal(training.parameters.value, 2 * 530);
    assert.equal(training.gradients.value, 4 * 530);
  });
});
