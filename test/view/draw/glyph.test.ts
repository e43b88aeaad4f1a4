/** The pictures on nodes: a kernel is seen as its footprint, every other kind of layer has a picture of its own. */

import assert from 'node:assert/strict';
import { glyph } from '../../../src/view/draw/glyph';
import { type GlyphId, wordGlyphs } from '../../../src/view/model';
import { type Drawn, drawnIn, pathPoints } from '../../support/drawn';

/** In a square of 16 from 0, 0 on. */
const drawn = (id: GlyphId): Drawn[] => drawnIn([glyph(id, 8, 8)]).filter(({ tag }) => tag !== 'g');

/** Corners of the dots of a kernel. */
function dots(height: number, width: number) {
  const [path] = drawn(`conv-${height}x${width}`);
  return String(path?.attributes.d)
    .split('z')
    .filter(Boolean)
    .map((d) => pathPoints(d))
    .map((points) => ({
      left: Math.min(...points.map(({ x }) => x)),
      right: Math.max(...points.map(({ x }) => x)),
      top: Math.min(...points.map(({ y }) => y)),
      bottom: Math.max(...points.map(({ y }) => y)),
    }));
}

describe('glyphs', () => {
  it('of convolutions have a dot for each value of the kernel, in its shape', () => {
    for (const [height, width] of [
      [1, 3],
      [3, 1],
      [1, 7],
      [3, 3],
      [5, 5],
      [7, 7],
      [11, 11],
      [2, 5],
    ] as const) {
      const all = dots(height, width);
      assert.equal(all.length, height * width);
      const [columns, rows] = [new Set(all.map(({ left }) => left)), new Set(all.map(({ top }) => top))];
      assert.deepEqual([rows.size, columns.size], [height, width]);
    }
  });

  it('of convolutions are squares apart from one another, in the middle of the picture', () => {
    for (const [height, width] of [
      [1, 3],
      [3, 3],
      [2, 5],
      [7, 7],
      [11, 3],
    ] as const) {
      const all = dots(height, width);
      const edge = (side: 'left' | 'right' | 'top' | 'bottom', of: typeof Math.min) =>
        of(...all.map((dot) => dot[side]));
      const [left, right] = [edge('left', Math.min), edge('right', Math.max)];
      const [top, bottom] = [edge('top', Math.min), edge('bottom', Math.max)];
      assert.ok(Math.abs(left + right - 16) < 0.02 && Math.abs(top + bottom - 16) < 0.02);
      assert.ok(left >= 0.5 && top >= 0.5, 'they stay in the picture');
      for (const dot of all) assert.ok(Math.abs(dot.right - dot.left - (dot.bottom - dot.top)) < 0.01);
      const first = all[0] ?? assert.fail();
      const beside = all.find(({ top: at, left: from }) => at === first.top && from > first.left);
      if (beside !== undefined) {
        const gap = beside.left - first.right;
        assert.ok(gap > 0.3 && gap < first.right - first.left, `${gap}`);
      }
    }
  });

  it('of 1x1 are one round dot, and of very large kernels no more than can be seen', () => {
    const [one] = drawn('conv-1x1');
    const [{ width = 0, height = 0, x = 0 } = {}] = [one?.place];
    assert.match(String(one?.attributes.d), /a2\.4 2\.4/);
    assert.ok(x + width / 2 > 0 && height >= 0);
    assert.equal(dots(31, 31).length, 121);
    assert.equal(dots(1, 64).length, 11);
  });

  it('of other layers are each another picture, within its square', () => {
    const seen = new Set(wordGlyphs.map((id) => JSON.stringify(glyph(id, 8, 8))));
    assert.equal(seen.size, wordGlyphs.length);
    for (const id of wordGlyphs) {
      const all = drawn(id);
      assert.ok(all.length > 0, id);
      for (const { place, attributes } of all) {
        const { x, y, width, height } = place;
        assert.ok(x >= 0 && y >= 0 && x + width <= 16 && y + height <= 16, `${id} ${JSON.stringify(place)}`);
        // One colour, which is that of the text around: filled or drawn.
        const { fill, stroke } = attributes;
        assert.ok(
          (fill === 'currentColor' && stroke === undefined) || (fill === 'none' && stroke === 'currentColor'),
          id,
        );
        assert.ok(fill !== 'none' || Number(attributes['stroke-width']) > 1, id);
      }
    }
  });

  it('stand around a point, as large as they are wanted', () => {
    const transform = (...given: Parameters<typeof glyph>) => glyph(...given).attributes.transform;
    assert.equal(transform('norm', 18, 30, 18), 'translate(9 21) scale(1.125)');
    assert.equal(transform('norm', 14, 20), 'translate(6 12) scale(1)');
  });
});
