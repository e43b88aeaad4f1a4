/** The tools of the cost table in Chromium: rows are filtered, columns left out, and what is listed is copied. */

import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import type { HostMessage } from '../../src/protocol/messages';
import { editorWords } from '../../src/words/editor';
import { previewWords } from '../../src/words/preview';
import { treeRows } from '../../webview/app/cost-rows';
import { costText } from '../../webview/app/cost-text';
import { analyzeText } from '../support/analyze-text';
import { eventually, eventuallyEqual } from '../support/eventually';
import { buildViewModel } from '../support/view-model';
import { violations } from './axe';
import { bundlePreview, type Files, launch, openPreview, type Preview } from './rig';

const text = readFileSync('examples/googlenet.cnn', 'utf8');
const view = buildViewModel(analyzeText(text), 'GoogLeNet', editorWords('en')) ?? assert.fail('no view');
const shown: HostMessage = { type: 'view', view, version: 1, documentVersion: 1 };
const words = previewWords('en');

describe('tools of the cost table', () => {
  it('list what is found with the bodies around it', () => {
    const rows = treeRows(view, [], null, 'multiplies', null, '5x5');
    // A 5x5 convolution stands in each of the nine modules.
    assert.equal(rows.filter(({ node }) => node.title === 'conv 5×5').length, 9);
    // And a 5x5 pool in each of the two heads.
    assert.equal(rows.filter(({ isParent }) => isParent).length, 11);
    assert.deepEqual(
      rows.slice(0, 2).map(({ node, level }) => [node.path, level]),
      [
        ['inception_3a', 1],
        ['inception_3a/branch_3/conv_2', 2],
      ],
    );
  });

  it('write the rows that are listed as CSV and Markdown, with exact counts and totals', () => {
    const rows = treeRows(view, [], null, 'multiplies', null, 'inception_3a/branch_3/conv_2');
    const table = { view, rows, metric: 'multiplies', hidden: [] } as const;
    // Heads: 1,048,576 or 1,081,344, 2,097,152 and 1,024,000. 28*28*32 values of 5*5*16 products, 12,832 parameters with the biases.
    assert.equal(
      costText('csv', table, words),
      [
        'Layer,Output,Multiplies,Share,Params',
        'inception_3a,28×28×256,128049152,8.1%,163696',
        'inception_3a/branch_3/conv_2,28×28×32,10035200,0.6%,12832',
        'Main output,,1582671872,100%,6998552',
        'Side heads,,8372224,,6379728',
        'With side heads,,1591044096,,13378280',
        '',
      ].join('\n'),
    );
    const markdown = costText('markdown', { ...table, hidden: ['output', 'share', 'other'] }, words).split('\n');
    assert.deepEqual(markdown.slice(0, 3), [
      '| Layer | Multiplies |',
      '| --- | --: |',
      '| inception\\_3a | 128049152 |',
    ]);
  });

  describe('in Chromium', function () {
    this.timeout(120_000);
    let browser: Browser;
    let files: Files;
    let preview: Preview;
    let page: Page;

    before(async () => {
      files = await bundlePreview();
      browser = await launch();
      preview = await openPreview(browser, files, { messages: [shown] });
      page = preview.page;
      await page.locator('.cost-row', { hasText: 'conv 7×7' }).waitFor();
    });
    after(async () => {
      await preview.close();
      await browser.close();
    });

    it('are filtered as one types, until Esc', async () => {
      const filter = page.getByRole('textbox', { name: 'Filter rows' });
      await filter.fill('5x5');
      await page.locator('.cost-row', { hasText: 'conv 7×7' }).waitFor({ state: 'detached' });
      await eventually(async () =>
        assert.ok((await page.locator('.cost-body .cost-row', { hasText: 'conv 5×5' }).count()) >= 8),
      );
      await filter.press('Escape');
      await page.locator('.cost-row', { hasText: 'conv 7×7' }).waitFor();
      await eventuallyEqual(() => filter.inputValue(), '');
    });

    it('leave out columns by keys, and keep that over a reload', async () => {
      await page.getByRole('button', { name: 'Columns' }).focus();
      await page.keyboard.press('ArrowDown');
      const output = page.getByRole('menuitemcheckbox', { name: 'Output' });
      await eventuallyEqual(() => output.getAttribute('aria-checked'), 'true');
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.querySelector('.cost')?.classList.contains('hides-output'));
      await eventuallyEqual(() => output.getAttribute('aria-checked'), 'false');
      await eventuallyEqual(() => page.locator('.cost-row .cell-output').first().isVisible(), false);
      await eventuallyEqual(() => violations(page), []);
      await page.keyboard.press('Escape');
      await page.waitForFunction(() => (localStorage.getItem('saved') ?? '').includes('"hiddenColumns":["output"]'));
      await page.reload();
      await page.locator('.cost.hides-output').waitFor();
      await page.getByRole('button', { name: 'Copy' }).waitFor();
      assert.deepEqual(preview.problems, []);
    });
  });
});
