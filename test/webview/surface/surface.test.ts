/** A session in a page of a browser, without VS Code, server and Node: opens a design, hovers, draws, edits, runs. */

import * as assert from 'node:assert/strict';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { encode } from 'fast-png';
import type { Browser, Page } from 'playwright-core';
import { previewHtml } from '../../../src/extension/preview/html';
import { writeSafetensors } from '../../../src/interop/safetensors';
import type { HostMessage } from '../../../src/protocol/messages';
import { nodeRunner } from '../../../src/runtime/node-runner';
import type { DesignSession } from '../../../src/session/look';
import { runRequestOf } from '../../../src/session/run';
import { editorWords } from '../../../src/words/editor';
import { MemoryFiles } from '../../../src/workspace/memory-files';
import { Workspace } from '../../../src/workspace/workspace';
import { repositoryRoot } from '../../support/disk-files';
import { eventually, eventuallyEqual } from '../../support/eventually';
import { violations } from '../axe';
import { launch } from '../rig';
import { themes } from '../themes';
import { blocksFile, designs, mainFile } from './designs';

const origin = 'http://surface.test';
const main = designs[mainFile] as string;
const blocks = designs[blocksFile] as string;

function sessionOf(files: Readonly<Record<string, string>>): DesignSession {
  return {
    workspace: new Workspace(new MemoryFiles(files)),
    settings: () => ({ choices: [], timeOf: undefined, words: editorWords('en') }),
  };
}

type Posted<T extends HostMessage['type']> = Extract<HostMessage, { type: T }>;

async function bundles(): Promise<{ readonly files: ReadonlyMap<string, string>; readonly metafile: Metafile }> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: repositoryRoot,
    entryPoints: {
      main: 'test/webview/surface/page.ts',
      'layout-worker': 'webview/layout-worker.ts',
      'run-worker': 'src/runtime/web-worker.ts',
    },
    outdir: '/',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'error',
  });
  return { files: new Map(outputFiles.map(({ path, text }) => [path, text])), metafile };
}

/** The webview's page, which may compile WebAssembly besides: its policy holds for the worker too that is made in it. */
function html(): string {
  const webview = previewHtml({
    cspSource: origin,
    nonce: 'n0nce',
    scriptUri: `${origin}/main.js`,
    styleUri: `${origin}/main.css`,
    layoutWorkerUri: `${origin}/layout-worker.js`,
    reportStyleUri: `${origin}/report.css`,
    inspectorScriptUri: `${origin}/inspector.js`,
    inspectorStyleUri: `${origin}/inspector.css`,
    language: 'en',
    title: 'A page of its own',
  });
  return webview
    .replace("script-src 'nonce-n0nce'", "script-src 'nonce-n0nce' 'wasm-unsafe-eval'")
    .replace('<script ', '<script type="module" ');
}

