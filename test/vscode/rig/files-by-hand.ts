/** What a person does with files in a window: opens one by its name, picks one in VS Code's own dialog, drags one onto the preview. */

import * as assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { eventually } from '../../support/eventually';
import { type Session, takeFromPalette } from './session';

/** By Go to File; the keyboard is then in its group. */
export async function openFile({ page }: Session, name: string): Promise<void> {
  await takeFromPalette(page, name, name);
  const tab = page.locator(`.tab.active[data-resource-name="${name}"]`);
  await tab.waitFor({ timeout: 60_000 });
  const group = page.locator('.editor-group-container.active').filter({ has: tab });
  // A webview that had the keyboard before the palette may be given it again some time after.
  await eventually(async () => {
    for (let times = 0; times < 3; times++) {
      if (times > 0) await page.waitForTimeout(200);
      if (!(await group.isVisible())) await tab.click({ timeout: 2_000 });
      assert.ok(await group.isVisible());
    }
  });
}

/** In the dialog that has just been asked for. */
export async function pickFile({ page, folder }: Session, name: string): Promise<void> {
  const dialog = page.locator('.quick-input-widget');
  const field = dialog.locator('input[type=text]').first();
  await dialog.waitFor();
  // The dialog puts a folder there first, and takes no Enter while it looks a path up.
  await eventually(async () => assert.match(await field.inputValue(), /\/$/));
  await eventually(async () => {
    const path = join(folder, name);
    if (!(await dialog.isVisible())) return;
    // It may close meanwhile, as an Enter before is heeded late.
    const soon = { timeout: 2_000 };
    if ((await field.inputValue(soon)) !== path) await field.fill(path, soon);
    await field.press('Enter', soon);
    assert.equal(await dialog.isVisible(), false);
  });
}

/** From the list of files onto a place in the preview; while shift is held, for VS Code lets a page have nothing else. */
export async function dragFromExplorer({ page, webview }: Session, name: string, onto: Locator): Promise<void> {
  const row = page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();
  const [from, to] = [await row.boundingBox(), await onto.boundingBox()];
  assert.ok(from !== null && to !== null);
  const { mouse, keyboard } = page;
  const [x, y] = [to.x + to.width / 2, to.y + to.height / 2];
  await mouse.move(from.x + 40, from.y + from.height / 2);
  await mouse.down();
  await keyboard.down('Shift');
  await mouse.move(from.x + 60, from.y + 2 * from.height, { steps: 4 });
  const hint = webview().locator('.drop-target');
  await eventually(async () => {
    await mouse.move(x - 4, y, { steps: 4 });
    await mouse.move(x, y, { steps: 4 });
    assert.ok(await hint.isVisible());
  });
  await mouse.up();
  await keyboard.up('Shift');
}

/** From the system's own file manager, which tells no address; with shift, as above. */
export async function dropFromSystem({ page, folder }: Session, name: string, onto: Locator): Promise<void> {
  const to = await onto.boundingBox();
  assert.ok(to !== null);
  const devtools = await page.context().newCDPSession(page);
  const send = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    devtools.send('Input.dispatchDragEvent', {
      type,
      x: to.x + to.width / 2,
      y: to.y + to.height / 2,
      data: { items: [], files: [join(folder, name)], dragOperationsMask: 1 },
      modifiers: 8,
    });
  const hint = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame').locator('.drop-target');
  await eventually(async () => {
    await send('dragEnter');
    await send('dragOver');
    assert.ok(await hint.isVisible());
  });
  await send('drop');
  await devtools.detach();
}
