/** Lines of a text before and after, one below the other, with the part that differs set off. */

import type { WrittenLines } from '../../src/protocol/what-if';
import type { PreviewWords } from '../../src/words/preview';
import { element } from './element';

export function writtenLines(
  runs: readonly WrittenLines[],
  say: PreviewWords['whatIf'],
  label = say('written'),
): HTMLElement {
  const files = new Set(runs.map(({ fileName }) => fileName));
  return element(
    'div',
    { class: 'written-lines', tabIndex: 0, role: 'group', aria: { label } },
    ...runs.flatMap(({ fileName, line, before, after }, index) => [
      files.size > 1 && runs[index - 1]?.fileName !== fileName && element('div', { class: 'muted' }, fileName),
      ...before.map((text, row) => lineOf('removed', line + row, text, after[row] ?? '', say)),
      ...after.map((text, row) => lineOf('added', line + row, text, before[row] ?? '', say)),
    ]),
  );
}

function lineOf(
  kind: 'removed' | 'added',
  line: number,
  text: string,
  other: string,
  say: PreviewWords['whatIf'],
): HTMLElement {
  return element(
    'div',
    { class: `written-line is-${kind}` },
    element('span', { class: 'is-only-read' }, say(`written.${kind}`, { line, text })),
    element(
      'span',
      { class: 'written-number', aria: { hidden: true } },
      `${line} ${kind === 'added' ? '+' : '\u2212'}`,
    ),
    element(
      'code',
      { aria: { hidden: true } },
      ...marked(text, other).map(({ part, isOther }) => (isOther ? element('b', {}, part) : part)),
    ),
  );
}

interface Part {
  readonly part: string;
  readonly isOther: boolean;
}

/** The words of a text, told apart from those of the other: one by one where there are as many, else between equal ends. */
function marked(text: string, other: string): readonly Part[] {
  const [own, others] = [wordsOf(text), wordsOf(other)];
  const isPaired = own.length === others.length;
  const shortest = Math.min(own.length, others.length);
  let start = 0;
  while (start < shortest && own[start] === others[start]) start++;
  let end = 0;
  while (end < shortest - start && own.at(-1 - end) === others.at(-1 - end)) end++;
  return own.map((part, at) => ({
    part,
    isOther: isPaired ? part !== others[at] : at >= start && at < own.length - end,
  }));
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\w.]+|\s+|[^\w\s]/g) ?? [];
}
