/** What runs in a page are given: images, names of classes, weights. */

import assert from 'node:assert/strict';
import { encode } from 'fast-png';
import { writeSafetensors } from '../../../src/interop/safetensors';
import { runRequestOf } from '../../../src/session/run';
import { eventually, eventuallyEqual } from '../../support/eventually';
import { violations } from '../axe';
import { designs, mainFile } from './designs';
import { sessionOf, surfaceSuite } from './surface-suite';

describe('what runs in a page are given', function () {
  this.timeout(60_000);
  const surface = surfaceSuite();
  const { node, posted, edit, isAccessible } = surface;

  const start = () => surface.page.locator('.run-buttons').getByText('Run', { exact: true }).click();
  const choose = async (name: string): Promise<void> => {
    await surface.page.locator('.run-field vscode-dropdown').first().click();
    await surface.page.getByRole('option', { name }).click();
  };
  const chosen = (name: string) =>
    surface.page
      .locator('.run-field vscode-option[aria-selected=true]', { hasText: name })
      .waitFor({ state: 'attached' });
  /** As a person drags a file here from elsewhere, or pastes it. */
  const give = (kind: 'dragover' | 'drop' | 'paste', name: string, type: string, base64: string) =>
    surface.page.evaluate(
      ([kind, name, type, base64]) => {
        const data = new DataTransfer();
        data.items.add(new File([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))], name, { type }));
        const init = { bubbles: true, cancelable: true };
        const event =
          kind === 'paste'
            ? new ClipboardEvent(kind, { ...init, clipboardData: data })
            : new DragEvent(kind, { ...init, dataTransfer: data });
        document.body.dispatchEvent(event);
      },
      [kind, name, type, base64] as const,
    );
  /** Red, of one pixel. */
  const red = Buffer.from(encode({ width: 1, height: 1, channels: 3, data: Uint8Array.of(255, 0, 0) })).toString(
    'base64',
  );

  beforeEach(() => surface.page.getByRole('tab', { name: 'Run' }).click());

  it('runs on a sample, which is drawn beside what it is good for', async () => {
    await choose('Sample: one white pixel');
    await surface.page.getByText('how far the pixel spreads is the receptive field').waitFor();
    await start();
    await surface.page.locator('.run-summary', { hasText: 'Sample: one white pixel' }).waitFor();
    await node('stem').click();
    // A pixel of the middle in 3x3 windows: nine values of a map differ from those around them at most.
    const tile = surface.page.locator('.maps .map canvas').first();
    await tile.waitFor();
    await eventually(async () => {
      const other = await tile.evaluate((canvas) => {
        const context = (canvas as HTMLCanvasElement).getContext('2d') as CanvasRenderingContext2D;
        const { data } = context.getImageData(0, 0, 16, 16);
        // But for the border, where the padding is seen: the middle of the left half is far from the pixel.
        const around = data[4 * (16 * 4 + 4)];
        const inner = Array.from({ length: 14 * 14 }, (_, i) => ({ x: 1 + (i % 14), y: 1 + Math.floor(i / 14) }));
        return inner.filter(({ x, y }) => data[4 * (16 * y + x)] !== around).map(({ x, y }) => `${x} ${y}`);
      });
      assert.ok(other.length > 0 && other.length <= 9, other.join('; '));
      assert.ok(other.every((place) => place.split(' ').every((each) => Number(each) >= 7 && Number(each) <= 9)));
    });
    await isAccessible();
  });

  it('runs on an image that is dropped or pasted, and says what is wrong with one', async () => {
    await give('dragover', 'red.png', 'image/png', red);
    await surface.page.getByText('Drop to run the network on this image').waitFor();
    await give('drop', 'red.png', 'image/png', red);
    await surface.page.locator('.drop-target').waitFor({ state: 'hidden' });
    await chosen('red.png');
    await start();
    await surface.page.locator('.run-summary', { hasText: 'red.png' }).waitFor();

    await give('paste', 'broken.png', 'image/png', btoa('no image'));
    await chosen('broken.png');
    await start();
    await surface.page.locator('.run-failure', { hasText: 'broken.png is neither' }).waitFor();
    await surface.page.waitForFunction(() => window.surface.logged.length > 0);
    const logged = await surface.page.evaluate(() => window.surface.logged.splice(0));
    assert.match(logged.join('\n'), /^run of Small: broken\.png is neither [^\n]*$/);
    // A text is no image.
    await give('paste', 'notes.txt', 'text/plain', btoa('a'));
    await surface.page.getByRole('alert').getByText('What was pasted is no image.').waitFor();
    // What is pasted while another tab is in front is not for a run.
    await surface.page.getByRole('tab', { name: 'Cost' }).click();
    await give('paste', 'late.png', 'image/png', red);
    await surface.page.getByRole('tab', { name: 'Run' }).click();
    await eventuallyEqual(() => surface.page.getByText('late.png').count(), 0);
  });

  it('runs on all samples: the largest of each, and the selected layer over all of them', async () => {
    await choose('All samples');
    await start();
    const survey = surface.page.locator('.run-survey');
    await survey.getByRole('heading', { name: 'Over all 6 images' }).waitFor();
    await eventuallyEqual(() => survey.locator('tbody tr').count(), 6);
    await survey.getByText('Select a layer to see').waitFor();
    await node('stem').click();
    await survey.getByRole('heading', { name: 'stem over all images' }).waitFor();
    const [first] = await posted('runResult');
    const stem = first?.run.result.survey?.layers.find(({ path }) => path === 'stem');
    // 16x16 values of 8 channels for each of 6 images.
    assert.equal(stem?.elements, 6 * 16 * 16 * 8);
    assert.equal(stem?.channels, 8);

    // To the next one, from the last to the first, and to one by its name.
    const summary = (name: string) => surface.page.locator('.run-summary', { hasText: name }).waitFor();
    await summary('edges at eight angles');
    await survey.getByRole('button', { name: 'Next image' }).click();
    await summary('stripes of growing frequency');
    await survey.getByRole('button', { name: 'Sample: one white pixel' }).click();
    await summary('one white pixel');
    await survey.getByText('6 of 6').waitFor();
    await survey.getByRole('button', { name: 'Next image' }).click();
    await summary('edges at eight angles');
    // What is over all images was asked for once, and stays.
    await eventually(async () => assert.equal((await posted('runResult')).length, 4));
    const results = await posted('runResult');
    for (const { run } of results) assert.deepEqual(run.result.survey, first?.run.result.survey);
    // The largest of an image is that of its own run.
    for (const { run } of results.slice(1)) {
      const { options, result } = run;
      const told = result.survey?.inputs[options.image ?? 0]?.top?.index;
      assert.equal(told, result.outputs[0]?.top[0]?.index);
    }
    await isAccessible();
  });

  it('names classes out of a file, also of a run that is over, and refuses what is none or not as many', async () => {
    const offer = (name: string, text: string | Uint8Array) =>
      surface.page.evaluate(([name, bytes]) => window.surface.offer('labels', name, bytes), [
        name,
        [...(typeof text === 'string' ? Buffer.from(text) : text)],
      ] as const);
    const choose = async () => {
      const button = surface.page.getByRole('button', { name: 'Choose names…' });
      await button.focus();
      await surface.page.keyboard.press('Enter');
    };
    await start();
    const top = surface.page.locator('.top-label');
    await top.first().waitFor();
    assert.match(await top.first().innerText(), /^index \d$/);
    const animals = ['ant', 'bee', 'cat', 'dog', 'elk', 'fox', 'gnu', 'hen', 'ibis', 'jay'];
    await offer('animals.txt', animals.join('\n'));
    await choose();
    await surface.page.locator('.file-name', { hasText: 'animals.txt' }).waitFor();
    const [finished] = await posted('runResult');
    const best = finished?.run.result.outputs[0]?.top.map(({ index }) => animals[index]);
    assert.deepEqual(await top.allInnerTexts(), best);
    assert.equal((await posted('runResult')).length, 1);

    const alert = (text: string) => surface.page.getByRole('alert').getByText(text).waitFor();
    await offer('few.txt', 'ant\nbee\n');
    await choose();
    await alert('few.txt has 2 names; classes at the outputs of Small: 10');
    await offer('cat.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47));
    await choose();
    await alert('cat.png is no text in UTF-8');
    // What is in use stays so.
    assert.deepEqual(await top.allInnerTexts(), best);
    assert.deepEqual(
      (await violations(surface.page)).filter((violation) => !violation.includes('<textarea')),
      [],
    );
    await offer('index.json', JSON.stringify(Object.fromEntries(animals.map((name, i) => [i, [`n${i}`, name]]))));
    await choose();
    await surface.page.locator('.file-name', { hasText: 'index.json' }).waitFor();
    assert.deepEqual(await top.allInnerTexts(), best);
    await surface.page.getByRole('button', { name: 'By indices again' }).click();
    await top.filter({ hasText: 'index' }).first().waitFor();
  });

  it('runs with the weights of a file, says which, and with random ones again', async () => {
    await start();
    await surface.page.locator('.run-result').getByText('The weights are random (seed 1)').waitFor();
    // As a run names them: the stem alone would not do.
    const [finished] = await posted('runResult');
    assert.ok(finished);
    const session = sessionOf(designs);
    const planned = await runRequestOf(session, mainFile, { options: finished.run.options });
    assert.ok('plan' in planned);
    const tensors = planned.plan.weights.map(({ name, shape }) => ({
      name,
      shape,
      values: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(name.endsWith('bias') ? 0.5 : 0),
    }));
    const offer = (name: string, offered: typeof tensors) =>
      surface.page.evaluate(([name, bytes]) => window.surface.offer('weights', name, bytes), [
        name,
        [...writeSafetensors(offered)],
      ] as const);
    await offer('trained.safetensors', tensors);
    await surface.page.getByRole('button', { name: 'Choose a file…' }).click();
    await surface.page.locator('.weights-name', { hasText: 'trained.safetensors' }).waitFor();
    // The stem, three convolutions of each module, and the dense layer, before anything is run.
    await surface.page
      .getByRole('status')
      .getByText(/^All \d layers with weights find theirs, by name\.$/)
      .waitFor();
    await start();
    await surface.page.locator('.run-result').getByText('The weights are random').waitFor({ state: 'detached' });
    const { result } = (await posted('runResult')).at(-1)?.run ?? {};
    assert.deepEqual(result?.weights, { kind: 'file', file: 'trained.safetensors' });
    // Weights of zero leave the bias of the last dense layer to each of ten classes.
    for (const { value } of result?.outputs[0]?.top ?? []) assert.ok(Math.abs((value ?? 0) - 0.1) < 1e-6);
    await node('stem').click();
    await surface.page.locator('.look-head', { hasText: 'stem' }).waitFor();
    await isAccessible();

    await offer('half.safetensors', tensors.slice(0, 2));
    await surface.page.getByRole('button', { name: 'Choose a file…' }).click();
    await surface.page.locator('.weights-name', { hasText: 'half.safetensors' }).waitFor();
    const wrong = surface.page
      .locator('.run-form')
      .getByRole('alert')
      .filter({ hasText: 'half.safetensors does not fit Small' });
    await wrong.filter({ hasText: 'dense_1/weight is missing' }).waitFor();
    await isAccessible();
    await start();
    // Said once.
    await wrong.waitFor({ state: 'hidden' });
    await surface.page.locator('.run-failure', { hasText: 'half.safetensors does not fit Small' }).waitFor();
    await surface.page.waitForFunction(() => window.surface.logged.length > 0);
    await surface.page.evaluate(() => window.surface.logged.splice(0));
    await surface.page.getByRole('button', { name: 'Random again' }).click();
    await start();
    await surface.page.locator('.run-result').getByText('The weights are random (seed 1)').waitFor();

    // What was known of a file holds as long as the design has the same layers.
    await offer('trained.safetensors', tensors);
    await surface.page.getByRole('button', { name: 'Choose a file…' }).click();
    const found = surface.page.getByRole('status').getByText('find theirs, by name');
    await found.waitFor();
    await edit(mainFile, (designs[mainFile] as string).replace('dense(10)', 'dense(12)'));
    await found.waitFor({ state: 'hidden' });
  });
});
