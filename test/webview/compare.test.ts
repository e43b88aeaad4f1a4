/** Comparing in Chromium, as a person does it: what is asked for, the picture of both, the table, and from change to change. */

import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import type { HostMessage, ViewMessage } from '../../src/protocol/messages';
import { compareWith } from '../../src/session/compare-views';
import { buildFileView } from '../../src/view/build';
import { editorWords } from '../../src/words/editor';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { Workspace } from '../../src/workspace/workspace';
import { eventually, eventuallyEqual } from '../support/eventually';
import { violations } from './axe';
import { bundlePreview, type Files, launch, type OpenOptions, openPreview, type Preview } from './rig';

const file = 'memory:/w/googlenet.cnn';
const old = readFileSync('examples/googlenet.cnn', 'utf8');
const wide = 'conv(64 * width, 1x1) -> conv(192 * width, 3x3)\n  lrn()';
const factored = 'conv(64 * width, 1x1) -> conv(64 * width, 1x3) -> conv(192 * width, 3x1)';
assert.ok(old.includes(wide));
const words = editorWords('en');
const workspace = new Workspace(new MemoryFiles({ [file]: old.replace(wide, factored) }));
const session = { workspace, settings: () => ({ choices: [], timeOf: () => undefined, words }) };

type Comparison = Extract<HostMessage, { readonly type: 'comparison' }>;

interface Told {
  readonly shown: HostMessage;
  readonly compared: Comparison;
  /** The same the other way round. */
  readonly swapped: Comparison;
}

async function messages(): Promise<Told> {
  const analysis = (await workspace.analysis(file)) ?? assert.fail('no analysis');
  const view = buildFileView(analysis, undefined, words).view ?? assert.fail('no view');
  const comparison = async (isSwapped?: boolean): Promise<Comparison> => {
    const texts = [{ uri: file, text: old }];
    const outcome = await compareWith(session, file, {}, { kind: 'commit', texts, isSwapped });
    if (outcome.kind !== 'done') return assert.fail(outcome.kind);
    const { kind: _, ...report } = outcome;
    const chosen = { kind: 'commit', ...(isSwapped === undefined ? {} : { isSwapped }) } as const;
    return { type: 'comparison', with: chosen, name: 'last commit 3f0c2a1, 2 days ago', isNew: true, report };
  };
  return {
    shown: { type: 'view', view, version: 1, documentVersion: 1 },
    compared: await comparison(),
    swapped: { ...(await comparison(true)), isNew: false },
  };
}

