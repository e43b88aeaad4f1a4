/** The example networks, layer by layer against the reference, at small sizes of the image where they allow it. */

import { join } from 'node:path';
import { analyze } from '../../../src/analysis/analyze';
import type { Shape } from '../../../src/ops/dim';
import { viewElements } from '../../../src/plan/plan';
import { nodeThreads } from '../../../src/runtime/wasm/node-thread-crew';
import { seededInput, seededWeights } from '../../../src/runtime/weights';
import { diskFiles, repositoryRoot } from '../../support/disk-files';
import { planOf } from '../../support/network-text';
import { assertEqualsReference } from './against-reference';

const sizes: Readonly<Record<string, Shape | undefined>> = {
  'course.cnn': undefined,
  'googlenet.cnn': [96, 96, 3],
  'googlenet-torchvision.cnn': [96, 96, 3],
  'inception-v3.cnn': [107, 107, 3],
  'network-in-network.cnn': [211, 211, 3],
  'squeezenet.cnn': [65, 65, 3],
};

describe('wasm backend on the examples', function () {
  this.timeout(120_000);
  for (const [file, inputShape] of Object.entries(sizes)) {
    it(`${file}: every layer within 2e-5 of the reference's largest value`, async () => {
      const path = join(repositoryRoot, 'examples', file);
      const analysis = analyze(diskFiles(repositoryRoot), path, inputShape === undefined ? {} : { inputShape });
      for (const network of analysis.networks) {
        const plan = planOf(network);
        const weights = seededWeights(plan, 1);
        const input = seededInput(viewElements(plan.input.view), 1);
        await assertEqualsReference({ plan, weights, input }, 2e-5, { threads: 2, startThreads: nodeThreads() });
      }
    });
  }
});
