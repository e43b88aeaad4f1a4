/** Edits that make one text of another. */

import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { applyEdits, lineEdits } from '../../src/workspace/text-edits';

describe('edits by lines', () => {
  it('leave the lines between changes alone', () => {
    const old = 'a\nconv(32, 5x5)\nb\nexpect x == 120\nc\n';
    const fresh = 'a\nconv(16, 1x1)\nconv(32, 5x5)\nb\nexpect x == 10\nc\n';
    assert.deepEqual(lineEdits(old, fresh), [
      { span: { start: 2, end: 2 }, newText: 'conv(16, 1x1)\n' },
      { span: { start: 31, end: 32 }, newText: '' },
    ]);
    assert.deepEqual(lineEdits(old, old), []);
    assert.deepEqual(lineEdits('', 'a'), [{ span: { start: 0, end: 0 }, newText: 'a' }]);
  });

  it('give the new text, whatever the two are, and do not overlap', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'ab', '', '\r'), { maxLength: 12 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (old, fresh) => {
        const edits = lineEdits(old, fresh);
        assert.equal(applyEdits(old, edits), fresh);
        let end = 0;
        for (const { span } of edits) {
          assert.ok(span.start >= end && span.end >= span.start && span.end <= old.length);
          end = span.end;
        }
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('are one where there are too many lines to compare', () => {
    const lines = (name: string): string => Array.from({ length: 3000 }, (_, i) => `${name}${i}\n`).join('');
    const [old, fresh] = [`${lines('a')}x\n${lines('b')}`, `${lines('c')}x\n${lines('d')}`];
    const edits = lineEdits(old, fresh);
    assert.equal(edits.length, 1);
    assert.equal(applyEdits(old, edits), fresh);
  });
});
