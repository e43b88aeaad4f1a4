/** What every picture of the course is: something to look at, the same as a table, and what it says when it moves. */

import type { CourseWords } from '../../../src/words/course';

export interface CoursePicture {
  readonly body: HTMLElement;
  /** The same numbers in rows. */
  table(): HTMLTableElement;
  /** Plays it from the start; absent where nothing moves. */
  play?(): void;
  /** Ends what moves. */
  stop?(): void;
}

export interface PictureFrame {
  readonly words: CourseWords;
  /** Tells a screen reader, politely. */
  say(text: string): void;
}
