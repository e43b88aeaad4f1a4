/** From a place in the text to what stands there: every name, number and word of every form is found, and nothing else. */

import assert from 'node:assert/strict';
import { parse } from '../../src/syntax/parser';
import type { SourceFile, SyntaxNode } from '../../src/syntax/tree';
import { children, nodesAt, walk } from '../../src/syntax/tree-walk';
import { declarations, statements } from '../support/damaged-lines';

function textOf(file: SourceFile, node: SyntaxNode | undefined): string {
  return file.text.slice(node?.start, node?.end);
}

describe('the nodes at a place', () => {
  const lines = [...statements.map((line) => `network A {\n  ${line}\n}\n`), ...declarations];
  for (const text of lines) {
    it(`are found for each value of ${text.split('\n').at(-3)?.trim() ?? text}`, () => {
      const file = parse('/a.cnn', text);
      const values: string[] = [];
      walk(file, (node) => {
        if (node.kind === 'number' || node.kind === 'size' || node.kind === 'string' || node.kind === 'name')
          values.push(textOf(file, node));
      });
      // A number or a size is a value wherever it stands.
      const written = [...text.matchAll(/"[^"]*"|\b\d[\dx]*(?:\.\d+)?(?:[KMG]i?B?)?\b/g)].map(([found]) => found);
      const numbers = values.filter((value) => /^["\d]/.test(value));
      assert.deepEqual(numbers.sort(), written.sort());
      walk(file, (node) => {
        for (const child of children(node)) {
          assert.ok(node.start <= child.start && child.end <= node.end, `${child.kind} in ${node.kind}`);
          if (child.end > child.start) assert.ok(nodesAt(file, child.start).includes(child), textOf(file, child));
        }
      });
    });
  }

  it('are those of the nearer one where a module stands in a network', () => {
    const text = 'network A {\n  input x: 4x4x1\n  module m() { relu() }\n  m()\n}\n';
    const file = parse('/a.cnn', text);
    const path = nodesAt(file, text.indexOf('relu')).map(({ kind }) => kind);
    assert.deepEqual(path, ['file', 'module', 'body', 'call', 'identifier']);
    assert.deepEqual(nodesAt(file, text.indexOf('m()\n}')).at(-2)?.kind, 'call');
  });

  it('are those of what begins there, where two touch', () => {
    const text = 'network A { input x: 4x4x1 relu()->tanh() }';
    const file = parse('/a.cnn', text);
    assert.equal(textOf(file, nodesAt(file, text.indexOf('tanh')).at(-1)), 'tanh');
    assert.equal(textOf(file, nodesAt(file, text.indexOf('->')).at(-1)), 'relu()');
  });
});
