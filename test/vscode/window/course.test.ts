/**
 * The course in a window of VS Code, beside the real files of its lessons: by the keyboard alone, and by what a screen reader
 * is told alone. Lessons 1 and 2 by the one, 3 by the other; with INCEPT_WHOLE_COURSE=1 all of them by each, in windows of their own.
 */

import assert from 'node:assert/strict';
import { type EditQuestion, type Lesson, type LessonId, lessonIds } from '../../../src/course/lesson';
import { questionCounts } from '../../../src/course/progress';
import { courseWords } from '../../../src/words/course';
import { answerOf, everyLesson, questionIn } from '../../course/questions';
import { eventually, eventuallyEqual } from '../../support/eventually';
import { openSession, type Session } from '../rig/session';

const isWhole = process.env.INCEPT_WHOLE_COURSE === '1';
/** Each has a question that is answered in the file. */
const byKeyboard = isWhole ? lessonIds : lessonIds.slice(0, 2);
const byReader = isWhole ? lessonIds : lessonIds.slice(2, 3);

/** Questions of a lesson, with the one from before that all but the first open with. */
const asked = (id: LessonId): number => questionCounts[id] + (id === lessonIds[0] ? 0 : 1);

const following = (ids: readonly LessonId[]): LessonId | 'challenge' =>
  lessonIds[lessonIds.indexOf(ids.at(-1) as LessonId) + 1] ?? 'challenge';

/** Types the lines of a solution that are other than those of the file, each over the old one, as a person does. */
async function typeSolution({ page }: Session, text: string, { solution }: EditQuestion): Promise<void> {
  const lines = text.split('\n');
  const wanted = solution.split('\n');
  assert.equal(wanted.length, lines.length);
  const { keyboard } = page;
  await keyboard.press('Control+Home');
  for (const [index, line] of wanted.entries()) {
    if (line !== lines[index]) {
      await keyboard.press('End');
      // To the first letter, and on to the first column where there is indentation.
      await keyboard.press('Shift+Home');
      // No faster than hands: code-server loses keys that come while it is busy.
      await keyboard.type(line.trim(), { delay: 20 });
      // What is proposed goes; the cursor stays.
      await keyboard.press('Escape');
    }
    await keyboard.press('ArrowDown');
  }
}

describe('the course in a window, in Chinese', function () {
  this.timeout(isWhole ? 900_000 : 240_000);
  let made: readonly Lesson[];
  let session: Session;
  const words = courseWords('zh-cn');

  /** Opens a window, and the course in it from the command palette. */
  async function begin(): Promise<void> {
    await session?.close();
    session = await openSession({
      file: 'googlenet.cnn',
      language: 'zh-cn',
      // As it is where a screen reader runs, which code-server cannot know.
      settings: { 'editor.accessibilitySupport': 'on' },
    });
    // The palette has what the extension can do once that is known.
    await session.page.locator('.codelens-decoration').first().waitFor({ timeout: 60_000 });
    await session.command('Incept: 打开课程');
  }

  const titleOf = (place: LessonId | 'challenge'): string =>
    words.find('lesson', `${place}.title`, {}) ?? assert.fail(place);
  const textOf = (lesson: LessonId): string => made.find(({ id }) => id === lesson)?.text ?? assert.fail(lesson);

  before(async () => {
    made = await everyLesson();
    await begin();
  });
  afterEach(() => session?.screenshot('course'));
  after(() => session?.close());

  it('is done by the keyboard alone, with the editor and back', async () => {
    const view = session.webview();
    const { page } = session;
    const { keyboard } = page;
    // Only what is in the frame that has the focus itself is `:focus`.
    const isFocused = async (selector: string): Promise<boolean> =>
      (await view.locator(`:is(${selector}):focus`).count()) > 0;
    const tabTo = async (selector: string): Promise<void> => {
      for (let presses = 0; presses < 80; presses++) {
        if (await isFocused(selector)) return;
        await keyboard.press('Tab');
      }
      assert.fail(`the Tab key does not reach ${selector}`);
    };
    for (const id of byKeyboard) {
      await eventuallyEqual(() => view.locator('main h1').textContent(), titleOf(id));
      for (let count = 0; count < asked(id); count++) {
        const text = (await view.locator('#question').textContent()) ?? '';
        const question = questionIn(text, 'zh-cn', made);
        if (question.kind === 'edit') {
          await keyboard.press('Control+2');
          await page.locator('.monaco-editor.focused').waitFor();
          await typeSolution(session, textOf(id), question);
          await view.locator('.explanation strong').waitFor();
          await keyboard.press('Control+1');
        } else if (question.kind === 'choice') {
          await tabTo('input[type=radio]');
          await keyboard.press('Space');
          for (let at = question.choices.indexOf(question.answer); at > 0; at--) await keyboard.press('ArrowDown');
          await keyboard.press('Enter');
        } else {
          await tabTo('.answer');
          await keyboard.type(answerOf(question));
          await keyboard.press('Enter');
        }
        await tabTo('.question .actions .primary');
        await keyboard.press('Enter');
        await eventually(async () => assert.notEqual(await view.locator('#question').allTextContents(), [text]));
      }
      await view.locator('.asked > .primary').waitFor();
      await tabTo('.asked > .primary');
      await keyboard.press('Enter');
    }
    await eventuallyEqual(() => view.locator('main h1').textContent(), titleOf(following(byKeyboard)));
    await eventuallyEqual(() => view.locator('.entry.done').count(), byKeyboard.length);
    assert.deepEqual(session.complaints, []);
  });

  it('is done by what a screen reader is told alone', async () => {
    if (isWhole) await begin();
    const view = session.webview();
    const status = view.getByRole('status');
    const main = view.getByRole('main');
    for (const id of byReader) {
      await view.getByRole('heading', { level: 1, name: titleOf(id) }).waitFor();
      for (let count = 0; count < asked(id); count++) {
        const name = (await main.getByRole('heading', { level: 2 }).textContent()) ?? '';
        const question = questionIn(name, 'zh-cn', made);
        const check = view.getByRole('button', { name: '检查', exact: true });
        if (question.kind === 'edit') {
          // The editor says the name of its file.
          await session.page.getByRole('textbox', { name: `${id}.cnn` }).focus();
          await typeSolution(session, textOf(id), question);
          await status.filter({ hasText: words.course('right.file') }).waitFor();
        } else if (question.kind === 'choice') {
          const label = words.find('lesson', `${question.id}.choice.${question.answer}`, question.figures) ?? '';
          await view.getByRole('group', { name }).getByRole('radio', { name: label, exact: true }).check();
          await check.click();
        } else {
          const field = view.getByRole('textbox', { name, exact: true });
          await field.fill('1234567');
          await check.click();
          await status.filter({ hasText: /\p{Script=Han}/u }).waitFor();
          await field.fill(answerOf(question));
          await check.click();
        }
        await view.getByRole('button', { name: '下一步', exact: true }).click();
        await eventually(async () =>
          assert.notDeepEqual(await main.getByRole('heading', { level: 2 }).allTextContents(), [name]),
        );
      }
      await main
        .getByRole('button', { name: /^下一课/ })
        .first()
        .click();
    }
    await view.getByRole('heading', { level: 1, name: titleOf(following(byReader)) }).waitFor();
    assert.deepEqual(session.complaints, []);
  });
});
