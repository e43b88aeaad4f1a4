/** The real bundle of the preview in Chromium, with a host made of a few lines. */

import * as assert from 'node:assert/strict';
import { explainPath } from '../../src/advice/explain';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { analyze } from '../../src/analysis/analyze';
import type { HostMessage, ViewMessage } from '../../src/protocol/messages';
import { parse } from '../../src/syntax/parser';
import type { ViewModel } from '../../src/view/model';
import { editorWords } from '../../src/words/editor';
import { savedState } from '../../webview/app/saved-state';
import { initialState, update } from '../../webview/app/state';
import { eventually, eventuallyEqual } from '../support/eventually';
import { provenRun } from '../support/sample-run';
import { buildViewModel } from '../support/view-model';
import { violations } from './axe';
import { eventuallyLast, lastOf, type Posted } from './posted';
import { previewSuite } from './preview-suite';
import type { OpenOptions, Preview } from './rig';
import { sampleControls, sampleSweep } from './sample-controls';
import { type SampleNode, sampleView, stem } from './sample-view';

const head = { kind: 'head', shape: [1, 1, 1000], node: 'aux1', layer: 'aux1/dense_1', end: null } as const;
const counts = (sampleView(stem).nodes.find((node) => node.id === 'aux1') as ViewModel['nodes'][number]).counts;
const budget = { line: 40, path: '' };
const view = sampleView(stem, {
  outputs: [
    { name: 'softmax_1', kind: 'output', shape: [1, 1, 1000], layer: 'softmax_1', node: null, end: null, counts },
    { ...head, name: 'aux1', counts },
  ],
  headTotals: counts,
  everything: { ...counts, multiplies: { value: 606_729_792, isPartial: false } },
  budgets: [
    { ...budget, id: 'multiplies', metric: 'multiplies', limit: 700_000_000, value: 605_724_672, verdict: 'ok' },
    { ...budget, id: 'params', metric: 'params', limit: 288_000, value: 288_112, verdict: 'over' },
  ],
  peak: { bytes: 4_816_896, isPartial: false, where: 'maxpool_1', node: 'maxpool_1', held: [] },
});
const shown: HostMessage = { type: 'view', view, version: 1, documentVersion: 1 };

const broken = sampleView(
  stem.map((node) =>
    node.path === 'conv_3' ? { ...node, multiplies: null, shape: null, error: 'conv needs filters' } : node,
  ),
  {
    errors: [
      {
        id: 'call.missing 24:3',
        severity: 'error',
        code: 'call.missing',
        message: 'conv needs filters',
        line: 24,
        node: 'conv_3',
        isElsewhere: false,
        fixes: [{ id: 'Add filters', title: 'Add filters' }],
      },
    ],
  },
);

const sampleRefusal = {
  change: { target: { kind: 'parameter', name: 'r' }, label: 'r', was: '16', now: '17' },
} as const;

