/** The playground without a network, and when another build of it comes. */

import assert from 'node:assert/strict';
import { eventually, eventuallyEqual } from '../../support/eventually';
import { type OpenPlayground, PlaygroundHost } from './open-playground';

describe('the playground, once it was loaded', function () {
  this.timeout(120_000);
  let host: PlaygroundHost;

  beforeEach(async () => {
    host = await PlaygroundHost.start();
  });
  afterEach(() => host?.close());

  const openWhole = async (): Promise<OpenPlayground> => {
    const play = await host.open();
    await play.page.getByText('Works offline').waitFor();
    return play;
  };
  const stores = (of: OpenPlayground): Promise<string[]> => of.page.evaluate(() => caches.keys());

  it('draws, runs and speaks another language without a network', async () => {
    const play = await openWhole();
    const { page, preview } = play;
    await host.stop();
    await page.reload();
    await play.node('inception_3b').waitFor();
    // Szegedy et al., table 1: 3a takes 128M and 3b 304M.
    await play.multiplies('432.3 M');
    await play.monaco();
    await preview.getByRole('tab', { name: 'Run' }).click();
    await preview.locator('.run-buttons').getByText('Run', { exact: true }).click();
    await preview.locator('.run-result .run-summary').waitFor();
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitemradio', { name: '中文' }).click();
    await page.getByText('没有问题').waitFor();
    await play.node('inception_3b').waitFor();
    // Opened by the name that hosts give a folder.
    await page.goto(`${host.address}index.html`);
    await play.node('inception_3b').waitFor();
    assert.deepEqual(play.problems, []);
  });

  it('takes another build whole, when it is asked to', async () => {
    const play = await openWhole();
    const { page } = play;
    const [before] = await stores(play);
    const version = host.rebuild('second');
    await page.reload();
    // What stands at the old address has gone from the host; the page is of the old build, all of it.
    await play.node('inception_3b').waitFor();
    await play.monaco();
    await eventuallyEqual(() => page.locator('html').getAttribute('data-build'), null);
    const notice = page.locator('.notice', { hasText: 'new version' });
    await notice.waitFor();
    await eventually(async () => assert.equal((await stores(play))[0], before));
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await notice.getByRole('button', { name: 'Reload' }).click();
    await page.locator('html[data-build=second]').waitFor();
    await play.node('inception_3b').waitFor();
    await play.monaco();
    const others = asked.filter((url) => /\/[0-9a-f]{16}\//.test(url) && !url.includes(`/${version}/`));
    assert.deepEqual(others, []);
    await page.getByText('Works offline').waitFor();
    await eventually(async () => {
      const after = await stores(play);
      assert.equal(after.length, 1);
      assert.ok(after[0]?.endsWith(version), after[0]);
    });
    await host.stop();
    await page.reload();
    await page.locator('html[data-build=second]').waitFor();
    await play.node('inception_3b').waitFor();
    assert.deepEqual(play.problems, []);
  });

  it('keeps nothing of a build that the host has only a part of', async () => {
    const play = await openWhole();
    const [before] = await stores(play);
    host.rebuild('torn', 'monaco.js');
    const state = await play.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      const found = new Promise((resolve) => registration.addEventListener('updatefound', resolve));
      await registration.update();
      await found;
      const { installing } = registration;
      while (installing?.state === 'installing') await new Promise((resolve) => setTimeout(resolve, 50));
      return installing?.state;
    });
    assert.equal(state, 'redundant');
    await play.page.reload();
    await play.node('inception_3b').waitFor();
    await play.monaco();
    await eventuallyEqual(() => play.page.locator('.notice', { hasText: 'new version' }).count(), 0);
    await eventuallyEqual(() => stores(play), [before]);
  });
});
