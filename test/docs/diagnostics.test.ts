/**
 * docs/diagnostics.md explains every code, with an example that gives just that message and one that gives none; its Chinese
 * counterpart lists what each code says.
 */

import * as assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Analysis } from '../../src/analysis/analysis';
import { analyze } from '../../src/analysis/analyze';
import { editorHints } from '../../src/analysis/editor-hints';
import { type Target, targetHints, targets } from '../../src/analysis/target-hints';
import { codeOf, codes, type MessageKey, severityOf } from '../../src/base/codes';
import { parse } from '../../src/syntax/parser';
import { checkReport } from '../../src/words/chinese/check-report';
import { chineseDiagnostics } from '../../src/words/chinese/diagnostics';
import { repositoryRoot } from '../support/disk-files';

interface Entry {
  readonly code: string;
  readonly examples: readonly string[];
}

const entries: readonly Entry[] = readFileSync(join(repositoryRoot, 'docs/diagnostics.md'), 'utf8')
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
  it('has the Chinese of every message, by its code', () => {
    const path = join(repositoryRoot, 'docs/zh-CN/diagnostics.md');
    const text = readFileSync(path, 'utf8');
    const [begin, end] = [
      '<!-- messages: written from the tables of words, do not edit -->\n',
      '<!-- messages: end -->\n',
    ];
    const rows = codes.map((code) => {
      const texts = Object.entries(chineseDiagnostics.messages).filter(([key]) => codeOf(key as MessageKey) === code);
      const said = texts.map(([, message]) => (typeof message === 'string' ? message : message.other));
      const severity = checkReport[severityOf(code)];
      return `| \`${code}\` | ${severity} | ${said.join('<br>').replaceAll('|', '\\|')} |`;
    });
    const table = ['| 代码 | 级别 | 文本 |', '|---|---|---|', ...rows].join('\n');
    const wanted = `${text.slice(0, text.indexOf(begin))}${begin}\n${table}\n\n${text.slice(text.indexOf(end))}`;
    assert.ok(text.includes(begin) && text.includes(end), 'both markers');
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, wanted);
    else assert.equal(text, wanted);
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
