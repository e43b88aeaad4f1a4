/** The language in the real window, over files of a folder: rename, import by completion, repairs, expectations of a table. */

import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventuallyEqual } from '../../support/eventually';
import { click, eventually, placeCursor, press, screenshot, texts, type, waitFor } from '../rig/ui';

const blocks = 'module firstblock(c) {\n  conv(c, 3x3)\n}\n';
const user =
  'import { firstblock } from "./lsp-blocks.cnn"\n\nnetwork User {\n  input: 8x8x4\n  stem = firstblock(4)\n}\n';

describe('the language over files', function () {
  this.timeout(120_000);
  const written: vscode.Uri[] = [];
  const folder = () => {
    const uri = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(uri, 'a folder is open');
    return uri;
  };
  const write = async (name: string, text: string) => {
    const uri = vscode.Uri.joinPath(folder(), name);
    await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
    written.push(uri);
    return uri;
  };
  const open = async (uri: vscode.Uri) => {
    const document = await vscode.workspace.openTextDocument(uri);
    return vscode.window.showTextDocument(document, { preview: false, viewColumn: vscode.ViewColumn.One });
  };
  const putCursor = (editor: vscode.TextEditor, needle: string, plus = 0) => {
    const at = editor.document.positionAt(editor.document.getText().indexOf(needle) + plus);
    editor.selection = new vscode.Selection(at, at);
    editor.revealRange(new vscode.Range(at, at));
  };
  const rename = async (uri: vscode.Uri, at: vscode.Position, newName: string) =>
    vscode.commands.executeCommand<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', uri, at, newName);
  const errors = (uri: vscode.Uri) =>
    vscode.languages.getDiagnostics(uri).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.files.saveAll');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const uri of written) await vscode.workspace.fs.delete(uri);
  });

  it('renames a module in the file that imports it, which nobody has open', async () => {
    const uri = await write('lsp-blocks.cnn', blocks);
    const userUri = await write('lsp-user.cnn', user);
    const editor = await open(uri);
    putCursor(editor, 'firstblock', 2);
    const edit = await eventually('the edit', () =>
      rename(uri, editor.selection.active, 'basicblock').then(
        (found) => (found.size === 2 ? found : undefined),
        () => undefined,
      ),
    );
    await vscode.workspace.applyEdit(edit);
    const other = await vscode.workspace.openTextDocument(userUri);
    await eventually('the new name in both files', () => {
      const isThere = [editor.document, other].every((document) => document.getText().includes('basicblock'));
      return isThere || undefined;
    });
    assert.ok(!other.getText().includes('firstblock'));
    await screenshot('rename-two-files');
    await other.save();
    await editor.document.save();
  });

  it('imports a module that a completion takes', async () => {
    await write('lsp-parts.cnn', 'module gatedblock(c) {\n  conv(c, 1x1)\n}\n');
    const uri = await write('lsp-new.cnn', 'network New {\n  input: 8x8x4\n  \n}\n');
    const editor = await open(uri);
    await placeCursor(2, 2);
    await type('gatedb');
    const at = await eventually('the typed word', () => {
      const isTyped = editor.document.getText().includes('  gatedb');
      return isTyped ? new vscode.Position(2, '  gatedb'.length) : undefined;
    });
    const item = await eventually('the module among the completions', async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        at,
      );
      return list.items.find(({ label }) => (typeof label === 'string' ? label : label.label) === 'gatedblock');
    });
    await screenshot('auto-import');
    const edit = new vscode.WorkspaceEdit();
    const insert = item.insertText instanceof vscode.SnippetString ? item.insertText.value : item.insertText;
    assert.ok(`${insert}`.startsWith('gatedblock('), `${insert}`);
    const word = new vscode.Range(at.translate(0, -'gatedb'.length), at);
    edit.set(uri, [vscode.TextEdit.replace(word, 'gatedblock(4)'), ...(item.additionalTextEdits ?? [])]);
    await vscode.workspace.applyEdit(edit);
    await eventually('the import', () => {
      const text = editor.document.getText();
      return text.startsWith('import { gatedblock } from "./lsp-parts.cnn"\n\nnetwork New') || undefined;
    });
    await eventually('no error', () => errors(uri).length === 0 || undefined);
  });

  it('mends a join that does not fit by a quick fix', async () => {
    const body = 'concat {\n    branch { conv(8, 3x3, padding = valid) }\n    branch { conv(8, 1x1) }\n  }';
    const uri = await write('lsp-join.cnn', `network Join {\n  input: 8x8x4\n  ${body}\n}\n`);
    const editor = await open(uri);
    const wrong = await eventually('the error', () => errors(uri)[0]);
    assert.match(wrong.message, /branch 1 is 6x6 and branch 2 is 8x8/);
    const link = typeof wrong.code === 'object' ? wrong.code.target.toString() : '';
    assert.match(link, /docs\/diagnostics\.md#L\d+$/);
    putCursor(editor, 'concat', 1);
    await eventually('the repair', async () => {
      await vscode.commands.executeCommand('editor.action.quickFix');
      const rows = await texts('.action-widget .monaco-list-row');
      return rows.some((row) => row.includes('Write padding = same')) || undefined;
    });
    await screenshot('repair-join');
    await press('Enter');
    await eventually('no error', () => errors(uri).length === 0 || undefined);
    assert.ok(editor.document.getText().includes('conv(8, 3x3, padding = same)'), editor.document.getText());
    await vscode.commands.executeCommand('undo');
    await eventually('the text as it was', () => editor.document.getText().includes('padding = valid') || undefined);
  });

  it('puts a bottleneck in front of a layer, and one undo takes it back', async () => {
    const text = 'network Wide {\n  input: 28x28x192\n  conv(32, 5x5)\n}\n';
    const editor = await open(await write('lsp-wide.cnn', text));
    putCursor(editor, 'conv(32', 1);
    const row = '.action-widget .monaco-list-row:has-text("1x1 bottleneck")';
    await eventually('the offer', async () => {
      await vscode.commands.executeCommand('editor.action.refactor');
      return (await texts(row)).length > 0 || undefined;
    });
    await screenshot('bottleneck');
    // 28*28*32 * 5*5*192 - (28*28*16 * 192 + 28*28*32 * 5*5*16).
    await eventually(
      'its saving',
      async () => (await texts(row)).join().includes('-107,978,752 multiplies') || undefined,
    );
    await click(row);
    await eventually('the bottleneck', () => editor.document.getText().includes('  conv(16, 1x1)\n') || undefined);
    await vscode.commands.executeCommand('undo');
    await eventuallyEqual(() => editor.document.getText(), text);
  });

  it('extracts a module of lines that are repeated, and asks for its name', async () => {
    const lines = [16, 32, 64].map((filters) => `  conv(${filters}, 3x3) -> batchnorm()\n`);
    const text = `network Stages {\n  input: 32x32x3\n${lines.join('')}}\n`;
    const editor = await open(await write('lsp-stages.cnn', text));
    putCursor(editor, 'conv(16', 1);
    const row = '.action-widget .monaco-list-row:has-text("Extract module block(filters) from 3 places")';
    await eventually('the refactoring', async () => {
      await vscode.commands.executeCommand('editor.action.refactor');
      return (await texts(row)).length > 0 || undefined;
    });
    await screenshot('extract-module');
    await click(row);
    await eventually('the module', () => editor.document.getText().includes('module block(filters) {') || undefined);
    await waitFor('.rename-box input:focus');
    assert.match(editor.document.getText(), / {2}block\(16\)\n {2}block\(32\)\n {2}block\(64\)\n/);
    // The paths are as new as the name: there is nothing to confirm.
    await type('stage');
    await press('Enter');
    await eventually('the name', () => editor.document.getText().includes('module stage(filters) {') || undefined);
    assert.match(editor.document.getText(), / {2}stage\(16\)\n {2}stage\(32\)\n {2}stage\(64\)\n/);
    await vscode.commands.executeCommand('undo');
    await vscode.commands.executeCommand('undo');
    await eventuallyEqual(() => editor.document.getText(), text);
  });

  it('writes expectations from a table that was copied, and shows what does not agree beside', async () => {
    const uri = await write('lsp-table.cnn', 'network Table {\n  input: 28x28x192\n  conv5 = conv(32, 5x5)\n}\n');
    const editor = await open(uri);
    putCursor(editor, 'conv5');
    await vscode.env.clipboard.writeText('layer\toutput size\tparams\tops\nconv5\t28×28×32\t999K\t120M');
    await vscode.commands.executeCommand('incept.expectsFromTable');
    await eventually('the expectation', () => {
      const text = editor.document.getText();
      return text.includes('  expect 28x28x32, params ~ 999K, multiplies ~ 120M\n') || undefined;
    });
    const report = await eventually('the report', () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.languageId === 'markdown'),
    );
    assert.match(report.document.getText(), /✗ \| conv5 \| conv5 \| params \| 999K \| 153,632/);
    await eventually('the figure that does not agree', () => errors(uri)[0]?.message.includes('153,632') || undefined);
    await screenshot('expects-from-table');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});
