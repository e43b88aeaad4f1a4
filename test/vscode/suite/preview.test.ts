/** The preview in the real window: it opens, follows the text, leads back to it, and runs the network. */

import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { networkWeights } from '../../../src/interop/network-weights';
import { exportOnnx } from '../../../src/interop/onnx/export-onnx';
import { eventuallyEqual } from '../../support/eventually';
import { networkOf } from '../../support/network-text';
import {
  box,
  click,
  evaluate,
  eventually,
  pause,
  placeCursor,
  press,
  screenshot,
  setTheme,
  texts,
  type,
  waitFor,
} from '../rig/ui';

const page = { webview: 0 } as const;

const runTab = 'vscode-panel-tab:has-text("Run"), [role="tab"]:has-text("Run")';

const selectedRows = () => texts('.cost-body .cost-row.is-selected', page);

/** The first cost row whose name is this. */
const row = (name: string) => `.cost-body .cost-row:has-text("${name}")`;

describe('the preview', function () {
  this.timeout(180_000);
  let editor: vscode.TextEditor;

  before(async () => {
    const [file] = await vscode.workspace.findFiles('googlenet.cnn');
    assert.ok(file);
    const document = await vscode.workspace.openTextDocument(file);
    editor = await vscode.window.showTextDocument(document, { preview: false, viewColumn: vscode.ViewColumn.One });
    await vscode.commands.executeCommand('incept.openPreview');
    await waitFor('svg.scene rect.body', page, 90_000);
  });
  after(async () => {
    await editor.document.save();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const lineOf = (needle: string) => editor.document.positionAt(editor.document.getText().indexOf(needle)).line;

  it('draws the network and lists what it costs', async () => {
    await waitFor(row('inception_3a'), page);
    await eventually('the totals', async () => {
      const header = (await texts('body', page)).join(' ');
      return (/1\.583 G/.test(header) && /98\.9% of 1\.6 G/.test(header)) || undefined;
    });
    await screenshot('preview-dark');
    await setTheme('light');
    await screenshot('preview-light');
    await setTheme('dark');
  });

  it('counts as the convention of the workspace says', async () => {
    const configuration = vscode.workspace.getConfiguration('incept');
    const header = async () => (await texts('body', page)).join(' ');
    await configuration.update('convention', 'flops', vscode.ConfigurationTarget.Global);
    // 2 * 1,582,671,872.
    await eventually('FLOPs', async () => /3\.165 G/.test(await header()) || undefined);
    // Beside parameters the table counts by the convention too.
    const heads = async () => (await texts('.cost-head .cell', page)).join(' ');
    await configuration.update('preview.metric', 'params', vscode.ConfigurationTarget.Global);
    await eventually('Params and FLOPs', async () => /Params.*FLOPs/.test(await heads()) || undefined);
    await configuration.update('preview.metric', undefined, vscode.ConfigurationTarget.Global);
    await eventually('FLOPs and Params', async () => /FLOPs.*Params/.test(await heads()) || undefined);
    await configuration.update('convention', undefined, vscode.ConfigurationTarget.Global);
    await eventually('multiplies', async () => /1\.583 G/.test(await header()) || undefined);
  });

  it('exports its picture beside the design, from the palette', async () => {
    const asked = vscode.commands.executeCommand('incept.exportPicture');
    await waitFor('.quick-input-widget .monaco-list-row:has-text("SVG, light")');
    await press('Enter');
    await asked;
    // The dialog proposes the name of the network in the design's folder.
    await waitFor('.quick-input-widget:has-text("Export") input');
    await eventually('the proposed place', async () => {
      const value = await evaluate(`document.querySelector('.quick-input-widget input[type=text]')?.value`);
      return String(value).endsWith('GoogLeNet.svg') || undefined;
    });
    await press('Enter');
    const place = vscode.Uri.joinPath(editor.document.uri, '..', 'GoogLeNet.svg');
    const text = await eventually('the file', async () => {
      try {
        return new TextDecoder().decode(await vscode.workspace.fs.readFile(place));
      } catch {
        return undefined;
      }
    });
    assert.match(text, /^<svg [\s\S]*>inception_3a<[\s\S]*<\/svg>\n$/);
    await vscode.workspace.fs.delete(place);
  });

  it('exports a report of what it shows, from the palette', async () => {
    await vscode.commands.executeCommand('incept.exportReport');
    await waitFor('.quick-input-widget:has-text("Export") input');
    await eventually('the proposed place', async () => {
      const value = await evaluate(`document.querySelector('.quick-input-widget input[type=text]')?.value`);
      return String(value).endsWith('GoogLeNet.html') || undefined;
    });
    await press('Enter');
    const place = vscode.Uri.joinPath(editor.document.uri, '..', 'GoogLeNet.html');
    const text = await eventually('the file', async () => {
      try {
        return new TextDecoder().decode(await vscode.workspace.fs.readFile(place));
      } catch {
        return undefined;
      }
    });
    // What prints, what is interactive, and nothing of where the design is.
    assert.match(text, /<div class="pages">[\s\S]*>1,582,671,872<[\s\S]*id="report-data"/);
    assert.ok(!text.includes(editor.document.uri.path.slice(0, editor.document.uri.path.lastIndexOf('/'))));
    await vscode.workspace.fs.delete(place);
  });

  it('tries a width out, writes it with the expectations that it changes, and one undo takes all of it back', async () => {
    const before = editor.document.getText();
    await click('#tab-whatIf', page);
    await waitFor('.control .slider-range[aria-label="width"]', page);
    await click('.control .slider-range[aria-label="width"]', page);
    await press('Home');
    // A quarter of 1, then eighths: 0.75.
    for (let step = 0; step < 4; step++) await press('ArrowRight');
    await waitFor('.strip-change:has-text("1 \u2192 0.75")', page);
    await waitFor('.written-line.is-added:has-text("width = 0.75)")', page);
    await waitFor('.total-change.change-less:visible', page);
    assert.equal(editor.document.getText(), before);
    await screenshot('what-if');
    // Another file does not take what is tried out away.
    const [other] = await vscode.workspace.findFiles('squeezenet.cnn');
    await vscode.window.showTextDocument(other as vscode.Uri, { viewColumn: vscode.ViewColumn.One });
    await eventually(
      'the status bar of the other',
      async () => !/1\.583 G/.test((await texts('.statusbar-item')).join(' ')) || undefined,
    );
    assert.match((await texts('.header', page)).join(' '), /googlenet\.cnn/);
    editor = await vscode.window.showTextDocument(editor.document, {
      viewColumn: vscode.ViewColumn.One,
      preview: false,
    });
    await click('.what-if-strip vscode-button:has-text("Apply to text")', page);
    await eventually('the edit', () => editor.document.getText() !== before || undefined);
    const after = editor.document.getText();
    assert.match(after, /network GoogLeNet\(classes = 1000, width = 0\.75\) \{/);
    // 112*112 * 7*7*3 * 48.
    assert.match(after, /expect 112x112x48, multiplies == 88_510_464/);
    await eventually(
      'no message of an expectation',
      () => vscode.languages.getDiagnostics(editor.document.uri).every(({ severity }) => severity !== 0) || undefined,
    );
    editor = await vscode.window.showTextDocument(editor.document, {
      viewColumn: vscode.ViewColumn.One,
      preview: false,
    });
    await vscode.commands.executeCommand('undo');
    await eventuallyEqual(() => editor.document.getText(), before);
    await click('#tab-cost', page);
  });

  it('selects the layer at the cursor', async () => {
    await placeCursor(lineOf('inception_4a ='), 20);
    await eventually(
      'the row of the call',
      async () => (await selectedRows()).some((text) => text.includes('inception_4a')) || undefined,
    );
    await placeCursor(lineOf('conv(64 * width, 7x7'), 4);
    await eventually(
      'the row of the layer',
      async () => (await selectedRows()).some((text) => text.includes('7×7')) || undefined,
    );
  });

  it('marks the whole call that a row stands for, and brings the cursor there', async () => {
    await placeCursor(editor.document.lineCount - 1, 0);
    await click(row('conv 7×7'), page);
    const line = lineOf('conv(64 * width, 7x7');
    await eventually('the cursor at the layer', () => editor.selection.active.line === line || undefined);
    const marks = '.view-overlays [class*="ced-"]';
    await eventually(
      'a mark as wide as the call',
      async () => ((await box(marks, 'workbench'))?.width ?? 0) > 150 || undefined,
    );
    await screenshot('preview-marked');
    await vscode.window.showTextDocument(editor.document, { viewColumn: vscode.ViewColumn.One });
  });

  it('has the text of a module speak of the call that was clicked in the picture', async () => {
    /** The cursor at a call brings its node into sight. */
    const clickCall = async (path: string) => {
      await vscode.window.showTextDocument(editor.document, { viewColumn: vscode.ViewColumn.One });
      await placeCursor(lineOf(`${path} =`), 20);
      await waitFor(`svg.scene [data-id="${path}"].is-selected`, page);
      await click(`svg.scene [data-id="${path}"]`, page);
    };
    await clickCall('inception_4a');
    const { uri } = editor.document;
    const lenses = () => vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 50);
    const shown = async (path: string) =>
      (await lenses()).some(({ command }) => command?.title.includes(`shown as ${path}`)) || undefined;
    await eventually('the lens of the call', () => shown('inception_4a'));
    await screenshot('instance-clicked');
    await clickCall('inception_5b');
    await eventually('the lens of the other call', () => shown('inception_5b'));
    const asked = vscode.commands.executeCommand('incept.chooseInstance', {
      file: uri.toString(),
      module: 'inception',
    });
    await waitFor('.quick-input-widget .monaco-list-row:has-text("inception_5b")');
    await press('Home');
    await press('Enter');
    await asked;
    await vscode.window.showTextDocument(editor.document, { viewColumn: vscode.ViewColumn.One });
    // As it was: the table at its beginning.
    await click('#tab-cost', page);
    await placeCursor(lineOf('conv(64 * width, 7x7'), 4);
    await waitFor(row('conv 7×7'), page);
  });

  it('leads from a row to its text', async () => {
    await placeCursor(editor.document.lineCount - 1, 0);
    await click(row('conv 7×7'), page);
    const line = lineOf('conv(64 * width, 7x7');
    const shows = () =>
      vscode.window.visibleTextEditors.some(({ visibleRanges }) =>
        visibleRanges.some((range) => range.start.line <= line && line <= range.end.line),
      );
    await eventually('the text of the layer', () => shows() || undefined);
    await click(row('conv 7×7'), page, 2);
    await eventually(
      'the cursor at the layer',
      () => vscode.window.activeTextEditor?.selection.active.line === line || undefined,
    );
  });

  it('follows an edit', async () => {
    const start = editor.document.positionAt(editor.document.getText().indexOf('conv(64 * width, 7x7') + 5);
    await editor.edit((edit) => edit.replace(new vscode.Range(start, start.translate(0, 2)), '32'));
    // 112*112*32 * 7*7*3.
    await eventually('the new count', async () => {
      const rows = await texts(row('conv 7×7'), page);
      return rows.some((text) => /59\.0 M/.test(text)) || undefined;
    });
    await editor.edit((edit) => edit.replace(new vscode.Range(start, start.translate(0, 2)), '64'));
    await eventually('the old count', async () => {
      const rows = await texts(row('conv 7×7'), page);
      return rows.some((text) => /118\.0 M/.test(text)) || undefined;
    });
  });

  it('keeps the status bar true while the preview has the focus', async () => {
    await placeCursor(lineOf('conv(64 * width, 7x7'), 4);
    const shows = (figure: RegExp) => async () => figure.test((await texts('.statusbar-item')).join(' ')) || undefined;
    await eventually('the totals', shows(/1\.583 G mul/));
    await click('.cost', page);
    await eventually('the focus of the preview', () => vscode.window.activeTextEditor === undefined || undefined);
    const start = editor.document.positionAt(editor.document.getText().indexOf('conv(64 * width, 7x7') + 5);
    const write = async (filters: string) => {
      const change = new vscode.WorkspaceEdit();
      change.replace(editor.document.uri, new vscode.Range(start, start.translate(0, 2)), filters);
      await vscode.workspace.applyEdit(change);
    };
    await write('32');
    // 112*112*32 * 7*7*3 and 56*56*64 * 32 fewer: 1,582,671,872 - 59,006,976 - 6,422,528.
    await eventually('the new totals', shows(/1\.517 G mul/));
    await write('64');
    await eventually('the old totals', shows(/1\.583 G mul/));
    await vscode.window.showTextDocument(editor.document, { viewColumn: vscode.ViewColumn.One });
  });

  it('explains the layer at the cursor', async () => {
    await placeCursor(lineOf('conv(64 * width, 7x7'), 4);
    await vscode.commands.executeCommand('incept.explainAtCursor');
    await eventually('the explanation', async () => {
      const shown = (await texts('body', page)).join(' ').replace(/\s+/g, ' ');
      return shown.includes('118,013,952') || undefined;
    });
    await screenshot('preview-explain');
  });

  it('runs from the command, with a random input', async () => {
    await vscode.window.showTextDocument(editor.document, { viewColumn: vscode.ViewColumn.One });
    const running = vscode.commands.executeCommand('incept.runSampleInference');
    await waitFor('.quick-input-widget .monaco-list-row');
    await press('Enter');
    await running;
    await eventually(
      'the outputs',
      async () => (await texts('.run-result', page)).some((text) => /Top 5 of prob/.test(text)) || undefined,
      60_000,
    );
    await screenshot('preview-run');
  });

  it('measures the machine, and predicts times in the Run tab and in hovers', async () => {
    await click('button:has-text("Calibrate this machine and run again")', page);
    await waitFor('.bar-tick', page, 60_000);
    await eventually(
      'the sentence of the prediction',
      async () => /Measured .* predicted/.test((await texts('.prediction', page)).join(' ')) || undefined,
    );
    await screenshot('preview-run-predicted');
    const place = editor.document.positionAt(editor.document.getText().indexOf('conv(64 * width, 7x7') + 1);
    await eventually('the predicted time', async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        editor.document.uri,
        place,
      );
      const text = hovers.flatMap(({ contents }) => contents.map((each) => (each as vscode.MarkdownString).value));
      return /predicted \*\*.* ms\*\* here/.test(text.join()) || undefined;
    });
  });

  it('cancels a run', async () => {
    await click('vscode-checkbox:has-text("Count multiplies")', page);
    await click('vscode-button:has-text("Run"):visible', page);
    await click('vscode-button:has-text("Cancel"):visible', page);
    await eventually(
      'the end of the run',
      async () => (await texts('.run-failure', page)).some((text) => /cancelled/i.test(text)) || undefined,
    );
    await click('vscode-checkbox:has-text("Count multiplies")', page);
  });

  it('offers its samples in the list of the command, each with what it is good for', async () => {
    const running = vscode.commands.executeCommand('incept.runSampleInference');
    await waitFor('.quick-input-widget .monaco-list-row:has-text("Sample: one white pixel")');
    await screenshot('run-command');
    // Found by its use.
    await type('receptive field');
    await eventually('one row', async () => {
      const rows = await texts('.quick-input-widget .monaco-list-row');
      return (rows.length === 1 && /one white pixel/.test(rows[0] ?? '')) || undefined;
    });
    await press('Enter');
    await running;
    await eventually(
      'a run on it',
      async () => (await texts('.run-summary', page)).some((text) => /one white pixel/.test(text)) || undefined,
      60_000,
    );
    await waitFor('.run-sample canvas', page);
  });

  it('runs on a sample, shows what a layer gave, and takes one of its values apart', async () => {
    await click('.run-field vscode-dropdown', page);
    await click('vscode-option:has-text("edges at eight angles")', page);
    await waitFor('.run-sample canvas', page);
    await click('vscode-button:has-text("Run"):visible', page);
    const shows = (selector: string, text: RegExp) =>
      eventually(
        String(text),
        async () => (await texts(selector, page)).some((shown) => text.test(shown)) || undefined,
        60_000,
      );
    await shows('.run-summary', /edges at eight angles/);
    // The layer that took longest is a convolution.
    await click('.run-rest .node-link', page);
    await waitFor('.maps .map canvas', page);
    await click('.look-large', page);
    await shows('.origin-lens, .run-look', /the value of the run/);
    await screenshot('preview-run-apart');
    await press('Escape');
  });

  /** Writes a file beside the design, and picks it where the button asks for one. */
  async function pickFile(button: string, name: string, content: Uint8Array): Promise<void> {
    const folder = vscode.Uri.joinPath(editor.document.uri, '..');
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), content);
    await click(runTab, page);
    await click(`button:has-text("${button}")`, page);
    const path = vscode.Uri.joinPath(folder, name).fsPath;
    const input = async () =>
      String(await evaluate(`document.querySelector('.quick-input-widget input[type=text]')?.value`));
    const isOpen = `document.querySelector('.quick-input-widget')?.checkVisibility() === true`;
    // The dialog proposes a folder first.
    await eventually(
      'the dialog',
      async () => ((await evaluate(isOpen)) && (await input()).endsWith('/')) || undefined,
    );
    await eventually('the path', async () => {
      if ((await input()) === path) return true;
      // The dialog may still be putting its own proposal there.
      await press('Control+A');
      await type(path);
      return undefined;
    });
    // While the dialog looks the path up it takes no Enter; one behind its end would press the button again.
    for (let look = 0; await evaluate(isOpen); look++) {
      assert.ok(look < 300, 'the dialog does not end');
      if (look % 30 === 0) await press('Enter');
      await pause(100);
    }
  }

  it('runs with the weights of an ONNX model that is picked, and says where one is damaged', async () => {
    const network = networkOf(editor.document.getText());
    const zeros = networkWeights(network, network.all.layers).map(({ name, shape }) => {
      return { name, shape, values: new Float32Array(shape.reduce((product, size) => product * size, 1)) };
    });
    const model = exportOnnx(network, new Map(zeros.map((tensor) => [tensor.name, tensor])), {
      batch: 1,
      version: '0',
    });
    assert.ok('bytes' in model);
    const start = () => click('vscode-button:has-text("Run"):visible', page);
    const shows = (selector: string, text: RegExp) =>
      eventually(
        String(text),
        async () => (await texts(selector, page)).some((one) => text.test(one)) || undefined,
        60_000,
      );
    await pickFile('Choose a file', 'zero.onnx', model.bytes);
    await shows('.weights-name', /zero\.onnx/);
    await start();
    // Each of 1000 classes as likely as another: the first ones come first.
    await shows('.run-result', /Top 5 of prob\s*index 0\s*0\.1%\s*index 1\s*0\.1%/);
    await pickFile('Choose a file', 'yawn.onnx', model.bytes.subarray(0, 1000));
    await start();
    await shows('.run-failure', /yawn\.onnx: the file is damaged or of another kind: .* byte \d+/);
    await screenshot('run-weights-damaged');
    await click('button:has-text("Random again")', page);
    await shows('.weights-name', /Random/);
  });

  it('names the classes from a file that is picked, and remembers it for the design', async () => {
    const pick = (name: string, content: string) => pickFile('Choose names', name, new TextEncoder().encode(content));
    const shows = (selector: string, text: RegExp) =>
      eventually(String(text), async () => (await texts(selector, page)).some((one) => text.test(one)) || undefined);
    await pick('few.txt', 'ant\nbee\n');
    await shows('.field-reason', /few\.txt has 2 names; classes at the outputs of GoogLeNet: 1000/);
    // No other file begins like it: the dialog would complete what is typed.
    await pick('zoo.txt', Array.from({ length: 1000 }, (_, i) => `name ${i}`).join('\n'));
    await shows('.file-name', /zoo\.txt/);
    await click('vscode-button:has-text("Run"):visible', page);
    await shows('.top-label', /^name \d+$/);
    // Another preview of the same design has them.
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.window.showTextDocument(editor.document, { viewColumn: vscode.ViewColumn.One });
    await vscode.commands.executeCommand('workbench.action.closeEditorsInOtherGroups');
    await vscode.commands.executeCommand('incept.openPreview');
    await waitFor('svg.scene rect.body', page, 90_000);
    await click(runTab, page);
    await shows('.file-name', /zoo\.txt/);
    await click('button:has-text("By indices again")', page);
    await shows('.file-name', /By their indices/);
  });

  it('shows the cost table by its command', async () => {
    await vscode.commands.executeCommand('incept.showCostTable');
    await waitFor(row('inception_3a'), page);
  });
});

