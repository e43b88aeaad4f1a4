/** What leaves the panel: pictures and tables, as a person asks for them. */

import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { HostMessage, ViewMessage } from '../../src/protocol/messages';
import { reportOf } from '../../src/session/report';
import { editorWords } from '../../src/words/editor';
import { analyzeText } from '../support/analyze-text';
import { bundlePreview, type Files, launch, type OpenOptions, openPreview, type Preview } from './rig';
import { sampleView, stem } from './sample-view';

const shown: HostMessage = { type: 'view', view: sampleView(stem), version: 1, documentVersion: 1 };

describe('what leaves the preview panel', function () {
  this.timeout(120_000);
  let browser: Browser;
  let files: Files;
  let preview: Preview | undefined;

  before(async () => {
    files = await bundlePreview();
    browser = await launch();
  });
  after(() => browser?.close());
  afterEach(() => preview?.close());

  async function open(options: OpenOptions = {}): Promise<Preview> {
    preview = await openPreview(browser, files, { messages: [shown], ...options });
    await preview.page.locator('.panel').waitFor();
    return preview;
  }

  /** Bytes of the file of this name, once the page has sent it. */
  async function saved(name: string): Promise<Buffer> {
    for (let attempt = 0; attempt < 200; attempt++) {
      const all = await (preview as Preview).posted();
      const found = all.find(
        (message): message is Extract<ViewMessage, { type: 'save' }> =>
          message.type === 'save' && message.name === name,
      );
      if (found !== undefined) return Buffer.from(found.base64, 'base64');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.fail(`${name} was not sent`);
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
    assert.equal(await page.getByRole('menuitemradio', { checked: true }).innerText(), 'Light');
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    assert.equal(await page.getByRole('menuitemradio', { checked: true }).innerText(), 'Dark');
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
    assert.match((await saved('Sample.csv')).toString('utf8'), /^path,call,.*\nconv_1,/);
    // A page that is not served securely, as that of the test, has no clipboard.
    await page.evaluate(
      `Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text; } } })`,
    );
    await choose('Copy table as Markdown');
    assert.match(String(await page.evaluate('copied')), /^\| Layer \| Output \| Multiplies \|/);
    // By keys alone, and back to the button.
    await opener.focus();
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Picture as SVG…');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.popup-menu:visible').count(), 0);
    assert.equal(await opener.evaluate((one) => one.matches(':focus, :focus-within')), true);
  });

  it('makes a report of what is shown, which stands alone', async () => {
    const own = await bundlePreview('webview/report.ts');
    const part = (name: string): string => own.get(name) ?? assert.fail(name);
    files = new Map([...files, ['/report.js', part('/main.js')], ['/report.css', part('/main.css')]]);
    const { page, send, problems } = await open({
      messages: [{ type: 'settings', settings: { metric: 'flops' } }, shown],
    });
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'Report as HTML' }).click();
    await page.waitForFunction(`posted.some(({ type }) => type === 'report')`);
    const asked = (await (preview as Preview).posted()).find(({ type }) => type === 'report');
    assert.deepEqual(asked, { type: 'report', metric: 'flops', batch: 1 });
    const text = 'network N() {\n  input x: 6x6x3\n  conv(4, 3x3)\n  dense(5)\n}\n';
    const analysis = analyzeText(text);
    const look = { metric: 'flops', words: editorWords('en'), nameOf: () => 'n.cnn' } as const;
    await send({ type: 'report', report: reportOf(analysis, analysis.networks[0] ?? assert.fail(), look) });
    const html = (await saved('N.html')).toString('utf8');
    assert.deepEqual(problems, []);
    const alone = await browser.newPage();
    await alone.route('**', (route) => route.abort());
    await alone.setContent(html);
    // 2 * (6*6*4*27 + 6*6*4*5) FLOPs.
    await alone.locator('.total', { hasText: 'FLOPs' }).getByText('9.216 K').waitFor();
    await alone.close();
  });

  it('exports the picture that a command asks for, once it is drawn', async () => {
    await open({ messages: [{ type: 'exportPicture', format: 'svg', theme: 'paper' }, shown] });
    assert.match((await saved('Sample.svg')).toString('utf8'), /^<svg [\s\S]*#ffffff/);
  });
});
