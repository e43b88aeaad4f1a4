/** A run in a browser's worker: the values of Node's bit for bit, and cancelled, with shared memory and without. */

import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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

const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

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
  let server: Server;

  before(async () => {
    const files = new Map([
      ['', '<!doctype html><title>run</title><script src="page.js"></script>'],
      ['page.js', await bundle('test/webview/run/page.ts')],
      ['run-worker.js', await bundle('src/runtime/web-worker.ts')],
    ]);
    server = createServer((request, response) => {
      // A page shares memory only where it asks to be apart from all others.
      const [, kind = '', name = ''] = request.url?.split('/') ?? [];
      const body = files.get(name);
      response.writeHead(body === undefined ? 404 : 200, {
        'content-type': name === '' ? 'text/html' : 'text/javascript',
        ...(kind === 'isolated' ? isolation : {}),
      });
      response.end(body ?? '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    browser = await launch();
    page = await open('plain');
  });

  after(async () => {
    await browser.close();
    server.close();
  });

  const open = async (kind: 'plain' | 'isolated'): Promise<Page> => {
    const opened = await browser.newPage();
    const { port } = server.address() as AddressInfo;
    await opened.goto(`http://127.0.0.1:${port}/${kind}/`);
    return opened;
  };

  const run = (asked: RunRequest, from: 'url' | 'blob' = 'url') =>
    page.evaluate(([what, place]) => window.runPage.run(what, place), [asked, from] as const);

  it('has no shared memory here', async () => {
    assert.equal(await page.evaluate(() => window.runPage.sharesMemory()), false);
  });

  it('gives what Node gives, bit for bit', async () => {
    const examples = join(repositoryRoot, 'examples');
    const network = analyze(diskFiles(examples), join(examples, 'squeezenet.cnn')).networks.at(-1);
    assert.ok(network);
    const asked = { ...request(planOf(network)), exact: true };
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

  it('is cancelled inside of a long layer, and the next run is right', async () => {
    const small = request(planOf(networkOfBody('input: 8x8x3\nconv(8, 3x3)\nglobalavgpool()\ndense(4)')));
    const before = await run(small);
    const endless = request(planOf(networkOfBody('input: 256x256x64\nconv(1024, 9x9)')));
    const { ms, code } = await page.evaluate((asked) => window.runPage.cancel(asked), endless);
    assert.equal(code, 'cancelled');
    // The layer would take minutes; how near it is to 200 ms depends on what else this machine does.
    assert.ok(ms < 10_000, `${ms} ms`);
    assert.deepEqual((await run(small)).values, before.values);
  });

  it('has threads where memory is shared, with the same values, and is cancelled in them', async () => {
    const isolated = await open('isolated');
    assert.equal(await isolated.evaluate(() => window.runPage.sharesMemory()), true);
    const body = 'input: 32x32x16\nconv(32, 3x3)\nconv(32, 3x3)\nglobalavgpool()\ndense(4)';
    const small = request(planOf(networkOfBody(body)));
    const alone = await run(small);
    const runThere = () => isolated.evaluate((asked) => window.runPage.run(asked, 'url'), { ...small, threads: 2 });
    const together = await runThere();
    assert.deepEqual([together.result.threads, together.result.features], [2, ['simd', 'relaxed', 'threads']]);
    assert.deepEqual(together.values, alone.values);
    const endless = request(planOf(networkOfBody('input: 256x256x64\nconv(1024, 9x9)')));
    const asked = { ...endless, threads: 2 };
    assert.equal((await isolated.evaluate((it) => window.runPage.cancel(it), asked)).code, 'cancelled');
    assert.deepEqual((await runThere()).values, alone.values);
    await isolated.close();
  });

  it('tells that the worker was ended, which the browser itself does not', async () => {
    const endless = request(planOf(networkOfBody('input: 256x256x64\nconv(1024, 9x9)')));
    assert.equal(await page.evaluate((asked) => window.runPage.end(asked), endless), 'run.crashed/gone');
  });

  it('starts from a Blob as well, and tells a worker that cannot be loaded', async () => {
    const small = request(planOf(networkOfBody('input: 4x4x2\nconv(3, 1x1)')));
    assert.deepEqual((await run(small, 'blob')).values, (await run(small)).values);
    assert.equal(await page.evaluate((asked) => window.runPage.miss(asked), small), 'crashed');
  });
});
