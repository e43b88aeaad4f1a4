/** How the Layer tab takes a number apart, and whether that can be read in every theme. */

import * as assert from 'node:assert/strict';
import { explainPath } from '../../src/advice/explain';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { analyze } from '../../src/analysis/analyze';
import type { HostMessage, ViewMessage } from '../../src/protocol/messages';
import { parse } from '../../src/syntax/parser';
import { editorWords } from '../../src/words/editor';
import { eventually, eventuallyEqual } from '../support/eventually';
import { buildViewModel } from '../support/view-model';
import { shown } from './panel-views';
import { lastOf } from './posted';
import { previewSuite } from './preview-suite';
import type { OpenOptions, Preview } from './rig';

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

describe('an explanation in the panel', function () {
  this.timeout(120_000);
  const suite = previewSuite();

  const open = (options: OpenOptions = {}): Promise<Preview> => suite.openPanel({ messages: [shown], ...options });

  const lastPosted = <T extends ViewMessage['type']>(type: T) => lastOf(suite.preview, type);

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
});
