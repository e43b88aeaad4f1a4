/**
 * A button that opens a menu (WAI-ARIA Authoring Practices, menu button). What is chosen is told by its value; the keyboard
 * goes back to the button.
 */

import { element } from '../app/element';
import type { Choice } from './choice';
import { type IconName, icon } from './icons';

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
      on: { click: () => (list.hidden ? open('first') : close(true)) },
    },
    options.icon === undefined ? undefined : icon(options.icon),
    text,
    icon('chevronDown'),
  );
  const list = element('div', { class: 'popup-menu', role: 'menu', hidden: true, aria: { label: options.label } });
  const root = element('div', { class: `menu-button-root ${options.class ?? ''}` }, opener, list);

  const items = (): HTMLButtonElement[] => [...list.querySelectorAll('button')];

  function open(end: 'first' | 'last'): void {
    list.hidden = false;
    opener.setAttribute('aria-expanded', 'true');
    const { left, bottom } = opener.getBoundingClientRect();
    list.style.left = `${Math.max(4, Math.min(left, window.innerWidth - list.offsetWidth - 4))}px`;
    list.style.top = `${Math.min(bottom + 2, window.innerHeight - list.offsetHeight - 4)}px`;
    items()
      .at(end === 'first' ? 0 : -1)
      ?.focus();
  }

  function close(givesBack: boolean): void {
    if (list.hidden) return;
    list.hidden = true;
    opener.setAttribute('aria-expanded', 'false');
    if (givesBack) opener.focus();
  }

  root.addEventListener('keydown', (event) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    if (list.hidden) {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      open(event.key === 'ArrowDown' ? 'first' : 'last');
    } else if (event.key === 'ArrowDown') all[(at + 1) % all.length]?.focus();
    else if (event.key === 'ArrowUp') all[(at - 1 + all.length) % all.length]?.focus();
    else if (event.key === 'Home') all[0]?.focus();
    else if (event.key === 'End') all.at(-1)?.focus();
    else if (event.key === 'Escape') close(true);
    else if (event.key === 'Tab') {
      close(false);
      return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  window.addEventListener(
    'pointerdown',
    (event) => {
      if (!(event.target instanceof Node && root.contains(event.target))) close(false);
    },
    { capture: true, passive: true },
  );
  for (const type of ['blur', 'resize'] as const) window.addEventListener(type, () => close(false));

  return {
    root,
    set(choices) {
      const at = items().indexOf(document.activeElement as HTMLButtonElement);
      list.replaceChildren(
        ...choices.map(({ value, label, isChecked }) =>
          element(
            'button',
            {
              role: isChecked === undefined ? 'menuitem' : 'menuitemcheckbox',
              aria: { checked: isChecked },
              tabIndex: -1,
              attributes: { type: 'button' },
              on: {
                click: () => {
                  if (isChecked === undefined) close(true);
                  options.onChoose(value);
                },
              },
            },
            isChecked === true && icon('check'),
            label,
          ),
        ),
      );
      if (at >= 0) items()[at]?.focus();
    },
    setLabel(label) {
      if (text.textContent !== label) text.textContent = label;
    },
  };
}
