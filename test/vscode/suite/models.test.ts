/** Models of other frameworks: shown as what they would become, and imported as files beside them. */

import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { SmallDisk } from '../rig/small-disk';
import { click, evaluate, eventually, notified, press, texts, waitFor } from '../rig/ui';

const page = { webview: 0 } as const;

const lenet = `name: "LeNet"
input: "data" input_dim: 1 input_dim: 1 input_dim: 28 input_dim: 28
layer { name: "conv1" type: "Convolution" bottom: "data" top: "conv1" convolution_param { num_output: 20 kernel_size: 5 } }
layer { name: "pool1" type: "Pooling" bottom: "conv1" top: "pool1" pooling_param { pool: MAX kernel_size: 2 stride: 2 } }
layer { name: "turn" type: "Permute" bottom: "pool1" top: "turn" }
`;

/** In the folder of the window, with this content where it is given. */
async function file(name: string, content?: string): Promise<vscode.Uri> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  const uri = vscode.Uri.joinPath(folder.uri, name);
  if (content !== undefined) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
  return uri;
}

const activeText = () => vscode.window.activeTextEditor?.document;

describe('models of other frameworks', function () {
  this.timeout(120_000);
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('are opened as picture and costs, and as the design that they would become', async () => {
    const uri = await file('lenet.prototxt', lenet);
    await vscode.commands.executeCommand('vscode.openWith', uri, 'incept.model');
    await waitFor('svg.scene rect.body', page, 60_000);
    // (5 * 5 + 1) * 20 parameters
    await eventually('the name and the parameters', async () => {
      const shown = (await texts('body', page)).join(' ');
      return (/LeNet/.test(shown) && /\b520\b/.test(shown)) || undefined;
    });
    await vscode.commands.executeCommand('incept.showImportedDesign');
    const document = await eventually('the design', () =>
      activeText()?.uri.scheme === 'incept-import' ? activeText() : undefined,
    );
    assert.equal(document.languageId, 'cnn');
    assert.match(document.getText(), /^\/\/ Imported from lenet\.prototxt \(caffe\)\.\n/);
    assert.match(document.getText(), /network LeNet\(\) \{\n {2}input data: 28x28x1\n\n {2}conv1 = conv\(20, 5x5, /);
  });

  it('say in their editor why they are none', async () => {
    const uri = await file('broken.onnx', 'no protobuf');
    await vscode.commands.executeCommand('vscode.openWith', uri, 'incept.model');
    const said = await eventually('the message', async () => {
      const [text] = await texts('p[role=status]', page);
      return text?.startsWith('Importing') ? undefined : text;
    });
    assert.match(said, /^the file is damaged or of another kind: no field of protobuf begins at byte 0$/);
  });

  it('are imported beside themselves, and replace nothing unasked', async () => {
    const model = await file('lenet.prototxt', lenet);
    await vscode.commands.executeCommand('incept.importModel', model);
    const design = await file('lenet.cnn');
    const document = await eventually('the text', () =>
      activeText()?.uri.toString() === design.toString() ? activeText() : undefined,
    );
    assert.match(document.getText(), /^\/\/ Not expressed: turn \(Permute\): /m);
    await waitFor('svg.scene rect.body', page, 60_000);
    assert.match(
      await notified(),
      /1 node could not be expressed and was left out; the comment at the top of lenet\.cnn says why/,
    );
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.workspace.fs.writeFile(design, new TextEncoder().encode('// mine\n'));
    const again = vscode.commands.executeCommand('incept.importModel', model);
    await waitFor('.quick-input-widget:has-text("lenet.cnn exists")');
    await press('Escape');
    await again;
    assert.equal(new TextDecoder().decode(await vscode.workspace.fs.readFile(design)), '// mine\n');
    const replacing = vscode.commands.executeCommand('incept.importModel', model);
    await click('.quick-input-widget .monaco-list-row:has-text("Replace lenet.cnn")');
    await replacing;
    assert.match(new TextDecoder().decode(await vscode.workspace.fs.readFile(design)), /^\/\/ Imported from/);
    await vscode.workspace.fs.delete(design);
  });

  it('leave what was there where there is no room for what they become, and no part of it', async () => {
    const disk = new SmallDisk('small-disk');
    try {
      const encoder = new TextEncoder();
      disk.writeFile(disk.uri('/lenet.prototxt'), encoder.encode(lenet));
      disk.writeFile(disk.uri('/lenet.cnn'), encoder.encode('// mine\n'));
      disk.room = lenet.length + 100;
      const importing = vscode.commands.executeCommand('incept.importModel', disk.uri('/lenet.prototxt'));
      await click('.quick-input-widget .monaco-list-row:has-text("Replace lenet.cnn")');
      await importing;
      assert.match(await notified(), /^Incept: .*no space left on this disk/);
      assert.deepEqual(disk.paths, ['/lenet.cnn', '/lenet.prototxt']);
      assert.equal(disk.text('/lenet.cnn'), '// mine\n');
    } finally {
      await vscode.commands.executeCommand('notifications.clearAll');
      disk.dispose();
    }
  });

  it('are imported where they are dropped on a preview', async () => {
    const model = await file('dropped.prototxt', lenet);
    const net = await file('dropped-on.cnn', 'network N {\n  input x: 8x8x1\n  conv(2, 3x3)\n}\n');
    await vscode.commands.executeCommand('incept.openPreview', net);
    await waitFor('svg.scene rect.body', page, 60_000);
    const drop = `
      const data = new DataTransfer();
      data.setData('text/uri-list', ${JSON.stringify(model.toString())});
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    `;
    await evaluate(drop, page);
    const design = await file('dropped.cnn');
    await eventually('the text', () => activeText()?.uri.toString() === design.toString() || undefined);
    await eventually('its network', () => activeText()?.getText().includes('network LeNet()') || undefined);
  });

  it('are asked for the size of their input where the file leaves it open', async () => {
    const open = lenet.replace(/input_dim: \d+ ?/g, '');
    const model = await file('open.prototxt', open);
    const importing = vscode.commands.executeCommand('incept.importModel', model);
    await waitFor('.quick-input-widget:has-text("Input size of open.prototxt")');
    await press('Enter');
    await importing;
    const document = await eventually('the text', () =>
      activeText()?.uri.path.endsWith('open.cnn') ? activeText() : undefined,
    );
    assert.match(document.getText(), /input data: 224x224x3/);
    await vscode.workspace.fs.delete(document.uri);
  });
});
