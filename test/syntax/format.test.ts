/** How text is laid out. Left the text as typed, right as formatted. */

import * as assert from 'node:assert/strict';
import { format } from '../../src/syntax/format';
import { parse } from '../../src/syntax/parser';
import { isSameProgram } from '../../src/syntax/same-program';

function formatted(text: string): string {
  return format(parse('a.cnn', text));
}

/** The body of a module, one line per entry, without its indentation. */
function body(lines: string): string {
  const result = formatted(`module m() {\n${lines}\n}`);
  assert.ok(result.startsWith('module m() {\n') && result.endsWith('\n}\n'), result);
  return result
    .slice('module m() {\n'.length, -'\n}\n'.length)
    .split('\n')
    .map((line) => line.replace(/^ {2}/, ''))
    .join('\n');
}

const bodies: Readonly<Record<string, readonly [string, string]>> = {
  'spaces in calls': ['conv( 64 ,3x3,stride=2 )', 'conv(64, 3x3, stride = 2)'],
  'spaces around operators, none after signs': ['const a=-3*( +2+b )**-c%4', 'const a = -3 * (+2 + b) ** -c % 4'],
  'ranges and colons': ['repeat i in 1 .. 4{conv(i)}\ninput x :3x3x1', 'repeat i in 1..4 { conv(i) }\ninput x: 3x3x1'],
  checks: ['expect 3x3x1 ,multiplies==3,', 'expect 3x3x1, multiplies == 3'],
  'lists in lists': ['conv([ 1,2, ],[[3] ])', 'conv([1, 2], [[3]])'],
  'one statement a line': ['a() b()   c()', 'a()\nb()\nc()'],
  'joined layers stay on one line': ['a()->b()   ->   x=c()', 'a() -> b() -> x = c()'],
  'an arrow at a line break goes': ['a() ->\nb()\n-> c()', 'a()\nb()\nc()'],
  'an arrow to what is no layer goes': ['a() -> expect 3x3x1', 'a()\nexpect 3x3x1'],
  'a body on one line stays there': ['concat{branch{a()  b()}branch{}}', 'concat { branch { a() b() } branch { } }'],
  'a body on several lines is written out': [
    'concat { branch { a() }\nbranch x from y {\n} } -> b()',
    'concat {\n  branch { a() }\n  branch x from y { }\n} -> b()',
  ],
  'a body is written out whose end has a line of its own': [
    'repeat 2 { a()\n}\nconcat { branch { a() } branch { }\n}',
    'repeat 2 {\n  a()\n}\nconcat {\n  branch { a() }\n  branch { }\n}',
  ],
  'one empty line at most, none at the ends': ['\n\na()\n\n\n\nb()\n\n', 'a()\n\nb()'],
  'comments stay where they are': [
    '// own\na()   // trailing\n\n// before b\nb( /* in */ 3)\n// last',
    '// own\na() // trailing\n\n// before b\nb( /* in */ 3)\n// last',
  ],
  'a comment in a call writes it out': [
    'a(1, // one\n2)',
    'a(\n  1, // one\n  2,\n)',
  ],
  'a call opened on its own line stays written out': ['a(\n1,2)', 'a(\n  1,\n  2,\n)'],
  'a call broken later is joined': ['a(1,\n2,\n)', 'a(1, 2)'],
  'no empty line before the first comment, one before others': [
    '\n\n// own\n\n\n// second\na() // one\n\n\n// two\n\n',
    '// own\n\n// second\na() // one\n\n// two',
  ],
  'an empty line before what is said last in a body': [
    'concat {\n\n// first\n\nbranch { }\n\n\n// second\nbranch { }\n\n\n// last\n\n}\nrepeat 2 {\n\n// only\n\n}',
    'concat {\n  // first\n\n  branch { }\n\n  // second\n  branch { }\n\n  // last\n}\nrepeat 2 {\n  // only\n}',
  ],
  'no empty line in a list but between comments': [
    'a(\n\n// one\n\n1,\n\n\n// two\n\n// three\n2,\n\n3)\nconst b = [ // one\n\n1, /* two */\n\n// three\n2 // four\n\n// five\n]',
    'a(\n  // one\n  1,\n  // two\n\n  // three\n  2,\n  3,\n)\nconst b = [ // one\n  1, /* two */\n\n  // three\n  2, // four\n\n  // five\n]',
  ],
  'comments before, between and behind layers': [
    '/* x */ a()/* y */->/* z */b()\n/* w */',
    '/* x */\na() /* y */ -> /* z */ b()\n/* w */',
  ],
  documentation: ['a()\n///  Two spaces\n///stay\nb()', 'a()\n///  Two spaces\n///stay\nb()'],
  'spelling of numbers': ['a(1_000, 1.60G, 0.50, 3x3)', 'a(1_000, 1.60G, 0.50, 3x3)'],
  'a comment in an empty list': ['a( // one\n)\nb(\n/* two */\n)', 'a( // one\n)\nb(\n  /* two */\n)'],
  'a comment before a comma that goes': ['a(1 /* one */,)', 'a(1 /* one */ )'],
  'a comment of several lines writes its call out, one of one line does not': [
    'a(1, /* one\ntwo */ 2)\nb(1, /* one\rtwo */ 2)\nc(1, /* one */ 2)',
    'a(\n  1, /* one\ntwo */\n  2,\n)\nb(\n  1, /* one\rtwo */\n  2,\n)\nc(1, /* one */ 2)',
  ],
  'parentheses opened on their own line are joined, a list is not': [
    'a(1, (\n2+3))\nb(1, [\n2,3])',
    'a(1, (2 + 3))\nb(\n  1,\n  [\n    2,\n    3,\n  ],\n)',
  ],
  'what comes after a body on one line does not break it': [
    `repeat 2 { y=a()->expect 3x3x1 }\nconst l=${'l'.repeat(60)}+${'m'.repeat(60)}`,
    `repeat 2 { y = a() -> expect 3x3x1 }\nconst l = ${'l'.repeat(60)} + ${'m'.repeat(60)}`,
  ],
  'a comment on its own line in a list': ['a(1,\n/* one */ 2)', 'a(\n  1,\n  /* one */\n  2,\n)'],
  'an arrow behind a named call stays': [
    'x = a() ->\nb()\ny = a() -> expect 3x3x1\nz = a() -> // one\nb()\nx = a()\n-> b()',
    'x = a() -> b()\ny = a() -> expect 3x3x1\nz = a() -> // one\nb()\nx = a()\nb()',
  ],
  'conditions on one line': [
    'if not a{relu()}else if b==1{ conv(1 if not a else 2)}else{relu()}',
    'if not a { relu() } else if b == 1 { conv(1 if not a else 2) } else { relu() }',
  ],
  'conditions written out': [
    'x=if a{\nrelu()\n}\nelse if b{\nrelu()}\n\nelse{\nrelu()}',
    'x = if a {\n  relu()\n} else if b {\n  relu()\n} else {\n  relu()\n}',
  ],
  'an index behind its list': ['const l=[[1]]\nconv(l [0] [ 1-1 ],(l) [0])', 'const l = [[1]]\nconv(l[0][1 - 1], (l)[0])'],
  'patterns and ranges without their end': [
    'repeat [c,n]in[[1,2]]{repeat n{relu()}}\nrepeat i in 0 ..< 3{relu()}\nconst [a,b]=[1,2]',
    'repeat [c, n] in [[1, 2]] { repeat n { relu() } }\nrepeat i in 0..<3 { relu() }\nconst [a, b] = [1, 2]',
  ],
  'precision and products': [
    'precision weights=int8,activations=float16\nmultiply (a,b)',
    'precision weights = int8, activations = float16\nmultiply(a, b)',
  ],
  'names that are words': ['a(from=in,in = from)', 'a(from = in, in = from)'],
}; // biome-ignore format: a table of texts

