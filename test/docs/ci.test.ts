/** The workflow of docs/ci.md: its steps are run as a shell of GitHub runs them, in a repository with a pull request of its own. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { build } from '../../scripts/build';
import { repositoryRoot } from '../support/disk-files';

/** The commands of a step, without the indentation that the workflow has. */
function stepOf(name: string, page: string): string {
  const [, lines = ''] = new RegExp(`- name: ${name}\\n([\\s\\S]*?)(?=\\n {6}- |\\n\`\`\`)`).exec(page) ?? [];
  const [, one, indent = '', block] = / run: (?:([^|\n].*)|\|\n( +)([\s\S]*))$/m.exec(lines) ?? [];
  const commands = one ?? `${indent}${block}`.replaceAll(`\n${indent}`, '\n').trim();
  assert.ok(commands !== '', name);
  return commands;
}

const design = (filters: number) => `network Net {
  input image: 8x8x3
  conv(${filters}, 3x3)
}
`;

describe('the workflow of docs/ci.md', function () {
  this.timeout(120_000);
  const page = readFileSync(join(repositoryRoot, 'docs', 'ci.md'), 'utf8');
  let folder = '';
  let environment: NodeJS.ProcessEnv = {};

  const command = (program: string, ...args: readonly string[]) => {
    const done = spawnSync(program, args, { cwd: folder, encoding: 'utf8', env: environment });
    assert.equal(done.status, 0, done.stderr);
    return done.stdout;
  };
  const git = (...args: readonly string[]) => command('git', ...args);
  /** As `shell: bash` of GitHub: the first command that fails ends a step. */
  const step = (name: string, more: NodeJS.ProcessEnv = {}) =>
    spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', stepOf(name, page)], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...environment, ...more },
    });
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

  before(async () => {
    if (!existsSync(join(repositoryRoot, 'dist/cli.js'))) await build(['cli'], { production: false, watch: false });
    folder = mkdtempSync(join(tmpdir(), 'incept-ci-'));
    const tools = join(folder, 'bin');
    mkdirSync(tools);
    // In place of the program that comments: it writes what it was given.
    writeFileSync(join(tools, 'gh'), '#!/bin/sh\necho "$@" > gh.txt\n');
    chmodSync(join(tools, 'gh'), 0o755);
    const who = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' };
    environment = { ...process.env, ...who, PATH: `${tools}${delimiter}${process.env.PATH}` };
    git('init', '--quiet', '--initial-branch', 'main');
    mkdirSync(join(folder, 'nets'));
    mkdirSync(join(folder, 'tools'));
    symlinkSync(repositoryRoot, join(folder, 'tools', 'incept'));
    write('.gitignore', 'tools\nbin\n*.md\n*.txt\n*.sarif\n');
    write('nets/same.cnn', design(4));
    write('nets/with space.cnn', design(4));
    git('add', '.');
    git('commit', '--quiet', '-m', 'first');
    git('switch', '--quiet', '-c', 'change');
    write('nets/with space.cnn', design(8));
    write('nets/new.cnn', design(2));
    git('add', '.');
    git('commit', '--quiet', '-m', 'second');
    git('switch', '--quiet', 'main');
    // What has changed there since is no change of the branch.
    write('nets/same.cnn', design(16));
    git('commit', '--quiet', '-am', 'third');
    git('switch', '--quiet', 'change');
  });

  after(() => rmSync(folder, { recursive: true }));

  it('checks all designs', () => {
    const done = step('Check');
    assert.equal(done.status, 0, done.stderr);
    write('nets/new.cnn', design(0));
    const wrong = step('Check');
    assert.equal(wrong.status, 1);
    assert.match(wrong.stdout, /^::error file=nets\/new\.cnn,line=3,/m);
    write('nets/new.cnn', design(2));
  });

  it('compares what the branch has changed with where it began', () => {
    const done = step('Compare costs', { BASE: 'main', GITHUB_STEP_SUMMARY: 'summary.md' });
    assert.equal(done.status, 0, done.stderr);
    const costs = readFileSync(join(folder, 'costs.md'), 'utf8');
    assert.match(costs, /with space\.cnn/);
    assert.doesNotMatch(costs, /same\.cnn|new\.cnn/);
    // 8 * 8 places, 3 * 3 * 3 values each, by filter.
    assert.match(costs, /6,912.*13,824/);
    assert.equal(readFileSync(join(folder, 'summary.md'), 'utf8'), costs);
  });

  it('comments where there is something to say', () => {
    const done = step('Comment', { NUMBER: '7' });
    assert.equal(done.status, 0, done.stderr);
    assert.equal(
      readFileSync(join(folder, 'gh.txt'), 'utf8'),
      'pr comment 7 --body-file costs.md --edit-last --create-if-none\n',
    );
    rmSync(join(folder, 'gh.txt'));
    write('costs.md', '');
    assert.equal(step('Comment', { NUMBER: '7' }).status, 0);
    assert.equal(existsSync(join(folder, 'gh.txt')), false);
  });

  it('writes what code scanning takes', () => {
    const scan = page.slice(page.indexOf('## Code scanning'));
    const [, line = ''] = /run: (.*)/.exec(scan) ?? [];
    write('nets/new.cnn', design(0));
    const done = spawnSync('bash', ['-eo', 'pipefail', '-c', line], { cwd: folder, encoding: 'utf8' });
    assert.equal(done.status, 1, done.stderr);
    const [run] = JSON.parse(readFileSync(join(folder, 'designs.sarif'), 'utf8')).runs;
    assert.deepEqual(
      run.results.map(({ ruleId }: { readonly ruleId: string }) => ruleId),
      ['value.range'],
    );
    const [{ physicalLocation }] = run.results[0].locations;
    assert.equal(physicalLocation.artifactLocation.uri, 'nets/new.cnn');
    assert.match(run.tool.driver.rules[0].help.markdown, /^```cnn$/m);
  });
});
