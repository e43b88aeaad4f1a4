/** A question: what is asked, where it is answered, what is said to an answer, and what comes after it. */

import { type Judgement, judge, type SpokenText } from '../../src/course/judge';
import type { EditQuestion, Question } from '../../src/course/lesson';
import type { Answered } from '../../src/course/progress';
import type { CourseWords } from '../../src/words/course';
import { button, element, fill } from './dom';
import { ruleLines } from './rule-list';

export interface QuestionOptions {
  readonly words: CourseWords;
  readonly question: Question;
  /** Asked again, of other sizes. */
  readonly isSister: boolean;
  /** `Question 2 of 3`. */
  readonly heading: string;
  /** What is written in, where it stands in the question: that is answered in the file. */
  readonly file?: HTMLElement | undefined;
  /** What is in the file, for a question that is answered there. */
  text(): string;
  /** It has been answered, or the answer has been asked for. */
  onAnswered(answered: Answered): void;
  /** Goes on, once it is answered. */
  onNext(): void;
}

export interface QuestionView {
  readonly root: HTMLElement;
  /** The file has changed. */
  textChanged(): void;
  focus(): void;
}

const triesBeforeSolution = 2;

export function say(words: CourseWords, { table, key, figures }: SpokenText): string {
  return words.find(table, key, figures) ?? key;
}

export function createQuestion(options: QuestionOptions): QuestionView {
  const { words, question } = options;
  const { course } = words;
  const text = (key: string): string => words.find('lesson', `${question.id}.${key}`, question.figures) ?? '';
  let tries = 0;
  let isDone = false;
  const titleId = 'question';
  const hintId = 'hint';
  const hint = element('div', { id: hintId, class: 'hint', role: 'status', aria: { live: 'polite' } });
  const title = element(
    'h2',
    { id: titleId, tabIndex: -1 },
    (options.isSister ? text('sister') : '') || text('question'),
  );
  const actions = element('div', { class: 'actions' });
  const more = element('div', { class: 'solution' });
  const proceed = element('div', { class: 'actions' });
  const explanation = element('div', { class: 'explanation', tabIndex: -1 });

  const field = element('input', {
    class: 'field answer',
    aria: { labelledby: titleId, describedby: hintId },
    attributes: { type: 'text', autocomplete: 'off', spellcheck: 'false', inputmode: 'text', size: '18' },
  });
  const radios =
    question.kind === 'choice'
      ? question.choices.map((name) =>
          element('input', { id: `choice-${name}`, attributes: { type: 'radio', name: 'choice', value: name } }),
        )
      : [];
  const choices = element(
    'fieldset',
    { aria: { labelledby: titleId, describedby: hintId } },
    ...radios.map((radio) => element('label', { class: 'choice' }, radio, text(`choice.${radio.value}`))),
  );
  const where =
    question.kind === 'edit'
      ? element('p', { class: 'muted' }, course('in-file'))
      : question.kind === 'choice'
        ? choices
        : field;
  const rules = element('ul', { class: 'rules' });
  const form = element(
    'form',
    {
      class: 'question',
      on: {
        submit: (event) => {
          event.preventDefault();
          if (!isDone) check();
        },
      },
    },
    element('p', { class: 'muted' }, options.heading),
    title,
    ...(where === field ? [element('div', { class: 'answer-row' }, where, actions)] : [where, options.file, actions]),
    hint,
    rules,
    more,
    explanation,
    proceed,
  );

  const answer = (): string => {
    if (question.kind === 'edit') return options.text();
    if (question.kind === 'choice') return radios.find(({ checked }) => checked)?.value ?? '';
    return field.value;
  };

  function check(): void {
    const judged = judge(question, answer());
    if (judged.verdict === 'wrong') tries++;
    tell(judged);
    if (judged.verdict === 'right') finish('right', judged);
  }

  function tell(judged: Judgement): void {
    const { verdict } = judged;
    field.classList.toggle('wrong', verdict === 'wrong');
    field.setAttribute('aria-invalid', String(verdict === 'wrong'));
    hint.className = `hint ${verdict}`;
    hint.textContent = say(words, judged.text);
    if (question.kind === 'edit' && question.listsRules === true) {
      fill(rules, ...ruleLines(words, judged.rules ?? []));
    }
    if (verdict === 'wrong' && tries >= triesBeforeSolution) showActions(true);
    reveal(hint);
  }

  /** What is said to an answer stands below it, where a keyboard on the screen or the end of the window may hide it. */
  function reveal(said: HTMLElement): void {
    // Whoever types in the file looks there.
    if (question.kind !== 'edit' || form.contains(document.activeElement)) said.scrollIntoView({ block: 'nearest' });
  }

  function finish(state: Answered['state'], judged?: Judgement, takesFocus = true): void {
    isDone = true;
    field.readOnly = true;
    for (const radio of radios) radio.disabled = true;
    hint.className = 'hint';
    fill(hint);
    const said = judged === undefined ? rightAnswer(words, question) : say(words, judged.text);
    if (state !== 'right' && question.kind === 'edit') showSolution(question);
    fill(
      explanation,
      element(
        'p',
        {},
        element('span', { class: 'mark', aria: { hidden: true } }, '✓'),
        element('strong', {}, said),
        `${words.language.betweenSentences}${text('why')}`,
      ),
      state === 'right' ? undefined : element('p', { class: 'muted' }, course('returns')),
    );
    fill(actions);
    fill(proceed, button(course('next'), options.onNext, { class: 'primary' }));
    options.onAnswered({ state, tries, answer: answer() });
    if (takesFocus) explanation.focus({ preventScroll: true });
    // With the way on, and from its beginning where both are higher than the window.
    reveal(proceed);
    reveal(explanation);
    if (takesFocus) return;
    // Seen in the explanation already.
    hint.className = 'spoken';
    hint.textContent = said;
  }

  /** What was written and one way to write it; the file stays as it is. */
  function showSolution({ solution }: EditQuestion): void {
    const pane = (label: string, code: string): HTMLElement =>
      element(
        'figure',
        {},
        element('figcaption', {}, label),
        element('pre', { tabIndex: 0, aria: { label } }, element('code', {}, code)),
      );
    fill(more, pane(course('my-text'), options.text()), pane(course('solution'), solution));
    more.setAttribute('role', 'group');
    more.setAttribute('aria-label', course('side-by-side'));
  }

  function showActions(hasSolution: boolean): void {
    fill(
      actions,
      element('button', { class: 'primary', attributes: { type: 'submit' } }, course('check')),
      hasSolution
        ? button(course('show'), () => finish('shown'), { class: 'plain' })
        : button(course('unsure'), () => finish('unsure'), { class: 'plain' }),
    );
  }

  showActions(false);
  return {
    root: form,
    textChanged() {
      if (isDone || question.kind !== 'edit') return;
      const judged = judge(question, options.text());
      tell(judged);
      // A right file is right at once: there is nothing to be pressed, and whoever types goes on typing.
      if (judged.verdict === 'right') finish('right', judged, false);
    },
    focus() {
      if (question.kind === 'choice') radios[0]?.focus();
      else if (question.kind === 'edit') title.focus();
      else field.focus();
    },
  };
}

