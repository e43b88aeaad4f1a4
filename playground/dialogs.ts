/** Questions of the page: to choose one of a list, or to write a line. Each is a modal dialog of the browser's own; Escape gives it up. */

import type { PlaygroundWords } from '../src/words/playground';
import { element, fill, setText } from '../webview/app/element';

export interface Pickable<T> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly value: T;
}

/** Undefined where nothing was chosen. `choices` may come late. */
export function pick<T>(
  words: PlaygroundWords,
  title: string,
  choices: Promise<readonly Pickable<T>[]> | readonly Pickable<T>[],
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    let all: readonly Pickable<T>[] = [];
    let shown: readonly Pickable<T>[] = [];
    let active = 0;
    let chosen: T | undefined;
    const filter = element('input', {
      class: 'pick-filter',
      role: 'combobox',
      aria: { label: words.playground('pick.filter'), expanded: true, controls: 'pick-list', autocomplete: 'list' },
      attributes: {
        type: 'text',
        placeholder: words.playground('pick.filter'),
        autocomplete: 'off',
        spellcheck: 'false',
      },
    });
    const list = element('ul', { class: 'pick-list', id: 'pick-list', role: 'listbox', aria: { label: title } });
    const none = element('p', { class: 'pick-none', role: 'status' });
    const dialog = modal(words, title, filter, list, none);

    function choose(index: number): void {
      chosen = shown[index]?.value;
      dialog.close();
    }

    function render(): void {
      const asked = filter.value.trim().toLowerCase().split(/\s+/);
      shown = all.filter(({ label, description = '', detail = '' }) => {
        const text = `${label} ${description} ${detail}`.toLowerCase();
        return asked.every((word) => text.includes(word));
      });
      active = Math.min(active, Math.max(0, shown.length - 1));
      fill(
        list,
        ...shown.map(({ label, description, detail }, index) =>
          element(
            'li',
            {
              role: 'option',
              id: `pick-${index}`,
              aria: { selected: index === active },
              on: { click: () => choose(index) },
            },
            element('span', { class: 'pick-label' }, label),
            description !== undefined && element('span', { class: 'pick-description' }, description),
            detail !== undefined && element('span', { class: 'pick-detail' }, detail),
          ),
        ),
      );
      list.hidden = shown.length === 0;
      setText(none, shown.length === 0 ? words.playground('pick.none') : '');
      filter.setAttribute('aria-activedescendant', shown.length === 0 ? '' : `pick-${active}`);
      list.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
    }

    filter.addEventListener('input', () => {
      active = 0;
      render();
    });
    filter.addEventListener('keydown', (event) => {
      const to = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + 8, PageUp: active - 8 }[event.key];
      if (event.key === 'Enter') choose(active);
      else if (to !== undefined) {
        active = Math.max(0, Math.min(to, shown.length - 1));
        render();
      } else return;
      event.preventDefault();
    });
    dialog.addEventListener('close', () => resolve(chosen));
    dialog.showModal();
    filter.focus();
    Promise.resolve(choices).then(
      (given) => {
        all = given;
        render();
      },
      (problem: unknown) => {
        dialog.close();
        reject(problem);
      },
    );
  });
}

/** A line that `refusal` finds nothing wrong with; undefined where it was given up. */
export function askLine(
  words: PlaygroundWords,
  title: string,
  value: string,
  refusal: (value: string) => string | undefined,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    let answer: string | undefined;
    const field = element('input', {
      class: 'pick-filter',
      aria: { label: title, describedby: 'line-refusal' },
      attributes: { type: 'text', autocomplete: 'off', spellcheck: 'false' },
    });
    field.value = value;
    const refused = element('p', { class: 'line-refusal', id: 'line-refusal', role: 'alert' });
    const ok = element('button', { class: 'main-button', attributes: { type: 'submit' } }, words.playground('ok'));
    const form = element('form', { class: 'line-form' }, field, refused, element('div', { class: 'buttons' }, ok));
    const dialog = modal(words, title, form);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const problem = refusal(field.value.trim());
      setText(refused, problem ?? '');
      if (problem !== undefined) return;
      answer = field.value.trim();
      dialog.close();
    });
    dialog.addEventListener('close', () => resolve(answer));
    dialog.showModal();
    field.focus();
    field.setSelectionRange(0, value.replace(/\.cnn$/, '').length);
  });
}

/** It is taken out of the page when it is closed, and the keyboard goes back to where it was. A press beside it closes it. */
export function modal(
  words: PlaygroundWords,
  title: string,
  ...content: readonly (Node | string)[]
): HTMLDialogElement {
  const close = element(
    'button',
    { class: 'quiet-button close', aria: { label: words.playground('close') }, on: { click: () => dialog.close() } },
    '×',
  );
  const heading = element('h2', { id: 'dialog-title' }, title);
  const dialog = element(
    'dialog',
    { class: 'dialog', aria: { labelledby: 'dialog-title' } },
    element('div', { class: 'dialog-head' }, heading, close),
    ...content,
  );
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('pointerdown', (event) => {
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    const isBeside = event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom;
    if (event.target === dialog && isBeside) dialog.close();
  });
  document.body.append(dialog);
  return dialog;
}
