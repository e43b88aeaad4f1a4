/**
 * The row that says what is wrong with the text, where, and what the panel shows meanwhile. A live region: screen
 * readers hear it without losing their place.
 */

import type { ViewError, ViewModel } from '../../src/view/model';
import { icon, textButton } from '../controls';
import { element, fill } from './element';
import { exact } from './figures';
import type { Dispatch, Region } from './region';
import type { AppState } from './state';

export function createErrorRow(dispatch: Dispatch): Region {
  const content = element('div', { class: 'error-row-content' });
  const root = element('div', { class: 'error-row', role: 'status', aria: { live: 'polite' } }, content);
  let shown = '';

  return {
    roots: [root],
    update(state) {
      const errors = state.view?.errors ?? state.empty?.errors ?? [];
      const error = errors.find(({ severity }) => severity === 'error');
      const notice = noticeText(state);
      root.hidden = error === undefined && notice === '';
      root.classList.toggle('is-notice', error === undefined);
      if (error === undefined) {
        if (notice !== shown) fill(content, notice !== '' && icon('warning'), notice);
        shown = notice;
        return;
      }
      const count = errors.filter((candidate) => candidate.severity === 'error').length;
      const key = JSON.stringify([error, count, state.view?.status]);
      if (key === shown) return;
      shown = key;
      const [fix] = error.fixes;
      fill(
        content,
        icon('error'),
        element(
          'span',
          { class: 'error-text', title: error.message },
          element('strong', {}, `Line ${exact(error.line)}: `),
          `${sentence(error)} ${consequence(state.view)}`,
          count > 1 && element('span', { class: 'error-more' }, ` ${exact(count - 1)} more in Problems.`),
        ),
        textButton('Go to line', () => dispatch({ type: 'errorOpened', error: error.id })),
        fix !== undefined && fixButton(fix.title, () => dispatch({ type: 'fixChosen', error: error.id, fix: fix.id })),
      );
    },
  };
}

/** What is not wrong with the text, but has to be said. */
function noticeText(state: AppState): string {
  if (state.unavailable !== '') return `The picture could not be brought up to date: ${state.unavailable}`;
  return state.layoutPhase === 'stacked' ? 'The layout took too long, so the boxes stand one below the other.' : '';
}

function fixButton(title: string, onClick: () => void): HTMLElement {
  const made = textButton('Fix', onClick);
  made.title = title;
  return made;
}

function sentence(error: ViewError): string {
  return /[.!?]$/.test(error.message) ? error.message : `${error.message}.`;
}

function consequence(view: ViewModel | null): string {
  if (view === null) return '';
  if (view.status === 'broken') return 'The picture is the last good one.';
  return view.status === 'partial' ? 'What depends on it is unknown; totals are partial.' : '';
}
