/** Edits as a person would type them: by example, and over all designs of the repository and random ones. */

import assert from 'node:assert/strict';
import { findOp } from '../../src/ops/registry';
import { format } from '../../src/syntax/format';
import { parse } from '../../src/syntax/parser';
import type { SourceFile } from '../../src/syntax/tree';
import { walk } from '../../src/syntax/tree-walk';
import {
  type Call,
  type Edits,
  insertAfter,
  insertBefore,
  removeArgument,
  replaceStatement,
  setArgument,
} from '../../src/workspace/edit-builder';
import { applyEdits } from '../../src/workspace/text-edits';
import { randomNetworkText } from '../support/random-network';
import { cnnFiles } from '../syntax/programs';

const conv = ['filters', 'kernel', 'stride', 'padding', 'dilation', 'groups', 'bias', 'norm', 'activation'];

function edited(file: SourceFile, edits: Edits): string | undefined {
  return edits === undefined ? undefined : applyEdits(file.text, edits);
}

const inBody = (body: string) => `network N {\n  input: 8x8x3\n  ${body}\n}\n`;

describe('arguments of a call', () => {
  const set: readonly (readonly [string, string, string, string])[] = [
    ['conv(64, 3x3)', 'filters', '128', 'conv(128, 3x3)'],
    ['conv(64, 3x3)', 'stride', '2', 'conv(64, 3x3, stride = 2)'],
    ['conv(64, 3x3, stride = 1) // as in the paper', 'stride', '2', 'conv(64, 3x3, stride = 2) // as in the paper'],
    ['conv(kernel = 3x3, filters = 64)', 'filters', '2 * 64', 'conv(kernel = 3x3, filters = 2 * 64)'],
    ['conv()', 'filters', '8', 'conv(filters = 8)'],
    ['conv(/* none */)', 'filters', '8', 'conv(/* none */ filters = 8)'],
    ['conv', 'filters', '8', 'conv(filters = 8)'],
    ['conv(64, 3x3 /* small */)', 'bias', 'true', 'conv(64, 3x3, bias = true /* small */)'],
    ['conv(\n    64,\n    3x3,\n  )', 'stride', '2', 'conv(\n    64,\n    3x3,\n    stride = 2,\n  )'],
    [
      'conv(\n    64, // many\n    3x3, // small\n  )',
      'stride',
      '2',
      'conv(\n    64, // many\n    3x3, // small\n    stride = 2,\n  )',
    ],
    ['conv(\n    64,\n    3x3 // small\n  )', 'stride', '2', 'conv(\n    64,\n    3x3, // small\n    stride = 2\n  )'],
    ['a = conv(64, 3x3, norm = batchnorm(scale = false))', 'norm', 'none', 'a = conv(64, 3x3, norm = none)'],
  ];
  for (const [from, parameter, value, to] of set) {
    it(`sets ${parameter} of ${from}`, () => {
      const file = parse('f', inBody(from));
      assert.equal(edited(file, setArgument(file, file.text.indexOf('conv'), conv, parameter, value)), inBody(to));
    });
  }

  const removed: readonly (readonly [string, string, string])[] = [
    ['conv(64, 3x3, stride = 2)', 'stride', 'conv(64, 3x3)'],
    ['conv(64, 3x3, stride = 2, bias = true)', 'stride', 'conv(64, 3x3, bias = true)'],
    ['conv(64, 3x3, 2)', 'kernel', 'conv(64, stride = 2)'],
    ['conv(stride = 2)', 'stride', 'conv()'],
    ['conv(64, 3x3 /* small */, stride = 2)', 'kernel', 'conv(64, /* small */ stride = 2)'],
    ['conv(64, /* small */ 3x3)', 'kernel', 'conv(64 /* small */)'],
    ['conv(\n    64,\n    stride = 2,\n  )', 'stride', 'conv(\n    64,\n  )'],
    ['conv(\n    64,\n    stride = 2, // fast\n  )', 'stride', 'conv(\n    64,\n    // fast\n  )'],
    ['conv(64)', 'stride', 'conv(64)'],
  ];
  for (const [from, parameter, to] of removed) {
    it(`takes ${parameter} from ${from}`, () => {
      const file = parse('f', inBody(from));
      assert.equal(edited(file, removeArgument(file, file.text.indexOf('conv'), conv, parameter)), inBody(to));
    });
  }

  it('sets an entry of defaults and a layer given as a value', () => {
    const file = parse('f', inBody('defaults { conv(norm = batchnorm()) }'));
    const entry = edited(file, setArgument(file, file.text.indexOf('conv'), conv, 'bias', 'false'));
    assert.equal(entry, inBody('defaults { conv(norm = batchnorm(), bias = false) }'));
    const value = setArgument(file, file.text.indexOf('batchnorm'), ['epsilon', 'scale'], 'scale', 'false');
    assert.equal(edited(file, value), inBody('defaults { conv(norm = batchnorm(scale = false)) }'));
  });

  it('takes no text that is more or less than a value', () => {
    const file = parse('f', inBody('conv(64, 3x3)'));
    for (const value of ['', ' ', '2)', '2, bias = true', '2 // two', 'a = 2', '2) conv(3', '"', '/*', '2 3', '\n2']) {
      assert.equal(setArgument(file, file.text.indexOf('conv'), conv, 'stride', value), undefined, value);
    }
    assert.equal(setArgument(file, 3, conv, 'stride', '2'), undefined, 'no call');
  });

  it('breaks a line that would be too long as the formatter does', () => {
    const long =
      'conv(64, 3x3, padding = valid, dilation = [1, 1], groups = 1, norm = batchnorm(), activation = relu, bias = true)';
    const file = parse('f', inBody(long));
    assert.equal(format(file), file.text);
    const text = edited(file, setArgument(file, file.text.indexOf('conv'), conv, 'stride', '[2, 2]')) ?? '';
    assert.equal(format(parse('f', text)), text);
    assert.match(text, /\n {4}stride = \[2, 2\],\n/);
  });
});

