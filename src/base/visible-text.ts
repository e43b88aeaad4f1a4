/** Text of files and names as it may stand among a program's own text. */

/** Text of a file, or its name, within a line: what steers a terminal or turns the direction of text becomes a replacement, one for one. */
export function visible(text: string): string {
  return withoutControls(text).replaceAll('\n', '\ufffd');
}

/** Control characters but tab and line feed, marks of direction, line separators, halves of surrogate pairs. */
export const steering =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

export function withoutControls(text: string): string {
  return text.replace(steering, '\ufffd');
}
