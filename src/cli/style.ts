/**
 * What goes to a terminal: colour, off where the output is no terminal or NO_COLOR is set (https://no-color.org), and text
 * of files, which must not steer it. A style only marks text; the marks become escape sequences in `printable`, through
 * which all text leaves the program, and which lets no others through.
 */

import { randomBytes } from 'node:crypto';
import { steering, withoutControls } from '../base/visible-text';
import type { Host } from './host';

export { visible } from '../base/visible-text';

export interface Style {
  error(text: string): string;
  warning(text: string): string;
  note(text: string): string;
  ok(text: string): string;
  strong(text: string): string;
  muted(text: string): string;
}

const plain = (text: string): string => text;

export const noStyle: Style = { error: plain, warning: plain, note: plain, ok: plain, strong: plain, muted: plain };

/** Not to be guessed by who writes a file. */
const mark = `\ue000${randomBytes(6).toString('hex')}`;

const marks = new RegExp(`${mark}(\\d+);`, 'g');

const sgr =
  (code: number) =>
  (text: string): string =>
    text === '' ? '' : `${mark}${code};${text}${mark}0;`;

const colours: Style = {
  error: sgr(31),
  warning: sgr(33),
  note: sgr(36),
  ok: sgr(32),
  strong: sgr(1),
  muted: sgr(2),
};

export function styleFor(host: Host, stream: 'stdout' | 'stderr'): Style {
  const off = (host.env.NO_COLOR ?? '') !== '' || host.env.TERM === 'dumb' || !host.isTerminal[stream];
  return off ? noStyle : colours;
}

/** Text as it leaves the program: whole lines, with the escape sequences of our own styles and no others. */
export function printable(text: string): string {
  return withoutControls(text).replace(marks, '\u001b[$1m');
}

/** As `printable`, and nothing of it is lost: strings of JSON can say any character by its number. */
export function printableJson(document: unknown): string {
  return JSON.stringify(document, null, 2).replace(
    steering,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
