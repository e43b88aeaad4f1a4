/** Members that are made when they are first asked for. */

import assert from 'node:assert/strict';
import { lazily } from '../../src/base/lazily';

describe('lazily', () => {
  it('makes a member when it is first asked for, once, and no other', () => {
    const made: string[] = [];
    const make = (name: string) => () => {
      made.push(name);
      return { name };
    };
    const members = lazily({ a: make('a'), b: make('b'), c: make('c') });
    assert.deepEqual(made, []);
    assert.equal(members.b, members.b);
    assert.deepEqual(made, ['b']);
    assert.deepEqual(members.a, { name: 'a' });
    assert.deepEqual(made, ['b', 'a']);
    assert.deepEqual(Object.keys(members), ['a', 'b', 'c']);
  });
});
