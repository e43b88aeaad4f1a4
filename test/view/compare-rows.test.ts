/** Rows of a comparison, from views that are compared by hand: what they say, and that their changes add up. */

import assert from 'node:assert/strict';
import { compareRows } from '../../src/view/compare-rows';
import type { ViewModel, ViewNode } from '../../src/view/model';
import type { UnionMark } from '../../src/view/union';
import { block, layer, sampleModel } from './sample-model';

const union = sampleModel([
  layer('conv', 3000),
  block('m', layer('conv', 1000), layer('relu', 0)),
  layer('dense', 500),
]);
const everywhere = { isEveryLayer: true, hasSame: true };
const top = { isEveryLayer: false, hasSame: false };

function rowsOf(
  change: Readonly<Record<string, Partial<ViewNode> | null>>,
  marks: Readonly<Record<string, UnionMark>>,
  options = top,
  now: Readonly<Record<string, Partial<ViewNode>>> = {},
) {
  const changed = ({ nodes, ...model }: ViewModel, by: typeof change): ViewModel => ({
    ...model,
    nodes: nodes.flatMap((node) => (by[node.id] === null ? [] : [{ ...node, ...by[node.id] }])),
  });
  return compareRows(
    {
      union: changed(union, now),
      before: changed(union, change),
      marks: Object.entries(marks).map(([node, mark]) => ({ node, mark })),
    },
    options,
  );
}

const cost = (value: number | null, isPartial = false): ViewNode['counts'] => {
  const count = { value, isPartial };
  return { multiplies: count, macs: count, flops: count, params: count, activationBytes: count };
};

describe('rows of a comparison', () => {
  it('are those that differ, in each metric by what is there now less what was', () => {
    const counts = {
      ...cost(1000),
      flops: { value: 10, isPartial: false },
      activationBytes: { value: 7, isPartial: false },
    };
    const rows = rowsOf({ conv_1: { counts, call: 'conv(8)' } }, { conv_1: 'changed' });
    assert.deepEqual(
      rows.map(({ node, mark, was, now, change }) => [node, mark, was, now, change]),
      [
        [
          'conv_1',
          'changed',
          'conv(8)',
          'conv()',
          { multiplies: 2000, macs: 2000, flops: 5990, params: 2000, activationBytes: 2993 },
        ],
      ],
    );
  });

  it('say the shape where both are called the same, and nothing where that is the same too', () => {
    const said = (shape: ViewNode['shape']) =>
      rowsOf({ conv_1: { shape } }, { conv_1: 'changed' }).map(({ was, now }) => [was, now]);
    assert.deepEqual(said([14, 28, 64]), [['14×28×64', '28×28×64']]);
    assert.deepEqual(said([null, 28, 64]), [['?×28×64', '28×28×64']]);
    assert.deepEqual(said([28, 28, 64]), [['', '']]);
    assert.deepEqual(said(null), [['', '28×28×64']]);
  });

  it('say of long calls only what differs', () => {
    const said = (was: string, now: string) =>
      rowsOf({ conv_1: { call: was } }, { conv_1: 'changed' }, top, { conv_1: { call: now } }).map((row) => [
        row.was,
        row.now,
      ]);
    assert.deepEqual(said('conv(8, 3x3, stride = 2)', 'conv(8, 5x5, stride = 2)'), [['3x3', '5x5']]);
    assert.deepEqual(said('m([1, 2], f(3, 4), 5)', 'm([1, 3], f(3, 4), 6)'), [['[1, 2], 5', '[1, 3], 6']]);
    assert.deepEqual(said('conv(8, 3x3)', 'conv(8, 5x5)'), [['conv(8, 3x3)', 'conv(8, 5x5)']]);
    assert.deepEqual(said('conv(8, 3x3, 1)', 'dense(8, 3x3, 2)'), [['conv(8, 3x3, 1)', 'dense(8, 3x3, 2)']]);
    assert.deepEqual(said('conv(8, 3x3, 1)', 'conv(8, 3x3)'), [['conv(8, 3x3, 1)', 'conv(8, 3x3)']]);
  });

  it('of a block have what came and went in it below it, and the block is what its layers are together', () => {
    const [first, second] = union.nodes.filter(({ parent }) => parent === 'm');
    assert.ok(first && second);
    const rows = rowsOf({ [first.id]: null }, { m: 'changed', [first.id]: 'added' });
    assert.deepEqual(
      rows.map(({ level, name, mark, change }) => [level, name, mark, change.multiplies]),
      [
        [1, 'm', 'changed', 1000],
        [2, 'conv_1', 'added', 1000],
      ],
    );
    const gone = rowsOf({}, { m: 'changed', [second.id]: 'removed', [first.id]: 'removed' });
    assert.deepEqual(
      gone.map(({ name, change }) => [name, change.multiplies]),
      [
        ['m', -1000],
        ['conv_1', -1000],
        ['relu_1', 0],
      ],
    );
  });

  it('of a whole block that came have its result in place of its call', () => {
    const [row] = rowsOf({ m: null }, { m: 'added' });
    assert.deepEqual([row?.was, row?.now], ['', '28×28×64']);
    const [layerRow] = rowsOf({ conv_1: null }, { conv_1: 'added' });
    assert.deepEqual([layerRow?.was, layerRow?.now], ['', 'conv()']);
  });

  it('of all layers are each layer once, the same ones where they are wanted, and no block', () => {
    const ids = union.nodes.filter(({ kind }) => kind === 'layer').map(({ id }) => id);
    assert.deepEqual(
      rowsOf({}, {}, everywhere).map(({ node }) => node),
      ids,
    );
    assert.ok(rowsOf({}, {}, everywhere).every(({ mark, level }) => mark === null && level === 1));
    const changed = rowsOf({}, { dense_1: 'changed', m: 'changed' }, { isEveryLayer: true, hasSame: false });
    assert.deepEqual(
      changed.map(({ node }) => node),
      ['dense_1'],
    );
    assert.deepEqual(
      rowsOf({}, {}, { isEveryLayer: false, hasSame: true }).map(({ node }) => node),
      ['conv_1', 'm', 'dense_1'],
    );
    assert.deepEqual(rowsOf({}, {}, top), []);
  });

  it('do not know a change from or to what is not known, and count only what the total has', () => {
    const change = (was: ViewNode['counts'], more: Partial<ViewNode> = {}) =>
      rowsOf({ conv_1: { counts: was, ...more } }, { conv_1: 'changed' }).map((row) => [
        row.change.multiplies,
        row.isCounted,
      ]);
    assert.deepEqual(change(cost(null)), [[null, true]]);
    assert.deepEqual(change(cost(5, true)), [[null, true]]);
    // It counted for heads alone before: all of it is new in the total.
    assert.deepEqual(change(cost(1000), { part: 'head' }), [[3000, true]]);
    const heads = rowsOf({ conv_1: { counts: cost(1000), part: 'head' } }, { conv_1: 'changed' }, top, {
      conv_1: { part: 'head' },
    });
    assert.deepEqual(
      heads.map((row) => [row.change.multiplies, row.isCounted]),
      [[2000, false]],
    );
  });
});
