/** What stands around editor and preview: the row at the top, the files, the row at the bottom; wide, or one above the other. */

import type { FileId } from '../src/base/span';
import { type PreviewTab, previewTabs } from '../src/protocol/messages';
import { type PlaygroundWords, playgroundLanguages } from '../src/words/playground';
import { element, fill } from '../webview/app/element';
import { type IconName, icon } from '../webview/controls/icons';
import { createMenu, type MenuItem } from '../webview/controls/menu';
import { tabList } from '../webview/controls/tab-list';
import { keep, kept } from '../webview/kept';
import { chooseTheme, chosenTheme, themeChoices } from '../webview/page-theme';
import type { EditorCommand } from './editor/design-editor';
import { followWindow, hasTouchKeys, stacked } from './phone';

export interface FrameActions {
  newFromPreset(): void;
  share(): void;
  addFile(): void;
  openFile(): void;
  show(file: FileId): void;
  rename(file: FileId): void;
  remove(file: FileId): void;
  startOver(): void;
  key(text: string): void;
  command(command: EditorCommand): void;
  problems(): void;
  chooseTab(tab: PreviewTab): void;
}

export interface ShownFile {
  readonly id: FileId;
  readonly name: string;
  readonly problems: number;
}

export interface PageFrame {
  readonly editor: HTMLElement;
  readonly preview: HTMLElement;
  readonly notices: HTMLElement;
  readonly saved: HTMLElement;
  readonly costs: HTMLElement;
  /** Shown once it is true. */
  readonly offline: HTMLElement;
  /** Where there is little room: the tabs, of which `compare` is there while designs are compared. */
  setTab(tab: PreviewTab, isComparing?: boolean): void;
  setFiles(files: readonly ShownFile[], shown: FileId): void;
  setProblems(count: number, text: string): void;
  /** The text, while there is no editor yet to show it; undefined once there is. */
  showWaiting(text: string | undefined): void;
  setDragged(isDragged: boolean): void;
  onDrop(take: (files: readonly File[]) => void): void;
}

/** What a keyboard on a screen hides behind other keys. */
const keys = ['(', ')', '{', '}', '->', 'x', '=', '_', ',', ':', '*', '/'] as const;

const tabIcons = {
  graph: 'graph',
  cost: 'cost',
  layer: 'layer',
  whatIf: 'sliders',
  memory: 'memory',
  run: 'play',
  compare: 'compare',
} as const satisfies Record<PreviewTab, IconName>;

