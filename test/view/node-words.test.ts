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

  it('tell what is not known, and what only a head needs', () => {
    const head = 'conv(4, 1x1)\n head h { dense(1) }\n dense(2)';
    assert.match(said(head, 'h'), /^h, side head, 1 by 1 by 1, 12\.54 thousand multiplies, not in the total/);
    assert.match(said('conv(4, 1x1)\n conv(nothing)', 'conv_2'), /shape unknown, multiplies unknown/);
    const view = viewOf(head);
    const node = view.nodes.find(({ id }) => id === 'h') ?? assert.fail('no head');
    assert.equal(amountText(node, 'multiplies', words), '+12.5 K');
  });
});