/** Nothing for what is answered in the file. */
function rightAnswer(words: CourseWords, question: Question): string {
  const { course } = words;
  if (question.kind === 'number' || question.kind === 'shape') {
    const value =
      question.kind === 'shape'
        ? question.answer.join('x')
        : Number.isInteger(question.answer)
          ? String(question.answer)
          : question.answer.toFixed(1);
    const { figures } = judge(question, value).text;
    return course('answer-is', { value: figures.value ?? value });
  }
  if (question.kind !== 'choice') return '';
  const value = words.find('lesson', `${question.id}.choice.${question.answer}`, question.figures) ?? '';
  return course('answer-is', { value });
}

/** A question that has been answered, above the one that is open; the last one is read without a click. */
export function answeredLine(
  words: CourseWords,
  question: Question,
  { state }: Answered,
  isLast: boolean,
): HTMLElement {
  const text = (key: string): string => words.find('lesson', `${question.id}.${key}`, question.figures) ?? '';
  return element(
    'details',
    { class: `answered ${state}`, attributes: isLast ? { open: '' } : {} },
    element(
      'summary',
      {},
      element('span', { class: 'mark', aria: { hidden: true } }, state === 'right' ? '✓' : '○'),
      text('question'),
    ),
    element(
      'p',
      {},
      element('strong', {}, rightAnswer(words, question)),
      `${words.language.betweenSentences}${text('why')}`,
    ),
  );
}
