/** The real bundle of the preview in Chromium, with a host made of a few lines. */

import * as assert from 'node:assert/strict';
import type { HostMessage, ViewMessage } from '../../src/protocol/messages';
import { savedState } from '../../webview/app/saved-state';
import { initialState, update } from '../../webview/app/state';
import { eventually, eventuallyEqual } from '../support/eventually';
import { provenRun } from '../support/sample-run';
import { violations } from './axe';
import { broken, shown, view } from './panel-views';
import { eventuallyLast, lastOf, type Posted } from './posted';
import { previewSuite } from './preview-suite';
import type { OpenOptions, Preview } from './rig';
import { sampleControls, sampleSweep } from './sample-controls';
import { type SampleNode, sampleView } from './sample-view';

const sampleRefusal = {
  change: { target: { kind: 'parameter', name: 'r' }, label: 'r', was: '16', now: '17' },
} as const;

describe('preview panel in Chromium', function () {
  this.timeout(120_000);
  const suite = previewSuite();

  const open = (options: OpenOptions = {}): Promise<Preview> => suite.openPanel({ messages: [shown], ...options });

  const lastPosted = <T extends ViewMessage['type']>(type: T) => lastOf(suite.preview, type);
  const eventuallyPosted = <T extends ViewMessage['type']>(type: T, expected: Partial<Posted<T>>) =>
    eventuallyLast(suite.preview, type, expected);

  it('runs under its policy without a complaint and says that it is ready', async () => {
    const { page, problems } = await open();
    await page.locator('.cost-row', { hasText: 'conv 3×3' }).waitFor();
    await eventuallyEqual(() => lastPosted('ready'), { type: 'ready', protocol: 2, network: null });
    assert.deepEqual(problems, []);
  });

  it('ends the table with totals: of the main outputs, what heads add to them, and both', async () => {
    const { page } = await open();
    await page.locator('.cost-total').nth(2).waitFor();
    await eventually(async () => {
      const rows = (await page.locator('.cost-total').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
      const [, heads = '', everything = ''] = rows;
      assert.equal(rows.length, 3);
      assert.equal(heads, 'Side head +1.000 M +5.000 K');
      assert.match(everything, /^With side heads 606\.7 M /);
    });
  });

  it('shows totals, budgets and the table', async () => {
    const { page } = await open();
    await page.locator('.cost-row', { hasText: 'conv 3×3' }).waitFor();
    await eventually(async () => {
      const totals = await page.locator('.totals').innerText();
      assert.match(totals, /605\.7 M/);
      assert.match(totals, /✓ 86\.5% of 700 M/);
      assert.match(totals, /✗ 100\.1% of 288 K/);
      assert.match(totals, /\+1\.00 M/);
      assert.match(totals, /With side heads\n606\.7 M/);
    });
    const row = page.locator('.cost-row', { hasText: 'conv 3×3' });
    await eventuallyEqual(
      async () => (await row.innerText()).replace(/\s+/g, ' '),
      'conv 3×3 56×56×192 346.8 M 57.3% 110.8 K',
    );
  });

  it('shows what stands above a first picture before its table is filled, which takes its time in a large network', async () => {
    const preview = await open({ messages: [] });
    const { page } = preview;
    // Told at the end of the task that has changed the page.
    await page.evaluate(() => {
      const rowsWhenThere: number[] = [];
      Object.assign(window, { rowsWhenThere });
      new MutationObserver(() => {
        if (document.querySelector('.total') !== null)
          rowsWhenThere.push(document.querySelectorAll('.cost-body .cost-row').length);
      }).observe(document.body, { subtree: true, childList: true });
    });
    await preview.send(shown);
    await page.locator('.cost-row', { hasText: 'conv 3×3' }).waitFor();
    await eventually(async () => {
      const [first, ...later] = (await page.evaluate('window.rowsWhenThere')) as number[];
      assert.equal(first, 0);
      assert.ok(later.some((rows) => rows > 0));
    });
    assert.deepEqual(preview.problems, []);
  });

  it('is restored before the host has said a word', async () => {
    const state = [
      shown,
      { type: 'nodeSelected', node: 'inception_3a/branch_2/conv_2', takeFocus: false },
      { type: 'metricChosen', metric: 'params' },
    ] as const;
    const saved = savedState(state.reduce(update, initialState));
    const { page } = await open({ saved, messages: [] });
    const selected = page.locator('.cost-row.is-selected');
    await selected.waitFor();
    await eventually(async () => assert.match(await selected.innerText(), /conv 3×3/));
    await eventuallyEqual(() => page.getByRole('radio', { name: 'Params' }).getAttribute('aria-checked'), 'true');
    await eventually(async () => assert.equal((await lastPosted('ready')).network, 'Sample'));
  });

  it('keeps tab and selection over a reload', async () => {
    const { page, saved } = await open();
    await page.locator('.cost-row', { hasText: 'conv 7×7' }).click();
    await page.getByRole('tab', { name: 'Run' }).click();
    await page.waitForFunction(() => (localStorage.getItem('saved') ?? '').includes('"tab":"run"'));
    await eventually(async () => assert.equal(((await saved()) as { selection: string }).selection, 'conv_1'));
    await page.reload();
    await page.getByRole('button', { name: 'Run', exact: true }).waitFor();
    await eventuallyEqual(() => page.getByRole('tab', { name: 'Run' }).getAttribute('aria-selected'), 'true');
  });

  it('keeps over a reload what is tried out, and tells the host', async () => {
    const { page, send } = await open();
    await page.getByRole('tab', { name: 'What if' }).click();
    await send(await sampleControls('conv_1'));
    await page.getByRole('slider', { name: 'r', exact: true }).press('ArrowRight');
    const { change } = sampleRefusal;
    await eventuallyPosted('tryDesign', { changes: [change], changed: change });
    await page.waitForFunction(() => (localStorage.getItem('saved') ?? '').includes('"now":"17"'));
    await page.reload();
    await page.locator('.what-if-strip', { hasText: 'r 16 \u2192 17' }).waitFor();
    await eventually(async () => assert.deepEqual((await lastPosted('ready')).changes, [change]));
  });

  it('keeps over a restart that it is locked', async () => {
    const { page, send, saved } = await open();
    await send({ type: 'locked', isLocked: true });
    await page.waitForFunction(() => (localStorage.getItem('saved') ?? '').includes('"isLocked":true'));
    await page.reload();
    await page.getByRole('tab', { name: 'Run' }).click();
    await page.waitForFunction(() => (localStorage.getItem('saved') ?? '').includes('"tab":"run"'));
    await eventually(async () => assert.equal(((await saved()) as { isLocked: boolean }).isLocked, true));
  });

  it('has the pane at the right, below, or in the same region', async () => {
    const { page } = await open({ width: 1600 });
    await page.locator('.cost-row', { hasText: 'conv 3×3' }).waitFor();
    const boxes = async () => ({
      picture: await page.locator('.graph-region').boundingBox(),
      pane: await page.locator('.cost-panel').boundingBox(),
    });
    await eventually(async () => {
      const { picture, pane } = await boxes();
      assert.ok(picture && pane && pane.x >= picture.x + picture.width);
    });
    await page.setViewportSize({ width: 900, height: 1000 });
    await page.locator('.layout-medium').waitFor();
    await eventually(async () => {
      const { picture, pane } = await boxes();
      assert.ok(picture && pane && pane.y >= picture.y + picture.height);
    });
    await page.setViewportSize({ width: 420, height: 900 });
    await page.locator('.layout-narrow').waitFor();
    // It opens on the picture.
    await eventually(async () => assert.ok((await boxes()).picture));
    await eventually(async () => assert.equal((await boxes()).pane, null));
    await page.getByRole('tab', { name: 'Cost' }).click();
    await page.locator('.cost-panel').waitFor();
    await eventually(async () => assert.equal((await boxes()).picture, null));
    await eventuallyEqual(() => page.locator('.cell-output:visible').count(), 0);
    await eventuallyEqual(() => page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
  });

  it('gives a tab a larger pane and keeps it so, and others as they were', async () => {
    const { page } = await open({ width: 1600 });
    const isWide = (width: number) =>
      page.waitForFunction((wanted) => {
        const pane = [...document.querySelectorAll('.tab-panel')].find((one) => !(one as HTMLElement).hidden);
        return Math.round(pane?.getBoundingClientRect().width ?? 0) === wanted;
      }, width);
    // 31% of the panel.
    await isWide(496);
    await page.getByRole('button', { name: 'Make the pane larger' }).click();
    await page.getByRole('button', { name: 'Make the pane smaller again' }).waitFor();
    await isWide(960);
    await page.waitForFunction(() => (localStorage.getItem('saved') ?? '').includes('"largePanes":{"cost":true}'));
    await page.getByRole('tab', { name: 'Layer' }).click();
    await isWide(496);
    await page.reload();
    await page.getByRole('tab', { name: 'Cost' }).click();
    await isWide(960);
    await page.getByRole('separator').press('ArrowRight');
    await isWide(912);
  });

  it('has room for each tab however narrow the panel is, with a name for each', async () => {
    const { page } = await open({ width: 420 });
    const tabs = page.getByRole('tab');
    await tabs.first().waitFor();
    const labels = page.locator('.tab-label');
    for (const width of [420, 320]) {
      await page.setViewportSize({ width, height: 900 });
      await eventuallyEqual(() => page.locator('.tabs').evaluate((row) => row.scrollWidth <= row.clientWidth), true);
      for (const name of ['Graph', 'Cost', 'Layer', 'What if', 'Run']) {
        await page.getByRole('tab', { name }).click();
        await page.getByRole('tab', { name, selected: true }).waitFor();
      }
      const widths = () => tabs.evaluateAll((all) => all.map((tab) => tab.getBoundingClientRect().width));
      if (width === 420) await eventuallyEqual(widths, [70, 70, 70, 70, 70, 70]);
      else await eventuallyEqual(async () => (await widths()).slice(0, 5), [40, 40, 40, 40, 40]);
      await eventually(async () =>
        assert.ok(((await labels.last().boundingBox())?.width ?? 0) > 10, 'the word of the chosen one'),
      );
    }
  });

  it('brings tabs to the front by letters, but not while something is typed', async () => {
    const { page } = await open();
    const isFront = (name: string) => page.locator(`[role=tab][aria-selected=true]`, { hasText: name }).waitFor();
    await page.locator('.graph .node').first().click();
    for (const name of ['Memory', 'Layer', 'What if', 'Run', 'Cost']) {
      await page.keyboard.press(name.charAt(0).toLowerCase());
      await isFront(name);
    }
    await page.keyboard.press('/');
    await page.getByRole('textbox', { name: 'Find a layer' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('rm');
    await isFront('Cost');
  });

  it('walks the table by keys, and a double click puts the cursor into the text', async () => {
    const { page } = await open();
    await page.locator('.cost-row', { hasText: 'conv 3×3' }).waitFor();
    await page.locator('.cost').focus();
    // Five within one frame: each must start where the one before has led, drawn or not.
    await page.locator('.cost').evaluate((table) => {
      for (let time = 0; time < 5; time++) {
        table.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }));
      }
    });
    await eventuallyPosted('reveal', { target: { kind: 'node', id: 'inception_3a' } });
    await page.keyboard.press('ArrowRight');
    await page.locator('.cost-row', { hasText: 'conv 5×5' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.querySelector('.cost-row.is-selected')?.textContent?.includes('b1'));
    await eventuallyPosted('reveal', { target: { kind: 'node', id: 'inception_3a/branch_1/conv_1' } });
    await page.keyboard.press('ArrowLeft');
    await eventuallyPosted('reveal', { target: { kind: 'node', id: 'inception_3a' } });
    await page.keyboard.press('ArrowLeft');
    await page.locator('.cost-row', { hasText: 'conv 5×5' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await eventuallyPosted('reveal', { target: { kind: 'node', id: 'conv_1' }, takeFocus: true });
    await page.locator('.cost-row', { hasText: 'conv 3×3' }).dblclick();
    await eventuallyPosted('reveal', { target: { kind: 'node', id: 'conv_3' }, takeFocus: true });
  });

  it('sorts on a header: down, up, written order', async () => {
    const { page } = await open();
    await page.locator('.cost-row', { hasText: 'conv 3×3' }).waitFor();
    const first = () => page.locator('.cost-body .cost-row').first().locator('.row-name').innerText();
    const header = page.getByRole('columnheader', { name: 'Multiplies' });
    await header.getByRole('button').click();
    await page.locator('[role=columnheader][aria-sort=descending]').waitFor();
    await eventuallyEqual(() => first(), 'conv 3×3');
    await header.getByRole('button').click();
    await page.locator('[role=columnheader][aria-sort=ascending]').waitFor();
    await eventuallyEqual(() => first(), 'maxpool 3×3');
    await header.getByRole('button').click();
    await page.waitForFunction(() => document.querySelector('[aria-sort=ascending], [aria-sort=descending]') === null);
    await eventuallyEqual(() => first(), 'conv 7×7');
  });

  it('cuts no number of the cost table off, however wide the panel is', async () => {
    const { page } = await open({ width: 1600 });
    for (const width of [1600, 1542, 1365, 1250, 1122, 1100, 900, 571, 500, 420, 380, 340]) {
      await page.setViewportSize({ width, height: 900 });
      await page.locator(width < 560 ? '.layout-narrow' : width < 1100 ? '.layout-medium' : '.layout-wide').waitFor();
      await page.getByRole('tab', { name: 'Cost' }).click();
      const cut = () =>
        page.locator('.cost .cell:visible:not(.cell-name)').evaluateAll((cells) => {
          const right = document.querySelector('.cost')?.getBoundingClientRect().right ?? 0;
          return cells
            .filter((cell) => cell.scrollWidth > cell.clientWidth || cell.getBoundingClientRect().right > right + 0.5)
            .map((cell) => `${cell.className} ${cell.textContent}`);
        });
      await eventuallyEqual(cut, [], `at ${width}`);
      await eventually(async () => assert.ok(await page.locator('.cost .cost-head .cell-share').isVisible()));
    }
  });

  it('keeps only the rows in sight of ten thousand', async () => {
    const many: SampleNode[] = Array.from({ length: 10_000 }, (_, index) => ({
      path: `conv_${index}`,
      multiplies: index,
    }));
    // Narrow, so that the picture is not drawn.
    const messages: HostMessage[] = [{ type: 'view', view: sampleView(many), version: 1, documentVersion: 1 }];
    const { page } = await open({ width: 420, messages: [{ type: 'show', tab: 'cost' }, ...messages] });
    await page.locator('.cost-row', { hasText: 'conv_3' }).first().waitFor();
    await eventuallyEqual(() => page.locator('.cost').getAttribute('aria-rowcount'), '10002');
    await page.locator('.cost').focus();
    await page.keyboard.press('End');
    await page.locator('.cost-row.is-selected', { hasText: 'conv_9999' }).waitFor();
    await eventually(async () => assert.ok((await page.locator('.cost-row').count()) < 100));
    await eventuallyEqual(() => page.locator('.cost').getAttribute('aria-activedescendant'), 'cost-row-9999');
  });

  it('shows hostile names as text', async () => {
    const evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
    const hostile = sampleView(
      [{ path: evil, title: evil, multiplies: 5, error: evil, branchLabel: evil, outputs: [evil] }],
      {
        network: evil,
        fileName: evil,
        networks: [evil, 'b'],
        errors: [{ ...broken.errors[0]!, message: evil, fixes: [{ id: evil, title: evil }] }],
      },
    );
    const { page } = await open({ messages: [{ type: 'view', view: hostile, version: 1, documentVersion: 1 }] });
    await page.locator('.cost-row .row-name').waitFor();
    await page.locator('.cost-row .row-name').click();
    for (const tab of ['Run', 'Layer']) await page.getByRole('tab', { name: tab }).click();
    await suite.preview.send({ type: 'runFailed', message: evil, isCancelled: false });
    await page.getByRole('tab', { name: 'Run' }).click();
    await page.locator('.run-failure', { hasText: 'onerror' }).waitFor();
    await eventuallyEqual(() => page.evaluate(() => 'hacked' in window), false);
    await eventuallyEqual(() => page.locator('img, #app script').count(), 0);
  });

  it('finds the field by / and leaves typing alone', async () => {
    const { page } = await open();
    await page.locator('.cost-row', { hasText: 'conv 3×3' }).waitFor();
    await page.locator('.cost').focus();
    await page.keyboard.press('/');
    await page.getByRole('textbox', { name: 'Find a layer' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('1/2');
    await eventuallyEqual(() => page.getByRole('textbox', { name: 'Find a layer' }).inputValue(), '1/2');
    await page.getByRole('tab', { name: 'Run' }).click();
    await page.getByRole('textbox', { name: 'Seed' }).waitFor();
  });

  for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const) {
    it(`is accessible in the ${theme} theme`, async () => {
      const { page, send } = await open({
        theme,
        messages: [
          { type: 'view', view: broken, version: 1, documentVersion: 1 },
          { type: 'show', tab: 'cost', node: 'conv_1' },
        ],
      });
      await page.locator('.cost-row.is-selected').waitFor();
      await send({ type: 'runResult', run: provenRun });
      await page.getByRole('tab', { name: 'What if' }).click();
      await send(await sampleControls('conv_1'));
      await send({ type: 'textView', view });
      await page.getByRole('slider', { name: 'r', exact: true }).press('ArrowRight');
      await page.locator('.what-if-strip').waitFor();
      const { turn } = await lastPosted('tryDesign');
      const { change } = sampleRefusal;
      const message = 'filters takes a whole number, found 16.5';
      await send({ type: 'designRefused', turn, changes: [change], refused: change, message, nearest: ['16', '17'] });
      await page.getByRole('alert').waitFor();
      await eventuallyEqual(() => violations(page), [], 'sliders');
      await page.getByRole('radio', { name: 'Fit a budget' }).click();
      await send({ type: 'sweepResult', purpose: 'fit', report: sampleSweep });
      await page.locator('.what-if-fit', { hasText: 'Found among 4' }).waitFor();
      await eventuallyEqual(() => violations(page), [], 'fit');
      await page.getByRole('radio', { name: 'Sweep' }).click();
      await send({ type: 'sweepResult', purpose: 'sweep', report: sampleSweep });
      await page.locator('.chart-point').first().waitFor();
      for (const tab of ['Cost', 'Layer', 'What if', 'Run']) {
        await page.getByRole('tab', { name: tab }).click();
        await eventuallyEqual(() => violations(page), [], tab);
      }
      const presets = [{ name: 'a', title: 'A', sentence: 'What it is.', multiplies: 1, params: 1 }];
      const empty = { file: '/e.cnn', fileName: 'e.cnn', modules: [], errors: [], presets, presetCount: 2 };
      await send({ type: 'noNetwork', ...empty });
      await page.locator('.all-presets').waitFor();
      await eventuallyEqual(() => violations(page), [], 'without a network');
    });
  }
});
