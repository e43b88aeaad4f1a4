/** Every layer of the language, with every kind of argument, gives in ONNX Runtime what it gives here. */

import assert from 'node:assert/strict';
import { allOps } from '../../src/ops/registry';
import { layerCases, layerInput } from '../support/layer-cases';
import { networkOfBody } from '../support/network-text';
import { compareWithOnnx } from '../support/onnx-session';

describe('ONNX: layers in ONNX Runtime', function () {
  this.timeout(60_000);

  for (const [name, bodies] of Object.entries(layerCases)) {
    it(`${name}: the same values`, async () => {
      for (const body of bodies) {
        const comparisons = await compareWithOnnx(networkOfBody(`${layerInput}\n${body}`));
        for (const { error, largest, isSameWinner } of comparisons) {
          assert.ok(error <= 1e-5 * Math.max(1, largest), `${body}: off by ${error} of ${largest}`);
          assert.ok(isSameWinner, body);
          assert.ok(largest > 0 || body.includes('scale(0)'), `${body}: all zeros`);
        }
      }
    });
  }

  it('leave no layer out', () => {
    const texts = Object.values(layerCases).flat().join('\n');
    const names = allOps.map(({ name }) => name).filter((name) => name !== 'input');
    assert.deepEqual(
      names.filter((name) => !new RegExp(`\\b${name}\\b`).test(texts)),
      [],
    );
  });
});
