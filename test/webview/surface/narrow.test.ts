/** A narrow or low preview: nothing covers anything else, and nothing is cut off, down to 320 px. */

import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { eventually, eventuallyEqual } from '../../support/eventually';
import { themes } from '../themes';
import { mainFile } from './designs';
import { surfaceSuite } from './surface-suite';

/** The page has its text beside the preview. */
const textWidth = 420;

/** Of each block one branch costs most, one a tenth, and one next to nothing. */
const branches = `module block(c) {
  concat {
    branch { conv(c, 1x1) }
    branch { conv(c, 3x3) }
    branch { conv(1, 1x1) }
  }
}

network Branches(width = 2) {
  input image: 16x16x3
  conv(8 * width, 3x3)
  block(16)
  block(32)
  dense(10)
}
`;

const withHead = `network Deep() {
  input image: 16x16x3
  repeat 12 { conv(8, 3x3) }
  head early { globalavgpool() dense(10) }
  dense(10)
  softmax()
}
`;

describe('a narrow preview', function () {
  this.timeout(60_000);
  const surface = surfaceSuite();
  const { edit, isAccessible } = surface;

  const narrow = async (width: number): Promise<void> => {
    await surface.page.setViewportSize({ width: textWidth + width, height: 900 });
    await surface.page.locator('.layout-narrow').waitFor();
  };
  const tab = (name: string) => surface.page.getByRole('tab', { name }).click();
  const within = (parts: Locator, least: number) =>
    eventually(async () => {
      const boxes = await parts.evaluateAll((found) =>
        found.map((one) => ({ text: one.textContent, right: one.getBoundingClientRect().right })),
      );
      assert.ok(boxes.length >= least, `${boxes.length} parts`);
      const most = surface.page.viewportSize()?.width ?? 0;
      assert.deepEqual(
        boxes.filter(({ right }) => right > most),
        [],
      );
    });

  for (const width of [320, 420]) {
    it(`has branches and their balance whole at ${width} px, and no label that is cut`, async () => {
      await edit(mainFile, branches);
      await narrow(width);
      await tab('Cost');
      await surface.page.getByRole('radio', { name: 'Branches and icicle' }).click();
      await within(surface.page.locator('.balance tbody td:last-child'), 2);
      await eventually(async () => {
        const labels = await surface.page.locator('.balance-piece').evaluateAll((pieces) =>
          pieces.flatMap((piece) => {
            const frame = piece.getBoundingClientRect();
            return [...piece.children].map((label) => {
              const { left, right, top } = label.getBoundingClientRect();
              const isSeen = top < frame.bottom - 2;
              return { text: label.textContent, isSeen, isWhole: left >= frame.left && right <= frame.right };
            });
          }),
        );
        const seen = labels.filter(({ isSeen }) => isSeen);
        assert.ok(seen.length > 0, 'some labels are seen');
        assert.deepEqual(
          seen.filter(({ isWhole }) => !isWhole),
          [],
        );
        assert.ok(seen.length < labels.length, 'a piece of a hundredth has no room for one');
      });
      await isAccessible();
    });

    it(`has each row of what if apart at ${width} px, with the value that it was`, async () => {
      await narrow(width);
      await tab('What if');
      const slider = surface.page.getByRole('slider', { name: 'width', exact: true });
      await slider.focus();
      await surface.page.keyboard.press('End');
      const row = surface.page.locator('.control-slider', { has: slider });
      await row.locator('.control-was').getByText('was 2').waitFor();
      await within(row.locator('.control-was, input'), 2);
      await eventually(async () => {
        const [field, was] = await row
          .locator('input:not([type=range]), .control-was')
          .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect()));
        assert.ok((field?.right ?? 0) <= (was?.left ?? 0), 'the field ends before the word begins');
      });
      // A change stands whole beside or under its label.
      await eventually(async () => {
        const cut = await surface.page
          .locator('.total-label')
          .evaluateAll((labels) =>
            labels.filter((label) => label.scrollWidth > label.clientWidth).map((label) => label.textContent),
          );
        assert.deepEqual(cut, []);
      });
      await isAccessible();
    });

    it(`has the plot of a sweep and the names of its choices whole at ${width} px`, async () => {
      await narrow(width);
      await tab('What if');
      await surface.page.getByRole('radio', { name: 'Sweep' }).click();
      await surface.page.locator('.what-if-sweep vscode-button', { hasText: 'Sweep' }).click();
      await within(surface.page.locator('.pareto-chart'), 1);
      await within(surface.page.locator('.range-row vscode-dropdown'), 4);
      await eventuallyEqual(
        () =>
          surface.page.locator('.range-row vscode-dropdown').evaluateAll((choices) =>
            choices.flatMap((choice) => {
              const value = choice.shadowRoot?.querySelector('[part=selected-value], .selected-value');
              return value != null && value.scrollWidth > value.clientWidth ? [value.textContent?.trim()] : [];
            }),
          ),
        [],
      );
      await isAccessible();
    });
  }

  // 200 % of 1280x800, a phone, and a panel below an editor. Rows are read between the head and what is below them.
  for (const [width, height] of [
    [640, 400],
    [320, 400],
    [1200, 320],
  ] as const) {
    it(`has rows of the cost table in sight at ${width}x${height}, and its totals behind the last one`, async () => {
      await edit(mainFile, withHead);
      await surface.page.setViewportSize({ width: textWidth + width, height });
      await tab('Cost');
      const grid = surface.page.getByRole('treegrid');
      await surface.page.locator('.cost-total').nth(2).waitFor();
      const wholeOf = (rows: string) =>
        grid.evaluate((table, wanted) => {
          const { bottom } = table.getBoundingClientRect();
          const head = table.querySelector('.cost-head')?.getBoundingClientRect().bottom ?? 0;
          return [...table.querySelectorAll(wanted)].filter((row) => {
            const box = row.getBoundingClientRect();
            const inFront = document.elementFromPoint(box.left + 20, (box.top + box.bottom) / 2);
            return box.top >= head && box.bottom <= bottom && row.contains(inFront);
          }).length;
        }, rows);
      await eventually(async () => assert.ok((await wholeOf('.cost-body .cost-row')) >= 4));
      await grid.evaluate((table) => table.scrollTo(0, table.scrollHeight));
      await eventuallyEqual(() => wholeOf('.cost-total'), 3);
      await isAccessible();
    });
  }

  it('reads all of an error, legible on the ground of its row', async () => {
    await edit(mainFile, 'network Wrong() {\n  input image: 16x16x3\n  conv(a)\n  conv(b)\n  conv(8, 3x3)\n}\n');
    await narrow(320);
    await surface.page.locator('.error-more').getByText('more in Problems').waitFor();
    await surface.page.evaluate((variables) => {
      document.body.className = 'vscode-body vscode-light';
      for (const [name, value] of Object.entries(variables)) {
        document.documentElement.style.setProperty(`--vscode-${name}`, value);
      }
    }, themes.light);
    await isAccessible();
  });
});
