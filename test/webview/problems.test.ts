/** What the panel says where something is wrong, or nothing is there yet. */

import * as assert from 'node:assert/strict';
import type { ViewMessage } from '../../src/protocol/messages';
import { eventually, eventuallyEqual } from '../support/eventually';
import { broken, shown } from './panel-views';
import { lastOf } from './posted';
import { previewSuite } from './preview-suite';
import type { OpenOptions, Preview } from './rig';

describe('problems in the panel', function () {
  this.timeout(120_000);
  const suite = previewSuite();

  const open = (options: OpenOptions = {}): Promise<Preview> => suite.openPanel({ messages: [shown], ...options });

  const lastPosted = <T extends ViewMessage['type']>(type: T) => lastOf(suite.preview, type);

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

  it('leaves the picture its room in a narrow panel: the message and what can be done take two lines', async () => {
    for (const language of ['en-GB', 'zh-cn']) {
      const messages = [{ type: 'view', view: broken, version: 1, documentVersion: 1 }] as const;
      const { page } = await open({ width: 320, height: 700, language, messages });
      const row = page.locator('.error-row');
      await row.waitFor();
      await eventually(async () => {
        const { height } = (await row.boundingBox()) ?? assert.fail();
        assert.ok(height <= 60, `${height} px high`);
        for (const part of await row.locator('strong, .text-button').all()) {
          const { x, width } = (await part.boundingBox()) ?? assert.fail();
          assert.ok(x >= 0 && x + width <= 320);
        }
      });
      // Those who listen, and who rest the pointer there, hear all of it.
      await eventually(async () => {
        const text = page.locator('.error-text');
        for (const told of [await text.textContent(), await text.getAttribute('title')])
          assert.match(told ?? '', language === 'zh-cn' ? /合计不完整/ : /totals are partial/);
      });
      // A number that is "at least" leaves the next one its place.
      await eventually(async () => {
        const ends = await page.locator('.total').evaluateAll((totals) =>
          totals.map((total) => {
            const number = total.querySelector('.total-number')?.getBoundingClientRect().right ?? 0;
            return total.getBoundingClientRect().right - number;
          }),
        );
        assert.ok(
          ends.every((room) => room >= 0),
          `${ends}`,
        );
      });
      await suite.preview.close();
    }
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
});
