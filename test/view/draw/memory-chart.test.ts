/** The chart of live bytes: columns as high as their bytes, round marks beside them, blocks named below, and the peak on top. */

import assert from 'node:assert/strict';
import { type ChartStep, memoryChart } from '../../../src/view/draw/memory-chart';
import { type Drawn, drawnIn, ofClass, oneOf, pathPoints, textsIn } from '../../support/drawn';

const size = { width: 500, height: 200 };
const words = { peak: 'peak at conv', end: 'end' };
const step = (path: string, written: number, read = 0, kept = 0): ChartStep => ({ path, written, read, kept });

function chartOf(steps: readonly ChartStep[], peak: number | null, at = size) {
  const chart = memoryChart(steps, peak, at, words);
  return { ...chart, all: drawnIn([chart.tree]) };
}

const mebi = 2 ** 20;
const blocks = [
  step('conv_1', 3 * mebi, mebi),
  ...['inception_3a', 'inception_3b'].flatMap((block) =>
    Array.from({ length: 12 }, (_, index) => step(`${block}/conv_${index}`, mebi, mebi, 2 * mebi)),
  ),
  step('dense_1', 1024, mebi),
];

/** Rectangles of the pieces of one kind, in the order of the columns. */
function pieces(all: readonly Drawn[], name: string): { left: number; right: number; top: number; foot: number }[] {
  return String(oneOf(all, name).attributes.d)
    .split('z')
    .filter(Boolean)
    .map((d) => {
      const points = pathPoints(d);
      const [x, y] = [points.map((point) => point.x), points.map((point) => point.y)];
      return { left: Math.min(...x), right: Math.max(...x), top: Math.min(...y), foot: Math.max(...y) };
    });
}

/** Pixels of a mark of this many units over the foot. */
function markHeights(all: readonly Drawn[], base: number): Map<string, number> {
  const texts = textsIn(all).filter(
    ({ attributes }) => attributes['text-anchor'] === 'end' && Number(attributes.x) < 44,
  );
  return new Map(
    ofClass(all, 'chart-grid').map((line, index) => [texts[index]?.text ?? '', base - (line.points[0]?.y ?? 0)]),
  );
}

