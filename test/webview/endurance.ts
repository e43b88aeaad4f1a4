/**
 * Eight hours of use in a row, and whether anything grows: 100,000 random edits in the real language server, 2,000 previews
 * opened in Chromium and closed again while one is shown edit after edit, and 1,000 runs in the worker, some of them cancelled.
 * Prints what is kept after each tenth, once rubbish is collected, and ends with 1 where that grows.
 *
 *   npm run endurance -- [--scale 0.01] [--seed 1] [--only edits|previews|runs]...
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Browser, CDPSession } from 'playwright-core';
import { type Random, seededRandom } from '../../src/base/random';
import type { VersionedView } from '../../src/protocol/server-messages';
import { nodeRunner } from '../../src/runtime/node-runner';
import type { RunRequest } from '../../src/runtime/run-network';
import { Presets } from '../../src/session/presets';
import { PreviewController } from '../../src/session/preview-controller';
import { heapOf, tellingHeap } from '../bench/memory';
import { applyEdit, randomEdit } from '../fuzz/mutate';
import { StdioClient, serverBundle } from '../server/stdio-client';
import { MemoryPorts, settled } from '../session/preview-ports';
import { repositoryRoot } from '../support/disk-files';
import { networkOfBody, planOf } from '../support/network-text';
import { bundlePreview, launch, openPreview } from './rig';

const parts = ['edits', 'previews', 'runs'] as const;

/** Of what is left after collection: what an engine that has worked keeps more than one that has begun to. */
const mostGrowth = { share: 0.15, bytes: 12 * 2 ** 20 };

/** Steps after which it is looked how much is kept. */
const looks = 10;

const folder = join(repositoryRoot, 'examples');
const designs = readdirSync(folder)
  .filter((name) => name.endsWith('.cnn'))
  .map((name) => readFileSync(join(folder, name), 'utf8'));

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes by what keeps them. */
type Kept = Readonly<Record<string, number>>;

/** Takes `count` steps and prints what is kept on the way; whether that stays flat. */
async function endure(
  name: string,
  count: number,
  step: (index: number) => Promise<void>,
  look: () => Promise<Kept>,
): Promise<boolean> {
  const startedAt = performance.now();
  const seen: Kept[] = [];
  for (let index = 0; index < count; index++) {
    await step(index);
    if (Math.floor(((index + 1) * looks) / count) === Math.floor((index * looks) / count)) continue;
    const kept = await look();
    seen.push(kept);
    const figures = Object.entries(kept).map(([what, bytes]) => `${what} ${(bytes / 2 ** 20).toFixed(1)} MiB`);
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    console.log(`${name} ${index + 1}/${count}  ${figures.join(', ')}  (${seconds} s)`);
  }
  // The first third is warming up; of what follows single figures are chance.
  const third = Math.floor(seen.length / 3);
  const growing = Object.keys(seen[0] ?? {}).filter((what) => {
    const least = (from: number, to: number): number =>
      Math.min(...seen.slice(from, to).map((kept) => kept[what] ?? Number.NaN));
    const [early, late] = [least(third, 2 * third), least(seen.length - third, seen.length)];
    return late - early > Math.max(mostGrowth.bytes, mostGrowth.share * early);
  });
  console.log(growing.length === 0 ? `${name}: flat` : `${name}: ${growing.join(', ')} grew`);
  return growing.length === 0;
}

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

/** A design that is edited at random, and begun anew now and then. */
function editedText(random: Random): () => string {
  let text = '';
  let edits = 0;
  return () => {
    text =
      edits++ % 200 === 0 || text.length > 20_000
        ? pick(random, designs)
        : applyEdit(text, randomEdit(text, designs, random));
    return text;
  };
}

async function edits(count: number, random: Random): Promise<boolean> {
  const client = await StdioClient.start({}, tellingHeap);
  const uri = 'file:///endurance.cnn';
  const next = editedText(random);
  try {
    await client.open(uri, next(), 0);
    const questions = ['textDocument/hover', 'textDocument/completion', 'textDocument/documentSymbol', 'incept/view'];
    return await endure(
      'edits',
      count,
      async (index) => {
        const text = next();
        await client.change(uri, index + 1, [{ text }]);
        const position = { line: Math.floor(random() * text.split('\n').length), character: Math.floor(random() * 20) };
        await client.request(pick(random, questions), { uri, textDocument: { uri }, position });
        client.published.length = 0;
      },
      async () => ({ server: await heapOf(client) }),
    );
  } finally {
    await client.stop();
  }
}

