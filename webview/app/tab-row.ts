/** The row of tabs over the pane, with the button that gives the pane more room. */

import type { PreviewTab } from '../../src/protocol/messages';
import type { PreviewWords } from '../../src/words/preview';
import { iconButton, tabList } from '../controls';
import { element } from './element';
import type { Dispatch, Region } from './region';
import { isPaneLarge, shownRows, tabInFront } from './tabs';

export function createTabRow(dispatch: Dispatch, { panel: say }: PreviewWords): Region {
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
  const enlarge = resize(true);
  const reduce = resize(false);
  let front: PreviewTab = 'cost';
  return {
    roots: [element('div', { class: 'tab-row' }, tabs.root, enlarge, reduce)],
    update(state) {
      const isNarrow = state.layout === 'narrow';
      front = tabInFront(state);
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
      const isLarge = isPaneLarge(state);
      const hadFocus = document.activeElement === enlarge || document.activeElement === reduce;
      enlarge.hidden = isNarrow || isLarge;
      reduce.hidden = isNarrow || !isLarge;
      if (hadFocus) (isLarge ? reduce : enlarge).focus();
    },
  };
}
