/** The Run tab of the real bundle in Chromium, with a host made of a few lines. */

import * as assert from 'node:assert/strict';
import type { ViewMessage } from '../../src/protocol/messages';
import { eventually, eventuallyEqual } from '../support/eventually';
import { provenRun, sampleLayer, samplePrediction, sampleRun } from '../support/sample-run';
import { lastOf, postedOf } from './posted';
import { previewSuite } from './preview-suite';
import type { OpenOptions, Preview } from './rig';
import { sampleView, stem } from './sample-view';

const view = sampleView(stem);
const layers = view.nodes.filter(({ children }) => children.length === 0).map(({ path }) => sampleLayer(path));

describe('the Run tab in Chromium', function () {
  this.timeout(120_000);
  const suite = previewSuite();

  async function open(options: OpenOptions = {}): Promise<Preview> {
    const preview = await suite.open({
      messages: [{ type: 'view', view, version: 1, documentVersion: 1 }],
      ...options,
    });
    await preview.page.getByRole('tab', { name: 'Run' }).click();
    return preview;
  }

  const lastPosted = <T extends ViewMessage['type']>(type: T) => lastOf(suite.preview, type);

  for (const width of [320, 420]) {
    it(`cuts off no name of an image, a class or a layer at ${width} pixels`, async () => {
      const { page, send } = await open({ width });
      await send({ type: 'weights', name: 'googlenet-imagenet-epoch-90.safetensors' });
      const top = { index: 359, label: 'black-footed ferret, Mustela nigripes', value: 0.25 };
      const inputs = [{ sample: 'stripes', top } as const, { file: 'photograph-of-a-ferret-in-the-snow.jpeg', top }];
      await send({
        type: 'runResult',
        run: sampleRun({ layers, survey: { output: 'softmax_1', inputs, layers: [] } }),
      });
      await page.locator('.survey-table .node-link').first().waitFor();
      const names = page.locator('.survey-table th, .survey-table td, .statistics th, .facts .node-link, .file-name');
      const cut = await names.evaluateAll((all) =>
        all.flatMap((each) => (each.scrollWidth > each.clientWidth + 1 ? [each.textContent] : [])),
      );
      assert.deepEqual(cut, []);
      await eventuallyEqual(() => page.locator('.run').evaluate((tab) => tab.scrollWidth > tab.clientWidth), false);
    });
  }

  it('says that VS Code lets drop an image while Shift is held', async () => {
    const { page } = await open();
    await page.getByText('Images may also be dropped here while Shift is held, or pasted.').waitFor();
  });

  it('refuses a seed that is none, with the reason at the field', async () => {
    const { page } = await open();
    await page.getByRole('textbox', { name: 'Seed' }).fill('abc');
    await page.getByRole('alert').filter({ hasText: 'A whole number from 0 to' }).waitFor();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('textbox', { name: 'Seed' }).fill('7');
    await page.getByRole('alert').filter({ hasText: 'A whole number from 0 to' }).waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    // The first click started none.
    await eventuallyEqual(async () => (await postedOf(suite.preview, 'run')).map(({ options }) => options.seed), [7]);
  });

  it('starts a run, follows it, cancels it, and shows what came of it', async () => {
    const { page, send } = await open();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await eventually(async () =>
      assert.deepEqual((await lastPosted('run')).options, { input: 'random', seed: 1, upto: null, verify: false }),
    );
    await send({ type: 'runProgress', progress: { phase: 'run', path: 'conv_3', index: 5, count: 10 } });
    await page.locator('.progress-text', { hasText: 'conv_3' }).waitFor();
    await eventuallyEqual(() => page.getByRole('progressbar').getAttribute('aria-valuenow'), '50');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await lastPosted('cancelRun');
    await send({ type: 'runFailed', message: 'cancelled', isCancelled: true });
    await page.getByRole('alert').filter({ hasText: 'cancelled' }).waitFor();
    await page.getByRole('button', { name: 'Run again' }).click();
    await send({ type: 'runResult', run: provenRun });
    await page.locator('.proof', { hasText: '605,724,672 multiplies counted = predicted' }).waitFor();
    const result = await page.locator('.run-result').innerText();
    assert.match(result, /tabby\s+62\.4%/);
    // Names of classes are long: the whole of one is in its tooltip.
    await eventuallyEqual(() => page.locator('.top-label', { hasText: 'tabby' }).getAttribute('title'), 'tabby');
    assert.match(result, /3 of its values are not a number/);
    assert.match(result, /not a number appear first in\s+layer_5/);
    const times = page.getByRole('table', { name: 'Time and multiplies of each layer' });
    await eventuallyEqual(() => times.locator('tr').count(), 8);
    await page.getByRole('button', { name: 'Show all 12' }).first().click();
    await page.waitForFunction(() => document.querySelectorAll('.facts[aria-label^="Time"] tr').length === 12);
  });

  it('marks predicted times on measured bars, in the colour of warnings where they are far apart', async () => {
    const { page, send } = await open();
    const layers = [sampleLayer('near', { ms: 10 }), sampleLayer('far', { ms: 4 }), sampleLayer('nothing', { ms: 2 })];
    const timing = { prepareMs: 1, firstMs: 16, medianMs: 16, minMs: 16, runsMs: [16] };
    const measured = sampleRun({ backend: 'wasm', layers, timing });
    await send({ type: 'runResult', run: measured });
    await eventuallyEqual(() => page.locator('.bar-tick').count(), 0);
    await page.getByRole('button', { name: 'Calibrate this machine and run again' }).click();
    await eventually(async () => assert.equal((await lastPosted('run')).options.calibrate, true));
    const prediction = samplePrediction([
      { predictedMs: 8, bound: 'compute', limitShare: 0.5 },
      { predictedMs: 2, bound: 'compute', limitShare: 0.5 },
      { predictedMs: 0, bound: null, limitShare: null },
    ]);
    await send({ type: 'runResult', run: { ...measured, prediction } });
    const rows = page.getByRole('table', { name: 'Measured and predicted time of each layer' }).locator('tr');
    await rows.first().waitFor();
    // The longest bar is 10 ms wide: ticks stand at 8 and 2 of 10.
    const ticks = page.locator('.bar-tick');
    await eventuallyEqual(
      () => ticks.evaluateAll((found) => found.map((tick) => [(tick as HTMLElement).style.left, tick.className])),
      [
        ['80%', 'bar-tick'],
        ['20%', 'bar-tick is-off'],
      ],
    );
    const colours = await ticks.evaluateAll((found) => found.map((tick) => getComputedStyle(tick).backgroundColor));
    assert.notEqual(colours[0], colours[1]);
    const times = rows.locator('td:last-child > span');
    await eventuallyEqual(() => times.allInnerTexts(), ['8.00 ms', '2.00 ms', '0.00 ms']);
    await eventuallyEqual(
      () => times.evaluateAll((found) => found.map((time) => time.className)),
      ['muted', 'is-warning', 'muted'],
    );
    await eventuallyEqual(
      () => times.first().getAttribute('title'),
      'predicted 8.00 ms, compute bound, 50% of the limit reached',
    );
    await eventually(async () =>
      assert.match(await page.locator('.prediction').innerText(), /Measured 16\.0 ms, predicted 10\.0 ms/),
    );
  });

  it('says of random weights that classes mean nothing, and of no others', async () => {
    const { page, send } = await open();
    await send({ type: 'runResult', run: provenRun });
    const note = page.locator('.run-result', { hasText: 'The weights are random (seed 1): classes mean nothing' });
    await note.waitFor();
    const loaded = { ...provenRun.result, weights: { kind: 'file', file: 'w.safetensors' } };
    await send({ type: 'runResult', run: { ...provenRun, result: loaded } });
    await note.waitFor({ state: 'detached' });
    await page.locator('.proof').waitFor();
  });

  it('proves the count of a run with heads with both of its totals', async () => {
    const { page, send } = await open();
    const verify = {
      ...provenRun.result.verify,
      countedMultiplies: 1_591_044_096,
      predictedMultiplies: 1_591_044_096,
      countedHeadMultiplies: 8_372_224,
    };
    await send({ type: 'runResult', run: { ...provenRun, result: { ...provenRun.result, verify } } });
    const proof = page.locator('.proof', { hasText: '1,591,044,096' });
    await proof.waitFor();
    // GoogLeNet: what its main output needs, and what the side heads add.
    await eventually(async () => assert.match(await proof.innerText(), /1,582,671,872.*8,372,224/));
  });
});
