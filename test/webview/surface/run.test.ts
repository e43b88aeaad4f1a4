/** Runs in a page with a worker of its own: values, what the selected layer gave, one of them taken apart, times of devices. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { nodeRunner } from '../../../src/runtime/node-runner';
import { runRequestOf } from '../../../src/session/run';
import { repositoryRoot } from '../../support/disk-files';
import { eventually, eventuallyEqual } from '../../support/eventually';
import { designs, mainFile } from './designs';
import { sessionOf, surfaceSuite } from './surface-suite';

describe('runs in a page', function () {
  this.timeout(60_000);
  const surface = surfaceSuite();
  const { node, posted, isAccessible } = surface;

  it('runs, with the values that the same run has in Node', async () => {
    await surface.page.getByRole('tab', { name: 'Run' }).click();
    await surface.page.locator('.run-buttons').getByText('Run', { exact: true }).click();
    await surface.page.locator('.run-result .run-summary').waitFor();
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
    await surface.page.getByRole('tab', { name: 'Run' }).click();
    await surface.page.locator('.run-buttons').getByText('Run', { exact: true }).click();
    await surface.page.getByText('to see what it gave in this run').waitFor();
    await node('stem').click();
    // 4 * width filters.
    const tiles = surface.page.locator('.maps .map');
    await tiles.nth(7).waitFor();
    await eventuallyEqual(() => tiles.count(), 8);
    await surface.page.getByText('16×16, 8 of 8 channels').waitFor();
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
    await surface.page.keyboard.press('ArrowRight');
    await surface.page.keyboard.press('Enter');
    await surface.page.getByRole('heading', { name: 'Channel 1', exact: true }).waitFor();
    await eventuallyEqual(
      () => surface.page.evaluate(() => document.activeElement?.getAttribute('aria-pressed')),
      'true',
      'stays there',
    );

    await surface.page.locator('.look-large').hover({ position: { x: 1, y: 1 } });
    const readout = surface.page.locator('.look-readout');
    await readout.getByText('row 0, column 0: ').waitFor();
    await surface.page.locator('.look-large').focus();
    await surface.page.keyboard.press('ArrowDown');
    await readout.getByText('row 1, column 0: ').waitFor();
    await isAccessible();

    await surface.page.getByRole('radio', { name: 'Filters' }).click();
    await surface.page.getByText('8 filters in colour').waitFor();
    // Times stand on the nodes while the tab is in front.
    await node('stem').getByText('ms').first().waitFor();
    await surface.page.getByText('numbers at the right: time measured').waitFor();
    await surface.page.getByRole('tab', { name: 'Cost' }).click();
    await node('stem').getByText('ms').first().waitFor({ state: 'detached' });
    await eventually(async () => assert.equal((await posted('look')).length, 2, 'each question is asked once'));
  });

  it('takes a value apart at a click: its window, the products and the sum, which is the value of the run', async () => {
    await surface.page.getByRole('tab', { name: 'Run' }).click();
    await surface.page.locator('.run-buttons').getByText('Run', { exact: true }).click();
    await node('stem').click();
    // The pixel in the corner at the upper left, of 16x16.
    await surface.page.locator('.look-large').click({ position: { x: 3, y: 3 } });
    const lens = surface.page.locator('.origin-lens');
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
    await surface.page.keyboard.press('ArrowDown');
    await surface.page.keyboard.press('ArrowRight');
    await surface.page.keyboard.press('PageDown');
    await lens.locator('.origin-stepper', { hasText: 'Row' }).locator('strong', { hasText: /^1$/ }).waitFor();
    await lens.locator('.origin-stepper', { hasText: 'Filter' }).locator('strong', { hasText: /^1$/ }).waitFor();
    await eventuallyEqual(() => lens.locator('.origin-tap.is-padding').count(), 0);
    await surface.page.keyboard.press('Escape');
    await lens.waitFor({ state: 'hidden' });
    await surface.page.getByRole('heading', { name: 'Channel 1', exact: true }).waitFor();

    // Where the panel is narrow it has the tab's place.
    await surface.page.setViewportSize({ width: 780, height: 900 });
    await surface.page.locator('.look-large').focus();
    await surface.page.keyboard.press('Enter');
    await surface.page.locator('.run-look').getByText('the value of the run').waitFor();
    await surface.page.getByRole('button', { name: 'Back to the layer' }).click();
    await surface.page.locator('.look-large').waitFor();
  });

  it('tells the times that a device would take at best, one that is known and one that is described', async () => {
    await surface.page.getByRole('tab', { name: 'Run' }).click();
    await surface.page.locator('.run-buttons').getByText('Run', { exact: true }).click();
    const section = surface.page.locator('.run-device');
    await section.locator('vscode-dropdown').click();
    await section.getByRole('option', { name: 'NVIDIA T4' }).click();
    await surface.page.getByText('On NVIDIA T4 at best').waitFor();
    await eventuallyEqual(() => surface.page.locator('.device-time').count(), 8);
    const fields = section.locator('vscode-text-field input');
    await fields.nth(0).fill('0.1');
    await fields.nth(1).fill('1000000');
    await surface.page.getByText('On the described device at best').waitFor();
    const stem = surface.page
      .locator('tr', { has: surface.page.getByRole('button', { name: 'stem' }) })
      .locator('.device-time');
    // 2 * 55,296 operations of the stem at 0.1 GFLOP/s, with a memory that limits nothing.
    await stem.filter({ hasText: /^1\.11 ms$/ }).waitFor();
    await fields.nth(0).fill('-1');
    await section.getByText('A number above 0').waitFor();
    await isAccessible();
  });

  it('ends a run that is cancelled', async () => {
    await surface.page.evaluate(() => window.surface.setOverrides({ inputShape: [2048, 2048, 3] }));
    await surface.page.getByRole('tab', { name: 'Run' }).click();
    await surface.page.locator('.run-buttons').getByText('Run', { exact: true }).click();
    await surface.page.locator('.progress-text', { hasText: 'fire' }).waitFor();
    await surface.page.locator('.run-buttons').getByText('Cancel', { exact: true }).click();
    await surface.page.locator('.run-failure', { hasText: 'cancelled' }).waitFor();
    await eventually(async () => assert.equal((await posted('runResult')).length, 0));
    await surface.page.evaluate(() => window.surface.setOverrides(undefined));
    await surface.page.locator('.run-buttons').getByText('Run', { exact: true }).click();
    await surface.page.locator('.run-result .run-summary').waitFor();
  });
});
