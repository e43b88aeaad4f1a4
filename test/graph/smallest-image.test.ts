/** The smallest image of a network, counted by hand: windows without padding take `kernel - 1` away, and strides divide. */

import assert from 'node:assert/strict';
import { smallestImage } from '../../src/graph/smallest-image';
import type { Shape } from '../../src/ops/dim';
import { analyzeText } from '../support/analyze-text';

function smallest(body: string, image: Shape = [64, 64, 3]): readonly number[] | undefined {
  const [network] = analyzeText(`network N {\n  input x: 64x64x3\n  ${body}\n}\n`).networks;
  assert.ok(network);
  return smallestImage(network.graph, image) as readonly number[] | undefined;
}

describe('the smallest image of a network', () => {
  const bodies: readonly (readonly [body: string, image: readonly number[]])[] = [
    ['relu()', [1, 1]],
    ['conv(4, 3x3, padding = valid)', [3, 3]],
    ['conv(4, 5x3, padding = valid)', [5, 3]],
    ['conv(4, 3x3)', [1, 1]],
    // 2 from 5, and 5 from 11: 2 * (5 - 1) + 3.
    ['conv(4, 3x3, stride = 2, padding = valid) -> conv(4, 5x5, padding = valid)', [11, 11]],
    ['maxpool(2x2, stride = 2, padding = valid) -> maxpool(2x2, stride = 2, padding = valid)', [4, 4]],
    [
      'concat {\n    branch { conv(4, 7x7, padding = 3) }\n    branch { conv(4, 1x9, padding = 0x4) }\n  }\n  conv(4, 2x6, padding = valid)',
      [2, 6],
    ],
  ];
  for (const [body, image] of bodies) {
    it(`${image.join('x')} for ${body}`, () => {
      assert.deepEqual(smallest(body), image);
      // From a smaller or larger image, and from one whose sides differ, it is the same.
      for (const start of [
        [1, 1, 3],
        [2, 300, 3],
        [1000, 5, 3],
      ] as const)
        assert.deepEqual(smallest(body, start), image);
    });
  }

  it('is unknown with a side of the image, and where no image would do', () => {
    assert.equal(smallest('relu()', [undefined, 8, 3]), undefined);
    assert.equal(smallest('relu()', [8, undefined, 3]), undefined);
    assert.equal(
      smallest('a = conv(4, 3x3, stride = 2)\n  b = conv(4, 3x3)\n  add(a, x)\n  conv(3, 99999x1, padding = valid)'),
      undefined,
    );
  });

  it('is not looked for above 65,536 nor in more than 2,000 layers', () => {
    const windows = (last: number) =>
      `conv(1, 256x1, stride = 256x1, padding = valid) -> conv(1, ${last}x1, padding = valid)`;
    // 256 * (256 - 1) + 256, and one step more.
    for (const start of [
      [64, 64, 3],
      [1000, 5, 3],
      [70_000, 1, 3],
    ] as const) {
      assert.deepEqual(smallest(windows(256), start), [65_536, 1]);
      assert.equal(smallest(windows(257), [start[0] % 65_536, 1, 3]), undefined);
    }
    assert.deepEqual(smallest('repeat 1999 { relu() }'), [1, 1]);
    assert.equal(smallest('repeat 2000 { relu() }'), undefined);
  });
});