/** WCAG 2: of two colours in sRGB. */
function contrast(a: readonly number[], b: readonly number[]): number {
  const luminance = (colour: readonly number[]) => {
    const [red = 0, green = 0, blue = 0] = colour.map((part) => {
      const value = part / 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

describe('preview panel in Chromium', function () {
  this.timeout(120_000);
  const suite = previewSuite();

  async function open(options: OpenOptions = {}): Promise<Preview> {
    const preview = await suite.open({ messages: [shown], ...options });
    await preview.page.locator('.panel').waitFor();
    return preview;
  }

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

  it('does not push the picture away for an error, and is silent of what is wrong in another network', async () => {
    const { page, send } = await open({ width: 1600 });
    const place = () => page.locator('.canvas').boundingBox();
    await page.locator('.cost-row').first().waitFor();
    const before = await place();
    await send({ type: 'view', view: broken, version: 2, documentVersion: 2 });
    await page.locator('.error-row').waitFor();
    await eventually(async () => {
      const after = await place();
      assert.deepEqual([after?.x, after?.y, after?.width], [before?.x, before?.y, before?.width]);
    });
    const errors = broken.errors.map((error) => ({ ...error, isElsewhere: true }));
    await send({ type: 'view', view: { ...broken, errors }, version: 3, documentVersion: 3 });
    await page.locator('.error-row').waitFor({ state: 'hidden' });
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

  it('says where the mistake is, goes there, and mends it', async () => {
    const { page } = await open({ messages: [{ type: 'view', view: broken, version: 1, documentVersion: 1 }] });
    const row = page.getByRole('status').filter({ hasText: 'Line 24' });
    await row.waitFor();
    await eventually(async () =>
      assert.match(await row.innerText(), /conv needs filters\. What depends on it is unknown; totals are partial\./),
    );
    await row.getByRole('button', { name: 'Go to line' }).click();
    await eventuallyEqual(() => lastPosted('reveal'), {
      type: 'reveal',
      target: { kind: 'error', id: 'call.missing 24:3' },
      takeFocus: true,
    });
    await row.getByRole('button', { name: 'Fix' }).click();
    await eventuallyEqual(() => lastPosted('applyFix'), {
      type: 'applyFix',
      error: 'call.missing 24:3',
      fix: 'Add filters',
    });
    await eventually(async () => assert.match(await page.locator('.totals').innerText(), /≥ 258\.9 M/));
    await eventually(async () =>
      assert.match(await page.locator('.cost-row', { hasText: 'conv 3×3' }).innerText(), /unknown/),
    );
  });

  /** The course's example with its Layer tab in front. */
  function explained(): HostMessage[] {
    const text = 'network N {\n  input x: 28x28x192\n  conv(32, 5x5)\n}\n';
    const analysis = analyze({ file: (id) => parse(id, text), resolve: () => 'outside' }, '/n.cnn');
    const network = analysis.networks[0] as NetworkAnalysis;
    return JSON.parse(
      JSON.stringify([
        { type: 'view', view: buildViewModel(analysis, 'N', editorWords('en')), version: 1, documentVersion: 1 },
        { type: 'show', tab: 'layer', node: 'conv_1' },
        { type: 'explanation', path: 'conv_1', explanation: explainPath(network, 'conv_1') },
      ]),
    );
  }

  it('cuts neither the names of other tools nor of the network, at 420 px and 571 px', async () => {
    const { page } = await open({ width: 1366, height: 768, messages: explained() });
    const table = page.getByRole('table', { name: 'Figures of other tools' });
    const names = table.getByRole('rowheader');
    await eventually(async () =>
      assert.deepEqual((await names.allInnerTexts()).slice(0, 2), ['course, Netscope', 'fvcore, timm']),
    );
    await eventually(async () => {
      const widths = await names.evaluateAll((cells) => cells.map(({ clientWidth }) => clientWidth));
      assert.ok(Math.min(...widths) >= 100, `${widths}`);
    });
    await page.setViewportSize({ width: 571, height: 900 });
    const title = page.locator('h1.network');
    await eventuallyEqual(() => title.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth), false);
  });

  it('explains the metric that is chosen', async () => {
    const { page } = await open({ messages: explained() });
    for (const [metric, number, note] of [
      ['Multiplies', '120,422,400', 'multiplies · 100.0% of N'],
      ['FLOPs', '240,844,800', 'FLOPs · 100.0% of N'],
      // 5 x 5 x 192 x 32 weights and 32 biases; 28 x 28 x 32 results of four bytes.
      ['Params', '153,632', 'parameters · 100.0% of N'],
      ['Memory', '98.0 KiB', 'bytes of activations · 100.0% of N'],
    ] as const) {
      await page.getByRole('radio', { name: metric }).click();
      await page.locator('.explain-number strong', { hasText: number }).waitFor();
      await eventuallyEqual(() => page.locator('.explain-number .muted').innerText(), note);
    }
  });

  for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light', 'solarized-light'] as const) {
    it(`formulas and notes can be read in the ${theme} theme`, async () => {
      const { page } = await open({ theme, messages: explained() });
      await page.locator('.formula').first().waitFor();
      const [pane = [], ...texts] = await page.evaluate(() => {
        const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
        return ['.layer-panel', '.factor-output', '.factor-tap', '.explain .muted'].map((selector, index) => {
          const style = getComputedStyle(document.querySelector(selector) as Element);
          // As it is painted, whatever way the style sheet mixes it.
          if (context === null) return [];
          context.fillStyle = index === 0 ? style.backgroundColor : style.color;
          context.fillRect(0, 0, 1, 1);
          return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
        });
      });
      assert.equal(texts.length, 3);
      for (const text of texts) assert.ok(contrast(text, pane) >= 4.5, `${text} on ${pane}`);
    });
  }

  it('takes a number apart', async () => {
    const { page } = await open({ messages: explained() });
    await page.locator('.formula').first().waitFor();
    await eventuallyEqual(
      () => page.locator('.formula').allTextContents(),
      [
        'Hout × Wout × Cout × (Kh × Kw × Cin)',
        '28 × 28 × 32 × (5 × 5 × 192)',
        '= 25,088 outputs × 4,800 = 120,422,400',
      ],
    );
    await eventually(async () => {
      const content = await page.locator('.explain').innerText();
      assert.match(content, /Without taps on zero padding: 110,321,664/);
      // torchinfo and onnx-tool add one for each bias.
      assert.match(content, /120,447,488/);
      assert.match(content, /one more filter\s+\+3,763,200/);
    });
    await eventuallyEqual(() => lastPosted('explain'), { type: 'explain', path: 'conv_1' });
  });

  it('keeps the picture where the host has no answer', async () => {
    const { page, send } = await open();
    await page.locator('.cost-row', { hasText: 'conv 3×3' }).waitFor();
    await send({ type: 'unavailable', message: 'the server is starting' });
    await page.locator('.error-row.is-notice', { hasText: 'the server is starting' }).waitFor();
    await eventuallyEqual(() => page.locator('.cost-row', { hasText: 'conv 3×3' }).isVisible(), true);
    await send(shown);
    await page.locator('.error-row').waitFor({ state: 'hidden' });
  });

  it('says which overrides are not applied, while they are not', async () => {
    const { page, send } = await open();
    await page.locator('.cost-row', { hasText: 'conv 3×3' }).waitFor();
    await send({ type: 'refused', messages: ['width = same: a number is wanted'] });
    await page.locator('.error-row.is-notice', { hasText: 'Not applied: width = same: a number is wanted' }).waitFor();
    await send({ type: 'refused', messages: [] });
    await page.locator('.error-row').waitFor({ state: 'hidden' });
  });

  it('ignores and reports what is no message', async () => {
    const { page, send } = await open();
    await page.locator('.cost-row', { hasText: 'conv 3×3' }).waitFor();
    await send({ type: 'view', view: { nodes: 3 }, version: 1, documentVersion: 1 });
    await send({ type: 'selection', nodes: ['conv_3'] });
    await page.locator('.cost-row.is-selected', { hasText: 'conv 3×3' }).waitFor();
    await eventually(async () =>
      assert.equal((await lastPosted('problem')).message, 'ignored a malformed message of type view'),
    );
  });

  it('says of a file of modules alone that it is one, and how to see them', async () => {
    const { page } = await open({
      messages: [
        {
          type: 'noNetwork',
          file: '/m.cnn',
          fileName: 'm.cnn',
          modules: ['fire(16, 16)'],
          errors: [],
          presets: [],
          presetCount: 0,
        },
      ],
    });
    await page.getByRole('heading', { name: 'm.cnn declares 1 module and no network' }).waitFor();
    await eventually(async () => assert.match(await page.locator('.empty pre').innerText(), /^ {2}fire\(16, 16\)$/m));
  });

  it('says how to start where there is no network, and offers some', async () => {
    const cost = { multiplies: 1_582_671_872, params: 6_998_552 };
    const presets = [
      { name: 'a', title: 'Inception', sentence: 'A module of the lectures.', ...cost },
      { name: 'b', title: 'GoogLeNet', sentence: '', ...cost },
    ];
    const { page } = await open({
      messages: [
        { type: 'noNetwork', file: '/e.cnn', fileName: 'e.cnn', modules: [], errors: [], presets, presetCount: 20 },
      ],
    });
    await page.getByRole('heading', { name: 'e.cnn has no network yet' }).waitFor();
    await eventuallyEqual(() => page.locator('.main').isVisible(), false);
    await page.getByRole('button', { name: /^Inception\s*1\.583 G multiplies.*A module of the lectures\.$/ }).waitFor();
    await page.getByRole('button', { name: /^GoogLeNet\s*1\.583 G multiplies/ }).click();
    await eventuallyEqual(() => lastPosted('usePreset'), { type: 'usePreset', preset: 'b' });
    await page.getByRole('button', { name: 'All 20 networks…' }).click();
    await eventuallyEqual(() => lastPosted('usePreset'), { type: 'usePreset', preset: null });
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
