/** A button that opens a menu (WAI-ARIA Authoring Practices, menu button). What is chosen is told by its value. */

import { element } from '../app/element';
import type { Choice } from './choice';
import { type IconName, icon } from './icons';
import { createMenu, type MenuGroups } from './menu';

/** One that is on or off stays in its menu when it is chosen. */
export interface MenuChoice extends Choice {
  readonly isChecked?: boolean;
}

export interface MenuButton {
  readonly root: HTMLElement;
  set(choices: readonly MenuChoice[]): void;
  setLabel(label: string): void;
}

export function menuButton(options: {
  label: string;
  /** Where the label that is drawn does not say it. */
  title?: string;
  icon?: IconName;
  class?: string;
  onChoose(value: string): void;
}): MenuButton {
  const text = element('span', { class: 'menu-button-label' }, options.label);
  const opener = element(
    'button',
    {
      class: 'menu-button',
      title: options.title ?? '',
      attributes: { type: 'button' },
      aria: { haspopup: 'menu', expanded: false },
      on: { click: () => (menu.isOpen ? menu.close() : open('first')) },
    },
    options.icon === undefined ? undefined : icon(options.icon),
    text,
    icon('chevronDown'),
  );
  const root = element('div', { class: `menu-button-root ${options.class ?? ''}` }, opener);
  const menu = createMenu(options.label, {
    owner: root,
    onClosed: () => opener.setAttribute('aria-expanded', 'false'),
  });
  root.append(menu.root);
  let groups: MenuGroups = [];

  function open(end: 'first' | 'last'): void {
    opener.setAttribute('aria-expanded', 'true');
    const { left, bottom } = opener.getBoundingClientRect();
    menu.open(groups, { x: left, y: bottom + 2 }, () => opener.focus(), end);
  }

  opener.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    open(event.key === 'ArrowDown' ? 'first' : 'last');
    event.preventDefault();
    event.stopPropagation();
  });

  return {
    root,
    set(choices) {
      groups = [
        choices.map(({ value, label, isChecked }) => ({
          label,
          ...(isChecked === undefined ? {} : { isOn: isChecked }),
          choose: () => options.onChoose(value),
        })),
      ];
      menu.set(groups);
    },
    setLabel(label) {
      if (text.textContent !== label) text.textContent = label;
    },
  };
}
