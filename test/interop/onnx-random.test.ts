/** Random small networks, every layer among them, give in ONNX Runtime what they give here. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { analyze } from '../../src/analysis/analyze';
import { allOps } from '../../src/ops/registry';
import { planRun } from '../../src/plan/plan-run';
import { parse } from '../../src/syntax/parser';
import { compareWithOnnx } from '../support/onnx-session';
import { randomNetworkText } from '../support/random-network';

describe('ONNX: random networks in ONNX Runtime', function () {
  this.timeout(120_000);

  it('give the same values', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1_000_000 }), async (seed) => {
        const text = randomNetworkText(seed);
        const network = analyze({ file: (id) => parse(id, text), resolve: () => 'outside' }, '/t.cnn').networks[0];
        assert.ok(network !== undefined);
        fc.pre('plan' in planRun(network));
        for (const id of network.all.layers) seen.add(network.graph.layers[id]?.op.name ?? '');
        for (const { output, error, largest } of await compareWithOnnx(network, seed)) {
          assert.ok(error <= 2e-5 * Math.max(1, largest), `${output} is off by ${error} of ${largest}`);
        }
      }),
      { seed: 31, numRuns: 200 },
    );
    const names = allOps.map(({ name }) => name).filter((name) => name !== 'input');
    assert.deepEqual(
      names.filter((name) => !seen.has(name)),
      [],
    );
  });
});