describe('a surface in a page', function () {
  this.timeout(60_000);
  let browser: Browser;
  let page: Page;
  let bundled: Awaited<ReturnType<typeof bundles>>;
  let problems: string[] = [];

  before(async () => {
    bundled = await bundles();
    browser = await launch();
  });
  after(() => browser?.close());

  beforeEach(async () => {
    problems = [];
    page = await browser.newPage({ viewport: { width: 1600, height: 1000 }, reducedMotion: 'reduce' });
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.route(`${origin}/**`, (route) => {
      const path = new URL(route.request().url()).pathname;
      const body = path === '/' ? html() : bundled.files.get(path);
      if (body === undefined) return route.fulfill({ status: path === '/favicon.ico' ? 204 : 404, body: '' });
      const contentType = path === '/' ? 'text/html' : path.endsWith('.css') ? 'text/css' : 'text/javascript';
      return route.fulfill({ status: 200, contentType, body });
    });
    await page.goto(`${origin}/`);
    await page.evaluate((variables) => {
      for (const [name, value] of Object.entries(variables)) {
        document.documentElement.style.setProperty(`--vscode-${name}`, value);
      }
    }, themes.dark);
    await node('stem').waitFor();
  });
  afterEach(async () => {
    const logged = await page.evaluate(() => window.surface.logged);
    await page.close();
    assert.deepEqual([problems, logged], [[], []]);
  });

  const node = (id: string) => page.locator(`.graph [data-id="${id}"]`);
  const area = () => page.locator('textarea');
  const text = (file: string) => page.evaluate((id) => window.surface.text(id), file);
  const multiplies = (amount: string) => page.locator('.totals', { hasText: amount }).waitFor();
  const selected = (name: string) => page.locator('.cost-row.is-selected', { hasText: name }).waitFor();

  async function posted<T extends HostMessage['type']>(type: T): Promise<readonly Posted<T>[]> {
    const all = await page.evaluate(() => window.surface.posted);
    return all.filter((message): message is Posted<T> => message.type === type);
  }

  async function edit(file: string, content: string): Promise<void> {
    await page.evaluate((id) => window.surface.edit(id), file);
    await area().fill(content);
  }

  /** The area for the text is the test's own. */
  const isAccessible = () =>
    eventuallyEqual(async () => (await violations(page)).filter((violation) => !violation.includes('<textarea')), []);

  /** Puts the caret behind the first letter of a word, as a person would get there. */
  async function putCaret(word: string): Promise<void> {
    const at = (await area().inputValue()).indexOf(word);
    assert.ok(at >= 0, word);
    await area().focus();
    await area().evaluate((element, offset) => (element as HTMLTextAreaElement).setSelectionRange(offset, offset), at);
    await page.keyboard.press('ArrowRight');
  }

  it('needs nothing of Node, VS Code or a server', () => {
    const inputs = Object.keys(bundled.metafile.inputs);
    const packages = inputs.flatMap(
      (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(path)?.[1] ?? [],
    );
    assert.deepEqual(
      [...new Set(packages)].filter((name) => !/^@microsoft\/fast-|^exenv-es6$|^tabbable$|^tslib$/.test(name)).sort(),
      [
        '@noble/hashes',
        '@vscode/webview-ui-toolkit',
        'elkjs',
        'fast-png',
        'fflate',
        'iobuffer',
        'jpeg-js',
        'vscode-uri',
      ],
    );
    assert.deepEqual(
      inputs.filter((path) => /(^|:)node:|^src\/(runtime|workspace)\/node-|^src\/(server|extension|cli)\//.test(path)),
      [],
    );
  });

  it('draws a design that imports another', async () => {
    for (const id of ['stem', 'fire_1', 'fire_2', 'dense_1']) await node(id).waitFor();
    const [first] = await posted('view');
    assert.equal(first?.view.network, 'Small');
    // 16*16*8*27, then fire(8) on 8 and fire(16) on 8 channels, then dense(10) on 16.
    const expected = 55_296 + 256 * 8 * (8 + 72) + 64 * 16 * (8 + 144) + 160;
    assert.equal(first?.view.totals.multiplies.value, expected);
    await multiplies('374.9 K');
    await eventuallyEqual(() => page.title(), 'Small');
  });

  it('tells of a layer at the caret, and selects it in the picture', async () => {
    await putCaret('conv(4');
    await page.locator('#hover', { hasText: '16*16*8 * 3*3*3 = 55,296' }).waitFor();
    await eventually(async () => assert.match(await page.locator('#hover').innerText(), /16x16x8/));
    await selected('stem');
  });

  it('leads from a node to its text', async () => {
    await node('dense_1').click();
    await page.waitForFunction((call) => {
      const { selectionStart, selectionEnd, value } = document.querySelector('textarea') as HTMLTextAreaElement;
      return selectionStart === value.indexOf(call) && selectionEnd === selectionStart + call.length;
    }, 'dense(10)');
  });

  it('follows an edit in the imported file, with what has changed', async () => {
    await edit(blocksFile, blocks.replace('conv(c, 3x3)', 'conv(c, 1x1)'));
    // 3*3 products become 1.
    await multiplies('112.8 K');
    await eventually(async () => assert.equal((await posted('view')).length, 1));
    await eventually(async () => assert.ok((await posted('viewPatch')).length > 0));
    await eventuallyEqual(() => text(mainFile), main);
  });

  it('shows a mistake, and its fix mends it', async () => {
    await edit(mainFile, main.replace('stride=2', 'strid=2'));
    const row = page.locator('.error-row');
    await row.filter({ hasText: 'strid' }).waitFor();
    await row.getByText('Fix', { exact: true }).click();
    await row.waitFor({ state: 'hidden' });
    await eventuallyEqual(() => area().inputValue(), main);
    await eventuallyEqual(() => text(mainFile), main);
    await multiplies('374.9 K');
  });

  it('shows what would be with overrides, and leaves the texts alone', async () => {
    const show = (overrides: Parameters<typeof window.surface.setOverrides>[0]) =>
      page.evaluate((sent) => window.surface.setOverrides(sent), overrides);
    const call = { network: 'Small', path: 'dense_1' };
    await show({ parameters: [{ name: 'width', value: '4' }] });
    await multiplies('446.6 K');
    await show({ inputShape: [32, 32, 3] });
    await multiplies('1.499 M');
    await show({ attributes: [{ call, parameter: 'units', value: '1000' }] });
    await multiplies('390.8 K');
    await show(undefined);
    await multiplies('374.9 K');
    await eventuallyEqual(() => text(mainFile), main);
    await eventuallyEqual(() => area().inputValue(), main);
  });

  describe('what if', () => {
    const slider = (name: string) => page.getByRole('slider', { name, exact: true });
    const strip = () => page.locator('.what-if-strip');

    beforeEach(async () => {
      await page.getByRole('tab', { name: 'What if' }).click();
      await slider('width').waitFor();
    });

    it('tries values out as a slider is dragged, shows the text’s while B is held, and leaves the text alone', async () => {
      const box = (await slider('width').boundingBox()) ?? assert.fail('no slider');
      const middle = box.y + box.height / 2;
      // From a quarter of 2 to twice of it, in eighths: 2 stands at 3/7 of the way, 4 at its end.
      await page.mouse.move(box.x + 8 + ((box.width - 16) * 1.5) / 3.5, middle);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width - 4, middle, { steps: 5 });
      await multiplies('446.6 K');
      await page.mouse.up();
      await eventually(async () => assert.match(await strip().innerText(), /What if\s+width 2 \u2192 4/));
      await page.locator('.totals', { hasText: '374.9 K \u2192' }).waitFor();
      // 446,592 for 374,912.
      await eventually(async () => assert.match(await page.locator('.totals').innerText(), /\+19\.1%/));
      await eventuallyEqual(() => slider('width').getAttribute('aria-valuetext'), '4, in the text 2');
      await page.locator('.graph [data-id="stem"] .change-more', { hasText: '+100.0%' }).first().waitFor();
      await page.locator('.what-if-strip [role=status]', { hasText: 'percent more' }).waitFor({ state: 'attached' });
      await page.keyboard.down('b');
      await page.locator('.total-number', { hasText: '374.9 K' }).waitFor();
      await eventuallyEqual(() => page.locator('.graph .change-more').count(), 0);
      await page.keyboard.up('b');
      await page.locator('.total-number', { hasText: '446.6 K' }).waitFor();
      await eventuallyEqual(() => area().inputValue(), main);
      await eventuallyEqual(() => text(mainFile), main);
      await strip().getByText('Reset').click();
      await strip().waitFor({ state: 'hidden' });
      await page.locator('.total-number', { hasText: '374.9 K' }).waitFor();
      await eventuallyEqual(() => page.locator('.total-was').count(), 0);
    });

    it('moves by keys, and writes into the text what it showed', async () => {
      await slider('width').focus();
      for (let step = 0; step < 2; step++) await page.keyboard.press('ArrowLeft');
      await page.locator('.strip-change', { hasText: '2 \u2192 1.5' }).waitFor();
      await page.locator('.written-line.is-added code', { hasText: 'network Small(width = 1.5) {' }).waitFor();
      await strip().getByText('Apply to text').click();
      await strip().waitFor({ state: 'hidden' });
      await eventuallyEqual(() => area().inputValue(), main.replace('width = 2', 'width = 1.5'));
      await slider('width').waitFor();
      await eventuallyEqual(() => slider('width').getAttribute('aria-valuetext'), '1.5, in the text 1.5');
    });

    it('refuses a value that makes a part of a filter, and offers those that do not', async () => {
      const field = page.getByRole('textbox', { name: 'width, as a number' });
      await field.fill('2.1');
      await field.press('Enter');
      const note = page.getByRole('alert');
      await note.filter({ hasText: 'width = 2.1: filters takes a whole number, found 8.4' }).waitFor();
      await note.getByRole('button', { name: '2.25' }).click();
      await page.locator('.strip-change', { hasText: '2 \u2192 2.25' }).waitFor();
      await eventuallyEqual(() => note.count(), 0);
    });

    it('changes a layer where it is written: in the module, for all of its calls', async () => {
      await page.locator('.cost-panel, .tab').first().waitFor();
      await node('fire_1').dblclick();
      await node('fire_1/conv_1').click();
      await page.locator('.reach', { hasText: 'stand in module fire' }).waitFor();
      await eventually(async () => {
        const reach = await page.locator('.reach').innerText();
        assert.match(reach, /filters is the argument c of the call on line 6\./);
        assert.match(reach, /A change reaches all 2 layers/);
      });
      await page.getByRole('radiogroup', { name: 'kernel' }).getByText('1', { exact: true }).click();
      // 3*3 products become 1 in both.
      await multiplies('112.8 K');
      await slider('filters').focus();
      await page.keyboard.press('ArrowRight');
      await page.locator('.strip-change', { hasText: '8 \u2192 9' }).waitFor();
      await page.locator('.written-line', { hasText: 'fire(9)' }).waitFor();
      await strip().getByText('Apply to text').click();
      await strip().waitFor({ state: 'hidden' });
      await eventuallyEqual(() => text(mainFile), main.replace('fire(8)', 'fire(9)'));
      await eventuallyEqual(() => text(blocksFile), blocks.replace('conv(c, 3x3)', 'conv(c, 1x1)'));
    });

    it('sweeps a parameter, and shows the design of a point that arrows walk to, or a click in the table', async () => {
      await page.getByRole('radio', { name: 'Sweep' }).click();
      // From 1 to 3 in quarters, as the network offers them: 4 * width is whole for all.
      await page.locator('.what-if-sweep vscode-button', { hasText: 'Sweep' }).click();
      const plot = page.getByRole('listbox', { name: /^Designs by/ });
      await plot.waitFor();
      await eventuallyEqual(() => plot.getByRole('option').count(), 9);
      await page.locator('.sweep-buttons [role=status]', { hasText: '9 designs' }).waitFor();
      await plot.focus();
      await page.keyboard.press('End');
      await page.locator('.strip-change', { hasText: '2 \u2192 3' }).waitFor();
      // 16*16*12*27, then 256 * 8 * (12 + 72) and what follows as before.
      await multiplies(`${((82_944 + 256 * 8 * 84 + 64 * 16 * 152 + 160) / 1000).toFixed(1)} K`);
      await eventuallyEqual(() => plot.getByRole('option', { selected: true }).getAttribute('id'), 'point-8');
      await page.locator('.sweep-table').getByRole('button', { name: '1.5', exact: true }).click();
      await page.locator('.strip-change', { hasText: '2 \u2192 1.5' }).waitFor();
      await eventuallyEqual(() => text(mainFile), main);
    });

    it('lists values that fail, and says what is wrong with a range', async () => {
      await page.getByRole('radio', { name: 'Sweep' }).click();
      const start = page.locator('.what-if-sweep vscode-button', { hasText: 'Sweep' });
      const form = page.locator('.what-if-sweep');
      await form.getByRole('textbox', { name: 'Vary: step' }).fill('0.4');
      await start.click();
      await page.locator('.sweep-table .is-failed', { hasText: 'filters takes a whole number, found 5.6' }).waitFor();
      await form.getByRole('textbox', { name: 'Vary: step' }).fill('none');
      await start.click();
      await form.getByRole('alert').filter({ hasText: '1..3:none is no range' }).waitFor();
    });

    it('finds the most parameters within a limit, and shows that design', async () => {
      await page.getByRole('radio', { name: 'Fit a budget' }).click();
      await page.getByRole('textbox', { name: 'Multiplies at most' }).fill('400K');
      await page.locator('.what-if-fit vscode-button', { hasText: 'Find' }).click();
      // 27*256*4w + 256*8*(4w + 72) + 155,808 of what follows: with 2.5 it is 392.8 K, with 2.75 it is over.
      await page.locator('.strip-change', { hasText: '2 \u2192 2.5' }).waitFor();
      await page.locator('.what-if-fit [role=status]', { hasText: 'width 2.5' }).first().waitFor();
      await page.getByRole('textbox', { name: 'Multiplies at most' }).fill('1');
      await page.locator('.what-if-fit vscode-button', { hasText: 'Find' }).click();
      await page.locator('.what-if-fit', { hasText: 'None of 9 designs fits.' }).waitFor();
    });

    it('keeps what is tried out while the text is edited', async () => {
      await slider('width').focus();
      await page.keyboard.press('End');
      await multiplies('446.6 K');
      await edit(blocksFile, blocks.replace('conv(c, 3x3)', 'conv(c, 1x1)'));
      await page.locator('.total-was', { hasText: '112.8 K' }).waitFor();
      await eventually(async () => assert.match(await strip().innerText(), /width 2 \u2192 4/));
    });
  });

  it('explains the selected layer, also with overrides', async () => {
    await node('stem').click();
    await page.getByRole('tab', { name: 'Layer' }).click();
    await page.locator('.formula', { hasText: '55,296' }).waitFor();
    await page.evaluate(() => window.surface.setOverrides({ parameters: [{ name: 'width', value: '4' }] }));
    await page.locator('.formula', { hasText: '110,592' }).waitFor();
  });

  it('runs, with the values that the same run has in Node', async () => {
    await page.getByRole('tab', { name: 'Run' }).click();
    await page.locator('.run-buttons').getByText('Run', { exact: true }).click();
    await page.locator('.run-result .run-summary').waitFor();
    const [finished] = await posted('runResult');
    assert.ok(finished);
    const { options, result } = finished.run;
    const session = sessionOf(designs);
    const planned = await runRequestOf(session, mainFile, { options });
    assert.ok('request' in planned);
    const runner = nodeRunner(join(repositoryRoot, 'dist/run-worker.js'));
    const there = await runner.run(planned.request);
    await runner.dispose();
    assert.equal(result.outputs[0]?.top.length, 5);
    // Where one engine has fused multiply-add and the other has not, the last bits are theirs.
    const [here, other] = [result, there].map(({ outputs }) => outputs[0]?.top ?? []);
    assert.deepEqual(
      here?.map(({ index }) => index),
      other?.map(({ index }) => index),
    );
    here?.forEach(({ value }, place) => {
      assert.ok(Math.abs((value ?? Number.NaN) - (other?.[place]?.value ?? Number.NaN)) < 1e-5, `place ${place}`);
    });
    assert.deepEqual([result.backend, result.threads], ['wasm', 1]);
  });

  it('shows what the selected layer gave: its channels, one of them large with its values, and its filters', async () => {
    await page.getByRole('tab', { name: 'Run' }).click();
    await page.locator('.run-buttons').getByText('Run', { exact: true }).click();
    await page.getByText('to see what it gave in this run').waitFor();
    await node('stem').click();
    // 4 * width filters.
    const tiles = page.locator('.maps .map');
    await tiles.nth(7).waitFor();
    await eventuallyEqual(() => tiles.count(), 8);
    await page.getByText('16×16, 8 of 8 channels').waitFor();
    // Something of the image is to be seen.
    await eventually(async () => {
      const shades = await tiles.first().evaluate((tile) => {
        const canvas = tile.querySelector('canvas') as HTMLCanvasElement;
        const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(0, 0, 16, 16);
        return new Set(data.filter((_, i) => i % 4 === 0)).size;
      });
      assert.ok(shades > 10, `${shades} shades`);
    });
    await tiles.first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Channel 1', exact: true }).waitFor();
    await eventuallyEqual(
      () => page.evaluate(() => document.activeElement?.getAttribute('aria-pressed')),
      'true',
      'stays there',
    );

    await page.locator('.look-large').hover({ position: { x: 1, y: 1 } });
    const readout = page.locator('.look-readout');
    await readout.getByText('row 0, column 0: ').waitFor();
    await page.locator('.look-large').focus();
    await page.keyboard.press('ArrowDown');
    await readout.getByText('row 1, column 0: ').waitFor();
    await isAccessible();

    await page.getByRole('radio', { name: 'Filters' }).click();
    await page.getByText('8 filters in colour').waitFor();
    // Times stand on the nodes while the tab is in front.
    await node('stem').getByText('ms').first().waitFor();
    await page.getByText('numbers at the right: time measured').waitFor();
    await page.getByRole('tab', { name: 'Cost' }).click();
    await node('stem').getByText('ms').first().waitFor({ state: 'detached' });
    await eventually(async () => assert.equal((await posted('look')).length, 2, 'each question is asked once'));
  });

  it('takes a value apart at a click: its window, the products and the sum, which is the value of the run', async () => {
    await page.getByRole('tab', { name: 'Run' }).click();
    await page.locator('.run-buttons').getByText('Run', { exact: true }).click();
    await node('stem').click();
    // The pixel in the corner at the upper left, of 16x16.
    await page.locator('.look-large').click({ position: { x: 3, y: 3 } });
    const lens = page.locator('.origin-lens');
    // A 3x3 window over 3 channels.
    await lens.getByRole('heading', { name: 'One number of a 3×3 convolution: 27 values times 27 weights' }).waitFor();
    await lens.getByText('256 places × 8 filters × 27 products = 55,296 multiplies').waitFor();
    await lens.getByText('the value of the run').waitFor();
    // Five of its nine places lie on padding.
    await eventuallyEqual(() => lens.locator('.origin-tap').count(), 9);
    await eventuallyEqual(() => lens.locator('.origin-tap.is-padding').count(), 5);
    const numbers = async (row: string): Promise<number[]> =>
      lens
        .locator(`.origin-${row} td span`)
        .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('title'))));
    await eventually(async () => {
      const [values, weights, products] = [await numbers('value'), await numbers('weight'), await numbers('product')];
      assert.equal(values.length, 3);
      for (const [at, product] of products.entries()) {
        assert.ok(Math.abs((values[at] as number) * (weights[at] as number) - product) < 1e-12, 'a product is one');
      }
    });
    await isAccessible();

    // The keyboard is in it: to the next place, the next filter, and back.
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('PageDown');
    await lens.locator('.origin-stepper', { hasText: 'Row' }).locator('strong', { hasText: /^1$/ }).waitFor();
    await lens.locator('.origin-stepper', { hasText: 'Filter' }).locator('strong', { hasText: /^1$/ }).waitFor();
    await eventuallyEqual(() => lens.locator('.origin-tap.is-padding').count(), 0);
    await page.keyboard.press('Escape');
    await lens.waitFor({ state: 'hidden' });
    await page.getByRole('heading', { name: 'Channel 1', exact: true }).waitFor();

    // Where the panel is narrow it has the tab's place.
    await page.setViewportSize({ width: 780, height: 900 });
    await page.locator('.look-large').focus();
    await page.keyboard.press('Enter');
    await page.locator('.run-look').getByText('the value of the run').waitFor();
    await page.getByRole('button', { name: 'Back to the layer' }).click();
    await page.locator('.look-large').waitFor();
  });

  it('tells the times that a device would take at best, one that is known and one that is described', async () => {
    await page.getByRole('tab', { name: 'Run' }).click();
    await page.locator('.run-buttons').getByText('Run', { exact: true }).click();
    const section = page.locator('.run-device');
    await section.locator('vscode-dropdown').click();
    await section.getByRole('option', { name: 'NVIDIA T4' }).click();
    await page.getByText('On NVIDIA T4 at best').waitFor();
    await eventuallyEqual(() => page.locator('.device-time').count(), 8);
    const fields = section.locator('vscode-text-field input');
    await fields.nth(0).fill('0.1');
    await fields.nth(1).fill('1000000');
    await page.getByText('On the described device at best').waitFor();
    const stem = page.locator('tr', { has: page.getByRole('button', { name: 'stem' }) }).locator('.device-time');
    // 2 * 55,296 operations of the stem at 0.1 GFLOP/s, with a memory that limits nothing.
    await stem.filter({ hasText: /^1\.11 ms$/ }).waitFor();
    await fields.nth(0).fill('-1');
    await section.getByText('A number above 0').waitFor();
    await isAccessible();
  });

  it('ends a run that is cancelled', async () => {
    await page.evaluate(() => window.surface.setOverrides({ inputShape: [2048, 2048, 3] }));
    await page.getByRole('tab', { name: 'Run' }).click();
    await page.locator('.run-buttons').getByText('Run', { exact: true }).click();
    await page.locator('.progress-text', { hasText: 'fire' }).waitFor();
    await page.locator('.run-buttons').getByText('Cancel', { exact: true }).click();
    await page.locator('.run-failure', { hasText: 'cancelled' }).waitFor();
    await eventually(async () => assert.equal((await posted('runResult')).length, 0));
    await page.evaluate(() => window.surface.setOverrides(undefined));
    await page.locator('.run-buttons').getByText('Run', { exact: true }).click();
    await page.locator('.run-result .run-summary').waitFor();
  });

  describe('runs on images', () => {
    const start = () => page.locator('.run-buttons').getByText('Run', { exact: true }).click();
    const choose = async (name: string): Promise<void> => {
      await page.locator('.run-field vscode-dropdown').first().click();
      await page.getByRole('option', { name }).click();
    };
    const chosen = (name: string) =>
      page.locator('.run-field vscode-option[aria-selected=true]', { hasText: name }).waitFor({ state: 'attached' });
    /** As a person drags a file here from elsewhere, or pastes it. */
    const give = (kind: 'dragover' | 'drop' | 'paste', name: string, type: string, base64: string) =>
      page.evaluate(
        ([kind, name, type, base64]) => {
          const data = new DataTransfer();
          data.items.add(new File([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))], name, { type }));
          const init = { bubbles: true, cancelable: true };
          const event =
            kind === 'paste'
              ? new ClipboardEvent(kind, { ...init, clipboardData: data })
              : new DragEvent(kind, { ...init, dataTransfer: data });
          document.body.dispatchEvent(event);
        },
        [kind, name, type, base64] as const,
      );
    /** Red, of one pixel. */
    const red = Buffer.from(encode({ width: 1, height: 1, channels: 3, data: Uint8Array.of(255, 0, 0) })).toString(
      'base64',
    );

    beforeEach(() => page.getByRole('tab', { name: 'Run' }).click());

    it('runs on a sample, which is drawn beside what it is good for', async () => {
      await choose('Sample: one white pixel');
      await page.getByText('how far the pixel spreads is the receptive field').waitFor();
      await start();
      await page.locator('.run-summary', { hasText: 'Sample: one white pixel' }).waitFor();
      await node('stem').click();
      // A pixel of the middle in 3x3 windows: nine values of a map differ from those around them at most.
      const tile = page.locator('.maps .map canvas').first();
      await tile.waitFor();
      await eventually(async () => {
        const other = await tile.evaluate((canvas) => {
          const context = (canvas as HTMLCanvasElement).getContext('2d') as CanvasRenderingContext2D;
          const { data } = context.getImageData(0, 0, 16, 16);
          // But for the border, where the padding is seen: the middle of the left half is far from the pixel.
          const around = data[4 * (16 * 4 + 4)];
          const inner = Array.from({ length: 14 * 14 }, (_, i) => ({ x: 1 + (i % 14), y: 1 + Math.floor(i / 14) }));
          return inner.filter(({ x, y }) => data[4 * (16 * y + x)] !== around).map(({ x, y }) => `${x} ${y}`);
        });
        assert.ok(other.length > 0 && other.length <= 9, other.join('; '));
        assert.ok(other.every((place) => place.split(' ').every((each) => Number(each) >= 7 && Number(each) <= 9)));
      });
      await isAccessible();
    });

    it('runs on an image that is dropped or pasted, and says what is wrong with one', async () => {
      await give('dragover', 'red.png', 'image/png', red);
      await page.getByText('Drop to run the network on this image').waitFor();
      await give('drop', 'red.png', 'image/png', red);
      await page.locator('.drop-target').waitFor({ state: 'hidden' });
      await chosen('red.png');
      await start();
      await page.locator('.run-summary', { hasText: 'red.png' }).waitFor();

      await give('paste', 'broken.png', 'image/png', btoa('no image'));
      await chosen('broken.png');
      await start();
      await page.locator('.run-failure', { hasText: 'broken.png is neither' }).waitFor();
      await page.waitForFunction(() => window.surface.logged.length > 0);
      const logged = await page.evaluate(() => window.surface.logged.splice(0));
      assert.match(logged.join('\n'), /^run of Small: broken\.png is neither [^\n]*$/);
      // A text is no image.
      await give('paste', 'notes.txt', 'text/plain', btoa('a'));
      await page.getByRole('alert').getByText('What was pasted is no image.').waitFor();
      // What is pasted while another tab is in front is not for a run.
      await page.getByRole('tab', { name: 'Cost' }).click();
      await give('paste', 'late.png', 'image/png', red);
      await page.getByRole('tab', { name: 'Run' }).click();
      await eventuallyEqual(() => page.getByText('late.png').count(), 0);
    });

    it('runs on all samples: the largest of each, and the selected layer over all of them', async () => {
      await choose('All samples');
      await start();
      const survey = page.locator('.run-survey');
      await survey.getByRole('heading', { name: 'Over all 6 images' }).waitFor();
      await eventuallyEqual(() => survey.locator('tbody tr').count(), 6);
      await survey.getByText('Select a layer to see').waitFor();
      await node('stem').click();
      await survey.getByRole('heading', { name: 'stem over all images' }).waitFor();
      const [first] = await posted('runResult');
      const stem = first?.run.result.survey?.layers.find(({ path }) => path === 'stem');
      // 16x16 values of 8 channels for each of 6 images.
      assert.equal(stem?.elements, 6 * 16 * 16 * 8);
      assert.equal(stem?.channels, 8);

      // To the next one, from the last to the first, and to one by its name.
      const summary = (name: string) => page.locator('.run-summary', { hasText: name }).waitFor();
      await summary('edges at eight angles');
      await survey.getByRole('button', { name: 'Next image' }).click();
      await summary('stripes of growing frequency');
      await survey.getByRole('button', { name: 'Sample: one white pixel' }).click();
      await summary('one white pixel');
      await survey.getByText('6 of 6').waitFor();
      await survey.getByRole('button', { name: 'Next image' }).click();
      await summary('edges at eight angles');
      // What is over all images was asked for once, and stays.
      await eventually(async () => assert.equal((await posted('runResult')).length, 4));
      const results = await posted('runResult');
      for (const { run } of results) assert.deepEqual(run.result.survey, first?.run.result.survey);
      // The largest of an image is that of its own run.
      for (const { run } of results.slice(1)) {
        const { options, result } = run;
        const told = result.survey?.inputs[options.image ?? 0]?.top?.index;
        assert.equal(told, result.outputs[0]?.top[0]?.index);
      }
      await isAccessible();
    });

    it('names classes out of a file, also of a run that is over, and refuses what is none or not as many', async () => {
      const offer = (name: string, text: string | Uint8Array) =>
        page.evaluate(([name, bytes]) => window.surface.offer('labels', name, bytes), [
          name,
          [...(typeof text === 'string' ? Buffer.from(text) : text)],
        ] as const);
      const choose = async () => {
        const button = page.getByRole('button', { name: 'Choose names…' });
        await button.focus();
        await page.keyboard.press('Enter');
      };
      await start();
      const top = page.locator('.top-label');
      await top.first().waitFor();
      assert.match(await top.first().innerText(), /^index \d$/);
      const animals = ['ant', 'bee', 'cat', 'dog', 'elk', 'fox', 'gnu', 'hen', 'ibis', 'jay'];
      await offer('animals.txt', animals.join('\n'));
      await choose();
      await page.locator('.file-name', { hasText: 'animals.txt' }).waitFor();
      const [finished] = await posted('runResult');
      const best = finished?.run.result.outputs[0]?.top.map(({ index }) => animals[index]);
      assert.deepEqual(await top.allInnerTexts(), best);
      assert.equal((await posted('runResult')).length, 1);

      const alert = (text: string) => page.getByRole('alert').getByText(text).waitFor();
      await offer('few.txt', 'ant\nbee\n');
      await choose();
      await alert('few.txt has 2 names; classes at the outputs of Small: 10');
      await offer('cat.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47));
      await choose();
      await alert('cat.png is no text in UTF-8');
      // What is in use stays so.
      assert.deepEqual(await top.allInnerTexts(), best);
      assert.deepEqual(
        (await violations(page)).filter((violation) => !violation.includes('<textarea')),
        [],
      );
      await offer('index.json', JSON.stringify(Object.fromEntries(animals.map((name, i) => [i, [`n${i}`, name]]))));
      await choose();
      await page.locator('.file-name', { hasText: 'index.json' }).waitFor();
      assert.deepEqual(await top.allInnerTexts(), best);
      await page.getByRole('button', { name: 'By indices again' }).click();
      await top.filter({ hasText: 'index' }).first().waitFor();
    });

    it('runs with the weights of a file, says which, and with random ones again', async () => {
      await start();
      await page.locator('.run-result').getByText('The weights are random (seed 1)').waitFor();
      // As a run names them: the stem alone would not do.
      const [finished] = await posted('runResult');
      assert.ok(finished);
      const session = sessionOf(designs);
      const planned = await runRequestOf(session, mainFile, { options: finished.run.options });
      assert.ok('plan' in planned);
      const tensors = planned.plan.weights.map(({ name, shape }) => ({
        name,
        shape,
        values: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(name.endsWith('bias') ? 0.5 : 0),
      }));
      const offer = (name: string, offered: typeof tensors) =>
        page.evaluate(([name, bytes]) => window.surface.offer('weights', name, bytes), [
          name,
          [...writeSafetensors(offered)],
        ] as const);
      await offer('trained.safetensors', tensors);
      await page.getByRole('button', { name: 'Choose a file…' }).click();
      await page.locator('.weights-name', { hasText: 'trained.safetensors' }).waitFor();
      await start();
      await page.locator('.run-result').getByText('The weights are random').waitFor({ state: 'detached' });
      const { result } = (await posted('runResult')).at(-1)?.run ?? {};
      assert.deepEqual(result?.weights, { kind: 'file', file: 'trained.safetensors' });
      // Weights of zero leave the bias of the last dense layer to each of ten classes.
      for (const { value } of result?.outputs[0]?.top ?? []) assert.ok(Math.abs((value ?? 0) - 0.1) < 1e-6);
      await node('stem').click();
      await page.locator('.look-head', { hasText: 'stem' }).waitFor();
      await isAccessible();

      await offer('half.safetensors', tensors.slice(0, 2));
      await page.getByRole('button', { name: 'Choose a file…' }).click();
      await page.locator('.weights-name', { hasText: 'half.safetensors' }).waitFor();
      await start();
      await page.locator('.run-failure', { hasText: 'half.safetensors does not fit Small' }).waitFor();
      await page.waitForFunction(() => window.surface.logged.length > 0);
      await page.evaluate(() => window.surface.logged.splice(0));
      await page.getByRole('button', { name: 'Random again' }).click();
      await start();
      await page.locator('.run-result').getByText('The weights are random (seed 1)').waitFor();
    });
  });
});
