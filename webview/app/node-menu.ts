/**
 * The menu of a node, by right click, `Shift+F10` or the menu key: what can be done with it elsewhere than by a click.
 */

import { isEnd, type ViewNode } from '../../src/view/model';
import { alike } from '../../src/view/open-nodes';
import type { PreviewWords } from '../../src/words/preview';
import { createMenu } from '../controls';
import { findNode } from './nodes';
import type { Dispatch, Region } from './region';
import type { AppEvent, AppState } from './state';

/** Beside a point of the page. `giveBack` takes the keyboard once the menu is closed. */
export type OpenMenu = (id: string, at: { readonly x: number; readonly y: number }, giveBack: () => void) => void;

export interface NodeMenu extends Region {
  readonly open: OpenMenu;
}

interface Item {
  readonly label: string;
  readonly events: readonly AppEvent[];
  readonly copies?: string;
}

export function createNodeMenu(dispatch: Dispatch, words: PreviewWords): NodeMenu {
  const menu = createMenu(words.panel('menu'));
  let state: AppState | undefined;

  function choose({ events, copies }: Item): void {
    if (copies !== undefined) void navigator.clipboard.writeText(copies);
    for (const event of events) dispatch(event);
  }

  return {
    roots: [menu.root],
    update(now) {
      if (state?.view !== now.view) menu.drop();
      state = now;
    },
    open(id, at, giveBack) {
      const node = findNode(state?.view ?? null, id);
      if (state === undefined || node === undefined) return;
      const groups = itemsOf(node, state, words).map((group) =>
        group.map((item) => ({ label: item.label, choose: () => choose(item) })),
      );
      menu.open(groups, at, giveBack);
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
  const work = isEnd(node) ? [] : isReport ? [explain] : [explain, whatIf, run];
  const copies: Item[] = node.path === '' ? [] : [{ label: say('menu.copy-path'), events: [], copies: node.path }];
  return [places, work, copies].filter((group) => group.length > 0);
}
