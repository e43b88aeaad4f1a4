/** What the panel shows at once of what it is sent, and what it leaves for later. */

import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { bundlePreview, type Files, launch, openPreview } from './rig';
import { sampleView, stem } from './sample-view';

describe('the panel follows', function () {
  this.timeout(60_000);
  let browser: Browser;
  let files: Files;
  const view = sampleView(stem);

  before(async () => {
    [browser, files] = await Promise.all([launch(), bundlePreview()]);
  });
  after(() => browser.close());

  it('with the figures of the next picture ahead of it', async () => {
    const { page, send, problems, close } = await openPreview(browser, files, {
      messages: [{ type: 'view', view, version: 1, documentVersion: 1 }],
    });
    const total = page.locator('.total-number').first();
    await total.filter({ hasText: '605.7 M' }).waitFor();
    const { nodes, edges, ...figures } = view;
    const multiplies = { value: 123_400_000, isPartial: false };
    await send({ type: 'figures', figures: { ...figures, totals: { ...figures.totals, multiplies } } });
    await total.filter({ hasText: '123.4 M' }).waitFor();
    await send({ type: 'view', view, version: 2, documentVersion: 2 });
    await total.filter({ hasText: '605.7 M' }).waitFor();
    assert.deepEqual(problems, []);
    await close();
  });
});
