/** What the documentation shows works as it stands: every block of .cnn, and every command that README.md shows the output of. */

import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../src/analysis/analyze';
import { messageOf } from '../../src/base/message-text';
import { parse } from '../../src/syntax/parser';
import { englishDiagnostics } from '../../src/words/english/diagnostics';
import { repositoryRoot } from '../support/disk-files';
import { incept } from '../support/memory-host';

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');

describe('documentation', () => {
  for (const path of ['README.md', 'docs/language.md', 'docs/layers.md', 'docs/costs.md']) {
    const blocks = [...read(path).matchAll(/^```cnn\n([\s\S]*?)^```/gm)].map((match) => match[1] as string);
    if (blocks.length === 0) continue;
    it(`${path}: ${blocks.length} examples without a mistake`, () => {
      for (const block of blocks) assert.deepEqual(messagesOf(block), [], block);
    });
  }

  it('README.md shows what incept explain prints', async () => {
    const readme = read('README.md');
    const shown = /^\$ incept (.*)\n([\s\S]*?)^ {2}\.\.\.$/m.exec(readme);
    assert.ok(shown !== null);
    const files = { 'examples/course.cnn': read('examples/course.cnn') };
    const { stdout } = await incept((shown[1] as string).split(' '), { files });
    assert.ok(stdout.startsWith(shown[2] as string), stdout);
  });

  it('docs/cli.md names every option of every command', async () => {
    const text = read('docs/cli.md');
    for (const command of ['check', 'cost', 'explain', 'run', 'fmt', 'debug', 'lsp']) {
      assert.match(text, new RegExp(`^## ${command}$`, 'm'));
      const { stdout } = await incept([command, '--help']);
      for (const [, option] of stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)) {
        if (option !== '--stdio') assert.ok(text.includes(option as string), `${command} ${option}`);
      }
    }
  });
});

function messagesOf(block: string): string[] {
  const isWhole = /^(?:import|module|network)\b/m.test(block);
  const text = isWhole ? block : `network Net() {\n  input x: 28x28x192\n${block.replace(/^(?=.)/gm, '  ')}}\n`;
  const file = parse('/docs/example.cnn', text);
  const analysis = analyze({ file: () => file, resolve: () => 'outside' }, '/docs/example.cnn');
  return analysis.diagnostics.map((diagnostic) => `${diagnostic.code}: ${messageOf(diagnostic, englishDiagnostics)}`);
}
