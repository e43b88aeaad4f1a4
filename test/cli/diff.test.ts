/** `incept diff`: its document, its gates, and files of a revision through a real git. */

import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { metricNames } from '../../src/base/metrics';
import type { Host } from '../../src/cli/host';
import { nodeHost } from '../../src/cli/node-host';
import { runCli } from '../../src/cli/run-cli';
import { repositoryRoot } from '../support/disk-files';
import { incept, type Outcome } from '../support/memory-host';

const course = `network Direct(width = 1) {
  input x: 28x28x192
  conv(32 * width, 5x5)
}
network Bottleneck {
  input x: 28x28x192
  reduce = conv(16, 1x1)
  conv(32, 5x5)
}
network Broken {
  input x: 28x28x192
  conv(bad, 5x5)
}
`;
const files = { 'course.cnn': course, 'other.cnn': course.replace('32, 5x5', '32, 3x3') };

const diff = (line: string, ...more: string[]): Promise<Outcome> =>
  incept(['diff', ...line.split(' '), ...more], { files });

async function document(line: string): Promise<ReturnType<typeof JSON.parse>> {
  return JSON.parse((await diff(`${line} --format json`)).stdout);
}

describe('incept diff', () => {
  it('has exactly the documented keys, with the figures of both sides', async () => {
    const found = await document('course.cnn --network Direct..Bottleneck');
    assert.deepEqual(Object.keys(found), ['schema', 'old', 'new', 'totals', 'layers', 'moved']);
    assert.equal(found.schema, 1);
    assert.deepEqual(found.old, { file: 'course.cnn', network: 'Direct' });
    assert.deepEqual(found.new, { file: 'course.cnn', network: 'Bottleneck' });
    assert.deepEqual(Object.keys(found.totals), [...metricNames]);
    // 28*28*32 * 5*5*192; 28*28*16 * 192 and 28*28*32 * 5*5*16.
    assert.deepEqual(found.totals.multiplies, { old: 120_422_400, new: 12_443_648, delta: -107_978_752 });
    // 5*5*192*32 + 32; 192*16 + 16 and 5*5*16*32 + 32.
    assert.deepEqual(found.totals.params, { old: 153_632, new: 15_920, delta: -137_712 });
    assert.deepEqual(
      found.layers.map((layer: object) => Object.keys(layer)),
      [
        ['path', 'change', 'new'],
        ['path', 'oldPath', 'change', 'old', 'new'],
      ],
    );
    const [added, changed] = found.layers;
    assert.deepEqual([added.path, added.change], ['reduce', 'added']);
    assert.deepEqual(added.new.shape, [28, 28, 16]);
    assert.deepEqual([changed.path, changed.oldPath, changed.change], ['conv_1', 'conv_1', 'changed']);
    assert.deepEqual([changed.old.multiplies, changed.new.multiplies], [120_422_400, 10_035_200]);
  });

  it('compares the last networks of two files, with what is set in both', async () => {
    const found = await document('course.cnn other.cnn --network Bottleneck');
    // 28*28*32 * 16 * (5*5 - 3*3).
    assert.equal(found.totals.multiplies.delta, -6_422_528);
    const wide = await document('course.cnn other.cnn --network Direct --set width=2 --size 14x14x192');
    // 14*14*64 * 5*5*192; nothing differs between the two.
    assert.deepEqual(wide.totals.multiplies, { old: 60_211_200, new: 60_211_200, delta: 0 });
    assert.deepEqual([wide.layers, wide.moved], [[], []]);
    assert.match((await diff('course.cnn other.cnn --network Direct')).stdout, /\nno differences\n$/);
  });

  it('tells what is unknown as unknown, and ends with 1 for a design that has errors', async () => {
    const { code, stdout, stderr } = await diff('course.cnn --network Direct..Broken --format json');
    assert.equal(code, 1);
    assert.match(stderr, /bad/);
    assert.deepEqual(JSON.parse(stdout).totals.multiplies, { old: 120_422_400, new: null, delta: null });
    const gated = await diff('course.cnn --network Direct..Broken --fail-on', 'multiplies > 1');
    assert.match(gated.stderr, /multiplies > 1 cannot be told/);
  });

  it('prints a table of totals and one of layers, also for a pull request', async () => {
    const { stdout } = await incept(['diff', 'c.cnn', '--network', 'Direct..Bottleneck'], {
      files: { 'c.cnn': course.replace(/network Broken[\s\S]*/, '') },
    });
    assert.match(stdout, /^multiplies +120,422,400 +12,443,648 +-107,978,752 +-89\.7%$/m);
    assert.match(stdout, /^added +reduce +conv\(16, 1x1\) +28x28x16 +\+2,408,448 +\+3,088$/m);
    assert.match(stdout, /^changed +conv_1 +conv\(32, 5x5\) +28x28x32 +-110,387,200 +-140,800$/m);
    const markdown = await diff('course.cnn --network Direct..Bottleneck --format markdown');
    assert.match(markdown.stdout, /^\*\*course\.cnn Direct\*\* → \*\*course\.cnn Bottleneck\*\*$/m);
    assert.match(markdown.stdout, /^\| changed \| conv\\_1 \|/m);
    // On a page metrics have their names for people.
    assert.match(markdown.stdout, /^\| Effective multiplies \|/m);
    assert.match(markdown.stdout, /^\| Peak memory \|/m);
    assert.match(markdown.stdout, /\| Multiplies \| Parameters \|$/m);
    assert.doesNotMatch(markdown.stdout, /effectiveMultiplies|peakBytes|params/);
  });

  it('fails on what --fail-on says', async () => {
    const clean = { 'c.cnn': course.replace(/network Broken[\s\S]*/, '') };
    const codeOf = async (way: string, ...gates: string[]): Promise<number> => {
      const argv = ['diff', 'c.cnn', '--network', way, ...gates.flatMap((gate) => ['--fail-on', gate])];
      return (await incept(argv, { files: clean })).code;
    };
    const [up, down] = ['Bottleneck..Direct', 'Direct..Bottleneck'];
    // +107,978,752, which is +867.7% of 12,443,648.
    assert.equal(await codeOf(up), 0);
    assert.equal(await codeOf(up, 'multiplies > +867%'), 1);
    assert.equal(await codeOf(up, 'multiplies > +868%'), 0);
    assert.equal(await codeOf(up, 'multiplies>+107_978_751'), 1);
    assert.equal(await codeOf(up, 'multiplies > +107_978_752'), 0);
    assert.equal(await codeOf(up, 'multiplies >= +107_978_752'), 1);
    assert.equal(await codeOf(up, 'params > 153.632K'), 0);
    assert.equal(await codeOf(up, 'params >= 153.632K'), 1);
    assert.equal(await codeOf(up, 'peak > 1MiB', 'params > 1'), 1);
    assert.equal(await codeOf(down, 'multiplies > +0'), 0);
    assert.equal(await codeOf(down, 'multiplies > -50%'), 0);
    assert.equal(await codeOf(down, 'multiplies < -50%'), 1);
    assert.equal(await codeOf(down, 'activations > +0%'), 1);
    for (const gate of ['multiplies', 'multiplies > 1%', 'multiplies > +', 'multiplis > 1', '> 1', 'params ~ 3']) {
      assert.equal(await codeOf(down, gate), 2, gate);
    }
  });

  it('says what it cannot compare', async () => {
    const failing = async (line: string): Promise<string> => {
      const { code, stdout, stderr } = await diff(line);
      assert.deepEqual([code, stdout], [2, ''], line);
      return stderr;
    };
    assert.match(await failing('course.cnn'), /nothing to compare course\.cnn with[\s\S]*--network A\.\.B/);
    assert.match(await failing('course.cnn --network Direct'), /nothing to compare/);
    assert.match(await failing('course.cnn --network Direct..Botleneck'), /did you mean Bottleneck\?/);
    assert.match(await failing('course.cnn --network Direct..'), /Direct\.\.Bottleneck/);
    assert.match(await failing('gone.cnn course.cnn'), /gone\.cnn/);
    assert.match(await failing('HEAD:gone.cnn course.cnn'), /there is no git on this machine/);
  });
});

