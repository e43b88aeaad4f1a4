/** Limits whose fixtures would be too long to read: each gives one message, at once, the last ones where it is passed. */

import * as assert from 'node:assert/strict';
import { analyze } from '../src/analysis/analyze';
import { parse } from '../src/syntax/parser';

function codesOf(text: string): string[] {
  const file = parse('/a.cnn', text);
  const analysis = analyze({ file: (id) => (id === '/a.cnn' ? file : undefined), resolve: () => 'outside' }, '/a.cnn');
  return analysis.diagnostics.map((diagnostic) => diagnostic.code);
}

/** With the text that each is about. */
function placesOf(text: string): string[] {
  const file = parse('/a.cnn', text);
  const analysis = analyze({ file: (id) => (id === '/a.cnn' ? file : undefined), resolve: () => 'outside' }, '/a.cnn');
  return analysis.diagnostics.map(({ code, span }) => `${code} ${text.slice(span.start, span.end)}`);
}

const network = (body: string): string => `network N() {\n  input x: 4x4x1\n  ${body}\n}\n`;

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

const cases: readonly (readonly [code: string, text: string])[] = [
  ['syntax.expression-size', network(`conv(${'1 + '.repeat(1500)}1, 1x1)`)],
  [
    'name.constant-depth',
    // In reverse, so that the chain is followed from its end.
    `${lines(1200, (i) => `const c${1200 - i} = c${1199 - i} + 0`)}\nconst c0 = 1\n${network('conv(c1200, 1x1)')}`,
  ],
  [
    'flow.depth-limit',
    `module m0() { conv(1, 1x1) }\n${lines(300, (i) => `module m${i + 1}() { m${i}() }`)}\n${network('m300()')}`,
  ],
  ['syntax.nesting', network(`conv(1, 1x1) ${'repeat 1 { '.repeat(150)}relu()${' }'.repeat(150)}`)],
];

describe('limits', () => {
  for (const [code, text] of cases) it(code, () => assert.deepEqual(codesOf(text), [code]));

  it('flow.network-limit', () => {
    const one = (i: number): string => `network N${i} { input: 1x1x1 relu() }`;
    assert.deepEqual(codesOf(lines(2000, one)), []);
    assert.deepEqual(placesOf(lines(2003, one)), ['flow.network-limit N2000']);
  });

  it('flow.layer-limit', () => {
    // The input is a layer, too.
    const layers = (count: number) =>
      network(`repeat 9 { repeat 1_111 { repeat 10 { relu() } } } ${'relu() '.repeat(count)}`);
    assert.deepEqual(codesOf(layers(9)), []);
    assert.deepEqual(codesOf(layers(10)), ['flow.layer-limit']);
  });

  it('flow.work-limit', () => {
    const turns = (line: string) => network(`relu() repeat i in 1..10_000 { const a = i ${line} }`);
    assert.deepEqual(codesOf(turns('')), []);
    // However long a statement, a text that repeats it comes to an end.
    const long: Readonly<Record<string, string>> = {
      'a sum': `const b = 1${' + 1'.repeat(400)}`,
      'a call': `none(${'1, '.repeat(1_000)})`,
      'a promise': `expect 4x4x1${', 4x4x1'.repeat(100)}`,
      'a join': `concat { ${'branch { } '.repeat(100)} }`,
      'a join of results': `add(${'x, '.repeat(100)}x)`,
    };
    for (const [name, line] of Object.entries(long))
      assert.ok(codesOf(`module none() { }\n${turns(line)}`).includes('flow.work-limit'), name);
  });

  it('syntax.too-long', () => {
    const comment = `//${' '.repeat(2 ** 23 - 2)}`;
    assert.deepEqual(codesOf(comment), []);
    assert.deepEqual(placesOf(`${comment} `), ['syntax.too-long ']);
  });

  it('syntax.too-many', () => {
    const stray = '€\n'.repeat(50_000);
    assert.deepEqual([...new Set(codesOf(stray))], ['syntax.character']);
    assert.deepEqual(placesOf(`${stray}¢\n¥`).slice(-2), ['syntax.character €', 'syntax.too-many ¢']);
  });
});
