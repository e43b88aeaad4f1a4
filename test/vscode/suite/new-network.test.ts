/** Networks of the field to start from: the list of the commands, and the one that an empty preview leads to. */

import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventuallyEqual } from '../../support/eventually';
import { click, evaluate, eventually, press, texts, type, waitFor, waitGone } from '../rig/ui';

const page = { webview: 0 } as const;
const list = '.quick-input-widget .monaco-list-row';

/** The files of the extension itself. */
async function examples(): Promise<string[]> {
  const extension = vscode.extensions.getExtension('incept.incept');
  assert.ok(extension);
  const found = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(extension.extensionUri, 'examples'));
  return found.map(([name]) => name).filter((name) => name.endsWith('.cnn'));
}

async function exampleText(name: string): Promise<string> {
  const [file] = await vscode.workspace.findFiles(name);
  assert.ok(file, name);
  return (await vscode.workspace.openTextDocument(file)).getText();
}

/** Chooses the only one that is found, and gives what is said of it. */
async function choose(search: string): Promise<string> {
  await waitFor(list);
  await type(search);
  const [row = ''] = await eventually(search, async () => {
    const rows = await texts(list);
    return rows.length === 1 ? rows : undefined;
  });
  await press('Enter');
  await waitGone('.quick-input-widget');
  return row;
}

describe('a new network', function () {
  this.timeout(120_000);
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  for (const command of ['incept.newNetwork', 'incept.openExample']) {
    it(`${command} lists all, with costs and search, and opens one at its network`, async () => {
      const chosen = vscode.commands.executeCommand(command);
      await waitFor(list);
      // Rows that are out of sight are not drawn.
      const count = () => evaluate(`document.querySelector('${list}')?.getAttribute('aria-setsize')`);
      await eventuallyEqual(count, String((await examples()).length));
      assert.match(await choose('349.2 M'), /SqueezeNet.*349\.2 M multiplies, 1\.235 M params/s);
      await chosen;
      const editor = vscode.window.activeTextEditor;
      assert.ok(editor);
      const { document, selection } = editor;
      assert.deepEqual([document.isUntitled, document.languageId], [true, 'cnn']);
      assert.equal(document.getText(), await exampleText('squeezenet.cnn'));
      assert.equal(document.getText(document.getWordRangeAtPosition(selection.active)), 'SqueezeNet');
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    });
  }

  it('opens nothing where nothing is chosen', async () => {
    const chosen = vscode.commands.executeCommand('incept.newNetwork');
    await waitFor(list);
    await press('Escape');
    await chosen;
    assert.equal(vscode.window.activeTextEditor, undefined);
  });

  it('is written into an empty file by way of its preview', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder.uri, 'from-preview.cnn');
    await vscode.workspace.fs.writeFile(uri, new Uint8Array());
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: false, viewColumn: vscode.ViewColumn.One });
    await vscode.commands.executeCommand('incept.openPreview');
    await click(`.all-presets:has-text("All ${(await examples()).length} networks")`, page);
    await choose('349.2 M');
    await waitFor('svg.scene rect.body', page, 60_000);
    await eventuallyEqual(() => document.getText(), await exampleText('squeezenet.cnn'));
    const editor = await eventually('the editor', () => vscode.window.activeTextEditor);
    assert.equal(editor.document, document);
    await eventuallyEqual(
      () => document.getText(document.getWordRangeAtPosition(editor.selection.active)),
      'SqueezeNet',
    );
    await document.save();
  });
});
