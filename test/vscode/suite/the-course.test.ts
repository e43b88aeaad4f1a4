/**
 * The course in a real window: the panel beside the file of a lesson in a real editor, where a question is answered. By its
 * name it comes after preview.test.ts, in which the machine is measured for the first time; the board here measures it too.
 */

import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventuallyEqual } from '../../support/eventually';
import { click, eventually, texts, waitFor } from '../rig/ui';

const page = { webview: 0 } as const;

function shown(name: string): Promise<vscode.TextEditor> {
  return eventually(name, async () =>
    vscode.window.visibleTextEditors.find(({ document }) => document.uri.path.endsWith(`/course/${name}`)),
  );
}

describe('the course', function () {
  this.timeout(120_000);
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens beside the file of its lesson, and takes what is written there for an answer', async () => {
    await vscode.commands.executeCommand('incept.openCourse');
    await waitFor('main h1', page);
    const first = await shown('one-channel.cnn');
    assert.deepEqual([first.document.languageId, first.viewColumn], ['cnn', vscode.ViewColumn.Two]);
    await eventuallyEqual(() => texts('main h1', page), ['A number for every pixel']);

    await click('.contents .entry >> nth=2', page);
    const { document } = await shown('shrink.cnn');
    // The lesson opens with a question from before.
    await click('.actions button >> nth=1', page);
    await click('.actions .primary', page);
    await waitFor('text=answered in the file', page);
    const edit = new vscode.WorkspaceEdit();
    const at = document.getText().indexOf('// one line here');
    assert.ok(at > 0);
    edit.replace(
      document.uri,
      new vscode.Range(document.positionAt(at), document.positionAt(at + '// one line here'.length)),
      'conv(32, 1x1)',
    );
    await vscode.workspace.applyEdit(edit);
    await waitFor('.explanation strong', page);
    await eventuallyEqual(() => texts('.explanation strong', page), ['Right. The analysis agrees with the file.']);
    await document.save();
  });

  it('has a board of designs that pass, each with the time that it took', async () => {
    await vscode.commands.executeCommand('incept.openCourse');
    await waitFor('main h1', page);
    await click('.contents .entry:has-text("Open challenge")', page);
    const { document } = await shown('challenge.cnn');
    await eventuallyEqual(() => texts('main h1', page), ['Open challenge']);
    const edit = new vscode.WorkspaceEdit();
    for (const [from, to] of [
      ['conv(192 * width, 3x3)', 'separable(192 * width, 3x3)'],
      ['inception(128 * width, 128 * width', 'inception(128 * width, 112 * width'],
    ] as const) {
      const at = document.getText().indexOf(from);
      assert.ok(at > 0, from);
      edit.replace(document.uri, new vscode.Range(document.positionAt(at), document.positionAt(at + from.length)), to);
    }
    await vscode.workspace.applyEdit(edit);
    // The panel hears of an edit a little later.
    await eventually('a design that passes', async () => {
      await click('.challenge .primary', page);
      return (await texts('.challenge tbody td', page)).some((cell) => cell.startsWith('1,251,309,568')) || undefined;
    });
    // It is run here, with random weights.
    await eventually('a measured time', async () => {
      const cells = await texts('.challenge tbody td', page);
      return cells.filter((cell) => /^[\d.,]+ m?s/.test(cell)).length > 0 ? true : undefined;
    });
    await document.save();
  });
});