describe('the preview of a file with several networks', function () {
  this.timeout(120_000);
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('shows the network at the cursor, and follows the cursor into another', async () => {
    const [file] = await vscode.workspace.findFiles('course.cnn');
    assert.ok(file);
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document, { preview: false, viewColumn: vscode.ViewColumn.One });
    const lineOf = (needle: string) => document.positionAt(document.getText().indexOf(needle)).line;
    const shows = (network: string) =>
      eventually(
        network,
        async () =>
          vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label === `${network} preview`)) ||
          undefined,
      );
    await placeCursor(lineOf('network NaiveModule') + 1, 2);
    await vscode.commands.executeCommand('incept.openPreview');
    await shows('NaiveModule');
    await placeCursor(lineOf('network Bottleneck5x5') + 1, 2);
    await shows('Bottleneck5x5');
  });
});

describe('the preview of an empty file', function () {
  this.timeout(120_000);
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('offers networks to start from, and writes the chosen one', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder.uri, 'mine.cnn');
    await vscode.workspace.fs.writeFile(uri, new Uint8Array());
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: false, viewColumn: vscode.ViewColumn.One });
    await vscode.commands.executeCommand('incept.openPreview');
    await click('.preset:has-text("SqueezeNet")', page);
    await waitFor('svg.scene rect.body', page, 60_000);
    await eventually('the text', () => document.getText().includes('network SqueezeNet') || undefined);
    await document.save();
  });
});

