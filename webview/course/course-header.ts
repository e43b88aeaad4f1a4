/** The row above the course: how far one is, and what holds for all of it. */

import type { CourseWords } from '../../src/words/course';
import { themeChoices } from '../page-theme';
import type { CourseHost } from './course-host';
import { button, element, setText } from './dom';

export interface HeaderOptions {
  readonly words: CourseWords;
  readonly host: CourseHost;
  /** Questions of the course. */
  readonly most: number;
  onExport(): void;
  /** Takes the text of a file; false for one that is not of the course. */
  onImport(text: string): boolean;
  onReset(): void;
}

export interface CourseHeader {
  readonly root: HTMLElement;
  /** So many answers, and in words. */
  show(answered: number, text: string): void;
}

export function createHeader({ words, host, most, onExport, onImport, onReset }: HeaderOptions): CourseHeader {
  const { course } = words;
  const { setLanguage, theme, playground } = host;
  const count = element('span', { class: 'muted' });
  const bar = element('progress', { aria: { label: course('progress') }, attributes: { max: String(most) } });
  const imported = element('p', { class: 'imported', role: 'status' });
  const chooser = element('input', {
    class: 'spoken',
    tabIndex: -1,
    aria: { hidden: true },
    attributes: { type: 'file', accept: '.json,application/json' },
    on: { change: () => void importChosen() },
  });

  async function importChosen(): Promise<void> {
    const file = chooser.files?.[0];
    if (file === undefined) return;
    const text = await file.text().catch(() => '');
    // The same file may be chosen once more.
    chooser.value = '';
    setText(imported, onImport(text) ? '' : course('import.wrong'));
  }

  const other = words.language.tag === 'en' ? { tag: 'zh-cn', name: '中文' } : { tag: 'en', name: 'English' };
  const keyHelp = menu(
    'key-help',
    course('keyboard'),
    element(
      'ul',
      {},
      ...(['keys.enter', 'keys.tab', 'keys.arrows', 'keys.home', 'keys.table'] as const).map((key) =>
        element('li', {}, course(key)),
      ),
    ),
  );
  const progress = menu(
    'progress-menu',
    course('progress'),
    element('p', { class: 'muted' }, course('stays')),
    button(course('export'), onExport),
    button(course('import'), () => chooser.click()),
    imported,
    button(course('reset-all'), onReset),
    chooser,
  );
  return {
    root: element(
      'header',
      { class: 'course-header' },
      element('p', { class: 'brand' }, element('strong', {}, 'Incept'), ` ${course('course')}`),
      element('span', { class: 'far' }, count, bar),
      keyHelp,
      progress,
      setLanguage &&
        button(other.name, () => setLanguage(other.tag), { class: 'language', attributes: { lang: other.tag } }),
      theme && themeChooser(words, theme),
      playground &&
        element('a', { class: 'playground-link', attributes: { href: playground.address } }, course('playground')),
    ),
    show(answered, text) {
      bar.value = answered;
      setText(count, text);
    },
  };
}

/** Opens under its name; a click elsewhere or Esc closes it, as menus are closed. */
function menu(kind: string, name: string, ...items: readonly HTMLElement[]): HTMLDetailsElement {
  const summary = element('summary', {}, name);
  const root = element(
    'details',
    {
      class: `menu ${kind}`,
      on: {
        keydown: (event) => {
          if (event.key !== 'Escape' || !root.open) return;
          root.open = false;
          summary.focus();
        },
        focusout: ({ relatedTarget }) => {
          if (relatedTarget instanceof Node && !root.contains(relatedTarget)) root.open = false;
        },
      },
    },
    summary,
    element('div', { class: 'menu-items' }, ...items),
  );
  document.addEventListener('pointerdown', ({ target }) => {
    if (target instanceof Node && !root.contains(target)) root.open = false;
  });
  return root;
}

function themeChooser({ course }: CourseWords, { chosen, choose }: NonNullable<CourseHost['theme']>): HTMLElement {
  const chooser: HTMLSelectElement = element(
    'select',
    {
      title: course('theme'),
      aria: { label: course('theme') },
      on: { change: () => choose(themeChoices.find((choice) => choice === chooser.value) ?? 'system') },
    },
    ...themeChoices.map((choice) => element('option', { attributes: { value: choice } }, course(`theme.${choice}`))),
  );
  chooser.value = chosen;
  return element('span', { class: 'theme-choice' }, chooser);
}
