/** What if, in a page with a session of its own: tries values out, applies them, sweeps them, finds what fits a budget. */

import assert from 'node:assert/strict';
import { eventually, eventuallyEqual } from '../../support/eventually';
import { blocksFile, designs, mainFile } from './designs';
import { surfaceSuite } from './surface-suite';

const main = designs[mainFile] as string;
const blocks = designs[blocksFile] as string;

describe('what if in a page', function () {
  this.timeout(60_000);
  const surface = surfaceSuite();
  const { node, area, text, multiplies, edit } = surface;

  const slider = (name: string) => surface.page.getByRole('slider', { name, exact: true });
  const strip = () => surface.page.locator('.what-if-strip');

  beforeEach(async () => {
    await surface.page.getByRole('tab', { name: 'What if' }).click();
    await slider('width').waitFor();
  });

  it('tries values out as a slider is dragged, shows the text’s while B is held, and leaves the text alone', async () => {
    const box = (await slider('width').boundingBox()) ?? assert.fail('no slider');
    const middle = box.y + box.height / 2;
    // From a quarter of 2 to twice of it, in eighths: 2 stands at 3/7 of the way, 4 at its end.
    await surface.page.mouse.move(box.x + 8 + ((box.width - 16) * 1.5) / 3.5, middle);
    await surface.page.mouse.down();
    await surface.page.mouse.move(box.x + box.width - 4, middle, { steps: 5 });
    await multiplies('446.6 K');
    await surface.page.mouse.up();
    await eventually(async () => assert.match(await strip().innerText(), /What if\s+width 2 \u2192 4/));
    await surface.page.locator('.totals', { hasText: '374.9 K \u2192' }).waitFor();
    // 446,592 for 374,912.
    await eventually(async () => assert.match(await surface.page.locator('.totals').innerText(), /\+19\.1%/));
    await eventuallyEqual(() => slider('width').getAttribute('aria-valuetext'), '4, in the text 2');
    await surface.page.locator('.graph [data-id="stem"] .change-more', { hasText: '+100.0%' }).first().waitFor();
    await surface.page
      .locator('.what-if-strip [role=status]', { hasText: 'percent more' })
      .waitFor({ state: 'attached' });
    await surface.page.keyboard.down('b');
    await surface.page.locator('.total-number', { hasText: '374.9 K' }).waitFor();
    await eventuallyEqual(() => surface.page.locator('.graph .change-more').count(), 0);
    await surface.page.keyboard.up('b');
    await surface.page.locator('.total-number', { hasText: '446.6 K' }).waitFor();
    await eventuallyEqual(() => area().inputValue(), main);
    await eventuallyEqual(() => text(mainFile), main);
    await strip().getByText('Reset').click();
    await strip().waitFor({ state: 'hidden' });
    await surface.page.locator('.total-number', { hasText: '374.9 K' }).waitFor();
    await eventuallyEqual(() => surface.page.locator('.total-was').count(), 0);
  });

  it('moves by keys, and writes into the text what it showed', async () => {
    await slider('width').focus();
    for (let step = 0; step < 2; step++) await surface.page.keyboard.press('ArrowLeft');
    await surface.page.locator('.strip-change', { hasText: '2 \u2192 1.5' }).waitFor();
    await surface.page.locator('.written-line.is-added code', { hasText: 'network Small(width = 1.5) {' }).waitFor();
    await strip().getByText('Apply to text').click();
    await strip().waitFor({ state: 'hidden' });
    await eventuallyEqual(() => area().inputValue(), main.replace('width = 2', 'width = 1.5'));
    await slider('width').waitFor();
    await eventuallyEqual(() => slider('width').getAttribute('aria-valuetext'), '1.5, in the text 1.5');
  });

  it('refuses a value that makes a part of a filter, and offers those that do not', async () => {
    const field = surface.page.getByRole('textbox', { name: 'width, as a number' });
    await field.fill('2.1');
    await field.press('Enter');
    const note = surface.page.getByRole('alert');
    await note.filter({ hasText: 'width = 2.1: filters takes a whole number, found 8.4' }).waitFor();
    await note.getByRole('button', { name: '2.25' }).click();
    await surface.page.locator('.strip-change', { hasText: '2 \u2192 2.25' }).waitFor();
    await eventuallyEqual(() => note.count(), 0);
  });

  it('changes a layer where it is written: in the module, for all of its calls', async () => {
    await surface.page.locator('.cost-panel, .tab').first().waitFor();
    await node('fire_1').dblclick();
    await node('fire_1/conv_1').click();
    await surface.page.locator('.reach', { hasText: 'stand in module fire' }).waitFor();
    await eventually(async () => {
      const reach = await surface.page.locator('.reach').innerText();
      assert.match(reach, /filters is the argument c of the call on line 6\./);
      assert.match(reach, /A change reaches all 2 layers/);
    });
    await surface.page.getByRole('radiogroup', { name: 'kernel' }).getByText('1', { exact: true }).click();
    // 3*3 products become 1 in both.
    await multiplies('112.8 K');
    await slider('filters').focus();
    await surface.page.keyboard.press('ArrowRight');
    await surface.page.locator('.strip-change', { hasText: '8 \u2192 9' }).waitFor();
    await surface.page.locator('.written-line', { hasText: 'fire(9)' }).waitFor();
    await strip().getByText('Apply to text').click();
    await strip().waitFor({ state: 'hidden' });
    await eventuallyEqual(() => text(mainFile), main.replace('fire(8)', 'fire(9)'));
    await eventuallyEqual(() => text(blocksFile), blocks.replace('conv(c, 3x3)', 'conv(c, 1x1)'));
  });

  it('sweeps a parameter, and shows the design of a point that arrows walk to, or a click in the table', async () => {
    await surface.page.getByRole('radio', { name: 'Sweep' }).click();
    // From 1 to 3 in quarters, as the network offers them: 4 * width is whole for all.
    await surface.page.locator('.what-if-sweep vscode-button', { hasText: 'Sweep' }).click();
    const plot = surface.page.getByRole('listbox', { name: /^Designs by/ });
    await plot.waitFor();
    await eventuallyEqual(() => plot.getByRole('option').count(), 9);
    await surface.page.locator('.sweep-buttons [role=status]', { hasText: '9 designs' }).waitFor();
    await plot.focus();
    await surface.page.keyboard.press('End');
    await surface.page.locator('.strip-change', { hasText: '2 \u2192 3' }).waitFor();
    // 16*16*12*27, then 256 * 8 * (12 + 72) and what follows as before.
    await multiplies(`${((82_944 + 256 * 8 * 84 + 64 * 16 * 152 + 160) / 1000).toFixed(1)} K`);
    await eventuallyEqual(() => plot.getByRole('option', { selected: true }).getAttribute('id'), 'point-8');
    await surface.page.locator('.sweep-table').getByRole('button', { name: '1.5', exact: true }).click();
    await surface.page.locator('.strip-change', { hasText: '2 \u2192 1.5' }).waitFor();
    await eventuallyEqual(() => text(mainFile), main);
  });

  it('lists values that fail, and says what is wrong with a range', async () => {
    await surface.page.getByRole('radio', { name: 'Sweep' }).click();
    const start = surface.page.locator('.what-if-sweep vscode-button', { hasText: 'Sweep' });
    const form = surface.page.locator('.what-if-sweep');
    await form.getByRole('textbox', { name: 'Vary: step' }).fill('0.4');
    await start.click();
    await surface.page
      .locator('.sweep-table .is-failed', { hasText: 'filters takes a whole number, found 5.6' })
      .waitFor();
    await form.getByRole('textbox', { name: 'Vary: step' }).fill('none');
    await start.click();
    await form.getByRole('alert').filter({ hasText: '1..3:none is no range' }).waitFor();
  });

  it('finds the most parameters within a limit, and shows that design', async () => {
    await surface.page.getByRole('radio', { name: 'Fit a budget' }).click();
    await surface.page.getByRole('textbox', { name: 'Multiplies at most' }).fill('400K');
    await surface.page.locator('.what-if-fit vscode-button', { hasText: 'Find' }).click();
    // 27*256*4w + 256*8*(4w + 72) + 155,808 of what follows: with 2.5 it is 392.8 K, with 2.75 it is over.
    await surface.page.locator('.strip-change', { hasText: '2 \u2192 2.5' }).waitFor();
    await surface.page.locator('.what-if-fit [role=status]', { hasText: 'width 2.5' }).first().waitFor();
    await surface.page.getByRole('textbox', { name: 'Multiplies at most' }).fill('1');
    await surface.page.locator('.what-if-fit vscode-button', { hasText: 'Find' }).click();
    await surface.page.locator('.what-if-fit', { hasText: 'None of 9 designs fits.' }).waitFor();
  });

  it('keeps what is tried out while the text is edited', async () => {
    await slider('width').focus();
    await surface.page.keyboard.press('End');
    await multiplies('446.6 K');
    await edit(blocksFile, blocks.replace('conv(c, 3x3)', 'conv(c, 1x1)'));
    await surface.page.locator('.total-was', { hasText: '112.8 K' }).waitFor();
    await eventually(async () => assert.match(await strip().innerText(), /width 2 \u2192 4/));
  });
});