describe('the preview and the files around it', function () {
  this.timeout(120_000);

  const open = async (name: string, column = vscode.ViewColumn.One): Promise<vscode.TextEditor> => {
    const [file] = await vscode.workspace.findFiles(name);
    assert.ok(file, name);
    return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file), {
      preview: false,
      viewColumn: column,
    });
  };
  // The page is loaded anew for another file.
  const header = async () => (await texts('.header', page).catch(() => [])).join(' ');
  const shows = (network: RegExp) => eventually(`${network}`, async () => network.test(await header()) || undefined);

  before(async () => {
    await open('googlenet.cnn');
    await vscode.commands.executeCommand('incept.openPreview');
    await waitFor('svg.scene rect.body', page, 90_000);
  });
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('shows the file that is edited, unless it is locked', async () => {
    await shows(/googlenet\.cnn/);
    await open('squeezenet.cnn');
    await shows(/squeezenet\.cnn/);
    await click('.legend', page);
    await eventually('the focus of the preview', () => vscode.window.activeTextEditor === undefined || undefined);
    await vscode.commands.executeCommand('incept.togglePreviewLock');
    await open('googlenet.cnn');
    await eventually(
      'the status bar of the other',
      async () => /1\.583 G/.test((await texts('.statusbar-item')).join(' ')) || undefined,
    );
    await shows(/squeezenet\.cnn/);
    await screenshot('preview-locked');
  });

  it('is not covered by a file that is opened while it is in front', async () => {
    await click('.legend', page);
    await eventually('its focus', () => vscode.window.activeTextEditor === undefined || undefined);
    const [file] = await vscode.workspace.findFiles('network-in-network.cnn');
    await vscode.commands.executeCommand('vscode.open', file);
    await eventually(
      'the file',
      () => vscode.window.activeTextEditor?.document.uri.path.endsWith('network-in-network.cnn') || undefined,
    );
    assert.equal(vscode.window.activeTextEditor?.viewColumn, vscode.ViewColumn.One);
    await waitFor('svg.scene rect.body', page);
  });

  it('explains a layer of a design that the walkthrough hides', async () => {
    const editor = await open('googlenet.cnn');
    const { document } = editor;
    const at = document.positionAt(document.getText().indexOf('conv(64 * width, 7x7') + 1);
    editor.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand('workbench.action.closeEditorsInOtherGroups');
    await vscode.commands.executeCommand('workbench.action.openSettingsJson');
    await eventually(
      'no design in sight',
      () => vscode.window.visibleTextEditors.every((shown) => shown.document.languageId !== 'cnn') || undefined,
    );
    await vscode.commands.executeCommand('incept.explainAtCursor');
    await eventually(
      'the explanation',
      async () => (await texts('body', page).catch(() => [])).join(' ').includes('118,013,952') || undefined,
    );
  });
});

