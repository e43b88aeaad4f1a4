/** The analysis against a naive second reading, layer by layer, over random networks that use the whole language. */

import assert from 'node:assert/strict';
import { seededRandom } from '../../src/base/random';
import { callableOps } from '../../src/ops/registry';
import { networkOf } from '../support/analyze-text';
import { naiveNetwork } from '../support/naive-network';
import { countsOf, fieldOf, neededBy, peakOf, type Size } from '../support/naive-reading';

const networks = 400;

describe('a second reading', function () {
  this.timeout(120_000);

  it('finds the same layers, shapes, counts, fields and memory', () => {
    const ops = new Set<string>();
    let fields = 0;
    for (let seed = 1; seed <= networks; seed++) {
      const { text, layers, sizes, output, bytesOfValue } = naiveNetwork(seededRandom(seed));
      const network = networkOf(text);
      const at = (index: number) => `seed ${seed}, ${network.graph.layers[index]?.path}:\n${text}`;
      assert.deepEqual(
        network.graph.layers.map(({ op }) => op.name),
        layers.map(({ op }) => op),
        at(0),
      );
      const needed = neededBy(layers, output);
      const totals = { multiplies: 0, effectiveMultiplies: 0, adds: 0, params: 0, paramsTotal: 0 };
      let activationBytes = 0;
      for (const [index, layer] of layers.entries()) {
        ops.add(layer.op);
        assert.deepEqual(network.graph.layers[index]?.inputs, layer.inputs, at(index));
        const size = sizes[index] as Size;
        assert.deepEqual(network.shapes[index], size, at(index));
        if (layer.op === 'input') continue;
        const counts = countsOf(layer, sizes[layer.inputs[0] as number] as Size, size);
        const cost = network.costs[index];
        for (const key of Object.keys(totals) as (keyof typeof totals)[]) {
          assert.equal(cost?.[key], counts[key], `${key} of ${at(index)}`);
          if (needed.has(index)) totals[key] += counts[key];
        }
        if (needed.has(index)) activationBytes += size[0] * size[1] * size[2] * bytesOfValue;
        for (const axis of [0, 1] as const) {
          const [first, second] = [0, 1].map((place) => fieldOf(layers, sizes, index, axis, place));
          if (first === undefined || second === undefined) continue;
          fields++;
          const expected = { size: first[1] - first[0] + 1, jump: second[0] - first[0], start: first[0] };
          assert.deepEqual(network.receptiveFields[index]?.[axis], expected, `axis ${axis} of ${at(index)}`);
        }
      }
      const { sums } = network.main;
      const bytes = sizes.map(([height, width, channels]) => height * width * channels * bytesOfValue);
      const expected = {
        ...totals,
        weightBytes: totals.paramsTotal * bytesOfValue,
        activationBytes,
        peakBytes: peakOf(layers, bytes, needed),
      };
      for (const [metric, value] of Object.entries(expected)) {
        assert.equal(sums[metric as keyof typeof expected].value, value, `${metric} of seed ${seed}:\n${text}`);
      }
    }
    // What is never made is not compared.
    assert.ok(fields > networks, `${fields} fields`);
    assert.deepEqual(
      callableOps.map(({ name }) => name).filter((name) => !ops.has(name)),
      [],
    );
  });
});
