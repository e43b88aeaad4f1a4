/** Messages between the panel of the course and its host, with guards for what comes in. */

import { isRecord } from '../base/guard';
import { type DesignTime, isDesignTime } from '../runtime/design-time';

export type { DesignTime } from '../runtime/design-time';

/** From the page. Names are those of files in the folder of the course. */
export type CourseMessage =
  | { readonly type: 'ready' }
  /** What has been answered, to be given back at the next start. */
  | { readonly type: 'keep'; readonly progress: unknown }
  /** Shows a file beside, made of the text if there is none; its text is sent. */
  | { readonly type: 'open'; readonly name: string; readonly text: string }
  /** Writes a file anew. */
  | { readonly type: 'write'; readonly name: string; readonly text: string }
  /** Asks how long a design takes on this machine. */
  | { readonly type: 'time'; readonly name: string; readonly text: string }
  /** Puts an address on the clipboard that opens the text as a design. */
  | { readonly type: 'copyLink'; readonly name: string; readonly text: string }
  /** Asks a person where the text is to be kept. */
  | { readonly type: 'save'; readonly name: string; readonly text: string };

/** To the page. */
export type CourseHostMessage =
  | { readonly type: 'start'; readonly googlenet: string; readonly kept: unknown }
  | { readonly type: 'text'; readonly name: string; readonly text: string }
  /** Of the design with this text; null where it could not be run. */
  | { readonly type: 'timed'; readonly text: string; readonly time: DesignTime | null };

export function isCourseMessage(value: unknown): value is CourseMessage {
  if (!isRecord(value)) return false;
  const { type, name, text } = value;
  switch (type) {
    case 'ready':
      return true;
    case 'keep':
      return 'progress' in value;
    case 'open':
    case 'write':
    case 'time':
    case 'copyLink':
      return isCourseFile(name) && typeof text === 'string';
    case 'save':
      return typeof name === 'string' && typeof text === 'string';
    default:
      return false;
  }
}

export function isCourseHostMessage(value: unknown): value is CourseHostMessage {
  if (!isRecord(value)) return false;
  const { type, googlenet, name, text, time } = value;
  if (type === 'start') return typeof googlenet === 'string';
  if (type === 'timed') return typeof text === 'string' && (time === null || isDesignTime(time));
  return type === 'text' && typeof name === 'string' && typeof text === 'string';
}

/** A name and no path. */
export function isCourseFile(name: unknown): name is string {
  return typeof name === 'string' && /^[a-z0-9-]+\.cnn$/.test(name);
}
