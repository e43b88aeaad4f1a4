/**
 * Quiet tabs in the look of VS Code's panel titles (WAI-ARIA Authoring Practices, tabs with automatic
 * activation). The caller shows and hides the panels, whose ids are `panel-` and the tab's value, or has one for all.
 */

import { element, setAttribute } from '../app/element';
import type { Choice } from './choice';
import { type IconName, icon } from './icons';

export interface TabChoice extends Choice {
  /** Where there is little room it stands over the word or in its place. */
  readonly icon: IconName;
  /** Has a dot. */
  readonly isMarked?: boolean;
}

export interface TabList {
  readonly root: HTMLElement;
  set(choices: readonly TabChoice[], selected: string): void;
}

export function tabList(options: { label: string; panel?: string; onChoose(value: string): void }): TabList {
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
      const key = JSON.stringify(choices.map(({ value }) => value));
      if (key !== shown) {
        shown = key;
        tabs = choices.map((choice) =>
          element(
            'button',
            {
              class: 'tab',
              role: 'tab',
              title: choice.label,
              id: `tab-${choice.value}`,
              aria: { controls: options.panel ?? `panel-${choice.value}`, label: choice.label },
              attributes: { type: 'button' },
              data: { value: choice.value },
              on: { click: () => options.onChoose(choice.value) },
            },
            icon(choice.icon),
            element('span', { class: 'tab-label' }, choice.label),
          ),
        );
        root.replaceChildren(...tabs);
      }
      for (const tab of tabs) {
        const isChosen = tab.dataset.value === selected;
        setAttribute(tab, 'aria-selected', String(isChosen));
        setAttribute(tab, 'tabindex', isChosen ? '0' : '-1');
        tab.classList.toggle('is-marked', choices.find(({ value }) => value === tab.dataset.value)?.isMarked === true);
      }
    },
  };
}
