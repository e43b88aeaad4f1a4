/** safetensors: round trips, the three types, and files that lie. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NamedTensor } from '../../src/base/tensor';
import { halfToNumber, readSafetensors, SafetensorsError, writeSafetensors } from '../../src/interop/safetensors';
import { inEnglish } from '../support/refusal-text';

function fileOf(header: unknown, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

function refuses(bytes: Uint8Array, problem: 'truncated' | 'header' | 'type' | 'range', message: RegExp): void {
  assert.throws(
    () => readSafetensors(bytes),
    (error) =>
      error instanceof SafetensorsError &&
      error.refusal.code.split('/')[0] === `safetensors.${problem}` &&
      message.test(inEnglish(error.refusal)),
  );
}

describe('safetensors', () => {
  it('reads back what it writes, in order', () => {
    const tensor = fc
      .record({
        name: fc.string({ minLength: 1 }).filter((name) => name !== '__metadata__'),
        shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
      })
      .map(({ name, shape }): NamedTensor => {
        const count = shape.reduce((a, b) => a * b, 1);
        return { name, shape, values: Float32Array.from({ length: count }, (_, i) => i / 3 - 1) };
      });
    fc.assert(
      fc.property(fc.uniqueArray(tensor, { selector: ({ name }) => name, maxLength: 6 }), (tensors) => {
        const sorted = (list: readonly NamedTensor[]) => [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
        assert.deepEqual(sorted(readSafetensors(writeSafetensors(tensors, { format: 'test' }))), sorted(tensors));
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('aligns data to eight bytes', () => {
    const bytes = writeSafetensors([{ name: 'x', shape: [1], values: Float32Array.of(1) }]);
    assert.equal(bytes.length % 8, 4);
    assert.equal(new DataView(bytes.buffer).getFloat32(bytes.length - 4, true), 1);
  });

  it('reads F16 and BF16', () => {
    const data = new Uint8Array([0x00, 0x3c, 0x00, 0xc0, 0x80, 0x3f, 0x20, 0xc0]);
    const header = {
      half: { dtype: 'F16', shape: [2], data_offsets: [0, 4] },
      brain: { dtype: 'BF16', shape: [2], data_offsets: [4, 8] },
    };
    assert.deepEqual(
      readSafetensors(fileOf(header, data)).map(({ values }) => [...values]),
      [
        [1, -2],
        [1, -2.5],
      ],
    );
    assert.equal(halfToNumber(0x0001), 2 ** -24);
    assert.equal(halfToNumber(0x7bff), 65504);
    assert.equal(halfToNumber(0x7c00), Number.POSITIVE_INFINITY);
    assert.ok(Number.isNaN(halfToNumber(0x7e00)));
  });

  it('refuses what is no such file, or cut short', () => {
    refuses(new Uint8Array(3), 'truncated', /shorter than/);
    refuses(new TextEncoder().encode('this is a text file'), 'header', /no safetensors file/);
    refuses(fileOf('[1]'), 'header', /no JSON object/);
    refuses(fileOf('{"a"'), 'header', /not JSON/);
    const whole = writeSafetensors([{ name: 'a', shape: [4], values: new Float32Array(4) }]);
    refuses(whole.subarray(0, 20), 'truncated', /inside of its header/);
    refuses(whole.subarray(0, whole.length - 1), 'truncated', /"a" ends at byte 16 of 15/);
  });

  it('refuses headers that are no object, and entries that lack a part', () => {
    for (const header of ['null', '3', '"a"', 'true', '[]']) refuses(fileOf(header), 'header', /no JSON object/);
    const entry = { dtype: 'F32', shape: [1], data_offsets: [0, 4] };
    const data = new Uint8Array(4);
    for (const none of [3, 'x', true]) refuses(fileOf({ a: none }, data), 'header', /"a"/);
    refuses(fileOf({ a: { ...entry, dtype: undefined } }, data), 'type', /"a" has no type/);
    refuses(fileOf({ a: { ...entry, dtype: 32 } }, data), 'type', /"a" has no type/);
    refuses(fileOf({ a: { ...entry, dtype: 'toString' } }, data), 'type', /"a" is toString/);
    refuses(fileOf({ a: { ...entry, shape: undefined } }, data), 'header', /"a" has no shape/);
    refuses(fileOf({ a: { ...entry, shape: [0.5] } }, data), 'header', /"a" has no shape/);
    refuses(fileOf({ a: { ...entry, data_offsets: [0] } }, data), 'header', /"a"/);
    refuses(fileOf({ a: { ...entry, data_offsets: [0, 4, 4] } }, data), 'header', /"a"/);
    refuses(fileOf({ a: { ...entry, data_offsets: [4, 0] } }, data), 'header', /"a"/);
  });

  it('refuses ranges that overlap, leave gaps or do not fit the shape', () => {
    const entry = (start: number, end: number, shape = [1]) => ({ dtype: 'F32', shape, data_offsets: [start, end] });
    const data = new Uint8Array(12);
    refuses(fileOf({ a: entry(0, 8, [2]), b: entry(4, 12, [2]) }, data), 'range', /"b" overlaps/);
    refuses(fileOf({ a: entry(0, 4), b: entry(8, 12) }, data), 'range', /4 bytes before "b"/);
    refuses(fileOf({ a: entry(0, 4) }, data), 'range', /8 bytes at the end/);
    refuses(fileOf({ a: entry(0, 12, [2]) }, data), 'range', /of shape \[2\] as F32 is 8 bytes, its range is 12/);
    refuses(fileOf({ a: entry(0, 12, [-3]) }, data), 'header', /"a" has no shape/);
    refuses(fileOf({ a: entry(0, 12, [2 ** 31, 2 ** 31]) }, data), 'range', /"a"/);
    refuses(fileOf({ a: { ...entry(0, 12), dtype: 'I64' } }, data), 'type', /"a" is I64/);
    refuses(fileOf({ a: null }), 'header', /"a"/);
  });

  it('throws nothing else, whatever the bytes', () => {
    const whole = writeSafetensors([
      { name: 'a', shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) },
      { name: 'b', shape: [], values: Float32Array.of(5) },
    ]);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 }), (changes) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        try {
          readSafetensors(bytes);
        } catch (error) {
          assert.ok(error instanceof SafetensorsError, String(error));
        }
      }),
      { seed: 2, numRuns: 1000 },
    );
  });
});
