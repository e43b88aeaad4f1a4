/** The open challenge: the rules, the marks, and the designs that have passed. */

import { judgeChallenge } from '../../src/course/challenge';
import { exact, type LessonSource } from '../../src/course/lesson';
import type { Attempt } from '../../src/course/progress';
import type { CourseWords } from '../../src/words/course';
import { button, element, fill } from './dom';
import { ruleLines } from './rule-list';

export interface ChallengeOptions {
  readonly words: CourseWords;
  readonly source: LessonSource;
  text(): string;
  now(): Date;
  attempts(): readonly Attempt[];
  setAttempts(attempts: readonly Attempt[]): void;
  /** Puts an earlier text into the file. */
  reopen(text: string): void;
}

type Column = 'time' | 'multiplies' | 'params' | 'peakBytes';

export function createChallenge(options: ChallengeOptions): HTMLElement {
  const { words, source } = options;
  const { course } = words;
  const rules = element('ul', { class: 'rules' });
  const marks = element('ul', { class: 'marks' });
  const status = element('p', { role: 'status', class: 'hint' });
  const board = element('div', { class: 'scroll', tabIndex: 0, role: 'group', aria: { label: course('attempts') } });
  let sorted: Column = 'time';
  let isDescending = false;

  function check(): void {
    const text = options.text();
    const { rules: results, mistakeLine, marks: reached, design } = judgeChallenge(text, source);
    fill(rules, ...ruleLines(words, results));
    fill(
      marks,
      ...reached.map(({ share, over }) =>
        element(
          'li',
          { class: over <= 0 ? 'met' : 'missed' },
          over <= 0
            ? course('mark.reached', { percent: Math.round(100 * share) })
            : course('mark.over', { count: exact(over), percent: Math.round(100 * share) }),
        ),
      ),
    );
    if (mistakeLine !== undefined) status.textContent = course('repair', { line: mistakeLine });
    else if (design === undefined) status.textContent = course('not-yet');
    else {
      status.textContent = course('right.file');
      if (options.attempts().at(-1)?.text !== text) {
        options.setAttempts([...options.attempts(), { ...design, text, note: '', time: options.now().toISOString() }]);
      }
    }
    showBoard();
  }

  function showBoard(): void {
    const attempts = options.attempts();
    const order = attempts.map((attempt, index) => ({ attempt, index }));
    if (sorted !== 'time') order.sort((a, b) => a.attempt[sorted as 'params'] - b.attempt[sorted as 'params']);
    if (isDescending) order.reverse();
    const best = (column: Exclude<Column, 'time'>): number => Math.min(...attempts.map((one) => one[column]));
    const head = (column: Column, text: string): HTMLElement =>
      element(
        'th',
        {
          attributes: { scope: 'col' },
          aria: { sort: sorted !== column ? 'none' : isDescending ? 'descending' : 'ascending' },
        },
        button(
          text,
          () => {
            isDescending = sorted === column && !isDescending;
            sorted = column;
            showBoard();
            board.querySelectorAll<HTMLElement>('.sort')[columns.indexOf(column)]?.focus();
          },
          { class: 'plain sort' },
        ),
      );
    const cell = (attempt: Attempt, column: Exclude<Column, 'time'>): HTMLElement =>
      element(
        'td',
        { class: attempt[column] === best(column) ? 'best' : '' },
        exact(attempt[column]),
        attempt[column] === best(column) ? element('span', { class: 'spoken' }, ` ${course('best')}`) : undefined,
      );
    if (attempts.length === 0) {
      fill(board, element('p', { class: 'muted' }, course('no-attempts')));
      return;
    }
    fill(
      board,
      element(
        'table',
        { class: 'twin' },
        element('caption', {}, course('attempts')),
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            head('time', course('time')),
            head('multiplies', course('multiplies')),
            head('params', course('parameters')),
            head('peakBytes', course('peak')),
            element('th', { attributes: { scope: 'col' } }, course('change')),
            element('th', { attributes: { scope: 'col' } }, course('note')),
            element('th', { attributes: { scope: 'col' } }, course('actions')),
          ),
        ),
        element(
          'tbody',
          {},
          ...order.map(({ attempt, index }) => {
            const before = attempts[index - 1];
            const note = element('input', {
              class: 'field',
              aria: { label: course('note') },
              attributes: { value: attempt.note },
              on: { change: () => options.setAttempts(attempts.with(index, { ...attempt, note: note.value })) },
            });
            return element(
              'tr',
              {},
              element(
                'th',
                { attributes: { scope: 'row' } },
                new Date(attempt.time).toLocaleString(words.language.tag),
              ),
              cell(attempt, 'multiplies'),
              cell(attempt, 'params'),
              cell(attempt, 'peakBytes'),
              element('td', {}, before === undefined ? '' : exact(attempt.multiplies - before.multiplies)),
              element('td', {}, note),
              element(
                'td',
                {},
                button(course('open'), () => options.reopen(attempt.text), { class: 'plain' }),
                button(
                  course('delete'),
                  () => {
                    options.setAttempts(attempts.toSpliced(index, 1));
                    showBoard();
                  },
                  { class: 'plain' },
                ),
              ),
            );
          }),
        ),
      ),
      button(course('copy'), () => {
        const rows = attempts.map(
          (one) =>
            `| ${one.time} | ${exact(one.multiplies)} | ${exact(one.params)} | ${exact(one.peakBytes)} | ${one.note.replaceAll('|', '\\|')} |`,
        );
        const titles = [course('time'), course('multiplies'), course('parameters'), course('peak'), course('note')];
        const text = [`| ${titles.join(' | ')} |`, '|---|---:|---:|---:|---|', ...rows, ''].join('\n');
        void navigator.clipboard.writeText(text).then(() => {
          status.textContent = course('copied');
        });
      }),
    );
  }

  const columns: readonly Column[] = ['time', 'multiplies', 'params', 'peakBytes'];
  const root = element(
    'div',
    { class: 'challenge' },
    element('div', { class: 'actions' }, button(course('check'), check, { class: 'primary' })),
    status,
    rules,
    marks,
    element('h2', {}, course('attempts')),
    board,
    element('p', { class: 'muted' }, course('only-training')),
  );
  check();
  return root;
}
