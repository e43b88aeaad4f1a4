/**
 * The line between picture and pane, which can be dragged or moved with the arrow keys (WAI-ARIA Authoring
 * Practices, window splitter).
 */

import type { PreviewWords } from '../../src/words/preview';
import { element } from './element';
import type { Dispatch, Region } from './region';
import { type AppState, initialState } from './state';
import { isPaneLarge, tabInFront } from './tabs';

const keyStep = 0.03;

/** Of the panel, where a tab wants room. */
const largeShare = 0.6;

function shareOf(state: AppState): number {
  if (isPaneLarge(state)) return largeShare;
  return state.paneShare[state.layout === 'wide' ? 'wide' : 'medium'];
}

/** Before it was dragged the pane is never wider than its tables need. */
function widthOf(state: AppState): string {
  const share = `${(shareOf(state) * 100).toFixed(2)}%`;
  return shareOf(state) === initialState.paneShare.wide ? `min(${share}, 520px)` : share;
}

export function createSplitter(dispatch: Dispatch, words: PreviewWords, panel: HTMLElement): Region {
  const root = element('div', {
    class: 'splitter',
    role: 'separator',
    tabIndex: 0,
    aria: { label: words.panel('splitter'), valuemin: 15, valuemax: 70 },
  });
  let state: AppState | undefined;

  const isVertical = (): boolean => state?.layout === 'wide';
  const drag = (share: number): void => {
    if (state !== undefined) dispatch({ type: 'paneDragged', tab: tabInFront(state), share });
  };

  root.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    root.setPointerCapture(event.pointerId);
    root.classList.add('is-dragged');
  });
  root.addEventListener('pointermove', (event) => {
    if (!root.hasPointerCapture(event.pointerId)) return;
    const box = panel.getBoundingClientRect();
    const share = isVertical() ? (box.right - event.clientX) / box.width : (box.bottom - event.clientY) / box.height;
    drag(share);
  });
  root.addEventListener('lostpointercapture', () => root.classList.remove('is-dragged'));
  root.addEventListener('keydown', (event) => {
    const grows = isVertical() ? 'ArrowLeft' : 'ArrowUp';
    const shrinks = isVertical() ? 'ArrowRight' : 'ArrowDown';
    const step = event.key === grows ? keyStep : event.key === shrinks ? -keyStep : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    if (state !== undefined) drag(shareOf(state) + step);
  });

  return {
    roots: [root],
    update(next) {
      state = next;
      root.setAttribute('aria-orientation', isVertical() ? 'vertical' : 'horizontal');
      root.setAttribute('aria-valuenow', String(Math.round(shareOf(next) * 100)));
      panel.style.setProperty('--pane-width', widthOf(next));
      panel.style.setProperty('--pane-height', `${(shareOf(next) * 100).toFixed(2)}%`);
    },
  };
}
