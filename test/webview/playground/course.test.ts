/** The course beside the playground: each leads to the other, and a lesson has an address. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../support/disk-files';
import { eventually, eventuallyEqual } from '../../support/eventually';
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
    await page.getByRole('link', { name: 'Course' }).click();
    await page.getByRole('heading', { name: '12.4 million' }).waitFor();
    await page.goBack();
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
    await eventuallyEqual(() => violations(page), []);
    const text = await page.locator('textarea.file').inputValue();
    const opening = page.context().waitForEvent('page');
    await page.getByRole('button', { name: 'Open in the playground' }).click();
    const play = new OpenPlayground(await opening, problems);
    await play.tab('bottleneck.cnn').waitFor();
    await play.preview.locator('.graph [data-id]').first().waitFor();
    await play.monaco();
    await eventually(async () =>
      assert.equal(await play.line(text.split('\n').find((line) => line.includes('network')) ?? '').count(), 1),
    );
    assert.deepEqual(problems, []);
    await play.close();
  });

  it('times a design of the challenge, says which layers differ, and gives a link that opens it', async () => {
    const { page, problems } = await host.open({ path: 'course/', hash: '#challenge' });
    const file = page.locator('textarea.file');
    const text = await file.inputValue();
    // Another stem: 9 and 64 in place of 9 * 64 products for each result, 56*56*192 of them.
    const cheaper = text.replace('conv(192 * width, 3x3)', 'separable(192 * width, 3x3)');
    await file.fill(cheaper.replace('128 * width, 128 * width, 192', '128 * width, 112 * width, 192'));
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByText('Mark 80% reached').waitFor();
    const board = page.locator('.challenge');
    const times = board.locator('td', { hasText: /^\d[\d.]* m?s/ });
    await times.nth(1).waitFor({ timeout: 90_000 });
    await board.getByText(/layers differ/).click();
    // Szegedy et al., table 1: 192 filters of 3x3 on 64 channels at 56x56.
    await board.getByRole('cell', { name: '−346,816,512', exact: true }).waitFor();
    await board.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('Copied').waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await page.reload();
    await times.nth(1).waitFor();
    await eventuallyEqual(() => violations(page), []);
    await page.goto(link);
    const play = new OpenPlayground(page, problems);
    await play.tab('challenge.cnn').waitFor();
    await play.multiplies('1.251 G');
    assert.deepEqual(problems, []);
    await play.close();
  });

  it('shows under which licences its parts are', async () => {
    const play = await host.open();
    await play.node('inception_3b').waitFor();
    const opening = play.page.context().waitForEvent('page');
    await play.page.getByRole('button', { name: 'More', exact: true }).click();
    await play.page.getByRole('menuitem', { name: 'Licences' }).click();
    const licences = (await opening).locator('body');
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
      await eventually(async () => assert.ok((await licences.innerText()).includes(`${name} ${version} (`), name));
    }
    await play.close();
  });
});
