/** A report in a browser, opened from a file as a person does: it needs nothing else, can be worked with, and prints on A4. */

import * as assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { repositoryRoot } from '../support/disk-files';
import { eventually, eventuallyEqual } from '../support/eventually';
import { incept } from '../support/memory-host';
import { bundlePreview, launch } from './rig';

describe('a report', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'incept-report-'));
  const hostile = '<img src=x onerror=alert(1)>.cnn';
  let browser: Browser;

  async function write(name: string, text: string, ...argv: string[]): Promise<string> {
    const files = await bundles;
    const bundle = (path: string): string => files.get(path) ?? assert.fail(path);
    const outcome = await incept(['report', name, '-o', 'r.html', ...argv], {
      files: { [name]: text },
      bundles: { script: bundle('/main.js'), style: bundle('/report.css'), layoutWorker: bundle('/layout-worker.js') },
    });
    assert.equal(outcome.code, 0, outcome.stderr);
    const path = join(folder, `${argv.join('').replace(/\W/g, '')}r.html`);
    writeFileSync(path, outcome.files.get('/work-folder/r.html') ?? '');
    return path;
  }

  const example = (name: string): string => readFileSync(join(repositoryRoot, 'examples', `${name}.cnn`), 'utf8');
  let bundles: ReturnType<typeof bundlePreview>;

  /** The page, and all that went wrong or was asked for elsewhere. */
  async function open(
    path: string,
    options: { javaScriptEnabled?: boolean } = {},
  ): Promise<{ page: Page; problems: string[] }> {
    const page = await browser.newPage({ viewport: { width: 1300, height: 800 }, colorScheme: 'light', ...options });
    const problems: string[] = [];
    page.on('pageerror', (problem) => problems.push(String(problem)));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
    });
    page.on('dialog', (dialog) => problems.push(dialog.message()));
    page.on('request', (request) => {
      if (!/^(file|blob|data):/.test(request.url())) problems.push(request.url());
    });
    await page.goto(pathToFileURL(path).href);
    return { page, problems };
  }

  before(async () => {
    bundles = bundlePreview();
    browser = await launch();
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  it('opens blocks, sorts its table, explains a layer and shows its memory, and asks for nothing', async () => {
    const { page, problems } = await open(await write('googlenet.cnn', example('googlenet')));
    const block = page.locator('.graph [data-id="inception_3a"]');
    await block.locator('.chevron').click();
    // Four branches side by side, which elkjs has laid out.
    await page.locator('.graph [data-id="inception_3a/branch_4/conv_1"]').waitFor();
    await eventuallyEqual(() => block.locator('.item').getAttribute('aria-expanded'), 'true');
    const first = () => page.locator('[role="treegrid"] [role="row"] [role="rowheader"]').first().innerText();
    await eventually(async () => assert.match(await first(), /conv 7×7/));
    await page.getByRole('columnheader', { name: 'Multiplies' }).click();
    await page.waitForFunction(() => !document.querySelector('[role="rowheader"]')?.textContent?.includes('7×7'));
    await eventually(async () => assert.match(await first(), /conv 3×3/));
    await page.locator('.graph [data-id="conv_3"] .body').click();
    await page.getByRole('tab', { name: 'Layer' }).click();
    await page.locator('.layer-panel').getByText('346,816,512').first().waitFor();
    await page.getByRole('tab', { name: 'Memory' }).click();
    await page.locator('.memory-panel').getByText('peak 4.59 MiB at lrn_2').first().waitFor();
    await eventuallyEqual(() => page.getByRole('tab').allInnerTexts(), ['Cost', 'Layer', 'Memory']);
    assert.deepEqual(problems, []);
    await page.close();
  });

  it('has no way to a text or a run in its menus', async () => {
    const { page } = await open(await write('googlenet.cnn', example('googlenet')));
    await page.locator('.graph [data-id="conv_3"] .body').click({ button: 'right' });
    await eventuallyEqual(() => page.getByRole('menuitem').allInnerTexts(), ['Explain', 'Copy path']);
    await page.close();
  });

  for (const [name, argv] of [
    ['googlenet', []],
    ['densenet121', []],
    ['course', ['--network', 'Bottleneck5x5']],
  ] as const) {
    it(`prints ${name} on pages of A4, nothing over the foot of a page or beside it`, async () => {
      const { page, problems } = await open(await write(`${name}.cnn`, example(name), ...argv));
      await page.locator('.graph .node').first().waitFor();
      const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
      await page.emulateMedia({ media: 'print' });
      await eventuallyEqual(() => page.locator('#app').isVisible(), false);
      const pages = page.locator('.page');
      await eventually(async () => assert.equal(pdf.match(/\/Type\s*\/Page\b/g)?.length, await pages.count()));
      // 210 x 297 mm in points.
      assert.match(pdf, /\/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/);
      const wrong = () =>
        pages.evaluateAll((all) =>
          all.flatMap((one, index) => {
            const inside = one.getBoundingClientRect();
            const foot = one.querySelector('.report-foot')?.getBoundingClientRect().top ?? 0;
            return [...one.querySelectorAll(':scope > :not(.report-foot), :scope svg')].flatMap((part) => {
              const { left, right, bottom, height } = part.getBoundingClientRect();
              const isIn = left >= inside.left + 47 && right <= inside.right - 47 && height > 0;
              return isIn && (bottom <= foot || part.closest('.report-foot') !== null)
                ? []
                : [`${index}: ${part.className}`];
            });
          }),
        );
      await eventuallyEqual(wrong, []);
      assert.deepEqual(problems, []);
      await page.close();
    });
  }

  it('shows its pages where scripts are off', async () => {
    const { page } = await open(await write('unet.cnn', example('unet')), { javaScriptEnabled: false });
    await eventuallyEqual(() => page.getByRole('heading', { name: 'UNet' }).isVisible(), true);
    await page.close();
  });

  it('takes what a design says as text', async () => {
    const text = 'network N() {\n  input x: 8x8x3\n  conv(4, 3x3)\n}\n';
    const { page, problems } = await open(await write(hostile, text));
    await page.getByText(`8×8×3 · ${hostile}`).waitFor();
    assert.deepEqual(problems, []);
    await page.close();
  });
});