describe('format', () => {
  for (const [name, [text, expected]] of Object.entries(bodies)) {
    it(name, () => assert.equal(body(text), expected));
  }

  it('breaks a call that is too long, with a comma at its end', () => {
    const long = `conv(64, ${'a'.repeat(60)} = 1, ${'b'.repeat(60)} = [1, 2])`;
    assert.equal(body(long), `conv(\n  64,\n  ${'a'.repeat(60)} = 1,\n  ${'b'.repeat(60)} = [1, 2],\n)`);
  });

  it('breaks a line of joined layers that is too long', () => {
    const layer = `${'a'.repeat(50)}(1)`;
    assert.equal(body(`${layer} -> ${layer} -> ${layer}`), `${layer} -> ${layer}\n${layer}`);
  });

  it('ends a line with the arrow behind a named call', () => {
    const layer = `${'a'.repeat(60)}(1)`;
    assert.equal(body(`x = ${layer} -> ${layer}`), `x = ${layer} ->\n${layer}`);
  });

  it('keeps an arrow where the next layer begins on the line, up to its brace', () => {
    // In front of both are the two columns that `body` takes away.
    const start = (name: number): string => `${'a'.repeat(name)}() -> concat {`;
    const rest = '\n  branch { }\n}';
    assert.equal(body(start(104) + rest), start(104) + rest);
    assert.equal(start(104).length + 2, 120);
    assert.equal(body(start(105) + rest), (start(105) + rest).replace(' -> ', '\n'));
  });

  it('fills a line to 120 columns and no further', () => {
    const kept = (length: number): string => `module m() { ${'f'.repeat(length - 'module m() { (1) }'.length)}(1) }\n`;
    assert.equal(formatted(kept(120)), kept(120));
    assert.notEqual(formatted(kept(121)), kept(121));
  });

  it('has no empty lines at its start, and nothing where there is nothing', () => {
    assert.equal(formatted('\n\n\nconst a=1'), 'const a = 1\n');
    assert.equal(
      formatted('\n\n/* a */ const a=1\n\n\n/* b */\nconst b=2'),
      '/* a */\nconst a = 1\n\n/* b */\nconst b = 2\n',
    );
    assert.equal(formatted('  const a=1'), 'const a = 1\n');
    assert.equal(formatted('// licence\n\n\nconst a=1'), '// licence\n\nconst a = 1\n');
    assert.equal(formatted('// of a\nconst a=1'), '// of a\nconst a = 1\n');
    assert.equal(formatted('\n\n// a\n'), '// a\n');
    assert.equal(formatted('// a\n\n\n\n// b'), '// a\n\n// b\n');
    for (const nothing of ['', '\n \n', '\t']) assert.equal(formatted(nothing), '');
    // The mark of UTF-8 stays, and makes no line.
    assert.equal(formatted('\uFEFF'), '\uFEFF');
    assert.equal(formatted('\uFEFF\n\n'), '\uFEFF');
    assert.equal(formatted('\uFEFF\n\n// a'), '\uFEFF// a\n');
  });

  it('keeps the line breaks of the file, its byte order mark and ends it with one', () => {
    assert.equal(formatted('\uFEFFconst a=1\r\n\r\n\r\nconst b=2'), '\uFEFFconst a = 1\r\n\r\nconst b = 2\r\n');
    assert.equal(formatted('const a=1\n\n\n'), 'const a = 1\n');
    assert.equal(formatted('const a=/* b\n*/1\r\n'), 'const a = /* b\n*/ 1\r\n');
    assert.equal(formatted('const\r\na=/* b\n*/1'), 'const a = /* b\n*/ 1\r\n');
    assert.equal(formatted('\n\n// only a comment'), '// only a comment\n');
    assert.equal(formatted('  \n'), '');
    // A return alone ends a line too, and counts once with what belongs to it.
    assert.equal(formatted('const a=1\r\r\rconst b=2\rconst c=3'), 'const a = 1\n\nconst b = 2\nconst c = 3\n');
    assert.equal(formatted('const a=1\r\nconst b=2'), 'const a = 1\r\nconst b = 2\r\n');
    assert.equal(formatted('\uFEFF// a'), '\uFEFF// a\n');
  });

  it('formats declarations', () => {
    assert.equal(formatted('import{a,b as c,}from"./x.cnn"'), 'import { a, b as c } from "./x.cnn"\n');
    assert.equal(formatted('network  A( n=1000 ,w=1, ){}'), 'network A(n = 1000, w = 1) { }\n');
  });

  it('leaves a broken statement alone and formats what is around it', () => {
    assert.equal(body('a( 1 )\nb(  1,\nc( 2 )'), 'a(1)\nb(  1,\nc(2)');
    assert.equal(body('a( 1 )\nx  =\ny=c( 2 )'), 'a(1)\nx  =\ny = c(2)');
  });

  it('leaves a body alone that is not closed', () => {
    const text = 'network  A {\n   a( 1 )\n\nconst  b=2\n';
    assert.equal(formatted(text), 'network  A {\n   a( 1 )\n\nconst b = 2\n');
  });

  it('adds nothing to a comment that is not closed', () => {
    assert.equal(formatted('const a=1\n/* open  '), 'const a = 1\n/* open');
  });

  describe('leaves a text alone whose new layout would be read differently', () => {
    const texts: Readonly<Record<string, string>> = {
      'an arrow that separates what is not understood': 'network N {\n  input concat { } relu() -> dense(2)\n}\n',
      'a body that the indentation ends': 'module m() {\n    concat {\n  relu( )\n  branch { }\n}\nconst a = 1\n',
      'a brace too many': 'module m() {\n  repeat 2 {\nrelu( )\n}\n  }\n  relu()\n}\n',
      'a line that starts a statement': 'module m() {\n  conv(1,\n   x = relu() relu()\n}\n',
    };
    for (const [name, text] of Object.entries(texts)) it(name, () => assertSame(text));
  });
});

/** The formatter may change the text, but neither its tree nor its messages. */
function assertSame(text: string): void {
  const file = parse('a.cnn', text);
  const again = parse('a.cnn', format(file));
  assert.ok(file.diagnostics.length > 0);
  assert.ok(isSameProgram(file, again), again.text);
}
