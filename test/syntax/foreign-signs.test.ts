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

  it('are written narrow on their own line alone', () => {
    for (const lineBreak of ['\n', '\r', '\r\n']) {
      const text = `const a = （1）${lineBreak}const b = （2）`;
      const [first, second, ...others] = parse('/a.cnn', text).diagnostics;
      assert.deepEqual(others, []);
      assert.equal(applyEdits(text, first?.fixes[0]?.edits ?? []), `const a = (1)${lineBreak}const b = （2）`);
      assert.equal(applyEdits(text, second?.fixes[0]?.edits ?? []), `const a = （1）${lineBreak}const b = (2)`);
    }
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
    assert.deepEqual(told('relu() \u0080'), ['\u0080', 'U+0080', undefined]);
    assert.deepEqual(told('relu() \u0007'), ['\u0007', 'U+0007', undefined]);
    assert.deepEqual(told('relu() \u0007\u0007$'), ['\u0007\u0007$', 'U+0007 U+0007 $', undefined]);
  });

  it('leave a name the name that it is', () => {
    const { diagnostics, declarations } = parse(
      '/a.cnn',
      'module größe(maß) { relu() }\nnetwork überall { x = concat { branch fuß { } } }',
    );
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      Array(4).fill('syntax.character'),
    );
    assert.deepEqual(
      declarations.map((node) => node.kind !== 'import' && node.name?.text),
      ['größe', 'überall'],
    );
  });

  it('are told once for each line and sign, and quotation marks once', () => {
    const places = (text: string) => parse('/a.cnn', text).diagnostics.map(({ span }) => span.start);
    assert.deepEqual(places('const a = @ @ 1\nconst b = 1'), [10]);
    assert.deepEqual(places('const a = @ $ 1\nconst b = 1'), [10, 12]);
    for (const lineBreak of ['\n', '\r', '\r\n']) {
      assert.deepEqual(places(`const a = @ 1${lineBreak}const b = @ 1`), [10, 23 + lineBreak.length]);
    }
    assert.deepEqual(places('const a = \u201cx\u201d'), [10]);
    assert.deepEqual(places('const a = \u2018x\u201d'), [10]);
  });
});
