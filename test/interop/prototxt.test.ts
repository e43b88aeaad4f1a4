/** The text form of protobuf (protobuf.dev/reference/protobuf/textformat-spec) as Caffe's files have it, and where such a text goes wrong. */

import assert from 'node:assert/strict';
import { parsePrototxt, TextMessage } from '../../src/interop/caffe/prototxt';
import { refusalOf } from '../support/refusal-text';

type Plain = string | number | boolean | { readonly [name: string]: readonly Plain[] };

/** The fields of a message with all their values. */
function plain(message: TextMessage): Plain {
  const entries = [...message.fields].map(([name, values]) => [
    name,
    values.map((value) => (value instanceof TextMessage ? plain(value) : value)),
  ]);
  return Object.fromEntries(entries);
}

describe('prototxt', () => {
  for (const [what, text, fields] of [
    ['nothing', '', {}],
    ['comments alone', '# one\n  # two', {}],
    ['a byte order mark', '\uFEFFa: 1', { a: [1] }],
    ['numbers', 'a: 1 b: -2 c: 0.5 d: .5 e: 1e-3 f: +4', { a: [1], b: [-2], c: [0.5], d: [0.5], e: [0.001], f: [4] }],
    ['numbers with an f', 'a: 1f b: 0.5F c: 1.f', { a: [1], b: [0.5], c: [1] }],
    ['truth values', 'a: true b: false', { a: [true], b: [false] }],
    ['names of an enum', 'a: MAX b: SAME_UPPER c: truely', { a: ['MAX'], b: ['SAME_UPPER'], c: ['truely'] }],
    ['what begins as a number', 'a: 3x3 b: 1.2.3', { a: ['3x3'], b: ['1.2.3'] }],
    ['texts', 'a: "x y" b: \'z\' c: ""', { a: ['x y'], b: ['z'], c: [''] }],
    [
      'quotes in texts',
      `a: "'" b: '"' c: "\\"" d: '\\'' e: "\\\\"`,
      { a: ["'"], b: ['"'], c: ['"'], d: ["'"], e: ['\\'] },
    ],
    ['texts one behind the other', 'a: "x" \'y\'\n"z"', { a: ['xyz'] }],
    ['a comment sign in a text', 'a: "#" # b: 1', { a: ['#'] }],
    ['a field again', 'a: 1 a: 2', { a: [1, 2] }],
    ['lists', 'a: [1, 2] b: [] c: ["x", MAX]', { a: [1, 2], b: [], c: ['x', 'MAX'] }],
    ['a list behind a value', 'a: 1 a: [2, 3]', { a: [1, 2, 3] }],
    ['messages', 'a { b: 1 } c: { d: 2 } e < f: 3 >', { a: [{ b: [1] }], c: [{ d: [2] }], e: [{ f: [3] }] }],
    ['a list of messages', 'a [{ b: 1 }, < b: 2 >]', { a: [{ b: [1] }, { b: [2] }] }],
    ['an empty message', 'a {}', { a: [{}] }],
    ['separators', 'a: 1, b: 2; c { d: 3, }; ,', { a: [1], b: [2], c: [{ d: [3] }] }],
  ] as const) {
    it(`has ${what}`, () => assert.deepEqual(plain(parsePrototxt(text)), fields));
  }

  it('gives the last value of a field, or what is usual', () => {
    const message = parsePrototxt('a: 1 a: 2 b: "x" b: "y" c: true c: 0 d { e: 1 } d { e: 2 } f: MAX');
    assert.deepEqual([message.number('a', 5), message.number('z', 5), message.number('b', 5)], [2, 5, 5]);
    assert.deepEqual([message.text('b'), message.text('z'), message.text('a')], ['y', '', '2']);
    assert.deepEqual(
      [message.boolean('c', true), message.boolean('a', false), message.boolean('z', true)],
      [false, true, true],
    );
    assert.deepEqual([message.boolean('f', true), message.boolean('f', false)], [true, false]);
    assert.deepEqual([message.message('d').number('e', 0), message.message('z').number('e', 7)], [2, 7]);
    assert.deepEqual([message.numbers('a'), message.numbers('b'), message.texts('d')], [[1, 2], [], []]);
    assert.deepEqual([message.has('a'), message.has('z'), message.has('toString')], [true, false, false]);
  });

  for (const [what, text, place] of [
    ['a field without a value', 'a', /^line 1, column 2\b: .*ends/],
    ['a colon without a value', 'a:', /^line 1, column 3\b: .*ends/],
    ['a value without a colon', 'a 1', /^line 1, column 3\b: .*1/],
    ['a text without a colon', 'a "x"', /^line 1, column 3\b/],
    ['a message that does not end', 'a {\n b: 1', /^line 2, column 6\b: .*ends/],
    ['a message that ends otherwise', 'a { b: 1 >', /^line 1, column 10\b: .*>/],
    ['a message that ends otherwise, the other way', 'a < b: 1 }', /^line 1, column 10\b: .*\}/],
    ['an end of no message', 'a: 1 }', /^line 1, column 6\b/],
    ['a list that does not end', 'a: [1, 2', /^line 1, column 9\b: .*ends/],
    ['a list without commas', 'a: [1 2]', /^line 1, column 7\b: .*2/],
    ['a list in a list', 'a: [[1]]', /^line 1, column 5\b/],
    ['a text that does not end in its line', 'a: "x\ny"', /^line 1, column 4\b/],
    ['another quote at the end', 'a: "x\'', /^line 1, column 4\b/],
    ['a sign for a value', 'a: :', /^line 1, column 4\b/],
    ['a sign for a name', ': 1', /^line 1, column 1\b/],
    ['a text for a name', '"a": 1', /^line 1, column 1\b/],
    ['a sign of another language', 'a = 1', /^line 1, column 3\b/],
    ['a letter beyond ASCII', 'ä: 1', /^line 1, column 1\b/],
  ] as const) {
    it(`refuses ${what}, with its place`, () =>
      assert.match(
        refusalOf(() => parsePrototxt(text)),
        place,
      ));
  }

  it('has messages fifty deep, and no deeper', () => {
    const nested = (depth: number) => `${'a {'.repeat(depth)}${'}'.repeat(depth)}`;
    assert.ok(parsePrototxt(nested(50)).message('a').has('a'));
    assert.match(
      refusalOf(() => parsePrototxt(nested(51))),
      /^line 1, column 153\b/,
    );
  });
});
