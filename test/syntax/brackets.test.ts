/** A bracket that is missing or one too many, wherever it stands: one message, and the rest of the file is what it was. */

import assert from 'node:assert/strict';
import { analyze } from '../../src/analysis/analyze';
import { parse } from '../../src/syntax/parser';
import { outlineOf } from '../support/syntax-outline';

const whole = `const width = 4

network First {
  input x: 8x8x4
  defaults {
    conv(bias = false)
  }
  concat {
    branch {
      conv(width, 1x1)
    }
    branch left {
      conv(3, [1, 1])
    }
  }
  add {
    branch {
      relu()
    }
    branch {
    }
  }
  repeat 2 {
    conv(5, 1x1)
  }
  head aux {
    dense(2)
  }
  block(6)
  output end
}

module block(c) {
  conv(c, 1x1)
}

network Last {
  input x: 4x4x1
  block(2)
}
`;

function analysisOf(text: string) {
  return analyze({ file: (id) => parse(id, text), resolve: () => 'outside' }, '/a.cnn');
}

describe('a lost opening brace', () => {
  const openers = [...whole.matchAll(/^.*(?= \{$)/gm)];

  it('stood at every kind of body', () => {
    assert.deepEqual(analysisOf(whole).diagnostics, []);
    assert.equal(openers.length, 12);
  });

  for (const opener of openers) {
    const line = whole.slice(0, opener.index).split('\n').length;
    it(`of \`${opener[0].trim()}\` in line ${line} is one message`, () => {
      const at = opener.index + opener[0].length;
      const { diagnostics, networks, modules } = analysisOf(whole.slice(0, at) + whole.slice(at + 2));
      assert.deepEqual(
        diagnostics.map(({ severity }) => severity),
        ['error'],
        diagnostics.map(({ code, span }) => `${code} at ${span.start}`).join(),
      );
      assert.deepEqual(
        networks.map(({ name }) => name),
        ['First', 'Last'],
      );
      assert.equal([...modules.values()].flat().length, 1);
      // 4*4*2 * 1, of a module that has its body.
      if (!opener[0].startsWith('module')) {
        assert.deepEqual(networks[1]?.main.sums.multiplies, { value: 32, isPartial: false });
      }
      assert.deepEqual(
        networks[0]?.graph.outputs.map(({ name }) => name),
        ['aux', 'end'],
      );
    });
  }
});

/** The same program as other people lay it out. */
const layouts: Readonly<Record<string, string>> = {
  'two blanks': whole,
  tabs: whole.replace(/^ +/gm, (blanks) => '\t'.repeat(blanks.length / 2)),
  'inner bodies on one line': whole.replace(/\{\n\s*([^{}\n]*)\n\s*\}/g, '{ $1 }'),
  'lines that end with a return': whole.replaceAll('\n', '\r\n'),
};

/** Offsets of the closing brackets, each with its opening one's. */
function closers(text: string): readonly (readonly [closer: number, opener: number])[] {
  const open: number[] = [];
  const pairs: [number, number][] = [];
  for (const { index, 0: bracket } of text.matchAll(/[()[\]{}]/g)) {
    if ('([{'.includes(bracket)) open.push(index);
    else pairs.push([index, open.pop() as number]);
  }
  return pairs;
}

const placesOf = ({ diagnostics }: ReturnType<typeof analysisOf>) =>
  diagnostics.map(({ severity, code, span }) => `${severity} ${code} ${span.start}`);

const outputsOf = ({ networks }: ReturnType<typeof analysisOf>) =>
  networks.map(({ name, graph }) => `${name}: ${graph.outputs.map((output) => output.name).join(', ')}`);

const everyOutput = ['First: aux, end', 'Last: output'];

for (const [layout, text] of Object.entries(layouts)) {
  const context = (at: number) => `line ${text.slice(0, at).split('\n').length}`;

  describe(`a lost closing bracket, with ${layout}`, () => {
    it('is one message at what it would close', () => {
      assert.equal(closers(text).length, 23);
      for (const [closer, opener] of closers(text)) {
        const analysis = analysisOf(text.slice(0, closer) + text.slice(closer + 1));
        assert.deepEqual(placesOf(analysis), [`error syntax.unclosed ${opener}`], context(closer));
        assert.deepEqual(outputsOf(analysis), everyOutput, context(closer));
      }
    });

    it('in a comment with all that follows on its line is one message', () => {
      for (const [closer] of closers(text)) {
        const analysis = analysisOf(`${text.slice(0, closer)} //${text.slice(closer)}`);
        assert.equal(analysis.diagnostics.length, 1, `${context(closer)}: ${placesOf(analysis)}`);
        assert.deepEqual(outputsOf(analysis), everyOutput, context(closer));
      }
    });
  });

  describe(`an opening bracket that is written twice, with ${layout}`, () => {
    it('is one message, and in parentheses and braces at the second one', () => {
      for (const [, opener] of closers(text)) {
        const analysis = analysisOf(text.slice(0, opener + 1) + text.slice(opener));
        const isList = text[opener] === '[';
        const expected = isList ? `error syntax.unclosed ${opener}` : `error syntax.unexpected ${opener + 1}`;
        assert.deepEqual(placesOf(analysis), [expected], context(opener));
        assert.deepEqual(outputsOf(analysis), everyOutput, context(opener));
      }
    });
  });

  describe(`a closing bracket that is written twice, with ${layout}`, () => {
    it('is one message at the second one or behind it', () => {
      for (const [closer] of closers(text)) {
        const analysis = analysisOf(text.slice(0, closer + 1) + text.slice(closer));
        const [message, ...others] = analysis.diagnostics;
        assert.deepEqual(others, [], context(closer));
        assert.ok(message?.severity === 'error', context(closer));
        assert.deepEqual(outputsOf(analysis), everyOutput, context(closer));
      }
    });
  });
}

/** Places of the messages of a text, and what was read of its first module or network. */
function readingOf(text: string): readonly [messages: readonly string[], outline: string] {
  const { declarations, diagnostics } = parse('/a.cnn', text);
  const [first] = declarations;
  assert.ok(first?.kind === 'module' || first?.kind === 'network');
  return [
    diagnostics.map(({ code, span }) => `${code} \`${text.slice(span.start, span.end)}\``),
    outlineOf(first.body?.statements),
  ];
}

describe('a list that is not closed', () => {
  const next: Readonly<Record<string, string>> = {
    'const a = 1': 'const',
    'from image': 'from',
    'repeat 2 { relu() }': 'repeat{relu}',
    'head aux { relu() }': 'head{relu}',
    'output y': 'output',
    'expect params == 1': 'expect',
    'budget params <= 1': 'budget',
    'precision weights = int8': 'precision',
    'defaults { conv(bias = false) }': 'defaults',
    'concat(a, b)': 'join-call',
    'concat { branch { } branch { relu() } }': 'concat{}{relu}',
    'if a { relu() }': 'if',
    'x = relu()': 'relu',
    'relu()': 'relu',
  };
  for (const argument of ['8', '3x3', 'true', 'bias = false', 'kernel = k', '[3, 3]', 'max(1, 2)', '(3)']) {
    it(`ends before the next layer of its line, behind \`${argument}\``, () => {
      const [messages, read] = readingOf(`network N {\n  input x: 8x8x4\n  conv(64, ${argument} relu()\n  tanh()\n}\n`);
      assert.deepEqual(messages, ['syntax.unclosed `(`']);
      assert.equal(read, 'input conv! relu tanh');
    });
  }
  for (const [statement, outline] of Object.entries(next)) {
    it(`ends before \`${statement}\``, () => {
      for (const call of ['conv(64,', 'conv([64,', 'conv(max(64,']) {
        const text = `network N {\n  input x: 8x8x4\n  ${call}\n  ${statement}\n  tanh()\n}\n`;
        const [messages, read] = readingOf(text);
        assert.ok(messages.length > 0 && messages.every((message) => message.startsWith('syntax.unclosed')), text);
        assert.equal(read, `input conv! ${outline} tanh`, text);
      }
    });
  }

  const parameters: readonly (readonly [text: string, outline: string])[] = [
    ['module m(\n  c,\n  d\n  conv(c)\n}\nconst z = 1', 'd conv'],
    ['module m(\n  c = 1,\n  d = 2\n  conv(c)\n}\nconst z = 1', 'conv'],
    ['module m(\n  conv(3)\n  relu()\n}\nconst z = 1', 'conv relu'],
    ['module m(\n  c,\n  d\n{\n  conv(c)\n}\nconst z = 1', 'conv'],
  ];
  for (const [text, outline] of parameters) {
    it(`of parameters ends before the body: ${JSON.stringify(text)}`, () => {
      const { declarations, diagnostics } = parse('/a.cnn', text);
      assert.deepEqual(
        diagnostics.map(({ code, span }) => [code, span.start]),
        [['syntax.unclosed', 8]],
      );
      const [module, after] = declarations;
      assert.ok(module?.kind === 'module' && after?.kind === 'const');
      const read = outlineOf(module.body?.statements);
      // A name alone may still be a parameter.
      assert.equal(read.replace(/^d /, ''), outline.replace(/^d /, ''));
    });
  }

  it('ends with the line of the braces that it stands in', () => {
    const inLine = (body: string) => readingOf(`network N {\n  input x: 8x8x4\n${body}\n  tanh()\n}\n`);
    assert.deepEqual(inLine('  defaults { conv(bias = false }\n  x = conv(3)'), [
      ['syntax.unclosed `(`'],
      'input defaults conv tanh',
    ]);
    assert.deepEqual(inLine('  repeat 2 { conv(3 }\n  relu()'), [
      ['syntax.unclosed `(`'],
      'input repeat{conv!} relu tanh',
    ]);
  });

  it('may be closed in a comment, whatever other brackets are in it', () => {
    for (const comment of ['// two )', '// two (or three) )', '// two (or three))', '// two ([{}]) )']) {
      assert.deepEqual(readingOf(`network N {\n  input x: 8x8x4\n  conv(64, ${comment}\n  tanh()\n}\n`), [
        ['syntax.comment-in-call `//`'],
        'input conv! tanh',
      ]);
    }
    assert.deepEqual(
      readingOf('network N {\n  input x: 8x8x4\n  concat {\n    branch { conv(8, // (a) ) }\n    branch { }\n  }\n}\n'),
      [['syntax.comment-in-call `//`'], 'input concat{conv!}{}'],
    );
  });
});

describe('a body that has no brace', () => {
  it('leaves what an arrow leads to', () => {
    assert.deepEqual(readingOf('module m() {\n  repeat 2 -> tanh()\n  relu()\n}\n'), [
      ['syntax.expected `->`'],
      'repeat{} tanh relu',
    ]);
    assert.deepEqual(readingOf('module m() {\n  repeat 2 3 tanh()\n  relu()\n}\n'), [
      ['syntax.expected `3`'],
      'repeat{} relu',
    ]);
  });
});

describe('a body that is not closed', () => {
  const bodies: readonly (readonly [body: string, outline: string])[] = [
    ['  repeat 4 {\n  conv(1)\n  relu()', 'repeat{} conv relu'],
    ['  repeat 4 { conv(1)\n  relu()', 'repeat{conv} relu'],
    ['  repeat 4 { conv(1)\n    relu()', 'repeat{conv relu}'],
    ['  repeat 4 {\n    conv(1)\n  relu()', 'repeat{conv} relu'],
  ];
  for (const [body, outline] of bodies) {
    it(`goes as far as what is indented under it: ${JSON.stringify(body)}`, () => {
      assert.deepEqual(readingOf(`network N {\n  input x: 8x8x4\n${body}\n  tanh()\n}\n`), [
        ['syntax.unclosed `{`'],
        `input ${outline} tanh`,
      ]);
    });
  }
});

describe('what stands in a join and is no branch', () => {
  it('leaves the join without an answer, but for a misspelt branch', () => {
    const inJoin = (item: string) =>
      readingOf(`network N {\n  input x: 8x8x4\n  concat {\n    ${item}\n    branch { tanh() }\n  }\n}\n`)[1];
    assert.equal(inJoin('brnach { relu() }'), 'input concat{relu}{tanh}');
    assert.equal(inJoin('relu()'), 'input concat!{tanh}');
    assert.equal(inJoin('x = add { branch { } branch { } }'), 'input concat!{tanh}');
  });
});

describe('in a text without indentation', () => {
  const text = whole.replace(/^ +/gm, '');

  it('a lost closing bracket leaves the networks after its own alone', () => {
    for (const [closer] of closers(text)) {
      const { networks, diagnostics } = analysisOf(text.slice(0, closer) + text.slice(closer + 1));
      assert.ok(diagnostics.some(({ code }) => code === 'syntax.unclosed'));
      assert.deepEqual(
        networks.map(({ name }) => name),
        ['First', 'Last'],
      );
      assert.deepEqual(
        networks[1]?.graph.outputs.map(({ name }) => name),
        ['output'],
      );
    }
  });

  it('a branch that is not closed ends at the next one, and a join at the end of its body', () => {
    const messages = (body: string) => placesOf(analysisOf(`network N {\ninput x: 8x8x4\n${body}\n}\n`));
    assert.deepEqual(messages('concat {\nbranch {\nrelu()\nbranch {\ntanh()\n}\n}\nrelu()'), [
      'error syntax.unclosed 43',
    ]);
    assert.deepEqual(messages('concat {\nbranch {\nrepeat 2 {\nrelu()\n}\nbranch {\ntanh()\n}\n}'), [
      'error syntax.unclosed 43',
    ]);
  });
});
