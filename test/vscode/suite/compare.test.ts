/** Comparing with the last commit in the real window, by VS Code's own git. */

import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { click, eventually, screenshot, texts, waitFor, waitGone } from '../rig/ui';

const page = { webview: 0 } as const;

const committed = `import { Block } from "./block.cnn"
network Small() {
  input image: 32x32x3
  conv(16, 3x3)
  first = Block(8)
  dense(10)
}
`;

describe('comparing with the last commit', function () {
  this.timeout(180_000);
  let folder: string;
  let document: vscode.TextDocument;

  before(async () => {
    const [anchor] = await vscode.workspace.findFiles('googlenet.cnn');
    assert.ok(anchor);
    folder = join(dirname(anchor.fsPath), 'committed');
    mkdirSync(folder);
    writeFileSync(join(folder, 'small.cnn'), committed);
    writeFileSync(join(folder, 'block.cnn'), 'module Block(f) { conv(f, 1x1) -> conv(f, 3x3) }\n');
    const git = (...argv: string[]) =>
      execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b.c', ...argv], { cwd: folder });
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '-m', 'A small one');
    await vscode.workspace.getConfiguration('git').update('enabled', true, vscode.ConfigurationTarget.Global);
    // What the imported file was counts too.
    writeFileSync(join(folder, 'block.cnn'), 'module Block(f) { conv(f, 1x1) -> conv(f, 5x5) }\n');
    document = await vscode.workspace.openTextDocument(join(folder, 'small.cnn'));
    await vscode.window.showTextDocument(document, { preview: false, viewColumn: vscode.ViewColumn.One });
  });
  after(async () => {
    await vscode.workspace.getConfiguration('git').update('enabled', undefined, vscode.ConfigurationTarget.Global);
    await document.save();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(folder, { recursive: true, force: true });
  });

  it('marks in the picture what the text and its imports have made of it, and follows what is typed', async () => {
    await vscode.commands.executeCommand('incept.openPreview');
    await waitFor('svg.scene rect.body', page, 90_000);
    await vscode.commands.executeCommand('incept.compareWithCommit');
    await waitFor('.compare-strip:not([hidden])', page, 60_000);
    await eventually('the name of the commit', async () => {
      const [name = ''] = await texts('.compare-strip .menu-button-label', page);
      return /^last commit [0-9a-f]{7}, /.test(name) || undefined;
    });
    await waitFor('.node.mark-changed[data-id="first"]', page);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(document.getText().indexOf('  dense(10)')), '  lrn()\n');
    await vscode.workspace.applyEdit(edit);
    await waitFor('.node.mark-added[data-id="lrn_1"]', page);
    await eventually('both lines of the table', async () => {
      const rows = (await texts('.compare-row', page)).join(' ');
      return (rows.includes('first') && rows.includes('lrn_1')) || undefined;
    });
    await screenshot('compare-last-commit');
    const press = (button: number) =>
      click(`.compare-strip vscode-button.is-worded >> nth=${button}`, page).catch(() =>
        click(`.compare-strip .is-bare >> nth=${button}`, page),
      );
    // Swapped, the line that was typed is what is taken away.
    await press(2);
    await waitFor('.node.mark-removed[data-id="lrn_1"]', page);
    await press(2);
    await waitFor('.node.mark-added[data-id="lrn_1"]', page);
    await press(3);
    await waitGone('.node.mark-added', page);
  });
});