describe('the preview of a design that imports another file', function () {
  this.timeout(120_000);

  it('follows an import that is edited, and sends nothing anew for a save', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const blocks = vscode.Uri.joinPath(folder, 'blocks-of-another.cnn');
    const design = vscode.Uri.joinPath(folder, 'imports-blocks.cnn');
    const create = (uri: vscode.Uri, lines: readonly string[]) =>
      vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(lines.join('\n')));
    await create(blocks, ['module block(c) {', '  conv(c, 3x3)', '}', '']);
    await create(design, [
      'import { block } from "./blocks-of-another.cnn"',
      'network Imports {',
      '  input: 8x8x4',
      '  block(2)',
      '}',
      '',
    ]);
    const setLine = async (uri: vscode.Uri, line: number, text: string): Promise<vscode.TextDocument> => {
      const document = vscode.workspace.textDocuments.find((open) => open.uri.path === uri.path);
      assert.ok(document, uri.path);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, document.lineAt(line).range, text);
      assert.ok(await vscode.workspace.applyEdit(edit));
      return document;
    };
    const shows = (multiplies: RegExp) =>
      eventually(
        `${multiplies} multiplies`,
        async () => multiplies.test((await texts('body', page)).join(' ')) || undefined,
      );
    /** Saves, and waits for long enough that watchers of files have told what they saw. */
    const save = async (document: vscode.TextDocument): Promise<void> => {
      assert.ok(await document.save());
      await pause(2000);
    };
    const views = () => evaluate('window.views.splice(0)', page);

    // Its group stays when the design is closed.
    await vscode.window.showTextDocument(blocks, { preview: false, viewColumn: vscode.ViewColumn.One });
    // As a person opens it: what an extension opens is open for minutes after its tab.
    await vscode.commands.executeCommand('vscode.open', design, { preview: false });
    await vscode.commands.executeCommand('incept.openPreview', design);
    // 64 places, 36 values, 2 channels.
    await shows(/4\.608/);
    await evaluate(
      `window.views = [];
      addEventListener('message', ({ data }) => {
        const { type } = typeof data === 'string' ? JSON.parse(data) : data;
        if (type?.startsWith('view')) views.push(type);
      })`,
      page,
    );
    const open = await setLine(design, 3, '  block(1)');
    await shows(/2\.304/);
    await save(open);
    await setLine(design, 3, '  block(2)');
    await shows(/4\.608/);
    await save(open);
    assert.deepEqual(await views(), ['viewPatch', 'viewPatch']);

    await click('.legend', page);
    await eventually('the focus of the preview', () => vscode.window.activeTextEditor === undefined || undefined);
    await vscode.commands.executeCommand('incept.togglePreviewLock');
    const closed = new Promise<void>((resolve) => {
      const listening = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.path !== design.path) return;
        listening.dispose();
        resolve();
      });
    });
    const tab = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .find(({ input }) => input instanceof vscode.TabInputText && input.uri.path === design.path);
    assert.ok(tab);
    await vscode.window.tabGroups.close(tab);
    await closed;
    const imported = await setLine(blocks, 1, '  conv(2 * c, 3x3)');
    await shows(/9\.216/);
    await views();
    await save(imported);
    await setLine(blocks, 1, '  conv(3 * c, 3x3)');
    await shows(/13\.8/);
    assert.deepEqual(await views(), ['viewPatch']);
    await imported.save();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const file of [blocks, design]) await vscode.workspace.fs.delete(file);
  });
});
