/** What another process sends as a refusal is taken only where it can be put into words. */

import assert from 'node:assert/strict';
import { phrase, type Refusal, refusalLines } from '../../src/base/diagnostic';
import { isRefusal } from '../../src/base/refusal-guard';
import { isRunRefusal } from '../../src/runtime/run-error';
import { inEnglish } from '../support/refusal-text';

describe('refusals', () => {
  const extra: Refusal = { code: 'weights.extra', values: { name: 'a', network: 'N' } };
  const misfit = (count: number): Refusal => {
    const problems = refusalLines(
      Array.from({ length: count }, () => extra),
      2,
    );
    return {
      code: 'run.weights',
      values: { file: phrase('weight-in-file', { name: 'x', foreign: 3 }), network: 'N', problems },
    };
  };

  it('list others, each on a line, and count those that are too many', () => {
    const line = 'a belongs to no layer of N';
    assert.equal(inEnglish(misfit(1)), `x (3 in the file) does not fit N:\n  ${line}`);
    assert.equal(inEnglish(misfit(5)), `x (3 in the file) does not fit N:\n  ${line}\n  ${line}\n  and 3 more`);
  });

  it('are taken with all that values can be', () => {
    assert.ok(isRefusal(extra) && isRefusal(misfit(5)));
    const message = { text: 'flow.empty', values: {} };
    assert.ok(isRefusal({ code: 'map.key', values: { a: { any: ['x', { all: [1] }] }, b: { message } }, near: 'x' }));
  });

  it('are not taken with an unknown code or a value that cannot be shown', () => {
    const values = [null, true, {}, [], { phrase: 'nothing', values: {} }, { any: 'x' }, { lines: [null] }];
    for (const value of values)
      assert.ok(!isRefusal({ code: 'map.key', values: { key: value } }), JSON.stringify(value));
    for (const message of [null, {}, { text: 'none', values: {} }, { text: 'flow.empty' }]) {
      assert.ok(!isRefusal({ code: 'map.key', values: { key: { message } } }));
    }
    for (const other of [null, 'x', {}, { code: 'toString', values: {} }, { code: 'map.key' }, { ...extra, near: 1 }]) {
      assert.ok(!isRefusal(other), JSON.stringify(other));
    }
  });

  it('of a run are those of a run', () => {
    assert.ok(isRunRefusal({ code: 'run.memory', values: { size: 1 } }));
    assert.ok(!isRunRefusal(extra));
    assert.ok(!isRunRefusal({ code: 'run.no-image', values: {} }));
  });
});
