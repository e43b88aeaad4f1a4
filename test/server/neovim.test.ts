/**
 * `incept lsp` under a client that is not ours: a headless Neovim, which asks, and applies the edits that it is answered. Left out
 * where there is no `nvim`.
 */

import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../../scripts/build';
import { repositoryRoot } from '../support/disk-files';

const program = join(repositoryRoot, 'dist/cli.js');

const design = `// 瓶颈 and an emoji 🙂 before the layers.
module bottleneck(r) {
  conv(r, 1x1)
  conv(32, 5x5)
}

network Lecture {
  input x: 28x28x192
      bottleneck(16)   -> convv(8, 1x1)
}
`;

interface Answers {
  readonly diagnostics: readonly string[];
  readonly hover: string;
  readonly definition: readonly { readonly targetSelectionRange: { readonly start: object } }[];
  readonly completion: readonly string[];
  readonly text: string;
  readonly mended: boolean;
}

describe('incept lsp in Neovim', function () {
  this.timeout(90_000);
  const folder = mkdtempSync(join(tmpdir(), 'incept-neovim-'));
  let answers: Answers;

  before(async function () {
    if (spawnSync('nvim', ['--version']).status !== 0) this.skip();
    const missing = ['cli', 'server'].filter((name) => !existsSync(join(repositoryRoot, `dist/${name}.js`)));
    if (missing.length > 0) assert.deepEqual((await build(missing, { production: false, watch: false })).failed, []);
    const file = join(folder, '瓶颈 net.cnn');
    writeFileSync(file, design);
    const script = join(repositoryRoot, 'test/server/neovim.lua').replaceAll(' ', '\\ ');
    const { stdout, stderr } = spawnSync(
      'nvim',
      ['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '-c', `luafile ${script}`],
      {
        encoding: 'utf8',
        timeout: 80_000,
        env: { ...process.env, INCEPT_LSP: JSON.stringify([process.execPath, program, 'lsp']), INCEPT_DESIGN: file },
      },
    );
    const said = `${stdout}${stderr}`;
    const line = /^ANSWERS (.*)$/m.exec(said)?.[1];
    assert.ok(line !== undefined, said);
    answers = JSON.parse(line) as Answers;
  });
  after(() => rmSync(folder, { recursive: true }));

  it('is told the mistake', () => {
    assert.deepEqual(answers.diagnostics, ['there is no layer or module named convv, did you mean conv?']);
  });

  it('shows the cost of a layer', () => {
    // The lecture's: 28 * 28 * 32 * 5 * 5 * 16.
    assert.match(answers.hover, /10,035,200/);
  });

  it('finds the module of a call', () => {
    assert.deepEqual(answers.definition[0]?.targetSelectionRange.start, { line: 1, character: 7 });
  });

  it('completes layers and modules', () => {
    assert.ok(['conv', 'maxpool', 'bottleneck', 'repeat'].every((name) => answers.completion.includes(name)));
  });

  it('applies a rename and formatting', () => {
    const renamed = design.replace('bottleneck(r)', 'bottleneck(width)').replace('conv(r,', 'conv(width,');
    assert.equal(answers.text, renamed.replace('      bottleneck(16)   ->', '  bottleneck(16) ->').trimEnd());
  });

  it('forgets a mistake that was mended', () => {
    assert.equal(answers.mended, true);
  });
});
