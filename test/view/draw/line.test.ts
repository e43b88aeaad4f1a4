/**
 * Lines between nodes as a person sees them: from the one to the other along their points, wider for larger tensors, with an
 * arrow at the end and the shape where it has changed.
 */

import assert from 'node:assert/strict';
import { interWidth } from '../../../src/view/draw/inter-widths';
import { drawLine, type LineEnds, lineKey, lineLook, lineRoute } from '../../../src/view/draw/line';
import { TextFit } from '../../../src/view/draw/text-fit';
import { EXIT, type ViewEdge, type ViewNode } from '../../../src/view/model';
import { type PlacedLine, type Point, simplified } from '../../../src/view/picture';
import { assertWithin, drawnIn, oneOf, pathPoints } from '../../support/drawn';
import { add, layer, sampleModel } from '../sample-model';

const fit = new TextFit(interWidth);
const model = sampleModel([layer('conv'), add([layer('conv')], [])]);
const [image, conv] = model.nodes as [ViewNode, ViewNode];
const edge = model.edges[1] as ViewEdge;
const line: PlacedLine = {
  edge: 1,
  body: '',
  from: 'conv_1',
  to: 'conv_2',
  top: '',
  points: [
    { x: 50, y: 0 },
    { x: 50, y: 60 },
  ],
  isMain: true,
  isSide: false,
};
const ends: LineEnds = { source: conv, target: conv };

const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);

/** Whether a point lies on one of the straight pieces. */
function isOn({ x, y }: Point, corners: readonly Point[]): boolean {
  return corners.slice(1).some((to, index) => {
    const from = corners[index] as Point;
    const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
    const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
    return x >= left - 0.01 && x <= right + 0.01 && y >= top - 0.01 && y <= bottom + 0.01;
  });
}

/** How far along the corners a point on them is. */
function along(point: Point, corners: readonly Point[]): number {
  let length = 0;
  for (const [index, to] of corners.slice(1).entries()) {
    const from = corners[index] as Point;
    if (isOn(point, [from, to])) return length + distance(from, point);
    length += distance(from, to);
  }
  return assert.fail('it is on none');
}

const routes: Readonly<Record<string, readonly Point[]>> = {
  straight: [
    { x: 0, y: 0 },
    { x: 0, y: 40 },
  ],
  'of two bends': [
    { x: 0, y: 0 },
    { x: 0, y: 20 },
    { x: 80, y: 20 },
    { x: 80, y: 60 },
  ],
  'of small steps': [
    { x: 0, y: 0 },
    { x: 0, y: 4 },
    { x: 5, y: 4 },
    { x: 5, y: 9 },
    { x: -3, y: 9 },
    { x: -3, y: 18 },
  ],
  'that ends shortly after a bend': [
    { x: 0, y: 0 },
    { x: 0, y: 30 },
    { x: 30, y: 30 },
    { x: 30, y: 33 },
  ],
  'that goes up and ends from the side': [
    { x: 0, y: 100 },
    { x: 0, y: 40 },
    { x: -60, y: 40 },
  ],
};

