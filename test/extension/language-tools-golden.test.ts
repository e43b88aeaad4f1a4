/**
 * The tools that package.json names for language models are those of `incept mcp`, with the same arguments and the same words:
 * `npm run golden` writes them anew.
 */

import * as assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { describedTools, type ToolName } from '../../src/cli/tools';
import { cliWords } from '../../src/words/cli';

const path = new URL('../../package.json', import.meta.url);
const icons: Readonly<Record<ToolName, string>> = {
  check: 'check',
  cost: 'pulse',
  explain: 'symbol-number',
  advise: 'lightbulb',
  diff: 'diff',
  sweep: 'graph-scatter',
};

interface Manifest {
  readonly contributes: { languageModelTools: unknown };
}

/** As the editor wants them. Names are of letters, digits and `_`; what a person types behind `#` is a word. */
async function editorTools(): Promise<readonly unknown[]> {
  const words = await cliWords('en');
  return describedTools(words).map(({ name, description, inputSchema }) => ({
    name: `incept_${name}`,
    displayName: `%tool.${name}%`,
    userDescription: `%tool.${name}.description%`,
    modelDescription: `${description} ${words.tools(name === 'diff' ? 'diff.default' : 'design.default')}`,
    canBeReferencedInPrompt: true,
    toolReferenceName: `incept-${name}`,
    icon: `$(${icons[name]})`,
    tags: ['incept', 'cnn'],
    inputSchema: JSON.parse(JSON.stringify(inputSchema)),
  }));
}

describe('tools for language models in package.json', () => {
  it('are those of the command line', async () => {
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
    if (process.env.UPDATE_GOLDEN === '1') {
      manifest.contributes.languageModelTools = await editorTools();
      writeFileSync(path, `${JSON.stringify(manifest, undefined, 2)}\n`);
      return;
    }
    assert.deepEqual(manifest.contributes.languageModelTools, await editorTools());
  });
});
