/** What somebody has answered, and what the course asks again: a value that a surface keeps. */

import { isRecord } from '../base/guard';
import { type DesignTime, isDesignTime } from '../runtime/design-time';
import { chapters } from './course';
import { type Lesson, type LessonId, lessonIds, type Question } from './lesson';

export type Place = LessonId | 'challenge' | 'review';

export interface Answered {
  /** `shown` where the solution was asked for, `unsure` where nothing was tried. */
  readonly state: 'right' | 'shown' | 'unsure';
  /** Wrong answers before. */
  readonly tries: number;
  readonly answer: string;
}

export interface Progress {
  readonly version: 1;
  readonly place: Place;
  /** By the question's id; that of a sister question has `?` behind it. */
  readonly answered: Readonly<Record<string, Answered>>;
  /** Texts of files by lesson, where the page has them and no editor does. */
  readonly files: Readonly<Record<string, string>>;
  readonly attempts: readonly Attempt[];
  /** When a review was last done to its end: ISO 8601. */
  readonly reviewed?: string;
}

/** A design of the open challenge that keeps to its rules. */
export interface Attempt {
  readonly text: string;
  readonly multiplies: number;
  readonly params: number;
  readonly peakBytes: number;
  readonly times?: DesignTime;
  /** When it was checked: ISO 8601. */
  readonly time: string;
  readonly note: string;
}

export const noProgress: Progress = { version: 1, place: 'one-channel', answered: {}, files: {}, attempts: [] };

export const isPlace = (name: unknown): name is Place =>
  name === 'challenge' || name === 'review' || lessonIds.some((id) => id === name);

/** What was kept or is imported, which may be of any kind; undefined for what is none of ours. */
export function progressFrom(value: unknown): Progress | undefined {
  if (!isRecord(value) || value.version !== 1) return undefined;
  const { place, answered, files, attempts, reviewed } = value;
  if (!isPlace(place) || !isRecord(answered) || !isRecord(files) || !Array.isArray(attempts)) return undefined;
  const isAnswered = (one: unknown): one is Answered =>
    isRecord(one) &&
    (one.state === 'right' || one.state === 'shown' || one.state === 'unsure') &&
    typeof one.tries === 'number' &&
    typeof one.answer === 'string';
  const isAttempt = (one: unknown): one is Attempt =>
    isRecord(one) &&
    typeof one.text === 'string' &&
    typeof one.note === 'string' &&
    typeof one.time === 'string' &&
    [one.multiplies, one.params, one.peakBytes].every((count) => typeof count === 'number') &&
    (one.times === undefined || isDesignTime(one.times));
  if (!Object.values(answered).every(isAnswered) || !attempts.every(isAttempt)) return undefined;
  if (!Object.values(files).every((text) => typeof text === 'string')) return undefined;
  if (reviewed !== undefined && !(typeof reviewed === 'string' && Number.isFinite(Date.parse(reviewed))))
    return undefined;
  return { version: 1, place, answered, files, attempts, ...(reviewed !== undefined && { reviewed }) } as Progress;
}

export function withAnswer(progress: Progress, id: string, answer: Answered): Progress {
  return { ...progress, answered: { ...progress.answered, [id]: answer } };
}

/** The sister of a question has its id and this. */
export const sisterMark = '?';

/** The first question of a lesson that has no answer yet; as many as there are when it is done. */
export function nextQuestion({ answered }: Progress, { questions }: Lesson): number {
  const open = questions.findIndex(({ id }) => answered[id] === undefined);
  return open < 0 ? questions.length : open;
}

export type LessonState = 'done' | 'begun' | 'new';

export function lessonState({ answered }: Progress, id: LessonId, count: number): LessonState {
  const own = Object.keys(answered).filter((key) => key.startsWith(`${id}.`) && !key.endsWith(sisterMark)).length;
  return own >= count ? 'done' : own > 0 ? 'begun' : 'new';
}

/** Milliseconds after which what was reviewed is worth another look. */
const week = 7 * 24 * 60 * 60 * 1000;

/** @param now Milliseconds since 1970. */
export function reviewState({ reviewed }: Progress, now: number): 'new' | 'done' | 'due' {
  if (reviewed === undefined) return 'new';
  return now - Date.parse(reviewed) < week ? 'done' : 'due';
}

/** How many questions each lesson has, which texts of contents need before lessons are made. */
export const questionCounts: Readonly<Record<LessonId, number>> = {
  'one-channel': 3,
  'many-channels': 3,
  shrink: 3,
  naive: 3,
  direct: 3,
  bottleneck: 3,
  'break-even': 3,
  'module-3a': 2,
  googlenet: 3,
  later: 3,
  cheaper: 1,
};

export const questionCount = Object.values(questionCounts).reduce((sum, count) => sum + count, 0);

/** Ids of questions that were not known when they were asked, and whose sister has not been answered right since. */
export function openAgain({ answered }: Progress): readonly string[] {
  return Object.entries(answered)
    .filter(([id, { state }]) => !id.endsWith(sisterMark) && state !== 'right')
    .filter(([id]) => answered[id + sisterMark]?.state !== 'right')
    .map(([id]) => id);
}

/**
 * The question that a lesson opens with: a sister of one that was not known, else of the last of the lesson before. None
 * for the first lesson, for a lesson that has begun, and where it has been answered.
 */
export function warmUp(progress: Progress, lesson: Lesson, sisters: readonly Question[]): Question | undefined {
  if (lesson.id === lessonIds[0] || nextQuestion(progress, lesson) > 0) return undefined;
  const asked = sisters.filter(({ hasSister, kind }) => hasSister && kind !== 'edit');
  const again = openAgain(progress);
  const chosen = asked.find(({ id }) => again.includes(id)) ?? asked.at(-1);
  return chosen === undefined || progress.answered[chosen.id + sisterMark] !== undefined ? undefined : chosen;
}

/** Lessons in the order of the contents. */
export const lessonOrder: readonly LessonId[] = chapters.flatMap(({ lessons }) => lessons);
