/** A session in a page of a browser, without VS Code, server and Node: opens a design, hovers, draws, edits. */

import assert from 'node:assert/strict';
import { eventually, eventuallyEqual } from '../../support/eventually';
import { blocksFile, designs, mainFile } from './designs';
import { surfaceSuite } from './surface-suite';

const main = designs[mainFile] as string;
const blocks = designs[blocksFile] as string;

describe('a surface in a page', function () {
  this.timeout(60_000);
  const surface = surfaceSuite();
  const { node, area, text, multiplies, selected, posted, edit, putCaret } = surface;

  it('needs nothing of Node, VS Code or a server', () => {
    const inputs = Object.keys(surface.metafile.inputs);
    const packages = inputs.flatMap(
      (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(path)?.[1] ?? [],
    );
    assert.deepEqual(
      [...new Set(packages)].filter((name) => !/^@microsoft\/fast-|^exenv-es6$|^tabbable$|^tslib$/.test(name)).sort(),
      [
        '@noble/hashes',
        '@vscode/webview-ui-toolkit',
        'elkjs',
        'fast-png',
        'fflate',
        'iobuffer',
        'jpeg-js',
        'vscode-uri',
      ],
    );
    assert.deepEqual(
      inputs.filter((path) => /(^|:)node:|^src\/(runtime|workspace)\/node-|^src\/(server|extension|cli)\//.test(path)),
      [],
    );
  });

  it('draws a design that imports another', async () => {
    for (const id of ['stem', 'fire_1', 'fire_2', 'dense_1']) await node(id).waitFor();
    const [first] = await posted('view');
    assert.equal(first?.view.network, 'Small');
    // 16*16*8*27, then fire(8) on 8 and fire(16) on 8 channels, then dense(10) on 16.
    const expected = 55_296 + 256 * 8 * (8 + 72) + 64 * 16 * (8 + 144) + 160;
    assert.equal(first?.view.totals.multiplies.value, expected);
    await multiplies('374.9 K');
    await eventuallyEqual(() => surface.page.title(), 'Small');
  });

  it('tells of a layer at the caret, and selects it in the picture', async () => {
    await putCaret('conv(4');
    await surface.page.locator('#hover', { hasText: '16*16*8 * 3*3*3 = 55,296' }).waitFor();
    await eventually(async () => assert.match(await surface.page.locator('#hover').innerText(), /16x16x8/));
    await selected('stem');
  });

  it('leads from a node to its text', async () => {
    await node('dense_1').click();
    await surface.page.waitForFunction((call) => {
      const { selectionStart, selectionEnd, value } = document.querySelector('textarea') as HTMLTextAreaElement;
      return selectionStart === value.indexOf(call) && selectionEnd === selectionStart + call.length;
    }, 'dense(10)');
  });

  it('follows an edit in the imported file, with what has changed', async () => {
    await edit(blocksFile, blocks.replace('conv(c, 3x3)', 'conv(c, 1x1)'));
    // 3*3 products become 1.
    await multiplies('112.8 K');
    await eventually(async () => assert.equal((await posted('view')).length, 1));
    await eventually(async () => assert.ok((await posted('viewPatch')).length > 0));
    await eventuallyEqual(() => text(mainFile), main);
  });

  it('shows a mistake, and its fix mends it', async () => {
    await edit(mainFile, main.replace('stride=2', 'strid=2'));
    const row = surface.page.locator('.error-row');
    await row.filter({ hasText: 'strid' }).waitFor();
    await row.getByText('Fix', { exact: true }).click();
    await row.waitFor({ state: 'hidden' });
    await eventuallyEqual(() => area().inputValue(), main);
    await eventuallyEqual(() => text(mainFile), main);
    await multiplies('374.9 K');
  });

  it('shows what would be with overrides, and leaves the texts alone', async () => {
    const show = (overrides: Parameters<typeof window.surface.setOverrides>[0]) =>
      surface.page.evaluate((sent) => window.surface.setOverrides(sent), overrides);
    const call = { network: 'Small', path: 'dense_1' };
    await show({ parameters: [{ name: 'width', value: '4' }] });
    await multiplies('446.6 K');
    await show({ inputShape: [32, 32, 3] });
    await multiplies('1.499 M');
    await show({ attributes: [{ call, parameter: 'units', value: '1000' }] });
    await multiplies('390.8 K');
    await show(undefined);
    await multiplies('374.9 K');
    await eventuallyEqual(() => text(mainFile), main);
    await eventuallyEqual(() => area().inputValue(), main);
  });

  it('explains the selected layer, also with overrides', async () => {
    await node('stem').click();
    await surface.page.getByRole('tab', { name: 'Layer' }).click();
    await surface.page.locator('.formula', { hasText: '55,296' }).waitFor();
    await surface.page.evaluate(() => window.surface.setOverrides({ parameters: [{ name: 'width', value: '4' }] }));
    await surface.page.locator('.formula', { hasText: '110,592' }).waitFor();
  });
});
