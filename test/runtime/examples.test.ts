/** The examples run: every multiply that is counted was predicted. At small sizes of the image, where they allow it. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { analyze } from '../../src/analysis/analyze';
import type { Shape } from '../../src/ops/dim';
import { runNetwork } from '../../src/runtime/run-network';
import { diskFiles, repositoryRoot } from '../support/disk-files';
import { planOf } from '../support/network-text';

const sizes: Readonly<Record<string, Shape | undefined>> = {
  'course.cnn': undefined,
  'googlenet.cnn': [96, 96, 3],
  'googlenet-torchvision.cnn': [96, 96, 3],
  'inception-v3.cnn': [107, 107, 3],
  'network-in-network.cnn': [211, 211, 3],
  'squeezenet.cnn': [65, 65, 3],
};

describe('examples', function () {
  this.timeout(120_000);
  for (const [file, inputShape] of Object.entries(sizes)) {
    it(`${file}: counted multiplies are the predicted ones, activations are healthy`, async () => {
      const path = join(repositoryRoot, 'examples', file);
      const analysis = analyze(diskFiles(repositoryRoot), path, inputShape === undefined ? {} : { inputShape });
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
