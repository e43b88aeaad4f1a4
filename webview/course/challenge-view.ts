/** The open challenge: the rules, the marks, and the designs that have passed, with what each comes to and how it differs. */

import { formatMilliseconds } from '../../src/base/number-format';
import { changedLayers, judgeChallenge } from '../../src/course/challenge';
import { exact, type LessonSource } from '../../src/course/lesson';
import type { Attempt } from '../../src/course/progress';
import type { DesignTime } from '../../src/runtime/design-time';
import type { CourseWords } from '../../src/words/course';
import { button, element, fill, setText, tableOf } from './dom';
import { ruleLines } from './rule-list';

export interface ChallengeOptions {
  readonly words: CourseWords;
  readonly source: LessonSource;
  text(): string;
  now(): Date;
  /** How long a design takes on this machine, where there is something to run it. */
  readonly time?: ((text: string) => Promise<DesignTime | undefined> | undefined) | undefined;
  readonly copyLink?: ((text: string) => Promise<void> | undefined) | undefined;
  attempts(): readonly Attempt[];
  setAttempts(attempts: readonly Attempt[]): void;
  /** Puts an earlier text into the file. */
  reopen(text: string): void;
}

type Column = 'time' | 'multiplies' | 'params' | 'peakBytes' | 'predicted' | 'measured';
type Figure = Exclude<Column, 'time'>;

/** Undefined where it is not known. */
function figureOf({ times, ...attempt }: Attempt, column: Figure): number | undefined {
  if (column === 'predicted') return times?.predictedMs ?? undefined;
  return column === 'measured' ? times?.measuredMs : attempt[column];
}

const signed = (difference: number): string => `${difference > 0 ? '+' : ''}${exact(difference)}`;

const isTime = (column: Figure): boolean => column === 'predicted' || column === 'measured';

function figureText(attempt: Attempt, column: Figure): string {
  const figure = figureOf(attempt, column);
  if (figure === undefined) return '–';
  return isTime(column) ? formatMilliseconds(figure) : exact(figure);
}

const titleOf = {
  multiplies: 'multiplies',
  params: 'parameters',
  peakBytes: 'peak',
  predicted: 'predicted',
  measured: 'measured',
} as const satisfies Record<Figure, string>;
const columns: readonly Column[] = ['time', 'multiplies', 'params', 'peakBytes', 'predicted', 'measured'];

