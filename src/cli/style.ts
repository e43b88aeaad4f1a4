/**
 * What goes to a terminal: colour, off where the output is no terminal or NO_COLOR is set (https://no-color.org), and text
 * of files, which must not steer it.
 */

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

const sgr =
  (code: number) =>
  (text: string): string =>
    text === '' ? '' : `\u001b[${code}m${text}\u001b[0m`;

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

/** A file's text must not steer the terminal: control characters are shown as a replacement, one for one. */
export function visible(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
