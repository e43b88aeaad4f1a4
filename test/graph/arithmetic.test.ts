/** What expressions are worth, as the channels that a layer makes of them. Values are those of school, powers from the right. */

import assert from 'node:assert/strict';
import { analyzeText } from '../support/analyze-text';

describe('an expression', () => {
  const values: Readonly<Record<string, number>> = {
    '7 % 4': 3,
    '17 % 5 * 2': 4,
    '2 ** -1 * 8': 4,
    '-(-3)': 3,
    '--3': 3,
    '+3': 3,
    '-2 ** 2 + 9': 5,
    '2 ** 3 ** 2 / 64': 8,
    '10 - 3 - 2': 5,
    '24 / 4 / 2': 3,
    '2 + 3 * 4': 14,
    '(2 + 3) * 4': 20,
    '[4, 5][1]': 5,
    '[[1, 2], [3, 4]][1][0]': 3,
    '3x5x7[2]': 7,
    'length([1, 2, 3])': 3,
    'length(12x7)': 2,
    'max(2, 9, 4)': 9,
    'min(8, 3)': 3,
    '5 if 2 > 1 else 6': 5,
    '5 if 2 > 3 else 6 if 1 == 1 else 7': 6,
    '5 if not (2 > 3) and (1 != 1 or 2 <= 2) else 6': 5,
    channels: 4,
    'channels * 2': 8,
    '1.5K / 100': 15,
    '1Ki': 1024,
  };
  for (const [written, value] of Object.entries(values)) {
    it(`${written} is ${value}`, () => {
      const { diagnostics, networks } = analyzeText(`network N { input x: 8x8x4 conv(${written}, 1x1) }`);
      assert.deepEqual(diagnostics, []);
      assert.deepEqual(networks[0]?.shapes[1], [8, 8, value]);
    });
  }

  it('is the same in a constant of the file', () => {
    for (const [written, value] of Object.entries(values)) {
      if (written.startsWith('channels')) continue;
      const { networks } = analyzeText(`const c = ${written}\nnetwork N { input x: 8x8x4 conv(c, 1x1) }`);
      assert.deepEqual(networks[0]?.shapes[1], [8, 8, value], written);
    }
  });

  it('may be the sizes of the input, one by one', () => {
    assert.deepEqual(analyzeText('network N { input x: 128x30x25 relu() }').networks[0]?.shapes[1], [128, 30, 25]);
    assert.deepEqual(analyzeText('network N { input x: [2 * 8, 9, 3] relu() }').networks[0]?.shapes[1], [16, 9, 3]);
  });
});
