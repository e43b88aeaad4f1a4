/**
 * Every question of the course with its answer and the answers that are known to be wrong. The figures are those of the
 * lectures, of the papers and of calculation by hand: the lessons store none of them.
 */

import assert from 'node:assert/strict';
import { makeLesson } from '../../src/course/course';
import { judge } from '../../src/course/judge';
import { type Lesson, type LessonId, lessonIds, type Question } from '../../src/course/lesson';
import { questionCounts } from '../../src/course/progress';
import { chinese } from '../../src/words/chinese/language';
import { courseWords } from '../../src/words/course';
import { english } from '../../src/words/english/language';
import { lessonTexts } from '../../src/words/english/lessons';
import { courseSource } from './course-source';

interface Expected {
  /** By question; of a question that is answered in the file none. */
  readonly right: string | undefined;
  readonly wrong: Readonly<Record<string, string>>;
}

const expected: Readonly<Record<string, Expected>> = {
  'one-channel.1': { right: '18', wrong: { added: '11', unchanged: '9' } },
  'one-channel.2': { right: '6x6x1', wrong: { window: '4x4x1', filters: '6x6x2' } },
  'one-channel.3': { right: '36', wrong: { once: '1', weight: '72' } },
  'many-channels.1': { right: '-1', wrong: { sign: '11', pixel: '8' } },
  'many-channels.2': { right: '0', wrong: { negative: '-1', absolute: '1' } },
  'many-channels.3': { right: undefined, wrong: {} },
  'shrink.1': { right: undefined, wrong: {} },
  'shrink.2': { right: '192', wrong: { flat: '1', filters: '32' } },
  'shrink.3': { right: '6,176', wrong: { bias: '6,144', multiplies: '4,816,896' } },
  'naive.1': { right: '28x28x416', wrong: { pool: '28x28x224', lecture: '28x28x256' } },
  'naive.2': { right: '24', wrong: { same: '28', first: '23' } },
  'naive.3': { right: undefined, wrong: {} },
  'direct.1': { right: '4,800', wrong: { flat: '25', all: '153,600' } },
  'direct.2': { right: '25,088', wrong: { 'one-channel': '784', input: '150,528' } },
  'direct.3': { right: '120,422,400', wrong: { flat: '627,200', 'one-filter': '3,763,200' } },
  'bottleneck.1': { right: undefined, wrong: {} },
  'bottleneck.2': { right: '2,408,448', wrong: { flat: '12,544', weights: '3,072' } },
  'bottleneck.3': { right: '10,035,200', wrong: { direct: '120,422,400', 'one-filter': '313,600' } },
  'break-even.1': { right: 'doubles', wrong: { stays: 'stays', grows: 'grows' } },
  'break-even.2': { right: '154', wrong: { next: '155', all: '192' } },
  'break-even.3': { right: '115', wrong: { same: '154', proportion: '55' } },
  'module-3a.1': { right: undefined, wrong: {} },
  'module-3a.2': { right: '2', wrong: { 1: '1', 3: '3', 4: '4' } },
  'googlenet.1': { right: '5', wrong: { pools: '4', factor: '32' } },
  'googlenet.2': { right: '1x1x1024', wrong: { map: '7x7x1024', classes: '1x1x1000' } },
  'googlenet.3': { right: '62.4', wrong: { extra: '0.3', all: '100', fraction: '0.624' } },
  'later.1': { right: '1,354,752', wrong: { full: '260,112,384', 'one-tap': '150,528' } },
  'later.2': { right: undefined, wrong: {} },
  'later.3': { right: '4,608', wrong: { pixels: '3,612,672', 'one-layer': '2,304' } },
  'cheaper.1': { right: undefined, wrong: {} },
};

/** TextFigures that stand in explanations and hints, by lesson. */
const said: Readonly<Partial<Record<LessonId, readonly string[]>>> = {
  'many-channels': ['4·1 + 3·(−2) + 1·1', '82,944', '9,216'],
  shrink: ['14×14×192', '784'],
  naive: ['64 + 128 + 32 + 192', '24×24'],
  direct: ['25,088 · 4,800', '8.4%'],
  bottleneck: ['70,246,400', '24,887,296', '12,443,648', '9.68'],
  'break-even': ['777,728', '154.8', '120,547,840', '149,323,776', '376,320', '43,352,064', '115.2'],
  'module-3a': ['64 + 128 + 32 + 32', '236,027,904', '79.0%', '9.7%', '3.8%', '101,154,816', '308,281,344'],
  googlenet: ['112, 56, 28, 14, 7', '384 + 384 + 128 + 128', '4,169,728', '987,769,856', '1,582,671,872'],
  later: ['30,256,128', '8.6'],
  cheaper: ['1,266,137,497', '1,224,752,928', '896', '1,276,196,864', '10,059,367', '57,050,112', '1,251,309,568'],
};

const wrongNames = (question: Question): readonly string[] =>
  question.kind === 'choice'
    ? question.choices.filter((name) => name !== question.answer)
    : question.kind === 'edit'
      ? []
      : question.wrong.map(({ name }) => name);

