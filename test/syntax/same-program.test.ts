/** Which changes of a text are its layout alone: by this the formatter knows whether it may write what it has made. */

import assert from 'node:assert/strict';
import { parse } from '../../src/syntax/parser';
import { isSameProgram } from '../../src/syntax/same-program';
import { cnnFiles } from './programs';

function isSame(text: string, other: string): boolean {
  return isSameProgram(parse('a.cnn', text), parse('a.cnn', other));
}

const text = '/// Of it.\nmodule m(c) {\n  conv(c, 3x3) // first\n  relu() -> tanh()\n}\nconst a = 2\n';
const broken = 'module m(c) {\n  conv(c, = 3x3) relu(\n  tanh()\n}\nconst a 2\n';

describe('a program is the same', () => {
  const changes: Readonly<Record<string, readonly [from: string, to: string]>> = {
    'with other blanks': ['conv(c, 3x3)', 'conv( c,3x3 )'],
    'with more lines': ['  relu()', '\n\n  relu()'],
    'with a line break for an arrow': ['relu() -> tanh()', 'relu()\n  tanh()'],
    'with a comma at the end of a list': ['3x3)', '3x3,)'],
    'with blanks behind a comment': ['// first', '// first \t'],
    'without its last line break': ['a = 2\n', 'a = 2'],
  };
  for (const [name, [from, to]] of Object.entries(changes)) {
    it(name, () => {
      const other = text.replace(from, to);
      assert.notEqual(other, text);
      assert.ok(isSame(text, other) && isSame(other, text), other);
    });
  }

  it('further down, whatever it says', () => {
    for (const [path, program] of cnnFiles)
      if (!program.startsWith('\uFEFF')) assert.ok(isSame(program, `\n\n${program}`), path);
  });

  it('as itself, with its mistakes', () => {
    assert.ok(parse('a.cnn', broken).diagnostics.length > 0);
    assert.ok(isSame(broken, broken));
    assert.ok(isSame(broken, broken.replace('module m(c)', 'module  m( c )')));
  });
});

describe('a program is another', () => {
  const changes: Readonly<Record<string, readonly [from: string, to: string]>> = {
    'with another value': ['a = 2', 'a = 3'],
    'with another name': ['tanh()', 'tann()'],
    'with a number in another spelling': ['a = 2', 'a = 2.0'],
    'with another comment': ['// first', '// last'],
    'without a comment': ['// first', ''],
    'with a comment behind another token': ['conv(c, 3x3) // first\n', 'conv(c, // first\n3x3)\n'],
    'with another documentation': ['/// Of it.', '/// Of that.'],
    'with the documentation of something else': ['const', '/// Of it.\nconst'],
    'with one layer more': ['relu()', 'relu()\nrelu()'],
    'with a sign that is another operator': ['a = 2', 'a = -2'],
  };
  for (const [name, [from, to]] of Object.entries(changes)) {
    it(name, () => {
      const other = text.replace(from, to);
      assert.notEqual(other, text);
      assert.ok(!isSame(text, other) && !isSame(other, text), other);
    });
  }

  it('with the same tokens in other statements', () => {
    // A `-` that starts a line is read on, a word that does so is not.
    assert.ok(!isSame('module m() {\n  a\n  b()\n}\n', 'module m() {\n  a b()\n}\n'));
    assert.ok(!isSame('module m() {\n  repeat 2 { a() } b()\n}\n', 'module m() {\n  repeat 2 { a() b() }\n}\n'));
  });

  it('with a mistake more or less, or with more on its line', () => {
    assert.ok(!isSame(broken, broken.replace('a 2', 'a = 2')));
    assert.ok(!isSame(broken.replace('a 2', 'a = 2'), broken));
    assert.ok(!isSame('module m() {\n  conv(= 1)\n  relu()\n}\n', 'module m() {\n  conv(= 1) relu()\n}\n'));
  });
});
