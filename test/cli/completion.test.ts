/** Completion of command lines: what may stand at a place, and the scripts in the shells that there are. */

import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../../scripts/build';
import { repositoryRoot } from '../support/disk-files';
import { incept } from '../support/memory-host';

const design = `network Small(width = 1) { input x: 8x8x2 conv(4 * width, 1x1) }
network Wide(filters = 64) { input x: 8x8x2 conv(filters, 1x1) softmax() }
`;
const files = { 'n.cnn': design, 'broken.cnn': 'network' };

/** What may stand at the end of a line, whose words are parted by one space. */
async function linesAfter(line: string, shell = 'zsh', world: Record<string, string> = files): Promise<string[]> {
  const words = line.split(' ').slice(1);
  const asked = ['completion', shell, '--at', String(words.length - 1), '--', ...words];
  const { code, stdout, stderr } = await incept(asked, { files: world });
  assert.deepEqual([code, stderr], [0, ''], line);
  return stdout.split('\n').filter((each) => each !== '');
}

const wordsAfter = async (line: string, shell?: string): Promise<string[]> =>
  (await linesAfter(line, shell)).map((each) => each.split('\t', 1)[0] as string);

describe('incept completion', () => {
  it('knows commands and options, and what they are', async () => {
    assert.deepEqual(await linesAfter('incept co'), [
      'cost\tshapes and costs per layer, block or kind of layer',
      'completion\twhat a shell needs to complete command lines',
    ]);
    assert.deepEqual(await wordsAfter('incept help adv'), ['advise']);
    assert.deepEqual(await wordsAfter('incept cost n.cnn --s'), ['--set', '--size', '--sort']);
    assert.deepEqual(await wordsAfter('incept nonsense '), []);
    assert.deepEqual(await wordsAfter('incept lsp '), []);
  });

  it('knows the values of options', async () => {
    assert.deepEqual(await wordsAfter('incept cost n.cnn --format '), ['text', 'json', 'csv', 'markdown']);
    assert.deepEqual(await wordsAfter('incept cost n.cnn --format=j'), ['--format=json']);
    assert.deepEqual(await wordsAfter('incept cost n.cnn -f m'), ['markdown']);
    assert.deepEqual(await wordsAfter('incept export n.cnn --to ker'), ['keras']);
    assert.ok((await wordsAfter('incept cost n.cnn --sort m')).includes('multiplies'));
    assert.deepEqual(await wordsAfter('incept debug tr'), ['tree']);
    // A number.
    assert.deepEqual(await wordsAfter('incept run n.cnn --seed '), []);
  });

  it('knows the language, in front of a command and behind it', async () => {
    assert.deepEqual(await wordsAfter('incept --lang '), ['en', 'zh-CN']);
    assert.deepEqual(await wordsAfter('incept --lang zh-CN fm'), ['fmt']);
    assert.deepEqual(await wordsAfter('incept cost --lang z'), ['zh-CN']);
    assert.deepEqual(await wordsAfter('incept cost --lang zh-CN n.cnn --si'), ['--size']);
  });

  it('reads networks, parameters and paths from the design of the line', async () => {
    assert.deepEqual(await wordsAfter('incept cost n.cnn --network '), ['Small', 'Wide']);
    assert.deepEqual(await wordsAfter('incept cost --network=S'), []);
    assert.deepEqual(await wordsAfter('incept cost n.cnn --network=S'), ['--network=Small']);
    assert.deepEqual(await wordsAfter('incept cost n.cnn -n Small --set '), ['width=']);
    assert.deepEqual(await wordsAfter('incept sweep n.cnn -n Small '), ['width=']);
    assert.deepEqual(await wordsAfter('incept explain n.cnn co'), ['conv_1']);
    for (const file of ['missing.cnn', 'broken.cnn']) {
      assert.deepEqual(await wordsAfter(`incept cost ${file} --set `), []);
    }
  });

  it('says which files are of use', async () => {
    assert.deepEqual(await linesAfter('incept cost '), ['*.cnn']);
    assert.deepEqual(await linesAfter('incept check n.cnn '), ['*.cnn']);
    assert.ok((await linesAfter('incept import ')).includes('*.onnx'));
    assert.deepEqual(await linesAfter('incept run n.cnn --image '), ['*.png', '*.jpg', '*.jpeg']);
    assert.deepEqual(await linesAfter('incept cost n.cnn -o '), ['*']);
    // `cost` takes one.
    assert.deepEqual(await linesAfter('incept cost n.cnn '), []);
  });

  it('offers the networks of the field', async () => {
    const world = { '/program/examples/lenet5.cnn': design, '/program/examples/parts/x.cnn': design };
    assert.deepEqual(await linesAfter('incept new ', 'zsh', world), ['lenet5']);
  });

  it('gives bash what stands behind the last = alone', async () => {
    assert.deepEqual(await wordsAfter('incept cost n.cnn --network = ', 'bash'), ['Small', 'Wide']);
    assert.deepEqual(await wordsAfter('incept cost n.cnn --network =', 'bash'), ['Small', 'Wide']);
    assert.deepEqual(await wordsAfter('incept cost n.cnn --network = W', 'bash'), ['Wide']);
  });

  it('keeps what a design says from the terminal', async () => {
    const world = { 'n.cnn': 'network "\u001b[31mRed"() { input x: 1x1x1 relu() }' };
    for (const line of await linesAfter('incept cost n.cnn -n ', 'zsh', world)) assert.ok(!line.includes('\u001b'));
  });

  it('names every option that takes a value', async () => {
    const free = /^--(size|batch|where|min-saving|apply|name|bind|seed|threads|repeat|top|columns|depth|at)$/;
    for (const command of 'check cost explain diff sweep advise run export graph report import new'.split(' ')) {
      const { stdout } = await incept([command, '--help']);
      for (const [, option = ''] of stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+) </gm)) {
        if (free.test(option)) continue;
        assert.ok((await linesAfter(`incept ${command} n.cnn ${option} `)).length > 0, `${command} ${option}`);
      }
    }
  });
});

