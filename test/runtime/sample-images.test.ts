/** The images that are drawn: each shows what it is said to show, at any size. */

import assert from 'node:assert/strict';
import { type SampleName, sampleImage, sampleNames } from '../../src/runtime/sample-images';

const side = 64;

/** Rows of red, green and blue. */
function pixels(name: SampleName): readonly (readonly (readonly number[])[])[] {
  const { rgba } = sampleImage(name, side, side);
  return Array.from({ length: side }, (_, row) =>
    Array.from({ length: side }, (_, column) => [...rgba.subarray(4 * (row * side + column)).subarray(0, 3)]),
  );
}

/** The largest difference of a colour between neighbours in a row or column. */
function steepest(name: SampleName): number {
  const rows = pixels(name);
  let most = 0;
  for (let row = 0; row + 1 < side; row++) {
    for (let column = 0; column + 1 < side; column++) {
      for (let channel = 0; channel < 3; channel++) {
        const at = rows[row]?.[column]?.[channel] ?? 0;
        const [beside, below] = [rows[row]?.[column + 1]?.[channel] ?? 0, rows[row + 1]?.[column]?.[channel] ?? 0];
        most = Math.max(most, Math.abs(at - beside), Math.abs(at - below));
      }
    }
  }
  return most;
}

describe('sample images', () => {
  it('have the size that is asked for, are opaque, and the same each time', () => {
    for (const name of sampleNames) {
      const { width, height, rgba } = sampleImage(name, 5, 7);
      assert.deepEqual([width, height, rgba.length], [7, 5, 140]);
      assert.ok(
        rgba.every((value, at) => at % 4 < 3 || value === 255),
        name,
      );
      assert.deepEqual(rgba, sampleImage(name, 5, 7).rgba);
    }
  });

  it('show one pixel, squares of equal number, and colours without an edge', () => {
    const sum = (name: SampleName): number =>
      pixels(name)
        .flat(2)
        .reduce((a, b) => a + b, 0);
    assert.equal(sum('dot'), 3 * 255);
    assert.deepEqual(pixels('dot')[side / 2]?.[side / 2], [255, 255, 255]);
    assert.equal(sum('checkerboard'), (3 * 255 * side * side) / 2);
    assert.equal(steepest('edges'), 255);
    // A colour falls from 255 to 0 over a third of the width, or half of the height.
    assert.ok(steepest('gradient') <= Math.ceil((255 * 3) / side), String(steepest('gradient')));
  });

  it('show stripes that grow finer, and edges that are the same turned by a quarter', () => {
    const [row = []] = pixels('stripes');
    const turns = (from: number, to: number): number =>
      row.slice(from, to).filter(([value = 0], at, part) => at > 0 && value > 127 !== (part[at - 1]?.[0] ?? 0) > 127)
        .length;
    // 2x + 30x² periods: 2.4 in the first quarter, 5.3 more in the second.
    assert.ok(turns(0, 16) >= 3 && turns(0, 16) <= 6, String(turns(0, 16)));
    assert.ok(turns(16, 32) >= 9 && turns(16, 32) <= 13, String(turns(16, 32)));
    const rows = pixels('edges');
    for (let at = 0; at < side; at++) {
      for (let across = 0; across < side; across++) {
        assert.deepEqual(rows[at]?.[across], rows[across]?.[side - 1 - at], `${at}, ${across}`);
      }
    }
  });
});