/** @param value The row of a number that is moved by hand. */
export function createPageFrame(
  root: HTMLElement,
  words: PlaygroundWords,
  actions: FrameActions,
  value: HTMLElement,
): PageFrame {
  const say = words.playground;
  const menu = createMenu(say('more'));
  const openMenu = (button: HTMLElement, groups: readonly (readonly MenuItem[])[]): void => {
    const { left, bottom } = button.getBoundingClientRect();
    menu.open(groups, { x: left, y: bottom + 2 }, () => button.focus());
  };
  let shownFiles: readonly ShownFile[] = [];
  let shown: FileId = '';
  const themeItems = (): readonly MenuItem[] =>
    themeChoices.map((theme) => ({
      label: say(`theme.${theme}`),
      isChosen: chosenTheme() === theme,
      choose: () => chooseTheme(theme),
    }));
  const preset = element(
    'button',
    { class: 'plain-button', aria: { label: say('new') }, on: { click: actions.newFromPreset } },
    icon('add'),
    element('span', {}, say('new')),
  );
  const share = element(
    'button',
    { class: 'main-button share-button', aria: { label: say('share') }, on: { click: actions.share } },
    icon('export'),
    element('span', {}, say('share')),
  );
  const more = element(
    'button',
    {
      class: 'quiet-button',
      title: say('more'),
      aria: { label: say('more'), haspopup: 'menu' },
      on: {
        click: () =>
          openMenu(more, [
            [
              { label: say('new'), choose: actions.newFromPreset },
              { label: say('file.add'), choose: actions.addFile },
              { label: say('file.open'), choose: actions.openFile },
              { label: say('file.start-over'), choose: actions.startOver },
            ],
            [{ label: say('course'), choose: () => location.assign(courseAddress()) }],
            themeItems(),
            playgroundLanguages.map(({ playground: sayIn, language: { tag } }) => ({
              label: sayIn('own-name'),
              isChosen: words.language.tag === tag,
              choose: () => {
                keep('language', tag);
                location.reload();
              },
            })),
            [{ label: say('licences'), choose: () => window.open('THIRD-PARTY-NOTICES.txt') }],
          ]),
      },
    },
    icon('more'),
  );
  const fileName = element('span', { class: 'file-name' });
  const fileButton: HTMLElement = element(
    'button',
    {
      class: 'file-button',
      aria: { haspopup: 'menu' },
      on: {
        click: () =>
          openMenu(fileButton, [
            shownFiles.map(({ id, name, problems: count }) => ({
              label: count > 0 ? `${name} (${say('problems', { count })})` : name,
              isChosen: id === shown,
              choose: () => actions.show(id),
            })),
            [{ label: say('file.add'), choose: actions.addFile }, ...fileItems()],
          ]),
      },
    },
    fileName,
  );
  const top = element(
    'header',
    { class: 'top-row' },
    element('img', { class: 'logo', attributes: { src: 'incept.svg', alt: '', width: '24', height: '24' } }),
    element('h1', {}, element('b', {}, 'Incept'), ' ', element('span', { class: 'muted' }, say('name'))),
    fileButton,
    preset,
    element('span', { class: 'muted drop-hint' }, say('drop-hint')),
    element('span', { class: 'spacer' }),
    element('a', { class: 'plain-button course-link', attributes: { href: courseAddress() } }, say('course')),
    share,
    more,
  );

  const fileTabs = element('div', { class: 'file-tabs', role: 'tablist', aria: { label: say('files') } });
  const fileItems = (): readonly MenuItem[] => [
    { label: say('file.rename'), choose: () => actions.rename(shown) },
    { label: say('file.remove'), choose: () => actions.remove(shown) },
  ];
  const fileMenu = element(
    'button',
    {
      class: 'quiet-button',
      aria: { haspopup: 'menu' },
      on: {
        click: () => {
          openMenu(fileMenu, [fileItems()]);
        },
      },
    },
    icon('more'),
  );
  const add = element(
    'button',
    { class: 'quiet-button', title: say('file.add'), aria: { label: say('file.add') }, on: { click: actions.addFile } },
    icon('add'),
  );
  const editor = element('div', { class: 'editor', id: 'editor', role: 'tabpanel' });
  const waiting = element('pre', {
    class: 'editor-waiting',
    tabIndex: 0,
    role: 'region',
    aria: { busy: true, label: say('editor.loading') },
  });
  const keyRow = element(
    'div',
    { class: 'key-row', role: 'toolbar', hidden: !hasTouchKeys, aria: { label: say('keys') } },
    ...keys.map((key) => keyButton(key, key, () => actions.key(key))),
    ...(['undo', 'redo', 'indent', 'complete'] as const).map((command) =>
      keyButton(say(`key.${command}`), { undo: '↶', redo: '↷', indent: '⇥', complete: '…' }[command], () =>
        actions.command(command),
      ),
    ),
  );
  const editorSide = element(
    'section',
    { class: 'editor-side' },
    element('div', { class: 'file-row' }, fileTabs, add, element('span', { class: 'spacer' }), fileMenu),
    editor,
    value,
    keyRow,
  );
  const preview = element('div', { class: 'preview-side', id: 'preview' });
  const tabs = tabList({
    label: say('tabs'),
    panel: 'preview',
    onChoose: (tab) => actions.chooseTab(tab as PreviewTab),
  });
  const splitter = createSplitter(words, root);
  const problems = element('button', { class: 'status-button', on: { click: actions.problems } });
  const costs = element('span', { class: 'muted' });
  const saved = element('span', { class: 'muted' });
  const offline = element('span', { class: 'muted offline', hidden: true }, say('offline'));
  const notices = element('div', { class: 'notices', role: 'status' });
  const drop = element('div', { class: 'drop-mark', hidden: true }, say('drop.here'));
  root.className = 'playground';
  followWindow(root);
  fill(
    root,
    top,
    element('main', { class: 'sides', aria: { label: say('title') } }, editorSide, splitter, preview),
    element('footer', { class: 'status-row' }, problems, costs, element('span', { class: 'spacer' }), offline, saved),
    element('nav', { class: 'phone-tabs', aria: { label: say('tabs') } }, tabs.root),
    notices,
    drop,
    menu.root,
  );

  let hasCompare = false;
  const setTab = (tab: PreviewTab, isComparing = hasCompare): void => {
    hasCompare = isComparing;
    root.classList.toggle('shows-design', tab === 'graph');
    tabs.set(
      previewTabs
        .filter((name) => name !== 'compare' || isComparing)
        .map((name) => ({ value: name, label: say(`tab.${name}`), icon: tabIcons[name] })),
      tab,
    );
  };
  setTab('graph', false);

  return {
    setTab,
    editor,
    preview,
    notices,
    saved,
    costs,
    offline,
    setFiles: (files, current) => {
      shownFiles = files;
      shown = current;
      const name = files.find(({ id }) => id === current)?.name ?? '';
      fileMenu.setAttribute('aria-label', say('file.actions', { name }));
      fileMenu.title = say('file.actions', { name });
      fileName.textContent = name;
      const hadFocus = fileTabs.contains(document.activeElement);
      fill(
        fileTabs,
        ...files.map((file) => {
          const isShown = file.id === current;
          return element(
            'button',
            {
              class: 'file-tab',
              role: 'tab',
              tabIndex: isShown ? 0 : -1,
              aria: { selected: isShown, controls: 'editor' },
              data: { file: file.name },
              on: {
                click: () => actions.show(file.id),
                keydown: (event) => {
                  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
                  const at = files.indexOf(file);
                  const next = step === undefined ? undefined : files[(at + step + files.length) % files.length];
                  if (next !== undefined) actions.show(next.id);
                  if (event.key === 'F2') actions.rename(file.id);
                  if (event.key === 'Delete') actions.remove(file.id);
                },
                dblclick: () => actions.rename(file.id),
              },
            },
            file.name,
            file.problems > 0 &&
              element(
                'span',
                { class: 'tab-problems', title: say('problems', { count: file.problems }) },
                String(file.problems),
              ),
          );
        }),
      );
      const front = fileTabs.querySelector<HTMLElement>('[aria-selected=true]');
      front?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      if (hadFocus) front?.focus();
      editor.setAttribute('aria-label', name);
    },
    setProblems: (count, text) => {
      problems.classList.toggle('has-problems', count > 0);
      fill(problems, icon(count > 0 ? 'error' : 'check'), text);
      problems.disabled = count === 0;
    },
    showWaiting: (text) => {
      if (text === undefined) waiting.remove();
      else {
        waiting.textContent = text;
        editor.append(waiting);
      }
    },
    setDragged: (isDragged) => {
      drop.hidden = !isDragged;
    },
    onDrop: (take) => {
      const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
      window.addEventListener('dragenter', (event) => {
        if (hasFiles(event)) drop.hidden = false;
      });
      window.addEventListener('dragover', (event) => {
        if (hasFiles(event)) event.preventDefault();
      });
      drop.addEventListener('dragleave', () => {
        drop.hidden = true;
      });
      window.addEventListener(
        'drop',
        (event) => {
          if (!hasFiles(event)) return;
          event.preventDefault();
          event.stopPropagation();
          take([...(event.dataTransfer?.files ?? [])]);
        },
        { capture: true },
      );
    },
  };
}

