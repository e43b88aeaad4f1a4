/** What leaves the panel: pictures and tables, as a person asks for them. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explainPath } from '../../src/advice/explain';
import type { HostMessage, ViewMessage } from '../../src/protocol/messages';
import { memoryReport } from '../../src/session/memory';
import { reportOf } from '../../src/session/report';
import { buildFileView } from '../../src/view/build';
import { editorWords } from '../../src/words/editor';
import { analyzeText } from '../support/analyze-text';
import { repositoryRoot } from '../support/disk-files';
import { eventually, eventuallyEqual } from '../support/eventually';
import { previewSuite } from './preview-suite';
import type { OpenOptions, Preview } from './rig';
import { sampleView, stem } from './sample-view';

const shown: HostMessage = { type: 'view', view: sampleView(stem), version: 1, documentVersion: 1 };

describe('what leaves the preview panel', function () {
  this.timeout(120_000);
  const suite = previewSuite();

  const open = (options: OpenOptions = {}): Promise<Preview> => suite.openPanel({ messages: [shown], ...options });

  /** Bytes of the file of this name, once the page has sent it. */
  async function saved(name: string): Promise<Buffer> {
    return eventually(async () => {
      const all = await suite.preview.posted();
      const found = all.find(
        (message): message is Extract<ViewMessage, { type: 'save' }> =>
          message.type === 'save' && message.name === name,
      );
      return Buffer.from(found?.base64 ?? assert.fail(`${name} was not sent`), 'base64');
    });
  }

  it('exports its picture as SVG and PNG in chosen colours, and its table', async () => {
    const { page } = await open();
    const opener = page.getByRole('button', { name: 'Export' });
    const choose = async (name: string): Promise<void> => {
      await opener.click();
      await page.getByRole('menuitem', { name }).click();
    };
    await page.locator('.graph .node').first().waitFor();
    await opener.click();
    const chosen = () => page.getByRole('menuitemradio', { checked: true }).allInnerTexts();
    await eventuallyEqual(() => chosen(), ['Picture', 'Light']);
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await eventuallyEqual(() => chosen(), ['Picture', 'Dark']);
    await page.getByRole('menuitem', { name: 'Picture as SVG' }).click();
    const svg = (await saved('Sample.svg')).toString('utf8');
    assert.match(svg, /^<svg [\s\S]*#1f1f1f[\s\S]*>conv 3×3<[\s\S]*<\/svg>\n$/);
    await choose('Picture as PNG');
    const bytes = await saved('Sample.png');
    const [, width = 0, height = 0] = /width="(\d+)" height="(\d+)"/.exec(svg)?.map(Number) ?? [];
    // Its header (PNG 1.2, 11.2.2): twice the size of the SVG.
    assert.deepEqual([bytes.toString('latin1', 1, 4), bytes.readUInt32BE(16)], ['PNG', 2 * width]);
    assert.ok(Math.abs(bytes.readUInt32BE(20) - 2 * height) < 80);
    assert.ok(bytes.length > 20_000, 'something is drawn in it');
    await choose('Table as CSV');
    await eventually(async () => assert.match((await saved('Sample.csv')).toString('utf8'), /^path,call,.*\nconv_1,/));
    // A page that is not served securely, as that of the test, has no clipboard.
    await page.evaluate(
      `Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text; } } })`,
    );
    await choose('Copy table as Markdown');
    await eventually(async () =>
      assert.match(String(await page.evaluate('copied')), /^\| Layer \| Output \| Multiplies \|/),
    );
    // By keys alone, and back to the button.
    await opener.focus();
    await page.keyboard.press('Enter');
    await eventuallyEqual(() => page.evaluate(() => document.activeElement?.textContent), 'Picture');
    await page.keyboard.press('Escape');
    await eventuallyEqual(() => page.locator('.popup-menu:visible').count(), 0);
    await eventuallyEqual(() => opener.evaluate((one) => one.matches(':focus, :focus-within')), true);
  });

  it('exports every chart of its tabs, whole, as SVG and PNG in chosen colours', async () => {
    const text = readFileSync(join(repositoryRoot, 'examples/googlenet.cnn'), 'utf8');
    const analysis = analyzeText(text);
    const network = analysis.networks.at(-1) ?? assert.fail();
    const words = editorWords('en');
    const view = buildFileView(analysis, network.name, words).view ?? assert.fail();
    const path = 'inception_3a/branch_3/conv_2';
    const explanation = JSON.parse(JSON.stringify(explainPath(network, path)));
    const { page, send, posted, problems } = await open({
      width: 320,
      messages: [
        { type: 'view', view, version: 1, documentVersion: 1 },
        { type: 'show', tab: 'layer', node: path },
        { type: 'explanation', path, explanation },
      ],
    });
    await page.locator('.field-drawing').waitFor();
    const choose = async (drawing: string, theme: string, format: string): Promise<void> => {
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitemradio', { name: drawing }).click();
      await page.getByRole('menuitemradio', { name: theme }).click();
      const item = page.getByRole('menuitem', { name: `${drawing} as ${format}` });
      await eventually(async () => {
        const { x, y, width, height } = (await item.boundingBox()) ?? assert.fail();
        assert.ok(x >= 0 && x + width <= 320 && y + height <= 1000, 'the menu is in sight whole');
      });
      await item.click();
    };
    const svgOf = async (drawing: string, theme: string): Promise<string> => {
      await choose(drawing, theme, 'SVG');
      const svg = (await saved(`GoogLeNet ${drawing}.svg`)).toString('utf8');
      assert.match(svg, /^<svg [^>]* width="920" /);
      // Everything has its colour in itself, and nothing of the page's ways to use it is left.
      assert.doesNotMatch(svg, /class=|role="option"|tabindex|currentColor/);
      return svg;
    };
    // Of 1,582,671,872 multiplies; both from the paper's table of layers, by hand: 56*56*192*9*64 = 346,816,512.
    const icicle = await svgOf('Icicle', 'Light');
    assert.match(icicle, />conv 3×3<[\s\S]*>346\.8 M · 21\.9%</);
    assert.match(icicle, /Taps on zero padding are counted/);
    // Of 163,328 products at each of 28*28 places (table 1 of arXiv:1409.4842) 96*192 + 9*96*128 = 129,024 are of the 3x3 branch: 79%.
    const balance = await svgOf('Balance of branches', 'Dark');
    assert.match(balance, /fill="#1f1f1f"[\s\S]*>inception_3a<[\s\S]*>3×3 79%<[\s\S]*>128\.0 M</);
    const field = await svgOf('Receptive field', 'For paper');
    assert.match(field, />Receptive field of inception_3a\/branch_3\/conv_2</);
    // The memory was never shown: it is asked for.
    await choose('Memory chart', 'For paper', 'SVG');
    await page.waitForFunction(`posted.some(({ type }) => type === 'memory')`);
    await send({ type: 'memory', report: memoryReport(network) });
    const memory = (await saved('GoogLeNet Memory chart.svg')).toString('utf8');
    assert.match(memory, />peak 4\.59 MiB at lrn_2<[\s\S]*>float32, batch 1</);
    await choose('Icicle', 'Light', 'PNG');
    const png = await saved('GoogLeNet Icicle.png');
    assert.deepEqual([png.toString('latin1', 1, 4), png.readUInt32BE(16)], ['PNG', 1840]);
    await eventually(async () => assert.ok((await posted()).every(({ type }) => type !== 'problem')));
    assert.deepEqual(problems, []);
  });

  it('makes a report of what is shown, which stands alone', async () => {
    const { page, send, problems } = await open({
      messages: [{ type: 'settings', settings: { metric: 'flops', convention: 'flops' } }, shown],
    });
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'Report as HTML' }).click();
    await page.waitForFunction(`posted.some(({ type }) => type === 'report')`);
    const asked = (await suite.preview.posted()).find(({ type }) => type === 'report');
    assert.deepEqual(asked, { type: 'report', metric: 'flops', batch: 1 });
    const text = 'network N() {\n  input x: 6x6x3\n  conv(4, 3x3)\n  dense(5)\n}\n';
    const analysis = analyzeText(text);
    const look = { metric: 'flops', words: editorWords('en'), nameOf: () => 'n.cnn' } as const;
    await send({ type: 'report', report: reportOf(analysis, analysis.networks[0] ?? assert.fail(), look) });
    const html = (await saved('N.html')).toString('utf8');
    assert.deepEqual(problems, []);
    const alone = await suite.browser.newPage();
    await alone.route('**', (route) => route.abort());
    await alone.setContent(html);
    // 2 * (6*6*4*27 + 6*6*4*5) FLOPs.
    await alone.locator('.total', { hasText: 'FLOPs' }).getByText('9.216 K').waitFor();
    await alone.close();
  });

  it('exports the picture that a command asks for, once it is drawn', async () => {
    await open({ messages: [{ type: 'exportPicture', format: 'svg', theme: 'paper' }, shown] });
    await eventually(async () => assert.match((await saved('Sample.svg')).toString('utf8'), /^<svg [\s\S]*#ffffff/));
  });
});
