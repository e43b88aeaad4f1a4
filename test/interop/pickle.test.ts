/** Pickles as CPython 3.11 writes them (`pickle.dumps(value, protocol)`), older operations by the letters of its pickletools. */

import assert from 'node:assert/strict';
import { Called, Name, type Pickled, PickledMap, Reference, readPickle } from '../../src/interop/pytorch/pickle';
import { bytes } from '../support/bytes';

import { refusalOf } from '../support/refusal-text';

const fromHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const map = (...entries: readonly (readonly [Pickled, Pickled])[]): PickledMap => {
  const made = new PickledMap();
  for (const [key, value] of entries) made.entries.set(key, value);
  return made;
};
const call = (name: string, given: readonly Pickled[], state: Pickled = null): Called => {
  const made = new Called(new Name(name), given);
  made.state = state;
  return made;
};
const message = (content: Uint8Array): string => refusalOf(() => readPickle(content));

describe('pickles', () => {
  /** One for each protocol that writes the value in a way of its own. */
  const written: readonly (readonly [what: string, value: Pickled, ...hex: string[]])[] = [
    ['None', null, '4e2e', '80024e2e'],
    ['True', true, '4930310a2e', '8002882e'],
    ['False', false, '4930300a2e', '8002892e'],
    ['0', 0, '49300a2e', '80024b002e'],
    ['1', 1, '49310a2e', '4b012e'],
    ['255', 255, '493235350a2e', '4bff2e'],
    ['65535', 65535, '4936353533350a2e', '4dffff2e', '80049504000000000000004dffff2e'],
    ['65536', 65536, '4936353533360a2e', '4a000001002e'],
    ['-1', -1, '492d310a2e', '4affffffff2e'],
    ['-2**31', -(2 ** 31), '492d323134373438333634380a2e', '80024a000000802e'],
    ['2**31', 2 ** 31, '4c323134373438333634384c0a2e', '80028a0500000080002e'],
    ['2**53 - 1', 2 ** 53 - 1, '4c393030373139393235343734303939314c0a2e', '80028a07ffffffffffff1f2e'],
    ['2**70', 2n ** 70n, '4c313138303539313632303731373431313330333432344c0a2e', '80028a090000000000000000402e'],
    ['-2**70', -(2n ** 70n), '4c2d313138303539313632303731373431313330333432344c0a2e', '8a090000000000000000c02e'],
    ['0.5', 0.5, '46302e350a2e', '473fe00000000000002e'],
    ['-1e300', -1e300, '462d31652b3330300a2e', '47fe37e43c8800759c2e'],
    ['inf', Number.POSITIVE_INFINITY, '46696e660a2e', '477ff00000000000002e'],
    ['-inf', Number.NEGATIVE_INFINITY, '462d696e660a2e', '47fff00000000000002e'],
    ['nan', Number.NaN, '466e616e0a2e', '477ff80000000000002e'],
    ['a text', 'tést\n', '5674e973745c75303030610a70300a2e', '580600000074c3a973740a71002e', '8c0674c3a973740a942e'],
    ['bytes', Uint8Array.of(0, 255), '8003430200ff71002e'],
    ['a bytearray', Uint8Array.of(97, 98), '8005950d000000000000009602000000000000006162942e'],
    ['()', [], '28742e', '292e'],
    ['(1,)', [1], '2849310a7470300a2e', '80024b018571002e'],
    ['(1, 2)', [1, 2], '284b014b027471002e', '80024b014b028671002e'],
    ['(1, 2, 3)', [1, 2, 3], '80024b014b024b038771002e'],
    ['(1, 2, 3, 4)', [1, 2, 3, 4], '8002284b014b024b034b047471002e'],
    ['[]', [], '286c70300a2e', '5d71002e'],
    ['[1]', [1], '286c70300a49310a612e', '80025d71004b01612e'],
    [
      '[1, 2, "a"]',
      [1, 2, 'a'],
      '286c70300a49310a6149320a6156610a70310a612e',
      '80025d7100284b014b025801000000617101652e',
    ],
    ['{}', map(), '286470300a2e', '7d71002e'],
    ['{"a": 1}', map(['a', 1]), '286470300a56610a70310a49310a732e', '80027d710058010000006171014b01732e'],
    ['{"a": 1, 2: "b"}', map(['a', 1], [2, 'b']), '80027d71002858010000006171014b014b025801000000627102752e'],
    ['a set', [1, 2], '80049509000000000000008f94284b014b02902e'],
    ['a frozenset', [1], '8004950600000000000000284b0191942e'],
    ['a class', new Name('collections OrderedDict'), '800263636f6c6c656374696f6e730a4f726465726564446963740a71002e'],
  ];
  for (const [what, value, ...forms] of written) {
    it(`are read in every protocol: ${what}`, () => {
      for (const hex of forms) {
        const content = fromHex(hex);
        assert.deepEqual(readPickle(content), { value, end: content.length }, hex);
      }
    });
  }

  /** What CPython reads and does not write by itself. */
  const assembled: readonly (readonly [what: string, value: Pickled, ...parts: (string | Uint8Array)[]])[] = [
    ['a text in 8 bytes of length', 'ab', '\x8d\x02\0\0\0\0\0\0\0ab.'],
    ['bytes in 4 bytes of length', Uint8Array.of(97), 'B\x01\0\0\0a.'],
    ['bytes in 8 bytes of length', Uint8Array.of(97), '\x8e\x01\0\0\0\0\0\0\0a.'],
    ['a text of Python 2', 'ab', 'U\x02ab.'],
    ['a long text of Python 2', 'ab', 'T\x02\0\0\0ab.'],
    ['a long number', -2, '\x8b\x01\0\0\0\xfe.'],
    ['the number of no bytes', 0, '\x8a\0.'],
    ['a text in double quotes', "it's", 'S"it\'s"\n.'],
    ['a text with escapes', "a\tb\\'é\n", "S'a\\tb\\\\\\'\\xc3\\xa9\\n'\n."],
    ['a text with a code point beyond 16 bits', '\u{1f40d}', 'V\\U0001f40d\n.'],
    ['a value that is taken away', 1, 'K\x01K\x020.'],
    ['values that are taken away up to a mark', 1, 'K\x01(K\x02K\x031.'],
    ['a value twice', [7, 7], 'K\x072\x86.'],
    ['a value from the memo by lines', [7, 8, 7], '(K\x07p5\nK\x08g5\nt.'],
    ['a value from the memo by bytes', [7, 8, 7], '(K\x07q\x05K\x08h\x05t.'],
    ['a value from the memo by words', [7, 8, 7], '(K\x07r\0\x01\0\0K\x08j\0\x01\0\0t.'],
    ['values that are remembered in turn', [7, 8, 8, 7], '(K\x07\x94K\x08\x94h\x01h\0t.'],
    ['a dictionary of what stands after a mark', map([1, 2], [3, 4]), '(K\x01K\x02K\x03K\x04d.'],
    ['an object by class and arguments', call('m C', [1, 2]), '(cm\nC\nK\x01K\x02o.'],
    ['an object by the name of its class', call('m C', [1, 2]), '(K\x01K\x02im\nC\n.'],
    ['an object by its class', call('m C', [1]), 'cm\nC\nK\x01\x85\x81.'],
    ['an object by its class and named arguments', call('m C', [1]), 'cm\nC\nK\x01\x85}\x92.'],
    ['a name from two texts', new Name('m C'), '\x8c\x01m\x8c\x01C\x93.'],
    ['the state of an object', call('m C', [], 5), 'cm\nC\n)RK\x05b.'],
    ['the state of what has none', [], ')K\x05b.'],
    ['what is put into an object as into a list', call('m C', []), 'cm\nC\n)RK\x05a.'],
    ['what stands elsewhere, by a line', new Reference('7'), 'P7\n.'],
    ['what stands elsewhere, by a value', new Reference([7]), 'K\x07\x85Q.'],
  ];
  for (const [what, value, ...parts] of assembled) {
    it(`are read: ${what}`, () => assert.deepEqual(readPickle(bytes(...parts)).value, value));
  }

  it('put into an object as into a dictionary what is put into it', () => {
    const { value } = readPickle(bytes('cm\nC\n)R(K\x01K\x02u.'));
    assert.ok(value instanceof Called);
    assert.deepEqual(value.map, map([1, 2]));
  });

  it('are data: what they call is not called', () => {
    // Protocol 0 of an object whose __reduce__ gives (os.system, ('echo',)).
    const { value } = readPickle(bytes("cposix\nsystem\np0\n(S'echo'\np1\ntp2\nRp3\n."));
    assert.deepEqual(value, call('posix system', ['echo']));
  });

  it('begin where it is said, and end at their stop', () => {
    const two = bytes('K\x01.', 'K\x02.', 'rest');
    assert.deepEqual(readPickle(two), { value: 1, end: 3 });
    assert.deepEqual(readPickle(two, 3), { value: 2, end: 6 });
  });

  const damaged: readonly (readonly [what: string, at: number, ...parts: string[]])[] = [
    ['nothing at all', 0, ''],
    ['an operation of another kind', 0, '\x97.'],
    ['the name of a property of every object', 0, '\0.'],
    ['no stop', 2, 'K\x01'],
    ['a number that is cut', 1, 'J\x01\0'],
    ['a text that is longer than the file', 5, 'X\x09\0\0\0abc.'],
    ['a text of less than nothing', 5, 'T\xff\xff\xff\xffabc.'],
    ['a line without an end', 1, 'I12'],
    ['a number of more than 64 bytes', 2, `\x8a\x41${'\0'.repeat(65)}.`],
    ['a number of letters', 1, 'Ione\n.'],
    ['a number of two points', 1, 'F1.2.3\n.'],
    ['no digits', 1, 'L\n.'],
    ['a text without quotes', 1, 'Sabc\n.'],
    ['a code point that there is not', 1, 'V\\U00110000\n.'],
    ['nothing to stop with', 1, '.'],
    ['a mark to stop with', 2, '(.'],
    ['nothing to take', 1, '0.'],
    ['no mark', 3, 'K\x01t.'],
    ['nothing to remember', 2, 'q\0.'],
    ['nothing that was remembered', 2, 'h\0.'],
    ['nothing to take twice', 1, '2.'],
    ['an entry without a value', 5, '}(K\x01u.'],
    ['an entry in a list', 7, '](K\x01K\x02u.'],
    ['an item in a dictionary', 4, '}K\x01a.'],
    ['a name of numbers', 5, 'K\x01K\x02\x93.'],
  ];
  for (const [what, at, ...parts] of damaged) {
    it(`are refused with their place: ${what}`, () => {
      const text = `the file is damaged or of another kind: no pickle goes on at byte ${at}`;
      assert.equal(message(bytes(...parts)), text);
    });
  }
});
