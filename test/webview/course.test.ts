/**
 * The course in Chromium: all of it by the keyboard alone, all of it by what a screen reader is told, the same data in a
 * panel and on a page, and what axe-core says in each theme, language and width.
 */

import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { judge } from '../../src/course/judge';
import { type Lesson, type LessonId, lessonIds } from '../../src/course/lesson';
import { noProgress, questionCounts } from '../../src/course/progress';
import { courseWords } from '../../src/words/course';
import { answerOf, everyLesson, questionIn } from '../course/questions';
import { eventually, eventuallyEqual } from '../support/eventually';
import { violations } from './axe';
import { answered, bundleCourse, keptBefore, openCourse } from './course-rig';
import { type Files, launch } from './rig';

const isFocused = (page: Page, selector: string): Promise<boolean> =>
  page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector);

/** By the Tab key alone. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await isFocused(page, selector)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`the Tab key does not reach ${selector}`);
}

const inOrder = (place: LessonId | undefined): string | undefined =>
  place === undefined ? undefined : (courseWords('en').find('lesson', `${place}.title`, {}) ?? assert.fail(place));

describe('the course', function () {
  this.timeout(240_000);
  let browser: Browser;
  let files: Files;
  let made: readonly Lesson[];

  before(async () => {
    [browser, files, made] = await Promise.all([launch(), bundleCourse(), everyLesson()]);
  });
  after(() => browser.close());

  it('is done from the first question to the last by the keyboard alone', async () => {
    const { page, problems, close } = await openCourse(browser, files, { kind: 'page', theme: 'light' });
    const { keyboard } = page;
    for (const [index, id] of lessonIds.entries()) {
      await eventuallyEqual(() => page.textContent('main h1'), inOrder(id));
      // One more, from an earlier lesson, where there is one.
      for (let asked = 0; asked < questionCounts[id] + (index === 0 ? 0 : 1); asked++) {
        const question = questionIn((await page.textContent('#question')) ?? '', 'en', made);
        if (question.kind === 'edit') {
          await tabTo(page, 'textarea.file');
          await keyboard.press('Control+A');
          await keyboard.insertText(question.solution);
          await page.waitForSelector('.explanation strong');
          await keyboard.press('Escape');
        } else if (question.kind === 'choice') {
          await tabTo(page, 'input[type=radio]');
          await keyboard.press('Space');
          for (let at = question.choices.indexOf(question.answer); at > 0; at--) await keyboard.press('ArrowDown');
          await keyboard.press('Enter');
        } else {
          await tabTo(page, '.answer');
          await keyboard.type(answerOf(question));
          await keyboard.press('Enter');
        }
        if (question.kind !== 'edit') await eventuallyEqual(() => isFocused(page, '.explanation'), true, question.id);
        await tabTo(page, '.actions .primary');
        const old = await page.textContent('#question');
        await keyboard.press('Enter');
        await page.waitForFunction((text) => document.querySelector('#question')?.textContent !== text, old);
      }
      await page.waitForSelector('.asked > .primary');
      await tabTo(page, '.asked > .primary');
      await keyboard.press('Enter');
      await page.waitForFunction((old) => document.querySelector('main h1')?.textContent !== old, inOrder(id));
    }
    await eventuallyEqual(() => page.textContent('main h1'), 'Open challenge');
    await eventuallyEqual(() => page.locator('.entry.done').count(), 11);
    assert.deepEqual(problems, []);
    await close();
  });

  it('is done in Chinese by what a screen reader is told alone, with hints and another try', async () => {
    const words = courseWords('zh-cn');
    const { page, edit, problems, close } = await openCourse(browser, files, { kind: 'panel', language: 'zh-cn' });
    const status = page.getByRole('status');
    for (const [index, id] of lessonIds.entries()) {
      await page.getByRole('heading', { level: 1, name: words.find('lesson', `${id}.title`, {}) ?? id }).waitFor();
      for (let asked = 0; asked < questionCounts[id] + (index === 0 ? 0 : 1); asked++) {
        const name = (await page.getByRole('main').getByRole('heading', { level: 2 }).textContent()) ?? '';
        const question = questionIn(name, 'zh-cn', made);
        const check = page.getByRole('button', { name: '检查', exact: true });
        if (question.kind === 'edit') {
          await edit(`${id}.cnn`, question.solution);
        } else if (question.kind === 'choice') {
          const labels = question.choices.map(
            (choice) => words.find('lesson', `${question.id}.choice.${choice}`, question.figures) ?? '',
          );
          const group = page.getByRole('group', { name });
          await group
            .getByRole('radio', { name: labels[question.choices.indexOf(question.answer)] ?? '', exact: true })
            .check();
          await check.click();
        } else {
          const field = page.getByRole('textbox', { name, exact: true });
          const [wrong] = question.wrong;
          const value = wrong?.value ?? 0;
          await field.fill(
            typeof value === 'number' ? (Number.isInteger(value) ? String(value) : value.toFixed(1)) : value.join('x'),
          );
          await check.click();
          const hint = words.find('lesson', `${question.id}.wrong.${wrong?.name}`, question.figures) ?? '';
          await status.filter({ hasText: hint }).waitFor();
          const describedBy = await field.evaluate(
            (node) => document.getElementById(node.getAttribute('aria-describedby') ?? '')?.textContent,
          );
          assert.equal(describedBy, hint);
          await field.fill(answerOf(question));
          await check.click();
        }
        const { text } = judge(question, answerOf(question));
        await page
          .getByText(words.find(text.table, text.key, text.figures) ?? '')
          .first()
          .waitFor();
        await page.getByRole('button', { name: '下一步', exact: true }).click();
      }
      await page
        .getByRole('main')
        .getByRole('button', { name: /^下一课/ })
        .first()
        .click();
    }
    await page.getByRole('heading', { level: 1, name: '自由挑战' }).waitFor();
    assert.deepEqual(problems, []);
    await close();
  });

  it('shows the same in a panel and on a page, byte for byte, and each picture as a table too', async () => {
    for (const place of lessonIds) {
      const kept = keptBefore(place);
      const panel = await openCourse(browser, files, { kind: 'panel', kept, theme: 'light' });
      const page = await openCourse(browser, files, { kind: 'page', kept, theme: 'light' });
      const alike = (selector: string) =>
        eventually(async () =>
          assert.equal(await panel.page.innerHTML(selector), await page.page.innerHTML(selector), place),
        );
      await alike('.picture-body');
      await alike('.asked');
      for (const one of [panel.page, page.page]) {
        await one.getByRole('button', { name: 'Table', exact: true }).click();
        await one.getByRole('table').waitFor();
        await eventually(async () => assert.ok((await one.getByRole('row').count()) > 1, place));
      }
      await alike('.picture-body');
      await Promise.all([panel.close(), page.close()]);
    }
  });

  it('has nothing for axe-core to object to, and nothing beside the page on a phone', async () => {
    const themes = ['dark', 'light', 'high-contrast'] as const;
    const places = [...lessonIds, 'challenge', 'review'] as const;
    for (const [index, place] of places.entries()) {
      const kept = place === 'challenge' || place === 'review' ? { ...noProgress, place } : keptBefore(place);
      for (const width of [1400, 390]) {
        const language = (index + width) % 2 === 0 ? 'en' : 'zh-cn';
        const theme = themes[(index + (width === 390 ? 1 : 0)) % 3] ?? 'dark';
        const kind = width === 390 ? 'page' : 'panel';
        const { page, close } = await openCourse(browser, files, { kind, kept, theme, language, width });
        await eventuallyEqual(() => violations(page), [], `${place} ${theme} ${language} ${width}`);
        await eventually(async () => {
          const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
          assert.ok((inner ?? 0) <= (outer ?? 0), `${place} is ${inner} wide at ${width}`);
        });
        await close();
      }
    }
  });

  it('moves what is in the pictures by keys, and says what is there', async () => {
    const first = await openCourse(browser, files, {
      kind: 'page',
      kept: { ...noProgress, answered: answered(['one-channel.1']) },
    });
    const grid = first.page.getByRole('grid').first();
    await eventuallyEqual(
      () => grid.getByRole('gridcell', { selected: true }).getAttribute('aria-label'),
      'row 1, column 6, 9 times 2 is 18',
    );
    await grid.getByRole('gridcell', { selected: true }).focus();
    await first.page.keyboard.press('ArrowDown');
    await first.page.keyboard.press('Home');
    await eventuallyEqual(
      () => grid.getByRole('gridcell', { selected: true }).getAttribute('aria-label'),
      'row 2, column 1, 2 times 2 is 4',
    );
    await first.page.getByRole('slider', { name: 'Weight' }).fill('-3');
    await first.page.getByRole('gridcell', { name: 'row 2, column 1, 2 times −3 is −6' }).first().waitFor();
    await first.close();

    const slider = await openCourse(browser, files, { kind: 'page', kept: keptBefore('break-even') });
    const r = slider.page.getByRole('slider', { name: 'r, channels in between' });
    await r.focus();
    await slider.page.keyboard.press('End');
    await eventuallyEqual(() => slider.page.textContent('output'), '149,323,776');
    await slider.page.getByText('124.0% of direct, 1.2 times as much', { exact: true }).waitFor();
    await eventuallyEqual(() => r.getAttribute('aria-valuetext'), 'r 192, 149.3 M, 124.0% of direct');
    await slider.close();
  });

  it('lights one channel and the kernel of its own, and has a skip pass the branch', async () => {
    const kept = keptBefore('later');
    const first = await openCourse(browser, files, { kind: 'page', kept, language: 'zh-cn', width: 360 });
    const range = first.page.getByRole('slider', { name: '输入通道' });
    await range.focus();
    await first.page.keyboard.press('End');
    await eventuallyEqual(
      () => range.getAttribute('aria-valuetext'),
      '第 192 个通道（共 192 个）有自己的卷积核，它不读取其他通道，得到第 192 个输出',
    );
    await eventually(async () => {
      const [drawing, kernel] = await Promise.all(
        ['.channels-drawing', '.own-kernel'].map((selector) => first.page.locator(selector).boundingBox()),
      );
      assert.ok(drawing && kernel && kernel.y + kernel.height <= drawing.y + drawing.height + 1, 'it is seen whole');
    });
    assert.deepEqual(first.problems, []);
    await first.close();

    const second = await openCourse(browser, files, {
      kind: 'page',
      kept: { ...kept, answered: { ...kept.answered, ...answered(['later.1']) } },
    });
    const branches = second.page.locator('.branches > li');
    await eventuallyEqual(() => branches.first().getByRole('listitem').allInnerTexts(), ['passes its input on']);
    await eventually(async () => {
      const [skip, branch] = await Promise.all([0, 1].map((index) => branches.nth(index).locator('ul').boundingBox()));
      assert.ok(skip && branch && Math.abs(skip.height - branch.height) <= 1, 'the line is as long as the branch');
    });
    await eventuallyEqual(() => second.page.locator('.branches .box.empty').count(), 0);
    await second.close();
  });

  it('stacks blocks, of which one of valid padding does not fit', async () => {
    const kept = {
      ...keptBefore('naive'),
      answered: { ...keptBefore('naive').answered, ...answered(['naive.1', 'naive.2']) },
    };
    for (const [language, width, sentence] of [
      ['en', 1400, '24×24 cannot be stacked on 28×28'],
      ['zh-cn', 360, '24×24 不能与 28×28 堆叠'],
    ] as const) {
      const { page, problems, close } = await openCourse(browser, files, { kind: 'page', kept, language, width });
      await page.getByText('concat 28×28×416', { exact: true }).waitFor();
      await eventuallyEqual(() => page.locator('.joined .block g').count(), 4);
      await page.getByRole('radio', { name: 'same' }).focus();
      await page.keyboard.press('ArrowDown');
      await page.locator('.joined').getByText(sentence).waitFor();
      await page.getByRole('status').filter({ hasText: sentence }).waitFor();
      await page.locator('.lane').getByText('24×24×32', { exact: true }).waitFor();
      await page.keyboard.press('ArrowUp');
      await page.getByText('concat 28×28×416', { exact: true }).waitFor();
      assert.deepEqual(problems, []);
      await close();
    }
  });

  it('has places for the layers that a module still lacks, which what is typed fills', async () => {
    const { page, close } = await openCourse(browser, files, { kind: 'page', kept: keptBefore('module-3a') });
    const places = () => page.locator('.box.empty').allInnerTexts();
    await eventuallyEqual(places, ['a 5×5 with 32 filters', 'a pool', 'then 32 channels']);
    await page.getByText('28×28×400 leaves').waitFor();
    await page.getByText('28×28×256 is expected').waitFor();
    const file = page.locator('textarea.file');
    await file.fill((await file.inputValue()).replace('branch {}', 'branch { maxpool(3x3) }'));
    await eventuallyEqual(places, ['a 5×5 with 32 filters', 'then 32 channels']);
    await close();
  });

  it('moves the window under a finger as by the keys', async () => {
    const kept = {
      ...keptBefore('direct'),
      answered: { ...keptBefore('direct').answered, ...answered(['direct.1', 'direct.2']) },
    };
    const { page, problems, close } = await openCourse(browser, files, { kind: 'page', kept, width: 390 });
    const window = page.getByRole('slider', { name: 'Window of 5×5×192 on the image' });
    await eventuallyEqual(() => window.getAttribute('aria-valuetext'), 'row 1, column 1, 16 taps on padding');
    const image = (await page.locator('.stage .line').boundingBox()) ?? assert.fail();
    await page.mouse.click(image.x + image.width / 2 + 1, image.y + image.height / 2 + 1);
    await eventuallyEqual(() => window.getAttribute('aria-valuetext'), 'row 15, column 15, 0 taps on padding');
    await page.getByText(/^filter 1 makes \d+ here$/).waitFor();
    await eventuallyEqual(() => page.locator('.result.is-done').count(), 28 * 28);
    await window.focus();
    await page.keyboard.press('End');
    await eventuallyEqual(() => window.getAttribute('aria-valuetext'), 'row 28, column 28, 16 taps on padding');
    assert.deepEqual(problems, []);
    await close();
  });

  it('counts kernels up and down, and has another image open other gates', async () => {
    const questions = (id: LessonId) => Array.from({ length: questionCounts[id] }, (_, index) => `${id}.${index + 1}`);
    const kept = (place: LessonId) => ({ ...noProgress, place, answered: answered(questions(place)) });
    for (const theme of ['light', 'dark', 'high-contrast'] as const) {
      const { page, problems, close } = await openCourse(browser, files, {
        kind: 'page',
        theme,
        kept: kept('many-channels'),
        width: theme === 'dark' ? 390 : 1400,
      });
      const results = page.getByRole('list', { name: 'What each kernel makes of the pixel at row 3, column 4' });
      await eventuallyEqual(() => results.getByRole('listitem').count(), 8);
      await page.getByText('9,216 multiplies, 264 parameters', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'One kernel more' }).focus();
      await page.keyboard.press('Enter');
      await page.getByText('10,368 multiplies, 297 parameters', { exact: true }).waitFor();
      await eventuallyEqual(() => results.getByRole('listitem').count(), 9);
      await page.getByRole('spinbutton', { name: 'Kernels' }).fill('1');
      await page.getByText('1,152 multiplies, 33 parameters', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'One kernel less' }).click();
      await eventuallyEqual(() => results.getByRole('listitem').count(), 1);
      await eventuallyEqual(() => violations(page), [], theme);
      await close();

      const gates = await openCourse(browser, files, {
        kind: 'page',
        theme,
        kept: kept('later'),
        width: theme === 'dark' ? 390 : 1400,
      });
      const told = gates.page.getByText(/^\d+ of 192 gates let more than half through\./).first();
      const first = await told.textContent();
      const lines = await gates.page.locator('.gates-picture .open').getAttribute('d');
      assert.equal(Number.parseInt(first ?? '', 10), lines?.match(/M/g)?.length);
      await gates.page.getByRole('button', { name: 'Another image' }).click();
      await gates.page.getByText('Gates for image 2', { exact: true }).waitFor();
      await eventually(async () => assert.notEqual(await told.textContent(), first));
      await eventuallyEqual(() => violations(gates.page), [], theme);
      await gates.page.getByRole('button', { name: 'Table', exact: true }).click();
      await eventuallyEqual(() => gates.page.getByRole('row').count(), 193);
      assert.deepEqual([problems, gates.problems], [[], []]);
      await gates.close();
    }
  });

  it('offers the review anew after a week', async () => {
    const kept = { ...noProgress, reviewed: '2026-03-02T10:00:00.000Z' };
    for (const [now, name] of [
      ['2026-03-09T09:59:59.000Z', /Review , done$/],
      ['2026-03-09T10:00:00.000Z', /Review: a week has passed , not begun$/],
    ] as const) {
      const { page, close } = await openCourse(browser, files, { kind: 'page', kept, now: new Date(now) });
      await page.getByRole('button', { name }).waitFor();
      await close();
    }
  });

  it('is a page in five themes, chosen by the keyboard and kept', async () => {
    const { page, close } = await openCourse(browser, files, { kind: 'page', theme: 'light' });
    const colours = () =>
      page.evaluate(() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]);
    const chooser = page.getByRole('combobox', { name: 'Theme' });
    const chosen = () => chooser.locator('option:checked').textContent();
    await tabTo(page, 'select');
    for (const [theme, expected] of [
      ['High contrast', ['rgb(0, 0, 0)', 'rgb(255, 255, 255)']],
      ['High contrast, light', ['rgb(255, 255, 255)', 'rgb(41, 41, 41)']],
    ] satisfies [string, string[]][]) {
      // Not by its letters: a browser takes those that come slowly for another word.
      for (let presses = 0; presses < 5 && (await chosen()) !== theme; presses++)
        await page.keyboard.press('ArrowDown');
      await eventuallyEqual(chosen, theme);
      await eventuallyEqual(colours, expected);
      await eventuallyEqual(() => violations(page), [], theme);
      await page.reload();
      await page.waitForSelector('.question');
      await eventuallyEqual(chosen, theme);
      await eventuallyEqual(colours, expected);
      await tabTo(page, 'select');
    }
    await chooser.selectOption('As the system');
    await page.emulateMedia({ contrast: 'more', colorScheme: 'dark' });
    await eventuallyEqual(colours, ['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
    await close();
  });

  it('keeps what has been answered and written, gives it away and takes it back', async () => {
    const { page, close } = await openCourse(browser, files, { kind: 'page' });
    await page.locator('.answer').fill('18');
    await page.keyboard.press('Enter');
    await page.locator('textarea.file').fill('network OneChannel() { input image: 6x6x1 conv(1, 1x1) }');
    await page.reload();
    await page.waitForSelector('.question');
    await eventuallyEqual(() => page.locator('.answered').count(), 1);
    await eventually(async () => assert.match(await page.inputValue('textarea.file'), /conv\(1, 1x1\) \}$/));
    await page.getByText('Progress', { exact: true }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export progress' }).click(),
    ]);
    const path = await download.path();
    await page.getByRole('button', { name: 'Reset progress' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.answered').length === 0);
    await page.getByText('Progress', { exact: true }).click();
    await page.setInputFiles('input[type=file]', {
      name: 'other.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{}'),
    });
    await page.getByText('Not a progress file; nothing was changed.').waitFor();
    await page.setInputFiles('input[type=file]', path);
    await page.waitForSelector('.answered');
    await eventually(async () => assert.match(await page.inputValue('textarea.file'), /conv\(1, 1x1\) \}$/));
    await close();
  });

  it("explains what one is not sure of, beside one's own text, and asks it again at the end", async () => {
    const { page, edit, close } = await openCourse(browser, files, { kind: 'panel', kept: keptBefore('shrink') });
    await edit('shrink.cnn', 'network Shrink() { input features: 28x28x192 maxpool(2x2, stride = 2) }');
    await page.getByText('14×14×192: a pool shrinks height and width.').waitFor();
    await page.getByRole('button', { name: 'Not sure' }).click();
    await eventually(async () =>
      assert.match((await page.locator('.solution pre').nth(0).textContent()) ?? '', /maxpool/),
    );
    await eventually(async () =>
      assert.match((await page.locator('.solution pre').nth(1).textContent()) ?? '', /conv\(32, 1x1\)/),
    );
    await page.getByRole('button', { name: 'Next', exact: true }).click();
    await page.getByRole('button', { name: 'Not sure' }).click();
    await page.getByRole('button', { name: /Review/ }).click();
    await page.getByRole('heading', { level: 2, name: /14×14×480.*How many weights/ }).waitFor();
    await close();
  });

  it('shows the file of a lesson in colours, where a mistake is, and its shapes once they are no answer', async () => {
    const open = await openCourse(browser, files, { kind: 'page', kept: keptBefore('naive') });
    const file = open.page.locator('textarea.file');
    await open.page.locator('.file-colours .token-call', { hasText: 'maxpool' }).waitFor();
    assert.equal(await open.page.locator('.file-hint').count(), 0);
    await file.fill((await file.inputValue()).replace('maxpool', 'maxpol'));
    await open.page.locator('.file-line.has-mistake', { hasText: 'maxpol(3x3)' }).waitFor();
    assert.equal(await open.page.locator('.has-mistake').getAttribute('data-line'), '7');
    await open.close();
    const done = { ...keptBefore('naive'), answered: keptBefore('direct').answered };
    const { page, close } = await openCourse(browser, files, { kind: 'page', kept: done });
    // Branches of 64, 128, 32 and, behind a pool, all 192 channels.
    await page.locator('.file-hint').nth(4).waitFor();
    assert.deepEqual(await page.locator('.file-hint').allInnerTexts(), [
      '28×28×64',
      '28×28×128',
      '28×28×32',
      '28×28×192',
      '28×28×416',
    ]);
    await close();
  });

  it('keeps designs of the challenge that pass, with what they come to', async () => {
    const cheaper = made.find(({ id }) => id === 'cheaper') ?? assert.fail();
    const [question] = cheaper.questions;
    assert.ok(question?.kind === 'edit');
    const { page, close } = await openCourse(browser, files, {
      kind: 'page',
      kept: { ...noProgress, place: 'challenge' },
      width: 1600,
    });
    await page.getByText('316,534,375 above the 80% mark').waitFor();
    await page.locator('textarea.file').fill(question.solution);
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByText('Mark 80% reached').waitFor();
    await page.getByRole('cell', { name: '1,251,309,568' }).waitFor();
    await page.getByRole('button', { name: 'Multiplies', exact: true }).click();
    await eventuallyEqual(
      () => page.getByRole('columnheader', { name: 'Multiplies' }).first().getAttribute('aria-sort'),
      'ascending',
    );
    // The stem's 3x3 and what is in its place, and the bottleneck and 3x3 of 3b.
    // Where there is nothing to run it there is no column for it.
    await eventuallyEqual(() => page.getByRole('columnheader', { name: 'Measured time' }).count(), 0);
    await page.getByText('4 layers differ').waitFor();
    await close();
  });
});
