/** Of the playground what a person does with files, models and threads, and how it looks and reads in each theme, width and language. */

import assert from 'node:assert/strict';
import { eventually, eventuallyEqual } from '../../support/eventually';
import { networkOf } from '../../support/network-text';
import { exported } from '../../support/onnx-session';
import { violations } from '../axe';
import { type OpenPlayground, PlaygroundHost } from './open-playground';

/** The same in the language. */
const lenetText = `network LeNet() {
  input data: 28x28x1
  conv(20, 5x5, padding = valid, activation = none)
  maxpool(2x2, stride = 2, padding = valid)
  conv(50, 5x5, padding = valid, activation = none)
  maxpool(2x2, stride = 2, padding = valid)
  dense(500, activation = relu)
  dense(10)
}
`;

/** LeNet as Caffe's examples have it: 20 and 50 filters of 5x5, 500 and 10 units. */
const lenet = `name: "LeNet"
input: "data"
input_dim: 1
input_dim: 1
input_dim: 28
input_dim: 28
layer { name: "conv1" type: "Convolution" bottom: "data" top: "conv1" convolution_param { num_output: 20 kernel_size: 5 } }
layer { name: "pool1" type: "Pooling" bottom: "conv1" top: "pool1" pooling_param { pool: MAX kernel_size: 2 stride: 2 } }
layer { name: "conv2" type: "Convolution" bottom: "pool1" top: "conv2" convolution_param { num_output: 50 kernel_size: 5 } }
layer { name: "pool2" type: "Pooling" bottom: "conv2" top: "pool2" pooling_param { pool: MAX kernel_size: 2 stride: 2 } }
layer { name: "ip1" type: "InnerProduct" bottom: "pool2" top: "ip1" inner_product_param { num_output: 500 } }
layer { name: "relu1" type: "ReLU" bottom: "ip1" top: "ip1" }
layer { name: "ip2" type: "InnerProduct" bottom: "ip1" top: "ip2" inner_product_param { num_output: 10 } }
`;

async function drop(play: OpenPlayground, name: string, content: string | Uint8Array): Promise<void> {
  const files = await play.page.evaluateHandle(
    ([called, base64]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))], called));
      return transfer;
    },
    // A list of numbers would take the browser's protocol a minute.
    [name, Buffer.from(content).toString('base64')] as const,
  );
  await play.page.locator('.editor').dispatchEvent('drop', { dataTransfer: files });
}

async function run(play: OpenPlayground): Promise<string> {
  await play.preview.getByRole('tab', { name: 'Run' }).click();
  await play.preview.locator('.run-buttons').getByText('Run', { exact: true }).click();
  await play.preview.locator('.run-result .run-summary').waitFor();
  return play.preview.locator('.run-result').innerText();
}

