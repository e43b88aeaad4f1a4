/**
 * The text of the selected layer, in the Layer tab: as it stands in the file, and in a small editor once a person wants to change it.
 * What is typed is checked in its place in the design; only Apply writes it.
 */

import { formatExact } from '../../src/base/number-format';
import type { StatementAnswer, StatementQuestion } from '../../src/protocol/statement';
import type { PreviewWords } from '../../src/words/preview';
import { button, textButton } from '../controls';
import { loadInspector, type StatementEditor } from '../inspector/statement-editor';
import { element, fill } from './element';
import type { Dispatch, Region } from './region';
import { type AppState, explainedPath } from './state';

/** Typing that goes on is checked when it rests. */
const restMs = 120;

export function createStatementView(dispatch: Dispatch, words: PreviewWords): Region {
  const say = words.explainTab;
  const title = element('h2', { class: 'statement-title' }, say('text.title'));
  const about = element('span', { class: 'muted' });
  const edit = textButton(say('text.edit'), () => void open());
  const discard = button({ label: say('text.discard'), kind: 'secondary', onClick: () => reset(true) });
  const apply = button({ label: say('text.apply'), title: say('text.apply.keys'), onClick: () => write() });
  const plain = element('pre', { class: 'statement-text' });
  const container = element('div', { class: 'statement-editor' });
  const verdict = element('p', { class: 'muted', attributes: { role: 'status' } });
  const head = element(
    'div',
    { class: 'statement-head' },
    title,
    about,
    element('span', { class: 'spacer' }),
    edit,
    discard,
    apply,
  );
  const root = element('section', { class: 'section statement' }, head, plain, container, verdict);

  let shown: NonNullable<NonNullable<AppState['statement']>['value']> | undefined;
  let editor: StatementEditor | undefined;
  /** A person wants to edit: what is selected next opens in the editor too. */
  let isEditing = false;
  let isApplicable = false;
  let questions = 0;
  const waiting = new Map<number, (answer: StatementAnswer | null) => void>();
  let lastAnswer: AppState['statementAnswer'] = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function ask(question: StatementQuestion): Promise<StatementAnswer | null> {
    if (shown === undefined) return Promise.resolve(null);
    questions++;
    const asked = questions;
    const { path } = shown;
    return new Promise((resolve) => {
      waiting.set(asked, resolve);
      dispatch({ type: 'statementAsked', path, asked, question });
    });
  }

  async function open(): Promise<void> {
    isEditing = true;
    try {
      const create = await loadInspector();
      if (shown === undefined || editor !== undefined) return;
      editor = create({
        container,
        text: shown.text,
        line: shown.line,
        label: say('text.label', { path: shown.path }),
        ask,
        onChange: () => changed(),
        onApply: () => write(),
        onDiscard: () => reset(true),
      });
      layout();
      editor.focus();
    } catch (problem) {
      isEditing = false;
      verdict.textContent = say('text.unavailable');
      dispatch({ type: 'problemMet', message: String(problem) });
    }
  }

  function changed(): void {
    isApplicable = false;
    layout();
    clearTimeout(timer);
    timer = setTimeout(() => void check(), restMs);
  }

  async function check(): Promise<void> {
    const [text, of] = [editor?.text, shown];
    if (text === undefined || of === undefined) return;
    const answer = await ask({ kind: 'check', text, offset: 0 });
    if (answer?.kind !== 'check' || editor?.text !== text || shown !== of) return;
    editor.mark(answer.marks);
    isApplicable = isChanged();
    verdict.textContent = isChanged() ? verdictOf(answer) : '';
    layout();
  }

  function verdictOf({ marks, elsewhere, before, after }: Extract<StatementAnswer, { kind: 'check' }>): string {
    const [mistake] = marks.filter(({ severity }) => severity === 'error');
    if (mistake !== undefined) return mistake.message;
    const [other] = elsewhere;
    if (other !== undefined) return say('text.elsewhere', { message: other });
    if (before === null || after === null) return '';
    const change = after - before;
    const sign = change > 0 ? '+' : change < 0 ? '−' : '±';
    return say('text.change', { multiplies: formatExact(after), change: `${sign}${formatExact(Math.abs(change))}` });
  }

  function isChanged(): boolean {
    return editor !== undefined && shown !== undefined && editor.text !== shown.text;
  }

  function reset(takesFocus: boolean): void {
    if (shown === undefined) return;
    editor?.show(shown.text, shown.line);
    editor?.mark([]);
    verdict.textContent = '';
    isApplicable = false;
    layout();
    if (takesFocus) editor?.focus();
  }

  function write(): void {
    if (!isApplicable || editor === undefined || shown === undefined) return;
    dispatch({ type: 'statementApplied', path: shown.path, text: editor.text });
  }

  function layout(): void {
    plain.hidden = editor !== undefined;
    container.hidden = editor === undefined;
    edit.hidden = editor !== undefined;
    discard.hidden = apply.hidden = !isChanged();
    apply.toggleAttribute('disabled', !isApplicable);
  }

  return {
    roots: [root],
    update(state) {
      if (state.statementAnswer !== lastAnswer) {
        lastAnswer = state.statementAnswer;
        if (lastAnswer !== null) {
          waiting.get(lastAnswer.asked)?.(lastAnswer.answer);
          waiting.delete(lastAnswer.asked);
        }
      }
      const path = explainedPath(state);
      const value = state.statement?.path === path ? state.statement.value : null;
      root.hidden = value === null;
      if (value === null || value === shown) return;
      const isSameText = shown?.path === value.path && shown.text === value.text;
      const isUntouched = !isChanged();
      const wasOther = shown?.path !== value.path;
      shown = value;
      plain.textContent = value.text;
      fill(
        about,
        [
          value.fileName == null
            ? say('text.line', { line: value.line })
            : say('text.line-of', { line: value.line, file: value.fileName }),
          value.shared.length === 0 ? '' : say('text.shared', { names: value.shared.join(', ') }),
        ]
          .filter((note) => note !== '')
          .join(' · '),
      );
      // What is being typed outlives changes elsewhere; of another layer, or once it is written, it does not.
      if (wasOther || isUntouched || editor?.text === value.text) reset(false);
      else if (!isSameText) changed();
      if (isEditing && editor === undefined && state.tab === 'layer') void open();
      layout();
    },
  };
}
