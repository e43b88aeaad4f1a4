/** Branches and icicle of the Cost tab in Chromium, by pointer and by keys. */

import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { HostMessage } from '../../src/protocol/messages';
import { editorWords } from '../../src/words/editor';
import { analyzeText } from '../support/analyze-text';
import { eventually, eventuallyEqual } from '../support/eventually';
import { buildViewModel } from '../support/view-model';
import { violations } from './axe';
import { previewSuite } from './preview-suite';
import type { OpenOptions } from './rig';

const text = readFileSync('examples/googlenet.cnn', 'utf8');
const view = buildViewModel(analyzeText(text), 'GoogLeNet', editorWords('en')) ?? assert.fail('no view');
const shown: HostMessage = { type: 'view', view, version: 1, documentVersion: 1 };

describe('branches and icicle in Chromium', function () {
  this.timeout(120_000);
  const suite = previewSuite();

  async function open(options: OpenOptions = {}): Promise<Page> {
    const preview = await suite.open({ messages: [shown], ...options });
    const { page } = preview;
    await page.getByRole('tab', { name: 'Cost' }).click();
    await page.getByRole('radio', { name: 'Branches and icicle' }).click();
    await page.getByRole('tree', { name: 'Cells by multiplies' }).waitFor();
    return page;
  }

  const cell = (page: Page, name: string | RegExp) => page.locator('.icicle').getByRole('treeitem', { name });

  const readout = async (page: Page): Promise<string> =>
    (await page.locator('.icicle-readout').innerText()).replace(/\s+/g, ' ').trim();

  it('tells how far each module is from even', async () => {
    const page = await open();
    const rows = page.getByRole('table', { name: 'Balance of the branches' }).getByRole('row');
    // 784 * 129,024 of 128,049,152 multiplies in one of four branches.
    await eventuallyEqual(
      async () => (await rows.nth(1).innerText()).replace(/\s+/g, ' ').trim(),
      'inception_3a 8% 1×1 79% 3×3 10% 5×5 4% 1×1 128.0 M 3.16×',
    );
    await page.getByText('In all 9 modules one branch costs more than all the others together: 57 to 79%').waitFor();
    await page.getByRole('button', { name: 'inception_3b' }).click();
    await page.locator('.node.is-selected[data-id="inception_3b"]').waitFor();
    assert.deepEqual(suite.preview.problems, []);
  });

  it('reads out the cell under the pointer, and a click goes into it and selects its node', async () => {
    const page = await open();
    const module = cell(page, 'inception_3b, 304.3 M, 19.2%');
    await module.hover();
    await eventually(async () =>
      assert.match(await readout(page), /^inception_3b .*28×28×256 → 28×28×480 304,267,264 multiplies 19\.2% of all$/),
    );
    await page.locator('.node.is-hovered[data-id="inception_3b"]').waitFor();
    const before = (await module.boundingBox())?.width ?? 0;
    await module.click();
    await page.locator('.node.is-selected[data-id="inception_3b"]').waitFor();
    await page.waitForFunction(
      (width) => (document.querySelector('.icicle-cell.is-selected')?.clientWidth ?? 0) > 3 * width,
      before,
    );
    // Its siblings are gone, the top row leads out.
    await eventuallyEqual(() => cell(page, /^inception_3a,/).count(), 0);
    await cell(page, /^GoogLeNet,/).click();
    await cell(page, /^inception_3a,/).waitFor();
  });

  it('is a tree to keys', async () => {
    const page = await open();
    await page.getByRole('tree', { name: 'Cells by multiplies' }).focus();
    for (const key of ['ArrowDown', 'End', 'ArrowLeft']) await page.keyboard.press(key);
    await eventually(async () => assert.match(await readout(page), /^inception_5b /));
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
    await eventually(async () =>
      assert.match(
        await readout(page),
        /^inception_5b \/ branch_2 \/ conv_1 .* of its branch, .* of its block, .* of all$/,
      ),
    );
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await cell(page, /^inception_5a,/).waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await cell(page, /^inception_5a,/).waitFor();
  });

  it('are there in a narrow panel too', async () => {
    const page = await open({ width: 420, height: 900 });
    await page.getByText('In all 9 modules').waitFor();
  });

  it('follows the metric, and is kept over a reload', async () => {
    const page = await open();
    await page.getByRole('radio', { name: 'Params' }).click();
    await page.getByRole('tree', { name: 'Cells by parameters' }).waitFor();
    await page.waitForFunction(() => (localStorage.getItem('saved') ?? '').includes('"costView":"charts"'));
    await page.reload();
    await page.getByRole('tree', { name: 'Cells by parameters' }).waitFor();
  });

  for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const) {
    it(`is accessible in the ${theme} theme`, async () => {
      const page = await open({ theme });
      await cell(page, /^inception_3b,/).click();
      await eventuallyEqual(() => violations(page), []);
    });
  }
});
