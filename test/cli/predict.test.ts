/** `incept run --profile` and `--predict`: predicted times, and the profile of the machine in its cache. */

import assert from 'node:assert/strict';
import { cacheFolder } from '../../src/cli/cache-folder';
import { roundProfile } from '../support/machine-profile';
import { incept } from '../support/memory-host';

const text = 'network N() {\n  input x: 10x10x100\n  conv(50, 1x1)\n  dropout(0.5)\n}\n';
const files = { 'n.cnn': text };
/** 10 * 10 * 50 * 100 terms at 50 a nanosecond, against (10,000 + 5,000 + 5,050) * 4 bytes at 10 a nanosecond; and a step. */
const predictedMs = (Math.max(500_000 / 50, 80_200 / 10) + 1000) / 1e6;
const limitMs = 0.01;
const kept = '/cache/machine-default.json';

describe('incept run --profile', () => {
  it('adds predictions to the documented result', async () => {
    const { code, stdout, stderr } = await incept(['run', 'n.cnn', '--profile', '-f', 'json'], { files, tick: 0.01 });
    assert.equal(code, 0);
    assert.match(stderr, /^measuring this machine once, for predicted times$/m);
    const run = JSON.parse(stdout);
    const [conv, dropout] = run.layers;
    assert.equal(conv.bound, 'compute');
    assert.ok(Math.abs(conv.predictedMs - predictedMs) < 1e-9, String(conv.predictedMs));
    assert.ok(Math.abs(conv.limitShare - limitMs / conv.ms) < 1e-9, String(conv.limitShare));
    assert.deepEqual([dropout.predictedMs, dropout.bound, dropout.limitShare], [0, null, null]);
    assert.ok(Math.abs(run.timing.predictedMs - predictedMs) < 1e-9);
    assert.deepEqual(run.profile, roundProfile());
  });

  it('prints them in the table, and the machine under it', async () => {
    const { stdout } = await incept(['run', 'n.cnn', '--profile'], { files, tick: 0.01 });
    assert.match(stdout, /^layer +shape +ms +predicted +bound +of limit/m);
    assert.match(stdout, /^conv_1 +10x10x50 +0.01 +0.01 +compute +100%/m);
    assert.match(stdout, /^model +0\.01 ms predicted/m);
    assert.match(stdout, /^machine +100\.0 GFLOP\/s, 10\.0 GB\/s with 1 thread, measured 2026-01-02; .*5% off/m);
  });

  it('measures once, keeps what it found, and measures again when asked to', async () => {
    const first = await incept(['run', 'n.cnn', '--profile'], { files });
    assert.deepEqual(first.calibrations, [{}]);
    const cache = first.files.get(kept);
    assert.deepEqual(JSON.parse(String(cache)), roundProfile());
    const world = { files: { ...files, [kept]: String(cache) } };
    const second = await incept(['run', 'n.cnn', '--profile'], world);
    assert.deepEqual(second.calibrations, []);
    assert.doesNotMatch(second.stderr, /measuring/);
    assert.equal((await incept(['run', 'n.cnn', '--profile', '--calibrate'], world)).calibrations.length, 1);
    const other = await incept(['run', 'n.cnn', '--profile', '--threads', '3', '--exact'], world);
    assert.deepEqual(other.calibrations, [{ threads: 3, exact: true }]);
    assert.ok(other.files.has('/cache/machine-3-exact.json'));
    // As the run that it is compared with.
    const verified = await incept(['run', 'n.cnn', '--profile', '--verify'], world);
    assert.deepEqual(verified.calibrations, [{ exact: true }]);
  });

  it('measures again where the cache is broken, old, or of another machine', async () => {
    for (const broken of [
      '',
      '{"version": 1',
      'null',
      JSON.stringify({ ...roundProfile(), version: 0 }),
      JSON.stringify({ ...roundProfile(), peakGflops: -1 }),
      JSON.stringify(roundProfile({ threads: 8 })),
    ]) {
      const { code, calibrations, stdout } = await incept(['run', 'n.cnn', '--profile'], {
        files: { ...files, [kept]: broken },
      });
      assert.deepEqual([code, calibrations.length], [0, 1], broken);
      assert.match(stdout, /^machine/m);
    }
  });

  it('does without a cache, and says so', async () => {
    const { code, stdout, stderr } = await incept(['run', 'n.cnn', '--profile'], {
      files,
      cacheFolder: '/read-only/c',
    });
    assert.equal(code, 0);
    assert.match(stdout, /^machine/m);
    assert.match(stderr, /cannot be kept in .*machine-default\.json: reading or writing it is not permitted/);
  });

  it('shows the run all the same where the machine cannot be measured', async () => {
    const { code, stdout, stderr } = await incept(['run', 'n.cnn', '--profile'], { files, profile: 'no memory' });
    assert.equal(code, 0);
    assert.match(stderr, /no predicted times: .*no memory/);
    assert.match(stdout, /^layer +shape +ms +time/m);
  });

  it('measures nothing for a plain run, or for the reference kernels', async () => {
    assert.deepEqual((await incept(['run', 'n.cnn'], { files })).calibrations, []);
    const reference = await incept(['run', 'n.cnn', '--profile', '--backend', 'reference'], { files });
    assert.deepEqual(reference.calibrations, []);
    assert.doesNotMatch(reference.stdout, /predicted/);
  });

  it('shows progress on a terminal', async () => {
    const { stderr } = await incept(['run', 'n.cnn', '--profile'], { files, terminal: true });
    assert.match(stderr, /measuring this machine once, for predicted times: 50%/);
  });
});

