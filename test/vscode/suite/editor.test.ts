/** What the editor shows of a .cnn file in the real window: hover, diagnostics, completion, hints, lenses, status bar. */

import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, hover, placeCursor, press, screenshot, texts, type, waitFor } from '../rig/ui';

/** Opens a file of the workspace with its text as it is on disk. */
async function open(name: string): Promise<vscode.TextEditor> {
  const [file] = await vscode.workspace.findFiles(name);
  assert.ok(file, `${name} is in the workspace`);
  const document = await vscode.workspace.openTextDocument(file);
  return vscode.window.showTextDocument(document, { preview: false, viewColumn: vscode.ViewColumn.One });
}

function place(editor: vscode.TextEditor, needle: string, plus = 0): vscode.Position {
  const offset = editor.document.getText().indexOf(needle);
  assert.ok(offset >= 0, `${needle} is in ${editor.document.fileName}`);
  return editor.document.positionAt(offset + plus);
}

/** The hover of the real window at a text; asked again while the server is still starting. */
function hoverAt(editor: vscode.TextEditor, needle: string, plus: number, expected: RegExp): Promise<string> {
  const { line, character } = place(editor, needle, plus);
  return eventually(
    `a hover that matches ${expected}`,
    async () => {
      const text = await hover(line, character).catch(() => '');
      return expected.test(text) ? text : undefined;
    },
    40_000,
  );
}

describe('the editor', function () {
  this.timeout(120_000);
  let editor: vscode.TextEditor;
  let original: string;

  before(async () => {
    editor = await open('googlenet.cnn');
    original = editor.document.getText();
  });
  /** A window may save by itself, so that there is nothing to revert to. */
  const restore = async () => {
    const { document } = editor;
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    await editor.edit((edit) => edit.replace(all, original));
    await document.save();
  };
  after(async () => {
    await restore();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('hovers over a layer with its formula', async () => {
    const text = await hoverAt(editor, 'conv(192 * width', 1, /346,816,512/);
    assert.match(text, /56\*56\*192 \* 3\*3\*64 = 346,816,512/);
    assert.match(text, /21\.9% of GoogLeNet/);
    await screenshot('hover-layer');
  });

  it('hovers over a module call with its branches', async () => {
    const text = await hoverAt(editor, 'inception(64 * width', 2, /128,049,152/);
    assert.match(text, /branch_2/);
    await screenshot('hover-module');
  });

  it('hovers in a module body with every instance', async () => {
    const text = await hoverAt(editor, 'conv(c5', 2, /9 places/);
    assert.match(text, /inception_5b\/branch_3\/conv_2/);
    await screenshot('hover-instances');
  });

  it('shows shapes in the text and totals above the network', async () => {
    await placeCursor(15, 0);
    const lines = await eventually('inlay hints', async () => {
      const shown = (await texts('.view-lines')).join('\n').replace(/\u00a0/g, ' ');
      return shown.includes('112x112x64') && shown.includes('56x56x192') ? shown : undefined;
    });
    assert.ok(lines.includes('28x28x192'));
    const lenses = await eventually('code lenses', async () => {
      const shown = (await texts('.codelens-decoration')).join(' ');
      return shown.includes('multiplies') ? shown : undefined;
    });
    assert.match(lenses, /1\.583 G multiplies/);
  });

  it('shows the totals of the network at the cursor in the status bar', async () => {
    const shown = await eventually('the status bar item', async () => {
      const items = (await texts('.statusbar-item')).join(' ');
      return items.includes('mul') ? items : undefined;
    });
    assert.match(shown, /1\.583 G mul/);
    assert.match(shown, /6\.998 M params|6\.999 M params/);
    assert.match(shown, /in budget/);
  });

  it('says above the network and in the status bar how many expectations hold, with the layers of one that does not', async () => {
    const spacesApart = (text: string): string => text.replace(/\u00a0/g, ' ');
    await eventually('the lens of what holds', async () => {
      const shown = spacesApart((await texts('.codelens-decoration')).join(' '));
      return /✓ \d+ expects hold ▰{10}/.test(shown) || undefined;
    });
    const place = editor.document.getText().indexOf('  softmax()\n  output');
    await editor.edit((edit) => edit.insert(editor.document.positionAt(place), '  expect params <= 1M\n'));
    await placeCursor(15, 0);
    const lens = await eventually('the lens of what is missed', async () => {
      const shown = spacesApart((await texts('.codelens-decoration')).join(' '));
      return shown.includes('expects missed') ? shown : undefined;
    });
    assert.match(lens, /✗ 1 of \d+ expects missed ▰{9}▱ · dense_1: params 1,025,000, expected <= 1,000,000/);
    await eventually(
      'the status bar',
      async () => /1 of \d+ expects missed ▰{9}▱/.test((await texts('.statusbar-item')).join(' ')) || undefined,
    );
    await screenshot('expects-missed');
    await editor.edit((edit) =>
      edit.insert(editor.document.positionAt(place), '  budget params <= 1M\n  budget multiplies <= 1M\n'),
    );
    await eventually(
      'the first of the budgets that are over, and that there is another',
      async () =>
        /params \S+\sof\s1\sM\s\+1.*1\sof\s\d+\sexpects missed/s.test((await texts('.statusbar-item')).join(' ')) ||
        undefined,
    );
    await restore();
  });

  it('marks a mistake as it is typed, and takes the mark away', async () => {
    const { line, character } = place(editor, 'maxpool(3x3');
    await placeCursor(line, character);
    await type('x');
    const uri = editor.document.uri;
    const found = await eventually('a diagnostic', () =>
      vscode.languages.getDiagnostics(uri).find(({ severity }) => severity === vscode.DiagnosticSeverity.Error),
    );
    // With a link to where it is explained.
    assert.ok(typeof found.code === 'object');
    assert.equal(found.code.value, 'name.unknown');
    assert.match(found.code.target.path, /docs\/diagnostics\.md$/);
    assert.equal(found.range.start.line, line);
    await waitFor('.squiggly-error');
    await screenshot('diagnostics');
    await press('Backspace');
    await eventually('no diagnostics', () => vscode.languages.getDiagnostics(uri).length === 0 || undefined);
  });

  it('completes layers, modules and words in half-typed text', async () => {
    const { line, character } = place(editor, 'lrn()', 5);
    await placeCursor(line, character);
    await press('Enter');
    await type('inc');
    await eventually('the module in the list', async () => {
      const rows = await texts('.suggest-widget .monaco-list-row');
      return rows.some((row) => row.includes('inception')) || undefined;
    });
    await screenshot('completion-module');
    await press('Escape');
    await type('onv');
    for (let i = 0; i < 6; i++) await press('Backspace');
    await type('conv(8, 1x1, padding = ');
    await eventually('the words of padding', async () => {
      await vscode.commands.executeCommand('editor.action.triggerSuggest');
      const rows = await texts('.suggest-widget .monaco-list-row');
      return (rows.some((row) => row.includes('valid')) && rows.some((row) => row.includes('same'))) || undefined;
    });
    await screenshot('completion-words');
    await press('Escape');
    await press('Escape');
    await restore();
  });

  it('folds, outlines and formats', async () => {
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      editor.document.uri,
    );
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['GoogLeNet', 'inception'],
    );
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      editor.document.uri,
    );
    assert.ok(folds.length >= 4, `${folds.length} folds`);
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[] | undefined>(
      'vscode.executeFormatDocumentProvider',
      editor.document.uri,
      { tabSize: 2, insertSpaces: true },
    );
    assert.deepEqual(edits ?? [], [], 'an example is formatted as it stands');
  });
});
