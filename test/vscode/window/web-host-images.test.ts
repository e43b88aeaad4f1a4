/**
 * Images and models in a browser's extension host, as a person gives them: picked, dropped, pasted. What is seen are the results of
 * that image, for a network that says which colour an image has.
 */

import * as assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { encode as encodePng } from 'fast-png';
import { encode as encodeJpeg } from 'jpeg-js';
import type { FrameLocator } from 'playwright-core';
import { networkWeights } from '../../../src/interop/network-weights';
import { exportOnnx } from '../../../src/interop/onnx/export-onnx';
import { writeSafetensors } from '../../../src/interop/safetensors';
import { eventually } from '../../support/eventually';
import { networkOf } from '../../support/network-text';
import { dragFromExplorer, dropFromSystem, openFile, pickFile } from '../rig/files-by-hand';
import { notified, type Session, takeFromPalette } from '../rig/session';
import { openWebSession } from '../rig/web-extension';

/** Averages of the three channels, as shares: no weight decides anything. */
const colours = `network Colours {
  input image: 8x8x3
  globalavgpool()
  prob = softmax()
}
`;

/** With weights that are zero everywhere each class is as likely as another. */
const digits = `network Digits {
  input image: 8x8x1
  conv(4, 3x3)
  dense(10)
  prob = softmax()
}
`;

const side = 12;

function pixels(channels: 3 | 4, colour: readonly number[]): Uint8Array {
  return Uint8Array.from({ length: side * side * channels }, (_, index) => colour[index % channels] ?? 255);
}

function png(...colour: number[]): Uint8Array {
  return encodePng({ width: side, height: side, channels: 3, depth: 8, data: pixels(3, colour) });
}

function jpeg(...colour: number[]): Uint8Array {
  return new Uint8Array(encodeJpeg({ width: side, height: side, data: pixels(4, colour) }, 100).data);
}

function zeroFiles(): { readonly model: Uint8Array; readonly weights: Uint8Array } {
  const network = networkOf(digits);
  const zeros = networkWeights(network, network.all.layers).map(({ name, shape }) => {
    return { name, shape, values: new Float32Array(shape.reduce((product, size) => product * size, 1)) };
  });
  const model = exportOnnx(network, new Map(zeros.map((tensor) => [tensor.name, tensor])), { batch: 1, version: '0' });
  assert.ok('bytes' in model);
  return { model: model.bytes, weights: writeSafetensors(zeros) };
}