describe('incept run --predict', () => {
  it('predicts without a run', async () => {
    const { code, stdout } = await incept(['run', 'n.cnn', '--predict', '-f', 'json'], { files });
    assert.equal(code, 0);
    const document = JSON.parse(stdout);
    assert.deepEqual([document.schema, document.network], [1, 'N']);
    assert.ok(Math.abs(document.predictedMs - predictedMs) < 1e-9);
    const [conv] = document.layers;
    assert.deepEqual([conv.op, conv.bound, conv.multiplies, conv.limitMs], ['conv', 'compute', 500_000, limitMs]);
    assert.ok(!('timing' in document) && !('ms' in conv));
  });

  it('as a table', async () => {
    const { stdout } = await incept(['run', 'n.cnn', '--predict'], { files });
    assert.match(stdout, /^N {2}not run: times predicted for this machine$/m);
    assert.match(stdout, /0\.01 +100\.0% +500,000 +compute +91% +100\.0$/m);
    assert.match(stdout, /^time +0\.01 ms predicted$/m);
  });

  it('only of what --upto needs', async () => {
    const world = { files: { 'n.cnn': 'network N() {\n  input x: 8x8x4\n  conv(4, 3x3)\n  conv(4, 3x3)\n}\n' } };
    const { stdout } = await incept(['run', 'n.cnn', '--predict', '--upto', 'conv_1', '-f', 'json'], world);
    assert.deepEqual(
      JSON.parse(stdout).layers.map(({ path }: { path: string }) => path),
      ['conv_1'],
    );
  });

  it('is an error without a profile, and beside what needs a run', async () => {
    const { code, stderr } = await incept(['run', 'n.cnn', '--predict'], { files, profile: 'no memory' });
    assert.equal(code, 2);
    assert.match(stderr, /cannot be predicted/);
    assert.equal((await incept(['run', 'n.cnn', '--predict', '--verify'], { files })).code, 2);
  });
});

describe('cache folder', () => {
  it('is where the system keeps caches', () => {
    assert.equal(cacheFolder({ XDG_CACHE_HOME: '/x' }, 'linux', '/h'), '/x/incept');
    assert.equal(cacheFolder({}, 'linux', '/h'), '/h/.cache/incept');
    assert.equal(cacheFolder({}, 'darwin', '/h'), '/h/Library/Caches/incept');
    assert.equal(cacheFolder({ LOCALAPPDATA: 'C:\\L' }, 'win32', 'C:\\h'), 'C:\\L\\incept\\Cache');
    assert.equal(cacheFolder({}, 'win32', 'C:\\h'), 'C:\\h\\AppData\\Local\\incept\\Cache');
  });

  it('is nowhere without a home, and never relative', () => {
    assert.equal(cacheFolder({ XDG_CACHE_HOME: 'x' }, 'linux', '/h'), '/h/.cache/incept');
    assert.equal(cacheFolder({ XDG_CACHE_HOME: '' }, 'linux', undefined), undefined);
    assert.equal(cacheFolder({}, 'win32', undefined), undefined);
  });
});
