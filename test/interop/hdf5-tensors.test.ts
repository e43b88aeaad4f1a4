/** Tensors of HDF5: their numbers, how these lie in a file, in one piece or in packed chunks, and what is refused. */

import assert from 'node:assert/strict';
import { zlibSync } from 'fflate';
import { bytes, floats } from '../support/bytes';
import {
  byte,
  fileOf,
  filters,
  floatType,
  Hdf5File,
  int,
  isDamaged,
  type Message,
  numbers,
  short,
  tensorIn,
  two,
  whole,
  zeros,
} from '../support/hdf5-file';

import { refusalOf } from '../support/refusal-text';

describe('tensors of HDF5', () => {
  const fine = floats(1, 2, 3, 4, 5, 6);

  it('have shapes of both versions, and none for a single number', () => {
    for (const version of [1, 2]) {
      const shape = (...sides: readonly number[]) =>
        tensorIn(fileOf((file) => [file.space(sides, version), floatType(), file.contiguous(fine)]))?.[0];
      assert.deepEqual(
        [shape(), shape(6), shape(1, 2, 3), shape(1, 1, 1, 1, 1, 1, 2, 3)],
        [[], [6], [1, 2, 3], [1, 1, 1, 1, 1, 1, 2, 3]],
      );
      assert.match(
        refusalOf(() => shape(1, 1, 1, 1, 1, 1, 1, 1, 6)),
        isDamaged,
      );
    }
    const later = fileOf((file) => [file.space([6], 3), floatType(), file.contiguous(fine)]);
    assert.match(
      refusalOf(() => tensorIn(later)),
      /a message of type 1 of HDF5, version 3, is not read/,
    );
  });

  // 1.5 and -2 by IEEE 754.
  for (const [size, isBig, hex] of [
    [2, false, '003e00c0'],
    [2, true, '3e00c000'],
    [4, false, '0000c03f000000c0'],
    [4, true, '3fc00000c0000000'],
    [8, false, '000000000000f83f00000000000000c0'],
    [8, true, '3ff8000000000000c000000000000000'],
  ] as const) {
    it(`have numbers of ${size} bytes, the ${isBig ? 'high' : 'low'} one first`, () => {
      const content = Buffer.from(hex, 'hex');
      const file = fileOf((own) => [own.space([2]), floatType(size, isBig), own.contiguous(content)]);
      assert.deepEqual(tensorIn(file), [[2], [1.5, -2]]);
    });
  }

  it('are refused where they have other numbers, by their path', () => {
    const refused = (type: Message) => {
      const file = new Hdf5File();
      const one = file.header(file.space([1]), type, file.contiguous(zeros(16)));
      return refusalOf(() => tensorIn(file.finish(file.header(file.symbols([['w', one]]))), 'w'));
    };
    const typeOf = (head: string, size: number): Message => ({
      type: 0x03,
      content: bytes(head, int(size), zeros(12)),
    });
    assert.equal(refused(typeOf('\x10\x08\0\0', 4)), 'the tensor /w has elements of type 0/4, which is not read');
    assert.equal(refused(typeOf('\x13\0\0\0', 4)), 'the tensor /w has elements of type 3/4, which is not read');
    // VAX' order of bytes, and numbers of 16 bytes.
    assert.equal(refused(typeOf('\x11\x41\x1f\0', 4)), 'the tensor /w has elements of type 1/4, which is not read');
    assert.equal(refused(typeOf('\x11\0\x1f\0', 16)), 'the tensor /w has elements of type 1/16, which is not read');
  });

  it('are none where a part of them is missing', () => {
    for (const left of [0, 1, 2]) {
      assert.equal(tensorIn(fileOf((file) => two(file).filter((_, i) => i !== left))), undefined);
    }
  });

  it('lie in one piece, or in the header itself, in every version', () => {
    for (const version of [1, 2, 3]) {
      const file = fileOf((own) => [own.space([2, 3]), floatType(), own.contiguous(fine, version, 2)]);
      assert.deepEqual(tensorIn(file), numbers, `version ${version}`);
      const head = version === 3 ? bytes('\x03\0', short(24)) : bytes(byte(version), '\x02\0', zeros(5 + 8), int(24));
      const compact = (size: number) =>
        fileOf((own) => [own.space([size]), floatType(), { type: 0x08, content: bytes(head, fine) }]);
      assert.deepEqual(tensorIn(compact(6)), [[6], numbers[1]], `version ${version}`);
      assert.deepEqual(tensorIn(compact(2)), [[2], [1, 2]]);
      assert.match(
        refusalOf(() => tensorIn(compact(7))),
        isDamaged,
      );
    }
  });

  it('are refused where they lie in a way of other versions, or nowhere', () => {
    const laid = (content: Uint8Array) =>
      refusalOf(() => tensorIn(fileOf((file) => [file.space([2]), floatType(), { type: 0x08, content }])));
    for (const version of [0, 4]) {
      assert.match(
        laid(bytes(byte(version), zeros(20))),
        new RegExp(`a message of type 8 of HDF5, version ${version}, is not read`),
      );
    }
    assert.match(laid(bytes('\x03\x03', zeros(20))), /a message of type 8 of HDF5, version 3, is not read/);
    assert.match(laid(bytes('\x03\x01', whole(8, undefined), zeros(8))), isDamaged);
    assert.match(laid(bytes('\x03\x01', whole(8, 2 ** 40), zeros(8))), isDamaged);
    // A shape of far more numbers than a file of this size could hold.
    const huge = fileOf((file) => [file.space([2 ** 40]), floatType(), file.chunked([2], [])]);
    assert.match(
      refusalOf(() => tensorIn(huge)),
      isDamaged,
    );
  });

  /** Three rows of four numbers, in chunks of two rows of three: what hangs over is 9. */
  const chunks = [
    [[0, 0], floats(1, 2, 3, 5, 6, 7)],
    [[0, 3], floats(4, 9, 9, 8, 9, 9)],
    [[2, 0], floats(10, 11, 12, 9, 9, 9)],
    [[2, 3], floats(13, 9, 9, 9, 9, 9)],
  ] as const;
  const table = [
    [3, 4],
    [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13],
  ];
  const inChunks = (
    change: (own: typeof chunks) => Parameters<Hdf5File['chunked']>[1],
    version = 3,
    ...more: readonly Message[]
  ) => fileOf((file) => [file.space([3, 4]), floatType(), file.chunked([2, 3], change(chunks), version), ...more]);

  it('lie in chunks, in every version and order, over the end too', () => {
    for (const version of [1, 2, 3]) assert.deepEqual(tensorIn(inChunks((own) => own, version)), table);
    assert.deepEqual(tensorIn(inChunks((own) => [...own].reverse())), table);
    const cube = fileOf((file) => {
      const parts = [0, 1].flatMap((z) =>
        [0, 1].map((y) => [[z, y, 0], floats(4 * z + 2 * y, 4 * z + 2 * y + 1)] as const),
      );
      return [file.space([2, 2, 2]), floatType(), file.chunked([1, 1, 2], parts)];
    });
    assert.deepEqual(tensorIn(cube), [
      [2, 2, 2],
      [0, 1, 2, 3, 4, 5, 6, 7],
    ]);
    const line = fileOf((file) => [
      file.space([3]),
      floatType(),
      file.chunked(
        [2],
        [
          [[0], floats(1, 2)],
          [[2], floats(3, 9)],
        ],
      ),
    ]);
    assert.deepEqual(tensorIn(line), [[3], [1, 2, 3]]);
  });

  const shuffled = (content: Uint8Array) =>
    Uint8Array.from(
      content,
      (_, i) => content[4 * (i % (content.length / 4)) + Math.floor(i / (content.length / 4))] ?? 0,
    );
  const packed = (content: Uint8Array) => zlibSync(content);
  const summed = (content: Uint8Array) => bytes(content, 'sums');

  for (const [what, steps, pack] of [
    ['packed', [[1, 6]], packed],
    ['shuffled', [[2, 4]], shuffled],
    ['with sums', [[3]], summed],
    [
      'shuffled, packed and with sums',
      [[2, 4], [1, 6], [3]],
      (content: Uint8Array) => summed(packed(shuffled(content))),
    ],
  ] as const) {
    it(`undo what filters did to chunks: ${what}`, () => {
      for (const version of [1, 2]) {
        const file = inChunks(
          (own) => own.map(([start, content]) => [start, pack(content)]),
          3,
          filters(version, ...steps),
        );
        assert.deepEqual(tensorIn(file), table);
      }
    });
  }

  it('leave out the filters that a chunk says were left out', () => {
    const steps = filters(1, [2, 4], [1, 6]);
    const skipped = (mask: number, pack: (content: Uint8Array) => Uint8Array) =>
      tensorIn(inChunks((own) => own.map(([start, content]) => [start, pack(content), mask]), 3, steps));
    assert.deepEqual(skipped(1, packed), table);
    assert.deepEqual(skipped(2, shuffled), table);
    assert.deepEqual(
      skipped(3, (content) => content),
      table,
    );
  });

  it('are refused where chunks are packed by what is not read', () => {
    for (const version of [1, 2]) {
      const file = inChunks((own) => own, 3, filters(version, [2, 4], [4, 0, 0]));
      assert.equal(
        refusalOf(() => tensorIn(file)),
        'values are packed by filter 4 of HDF5, which is not read',
      );
    }
    for (const version of [0, 3]) {
      const file = inChunks((own) => own, 3, { type: 0x0b, content: bytes(byte(version), zeros(15)) });
      assert.match(
        refusalOf(() => tensorIn(file)),
        new RegExp(`a message of type 11 of HDF5, version ${version}, is not read`),
      );
    }
  });

  it('are refused where chunks are missing, twice there, elsewhere or of another size', () => {
    const [first, second, third, fourth] = chunks;
    const wrong: readonly (readonly [what: string, chunks: Parameters<Hdf5File['chunked']>[1]])[] = [
      ['one is missing', [first, second, third]],
      ['one is there twice', [first, second, third, third]],
      ['one more is there twice', [...chunks, fourth]],
      ['one stands between others', [first, second, third, [[2, 1], fourth[1]]]],
      ['one stands behind the end', [first, second, third, [[4, 0], fourth[1]]]],
      ['one is shorter', [first, second, third, [[2, 3], floats(13)]]],
      ['one is longer', [first, second, third, [[2, 3], floats(13, 9, 9, 9, 9, 9, 9)]]],
    ];
    for (const [what, list] of wrong)
      assert.match(
        refusalOf(() => tensorIn(inChunks(() => list))),
        isDamaged,
        what,
      );
  });

  it('are refused where chunks are not packed as they say', () => {
    const pack = (change: (content: Uint8Array) => Uint8Array) =>
      refusalOf(() =>
        tensorIn(inChunks((own) => own.map(([start, content]) => [start, change(content)]), 3, filters(1, [1, 6]))),
      );
    assert.equal(pack(packed), 'no mistake');
    assert.match(
      pack((content) => content),
      isDamaged,
    );
    assert.match(
      pack((content) => packed(bytes(content, 'more'))),
      isDamaged,
    );
    assert.match(
      pack((content) => packed(content.subarray(4))),
      isDamaged,
    );
    assert.match(
      pack((content) => packed(content).subarray(0, 8)),
      isDamaged,
    );
  });

  it('are refused where chunks have other axes than their tensor, or no size', () => {
    const shaped = (shape: readonly number[], chunk: readonly number[]) =>
      refusalOf(() => tensorIn(fileOf((file) => [file.space(shape), floatType(), file.chunked(chunk, [])])));
    assert.match(shaped([3], [1, 1]), isDamaged);
    assert.match(shaped([3, 4], [3]), isDamaged);
    assert.match(shaped([3], [0]), isDamaged);
    // A chunk that no file of this size could fill.
    assert.match(shaped([3], [2 ** 31]), isDamaged);
  });

  it('are read of a file of which they are a part', () => {
    const content = fileOf(two);
    assert.deepEqual(tensorIn(bytes('....', content, '....').subarray(4)), numbers);
  });
});
