/**
 * The extension in a browser's extension host, which is a worker without Node: the same folder without the entry for Node, driven
 * through the window as a person does. Its server and its runs are workers, its files are those of the editor.
 */

import * as assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { openSession, type Session } from '../rig/session';
import { webExtension } from '../rig/web-extension';

describe('a web extension host', function () {
  this.timeout(300_000);
  let extension: string;
  let session: Session;

  before(async () => {
    extension = webExtension();
    session = await openSession({ file: 'googlenet.cnn', extension });
  });
  afterEach(() => session?.screenshot('web-host'));
  after(async () => {
    await session?.close();
    rmSync(extension, { recursive: true, force: true });
  });

  it('shows shapes and totals in the text', async () => {
    const lines = session.page.locator('.view-lines');
    await lines.getByText('112x112x64').first().waitFor({ timeout: 60_000 });
    await session.page
      .locator('.codelens-decoration')
      .getByText('1.583 G multiplies')
      .first()
      .waitFor({ timeout: 60_000 });
  });

  it('draws the network', async () => {
    await session.command('Incept: Open Preview to the Side');
    await session.webview().locator('svg.scene rect.body').first().waitFor({ state: 'visible', timeout: 60_000 });
  });

  it('runs it', async () => {
    await session.webview().getByRole('tab', { name: 'Run' }).click();
    await session.webview().getByRole('button', { name: /^Run/ }).first().click();
    await session.webview().getByText('Top 5 of prob').first().waitFor({ timeout: 120_000 });
    assert.deepEqual(session.complaints, []);
  });
});
