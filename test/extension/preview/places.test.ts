/** Places of the text and nodes of the picture, both ways. */

import * as assert from 'node:assert/strict';
import { previewHtml } from '../../../src/extension/preview/html';
import { nodesAt, placeOf } from '../../../src/extension/preview/places';
import type { ViewModel } from '../../../src/view/model';
import { sampleView } from '../../webview/sample-view';

/** Two calls of one module: their layers have one text, at 20 to 40; the calls stand at 100 and 130. */
function twoCalls(): ViewModel {
  const module = (name: string) => ({ path: name, children: [{ path: `${name}/conv_1`, multiplies: 100 }] });
  const view = sampleView([module('a'), module('b')]);
  const places: Record<string, readonly [number, number]> = {
    a: [100, 120],
    b: [130, 150],
    'a/conv_1': [20, 40],
    'b/conv_1': [20, 40],
  };
  return {
    ...view,
    nodes: view.nodes.map((node) => {
      const [start, end] = places[node.id] as readonly [number, number];
      return { ...node, origin: { file: '/net.cnn', start, end, nameStart: start, nameEnd: start + 4, line: 1 } };
    }),
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
    const view = twoCalls();
    const error = {
      severity: 'error' as const,
      code: 'name.unknown',
      message: 'x',
      file: '/net.cnn',
      start: 7,
      end: 9,
      line: 2,
      node: null,
      fixes: [],
    };
    assert.deepEqual(placeOf({ node: 'b' }, view, []), { file: '/net.cnn', start: 130, end: 134 });
    assert.deepEqual(placeOf({ error: 0 }, view, [error]), { file: '/net.cnn', start: 7, end: 9 });
    assert.equal(placeOf({ error: 1 }, view, [error]), undefined);
    assert.equal(placeOf({ node: 'c' }, view, []), undefined);
    assert.equal(placeOf({ budget: 0 }, view, []), undefined);
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
