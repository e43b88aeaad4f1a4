/**
 * Nodes as a person sees them: texts that stay in their boxes and off one another at every level of detail, colours and
 * bars that follow the counts, and signs that stand only where they mean something.
 */

import assert from 'node:assert/strict';
import { interWidth } from '../../../src/view/draw/inter-widths';
import { type NodeDrawing, type NodeNote, nodeClasses } from '../../../src/view/draw/node';
import { heatScale } from '../../../src/view/heat';
import type { ViewNode } from '../../../src/view/model';
import { assertApart, assertWithin, type Drawn, ofClass, oneOf, textsIn } from '../../support/drawn';
import {
  at,
  boxOf,
  counts,
  drawingOf,
  drawn,
  drawnOpen,
  inside,
  many,
  model,
  nodeOf,
  openBoxOf,
  placed,
  placeSample,
  said,
} from './sample-node';

before(placeSample);

describe('a node in the picture', () => {
  const long = 'a name that is much longer than any box of the picture is wide';
  const changes: readonly [string, Partial<ViewNode>][] = [
    ['as it is', {}],
    ['of a long name', { title: long }],
    ['of a name that nearly fits', { title: 'convolution 11×11' }],
    ['with a suffix', { title: long, suffix: '/2 ×12' }],
    ['of many filters', { title: 'conv 3×3 and on', filters: 1_000_000 }],
    ['of a long subtitle', { subtitle: long, bars: many }],
    ['of a large count', { counts: counts(123_400_000_000_000, true), bars: many }],
    ['of a head with more than there are units for', { part: 'head', counts: counts(1.23e30) }],
    ['of a head', { part: 'head', counts: counts(1_234_000_000) }],
  ];

  for (const [about, change] of changes) {
    it(`${about} has its texts in its box, beside its colour and off one another, at each level of detail`, () => {
      for (const box of placed().closed) {
        const { kind, op } = nodeOf(box.id);
        const all = drawn(box.id, change);
        const swatch = ofClass(all, 'swatch')[0]?.place.width ?? 0;
        for (const level of ['at-full', 'at-brief'] as const) {
          // The name of a result stands below its box, beside the line.
          const texts = at(all, level).filter(({ classes }) => !classes.includes('result'));
          const hasTexts = kind !== 'join' || (op === 'concat' && level === 'at-full');
          assert.equal(texts.length > 0, hasTexts, `${box.id} ${level}`);
          for (const text of texts) assertWithin(text, inside(box, swatch), `${box.id} ${level}`);
          assertApart([...texts, ...ofClass(all, 'branch-bar')], `${box.id} ${level}`);
        }
      }
    });

    it(`${about} has its texts on the header of its frame, clear of the line that comes in`, () => {
      for (const box of placed().open.filter(({ isOpen }) => isOpen)) {
        for (const isInteractive of [true, false]) {
          const all = drawnOpen(box.id, { ...change, argumentText: `(${long})` }, { isInteractive });
          const header = oneOf(all, 'frame-header').place;
          const place = { x: (box.inPorts[0] ?? 0) - 1, y: 0, width: 2, height: header.height };
          const line = { ...oneOf(all, 'frame-header'), text: 'the line', place };
          for (const level of ['at-full', 'at-brief'] as const) {
            const texts = at(all, level);
            for (const text of texts) assertWithin(text, header, `${box.id} ${level}`);
            assertApart([...texts, line, ...ofClass(all, 'target')], `${box.id} ${level}`);
          }
        }
      }
    });
  }

  it('says what it is, its filters, what it costs and its share of all', () => {
    // Places, filters, channels and kernel: 32x32 of 32 filters over 7x7x3.
    const stem = 32 * 32 * 32 * 7 * 7 * 3;
    const total = model.totals.multiplies.value ?? 0;
    const [title, filters, count, share] = said(drawn('stem').filter(({ around }) => around.has('at-full')));
    assert.deepEqual([title, filters, count], ['stem 7×7 /2', '32', `${(stem / 1e6).toPrecision(3)} M`]);
    assert.ok(Math.abs(Number.parseFloat(share ?? '') - (100 * stem) / total) < 0.1, share);
    assert.deepEqual(said(drawn('relu_1')), ['relu', 'relu']);
    assert.deepEqual(said(drawn('first')).slice(0, 2), ['first', 'fire']);
    assert.deepEqual(said(drawn('image')), ['image', 'image']);
    assert.match(said(drawn('aux'))[1] ?? '', /^side head · \+/);
    assert.equal(said(drawn('stem', { filters: null })).includes('32'), false);
  });

  it('has its names in the colour of text, and what is beside them muted', () => {
    const looks = (all: readonly Drawn[]) =>
      all
        .filter(({ tag, text }) => ['text', 'tspan'].includes(tag) && text.trim() !== '')
        .map(({ classes, text }) => `${text.trim()}: ${classes.join(' ')}`);
    assert.deepEqual(looks(drawn('stem', { counts: counts(1000), suffix: '/2', outputs: [] })), [
      'stem /2: label',
      '/2: muted',
      '32: muted',
      '1.00 K: muted',
      '<0.1%: muted',
      'stem: label',
      '<0.1%: muted',
    ]);
    assert.deepEqual(looks(drawn('first', { counts: counts(1000) })), [
      'first: label',
      'fire: muted',
      '1.00 K<0.1%: muted',
      '1.00 K: label',
      '<0.1%: muted',
      'first: label',
      '<0.1%: muted',
    ]);
    assert.deepEqual(looks(drawn('aux', { counts: counts(1000) })), [
      'aux: label',
      'side head · +1.00 K: muted',
      'aux: label',
    ]);
    assert.deepEqual(looks(drawn('relu_1')), ['relu: label', 'relu: label']);
    assert.deepEqual(looks(drawn('image')), ['image: label', 'image: label']);
    assert.deepEqual(looks(drawnOpen('first', { counts: counts(1000), suffix: '×2' })), [
      'first ×2: label',
      '×2: muted',
      '(16, 16): muted mono',
      '1.00 K<0.1%: muted',
      '1.00 K: label',
      '<0.1%: muted',
      'first ×2: label',
      '×2: muted',
      '<0.1%: muted',
      'first: label far-name',
    ]);
    assert.deepEqual(looks(drawn('joined')), ['8: label', 'joined: muted', '24: label']);
  });

  it('has its glyph in the middle of its colour, and that of an end at its left', () => {
    for (const id of ['stem', 'relu_1', 'first', 'aux', 'image', 'logits']) {
      const all = drawn(id);
      const [, place = '', , top = '', , size = ''] =
        /^translate\((([-\d.]+)) (([-\d.]+))\) scale\((([-\d.]+))\)$/.exec(
          String(oneOf(all, 'glyph').attributes.transform),
        ) ?? [];
      const half = 8 * Number(size);
      assert.ok(Math.abs(Number(top) + half - boxOf(id).height / 2) < 0.01, id);
      const colour = ofClass(all, 'swatch')[0]?.place;
      if (colour !== undefined) {
        assert.ok(Math.abs(Number(place) + half - (colour.x + colour.width) / 2) < 0.5, id);
      }
      const [name] = at(all, 'at-full');
      assert.ok(Number(place) > 0 && Number(place) + 2 * half < (name?.place.x ?? 0), id);
    }
  });

  it('has its name alone, as large as fits, where it is seen from afar', () => {
    const size = (title: string): number =>
      Number(at(drawn('relu_1', { title }), 'at-brief')[0]?.attributes['font-size']);
    assert.equal(size('relu'), 14);
    const sizes = Array.from({ length: 20 }, (_, length) => size('m'.repeat(length + 1)));
    assert.deepEqual(
      sizes,
      sizes.toSorted((a, b) => b - a),
    );
    assert.deepEqual([...new Set(sizes)], [14, 13, 12, 11]);
    // As much as the box holds is not cut.
    for (const [index, text] of sizes.entries()) {
      const shown = said(drawn('relu_1', { title: 'm'.repeat(index + 1) }))[1] ?? '';
      if (text > 11) assert.equal(shown, 'm'.repeat(index + 1));
    }
  });

  it('gives a name the room that its count and filters leave', () => {
    const name = (change: Partial<ViewNode>) =>
      said(drawn('stem', { title: 'm'.repeat(30), suffix: '', ...change }))[0] ?? '';
    const [wide, narrow] = [name({ filters: null }), name({ filters: 100_000 })];
    assert.ok(wide.length > narrow.length && narrow.length > 2, `${wide} ${narrow}`);
    // Not even one more letter would have fitted.
    const { place } =
      at(drawn('stem', { title: 'm'.repeat(30), suffix: '', filters: null }), 'at-full')[0] ?? assert.fail();
    assert.ok(place.x + place.width + interWidth('m', 12, 600, false) > boxOf('stem').width - 8);
  });

  it('is coloured by its share, grey for joins, ends and what leads nowhere', () => {
    const scale = heatScale(model, 'multiplies');
    const heat = (id: string, change: Partial<ViewNode> = {}) =>
      nodeClasses({ ...nodeOf(id), ...change }, boxOf(id), drawingOf(model)).find((name) => name.startsWith('heat-'));
    const total = scale.total / 100;
    // Just under and at each threshold.
    for (const [step, threshold] of scale.thresholds.entries()) {
      assert.equal(heat('stem', { counts: counts(threshold * total * 0.999) }), `heat-${step}`);
      assert.equal(heat('stem', { counts: counts(threshold * total * 1.001) }), `heat-${step + 1}`);
    }
    assert.equal(heat('relu_1'), 'heat-none');
    assert.equal(heat('stem', { counts: counts(0, true) }), 'heat-unknown');
    for (const [id, change] of [
      ['joined', {}],
      ['image', {}],
      ['logits', {}],
      ['stem', { part: 'dead' }],
    ] as const) {
      assert.equal(heat(id, { counts: counts(scale.total), ...change }), 'heat-none', id);
    }
  });

  it('has classes for its kind, an error, what is not known, and how it differs', () => {
    const classes = (change: Partial<ViewNode>, more: Partial<NodeDrawing> = {}, box = boxOf('first')) =>
      nodeClasses({ ...nodeOf('first'), ...change }, box, drawingOf(model, more)).filter(
        (name) => !name.startsWith('heat'),
      );
    assert.deepEqual(classes({}), ['node', 'kind-module', 'is-closed']);
    assert.deepEqual(classes({}, {}, openBoxOf('first')), ['node', 'kind-module', 'is-open']);
    assert.deepEqual(classes({ error: 'no', isUnknown: true }), [
      'node',
      'kind-module',
      'is-closed',
      'has-error',
      'is-unknown',
    ]);
    const marks = new Map([['first', 'added'] as const]);
    assert.deepEqual(classes({}, { marks }), ['node', 'kind-module', 'is-closed', 'mark-added']);
    assert.deepEqual(classes({ id: 'other' }, { marks }), ['node', 'kind-module', 'is-closed']);
  });

  it('is hatched where a part of its count is not known, over its colour', () => {
    for (const id of ['stem', 'first', 'aux']) {
      assert.equal(ofClass(drawn(id), 'hatch').length, 0, id);
      const all = drawn(id, { counts: counts(1000, true) });
      assert.deepEqual(oneOf(all, 'hatch').place, oneOf(all, 'swatch').place, id);
      assert.ok(all.indexOf(oneOf(all, 'hatch')) > all.indexOf(oneOf(all, 'swatch')));
      assert.equal(ofClass(drawn(id, { isUnknown: true, children: [] }), 'hatch').length, 1, id);
    }
    // A block whose count is known says of its own layers what is not.
    assert.equal(ofClass(drawn('first', { isUnknown: true }), 'hatch').length, 0);
  });

  it('has a colour from its top to its foot, at the left, within the border', () => {
    for (const id of ['stem', 'relu_1', 'first', 'aux']) {
      const { place } = oneOf(drawn(id), 'swatch');
      assert.deepEqual([place.x, place.y, place.height], [0.5, 0.5, boxOf(id).height - 1], id);
      const { place: mark } = oneOf(drawn(id), 'glyph');
      assert.ok(mark.x >= 0 && mark.x < place.width, id);
    }
  });
});

