/** The totals over a picture: what each cell counts, what is said beside it, and which budget belongs to it. */

import assert from 'node:assert/strict';
import type { ViewMetric } from '../../src/view/model';
import { totalCells } from '../../src/view/total-cells';
import { editorWords } from '../../src/words/editor';
import { previewWords } from '../../src/words/preview';
import { analyzeText } from '../support/analyze-text';
import { buildViewModel } from '../support/view-model';

function cellsOf(body: string, metric: ViewMetric = 'multiplies') {
  const text = `network N { input image: 56x56x64\n ${body} }`;
  const view = buildViewModel(analyzeText(text), undefined, editorWords('en')) ?? assert.fail('no view');
  return totalCells(view, metric, previewWords('en'));
}

/** Each cell as it is read: its kind, the count in short and to the last digit, the note, and the limit of its budget. */
function readCells(body: string, metric?: ViewMetric): string[] {
  return cellsOf(body, metric).map(({ kind, count, write, writeExact, note, budget }) =>
    [
      kind,
      ...(count.value === null ? ['unknown'] : [write(count.value), writeExact(count.value)]),
      ...(note === '' ? [] : [note]),
      ...(budget === undefined ? [] : [`limit ${budget.limit}`]),
    ].join(' | '),
  );
}

describe('cells of totals', () => {
  // 56*56*4 * 64 and 56*56*4 * 2; 64*4 + 4 and 12,544 * 2 + 2. The head has 12,544 and one more.
  const body = 'conv(4, 1x1)\n head h { dense(1) }\n dense(2)';

  it('are cost, parameters and peak, then heads, further budgets and everything', () => {
    assert.deepEqual(readCells(`${body}\n budget params <= 30K\n budget adds <= 1M\n budget macs <= 2M`), [
      'cost | 827.9 K | 827,904 | limit 2000000',
      'params | 25.35 K | 25,350 | limit 30000',
      // The input and the convolution's result: four bytes for each of 56*56 * (64 + 4).
      'peak | 833.0 KiB | 833.0 KiB | at conv_1',
      'heads | +12.5 K | +12,544 | not in the total',
      'budget | 827.9 K | 827,904 | limit 1000000',
      'everything | 840.4 K | 840,448 | 37.90 K parameters',
    ]);
  });

  it('count in the convention that is shown, and name the layers that are not known', () => {
    const [flops] = readCells(`${body}\n budget multiplies <= 2M\n budget flops <= 3M`, 'flops');
    assert.equal(flops, 'cost | 1.656 M | 1,655,808 | limit 3000000');
    // Where something else is coloured the cost is that of multiplies.
    assert.match(readCells(body, 'params')[0] ?? '', /^cost \| 827\.9 K/);
    const [cost, ...others] = cellsOf('conv(4, 1x1)\n conv(wide, 1x1)');
    assert.deepEqual([cost?.count, cost?.note], [{ value: 802_816, isPartial: true }, '1 of 2 layers unknown']);
    assert.deepEqual(
      others.map(({ kind }) => kind),
      ['params', 'peak'],
    );
  });

  it('say how many heads there are, and have the budgets of the network alone', () => {
    const two = 'head h { dense(1) }\n head i { dense(1) }\n dense(2)\n output o';
    assert.equal(cellsOf(two).find(({ kind }) => kind === 'heads')?.label, 'Side heads');
    assert.equal(cellsOf('head h { dense(1) } dense(2)').find(({ kind }) => kind === 'heads')?.label, 'Side head');
    const text = `network N { input image: 56x56x64 m() budget adds <= 9M }
module m() { conv(4, 1x1) budget adds <= 8M budget params <= 7M }`;
    const view = buildViewModel(analyzeText(text), undefined, editorWords('en')) ?? assert.fail('no view');
    const limits = totalCells(view, 'multiplies', previewWords('en')).flatMap(({ kind, budget }) =>
      budget === undefined ? [] : [`${kind} ${budget.limit}`],
    );
    assert.deepEqual(limits, ['budget 9000000']);
  });

  it('have a budget of bytes in bytes', () => {
    // 56*56*64 values of four bytes, before the ReLU and behind it.
    const cells = readCells('relu()\n budget weightBytes <= 1Ki\n budget peak <= 2Mi');
    assert.deepEqual(cells.slice(2), [
      'peak | 1.53 MiB | 1.53 MiB | at relu_1 | limit 2097152',
      'budget | 0 B | 0 B | limit 1024',
    ]);
  });
});