describe('comparing in Chromium', function () {
  this.timeout(120_000);
  let browser: Browser;
  let files: Files;
  let told: Awaited<ReturnType<typeof messages>>;
  let preview: Preview | undefined;

  before(async () => {
    files = await bundlePreview();
    browser = await launch();
    told = await messages();
  });
  after(() => browser?.close());
  afterEach(async () => {
    await preview?.close();
    preview = undefined;
  });

  async function open(options: OpenOptions = {}): Promise<Page> {
    preview = await openPreview(browser, files, { messages: [told.shown], ...options });
    const { page } = preview;
    await page.locator('.node[data-id="conv_4"]').waitFor();
    return page;
  }

  async function compared(options: OpenOptions = {}): Promise<Page> {
    const page = await open(options);
    await preview?.send(told.compared);
    await page.locator('.node.mark-removed').waitFor();
    return page;
  }

  const posted = async (type: ViewMessage['type']) =>
    ((await preview?.posted()) ?? []).filter((message) => message.type === type).at(-1);

  const rowsOf = async (page: Page, name: string): Promise<string[]> =>
    (await page.getByRole('table', { name }).getByRole('row').allInnerTexts()).map((row) =>
      row.replace(/\s+/g, ' ').trim(),
    );

  it('asks for the last commit from its menu, by keys', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Compare', exact: true }).focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('menuitem', { name: 'Last commit' }).waitFor();
    await page.keyboard.press('Enter');
    await eventuallyEqual(() => posted('compare'), { type: 'compare', with: { kind: 'commit' } });
    await page.getByRole('status').filter({ hasText: 'The other network is being read.' }).waitFor();
    await preview?.send({ type: 'comparisonEnded', reason: 'net.cnn is in no commit yet.' });
    await page.getByRole('status').filter({ hasText: 'Not compared: net.cnn is in no commit yet.' }).waitFor();
  });

  it('ends by the cross beside its tab, and is kept over a reload until then', async () => {
    const page = await compared();
    const kept = async (): Promise<unknown> => ((await preview?.saved()) as { compare?: unknown } | undefined)?.compare;
    await eventuallyEqual(kept, { kind: 'commit' });
    await page.reload();
    await page.locator('.panel').waitFor();
    const [ready] = ((await preview?.posted()) ?? []).filter(({ type }) => type === 'ready');
    assert.deepEqual((ready as Extract<ViewMessage, { type: 'ready' }>).compare, { kind: 'commit' });
    // Kept, too, while the host has not answered.
    await eventuallyEqual(kept, { kind: 'commit' });
    await preview?.send({ ...told.compared, isNew: false });
    await page.locator('.node.mark-removed').waitFor();
    const cross = page.locator('.tab-row').getByRole('button', { name: 'End the comparison' });
    await eventually(async () => {
      const [tab, box] = [await page.getByRole('tab', { name: 'Compare' }).boundingBox(), await cross.boundingBox()];
      assert.ok(tab && box && box.x - (tab.x + tab.width) < 12 && box.width >= 24, 'the cross is beside its tab');
    });
    await cross.click();
    await eventuallyEqual(() => posted('endCompare'), { type: 'endCompare' });
    await page.getByRole('tab', { name: 'Compare' }).waitFor({ state: 'detached' });
    await eventuallyEqual(() => cross.isVisible(), false);
    await eventuallyEqual(kept, null);
  });

  it('shows both networks in one picture, with what was removed in its place', async () => {
    const page = await compared();
    const marks = async (mark: string) =>
      page.locator(`.node.mark-${mark}`).evaluateAll((all) => all.map((one) => one.getAttribute('data-id')));
    await eventually(async () =>
      assert.deepEqual(
        [await marks('changed'), await marks('added'), await marks('removed')],
        [['conv_3'], ['conv_4'], ['was:lrn_2']],
      ),
    );
    const yOf = async (id: string) => (await page.locator(`.node[data-id="${id}"]`).boundingBox())?.y ?? 0;
    await eventually(async () =>
      assert.ok(
        (await yOf('conv_4')) < (await yOf('was:lrn_2')) && (await yOf('was:lrn_2')) < (await yOf('maxpool_2')),
      ),
    );
    // Of the changed one how far it is from what it was: 9 x 192 products became 3 x 64.
    await eventually(async () =>
      assert.match((await page.locator('.node[data-id="conv_3"] .drawing').textContent()) ?? '', /−88\.9%/),
    );
    assert.deepEqual(preview?.problems, []);
  });

  it('lists what changed with its differences, totals and budgets, and the lines of text', async () => {
    const page = await compared();
    // 56x56 places: 9*64*192 products were, 3*64*64 and 3*64*192 are.
    await eventuallyEqual(
      async () => (await rowsOf(page, 'Changes')).slice(1, 5),
      [
        '~ changed conv_3 conv(192, 3x3) conv(64, 1x3) −308.3 M −98.4 K',
        '+ added conv_4 – conv(192, 3x1) +115.6 M +37.1 K',
        '− removed lrn_2 lrn() – 0 0',
        'Main output −192.7 M −61.4 K',
      ],
    );
    await eventually(async () => {
      const totals = await rowsOf(page, 'Totals before and now');
      assert.equal(totals[1], 'Multiplies 1,582,671,872 1,389,996,032 −192,675,840 −12.2% ✓ 86.8%');
      assert.equal(totals[4], 'Side heads, multiplies 8,372,224 8,372,224 0');
      assert.equal(totals[6], 'Peak memory 4.59 MiB 3.83 MiB −784.0 KiB −16.7%');
    });
    await page.getByText('The peak of memory moves from lrn_2 to maxpool_1.').waitFor();
    const lines = page.locator('.compare .written-lines');
    await eventually(async () => assert.match(await lines.innerText(), /conv\(64 \* width, 1x3\)/));
    await page.getByRole('radio', { name: 'Every layer' }).click();
    await page.getByRole('checkbox', { name: 'unchanged too' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.compare-row').length > 60);
  });

  it('counts the totals as the settings do', async () => {
    const page = await compared();
    const headings = async () => (await rowsOf(page, 'Totals before and now')).map((row) => row.split(/ \d/)[0]);
    const rest = ['Peak memory', 'All activations', 'Weights'];
    await eventuallyEqual(
      async () => (await headings()).slice(1),
      ['Multiplies', 'not on padding', 'Parameters', 'Side heads, multiplies', 'Side heads, parameters', ...rest],
    );
    // Two operations for each product; which of those fall on padding is counted of products.
    await preview?.send({ type: 'settings', settings: { metric: 'flops', convention: 'flops' } });
    await eventuallyEqual(
      async () => (await headings()).slice(1),
      ['FLOPs', 'Parameters', 'Side heads, FLOPs', 'Side heads, parameters', ...rest],
    );
    await eventually(async () => {
      const totals = await rowsOf(page, 'Totals before and now');
      assert.match(totals[1] ?? '', /^FLOPs 3,165,343,744 2,779,992,064 −385,351,680 −12\.2%/);
      assert.equal(totals[3], 'Side heads, FLOPs 16,744,448 16,744,448 0');
    });
    // Work is counted so beside parameters, too; MACs are the products by another name.
    await preview?.send({ type: 'settings', settings: { metric: 'params', convention: 'macs' } });
    await eventually(async () => {
      const totals = await rowsOf(page, 'Totals before and now');
      assert.match(totals[1] ?? '', /^MACs 1,582,671,872 1,389,996,032 .* ✓ 86\.8%$/);
      assert.equal(totals[4], 'Side heads, MACs 8,372,224 8,372,224 0');
    });
  });

  it('walks the changes by F7, opening and selecting each, and ends', async () => {
    const page = await compared();
    await page.getByRole('button', { name: 'Next' }).first().click();
    await page.locator('.node.is-selected[data-id="conv_3"]').waitFor();
    await page.keyboard.press('F7');
    await page.locator('.node.is-selected[data-id="conv_4"]').waitFor();
    await page.keyboard.press('F7');
    await page.locator('.node.is-selected[data-id="was:lrn_2"]').waitFor();
    await page.keyboard.press('Shift+F7');
    await page.locator('.node.is-selected[data-id="conv_4"]').waitFor();
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await page.locator('.node.mark-added').waitFor({ state: 'detached' });
    await eventuallyEqual(() => page.getByRole('tab', { name: 'Compare' }).count(), 0);
    await eventuallyEqual(() => posted('endCompare'), { type: 'endCompare' });
  });

  it('swaps old and new by keys, in picture, header, tables and Markdown, and keeps that over a reload', async () => {
    const page = await compared();
    await page.getByRole('button', { name: 'End', exact: true }).focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await eventuallyEqual(() => posted('swapCompare'), { type: 'swapCompare' });
    await preview?.send(told.swapped);
    await page.locator('.node.mark-removed[data-id="conv_4"]').waitFor();
    await eventuallyEqual(
      async () => (await rowsOf(page, 'Changes')).slice(1, 4),
      [
        '~ changed conv_3 conv(64, 1x3) conv(192, 3x3) +308.3 M +98.4 K',
        '+ added lrn_2 – lrn() 0 0',
        '− removed conv_4 conv(192, 3x1) – −115.6 M −37.1 K',
      ],
    );
    await eventually(async () => {
      const totals = await rowsOf(page, 'Totals before and now');
      assert.match(totals[0] ?? '', /Now last commit 3f0c2a1, 2 days ago/);
      assert.match(totals[1] ?? '', /^Multiplies 1,389,996,032 1,582,671,872 \+192,675,840/);
    });
    await eventually(async () =>
      assert.match((await page.locator('.total').first().innerText()).replace(/\s+/g, ' '), /1\.390 G → 1\.583 G/),
    );
    await eventually(async () =>
      assert.match(
        (await page.locator('.compare-markdown').textContent()) ?? '',
        /googlenet\.cnn GoogLeNet\*\* → \*\*HEAD:/,
      ),
    );
    // The table of costs is that of the text, which nothing was before.
    await page.getByRole('tab', { name: 'Cost' }).click();
    await page.getByRole('columnheader', { name: 'Share' }).waitFor();
    await page.waitForFunction(() => (localStorage.getItem('saved') ?? '').includes('"isSwapped":true'));
    await page.reload();
    await page.locator('.panel').waitFor();
    const [ready] = ((await preview?.posted()) ?? []).filter(({ type }) => type === 'ready');
    const { compare } = ready as Extract<ViewMessage, { type: 'ready' }>;
    assert.deepEqual(compare, { kind: 'commit', isSwapped: true });
  });

  it('copies the Markdown', async () => {
    const page = await compared();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy as Markdown' }).click();
    await eventually(async () => {
      const copied = await page.evaluate(() => navigator.clipboard.readText()).catch(() => '');
      const markdown = await page.locator('.compare-markdown').textContent();
      assert.match(markdown ?? '', /\| Multiplies \| 1,582,671,872 \| 1,389,996,032 \| -192,675,840 \| -12\.2% \|/);
      assert.ok(copied === '' || copied === markdown);
    });
  });

  for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const) {
    it(`is accessible in the ${theme} theme`, async () => {
      const page = await compared({ theme });
      await page.getByRole('tab', { name: 'Compare' }).waitFor();
      await eventuallyEqual(() => violations(page), []);
    });
  }

  it('has its buttons in a narrow panel too', async () => {
    const page = await compared({ width: 420, height: 900 });
    for (const name of [
      'Previous change (Shift+F7)',
      'Next change (F7)',
      'Swap before and after',
      'End the comparison',
    ]) {
      await eventually(async () => {
        const box = await page.locator('.compare-strip').getByRole('button', { name }).boundingBox();
        assert.ok(box !== null && box.x + box.width <= 420, name);
      });
    }
    await page.locator('.compare-strip').getByText('1 added, 1 removed, 1 changed').waitFor();
    await page.getByRole('tab', { name: 'Compare' }).click();
    await page.locator('.compare-calls').getByText('conv(192, 3x3) → conv(64, 1x3)').waitFor();
    await page.setViewportSize({ width: 320, height: 700 });
    await page.waitForFunction(() => {
      const table = document.querySelector('.compare-table');
      return table !== null && table.getBoundingClientRect().right <= 320;
    });
    const opener = page.locator('.compare-strip .menu-button');
    // What it is compared with is told whole, and not once more in a few letters.
    await page.locator('.strip-name', { hasText: 'last commit 3f0c2a1, 2 days ago' }).waitFor();
    await page.locator('.compare-strip .menu-button-label').waitFor({ state: 'hidden' });
    await opener.click();
    await eventually(async () => {
      for (const item of await page.locator('.compare-strip').getByRole('menuitem').all()) {
        const { x, width } = (await item.boundingBox()) ?? assert.fail();
        assert.ok(x >= 0 && x + width <= 320);
      }
    });
  });
});
