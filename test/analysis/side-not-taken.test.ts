/** Names on the side of an `if` that is not taken: each that is not known is told at its place, and those defined there are known. */

import assert from 'node:assert/strict';
import { analyze } from '../../src/analysis/analyze';
import { parse } from '../../src/syntax/parser';

/** Statements in which `«»` marks the names that are not known, and what is said of each. */
const unknown: Readonly<Record<string, string>> = {
  'input y: [«h», 4, 1]': 'name.unknown',
  '«conf»(4, 1x1)': 'name.unknown',
  'conv(«c», 1x1)': 'name.unknown',
  'conv(4, 1x1, «strid» = 2)': 'call.unknown-parameter',
  'conv(4, 1x1, activation = «rellu»)': 'value.word',
  'conv(4, 1x1, norm = «batchnrm»(1))': 'name.unknown',
  'twice(«c»)': 'name.unknown',
  'twice(«d» = 3)': 'call.unknown-parameter',
  'concat { branch from «b» { } branch { } }': 'name.unknown',
  'concat { branch { «conf»() } branch { } }': 'name.unknown',
  'add(stem, «b»)': 'name.unknown',
  'from «b»': 'name.unknown',
  'head h from «b» { }': 'name.unknown',
  'head h { «conf»() }': 'name.unknown',
  'output o from «b»': 'name.unknown',
  'repeat «n» { }': 'name.unknown',
  'repeat i in «n»..2 { }': 'name.unknown',
  'repeat i in 1..«n» { }': 'name.unknown',
  'repeat i in [1, «n»] { }': 'name.unknown',
  'repeat 2 { «conf»() }': 'name.unknown',
  'if «n» { } else { «conf»() }': 'name.unknown',
  'defaults { conv(bias = «b») }': 'value.word',
  'defaults { conv(«bais» = true) }': 'call.unknown-parameter',
  'expect [4, «n», 4]': 'name.unknown',
  'expect «parms» == 3': 'expect.metric-name',
  'expect params == «n»': 'name.unknown',
  'const d = «n»': 'name.unknown',
  'const d = max(1, -«n»)': 'name.unknown',
  'const d = «maxx»(1, 2)': 'name.unknown',
  'const d = [1, 2][«n»]': 'name.unknown',
  '«stem»()': 'name.not-a-layer',
  '«width»()': 'name.not-a-layer',
  'repeat 2 { const d = 1 } conv(«d», 1x1)': 'name.unknown',
  'repeat 2 { b = relu() } from «b»': 'name.unknown',
};

/** Statements without a mistake. */
const known: readonly string[] = [
  'const d = width conv(d, 1x1)',
  'const [d, e] = [1, 2] conv(d, 1x1, stride = e)',
  'repeat i in 1..2 { conv(i, 1x1) }',
  'repeat [r, s] in [[1, 2], [3, 4]] { conv(r, 1x1, stride = s) }',
  'a = relu() from a',
  'a = concat { branch { } branch { b = tanh() from b } } from a',
  'a = add(stem, stem) from a',
  'if width > 1 { const d = 1 } else { } conv(d, 1x1)',
  'head h { relu() } output o',
  'conv(max(width, 2), 1x1, norm = batchnorm(scale = false), padding = valid)',
  'twice(relu)',
  'twice(c = 3)',
  'precision float16',
  'expect 4x4x4, params <= 3K',
];

describe('names on a side that is not taken', () => {
  for (const [statement, code] of Object.entries(unknown)) {
    it(`${code} in \`${statement}\``, () => {
      const marks = [...statement.matchAll(/«(\w+)»/g)].map(([, name]) => `${code} ${name}`);
      assert.deepEqual(messagesOf(statement.replace(/[«»]/g, '')), marks);
    });
  }

  for (const statement of known) {
    it(`are all known in \`${statement}\``, () => assert.deepEqual(messagesOf(statement), []));
  }
});

function messagesOf(statement: string): readonly string[] {
  const text = `module twice(c) { conv(4, 1x1) }
network N(width = 1) {
  input x: 4x4x4
  stem = twice(1)
  if width > 2 { ${statement} }
}
`;
  const { diagnostics } = analyze({ file: (id) => parse(id, text), resolve: () => 'outside' }, '/a.cnn');
  return diagnostics.map(({ code, span }) => `${code} ${text.slice(span.start, span.end)}`);
}
