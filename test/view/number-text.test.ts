/** How the page writes numbers and shapes. */

import * as assert from 'node:assert/strict';
import { formatShareOfLimit } from '../../src/base/number-format';
import {
  briefPath,
  count,
  duration,
  limit,
  percentChange,
  rank,
  receptiveField,
  shape,
  shortTotal,
  unknownShape,
  withPlus,
} from '../../src/view/number-text';
import { previewWords } from '../../src/words/preview';

const words = previewWords('en');

describe('numbers on the page', () => {
  it('never round up to a limit', () => {
    assert.equal(formatShareOfLimit(6_998_552, 7_000_000), '99.9%');
    assert.equal(formatShareOfLimit(6_999_999, 7_000_000), '99.9%');
    assert.equal(formatShareOfLimit(7_000_000, 7_000_000), '100.0%');
    assert.equal(formatShareOfLimit(7_000_001, 7_000_000), '100.1%');
    assert.equal(formatShareOfLimit(1_582_671_872, 1_600_000_000), '98.9%');
    assert.equal(formatShareOfLimit(1, 0), undefined);
  });

  it('write limits as people do', () => {
    assert.equal(limit(1_600_000_000, false), '1.6 G');
    assert.equal(limit(7_000_000, false), '7 M');
    assert.equal(limit(8 * 2 ** 20, true), '8 MiB');
    assert.equal(limit(120, false), '120');
  });

  it('have four digits in totals', () => {
    assert.equal(shortTotal(1_582_671_872), '1.583 G');
    assert.equal(shortTotal(6_998_552), '6.999 M');
    assert.equal(shortTotal(605_724_672), '605.7 M');
  });

  it('say what is not known', () => {
    assert.equal(count(words, { value: null, isPartial: true }, String), 'unknown');
    assert.equal(count(words, { value: 0, isPartial: true }, String), 'unknown');
    assert.equal(count(words, { value: 12, isPartial: true }, String), '≥ 12');
    assert.equal(count(words, { value: 0, isPartial: false }, String), '0');
    assert.equal(shape(null), '?');
    assert.equal(shape(null, unknownShape), '? × ? × ?');
    assert.equal(shape([null, null, 64]), '?×?×64');
  });

  it('shorten branches in paths, and times', () => {
    assert.equal(briefPath('inception_3b/branch_2/conv_2'), 'inception_3b/b2/conv_2');
    assert.equal(briefPath('branch_12/x_branch_1'), 'b12/x_branch_1');
    assert.deepEqual([0.5, 12.34, 123.4, 2810].map(duration), ['0.50 ms', '12.3 ms', '123 ms', '2.81 s']);
  });

  it('say how far a number is from another, and how little where that is next to nothing', () => {
    const changes = [
      [100, 50],
      [100, 100],
      [100, 100.04],
      [100, 99.96],
      [100, 112.5],
      [3, 2],
      [0, 5],
    ].map(([before = 0, after = 0]) => percentChange(before, after));
    assert.deepEqual(changes, ['−50.0%', '0%', '+<0.1%', '−<0.1%', '+12.5%', '−33.3%', '']);
  });

  it('have their signs: what is added, places, fields of view', () => {
    assert.equal(withPlus('4.17 M'), '+4.17 M');
    assert.equal(withPlus('\u2265 4.17 M'), '\u2265 +4.17 M');
    assert.equal(rank(words, 22, 1058), '22nd of 1,058');
    assert.equal(receptiveField(words, [19, 19], [4, 4]), '19\u00d719, step 4');
    assert.equal(receptiveField(words, [1023, 7], [4, 2]), '1,023\u00d77, step 4\u00d72');
  });
});
