/** Which columns of the cost table have room, by the widths that the design draws it at. */

import * as assert from 'node:assert/strict';
import { type CostColumn, firstColumns, type OptionalColumn } from '../../webview/app/cost-columns';
import { fitColumns } from '../../webview/app/cost-fit';

const widths: Readonly<Partial<Record<CostColumn, number>>> = { output: 92, metric: 72, share: 60, other: 76 };
const shown = (width: number, chosen: readonly OptionalColumn[] = firstColumns): string => {
  const { columns, bar } = fitColumns(width, chosen, (column) => widths[column] ?? 50);
  return [...columns, bar].join(' ');
};

describe('columns that have room', () => {
  it('are those of the design at its widths', () => {
    assert.equal(shown(320), 'metric share 0');
    assert.equal(shown(359), 'metric share 0');
    assert.equal(shown(360), 'metric share other 0');
    assert.equal(shown(392), 'metric share other 32');
    assert.equal(shown(483), 'metric share other 32');
    assert.equal(shown(484), 'output metric share other 32');
    assert.equal(shown(526), 'output metric share other 64');
  });

  it('are first those that somebody asked for', () => {
    assert.equal(shown(320, [...firstColumns, 'kernel']), 'metric share kernel 0');
    assert.equal(shown(420, [...firstColumns, 'kernel']), 'metric share other kernel 0');
    assert.equal(shown(420, ['kernel', 'stride', 'line']), 'metric kernel stride line 0');
  });

  it('never take more than there is', () => {
    const all: readonly OptionalColumn[] = [...firstColumns, 'kernel', 'stride', 'padding', 'groups', 'line', 'rank'];
    for (let width = 262; width < 1200; width++) {
      const { columns, bar } = fitColumns(width, all, (column) => widths[column] ?? 50);
      const taken = columns.reduce((sum, column) => sum + (widths[column] ?? 50), 10 + 120 + bar);
      assert.ok(taken <= width, `${taken} of ${width}`);
    }
    // What the table is about is never left out.
    assert.equal(shown(100), 'metric 0');
  });
});
