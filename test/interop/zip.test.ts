/** Archives put together byte by byte as PKWARE's APPNOTE 6.3 has them: in all forms that are read, and with one thing wrong. */

import assert from 'node:assert/strict';
import { deflateSync, zipSync } from 'fflate';
import { isZip, readZip } from '../../src/interop/zip';
import { bytes } from '../support/bytes';

import { refusalOf } from '../support/refusal-text';

const number = (size: 2 | 4 | 8, value: number): Uint8Array => {
  const content = Buffer.alloc(8);
  content.writeBigUInt64LE(BigInt(value));
  return content.subarray(0, size);
};
const short = (value: number) => number(2, value);
const int = (value: number) => number(4, value);
const long = (value: number) => number(8, value);
const zeros = (count: number) => new Uint8Array(count);

interface Entry {
  readonly name: string;
  readonly content: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  /** Of the directory, where they are not what is there. */
  readonly size?: number;
  readonly packed?: number;
  readonly start?: number;
  readonly extra?: Uint8Array;
  readonly comment?: string;
  /** Between the local header and the content. */
  readonly localExtra?: Uint8Array;
  readonly localSignature?: string;
  readonly signature?: string;
}

interface End {
  readonly count?: number;
  readonly start?: number;
  /** In front of it. */
  readonly far?: (directory: number, at: number) => Uint8Array;
  readonly comment?: string;
  readonly signature?: string;
}

function archive(entries: readonly Entry[], end: End = {}): Uint8Array {
  let file: Uint8Array = bytes();
  let directory: Uint8Array = bytes();
  for (const entry of entries) {
    const { name, content, method = 0, flags = 0, extra = zeros(0), comment = '', localExtra = zeros(0) } = entry;
    const { size = content.length, packed = content.length, start = file.length } = entry;
    const { localSignature = 'PK\x03\x04', signature = 'PK\x01\x02' } = entry;
    const lengths = bytes(short(name.length), short(localExtra.length));
    file = bytes(file, localSignature, zeros(22), lengths, name, localExtra, content);
    const sizes = bytes(zeros(8), int(packed), int(size));
    const rest = bytes(short(name.length), short(extra.length), short(comment.length), zeros(8), int(start));
    directory = bytes(directory, signature, zeros(4), short(flags), short(method), sizes, rest, name, extra, comment);
  }
  const at = file.length;
  const far = end.far?.(at, at + directory.length) ?? zeros(0);
  const count = end.count ?? entries.length;
  const tail = bytes(zeros(4), short(count), short(count), int(directory.length), int(end.start ?? at));
  const { comment = '', signature = 'PK\x05\x06' } = end;
  return bytes(file, directory, far, signature, tail, short(comment.length), comment);
}

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const contents = (file: Uint8Array) =>
  [...readZip(file)].map(([name, entry]) => [name, new TextDecoder().decode(entry.bytes())]);
const message = (file: Uint8Array): string => refusalOf(() => contents(file));
const a: Entry = { name: 'a', content: text('first') };
const b: Entry = { name: 'b/c', content: text('second') };
const read = [
  ['a', 'first'],
  ['b/c', 'second'],
];
/** A directory whose place and count have 64 bits. */
const far64 = (directory: number, at: number, count = 2, signature = 'PK\x06\x06', place = at): Uint8Array =>
  bytes(signature, zeros(28), long(count), long(0), long(directory), 'PK\x06\x07', zeros(4), long(place), int(1));
const all16 = 0xffff;
const all32 = 0xffffffff;
/** An extra field of this kind. */
const field = (kind: number, content: Uint8Array): Uint8Array => bytes(short(kind), short(content.length), content);

