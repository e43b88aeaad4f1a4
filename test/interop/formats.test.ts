/** The table of foreign formats: what is written is read again, and nobody needs to know a name. */

import assert from 'node:assert/strict';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { formatOfFile } from '../../src/interop/file-endings';
import { writableFormats } from '../../src/interop/formats';
import { networkWeights } from '../../src/interop/network-weights';
import { readableFormats } from '../../src/interop/weight-readers';
import { seededWeight } from '../../src/runtime/weights';
import { analyzeText } from '../support/analyze-text';
import { inEnglish } from '../support/refusal-text';

describe('formats', () => {
  it('are found by the ending of a file', () => {
    assert.equal(formatOfFile(writableFormats, '/nets/model.ONNX')?.name, 'onnx');
    assert.equal(formatOfFile(readableFormats, 'weights.safetensors')?.name, 'safetensors');
    assert.equal(formatOfFile(readableFormats, 'weights.onnx'), undefined);
    assert.equal(formatOfFile(writableFormats, 'onnx'), undefined);
  });

  const analysis = analyzeText('network N {\n  input: 4x4x2\n  conv(3, 3x3)\n  dense(2)\n}\n');
  const network = analysis.networks[0] as NetworkAnalysis;
  const weights = networkWeights(network, network.all.layers).map((weight) => ({
    name: weight.name,
    shape: weight.shape,
    values: seededWeight(weight, 1),
  }));
  for (const format of writableFormats) {
    it(`${format.name} writes a network, and reads it if it reads at all`, async () => {
      const written = await format.write(network, weights, { version: '1.0.0', batch: 1, analysis });
      if ('files' in written) {
        assert.ok(written.files.length > 1 && written.files.every(({ bytes }) => bytes.length > 100));
        return;
      }
      if (!format.hasWeights) {
        assert.ok('text' in written || 'document' in written);
        return;
      }
      assert.ok('bytes' in written && written.bytes.length > 100);
      const reader = readableFormats.find(({ name }) => name === format.name);
      if (reader === undefined) return;
      const found = await reader.read(written.bytes, () => false);
      assert.ok('tensors' in found);
      assert.deepEqual(found.tensors, weights);
    });
  }

  for (const format of readableFormats) {
    it(`${format.name} says what is wrong with a file that is none`, async () => {
      const found = await format.read(new Uint8Array([1, 2, 3]), () => false);
      assert.ok('refusal' in found && inEnglish(found.refusal) !== '');
    });
  }
});
