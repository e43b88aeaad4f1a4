/** The row of tabs over the pane, with the button that gives the pane more room. */

import type { PreviewTab } from '../../src/protocol/messages';
import type { PreviewWords } from '../../src/words/preview';
import { iconButton, tabList } from '../controls';
import { element } from './element';
import type { Dispatch, Region } from './region';
import { isPaneLarge, shownRows, tabInFront } from './tabs';
import { isTyping } from './typing';

/** Letters that bring a tab to the front, while the panel has the keyboard. */
const tabKeys: Readonly<Record<PreviewTab, string>> = {
  graph: 'g',
  cost: 'c',
  layer: 'l',
  whatIf: 'w',
  memory: 'm',
  run: 'r',
  compare: 'd',
};

/** In a list a letter goes to the entry that begins with it. */
function isChoosing(event: KeyboardEvent): boolean {
  const target = event.target;
  return (
    target instanceof Element && target.closest('vscode-dropdown, [role=menu], [role=listbox], .monaco-editor') !== null
  );
}

export function createTabRow(dispatch: Dispatch, { panel: say, compareTab }: PreviewWords): Region {
  const tabs = tabList({
    label: say('tabs'),
    onChoose: (tab) => dispatch({ type: 'tabChosen', tab: tab as PreviewTab }),
  });
  const resize = (isLarge: boolean): HTMLElement =>
    iconButton({
      label: say(isLarge ? 'pane.large' : 'pane.small'),
      icon: isLarge ? 'enlarge' : 'reduce',
      onClick: () => dispatch({ type: 'paneResized', tab: front, isLarge }),
    });
  const endCompare = iconButton({
    label: compareTab('end.title'),
    icon: 'close',
    onClick: () => dispatch({ type: 'compareEnded' }),
  });
  endCompare.classList.add('end-compare');
  const enlarge = resize(true);
  const reduce = resize(false);
  let front: PreviewTab = 'cost';
  let shownTabs: readonly PreviewTab[] = [];
  window.addEventListener('keydown', (event) => {
    const tab = shownTabs.find((name) => tabKeys[name] === event.key);
    if (tab === undefined || event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || isChoosing(event))
      return;
    event.preventDefault();
    dispatch({ type: 'tabChosen', tab });
  });
  return {
    roots: [
      element('div', { class: 'tab-row' }, tabs.root, endCompare, element('div', { class: 'spacer' }), enlarge, reduce),
    ],
    update(state) {
      const isNarrow = state.layout === 'narrow';
      front = tabInFront(state);
      shownTabs = [...(isNarrow ? (['graph'] as const) : []), ...shownRows(state).map(({ name }) => name)];
      tabs.set(
        [
          ...(isNarrow ? [{ value: 'graph', label: say('tab.graph'), icon: 'graph' } as const] : []),
          ...shownRows(state).map(({ name, icon, isOn }) => ({
            value: name,
            label: say(`tab.${name}`),
            icon,
            isMarked: isOn?.(state) ?? false,
          })),
        ],
        front,
      );
      // Its tab is the last one.
      endCompare.hidden = isNarrow || shownTabs.at(-1) !== 'compare';
      const isLarge = isPaneLarge(state);
      const hadFocus = document.activeElement === enlarge || document.activeElement === reduce;
      enlarge.hidden = isNarrow || isLarge;
      reduce.hidden = isNarrow || !isLarge;
      if (hadFocus) (isLarge ? reduce : enlarge).focus();
    },
  };
}
