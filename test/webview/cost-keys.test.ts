/** What a key means on the rows of the cost table. */

import * as assert from 'node:assert/strict';
import { activation, keyAction } from '../../webview/app/cost-keys';
import { treeRows } from '../../webview/app/cost-rows';
import { scopeOf } from './column-scope';
import { sampleView, stem } from './sample-view';

const rows = treeRows(scopeOf(sampleView(stem)), ['inception_3a'], null);
const module = rows.findIndex(({ node }) => node.id === 'inception_3a');

/** The node that a key selects or toggles, from the selected one. */
function pressed(key: string, selection: string | null, pageSize = 3): string {
  const action = keyAction(key, rows, selection, pageSize);
  if (action === undefined || action === 'none') return String(action);
  return action.kind === 'deselect' ? 'deselect' : `${action.kind} ${action.row.node.id}`;
}

describe('keys of the cost table', () => {
  it('move by a row, by a page, to the ends and no further', () => {
    assert.equal(pressed('ArrowDown', 'conv_1'), 'select maxpool_1');
    assert.equal(pressed('ArrowUp', 'maxpool_1'), 'select conv_1');
    assert.equal(pressed('ArrowUp', 'conv_1'), 'select conv_1');
    assert.equal(pressed('ArrowDown', null), 'select conv_1');
    assert.equal(pressed('ArrowUp', null), 'select conv_1');
    assert.equal(pressed('PageDown', 'conv_1'), 'select conv_3');
    assert.equal(pressed('PageUp', 'maxpool_1'), 'select conv_1');
    assert.equal(pressed('End', 'conv_1'), 'select softmax_1');
    assert.equal(pressed('ArrowDown', 'softmax_1'), 'select softmax_1');
  });

  it('open, close, go in and out', () => {
    assert.equal(pressed('ArrowRight', 'aux1'), 'toggle aux1');
    assert.equal(pressed('ArrowRight', 'inception_3a'), `select ${rows[module + 1]?.node.id}`);
    assert.equal(pressed('ArrowRight', 'conv_1'), 'undefined');
    assert.equal(pressed('ArrowLeft', 'inception_3a'), 'toggle inception_3a');
    assert.equal(pressed('ArrowLeft', 'inception_3a/branch_2/conv_2'), 'select inception_3a');
    assert.equal(pressed('ArrowLeft', 'conv_1'), 'none');
  });

  it('show a layer in the text, open a parent, and let go of the selection', () => {
    assert.deepEqual(activation(rows[0]!), { kind: 'select', row: rows[0], takeFocus: true });
    assert.equal(pressed('Enter', 'inception_3a'), 'toggle inception_3a');
    assert.equal(pressed('Enter', null), 'undefined');
    assert.equal(pressed('Escape', 'conv_1'), 'deselect');
    assert.equal(pressed('Escape', null), 'undefined');
    assert.equal(pressed('x', 'conv_1'), 'undefined');
  });

  it('have nothing to move to in an empty table', () => {
    assert.equal(keyAction('ArrowDown', [], null, 3), 'none');
  });
});
