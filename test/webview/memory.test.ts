/** The Memory tab in Chromium, as a person uses it: hovers, clicks, walks by keys, asks for a table and another batch. */

import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { HostMessage, ViewMessage } from '../../src/protocol/messages';
import { memoryReport } from '../../src/session/memory';
import { editorWords } from '../../src/words/editor';
import { analyzeText, networkOf } from '../support/analyze-text';
import { eventually, eventuallyEqual } from '../support/eventually';
import { buildViewModel } from '../support/view-model';
import { violations } from './axe';
import { previewSuite } from './preview-suite';
import type { OpenOptions } from './rig';

const text = readFileSync('examples/googlenet.cnn', 'utf8');
const view = buildViewModel(analyzeText(text), 'GoogLeNet', editorWords('en')) ?? assert.fail('no view');
const shown: HostMessage = { type: 'view', view, version: 1, documentVersion: 1 };
const reportOf = (batch: number): HostMessage => ({ type: 'memory', report: memoryReport(networkOf(text, { batch })) });

describe('Memory tab in Chromium', function () {
  this.timeout(120_000);
  const suite = previewSuite();

  async function open(options: OpenOptions = {}): Promise<Page> {
    const preview = await suite.open({ messages: [shown, reportOf(1)], ...options });
    const { page } = preview;
    await page.locator('.panel').waitFor();
    await page.getByRole('tab', { name: 'Memory' }).click();
    await page.getByRole('slider', { name: 'Live bytes by step' }).waitFor();
    return page;
  }

  const posted = async <T extends ViewMessage['type']>(type: T) =>
    (await suite.preview.posted()).filter((message) => message.type === type).at(-1);

  const rowsOf = async (page: Page, name: string): Promise<string[]> =>
    (await page.getByRole('table', { name }).getByRole('row').allInnerTexts()).map((row) =>
      row.replace(/\s+/g, ' ').trim(),
    );

  it('names the peak and what holds it', async () => {
    const page = await open();
    await eventuallyEqual(() => posted('memory'), { type: 'memory', batch: 1 });
    // 56x56x192 values of 4 bytes are 2.30 MiB: what lrn_2 reads and what it writes.
    await eventuallyEqual(() => page.locator('.chart-peak-text').textContent(), 'peak 4.59 MiB at lrn_2');
    await eventually(async () =>
      assert.deepEqual((await rowsOf(page, 'Tensors that are held')).slice(1), [
        'conv_3 56×56×192 read by lrn_2 2.30 MiB 50%',
        'lrn_2 56×56×192 being written 2.30 MiB 50%',
      ]),
    );
    await eventuallyEqual(
      () => rowsOf(page, 'What would lower the peak'),
      ['activations in float16 2.30 MiB −50.0% Show', 'activations in int8 1.15 MiB −75.0% Show'],
    );
    await eventually(async () => {
      const orders = await rowsOf(page, 'Peak by the order of branches');
      assert.equal(orders[1], 'inception_3a 1.82 MiB 1.24 MiB 4, 1, 3, 2');
      assert.equal(orders.length, 10);
    });
    assert.deepEqual(suite.preview.problems, []);
  });

  it('lights the node of a hovered column and names its tensors, and selects it by a click', async () => {
    const page = await open();
    const chart = page.getByRole('slider');
    const box = (await chart.boundingBox()) ?? assert.fail('no chart');
    // The first column is a seventeenth of a percent of the chart: conv_1 reads the image.
    await page.mouse.move(box.x + 48, box.y + 150);
    const card = page.locator('.live-card');
    await card.waitFor();
    await eventually(async () =>
      assert.match(
        (await card.innerText()).replace(/\s+/g, ' '),
        /^conv_1 step 1 of 85, line \d+ conv_1 112×112×64 3\.06 MiB image 224×224×3 588\.0 KiB live 3\.64 MiB$/,
      ),
    );
    await page.locator('.node.is-hovered[data-id="conv_1"]').waitFor();
    await page.mouse.click(box.x + 48, box.y + 150);
    await page.locator('.node.is-selected[data-id="conv_1"]').waitFor();
    await page.getByRole('heading', { name: 'Held at this step' }).waitFor();
    await eventuallyEqual(() => posted('reveal'), {
      type: 'reveal',
      target: { kind: 'node', id: 'conv_1' },
      takeFocus: false,
    });
  });

  it('is walked by keys and read out', async () => {
    const page = await open();
    const chart = page.getByRole('slider');
    await chart.focus();
    const spoken = () => chart.getAttribute('aria-valuetext');
    await eventually(async () =>
      assert.match(
        (await spoken()) ?? '',
        /^the peak, step 6 of 85, lrn_2: 4\.59 MiB live, 2\.30 MiB written, 2\.30 MiB read, 0 B kept$/,
      ),
    );
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.querySelector('.live-slider')?.getAttribute('aria-valuenow') === '7');
    await eventually(async () => assert.match((await spoken()) ?? '', /^step 7 of 85, maxpool_2:/));
    await page.keyboard.press('End');
    await page.waitForFunction(() => document.querySelector('.live-slider')?.getAttribute('aria-valuenow') === '85');
    await page.keyboard.press('Home');
    await page.waitForFunction(() => document.querySelector('.live-slider')?.getAttribute('aria-valuenow') === '1');
    await page.keyboard.press('p');
    await page.waitForFunction(() => document.querySelector('.live-slider')?.getAttribute('aria-valuenow') === '6');
  });

  it('is a table by T, with all steps', async () => {
    const page = await open();
    await page.getByRole('slider').press('t');
    await eventually(async () => {
      const rows = await rowsOf(page, 'Live bytes of each step');
      assert.equal(rows.length, 86);
      assert.equal(rows[6], '6 lrn_2 4.59 MiB 2.30 MiB 2.30 MiB 0 B');
    });
    await page.getByRole('button', { name: 'As chart' }).click();
    await page.getByRole('slider').waitFor();
  });

  it('shows another format everywhere, and so does the menu of the header', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Show float16 everywhere' }).click();
    const change = { target: { kind: 'precision' }, label: 'precision', was: 'float32', now: 'float16' };
    const wanted = await page.waitForFunction(() =>
      (window as unknown as { posted: { type: string; changes?: unknown }[] }).posted.find(({ changes }) => changes),
    );
    await eventually(async () =>
      assert.deepEqual(((await wanted.jsonValue()) as { changes: unknown }).changes, [change]),
    );
    await page.getByRole('combobox', { name: 'precision' }).waitFor();
  });

  it('tries another size of the image out from the menu of the header', async () => {
    const page = await open();
    await page.getByRole('combobox', { name: 'size' }).click();
    await page.getByRole('option', { name: '299×299×3' }).click();
    const change = { target: { kind: 'input', axes: 'both' }, label: 'size', was: '224', now: '299' };
    const wanted = await page.waitForFunction(() =>
      (window as unknown as { posted: { type: string; changes?: unknown }[] }).posted.find(({ changes }) => changes),
    );
    await eventually(async () =>
      assert.deepEqual(((await wanted.jsonValue()) as { changes: unknown }).changes, [change]),
    );
    // Until it is shown the menu says what is.
    await eventuallyEqual(
      () => page.getByRole('combobox', { name: 'size' }).evaluate((one) => (one as HTMLSelectElement).value),
      '224',
    );
  });

  it('asks for another batch, and refuses what is none', async () => {
    const page = await open();
    const field = page.getByRole('textbox', { name: 'Batch' });
    await field.fill('0');
    await page.getByText('A whole number from 1 to 65,536').waitFor();
    await field.fill('8');
    await suite.preview.send(reportOf(8));
    await page.locator('.chart-peak-text', { hasText: 'peak 36.8 MiB at lrn_2' }).waitFor();
    await eventuallyEqual(() => posted('memory'), { type: 'memory', batch: 8 });
  });

  it('estimates training by the optimizer', async () => {
    const page = await open();
    const total = async () => (await rowsOf(page, 'Memory of training')).at(-1);
    const before = await total();
    await page.getByRole('combobox', { name: 'Optimizer' }).click();
    await page.getByRole('option', { name: 'Adam' }).click();
    await page.waitForFunction(
      (text) => [...document.querySelectorAll('.memory-training tr')].at(-1)?.textContent !== text,
      before?.replace(' ', ''),
    );
    // 13,378,280 parameters of 4 bytes are 51.0 MiB: with their gradients and both moments four times that.
    await eventually(async () =>
      assert.match((await rowsOf(page, 'Memory of training')).at(-2) ?? '', /^State of the optimizer 102\.1 MiB$/),
    );
  });

  for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const) {
    it(`is accessible in the ${theme} theme, as a chart and as a table`, async () => {
      const page = await open({ theme });
      await eventuallyEqual(() => violations(page), []);
      await page.getByRole('slider').press('t');
      await page.getByRole('table', { name: 'Live bytes of each step' }).waitFor();
      await eventuallyEqual(() => violations(page), []);
    });
  }

  it('cuts off nothing where the panel is narrow', async () => {
    const page = await open({ width: 320, height: 800 });
    const panel = page.locator('.memory-panel');
    await eventuallyEqual(() => panel.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth), 0);
  });
});
