/** What a person sees after VS Code was restarted: the preview is there again, with its picture. */

import * as assert from 'node:assert/strict';
import { openSession, type Session } from '../rig/session';

describe('a restarted window', () => {
  let session: Session;

  before(async function () {
    this.timeout(120_000);
    session = await openSession({ file: 'googlenet.cnn' });
  });
  after(() => session?.close());

  it('shows the preview again', async function () {
    this.timeout(180_000);
    await session.command('Incept: Open Preview to the Side');
    const node = session.webview().locator('svg').first();
    await node.waitFor({ state: 'visible', timeout: 60_000 });
    await session.reload();
    await node.waitFor({ state: 'visible', timeout: 60_000 });
    await session.screenshot('restart');
    const tabs = await session.page.locator('.part.editor .tab').allInnerTexts();
    assert.equal(tabs.length, 2, `the tabs are ${tabs.join(', ')}`);
    assert.deepEqual(session.complaints, []);
  });
});