describe('the playground in use', function () {
  this.timeout(180_000);
  let host: PlaygroundHost;

  before(async () => {
    host = await PlaygroundHost.start();
  });
  after(() => host?.close());

  it('adds, renames and deletes files, and what imports one follows', async () => {
    const play = await host.open();
    const { page } = play;
    await play.node('inception_3b').waitFor();
    await play.monaco();
    await page.getByRole('button', { name: 'New file' }).click();
    const field = page.getByRole('textbox', { name: 'New file' });
    await field.fill('blocks.cnn');
    await page.keyboard.press('Enter');
    await page.getByText('There is a file of this name.').waitFor();
    await field.fill('heads/head.cnn');
    await page.keyboard.press('Enter');
    await play.tab('heads/head.cnn').waitFor();
    await play.tab('blocks.cnn').focus();
    await play.tab('blocks.cnn').click();
    await page.getByRole('button', { name: 'Actions on blocks.cnn' }).click();
    await page.getByRole('menuitem', { name: 'Rename…' }).click();
    await page.getByRole('textbox', { name: 'Rename…' }).fill('modules.cnn');
    await page.keyboard.press('Enter');
    await play.tab('stage3.cnn').click();
    await play.line('import').getByText('"./modules.cnn"').waitFor();
    await play.multiplies('432.3 M');
    await page.getByText('No problems').waitFor();
    await play.tab('modules.cnn').click();
    await page.getByRole('button', { name: 'Actions on modules.cnn' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('button', { name: /problem/ }).waitFor();
    await page.locator('.notice').getByRole('button', { name: 'Undo' }).click();
    await play.tab('modules.cnn').waitFor();
    await page.getByText('No problems').waitFor();
    assert.deepEqual(play.problems, []);
    await play.close();
  });

  it('has its language server started again where the browser has ended it', async () => {
    const play = await host.open();
    const { page } = play;
    await page.addInitScript(`{
      const Own = Worker;
      globalThis.Worker = function (address, options) {
        const worker = new Own(address, options);
        if (String(address).endsWith('server.js')) globalThis.endServer = () => worker.terminate();
        return worker;
      };
    }`);
    await page.reload();
    await play.node('inception_3b').waitFor();
    await play.monaco();
    await page.evaluate('endServer()');
    await page.locator('.notice', { hasText: 'The language server stopped and was started again.' }).waitFor();
    await play.paste(lenetText);
    await play.multiplies('2.293 M');
    assert.deepEqual(play.problems, []);
    await play.close();
  });

  it('makes a design of a model that is dropped', async () => {
    const play = await host.open();
    await play.node('inception_3b').waitFor();
    await play.monaco();
    await drop(play, 'lenet.prototxt', lenet);
    await play.tab('lenet.cnn').waitFor();
    // 20*25+20, 50*20*25+50, 500*800+500, 10*500+10: 431,080 parameters (LeCun et al. 1998, in Caffe's form).
    await play.preview.locator('.totals', { hasText: '431.1 K' }).waitFor();
    assert.deepEqual(play.problems, []);
    await play.close();
  });

  it('runs a design with the weights of a model and the names of a file, and says what is wrong with others', async () => {
    const play = await host.open();
    const { page, preview } = play;
    await play.node('inception_3b').waitFor();
    await play.monaco();
    const bytes = exported(networkOf(lenetText));
    await drop(play, 'lenet-5.onnx', bytes);
    await play.multiplies('2.293 M');
    await preview.getByRole('tab', { name: 'Run' }).click();
    await preview.getByText('Images may also be dropped here or pasted.').waitFor();
    const choose = async (button: string, name: string, content: string | Uint8Array) => {
      const chooser = page.waitForEvent('filechooser');
      await preview.getByRole('button', { name: button }).focus();
      await page.keyboard.press('Enter');
      await (await chooser).setFiles([{ name, mimeType: '', buffer: Buffer.from(content) }]);
    };
    await choose('Choose a file…', 'lenet-5.onnx', bytes);
    await preview.locator('.weights-name', { hasText: 'lenet-5.onnx' }).waitFor();
    await choose('Choose names…', 'digits.json', JSON.stringify([...'0123456789'].map((digit) => `digit ${digit}`)));
    await preview.locator('.file-name', { hasText: 'digits.json' }).waitFor();
    assert.match(await run(play), /digit \d/);
    assert.equal(await preview.getByText('The weights are random').count(), 0);
    await choose('Choose a file…', 'half.onnx', bytes.subarray(0, bytes.length / 2));
    await preview.locator('.run-buttons').getByText('Run', { exact: true }).click();
    await preview.locator('.run-failure', { hasText: 'half.onnx: the file is damaged' }).waitFor();
    await choose('Choose names…', 'few.txt', 'one\ntwo\n');
    await preview.getByRole('alert').getByText('few.txt has 2 names').waitFor();
    await play.close();
  });

  it('makes a design of an ONNX model that is dropped, and says what is wrong with a file that is none', async () => {
    const play = await host.open();
    await play.node('inception_3b').waitFor();
    await play.monaco();
    const bytes = exported(networkOf(lenetText));
    await drop(play, 'lenet-5.onnx', bytes);
    await play.tab('lenet-5.cnn').waitFor();
    await play.line('20, 5x5').waitFor();
    // 20*25*24*24 + 50*500*8*8 + 800*500 + 500*10 multiplies.
    await play.multiplies('2.293 M');
    await play.preview.locator('.totals', { hasText: '431.1 K' }).waitFor();
    await play.preview.locator('.graph .node', { hasText: '5\u00d75' }).nth(1).waitFor();
    await play.page.getByText('No problems').waitFor();
    for (const [name, content, told] of [
      ['broken.onnx', 'none of ours', 'the file is damaged or of another kind'],
      ['half.onnx', bytes.subarray(0, bytes.length / 2), 'the file is damaged or of another kind'],
      ['empty.onnx', '', 'the file has no graph of ONNX'],
    ] as const) {
      await drop(play, name, content);
      await play.page.locator('.notice', { hasText: `${name} was not imported: ${told}` }).waitFor();
      await eventuallyEqual(
        () => play.page.locator('.file-tab').allInnerTexts(),
        ['stage3.cnn', 'blocks.cnn', 'lenet-5.cnn'],
      );
    }
    assert.deepEqual(play.problems, []);
    await play.close();
  });

  it('says of weights and of other files what they are, each by its name once', async () => {
    const play = await host.open();
    await play.node('inception_3b').waitFor();
    await play.monaco();
    for (const [name, told] of [
      ['resnet.pth', 'resnet.pth holds weights and no network: choose it in the Run tab of its design.'],
      ['lenet.caffemodel', 'lenet.caffemodel holds weights and no network'],
      ['notes.md', 'notes.md was not imported: no format of networks ends so'],
    ] as const) {
      await drop(play, name, 'any');
      await play.page.locator('.notice', { hasText: told }).waitFor();
    }
    assert.deepEqual(play.problems, []);
    await play.close();
  });

  it('lets the Tab key write, and leave the text behind an Esc', async () => {
    const play = await host.open();
    const { page } = play;
    await play.node('inception_3b').waitFor();
    const editor = await play.monaco();
    const isIn = () => editor.evaluate((root) => root.contains(document.activeElement));
    await editor.locator('.view-lines').click();
    await page.keyboard.press('Control+End');
    for (let round = 1; round <= 2; round++) {
      await page.keyboard.press('Tab');
      await page.keyboard.type(`// round ${round}`);
      await play.line(`  // round ${round}`).waitFor();
      await eventuallyEqual(isIn, true);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Tab');
      await eventuallyEqual(isIn, false);
      await page.keyboard.press('Shift+Tab');
      await eventuallyEqual(isIn, true);
    }
    assert.deepEqual(play.problems, []);
    await play.close();
  });

  it('has its own high contrast where the system forces colours, in which what is chosen is still seen', async () => {
    for (const colorScheme of ['dark', 'light'] as const) {
      const play = await host.open({ theme: 'system', colorScheme, forcedColors: 'active' });
      await play.node('inception_3b').waitFor();
      const [chosen, other] = ['Cost', 'Layer'].map((name) => play.preview.getByRole('tab', { name, exact: true }));
      const line = (tab = chosen) => tab?.evaluate((one) => getComputedStyle(one, null).borderBottomColor);
      await eventually(async () => assert.notEqual(await line(chosen), await line(other), colorScheme));
      const bars = play.preview.locator('.share-bar, .bar').first();
      await bars.waitFor();
      for (const frame of play.page.frames()) await eventuallyEqual(() => violations(frame), [], colorScheme);
      assert.deepEqual(play.problems, []);
      await play.close();
    }
  });

  it('speaks of the instance of a module that is chosen', async () => {
    const play = await host.open();
    const { page } = play;
    await play.node('inception_3b').waitFor();
    await play.monaco();
    for (const [instance, filters] of [
      ['inception_3b', 192],
      ['inception_3a', 128],
    ] as const) {
      await play.tab('blocks.cnn').click();
      await page.locator('.codelens-decoration a').first().click();
      // Szegedy et al., table 1: 3x3 of 3a and 3b.
      await page.getByRole('option', { name: instance }).click();
      await play.line('conv(c3, 3x3)').getByText(`28x28x${filters}`).waitFor();
    }
    assert.deepEqual(play.problems, []);
    await play.close();
  });

  it('computes with threads where memory may be shared, and with one where it may not', async () => {
    const play = await host.open();
    await play.node('inception_3b').waitFor();
    await eventuallyEqual(() => play.page.evaluate(() => crossOriginIsolated), true);
    assert.match(await run(play), /\b[2-9]\d* threads/);
    await play.close();
    const plainHost = await PlaygroundHost.start(false);
    try {
      const plain = await plainHost.open();
      await plain.node('inception_3b').waitFor();
      await eventuallyEqual(() => plain.page.evaluate(() => crossOriginIsolated), false);
      assert.doesNotMatch(await run(plain), /threads/);
      assert.deepEqual(plain.problems, []);
    } finally {
      await plainHost.close();
    }
  });

  for (const theme of ['light', 'dark', 'high-contrast'] as const) {
    for (const locale of ['en', 'zh-CN']) {
      for (const width of [1600, 360]) {
        it(`is clean for axe-core in ${theme}, ${locale}, ${width} pixels wide`, async () => {
          const phone = { viewport: { width, height: 780 }, hasTouch: true, isMobile: true };
          const play = await host.open({ theme, locale, ...(width < 700 ? phone : {}) });
          const { page } = play;
          await play.node(width < 700 ? 'reduce' : 'inception_3b').waitFor();
          await page
            .locator(width < 700 ? '.cm-content' : '.monaco-editor')
            .first()
            .waitFor();
          await eventuallyEqual(() => page.evaluate(() => document.documentElement.scrollWidth), width);
          for (const frame of page.frames()) await eventuallyEqual(() => violations(frame), [], frame.url());
          await page.locator('.share-button').click();
          await page.locator('dialog.share').waitFor();
          await eventuallyEqual(() => violations(page), []);
          await page.keyboard.press('Escape');
          assert.deepEqual(play.problems, []);
          await play.close();
        });
      }
    }
  }
});