describe('the chart of memory', () => {
  it('has a column for each step, side by side from the axis to the right end', () => {
    const { columns } = chartOf(blocks, 0);
    assert.deepEqual(
      columns.map(({ from, to, step: shown }) => [from, to, shown]),
      blocks.map((_, index) => [index, index, index]),
    );
    assert.equal(columns[0]?.x, 44);
    for (const [index, { x, width }] of columns.entries()) {
      const next = columns[index + 1]?.x ?? size.width - 10;
      assert.ok(Math.abs(x + width - next) < 0.01);
    }
  });

  it('stands for several steps with the highest of them where a column would be too narrow', () => {
    const steps = Array.from({ length: 1000 }, (_, index) =>
      step(`conv_${index}`, index % 7 === 3 ? 1000 + index : 10),
    );
    const { columns } = chartOf(steps, 997);
    assert.ok(columns.length < 446 / 2 + 1 && columns.length > 100, `${columns.length}`);
    let next = 0;
    for (const { from, to, step: shown, width } of columns) {
      assert.equal(from, next);
      next = to + 1;
      assert.ok(width >= 2);
      const live = steps.slice(from, to + 1).map(({ written }) => written);
      assert.equal(steps[shown]?.written, Math.max(...live));
      assert.ok(shown >= from && shown <= to);
    }
    assert.equal(next, 1000);
  });

  it('stacks what is kept, read and written, each as high as its bytes', () => {
    const { all, base, columns } = chartOf([step('a', 3 * mebi, 2 * mebi, mebi), step('b', mebi, 0, 4 * mebi)], 0);
    const scale = (markHeights(all, base).get('2') ?? assert.fail()) / 2;
    const [kept, read, written] = ['live-kept', 'live-read', 'live-written'].map((name) => pieces(all, name));
    const heights = (found: ReturnType<typeof pieces> | undefined) =>
      found?.map(({ top, foot }) => Math.round((foot - top) / scale));
    assert.deepEqual([heights(kept), heights(read), heights(written)], [[1, 4], [2], [3, 1]]);
    // One on the other, from the foot to the top of the column.
    assert.deepEqual([kept?.[0]?.foot, kept?.[1]?.foot], [base, base]);
    assert.equal(read?.[0]?.foot, kept?.[0]?.top);
    assert.equal(written?.[0]?.foot, read?.[0]?.top);
    assert.equal(written?.[1]?.foot, kept?.[1]?.top);
    for (const [index, column] of columns.entries()) {
      assert.ok(Math.abs((written?.[index]?.top ?? 0) - column.top) < 0.01);
      assert.ok(Math.abs((written?.[index]?.left ?? 0) - column.x) < 0.01);
    }
  });

  it('leaves a pixel between columns that have one to spare', () => {
    const gap = (count: number) => {
      const { all, columns } = chartOf(
        Array.from({ length: count }, (_, index) => step(`c${index}`, 100)),
        0,
      );
      const [first] = pieces(all, 'live-written');
      return Number(((columns[1]?.x ?? 0) - (first?.right ?? 0)).toFixed(2));
    };
    assert.deepEqual([gap(20), gap(150)], [1, 0]);
  });

  it('has round marks from 0, evenly apart, in the unit of the peak, with the last one at or over it', () => {
    for (const [most, unit, last] of [
      [900, 'B', '1000'],
      [1023, 'B', '1500'],
      [1024, 'KiB', '1'],
      [7 * 1024, 'KiB', '8'],
      [4.2 * mebi, 'MiB', '5'],
      [130 * mebi, 'MiB', '150'],
      [3 * 2 ** 30, 'GiB', '3'],
      [2 ** 41, 'TiB', '2'],
      [2 ** 63, 'PiB', '10000'],
    ] as const) {
      const { all, base } = chartOf([step('a', most)], 0);
      const marks = markHeights(all, base);
      const names = [...marks.keys()];
      assert.equal(names[0], '0');
      assert.equal(names.at(-1), last, `${most}`);
      assert.ok(names.length >= 4 && names.length <= 8, names.join());
      const found = textsIn(all).find(({ text }) => text === unit) ?? assert.fail(unit);
      assert.ok(found.place.y + found.place.height < base - (marks.get(last) ?? 0), 'the unit is over all marks');
      const [, first = 0] = [...marks.values()];
      for (const [index, height] of [...marks.values()].entries()) assert.ok(Math.abs(height - index * first) < 0.01);
      const { columns } = chartOf([step('a', most)], 0);
      assert.ok((columns[0]?.top ?? 0) >= base - (marks.get(last) ?? 0) - 0.01);
      for (const line of ofClass(all, 'chart-grid')) {
        assert.deepEqual(
          line.points.map(({ x }) => x),
          [44, size.width - 10],
        );
      }
    }
  });

  it('names blocks under their columns, briefly, with a tick where each begins', () => {
    const { all, columns, base } = chartOf(blocks, 0);
    const ticks = ofClass(all, 'chart-tick');
    assert.deepEqual(
      ticks.map(({ place }) => Number(place.x.toFixed(2))),
      [1, 13].map((index) => Number((columns[index]?.x ?? 0).toFixed(2))),
    );
    const below = textsIn(all).filter(({ attributes }) => Number(attributes.y) > base + 10);
    assert.deepEqual(
      below.map(({ text }) => text),
      ['3a', '3b', 'end'],
    );
    const middle = ({ place }: Drawn) => place.x + place.width / 2;
    for (const [index, from] of [1, 13].entries()) {
      const [first, last] = [columns[from], columns[from + 11]];
      const expected = ((first?.x ?? 0) + (last?.x ?? 0) + (last?.width ?? 0)) / 2;
      assert.ok(Math.abs(middle(below[index] ?? assert.fail()) - expected) < 0.1);
    }
    const end = below.at(-1)?.place ?? assert.fail();
    assert.ok(Math.abs(end.x + end.width - (size.width - 10)) < 0.1);
  });

  it('leaves out the name of a block that is narrower than it, or that would meet the end', () => {
    const below = (steps: readonly ChartStep[]) => {
      const { all, base } = chartOf(steps, 0);
      return textsIn(all)
        .filter(({ attributes }) => Number(attributes.y) > base + 10)
        .map(({ text }) => text);
    };
    const run = (block: string, length: number) =>
      Array.from({ length }, (_, index) => step(`${block}/conv_${index}`, 100));
    // 446 pixels for 40 columns: a name of 12 letters needs seven of them.
    assert.deepEqual(below([...run('a_long_name_', 6), ...run('other', 34)]), ['other', 'end']);
    assert.deepEqual(below([...run('a_long_name_', 8), ...run('other', 32)]), ['a_long_name_', 'other', 'end']);
    assert.deepEqual(below([...run('other', 36), ...run('last', 4)]), ['other', 'end']);
    assert.deepEqual(below([step('conv_1', 5), step('conv_2', 5)]), ['end']);
  });

  it('outlines the peak and names it at the side that has room', () => {
    for (const [peak, isRight] of [
      [2, true],
      [22, false],
    ] as const) {
      const steps = blocks.map((one, index) => (index === peak ? { ...one, written: 9 * mebi } : one));
      const { all, columns, base } = chartOf(steps, peak);
      const column = columns[peak] ?? assert.fail();
      const outline = oneOf(all, 'chart-peak').place;
      const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 0.01, `${a} ${b}`);
      near(outline.x, column.x);
      near(outline.width, column.width);
      near(outline.y, column.top);
      near(outline.y + outline.height, base);
      const text = oneOf(all, 'chart-peak-text');
      assert.equal(text.text, 'peak at conv');
      const leader = oneOf(all, 'chart-leader');
      near(leader.points[0]?.x ?? 0, column.x + column.width / 2);
      near(leader.points[0]?.y ?? 0, column.top);
      const end = leader.points.at(-1) ?? assert.fail();
      assert.equal(end.x > column.x + column.width / 2, isRight);
      // Where the line ends, the text begins: it leads away from the column.
      assert.equal(text.attributes['text-anchor'], isRight ? 'start' : 'end');
      const gap = isRight ? text.place.x - end.x : end.x - text.place.x - text.place.width;
      assert.ok(gap > 0 && gap < 8, `${gap}`);
      assert.ok(Math.abs(end.y - text.place.y - text.place.height / 2) < text.place.height);
    }
  });

  it('has no peak where none is known, and marks of an empty chart', () => {
    for (const [steps, peak] of [
      [blocks, null],
      [[], null],
      [blocks, 400],
    ] as const) {
      const { all } = chartOf(steps, peak);
      assert.equal(ofClass(all, 'chart-peak').length + ofClass(all, 'chart-peak-text').length, 0);
      assert.ok(all.every(({ attributes }) => !/NaN|Infinity|undefined/.test(JSON.stringify(attributes))));
    }
    const { all, base } = chartOf([], null);
    assert.deepEqual([...markHeights(all, base).keys()], ['0', '1']);
  });

  it('draws where there is no room at all, and where there is more than needed', () => {
    for (const width of [10, 60, 5000]) {
      const { columns, all } = chartOf(blocks, 0, { width, height: 200 });
      assert.ok(columns.every((column) => column.width > 0) && columns.at(-1)?.to === blocks.length - 1);
      assert.ok(all.every(({ attributes }) => !/NaN|Infinity/.test(JSON.stringify(attributes))));
    }
  });
});
