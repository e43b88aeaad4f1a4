/** Hostile and huge texts: no crash, one message, time that grows with the length of the text. */

import * as assert from 'node:assert/strict';
import { format } from '../../src/syntax/format';
import { parse } from '../../src/syntax/parser';
import { walk } from '../../src/syntax/tree-walk';
import { sample } from './programs';

const many = 20_000;

/** A text of very many parts, and the codes it may be answered with. */
const hostile: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  'open parentheses': [`const a = ${'('.repeat(many)}`, ['syntax.nesting']],
  'closed parentheses': [`const a = ${'('.repeat(many)}1${')'.repeat(many)}`, ['syntax.nesting']],
  lists: [`const a = ${'['.repeat(many)}${']'.repeat(many)}`, ['syntax.nesting']],
  calls: [`module m() { ${'a('.repeat(many)}${')'.repeat(many)} }`, ['syntax.nesting']],
  'open calls': [`module m() { ${'a('.repeat(many)}`, ['syntax.nesting']],
  bodies: [`module m() { ${'repeat 1 {'.repeat(many)}${'}'.repeat(many)} }`, ['syntax.nesting']],
  'open bodies': [`module m() { ${'repeat 1 {'.repeat(many)}`, ['syntax.nesting']],
  joins: [`module m() { ${'concat { branch { '.repeat(many)}${'} }'.repeat(many)} }`, ['syntax.nesting']],
  signs: [`const a = ${'-'.repeat(many)}1`, ['syntax.expression-size']],
  sums: [`const a = 1${'+1'.repeat(many)}`, ['syntax.expression-size']],
  powers: [`const a = 1${'**1'.repeat(many)}`, ['syntax.expression-size']],
  'powers of signs': [`const a = 1${'**-1'.repeat(many)}`, ['syntax.expression-size']],
  'stray braces': ['}'.repeat(many), ['syntax.unexpected']],
  commas: [`module m() { ${','.repeat(many)} }`, ['syntax.unexpected']],
};

describe('limits', () => {
  for (const [name, [text, codes]] of Object.entries(hostile)) {
    it(`answers ${name} with one message`, () => {
      const file = parse('a.cnn', text);
      assert.deepEqual([...new Set(file.diagnostics.map(({ code }) => code))], codes);
      assert.equal(file.diagnostics.length, 1);
      walk(file, ({ start, end }) => assert.ok(start <= end));
      assert.ok(format(file).length > 0);
    });
  }

  it('reads 50,000 lines, and 50,000 broken ones', () => {
    const lines = sample.split('\n').length;
    const big = sample.repeat(Math.ceil(50_000 / lines));
    const file = parse('a.cnn', big);
    assert.deepEqual(file.diagnostics, []);
    assert.equal(file.declarations.length, 3 * Math.ceil(50_000 / lines));
    const broken = parse('a.cnn', `module m() {\n${'  conv(64,\n'.repeat(50_000)}}\n`);
    assert.equal(broken.diagnostics.length, 50_000);
  });
});

describe('parts in parts', () => {
  const nested = (count: number): string => `const a = ${'('.repeat(count)}1${')'.repeat(count)}`;
  const bodies = (count: number): string => `network A() ${'{ repeat 1 '.repeat(count)}{ }${' }'.repeat(count)}`;

  it('allows 100 nested parentheses and bodies', () => {
    assert.deepEqual(parse('a.cnn', nested(100)).diagnostics, []);
    assert.deepEqual(parse('a.cnn', bodies(99)).diagnostics, []);
  });

  it('marks the one that is too deep', () => {
    const [first, ...others] = parse('a.cnn', nested(101)).diagnostics;
    assert.deepEqual([first?.code, first?.span.start, others.length], ['syntax.nesting', 'const a = '.length + 100, 0]);
    assert.deepEqual(
      parse('a.cnn', bodies(100)).diagnostics.map(({ code }) => code),
      ['syntax.nesting'],
    );
  });

  it('reads what follows a part that is too deep', () => {
    const { declarations } = parse('a.cnn', `${nested(200)}\nconst b = 2\n${'('.repeat(300)}\nconst c = 3`);
    assert.deepEqual(
      declarations.map((declaration) => (declaration.kind === 'const' ? declaration.name?.text : declaration.kind)),
      ['a', 'b', 'c'],
    );
  });

  const expressions: Readonly<Record<string, (count: number) => string>> = {
    signs: (count) => `${'-'.repeat(count)}1`,
    nots: (count) => `${'not '.repeat(count)}true`,
    sums: (count) => `1${' + 1'.repeat(count)}`,
    conditions: (count) => `(${'1 if a else '.repeat(count)}2)`,
    places: (count) => `l${'[0]'.repeat(count)}`,
  };
  for (const [name, expression] of Object.entries(expressions)) {
    it(`allows an expression of 1,000 parts one in another: ${name}`, () => {
      const codesOf = (count: number) =>
        parse('a.cnn', `const a = ${expression(count)}`).diagnostics.map(({ code }) => code);
      assert.deepEqual(codesOf(999), []);
      assert.deepEqual(codesOf(1000), ['syntax.expression-size']);
    });
  }

  it('keeps the rest of a list behind one that is too deep', () => {
    const { diagnostics } = parse('a.cnn', `${nested(101).replace('(', '[(')}, 2 3]`);
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['syntax.nesting', 'syntax.expected'],
    );
  });
});
