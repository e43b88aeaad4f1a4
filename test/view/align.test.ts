/** What of a list is still there in a later version of it, compared with a search through all subsequences. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { aligned } from '../../src/view/align';

function longestCommon(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  if (a[0] === b[0]) return 1 + longestCommon(a.slice(1), b.slice(1));
  return Math.max(longestCommon(a.slice(1), b), longestCommon(a, b.slice(1)));
}

describe('aligned lists', () => {
  it('match as much as can be, in order, and only what is equal', () => {
    const list = fc.array(fc.constantFrom('conv', 'relu', 'pool'), { maxLength: 8 });
    fc.assert(
      fc.property(list, list, (before, after) => {
        const matches = aligned(before, after);
        const found = matches.filter((match) => match >= 0);
        assert.equal(matches.length, before.length);
        assert.deepEqual(
          found,
          [...new Set(found)].sort((a, b) => a - b),
        );
        assert.ok(matches.every((match, index) => match < 0 || before[index] === after[match]));
        assert.equal(found.length, longestCommon(before, after));
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  it('of great length match at both ends', () => {
    const many = Array.from({ length: 2000 }, (_, index) => `layer ${index}`);
    const matches = aligned(many, ['new', ...many.slice(0, 1000), 'other', ...many.slice(1000)]);
    assert.equal(matches[1999], 2001);
  });
});
