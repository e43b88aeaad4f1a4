/**
 * A menu that opens at a point or below a button (WAI-ARIA Authoring Practices, menu). It has the keyboard while it is open,
 * and gives it back.
 */

import { element, fill } from '../app/element';
import { icon } from './icons';

export interface MenuItem {
  readonly label: string;
  /** Of a group of which one is chosen. */
  readonly isChosen?: boolean;
  /** Of what is on or off by itself: it stays in sight when it is chosen. */
  readonly isOn?: boolean;
  choose(): void;
}

export type MenuGroups = readonly (readonly MenuItem[])[];

export interface PopupMenu {
  readonly root: HTMLElement;
  readonly isOpen: boolean;
  /** `giveBack` takes the keyboard once the menu is closed; the item at `end` has it until then. */
  open(
    groups: MenuGroups,
    at: { readonly x: number; readonly y: number },
    giveBack: () => void,
    end?: 'first' | 'last',
  ): void;
  /** Other items, in place of those that are shown. */
  set(groups: MenuGroups): void;
  close(): void;
  /** What it is about has gone. */
  drop(): void;
}

/** @param owner What holds its opener, where a press does not close it from outside. */
export function createMenu(label: string, options: { owner?: HTMLElement; onClosed?(): void } = {}): PopupMenu {
  const root = element('div', { class: 'popup-menu', role: 'menu', hidden: true, aria: { label } });
  let returnFocus = (): void => undefined;

  const items = (): HTMLButtonElement[] => [...root.querySelectorAll('button')];
  const focused = (): number => items().indexOf(document.activeElement as HTMLButtonElement);

  function drop(): void {
    if (root.hidden) return;
    root.hidden = true;
    options.onClosed?.();
  }

  function close(): void {
    if (root.hidden) return;
    drop();
    returnFocus();
  }

  function move(step: number | 'first' | 'last'): void {
    const all = items();
    const to = step === 'first' ? 0 : step === 'last' ? all.length - 1 : (focused() + step + all.length) % all.length;
    all[to]?.focus();
  }

  function itemElement({ label: text, isChosen, isOn, choose }: MenuItem): HTMLElement {
    const click = (): void => {
      if (isOn === undefined) close();
      choose();
    };
    return element(
      'button',
      {
        role: isOn !== undefined ? 'menuitemcheckbox' : isChosen !== undefined ? 'menuitemradio' : 'menuitem',
        tabIndex: -1,
        aria: { checked: isOn ?? isChosen },
        attributes: { type: 'button' },
        on: { click },
      },
      isOn === true && icon('check'),
      text,
    );
  }

  function show(groups: MenuGroups): void {
    fill(root, ...groups.map((group) => element('div', { role: 'group' }, ...group.map(itemElement))));
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
    if (!(event.target instanceof Node && (options.owner ?? root).contains(event.target))) drop();
  };
  for (const type of ['pointerdown', 'wheel'] as const) {
    window.addEventListener(type, closeOutside, { capture: true, passive: true });
  }
  for (const type of ['blur', 'resize'] as const) window.addEventListener(type, closeOutside);

  return {
    root,
    get isOpen() {
      return !root.hidden;
    },
    drop,
    close,
    open(groups, at, giveBack, end = 'first') {
      returnFocus = giveBack;
      show(groups);
      root.hidden = false;
      const { offsetWidth: width, offsetHeight: height } = root;
      root.style.left = `${Math.max(4, Math.min(at.x, window.innerWidth - width - 4))}px`;
      root.style.top = `${Math.max(4, Math.min(at.y, window.innerHeight - height - 4))}px`;
      move(end);
    },
    set(groups) {
      const at = focused();
      show(groups);
      if (at >= 0) items()[at]?.focus();
    },
  };
}
