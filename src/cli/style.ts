/**
 * What goes to a terminal: colour, off where the output is no terminal or NO_COLOR is set (https://no-color.org), and text
 * of files, which must not steer it. A style only marks text; the marks become escape sequences in `printable`, through
 * which all text leaves the program, and which lets no others through.
 */

import { randomBytes } from 'node:crypto';
import type { Host } from './host';

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

/** Text of a file, or its name, within a line: what steers a terminal or turns the direction of text becomes a replacement, one for one. */
export function visible(text: string): string {
  return withoutControls(text).replaceAll('\n', '\ufffd');
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

/** Control characters but tab and line feed, marks of direction, line separators, halves of surrogate pairs. */
const steering =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

function withoutControls(text: string): string {
  return text.replace(steering, '\ufffd');
}
