/** A window whose display language is Simplified Chinese: commands, totals in the text, and the preview. */

import * as assert from 'node:assert/strict';
import { eventually } from '../../support/eventually';
import { openPalette, openSession, type Session } from '../rig/session';

describe('a window in Chinese', function () {
  this.timeout(300_000);
  let session: Session;

  before(async () => {
    session = await openSession({
      file: 'googlenet.cnn',
      files: { 'wrong.cnn': 'network Net {\n  input x: 8x8x3\n  conv(16, 3x3, strid = 2)\n  konv(8)\n}\n' },
      language: 'zh-cn',
    });
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

  it('says what the networks to start from are in Chinese', async () => {
    await session.command('Incept: 从预置网络新建…');
    await session.page
      .locator('.quick-input-list')
      .getByText('1998 年识别支票上数字的网络')
      .waitFor({ timeout: 60_000 });
    await session.page.keyboard.press('Escape');
  });

  it('puts Chinese sentences together without space between them', async () => {
    await openPalette(session.page, 'wrong.cnn');
    await session.page.locator('.quick-input-list .monaco-list-row', { hasText: 'wrong.cnn' }).first().click();
    await eventually(async () =>
      assert.match(
        (await session.webview().locator('.error-text').innerText()).trim(),
        /^第 3 行：conv 没有名为 strid 的参数，是否想写 stride？依赖它的内容未知；合计不完整。“问题”面板中还有 1 个。$/,
      ),
    );
  });

  it('explains a mistake in Chinese, and its code leads to the Chinese page', async () => {
    const { page } = session;
    await page.locator('.squiggly-error').first().waitFor({ timeout: 60_000 });
    await page.keyboard.press('F8');
    const widget = page.locator('.marker-widget');
    await widget.getByText('conv 没有名为 strid 的参数，是否想写 stride？').waitFor();
    const link = widget.locator('a.code-link');
    await eventually(async () =>
      assert.match((await link.getAttribute('href')) ?? '', /docs\/zh-CN\/diagnostics\.md#L\d+$/),
    );
  });

  it('shows the steps of the walkthrough in Chinese, with what stands beside them', async () => {
    const { page } = session;
    await openPalette(page, '>Welcome: Open Walkthrough');
    await page.locator('.quick-input-list .monaco-list-row').first().click();
    await page.locator('.quick-input-list .monaco-list-row', { hasText: '用 Incept 设计网络' }).first().click();
    await eventually(async () => {
      const texts = await Promise.all(
        page.frames().map((frame) =>
          frame
            .locator('body')
            .innerText()
            .catch(() => ''),
        ),
      );
      assert.ok(
        texts.some((text) => text.includes('网络是一串层')),
        'the page of the first step',
      );
    });
  });
});
