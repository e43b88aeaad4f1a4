/**
 * Workers of a browser's extension host that are ended, as a browser does for want of memory, without a word to anybody: the language
 * server, and the run that it has started. What editor and preview say meanwhile, and that both go on.
 */

import * as assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { eventually } from '../../support/eventually';
import { notified, type Session } from '../rig/session';
import { extendWebExtension, openWebSession } from '../rig/web-extension';

/** The workers whose end somebody waits for. */
const waitedForScript = `navigator.locks.query().then(({ pending }) => pending.map(({ name }) => name).join(' '))`;

/** Commands that end what the extension has started last. */
function addEnds(extension: string): void {
  const script = `
    const { Worker: OwnWorker, Blob: OwnBlob } = globalThis;
    let server;
    globalThis.Worker = function (...given) { return server = new OwnWorker(...given); };
    const inServer = \`{
      const OwnWorker = Worker;
      globalThis.Worker = function (...given) {
        const run = new OwnWorker(...given);
        new BroadcastChannel('end-run').onmessage = () => run.terminate();
        return run;
      };
    }\`;
    globalThis.Blob = class extends OwnBlob {
      constructor(parts, options) {
        super(String(parts[0]).startsWith('globalThis.inceptSetup') ? [inServer, ...parts] : parts, options);
      }
    };
    activated = ({ subscriptions }) => subscriptions.push(
      vscode.commands.registerCommand('test.endServer', () => server.terminate()),
      vscode.commands.registerCommand('test.endRun', () => new BroadcastChannel('end-run').postMessage('')),
    );`;
  extendWebExtension(extension, { 'test.endServer': 'Test: End Server', 'test.endRun': 'Test: End Run' }, script);
}

describe('a worker of a web extension host that is ended', function () {
  this.timeout(300_000);
  let session: Session;
  let view: FrameLocator;

  before(async () => {
    session = await openWebSession({ file: 'googlenet.cnn' }, addEnds);
    view = session.webview();
    await session.page.locator('.view-lines').getByText('112x112x64').first().waitFor({ timeout: 60_000 });
    await session.command('Incept: Open Preview to the Side');
    await view.locator('svg.scene rect.body').first().waitFor({ timeout: 60_000 });
  });
  // Asked for, a server starts with none of its deaths counted.
  beforeEach(async () => {
    await session.command('Incept: Restart');
    await session.command('Notifications: Clear All Notifications');
  });
  afterEach(() => session?.screenshot('web-host-loss'));
  after(() => session?.close());

  /** In the first call of the text. */
  const writeFilters = async (before: number, after: number) => {
    const { page } = session;
    await page.locator('.part.editor .view-line', { hasText: `conv(${before} * width, 7x7` }).click();
    await page.keyboard.press('Home');
    for (const _ of 'conv(') await page.keyboard.press('ArrowRight');
    for (const _ of String(before)) await page.keyboard.press('Delete');
    await page.keyboard.type(String(after));
  };
  const stem = (multiplies: string) =>
    view.locator('.cost-body .cost-row', { hasText: 'conv 7×7' }).filter({ hasText: multiplies }).first();
  const startsLongRun = async () => {
    await view.getByRole('tab', { name: 'Run' }).click();
    await view.getByRole('checkbox', { name: /Count multiplies/ }).click();
    await view.getByRole('button', { name: /^Run/ }).first().click();
    await view.getByRole('button', { name: 'Cancel' }).waitFor();
  };
  const runsToItsEnd = async () => {
    await view.getByRole('checkbox', { name: /Count multiplies/ }).click();
    await view.getByRole('button', { name: /^Run/ }).first().click();
    await view.locator('.run-result', { hasText: 'Top 5 of prob' }).waitFor({ timeout: 120_000 });
    await view.locator('.run-failure').waitFor({ state: 'hidden' });
  };

  it('is started again where it was the server, which is told; the preview follows the text again', async () => {
    await session.command('Test: End Server');
    await notified(session, /stopped and is being started again/);
    await view.getByRole('tab', { name: 'Cost' }).click();
    await stem('118.0 M').waitFor({ timeout: 60_000 });
    // 112*112*32 * 7*7*3.
    await writeFilters(64, 32);
    await stem('59.0 M').waitFor({ timeout: 60_000 });
    await writeFilters(32, 64);
    await stem('118.0 M').waitFor({ timeout: 60_000 });
  });

  it('takes a run with it where it was the server, which is said, and the next one is right', async () => {
    await startsLongRun();
    await session.command('Test: End Server');
    await view.locator('.run-failure', { hasText: 'language server stopped before it had answered' }).waitFor();
    await runsToItsEnd();
  });

  it('is said where it was the run, and the next one is right', async () => {
    await startsLongRun();
    await session.command('Test: End Run');
    await view.locator('.run-failure', { hasText: "the run's worker was ended" }).waitFor();
    await runsToItsEnd();
  });

  it('is not started again and again where it is the server, until one asks for it', async () => {
    const waitedFor = async () => String(await session.page.evaluate(waitedForScript)).split(' ');
    for (let deaths = 1; deaths <= 5; deaths++) {
      const before = await waitedFor();
      await session.command('Test: End Server');
      // The next one has said something, and its end is waited for.
      if (deaths < 5)
        await eventually(async () => assert.ok((await waitedFor()).some((name) => !before.includes(name))));
    }
    await notified(session, /stopped 5 times within 3 minutes and is not started again/);
    await view.getByRole('tab', { name: 'Cost' }).click();
    // Which of both depends on whether something was asked just then.
    const row = view.locator('.error-row', {
      hasText: /language server (is not running|stopped before it had answered)/,
    });
    await row.waitFor({ timeout: 60_000 });
    await session.command('Incept: Restart');
    await row.waitFor({ state: 'hidden', timeout: 60_000 });
    await writeFilters(64, 32);
    await stem('59.0 M').waitFor({ timeout: 60_000 });
  });
});
