/**
 * Quiet tabs in the look of VS Code's panel titles (WAI-ARIA Authoring Practices, tabs with automatic
 * activation). The caller shows and hides the panels, whose ids are `panel-` and the tab's value.
 */

import { element } from '../app/element';
import type { Choice } from './choice';

export interface TabList {
  readonly root: HTMLElement;
  set(choices: readonly Choice[], selected: string): void;
}

export function tabList(options: { label: string; onChoose(value: string): void }): TabList {
  const root = element('div', { class: 'tabs', role: 'tablist', aria: { label: options.label } });
  let shown = '';
  let tabs: HTMLButtonElement[] = [];

  root.addEventListener('keydown', (event) => {
    const at = tabs.findIndex((tab) => tab.getAttribute('aria-selected') === 'true');
    const targets: Record<string, number> = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at - 1 + tabs.length) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    };
    const target = targets[event.key];
    const next = target === undefined ? undefined : tabs[target];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    next.focus();
    options.onChoose(next.dataset.value ?? '');
  });

  return {
    root,
    set(choices, selected) {
      const key = JSON.stringify(choices);
      if (key !== shown) {
        shown = key;
        tabs = choices.map((choice) =>
          element(
            'button',
            {
              class: 'tab',
              role: 'tab',
              id: `tab-${choice.value}`,
              aria: { controls: `panel-${choice.value}` },
              attributes: { type: 'button' },
              data: { value: choice.value },
              on: { click: () => options.onChoose(choice.value) },
            },
            choice.label,
          ),
        );
        root.replaceChildren(...tabs);
      }
      for (const tab of tabs) {
        const isChosen = tab.dataset.value === selected;
        tab.setAttribute('aria-selected', String(isChosen));
        tab.tabIndex = isChosen ? 0 : -1;
      }
    },
  };
}
