/** The questions of all lessons as somebody meets them: found by what the page asks, and answered as people write. */

import assert from 'node:assert/strict';
import { makeLesson } from '../../src/course/course';
import { type Lesson, lessonIds, type Question } from '../../src/course/lesson';
import { courseWords } from '../../src/words/course';
import { courseSource } from './course-source';

/** Each lesson with its own sizes and, right behind it, with those of its sister questions. */
export function everyLesson(): Promise<readonly Lesson[]> {
  return Promise.all(
    lessonIds.flatMap((id) => [
      makeLesson(id, courseSource),
      makeLesson(id, { ...courseSource, placeholder: '// 在此写一行' }, 'sister'),
    ]),
  );
}

/** What is typed, the name of what is chosen, or the text of the file. */
export function answerOf(question: Question): string {
  if (question.kind === 'number')
    return Number.isInteger(question.answer) ? String(question.answer) : question.answer.toFixed(1);
  if (question.kind === 'shape') return question.answer.join('x');
  return question.kind === 'choice' ? question.answer : question.solution;
}

/** The question that a page asks, found by its text as a person reads it. */
export function questionIn(text: string, locale: string, lessons: readonly Lesson[]): Question {
  const words = courseWords(locale);
  const all = lessons.flatMap(({ questions }) => questions);
  return (
    all.find((question) =>
      ['question', 'sister'].some((key) => words.find('lesson', `${question.id}.${key}`, question.figures) === text),
    ) ?? assert.fail(text)
  );
}
