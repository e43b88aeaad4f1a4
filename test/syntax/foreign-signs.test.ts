/** Signs of other keyboards: one message at the first of them, and a change that writes all of the line as they are here. */

import assert from 'node:assert/strict';
import { parse } from '../../src/syntax/parser';
import { applyEdits } from '../../src/workspace/text-edits';

const inNetwork = (line: string): string => `network N {\n  input x: 8x8x4\n  ${line}\n  relu()\n}\n`;

/** The place of the one message, what it says was found, and the line after its change. */
function told(line: string): readonly [place: string, found: unknown, mended: string | undefined] {
  const text = inNetwork(line);
  const { diagnostics } = parse('/a.cnn', text);
  const [first, ...others] = diagnostics;
  assert.ok(first !== undefined && others.length === 0, diagnostics.map(({ code }) => code).join());
  const [fix] = first.fixes;
  const mended = fix && applyEdits(text, fix.edits).split('\n')[2]?.trim();
  return [text.slice(first.span.start, first.span.end), first.values.found, mended];
}

describe('signs as wide as Chinese letters', () => {
  it('are told once for a line, and written narrow', () => {
    assert.deepEqual(told('conv（4，1x1）'), ['（', '（', 'conv(4,1x1)']);
    assert.deepEqual(told('conv(4，1x1, stride ＝ 2)'), ['，', '，', 'conv(4,1x1, stride = 2)']);
    assert.deepEqual(told('a＝conv(4,　1x1)'), ['＝', '＝', 'a=conv(4, 1x1)']);
  });

  it('are left alone in comments and texts', () => {
    assert.deepEqual(parse('/a.cnn', inNetwork('conv(4, 1x1) // （，）')).diagnostics, []);
  });
});

describe('letters and signs that are none of the language', () => {
  it('are told at their place', () => {
    assert.deepEqual(told('cönv = relu()'), ['ö', 'ö', undefined]);
    assert.deepEqual(told('größe = relu()'), ['öß', 'öß', undefined]);
    assert.deepEqual(told('conv(4, 1x1);'), [';', ';', 'conv(4, 1x1)']);
    assert.deepEqual(told('relu() \u0007'), ['\u0007', 'U+0007', undefined]);
  });
});
