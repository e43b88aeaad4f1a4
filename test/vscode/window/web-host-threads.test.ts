/**
 * Runs in a browser's extension host with and without memory that workers may share, which is the page's server to allow: with it
 * there are threads and a run is asked to stop, without it there is one thread and a run is stopped by ending its worker. What a
 * person sees is the same.
 */

import * as assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { eventually } from '../../support/eventually';
import type { Session } from '../rig/session';
import { openWebSession } from '../rig/web-extension';

/** The classes and their shares, by whether the page was isolated. */
const found = new Map<boolean, string>();

for (const isIsolated of [false, true]) {
  describe(`a run in a web extension host ${isIsolated ? 'of a page that is isolated' : 'as it is'}`, function () {
    this.timeout(300_000);
    let session: Session;
    let view: FrameLocator;

    before(async () => {
      session = await openWebSession({ file: 'googlenet.cnn', isIsolated });
      view = session.webview();
      await session.page.locator('.view-lines').getByText('112x112x64').first().waitFor({ timeout: 60_000 });
      await session.command('Incept: Open Preview to the Side');
      await view.locator('.header', { hasText: 'GoogLeNet' }).waitFor({ timeout: 60_000 });
      await view.getByRole('tab', { name: 'Run' }).click();
    });
    afterEach(() => session?.screenshot(`web-host-threads-${isIsolated ? 'isolated' : 'single'}`));
    after(() => session?.close());

    const runs = async () => {
      await view.getByRole('button', { name: /^Run/ }).first().click();
      await view.getByText('Top 5 of prob').waitFor({ timeout: 120_000 });
    };

    it('has as many threads as it may have', async () => {
      assert.equal(await session.page.evaluate('crossOriginIsolated'), isIsolated);
      await runs();
      const processors = Number(await session.page.evaluate('navigator.hardwareConcurrency'));
      const threads = isIsolated ? Math.min(4, processors) : 1;
      const summary = threads === 1 ? /· wasm ·/ : new RegExp(`· wasm, ${threads} threads ·`);
      await eventually(async () => assert.match(await view.locator('.run-result').innerText(), summary));
      const [top] = await view.locator('.run-result table').allInnerTexts();
      assert.match(top ?? '', /^index \d+\s+\d+\.\d+%/);
      found.set(isIsolated, top ?? '');
      assert.deepEqual(session.complaints, []);
    });

    it('is cancelled, and the next one is right', async () => {
      const counting = view.getByRole('checkbox', { name: /Count multiplies/ });
      await counting.click();
      await view.getByRole('button', { name: /^Run/ }).first().click();
      await view.getByRole('button', { name: 'Cancel' }).click();
      await view.locator('.run-failure', { hasText: 'The run was cancelled.' }).waitFor({ timeout: 60_000 });
      await counting.click();
      await runs();
      await view.locator('.run-failure').waitFor({ state: 'hidden', timeout: 120_000 });
      const [top] = await view.locator('.run-result table').allInnerTexts();
      assert.equal(top, found.get(isIsolated));
    });

    if (isIsolated) it('gives what one thread gives', () => assert.equal(found.get(true), found.get(false)));
  });
}
