/** What fails is made small, and stays what fails. */

import * as assert from 'node:assert/strict';
import { fewest, smallestText } from './minimize';

describe('making a failing input small', () => {
  const never = Number.POSITIVE_INFINITY;

  it('leaves the parts that are needed, in their order', async () => {
    const fails = async (parts: readonly number[]) => parts.includes(3) && parts.includes(17);
    const parts = Array.from({ length: 20 }, (_, i) => i);
    assert.deepEqual(await fewest(parts, fails, never), [3, 17]);
  });

  it('goes down to single characters', async () => {
    const fails = async (text: string) => /b.*d/s.test(text);
    assert.equal(await smallestText('one\nabc two\n\nxdy', fails, never), 'bd');
  });

  it('gives what it has when its time is over', async () => {
    assert.equal(await smallestText('abc', async () => true, 0), 'abc');
  });
});
