/** What a value sees of the image, as it is drawn: to scale, in the middle, and dashed where it is padding. */

import assert from 'node:assert/strict';
import type { ReceptiveField } from '../../../src/analysis/analysis';
import { receptiveFieldDrawing } from '../../../src/view/draw/receptive-field';
import { drawnIn, oneOf } from '../../support/drawn';

/** Of windows of `size` that step by `jump` from `start` on, down and across. */
const field = (size: number, jump: number, start: number): ReceptiveField =>
  [0, 1].map(() => ({ size, jump, start })) as unknown as ReceptiveField;

function draw(...given: Parameters<typeof receptiveFieldDrawing>) {
  const drawing = receptiveFieldDrawing(...given);
  const all = drawnIn([drawing.tree]);
  const place = (name: string) => oneOf(all, name).place;
  return { ...drawing, image: place('field-image'), beyond: place('field-beyond'), within: place('field-seen') };
}

const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 0.01, `${a} is not ${b}`);

describe('the drawing of a receptive field', () => {
  it('has the image 132 pixels along its longer side, with a pixel around it', () => {
    const { image, width, height } = draw(field(3, 1, -1), [100, 200], [100, 200]);
    for (const [found, expected] of [
      [image.width, 132],
      [image.height, 66],
      [image.x, 1],
      [image.y, 1],
      [width, 134],
      [height, 68],
    ] as const)
      near(found, expected);
    near(draw(field(3, 1, -1), [100, 200], [100, 200], 400).image.width, 400);
  });

  it('has the field of the middle value where that sees the image', () => {
    // Of 112 values in steps of 2 from -3 on the one at index 55 sees 7 pixels from 107 on.
    const { within, beyond, image, seen } = draw(field(7, 2, -3), [224, 224], [112, 112]);
    const scale = 132 / 224;
    for (const box of [within, beyond]) {
      near(box.x, 1 + 107 * scale);
      near(box.y, 1 + 107 * scale);
      near(box.width, 7 * scale);
      near(box.height, 7 * scale);
    }
    assert.deepEqual(seen, [7, 7]);
    assert.ok(within.x > image.x && within.x + within.width < image.x + image.width);
  });

  it('of an even number of values is that of the one before the middle, and of one the only one', () => {
    const left = (places: number) => {
      const { within } = draw(field(1, 10, 0), [100, 100], [places, places]);
      return Math.round(((within.x - 1) * 100) / 132);
    };
    assert.deepEqual([1, 2, 3, 4, 10].map(left), [0, 0, 10, 10, 40]);
  });

  it('reaches over the image by what is padding, and sees only what is of the image', () => {
    // 41 pixels around the middle of 21: ten beyond each side, of which a quarter of the image is drawn.
    const { within, beyond, image, seen, width } = draw(field(41, 1, -10), [21, 21], [1, 1]);
    assert.deepEqual(seen, [21, 21]);
    assert.deepEqual(within, image);
    const scale = 132 / 21;
    near(beyond.width, 1.5 * 21 * scale);
    near(image.x - beyond.x, (21 / 4) * scale);
    near(beyond.x, 1);
    near(width, beyond.width + 2);
    // All of it, where that is less than a quarter.
    const little = draw(field(25, 1, -2), [21, 21], [1, 1]);
    near(little.beyond.width, 25 * scale);
    near(little.image.x, 1 + 2 * scale);
    near(little.width, 2 + 25 * scale);
  });

  it('that lies beside the image altogether sees nothing of it', () => {
    for (const start of [-30, 40]) {
      const { seen, within, beyond } = draw(field(5, 1, start), [20, 20], [1, 1]);
      assert.deepEqual(seen, [0, 0]);
      assert.deepEqual([within.width, within.height], [0, 0]);
      assert.ok(beyond.width <= 5 * (132 / 20) + 0.01);
    }
  });

  it('is as high and as wide as its own axes say', () => {
    const [down, across] = [field(11, 4, 0)[0], field(3, 1, 0)[1]];
    const { seen, within } = draw([down, across] as unknown as ReceptiveField, [64, 64], [10, 60]);
    assert.deepEqual(seen, [11, 3]);
    near(within.height / within.width, 11 / 3);
    near(within.y, 1 + 16 * (132 / 64));
    near(within.x, 1 + 29 * (132 / 64));
  });
});
