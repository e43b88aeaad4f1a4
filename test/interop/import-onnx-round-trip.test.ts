/** What was exported from a network in our terms comes back from ONNX as the same one. */

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../src/analysis/analyze';
import { seededRandom } from '../../src/base/random';
import type { NamedTensor } from '../../src/base/tensor';
import { elementCount } from '../../src/base/tensor';
import { networkWeights } from '../../src/interop/network-weights';
import { exportOnnx } from '../../src/interop/onnx/export-onnx';
import { diskFiles, repositoryRoot } from '../support/disk-files';
import { imported, ranWith } from '../support/imported';
import { assertSame, exampleNetworks, fingerprint, markedWeights } from '../support/same-network';

describe('import of ONNX: what was exported', function () {
  this.timeout(60_000);

  for (const file of readdirSync(join(repositoryRoot, 'examples')).filter((name) => name.endsWith('.cnn'))) {
    it(`gives ${file} back: layers, attributes, counts, outputs and weights`, async () => {
      for (const network of exampleNetworks(file)) {
        const weights = markedWeights(network);
        const written = exportOnnx(network, weights, { version: '0' });
        assert.ok('bytes' in written, network.name);
        const found = await imported('onnx', written.bytes);
        assert.deepEqual(found.foreign.missing, []);
        assertSame(network, found.network);
        assert.deepEqual(found.weights.map(fingerprint).sort(), [...weights.values()].map(fingerprint).sort());
      }
    });
  }

  it('keeps names where modules and layers have them', async () => {
    const [network] = exampleNetworks('inception-v3.cnn');
    assert.ok(network);
    const written = exportOnnx(network, markedWeights(network), { version: '0' });
    assert.ok('bytes' in written);
    const { text } = await imported('onnx', written.bytes);
    assert.match(text, /^ {2}mixed_4 = mixed\w*\(128\)$/m);
    assert.match(text, /^ {2}mixed_10 = mixed\w*\(\)$/m);
  });

  it('gives a network back that computes the same', async () => {
    const [network] = analyze(
      diskFiles(join(repositoryRoot, 'examples')),
      join(repositoryRoot, 'examples/squeezenet.cnn'),
      {
        inputShape: [81, 67, 3],
      },
    ).networks;
    assert.ok(network);
    const random = seededRandom(3);
    const weights = networkWeights(network, network.all.layers).map(({ name, shape }): NamedTensor => {
      return { name, shape, values: new Float32Array(elementCount(shape)).map(() => (random() - 0.5) / 4) };
    });
    const written = exportOnnx(network, new Map(weights.map((tensor) => [tensor.name, tensor])), { version: '0' });
    assert.ok('bytes' in written);
    const found = await imported('onnx', written.bytes);
    const input = new Float32Array(81 * 67 * 3).map(() => random() - 0.5);
    assert.deepEqual(await ranWith(found, input, 'logits'), await ranWith({ network, weights }, input, 'logits'));
  });
});
