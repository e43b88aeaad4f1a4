/** The course on a phone and under a hand that errs: what is said is in sight, and nothing sticks out of its frame. */

import assert from 'node:assert/strict';
import type { Browser, Locator, Page } from 'playwright-core';
import type { LessonId } from '../../src/course/lesson';
import type { Progress } from '../../src/course/progress';
import { everyLesson } from '../course/questions';
import { eventually, eventuallyEqual } from '../support/eventually';
import { violations } from './axe';
import { answered, bundleCourse, type CourseOptions, keptBefore, type OpenCourse, openCourse } from './course-rig';
import { type Files, launch } from './rig';

/** A lesson with nothing asked from before, of which these questions have an answer. */
const within = (place: LessonId, ...ids: readonly string[]): Progress => {
  const kept = keptBefore(place);
  return { ...kept, answered: { ...kept.answered, ...answered(ids) } };
};

/** All of it is inside of the window. */
async function inSight(page: Page, locator: Locator): Promise<void> {
  await locator.waitFor();
  await eventually(async () => {
    const box = await locator.boundingBox();
    const height = page.viewportSize()?.height ?? 0;
    assert.ok(box !== null && box.y >= -1 && box.y + box.height <= height + 1, JSON.stringify({ box, height }));
  });
}

describe('the course in use', function () {
  this.timeout(120_000);
  let browser: Browser;
  let files: Files;
  let opened: OpenCourse | undefined;

  before(async () => {
    [browser, files] = await Promise.all([launch(), bundleCourse()]);
  });
  after(() => browser.close());

  const open = async (options: Partial<CourseOptions>): Promise<Page> => {
    opened = await openCourse(browser, files, { kind: 'page', theme: 'light', ...options });
    return opened.page;
  };
  afterEach(async () => {
    const problems = opened?.problems ?? [];
    await opened?.close();
    opened = undefined;
    assert.deepEqual(problems, []);
  });

  it('shows what it says to an answer where a keyboard on the screen leaves half of it, and the way on', async () => {
    const page = await open({ width: 360, height: 400, kept: within('many-channels') });
    await page.locator('.answer').fill('11');
    await page.keyboard.press('Enter');
    await inSight(page, page.locator('.hint.wrong'));
    await eventuallyEqual(() => page.evaluate(() => document.activeElement?.className), 'field answer wrong');
    await page.locator('.answer').fill('-1');
    await page.keyboard.press('Enter');
    await inSight(page, page.locator('.explanation'));
    await inSight(page, page.getByRole('button', { name: 'Next', exact: true }));
  });

  it('has the file in the question that it answers where there is one column, and says what is wrong with it', async () => {
    for (const [language, told] of [
      ['en', 'Line 3: there is no layer or module named'],
      ['zh-cn', '第 3 行：'],
    ] as const) {
      const page = await open({ width: 360, height: 800, language, kept: within('shrink') });
      const file = page.locator('.question textarea.file');
      const text = await file.inputValue();
      await file.focus();
      await file.fill(text.replace(/\/\/ .*/, 'convv(32, 1x1)'));
      await page.locator('.question .problem', { hasText: told }).waitFor();
      await page.locator('.question .problem', { hasText: 'convv' }).waitFor();
      await inSight(page, page.locator('.hint.wrong'));
      await file.fill(text.replace(/\/\/ .*/, 'conv(32, 1x1)'));
      await inSight(page, page.locator('.explanation'));
      await eventuallyEqual(() => file.evaluate((area) => area === document.activeElement), true);
      await eventuallyEqual(() => violations(page), []);
      // Where it turns to two columns the file stands beside.
      await page.setViewportSize({ width: 1200, height: 800 });
      await page.locator('.side textarea.file').waitFor();
      await page.setViewportSize({ width: 360, height: 800 });
      await page.locator('.question textarea.file').waitFor();
      await page.locator('.question').getByRole('button').last().click();
      await page.locator('.side textarea.file').waitFor();
      await opened?.close();
    }
  });

  it('takes back what its keys have written', async () => {
    const page = await open({ width: 360, kept: within('shrink') });
    const file = page.locator('textarea.file');
    const text = await file.inputValue();
    await file.focus();
    // Shown where there is no keyboard to speak of.
    await page.getByRole('button', { name: '->', exact: true, includeHidden: true }).dispatchEvent('click');
    await eventuallyEqual(async () => (await file.inputValue()).length, text.length + 2);
    await page.keyboard.press('Control+z');
    await eventuallyEqual(() => file.inputValue(), text);
  });

  it('keeps its pictures within their frame, and those of a pixel in one row', async () => {
    const naive = (await everyLesson()).find(({ id }) => id === 'naive')?.questions[2];
    const text = naive?.kind === 'edit' ? naive.solution : assert.fail();
    const kept = { ...within('naive', 'naive.1', 'naive.2', 'naive.3'), files: { 'naive.cnn': text } };
    const page = await open({ kept });
    const outside = () =>
      page.evaluate(() => {
        const frame = document.querySelector('.picture-area')?.getBoundingClientRect() ?? new DOMRect();
        return [...document.querySelectorAll('.picture-body :is(li, span, figure, svg)')].flatMap((part) => {
          const { left, right, width } = part.getBoundingClientRect();
          return width > 1 && (left < frame.left || right > frame.right) ? [`${part.className} ${left} ${right}`] : [];
        });
      });
    await page.locator('.joined').waitFor();
    for (const width of [1600, 1400, 1280, 1100, 800, 412, 360, 320]) {
      await page.setViewportSize({ width, height: 900 });
      await eventuallyEqual(outside, [], `naive at ${width}`);
    }
    await opened?.close();
    const stack = await open({ width: 1280, kept: within('many-channels') });
    const tops = () =>
      stack.evaluate(() =>
        [...document.querySelectorAll('.stack > :is(figure, .operation)')].map((part) => {
          const { top, bottom } = part.getBoundingClientRect();
          return [top, bottom] as const;
        }),
      );
    await eventually(async () => {
      const all = await tops();
      assert.equal(all.length, 3);
      assert.ok(Math.max(...all.map(([top]) => top)) < Math.min(...all.map(([, bottom]) => bottom)), String(all));
    });
  });

  it('goes back to the lesson before by the button of the browser', async () => {
    const page = await open({});
    const lesson = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
    await lesson('A number for every pixel');
    for (const name of ['12.4 million', 'GoogLeNet']) {
      await page.getByRole('navigation', { name: 'Contents' }).getByRole('button', { name }).first().click();
      await lesson(name);
    }
    await page.goBack();
    await lesson('12.4 million');
    await page.goBack();
    await lesson('A number for every pixel');
    await page.goForward();
    await lesson('12.4 million');
  });

  it('closes its menus by a click elsewhere and by Esc, and says that a file is none of its own', async () => {
    const page = await open({});
    const items = page.getByRole('button', { name: 'Import' });
    const summary = page.locator('summary', { hasText: 'Progress' });
    await summary.click();
    await items.waitFor();
    await page.locator('h1').click();
    await items.waitFor({ state: 'hidden' });
    await summary.click();
    const choosing = page.waitForEvent('filechooser');
    await items.click();
    await (await choosing).setFiles([{ name: 'a.json', mimeType: 'application/json', buffer: Buffer.from('{}') }]);
    await page.getByText('Not a progress file; nothing was changed.').waitFor();
    await eventuallyEqual(() => violations(page), []);
    await items.focus();
    await page.keyboard.press('Escape');
    await items.waitFor({ state: 'hidden' });
    await eventuallyEqual(() => summary.evaluate((one) => one === document.activeElement), true);
  });
});
