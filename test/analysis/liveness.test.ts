/** Peak memory: by hand on small networks, and against a walk that keeps a set of live tensors. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { networkOf } from '../support/analyze-text';

function peak(network: NetworkAnalysis): { bytes: number; at: string; held: string[] } {
  const { graph, main } = network;
  const path = (id: number) => graph.layers[id]?.path ?? '?';
  assert.ok(main.peak);
  return { bytes: main.sums.peakBytes.value, at: path(main.peak.layer), held: main.peak.held.map(path) };
}

describe('peak memory', () => {
  it('of a chain is a layer with its input', () => {
    const network = networkOf('network C() { input x: 8x8x1  conv(4, 1x1)  conv(2, 1x1)  conv(1, 1x1) }');
    // conv_2 reads 4 channels and writes 2: 64 positions x 6 values x 4 bytes.
    assert.deepEqual(peak(network), { bytes: 64 * 6 * 4, at: 'conv_2', held: ['conv_1', 'conv_2'] });
  });

  it('keeps a tensor until its last reader', () => {
    const network = networkOf(
      'network S() { input x: 8x8x1  a = conv(4, 1x1)  b = conv(4, 1x1)  c = conv(4, 1x1)  add(a, c) }',
    );
    assert.deepEqual(peak(network), { bytes: 64 * 12 * 4, at: 'c', held: ['a', 'b', 'c'] });
  });

  it('counts the branches of a concat as slices of its result, those of an add beside it', () => {
    const branches = '{ branch { conv(4, 1x1) } branch { conv(4, 1x1) } }';
    const concat = networkOf(`network J() { input x: 8x8x1  concat ${branches} }`);
    assert.deepEqual(peak(concat), {
      bytes: 64 * 9 * 4,
      at: 'branch_2/conv_1',
      held: ['x', 'branch_1/conv_1', 'branch_2/conv_1'],
    });
    const add = networkOf(`network J() { input x: 8x8x1  add ${branches} }`);
    assert.deepEqual(peak(add), {
      bytes: 64 * 12 * 4,
      at: 'add_1',
      held: ['branch_1/conv_1', 'branch_2/conv_1', 'add_1'],
    });
  });

  it('of GoogLeNet is at the second norm: 56x56x192 twice, in and out', () => {
    const network = networkOf(`network G() {
      input x: 56x56x64  conv(192, 3x3)  lrn()  maxpool(3x3, stride = 2)
    }`);
    assert.deepEqual(peak(network), { bytes: 56 * 56 * 192 * 2 * 4, at: 'lrn_1', held: ['conv_1', 'lrn_1'] });
  });

  it('equals a walk over sets of live tensors', () => {
    const step = fc.record({ join: fc.constantFrom('none', 'add', 'concat'), back: fc.nat(5), and: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const lines = ['n0 = conv(2, 1x1)'];
        steps.forEach(({ join, back, and }, i) => {
          const a = `n${Math.max(0, i - back)}`;
          const b = `n${Math.max(0, i - and)}`;
          if (join === 'concat') lines.push(`t${i} = concat(${a}, ${b}) `, `n${i + 1} = conv(2, 1x1)`);
          else if (join === 'add') lines.push(`n${i + 1} = add(${a}, ${b})`);
          else lines.push(`from ${a}`, `n${i + 1} = conv(2, 1x1)`);
        });
        // Every result is needed, so that every layer is in the sum.
        const outputs = lines.flatMap((line) => /^(\w+) =/.exec(line)?.[1] ?? []).map((name) => `output ${name}`);
        const network = networkOf(`network W() { input x: 4x4x2\n${[...lines, ...outputs].join('\n')}\n}`);
        assert.equal(network.main.sums.peakBytes.value, naivePeak(network));
      }),
      { seed: 11, numRuns: 60 },
    );
  });
});

/** At each step: all tensors that were made and are still to be read, less those inside of a live concat result. */
function naivePeak({ graph, activationBytes }: NetworkAnalysis): number {
  const { layers } = graph;
  const lastReader = layers.map((layer) =>
    Math.max(layer.id, ...layers.filter((reader) => reader.inputs.includes(layer.id)).map((reader) => reader.id)),
  );
  const bytes = (id: number) => activationBytes[id] ?? Number.NaN;
  let peakBytes = 0;
  for (let step = 1; step < layers.length; step++) {
    const isLive = (id: number) => id <= step && (lastReader[id] as number) >= step;
    const isStored = (id: number): boolean => isLive(id) || isCovered(id);
    const isCovered = (id: number): boolean =>
      layers.some(
        (layer) => layer.op.name === 'concat' && layer.id <= step && layer.inputs.includes(id) && isStored(layer.id),
      );
    let live = 0;
    for (const layer of layers) if (isLive(layer.id) && !isCovered(layer.id)) live += bytes(layer.id);
    peakBytes = Math.max(peakBytes, live);
  }
  return peakBytes;
}
