/** The Layer tab in Chromium: attributes of the layer, and ways that make it cheaper, as src/session answers them. */

import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { HostMessage } from '../../src/protocol/messages';
import { cheaperWays } from '../../src/session/cheaper';
import { explain, viewOf } from '../../src/session/picture';
import { editorWords } from '../../src/words/editor';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { Workspace } from '../../src/workspace/workspace';
import { eventually, eventuallyEqual } from '../support/eventually';
import { previewSuite } from './preview-suite';
import type { OpenOptions, Preview } from './rig';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const main = 'file:///w/lecture.cnn';
const text = `network Lecture {
  input x: 28x28x192
  conv(32, 5x5, stride = 2, norm = batchnorm)
}
`;

async function messages(): Promise<HostMessage[]> {
  const workspace = new Workspace(new MemoryFiles({ [main]: text }));
  workspace.setRoots(['file:///w']);
  const session = { workspace, settings: () => ({ choices: [], timeOf: undefined, words: editorWords('en') }) };
  const found = await viewOf(session, main);
  assert.ok(found?.view);
  return JSON.parse(
    JSON.stringify([
      { type: 'view', view: found.view, version: 1, documentVersion: 1 },
      { type: 'show', tab: 'layer', node: 'conv_1' },
      { type: 'explanation', path: 'conv_1', explanation: await explain(session, main, 'conv_1') },
      { type: 'cheaper', path: 'conv_1', ways: await cheaperWays(session, main, {}, 'conv_1') },
    ]),
  );
}

describe('the Layer tab', function () {
  this.timeout(60_000);
  const suite = previewSuite();

  const open = async (options: OpenOptions = {}): Promise<Preview> => {
    const preview = await suite.open({ messages: await messages(), ...options });
    await preview.page.locator('.cheaper-way').first().waitFor();
    return preview;
  };

  it('tells all attributes, with the zeros that "same" comes to', async () => {
    const { page } = await open();
    await eventually(async () => {
      const rows = await page.locator('.attributes > div').allInnerTexts();
      const facts = new Map(rows.map((row) => row.split(/\s*\n\s*/) as [string, string]));
      assert.equal(facts.get('kernel'), '5x5');
      assert.equal(facts.get('stride'), '2');
      assert.equal(facts.get('norm'), 'batchnorm');
      // (14 - 1) * 2 + 5 - 28 = 3 zeros along each axis, of which TensorFlow puts the odd one behind.
      assert.equal(facts.get('padding'), 'same: 1 2 1 2 px');
    });
  });

  it('writes the way that is chosen, by mouse and by keyboard', async () => {
    const { page, posted } = await open();
    const way = page.locator('.cheaper-way', { hasText: '1x1 bottleneck of 16 channels' });
    await eventually(async () =>
      assert.match((await way.locator('[title]').getAttribute('title')) ?? '', /Szegedy et al. 2015/),
    );
    // 14*14*32*25*192 = 30,105,600 before; 28*28*16*192 + 14*14*32*25*16 = 4,917,248 after.
    await eventuallyEqual(() => way.locator('.cheaper-saved').innerText(), '−25,188,352');
    await way.getByRole('button', { name: /^Apply/ }).click();
    await way.getByRole('button', { name: /^Apply/ }).press('Enter');
    const applied = async () => (await posted()).filter(({ type }) => type === 'applyCheaper');
    const wanted = { type: 'applyCheaper', path: 'conv_1', way: 'bottleneck:conv_1' };
    await eventuallyEqual(applied, [wanted, wanted]);
  });

  for (const theme of ['dark', 'light', 'high-contrast'] as const) {
    it(`is readable by all in ${theme}, wide and narrow`, async () => {
      const { page, problems } = await open({ theme });
      await page.evaluate(axeSource);
      const run = `axe.run('.tab-content.explain', { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html))`;
      await eventuallyEqual(() => page.evaluate(run), []);
      await page.screenshot({ path: `out/screenshots/layer-${theme}.png` });
      await page.setViewportSize({ width: 420, height: 900 });
      const tab = page.locator('.tab-content.explain');
      await tab.waitFor();
      await eventuallyEqual(() => tab.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth), false);
      await page.screenshot({ path: `out/screenshots/layer-${theme}-narrow.png` });
      assert.deepEqual(problems, []);
    });
  }
});