describe('statements', () => {
  const at = (file: SourceFile, needle: string) => file.text.indexOf(needle);
  const from = (text: string, change: (file: SourceFile) => Edits) => {
    const file = parse('f', inBody(text));
    const changed = edited(file, change(file));
    assert.ok(changed !== undefined, 'an edit');
    return changed;
  };

  it('replaces one and keeps its comments', () => {
    assert.equal(
      from('conv(4, 3x3) // first\n  relu()', (file) => replaceStatement(file, at(file, 'conv'), 'separable(4, 3x3)')),
      inBody('separable(4, 3x3) // first\n  relu()'),
    );
    assert.equal(
      from('conv(4, /* small */ 3x3) -> relu()', (file) => replaceStatement(file, at(file, 'conv'), 'dense(4)')),
      inBody('/* small */ dense(4) -> relu()'),
    );
    assert.equal(
      from('conv(4, 3x3)', (file) => replaceStatement(file, at(file, 'conv'), 'conv(4, 1x3)\nconv(4, 3x1)')),
      inBody('conv(4, 1x3)\n  conv(4, 3x1)'),
    );
  });

  it('inserts before, above what belongs to the statement', () => {
    assert.equal(
      from('relu()\n\n  /// The first.\n  // Small.\n  conv(4, 3x3)', (file) =>
        insertBefore(file, at(file, 'conv'), 'lrn()'),
      ),
      inBody('relu()\n\n  lrn()\n  /// The first.\n  // Small.\n  conv(4, 3x3)'),
    );
    assert.equal(
      from('conv(4, 3x3) -> relu()', (file) => insertBefore(file, at(file, 'relu'), 'batchnorm()')),
      inBody('conv(4, 3x3) -> batchnorm() -> relu()'),
    );
  });

  it('inserts behind, below the comment of the line', () => {
    assert.equal(
      from('conv(4, 3x3) // first\n  relu()', (file) => insertAfter(file, at(file, 'conv'), 'lrn()')),
      inBody('conv(4, 3x3) // first\n  lrn()\n  relu()'),
    );
    assert.equal(
      from('concat { branch { conv(4, 3x3) } branch { } }', (file) => insertAfter(file, at(file, 'conv'), 'relu()')),
      inBody('concat { branch { conv(4, 3x3) -> relu() } branch { } }'),
    );
  });

  it('takes no text that is no statement', () => {
    const file = parse('f', inBody('conv(4, 3x3)'));
    for (const text of ['', '}', '} module x {', 'conv(', '// only a comment', 'relu() }']) {
      assert.equal(replaceStatement(file, at(file, 'conv'), text), undefined, text);
      assert.equal(insertAfter(file, at(file, 'conv'), text), undefined, text);
    }
    assert.equal(insertAfter(file, at(file, '4,'), 'relu()'), undefined, 'no statement');
  });
});

function callsOf(file: SourceFile): readonly Call[] {
  const calls: Call[] = [];
  walk(file, (node) => {
    if (node.kind === 'call' || node.kind === 'call-expression') calls.push(node);
  });
  return calls;
}

/** The tree without places and layout; of one call without the argument of one parameter, the others by parameter. */
function meaningOf(file: SourceFile, call: Call, parameters: readonly string[], except: string): string {
  const layout = ['start', 'end', 'continued', 'hasParentheses'];
  return JSON.stringify(file.declarations, function (this: { callee?: unknown }, key, value) {
    if (layout.includes(key)) return undefined;
    if (this.callee !== call.callee || key !== 'arguments') return value;
    return call.arguments
      .map(({ name, value: given }, i) => ({ name: name?.text ?? parameters[i], given }))
      .filter(({ name }) => name !== except);
  });
}

function commentsOf({ tokens, text }: SourceFile): string[] {
  return tokens
    .filter(({ kind }) => kind === 'comment' || kind === 'documentation')
    .map(({ start, end }) => text.slice(start, end).replace(/\s+/g, ' ').trim())
    .sort();
}

describe('edits of all designs', function () {
  this.timeout(60_000);
  const texts: [string, string][] = [
    ...cnnFiles,
    ...Array.from({ length: 40 }, (_, i): [string, string] => [`random ${i}`, randomNetworkText(i)]),
  ];

  for (const [path, text] of texts) {
    const file = parse('f', text);
    if (text.length > 40_000 || file.diagnostics.length > 0) continue;
    it(path.slice(-50), () => {
      const isLaidOut = format(file) === text;
      const calls = callsOf(file);
      const step = Math.max(1, Math.floor(calls.length / 12));
      for (let i = 0; i < calls.length; i += step) {
        const call = calls[i] as Call;
        const names = findOp(call.callee.text)?.parameters.map(({ name }) => name) ?? [];
        const { start } = call.callee;
        for (const name of names) {
          for (const edits of [setArgument(file, start, names, name, '12'), removeArgument(file, start, names, name)]) {
            assert.ok(edits !== undefined);
            const changed = parse('f', applyEdits(text, edits));
            const what = `${name} of ${text.slice(call.start, call.end)}`;
            assert.deepEqual(changed.diagnostics, [], what);
            assert.deepEqual(commentsOf(changed), commentsOf(file), what);
            assert.ok(!isLaidOut || format(changed) === changed.text, what);
            const again = callsOf(changed)[i] as Call;
            assert.equal(meaningOf(changed, again, names, name), meaningOf(file, call, names, name), what);
          }
        }
      }
    });
  }

  it('are tried', () => assert.ok(texts.length > 60));
});
