/** A language server that is killed, in the real window: what editor and preview show meanwhile, and that both go on. */

import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { serverProcess } from '../rig/server-process';
import { click, eventually, hover, notified, screenshot, texts, waitFor } from '../rig/ui';

const page = { webview: 0 } as const;

describe('a language server that dies', function () {
  this.timeout(240_000);
  let editor: vscode.TextEditor;
  let original: string;

  before(async () => {
    const [file] = await vscode.workspace.findFiles('googlenet.cnn');
    assert.ok(file);
    const document = await vscode.workspace.openTextDocument(file);
    original = document.getText();
    editor = await vscode.window.showTextDocument(document, { preview: false, viewColumn: vscode.ViewColumn.One });
    await vscode.commands.executeCommand('incept.openPreview');
    await waitFor('svg.scene rect.body', page, 90_000);
  });
  // Asked for, it starts with none of its deaths counted.
  beforeEach(async () => {
    await vscode.commands.executeCommand('incept.restartServer');
    await vscode.commands.executeCommand('notifications.clearAll');
  });
  after(async () => {
    await vscode.commands.executeCommand('incept.restartServer');
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  /** Ends the one that runs, or is just being started. */
  const kill = async () => {
    const pid = await eventually('a server, which is a child of the extension host', serverProcess);
    process.kill(pid, 'SIGKILL');
    await eventually('its end', () => serverProcess() !== pid || undefined);
  };
  const writeFilters = async (filters: number) => {
    const edit = new vscode.WorkspaceEdit();
    const text = editor.document.getText();
    const start = text.indexOf('conv(') + 'conv('.length;
    const range = new vscode.Range(
      editor.document.positionAt(start),
      editor.document.positionAt(text.indexOf(' ', start)),
    );
    edit.replace(editor.document.uri, range, String(filters));
    assert.ok(await vscode.workspace.applyEdit(edit));
  };
  const shownInPreview = (what: RegExp, selector: string) =>
    eventually(
      `${what} in the preview`,
      async () => what.test((await texts(selector, page)).join(' ')) || undefined,
      60_000,
    );
  const stem = '.cost-body .cost-row:has-text("conv 7×7")';

  it('is started again, and told of; the editor goes on', async () => {
    await kill();
    await notified(/stopped and is being started again/);
    await screenshot('server-restart');
    const { line, character } = editor.document.positionAt(original.indexOf('conv(192 * width') + 1);
    await eventually(
      'a hover',
      async () => /346,816,512/.test(await hover(line, character).catch(() => '')) || undefined,
      40_000,
    );
  });

  it('leaves the preview its picture, which follows the text again', async () => {
    await shownInPreview(/118\.0 M/, stem);
    await kill();
    // Written while there is none.
    await writeFilters(32);
    assert.ok((await texts('svg.scene .node-name, svg.scene text', page)).length > 0, 'the picture stays');
    // 112*112*32 * 7*7*3.
    await shownInPreview(/59\.0 M/, stem);
    await writeFilters(64);
    await shownInPreview(/118\.0 M/, stem);
  });

  it('takes a run with it, which is said in words, and the next one is right', async () => {
    await click('#tab-run', page);
    await click('vscode-checkbox:has-text("Count multiplies")', page);
    await click('vscode-button:has-text("Run"):visible', page);
    await waitFor('vscode-button:has-text("Cancel"):visible', page);
    await kill();
    await shownInPreview(/language server stopped before it had answered/, '.run-failure');
    await screenshot('server-died-in-run');
    await click('vscode-checkbox:has-text("Count multiplies")', page);
    await click('vscode-button:has-text("Run"):visible', page);
    await shownInPreview(/Top 5 of prob/, '.run-result');
    await click('#tab-cost', page);
  });

  it('again and again is not started any more, until one asks for it in the message', async () => {
    for (let deaths = 0; deaths < 5; deaths++) await kill();
    await notified(/stopped 5 times within 3 minutes and is not started again/);
    // One that dies while it starts is told of as another is, in no words of a library.
    const messages = await texts('.notification-list-item-message');
    assert.deepEqual(
      messages.filter((message) => !message.startsWith('The Incept language server')),
      [],
    );
    await shownInPreview(/language server is not running/, '.error-row');
    await writeFilters(32);
    await shownInPreview(/118\.0 M/, stem);
    await screenshot('server-stays-down');
    await vscode.commands.executeCommand('notifications.showList');
    await click('.notification-list-item:has-text("not started again") a:has-text("Restart")');
    await shownInPreview(/59\.0 M/, stem);
    await eventually('no such message in the preview', async () => {
      const shown = (await texts('.error-row', page)).join(' ');
      return !shown.includes('not running') || undefined;
    });
    await screenshot('server-restarted');
    await writeFilters(64);
    await shownInPreview(/118\.0 M/, stem);
  });
});
