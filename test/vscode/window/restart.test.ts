/** What a person sees after VS Code was restarted: the preview is there again, with its picture. */

import * as assert from 'node:assert/strict';
import { openSession, type Session } from '../rig/session';

describe('a restarted window', () => {
  let session: Session;

  before(async function () {
    this.timeout(120_000);
    session = await openSession({ file: 'googlenet.cnn' });
  });
  afterEach(() => session?.screenshot('restart'));
  after(() => session?.close());

  it('shows the preview again', async function () {
    this.timeout(300_000);
    await session.command('Incept: Open Preview to the Side');
    // The first box of the picture, which is there once the layout has come.
    const node = session.webview().locator('svg.scene rect.body').first();
    await node.waitFor({ state: 'visible', timeout: 60_000 });
    // A word of the view that the page saves: the panel alone may be stored before the page has said what it shows.
    await session.reload('rankedLayers');
    await node.waitFor({ state: 'visible', timeout: 120_000 });
    const tabs = await session.page.locator('.part.editor .tab').allInnerTexts();
    assert.equal(tabs.length, 2, `the tabs are ${tabs.join(', ')}`);
    assert.deepEqual(session.complaints, []);
  });
});
