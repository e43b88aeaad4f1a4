/** Example networks, layer by layer against the reference, at small sizes of the image where they allow it. */

import { viewElements } from '../../../src/plan/plan';
import { nodeThreads } from '../../../src/runtime/wasm/node-thread-crew';
import { seededInput, seededWeights } from '../../../src/runtime/weights';
import { planOf } from '../../support/network-text';
import { analyzeSmallExample, variedExamples } from '../../support/small-examples';
import { assertEqualsReference } from './against-reference';

describe('wasm backend on the examples', function () {
  this.timeout(120_000);
  for (const file of variedExamples) {
    it(`${file}: every layer within 2e-5 of the reference's largest value`, async () => {
      const analysis = analyzeSmallExample(file);
      for (const network of analysis.networks) {
        const plan = planOf(network);
        const weights = seededWeights(plan, 1);
        const input = seededInput(viewElements(plan.input.view), 1);
        await assertEqualsReference({ plan, weights, input }, 2e-5, { threads: 2, startThreads: nodeThreads() });
      }
    });
  }
});
