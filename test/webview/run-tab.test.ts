/** The Run tab of the real bundle in Chromium, with a host made of a few lines. */

import * as assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { eventuallyEqual } from '../support/eventually';
import { sampleLayer, sampleRun } from '../support/sample-run';
import { bundlePreview, type Files, launch, type OpenOptions, openPreview, type Preview } from './rig';
import { sampleView, stem } from './sample-view';

const view = sampleView(stem);
const layers = view.nodes.filter(({ children }) => children.length === 0).map(({ path }) => sampleLayer(path));

describe('the Run tab in Chromium', function () {
  this.timeout(120_000);
  let browser: Browser;
  let files: Files;
  let preview: Preview | undefined;

  before(async () => {
    files = await bundlePreview();
    browser = await launch();
  });
  after(() => browser?.close());
  afterEach(async () => {
    await preview?.close();
    preview = undefined;
  });

  async function open(options: OpenOptions = {}): Promise<Preview> {
    preview = await openPreview(browser, files, {
      messages: [{ type: 'view', view, version: 1, documentVersion: 1 }],
      ...options,
    });
    await preview.page.getByRole('tab', { name: 'Run' }).click();
    return preview;
  }

  for (const width of [320, 420]) {
    it(`cuts off no name of an image, a class or a layer at ${width} pixels`, async () => {
      const { page, send } = await open({ width });
      await send({ type: 'weights', name: 'googlenet-imagenet-epoch-90.safetensors' });
      const top = { index: 359, label: 'black-footed ferret, Mustela nigripes', value: 0.25 };
      const inputs = [{ sample: 'stripes', top } as const, { file: 'photograph-of-a-ferret-in-the-snow.jpeg', top }];
      await send({
        type: 'runResult',
        run: sampleRun({ layers, survey: { output: 'softmax_1', inputs, layers: [] } }),
      });
      await page.locator('.survey-table .node-link').first().waitFor();
      const names = page.locator('.survey-table th, .survey-table td, .statistics th, .facts .node-link, .file-name');
      const cut = await names.evaluateAll((all) =>
        all.flatMap((each) => (each.scrollWidth > each.clientWidth + 1 ? [each.textContent] : [])),
      );
      assert.deepEqual(cut, []);
      await eventuallyEqual(() => page.locator('.run').evaluate((tab) => tab.scrollWidth > tab.clientWidth), false);
    });
  }
});