describe('bars of a node', () => {
  const costliest = model.costliest.multiplies;
  const bar = (value: number, more: Partial<NodeDrawing> = {}) =>
    ofClass(drawn('stem', { counts: counts(value) }, more), 'cost-bar')[0]?.place;

  it('are as long as the layer is dear: the dearest layer has all of its box', () => {
    const whole = bar(costliest)?.width ?? 0;
    const { width, height } = boxOf('stem');
    assert.ok(Math.abs(28 + whole - (width - 1)) < 0.01);
    for (const share of [0.75, 0.5, 0.1])
      assert.ok(Math.abs((bar(share * costliest)?.width ?? 0) - share * whole) < 0.01);
    assert.equal(bar(3 * costliest)?.width, whole);
    const { x, y, height: high } = bar(costliest) ?? assert.fail();
    assert.equal(x, 28);
    assert.ok(y > 31 && y + high <= height);
  });

  it('are not there where they would be no pixel long, for a layer without weights, or where nothing costs anything', () => {
    assert.equal(bar(costliest / 1000), undefined);
    assert.equal(ofClass(drawn('relu_1', { counts: counts(costliest) }), 'cost-bar').length, 0);
    const free = { ...model, costliest: { ...model.costliest, multiplies: 0 } };
    assert.equal(bar(1000, { model: free }), undefined);
  });

  const asWritten = (value: number, costly = costliest): NonNullable<NodeDrawing['before']> => ({
    model: { ...model, costliest: { ...model.costliest, multiplies: costly } },
    nodes: new Map([['stem', { ...nodeOf('stem'), counts: counts(value) }]]),
  });
  const tick = (was: number, now: number) =>
    ofClass(drawn('stem', { counts: counts(now) }, { before: asWritten(was) }), 'cost-tick')[0]?.place;

  it('have a tick where they ended in the text while something else is tried out', () => {
    const full = boxOf('stem').width - 29;
    const place = tick(costliest / 2, costliest) ?? assert.fail('a tick');
    assert.ok(Math.abs(place.x + place.width / 2 - (28 + full / 2)) < 0.01);
    const { height } = boxOf('stem');
    // It reaches over the bar, upwards and downwards.
    const long = bar(costliest) ?? assert.fail();
    assert.ok(
      place.y < long.y && place.y + place.height >= long.y + long.height - 1 && place.y + place.height <= height,
    );
    assert.equal(tick(costliest, costliest), undefined);
    assert.equal(tick(0, costliest), undefined);
    assert.equal(ofClass(drawn('stem', {}, { before: { model, nodes: new Map() } }), 'cost-tick').length, 0);
    const block = { model, nodes: new Map([['first', { ...nodeOf('first'), counts: counts(5) }]]) };
    assert.equal(ofClass(drawn('first', {}, { before: block }), 'cost-tick').length, 0);
  });

  it('keep their measure while something else is tried out', () => {
    const measured = bar(costliest / 2, { before: asWritten(costliest / 2, 2 * costliest) })?.width ?? 0;
    assert.ok(Math.abs(2 * measured - (bar(costliest / 2)?.width ?? 0)) < 0.01);
  });

  it('stand for branches in their order, the dearest 26 high, each in its colour', () => {
    // At 32x32 places from 16 squeezed channels: 16 1x1 filters, 32 of 3x3, a pool.
    const all = drawn('first');
    const bars = ofClass(all, 'branch-bar');
    assert.deepEqual(
      bars.map(({ place }) => Number(place.height.toFixed(2))),
      [Math.max(1, Number(((26 * 16) / (32 * 9)).toFixed(2))), 26, 0],
    );
    const base = oneOf(all, 'base');
    const foot = base.place.y;
    for (const [index, { place }] of bars.entries()) {
      assert.ok(Math.abs(place.y + place.height - foot) < 0.01, 'all stand on the line');
      assert.ok(index === 0 || place.x > (bars[index - 1]?.place.x ?? 0) + place.width);
    }
    const [first, last] = [bars[0]?.place ?? assert.fail(), bars.at(-1)?.place ?? assert.fail()];
    assert.ok(base.place.x < first.x && base.place.x + base.place.width > last.x + last.width);
    const heat = (one: Drawn | undefined) => Number(one?.classes.find((name) => name.startsWith('heat-'))?.slice(5));
    assert.ok(heat(bars[1]) > heat(bars[0]));
    assert.ok(bars[2]?.classes.includes('heat-none'));
  });

  it('of many branches stay in their corner, and small ones are seen', () => {
    for (const count of [1, 2, 5, 12, 60]) {
      const bars = Array.from({ length: count }, (_, index) => ({
        ...many[0],
        multiplies: index === 0 ? 1e6 : 1,
      })) as typeof many;
      const all = ofClass(drawn('first', { bars }), 'branch-bar');
      assert.equal(all.length, count);
      const { width, height } = boxOf('first');
      for (const one of all) {
        assertWithin(one, { x: width - 13 - 68, y: 0, width: 68 + 1, height }, `${count}`);
        assert.ok(one.place.height >= 1 && one.place.width > 0);
      }
      assertApart(all, `${count} bars`);
    }
  });

  it('are not drawn where no branch costs anything, and not of what is not known', () => {
    const none = { ...many[0], multiplies: 0 } as (typeof many)[number];
    for (const bars of [[], [none, none], [{ ...none, multiplies: null }]]) {
      const all = drawn('first', { bars });
      assert.equal(ofClass(all, 'branch-bar').length + ofClass(all, 'base').length, 0);
    }
    const bars = ofClass(
      drawn('first', { bars: [{ ...none, multiplies: null }, many[0] as typeof none] }),
      'branch-bar',
    );
    assert.deepEqual([bars[0]?.place.height, bars[0]?.classes.includes('heat-unknown')], [0, true]);
  });
});

