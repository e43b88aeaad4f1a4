/** What the course says: its frame and its lessons, in the language closest to a locale. */

import { courseTexts as chineseCourse } from './chinese/course';
import { chineseDiagnostics } from './chinese/diagnostics';
import { chinese } from './chinese/language';
import { lessonTexts as chineseLessons } from './chinese/lessons';
import { courseTexts } from './english/course';
import { type DiagnosticWords, englishDiagnostics } from './english/diagnostics';
import { english } from './english/language';
import { lessonTexts } from './english/lessons';
import { closest, fillPlaces, type Language, type Say, sayIn, type TextValue, type Translation } from './text';

export interface CourseWords {
  readonly language: Language;
  readonly course: Say<typeof courseTexts>;
  /** Of what is wrong with a file. */
  readonly diagnostics: DiagnosticWords;
  /** Texts whose keys are made while the program runs: of the frame, and of lessons. Undefined for a key that there is not. */
  find(table: 'course' | 'lesson', key: string, values?: Readonly<Record<string, TextValue>>): string | undefined;
}

interface Spoken {
  readonly language: Language;
  readonly course: Translation<typeof courseTexts>;
  readonly lesson: Translation<typeof lessonTexts>;
  readonly diagnostics: DiagnosticWords;
}

const languages: readonly [Spoken, ...Spoken[]] = [
  { language: english, course: courseTexts, lesson: lessonTexts, diagnostics: englishDiagnostics },
  { language: chinese, course: chineseCourse, lesson: chineseLessons, diagnostics: chineseDiagnostics },
];

/** Locales are BCP 47: `en`, `zh-cn`. */
export function courseWords(locale: string): CourseWords {
  const spoken = closest(locale, languages);
  const { language, course, diagnostics } = spoken;
  return {
    language,
    course: sayIn<typeof courseTexts>(language, course),
    diagnostics,
    find(table, key, values) {
      const texts: Readonly<Record<string, Translation<typeof lessonTexts>[keyof typeof lessonTexts]>> = spoken[table];
      const text = Object.hasOwn(texts, key) ? texts[key] : undefined;
      return text === undefined ? undefined : fillPlaces(language, text, values);
    },
  };
}
