/**
 * The strip of What if: which changes are tried out, and what may become of them. On every tab while there are some; says
 * their effect to a screen reader once they rest.
 */

import { numberChange } from '../../src/view/change';
import { metricLabel } from '../../src/view/metric-words';
import { short } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { button, icon } from '../controls';
import { element, fill, setText } from './element';
import type { Dispatch, Region } from './region';
import type { AppState } from './state';
import { isTyping } from './typing';
import { isWhatIfOn } from './what-if-state';

/** What changes many times in a second is said when it rests. */
const restMs = 500;

export function createWhatIfStrip(dispatch: Dispatch, words: PreviewWords): Region {
  const { whatIf: say } = words;
  const hold = element(
    'button',
    {
      class: 'strip-button hold',
      title: say('hold.title'),
      attributes: { type: 'button' },
      aria: { pressed: false, label: say('hold') },
    },
    icon('eye'),
    element('span', { class: 'strip-word' }, say('hold')),
  );
  const setHeld = (isHeld: boolean): void => dispatch({ type: 'textHeld', isHeld });
  hold.addEventListener('pointerdown', () => setHeld(true));
  for (const end of ['pointerup', 'pointerleave', 'pointercancel', 'blur']) {
    hold.addEventListener(end, () => setHeld(false));
  }
  hold.addEventListener('keydown', (event) => {
    if (event.key === ' ' || event.key === 'Enter') setHeld(true);
  });
  hold.addEventListener('keyup', () => setHeld(false));

  const about = element('span', { class: 'strip-about' });
  const said = element('span', { class: 'is-only-read', role: 'status' });
  const applyTitle = say('apply.title');
  const root = element(
    'div',
    { class: 'mode-strip what-if-strip', role: 'group', aria: { label: say('title') } },
    icon('sliders'),
    about,
    element('span', { class: 'spacer' }),
    hold,
    button({
      label: say('reset'),
      kind: 'secondary',
      title: say('reset.title'),
      onClick: () => dispatch({ type: 'designReset' }),
    }),
    wordsByWidth(say('apply'), say('apply.brief'), applyTitle, () => dispatch({ type: 'applyClicked' })),
    said,
  );

  let state: AppState | undefined;
  window.addEventListener('keydown', (event) => {
    if (event.key !== 'b' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    if (state !== undefined && isWhatIfOn(state.whatIf)) setHeld(true);
  });
  window.addEventListener('keyup', (event) => {
    if (event.key === 'b' || event.key === 'B') setHeld(false);
  });
  window.addEventListener('blur', () => setHeld(false));

  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    roots: [root],
    update(next) {
      const before = state;
      state = next;
      const { changes, isHeld, textView } = next.whatIf;
      hold.setAttribute('aria-pressed', String(isHeld));
      if (before?.whatIf.changes !== changes || before.layout !== next.layout) {
        const shown = changes.map(({ label, was, now }) =>
          element('span', { class: 'strip-change' }, element('code', {}, label), ` ${say('change', { was, now })}`),
        );
        fill(
          about,
          element('strong', {}, say('title')),
          ' ',
          ...(next.layout === 'narrow' || changes.length > 3 ? [say('changes', { count: changes.length })] : shown),
          next.layout === 'wide' && element('span', { class: 'muted' }, say('not-in-text')),
        );
        about.title = changes.map(({ label, was, now }) => `${label} ${say('change', { was, now })}`).join(', ');
      }
      if (before?.view === next.view || textView === null || isHeld) return;
      clearTimeout(timer);
      timer = setTimeout(() => setText(said, effect(state as AppState, words)), restMs);
    },
  };
}

/** `multiplies 919.6 M, 41.9 percent less`. */
function effect({ view, metric, whatIf: { textView } }: AppState, words: PreviewWords): string {
  const [was, now] = [textView?.totals[metric].value, view?.totals[metric].value];
  const change = numberChange(was, now);
  if (change === undefined) return '';
  const { direction, percent } = change;
  const values = { metric: metricLabel(metric, words), amount: short(now, metric), percent: percent ?? '' };
  return words.whatIf(`spoken.${direction}`, values);
}

/** A button whose word is shorter where there is little room. */
function wordsByWidth(label: string, brief: string, title: string, onClick: () => void): HTMLElement {
  const made = button({ label: '', title, onClick });
  // No spans: the toolkit takes one for an icon.
  made.replaceChildren(element('div', { class: 'strip-word' }, label), element('div', { class: 'strip-brief' }, brief));
  return made;
}