describe('archives', () => {
  const packed = deflateSync(text('first'));
  const forms: readonly (readonly [what: string, file: Uint8Array])[] = [
    ['as they are', archive([a, b])],
    ['packed', archive([{ ...a, content: packed, method: 8, size: 5 }, b])],
    ['with comments', archive([{ ...a, comment: 'of a' }, b], { comment: 'of all' })],
    ['with extra fields', archive([{ ...a, extra: field(7, text('xyz')), localExtra: zeros(9) }, b])],
    ['with a comment of the longest', archive([a, b], { comment: 'x'.repeat(all16) })],
    ['with a directory far away', archive([a, b], { far: far64, start: all32 })],
    ['with a count of 64 bits', archive([a, b], { far: far64, count: all16 })],
    ['with a size of 64 bits', archive([{ ...a, size: all32, extra: field(1, long(5)) }, b])],
    ['with a packed size of 64 bits', archive([{ ...a, packed: all32, extra: field(1, long(5)) }, b])],
    ['with a place of 64 bits', archive([a, { ...b, start: all32, extra: field(1, long(36)) }])],
    [
      'with all of them, behind another field',
      archive([
        {
          ...a,
          size: all32,
          packed: all32,
          start: all32,
          extra: bytes(field(9, zeros(3)), field(1, bytes(long(5), long(5), long(0)))),
        },
        b,
      ]),
    ],
  ];
  for (const [what, file] of forms) {
    it(`are read ${what}`, () => {
      assert.ok(isZip(file));
      assert.deepEqual(contents(file), read);
      // Also where they are part of something longer.
      assert.deepEqual(contents(bytes('....', file).subarray(4)), read);
    });
  }

  it('are told by how they begin', () => {
    assert.ok(!isZip(text('PK')));
    assert.ok(!isZip(text('PK\x05\x06')));
    assert.ok(isZip(text('PK\x03\x04')));
  });

  it('may be empty, and have files of nothing', () => {
    assert.deepEqual(contents(archive([])), []);
    assert.deepEqual(contents(archive([{ name: 'a', content: zeros(0) }])), [['a', '']]);
    assert.deepEqual(contents(zipSync({ a: zeros(0) })), [['a', '']]);
  });

  it('have a file of many zeros, packed as well as that goes', () => {
    const content = zeros(1_000_000);
    assert.deepEqual(
      readZip(zipSync({ zeros: content }))
        .get('zeros')
        ?.bytes(),
      content,
    );
  });

  // The directory of these begins at byte 36, behind 30 bytes of header, a letter and five of content.
  const far =
    (...args: readonly [number?, string?, ((at: number) => number)?]) =>
    (directory: number, at: number) =>
      far64(directory, at, args[0], args[1], args[2]?.(at) ?? at);
  const damaged: readonly (readonly [what: string, at: number, file: Uint8Array])[] = [
    ['nothing', 0, zeros(0)],
    ['no end', 36, archive([a]).subarray(0, 36)],
    ['an end that is cut', 104, archive([a]).subarray(0, -1)],
    ['no end by its signature', 105, archive([a], { signature: 'PK\x05\x07' })],
    ['an end too far from it', 65641, bytes(archive([a], { comment: 'x'.repeat(all16) }), 'x')],
    ['one file more than there is', 83, archive([a], { count: 2 })],
    ['a directory behind the end', 1000, archive([a], { start: 1000 })],
    ['a directory in the wrong place', 37, archive([a], { start: 37 })],
    ['an entry by another signature', 36, archive([{ ...a, signature: 'PK\x01\x03' }])],
    ['a file with a password', 36, archive([{ ...a, flags: 1 }])],
    ['a file packed in another way', 36, archive([{ ...a, method: 12 }])],
    ['a file as it is, with two sizes', 36, archive([{ ...a, packed: 4 }])],
    ['a file that is longer than the archive', 36, archive([{ ...a, size: 200, packed: 200 }])],
    ['a file behind the end', 36, archive([{ ...a, start: 200 }])],
    ['a header by another signature', 36, archive([{ ...a, localSignature: 'PK\x03\x05' }])],
    [
      'a file that grows more than packing saves',
      38,
      archive([{ ...a, content: packed, method: 8, size: 1100 * packed.length + 1 }]),
    ],
    ['a file that is longer when unpacked', 31, archive([{ ...a, content: packed, method: 8, size: 4 }])],
    ['a file that is shorter when unpacked', 31, archive([{ ...a, content: packed, method: 8, size: 6 }])],
    ['a file that is not packed as it says', 31, archive([{ ...a, content: text('\x07xxxx'), method: 8, size: 9 }])],
    ['a directory that is nowhere', 83, archive([a], { start: all32 })],
    ['a far directory by another signature', 159, archive([a], { far: far(1, 'PK\x06\x08'), start: all32 })],
    ['a far directory behind the end', 159, archive([a], { far: far(1, undefined, (at) => at + 43), start: all32 })],
    ['far too many files', 83, archive([a], { far: far(100_001), start: all32 })],
    ['a size of 64 bits that is not there', 36, archive([{ ...a, size: all32, extra: field(2, long(5)) }])],
    ['an extra field that is cut', 36, archive([{ ...a, size: all32, extra: bytes(short(1), short(9), long(5)) }])],
  ];
  for (const [what, at, file] of damaged) {
    it(`are refused with the place: ${what}`, () => {
      assert.equal(message(file), `the archive is damaged at byte ${at}`);
    });
  }

  it('are read or refused, whatever byte is another', () => {
    const file = archive([a, { ...b, content: deflateSync(b.content), method: 8, size: 6 }]);
    for (let at = 0; at < file.length; at++) {
      for (const value of [0, 1, 0x7f, 0xff]) {
        const other = Uint8Array.from(file);
        other[at] = value;
        assert.match(message(other), /^(no mistake|the archive is damaged at byte \d+)$/);
      }
    }
  });
});
