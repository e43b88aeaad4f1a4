/** A window whose display language is Simplified Chinese: commands, totals in the text, and the preview. */

import * as assert from 'node:assert/strict';
import { openSession, type Session } from '../rig/session';

describe('a window in Chinese', function () {
  this.timeout(300_000);
  let session: Session;

  before(async () => {
    session = await openSession({ file: 'googlenet.cnn', language: 'zh-cn' });
  });
  afterEach(() => session?.screenshot('chinese'));
  after(() => session?.close());

  it('has the totals in the text and in the status bar in Chinese', async () => {
    const { page } = session;
    await page.locator('.codelens-decoration').getByText('1.583 G 次乘法').first().waitFor({ timeout: 60_000 });
    await page.locator('.statusbar').getByText('乘法 1.583 G').first().waitFor({ timeout: 60_000 });
  });

  it('finds commands by their Chinese names and opens the preview in Chinese', async () => {
    await session.command('Incept: 在侧边打开预览');
    await session.page.getByRole('tab', { name: /GoogLeNet 预览/ }).waitFor({ timeout: 60_000 });
    for (const name of ['成本', '层', '假设', '内存', '运行']) {
      await session.webview().getByRole('tab', { name, exact: true }).waitFor({ timeout: 60_000 });
    }
    assert.deepEqual(session.complaints, []);
  });
});