describe('incept diff REV:FILE', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'incept-diff-'));
  const git = (...argv: string[]): void => {
    const name = ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...name, ...argv], { cwd: folder, stdio: 'ignore' });
  };
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const runIn = async (cwd: string, ...argv: string[]): Promise<{ status: number; stdout: string; stderr: string }> => {
    let [stdout, stderr] = ['', ''];
    const host: Host = {
      ...nodeHost(join(repositoryRoot, 'dist'), cwd),
      stdout: (text) => {
        stdout += text;
      },
      stderr: (text) => {
        stderr += text;
      },
    };
    const status = await runCli(['--lang', 'en', 'diff', ...argv], host);
    return { status, stdout, stderr };
  };
  const run = (cwd: string, ...argv: string[]) => runIn(join(folder, cwd), ...argv);
  const paramsOf = async (cwd: string, old: string, fresh: string): Promise<unknown> => {
    const { status, stdout, stderr } = await run(cwd, old, fresh, '--format', 'json');
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout).totals.params;
  };

  before(() => {
    const blocks = (filters: number): string => `module block(c) { conv(c, ${filters}x${filters}) }\n`;
    git('init', '--quiet');
    write('nets/blocks.cnn', blocks(1));
    write('nets/net.cnn', 'import { block } from "./blocks.cnn"\nnetwork Net { input x: 8x8x4 block(8) }\n');
    git('add', '.');
    git('commit', '--quiet', '-m', 'first: one');
    write('nets/blocks.cnn', blocks(3));
    if (process.platform !== 'win32') symlinkSync('net.cnn', join(folder, 'nets/link.cnn'));
    git('add', '.');
    git('commit', '--quiet', '-m', 'second');
    write('nets/blocks.cnn', blocks(5));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('reads a file and its imports as the revision has them', async () => {
    // 4*8 + 8, 3*3*4*8 + 8, 5*5*4*8 + 8.
    assert.deepEqual(await paramsOf('.', 'HEAD~1:nets/net.cnn', 'HEAD:nets/net.cnn'), {
      old: 40,
      new: 296,
      delta: 256,
    });
    assert.deepEqual(await paramsOf('.', 'HEAD:nets/net.cnn', 'nets/net.cnn'), { old: 296, new: 808, delta: 512 });
  });

  it('takes paths as git does, from the top or from here, and any name of a revision', async () => {
    const first = { old: 40, new: 808, delta: 768 };
    assert.deepEqual(await paramsOf('nets', 'HEAD~1:nets/net.cnn', 'net.cnn'), first);
    assert.deepEqual(await paramsOf('nets', 'HEAD~1:./net.cnn', 'net.cnn'), first);
    assert.deepEqual(await paramsOf('nets', 'HEAD^{/first: one}:../nets/net.cnn', 'net.cnn'), first);
    const { status, stderr } = await run('nets', 'HEAD:net.cnn', 'net.cnn');
    assert.equal(status, 2);
    assert.match(stderr, /there is no file net\.cnn at HEAD[\s\S]*did you mean HEAD:\.\/net\.cnn\?/);
  });

  it('says which revision or file there is not', async () => {
    for (const [old, message] of [
      ['gone:nets/net.cnn', /git knows no revision gone/],
      ['HEAD:nets/gone.cnn', /there is no file nets\/gone\.cnn at HEAD/],
      ['HEAD:../outside.cnn', /there is no file \.\.\/outside\.cnn at HEAD/],
      ['--output=x:nets/net.cnn', /there is no such file/],
      ['HEAD:nets', /cannot read nets: it is a folder/],
    ] as const) {
      const { status, stdout, stderr } = await run('.', '--', old, 'nets/net.cnn');
      assert.deepEqual([status, stdout], [2, ''], old);
      assert.match(stderr, message, old);
    }
  });

  it('takes a file that exists for itself', async () => {
    write('HEAD:nets/net.cnn'.replace('/', '-'), 'network Odd { input x: 1x1x2 conv(3, 1x1) }\n');
    assert.deepEqual(await paramsOf('.', 'HEAD:nets-net.cnn', 'HEAD:nets-net.cnn'), { old: 9, new: 9, delta: 0 });
  });

  it('follows no links of a revision', async function () {
    if (process.platform === 'win32') this.skip();
    const { status, stderr } = await run('.', 'HEAD:nets/link.cnn', 'nets/net.cnn');
    assert.equal(status, 2);
    assert.match(stderr, /cannot read nets\/link\.cnn: it is not a file/);
  });

  it('says that there is no repository', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'incept-none-'));
    const { GIT_CEILING_DIRECTORIES: before } = process.env;
    process.env.GIT_CEILING_DIRECTORIES = dirname(outside);
    try {
      const { status, stderr } = await runIn(outside, 'HEAD:a.cnn', 'HEAD:b.cnn');
      assert.equal(status, 2);
      assert.match(stderr, /cannot read HEAD:a\.cnn: git says: not a git repository/);
    } finally {
      if (before === undefined) delete process.env.GIT_CEILING_DIRECTORIES;
      else process.env.GIT_CEILING_DIRECTORIES = before;
      rmSync(outside, { recursive: true });
    }
  });
});
