/**
 * The line between picture and pane, which can be dragged or moved with the arrow keys (WAI-ARIA Authoring
 * Practices, window splitter).
 */

import type { PreviewWords } from '../../src/words/preview';
import { element } from './element';
import type { Dispatch, Region } from './region';
import type { AppState } from './state';

const keyStep = 0.03;

export function createSplitter(dispatch: Dispatch, words: PreviewWords, panel: HTMLElement): Region {
  const root = element('div', {
    class: 'splitter',
    role: 'separator',
    tabIndex: 0,
    aria: { label: words.panel('splitter'), valuemin: 15, valuemax: 70 },
  });
  let state: AppState | undefined;

  const isVertical = (): boolean => state?.layout === 'wide';
  const shareNow = (): number => (state === undefined ? 0 : state.paneShare[isVertical() ? 'wide' : 'medium']);

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
    dispatch({ type: 'paneDragged', share });
  });
  root.addEventListener('lostpointercapture', () => root.classList.remove('is-dragged'));
  root.addEventListener('keydown', (event) => {
    const grows = isVertical() ? 'ArrowLeft' : 'ArrowUp';
    const shrinks = isVertical() ? 'ArrowRight' : 'ArrowDown';
    const step = event.key === grows ? keyStep : event.key === shrinks ? -keyStep : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    dispatch({ type: 'paneDragged', share: shareNow() + step });
  });

  return {
    roots: [root],
    update(next) {
      if (state?.paneShare === next.paneShare && state.layout === next.layout) return;
      state = next;
      root.setAttribute('aria-orientation', isVertical() ? 'vertical' : 'horizontal');
      root.setAttribute('aria-valuenow', String(Math.round(shareNow() * 100)));
      panel.style.setProperty('--pane-width', `${(next.paneShare.wide * 100).toFixed(2)}%`);
      panel.style.setProperty('--pane-height', `${(next.paneShare.medium * 100).toFixed(2)}%`);
    },
  };
}
