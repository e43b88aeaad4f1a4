/** How long the page of the playground takes to its first picture in Chromium, from the address to what is seen. */

import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { playgroundFolder, servePlayground } from '../../scripts/playground';
import { findChrome } from '../../scripts/setup.mjs';

export interface PageFigures {
  /** The first time in a browser, the first time since it was started, and once more in the same; medians in milliseconds. */
  readonly first: number;
  readonly started: number;
  readonly again: number;
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

async function firstPicture(context: BrowserContext, address: string): Promise<number> {
  const page = await context.newPage();
  await page.goto(address, { waitUntil: 'commit' });
  const found = await page.waitForFunction(() => (globalThis as { readonly drawnAt?: number }).drawnAt);
  const milliseconds = Number(await found.jsonValue()) - (await page.evaluate(() => performance.timeOrigin));
  // The files are kept, for the next start.
  await page.getByText('Works offline').waitFor();
  await page.close();
  return milliseconds;
}

/** Of the page as it was built last. */
export async function measurePage(rounds: number): Promise<PageFigures> {
  const server = await servePlayground(playgroundFolder, { port: 0, base: '/playground/' });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/playground/`;
  const executablePath = findChrome();
  if (executablePath === undefined) throw new Error('no Chrome or Chromium; set CHROME to its path');
  const args = ['--no-sandbox', '--disable-gpu'];
  const times = { first: [] as number[], started: [] as number[], again: [] as number[] };
  try {
    for (let round = 0; round < rounds; round++) {
      const profile = mkdtempSync(join(tmpdir(), 'incept-page-'));
      const start = async (): Promise<BrowserContext> => {
        const context = await chromium.launchPersistentContext(profile, { executablePath, args, locale: 'en' });
        await context.addInitScript({ content: watch });
        return context;
      };
      try {
        const fresh = await start();
        times.first.push(await firstPicture(fresh, address));
        await fresh.close();
        const warm = await start();
        times.started.push(await firstPicture(warm, address));
        times.again.push(await firstPicture(warm, address));
        await warm.close();
      } finally {
        rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
      }
    }
  } finally {
    server.close();
  }
  const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
  return {
    first: median(times.first),
    started: median(times.started),
    again: median(times.again),
    load: loadavg()[0] ?? Number.NaN,
  };
}
