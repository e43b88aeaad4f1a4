/** Paths, nodes of the picture and places of the text. */

import * as assert from 'node:assert/strict';
import { nodesOf, placeOf } from '../../src/session/places';
import type { ViewPlaces } from '../../src/view/model';
import { sampleView } from '../webview/sample-view';

const module = (name: string) => ({ path: name, children: [{ path: `${name}/conv_1`, multiplies: 100 }] });

describe('nodes of paths', () => {
  const view = sampleView([module('a'), module('b')]);
  const both = ['b/conv_1', 'a/conv_1'];

  it('finds every instance in the order of the view', () => {
    assert.deepEqual(nodesOf(view, ['b'], null), ['b']);
    assert.deepEqual(nodesOf(view, both, null), ['a/conv_1', 'b/conv_1']);
  });

  it('stays with the instance that is looked at', () => {
    assert.deepEqual(nodesOf(view, both, 'b'), ['b/conv_1', 'a/conv_1']);
    assert.deepEqual(nodesOf(view, both, 'b/conv_1'), ['b/conv_1', 'a/conv_1']);
  });

  it('leaves out what the view does not have', () => {
    assert.deepEqual(nodesOf(view, ['c', 'a'], null), ['a']);
    assert.deepEqual(nodesOf(view, [], 'a'), []);
  });
});

/** Two calls of one module: their layers have one text, at 20 to 40; the calls stand at 100 and 130. */
function twoCalls(): ViewPlaces {
  const texts: Record<string, readonly [number, number]> = {
    a: [100, 120],
    'a/conv_1': [20, 40],
    b: [130, 150],
    'b/conv_1': [20, 40],
  };
  return {
    nodes: Object.entries(texts).map(([id, [start, end]]) => ({
      id,
      file: '/net.cnn',
      start,
      end,
      nameStart: start,
      nameEnd: start + 4,
    })),
    errors: [{ id: 'name.unknown 2:1', file: '/net.cnn', start: 7, end: 9 }],
    budgets: [{ id: ' params 3:1', file: '/net.cnn', start: 15, end: 15 }],
  };
}

describe('text of a target', () => {
  it("is a node's statement with the cursor at its name, an error's span, the start of a budget", () => {
    const places = twoCalls();
    assert.deepEqual(placeOf({ kind: 'node', id: 'b' }, places), {
      file: '/net.cnn',
      start: 130,
      end: 150,
      caret: 130,
    });
    assert.deepEqual(placeOf({ kind: 'error', id: 'name.unknown 2:1' }, places), {
      file: '/net.cnn',
      start: 7,
      end: 9,
      caret: 7,
    });
    assert.deepEqual(placeOf({ kind: 'budget', id: ' params 3:1' }, places), {
      file: '/net.cnn',
      start: 15,
      end: 15,
      caret: 15,
    });
    assert.equal(placeOf({ kind: 'error', id: 'name.unknown 2:2' }, places), undefined);
    assert.equal(placeOf({ kind: 'node', id: 'c' }, places), undefined);
    assert.equal(placeOf({ kind: 'budget', id: 'b' }, places), undefined);
  });
});
