/** Signs on nodes: that they stand where a person looks for them, and only where they mean something. */

import assert from 'node:assert/strict';
import { drawOutline } from '../../../src/view/draw/node';
import type { ViewNode } from '../../../src/view/model';
import { assertApart, assertWithin, type Drawn, drawnIn, ofClass, oneOf } from '../../support/drawn';
import { boxOf, drawn, drawnOpen, nodeOf, openBoxOf, placeSample } from './sample-node';

before(placeSample);

describe('signs on a node', () => {
  const pictureOf = (all: readonly Drawn[], name: string) => ofClass(all, name)[0];
  const marks = (mark: 'added' | 'removed' | 'changed') => ({ marks: new Map([['stem', mark]]) });

  it('are a badge at the corner of what has an error, and nowhere else', () => {
    assert.equal(ofClass(drawn('stem'), 'badge').length, 0);
    const disc = oneOf(drawn('stem', { error: 'wrong' }), 'badge-disc').place;
    const { width } = boxOf('stem');
    assert.ok(disc.x < width && disc.x + disc.width > width && disc.y < 0 && disc.y + disc.height > 0);
    assertWithin(oneOf(drawn('stem', { error: 'wrong' }), 'badge-mark'), disc, 'the mark is on its disc');
  });

  it('say how a node differs: a plus, a minus, a wave, beside the badge of an error', () => {
    const signs = (['added', 'removed', 'changed'] as const).map((mark) => {
      const all = drawn('stem', {}, marks(mark));
      assertWithin(oneOf(all, 'mark-sign'), oneOf(all, 'mark-disc').place, mark);
      const { width } = boxOf('stem');
      const { x, width: wide } = oneOf(all, 'mark-disc').place;
      assert.ok(x < width && x + wide > width);
      return oneOf(all, 'mark-sign').place;
    });
    // Plus: as high as wide. Minus: flat.
    assert.deepEqual(
      signs.map(({ width, height }) => [width > 0, height > 0, width === height]),
      [
        [true, true, true],
        [true, false, false],
        [true, true, false],
      ],
    );
    const both = drawn('stem', { error: 'wrong' }, marks('added'));
    assertApart(
      [oneOf(both, 'mark-disc'), oneOf(both, 'badge-disc')].map((one) => ({
        ...one,
        place: { ...one.place, width: one.place.width - 1 },
      })),
      'both',
    );
    assert.equal(ofClass(drawn('stem'), 'mark').length, 0);
    assert.equal(ofClass(drawn('relu_1', {}, marks('added')), 'mark').length, 0);
  });

  it('are a warning over the edge of a closed box, with its text inside', () => {
    const notes = (isError: boolean) => ({
      notes: new Map([['first', { beside: '', warning: { text: 'dead 12%', isError } }]]),
    });
    for (const isError of [false, true]) {
      const all = drawn('first', {}, notes(isError));
      const pill = oneOf(all, 'warning-pill');
      assert.equal(pill.classes.includes('is-error'), isError);
      const ground = all[all.indexOf(pill) + 1] ?? assert.fail('its ground');
      const text = oneOf(all, 'warning-text');
      assert.equal(text.text, 'dead 12%');
      assertWithin(text, ground.place, 'the text');
      const { x, width } = text.place;
      assert.ok(
        Math.abs(x - ground.place.x - (ground.place.x + ground.place.width - x - width)) < 0.01,
        'in its middle',
      );
      assert.ok(ground.place.y < 0 && ground.place.y + ground.place.height > 0);
      assert.equal(ground.place.x + ground.place.width, boxOf('first').width + 6);
    }
    assert.equal(pictureOf(drawnOpen('first', {}, notes(true)), 'warning-pill'), undefined);
    assert.equal(pictureOf(drawn('stem', {}, notes(true)), 'warning-pill'), undefined);
    const calm = { notes: new Map([['first', { beside: '', warning: null }]]) };
    assert.equal(pictureOf(drawn('first', {}, calm), 'warning-pill'), undefined);
  });

  it('are cards behind what holds more: one for a module, two for a repeat, none for what is empty', () => {
    const cards = (id: string, change: Partial<ViewNode> = {}) => {
      const all = drawn(id, change);
      const body = all.findIndex(({ classes }) => classes.includes('body'));
      return all.flatMap(({ classes, place }, index) => {
        if (!classes.includes('card')) return [];
        assert.ok(index < body, 'behind');
        assert.deepEqual([place.width, place.height], [boxOf(id).width, boxOf(id).height]);
        return [[place.x, place.y]];
      });
    };
    assert.deepEqual(cards('first'), [[5, 5]]);
    assert.deepEqual(cards('repeat_1'), [
      [10, 10],
      [5, 5],
    ]);
    assert.deepEqual(cards('first', { children: [] }), []);
    assert.deepEqual(cards('stem'), []);
  });

  it('are a chevron on what can be opened, to the right while it is closed and down while it is open', () => {
    const chevron = (all: readonly Drawn[]) => {
      const group = all.find(({ attributes }) => attributes['data-part'] === 'chevron');
      const [, target, line] = group === undefined ? [] : all.slice(all.indexOf(group));
      return target === undefined || line === undefined ? undefined : { target, line };
    };
    for (const [id, box, isDown] of [
      ['first', boxOf('first'), false],
      ['aux', boxOf('aux'), false],
      ['first', openBoxOf('first'), true],
    ] as const) {
      const { target, line } = chevron(drawn(id, {}, {}, box)) ?? assert.fail(id);
      const { x, width } = target.place;
      assert.ok(width >= 24 && target.place.height >= 24, 'as large as a finger needs (WCAG 2.2, 2.5.8)');
      assert.equal(isDown ? x < 28 : x + width > box.width - 12, true, id);
      assert.equal(line.place.width > line.place.height, isDown, id);
      assert.equal(chevron(drawn(id, {}, { isInteractive: false }, box)), undefined);
    }
    for (const id of ['first', 'aux']) assert.equal(chevron(drawn(id, { children: [] })), undefined, id);
    assert.equal(chevron(drawn('stem')), undefined);
  });

  it('are a ring around it: round around what is round', () => {
    const ring = (id: string) => {
      const box = boxOf(id);
      const all = drawnIn(drawOutline(nodeOf(id), box));
      const [area, found] = [oneOf(all, 'area'), oneOf(all, 'ring')];
      assert.deepEqual([area.place.width, area.place.height], [box.width, box.height]);
      const { x, y, width, height } = found.place;
      assert.deepEqual([x, y, width, height], [-3, -3, box.width + 6, box.height + 6]);
      return Number(found.attributes.rx) * 2 === height;
    };
    assert.deepEqual(['image', 'logits', 'add_1'].map(ring), [true, true, true]);
    assert.deepEqual(['stem', 'first', 'joined', 'aux'].map(ring), [false, false, false, false]);
  });
});
