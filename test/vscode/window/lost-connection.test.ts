/**
 * A window that loses the connection to the host of its extensions while one works in it: every socket is cut, and new ones are refused
 * until the window has said so. What is written and asked for meanwhile is neither lost nor done twice.
 */

import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, eventuallyEqual } from '../../support/eventually';
import { openPalette, openSession, type Session } from '../rig/session';

const written = `network Small {
  input image: 16x16x4
  first = conv(8, 1x1)
  dense(10)
}
`;
const edited = written.replace('conv(8, 1x1)', 'conv(16, 1x1)');

describe('a window without a connection', function () {
  this.timeout(420_000);
  let session: Session;

  before(async () => {
    session = await openSession({ file: 'small.cnn', isInstalled: true, files: { 'small.cnn': written } });
    await session.command('Incept: Open Preview to the Side');
    await session.webview().locator('svg.scene rect.body').first().waitFor({ state: 'visible', timeout: 90_000 });
  });
  afterEach(() => session?.screenshot('lost-connection-end'));
  after(() => session?.close());

  const totals = () => session.webview().locator('.totals').innerText();
  /** Rows that an error is marked in. */
  const squiggles = () => session.page.locator('.part.editor .squiggly-error').count();
  const text = async () =>
    (await session.page.locator('.part.editor .view-line').allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
  it('keeps what it shows, takes what is typed and asked for, and makes it good once there is one', async () => {
    const { page, connection } = session;
    // 16*16 * 4*8 + 16*16*8 * 10.
    await eventually(async () => assert.match(await totals(), /28\.67 K/));
    // The cursor behind `conv(`.
    await openPalette(page, ':3:16');
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    connection.cut();
    // The window says so in a dialog, which one sends away to go on.
    await page
      .getByText(/Attempting to reconnect|Cannot reconnect/)
      .first()
      .waitFor({ timeout: 90_000 });
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('Delete');
    await page.keyboard.type('16');
    await eventually(async () => assert.match(await text(), /conv\(16, 1x1\)/));
    // A layer that is selected in the picture is explained by the server.
    await session.webview().locator('svg.scene [data-id="first"]').click();
    await session.screenshot('lost-connection');
    assert.match(await totals(), /28\.67 K/);
    connection.restore();
    // 16*16 * 4*16 + 16*16*16 * 10. The window tries again in its own time, half a minute apart in the end.
    await eventually(async () => assert.match(await totals(), /57\.34 K/), 180_000);
    await session.screenshot('connection-is-back');
    // The layer is marked as it stands in the text of now: as by another click.
    const marked = async () => {
      const mark = await page.locator('.part.editor .cdr[class*="ced-"]').first().boundingBox();
      return mark && [mark.x, mark.width].map(Math.round);
    };
    await eventually(async () => assert.ok((await marked()) !== null));
    const meanwhile = await marked();
    await session.webview().locator('svg.scene [data-id="dense"], svg.scene [data-id="dense_1"]').first().click();
    await eventually(async () => assert.notDeepEqual(await marked(), meanwhile));
    await session.webview().locator('svg.scene [data-id="first"]').click();
    await eventuallyEqual(marked, meanwhile);
    await session.command('File: Save');
    await eventuallyEqual(() => readFileSync(join(session.folder, 'small.cnn'), 'utf8'), edited);
  });

  it('has the mistakes of what is typed afterwards marked, once each', async () => {
    const { page } = session;
    await page.locator('.part.editor .view-line', { hasText: 'dense' }).click();
    await page.keyboard.press('End');
    await page.keyboard.type('x');
    await eventuallyEqual(squiggles, 1);
    await page.keyboard.press('Backspace');
    await eventuallyEqual(squiggles, 0);
    await eventuallyEqual(async () => (await text()).split('conv(16, 1x1)').length, 2);
    assert.deepEqual(session.complaints, []);
  });
});