describe('what a node says beside its count', () => {
  const total = model.totals.multiplies.value ?? 0;
  const look = (
    id: string,
    was: ViewNode['counts'] | undefined,
    now: ViewNode['counts'],
    notes?: Map<string, NodeNote>,
  ) => {
    const old = { ...nodeOf(id), ...(was === undefined ? {} : { counts: was }) };
    const before = was === undefined ? undefined : { model, nodes: new Map([[id, old]]) };
    const all = drawn(id, { counts: now }, { before, notes });
    return all.filter(({ classes, tag }) => tag !== 'g' && classes.some((name) => /^change-|^muted$/.test(name)));
  };
  const changeOf = (id: string, was: ViewNode['counts'] | undefined, now: ViewNode['counts']) =>
    look(id, was, now).flatMap(({ classes, text }) =>
      classes[0]?.startsWith('change') ? [`${classes[0]} ${text}`] : [],
    );

  it('is its share, and while something is tried out how it has changed', () => {
    for (const id of ['stem', 'first']) {
      const half = counts(total / 2);
      assert.ok(look(id, undefined, half).some(({ text }) => text === '50.0%'));
      // Twice: in full and where it is brief.
      assert.deepEqual(changeOf(id, counts(total), half), ['change-less −50.0%', 'change-less −50.0%']);
      assert.deepEqual(changeOf(id, counts(total / 4), half), ['change-more +100.0%', 'change-more +100.0%']);
      assert.deepEqual(changeOf(id, half, half), []);
      assert.ok(look(id, half, half).some(({ text }) => text === '50.0%'));
    }
  });

  it('says nothing of a change from or to what is not known, or from nothing', () => {
    for (const [was, now] of [
      [counts(total, true), counts(1000)],
      [counts(1000), counts(total, true)],
      [counts(0), counts(1000)],
    ] as const) {
      assert.deepEqual(changeOf('stem', was, now), []);
    }
  });

  it('is what a run says of it, in its place', () => {
    const notes = new Map([['stem', { beside: '1.2 ms', warning: null }]]);
    const texts = look('stem', undefined, counts(total / 2), notes).map(({ text }) => text);
    assert.ok(texts.includes('1.2 ms') && !texts.includes('50.0%'));
  });

  it('is left out of a block whose count needs the room, and kept where it has it', () => {
    const share = (bars: ViewNode['bars'], value: number) =>
      at(drawn('first', { counts: counts(value), bars }), 'at-full').some(({ text }) => text.includes('%'));
    assert.ok(share([], total / 2));
    assert.ok(!share(many, 888_888_888_888_888));
  });
});

