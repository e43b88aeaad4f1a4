/** Short messages of the page: each stays until it is answered, closed or old. */

import type { PlaygroundWords } from '../src/words/playground';
import { element } from '../webview/app/element';

/** One that can be acted on stays twice as long. */
const noticeMs = 8000;

export interface NoticeAction {
  readonly label: string;
  act(): void;
}

export class Notices {
  constructor(
    private readonly place: HTMLElement,
    private readonly words: PlaygroundWords,
  ) {}

  /** Gives what takes it away. With `stays` it is not old before that. */
  tell(text: string, action?: NoticeAction, stays = false): () => void {
    const close = (): void => {
      clearTimeout(timer);
      notice.remove();
    };
    const button =
      action &&
      element(
        'button',
        {
          class: 'text-button',
          on: {
            click: () => {
              close();
              action.act();
            },
          },
        },
        action.label,
      );
    const dismiss = element(
      'button',
      { class: 'quiet-button', aria: { label: this.words.playground('dismiss') }, on: { click: close } },
      '×',
    );
    const notice = element('div', { class: 'notice' }, element('span', {}, text), button, dismiss);
    const age = action === undefined ? noticeMs : 2 * noticeMs;
    const timer = setTimeout(close, stays ? 2 ** 31 - 1 : age);
    this.place.append(notice);
    return close;
  }
}
