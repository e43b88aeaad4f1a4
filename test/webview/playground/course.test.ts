/** The course beside the playground: each leads to the other, and a lesson has an address. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../support/disk-files';
import { violations } from '../axe';
import { OpenPlayground, PlaygroundHost } from './open-playground';

describe('the playground and the course', function () {
  this.timeout(120_000);
  let host: PlaygroundHost;

  before(async () => {
    host = await PlaygroundHost.start();
  });
  after(() => host?.close());

  it('lead to one another, without a network too', async () => {
    const play = await host.open();
    const { page } = play;
    await page.getByText('Works offline').waitFor();
    await host.stop();
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Course' }).click();
    await page.getByRole('heading', { name: 'A number for every pixel' }).waitFor();
    await page
      .getByRole('button', { name: /12\.4 million/ })
      .first()
      .click();
    await page.getByRole('heading', { name: '12.4 million' }).waitFor();
    assert.match(page.url(), /\/course\/#bottleneck$/);
    await page.getByRole('link', { name: 'Playground' }).click();
    await play.node('inception_3b').waitFor();
    await host.restart();
    assert.deepEqual(play.problems, []);
    await play.close();
  });

  it('opens the lesson that an address names, and its file as a design', async () => {
    const { page, problems } = await host.open({ path: 'course/', hash: '#naive' });
    await page.getByRole('heading', { name: 'Why choose? Do them all' }).waitFor();
    // Somebody follows another link while the page is open.
    await page.evaluate(() => {
      location.hash = '#bottleneck';
    });
    await page.getByRole('heading', { name: '12.4 million' }).waitFor();
    assert.deepEqual(await violations(page), []);
    const text = await page.locator('textarea.file').inputValue();
    const opening = page.context().waitForEvent('page');
    await page.getByRole('button', { name: 'Open in the playground' }).click();
    const play = new OpenPlayground(await opening, problems);
    await play.tab('bottleneck.cnn').waitFor();
    await play.preview.locator('.graph [data-id]').first().waitFor();
    await play.monaco();
    assert.equal(await play.line(text.split('\n').find((line) => line.includes('network')) ?? '').count(), 1);
    assert.deepEqual(problems, []);
    await play.close();
  });

  it('shows under which licences its parts are', async () => {
    const play = await host.open();
    await play.node('inception_3b').waitFor();
    const opening = play.page.context().waitForEvent('page');
    await play.page.getByRole('button', { name: 'More', exact: true }).click();
    await play.page.getByRole('menuitem', { name: 'Licences' }).click();
    const shown = await (await opening).locator('body').innerText();
    // One of each bundle that brings packages.
    for (const name of [
      'monaco-editor',
      '@codemirror/view',
      'elkjs',
      'vscode-languageserver',
      'fast-png',
      '@bufbuild/protobuf',
    ]) {
      const { version } = JSON.parse(readFileSync(join(repositoryRoot, 'node_modules', name, 'package.json'), 'utf8'));
      assert.ok(shown.includes(`${name} ${version} (`), name);
    }
    await play.close();
  });
});
