/** Small parts that the whole course uses. */

import { element, type Properties } from '../app/element';

export { append, element, fill, setText } from '../app/element';

/** A button with words on it. */
export function button(text: string, onClick: () => void, properties: Properties = {}): HTMLButtonElement {
  return element(
    'button',
    {
      ...properties,
      attributes: { type: 'button', ...properties.attributes },
      on: { click: onClick, ...properties.on },
    },
    text,
  );
}

/** The table that says what a picture shows. */
export function tableOf(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): HTMLTableElement {
  return element(
    'table',
    { class: 'twin' },
    element('caption', {}, caption),
    element(
      'thead',
      {},
      element('tr', {}, ...head.map((text) => element('th', { attributes: { scope: 'col' } }, text))),
    ),
    element(
      'tbody',
      {},
      ...rows.map((row) =>
        element(
          'tr',
          {},
          ...row.map((text, index) =>
            index === 0 ? element('th', { attributes: { scope: 'row' } }, text) : element('td', {}, text),
          ),
        ),
      ),
    ),
  );
}

/** Whether pictures are to stay still. */
export function isStill(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Asks before what cannot be undone: a dialog of the page, as a panel of an editor has no other. */
export function confirmed(question: string, yes: string, no: string): Promise<boolean> {
  return new Promise((resolve) => {
    const dialog = element(
      'dialog',
      { aria: { label: question }, on: { close: () => closed() } },
      element('p', {}, question),
      element(
        'div',
        { class: 'actions' },
        button(yes, () => dialog.close('yes'), { class: 'primary' }),
        button(no, () => dialog.close('no')),
      ),
    );
    const closed = (): void => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    };
    (document.getElementById('app') ?? document.body).append(dialog);
    dialog.showModal();
  });
}
