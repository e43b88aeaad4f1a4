/**
 * What the documentation shows works as it stands: every block of .cnn, every example, and every command that README.md
 * shows the output of. What a comment invites to do works too.
 */

import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../src/analysis/analyze';
import { messageOf } from '../../src/base/message-text';
import { parse } from '../../src/syntax/parser';
import { englishDiagnostics } from '../../src/words/english/diagnostics';
import { repositoryRoot } from '../support/disk-files';
import { incept } from '../support/memory-host';

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');

describe('documentation', () => {
  // The blocks of docs/diagnostics.md are wrong on purpose, and have a test of their own.
  const pages = ['README.md', ...markdown('docs'), ...markdown('walkthrough')].filter(
    (path) => path !== 'docs/diagnostics.md',
  );
  for (const path of pages) {
    const blocks = [...read(path).matchAll(/^```cnn\n([\s\S]*?)^```/gm)].map((match) => match[1] as string);
    if (blocks.length === 0) continue;
    it(`${path}: ${blocks.length} examples without a mistake`, () => {
      for (const block of blocks) assert.deepEqual(messagesOf(block), [], block);
    });
  }

  for (const name of readdirSync(join(repositoryRoot, 'examples'))) {
    it(`examples/${name} without a mistake`, () => assert.deepEqual(messagesOf(read(`examples/${name}`)), []));
  }

  it('examples/course.cnn takes every r, and its budget says where the detour stops paying', () => {
    const text = read('examples/course.cnn');
    for (const r of [1, 8, 32, 64, 154]) {
      assert.deepEqual(messagesOf(text.replace('(r = 16)', `(r = ${r})`)), [], `r = ${r}`);
    }
    const [message, ...others] = messagesOf(text.replace('(r = 16)', '(r = 155)'));
    assert.match(message ?? '', /^budget\.exceeded: multiplies is 120,547,840, over the budget of 120,422,400/);
    assert.deepEqual(others, []);
  });

  for (const page of ['README.md', 'README.zh-CN.md'])
    it(`${page} shows what incept explain prints`, async () => {
      const readme = read(page);
      const shown = /^\$ incept (.*)\n([\s\S]*?)^ {2}\.\.\.$/m.exec(readme);
      assert.ok(shown !== null);
      const files = { 'examples/course.cnn': read('examples/course.cnn') };
      const { stdout } = await incept((shown[1] as string).split(' '), { files });
      assert.ok(stdout.startsWith(shown[2] as string), stdout);
    });

  it('docs/cli.md names every option of every command', async () => {
    const text = read('docs/cli.md');
    for (const command of ['check', 'cost', 'explain', 'run', 'fmt', 'completion', 'debug', 'lsp']) {
      assert.match(text, new RegExp(`^## ${command}$`, 'm'));
      const { stdout } = await incept([command, '--help']);
      for (const [, option] of stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)) {
        if (option !== '--stdio') assert.ok(text.includes(option as string), `${command} ${option}`);
      }
    }
  });
});

function markdown(folder: string): string[] {
  const names = readdirSync(join(repositoryRoot, folder)).filter((name) => name.endsWith('.md'));
  return names.map((name) => `${folder}/${name}`);
}

/** The module that blocks call and pages show elsewhere. */
const inception = `module inception(c1, r3, c3, r5, c5, proj) {
  concat {
    branch { conv(c1, 1x1) }
    branch { conv(r3, 1x1) -> conv(c3, 3x3) }
    branch { conv(r5, 1x1) -> conv(c5, 5x5) }
    branch { maxpool(3x3) -> conv(proj, 1x1) }
  }
}
`;

function messagesOf(block: string): string[] {
  const isWhole = /^(?:import|module|network)\b/m.test(block);
  const text = isWhole
    ? block
    : `network Net() {\n  input x: 28x28x192\n${block.replace(/^(?=.)/gm, '  ')}}\n${inception}`;
  const file = parse('/docs/example.cnn', text);
  const analysis = analyze({ file: () => file, resolve: () => 'outside' }, '/docs/example.cnn');
  return analysis.diagnostics.map((diagnostic) => `${diagnostic.code}: ${messageOf(diagnostic, englishDiagnostics)}`);
}
