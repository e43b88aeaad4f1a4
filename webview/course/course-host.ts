/**
 * The port between the course and what it lives in: a panel of VS Code with a real editor beside it, a page of its own, or
 * a test.
 */

import type { DesignTime } from '../../src/runtime/design-time';
import type { ThemeChoice } from '../page-theme';

export interface CourseHost {
  /** The text of examples/googlenet.cnn. */
  readonly googlenet: string;
  /** What was last kept, unchecked. */
  readonly kept: unknown;
  /** Files are edited elsewhere: the page has no editor of its own. */
  readonly hasEditor: boolean;
  keep(progress: unknown): void;
  /** The time of day: of what is kept, and of when it is asked again. */
  now(): Date;
  /** Shows a file in the editor, made of `text` if there is none yet. The page then waits for its text. */
  open(name: string, text: string): void;
  /** Writes a file anew. */
  write(name: string, text: string): void;
  /** Calls back with the text of a file when it is opened and whenever it changes. */
  listen(receive: (name: string, text: string) => void): void;
  /** Gives a file to a person, to keep. */
  save(name: string, text: string): void;
  /** How long a design takes on this machine: the text of a file of the course. Undefined where it cannot be run. */
  time?(name: string, text: string): Promise<DesignTime | undefined>;
  /** Puts an address on the clipboard that opens the text as a design, wherever it is sent. */
  copyLink?(name: string, text: string): Promise<void>;
  /** Where each lesson has an address of its own. */
  readonly addresses?: {
    /** The place that is asked for, unchecked. */
    readonly asked: string;
    shown(place: string): void;
    /** Calls back with a place that is asked for later, unchecked. */
    listen(go: (place: string) => void): void;
  };
  /** A page beside the course that shows whole designs; undefined where there is none. */
  readonly playground?:
    | {
        readonly address: string;
        open(name: string, text: string): void;
      }
    | undefined;
  /** Another language of the page; undefined where that is not the page's to say. */
  setLanguage?(tag: string): void;
  /** The theme of the page, likewise. */
  readonly theme?: { readonly chosen: ThemeChoice; choose(theme: ThemeChoice): void };
}
