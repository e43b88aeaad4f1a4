/**
 * What a person waits for in the real window: the extension to wake up, the first picture, a run, a cancelled run. Prints
 * figures and asserts nothing about them; a peak of the machine is no mistake of the extension.
 */

import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ask, click, evaluate, pause, waitFor } from '../rig/ui';

const page = { webview: 0 } as const;

const measured = (what: string, milliseconds: number) =>
  ask({ do: 'report', event: { kind: 'measured', what, milliseconds } });

/** Milliseconds in the page from a click on one button until another button is shown. */
async function betweenButtons(clicked: string, shown: string): Promise<number> {
  const script = `new Promise((done) => {
    const find = (label) => [...document.querySelectorAll('.run-buttons vscode-button')]
      .find((button) => button.textContent.trim() === label && button.offsetParent !== null);
    const start = performance.now();
    find(${JSON.stringify(clicked)}).click();
    const look = () => find(${JSON.stringify(shown)}) ? done(performance.now() - start) : requestAnimationFrame(look);
    requestAnimationFrame(() => requestAnimationFrame(look));
  })`;
  return (await evaluate(script, page)) as number;
}

describe('in the window', function () {
  this.timeout(180_000);

  it('is measured', async () => {
    const extension = vscode.extensions.getExtension('incept.incept');
    assert.ok(extension);
    assert.equal(extension.isActive, false);
    // The window itself is still busy with its own start.
    await pause(8000);
    const beforeActivation = performance.now();
    await extension.activate();
    await measured('activation', performance.now() - beforeActivation);

    const [file] = await vscode.workspace.findFiles('googlenet.cnn');
    assert.ok(file);
    await vscode.window.showTextDocument(file, { preview: false, viewColumn: vscode.ViewColumn.One });
    await pause(8000);
    const opened = performance.timeOrigin + performance.now();
    await vscode.commands.executeCommand('incept.openPreview');
    await waitFor('svg.scene rect.body', page, 90_000);
    const drawn = await evaluate(
      `performance.timeOrigin + performance.getEntriesByName('incept.picture')[0].startTime`,
      page,
    );
    await measured('first picture of GoogLeNet', (drawn as number) - opened);

    await click('[role=tab]:has-text("Run")', page);
    await waitFor('.run-buttons vscode-button:visible', page);
    for (const time of ['first', 'second', 'third', 'fourth']) {
      await measured(`${time} run of GoogLeNet, to its result`, await betweenButtons('Run', 'Run'));
    }
    await click('vscode-checkbox:has-text("Count multiplies")', page);
    for (const wait of [0, 300, 1000]) {
      await betweenButtons('Run', 'Cancel');
      await pause(wait);
      await measured(`cancel ${wait} ms after the start`, await betweenButtons('Cancel', 'Run'));
    }
  });
});
