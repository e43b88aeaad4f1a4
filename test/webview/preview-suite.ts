/** What suites of the preview in Chromium have in common: one browser for all tests, and what a test opens is closed behind it. */

import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { bundlePreview, type Files, launch, type OpenOptions, openPreview, type Preview } from './rig';

export interface PreviewSuite {
  /** There once tests run, as the files are. */
  readonly browser: Browser;
  readonly files: Files;
  /** The one that the test has opened. */
  readonly preview: Preview;
  /** `files` in place of those of the bundle. */
  open(options?: OpenOptions, files?: Files): Promise<Preview>;
  /** The same, once its panel is there. */
  openPanel(options: OpenOptions): Promise<Preview>;
}

/** Called where a suite is described. */
export function previewSuite(): PreviewSuite {
  let browser: Browser | undefined;
  let bundle: Files | undefined;
  let preview: Preview | undefined;
  before(async () => {
    bundle = await bundlePreview();
    browser = await launch();
  });
  after(() => browser?.close());
  afterEach(async () => {
    await preview?.close();
    preview = undefined;
  });
  const suite: PreviewSuite = {
    get browser() {
      return browser ?? assert.fail('no browser yet');
    },
    get files() {
      return bundle ?? assert.fail('no files yet');
    },
    get preview() {
      return preview ?? assert.fail('the test has opened no preview');
    },
    async open(options = {}, files = suite.files) {
      preview = await openPreview(suite.browser, files, options);
      return preview;
    },
    async openPanel(options) {
      const opened = await suite.open(options);
      await opened.page.locator('.panel').waitFor();
      return opened;
    },
  };
  return suite;
}
