/**
 * docs/diagnostics.md explains every code, with an example that gives just that message and one that gives none; its Chinese
 * counterpart explains each too, with what it says and the same examples.
 */

import * as assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Analysis } from '../../src/analysis/analysis';
import { analyze } from '../../src/analysis/analyze';
import { editorHints } from '../../src/analysis/editor-hints';
import { type Target, targetHints, targets } from '../../src/analysis/target-hints';
import { codes } from '../../src/base/codes';
import { parse } from '../../src/syntax/parser';
import { repositoryRoot } from '../support/disk-files';
import { chineseMessagesPage, sentencesOf } from './messages-page';

interface Entry {
  readonly code: string;
  readonly examples: readonly string[];
}

const english = readFileSync(join(repositoryRoot, 'docs/diagnostics.md'), 'utf8');

const entries: readonly Entry[] = english
  .split(/^### /m)
  .slice(1)
  .map((section) => ({
    code: /^`([\w.-]+)`/.exec(section)?.[1] ?? section.slice(0, 40),
    examples: [...section.matchAll(/^```cnn\n([\s\S]*?)^```/gm)].map((match) => match[1] as string),
  }));

describe('docs/diagnostics.md', () => {
  it('has one entry for each code, in the order of the table of messages', () => {
    assert.deepEqual(
      entries.map((entry) => entry.code),
      codes,
    );
  });

  for (const { code, examples } of entries) {
    it(code, () => {
      const [wrong, right] = examples;
      assert.ok(wrong !== undefined && right !== undefined && examples.length === 2, 'two examples');
      // What would be too long to print is described in a comment.
      const target = targets.find((one) => wrong.startsWith(`// for ${one}\n`));
      if (!wrong.startsWith('// ') || target !== undefined) {
        const found = codesIn(wrong, code, target).filter((other) => !also(code, other));
        assert.deepEqual(found, [code], `the first example gives ${found.join(', ') || 'nothing'}`);
      }
      assert.deepEqual(codesIn(right, code, target), [], 'the second example');
    });
  }
});

describe('docs/zh-CN/diagnostics.md', () => {
  const path = join(repositoryRoot, 'docs/zh-CN/diagnostics.md');

  it('has the text of every message from the tables of words, and the examples of the English page', () => {
    const text = readFileSync(path, 'utf8');
    const wanted = chineseMessagesPage(english, text);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, wanted);
    else assert.equal(text, wanted);
  });

  it('explains every code in Chinese', () => {
    const said = sentencesOf(readFileSync(path, 'utf8'));
    assert.deepEqual(
      codes.filter((code) => !/\p{Script=Han}.*。$/u.test(said.get(code) ?? '')),
      [],
    );
  });
});

/** Hints that only an editor shows; those of other entries would be beside the point. */
const editorOnly = new Set(['lint.budget-close', 'lint.branch-cost', 'lint.relu-softmax', 'lint.no-effect']);

/** A path with a wrong escape is a path all the same. */
function also(code: string, other: string): boolean {
  return code === 'syntax.string-escape' && other === 'import.missing-file';
}

function codesIn(example: string, about: string, target: Target | undefined): string[] {
  const isWhole = /^(?:import|module|network)\b/m.test(example) || /^const .*\n?(?:const .*\n)?$/.test(example);
  const indented = example.replace(/^(?=.)/gm, '  ');
  const text =
    isWhole && !/^module reduce.*\nreduce/m.test(example)
      ? example
      : `network Net() {\n  input x: 28x28x192\n${indented}}\n`;
  const files = new Map([
    ['/docs/this.cnn', text],
    ['/docs/blocks.cnn', 'module inception(c) { conv(c, 1x1) }\n'],
  ]);
  const analysis: Analysis = analyze(
    {
      file: (id) => (files.has(id) ? parse(id, files.get(id) as string) : undefined),
      resolve: (_from, path) => (path.startsWith('../') ? 'outside' : `/docs/${path.replace('./', '')}`),
    },
    '/docs/this.cnn',
  );
  const found = [
    ...analysis.diagnostics,
    ...(about.startsWith('unused.') ? analysis.unused : []),
    ...(editorOnly.has(about) ? editorHints(analysis) : []),
    ...(target === undefined ? [] : targetHints(analysis, target)),
  ];
  return found.map((diagnostic) => diagnostic.code);
}