describe('an open frame', () => {
  it('says name, arguments, count and share, and from afar its name', () => {
    const all = drawnOpen('first', { counts: counts((model.totals.multiplies.value ?? 0) / 4) });
    const [name, argument, numbers] = at(all, 'at-full');
    assert.equal(name?.text, 'first');
    assert.equal(argument?.text, '(16, 16)');
    assert.match(numbers?.text ?? '', /M25\.0%$/);
    assert.equal(
      numbers?.place.x === undefined ? 0 : numbers.place.x + numbers.place.width,
      openBoxOf('first').width - 12,
    );
    assert.deepEqual(
      textsIn(all)
        .filter(({ around }) => around.has('at-far'))
        .map(({ text }) => text),
      ['first'],
    );
    assert.deepEqual(
      at(all, 'at-brief').map(({ text }) => text),
      ['first', '25.0%'],
    );
  });

  it('leaves arguments out where next to none of them fit, and its share where the count needs the room', () => {
    assert.equal(at(drawnOpen('first', { argumentText: '' }), 'at-full').length, 2);
    assert.equal(at(drawnOpen('first', { title: 'm'.repeat(80), argumentText: '(16)' }), 'at-full').length, 2);
    const narrow = { ...openBoxOf('first'), width: 180, inPorts: [90] };
    const half = counts((model.totals.multiplies.value ?? 0) / 2);
    assert.ok(!at(drawn('first', { counts: half }, {}, narrow), 'at-full').some(({ text }) => text.includes('%')));
  });

  it('begins further left in a file, where there is nothing to click', () => {
    const start = (isInteractive: boolean) => at(drawnOpen('first', {}, { isInteractive }), 'at-full')[0]?.place.x ?? 0;
    assert.ok(start(false) < start(true));
  });

  it('has its colour along its upper edge', () => {
    const { width } = openBoxOf('first');
    const { place } = oneOf(drawnOpen('first'), 'heat-line');
    assert.ok(
      place.x >= 0 && place.y >= 0 && place.x + place.width <= width && place.width > width - 4 && place.height < 6,
    );
  });
});

