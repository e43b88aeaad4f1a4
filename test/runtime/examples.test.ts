/** Examples run: every multiply that is counted was predicted. At small sizes of the image, where they allow it. */

import assert from 'node:assert/strict';
import { runNetwork } from '../../src/runtime/run-network';
import { planOf } from '../support/network-text';
import { analyzeSmallExample, variedExamples } from '../support/small-examples';

describe('examples', function () {
  this.timeout(120_000);
  for (const file of variedExamples) {
    it(`${file}: counted multiplies are the predicted ones, activations are healthy`, async () => {
      const analysis = analyzeSmallExample(file);
      assert.ok(analysis.networks.length > 0);
      for (const network of analysis.networks) {
        const { result } = await runNetwork(
          {
            plan: planOf(network),
            input: { kind: 'random', seed: 1 },
            weights: { kind: 'seed', seed: 1 },
            repeat: 1,
            top: 1,
            verify: true,
          },
          { now: () => 0 },
        );
        assert.equal(result.verify?.countedMultiplies, network.all.sums.multiplies.value);
        assert.equal(result.verify?.countedEffectiveMultiplies, network.all.sums.effectiveMultiplies.value);
        assert.deepEqual(result.verify?.wrongLayers, []);
        assert.equal(result.verify?.maxAbsError, 0);
        for (const { path: layer, nan, std, op } of result.layers) {
          assert.equal(nan, 0, layer);
          if (op === 'conv') assert.ok(std !== null && std > 0.01 && std < 100, `${layer} ${std}`);
        }
      }
    });
  }
});
