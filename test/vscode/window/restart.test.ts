/** What a person sees after VS Code was restarted: the preview is there again, with its picture and what it was compared with. */

import * as assert from 'node:assert/strict';
import { writeSafetensors } from '../../../src/interop/safetensors';
import { eventually } from '../../support/eventually';
import { openPalette, openSession, type Session } from '../rig/session';

const pair = `network Slim() { input image: 16x16x4  conv(8, 1x1)  dense(10) }
network Wide() { input image: 16x16x4  conv(8, 3x3)  lrn()  dense(10) }
`;

describe('a restarted window', () => {
  let session: Session | undefined;

  afterEach(async () => {
    await session?.screenshot('restart');
    await session?.close();
    session = undefined;
  });

  it('shows the preview again', async function () {
    this.timeout(420_000);
    const opened = await openSession({ file: 'googlenet.cnn' });
    session = opened;
    await session.command('Incept: Open Preview to the Side');
    // The first box of the picture, which is there once the layout has come.
    const node = session.webview().locator('svg.scene rect.body').first();
    await node.waitFor({ state: 'visible', timeout: 60_000 });
    // A word of the view that the page saves: the panel alone may be stored before the page has said what it shows.
    await session.reload('rankedLayers');
    await node.waitFor({ state: 'visible', timeout: 120_000 });
    await eventually(async () => {
      const tabs = await opened.page.locator('.part.editor .tab').allInnerTexts();
      assert.equal(tabs.length, 2, `the tabs are ${tabs.join(', ')}`);
    });
    assert.deepEqual(session.complaints, []);
  });

  it('runs with the weights that were chosen before', async function () {
    this.timeout(420_000);
    const tensors = [
      { name: 'conv_1/weight', shape: [1, 1, 4, 8], values: new Float32Array(32) },
      { name: 'conv_1/bias', shape: [8], values: new Float32Array(8) },
      { name: 'dense_1/weight', shape: [16 * 16 * 8, 10], values: new Float32Array(16 * 16 * 80) },
      { name: 'dense_1/bias', shape: [10], values: new Float32Array(10).fill(3) },
    ];
    const opened = await openSession({
      file: 'slim.cnn',
      files: { 'slim.cnn': pair.split('\n')[0] ?? '', 'slim.safetensors': writeSafetensors(tensors) },
    });
    session = opened;
    const { page } = opened;
    await opened.command('Incept: Open Preview to the Side');
    const view = opened.webview();
    const tab = view.getByRole('tab', { name: 'Run' });
    await tab.click({ timeout: 60_000 });
    const isFirst = async (): Promise<void> => {
      await view.locator('.run-buttons').getByText('Run', { exact: true }).click();
      // Ten values of 3, which random weights would not give.
      await view.locator('.run-result', { hasText: /index 0\s*3\s*index 1/ }).waitFor({ timeout: 60_000 });
    };
    await view.getByRole('button', { name: 'Choose a file…' }).click();
    const path = page.locator('.quick-input-widget input[type=text]');
    // The dialog proposes a folder: that of the design, or the one above it.
    await eventually(async () => assert.match(await path.inputValue(), /\/$/));
    const chosen = (await path.inputValue()).replace(/(workspace\/)?$/, 'workspace/slim.safetensors');
    // The dialog may still be putting its own proposal there, and while it looks a path up it takes no Enter.
    await eventually(async () => {
      if (await path.isVisible()) {
        await path.fill(chosen);
        await path.press('Enter');
      }
      await page.locator('.quick-input-widget').waitFor({ state: 'hidden', timeout: 3_000 });
    });
    await view.getByText('All 2 layers with weights find theirs, by name.').waitFor({ timeout: 60_000 });
    await isFirst();
    // The choice, which the extension stores, and the panel that shows it.
    await opened.reload('slim.safetensors', 'rankedLayers');
    await tab.click({ timeout: 120_000 });
    await view.locator('.weights-name', { hasText: 'slim.safetensors' }).waitFor({ timeout: 60_000 });
    await isFirst();
    assert.deepEqual(opened.complaints, []);
  });

  it('compares again with what it was compared with, the way it was turned, also behind another tab', async function () {
    this.timeout(420_000);
    session = await openSession({ file: 'pair.cnn', files: { 'pair.cnn': pair, 'notes.txt': 'Nothing.\n' } });
    const { page } = session;
    await session.command('Incept: Open Preview to the Side');
    const view = session.webview();
    await view.locator('svg.scene rect.body').first().waitFor({ state: 'visible', timeout: 60_000 });
    const choice = view.getByRole('menuitem', { name: /^Network (Slim|Wide)$/ });
    for (let tries = 1; (await choice.count()) === 0; tries++) {
      await view.getByRole('button', { name: 'Compare', exact: true }).click();
      // An editor that is just being given the focus takes it from the menu, which closes it.
      await choice.waitFor({ timeout: 5_000 }).catch((problem: unknown) => assert.ok(tries < 5, String(problem)));
    }
    const other = (await choice.innerText()).includes('Wide') ? 'Wide' : 'Slim';
    await choice.click();
    await view.locator('.compare-strip').getByRole('button', { name: /^Swap/ }).click();
    // Swapped, what the other one has alone was added.
    const mark = other === 'Wide' ? 'added' : 'removed';
    const changed = view.locator(`.node.mark-${mark}`).first();
    await changed.waitFor({ state: 'visible', timeout: 60_000 });
    const strip = view.locator('.compare-strip');
    const isBack = async (): Promise<void> => {
      await changed.waitFor({ state: 'visible', timeout: 120_000 });
      await eventually(async () => assert.match(await strip.innerText(), new RegExp(other)));
    };
    await session.reload('isSwapped');
    await isBack();
    // Another file over it, and the preview again.
    await page.locator('.part.editor .tab', { hasText: 'Preview' }).click();
    await openPalette(page, 'notes.txt');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'notes.txt' }).first().click();
    await page.locator('.part.editor .tab', { hasText: 'notes.txt' }).waitFor({ timeout: 60_000 });
    await page.locator('.part.editor .tab', { hasText: 'Preview' }).click();
    await isBack();
    assert.deepEqual(session.complaints, []);
  });
});
