/** Where the keys lead, which bodies open first, and what a search finds. */

import assert from 'node:assert/strict';
import { type ArrowKey, Navigator } from '../../src/view/navigate';
import { alike, bodiesAround, findNodes, firstOpen, stillOpen, visibleNode } from '../../src/view/open-nodes';
import { editorWords } from '../../src/words/editor';
import { analyzeText } from '../support/analyze-text';
import { buildViewModel } from '../support/view-model';
import { block, concat, head, layer, sampleModel } from './sample-model';

const model = sampleModel([
  layer('conv'),
  block('m', concat([layer('conv')], [layer('maxpool', 0), layer('conv')]), layer('relu', 0)),
  head('aux', layer('dense')),
  layer('dense'),
]);
const navigator = new Navigator(model);
const go = (id: string, key: ArrowKey, open: string[] = ['m', 'aux']) => {
  const move = navigator.move(id, key, new Set(open));
  return move === undefined ? undefined : move.kind === 'go' ? move.to : `${move.kind} ${move.id}`;
};

describe('keys in the picture', () => {
  it('follow the flow up and down, past closed and open bodies and heads', () => {
    assert.equal(go('image', 'ArrowDown'), 'conv_1');
    assert.equal(go('conv_1', 'ArrowDown'), 'm');
    assert.equal(go('m', 'ArrowDown'), 'dense_1');
    assert.equal(go('dense_1', 'ArrowUp'), 'm');
    assert.equal(go('image', 'ArrowUp'), undefined);
    assert.equal(go('dense_1', 'ArrowDown'), undefined);
  });

  it('lead into a body, along its branches and out of it', () => {
    const [first, pool, second, join, relu] = model.nodes.filter((node) => node.parent === 'm').map((node) => node.id);
    assert.ok(first && pool && second && join && relu);
    assert.equal(go('m', 'ArrowRight'), first);
    assert.equal(go(first, 'ArrowRight'), pool);
    assert.equal(go(second, 'ArrowLeft'), first);
    assert.equal(go(pool, 'ArrowDown'), second);
    assert.equal(go(second, 'ArrowDown'), join);
    assert.equal(go(relu, 'ArrowDown'), 'dense_1');
    assert.equal(go(first, 'ArrowUp'), 'm');
    assert.equal(go(first, 'ArrowLeft'), 'm');
  });

  it('open and close bodies', () => {
    assert.equal(go('m', 'ArrowRight', []), 'expand m');
    assert.equal(go('m', 'ArrowLeft'), 'collapse m');
    assert.equal(go('aux', 'ArrowLeft', []), 'm');
  });

  it('lead to a head from what it leaves, and back', () => {
    const aux = sampleModel([layer('conv'), head('aux', layer('dense')), layer('relu', 0)]);
    const keys = new Navigator(aux);
    const move = (id: string, key: ArrowKey) => keys.move(id, key, new Set());
    assert.deepEqual(move('conv_1', 'ArrowRight'), { kind: 'go', to: 'aux' });
    assert.deepEqual(move('aux', 'ArrowLeft'), { kind: 'go', to: 'conv_1' });
    assert.deepEqual(move('conv_1', 'ArrowDown'), { kind: 'go', to: 'relu_1' });
    // From the end, the start and a side where there is nothing they lead nowhere.
    for (const [id, key] of [
      ['relu_1', 'ArrowDown'],
      ['relu_1', 'ArrowRight'],
      ['relu_1', 'ArrowLeft'],
      ['image', 'ArrowUp'],
      ['image', 'ArrowLeft'],
    ] as const) {
      assert.equal(move(id, key), undefined, `${id} ${key}`);
    }
  });

  it('mean nothing for a node that is gone', () => {
    assert.equal(go('gone', 'ArrowDown'), undefined);
  });
});

describe('open bodies', () => {
  it('are none at first, but for the one module of a small network', () => {
    assert.deepEqual(firstOpen(model), ['m']);
    assert.deepEqual(firstOpen(sampleModel([block('a', layer('conv')), block('b', layer('conv'))])), []);
    const many = Array.from({ length: 30 }, () => layer('conv'));
    assert.deepEqual(firstOpen(sampleModel([...many, block('a', layer('conv'))])), []);
  });

  it('stay where they still exist', () => {
    assert.deepEqual([...stillOpen(model, ['m', 'gone', 'conv_1'])], ['m']);
  });

  it('open together where they are calls of one module', () => {
    const calls = sampleModel([block('a', layer('conv')), block('b', layer('conv')), head('aux', layer('dense'))]);
    const [first, second, aux] = calls.nodes.filter((node) => node.children.length > 0);
    assert.ok(first && second && aux);
    assert.deepEqual(alike(calls, first), [first.id, second.id]);
    const other = { ...second, op: 'another' };
    const apart = { ...calls, nodes: calls.nodes.map((node) => (node === second ? other : node)) };
    assert.deepEqual(alike(apart, first), [first.id]);
    assert.deepEqual(alike(calls, aux), [aux.id]);
  });

  it('hide what is in closed ones', () => {
    const nodes = new Map(model.nodes.map((node) => [node.id, node]));
    const inner = model.nodes.find((node) => node.parent === 'm')?.id ?? '';
    assert.deepEqual(bodiesAround(nodes, inner), ['m']);
    assert.equal(visibleNode(nodes, new Set(), inner), 'm');
    assert.equal(visibleNode(nodes, new Set(['m']), inner), inner);
  });
});

describe('search in the picture', () => {
  it('finds by name, title and call, whatever the case and the cross of a size', () => {
    assert.deepEqual(findNodes(model, 'DENSE').length, 2);
    assert.deepEqual(findNodes(model, '  '), []);
    const real = buildViewModel(
      analyzeText('network N { input image: 8x8x3\n conv(4, 3x3) }'),
      undefined,
      editorWords('en'),
    );
    assert.ok(real);
    assert.deepEqual(findNodes(real, 'conv 3x3'), ['conv_1']);
    assert.deepEqual(findNodes(real, '3\u00d73'), ['conv_1']);
  });
});
