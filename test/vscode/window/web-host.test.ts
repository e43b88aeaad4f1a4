/**
 * The extension in a browser's extension host, which is a worker without Node: the same folder without the entry for Node, driven
 * through the window as a person does. Its server and its runs are workers, its files are those of the editor.
 */

import * as assert from 'node:assert/strict';
import { networkWeights } from '../../../src/interop/network-weights';
import { exportOnnx } from '../../../src/interop/onnx/export-onnx';
import { eventually } from '../../support/eventually';
import { networkOf } from '../../support/network-text';
import { openFile, pickFile } from '../rig/files-by-hand';
import type { Session } from '../rig/session';
import { extendWebExtension, openWebSession } from '../rig/web-extension';

const digits = `network Digits {
  input image: 8x8x1
  conv(4, 3x3)
  dense(10)
  prob = softmax()
}
`;

/** Its only layer stands in another file. */
const importing = `import { stem } from "./parts/blocks.cnn"
network Importing {
  input image: 8x8x1
  stem(7)
}
`;
const blocks = `module stem(c) {
  conv(c, 3x3)
}
`;

/** Weights that are zero everywhere: each class is as likely as another. */
function zeroModel(): Uint8Array {
  const network = networkOf(digits);
  const zeros = networkWeights(network, network.all.layers).map(({ name, shape }) => {
    return { name, shape, values: new Float32Array(shape.reduce((product, size) => product * size, 1)) };
  });
  const model = exportOnnx(network, new Map(zeros.map((tensor) => [tensor.name, tensor])), { batch: 1, version: '0' });
  assert.ok('bytes' in model);
  return model.bytes;
}

/**
 * Gives the extension what one for a repository on a server would have: an address of its own kind, behind which files are that no
 * disk has, and a command that opens the first of them.
 */
function addVirtualFiles(extension: string, files: Readonly<Record<string, string>>): void {
  const script = `
    const files = new Map(Object.entries(${JSON.stringify(files)}).map(([path, text]) => [path, new TextEncoder().encode(text)]));
    const fail = (path) => { throw vscode.FileSystemError.FileNotFound(path); };
    const found = ({ path }) => files.get(path) ?? fail(path);
    const provider = {
      onDidChangeFile: new vscode.EventEmitter().event,
      watch: () => new vscode.Disposable(() => {}),
      stat: (uri) => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: found(uri).length }),
      readDirectory: (uri) => fail(uri.path),
      readFile: (uri) => found(uri),
      writeFile: (uri) => fail(uri.path),
      createDirectory: (uri) => fail(uri.path),
      delete: (uri) => fail(uri.path),
      rename: (uri) => fail(uri.path),
    };
    activated = ({ subscriptions }) => subscriptions.push(
      vscode.workspace.registerFileSystemProvider('virtual', provider, { isReadonly: true }),
      vscode.commands.registerCommand('virtual.open', () =>
        vscode.commands.executeCommand('vscode.open', vscode.Uri.parse('virtual://host' + [...files.keys()][0]))),
    );`;
  extendWebExtension(extension, { 'virtual.open': 'Virtual: Open' }, script);
}

