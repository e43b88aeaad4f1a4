/** A menu that opens at a point. It has the keyboard while it is open, and gives it back. */

import { element, fill } from './element';

export interface MenuItem {
  readonly label: string;
  /** Of one of a group of which one is chosen; undefined for one that acts. */
  readonly isChecked?: boolean;
  choose(): void;
}

export interface PopupMenu {
  readonly root: HTMLElement;
  /** `giveBack` takes the keyboard once the menu is closed. */
  open(
    groups: readonly (readonly MenuItem[])[],
    at: { readonly x: number; readonly y: number },
    giveBack: () => void,
  ): void;
  /** What it is about has gone. */
  drop(): void;
}

export function createPopupMenu(label: string): PopupMenu {
  const root = element('div', { class: 'popup-menu', role: 'menu', hidden: true, aria: { label } });
  let returnFocus = (): void => undefined;

  function close(): void {
    if (root.hidden) return;
    root.hidden = true;
    returnFocus();
  }

  function move(step: number | 'first' | 'last'): void {
    const items = [...root.querySelectorAll('button')];
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    const to = step === 'first' ? 0 : step === 'last' ? items.length - 1 : (at + step + items.length) % items.length;
    items[to]?.focus();
  }

  function itemElement({ label: text, isChecked, choose }: MenuItem): HTMLElement {
    const click = (): void => {
      close();
      choose();
    };
    return element(
      'button',
      {
        role: isChecked === undefined ? 'menuitem' : 'menuitemradio',
        tabIndex: -1,
        aria: isChecked === undefined ? {} : { checked: isChecked },
        attributes: { type: 'button' },
        on: { click },
      },
      text,
    );
  }

  root.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Home') move('first');
    else if (event.key === 'End') move('last');
    else if (event.key === 'Escape' || event.key === 'Tab') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  root.addEventListener('contextmenu', (event) => event.preventDefault());
  const closeOutside = (event: Event): void => {
    if (!root.hidden && !(event.target instanceof Node && root.contains(event.target))) root.hidden = true;
  };
  for (const type of ['pointerdown', 'wheel'] as const) {
    window.addEventListener(type, closeOutside, { capture: true, passive: true });
  }
  for (const type of ['blur', 'resize'] as const) window.addEventListener(type, closeOutside);

  return {
    root,
    drop() {
      root.hidden = true;
    },
    open(groups, at, giveBack) {
      returnFocus = giveBack;
      fill(root, ...groups.map((group) => element('div', { role: 'group' }, ...group.map(itemElement))));
      root.hidden = false;
      const { offsetWidth: width, offsetHeight: height } = root;
      root.style.left = `${Math.max(4, Math.min(at.x, window.innerWidth - width - 4))}px`;
      root.style.top = `${Math.max(4, Math.min(at.y, window.innerHeight - height - 4))}px`;
      move('first');
    },
  };
}
