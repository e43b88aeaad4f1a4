/** In the picture's place while a value is taken apart: the way back, where it stands, and how it arises. */

import type { LookQuestion } from '../../src/runtime/look-question';
import { briefPath } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { button } from '../controls';
import { element, fill } from './element';
import { shownLook, wantedLook } from './look-wanted';
import { originKey, originSections } from './origin-view';
import type { Dispatch, Region } from './region';
import { type AppState, frontTab } from './state';
import { isTyping } from './typing';

/** A value is taken apart, and there is something to show of it. */
export function isLensOn(state: AppState): boolean {
  return (
    state.layout !== 'narrow' &&
    frontTab(state) === 'run' &&
    shownLook(state)?.origin != null &&
    wantedLook(state)?.place != null
  );
}

export function createOriginLens(dispatch: Dispatch, words: PreviewWords): Region {
  const say = words.runTab;
  const root = element('div', {
    class: 'origin-lens',
    role: 'region',
    tabIndex: -1,
    hidden: true,
    aria: { label: say('origin.title') },
  });
  let before: AppState | undefined;
  const change = (question: Partial<LookQuestion>): void => {
    const wanted = before === undefined ? null : wantedLook(before);
    if (wanted !== null) dispatch({ type: 'lookChanged', question: { ...wanted, ...question } });
  };
  root.addEventListener('keydown', (event) => {
    const look = before === undefined ? null : shownLook(before);
    const wanted = before === undefined ? null : wantedLook(before);
    if (look === null || wanted === null || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    const to = originKey(event.key, look.shape, wanted);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    change(to);
  });
  return {
    roots: [root],
    update(state) {
      const isOn = isLensOn(state);
      const wasOn = !root.hidden;
      root.hidden = !isOn;
      const look = shownLook(state);
      if (!isOn || look === null) {
        before = state;
        return;
      }
      const isSame = wasOn && before !== undefined && shownLook(before) === look;
      before = state;
      if (isSame) return;
      const focused = root.contains(document.activeElement)
        ? (document.activeElement as HTMLElement).dataset.focus
        : undefined;
      const hadFocus = root.contains(document.activeElement);
      const { path } = look.question;
      const back = button({
        label: say('origin.back'),
        kind: 'secondary',
        icon: 'chevronLeft',
        onClick: () => change({ place: null }),
      });
      back.dataset.focus = 'back';
      fill(
        root,
        element(
          'div',
          { class: 'origin-crumb' },
          back,
          element('span', {}, `${state.view?.network ?? ''} › ${briefPath(path)}`),
          element('span', { class: 'spacer' }),
          element('span', { class: 'muted' }, say('origin.keys')),
        ),
        ...(originSections(look, change, words) ?? []),
      );
      const again =
        focused === undefined ? null : root.querySelector<HTMLElement>(`[data-focus='${CSS.escape(focused)}']`);
      // Its keys work as soon as it is there, and go on working while it changes.
      if (hadFocus || !wasOn) (again ?? root).focus({ preventScroll: true });
    },
  };
}
