/** A model of another framework that is dropped on the panel. */

import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { HostMessage } from '../../src/protocol/messages';
import { eventuallyEqual } from '../support/eventually';
import { bundlePreview, launch, openPreview, type Preview } from './rig';
import { sampleView, stem } from './sample-view';

const shown: HostMessage = { type: 'view', view: sampleView(stem), version: 1, documentVersion: 1 };

describe('a model that is dropped on the preview', function () {
  this.timeout(120_000);
  let browser: Browser;
  let preview: Preview | undefined;

  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());
  afterEach(() => preview?.close());

  it('is taken by its address where that is told', async () => {
    preview = await openPreview(browser, await bundlePreview(), { messages: [shown] });
    const { page, posted } = preview;
    await page.locator('.panel').waitFor();
    const asked = async () => (await posted()).filter(({ type }) => type === 'importModel').at(-1);
    const drag = (type: string, entries: Readonly<Record<string, string>>, file?: string) =>
      page.evaluate(
        ([type, entries, file]) => {
          const dataTransfer = new DataTransfer();
          for (const [kind, value] of Object.entries(entries)) dataTransfer.setData(kind, value);
          if (file !== undefined) dataTransfer.items.add(new File(['x'], file));
          const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
          return !document.body.dispatchEvent(event);
        },
        [type, entries, file] as const,
      );
    const hint = page.locator('.drop-target');
    const list = { 'text/uri-list': '# of a list\r\nfile:///nets/a%20b.onnx\r\nfile:///nets/c.onnx' };
    await eventuallyEqual(() => hint.isVisible(), false);
    assert.equal(await drag('dragover', list), true);
    await hint.waitFor();
    await drag('dragleave', list);
    await eventuallyEqual(() => hint.isVisible(), false);
    await drag('dragover', list);
    await drag('drop', list);
    await eventuallyEqual(() => hint.isVisible(), false);
    await eventuallyEqual(() => asked(), { type: 'importModel', uri: 'file:///nets/a%20b.onnx' });
    assert.equal(await drag('drop', {}, 'model.onnx'), true);
    await eventuallyEqual(() => asked(), { type: 'importModel', uri: null });
    // What else is dragged is not the panel's.
    assert.equal(await drag('dragover', { 'text/plain': 'conv' }), false);
    await eventuallyEqual(() => hint.isVisible(), false);
  });
});
