/** What holds for every text, broken or not. Seeded, so that a failure comes back. */

import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { tokenize } from '../../src/syntax/lexer';
import { parse } from '../../src/syntax/parser';
import type { Token } from '../../src/syntax/tree';
import { isWord, nodesAt, tokenAt, tokenIndexAt, walk } from '../../src/syntax/tree-walk';
import { checkFormat, checkTree, mainFile } from '../fuzz/oracles';
import { anyText, broken, cnnFiles, pieceText, sample } from './programs';

const texts = [sample, ...[...cnnFiles.values()].filter((text) => text.length < 6000)];
const everyText = fc.oneof(anyText, pieceText, broken(texts));
const seed = { seed: 20141, numRuns: 600 };

describe('any text', () => {
  it('is the text of its tokens, which touch one another', () => {
    fc.assert(
      fc.property(everyText, (text) => {
        const tokens = tokenize(text);
        assert.equal(tokens.map(({ start, end }) => text.slice(start, end)).join(''), text);
        const { tokens: kept } = parse('a.cnn', text);
        assert.deepEqual(kept, tokens);
        assert.equal(tokens.at(-1)?.kind, 'end');
      }),
      seed,
    );
  });

  it('has a tree of nested spans', () => {
    fc.assert(
      fc.property(everyText, (text) => checkTree(parse(mainFile, text))),
      seed,
    );
  });

  it('has a node and a token at every offset', () => {
    fc.assert(
      fc.property(everyText, fc.nat(), (text, number) => {
        const file = parse('a.cnn', text);
        const offset = number % (text.length + 1);
        const path = nodesAt(file, offset);
        assert.equal(path[0], file);
        for (const node of path) assert.ok(node.start <= offset && offset <= node.end);
        const covering = file.tokens[tokenIndexAt(file, offset)] as Token;
        assert.ok(covering.start <= offset && (offset < covering.end || covering.kind === 'end'));
        const meant = tokenAt(file, offset);
        assert.ok(meant === covering || (isWord(meant) && meant.end === offset && !isWord(covering)));
      }),
      { ...seed, numRuns: 300 },
    );
  });

  it('is formatted to the same meaning, and formatted again to the same text', () => {
    fc.assert(
      fc.property(everyText, (text) => checkFormat(parse(mainFile, text))),
      seed,
    );
  });
});

describe('real programs', () => {
  for (const [path, text] of [['the sample', sample] as const, ...cnnFiles]) {
    it(`keep their meaning when formatted: ${path.split('/').slice(-2).join('/')}`, () =>
      checkFormat(parse(mainFile, text)));
  }

  it('can be cut off anywhere', () => {
    for (let offset = 0; offset <= sample.length; offset++) {
      const file = parse('a.cnn', sample.slice(0, offset));
      checkTree(file);
      assert.ok(file.diagnostics.length <= 2, `${file.diagnostics.length} messages when cut off at ${offset}`);
    }
  });

  it('can lose any character', () => {
    for (let offset = 0; offset < sample.length; offset++) {
      checkTree(parse('a.cnn', sample.slice(0, offset) + sample.slice(offset + 1)));
    }
  });

  it('are equal with any white space between their tokens', () => {
    const shape = (text: string): string => {
      const kinds: string[] = [];
      const file = parse('a.cnn', text);
      walk(file, ({ kind }) => kinds.push(kind));
      assert.deepEqual(file.diagnostics, []);
      return kinds.join(' ');
    };
    const words = tokenize(sample)
      .filter(({ kind }) => !['whitespace', 'comment', 'documentation', 'end'].includes(kind))
      .map(({ start, end }) => sample.slice(start, end));
    const expected = shape(sample);
    for (const space of [' ', '\n', '\r\n', '\r', '\t\n  ']) assert.equal(shape(words.join(space)), expected);
  });
});
