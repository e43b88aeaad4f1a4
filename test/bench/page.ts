/** What the pages of the playground and the course load in Chromium, and how long they take from the address to what is seen. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { playgroundFolder, servePlayground } from '../../scripts/playground';
import { findChrome } from '../../scripts/setup.mjs';

export interface PageFigures {
  /** The first time in a browser, the first time since it was started, and once more in the same; medians in milliseconds. */
  readonly first: number;
  readonly started: number;
  readonly again: number;
  /** Of the files that are asked for until the first picture is seen, each once, as hosts pack them. */
  readonly bytes: { readonly files: number; readonly gzip: number; readonly brotli: number };
  /** From the link of the course to the first answer that is judged, on a slow phone; median in milliseconds. */
  readonly phone: number;
  /** Of the machine over the last minute, at the end. */
  readonly load: number;
}

/** Tells the outer page when a frame of the picture has been shown. Text, because a transpiled function would not stand alone. */
const watch = `
  new MutationObserver((_, observer) => {
    if (document.querySelector('.graph [data-id]') === null) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => { top.drawnAt = performance.timeOrigin + performance.now(); }));
  }).observe(document, { childList: true, subtree: true });
`;

/** Milliseconds, and the moment in those of the clock. */
async function firstPicture(context: BrowserContext, address: string): Promise<{ took: number; drawnAt: number }> {
  const page = await context.newPage();
  await page.goto(address, { waitUntil: 'commit' });
  const found = await page.waitForFunction(() => (globalThis as { readonly drawnAt?: number }).drawnAt);
  const drawnAt = Number(await found.jsonValue());
  const took = drawnAt - (await page.evaluate(() => performance.timeOrigin));
  // The files are kept, for the next start.
  await page.getByText('Works offline').waitFor();
  await page.close();
  return { took, drawnAt };
}

/** A processor four times slower, and Chromium's "Slow 4G": 1.6 Mbit/s, 150 ms before each answer. */
async function slowed(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await session.send('Network.enable');
  const throughput = { downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 150, ...throughput });
}

/** From the link to what is said to the first answer; nobody thinks meanwhile. */
async function firstAnswer(context: BrowserContext, address: string): Promise<number> {
  const page = await context.newPage();
  await slowed(page);
  const began = performance.now();
  await page.goto(address, { waitUntil: 'commit' });
  await page.locator('.answer').tap();
  // Lesson 1: 9 times 2.
  await page.keyboard.type('18');
  await page.keyboard.press('Enter');
  await page.locator('.explanation strong').waitFor();
  const took = performance.now() - began;
  await page.close();
  return took;
}

/** Of the page as it was built last. */
export async function measurePage(rounds: number): Promise<PageFigures> {
  const base = '/playground/';
  const server = await servePlayground(playgroundFolder, { port: 0, base, isPacked: true });
  const asked: { readonly path: string; readonly at: number }[] = [];
  server.on('request', ({ url = '' }) =>
    asked.push({ path: url.slice(base.length).replace(/\?.*/, ''), at: Date.now() }),
  );
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`;
  const executablePath = findChrome();
  if (executablePath === undefined) throw new Error('no Chrome or Chromium; set CHROME to its path');
  const args = ['--no-sandbox', '--disable-gpu'];
  const times = { first: [] as number[], started: [] as number[], again: [] as number[], phone: [] as number[] };
  let paths = new Set<string>();
  try {
    for (let round = 0; round < rounds; round++) {
      const profile = mkdtempSync(join(tmpdir(), 'incept-page-'));
      const start = async (): Promise<BrowserContext> => {
        const context = await chromium.launchPersistentContext(profile, { executablePath, args, locale: 'en' });
        await context.addInitScript({ content: watch });
        return context;
      };
      try {
        asked.length = 0;
        const fresh = await start();
        const { took, drawnAt } = await firstPicture(fresh, address);
        times.first.push(took);
        paths = new Set(asked.filter(({ at }) => at <= drawnAt).map(({ path }) => path));
        await fresh.close();
        const warm = await start();
        times.started.push((await firstPicture(warm, address)).took);
        times.again.push((await firstPicture(warm, address)).took);
        await warm.close();
      } finally {
        rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
      }
      const browser = await chromium.launch({ executablePath, args });
      const phone = { viewport: { width: 360, height: 800 }, hasTouch: true, isMobile: true, locale: 'en' };
      times.phone.push(await firstAnswer(await browser.newContext(phone), `${address}course/`));
      await browser.close();
    }
  } finally {
    server.close();
  }
  const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
  const contents = [...paths].map((path) => readFileSync(join(playgroundFolder, path === '' ? 'index.html' : path)));
  const sum = (pack: (content: Buffer) => Buffer): number =>
    contents.reduce((bytes, content) => bytes + pack(content).length, 0);
  return {
    first: median(times.first),
    started: median(times.started),
    again: median(times.again),
    bytes: { files: paths.size, gzip: sum(gzipSync), brotli: sum(brotliCompressSync) },
    phone: median(times.phone),
    load: loadavg()[0] ?? Number.NaN,
  };
}
