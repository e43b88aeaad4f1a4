/** How many columns text takes on a terminal: letters of Chinese, Japanese and Korean two (UAX #11: W and F), marks upon letters none. */

const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
const none = /[\p{Mn}\p{Me}\u200b-\u200d\u2060\ufeff]/u;

/** Of one line, without escape sequences. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const letter of text) columns += columnsOfLetter(letter);
  return columns;
}

function columnsOfLetter(letter: string): number {
  if (letter < '\u0300') return 1;
  return wide.test(letter) ? 2 : none.test(letter) ? 0 : 1;
}

export function padEndTo(columns: number, text: string): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}

export function padStartTo(columns: number, text: string): string {
  return ' '.repeat(Math.max(0, columns - columnsOf(text))) + text;
}

/** The beginning of a line that takes no more than so many columns. */
export function cutTo(columns: number, text: string): string {
  let left = columns;
  let end = 0;
  for (const letter of text) {
    left -= columnsOfLetter(letter);
    if (left < 0) break;
    end += letter.length;
  }
  return text.slice(0, end);
}

/** What no line begins with, and what none ends with, where a wide letter is beside it. */
const closers = '、。，．：；！？）」』】》〉”’…';
const openers = '（「『【《〈“‘';

/** A wide letter or a word of narrow ones, with the signs that stay with it and the space before it. */
const piece = new RegExp(
  `\\s*[${openers}]*(?:(?!${wide.source})[^\\s${openers}${closers}]+|[^\\s${openers}${closers}])?[${closers}]*`,
  'gu',
);

/**
 * Lines of no more than so many columns, as far as words allow: they end at spaces, and beside wide letters, which are words
 * by themselves.
 */
export function wrapTo(columns: number, text: string): string {
  const lines = text.split(/\r?\n/).flatMap((line) => {
    const wrapped: string[] = [];
    let current = '';
    for (const word of line.match(piece) ?? []) {
      if (current === '' || word === '' || columnsOf(current) + columnsOf(word) <= columns) current += word;
      else {
        wrapped.push(current);
        current = word.trimStart();
      }
    }
    return [...wrapped, current];
  });
  return lines.join('\n');
}
