/** The page in a small window: one thing at a time, whose tabs are at the bottom. styles/phone.css lays out by these classes of the root. */

import { phoneQuery } from './phone-query';

export const phone = window.matchMedia(phoneQuery);
/** Its keyboard is on the screen. */
export const hasTouchKeys = window.matchMedia('(hover: none) and (pointer: coarse)').matches;
/** The picture above the text, not beside it. */
export const stacked = window.matchMedia('(max-width: 559px), (max-width: 700px) and (min-height: 481px)');

/** Keeps the classes as the window is, from now on. */
export function followWindow(root: HTMLElement): void {
  const set = (): void => {
    root.classList.toggle('is-phone', phone.matches);
    root.classList.toggle('is-stacked', stacked.matches);
  };
  set();
  for (const query of [phone, stacked]) query.addEventListener('change', set);
}
