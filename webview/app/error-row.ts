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
      const notice = noticeText(state, words);
      root.hidden = error === undefined && notice === '';
      root.classList.toggle('is-notice', error === undefined);
      if (error === undefined) {
        const again = canTryAgain(state, notice, words) && textButton(say('notice.try-again'), layOutAgain);
        if (notice !== shown)
          fill(content, notice !== '' && icon('warning'), element('span', { class: 'error-text' }, notice), again);
        shown = notice;
        return;
      }
      const count = errors.length;
      const key = JSON.stringify([error, count, state.view?.status]);
      if (key === shown) return;
      shown = key;
      const [fix] = error.fixes;
      const after = consequence(state.view, words);
      fill(
        content,
        icon('error'),
        element(
          'span',
          { class: 'error-text', title: `${sentence(error, words)} ${after}`.trim() },
          element('strong', {}, say('error.line', { line: exact(error.line) })),
          ` ${sentence(error, words)}`,
          element('span', { class: 'error-consequence' }, ` ${after}`),
          count > 1 && element('span', { class: 'error-more' }, ` ${say('error.more', { count: exact(count - 1) })}`),
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

/** What is not wrong with the text, but has to be said. */
function noticeText(state: AppState, words: PreviewWords): string {
  const say = words.panel;
  if (state.unavailable !== '') return say('notice.unavailable', { reason: state.unavailable });
  if (state.refused.length > 0) return say('notice.refused', { reasons: words.language.all(state.refused) });
  const { layoutPhase: phase } = state;
  return phase === 'late' || phase === 'slow' || phase === 'failed' ? say(`notice.${phase}`) : '';
}

/** The layout has ended, and what is said is about it. */
function canTryAgain({ layoutPhase: phase }: AppState, notice: string, { panel: say }: PreviewWords): boolean {
  return (phase === 'slow' || phase === 'failed') && notice === say(`notice.${phase}`);
}

function fixButton(label: string, title: string, onClick: () => void): HTMLElement {
  const made = textButton(label, onClick);
  made.title = title;
  return made;
}

function sentence({ message }: ViewError, { panel: say }: PreviewWords): string {
  return /[.!?]$/.test(message) ? message : say('error.sentence', { message });
}

function consequence(view: ViewModel | null, { panel: say }: PreviewWords): string {
  if (view === null) return '';
  if (view.status === 'broken') return say('error.picture-is-last-good');
  return view.status === 'partial' ? say('error.totals-are-partial') : '';
}
