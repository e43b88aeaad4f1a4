/** Receptive fields: published figures, and a brute-force count of the pixels that a value depends on. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { analyzeText, networkOf } from '../support/analyze-text';

function fieldAt(network: NetworkAnalysis, path: string): { size: number; jump: number; start: number }[] {
  const layer = network.graph.layers.find((candidate) => candidate.path === path);
  assert.ok(layer, path);
  const field = network.receptiveFields[layer.id];
  assert.ok(field, `field of ${path}`);
  return [...field];
}

describe('receptive fields', () => {
  it('grow as in VGG: 5 for two 3x3, 14 and jump 4 after two stages (by hand: 1+2+2 = 5, 6, +2*2*2 = 14, 16)', () => {
    const network = networkOf(`network V() {
      input x: 64x64x3
      conv(8, 3x3) conv(8, 3x3)
      maxpool(2x2, stride = 2)
      conv(8, 3x3) conv(8, 3x3)
      maxpool(2x2, stride = 2)
    }`);
    assert.equal(fieldAt(network, 'conv_2')[0]?.size, 5);
    assert.equal(fieldAt(network, 'conv_4')[0]?.size, 14);
    assert.deepEqual(fieldAt(network, 'maxpool_2')[1], { size: 16, jump: 4, start: -6 });
  });

  it('are the union of the branches at a join, on each axis apart', () => {
    const network = networkOf(`network B() {
      input x: 32x32x4
      concat { branch { conv(2, 1x7) } branch { conv(2, 5x1) } branch {} }
      conv(2, 3x3)
    }`);
    const [vertical, horizontal] = fieldAt(network, 'concat_1');
    assert.deepEqual(vertical, { size: 5, jump: 1, start: -2 });
    assert.deepEqual(horizontal, { size: 7, jump: 1, start: -3 });
    assert.deepEqual(
      fieldAt(network, 'conv_1').map((axis) => axis.size),
      [7, 9],
    );
  });

  it('equal the pixels that a brute-force walk of the windows reaches', () => {
    const window = fc.record({
      kernel: fc.integer({ min: 1, max: 5 }),
      stride: fc.integer({ min: 1, max: 3 }),
      dilation: fc.integer({ min: 1, max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(window, { minLength: 1, maxLength: 4 }), (windows) => {
        const calls = windows.map(
          (w) => `conv(1, ${w.kernel}, stride = ${w.stride}, dilation = ${w.dilation}, padding = valid)`,
        );
        const network = networkOf(
          `network R() { input x: 1x400x1\n ${calls.map((call) => call.replace(/conv\(1, (\d+)/, 'conv(1, 1x$1')).join('\n')} }`,
        );
        const last = network.graph.layers.at(-1);
        const field = last && network.receptiveFields[last.id]?.[1];
        let reached = new Set([0]);
        let second = new Set([1]);
        for (const { kernel, stride, dilation } of [...windows].reverse()) {
          const back = (positions: Set<number>) =>
            new Set([...positions].flatMap((p) => Array.from({ length: kernel }, (_, k) => p * stride + k * dilation)));
          reached = back(reached);
          second = back(second);
        }
        assert.equal(field?.size, Math.max(...reached) - Math.min(...reached) + 1);
        assert.equal(field?.jump, Math.min(...second) - Math.min(...reached));
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('are what any value sees, in whole pixels, behind layers that enlarge or pool to a size', () => {
    const layer = fc.oneof(
      fc.record({
        kind: fc.constant('window' as const),
        kernel: fc.integer({ min: 1, max: 4 }),
        stride: fc.integer({ min: 1, max: 3 }),
      }),
      fc.record({ kind: fc.constant('nearest' as const), factor: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ kind: fc.constant('bilinear' as const), factor: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ kind: fc.constant('adaptive' as const), size: fc.integer({ min: 1, max: 9 }) }),
    );
    fc.assert(
      fc.property(fc.array(layer, { minLength: 1, maxLength: 5 }), (layers) => {
        // A value is the set of pixels it sees, far from any border.
        let values: Set<number>[] = Array.from({ length: 60 }, (_, i) => new Set([i]));
        const calls: string[] = [];
        const together = (positions: number[]) => new Set(positions.flatMap((p) => [...(values[p] ?? [])]));
        let isInside = true;
        for (const each of layers) {
          const count = values.length;
          switch (each.kind) {
            case 'window': {
              const results = Math.floor((count - each.kernel) / each.stride) + 1;
              if (results < 1) return;
              calls.push(`maxpool(1x${each.kernel}, stride = [1, ${each.stride}], padding = valid)`);
              values = Array.from({ length: results }, (_, j) =>
                together(Array.from({ length: each.kernel }, (_, k) => j * each.stride + k)),
              );
              break;
            }
            case 'nearest':
              calls.push(`upsample([1, ${each.factor}])`);
              values = Array.from({ length: count * each.factor }, (_, j) => together([Math.floor(j / each.factor)]));
              break;
            case 'bilinear': {
              calls.push(`upsample([1, ${each.factor}], mode = bilinear)`);
              isInside &&= each.factor === 1;
              values = Array.from({ length: count * each.factor }, (_, j) => {
                const centre = (j + 0.5) / each.factor - 0.5;
                const neighbours = [Math.floor(centre), Math.ceil(centre)];
                return together(neighbours.map((p) => Math.min(Math.max(p, 0), count - 1)));
              });
              break;
            }
            case 'adaptive': {
              calls.push(`adaptiveavgpool([1, ${each.size}])`);
              values = Array.from({ length: each.size }, (_, j) => {
                const from = Math.floor((j * count) / each.size);
                const to = Math.ceil(((j + 1) * count) / each.size);
                return together(Array.from({ length: to - from }, (_, k) => from + k));
              });
              break;
            }
          }
        }
        const network = networkOf(`network R() { input x: 1x60x1 ${calls.join(' ')} }`);
        const field = network.receptiveFields.at(-1)?.[1];
        const sizes = values.map((seen) => Math.max(...seen) - Math.min(...seen) + 1);
        assert.ok(field && Number.isInteger(field.size) && Number.isInteger(field.start), calls.join(' '));
        // Interpolation at a border reads beyond it here as elsewhere padding is read.
        if (isInside) assert.equal(field.size, Math.max(...sizes), calls.join(' '));
        else assert.ok(field.size >= Math.max(...sizes), calls.join(' '));
        if (isInside) assert.equal(field.start, Math.min(...(values[0] ?? [])));
      }),
      { seed: 11, numRuns: 400 },
    );
  });

  it('of a bilinear enlargement start outside, and factor 1 mixes nothing', () => {
    const network = networkOf('network A { input x: 1x8x1 upsample([1, 2], mode = bilinear) }');
    assert.deepEqual(fieldAt(network, 'upsample_1'), [
      { size: 1, jump: 1, start: 0 },
      { size: 2, jump: 0.5, start: -1 },
    ]);
  });

  it('of nearest neighbours have no halves: two of them see two pixels', () => {
    const network = networkOf('network A { input x: 1x8x1 upsample(2) conv(1, 1x2, padding = valid) }');
    assert.equal(fieldAt(network, 'conv_1')[1]?.size, 2);
  });

  it('of all results of an adaptive pool are the whole image', () => {
    const network = networkOf('network A { input x: 14x14x1 adaptiveavgpool(4) globalavgpool() }');
    assert.deepEqual(
      fieldAt(network, 'globalavgpool_1').map(({ size }) => size),
      [14, 14],
    );
  });

  it('of a norm over places are the whole image, of one over channels a place, and of one in a window that window', () => {
    const field = (layer: string) => {
      const network = networkOf(`network A { input x: 10x14x8 last = ${layer} }`);
      return fieldAt(network, 'last').map(({ size, start }) => [size, start]);
    };
    const whole = [
      [10, 0],
      [14, 0],
    ];
    for (const layer of ['groupnorm(2)', 'instancenorm()']) assert.deepEqual(field(layer), whole, layer);
    const place = [
      [1, 0],
      [1, 0],
    ];
    for (const layer of ['layernorm()', 'batchnorm()', 'lrn(5)', 'relu()', 'scale(2)', 'identity()', 'softmax()']) {
      assert.deepEqual(field(layer), place, layer);
    }
    assert.deepEqual(field('lrn(5, region = within)'), [
      [5, -2],
      [5, -2],
    ]);
    assert.deepEqual(field('lrn(3, region = within)'), [
      [3, -1],
      [3, -1],
    ]);
  });

  it('begin behind a border that is cut off, and before one that is added', () => {
    const field = (layer: string) => fieldAt(networkOf(`network A { input x: 10x14x8 last = ${layer} }`), 'last');
    assert.deepEqual(
      field('crop(1)').map(({ size, start }) => [size, start]),
      [
        [1, 1],
        [1, 1],
      ],
    );
    assert.deepEqual(
      field('pad(2)').map(({ start }) => start),
      [-2, -2],
    );
  });

  it('leave out what is spread over a join, which sees the same everywhere', () => {
    const network = networkOf(`network A { input x: 8x8x4
      last = multiply { branch { conv(4, 3x3) } branch { globalavgpool() -> conv(4, 1x1) } } }`);
    assert.deepEqual(
      fieldAt(network, 'last').map(({ size }) => size),
      [3, 3],
    );
    // Of an image of one place nothing is spread.
    const one = networkOf(`network A { input x: 1x1x4
      last = multiply { branch { conv(4, 3x3) } branch { conv(4, 5x5) } } }`);
    assert.deepEqual(
      fieldAt(one, 'last').map(({ size }) => size),
      [5, 5],
    );
  });

  it('are not known behind what is not known, on any way to it', () => {
    const [network] = analyzeText(`network A { input x: 8x8x4
      a = conv(4, kernel)
      b = add(a, x)
      c = conv(4, 3x3)
    }`).networks;
    assert.ok(network);
    const isKnown = network.receptiveFields.map((found) => found !== undefined);
    assert.deepEqual(isKnown, [true, false, false, false]);
  });

  it('are unknown behind a layer that enlarges to places without number, and known beside it', () => {
    const network = networkOf(
      'network A { input x: 8x8x4 a = upsample([1, 4096]) -> conv(1, 3x3) b = upsample(10_000) -> conv(1, 3x3) }',
    );
    const isKnown = (label: string) => {
      const layer = network.graph.layers.find(({ path }) => path === label);
      return network.receptiveFields[layer?.id ?? -1] !== undefined;
    };
    assert.deepEqual([isKnown('a'), isKnown('b')], [true, false]);
  });
});
