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
import { sampleLayer, samplePrediction, sampleRun } from '../support/sample-run';
import { buildViewModel } from '../support/view-model';
import { violations } from './axe';
import { scopeOf } from './column-scope';
import { bundlePreview, type Files, launch, openPreview, type Preview } from './rig';

const text = readFileSync('examples/googlenet.cnn', 'utf8');
const view = buildViewModel(analyzeText(text), 'GoogLeNet', editorWords('en')) ?? assert.fail('no view');
const shown: HostMessage = { type: 'view', view, version: 1, documentVersion: 1 };
const words = previewWords('en');
/** Of the 5x5 convolution of a module. */
const lineOfFive = text.split('\n').findIndex((line) => line.includes('5x5') && line.includes('branch')) + 1;
const scope = scopeOf(view);

describe('tools of the cost table', () => {
  it('list what is found with the bodies around it', () => {
    const rows = treeRows(scope, [], null, null, '5x5');
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
    const rows = treeRows(scope, [], null, null, 'inception_3a/branch_3/conv_2');
    const table = { scope, rows, columns: ['output', 'share', 'other'] } as const;
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
    const markdown = costText('markdown', { ...table, columns: [] }, words).split('\n');
    assert.deepEqual(markdown.slice(0, 3), [
      '| Layer | Multiplies |',
      '| --- | --: |',
      '| inception\\_3a | 128049152 |',
    ]);
  });

  it('write the columns that are chosen, whether they have room or not', () => {
    const rows = treeRows(scope, [], null, null, 'inception_3a/branch_3/conv_2');
    assert.equal(
      costText('csv', { scope, rows, columns: ['call', 'kernel', 'groups', 'weightBytes', 'flops', 'line'] }, words),
      [
        'Layer,Multiplies,FLOPs,Weights,Kernel,Groups,Line,Call',
        'inception_3a,128049152,256098304,654784,,,25,"inception(64 * width, 96 * width, 128 * width, 16 * width, 32 * width, 32 * width)"',
        `inception_3a/branch_3/conv_2,10035200,20070400,${4 * 12_832},5×5,1,${lineOfFive},"conv(32, 5x5)"`,
        `Main output,1582671872,3165343744,${4 * 6_998_552},,,,`,
        'Side heads,8372224,16744448,,,,,',
        'With side heads,1591044096,3182088192,,,,,',
        '',
      ].join('\n'),
    );
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

    const choose = async (...names: readonly string[]): Promise<void> => {
      await page.getByRole('button', { name: 'Columns' }).focus();
      await page.keyboard.press('ArrowDown');
      for (const name of names) {
        await page.getByRole('menuitemcheckbox', { name, exact: true }).focus();
        await page.keyboard.press('Enter');
      }
      await page.keyboard.press('Escape');
    };
    const heads = () => page.locator('.cost-head .cell').allInnerTexts();
    const headsAre = (wanted: readonly string[]) =>
      page.waitForFunction(
        (texts) => [...document.querySelectorAll('.cost-head .cell')].map((one) => one.textContent).join() === texts,
        wanted.join(),
      );
    /** Of the row whose name begins so: its cells by the heads of the columns, and what is open below it. */
    const cellsOf = async (name: string): Promise<Readonly<Record<string, string>>> => {
      const row = page.locator('.cost-body .cost-row', { hasText: name }).first();
      const cells = await row.locator(':scope > .cell').allInnerTexts();
      const below = await row
        .locator('.more-cell')
        .evaluateAll((all) =>
          all.map((cell): [string, string] => [
            cell.firstElementChild?.textContent?.trim() ?? '',
            cell.lastChild?.textContent ?? '',
          ]),
        );
      return {
        ...Object.fromEntries((await heads()).map((head, at) => [head, cells[at] ?? ''])),
        ...Object.fromEntries(below),
      };
    };

    it('have more columns, chosen by keys, sorted and kept over a reload', async () => {
      await page.setViewportSize({ width: 1900, height: 900 });
      await choose('Output', 'Kernel', 'Stride');
      await headsAre(['Layer', 'Multiplies', 'Share', 'Params', 'Kernel', 'Stride']);
      await eventuallyEqual(async () => {
        const stem = await cellsOf('conv 7×7');
        return [stem.Kernel, stem.Stride];
      }, ['7×7', '2']);
      await eventuallyEqual(() => violations(page), []);
      await page.getByRole('columnheader', { name: 'Kernel' }).getByRole('button').press('Enter');
      await page.locator('[role=columnheader][aria-sort=descending]', { hasText: 'Kernel' }).waitFor();
      // The pools of whole images are as large, and the first convolution stands before them.
      await page.locator('.cost-body .cost-row').first().filter({ hasText: 'conv 7×7' }).waitFor();
      await page.waitForFunction(() => (localStorage.getItem('saved') ?? '').includes('"kernel"'));
      await page.reload();
      await headsAre(['Layer', 'Multiplies', 'Share', 'Params', 'Kernel', 'Stride']);
      await page.locator('[role=columnheader][aria-sort=descending]', { hasText: 'Kernel' }).waitFor();
      // Left out, a column sorts no more.
      await choose('Kernel');
      await page.locator('[role=columnheader][aria-sort=descending]').waitFor({ state: 'detached' });
      await choose('Stride', 'Output');
      await headsAre(['Layer', 'Output', 'Multiplies', 'Share', 'Params']);
      assert.deepEqual(preview.problems, []);
    });

    it('say below the selected row what has no column, at any width', async () => {
      for (const width of [1900, 420, 320]) {
        await page.setViewportSize({ width, height: 900 });
        if (width < 560) await page.getByRole('tab', { name: 'Cost' }).click();
        await page.locator('.cost-body .cost-row', { hasText: 'conv 7×7' }).first().click();
        await page.locator('.cost-row.is-selected .row-more').waitFor();
        // 7*7*3 products for each of 112*112*64 values; 64*148 parameters of 4 bytes; 2 operations each over all bytes.
        const bytes = 4 * (224 * 224 * 3 + 64 * 148 + 112 * 112 * 64);
        await eventuallyEqual(async () => ({ ...(await cellsOf('conv 7×7')), Layer: '', Share: '', Line: '' }), {
          Layer: '',
          Share: '',
          Line: '',
          Output: '112×112×64',
          Multiplies: '118.0 M',
          Params: '9.47 K',
          MACs: '118.0 M',
          FLOPs: '236.0 M',
          Activations: '3.06 MiB',
          Weights: '37.0 KiB',
          'FLOPs per byte': ((2 * 118_013_952) / bytes).toFixed(1),
          // After the 3x3 convolutions behind the stem and in inception_3b.
          Rank: '3',
          Kernel: '7×7',
          Stride: '2',
          // Of the five that 111 * 2 + 7 pixels are more than 224.
          Padding: '2 3 2 3',
          Groups: '1',
          Input: '224×224×3',
          'Receptive field': '7×7, step 2',
          Path: 'conv_1',
          Call: 'conv(64, 7x7, stride = 2)',
        });
        await eventuallyEqual(
          () =>
            page.locator('.cost-row.is-selected .more-cell').evaluateAll((cells) => {
              const right = document.querySelector('.cost')?.getBoundingClientRect().right ?? 0;
              return cells.filter((cell) => cell.getBoundingClientRect().right > right).map((cell) => cell.textContent);
            }),
          [],
        );
        await eventuallyEqual(() => violations(page), []);
      }
      // With the next row it goes on, and with none it closes.
      await page.locator('.cost').focus();
      await page.keyboard.press('ArrowDown');
      await page
        .locator('.cost-row.is-selected', { hasText: 'maxpool' })
        .locator('.more-cell', { hasText: 'Kernel' })
        .waitFor();
      // One is open, and the next row stands under it.
      await page.waitForFunction(() => {
        const rows = [...document.querySelectorAll('.cost-body .cost-row')];
        const at = rows.findIndex((row) => row.classList.contains('is-selected'));
        const [open, next] = [rows[at]?.getBoundingClientRect(), rows[at + 1]?.getBoundingClientRect()];
        return document.querySelectorAll('.row-more').length === 1 && open?.bottom === next?.top;
      });
      await page.keyboard.press('Escape');
      await page.locator('.row-more').waitFor({ state: 'detached' });
    });

    it('count beside parameters as the settings do, or as somebody did last', async () => {
      await page.setViewportSize({ width: 1900, height: 900 });
      await preview.send({ type: 'settings', settings: { metric: 'multiplies', convention: 'macs' } });
      const metric = page.getByRole('radiogroup', { name: 'Metric' });
      await metric.getByRole('radio', { name: 'Params' }).click();
      await headsAre(['Layer', 'Output', 'Params', 'Share', 'MACs']);
      await preview.send({ type: 'settings', settings: { metric: 'multiplies', convention: 'flops' } });
      await headsAre(['Layer', 'Output', 'Params', 'Share', 'FLOPs']);
      await metric.getByRole('radio', { name: 'Multiplies' }).click();
      await headsAre(['Layer', 'Output', 'Multiplies', 'Share', 'Params']);
      await metric.getByRole('radio', { name: 'Params' }).click();
      await headsAre(['Layer', 'Output', 'Params', 'Share', 'Multiplies']);
    });

    it('have the times of a run beside those predicted, from then on, with those of a module added up', async () => {
      await page.setViewportSize({ width: 1900, height: 900 });
      await page.getByRole('radiogroup', { name: 'Metric' }).getByRole('radio', { name: 'Multiplies' }).click();
      const offered = (name: string) => page.getByRole('menuitemcheckbox', { name, exact: true });
      await page.getByRole('button', { name: 'Columns' }).focus();
      await page.keyboard.press('ArrowDown');
      await offered('Kernel').waitFor();
      assert.equal(await offered('Measured time').count(), 0, 'nothing was run yet');
      await page.keyboard.press('Escape');
      const times = [
        ['conv_1', 12, 10],
        ['conv_3', 30, 45],
        ['inception_3a/branch_1/conv_1', 1, 2],
        ['inception_3a/branch_2/conv_2', 4, 3],
      ] as const;
      const layers = times.map(([path, ms]) => sampleLayer(path, { ms }));
      const prediction = samplePrediction(
        times.map(([, , predictedMs]) => ({ predictedMs, bound: 'compute', limitShare: 1 })),
      );
      await preview.send({ type: 'runResult', run: sampleRun({ network: 'GoogLeNet', layers }, { prediction }) });
      await choose('Output', 'Share', 'Params', 'Measured time', 'Predicted time');
      await headsAre(['Layer', 'Multiplies', 'Predicted time', 'Measured time']);
      const timesOf = (name: string) => async () => {
        const cells = await cellsOf(name);
        return [cells['Measured time'], cells['Predicted time']];
      };
      await eventuallyEqual(timesOf('conv 3×3'), ['30.0 ms', '45.0 ms']);
      await eventuallyEqual(timesOf('inception_3a'), ['5.00 ms', '5.00 ms']);
      await page.getByRole('columnheader', { name: 'Measured time' }).getByRole('button').press('Enter');
      await page.locator('.cost-body .cost-row').first().filter({ hasText: 'conv 3×3' }).waitFor();
      await eventuallyEqual(() => violations(page), []);
    });
  });
});
