/** Texts with places and plural forms, and what the language itself does: lists and ordinals. */

import * as assert from 'node:assert/strict';
import { chinese } from '../../src/words/chinese/language';
import { english } from '../../src/words/english/language';
import { closest, fillPlaces, type Language, sayIn, wordsIn } from '../../src/words/text';

const texts = {
  plain: 'nothing to fill in',
  places: '{a} goes before {b}, and {a} again',
  layers: { by: 'count', one: '{count} layer in {path}', other: '{count} layers in {path}' },
} as const;

describe('texts', () => {
  const say = sayIn<typeof texts>(english, texts);

  it('fills every place, as often as it stands', () => {
    assert.equal(say('plain'), 'nothing to fill in');
    assert.equal(say('places', { a: 'x', b: 2 }), 'x goes before 2, and x again');
  });

  it('has the form that the number asks for, also one written with separators', () => {
    assert.equal(say('layers', { count: 1, path: 'stem' }), '1 layer in stem');
    assert.equal(say('layers', { count: 0, path: 'stem' }), '0 layers in stem');
    assert.equal(say('layers', { count: '1,000', path: 'stem' }), '1,000 layers in stem');
  });

  it('asks the compiler for the values of each text', () => {
    // @ts-expect-error a place without a value
    say('places', { a: 'x' });
    // @ts-expect-error a text without places takes no values
    say('plain', { a: 'x' });
    // @ts-expect-error the number that decides the form
    say('layers', { path: 'stem' });
  });

  it('takes a language with another order and without plurals', () => {
    const other: Language = { ...english, tag: 'zh', plural: () => 'other' };
    const translated = sayIn<typeof texts>(other, {
      plain: '无',
      places: '{b} 在 {a} 之后',
      layers: '{path}：{count} 层',
    });
    assert.equal(translated('places', { a: 'x', b: 'y' }), 'y 在 x 之后');
    assert.equal(translated('layers', { count: 1, path: 'stem' }), 'stem：1 层');
  });

  it('gives the tables of a surface together', () => {
    const tables = { first: texts, second: { go: 'go on' } } as const;
    const words = wordsIn<typeof tables>(english, { ...tables, second: { go: 'weiter' } });
    assert.equal(words.first('places', { a: 1, b: 2 }), '1 goes before 2, and 1 again');
    assert.equal(words.second('go'), 'weiter');
    // @ts-expect-error a translation that lacks a text
    wordsIn<typeof tables>(english, { ...tables, second: {} });
  });

  it('are in the language that is closest to a locale', () => {
    const spoken = (tag: string) => ({ language: { ...english, tag } });
    const known = [spoken('en'), spoken('pt-BR'), spoken('pt')] as const;
    const tagFor = (locale: string) => closest(locale, known).language.tag;
    assert.deepEqual(['pt', 'PT-br', 'pt-AO', 'en-GB', 'zh', ''].map(tagFor), [
      'pt',
      'pt-BR',
      'pt-BR',
      'en',
      'en',
      'en',
    ]);
  });

  it('never takes a value from what every object has', () => {
    assert.equal(fillPlaces(english, 'a {constructor} b {toString}'), 'a {constructor} b {toString}');
  });
});

describe('english', () => {
  it('lists with and, or', () => {
    assert.deepEqual(
      [[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((words) => [english.all(words), english.any(words)]),
      [
        ['', ''],
        ['a', 'a'],
        ['a and b', 'a or b'],
        ['a, b and c', 'a, b or c'],
      ],
    );
  });

  it('counts 1st, 2nd, 3rd, 4th, 11th, 21st, 113th, 1,002nd', () => {
    const places = [1, 2, 3, 4, 11, 12, 13, 21, 113, 1002].map((place) => english.ordinal(place));
    assert.deepEqual(places, ['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '113th', '1,002nd']);
  });
});

describe('chinese', () => {
  it('lists with signs of its own, and parts Chinese letters from Latin ones', () => {
    assert.deepEqual(
      [['层'], ['层', '模块'], ['conv', 'relu', '层'], ['`a`', 'b']].map((words) => chinese.any(words)),
      ['层', '层或模块', 'conv、relu 或层', '`a` 或 b'],
    );
    assert.equal(chinese.all(['c', 'k']), 'c 和 k');
    assert.equal(chinese.ordinal(1002), '第 1,002');
  });

  it('puts a space between a Chinese letter and a value of Latin letters, figures or signs', () => {
    const filled = (value: string) => fillPlaces(chinese, '应为{a}的值', { a: value });
    assert.deepEqual(['层', 'conv', '`->`', '9%', '≥ 3', '', '（空）', '[1, 2]', '**12**'].map(filled), [
      '应为层的值',
      '应为 conv 的值',
      '应为 `->` 的值',
      '应为 9% 的值',
      '应为 ≥ 3 的值',
      '应为的值',
      '应为（空）的值',
      '应为 [1, 2] 的值',
      '应为 **12** 的值',
    ]);
    assert.equal(fillPlaces(chinese, '{a}，共 {b} 层；{c}', { a: 'x', b: 3, c: '层' }), 'x，共 3 层；层');
  });
});