describe('a web extension host', function () {
  this.timeout(300_000);
  let session: Session;

  before(async () => {
    const files = {
      'digits.cnn': digits,
      'importing.cnn': importing,
      'parts/blocks.cnn': blocks,
      'zero.onnx': zeroModel(),
      'words.txt': Array.from({ length: 10 }, (_, index) => `word ${index}`).join('\n'),
    };
    session = await openWebSession({ file: 'googlenet.cnn', files }, (extension) =>
      addVirtualFiles(extension, { '/designs/virtual.cnn': importing, '/designs/parts/blocks.cnn': blocks }),
    );
  });
  afterEach(() => session?.screenshot('web-host'));
  after(() => session?.close());

  it('shows shapes and totals in the text', async () => {
    const lines = session.page.locator('.view-lines');
    await lines.getByText('112x112x64').first().waitFor({ timeout: 60_000 });
    await session.page
      .locator('.codelens-decoration')
      .getByText('1.583 G multiplies')
      .first()
      .waitFor({ timeout: 60_000 });
  });

  it('draws the network', async () => {
    await session.command('Incept: Open Preview to the Side');
    await session.webview().locator('svg.scene rect.body').first().waitFor({ state: 'visible', timeout: 60_000 });
  });

  it('runs it', async () => {
    await session.webview().getByRole('tab', { name: 'Run' }).click();
    await session.webview().getByRole('button', { name: /^Run/ }).first().click();
    await session.webview().getByText('Top 5 of prob').first().waitFor({ timeout: 120_000 });
    assert.deepEqual(session.complaints, []);
  });

  it('follows imports to files that no editor has open, and says where there is none', async () => {
    await openFile(session, 'importing.cnn');
    const { page } = session;
    // 8*8*7 * 3*3.
    await page.locator('.codelens-decoration').getByText('4.032 K multiplies').first().waitFor({ timeout: 60_000 });
    await page.locator('.view-lines').getByText('8x8x7').first().waitFor({ timeout: 60_000 });
    await page.locator('.part.editor .view-line', { hasText: 'from' }).click();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    for (const _ of '.cnn') await page.keyboard.press('Backspace');
    await page.keyboard.type('s.cnn');
    await page.locator('.squiggly-error').first().waitFor({ timeout: 60_000 });
    for (const _ of 's.cnn') await page.keyboard.press('Backspace');
    await page.keyboard.type('.cnn');
    await page.locator('.squiggly-error').first().waitFor({ state: 'hidden', timeout: 60_000 });
  });

  it('runs with the weights and the names of classes of files that are picked', async () => {
    await openFile(session, 'digits.cnn');
    await session.command('Incept: Open Preview to the Side');
    const view = session.webview();
    await view.locator('.header', { hasText: 'Digits' }).waitFor({ timeout: 60_000 });
    await view.getByRole('tab', { name: 'Run' }).click();
    const pick = async (button: string, name: string) => {
      await view.getByRole('button', { name: button }).click();
      await pickFile(session, name);
    };
    await pick('Choose a file…', 'zero.onnx');
    await view.locator('.weights-name', { hasText: 'zero.onnx' }).waitFor({ timeout: 60_000 });
    await pick('Choose names…', 'words.txt');
    await view.locator('.file-name', { hasText: 'words.txt' }).waitFor({ timeout: 60_000 });
    await view.getByRole('button', { name: /^Run/ }).first().click();
    await view.locator('.run-result', { hasText: /word 0\s*10\.0%\s*word 1\s*10\.0%/ }).waitFor({ timeout: 120_000 });
    assert.deepEqual(session.complaints, []);
  });

  it('shows, draws and runs a design that no disk has, with what it imports', async () => {
    await session.command('Virtual: Open');
    const { page } = session;
    await page.locator('.part.editor .tab.active', { hasText: 'virtual.cnn' }).first().waitFor({ timeout: 60_000 });
    // The keyboard comes back to the preview, whose group takes no other file, some time after the palette was closed.
    await eventually(async () => {
      await page.locator('.part.editor .view-line', { hasText: 'stem(' }).click();
      assert.ok(await page.locator('.codelens-decoration').getByText('4.032 K multiplies').first().isVisible());
    });
    await page.locator('.view-lines').getByText('8x8x7').first().waitFor({ timeout: 60_000 });
    assert.equal(await page.locator('.squiggly-error').count(), 0);
    await session.command('Incept: Open Preview to the Side');
    const view = session.webview();
    await view.locator('.header', { hasText: 'Importing' }).waitFor({ timeout: 60_000 });
    await view.locator('svg.scene').getByText('stem').first().waitFor({ timeout: 60_000 });
    await view.getByRole('tab', { name: 'Run' }).click();
    await view.getByRole('button', { name: /^Run/ }).first().click();
    await view.getByText('Top 5 of output').waitFor({ timeout: 120_000 });
    assert.deepEqual(session.complaints, []);
  });
});
