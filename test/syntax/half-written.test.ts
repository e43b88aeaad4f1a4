/** Statements with one thing wrong: one message at its place, with what was meant, and what follows is read as it stands. */

import assert from 'node:assert/strict';
import { analyze } from '../../src/analysis/analyze';
import { parse } from '../../src/syntax/parser';
import { applyEdits } from '../../src/workspace/text-edits';

/** The messages of a text: code, text at the place, and what it says was meant. */
function messagesOf(text: string): readonly string[] {
  const { diagnostics } = analyze({ file: (id) => parse(id, text), resolve: () => 'outside' }, '/a.cnn');
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ code, span, near }) => `${code} \`${text.slice(span.start, span.end)}\`${near ? ` -> ${near}` : ''}`);
}

const inNetwork = (body: string): string => `network N {\n  input x: 8x8x4\n  a = relu()\n${body}\n  tanh()\n}\n`;

describe('a misspelt keyword', () => {
  const table: readonly (readonly [statement: string, word: string, keyword: string])[] = [
    ['addd { branch { relu() } branch { tanh() } }', 'addd', 'add'],
    ['conct { branch { relu() } branch { tanh() } }', 'conct', 'concat'],
    ['mutliply { branch { relu() } branch { tanh() } }', 'mutliply', 'multiply'],
    ['defualts { conv(bias = false) }', 'defualts', 'defaults'],
    ['repaet 2 { relu() }', 'repaet', 'repeat'],
    ['repaet i in 1..2 { relu() }', 'repaet', 'repeat'],
    ['haed h { dense(2) }', 'haed', 'head'],
    ['haed h from a { dense(2) }', 'haed', 'head'],
    ['ouptut o', 'ouptut', 'output'],
    ['ouptut o from a', 'ouptut', 'output'],
    ['repaet [i, j] in [[1, 2]] { relu() }', 'repaet', 'repeat'],
    ['if 1 > 2 { relu() } esle if 2 > 1 { relu() } else { relu() }', 'esle', 'else'],
    ['if 1 > 2 { relu() } esle { relu() }', 'esle', 'else'],
    ['fron a', 'fron', 'from'],
    ['expcet 8x8x4', 'expcet', 'expect'],
    ['expcet params <= 4', 'expcet', 'expect'],
    ['bugdet params <= 4', 'bugdet', 'budget'],
    ['cosnt c = 4', 'cosnt', 'const'],
    ['cosnt [c, d] = [4, 5]', 'cosnt', 'const'],
    ['precsion weights = int8', 'precsion', 'precision'],
  ];
  for (const [statement, word, keyword] of table) {
    it(`of \`${statement}\` is \`${keyword}\``, () => {
      const [message, ...others] = messagesOf(inNetwork(`  ${statement}`));
      assert.match(message ?? '', new RegExp(`\`${word}\` -> ${keyword}$`));
      assert.deepEqual(others, []);
    });
  }

  it('is found where the input should be', () => {
    for (const line of ['inptu x: 8x8x4', 'inptu: 8x8x4'])
      assert.deepEqual(messagesOf(`network N {\n  ${line}\n  conv(2, 1x1)\n  expect 8x8x2\n}\n`), [
        'syntax.expected `inptu` -> input',
      ]);
  });

  it('is found at the start of a file too', () => {
    for (const [text, keyword] of [
      ['modlue m(c) {\n  conv(c, 1x1)\n}\n', 'module'],
      ['modlue m {\n  relu()\n}\n', 'module'],
      ['netwrok M {\n  input x: 4x4x1\n  relu()\n}\n', 'network'],
      ['netwrok M(w = 1) {\n  input x: 4x4x1\n  relu()\n}\n', 'network'],
    ] as const) {
      const [message, ...others] = messagesOf(`${text}network N {\n  input x: 8x8x4\n  relu()\n}\n`);
      assert.match(message ?? '', new RegExp(` -> ${keyword}$`), text);
      assert.deepEqual(others, [], text);
    }
  });
});

describe('a word that is written twice', () => {
  const table: readonly (readonly [line: string, mended: string])[] = [
    ['const const c = 4', 'const c = 4'],
    ['const const [c, d] = [4, 5]', 'const [c, d] = [4, 5]'],
    ['from from a', 'from a'],
    ['output output o', 'output o'],
    ['head head h { dense(2) }', 'head h { dense(2) }'],
    ['conv(4, kernel kernel = 1x1)', 'conv(4, kernel = 1x1)'],
    ['repeat i i in 1..2 { relu() }', 'repeat i in 1..2 { relu() }'],
  ];
  for (const [line, mended] of table) {
    it(`is one message, and goes: ${line}`, () => {
      const { diagnostics } = parse('/a.cnn', inNetwork(`  ${line}`));
      assert.equal(diagnostics.length, 1);
      assert.equal(applyEdits(inNetwork(`  ${line}`), diagnostics[0]?.fixes[0]?.edits ?? []), inNetwork(`  ${mended}`));
    });
  }
});

