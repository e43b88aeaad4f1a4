/**
 * The row that says what is wrong with the text that the picture is of, where, and what the panel shows meanwhile. A live region: screen
 * readers hear it without losing their place.
 */

import type { ViewError, ViewModel } from '../../src/view/model';
import { exact } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { icon, textButton } from '../controls';
import { element, fill } from './element';
import type { Dispatch, Region } from './region';
import type { AppState } from './state';

export function createErrorRow(dispatch: Dispatch, words: PreviewWords, layOutAgain: () => void): Region {
  const say = words.panel;
  const content = element('div', { class: 'error-row-content' });
  const root = element('div', { class: 'error-row', role: 'status', aria: { live: 'polite' } }, content);
  let shown = '';

  return {
    roots: [root],
    update(state) {
      const listed = state.view?.errors ?? state.empty?.errors ?? [];
      const errors = listed.filter(({ severity, isElsewhere }) => severity === 'error' && !isElsewhere);
      const [error] = errors;
      const { notice, canTryAgain = false } = noticeOf(state, words);
      root.hidden = error === undefined && notice === '';
      root.classList.toggle('is-notice', error === undefined);
      if (error === undefined) {
        if (notice !== shown) {
          fill(
            content,
            notice !== '' && icon('warning'),
            element('span', { class: 'error-text' }, notice),
            canTryAgain && textButton(say('notice.try-again'), layOutAgain),
          );
        }
        shown = notice;
        return;
      }
      const count = errors.length;
      const key = JSON.stringify([error, count, state.view?.status]);
      if (key === shown) return;
      shown = key;
      const [fix] = error.fixes;
      const said = sentence(error, words);
      const after = consequence(state.view, words);
      const space = words.language.betweenSentences;
      fill(
        content,
        icon('error'),
        element(
          'span',
          { class: 'error-text', title: [said, after].filter(Boolean).join(space) },
          element('strong', {}, say('error.line', { line: exact(error.line) })),
          `${space}${said}`,
          element('span', { class: 'error-consequence' }, `${space}${after}`),
          count > 1 &&
            element('span', { class: 'error-more' }, `${space}${say('error.more', { count: exact(count - 1) })}`),
        ),
        element(
          'span',
          { class: 'error-actions' },
          textButton(say('error.go-to'), () => dispatch({ type: 'errorOpened', error: error.id })),
          fix !== undefined &&
            fixButton(say('error.fix'), fix.title, () => dispatch({ type: 'fixChosen', error: error.id, fix: fix.id })),
        ),
      );
    },
  };
}

interface Notice {
  /** Empty where there is nothing to say. */
  readonly notice: string;
  /** It is about a layout that has ended. */
  readonly canTryAgain?: boolean;
}

/** What is not wrong with the text, but has to be said. */
function noticeOf(state: AppState, words: PreviewWords): Notice {
  const say = words.panel;
  if (state.unavailable !== '') return { notice: say('notice.unavailable', { reason: state.unavailable }) };
  if (state.refused.length > 0)
    return { notice: say('notice.refused', { reasons: words.language.all(state.refused) }) };
  const { layoutPhase: phase } = state;
  if (phase === 'idle' || phase === 'working') return { notice: '' };
  return { notice: say(`notice.${phase}`), canTryAgain: phase !== 'late' };
}

function fixButton(label: string, title: string, onClick: () => void): HTMLElement {
  const made = textButton(label, onClick);
  made.title = title;
  return made;
}

function sentence({ message }: ViewError, { panel: say }: PreviewWords): string {
  return /[.!?。？]$/.test(message) ? message : say('error.sentence', { message });
}

function consequence(view: ViewModel | null, { panel: say }: PreviewWords): string {
  if (view === null) return '';
  if (view.status === 'broken') return say('error.picture-is-last-good');
  return view.status === 'partial' ? say('error.totals-are-partial') : '';
}
