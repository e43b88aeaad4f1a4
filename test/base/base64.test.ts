/** Bytes over JSON: as everybody writes them, and nothing else is read. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromBase64, toBase64 } from '../../src/base/base64';

describe('bytes as base64', () => {
  it('are written as RFC 4648 says', () => {
    const text = (value: string) => toBase64(new TextEncoder().encode(value));
    // Its own examples.
    const expected = ['', 'Zg==', 'Zm8=', 'Zm9v', 'Zm9vYg==', 'Zm9vYmE=', 'Zm9vYmFy'];
    assert.deepEqual(
      expected.map((_, length) => text('foobar'.slice(0, length))),
      expected,
    );
  });

  it('come back, however many there are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        assert.deepEqual(fromBase64(toBase64(bytes)), bytes);
        assert.equal(toBase64(bytes), Buffer.from(bytes).toString('base64'));
      }),
      { seed: 1 },
    );
    const many = Uint8Array.from({ length: 100_001 }, (_, index) => index * 7);
    assert.deepEqual(fromBase64(toBase64(many)), many);
  });

  it('are none in any other text', () => {
    for (const text of ['A', 'AA', 'AAA', '=AAA', 'A=AA', 'AAAA=', '====', 'AA-_', 'AA A', 'ä===']) {
      assert.equal(fromBase64(text), undefined, text);
    }
  });
});
