/** The strip under the header while a network is compared: with what, how much differs, and the way from change to change. */

import { compareCounts } from '../../src/view/compare-rows';
import { exact } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { button, type IconName, icon, iconButton, menuButton, setDisabled } from '../controls';
import { type CompareState, compareChoices, comparedWith } from './compare-state';
import { element, setText } from './element';
import type { Dispatch, Region } from './region';
import type { AppState } from './state';
import { isTyping } from './typing';
import { isWhatIfOn } from './what-if-state';

export function createCompareStrip(dispatch: Dispatch, words: PreviewWords): Region {
  const say = words.compareTab;
  const step = (by: 1 | -1): void => dispatch({ type: 'changeStepped', step: by });
  const choices = compareMenu(dispatch, words, 'strip-choice');
  const name = element('span', { class: 'strip-name', aria: { hidden: true } });
  const counts = element('span', { role: 'status' });
  /** With its word where there is room for it. */
  const make = (
    key: 'previous' | 'next' | 'swap' | 'end',
    image: IconName,
    onClick: () => void,
  ): readonly HTMLElement[] => {
    const worded = button({ label: say(key), title: say(`${key}.title`), kind: 'secondary', onClick });
    const bare = iconButton({ label: say(`${key}.title`), icon: image, onClick });
    worded.classList.add('is-worded');
    bare.classList.add('is-bare');
    return [worded, bare];
  };
  const previous = make('previous', 'up', () => step(-1));
  const next = make('next', 'down', () => step(1));
  const swap = make('swap', 'swap', () => dispatch({ type: 'compareSwapped' }));
  const end = make('end', 'close', () => dispatch({ type: 'compareEnded' }));
  const root = element(
    'div',
    { class: 'mode-strip compare-strip', role: 'group', aria: { label: say('strip.with') } },
    icon('compare'),
    element('strong', { class: 'strip-title' }, say('strip.with')),
    choices.root,
    element('span', { class: 'strip-text' }, name, counts),
    element('div', { class: 'spacer' }),
    ...previous,
    ...next,
    ...swap,
    ...end,
  );
  let state: AppState | undefined;
  window.addEventListener('keydown', (event) => {
    if (event.key !== 'F7' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    if (state?.compare.shown == null) return;
    event.preventDefault();
    step(event.shiftKey ? -1 : 1);
  });
  return {
    roots: [root],
    update(now) {
      const before = state;
      state = now;
      const { compare } = now;
      choices.update(now, compare.shown?.name ?? say('with'));
      if (before?.compare === compare) return;
      setText(counts, stripText(compare, words));
      setText(name, compare.shown === null ? '' : `${compare.shown.name}: `);
      for (const one of [...previous, ...next, ...swap]) setDisabled(one, compare.shown === null);
    },
  };
}

function stripText({ shown, isWaiting, failure }: CompareState, { compareTab: say, language }: PreviewWords): string {
  if (isWaiting) return say('strip.waiting');
  if (failure !== '') return say('strip.failed', { reason: failure });
  if (shown === null) return '';
  const { added, removed, changed, same } = compareCounts(shown.report);
  if (added + removed + changed === 0) return say('nothing');
  return [
    added > 0 ? say('added', { count: exact(added) }) : '',
    removed > 0 ? say('removed', { count: exact(removed) }) : '',
    changed > 0 ? say('changed', { count: exact(changed) }) : '',
    say('same', { count: exact(same) }),
  ]
    .filter((part) => part !== '')
    .join(language.comma);
}

/** The menu of what can be compared with. */
export function compareMenu(dispatch: Dispatch, words: PreviewWords, className: string) {
  const say = words.compareTab;
  const menu = menuButton({
    label: say('compare'),
    title: say('with'),
    icon: 'compare',
    class: className,
    onChoose: (value) => dispatch({ type: 'compareChosen', with: comparedWith(value) }),
  });
  let shown = '';
  return {
    root: menu.root,
    update(state: AppState, label: string): void {
      menu.setLabel(label);
      const values = compareChoices(state.view, isWhatIfOn(state.whatIf));
      const key = values.join('\n');
      if (key === shown) return;
      shown = key;
      menu.set(
        values.map((value) => {
          const wanted = comparedWith(value);
          const text = wanted.kind === 'network' ? say('network', { name: wanted.network }) : say(wanted.kind);
          return { value, label: text };
        }),
      );
    },
  };
}
