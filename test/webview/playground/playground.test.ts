/** The playground in a real browser, as a person uses it: text, picture, hovers, presets, links, several files, models, no network. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { type LinkedDesign, readDesignLink, writeDesignLink } from '../../../src/session/design-link';
import { eventually, eventuallyEqual } from '../../support/eventually';
import { violations } from '../axe';
import { type OpenPlayground, PlaygroundHost } from './open-playground';

const small = `network Small(width = 2) {
  input image: 16x16x3
  stem = conv(4 * width, 3x3)
  globalavgpool()
  dense(10)
}
`;

/** 16*16*8 * 27 for the first layer, 8 * 10 for the last. */
const smallMultiplies = '55.38 K';

function hashOf(design: LinkedDesign): string {
  const written = writeDesignLink(design);
  return 'link' in written ? `#d=${written.link}` : assert.fail(written.problem);
}

const oneFile = (text: string): LinkedDesign => ({ files: [{ name: 'main.cnn', text }], shown: 0 });

const phone = { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true };

describe('the playground', function () {
  this.timeout(120_000);
  let host: PlaygroundHost;
  let opened: OpenPlayground | undefined;

  before(async () => {
    host = await PlaygroundHost.start();
  });
  after(() => host?.close());

  const open = async (options?: Parameters<PlaygroundHost['open']>[0]): Promise<OpenPlayground> => {
    opened = await host.open(options);
    return opened;
  };
  afterEach(async () => {
    const problems = opened?.problems ?? [];
    await opened?.close();
    opened = undefined;
    assert.deepEqual(problems, []);
  });

  it('shows a design of two files with its picture and its costs', async () => {
    const play = await open();
    await play.node('inception_3b').waitFor();
    // Szegedy et al., table 1: 3a takes 128M and 3b 304M.
    await play.multiplies('432.3 M');
    await play.page.getByText('No problems').waitFor();
    await eventuallyEqual(() => play.page.getByRole('tab').allInnerTexts(), ['stage3.cnn', 'blocks.cnn']);
    await eventuallyEqual(() => play.page.title(), 'stage3.cnn - Incept Playground');
  });

  it('follows an edit, and says what is wrong with it', async () => {
    const play = await open({ hash: hashOf(oneFile(small)) });
    await play.multiplies(smallMultiplies);
    await play.paste(small.replace('dense(10)', 'dense(1000)'));
    await play.multiplies('63.30 K');
    await play.paste(small.replace('conv(4', 'convv(4'));
    await play.page.getByRole('button', { name: '1 problem' }).waitFor();
    await play.page.locator('.squiggly-error').waitFor();
    await play.preview.locator('.error-row', { hasText: 'convv' }).waitFor();
  });

  it('goes to a definition in another file, completes and hovers', async () => {
    const play = await open();
    await play.node('inception_3b').waitFor();
    await play.monaco();
    await play.line('inception_3a').getByText('inception', { exact: true }).click();
    await play.page.keyboard.press('F12');
    await play.page.locator('.file-tab[aria-selected=true]', { hasText: 'blocks.cnn' }).waitFor();
    await play.page.keyboard.press('Control+End');
    await play.page.keyboard.insertText('network Other() {\n  input image: 8x8x3\n  maxp');
    await play.page.keyboard.press('Control+Space');
    await play.page.locator('.suggest-widget .monaco-list-row', { hasText: 'maxpool' }).first().waitFor();
    await play.page.keyboard.press('Escape');
    await play.tab('stage3.cnn').click();
    await play.line('maxpool').getByText('maxpool', { exact: true }).hover();
    await play.page.locator('.monaco-hover', { hasText: '14x14x480' }).waitFor();
  });

  it('opens a design that a link holds, with what is selected in it, and no part of it stays in the address', async () => {
    const play = await open({ hash: hashOf({ ...oneFile(small), network: 'Small', node: 'dense_1' }) });
    await play.multiplies(smallMultiplies);
    await play.preview
      .locator('.cost-row.is-selected', { hasText: 'dense' })
      .or(play.node('dense_1'))
      .first()
      .waitFor();
    assert.equal(new URL(play.page.url()).hash, '');
  });

  it('says what is wrong with a link that holds no design, and shows its own', async () => {
    const bomb = `1.${deflateRawSync(new Uint8Array(2 ** 27)).toString('base64url')}`;
    for (const [hash, told] of [
      ['#d=1.nonsense', 'holds no whole design'],
      ['#d=9.AAAA', 'newer version'],
      [`#d=${bomb}`, 'too large'],
    ] as const) {
      const play = await open({ hash });
      await play.page.locator('.notice', { hasText: told }).waitFor();
      await play.node('inception_3b').waitFor();
      await play.close();
    }
  });

  it('gives a link that opens elsewhere as the same design', async () => {
    const play = await open({ hash: hashOf(oneFile(small)) });
    await play.multiplies(smallMultiplies);
    await play.page.getByRole('button', { name: 'Share' }).click();
    const link = await eventually(async () => {
      const value = await play.page.getByRole('textbox', { name: 'Link' }).inputValue();
      assert.ok(value.startsWith(host.address), value);
      return value;
    });
    const read = readDesignLink(new URL(link).hash.replace('#d=', ''));
    assert.ok('design' in read);
    assert.deepEqual([read.design.files, read.design.network], [oneFile(small).files, 'Small']);
    const vscode = await play.page.getByRole('link', { name: /Open in VS Code/ }).getAttribute('href');
    assert.equal(new URL(vscode ?? '').searchParams.get('d'), new URL(link).hash.replace('#d=', ''));
    await play.page.getByRole('button', { name: 'Copy link' }).click();
    await play.page.getByText('Copied').waitFor();
    await eventuallyEqual(() => play.page.evaluate(() => navigator.clipboard.readText()), link);
    await play.page.getByRole('button', { name: 'Copy as Markdown' }).click();
    await play.page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith('**main.cnn**'));
    const markdown = await play.page.evaluate(() => navigator.clipboard.readText());
    assert.ok(markdown.includes(`\`\`\`cnn\n${small}\`\`\``) && markdown.includes(`](${link})`));
  });

  it('starts from a network of the field, beside what there was', async () => {
    const play = await open({ hash: hashOf(oneFile(small)) });
    await play.multiplies(smallMultiplies);
    await play.page.getByRole('button', { name: 'New from preset' }).click();
    await play.page.getByRole('combobox', { name: 'Search' }).fill('squeezenet');
    await play.page.getByRole('option').first().click();
    await play.tab('squeezenet.cnn').waitFor();
    // Iandola et al., arXiv:1602.07360: fire modules behind one convolution.
    await play.preview.getByText('SqueezeNet', { exact: false }).first().waitFor();
    await play.tab('main.cnn').click();
    await play.multiplies(smallMultiplies);
  });

  it('keeps the design over a reload', async () => {
    const play = await open({ hash: hashOf(oneFile(small)) });
    await play.multiplies(smallMultiplies);
    await play.paste(small.replace('dense(10)', 'dense(1000)'));
    await play.multiplies('63.30 K');
    await play.page.reload();
    await play.multiplies('63.30 K');
    await play.line('dense(1000)').waitFor();
  });

  it('says that a browser keeps nothing, on a phone too', async () => {
    for (const options of [{}, phone]) {
      const play = await host.open(options);
      // Text, because a transpiled function would not stand alone.
      await play.page.addInitScript(`for (const name of ['localStorage', 'sessionStorage']) {
        Object.defineProperty(window, name, { get() { throw new DOMException('forbidden', 'SecurityError'); } });
      }`);
      await play.page.reload();
      await play.page.getByText('Not saved: this browser keeps nothing for this page').waitFor();
      await play.page.locator('.status-row').waitFor();
      await play.node('viewport' in options ? 'reduce' : 'inception_3b').waitFor();
      await play.close();
    }
  });

  it('gives a report of what it shows away as a file, which stands alone', async () => {
    const play = await open({ hash: hashOf(oneFile(small)) });
    await play.multiplies(smallMultiplies);
    await play.preview.getByRole('button', { name: 'Export' }).click();
    const downloading = play.page.waitForEvent('download');
    await play.preview.getByRole('menuitem', { name: 'Report as HTML' }).click();
    const file = await downloading;
    assert.equal(file.suggestedFilename(), 'Small.html');
    const alone = await play.page.context().newPage();
    await alone.setContent(readFileSync(await file.path(), 'utf8'));
    await alone.locator('.totals', { hasText: smallMultiplies }).waitFor();
    assert.deepEqual(play.problems, []);
  });

  it('runs the network in a worker, with threads where memory may be shared', async () => {
    const play = await open({ hash: hashOf(oneFile(small)) });
    await play.multiplies(smallMultiplies);
    await play.preview.getByRole('tab', { name: 'Run' }).click();
    await play.preview.locator('.run-buttons').getByText('Run', { exact: true }).click();
    await play.preview.locator('.run-result .run-summary').waitFor();
  });

  it('fits a phone, with an editor that takes its keyboard and a row of keys', async () => {
    const play = await open({ hash: hashOf(oneFile('')), ...phone });
    await play.page.locator('.cm-content').tap();
    await play.page.locator('.cm-content:focus').waitFor();
    await play.page.keyboard.type(small.replace('conv(4 * width, 3x3)', 'conv'));
    await play.page.getByRole('button', { name: 'main.cnn' }).waitFor();
    await eventuallyEqual(() => play.page.evaluate(() => document.documentElement.scrollWidth), phone.viewport.width);
    for (const name of ['Share', '_', 'More']) {
      await eventually(async () => {
        const box = await play.page.getByRole('button', { name, exact: true }).last().boundingBox();
        assert.ok(box !== null && box.x + box.width <= phone.viewport.width, `${name} is there without a swipe`);
      });
    }
    await play.page.getByRole('button', { name: '{' }).tap();
    await play.page.locator('.cm-content', { hasText: '{' }).waitFor();
  });

  it('has on a phone the budget in a line, tabs for the thumb, and a slider that writes into the text', async () => {
    const play = await open(phone);
    const { page } = play;
    // 28*28*16 * 192 + 28*28*32 * 25*16 multiplies of 12.5 million.
    await play.multiplies('12.44 M');
    await play.preview.getByText('99.5% of 12.5 M').waitFor();
    const slider = page.getByRole('slider', { name: 'r', exact: true });
    await slider.waitFor();
    await page.getByRole('button', { name: 'One step more' }).tap();
    // 777,728 for each channel in between.
    await play.multiplies('13.22 M');
    await page.locator('.cm-line', { hasText: 'r = 17' }).waitFor();
    await slider.focus();
    for (let turn = 0; turn < 4; turn++) await page.keyboard.press('ArrowLeft');
    await page.locator('.cm-line', { hasText: 'r = 13' }).waitFor();
    await play.multiplies('10.11 M');
    // What is selected in the text has its own number in reach.
    await page.locator('.cm-line', { hasText: 'conv(32' }).tap();
    await page.getByRole('slider', { name: /filters/ }).waitFor();
    for (const [tab, shown] of [
      ['Cost', /cost-panel/],
      ['Run', /run-panel/],
    ] as const) {
      await page.getByRole('tab', { name: tab, exact: true }).tap();
      await play.preview
        .locator('.tab-panel:not([hidden])')
        .and(play.preview.locator(`.${shown.source}`))
        .waitFor();
      await page.locator('.editor-side').waitFor({ state: 'hidden' });
    }
    await page.getByRole('tab', { name: 'Design', exact: true }).tap();
    await play.node('reduce').waitFor();
    await page.getByRole('button', { name: 'bottleneck.cnn' }).tap();
    await page.getByRole('menuitem', { name: 'New file' }).tap();
    await page.getByRole('textbox', { name: 'New file' }).fill('other.cnn');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'other.cnn' }).waitFor();
    // Seven tabs while designs are compared; in the widest font that stands in for the page's own.
    await page.evaluate(() => {
      const tabs = document.querySelector('.phone-tabs .tabs');
      tabs?.append(tabs.querySelector('[data-value=memory]')?.cloneNode(true) ?? '');
    });
    for (const width of [360, 320]) {
      await page.setViewportSize({ width, height: 780 });
      await eventuallyEqual(
        () =>
          page.evaluate(() =>
            [...document.querySelectorAll('.phone-tabs .tab-label')]
              .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
              .map(({ textContent }) => textContent),
          ),
        [],
        `words cut at ${width}`,
      );
    }
    await page.setViewportSize({ width: 780, height: 360 });
    const picture = await page.locator('.preview-side').boundingBox();
    const text = await page.locator('.editor-side').boundingBox();
    assert.ok(picture !== null && text !== null && text.x + text.width <= picture.x, 'beside one another');
  });

  it('loads less than 1.5 MB, packed, for its first picture, and keeps within what axe-core looks for', async () => {
    const first = ['../index.html', 'main.css', 'main.js', 'preview.html', 'preview.css', 'preview.js'];
    const parts = readdirSync(join(host.folder, 'parts')).filter((name) => name.startsWith('chunk-'));
    const files = [...first, 'server.js', 'layout-worker.js', ...parts.map((name) => `parts/${name}`)];
    const packed = files.reduce((sum, name) => sum + gzipSync(readFileSync(join(host.folder, name))).length, 0);
    assert.ok(packed < 1_500_000, `${packed} bytes`);
    const scripts = readdirSync(host.folder).filter((name) => name.endsWith('.js'));
    const drawn = scripts.filter((name) => readFileSync(join(host.folder, name), 'utf8').includes('graph-region'));
    assert.deepEqual(drawn, ['preview.js'], 'there is one preview, which is that of a report, too');
    const play = await open({ theme: 'dark' });
    await play.node('inception_3b').waitFor();
    await play.monaco();
    await eventuallyEqual(() => violations(play.page), []);
  });
});
