/** Rows of the cost table. */

import * as assert from 'node:assert/strict';
import type { ViewMetric, ViewModel } from '../../src/view/model';
import { treeRows } from '../../webview/app/cost-rows';
import { scopeOf } from './column-scope';
import { sampleView, stem } from './sample-view';

const view = sampleView(stem);
const ids = (
  model: ViewModel,
  open: readonly string[] = [],
  sort: Parameters<typeof treeRows>[2] = null,
  metric: ViewMetric = 'multiplies',
) => treeRows(scopeOf(model, metric), open, sort).map((row) => row.node.id);

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
    const rows = new Map(treeRows(scopeOf(view), [], null).map((row) => [row.node.id, row]));
    // 346,816,512 of 605,724,672 is 57.3%: the dearest step, and the full bar.
    assert.equal(rows.get('conv_3')?.heat, 6);
    assert.equal(rows.get('conv_3')?.bar, 1);
    assert.equal(rows.get('maxpool_1')?.heat, 'none');
    assert.equal(rows.get('conv_3')?.share, '57.3%');
    assert.equal(rows.get('maxpool_1')?.share, '');
    assert.equal(rows.get('aux1')?.share, '');
  });
});
