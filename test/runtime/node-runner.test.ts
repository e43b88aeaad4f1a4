/** The worker, as it is shipped: bundled, started, cancelled, killed, started again. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { parseMachineProfile } from '../../src/base/machine-profile';
import type { Plan } from '../../src/plan/plan';
import { nodeRunner } from '../../src/runtime/node-runner';
import { RunError } from '../../src/runtime/run-error';
import { type RunProgress, type RunRequest, runNetwork } from '../../src/runtime/run-network';
import type { StartRunOptions } from '../../src/runtime/runner';
import { networkOfBody, planOf } from '../support/network-text';
import { errorInEnglish } from '../support/refusal-text';

describe('run worker', function () {
  this.timeout(60_000);
  const directory = mkdtempSync(join(tmpdir(), 'incept-run-'));
  const worker = join(directory, 'run-worker.js');
  const small = planOf(networkOfBody('input: 8x8x3\nconv(8, 3x3)\nglobalavgpool()\ndense(4)'));
  /** Minutes of work in one layer. */
  const endless = planOf(networkOfBody('input: 256x256x64\nconv(1024, 9x9)'));

  const request = (plan: Plan, changes: Partial<RunRequest> = {}): RunRequest => {
    const input = { kind: 'random', seed: 1 } as const;
    return { plan, input, weights: { kind: 'seed', seed: 2 }, repeat: 1, top: 2, verify: false, ...changes };
  };
  const isError = (code: RunError['code']) => (error: unknown) => error instanceof RunError && error.code === code;

  const runner = nodeRunner(worker);
  const runOnce = (path: string, asked: RunRequest, options: StartRunOptions = {}) => {
    const once = nodeRunner(path);
    return once.run(asked, options).finally(() => once.dispose());
  };

  before(async () => {
    await build({
      entryPoints: [join(__dirname, '../../src/runtime/node-worker.ts')],
      outfile: worker,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      logLevel: 'error',
    });
  });

  after(async () => {
    await runner.dispose();
    rmSync(directory, { recursive: true, force: true });
  });

  it('gives what a run in this thread gives', async () => {
    const told: RunProgress[] = [];
    const asked = request(small, { verify: true, backend: 'reference' });
    const result = await runner.run(asked, { onProgress: (p) => told.push(p) });
    const here = await runNetwork(asked, { now: () => 0 });
    assert.deepEqual(result.outputs, here.result.outputs);
    assert.deepEqual(result.verify, here.result.verify);
    assert.equal(told[0]?.phase, 'prepare');
  });

  it('measures the machine between runs, and can be cancelled in that', async () => {
    const told: RunProgress[] = [];
    const [first, profile, second] = await Promise.all([
      runner.run(request(small)),
      runner.calibrate({ threads: 1 }, { onProgress: (p) => told.push(p) }),
      runner.run(request(small)),
    ]);
    assert.deepEqual(first.outputs, second.outputs);
    assert.deepEqual(parseMachineProfile(profile), profile);
    assert.equal(profile.threads, 1);
    assert.ok(!Number.isNaN(Date.parse(profile.measuredAt ?? '')));
    assert.equal(told[0]?.phase, 'calibrate');
    const controller = new AbortController();
    const calibration = runner.calibrate({}, { signal: controller.signal, onProgress: () => controller.abort() });
    await assert.rejects(calibration, isError('cancelled'));
    assert.deepEqual((await runner.run(request(small))).outputs, first.outputs);
  });

  it('runs requests one after the other, and hands out values', async () => {
    const names: string[] = [];
    const [first, second] = await Promise.all([
      runner.run(request(small, { wantValues: true }), {
        onValues: (values) => names.push(...values.map(({ name }) => name)),
      }),
      runner.run(request(small)),
    ]);
    assert.deepEqual(first.outputs, second.outputs);
    assert.deepEqual(names, ['output']);
  });

  it('cancels inside of a long layer, and runs rightly after it', async () => {
    const controller = new AbortController();
    const told: string[] = [];
    let abortedAt = 0;
    const run = runner.run(request(endless), {
      signal: controller.signal,
      onProgress: ({ path }) => {
        told.push(path);
        if (path !== 'conv_1') return;
        abortedAt = performance.now();
        controller.abort();
      },
    });
    await assert.rejects(run, isError('cancelled'));
    assert.ok(told.includes('conv_1'));
    // A hang would be minutes; how near it is to 200 ms depends on what else this machine does.
    assert.ok(performance.now() - abortedAt < 10_000);
    const result = await runner.run(request(small));
    assert.equal(result.outputs.length, 1);
  });

  it('cancels without shared memory by ending the worker', async () => {
    const apart = nodeRunner(worker, { sharesMemory: false });
    const controller = new AbortController();
    let abortedAt = 0;
    const run = apart.run(request(endless), {
      signal: controller.signal,
      onProgress: ({ path }) => {
        if (path !== 'conv_1') return;
        abortedAt = performance.now();
        controller.abort();
      },
    });
    await assert.rejects(run, isError('cancelled'));
    assert.ok(performance.now() - abortedAt < 10_000);
    assert.deepEqual((await apart.run(request(small))).outputs, (await runner.run(request(small))).outputs);
    await apart.dispose();
  });

  it('cancels what waits and what has not begun', async () => {
    const first = new AbortController();
    const second = new AbortController();
    const running = runner.run(request(endless), { signal: first.signal });
    const waiting = runner.run(request(small), { signal: second.signal });
    second.abort();
    await assert.rejects(waiting, isError('cancelled'));
    first.abort();
    await assert.rejects(running, isError('cancelled'));
    await assert.rejects(runner.run(request(small), { signal: first.signal }), isError('cancelled'));
  });

  it('reports a refusal of the run with its code', async () => {
    const bytes = new TextEncoder().encode('no image');
    const options = { preset: 'keras', fit: 'crop' } as const;
    const input = { kind: 'image', bytes, file: 'cat.png', options } as const;
    await assert.rejects(
      runner.run(request(small, { input })),
      (error) => isError('image')(error) && /cat.png is neither/.test(errorInEnglish(error)),
    );
  });

  it('reports a crash, and has a fresh worker next time', async () => {
    const broken = join(directory, 'broken.js');
    writeFileSync(broken, 'require("node:worker_threads").parentPort.once("message", () => process.exit(3));');
    await assert.rejects(runOnce(broken, request(small)), isError('crashed'));
    writeFileSync(
      broken,
      'require("node:worker_threads").parentPort.once("message", () => { throw new Error("oops"); });',
    );
    await assert.rejects(runOnce(broken, request(small)), /oops/);
    writeFileSync(broken, `require(${JSON.stringify(worker)});`);
    const result = await runOnce(broken, request(small));
    assert.equal(result.schema, 1);
    await assert.rejects(runOnce(join(directory, 'missing.js'), request(small)), isError('crashed'));
  });

  it('says that its worker was killed in the middle of a run, and runs rightly after it', async () => {
    const killed = join(directory, 'killed.js');
    const load = `require(${JSON.stringify(worker)});`;
    writeFileSync(
      killed,
      `const { parentPort } = require('node:worker_threads');
       const post = parentPort.postMessage.bind(parentPort);
       parentPort.postMessage = (message, transfer) => {
         post(message, transfer);
         if (message.kind === 'progress' && message.progress.path === 'conv_1') process.exit(9);
       };
       ${load}`,
    );
    const once = nodeRunner(killed);
    try {
      await assert.rejects(once.run(request(endless)), (problem: unknown) => {
        assert.ok(problem instanceof RunError);
        assert.equal(problem.code, 'crashed');
        assert.match(errorInEnglish(problem), /^the run's worker ended with code 9/);
        return true;
      });
      writeFileSync(killed, load);
      assert.deepEqual((await once.run(request(small))).outputs, (await runner.run(request(small))).outputs);
    } finally {
      await once.dispose();
    }
  });

  it('gives up a worker that never answers, and runs rightly after it', async () => {
    const silent = join(directory, 'silent.js');
    const runner = nodeRunner(silent);
    try {
      writeFileSync(silent, 'require("node:worker_threads").parentPort.on("message", () => {});');
      await assert.rejects(runner.run(request(small)), /run\.crashed\/silent/);
      writeFileSync(silent, `require(${JSON.stringify(worker)});`);
      assert.equal((await runner.run(request(small))).schema, 1);
    } finally {
      await runner.dispose();
    }
  });

  it('ignores messages that are not of the protocol', async () => {
    const odd = join(directory, 'odd.js');
    writeFileSync(
      odd,
      `const { parentPort } = require('node:worker_threads');
       parentPort.once('message', ({ id }) => {
         for (const junk of [null, 7, 'x', {}, { kind: 'done', id }, { kind: 'done', id: id + 1, result: { schema: 1 }, values: [] }]) {
           parentPort.postMessage(junk);
         }
         parentPort.postMessage({ kind: 'failed', id, refusal: { code: 'run.input/channels', values: { channels: 'the real answer' } } });
       });`,
    );
    await assert.rejects(runOnce(odd, request(small)), /the real answer/);
  });
});
