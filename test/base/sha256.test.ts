/** SHA-256 against the examples of its standard, and against another one on lengths around the ends of blocks. */

import * as assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { sha256 } from '../../src/base/sha256';

const hex = (text: string): string => Buffer.from(sha256(new TextEncoder().encode(text))).toString('hex');

describe('SHA-256', () => {
  it('gives the digests of FIPS 180-2, appendix B', () => {
    assert.equal(hex('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    assert.equal(
      hex('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'),
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    );
    assert.equal(hex('a'.repeat(1_000_000)), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0');
  });

  it('pads every length', () => {
    for (let length = 0; length < 200; length++) {
      const text = 'x'.repeat(length);
      assert.equal(hex(text), createHash('sha256').update(text).digest('hex'), String(length));
    }
  });
});