describe('the route of a line', () => {
  for (const [name, points] of Object.entries(routes)) {
    it(`${name} leads from its first point to its last, along its pieces and never back`, () => {
      for (const hasArrow of [false, true]) {
        const path = pathPoints(lineRoute(points, hasArrow).path);
        assert.deepEqual(path[0], points[0]);
        let before = -1;
        for (const point of path) {
          assert.ok(isOn(point, points), `${JSON.stringify(point)} is beside it`);
          const now = along(point, points);
          assert.ok(now >= before - 0.01, 'it turns back');
          before = now;
        }
        const length = along(points.at(-1) as Point, points);
        // Five of the six pixels of the arrow are its own, as far as the last piece is that long.
        const last = distance(points.at(-1) as Point, points.at(-2) as Point);
        assert.ok(Math.abs(length - before - (hasArrow ? Math.min(5, last) : 0)) < 0.01);
      }
    });

    it(`${name} is rounded at each bend, by six pixels where there is room`, () => {
      const { path } = lineRoute(points, false);
      const curves = [...path.matchAll(/L([-\d.]+) ([-\d.]+)Q([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)/g)];
      assert.equal(curves.length, points.length - 2);
      for (const [index, curve] of curves.entries()) {
        const [x1 = 0, y1 = 0, x = 0, y = 0, x2 = 0, y2 = 0] = curve.slice(1).map(Number);
        const corner = points[index + 1] as Point;
        assert.deepEqual({ x, y }, corner);
        const [start, end] = [distance({ x: x1, y: y1 }, corner), distance({ x: x2, y: y2 }, corner)];
        assert.ok(Math.abs(start - end) < 0.01 && start > 0 && start <= 6);
        const pieces = [points[index], points[index + 2]].map((other) => distance(other as Point, corner));
        if (pieces.every((piece) => piece >= 12)) assert.equal(start, 6);
      }
    });
  }

  it('has an arrow whose tip is its end: six long, eight wide, in the direction of the last piece', () => {
    for (const points of Object.values(routes)) {
      const { arrow } = lineRoute(points, true);
      const [tip, one, other] = pathPoints(arrow ?? '') as [Point, Point, Point];
      const [before, end] = [points.at(-2), points.at(-1)] as [Point, Point];
      assert.deepEqual(tip, end);
      assert.ok(Math.abs(distance(one, other) - 8) < 0.01);
      const base = { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
      if (distance(before, end) < 6) continue;
      assert.ok(Math.abs(distance(base, tip) - 6) < 0.01 && isOn(base, [before, end]));
      // Across the line.
      assert.equal(one.x === other.x, before.x !== end.x);
    }
    assert.equal(lineRoute(routes.straight as Point[], false).arrow, undefined);
  });

  it('survives points that are one', () => {
    const same = [
      { x: 3, y: 3 },
      { x: 3, y: 3 },
      { x: 3, y: 20 },
    ];
    assert.ok(!/NaN|Infinity/.test(lineRoute(same, true).path));
    assert.equal(simplified(same).length, 2);
  });

  it('has its label on its last piece, clear of the box before and of the arrow, where that is long enough', () => {
    const labelled = (length: number) =>
      lineRoute(
        [
          { x: 7, y: 100 },
          { x: 7, y: 100 + length },
        ],
        true,
      ).label;
    assert.equal(labelled(25.9), undefined);
    // Of a label 14 high.
    for (const length of [26, 30, 40, 100]) {
      const { x, y } = labelled(length) ?? assert.fail(`${length}`);
      assert.equal(x, 7);
      assert.ok(y - 7 >= 100 + 5, 'below the card of what is before');
      if (length > 30) assert.ok(y + 7 <= 100 + length - 6, 'over the arrow');
    }
    assert.equal(labelled(100)?.y, 178);
    assert.equal(
      lineRoute(
        [
          { x: 0, y: 0 },
          { x: 90, y: 0 },
        ],
        true,
      ).label,
      undefined,
      'not on what is level',
    );
    assert.equal(
      lineRoute(
        [
          { x: 0, y: 90 },
          { x: 0, y: 0 },
        ],
        true,
      ).label,
      undefined,
      'not on what goes up',
    );
    assert.equal(lineRoute([], true).label, undefined);
  });
});

describe('a drawn line', () => {
  const drawn = (change: Partial<ViewEdge>, placed: Partial<PlacedLine> = {}, between: LineEnds = ends) =>
    drawLine({ ...line, ...placed }, { ...edge, ...change }, between, fit);

  it('is wider for a larger tensor, within limits, and thin where its size is unknown', () => {
    const width = (bytes: number | null) => drawn({ bytes }).width;
    const sizes = [1, 1e3, 25e3, 1e5, 5e5, 1e6, 2e6, 1e7, 1e9, 1e12].map(width);
    assert.deepEqual(
      sizes,
      sizes.toSorted((a, b) => a - b),
    );
    assert.deepEqual([sizes[0], sizes[2], sizes.at(-1)], [1.2, 1.2, 3.6]);
    assert.ok(width(1e5) > width(25e3) && width(5e5) > width(1e5) && width(2e6) > width(1e6));
    // Ten times as much is always the same step.
    assert.ok(Math.abs(width(1e6) - width(1e5) - (width(5e5) - width(5e4))) < 1e-9);
    assert.deepEqual([null, 0, -5].map(width), [1.2, 1.2, 1.2]);
    const [path] = drawnIn(drawn({ bytes: 1e6 }).parts);
    assert.equal(Number(path?.attributes['stroke-width']), Number(width(1e6).toFixed(3)));
  });

  it('has an arrow but where the flow goes on behind the exit of a body', () => {
    const arrows = (to: string) => drawnIn(drawn({}, { to }).parts).filter(({ classes }) => classes.includes('arrow'));
    assert.deepEqual([arrows('conv_2').length, arrows(EXIT).length], [1, 0]);
    const [path] = drawnIn(drawn({}, { to: EXIT }).parts);
    assert.deepEqual(path?.points.at(-1), line.points.at(-1));
  });

  it('is told apart where it leads to a head, and where its shape is not known', () => {
    const name = (change: Partial<ViewEdge>, isSide = false) => drawn(change, { isSide }).className.split(' ');
    assert.deepEqual(name({}), ['edge']);
    assert.deepEqual(name({ isUnknown: true }), ['edge', 'is-unknown']);
    assert.deepEqual(name({}, true), ['edge', 'is-side']);
    assert.deepEqual(name({ isUnknown: true }, true), ['edge', 'is-unknown', 'is-side']);
  });

  const label = (change: Partial<ViewEdge>, placed: Partial<PlacedLine> = {}, between: LineEnds = ends) => {
    const found = drawn(change, placed, between).label;
    return found === undefined ? undefined : drawnIn([found]);
  };

  it('says its shape on the main path where that has changed, and before a result', () => {
    const before: LineEnds = { source: { ...conv, inputShape: [56, 28, 64] }, target: conv };
    const said = (...given: Parameters<typeof label>) => label(...given)?.find(({ tag }) => tag === 'text')?.text;
    assert.equal(said({}), undefined, 'as before');
    for (const inputShape of [
      [56, 28, 64],
      [28, 56, 64],
      [28, 28, 3],
    ] as const) {
      assert.equal(said({}, {}, { source: { ...conv, inputShape }, target: conv }), '28×28×64');
    }
    assert.equal(said({}, { isMain: false }, before), undefined, 'a branch');
    assert.equal(said({}, {}, { source: image, target: conv }), '28×28×64', 'what the network is given');
    assert.equal(said({}, {}, { source: undefined, target: conv }), undefined, 'the entry of a body');
    assert.equal(said({}, {}, { source: { ...conv, inputShape: null }, target: conv }), '28×28×64');
    assert.equal(said({ shape: null }), '? × ? × ?');
    assert.equal(said({ isUnknown: true }), '28×28×64');
    const result: LineEnds = { source: conv, target: { ...conv, kind: 'result' } };
    assert.equal(said({}, { isMain: false }, result), '28×28×64');
  });

  it('has its shape on a ground of its own, in the middle of it', () => {
    const all = label({}, {}, { source: image, target: conv }) ?? assert.fail('no label');
    const [ground, text] = [oneOf(all, 'shape-ground'), oneOf(all, 'shape-text')];
    assertWithin(text, ground.place, 'the shape');
    const middle = ({ x, width }: { x: number; width: number }) => x + width / 2;
    assert.ok(Math.abs(middle(ground.place)) < 0.01 && Math.abs(middle(text.place)) < 0.01);
    assert.ok(Math.abs(ground.place.y + ground.place.height / 2) < 0.01);
    assert.ok(all.indexOf(ground) < all.indexOf(text));
    assert.ok(!oneOf(all, 'shape').classes.includes('is-unknown'));
    const unknown = label({ isUnknown: true }) ?? assert.fail('no label');
    assert.ok(oneOf(unknown, 'shape').classes.includes('is-unknown'));
  });
});

describe('what is kept of a line', () => {
  const changed: LineEnds = { source: { ...conv, inputShape: [1, 1, 1] }, target: conv };
  type Seen = readonly [line: PlacedLine, edge: ViewEdge, ends: LineEnds];
  const seen = (placed: Partial<PlacedLine>, change: Partial<ViewEdge> = {}, between = changed): Seen => [
    { ...line, ...placed },
    { ...edge, ...change },
    between,
  ];

  it('is drawn anew where it looks another way, and not else', () => {
    const differing: readonly Seen[] = [
      seen({}),
      seen({ isSide: true }),
      seen({ to: EXIT }),
      seen({}, { isUnknown: true }),
      seen({}, { bytes: 1e9 }),
      seen({}, { shape: [5, 5, 5] }),
      seen({}, {}, ends),
    ];
    for (const [index, one] of differing.entries()) {
      for (const other of differing.slice(index + 1)) {
        assert.notDeepEqual(drawLine(...one, fit), drawLine(...other, fit));
        assert.notEqual(lineLook(...one), lineLook(...other));
      }
    }
    const same: Seen = seen({ body: 'elsewhere', from: 'other' }, { port: 4 });
    assert.deepEqual(drawLine(...same, fit), drawLine(...seen({}), fit));
    assert.equal(lineLook(...same), lineLook(...seen({})));
  });

  it('is known again by what it leads from and to', () => {
    const key = (placed: Partial<PlacedLine>, port = 0) => lineKey({ ...line, ...placed }, { ...edge, port });
    const keys = [key({}), key({ body: 'a' }), key({ from: 'a' }), key({ to: 'a' }), key({}, 1)];
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(key({ edge: 7, isMain: false, top: 'x', points: [] }), key({}));
  });
});
