/** Opening a .cnn file is all it takes: the language is known, the extension wakes up, and nothing else wakes it. */

import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, screenshot, texts, waitFor } from '../rig/ui';

const extensionId = 'incept.incept';

describe('activation', () => {
  it('sleeps until a .cnn file is opened', () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension, `${extensionId} is not installed`);
    assert.equal(extension.isActive, false);
  });

  it('has the texts of its commands, settings and walkthrough', () => {
    const { displayName, description, contributes } = vscode.extensions.getExtension(extensionId)?.packageJSON ?? {};
    assert.equal(displayName, 'Incept');
    assert.equal(contributes.commands[0].title, 'Open Preview to the Side');
    assert.equal(contributes.walkthroughs[0].steps[0].title, 'Open a network');
    assert.doesNotMatch(JSON.stringify({ description, contributes }), /%[\w.]+%/);
  });

  it('knows a .cnn file and wakes up for it', async () => {
    const [file] = await vscode.workspace.findFiles('googlenet.cnn');
    assert.ok(file, 'googlenet.cnn is not in the workspace');
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document, { preview: false });
    assert.equal(document.languageId, 'cnn');
    await eventually('activation', () => vscode.extensions.getExtension(extensionId)?.isActive || undefined);
  });

  it('shows the file in the window', async () => {
    await waitFor('.part.editor .monaco-editor .view-line');
    await eventually(
      'its tab',
      async () => (await texts('.part.editor .tab')).some((tab) => tab.includes('googlenet')) || undefined,
    );
    await screenshot('activation');
  });
});