describe('a loop and a value with a word missing', () => {
  const table: readonly (readonly [body: string, message: string])[] = [
    ['  repeat i 3 { conv(8, 1x1) }', 'syntax.expected `3`'],
    ['  repeat i 3 { conv(8 * i, 1x1) }\n  conv(8, 1x1)', 'syntax.expected `3`'],
    ['  r = 3\n  from r\n  conv(8, 1x1)', 'syntax.expected `3`'],
    ['  r = 3x3\n  add(r, a)', 'syntax.expected `3x3`'],
  ];
  for (const [body, message] of table) {
    it(`of \`${body.trim()}\` are one message`, () => {
      assert.deepEqual(messagesOf(inNetwork(body)), [message]);
    });
  }

  it('leave no network that is empty', () => {
    const text = 'network N {\n  input x: 8x8x4\n  repeat i 3 { conv(8, 1x1) }\n}\n';
    const { diagnostics } = analyze({ file: (id) => parse(id, text), resolve: () => 'outside' }, '/a.cnn');
    const [{ fixes: [mending] = [] } = {}, ...others] = diagnostics;
    assert.deepEqual(others, []);
    assert.ok(mending);
    assert.match(applyEdits(text, mending.edits), /repeat i in 1\.\.3 \{/);
  });
});

describe('a call that is not closed', () => {
  const next = [
    'const c = 2',
    'repeat 2 { relu() }',
    'concat { branch { relu() } branch { tanh() } }',
    'head h { dense(2) }',
    'output o',
    'expect 8x8x4',
    'budget params <= 1M',
    'defaults { conv(bias = false) }',
    'from a',
    'precision float16',
  ];
  for (const statement of next) {
    it(`ends before \`${statement}\``, () => {
      assert.deepEqual(messagesOf(inNetwork(`  conv(4, 1x1\n  ${statement}`)), ['syntax.unclosed `(`']);
    });
  }
});

describe('a list of parameters', () => {
  const of = (parameters: string): readonly string[] =>
    messagesOf(`module m(${parameters}) {\n  conv(c, d)\n}\nnetwork N {\n  input x: 8x8x4\n  m(c = 4, d = 1)\n}\n`);

  it('has one message where a name, a comma or a sign is missing', () => {
    assert.deepEqual(of('c, d'), []);
    assert.deepEqual(of('c, d = 3'), []);
    assert.deepEqual(of(', c, d'), ['syntax.expected `,`']);
    assert.deepEqual(of('c d'), ['syntax.expected `d`']);
    assert.deepEqual(of('c, , d'), ['syntax.expected `,`']);
    assert.deepEqual(of('c, d == 3'), ['syntax.expected `==`']);
    assert.deepEqual(of('c, 3, d'), ['syntax.expected `3`']);
  });
});

describe('a sign that is missing or another', () => {
  /** What is told of a statement, and the statement after the change that is offered. */
  const mended = (statement: string): readonly string[] => {
    const text = inNetwork(`  ${statement}`);
    const { diagnostics } = parse('/a.cnn', text);
    return diagnostics.map(({ fixes: [fix] }) => {
      const line = fix && applyEdits(text, fix.edits).split('\n')[3]?.trim();
      return line ?? 'none';
    });
  };

  it('is written as it was meant', () => {
    const table: readonly (readonly [statement: string, meant: string])[] = [
      ['const c 4', 'const c = 4'],
      ['const c: 4', 'const c = 4'],
      ['const c == 4', 'const c = 4'],
      ['input y = 4x4x1', 'input y: 4x4x1'],
      ['input y 4x4x1', 'input y: 4x4x1'],
      ['input y [4, 4, 1]', 'input y: [4, 4, 1]'],
      ['repeat 1..3 { relu() }', 'repeat i in 1..3 { relu() }'],
      ['concat { brnch { relu() } branch { } }', 'concat { branch { relu() } branch { } }'],
    ];
    for (const [statement, meant] of table) assert.deepEqual(mended(statement), [meant], statement);
  });

  it('is one message where nothing is to be written', () => {
    assert.deepEqual(messagesOf(inNetwork('  conv(1 if not else 2, 1x1)')), ['syntax.expected `else`']);
    assert.deepEqual(messagesOf(inNetwork('  branch { relu() }\n  branch { tanh() }')), [
      'syntax.branch-place `branch`',
    ]);
    assert.deepEqual(messagesOf('relu()\ntanh()\nnetwork N {\n  input x: 8x8x4\n  relu()\n}\n').length, 1);
  });
});
