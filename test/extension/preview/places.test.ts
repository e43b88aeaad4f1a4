/** Places of the text and nodes of the picture, both ways. */

import * as assert from 'node:assert/strict';
import { previewHtml } from '../../../src/extension/preview/html';
import { nodesAt, placeOf } from '../../../src/extension/preview/places';
import type { ViewPlaces } from '../../../src/view/model';

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

describe('nodes at the cursor', () => {
  it('finds the call and, inside the module, every instance in written order', () => {
    assert.deepEqual(nodesAt(twoCalls(), '/net.cnn', 135, null), ['b']);
    assert.deepEqual(nodesAt(twoCalls(), '/net.cnn', 30, null), ['a/conv_1', 'b/conv_1']);
  });

  it('stays with the instance that is looked at', () => {
    assert.deepEqual(nodesAt(twoCalls(), '/net.cnn', 30, 'b'), ['b/conv_1', 'a/conv_1']);
    assert.deepEqual(nodesAt(twoCalls(), '/net.cnn', 30, 'b/conv_1'), ['b/conv_1', 'a/conv_1']);
  });

  it('knows nothing of other files and of the space between', () => {
    assert.deepEqual(nodesAt(twoCalls(), '/other.cnn', 30, null), []);
    assert.deepEqual(nodesAt(twoCalls(), '/net.cnn', 125, null), []);
  });
});

describe('text of a target', () => {
  it("is a node's name, an error's span, the start of a budget", () => {
    const places = twoCalls();
    assert.deepEqual(placeOf({ kind: 'node', id: 'b' }, places), { file: '/net.cnn', start: 130, end: 134 });
    assert.deepEqual(placeOf({ kind: 'error', id: 'name.unknown 2:1' }, places), {
      file: '/net.cnn',
      start: 7,
      end: 9,
    });
    assert.deepEqual(placeOf({ kind: 'budget', id: ' params 3:1' }, places), { file: '/net.cnn', start: 15, end: 15 });
    assert.equal(placeOf({ kind: 'error', id: 'name.unknown 2:2' }, places), undefined);
    assert.equal(placeOf({ kind: 'node', id: 'c' }, places), undefined);
    assert.equal(placeOf({ kind: 'budget', id: 'b' }, places), undefined);
  });
});

describe('page of a preview', () => {
  it('lets in its own script, style and worker, and nothing else', () => {
    const html = previewHtml({
      cspSource: 'https://own.test',
      nonce: 'abc',
      scriptUri: 'https://own.test/main.js',
      styleUri: 'https://own.test/main.css',
      layoutWorkerUri: 'https://own.test/w.js?"><script>',
    });
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    assert.match(policy, /^default-src 'none';/);
    assert.match(policy, /script-src 'nonce-abc';/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(html.match(/<script/g)?.length, 1);
  });
});
