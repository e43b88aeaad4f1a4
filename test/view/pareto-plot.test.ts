/** Points and their front as a person reads them: round marks, stairs, names that cover nothing. */

import assert from 'node:assert/strict';
import { formatBytes } from '../../src/base/number-format';
import { type PlotPoint, paretoPlot } from '../../src/view/pareto-plot';
import { overlaps } from '../../src/view/picture';

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

  /** Circles with a title, in drawing order. */
  const dotsOf = (svg: string) =>
    [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)" fill="([^"]+)"[^>]*><title>([^<]*)</g)].map(
      ([, x, y, r, fill, title]) => ({ x: Number(x), y: Number(y), r: Number(r), fill, title }),
    );
  const named = (x: number, y: number, kind: PlotPoint['kind'], label: string, isBest = false): PlotPoint => ({
    x,
    y,
    kind,
    isBest,
    label,
  });
  const plot = (points: readonly PlotPoint[], isMoreBetter = false) =>
    paretoPlot({
      title: 'a <title>',
      description: 'about & all',
      x: { ...axis, isMoreBetter, title: 'cost' },
      y: { ...axis, title: 'error' },
      points,
      legend,
    });
  /** What is written beside points, over the white that keeps it legible. */
  const labelsOf = (svg: string) =>
    [...svg.matchAll(/<text x="([-\d.]+)" y="([-\d.]+)"( font-weight="600")? paint-order[^>]*>([^<]*)</g)].map(
      ([, x, y, weight, text = '']) => ({ x: Number(x), y: Number(y), isBest: weight !== undefined, text }),
    );
  const points = [
    named(10, 60, 'front', 'small'),
    named(20, 30, 'front', 'middle', true),
    named(40, 10, 'front', 'large'),
    named(30, 50, 'fits', 'worse'),
    named(35, 55, 'other', 'too dear'),
  ];

  it('has a point for each design between the marks, further right and up for more', () => {
    const svg = plot(points);
    const at = new Map(dotsOf(svg).map((dot) => [dot.title, dot]));
    assert.equal(at.size, points.length);
    const xOf = (label: string) => at.get(label)?.x ?? Number.NaN;
    const yOf = (label: string) => at.get(label)?.y ?? Number.NaN;
    // Axes from 10 to 40 over 88 to 736, and from 10 to 60 over 436 to 78.
    assert.deepEqual([xOf('small'), xOf('large')], [88, 736]);
    assert.deepEqual([yOf('large'), yOf('small')], [436, 78]);
    assert.equal(xOf('middle'), 88 + (736 - 88) / 3);
    assert.equal(yOf('middle'), 436 - ((436 - 78) * 2) / 5);
  });

  it('draws the front last and largest, the best of it in a ring, and what does not fit hollow', () => {
    const svg = plot(points);
    const dots = dotsOf(svg);
    assert.deepEqual(
      dots.map(({ title }) => title),
      ['too dear', 'worse', 'small', 'middle', 'large'],
    );
    const [other, fits, front] = [dots[0], dots[1], dots[2]];
    assert.ok((front?.r ?? 0) > (fits?.r ?? 0) && (fits?.r ?? 0) > (other?.r ?? 0));
    assert.equal(new Set(dots.map(({ fill }) => fill)).size, 3);
    assert.equal(other?.fill, '#ffffff');
    const best = dots[3];
    const ring = [...svg.matchAll(/cx="([\d.]+)" cy="([\d.]+)" r="8" fill="none"/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    assert.deepEqual(ring.at(-1), [best?.x, best?.y]);
  });

  it('joins the front by stairs, on which nothing is better than the one or the other point', () => {
    const line = (svg: string) => /<path d="(M[^"]*)" fill="none" stroke="#0072b2"/.exec(svg)?.[1];
    // To the right, then down, where less is better; the other way round where more is.
    assert.equal(line(plot(points)), 'M88 78H304V292.8H736V436');
    const rising = [named(10, 10, 'front', 'a'), named(20, 40, 'front', 'b'), named(15, 20, 'fits', 'c')];
    assert.equal(line(plot(rising, true)), 'M88 436V78H736');
    assert.equal(line(plot([points[0] as PlotPoint, named(50, 70, 'fits', 'x')])), undefined);
    assert.equal(line(plot([])), undefined);
    // Of two at one place the one that is better stands first.
    const tied = [named(10, 60, 'front', 'a'), named(10, 20, 'front', 'b'), named(20, 10, 'front', 'c')];
    assert.equal(line(plot(tied)), line(plot(tied.toReversed())));
  });

  it('names the front, the best first, where no name covers a point or another name or leaves the page', () => {
    for (const many of [
      points,
      Array.from({ length: 40 }, (_, i) => named(10 + i, 60 - i, 'front', `design ${i}`, i === 7)),
    ]) {
      const svg = plot(many);
      const labels = labelsOf(svg);
      assert.ok(labels.length > 1 && labels.length <= 24, `${labels.length}`);
      assert.equal(labels[0]?.isBest, true);
      assert.equal(labels.filter(({ isBest }) => isBest).length, 1);
      const boxes = labels.map(({ x, y, text }) => ({ x, y: y - 11, width: text.length * 6.6, height: 14 }));
      const dots = dotsOf(svg)
        .filter(({ r }) => r === 5)
        .map(({ x, y }) => ({ x: x - 5, y: y - 5, width: 10, height: 10 }));
      for (const [index, box] of boxes.entries()) {
        assert.ok(
          box.x > 88 && box.x + box.width < 760 && box.y > 64 && box.y + box.height < 436.1,
          JSON.stringify(box),
        );
        for (const other of [...boxes.slice(index + 1), ...dots]) assert.ok(!overlaps(box, other), labels[index]?.text);
      }
      assert.ok(labels.every(({ text }) => many.some(({ kind, label }) => kind === 'front' && label === text)));
    }
    // At the right edge a name stands at the left of its point, at the upper one below.
    const corner = labelsOf(plot([named(10, 10, 'front', 'low'), named(60, 60, 'front', 'high')], true));
    assert.deepEqual(
      corner.map(({ text }) => text),
      ['low', 'high'],
    );
    const [low, high] = corner;
    assert.ok((low?.x ?? 0) > 88 && (low?.y ?? 500) < 436);
    assert.ok((high?.x ?? 800) < 736 - 20);
    assert.equal(labelsOf(plot(points)).length, 3);
    // Names below one another do not cover one another.
    const steep = Array.from({ length: 6 }, (_, i) =>
      named(10 + i / 10, 60 - 10 * i, 'front', 'a long name of a design'),
    );
    assert.equal(labelsOf(plot([...steep, named(40, 60, 'fits', 'worse')])).length, 6);
  });

  it('says what its marks mean, of what is there', () => {
    const entries = (svg: string) => [...svg.matchAll(/y="56"[^>]*>([^<]*)</g)].map(([, text]) => text);
    assert.deepEqual(entries(plot(points)), ['front', 'fits', 'other', 'best']);
    assert.deepEqual(entries(plot(points.slice(3))), ['fits', 'other']);
    const places = [...plot(points).matchAll(/<text x="([\d.]+)" y="56"/g)].map(([, x]) => Number(x));
    for (const [index, text] of ['front', 'fits', 'other'].entries()) {
      assert.ok((places[index + 1] ?? 0) > (places[index] ?? 0) + text.length * 6.6);
    }
  });

  it('has titles and axes as text, and no words of each point where they are thousands', () => {
    const svg = plot(points);
    for (const said of ['>a &lt;title&gt;<', '>about &amp; all<', '>cost<', '>error<'])
      assert.ok(svg.includes(said), said);
    const many = Array.from({ length: 2001 }, (_, i) => named(i + 1, i + 1, 'fits', `<${i}>`));
    assert.ok(!plot(many).includes('&lt;7&gt;'));
    assert.ok(plot(many.slice(1)).includes('&lt;7&gt;'));
    assert.ok(!/NaN|Infinity|undefined/.test(plot([])));
  });

  it('has marks at both axes, each with a line over the plot', () => {
    const svg = plot(points);
    const across = [...svg.matchAll(/<path d="M([\d.]+) 78V436" stroke="#e4e8ec"/g)].map(([, x]) => Number(x));
    const up = [...svg.matchAll(/<path d="M88 ([\d.]+)H736" stroke="#e4e8ec"/g)].map(([, y]) => Number(y));
    assert.deepEqual([across.length, up.length], [4, 6]);
    assert.deepEqual([across[0], across.at(-1), up[0], up.at(-1)], [88, 736, 436, 78]);
    const values = [...svg.matchAll(/<text x="78" y="([\d.]+)" text-anchor="end"[^>]*>([^<]*)</g)];
    assert.deepEqual(
      values.map(([, , text]) => text),
      ['10', '20', '30', '40', '50', '60'],
    );
    assert.deepEqual(
      values.map(([, y]) => Number(y) - 4),
      up,
    );
  });

  it('has room around values that are all the same, and fractions without their rounding errors', () => {
    assert.deepEqual(marksOf([point(8, 1)], axis), ['4', '6', '8', '10', '12']);
    assert.deepEqual(marksOf([point(0, 1)], axis), ['-1', '-0.5', '0', '0.5', '1']);
    assert.deepEqual(marksOf([point(0.1, 1), point(0.52, 1)], axis), ['0.1', '0.2', '0.3', '0.4', '0.5', '0.6']);
    // 99 times as much is still linear.
    assert.deepEqual(marksOf([point(1, 1), point(99, 1)], axis), ['0', '20', '40', '60', '80', '100']);
    assert.deepEqual(marksOf([point(1, 1), point(100, 1)], axis), ['1', '10', '100']);
  });
});