export function createChallenge(options: ChallengeOptions): HTMLElement {
  const { words, source } = options;
  const { course } = words;
  const rules = element('ul', { class: 'rules' });
  const marks = element('ul', { class: 'marks' });
  const status = element('p', { role: 'status', class: 'hint' });
  const board = element('div', { class: 'scroll', tabIndex: 0, role: 'group', aria: { label: course('attempts') } });
  const timing = element('p', { class: 'muted', role: 'status' });
  const { copyLink } = options;
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
        void measure(text);
      }
    }
    showBoard();
  }

  /** Told once it is known, meanwhile the design is on the board without it. */
  async function measure(text: string): Promise<void> {
    const timed = options.time?.(text);
    if (timed === undefined) return;
    setText(timing, course('timing'));
    const times = await timed.catch(() => undefined);
    setText(timing, '');
    if (times === undefined) return;
    options.setAttempts(options.attempts().map((one) => (one.text === text ? { ...one, times } : one)));
    // A note that is being written is not taken away.
    if (!board.contains(document.activeElement)) showBoard();
  }

  function showBoard(): void {
    const attempts = options.attempts();
    const order = attempts.map((attempt, index) => ({ attempt, index }));
    const by = sorted;
    const rank = ({ attempt }: { readonly attempt: Attempt }): number =>
      by === 'time' ? 0 : (figureOf(attempt, by) ?? Number.MAX_VALUE);
    order.sort((a, b) => rank(a) - rank(b));
    if (isDescending) order.reverse();
    const best = (column: Figure): number =>
      Math.min(...attempts.map((one) => figureOf(one, column) ?? Number.POSITIVE_INFINITY));
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
            board.querySelectorAll<HTMLElement>('.sort')[column === 'time' ? 0 : shown.indexOf(column) + 1]?.focus();
          },
          { class: 'plain sort' },
        ),
      );
    const cell = (attempt: Attempt, column: Figure): HTMLElement =>
      element(
        'td',
        { class: figureOf(attempt, column) === best(column) ? 'best' : '' },
        figureText(attempt, column),
        figureOf(attempt, column) === best(column)
          ? element('span', { class: 'spoken' }, ` ${course('best')}`)
          : undefined,
      );
    const hasTimes = options.time !== undefined || attempts.some(({ times }) => times !== undefined);
    const shown = columns.filter((column): column is Figure => column !== 'time' && (hasTimes || !isTime(column)));
    if (attempts.length === 0) {
      fill(board, element('p', { class: 'muted' }, course('no-attempts')));
      return;
    }
    fill(
      board,
      element(
        'table',
        { class: 'twin' },
        element('caption', { class: 'spoken' }, course('attempts')),
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            head('time', course('time')),
            ...shown.map((column) => head(column, course(titleOf[column]))),
          ),
        ),
        element(
          'tbody',
          {},
          ...order.flatMap(({ attempt, index }) => {
            const before = attempts[index - 1];
            const note = element('input', {
              class: 'field attempt-note',
              aria: { label: course('note') },
              attributes: { value: attempt.note, placeholder: course('note') },
              on: { change: () => options.setAttempts(attempts.with(index, { ...attempt, note: note.value })) },
            });
            const when = new Date(attempt.time).toLocaleString(words.language.tag, {
              dateStyle: 'short',
              timeStyle: 'short',
            });
            return [
              element(
                'tr',
                {},
                element('th', { attributes: { scope: 'row' } }, when),
                ...shown.map((column) => cell(attempt, column)),
              ),
              element(
                'tr',
                { class: 'beside-figures' },
                element(
                  'td',
                  { attributes: { colspan: String(shown.length + 1) } },
                  element(
                    'div',
                    { class: 'actions' },
                    note,
                    button(course('open'), () => options.reopen(attempt.text), { class: 'plain' }),
                    copyLink &&
                      button(
                        course('copy-link'),
                        () => void copyLink(attempt.text)?.then(() => setText(status, course('copied'))),
                        { class: 'plain' },
                      ),
                    button(
                      course('delete'),
                      () => {
                        options.setAttempts(attempts.toSpliced(index, 1));
                        showBoard();
                      },
                      { class: 'plain' },
                    ),
                    before === undefined
                      ? undefined
                      : element(
                          'span',
                          { class: 'muted' },
                          `${course('change')}${words.language.colon}${signed(attempt.multiplies - before.multiplies)}`,
                        ),
                  ),
                  layers(attempt),
                ),
              ),
            ];
          }),
        ),
      ),
      button(course('copy'), () => {
        const rows = attempts.map(
          (one) =>
            `| ${[one.time, ...shown.map((column) => figureText(one, column)), one.note.replaceAll('|', '\\|')].join(' | ')} |`,
        );
        const titles = [course('time'), ...shown.map((column) => course(titleOf[column])), course('note')];
        const rule = `|---|${'---:|'.repeat(shown.length)}---|`;
        const text = [`| ${titles.join(' | ')} |`, rule, ...rows, ''].join('\n');
        void navigator.clipboard.writeText(text).then(() => {
          status.textContent = course('copied');
        });
      }),
    );
  }

  /** Which layers cost otherwise than those that the challenge starts from. */
  function layers({ text }: Attempt): HTMLElement {
    const changed = changedLayers(text, source);
    return element(
      'details',
      {},
      element('summary', {}, course('layers', { count: changed.length })),
      tableOf(
        course('layers.of'),
        [course('layer'), course('was'), course('now'), course('difference')],
        changed.map(({ path, was, now }) => [
          path,
          was === undefined ? '–' : exact(was),
          now === undefined ? '–' : exact(now),
          signed((now ?? 0) - (was ?? 0)),
        ]),
      ),
    );
  }

  const root = element(
    'div',
    { class: 'challenge' },
    element('div', { class: 'actions' }, button(course('check'), check, { class: 'primary' })),
    status,
    timing,
    rules,
    marks,
    element('h2', {}, course('attempts')),
    board,
    element('p', { class: 'muted' }, course('only-training')),
  );
  check();
  return root;
}
