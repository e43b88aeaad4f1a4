/**
 * Sixty whole files for the questions that are answered in a file, by somebody who knew the lessons' texts and the language but not
 * what judges them, each with the verdict that a fair teacher gives: right in other ways than the lesson's own, wrong, and gamed.
 */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeLesson } from '../../src/course/course';
import { judge } from '../../src/course/judge';
import type { LessonId } from '../../src/course/lesson';
import { repositoryRoot } from '../support/disk-files';
import { courseSource } from './course-source';

interface ExaminedFile {
  readonly lesson: LessonId;
  readonly verdict: 'right' | 'wrong';
  readonly why: string;
  readonly file: readonly string[];
}

const path = join(repositoryRoot, 'test/course/examined-files.json');
const files: readonly ExaminedFile[] = JSON.parse(readFileSync(path, 'utf8'));

describe('sixty files of an examiner', () => {
  for (const { lesson: id, verdict, why, file } of files) {
    it(`${id}: ${verdict}, ${why}`, async () => {
      const { questions } = await makeLesson(id, courseSource);
      const question = questions.find(({ kind }) => kind === 'edit') ?? assert.fail(id);
      const judged = judge(question, file.join('\n'));
      assert.equal(judged.verdict, verdict, JSON.stringify(judged.text));
    });
  }
});
