/** What is said of a node: on its box, and to a screen reader. */

import assert from 'node:assert/strict';
import type { ViewMetric } from '../../src/view/model';
import { amountText, nodeWords } from '../../src/view/node-words';
import { editorWords } from '../../src/words/editor';
import { previewWords } from '../../src/words/preview';
import { analyzeText } from '../support/analyze-text';
import { buildViewModel } from '../support/view-model';

const words = previewWords('en');

function viewOf(body: string, before = '') {
  const view = buildViewModel(
    analyzeText(`${before}network N { input image: 56x56x64\n ${body} }`),
    undefined,
    editorWords('en'),
  );
  return view ?? assert.fail('no view');
}

function said(body: string, id: string, metric: ViewMetric = 'multiplies', before = ''): string {
  const view = viewOf(body, before);
  const node =
    view.nodes.find((candidate) => candidate.id === id) ?? assert.fail(view.nodes.map((one) => one.id).join());
  return nodeWords(node, view, metric, words);
}

describe('words of a node', () => {
  it('are those that a person would say', () => {
    // 56*56*192 * 3*3*64 = 346,816,512; the dense layer has 56*56*192*10 = 6,021,120.
    assert.equal(
      said('conv(192, 3x3)\n dense(10)', 'conv_1'),
      'conv 3 by 3, 192 filters, 56 by 56 by 192, 346.8 million multiplies, 98.3 percent, 1st of 2',
    );
    assert.equal(
      said('conv(1, 1x1, stride = 2x1)', 'conv_1', 'activationBytes'),
      'conv 1 by 1, stride 2 by 1, 1 filter, 28 by 56 by 1, 6.13 KiB of activations, 100.0 percent, output output',
    );
  });

  it('say signs and places among branches in whole phrases', () => {
    assert.match(said('scale(0.5)', 'scale_1'), /^scale by 0\.5, 56 by 56 by 64/);
    const nested = `a = concat {
      branch { concat { branch { conv(1, 1x1) } branch { conv(2, 1x1) } } }
      branch { conv(3, 1x1) }
    }`;
    const view = viewOf(nested);
    const inner = view.nodes.find(({ branchLabel }) => branchLabel === 'b1.2') ?? assert.fail('no inner branch');
    assert.match(nodeWords(inner, view, 'multiplies', words), /, branch 2 in branch 1, /);
  });

  it('say what a module, a repeat and a dense layer are', () => {
    const before = 'module block() { repeat 3 { conv(64, 1x1) } }\n';
    // 3 * 56*56*64 * 64.
    assert.match(
      said('block()', 'block_1', 'multiplies', before),
      /, module block, 56 by 56 by 64, 38\.54 million multiplies, 100\.0 percent/,
    );
    assert.match(said('block()', 'block_1/repeat_1', 'multiplies', before), /, repeated 3 times, 56 by 56 by 64/);
    // 56*56*64 * 10 + 10.
    assert.match(
      said('dense(10)', 'dense_1', 'params'),
      /, 10 units, 1 by 1 by 10, 2\.007 million parameters, 100\.0 percent/,
    );
    assert.match(said('dense(1)', 'dense_1', 'macs'), /, 1 unit, .*, 200\.7 thousand MACs, /);
  });

  it('say large and small numbers, and shares that are too small or bounds', () => {
    // 56*56*4096 * 9*64 and 64.
    const body = 'conv(4096, 3x3)\n globalavgpool()\n dense(1)';
    assert.match(said(body, 'conv_1'), /, 7\.399 billion multiplies, 99\.9 percent, 1st of 2/);
    assert.match(said(body, 'dense_1'), /, 4\.096 thousand multiplies, less than 0\.1 percent, 2nd of 2/);
    assert.match(said('globalavgpool()\n dense(1)', 'dense_1'), /, 64 multiplies, 100\.0 percent/);
    assert.match(
      said('conv(4, 1x1)\n conv(wide, 1x1)', 'conv_1'),
      /, 802\.8 thousand multiplies, at most 100\.0 percent/,
    );
    assert.match(said('conv(4, 1x1)\n conv(wide, 1x1)', 'conv_2', 'params'), /, parameters unknown/);
    // Nothing is said of layers that cost nothing.
    assert.equal(said('maxpool(2x2, stride = 2)\n dense(1)', 'maxpool_1'), 'maxpool 2 by 2, stride 2, 28 by 28 by 64');
  });

  it('say at least, and what leads nowhere', () => {
    const half = 'module half() { conv(4, 1x1) conv(wide, 1x1) }\n';
    assert.match(said('half()', 'half_1', 'multiplies', half), /, at least 802\.8 thousand multiplies/);
    const aside = 'module aside() { a = conv(4, 1x1) conv(64, 1x1) from a relu() }\n';
    // 56*56*64 * 4 lead nowhere, and as many are in the total.
    assert.match(
      said('aside()', 'aside_1', 'multiplies', aside),
      /, 802\.8 thousand multiplies, 100\.0 percent, leads nowhere, 802\.8 K/,
    );
    assert.match(said('aside()', 'aside_1/conv_1', 'multiplies', aside), /, 802\.8 thousand multiplies, leads nowhere/);
    assert.match(
      said('conv(4, 1x1)\n cnv(4, 1x1)', 'cnv_1'),
      /, multiplies unknown, output output, error: there is no layer or module named cnv/,
    );
  });

  it('tell what is not known, and what only a head needs', () => {
    const head = 'conv(4, 1x1)\n head h { dense(1) }\n dense(2)';
    assert.match(said(head, 'h'), /^h, side head, 1 by 1 by 1, 12\.54 thousand multiplies, not in the total/);
    assert.match(said('conv(4, 1x1)\n conv(nothing)', 'conv_2'), /shape unknown, multiplies unknown/);
    const view = viewOf(head);
    const node = view.nodes.find(({ id }) => id === 'h') ?? assert.fail('no head');
    assert.equal(amountText(node, 'multiplies', words), '+12.5 K');
  });
});