describe('images and models in a web extension host', function () {
  this.timeout(300_000);
  let session: Session;
  let view: FrameLocator;

  before(async () => {
    const { model, weights } = zeroFiles();
    session = await openWebSession({
      file: 'colours.cnn',
      // The first in the list of files are those that are dragged.
      files: {
        'a-blue.png': png(0, 0, 255),
        'a-damaged.png': png(0, 0, 255).slice(0, 50),
        'a-digits.onnx': model,
        'red.png': png(255, 0, 0),
        'a-green.jpg': jpeg(0, 255, 0),
        'colours.cnn': colours,
        'colours.txt': 'red\ngreen\nblue\n',
        'digits.cnn': digits,
        'broken.onnx': 'no protobuf',
        'zero.safetensors': weights,
      },
    });
    view = session.webview();
    await session.page.locator('.view-lines').getByText('1x1x3').first().waitFor({ timeout: 60_000 });
    await session.command('Incept: Open Preview to the Side');
    await view.locator('.header', { hasText: 'Colours' }).waitFor({ timeout: 60_000 });
    await view.getByRole('tab', { name: 'Run' }).click();
    await view.getByRole('button', { name: 'Choose names…' }).click();
    await pickFile(session, 'colours.txt');
    await view.locator('.file-name', { hasText: 'colours.txt' }).waitFor({ timeout: 60_000 });
  });
  afterEach(() => session?.screenshot('web-host-images'));
  after(() => session?.close());

  const isInput = (image: string) =>
    view
      .getByLabel('Input', { exact: true })
      .locator('vscode-option[aria-selected=true]', { hasText: image })
      .waitFor({ state: 'attached', timeout: 60_000 });
  const runsTo = async (image: string, first: RegExp) => {
    await isInput(image);
    await view.getByRole('button', { name: /^Run/ }).first().click();
    await view.locator('.run-result', { hasText: first }).filter({ hasText: image }).waitFor({ timeout: 60_000 });
    assert.deepEqual(session.complaints, []);
  };

  // Of (value - mean) / deviation of torchvision's channels, with values of 0 and 1: 2.249 where red is 1 and -2.118 where it is 0,
  // green 2.429 and -2.036, blue 2.640 and -1.804; then e^a / (e^a + e^b + e^c).
  it('runs on one that is picked', async () => {
    await view.getByLabel('Input', { exact: true }).click();
    await view.getByRole('option', { name: 'An image…' }).click();
    await pickFile(session, 'red.png');
    await runsTo('red.png', /red\s*97\.0%\s*blue\s*1\.7%\s*green\s*1\.3%/);
  });

  it('runs on one that is dragged from the list of files', async () => {
    await dragFromExplorer(session, 'a-blue.png', view.locator('.image-hint'));
    await runsTo('a-blue.png', /blue\s*98\.2%\s*green\s*0\.9%\s*red\s*0\.8%/);
  });

  it('runs on one that is pasted', async () => {
    await session.page.evaluate(`(async () => {
      const canvas = new OffscreenCanvas(16, 16);
      const context = canvas.getContext('2d');
      context.fillStyle = '#00ff00';
      context.fillRect(0, 0, 16, 16);
      const blob = await canvas.convertToBlob({ type: 'image/png' });
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
    })()`);
    await view.locator('.image-hint').click();
    await session.page.keyboard.press('Control+V');
    await runsTo('image.png', /green\s*97\.6%\s*blue\s*1\.4%\s*red\s*1\.0%/);
  });

  it('says of a damaged one what is wrong, and keeps the last result', async () => {
    await dragFromExplorer(session, 'a-damaged.png', view.locator('.image-hint'));
    await isInput('a-damaged.png');
    await view.getByRole('button', { name: /^Run/ }).first().click();
    await view.locator('.run-failure', { hasText: 'a-damaged.png is cut short' }).waitFor({ timeout: 60_000 });
    await view.locator('.run-result', { hasText: /green\s*97\.6%/ }).waitFor();
  });

  it('runs with weights of a file that is picked', async () => {
    await openFile(session, 'digits.cnn');
    await session.command('Incept: Open Preview to the Side');
    await view.locator('.header', { hasText: 'Digits' }).waitFor({ timeout: 60_000 });
    await view.getByRole('tab', { name: 'Run' }).click();
    await view.getByRole('button', { name: 'Choose a file…' }).click();
    await pickFile(session, 'zero.safetensors');
    await view.getByText('All 2 layers with weights find theirs, by name.').waitFor({ timeout: 60_000 });
    await dragFromExplorer(session, 'a-green.jpg', view.locator('.image-hint'));
    await runsTo('a-green.jpg', /index 0\s*10\.0%\s*index 1\s*10\.0%/);
  });

  it('imports a model that is dragged onto the preview, with its weights beside it', async () => {
    await dragFromExplorer(session, 'a-digits.onnx', view.locator('.image-hint'));
    await session.page
      .locator('.part.editor .tab.active[data-resource-name="a-digits.cnn"]')
      .waitFor({ timeout: 60_000 });
    assert.match(readFileSync(join(session.folder, 'a-digits.cnn'), 'utf8'), /^\/\/ Imported from a-digits\.onnx/);
    await view.locator('.header', { hasText: 'Digits' }).waitFor({ timeout: 60_000 });
    await view.locator('svg.scene rect.body').first().waitFor({ timeout: 60_000 });
    assert.ok(existsSync(join(session.folder, 'a-digits.safetensors')));
  });

  /** The command opens another dialog at once, in the place of the palette. */
  const importing = () => takeFromPalette(session.page, '>Incept: Import Model', 'Incept: Import Model');

  it('imports one by its command, and asks before it replaces what is there', async () => {
    const { page, folder } = session;
    await importing();
    await pickFile(session, 'a-digits.onnx');
    const question = page.locator('.quick-input-widget', { hasText: 'a-digits.cnn exists' });
    await question.waitFor({ timeout: 60_000 });
    rmSync(join(folder, 'a-digits.safetensors'));
    await question.locator('.monaco-list-row', { hasText: 'Replace a-digits.cnn' }).click();
    await eventually(() => assert.ok(existsSync(join(folder, 'a-digits.safetensors'))));
  });

  it('says of a damaged model what is wrong', async () => {
    await importing();
    await pickFile(session, 'broken.onnx');
    await notified(session, /the file is damaged or of another kind/);
    await session.command('Notifications: Clear All Notifications');
  });

  it('shows what a model would become, opened with its editor', async () => {
    const { page } = session;
    await openFile(session, 'a-digits.onnx');
    await takeFromPalette(page, '>View: Reopen Editor With...', 'Reopen Editor With...');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Incept: Network and Costs' }).click();
    await eventually(async () => {
      // The model's editor stands beside the preview.
      const headers = [0, 1].map((index) => session.webview(index).locator('.header', { hasText: 'Digits' }));
      for (const header of headers) assert.ok(await header.isVisible());
    });
    await page.getByRole('button', { name: 'Show the Design That the Model Becomes' }).click();
    await page
      .locator('.part.editor .view-line', { hasText: 'Imported from a-digits.onnx' })
      .waitFor({ timeout: 60_000 });
    assert.deepEqual(session.complaints, []);
  });

  it('runs on one that is dropped from outside of VS Code', async () => {
    const { page } = session;
    await session.command('View: Close All Editors');
    await openFile(session, 'colours.cnn');
    await session.command('Incept: Open Preview to the Side');
    await view.locator('.header', { hasText: 'Colours' }).waitFor({ timeout: 60_000 });
    await view.getByRole('tab', { name: 'Run' }).click();
    await dropFromSystem(session, 'red.png', view.locator('.image-hint'));
    await runsTo('red.png', /red\s*97\.0%\s*blue\s*1\.7%\s*green\s*1\.3%/);
    assert.equal(await page.locator('.part.editor .tab', { hasText: 'red.png' }).count(), 0);
  });
});
