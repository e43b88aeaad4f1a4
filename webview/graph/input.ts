/**
 * What pointer and keys mean on the picture, as in the table of the preview's design: which node is meant, and which
 * action. Gestures themselves are told apart in gestures.ts.
 */

import type { ArrowKey } from '../../src/view/navigate';
import { isMenuKey } from '../menu-key';
import { listenToGestures } from './gestures';

export interface InputActions {
  pan(dx: number, dy: number): void;
  zoomAt(at: { readonly x: number; readonly y: number }, factor: number): void;
  choose(id: string | undefined): void;
  toggle(id: string, isAll: boolean): void;
  /** Double click or Enter. */
  activate(id: string): void;
  hover(id: string | undefined): void;
  /** By the pointer at a point of the page, or by a key. */
  menu(id: string, at?: { readonly x: number; readonly y: number }): void;
  move(id: string, key: ArrowKey): void;
  isOpen(id: string): boolean;
  /** The node that keys mean when none has the focus. */
  current(): string | undefined;
  fit(): void;
  arrange(): void;
  zoomTo(zoom: number): void;
  zoomBy(factor: number): void;
  startFind(): void;
  escape(): void;
  goTo(end: 'first' | 'last'): void;
}

const zoomStep = 1.25;

export function listenToInput(canvas: HTMLElement, actions: InputActions): () => void {
  const stopGestures = listenToGestures(canvas, {
    pan: actions.pan,
    zoom: actions.zoomAt,
    click(target, event) {
      const id = nodeAt(target);
      if (id !== undefined && partAt(target) === 'chevron') actions.toggle(id, event.altKey);
      else if (id !== undefined && event.altKey) actions.toggle(id, true);
      else actions.choose(id);
    },
    doubleClick(target) {
      const id = nodeAt(target);
      const part = partAt(target);
      // The chevron has had its clicks; an open body is closed by its header only.
      if (id === undefined || part === 'chevron' || (actions.isOpen(id) && part !== 'header')) return;
      actions.activate(id);
    },
    hover(target) {
      const id = target === null ? undefined : nodeAt(target);
      const isInside = id !== undefined && actions.isOpen(id) && target !== null && partAt(target) === undefined;
      actions.hover(isInside ? undefined : id);
    },
  });

  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const id = (event.target instanceof Element ? nodeAt(event.target) : undefined) ?? actions.current();
    // With Shift the key's character differs by keyboard.
    if (event.shiftKey && event.code === 'Digit0') actions.arrange();
    else if (id !== undefined && isMenuKey(event)) actions.menu(id);
    else if (!act(event.key, id, actions)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  canvas.addEventListener('keydown', onKey);
  const onMenu = (event: MouseEvent): void => {
    // There is no text to cut, copy or paste, on a node or beside all of them.
    event.preventDefault();
    const id = event.target instanceof Element ? nodeAt(event.target) : undefined;
    if (id !== undefined) actions.menu(id, { x: event.clientX, y: event.clientY });
  };
  canvas.addEventListener('contextmenu', onMenu);
  return () => {
    stopGestures();
    canvas.removeEventListener('contextmenu', onMenu);
    canvas.removeEventListener('keydown', onKey);
  };
}

/** True where the key means something. */
function act(key: string, id: string | undefined, actions: InputActions): boolean {
  switch (key) {
    case 'ArrowUp':
    case 'ArrowDown':
    case 'ArrowLeft':
    case 'ArrowRight':
      if (id !== undefined) actions.move(id, key);
      return id !== undefined;
    case 'Home':
      actions.goTo('first');
      return true;
    case 'End':
      actions.goTo('last');
      return true;
    case 'Enter':
      if (id !== undefined) actions.activate(id);
      return id !== undefined;
    case ' ':
      actions.choose(id);
      return true;
    case '0':
      actions.fit();
      return true;
    case '1':
      actions.zoomTo(1);
      return true;
    case '+':
    case '=':
      actions.zoomBy(zoomStep);
      return true;
    case '-':
      actions.zoomBy(1 / zoomStep);
      return true;
    case '/':
      actions.startFind();
      return true;
    case 'Escape':
      actions.escape();
      return true;
    default:
      return false;
  }
}

function nodeAt(target: Element): string | undefined {
  return target.closest<SVGElement>('[data-id]')?.dataset.id;
}

function partAt(target: Element): string | undefined {
  return target.closest<SVGElement>('[data-part]')?.dataset.part;
}
