/** Lists of dropdowns, which stand in the window whatever scrolls around their field. */

import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { eventually, eventuallyEqual } from '../support/eventually';
import { bundlePreview, type Files, launch, openPreview } from './rig';
import { sampleView, stem } from './sample-view';

describe('the list of a field of the panel', function () {
  this.timeout(60_000);
  let browser: Browser;
  let files: Files;

  before(async () => {
    [browser, files] = await Promise.all([launch(), bundlePreview()]);
  });
  after(() => browser.close());

  for (const [width, height] of [
    [700, 640],
    [320, 500],
    [1300, 700],
  ] as const) {
    it(`is whole, and can be clicked, in a panel of ${width} by ${height}`, async () => {
      const { page, posted, problems, close } = await openPreview(browser, files, {
        width,
        height,
        messages: [{ type: 'view', view: sampleView(stem), version: 1, documentVersion: 1 }],
      });
      await page.getByRole('tab', { name: 'Run' }).click();
      const field = page.locator('.run-field vscode-dropdown').first();
      await field.click();
      const options = field.locator('vscode-option');
      const hidden = () =>
        options.evaluateAll((all) =>
          all.flatMap((option) => {
            option.scrollIntoView({ block: 'nearest' });
            const { left, top, height: tall } = option.getBoundingClientRect();
            return document.elementFromPoint(left + 12, top + tall / 2) === option ? [] : [option.textContent];
          }),
        );
      await eventuallyEqual(hidden, []);
      await eventually(async () => assert.ok((await options.count()) > 5));
      await options.filter({ hasText: 'checkerboard' }).click();
      await eventually(async () =>
        assert.ok((await posted()).some((message) => JSON.stringify(message).includes('"checkerboard"'))),
      );
      assert.deepEqual(problems, []);
      await close();
    });
  }
});