/** The controller of a preview with a page of its own, over the language server. */
async function openedPreview(client: StdioClient, uri: string): Promise<{ ports: MemoryPorts; close(): void }> {
  const ports = new MemoryPorts();
  const presets = new Presets({ files: async () => [], facts: async () => null });
  const controller = new PreviewController(uri, ports, presets, undefined);
  controller.receive({ type: 'ready', protocol: 1, network: null });
  ports.views[0]?.answer(await client.request<VersionedView>('incept/view', { uri }));
  await settled();
  return { ports, close: () => controller.dispose() };
}

async function previews(count: number, random: Random): Promise<boolean> {
  const client = await StdioClient.start({}, tellingHeap);
  const browser = await launch();
  try {
    const files = await bundlePreview();
    // One that stays, and is shown every design in turn.
    const shown = await openPreview(browser, files);
    const devtools = await shown.page.context().newCDPSession(shown.page);
    return await endure(
      'previews',
      count,
      async (index) => {
        const uri = `file:///preview-${index}.cnn`;
        await client.open(uri, pick(random, designs));
        const { ports, close } = await openedPreview(client, uri);
        const opened = await openPreview(browser, files, { messages: ports.posted });
        await opened.page.waitForSelector('svg.scene rect.body', { timeout: 60_000 });
        for (const message of ports.posted) await shown.send(message);
        await shown.page.waitForSelector('svg.scene rect.body', { timeout: 60_000 });
        // What the page says is kept by the rig's host, not by the page.
        await shown.page.evaluate('window.posted.length = 0');
        await opened.close();
        close();
        await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
      },
      async () => ({
        ...(await pageMemory(devtools)),
        host: hostMemory(),
        server: await heapOf(client),
        browser: await browserMemory(browser),
      }),
    );
  } finally {
    await browser.close();
    await client.stop();
  }
}

async function pageMemory(devtools: CDPSession): Promise<Kept> {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  return { page: usedSize };
}

function hostMemory(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Resident, of the process that opens pages; 0 where the system does not tell. */
async function browserMemory(browser: Browser): Promise<number> {
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  await devtools.detach();
  const pid = processInfo.find(({ type }) => type === 'browser')?.id;
  if (process.platform !== 'linux' || pid === undefined) return 0;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return 1024 * Number(/RssAnon:\s+(\d+) kB/.exec(status)?.[1] ?? 0);
}

async function runs(count: number, random: Random): Promise<boolean> {
  const runner = nodeRunner(join(await serverBundle(), '..', 'run-worker.js'));
  const plans = [
    'input: 32x32x3\nconv(16, 3x3, norm = batchnorm)\nmaxpool(2x2, stride = 2)\nconv(32, 3x3)\nglobalavgpool()\ndense(10)',
    'input: 64x64x8\nconv(32, 5x5)\nconv(64, 3x3, stride = 2)\nglobalavgpool()',
  ].map((body) => planOf(networkOfBody(body)));
  try {
    return await endure(
      'runs',
      count,
      async (index) => {
        const seed = Math.floor(random() * 1000);
        const request: RunRequest = {
          plan: pick(random, plans),
          input: { kind: 'random', seed },
          weights: { kind: 'seed', seed: seed % 7 },
          repeat: 1,
          top: 5,
          verify: false,
        };
        const abort = new AbortController();
        const run = runner.run(request, { signal: abort.signal });
        if (index % 10 === 9) abort.abort();
        await run.catch((problem: unknown) => {
          if (!abort.signal.aborted) throw problem;
        });
      },
      async () => ({ host: hostMemory(), 'host and worker, resident': process.memoryUsage().rss }),
    );
  } finally {
    await runner.dispose();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      scale: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string', multiple: true, default: [...parts] },
    },
  });
  const scale = Number(values.scale);
  const seed = Number(values.seed);
  if (!(scale > 0) || !Number.isSafeInteger(seed)) throw new Error('--scale is above 0, --seed a whole number');
  const scaled = (count: number): number => Math.max(3 * looks, Math.round(count * scale));
  const all = {
    edits: () => edits(scaled(100_000), seededRandom(seed)),
    previews: () => previews(scaled(2000), seededRandom(seed)),
    runs: () => runs(scaled(1000), seededRandom(seed)),
  };
  for (const part of parts) {
    if (values.only.includes(part) && !(await all[part]())) process.exitCode = 1;
  }
}

main().catch((problem: unknown) => {
  console.error(`endurance: ${problem instanceof Error ? problem.stack : String(problem)}`);
  process.exitCode = 1;
});
