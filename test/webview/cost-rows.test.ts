/** Rows of the cost table, and how figures are written. */

import * as assert from 'node:assert/strict';
import type { ViewModel } from '../../src/view/model';
import { costRows } from '../../webview/app/cost-rows';
import { briefPath, count, duration, limit, ordinal, shape, shareOfLimit, shortTotal } from '../../webview/app/figures';
import { sampleView, stem } from './sample-view';

const view = sampleView(stem);
const ids = (
  model: ViewModel,
  open: readonly string[] = [],
  sort: Parameters<typeof costRows>[2] = null,
  metric: Parameters<typeof costRows>[3] = 'multiplies',
) => costRows(model, open, sort, metric).map((row) => row.node.id);

describe('rows of the cost table', () => {
  it('are in written order, without the input and without joins that cost nothing', () => {
    assert.deepEqual(ids(view), ['conv_1', 'maxpool_1', 'conv_2', 'conv_3', 'inception_3a', 'aux1', 'softmax_1']);
    const open = ids(view, ['inception_3a']);
    assert.equal(open.length, 7 + 7);
    assert.ok(!open.includes('inception_3a/concat'));
    assert.ok(ids(view, ['inception_3a'], null, 'activationBytes').includes('inception_3a/concat'));
  });

  it('sort among siblings, children staying under their module', () => {
    const sorted = ids(view, ['inception_3a'], { column: 'metric', isDescending: true });
    assert.deepEqual(sorted.slice(0, 4), [
      'conv_3',
      'inception_3a',
      'inception_3a/branch_2/conv_2',
      'inception_3a/branch_2/conv_1',
    ]);
    assert.deepEqual(sorted.slice(9, 12), ['conv_1', 'conv_2', 'aux1']);
  });

  it('put what is unknown last in either direction', () => {
    const partial = sampleView([
      { path: 'a', multiplies: null },
      { path: 'b', multiplies: 1 },
      { path: 'c', multiplies: 2 },
    ]);
    assert.deepEqual(ids(partial, [], { column: 'metric', isDescending: true }), ['c', 'b', 'a']);
    assert.deepEqual(ids(partial, [], { column: 'metric', isDescending: false }), ['b', 'c', 'a']);
  });

  it('have a share in the main total, which a head has not', () => {
    const rows = new Map(costRows(view, [], null, 'multiplies').map((row) => [row.node.id, row]));
    // 346,816,512 of 605,724,672 is 57.3%: the dearest step, and the full bar.
    assert.equal(rows.get('conv_3')?.heat, 6);
    assert.equal(rows.get('conv_3')?.bar, 1);
    assert.equal(rows.get('maxpool_1')?.heat, 'none');
    assert.equal(rows.get('conv_3')?.share, '57.3%');
    assert.equal(rows.get('maxpool_1')?.share, '');
    assert.equal(rows.get('aux1')?.share, '');
  });
});

describe('figures', () => {
  it('never round up to a limit', () => {
    assert.equal(shareOfLimit(6_998_552, 7_000_000), '99.9%');
    assert.equal(shareOfLimit(6_999_999, 7_000_000), '99.9%');
    assert.equal(shareOfLimit(7_000_000, 7_000_000), '100.0%');
    assert.equal(shareOfLimit(7_000_001, 7_000_000), '100.1%');
    assert.equal(shareOfLimit(1_582_671_872, 1_600_000_000), '98.9%');
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
    assert.equal(count({ value: null, isPartial: true }, String), 'unknown');
    assert.equal(count({ value: 0, isPartial: true }, String), 'unknown');
    assert.equal(count({ value: 12, isPartial: true }, String), '≥ 12');
    assert.equal(count({ value: 0, isPartial: false }, String), '0');
    assert.equal(shape(null), '?');
    assert.equal(shape([null, null, 64]), '?×?×64');
  });

  it('shorten branches in paths, times and places', () => {
    assert.equal(briefPath('inception_3b/branch_2/conv_2'), 'inception_3b/b2/conv_2');
    assert.equal(briefPath('branch_12/x_branch_1'), 'b12/x_branch_1');
    assert.deepEqual([0.5, 12.34, 123.4, 2810].map(duration), ['0.50 ms', '12.3 ms', '123 ms', '2.81 s']);
    assert.deepEqual([1, 2, 3, 4, 11, 22, 113].map(ordinal), ['1st', '2nd', '3rd', '4th', '11th', '22nd', '113th']);
  });
});
