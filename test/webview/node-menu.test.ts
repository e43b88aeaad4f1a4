/** The menu of a node, in the picture and in the table of costs, by pointer and by keys. */

import * as assert from 'node:assert/strict';
import { eventually, eventuallyEqual } from '../support/eventually';
import { eventuallyLast, lastOf } from './posted';
import { previewSuite } from './preview-suite';
import { sampleView, stem } from './sample-view';

describe('the menu of a node', function () {
  this.timeout(120_000);
  const suite = previewSuite();
  beforeEach(async () => {
    const messages = [{ type: 'view', view: sampleView(stem), version: 1, documentVersion: 1 }] as const;
    const preview = await suite.open({ messages });
    await preview.page.locator('.cost-row').first().waitFor();
  });

  it('opens in the picture by pointer and by keys, and is none of an editor', async () => {
    const { page } = suite.preview;
    const items = page.locator('.popup-menu:visible [role=menuitem]');
    await page.locator('[data-id=conv_1]').click({ button: 'right' });
    await eventuallyEqual(
      () => items.allInnerTexts(),
      ['Go to text', 'Explain', 'What if', 'Run up to here', 'Copy path'],
    );
    // Esc gives the keyboard back to the picture; Shift+F10 opens it for the node there.
    await page.keyboard.press('Escape');
    await page.locator('[data-id=inception_3a]').click({ position: { x: 60, y: 20 } });
    await page.keyboard.press('Shift+F10');
    const body = ['Go to text', 'Close', 'Explain', 'What if', 'Run up to here', 'Copy path'];
    await eventuallyEqual(() => items.allInnerTexts(), body);
    await eventuallyEqual(() => page.evaluate(() => document.activeElement?.textContent), 'Go to text');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('[data-id="inception_3a/branch_1/conv_1"]').waitFor({ state: 'detached' });
    await eventuallyEqual(() => page.locator('.popup-menu:visible').count(), 0);

    await page.locator('[data-id=conv_1]').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Run up to here' }).click();
    await eventually(async () => assert.equal((await lastOf(suite.preview, 'run')).options.upto, 'conv_1'));
    await page.locator('[data-id=conv_1]').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Explain' }).click();
    await page.getByRole('tab', { name: 'Layer', selected: true }).waitFor();
    await page.locator('[data-id=conv_1]').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Go to text' }).click();
    await eventuallyLast(suite.preview, 'reveal', { target: { kind: 'node', id: 'conv_1' }, takeFocus: true });
    // Beside all nodes there is nothing to choose, and nothing of the browser's.
    const isPrevented = await page.evaluate(
      () =>
        !document
          .querySelector('.graph')
          ?.dispatchEvent(new MouseEvent('contextmenu', { cancelable: true, bubbles: true })),
    );
    assert.equal(isPrevented, true);
    await eventuallyEqual(() => page.locator('.popup-menu:visible').count(), 0);
  });

  it('opens on the rows of the table', async () => {
    const { page } = suite.preview;
    const items = page.locator('.popup-menu:visible [role=menuitem]');
    await page.locator('.cost-row', { hasText: 'conv 3×3' }).click({ button: 'right' });
    await eventuallyEqual(
      () => items.allInnerTexts(),
      ['Go to text', 'Explain', 'What if', 'Run up to here', 'Copy path'],
    );
    // Esc gives the keyboard back to the table; the key opens it for the row that is selected.
    await page.keyboard.press('Escape');
    await page.locator('.cost-row', { hasText: 'conv 3×3' }).click();
    await page.locator('.cost-row.is-selected').waitFor();
    await page.keyboard.press('Shift+F10');
    await items.first().waitFor();
    await eventuallyEqual(() => page.evaluate(() => document.activeElement?.textContent), 'Go to text');
    await items.getByText('Explain').click();
    await page.getByRole('tab', { name: 'Layer', selected: true }).waitFor();
    await eventually(async () => assert.equal((await lastOf(suite.preview, 'explain')).path, 'conv_3'));
  });
});
