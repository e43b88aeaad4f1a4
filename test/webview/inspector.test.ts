/** The text of a layer edited in the page, in the real Monaco under the policy of the webview; a session answers, as it does in VS Code. */

import * as assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { type HostMessage, parseViewMessage, type ViewMessage } from '../../src/protocol/messages';
import { explain, viewOf } from '../../src/session/picture';
import { askStatement, statementOf } from '../../src/session/statement';
import { editorWords } from '../../src/words/editor';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { Workspace } from '../../src/workspace/workspace';
import { eventually, eventuallyEqual } from '../support/eventually';
import { bundlePreview, type Files, launch, type OpenOptions, openPreview, type Preview } from './rig';

const main = 'file:///w/lecture.cnn';
const text = `network Lecture {
  input x: 28x28x192
  conv(16, 1x1) -> conv(32, 5x5)
}
`;

describe('the text of a layer', function () {
  this.timeout(90_000);
  let browser: Browser;
  let files: Files;
  let preview: Preview;
  let isOpen = false;
  const workspace = new Workspace(new MemoryFiles({ [main]: text }));
  workspace.setRoots(['file:///w']);
  const session = { workspace, settings: () => ({ choices: [], timeOf: undefined, words: editorWords('en') }) };

  async function answerTo(message: ViewMessage): Promise<HostMessage | undefined> {
    if (message.type === 'explain') {
      const explanation = (await explain(session, main, message.path)) ?? null;
      return { type: 'explanation', path: message.path, explanation };
    }
    if (message.type === 'statement') {
      const statement = (await statementOf(session, main, 'Lecture', message.path)) ?? null;
      return { type: 'statement', path: message.path, statement };
    }
    if (message.type !== 'askStatement') return undefined;
    const { path, asked, question } = message;
    const answer = (await askStatement(session, main, 'Lecture', path, question)) ?? null;
    return { type: 'statementAnswer', asked, answer };
  }

  /** Answers all that the page asks, until it is closed. */
  async function serve({ posted, send }: Preview): Promise<void> {
    let answered = 0;
    while (isOpen) {
      const messages = await posted().catch(() => []);
      for (const message of messages.slice(answered)) {
        answered++;
        assert.ok('message' in parseViewMessage(message), JSON.stringify(message));
        const answer = await answerTo(message);
        if (answer !== undefined) await send(JSON.parse(JSON.stringify(answer))).catch(() => {});
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  before(async () => {
    files = await bundlePreview();
    browser = await launch();
  });
  afterEach(async () => {
    isOpen = false;
    await preview?.close();
  });
  after(() => browser?.close());

  const open = async (options: OpenOptions = {}): Promise<Preview> => {
    const found = await viewOf(session, main);
    assert.ok(found?.view);
    const messages: HostMessage[] = [
      { type: 'view', view: JSON.parse(JSON.stringify(found.view)), version: 1, documentVersion: 1 },
      { type: 'show', tab: 'layer', node: 'conv_2' },
    ];
    preview = await openPreview(browser, files, { messages, ...options });
    isOpen = true;
    void serve(preview);
    await preview.page.locator('.statement-text').waitFor();
    return preview;
  };

  const edit = async (options?: OpenOptions): Promise<Preview> => {
    const opened = await open(options);
    await opened.page.getByRole('button', { name: 'Edit' }).click();
    await opened.page.locator('.statement-editor .view-line').first().waitFor();
    await opened.page.locator('.statement-editor .monaco-editor.focused').waitFor();
    return opened;
  };

  it('is shown as it stands, and Monaco is not loaded for it', async () => {
    const { page } = await open();
    await eventuallyEqual(() => page.locator('.statement-text').innerText(), 'conv(32, 5x5)');
    await eventually(async () => assert.match(await page.locator('.statement-head').innerText(), /line 3/));
    await eventuallyEqual(() => page.evaluate('typeof globalThis.inceptInspector'), 'undefined');
  });

  it('is completed, checked and applied by keyboard alone', async () => {
    const { page, posted, problems } = await edit();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.type(', stri');
    const suggestion = page.locator('.suggest-widget .monaco-list-row', { hasText: 'stride' }).first();
    await suggestion.waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    // `stride = 1` or with a place to fill in: written over with a value.
    await page.keyboard.press('Control+a');
    await page.keyboard.type('conv(64, 5x5)');
    // Brackets close themselves, and are typed over.
    const verdict = page.locator('.statement [role=status]');
    // 28*28*16 * 192 + 28*28*64 * 5*5*16 = 22,478,848; before 12,443,648.
    await verdict.filter({ hasText: '22,478,848 multiplies (+10,035,200)' }).waitFor();
    await page.keyboard.press('Control+Enter');
    await eventuallyEqual(async () => (await posted()).find(({ type }) => type === 'applyStatement'), {
      type: 'applyStatement',
      path: 'conv_2',
      text: 'conv(64, 5x5)',
    });
    assert.deepEqual(problems, []);
  });

  it('marks a mistake and says it, and is given back by Escape', async () => {
    const { page } = await edit();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('convv(32, 5x5)');
    await page.locator('.statement-editor .squiggly-error').first().waitFor();
    await eventually(async () =>
      assert.match(await page.locator('.statement [role=status]').innerText(), /no layer or module named convv/),
    );
    await page.keyboard.press('Escape');
    await page.locator('.statement-editor .squiggly-error').first().waitFor({ state: 'detached' });
    await eventuallyEqual(() => page.getByRole('button', { name: 'Discard' }).isVisible(), false);
  });

  it('explains what is pointed at', async () => {
    const { page } = await edit();
    await page.locator('.statement-editor .view-line span span', { hasText: 'conv' }).last().hover();
    await page.locator('.monaco-hover', { hasText: '10,035,200' }).waitFor();
  });

  for (const theme of ['dark', 'light', 'high-contrast'] as const) {
    it(`looks like the rest in ${theme}`, async () => {
      const { page, problems } = await edit({ theme });
      await page.keyboard.press('Control+End');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.type(', ');
      await page.locator('.suggest-widget .monaco-list-row').first().waitFor();
      await page.screenshot({ path: `out/screenshots/inspector-${theme}.png` });
      assert.deepEqual(problems, []);
    });
  }
});