describe('joins', () => {
  const concat = (ports: number[], joinChannels: (number | null)[], title = 'concat') => {
    const box = { ...boxOf('joined'), inPorts: ports, width: (ports.at(-1) ?? 0) + 80 };
    return textsIn(drawn('joined', { title, joinChannels }, {}, box));
  };

  it('of channels say over each branch what it brings, and between them what is done', () => {
    const texts = concat([80, 260, 440], [64, null, 32]);
    assert.deepEqual(
      texts.map(({ text }) => text),
      ['64', '+', '?', 'concat', '32'],
    );
    const middle = ({ place }: Drawn) => place.x + place.width / 2;
    assert.deepEqual(
      texts.map((one) => Math.round(middle(one))),
      [80, 170, 260, 350, 440],
    );
    // Of four the word stands in the middle.
    assert.deepEqual(
      concat([80, 260, 440, 620], [1, 2, 3, 4]).map(({ text }) => text),
      ['1', '+', '2', 'concat', '3', '+', '4'],
    );
  });

  it('have no word where there is no room for it', () => {
    const narrow = (step: number) => concat([80, 80 + step], [16, 16]).map(({ text }) => text);
    assert.deepEqual(
      [narrow(120), narrow(44), narrow(30)],
      [
        ['16', 'concat', '16'],
        ['16', '+', '16'],
        ['16', '16'],
      ],
    );
    for (let step = 20; step < 160; step += 3) assertApart(concat([80, 80 + step], [16, 16]), `${step} apart`);
  });

  it('of values are a plus, and of products a cross, in a circle', () => {
    const sign = (op: string) => {
      const all = drawn('add_1', { op });
      assert.equal(textsIn(all).length, 0);
      const body = oneOf(all, 'body');
      assert.equal(Number(body.attributes.rx) * 2, body.place.height);
      const plus = oneOf(all, 'plus');
      assertWithin(plus, body.place, op);
      const center = ({ x, y, width, height }: Drawn['place']) => [x + width / 2, y + height / 2];
      assert.deepEqual(center(plus.place), center(body.place));
      assert.deepEqual([plus.place.width, plus.place.height], [12, 12]);
      const turn = /^rotate\(45 ([\d.]+) ([\d.]+)\)$/.exec(String(plus.attributes.transform ?? ''));
      if (turn !== null) assert.deepEqual([Number(turn[1]), Number(turn[2])], center(body.place));
      return turn === null ? '+' : '×';
    };
    assert.deepEqual([sign('add'), sign('multiply')], ['+', '×']);
  });
});

describe('results that the flow passes', () => {
  it('are named beside the line that goes on, with their shape', () => {
    const all = drawn('stem');
    const label = oneOf(all, 'result');
    assert.equal(label.text, 'early 32×32×32');
    const { height, outPort } = boxOf('stem');
    assert.ok(label.place.x > outPort && label.place.y > height);
    assert.equal(
      oneOf(drawn('stem', { outputs: ['early', 'again'], shape: null }), 'result').text,
      'early, again ? × ? × ?',
    );
  });

  it('are not named inside of a body, in a head, or where the flow ends in a box of their own', () => {
    for (const change of [{ level: 2 }, { part: 'head' }, { outputs: [] }, { outputs: ['logits'] }] as const) {
      assert.equal(ofClass(drawn('stem', change), 'result').length, 0, JSON.stringify(change));
    }
    assert.equal(oneOf(drawn('stem', { outputs: ['logits', 'early'] }), 'result').text, 'early 32×32×32');
  });
});
