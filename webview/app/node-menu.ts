/**
 * The menu of a node, by right click, `Shift+F10` or the menu key: what can be done with it elsewhere than by a click. It
 * has the keyboard while it is open, and gives it back to the picture.
 */

import type { ViewNode } from '../../src/view/model';
import { alike } from '../../src/view/open-nodes';
import type { PreviewWords } from '../../src/words/preview';
import { element, fill } from './element';
import { findNode } from './nodes';
import type { Dispatch, Region } from './region';
import type { AppEvent, AppState } from './state';

export interface NodeMenu extends Region {
  /** Beside a point of the page. `giveBack` takes the keyboard once the menu is closed. */
  open(id: string, at: { readonly x: number; readonly y: number }, giveBack: () => void): void;
}

interface Item {
  readonly label: string;
  readonly events: readonly AppEvent[];
  readonly copies?: string;
}

export function createNodeMenu(dispatch: Dispatch, words: PreviewWords): NodeMenu {
  const say = words.panel;
  const root = element('div', { class: 'node-menu', role: 'menu', hidden: true, aria: { label: say('menu') } });
  let state: AppState | undefined;
  let returnFocus = (): void => undefined;

  function close(): void {
    if (root.hidden) return;
    root.hidden = true;
    returnFocus();
  }

  function choose({ events, copies }: Item): void {
    close();
    if (copies !== undefined) void navigator.clipboard.writeText(copies);
    for (const event of events) dispatch(event);
  }

  function move(step: number | 'first' | 'last'): void {
    const items = [...root.querySelectorAll('button')];
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    const to = step === 'first' ? 0 : step === 'last' ? items.length - 1 : (at + step + items.length) % items.length;
    items[to]?.focus();
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
    roots: [root],
    update(now) {
      // What it is about may have gone.
      if (state?.view !== now.view) root.hidden = true;
      state = now;
    },
    open(id, at, giveBack) {
      const node = findNode(state?.view ?? null, id);
      if (state === undefined || node === undefined) return;
      returnFocus = giveBack;
      fill(
        root,
        ...itemsOf(node, state, words).map((group) =>
          element(
            'div',
            { role: 'group' },
            ...group.map((item) =>
              element(
                'button',
                { role: 'menuitem', tabIndex: -1, attributes: { type: 'button' }, on: { click: () => choose(item) } },
                item.label,
              ),
            ),
          ),
        ),
      );
      root.hidden = false;
      const { offsetWidth: width, offsetHeight: height } = root;
      root.style.left = `${Math.max(4, Math.min(at.x, window.innerWidth - width - 4))}px`;
      root.style.top = `${Math.max(4, Math.min(at.y, window.innerHeight - height - 4))}px`;
      move('first');
    },
  };
}

function itemsOf(
  node: ViewNode,
  { view, openNodes, isReport }: AppState,
  { panel: say }: PreviewWords,
): readonly Item[][] {
  const select: AppEvent = { type: 'nodeSelected', node: node.id, takeFocus: false };
  const places: Item[] = isReport
    ? []
    : [{ label: say('menu.go-to'), events: [{ type: 'nodeSelected', node: node.id, takeFocus: true }] }];
  if (node.children.length > 0 && view !== null) {
    const isOpen = openNodes.ids.includes(node.id);
    const toggle = (nodes: readonly string[]): AppEvent => ({ type: 'bodiesToggled', nodes, isOpen: !isOpen });
    const same = alike(view, node);
    places.push({ label: say(isOpen ? 'menu.close' : 'menu.open'), events: [toggle([node.id])] });
    if (same.length > 1) {
      places.push({ label: say(isOpen ? 'menu.close-alike' : 'menu.open-alike'), events: [toggle(same)] });
    }
  }
  const explain: Item = { label: say('menu.explain'), events: [select, { type: 'tabChosen', tab: 'layer' }] };
  const whatIf: Item = { label: say('menu.what-if'), events: [select, { type: 'tabChosen', tab: 'whatIf' }] };
  const run: Item = {
    label: say('menu.run'),
    events: [
      select,
      { type: 'tabChosen', tab: 'run' },
      { type: 'runOptionsChanged', options: { upto: node.path } },
      { type: 'runClicked' },
    ],
  };
  const work = node.kind === 'input' ? [] : isReport ? [explain] : [explain, whatIf, run];
  return [places, work, [{ label: say('menu.copy-path'), events: [], copies: node.path }]].filter(
    (group) => group.length > 0,
  );
}
