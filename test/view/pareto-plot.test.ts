/** The marks of the axes: values that are round in what is counted. */

import assert from 'node:assert/strict';
import { formatBytes } from '../../src/base/number-format';
import { type PlotPoint, paretoPlot } from '../../src/view/pareto-plot';

describe('Pareto plot', () => {
  const legend = { front: 'front', fits: 'fits', other: 'other', best: 'best' };
  const point = (x: number, y: number): PlotPoint => ({ x, y, kind: 'fits', isBest: false, label: '' });
  const axis = { isMoreBetter: false, base: 10, format: String, title: '' } as const;
  const bytes = { ...axis, base: 1024, format: formatBytes } as const;
  /** What stands below the horizontal axis and beside the vertical one. */
  const marksOf = (points: readonly PlotPoint[], x: typeof axis | typeof bytes): string[] => {
    const svg = paretoPlot({ title: '', description: '', x, y: axis, points, legend });
    return [...svg.matchAll(/y="456" text-anchor="middle"[^>]*>([^<]*)</g)].map(([, text = '']) => text);
  };

  it('has marks that are round in what is counted', () => {
    assert.deepEqual(marksOf([point(13, 1), point(58, 1)], axis), ['10', '20', '30', '40', '50', '60']);
    const [low, high] = [384 * 1024, 4.6 * 2 ** 20];
    const expected = ['0 B', '1.00 MiB', '2.00 MiB', '3.00 MiB', '4.00 MiB', '5.00 MiB'];
    assert.deepEqual(marksOf([point(low, 1), point(high, 1)], bytes), expected);
  });

  it('is logarithmic where values are far apart', () => {
    assert.deepEqual(marksOf([point(100, 1), point(100_000, 1)], axis), ['100', '1000', '10000', '100000']);
    assert.deepEqual(marksOf([point(2 ** 10, 1), point(2 ** 20, 1)], bytes), [
      '256 B',
      '4.00 KiB',
      '64.0 KiB',
      '1.00 MiB',
    ]);
  });
});
