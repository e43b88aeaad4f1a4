/** Every command of the palette in a browser's extension host: it does its work there, or says plainly why not. */

import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { eventually } from '../../support/eventually';
import { projectRoot } from '../rig/install';
import { notified, type Session, takeFromPalette } from '../rig/session';
import { openWebSession } from '../rig/web-extension';

const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
const texts = JSON.parse(readFileSync(join(projectRoot, 'package.nls.json'), 'utf8'));

/** Those that are given models are in web-host-images.test.ts. */
const elsewhere = ['importModel', 'showImportedDesign'];

describe('a command in a web extension host', function () {
  this.timeout(300_000);
  let session: Session;
  let view: FrameLocator;

  before(async () => {
    session = await openWebSession({ file: 'googlenet.cnn' });
    view = session.webview();
    await session.page.locator('.view-lines').getByText('112x112x64').first().waitFor({ timeout: 60_000 });
  });
  // The cursor in a layer of the design, as most commands are called.
  beforeEach(async () => {
    const { page } = session;
    await page.locator('.part.editor .tab[data-resource-name="googlenet.cnn"]').click();
    await page.locator('.part.editor .view-line', { hasText: 'conv(64 * width, 7x7' }).click();
  });
  afterEach(async function () {
    await session?.screenshot('web-host-commands');
    assert.deepEqual(session.complaints, [], this.currentTest?.title);
  });
  after(() => session?.close());

  /** It may ask for more in the place of the palette. */
  const call = async (command: string) => {
    const title = `Incept: ${texts[`command.${command}`]}`;
    await takeFromPalette(session.page, `>${title}`, title);
  };
  const choose = async (row: string) => {
    const rows = session.page.locator('.quick-input-list .monaco-list-row', { hasText: row });
    await rows.first().click();
  };
  /** As the dialog proposes it. */
  const saves = async (ending: string) => {
    const { page, folder } = session;
    const ok = page.locator('.quick-input-widget').getByRole('button', { name: 'OK' });
    await ok.waitFor({ timeout: 60_000 });
    const file = () => readdirSync(folder).find((name) => name.endsWith(ending));
    await eventually(async () => {
      if (file() === undefined) await ok.click({ timeout: 2_000 });
      assert.ok(file() !== undefined);
    });
    return eventually(() => {
      const text = readFileSync(join(folder, file() ?? ''), 'utf8');
      assert.match(text, /GoogLeNet/);
      return text;
    });
  };
  const tells = async (words: RegExp) => {
    await notified(session, words, 60_000);
    await session.command('Notifications: Clear All Notifications');
  };
  const isThere = (place: Locator) => place.waitFor({ timeout: 60_000 });
  const tab = (name: string) => view.getByRole('tab', { name, selected: true });
  const opensText = async () => {
    const { page } = session;
    await choose('AlexNet');
    await isThere(page.locator('.part.editor .tab', { hasText: /Untitled-\d/ }).first());
    await isThere(page.locator('.part.editor .view-line', { hasText: 'AlexNet' }).first());
    await session.command('View: Revert and Close Editor');
  };

  const outcomes: Readonly<Record<string, () => Promise<unknown>>> = {
    openPreview: () => isThere(view.locator('.header', { hasText: 'GoogLeNet' })),
    showCostTable: () => isThere(tab('Cost')),
    // 112*112*64 * 7*7*3.
    explainAtCursor: () => isThere(view.getByText('118,013,952').first()),
    runSampleInference: async () => {
      await choose('seed 1');
      await isThere(view.getByText('Top 5 of prob').first());
    },
    exportPicture: async () => {
      await choose('SVG, light');
      assert.match(await saves('.svg'), /^(<\?xml[^>]*>\s*)?<svg/);
    },
    exportReport: async () => assert.match(await saves('.html'), /^<!doctype html>/i),
    compareWithFile: async () => {
      await choose('alexnet.cnn');
      await isThere(view.locator('.compare-strip', { hasText: 'AlexNet' }));
    },
    compareWithNetwork: () => tells(/This file has no other network/),
    compareWithCommit: () => isThere(view.getByText('Where extensions run in the browser there is none.')),
    chooseInstance: () => tells(/Put the cursor into a module/),
    expectsFromTable: () => tells(/no table of this network/),
    calibrate: () => tells(/This machine reaches [\d.]+ GFLOP\/s/),
    newNetwork: opensText,
    openExample: opensText,
    restartServer: () => isThere(session.page.locator('.codelens-decoration').getByText('1.583 G multiplies').first()),
    togglePreviewLock: () => isThere(session.page.locator('.part.editor .tab', { hasText: 'locked' }).first()),
    showOutput: () => isThere(session.page.locator('.part.panel .output-view').first()),
    openCourse: async () => {
      await isThere(session.page.locator('.part.editor .tab', { hasText: 'Incept course' }));
      await eventually(async () => {
        const said = await Promise.all(
          [0, 1].map((index) => session.webview(index).getByText('A number for every pixel').count()),
        );
        assert.ok(said.some((count) => count > 0));
      });
    },
  };

  it('has a test', () => {
    const commands = manifest.contributes.commands.map(({ command }: { command: string }) => command.split('.')[1]);
    assert.deepEqual([...Object.keys(outcomes), ...elsewhere].sort(), commands.sort());
  });

  for (const [command, outcome] of Object.entries(outcomes)) {
    it(`works, or says why not: ${command}`, async () => {
      // It is about the preview in front.
      if (command === 'togglePreviewLock') {
        await session.page.locator('.part.editor .tab', { hasText: 'GoogLeNet preview' }).click();
        await view.locator('.header').click();
      }
      await call(command);
      await outcome();
    });
  }
});
