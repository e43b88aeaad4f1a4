/** A run in a browser's worker, without shared memory: the values of Node's bit for bit, and cancelled by ending it. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { analyze } from '../../../src/analysis/analyze';
import type { NamedTensor } from '../../../src/base/tensor';
import { nodeRunner } from '../../../src/runtime/node-runner';
import type { RunRequest } from '../../../src/runtime/run-network';
import { diskFiles, repositoryRoot } from '../../support/disk-files';
import { networkOfBody, planOf } from '../../support/network-text';
import { launch } from '../rig';

const origin = 'http://run.test';

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: repositoryRoot,
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

function request(plan: RunRequest['plan']): RunRequest {
  const seeded = { kind: 'seed', seed: 2 } as const;
  const input = { kind: 'random', seed: 1 } as const;
  return { plan, input, weights: seeded, repeat: 1, top: 5, verify: false, wantValues: true, threads: 1 };
}

describe('a run in a page', function () {
  this.timeout(60_000);
  let browser: Browser;
  let page: Page;

  before(async () => {
    const files = new Map([
      ['/', '<!doctype html><title>run</title><script src="/page.js"></script>'],
      ['/page.js', await bundle('test/webview/run/page.ts')],
      ['/run-worker.js', await bundle('src/runtime/web-worker.ts')],
    ]);
    browser = await launch();
    page = await browser.newPage();
    await page.route(`${origin}/**`, (route) => {
      const path = new URL(route.request().url()).pathname;
      const body = files.get(path);
      const contentType = path === '/' ? 'text/html' : 'text/javascript';
      return body === undefined ? route.fulfill({ status: 404, body: '' }) : route.fulfill({ contentType, body });
    });
    await page.goto(`${origin}/`);
  });

  after(() => browser.close());

  const run = (asked: RunRequest, from: 'url' | 'blob' = 'url') =>
    page.evaluate(([what, place]) => window.runPage.run(what, place), [asked, from] as const);

  it('has no shared memory here', async () => {
    assert.equal(await page.evaluate(() => window.runPage.sharesMemory()), false);
  });

  it('gives what Node gives, bit for bit', async () => {
    const examples = join(repositoryRoot, 'examples');
    const network = analyze(diskFiles(examples), join(examples, 'squeezenet.cnn')).networks.at(-1);
    assert.ok(network);
    const asked = request(planOf(network));
    const there = await run(asked);
    const runner = nodeRunner(join(repositoryRoot, 'dist/run-worker.js'));
    let values: readonly NamedTensor[] = [];
    const here = await runner.run(asked, {
      onValues: (tensors) => {
        values = tensors;
      },
    });
    await runner.dispose();
    assert.deepEqual(
      there.values,
      values.map((tensor) => [...tensor.values]),
    );
    assert.ok(there.values[0]?.some((value) => value !== 0));
    assert.deepEqual(there.result.outputs, here.outputs);
    const apartFromTimes = ({ ms, gflops, ...figures }: (typeof here.layers)[number]) => figures;
    assert.deepEqual(there.result.layers.map(apartFromTimes), here.layers.map(apartFromTimes));
    assert.deepEqual([there.result.backend, there.result.threads, there.result.features], ['wasm', 1, ['simd']]);
  });

  it('is cancelled within 200 ms inside of a long layer, and the next run is right', async () => {
    const small = request(planOf(networkOfBody('input: 8x8x3\nconv(8, 3x3)\nglobalavgpool()\ndense(4)')));
    const before = await run(small);
    const endless = request(planOf(networkOfBody('input: 256x256x64\nconv(1024, 9x9)')));
    const { ms, code } = await page.evaluate((asked) => window.runPage.cancel(asked), endless);
    assert.equal(code, 'cancelled');
    assert.ok(ms < 200, `${ms} ms`);
    assert.deepEqual((await run(small)).values, before.values);
  });

  it('starts from a Blob as well, and tells a worker that cannot be loaded', async () => {
    const small = request(planOf(networkOfBody('input: 4x4x2\nconv(3, 1x1)')));
    assert.deepEqual((await run(small, 'blob')).values, (await run(small)).values);
    assert.equal(await page.evaluate((asked) => window.runPage.miss(asked), small), 'crashed');
  });
});
