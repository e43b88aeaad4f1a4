/** Grids of values: how they are written, which points they have, and which of them are the best. */

import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { formatValue } from '../../src/ops/format-value';
import { bestPoint, type Measure, paretoFront, type SweepPoint } from '../../src/session/sweep';
import { sweptValues } from '../../src/session/sweep-values';

describe('values of a sweep', () => {
  const values = (text: string): readonly string[] | string => {
    const read = sweptValues(text);
    if ('wrong' in read) return `${read.wrong} ${read.text}`;
    return Array.from({ length: read.count }, (_, place) => formatValue(read.at(place)));
  };

  it('are those of decimal notation', () => {
    assert.deepEqual(values('0.25..1:0.25'), ['0.25', '0.5', '0.75', '1']);
    assert.deepEqual(values('0.1..0.7:0.1'), ['0.1', '0.2', '0.3', '0.4', '0.5', '0.6', '0.7']);
    assert.deepEqual(values('1.005..1.015:0.005'), ['1.005', '1.01', '1.015']);
    assert.deepEqual(values('1e-3..3e-3:1e-3'), ['0.001', '0.002', '0.003']);
    assert.deepEqual(values('1K..3K:1K'), ['1000', '2000', '3000']);
  });

  it('end at the last step within the range, and go down with a negative one', () => {
    assert.deepEqual(values('1..4'), ['1', '2', '3', '4']);
    assert.deepEqual(values('1..8:3'), ['1', '4', '7']);
    assert.deepEqual(values('1..0:-0.5'), ['1', '0.5', '0']);
    assert.deepEqual(values('-1..1'), ['-1', '0', '1']);
    assert.deepEqual(values('3..3'), ['3']);
  });

  it('are lists of any values, with ranges among them', () => {
    assert.deepEqual(values('1,2, 4..8:2'), ['1', '2', '4', '6', '8']);
    assert.deepEqual(values('relu,leakyrelu(slope = 0.2)'), ['relu', 'leakyrelu(slope = 0.2)']);
    assert.deepEqual(values('3x3,[1, 7],true'), ['3x3', '[1, 7]', 'true']);
    assert.deepEqual(values('"a,b"'), ['"a,b"']);
    assert.deepEqual(values('2 * 8'), ['16']);
  });

  it('are known by their number alone while they are many', () => {
    const read = sweptValues('1..1e12');
    assert.ok('count' in read);
    assert.equal(read.count, 1e12);
    assert.equal(read.at(999_999_999_999), 1e12);
  });

  it('are refused where they lead nowhere', () => {
    assert.equal(values('1..2:0'), 'range 1..2:0');
    assert.equal(values('2..1'), 'range 2..1');
    assert.equal(values('1..2:-1'), 'range 1..2:-1');
    assert.equal(values('1..'), 'range 1..');
    assert.equal(values('relu..tanh'), 'range relu..tanh');
    assert.equal(values('1..2:1:1'), 'range 1..2:1:1');
    assert.equal(values('1,,2'), 'value ');
    assert.equal(values('1,}'), 'value }');
  });
});

describe('what no point beats', () => {
  const point = (x: number, y: number, fits = true): SweepPoint => ({
    parameters: new Map([
      ['x', x],
      ['y', y],
    ]),
    input: undefined,
    totals: undefined,
    errors: 0,
    problems: [],
    fits,
    isInBudget: fits,
  });
  const measure = (name: string, isMoreBetter = false): Measure => ({ name, metric: undefined, isMoreBetter });
  const [x, y] = [measure('x'), measure('y')];

  it('is as good in both measures as nothing else that is better in one', () => {
    const points = [point(1, 5), point(2, 3), point(2, 4), point(3, 3), point(4, 1), point(4, 1), point(0, 0, false)];
    assert.deepEqual(paretoFront(points, x, y), [true, true, false, false, true, true, false]);
    // More of y is better: (1, 5) has the least x and the most y.
    assert.deepEqual(paretoFront(points, x, measure('y', true)), [true, false, false, false, false, false, false]);
    assert.deepEqual(
      paretoFront(points, x, measure('z')),
      points.map(() => false),
    );
  });

  it('is what the definition says, of any points', () => {
    const places = fc.array(fc.record({ x: fc.nat(6), y: fc.nat(6), fits: fc.boolean() }), { maxLength: 30 });
    fc.assert(
      fc.property(places, (all) => {
        const isBeaten = (a: (typeof all)[number]) =>
          all.some((b) => b.fits && b.x <= a.x && b.y <= a.y && (b.x < a.x || b.y < a.y));
        assert.deepEqual(
          paretoFront(
            all.map((one) => point(one.x, one.y, one.fits)),
            x,
            y,
          ),
          all.map((one) => one.fits && !isBeaten(one)),
        );
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('has a best one, the first of equal ones', () => {
    const points = [point(9, 9, false), point(2, 3), point(5, 1), point(5, 2)];
    assert.equal(bestPoint(points, measure('x', true)), 2);
    assert.equal(bestPoint(points, measure('x')), 1);
    assert.equal(bestPoint(points, measure('z')), undefined);
    assert.equal(bestPoint([point(1, 1, false)], x), undefined);
  });
});
