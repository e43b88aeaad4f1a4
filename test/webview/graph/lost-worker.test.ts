/** The picture when its layout worker dies in a real browser: a fresh one lays it out, and without any the boxes stand one below the other. */

import assert from 'node:assert/strict';
import { eventuallyEqual } from '../../support/eventually';
import { previewSuite } from '../preview-suite';
import type { Files } from '../rig';
import { sampleView, stem } from '../sample-view';

/** Starts, and dies of its first question, as one that has no memory left. */
const dying = "onmessage = () => { throw new Error('out of memory'); }; postMessage({ type: 'ready' });";
const message = { type: 'view', view: sampleView(stem), version: 1, documentVersion: 1 } as const;

describe('the picture without its worker', function () {
  this.timeout(120_000);
  const suite = previewSuite();

  /** The files, but for the first workers, which die. */
  function losing(deaths: number): { readonly files: Files; readonly asked: () => number } {
    let asked = 0;
    const worker = '/layout-worker.js';
    const get = (path: string) => (path === worker && ++asked <= deaths ? dying : suite.files.get(path));
    return { files: Object.assign(new Map(suite.files), { get }), asked: () => asked };
  }

  it('is laid out by a fresh one', async () => {
    const lost = losing(1);
    const preview = await suite.open({ messages: [message] }, lost.files);
    const { page } = preview;
    await page.locator('.graph[aria-busy=false] .node[data-id="aux1"]').waitFor();
    assert.equal(lost.asked(), 2);
    await page.getByText('one below the other').waitFor({ state: 'hidden' });
  });

  it('is laid out when a person tries again, who has the keys of the picture then', async () => {
    for (const [language, again] of [
      ['en', 'Try again'],
      ['zh-cn', '重试'],
    ] as const) {
      const lost = losing(2);
      const { page } = await suite.open({ messages: [message], language }, lost.files);
      await page.locator('.error-row').getByText(again).click();
      await page.locator('.error-row').waitFor({ state: 'hidden' });
      await page.locator('.graph[aria-busy=false] .node[data-id="aux1"]').waitFor();
      await page.waitForFunction(() => document.activeElement?.closest('.graph') !== null);
      assert.equal(lost.asked(), 3);
      await suite.preview.close();
    }
  });

  it('says so again where trying again does not help', async () => {
    const lost = losing(4);
    const { page } = await suite.open({ messages: [message] }, lost.files);
    const row = page.locator('.error-row', { hasText: 'The layout ended with an error' });
    await row.getByText('Try again').click();
    await eventuallyEqual(async () => lost.asked(), 4);
    await row.getByText('Try again').click();
    await row.waitFor({ state: 'hidden' });
    assert.equal(lost.asked(), 5);
  });

  it('is stacked where each dies, says so, and is laid out when the text has changed and one lives', async () => {
    const lost = losing(2);
    const preview = await suite.open({ messages: [message] }, lost.files);
    const { page, send } = preview;
    await page.getByText('The layout ended with an error, so the boxes stand one below the other.').waitFor();
    await page.locator('.graph .node[data-id="aux1"]').waitFor();
    const longer = sampleView([...stem, { path: 'conv_9', multiplies: 1 }]);
    await send({ type: 'view', view: longer, version: 2, documentVersion: 2 });
    await page.locator('.graph[aria-busy=false] .node[data-id="conv_9"]').waitFor();
    assert.equal(lost.asked(), 3);
    await page.getByText('one below the other').waitFor({ state: 'hidden' });
  });
});
