/** The cost table as text that leaves the page. */

import * as assert from 'node:assert/strict';
import { editorWords } from '../../src/words/editor';
import { previewWords } from '../../src/words/preview';
import { treeRows } from '../../webview/app/cost-rows';
import { costCsv, costMarkdown } from '../../webview/app/cost-text';
import { analyzeText } from '../support/analyze-text';
import { buildViewModel } from '../support/view-model';
import { scopeOf } from './column-scope';

const words = previewWords('en');
const view = buildViewModel(
  analyzeText(`
module pair(n) {
  conv(n, 1x1)
  conv(n, 3x3)
}
network N() {
  input x: 8x8x3
  conv(4, 3x3, stride = 2)
  p = pair(6)
  dense(2)
}
`),
  undefined,
  editorWords('en'),
);
assert.ok(view);
const scope = scopeOf(view);

describe('the cost table as text', () => {
  // 4x4 places: 16*4*27 = 1,728, 16*6*4 = 384, 16*6*54 = 5,184; dense 96*2 = 192. Parameters 112, 30, 330, 194.
  it('is Markdown of the rows in sight, those of a module indented', () => {
    assert.equal(
      costMarkdown(treeRows(scope, ['p'], null), scope, words),
      [
        '| Layer | Output | Multiplies | Share | Params |',
        '| --- | --: | --: | --: | --: |',
        '| conv 3×3 /2 | 4×4×4 | 1.73 K | 23.1% | 112 |',
        '| p | 4×4×6 | 5.57 K | 74.4% | 360 |',
        '| \u2003conv 1×1 | 4×4×6 | 384 | 5.1% | 30 |',
        '| \u2003conv 3×3 | 4×4×6 | 5.18 K | 69.2% | 330 |',
        '| dense | 1×1×2 | 192 | 2.6% | 194 |',
        '',
      ].join('\n'),
    );
  });

  it('is CSV with all digits, of the chosen metric and in the order of the table', () => {
    const rows = treeRows(scope, [], { column: 'metric', isDescending: true });
    assert.equal(
      costCsv(rows, scope),
      [
        'path,call,height,width,channels,multiplies,params,part',
        'p,pair(6),4,4,6,5568,360,main',
        'conv_1,"conv(4, 3x3, stride = 2)",4,4,4,1728,112,main',
        'dense_1,dense(2),1,1,2,192,194,main',
        '',
      ].join('\n'),
    );
    assert.match(
      costCsv(rows, scopeOf(view, 'params', 'flops')),
      /^path,call,height,width,channels,params,flops,part\n/,
    );
  });

  it('has no cell that is a formula, a mark or another cell', () => {
    const [row] = treeRows(scope, [], null);
    assert.ok(row);
    const odd = { ...row, node: { ...row.node, path: '=1+1', call: 'a,"b"\n', title: 'a|b_<i>*' } };
    assert.equal(costCsv([odd], scope).split('\n').slice(1, 3).join('\n'), `'=1+1,"a,""b""\n",4,4,4,1728,112,main`);
    assert.ok(costMarkdown([odd], scope, words).includes('| a\\|b\\_\\<i\\>\\* /2 |'));
  });

  it('leaves empty what is not known', () => {
    const [row] = treeRows(scope, [], null);
    assert.ok(row);
    const counts = { ...row.node.counts, multiplies: { value: 7, isPartial: true } };
    const partial = { ...row, node: { ...row.node, counts, shape: null } };
    assert.equal(costCsv([partial], scope).split('\n')[1], 'conv_1,"conv(4, 3x3, stride = 2)",,,,,112,main');
  });
});