/** Below the page, wherever that is. */
function courseAddress(): string {
  return new URL('course/', location.href.replace(/[?#].*$/, '')).href;
}

/** The caret and the keyboard on the screen stay where they are. */
function keyButton(label: string, sign: string, act: () => void): HTMLElement {
  return element(
    'button',
    {
      class: 'key',
      tabIndex: -1,
      aria: { label },
      on: {
        pointerdown: (event) => event.preventDefault(),
        click: act,
      },
    },
    sign,
  );
}

/** Between editor and preview, beside or above one another; its place is a share of the whole in percent. */
function createSplitter(words: PlaygroundWords, root: HTMLElement): HTMLElement {
  const key = 'editor-share';
  const splitter = element('div', {
    class: 'side-splitter',
    role: 'separator',
    tabIndex: 0,
    aria: { label: words.playground('splitter'), valuemin: 15, valuemax: 85, controls: 'editor' },
  });
  let share = Number(kept(key) ?? Number.NaN);
  const set = (to: number): void => {
    share = Math.max(15, Math.min(85, Math.round(to)));
    root.style.setProperty('--editor-share', `${share}%`);
    splitter.setAttribute('aria-valuenow', String(share));
  };
  set(Number.isFinite(share) ? share : stacked.matches ? 50 : 38);
  splitter.addEventListener('pointerdown', (event) => {
    splitter.setPointerCapture(event.pointerId);
    root.classList.add('is-sizing');
    event.preventDefault();
  });
  splitter.addEventListener('pointermove', (event) => {
    if (!splitter.hasPointerCapture(event.pointerId)) return;
    const { left, width, bottom, height } = (splitter.parentElement as HTMLElement).getBoundingClientRect();
    set(stacked.matches ? ((bottom - event.clientY) / height) * 100 : ((event.clientX - left) / width) * 100);
  });
  splitter.addEventListener('lostpointercapture', () => {
    root.classList.remove('is-sizing');
    keep(key, String(share));
  });
  splitter.addEventListener('keydown', ({ key: pressed }) => {
    const step = { ArrowLeft: -2, ArrowRight: 2, ArrowUp: 2, ArrowDown: -2 }[pressed];
    if (step === undefined) return;
    set(share + step);
    keep(key, String(share));
  });
  return splitter;
}