const has = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

describe('incept completion in shells', function (this: Mocha.Suite) {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'incept-completion-'));
  const program = join(repositoryRoot, 'dist/cli.js');

  before(async () => {
    if (!existsSync(program)) assert.deepEqual((await build(['cli'], { production: false, watch: false })).failed, []);
    mkdirSync(join(folder, 'nets'));
    writeFileSync(join(folder, 'n.cnn'), design);
    writeFileSync(join(folder, 'two words.cnn'), design);
    writeFileSync(join(folder, 'm.onnx'), '');
    if (process.platform !== 'win32') symlinkSync(program, join(folder, 'incept'));
  });
  after(() => rmSync(folder, { recursive: true }));

  function run(shell: string, args: readonly string[]): string {
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, HOME: folder };
    const { status, stdout, stderr } = spawnSync(shell, args, { cwd: folder, env, encoding: 'utf8', timeout: 50_000 });
    assert.equal(status, 0, stderr);
    return stdout;
  }

  if (has('bash')) {
    it('bash', () => {
      const script = `source <(incept completion bash)
        try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _incept; printf '%s|' "\${COMPREPLY[@]}"; echo; }
        try incept co; try incept cost ''; try incept import ''; try incept cost n.cnn --network = W; try incept cost n.cnn -o 'tw'`;
      assert.deepEqual(run('bash', ['--norc', '-c', script]).split('\n'), [
        'cost|completion|',
        'nets|n.cnn|two words.cnn|',
        'nets|m.onnx|',
        'Wide|',
        'two words.cnn|',
        '',
      ]);
    });
  }

  if (has('fish')) {
    it('fish', () => {
      const lines = ['incept co', 'incept cost n.cnn --network=W', 'incept import '];
      const script = `incept completion fish | source; ${lines.map((line) => `complete -C '${line}'`).join('; ')}`;
      const found = run('fish', ['--no-config', '-c', script]).split('\n');
      assert.match(found[0] ?? '', /^completion\t/);
      assert.ok(found.includes('--network=Wide'));
      assert.ok(found.includes('m.onnx'));
    });
  }

  if (has('zsh')) {
    it('zsh', () => {
      const script = `zmodload zsh/zpty
        zpty shell zsh -f -i
        zpty -w shell "autoload -Uz compinit; compinit -u -D; source <(incept completion zsh); PS1=; echo read''y"
        zpty -r -m shell seen '*ready*'
        zpty -w -n shell $'incept cost n.\\t -n W\\t; echo do""ne\\n'
        zpty -r -m shell seen '*done*'
        print -r -- $seen`;
      const typed = run('zsh', ['-f', '-c', script]);
      assert.match(typed, /Wide/);
      assert.match(typed, /8x8x64/);
    });
  }
});