describe('lessons', () => {
  const lessons = new Map<LessonId, Lesson>();
  before(async () => {
    for (const id of lessonIds) lessons.set(id, await makeLesson(id, courseSource));
  });
  const all = (): readonly Question[] => [...lessons.values()].flatMap(({ questions }) => questions);
  const questionOf = (id: string): Question => all().find((question) => question.id === id) ?? assert.fail(id);

  it('are eleven with thirty questions', () => {
    assert.equal(lessons.size, 11);
    for (const [id, { questions }] of lessons) assert.equal(questions.length, questionCounts[id], id);
    assert.deepEqual(
      all().map(({ id }) => id),
      Object.keys(expected),
    );
  });

  for (const language of [english, chinese]) {
    const words = courseWords(language.tag);
    describe(`in ${language.tag}`, () => {
      for (const [id, { right, wrong }] of Object.entries(expected)) {
        it(`${id}: the answer is right, and each wrong one has its own hint`, () => {
          const question = questionOf(id);
          const answer = question.kind === 'edit' ? question.solution : (right ?? assert.fail(id));
          const { verdict, text } = judge(question, answer);
          assert.equal(verdict, 'right', JSON.stringify(text));
          assert.ok(words.find(text.table, text.key, text.figures));
          assert.deepEqual([...wrongNames(question)].sort(), Object.keys(wrong).sort());
          const hints = Object.entries(wrong).map(([name, value]) => {
            const judged = judge(question, value);
            assert.equal(judged.verdict, 'wrong', value);
            assert.equal(judged.text.key, `${id}.wrong.${name}`, value);
            return words.find(judged.text.table, judged.text.key, judged.text.figures);
          });
          assert.equal(new Set(hints).size, hints.length);
          assert.ok(hints.every((hint) => hint !== undefined && hint !== ''));
        });
      }

      it('take no longer than five minutes each, read slowly and with a wrong try at every question', () => {
        // Of technical prose, in a second; and what is typed, in seconds.
        const speed = { words: 200 / 60, characters: 300 / 60 };
        const typing = { number: 30, shape: 30, choice: 15, edit: 60 };
        for (const [id, lesson] of lessons) {
          const said = (key: string, question?: Question) =>
            words.find('lesson', key, question?.figures ?? lesson.figures) ?? '';
          const parts = lesson.questions.flatMap((question) => [
            said(`${question.id}.question`, question),
            said(`${question.id}.why`, question),
            ...wrongNames(question).map((name) => said(`${question.id}.wrong.${name}`, question)),
          ]);
          const text = [said(`${id}.title`), said(`${id}.goal`), ...parts].join(' ');
          const characters = text.match(/\p{Script=Han}/gu)?.length ?? 0;
          const others = text.replace(/\p{Script=Han}/gu, ' ').match(/\S*[\p{L}\p{N}]\S*/gu)?.length ?? 0;
          const typed = lesson.questions.reduce((sum, { kind }) => sum + typing[kind], 0);
          const seconds = characters / speed.characters + others / speed.words + typed;
          assert.ok(seconds > 60 && seconds < 300, `${id}: ${seconds.toFixed(0)} s`);
        }
      });

      it('fill every place of their texts', () => {
        for (const [id, lesson] of lessons) {
          const keys = Object.keys(lessonTexts).filter((key) => key.startsWith(`${id}.`));
          assert.ok(keys.length > 5, id);
          const texts = keys.map((key) => {
            const question = lesson.questions.find((one) => key.startsWith(`${one.id}.`));
            return words.find('lesson', key, question?.figures ?? lesson.figures) ?? assert.fail(key);
          });
          for (const text of texts) assert.doesNotMatch(text, /[{}]/);
          for (const figure of said[id] ?? []) {
            assert.ok(
              texts.some((text) => text.includes(figure)),
              `${id}: ${figure}`,
            );
          }
        }
      });
    });
  }

  it('ask sister questions of other sizes, whose answers are others and whose hints are still told apart', async () => {
    for (const id of lessonIds) {
      const own = lessons.get(id) ?? assert.fail(id);
      const sister = await makeLesson(id, courseSource, 'sister');
      for (const [index, question] of sister.questions.entries()) {
        const first = own.questions[index] ?? assert.fail(question.id);
        if (!question.hasSister || question.kind === 'edit') continue;
        assert.notDeepEqual(question.figures, first.figures, question.id);
        const texts = ['en', 'zh-CN'].map((locale) =>
          courseWords(locale).find('lesson', `${question.id}.question`, question.figures),
        );
        for (const text of texts) assert.ok(text !== undefined && !/[{}]/.test(text), question.id);
        if (question.kind === 'choice') continue;
        const write = (value: number | readonly number[]): string =>
          typeof value === 'number' ? String(value) : value.join('x');
        assert.equal(judge(question, write(question.answer)).verdict, 'right');
        for (const { name, value } of question.wrong) {
          assert.equal(judge(question, write(value)).text.key, `${question.id}.wrong.${name}`);
        }
      }
    }
  });

  it('name the first factor to an answer that nobody has thought of', () => {
    assert.deepEqual(judge(questionOf('direct.1'), '77').text, {
      table: 'course',
      key: 'first-factor',
      figures: { value: '5' },
    });
    assert.equal(judge(questionOf('naive.1'), '416x28x28').text.key, 'channels-last');
    assert.equal(judge(questionOf('direct.1'), 'many').verdict, 'unreadable');
    assert.equal(judge(questionOf('naive.1'), '28x28').verdict, 'unreadable');
    assert.equal(judge(questionOf('break-even.1'), '').verdict, 'unreadable');
  });

  it('take a percentage within its range', () => {
    for (const answer of ['62', '63', '62.41', '62.4%', '62.4 percent']) {
      assert.equal(judge(questionOf('googlenet.3'), answer).verdict, 'right', answer);
    }
    for (const answer of ['61.9', '63.1', '37.6']) {
      assert.equal(judge(questionOf('googlenet.3'), answer).verdict, 'wrong', answer);
    }
  });
});
